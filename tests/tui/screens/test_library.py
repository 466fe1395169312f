"""The screens over the whole library: the list, the search, the page of a name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest
from textual.widgets import Input

from reader.system.paths import user_paths
from reader.tui.app import ReaderApp
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.locations import LibraryChanged
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.library_lists import SORT_ORDERS
from reader.tui.screens.person import PersonScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.widgets.library_rows import ArticleRow, HitRow, TagRow
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow
from reader.tui.widgets.saying_rows import MentionRow, SayingRow
from tests.fixtures.news_library import NOON, Shelf
from tests.page_object import Desk
from tests.waiting import until_async

R = TypeVar("R", bound=ListRow)


class LibraryPage(Desk):
    """The page object of the library."""

    @property
    def browsing(self) -> BrowseScreen:
        screen = self.pilot.app.screen
        assert isinstance(screen, BrowseScreen)
        return screen

    @property
    def reading(self) -> ReadingScreen:
        screen = self.pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        return screen

    def listed(self, kind: type[R]) -> list[R]:
        return [row for row in self.browsing.list.rows if isinstance(row, kind)]

    @property
    def titles(self) -> list[str]:
        return [row.listed.origin.title for row in self.listed(ArticleRow)]

    @property
    def message(self) -> str:
        return self.browsing.status.message

    @property
    def drawn(self) -> str:
        """The text of the list."""
        shown = self.browsing.list
        return "\n".join("".join(part.text for part in shown.render_line(y)).rstrip() for y in range(shown.size.height))

    def here(self, kind: str) -> list[str]:
        """Return the words that are drawn as `kind` in the article on top."""
        layer = self.reading.article.painter.layers.get(kind)
        return [span.of(self.reading.session.article.text) for span in layer.spans] if layer else []

    async def answer(self, words: str) -> None:
        """Answer a prompt."""
        box = self.pilot.app.screen
        assert isinstance(box, PromptDialog)
        box.query_one(Input).value = words
        await self.press("enter")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    return shelf


@asynccontextmanager
async def in_library(shelf: Shelf, size: tuple[int, int] = (100, 30)) -> AsyncIterator[LibraryPage]:
    async with ReaderApp(shelf.paths).run_test(size=size) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        yield room


@asynccontextmanager
async def in_article(shelf: Shelf, name: str) -> AsyncIterator[LibraryPage]:
    async with ReaderApp(shelf.session(name)).run_test(size=(120, 40)) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        yield room


# ---------------------------------------------------------------------- the list


async def test_articles_are_listed_last_opened_first(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        assert room.titles == ["A Short Piece", "Another Day in Leith", "The Harbour Vote"]


async def test_an_article_opens_where_it_was_left_and_back_returns_to_the_list(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("j", "enter")
        assert room.reading.session.article.title == "Another Day in Leith"
        await room.press("right_curly_bracket", "right_curly_bracket")
        left = room.reading.article.caret.offset
        assert left > 0
        await room.press("L")
        assert room.titles[0] == "Another Day in Leith"
        assert room.listed(ArticleRow)[0].listed.progress == round(100 * left / len(NOON.strip()))
        room.browsing.list.select_row(room.listed(ArticleRow)[0])
        await room.press("enter")
        assert room.reading.article.caret.offset == left
        await room.press("ctrl+o")
        assert isinstance(room.browsing, LibraryScreen)


async def test_the_row_of_an_article_shows_its_source_notes_and_tags(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(
        session.article_notes.find_passage("told until Friday"), "Check this. #budget", ["city/housing"]
    )
    async with in_library(shelf) as room:
        first, second, third = room.drawn.splitlines()[:3]
        assert first.strip().startswith("□□□□  The Harbour Vote  • new")
        assert second.endswith("vote.txt · 1 min")
        assert third.strip() == "● Check this. #budget  #city/housing"


async def test_a_folder_limits_the_list_until_the_filter_is_cleared(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    deep = shelf.session("deep/story.txt", "A Deep Story\n\nIt happened here.\n")
    deep.article_notes.annotate(None, "Mine.")
    async with ReaderApp(shelf.paths, limit=f'folder:"{tmp_path / "deep"}"').run_test(size=(100, 30)) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        assert room.titles == ["A Deep Story"]
        await room.press("2")
        assert [row.hit.origin.title for row in room.listed(HitRow)] == ["A Deep Story"]
        await room.press("1", "escape")
        assert len(room.titles) == 4


async def test_a_folder_limits_tags_and_searches_too(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    shelf.session("deep/story.txt", "A Deep Vote\n\nIt happened here.\n").article_notes.annotate(
        None, "Mine.", ["city/port"]
    )
    shelf.session("vote.txt").article_notes.annotate(None, "Also mine.", ["city", "other"])
    async with ReaderApp(shelf.paths, limit=f'folder:"{tmp_path / "deep"}"').run_test(size=(100, 30)) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        await room.press("3")
        assert [(row.name, row.count) for row in room.listed(TagRow)] == [("city", 1), ("city/port", 1)]
        await room.press("enter")
        assert [row.hit.origin.title for row in room.listed(HitRow)] == ["A Deep Vote"]
        assert room.browsing.line.value == "tag:city "
        await room.press("s")
        assert "this OR that" in room.drawn, "a folder alone is nothing to search for"
        assert "deep ✕" in str(room.browsing.chip.render_line(0).text)
        await room.pilot.click(room.browsing.line)
        assert room.browsing.limit, "only a click on the chip takes it off"
        await room.pilot.press(*"vote")
        await room.settle()
        assert {row.hit.origin.title for row in room.listed(HitRow)} == {"A Deep Vote"}
        await room.press(*["backspace"] * 5)
        assert room.browsing.limit == "", "one more than there are letters takes the chip off"
        await room.pilot.press(*"vote")
        await room.settle()
        assert len({row.hit.origin.title for row in room.listed(HitRow)}) > 1


async def test_the_article_one_comes_from_is_selected_and_in_sight(shelf: Shelf) -> None:
    for number in range(40):
        shelf.session(f"{number}.txt", f"Story {number}\n\nSomething happened in place {number}.\n")
    async with in_article(shelf, "vote.txt") as room:
        shelf.session("last.txt", "The last one\n\nIt ends here.\n")
        for number in range(40):
            shelf.session(f"{number}.txt", f"Story {number}\n\nSomething happened in place {number}.\n")
        await room.press("L")
        row = room.browsing.list.row
        assert isinstance(row, ArticleRow)
        assert row.listed.origin.title == "The Harbour Vote"
        assert "The Harbour Vote" in room.drawn


async def test_the_list_is_filtered_as_words_are_typed(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "A zebra. #budget")
    async with in_library(shelf) as room:
        await room.press("slash", "h", "a", "r")
        assert sorted(room.titles) == ["A Short Piece", "Another Day in Leith", "The Harbour Vote"]
        await room.press("b", "o", "u", "r", "space", "e", "v")
        assert room.titles == ["The Harbour Vote"]
        for words in ("zebra", "tag:bud", "speaker:john", 'entity:"port auth', "state:exact"):
            room.browsing.line.value = words
            await room.settle()
            assert room.titles == ["The Harbour Vote"], words
        room.browsing.line.value = "state:wrong"
        await room.settle()
        assert "unknown state" in room.drawn
        await room.press("escape")
        assert len(room.titles) == 3


async def test_the_order_can_be_changed(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("greater_than_sign")
        assert room.titles == sorted(room.titles, key=str.casefold)
        await room.press("less_than_sign", "less_than_sign")
        assert room.titles[0] == "A Short Piece", "added last"
        for _ in SORT_ORDERS:
            await room.press("greater_than_sign")
            assert len(room.titles) == 3


async def test_archiving_and_removing_can_be_undone(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(None, "Kept.")
    async with in_library(shelf) as room:
        await room.press("D")
        assert "archived" in room.message
        assert "The Harbour Vote" not in room.titles
        room.browsing.line.value = "state:archived"
        await room.settle()
        assert room.titles == ["The Harbour Vote"]
        await room.press("escape", "U")
        assert "The Harbour Vote" in room.titles

        await room.press("g", "x")
        assert "its notes are kept" in room.message
        assert "The Harbour Vote" not in room.titles
        assert [note.text for note in shelf.library.notes()] == ["Kept."]
        await room.press("2")
        assert len(room.listed(HitRow)) == 1
        await room.press("1", "U")
        assert "The Harbour Vote" in room.titles
        assert shelf.library.articles()[0].shelf == ""
        await room.press("g", "delete")
        assert "its notes are kept" in room.message
        assert "The Harbour Vote" not in room.titles
        await room.press("U")

        await room.press("g", "X")
        assert shelf.library.notes() == []
        await room.press("U")
        assert [note.text for note in shelf.library.notes()] == ["Kept."]
        await room.press("ctrl+y")
        assert shelf.library.notes() == []


async def test_an_article_is_tagged_as_a_whole(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("t")
        await room.answer("later, city/harbour")
        (note,) = shelf.library.notes()
        assert (note.anchor, note.text, note.tags) == (None, "", ("later", "city/harbour"))
        assert room.listed(ArticleRow)[0].listed.tags == ("city/harbour", "later")
        await room.press("t")
        await room.answer("later")
        assert [note.tags for note in shelf.library.notes()] == [("later",)]
        await room.press("t")
        await room.answer("12")
        assert isinstance(room.pilot.app.screen, PromptDialog), "what cannot be a tag is said, and nothing is lost"
        await room.press("escape", "U")
        assert [note.tags for note in shelf.library.notes()] == [("later", "city/harbour")]
        await room.press("U")
        assert shelf.library.notes() == []


async def test_an_article_is_added_by_its_path(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Something New\n\nNobody has read this yet.", "utf-8")
    async with in_library(shelf) as room:
        await room.press("a")
        await room.answer(str(tmp_path / "nowhere.txt"))
        assert isinstance(room.pilot.app.screen, PromptDialog)
        await room.answer(str(tmp_path / "new.txt"))
        assert room.titles[0] == "Something New"


# ---------------------------------------------------------------------- notes and tags


async def test_all_notes_are_listed_and_lead_to_their_places(shelf: Shelf) -> None:
    vote, noon = shelf.session("vote.txt"), shelf.session("noon.txt")
    vote.article_notes.annotate(vote.article_notes.find_passage("told until Friday"), "First. #budget")
    noon.article_notes.annotate(noon.article_notes.find_passage("for a harbour twice"), "Second.", ["city/housing"])
    async with in_library(shelf) as room:
        await room.press("2")
        assert [row.about.words for row in room.listed(HitRow)] == ["Second.", "First. #budget"]
        room.browsing.line.value = "speaker:ortiz tag:budget"
        await room.settle()
        assert [row.about.words for row in room.listed(HitRow)] == ["First. #budget"]
        await room.press("g", "enter")
        text = room.reading.session.article.text
        assert text[room.reading.article.caret.offset :].startswith("told until Friday")


async def test_nested_tags_fold_and_lead_to_their_notes(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(None, "one #city/housing")
    session.article_notes.annotate(None, "two #city/harbour #budget")
    async with in_library(shelf) as room:
        await room.press("3")
        assert [(row.name, row.count) for row in room.listed(TagRow)] == [
            ("budget", 1),
            ("city", 2),
            ("city/harbour", 1),
            ("city/housing", 1),
        ]
        await room.press("j", "h")
        assert [row.name for row in room.listed(TagRow)] == ["budget", "city"]
        await room.press("l")
        assert len(room.listed(TagRow)) == 4
        await room.press("enter")
        assert sorted(row.about.words for row in room.listed(HitRow)) == [
            "one #city/housing",
            "two #city/harbour #budget",
        ]


async def test_renaming_a_tag_can_be_undone(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(None, "one #city/housing")
    session.article_notes.annotate(None, "two", ["town"])
    async with in_library(shelf) as room:
        await room.press("3", "g", "t")
        await room.answer("town")
        assert [row.name for row in room.listed(TagRow)] == ["town", "town/housing"]
        assert sorted(note.text for note in shelf.library.notes()) == ["one #town/housing", "two"]
        await room.press("U")
        assert [row.name for row in room.listed(TagRow)] == ["city", "city/housing", "town"]


# ---------------------------------------------------------------------- search


async def test_a_search_leads_to_the_words_and_back(shelf: Shelf) -> None:
    async with in_article(shelf, "vote.txt") as room:
        await room.press("s")
        await room.type("harbour twice")
        await room.settle()
        assert {row.hit.origin.title for row in room.listed(HitRow)} == {"Another Day in Leith"}
        await room.press("enter")
        assert room.reading.session.article.title == "Another Day in Leith"
        assert room.reading.session.article.text[room.reading.article.caret.offset :].startswith(("harbour", "“Nobody"))
        await room.press("ctrl+o")
        assert isinstance(room.browsing, SearchScreen)
        assert room.browsing.line.value == "harbour twice"
        await room.press("escape")
        assert room.reading.session.article.title == "Another Day in Leith", "the article that is read"


async def test_a_search_shows_its_syntax_and_when_nothing_matches(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("s")
        assert "speaker:ortiz" in room.drawn
        await room.type("xyzzy")
        await room.settle()
        assert "No matches." in room.drawn
        await room.press("escape")
        assert isinstance(room.browsing, LibraryScreen)


async def test_enter_typed_ahead_opens_the_first_hit_of_the_whole_query(shelf: Shelf) -> None:
    async with in_article(shelf, "vote.txt") as room:
        await room.press("s", *"disgrace", "enter")
        await until_async(
            lambda: isinstance(room.pilot.app.screen, ReadingScreen) and len(room.pilot.app.screen_stack) > 1
        )
        await room.settle()
        assert room.here("hit") == ["disgrace"]
        await room.press("s", "x", "y", "z", "enter")  # the query before is selected: what is typed replaces it
        assert isinstance(room.browsing, SearchScreen), "there is nothing to open"
        assert room.browsing.line.value == "xyz"


async def test_enter_before_the_index_is_up_to_date_opens_what_it_brings(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("s")
        screen = room.browsing
        assert isinstance(screen, SearchScreen)
        shelf.session("late.txt", "The Late Train\n\nNobody saw a zeppelin.")
        screen.indexed = False  # an update has begun
        await room.type("zeppelin")
        await room.settle()
        await room.press("enter")
        assert room.browsing is screen, "there is no hit yet"
        screen.renew()  # as when a part of the index is done
        await room.settle()
        assert room.browsing is screen
        screen.post_message(LibraryChanged())
        await until_async(lambda: isinstance(room.pilot.app.screen, ReadingScreen))
        assert room.reading.session.article.title == "The Late Train"


async def test_a_hit_arrives_lit_and_can_be_stepped_through(shelf: Shelf) -> None:
    shelf.session("long.txt", f"The Vote\n\n{'A devoted vote. ' * 3}\n\nVoting is a vote.\n\nIn the end they vote.")
    async with in_article(shelf, "vote.txt") as room:
        await room.press("s", *"title", "ctrl+u")
        await room.type('"a vote" vote')
        await room.settle()
        row = next(row for row in room.listed(HitRow) if row.hit.origin.title == "The Vote")
        room.browsing.list.focus()
        room.browsing.list.select_row(row)
        await room.press("enter")
        lit = room.here("hit")
        assert lit.count("a vote") == 1
        assert "vote" in lit
        assert not any("devoted" in words for words in lit)
        assert len(room.here("current")) == 1
        label, _, place = room.reading.status.message.partition("  ")
        assert label == '/"a vote" vote'
        number, total = map(int, place.split("/"))
        before = room.reading.article.caret.offset
        await room.press("n")
        assert room.reading.status.message == f"{label}  {number % total + 1}/{total}"
        await room.press("N")
        assert room.reading.article.caret.offset == before


async def test_a_note_found_by_its_own_words_arrives_lit(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("after a long evening"), "A zebra.")
    async with in_library(shelf) as room:
        await room.press("s", *"zebra", "enter")
        await room.settle()
        assert room.here("current") == ["after a long evening"]
        assert room.reading.status.message == "/zebra  1/1"
        await room.press("L", "2", "enter")
        assert room.here("current") == ["after a long evening"]


# ---------------------------------------------------------------------- the page of a name


async def test_the_page_of_a_name_lists_quotes_of_all_articles(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "Check this.")
    async with in_article(shelf, "vote.txt") as room:
        await room.press("1")
        side = room.reading.side.list
        side.select_row(next(row for row in side.rows if isinstance(row, NameRow) and row.named.name == "Maria Ortiz"))
        await room.press("S")
        assert isinstance(room.browsing, PersonScreen)
        assert sorted(row.about.words for row in room.listed(SayingRow)) == [
            "“It was a disgrace,”",
            "“Nobody should pay for a harbour twice,”",
            "“We were not told until Friday,”",
        ]
        assert "● Check this." in room.drawn
        assert {row.mention.words for row in room.listed(MentionRow)} == {"Maria Ortiz", "Ortiz"}
        row = next(row for row in room.listed(SayingRow) if "harbour twice" in row.about.words)
        room.browsing.list.select_row(row)
        await room.press("enter")
        assert room.reading.session.article.title == "Another Day in Leith"
        assert room.here("current") == ["“Nobody should pay for a harbour twice,”"]
        await room.press("ctrl+o")
        assert room.browsing.list.row == row
        mention = next(row for row in room.listed(MentionRow) if row.mention.origin.title == "The Harbour Vote")
        room.browsing.list.select_row(mention)
        await room.press("enter")
        assert set(room.here("chosen")) == {"Maria Ortiz", "Ortiz"} & set(room.here("chosen"))
        assert room.reading.status.message == "Maria Ortiz  1/1"


async def test_the_page_of_a_lone_last_name_covers_one_article(shelf: Shelf) -> None:
    async with in_article(shelf, "boats.txt") as room:
        await room.press("2", "j", "S")
        assert [row.about.words for row in room.listed(SayingRow)] == ["“Harbours are for boats,”"]
        await room.press("slash")
        await room.type("nothing")
        await room.settle()
        assert isinstance(room.browsing.list.rows[0], HeadingRow)
        await room.press("escape", "escape")
        assert isinstance(room.pilot.app.screen, ReadingScreen)


# ---------------------------------------------------------------------- when things go wrong


async def test_a_damaged_index_is_rebuilt_while_the_list_is_open(shelf: Shelf) -> None:
    shelf.asker.answer(lambda db: None)
    shelf.index.path.write_bytes(b"no index " * 2000)
    async with in_library(shelf) as room:
        assert len(room.titles) == 3


async def test_an_unreadable_library_is_reported(shelf: Shelf) -> None:
    shelf.paths.library.write_text("{ not a library", "utf-8")
    for backup in shelf.paths.library.parent.glob("*.bak*"):
        backup.unlink()
    async with in_library(shelf) as room:
        assert "library" in room.message


async def test_an_article_whose_file_is_gone_opens_from_the_text_store(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "boats.txt").unlink()
    async with in_library(shelf) as room:
        await room.press("enter")
        assert "Harbours are for boats" in room.reading.session.article.text


async def test_hostile_text_is_harmless_in_every_list(shelf: Shelf) -> None:
    session = shelf.session("evil.txt", "[/oops] \x1b]52;c;aGk=\x07\n\n“[bold]x[/]” said \u202eMaria Ortiz.")
    session.article_notes.annotate(None, "[@click=app.quit]\x1b[2J", ["a"])
    async with in_library(shelf) as room:
        for view in ("1", "2", "3"):
            await room.press(view)
            assert not {sign for sign in room.drawn if ord(sign) < 32 and sign != "\n"}
        await room.press("s")
        await room.type("oops")
        await room.settle()
        assert "[/oops] ␛]52;c;aGk=␇" in room.drawn


async def test_an_article_that_is_called_so_stands_before_those_that_mention_it(shelf: Shelf) -> None:
    shelf.session("council.txt", "The Council\n\nIt met.\n")
    shelf.session("later.txt", "A Later Piece\n\nThe council met again.\n")
    async with in_library(shelf) as room:
        await room.press("slash", *"council")
        assert room.titles[0] == "The Council"
        assert "A Later Piece" in room.titles


async def test_views_and_filter_are_visible_above_the_list(shelf: Shelf) -> None:
    async with in_library(shelf, (80, 24)) as room:
        screen = room.browsing
        regions = [widget.region for widget in (screen.heading, screen.line, screen.list, screen.status)]
        assert [(region.y, region.height) for region in regions] == [(0, 1), (2, 1), (3, 20), (23, 1)]
        assert screen.max_scroll_y == 0


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5), (200, 60)])
async def test_it_works_at_any_size(shelf: Shelf, size: tuple[int, int]) -> None:
    shelf.session("vote.txt").article_notes.annotate(None, "word #tag/nested")
    async with in_library(shelf, size) as room:
        await room.press("j", "2", "3", "j", "h", "1", "slash", "a", "escape", "question_mark", "escape", "s", "e")
        await room.press("escape", "enter")
        assert room.pilot.app.screen.size.width == size[0]


def test_articles_without_an_author_come_after_those_with_one() -> None:
    (order,) = [order for order in SORT_ORDERS if order.words == "author or site"]
    listed = [SimpleNamespace(by=by) for by in ("", "lee", "Ann", "")]
    assert [each.by for each in sorted(listed, key=order.key)] == ["Ann", "lee", "", ""]  # type: ignore[arg-type]
