"""Files that crash their process, and processes that are killed: the other files are still analyzed."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from reader.batch import Job, Result, file_id, pool
from reader.system import worker as children
from reader.system.pool import Reply
from reader.system.worker import WorkerError
from tests.batch.archive import STORY, Run, begun, being_read, lines_of, names_of, said_by


def test_a_bad_file_is_reported_and_the_others_are_analysed(folder: Path, out: Path, run: Run) -> None:
    bad = folder / "2020" / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 10)
    (folder / "2022" / "empty.md").touch()
    code, said = run(folder, processes=2)
    assert code == 1
    assert {line.partition(" is ")[0] for line in said[:2]} == {str(bad), str(folder / "2022" / "empty.md")}
    assert said[2].startswith("9 analyzed, 2 failed in ")
    failed = out.with_name("out.failed.jsonl")
    assert said[3] == f"failures are listed in {failed}"
    assert len(lines_of(out)) == 9
    assert lines_of(failed)[str(bad)]["error"].startswith(f"{bad} is a binary file")
    bad.write_text(STORY)
    (folder / "2022" / "empty.md").unlink()
    code, said = run(folder)
    assert (code, said[0].startswith("1 analyzed, 9 already done")) == (0, True)
    assert not failed.exists()


@pytest.mark.usefixtures("mischief")
def test_a_file_that_crashes_or_hangs_its_process_is_reported(folder: Path, out: Path, run: Run) -> None:
    for name in ("2020/kills.txt", "2021/hangs.txt", "2022/breaks.txt"):
        (folder / name).write_text(STORY)
    code, said = run(folder, "--seconds", "99", processes=2)
    assert code == 1
    assert sorted(said[:3]) == [
        f"{folder}/2020/kills.txt: crashed the process that read it, twice (SIGKILL)",
        f"{folder}/2021/hangs.txt: took too long to read; --seconds allows more time",
        f"{folder}/2022/breaks.txt: crashed the process that read it: LookupError: a mistake of ours",
    ]
    assert len(lines_of(out)) == 9


def test_a_process_is_replaced_after_many_words(
    folder: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    class Counted(children.Worker):
        def __init__(self, module: str, *words: str, greets: bool) -> None:
            started.append(module)
            super().__init__(module, *words, greets=greets)

    monkeypatch.setattr(pool, "Worker", Counted)
    monkeypatch.setattr(pool, "LIFE", 2 * len(STORY.split()))
    assert run(folder)[0] == 0
    assert list(lines_of(out)) == names_of(folder)
    assert 1 < len(started) < 9


@pytest.mark.usefixtures("mischief")
def test_a_killed_process_loses_no_file(folder: Path, out: Path) -> None:
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, _ = being_read(waiting)
        Path(f"{waiting}.go").touch()
        os.kill(child, signal.SIGKILL)
        said = said_by(program)
    assert program.returncode == 0
    assert said[0].startswith("reader: 10 analyzed in ")
    assert sorted(lines_of(out)) == names_of(folder)


def test_a_full_disk_is_reported_and_existing_lines_stay(folder: Path, out: Path, run: Run) -> None:
    words = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1")
    limited = ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *words]
    unmeasured = {name: value for name, value in children.environment().items() if not name.startswith("COVERAGE_")}
    unmeasured["PYTHONDONTWRITEBYTECODE"] = "1"  # Python would cut the compiled modules short, too, without a word
    done = subprocess.run(limited, env=unmeasured, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "reader: File too large")
    kept = lines_of(out)
    assert 0 < len(kept) < 9
    assert run(folder)[0] == 0
    assert sorted(lines_of(out)) == names_of(folder)


def test_a_missing_engine_is_reported_in_one_line(folder: Path, run: Run) -> None:
    code, said = run(folder, "--engine", "spacy", "--pipeline", "no_such_pipeline")
    assert (code, len(said)) == (1, 1)
    assert "no_such_pipeline" in said[0]


JOB = Job("a.txt", "/a.txt", 3, 4)


@pytest.mark.parametrize(
    ("line", "words", "rest", "problem"),
    [
        (b'12 {"id":"a.txt"}\n', 12, b'{"id":"a.txt"}\n', ""),
        (b"0 {}\n", 0, b"{}\n", ""),
        (b"! a.txt is empty\n", 0, b"", "a.txt is empty"),
    ],
)
def test_what_a_process_answers(line: bytes, words: int, rest: bytes, problem: str) -> None:
    assert pool.result_of(Reply(0, JOB, line)) == Result(JOB, rest, words, problem)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (WorkerError("", signal=signal.SIGALRM), "took too long to read; --seconds allows more time"),
        (WorkerError("", signal=signal.SIGSEGV), "crashed the process that read it, twice (SIGSEGV)"),
        (WorkerError("KeyError: 3"), "crashed the process that read it: KeyError: 3"),
        (WorkerError(""), "crashed the process that read it"),
    ],
)
def test_what_is_said_of_a_process_that_ended(error: WorkerError, problem: str) -> None:
    assert pool.result_of(Reply(0, JOB, error=error)) == Result(JOB, problem=problem)


def test_a_file_that_cannot_be_read_goes_to_no_process() -> None:
    bad = Job("a", "/a", problem="cannot be read: gone")
    assert pool.encode(bad) is None
    assert pool.result_of(Reply(0, bad)) == Result(bad, problem="cannot be read: gone")
    encoded = pool.encode(JOB)
    assert encoded is not None
    assert Job.from_line(encoded) == JOB


@pytest.mark.parametrize(("path", "name"), [("a/ü.txt", "a/ü.txt"), ("a/\udce9.txt", "a/\\xe9.txt")])
def test_the_id_of_a_file_is_its_path(path: str, name: str) -> None:
    assert file_id(path) == name
