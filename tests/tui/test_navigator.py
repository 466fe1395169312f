"""Going from an article to the lists and back, and an index that cannot be updated."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.search.index import SearchIndex
from reader.search.index_library import indexed_signature, signature
from reader.session.session import Session
from reader.tui import library_client, navigator
from reader.tui.library_client import IndexPartDone
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from tests.page_object import opened


async def test_going_back_from_a_list_shows_the_same_screen_of_the_article(session: Session) -> None:
    session.record_opening()
    async with opened(session) as desk:
        app, reading = desk.pilot.app, desk.screen
        await desk.press("G", "L")
        assert isinstance(app.screen, LibraryScreen)
        offset = reading.article.caret.offset
        await desk.press("ctrl+o")
        assert app.screen_stack[-1] is reading
        assert reading.article.caret.offset == offset
        await desk.press("ctrl+n")
        assert isinstance(app.screen, LibraryScreen)
        await desk.press("ctrl+n")
        assert isinstance(app.screen, LibraryScreen), "there is nothing to go forward to"


async def test_a_child_process_updates_the_index_and_then_finds_the_quotes(session: Session) -> None:
    session.record_opening()
    library = session.paths.library
    events = [event async for event in library_client.update_index(library)]
    assert [event for event in events if isinstance(event, IndexPartDone)] == [
        IndexPartDone("index"),
        IndexPartDone("analysis"),
    ]
    assert SearchIndex(library).is_kept
    assert indexed_signature(SearchIndex(library)) == signature(library)


async def test_an_index_that_cannot_be_updated_is_reported(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: Path) -> AsyncIterator[object]:
        raise LibraryError("the index cannot be written")
        yield

    monkeypatch.setattr(navigator, "update_index", fail)
    session.record_opening()
    async with opened(session) as desk:
        await desk.press("L")
        screen = desk.pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        assert screen.status.message == "the index cannot be written"
        await desk.press("escape")
        assert isinstance(desk.pilot.app.screen, ReadingScreen)
