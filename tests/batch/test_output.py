"""The output file: a stopped run is continued, and no file is analyzed twice."""

import json
import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.analysis import RULES
from reader.batch import Job, Options
from reader.batch.output import LINE_START, OutputFile
from tests.batch.archive import RULES_WANTED, STORY, Run, alive, begun, being_read, lines_of, names_of, said_by
from tests.examples import at_most
from tests.waiting import until


def test_finished_files_are_skipped(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    before = out.read_bytes()
    (folder / "new.md").write_text(STORY)
    code, said = run(folder)
    assert (code, said[0].startswith("1 analyzed, 9 already done")) == (0, True)
    assert out.read_bytes().startswith(before)
    assert run(folder) == (0, ["10 already done"])


def test_a_changed_file_is_analysed_again_and_has_one_line(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    changed = folder / "2021" / "4.txt"
    changed.write_text(STORY.format("Newhaven"))
    os.utime(changed, ns=(1, 1))
    code, said = run(folder)
    assert (code, said[0].startswith("1 analyzed, 8 already done")) == (0, True)
    lines = lines_of(out)
    assert sorted(lines) == names_of(folder)
    assert any(entity["name"] == "Newhaven" for entity in lines[str(changed)]["entities"])
    assert run(folder) == (0, ["9 already done"])


def test_a_file_changed_before_a_crash_ends_with_one_line(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    first = out.read_bytes().splitlines(keepends=True)[0]
    out.write_bytes(first.replace(b'"size":', b'"size":9') + out.read_bytes())
    assert run(folder) == (0, ["9 already done"])
    assert sorted(lines_of(out)) == names_of(folder)
    assert first in out.read_bytes()


@given(st.data())
@settings(at_most(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_complete_lines_survive_a_cut_at_any_byte(tmp_path: Path, data: st.DataObject) -> None:
    jobs = [Job(f"/a/{number}\n☃.txt", "", number, number) for number in range(3)]
    lines = [
        b'{"id":%s,"size":%d,"modified":%d,"engine":"rules 3"}\n' % (json.dumps(job.name).encode(), job.size, job.size)
        for job in jobs
    ]
    wanted = Options("rules", "rules 3")
    cut = data.draw(st.just(0) | st.integers(len(LINE_START), len(b"".join(lines))))
    path = tmp_path / "cut.jsonl"
    path.write_bytes(b"".join(lines)[:cut])
    with OutputFile(path, wanted) as file:
        for job, line in zip(jobs, lines, strict=True):
            if not file.has(job):
                file.write(job, line)
    assert path.read_bytes() == b"".join(lines)


@pytest.mark.usefixtures("mischief")
def test_a_killed_run_is_continued(folder: Path, out: Path, run: Run) -> None:
    """Killed by SIGKILL while a line is being computed."""
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, parent = being_read(waiting)
        assert parent == program.pid
        until(lambda: out.read_bytes().count(b"\n") == 6)
        program.kill()
    Path(f"{waiting}.go").touch()
    until(lambda: not alive(child))
    kept = out.read_bytes()
    assert kept.count(b"\n") == 6
    out.write_bytes(kept + kept[:200])
    code, said = run(folder)
    assert (code, said[0].startswith("4 analyzed, 6 already done")) == (0, True)
    assert out.read_bytes().startswith(kept)
    assert sorted(lines_of(out)) == names_of(folder)


@pytest.mark.usefixtures("mischief")
def test_ctrl_c_stops_the_run_and_explains_how_to_continue(folder: Path, out: Path) -> None:
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, _ = being_read(waiting)
        until(lambda: out.read_bytes().count(b"\n") == 6)
        os.killpg(program.pid, signal.SIGINT)
        said = said_by(program)
    assert program.returncode == 130
    assert said == [f"reader: stopped after 6 files, saved in {out}; run the same command to resume"]
    assert len(lines_of(out)) == 6
    assert not alive(child)
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)  # the whole process group has ended


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"My novel.\n", "line 1 was not written by `reader analyze`; choose another file"),
        (b"My novel.", "line 1 was not written by `reader analyze`; choose another file"),
        (
            b'{"id":"a","engine":"%s"}\n{"id":3}\n' % RULES.encode(),
            "line 2 was not written by `reader analyze`; choose another file",
        ),
        (b'{"id":"a","engine":"spacy 9"}\n', f"holds results of spacy 9, not of {RULES}; choose another"),
        (b'{"id":"a","engine":"%s","indirect":[]}\n' % RULES.encode(), "holds results with --indirect; choose another"),
    ],
)
def test_a_foreign_file_is_refused_and_unchanged(folder: Path, out: Path, run: Run, content: bytes, why: str) -> None:
    out.write_bytes(content)
    code, said = run(folder)
    assert code == 1
    assert said[0].startswith(f"{out}")
    assert why in said[0]
    assert out.read_bytes() == content


def test_two_programs_do_not_write_one_file(folder: Path, out: Path, run: Run) -> None:
    with OutputFile(out, RULES_WANTED):
        code, said = run(folder)
    assert (code, said) == (1, [f"{out} is in use by another `reader analyze`"])


def test_a_pipe_or_folder_is_refused_as_output(folder: Path, out: Path, run: Run) -> None:
    os.mkfifo(out)
    code, said = run(folder)
    assert (code, said) == (1, [f"{out} is not a regular file; without -o, results go to standard output"])
    out.unlink()
    out.mkdir()
    assert run(folder)[0] == 1


@pytest.mark.parametrize("content", [b"{", b'{"id": "mine", "text": "precious"}', b'{"i', b'{"id"'])
def test_a_file_that_may_be_somebody_elses_is_refused(folder: Path, out: Path, run: Run, content: bytes) -> None:
    """A single line without a newline is only ours if it was plainly cut short."""
    out.write_bytes(content)
    assert run(folder)[0] == 1
    assert out.read_bytes() == content


@pytest.mark.parametrize("content", [b"precious", b'{"id": "mine", "text": "precious"}\n', b"{"])
def test_a_foreign_file_in_the_place_of_the_failures_is_left_alone(
    folder: Path, out: Path, run: Run, content: bytes
) -> None:
    beside = out.with_name(f"{out.stem}.failed.jsonl")
    beside.write_bytes(content)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 not one")
    code, said = run(folder)
    assert code == 1
    assert any("was not written by `reader analyze`" in line for line in said)
    assert beside.read_bytes() == content
