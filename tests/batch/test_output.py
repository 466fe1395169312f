"""The output file: a stopped run is continued, and no file is analyzed twice."""

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.analysis import RULES
from reader.batch import Job, Options, Result
from reader.batch import output as results
from reader.batch.output import LINE_START, Failures, NumberSet, OutputFile, is_incomplete, is_ours, parse_line
from reader.errors import AnalysisError
from tests.batch.archive import RULES_WANTED, STORY, Run, alive, begun, being_read, lines_of, names_of, said_by
from tests.examples import at_most
from tests.waiting import until


@pytest.mark.usefixtures("no_pool")
def test_finished_files_are_skipped(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    before = out.read_bytes()
    (folder / "new.md").write_text(STORY)
    code, said = run(folder)
    assert (code, said[0].startswith("1 analyzed, 9 already done")) == (0, True)
    assert out.read_bytes().startswith(before)
    assert run(folder) == (0, ["10 already done"])


@pytest.mark.usefixtures("no_pool")
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


@pytest.mark.usefixtures("no_pool")
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


# ---------------------------------------------------------------------- lines, without a run


def line_of(name: str, size: int = 1, engine: str = RULES, **more: object) -> bytes:
    return (
        json.dumps({"id": name, "size": size, "modified": 2, "engine": engine, **more}).replace(": ", ":").encode()
        + b"\n"
    )


def job_of(name: str, size: int = 1) -> Job:
    return Job(name, f"/{name}", size, 2)


@pytest.mark.parametrize(
    ("numbers", "repeated"),
    [
        ([], []),
        ([5], []),
        ([5, 5], [5]),
        ([5, 4, 5], [5]),
        ([4, 5, 4], [4]),
        ([1, 2, 3], []),
        ([3, 3, 3, 1, 1, 2], [1, 3]),
        ([0, 0, 2**64 - 1, 2**64 - 1], [0, 2**64 - 1]),
    ],
)
def test_numbers_that_come_again(numbers: list[int], repeated: list[int]) -> None:
    found = NumberSet(numbers)
    assert sorted(found.repeated()) == repeated
    assert all(number in found for number in numbers)
    assert not [other for other in (6, 7, 2**63) if other in found]


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        (b'{"id":"a","engine":"x"}\n', True),
        (b'{"id":"a","engine":"x"}', False),
        (b'{"id":"a"}\n', False),
        (b'{"id":3,"engine":"x"}\n', False),
        (b'{"id":"a","engine"\n', False),
        (b'{"engine":"x","id":"a"}\n', False),
        (b"\n", False),
    ],
)
def test_which_lines_are_ours(line: bytes, ours: bool) -> None:
    assert (parse_line(line) is not None) is ours


@pytest.mark.parametrize(
    ("line", "first", "later"),
    [
        (b'{"id":"a","eng', True, True),
        (b'{"id":', True, True),
        (b'{"id"', False, True),
        (b"{", False, True),
        (b"", False, True),
        (b'{"id":"a","engine":"x"}', True, True),
        (b'{"id":"a"}', False, True),
        (b"[1]", False, True),
        (b"words", False, False),
        (b'{"id":"a","engine":"x"}\n', False, False),
        (b'{"other":', False, False),
    ],
)
def test_which_last_lines_were_interrupted(line: bytes, first: bool, later: bool) -> None:
    assert (is_incomplete(line, is_first=True), is_incomplete(line, is_first=False)) == (first, later)


def test_the_last_line_of_a_file_counts_until_the_end_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    lines = [line_of("a"), line_of("b"), line_of("a", 7), line_of("c"), line_of("b", 8), line_of("a", 9)]
    path.write_bytes(b"".join(lines))
    path.chmod(0o640)
    with OutputFile(path, RULES_WANTED) as file:
        assert [file.has(job_of(name)) for name in "abcd"] == [True, True, True, False]
        assert file.has(job_of("a", 9))
        assert not file.has(job_of("c", 9))
        file.write(job_of("c", 5), line_of("c", 5))
        assert path.read_bytes() == b"".join([*lines, line_of("c", 5)])
    assert path.read_bytes() == b"".join([lines[4], lines[5], line_of("c", 5)])
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.glob("*found*")] == ["found.jsonl"]


def test_a_run_that_is_broken_off_removes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    path.write_bytes(line_of("a") + line_of("a", 7))
    with pytest.raises(KeyboardInterrupt), OutputFile(path, RULES_WANTED):
        raise KeyboardInterrupt
    assert path.read_bytes() == line_of("a") + line_of("a", 7)


def test_nothing_is_rewritten_without_an_older_line(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    path.write_bytes(line_of("a") + line_of("b"))
    before = path.stat().st_ino
    with OutputFile(path, RULES_WANTED) as file:
        file.write(job_of("c"), line_of("c"))
    assert (path.stat().st_ino, path.read_bytes()) == (before, line_of("a") + line_of("b") + line_of("c"))


def test_a_new_file_is_readable_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with OutputFile(tmp_path / "new.jsonl", RULES_WANTED):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "new.jsonl").stat().st_mode & 0o777 == 0o644


