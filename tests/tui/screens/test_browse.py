"""The lists over the whole library: leaving the filter, wrong queries, and articles that are gone."""

import pytest
from textual.app import App, ComposeResult

from reader.errors import SessionError
from reader.tui.library_client import LibraryClient
from reader.tui.screens import library, search
from reader.tui.screens.browse import FittedInput
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.person import PersonScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.widgets.library_rows import ArticleRow, HitRow
from reader.tui.widgets.rows import HeadingRow
from tests.fixtures.news_library import Shelf
from tests.page_object import Desk
from tests.tui.screens.test_library import in_article, in_library, shelf

__all__ = ["shelf"]


async def test_down_and_escape_move_from_the_filter_to_the_list(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("slash")
        assert room.browsing.line.has_focus
        await room.press("down")
        assert room.browsing.list.has_focus
        await room.press("slash", "escape")
        assert room.browsing.list.has_focus
        await room.press("escape")
        assert isinstance(room.browsing, LibraryScreen), "Esc never quits"


async def test_ctrl_c_says_how_to_quit_and_leaves_the_clipboard_alone(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        for keys in ([], ["s"]):
            await room.press(*keys, "ctrl+c")
            assert room.message.startswith("q or Ctrl-Q quits")
            assert room.pilot.app.clipboard == ""


async def test_a_wrong_filter_is_explained(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("slash")
        await room.type("state:nowhere")
        await room.settle()
        assert "nowhere" in room.drawn
        assert room.listed(ArticleRow) == []


async def test_removed_articles_are_listed_on_request(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        (*_, last) = room.titles
        room.browsing.list.select_row(room.listed(ArticleRow)[-1])
        await room.press("x", "slash")
        await room.type("state:removed")
        await room.settle()
        assert room.titles == [last]


async def test_an_article_that_cannot_be_opened_is_reported(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SessionError("the file is gone")

    monkeypatch.setattr(LibraryClient, "reopen", fail)
    async with in_library(shelf) as room:
        await room.press("enter")
        assert isinstance(room.browsing, LibraryScreen)
        assert room.message == "the file is gone"


async def test_a_row_without_an_article_leads_nowhere(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        room.browsing.choose(HeadingRow("only a heading"))
        await room.settle()
        assert isinstance(room.browsing, LibraryScreen)


async def test_a_list_that_is_read_again_has_all_articles(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "FIRST_ARTICLES", 1)
    async with in_library(shelf) as room:
        assert len(room.titles) == 3
        room.browsing.renew()
        await Desk.settle(room)
        assert len(room.titles) == 3


async def test_more_hits_follow_the_first(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FIRST_HITS", 1)
    async with in_article(shelf, "vote.txt") as room:
        await room.press("s")
        await room.type("harbour")
        await room.settle()
        assert isinstance(room.browsing, SearchScreen)
        assert len(room.listed(HitRow)) > 1


async def test_the_speaker_of_a_hit_has_a_page(shelf: Shelf) -> None:
    async with in_article(shelf, "vote.txt") as room:
        await room.press("s")
        await room.type("in:quotes disgrace")
        await room.settle()
        await room.press("enter", "S")
        assert isinstance(room.browsing, PersonScreen)


class Field(App[None]):
    def compose(self) -> ComposeResult:
        yield FittedInput("filter: words, tag:", "find", lambda: None)


@pytest.mark.parametrize(("columns", "shown"), [(40, "filter: words, tag:"), (12, "filter: wo…")])
async def test_a_placeholder_without_room_ends_in_dots(columns: int, shown: str) -> None:
    app = Field()
    async with app.run_test(size=(columns, 3)) as pilot:
        await pilot.pause()
        assert app.query_one(FittedInput).placeholder.startswith(shown[:-2])
        assert app.query_one(FittedInput).placeholder.endswith(shown[-1])
        await pilot.resize_terminal(40, 3)
        await pilot.pause()
        assert app.query_one(FittedInput).placeholder == "filter: words, tag:"
