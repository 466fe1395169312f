"""Standard streams that are closed, full or interrupted, and exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.cli import read
from reader.system import stdio
from reader.system.paths import PACKAGE, SAMPLE
from tests.cli.command_line import SHOWN, Answer, Reader, child


@pytest.mark.parametrize(
    "argv", [["keys"], ["--help"], ["--version"], ["show", SAMPLE], ["note", SAMPLE, "--text", "x"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_failed_output_is_an_error(argv: list[object], unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *map(str, argv)],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=PACKAGE.parent,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "reader: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("argv", [[], ["--version"], ["notes"], [str(SAMPLE)]])
@pytest.mark.parametrize(
    "start",
    ["import runpy; runpy.run_module('reader', run_name='__main__')", "from reader.cli import main; sys.exit(main())"],
    ids=["python -m reader", "reader"],
)
def test_windows_gets_one_sentence(start: str, argv: list[str]) -> None:
    """As if on Windows: the modules that only POSIX has cannot be imported."""
    without = "import sys; sys.modules.update(dict.fromkeys(['fcntl', 'resource', 'termios']));"
    done = subprocess.run(
        [sys.executable, "-c", f"{without} {start}", *argv], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "reader: Windows is not supported; install and run reader within WSL (`wsl --install`)\n"


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("A line of some length.\n" * 100_000)
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "show", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PACKAGE.parent,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"A line of some length.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == cli.PIPE_CLOSED


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize(
    ("closed", "words"), [(">&-", "standard output is closed"), ("<&-", "standard input is closed")]
)
def test_closed_stream_is_reported(closed: str, words: str) -> None:
    command = f"'{sys.executable}' -m reader show - {closed}"
    done = subprocess.run(["sh", "-c", command], input=b"text", capture_output=True, cwd=PACKAGE.parent)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_closed_standard_error_stops_nothing(story: Path) -> None:
    command = f"'{sys.executable}' -m reader show '{story}' 2>&-; '{sys.executable}' -m reader show nothing 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=PACKAGE.parent)
    assert (done.returncode, done.stdout.decode()) == (1, SHOWN)


def test_unencodable_characters_are_replaced(tmp_path: Path) -> None:
    file = tmp_path / "word.txt"
    file.write_text("“naïve”")
    assert child(["show", file], PYTHONIOENCODING="ascii").stdout == b"?na?ve?\n"
    assert "“naïve”" in child(["export", file], PYTHONIOENCODING="ascii").stdout.decode()
    assert json.loads(child(["analyze", file, "--json"], PYTHONIOENCODING="ascii").stdout)["title"] == "“naïve”"


def test_undecodable_file_name_is_shown(story: Path) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"reader", b"show", b"caf\xe9.txt"],
        capture_output=True,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 1
    assert "no such file: caf�.txt" in done.stderr.decode()


def test_interruption_is_silent(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(read, "open_article", interrupted)
    monkeypatch.setattr(stdio, "silence", lambda: None)
    assert reader("show", "x") == Answer(130, "", "")


def test_missing_working_folder_is_one_line(tmp_path: Path) -> None:
    program = f"""
import os, sys
os.chdir({str(tmp_path)!r})
os.rmdir({str(tmp_path)!r}) if not os.listdir() else __import__("shutil").rmtree({str(tmp_path)!r})
from reader.cli import read
from reader.cli import main
sys.exit(main(["--library", "library.json", "notes"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"reader: ")
    assert done.stderr.count(b"\n") == 1