@contextmanager
def a_disk_with_room(monkeypatch: pytest.MonkeyPatch, room: int) -> Iterator[None]:
    """Let `room` bytes be written, at most five at a time, before the disk is full."""
    write, left = os.write, [room]

    def limited(descriptor: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(28, "No space left on device")
        done = write(descriptor, bytes(data[: min(5, left[0])]))
        left[0] -= done
        return done

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", limited)
        yield


@pytest.mark.parametrize("room", [0, 1, 5, 11])
def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    path = tmp_path / "found.jsonl"
    path.write_bytes(line_of("a"))
    with OutputFile(path, RULES_WANTED) as file:
        with a_disk_with_room(monkeypatch, room), pytest.raises(OSError, match="No space"):
            file.write(job_of("b"), line_of("b"))
        assert path.read_bytes() == line_of("a")
        with a_disk_with_room(monkeypatch, 1000):
            file.write(job_of("c"), line_of("c"))
    assert path.read_bytes() == line_of("a") + line_of("c")


def test_what_is_written_is_on_the_disk_after_ten_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 10.0, 10.1, 10.1, 20.0, 20.2, 20.2])
    synced: list[int] = []
    monkeypatch.setattr(results, "monotonic", lambda: next(moments))
    monkeypatch.setattr(results, "sync", lambda _: synced.append(len(written)))
    written: list[str] = []
    with OutputFile(tmp_path / "found.jsonl", RULES_WANTED) as file:
        for name in "abcd":
            written.append(name)
            file.write(job_of(name), line_of(name))
    assert synced == [2, 4, 4]


@pytest.mark.parametrize(
    ("options", "line", "difference"),
    [
        (RULES_WANTED, line_of("a"), ""),
        (
            RULES_WANTED,
            line_of("a", engine="rules 0\x1b"),
            f"holds results of rules 0␛, not of {RULES}; choose another file",
        ),
        (RULES_WANTED, line_of("a", indirect=[]), "holds results with --indirect; choose another file"),
        (Options("rules", RULES, indirect=True), line_of("a"), "holds results without --indirect; choose another file"),
        (Options("rules", RULES, indirect=True), line_of("a", indirect=[]), ""),
    ],
)
def test_results_of_other_options_are_not_mixed(tmp_path: Path, options: Options, line: bytes, difference: str) -> None:
    path = tmp_path / "found.jsonl"
    path.write_bytes(line)
    if not difference:
        with OutputFile(path, options) as file:
            assert file.has(job_of("a"))
        return
    with pytest.raises(AnalysisError) as caught, OutputFile(path, options):
        pass
    assert str(caught.value) == f"{path} {difference}, or delete this one"


def test_another_file_in_its_place_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other = tmp_path / "found.jsonl", tmp_path / "other.jsonl"
    path.touch()
    other.touch()
    lock = fcntl.flock

    def replacing(descriptor: int, how: int) -> None:
        lock(descriptor, how)
        other.replace(path)

    monkeypatch.setattr(fcntl, "flock", replacing)
    with pytest.raises(AnalysisError, match="is in use by another"), OutputFile(path, RULES_WANTED):
        pass


# ---------------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (b"", True),
        (b'{"id":"a","error":"b"}\n', True),
        (b'{"error":"b","id":"a"}\nwhatever follows\n', True),
        (b'{"id":"%s","error":"%s"}\n' % (b"a" * 4096, b"b" * 4096), True),
        (b'{"id":"a","error":"b","more":1}\n', False),
        (b'{"id":"a"}\n', False),
        (b'["id","error"]\n', False),
        (b"words\n", False),
    ],
)
def test_which_lists_of_failures_are_ours(tmp_path: Path, content: bytes, ours: bool) -> None:
    path, link = tmp_path / "a.failed.jsonl", tmp_path / "link"
    path.write_bytes(content)
    link.symlink_to(path)
    assert is_ours(path) is ours
    assert not is_ours(link)
    assert not is_ours(tmp_path)
    assert not is_ours(tmp_path / "none")


def test_failures_are_counted_and_listed_beside_the_results(tmp_path: Path) -> None:
    failed = tmp_path / "found.failed.jsonl"
    failed.write_bytes(b'{"id":"before","error":"x"}\n')
    with Failures(tmp_path / "found.jsonl") as failures:
        assert not failed.exists()
        assert failures.count == 0
        for name in "ab":
            failures.add(Result(job_of(name), problem=f"why {name}"))
        assert failures.count == 2
        assert failed.read_bytes() == b'{"id":"a","error":"why a"}\n{"id":"b","error":"why b"}\n'
    with Failures(None) as failures:
        failures.add(Result(job_of("c"), problem="why c"))
        assert (failures.count, failures.path) == (1, None)
    with Failures(tmp_path / "found.jsonl"):
        pass
    assert not failed.exists()
