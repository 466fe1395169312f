"""The viewer of the system: started apart from us, with the file as its argument."""

import os
import sys
from pathlib import Path

import pytest

from reader.errors import PictureError
from reader.system import viewer
from reader.system.viewer import open_in_viewer
from tests.waiting import until


def fake_viewer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a viewer that writes down its arguments; return the file with them."""
    told = folder / "told"
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {told}.new && mv {told}.new {told}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    return told


def test_the_file_is_one_argument_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fake_viewer(tmp_path, monkeypatch)
    path = tmp_path / "a b; touch evil '$(touch evil)'.png"
    open_in_viewer(path)
    until(told.exists)
    assert told.read_text(encoding="utf-8") == f"{path}|"
    assert not (tmp_path / "evil").exists()


def test_without_a_viewer_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PictureError, match="no viewer: "):
        open_in_viewer(tmp_path / "a.png")


def test_a_viewer_that_cannot_be_started_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_viewer(tmp_path, monkeypatch)
    monkeypatch.setattr(viewer, "DETACHED", "exit 3")
    with pytest.raises(PictureError, match="the viewer does not start"):
        open_in_viewer(tmp_path / "a.png")
