"""Edits of the library that cannot be made, and what the screen says about them."""

import pytest

from reader.errors import LibraryError
from reader.library.library import Library
from tests.fixtures.news_library import Shelf
from tests.tui.screens.test_library import in_library, shelf

__all__ = ["shelf"]


async def test_there_is_nothing_to_undo_or_redo_at_first(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("U")
        assert room.message == "nothing to undo here"
        await room.press("ctrl+y")
        assert room.message == "nothing to redo here"


async def test_an_edit_that_cannot_be_saved_changes_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LibraryError("the disk is full")

    async with in_library(shelf) as room:
        titles = room.titles
        with monkeypatch.context() as patch:
            patch.setattr(Library, "shelve", fail)
            await room.press("x")
            assert room.message == "the disk is full"
            await room.press("delete")
            assert room.titles == titles
        await room.press("x")
        assert room.titles != titles
        with monkeypatch.context() as patch:
            patch.setattr(Library, "shelve", fail)
            await room.press("U")
            assert room.message == "the disk is full"
        await room.press("U")
        assert room.titles == titles, "an undo that failed can be tried again"
