"""The archive, its output file, and child processes that misbehave."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import cli
from reader.batch import Job, Options, Result
from reader.batch.pool import LIFE, encode, result_of
from reader.batch.worker import FileAnalyzer
from reader.system.pool import Reply
from tests.batch.archive import STORY, Run, is_pace

MISCHIEF = """
import os, sys
if "reader.batch.worker" in " ".join(sys.orig_argv):
    import pathlib, signal, time
    from reader.sources import open as sources
    opened = sources.open_source
    def open_source(path, **how):
        name = os.path.basename(path)
        if name.startswith("kills"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("hangs"):
            seconds, _ = signal.getitimer(signal.ITIMER_REAL)
            if 0 < seconds <= 99:
                signal.setitimer(signal.ITIMER_REAL, 0.01)
            time.sleep(30)
        if name.startswith("breaks"):
            raise LookupError("a mistake of ours")
        if name.startswith("waits"):
            pathlib.Path(path + ".new").write_text(f"{os.getpid()} {os.getppid()}")
            os.rename(path + ".new", path + ".begun")
            for _ in range(5_000):
                if os.path.exists(path + ".go"):
                    break
                time.sleep(0.01)
        return opened(path, **how)
    sources.open_source = open_source
"""
"""Makes the child that reads a file crash, hang or wait.

A file that hangs does so until its alarm, which comes at once; one that waits reports the process that reads it and
that process's parent, and waits for permission to continue.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine articles in three folders."""
    top = tmp_path / "archive"
    for number in range(9):
        year = top / f"{2020 + number % 3}"
        year.mkdir(parents=True, exist_ok=True)
        (year / f"{number}.txt").write_text(STORY.format(f"Leith {number}"), encoding="utf-8")
    return top


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], out: Path) -> Run:
    """Run `reader analyze WORDS --jsonl -o OUT`, and return its messages."""

    def analyze(*words: object, processes: int = 1) -> tuple[int, list[str]]:
        options = ["--jsonl", "-o", str(out), "--processes", str(processes)]
        code = cli.main(["analyze", *map(str, words), *options])
        said = capsys.readouterr()
        assert said.out == ""
        return code, [line.removeprefix("reader: ") for line in said.err.splitlines() if not is_pace(line)]

    return analyze


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(MISCHIEF)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.fixture
def no_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Analyze files in this process, for tests that are about what becomes of the results."""

    def analyze_files(jobs: Iterator[Job], options: Options, processes: int) -> Iterator[Result]:
        analyzer = FileAnalyzer(options, LIFE)
        answer = analyzer.prepare()
        for number, job in enumerate(jobs):
            request = encode(job)
            yield result_of(Reply(number, job, answer(request) + b"\n" if request else b""))

    monkeypatch.setattr("reader.batch.pool.analyze_files", analyze_files)
    yield
    logging.disable(logging.NOTSET)  # the analyzer logs nothing, for good
