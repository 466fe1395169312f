"""Fixtures for the tests of commands."""

import io
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.cli import screen as screen_command
from reader.system import stdio
from tests.cli.command_line import STORY, Answer, Reader, Screen


@pytest.fixture
def library(home: Path) -> Path:
    """Return the path of the user's library."""
    return home / "data" / "reader" / "library.json"


@pytest.fixture
def reader(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Run a command in this process with `stdin`; there must be no traceback."""

    def run(*argv: object, stdin: str | bytes = "") -> Answer:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = cli.main([str(word) for word in argv])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "harbour.md"
    file.write_text(STORY)
    return file


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Make all streams terminals."""
    screen = Screen()
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(screen_command, "draw", screen.draw)
    return screen
