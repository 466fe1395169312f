"""The box that adds an article: completion of paths, and stopping a file that takes long to read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from reader.sources import sandbox
from reader.tui.dialogs import HintLine
from reader.tui.dialogs.prompt import AddDialog
from reader.tui.screens.library import LibraryScreen
from tests.fixtures.news_library import Shelf
from tests.tui.screens.test_library import LibraryPage, in_library, shelf
from tests.waiting import until_async

__all__ = ["shelf"]


@asynccontextmanager
async def adding(shelf: Shelf, typed: str) -> AsyncIterator[tuple[LibraryPage, AddDialog]]:
    async with in_library(shelf) as room:
        await room.press("a")
        box = room.pilot.app.screen
        assert isinstance(box, AddDialog)
        line = box.query_one(Input)
        line.value = typed
        line.cursor_position = len(typed)
        await room.settle()
        yield room, box


def hint(box: AddDialog) -> str:
    return str(box.query_one("#hint", HintLine).render())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "news archive").mkdir(parents=True)
    for name in ("news-monday.txt", "news-sunday.txt", "news.zip"):
        (folder / name).write_text(f"Of {name}.")
    (folder / "news archive" / "old.md").write_text("# Old News\n\nOf long ago.\n")
    return folder


async def test_a_name_that_holds_a_command_for_the_terminal_is_not_offered(folder: Path, shelf: Shelf) -> None:
    (folder / "evil\x1b]0;title\x07.txt").write_text("Words.")
    (folder / "evident.txt").write_text("Words.")
    async with adding(shelf, f"{folder}/ev") as (room, box):
        await until_async(lambda: str(box.query_one("#offered", Static).render()) == "evident.txt")
        await room.press("tab")
        assert box.query_one(Input).value == f"{folder}/evident.txt"


async def test_tab_completes_a_path_part_by_part(folder: Path, shelf: Shelf) -> None:
    async with adding(shelf, f"{folder}/n") as (room, box):
        line, offered = box.query_one(Input), box.query_one("#offered", Static)
        await until_async(lambda: str(offered.render()) == "news archive/  news-monday.txt  news-sunday.txt")
        await room.press("tab")
        assert line.value == f"{folder}/news"
        await room.press("tab")
        assert (line.value, line.has_focus) == (f"{folder}/news", True), "several files go on like this"
        await room.press("space", "tab", "tab")
        assert line.value == f"{folder}/news archive/old.md"
        await room.press("enter")
        assert room.message == "added “Old News”"


async def test_keys_typed_ahead_of_a_completion_come_after_it(folder: Path, shelf: Shelf) -> None:
    async with adding(shelf, f"{folder}/news-m") as (room, box):
        await room.pilot.press("tab", "enter")
        await until_async(lambda: not box.is_attached)
        await until_async(lambda: room.message == "added “Of news-monday.txt.”")


async def test_reading_is_stopped_and_the_box_stays_open(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "slow.html"
    page.write_text("<html><body><h1>Slow</h1><p>It takes for ever to read this page.</body></html>")
    async with adding(shelf, str(page)) as (room, box):
        with monkeypatch.context() as patch:
            patch.setattr(sandbox, "CHILD", "tests.fixtures.slow_child")
            await room.pilot.press("enter")
            await until_async(lambda: hint(box) == "reading slow.html … 7% · Esc stop")
            await room.pilot.resize_terminal(60, 20)
            await until_async(lambda: box.size.width == 60)
            await room.press("escape")
            assert hint(box).startswith("stopped reading")
            assert room.pilot.app.screen is box
        await room.press("enter")
        assert room.message == "added “Slow”"
        await room.press("a", "escape")
        assert isinstance(room.pilot.app.screen, LibraryScreen)


async def test_what_cannot_be_added_is_said_in_the_box(shelf: Shelf) -> None:
    async with adding(shelf, "/nowhere.txt") as (room, box):
        await room.press("enter")
        assert hint(box).startswith("no such file")
        await room.press("x")
        assert hint(box) == "Enter add · Tab complete · Esc cancel", "the keys are back once something is typed"
        await room.press("escape")
        assert isinstance(room.pilot.app.screen, LibraryScreen)
