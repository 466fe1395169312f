"""Reading HTML, EPUB and PDF in a child process: the same article, and an error for whatever the file does to it."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources import sandbox
from reader.sources.detect import SourceData
from reader.sources.open import open_source
from reader.sources.progress import Reading, shown_by
from reader.sources.sandbox import read_sandboxed
from reader.system.worker import environment
from tests.fixtures.nested_forms import nested_forms
from tests.waiting import PATIENCE, until

SAMPLES = Path(__file__).parents[1] / "samples"

linux = pytest.mark.skipif(sys.platform != "linux", reason="the system limits no memory")


@pytest.mark.parametrize("name", ["harbour-site.html", "harbour-calibre.epub", "harbour-latex.pdf"])
def test_article_is_the_same_as_in_this_process(name: str) -> None:
    source = str(SAMPLES / name)
    assert open_source(source) == open_source(source, sandboxed=False)


def test_odd_name_of_a_file_is_kept(tmp_path: Path) -> None:
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), b"a\x1b\xff.html"))
    try:
        Path(path).write_text("<html><body><p>words")
    except OSError:
        pytest.skip("this file system has no such names")
    assert open_source(path) == replace(open_source(path, sandboxed=False), source=path)


def test_refusal_is_the_same_as_in_this_process(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(SourceError, match=r"a\.pdf is damaged, or not a PDF"):
        open_source(str(tmp_path / "a.pdf"))


@pytest.mark.parametrize("fan", [2, 10])
def test_file_that_takes_too_long_is_refused(fan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    monkeypatch.setattr(sandbox, "MEMORY", 0)
    with pytest.raises(SourceError, match=r"^a\.pdf takes too long to read; .*split it"):
        read_sandboxed("pdf", SourceData("a.pdf", "-", nested_forms(60 // fan, fan)))


@linux
def test_page_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MEMORY", 100 << 20)
    with pytest.raises(SourceError, match=r"^a\.html needs more than 100 MiB of memory; split it"):
        read_sandboxed("html", SourceData("a.html", "-", b"<p>x" * 1_000_000))


@linux
def test_pdf_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MEMORY", 100 << 20)
    with pytest.raises(SourceError, match=r"^a\.pdf .*100 MiB"):
        read_sandboxed("pdf", SourceData("a.pdf", "-", nested_forms(12, 10)))


@pytest.mark.parametrize(
    ("does", "message"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", r"its reader failed \(SIGSEGV\), perhaps for want of memory"),
        ("sys.exit('cannot allocate memory for data')", r"failed \(cannot allocate .*perhaps for want of memory"),
        ("raise ValueError('a fault')", "cannot be read: ValueError: a fault; it may be damaged"),
        ("print('[]')", "cannot be read: invalid answer"),
        ("print('{')", "cannot be read: invalid answer"),
        ("print('{\"article\": {}}')", "cannot be read: invalid answer: not an article"),
        ("print('{\"article\": 1}')", "cannot be read: invalid answer"),
        ("pass", "cannot be read: its reader ended early"),
    ],
)
def test_failure_of_the_child_is_one_line(
    does: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd_reader.py").write_text(f"import os, signal, sys\nsys.stdin.buffer.read()\n{does}\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sandbox, "CHILD", "odd_reader")
    with pytest.raises(SourceError, match=message) as raised:
        read_sandboxed("html", SourceData("a.html", "-", b"<p>x"))
    assert "\n" not in str(raised.value)


def test_progress_is_reported_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ['{"progress": 5}', '{"progress": 50}', '{"error": "a.pdf is damaged"}']
    (tmp_path / "slow_reader.py").write_text(f"import sys\nsys.stdin.buffer.read()\nprint(*{lines}, sep='\\n')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sandbox, "CHILD", "slow_reader")
    said: list[str] = []
    with shown_by(Reading(said.append)), pytest.raises(SourceError, match="is damaged"):
        read_sandboxed("pdf", SourceData("/folder/a.pdf", "-", b"%PDF"))
    assert said == ["reading a.pdf … 5%", "reading a.pdf … 50%", ""]


@linux
def test_ctrl_c_ends_the_command_and_its_child(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(nested_forms(30, 2))
    command = [sys.executable, "-m", "reader", "show", str(tmp_path / "a.pdf")]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, start_new_session=True) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: children.read_text() != "")
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert b"Traceback" not in errors


@pytest.mark.parametrize(("left", "granted", "now"), [(5.0, 1.0, 6.0), (7.5, 1.0, 8.0), (0.25, 0.5, 0.75)])
def test_steps_grant_time_up_to_the_limit(
    left: float, granted: float, now: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.sources import sandbox_child

    timers: list[float] = []
    monkeypatch.setattr(signal, "setitimer", lambda which, seconds: timers.append(seconds))
    monkeypatch.setattr(signal, "getitimer", lambda which: (left, 0.0))
    budget = sandbox_child.Budget(8.0)
    budget.step(0.5, granted)
    assert timers == [8.0, now]
