"""Adjust the range of a note, set bookmarks, jump and come back, within an article and across several."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key

from reader.session import state
from reader.session.session import Session
from reader.session.state import Bookmark, ReadingState
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.locations import History
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from tests.page_object import Desk, only_note, opened, plain
from tests.waiting import PATIENCE, until_async

TEXT = "One stands here now. Two stands there.\n\nThree is last of all.\n\nFour comes after it."

LONG = "\n\n".join(f"This is paragraph {number} of a long text that goes on." for number in range(200))


def passage(desk: Desk) -> str:
    span = only_note(desk.session).span
    assert span is not None
    return span.of(desk.session.article.text)


# ---------------------------------------------------------------------- the ends of a note


async def noted(desk: Desk) -> None:
    """A note on "stands here", the caret on it."""
    await desk.press("W", "v", "W", "W", "a")
    await desk.write("mine")
    await desk.press("g", "W")
    assert passage(desk) == "stands here"


async def test_any_movement_moves_the_end_of_a_note(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("f")
        assert desk.selected == "stands here"
        await desk.press("W")
        assert desk.selected == "stands here now"
        await desk.press("enter")
        assert (passage(desk), desk.selected) == ("stands here now", "")
        assert desk.lit("note") == ["stands here now"]
        assert len(only_note(desk.session).revisions) == 2
        await desk.press("U")
        assert passage(desk) == "stands here"


@pytest.mark.parametrize("key", ["tab", "O"])
async def test_the_other_end_can_be_moved(key: str, paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("f", key, "B", "enter")
        assert passage(desk) == "One stands here"
        await desk.press("f", key, "W", "W", key, "right_parenthesis", "enter")
        assert passage(desk) == "here now."


async def test_cancelling_keeps_the_range(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("f", "l", "l", "escape")
        assert (passage(desk), desk.selected, desk.modes) == ("stands here", "", [])
        await desk.press("f", "enter")
        assert desk.said == "note not changed"
        assert len(only_note(desk.session).revisions) == 1


async def test_only_a_note_with_a_passage_can_be_adjusted(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("f")
        assert desk.said == "no note here to adjust"
        await desk.press("A")
        await desk.write("all of it")
        await desk.press("3", "f")
        assert desk.said == "this note is on the article as a whole"


async def test_the_ends_of_a_selection_can_be_swapped(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("W", "v", "W", "O", "h", "h", "h", "h")
        assert desk.selected == "One stands"
        await desk.press("escape", "g", "W", "shift+right", "shift+right", "O", "shift+left", "shift+left")
        assert desk.selected == "e st"


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        ("vW", "One"),
        ("vWW", "One stands"),
        ("vWWB", "One s"),
        ("lvW", "ne"),
        ("v)", "One stands here now."),
        ("v))", "One stands here now. Two stands there."),
        ("v)))", "One stands here now. Two stands there.\n\nThree is last of all."),
        ("WWvBO", "stands h"),
        ("WWvBOW", "stands here"),
        ("WWvBBW", "stands h"),
        ("}}vWWWWW", "Four comes after it."),
    ],
)
async def test_a_selection_takes_whole_words_and_sentences(keys: str, selected: str, paths: UserPaths) -> None:
    names = {")": "right_parenthesis", "}": "right_curly_bracket"}
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press(*(names.get(key, key) for key in keys))
        assert desk.selected == selected


# ---------------------------------------------------------------------- marks


async def test_a_mark_is_there_in_the_next_session(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("right_curly_bracket", "W", "m", "a")
        assert desk.said == "mark a set · ' a to come back"
        assert desk.session.notes == ()
        await desk.press("g", "q")
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("apostrophe", "a")
        assert desk.under_caret.startswith("is last of all")
        assert desk.said == "mark a: “Three is last of all.”"


async def test_pressing_the_key_twice_toggles_between_two_places(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("apostrophe", "apostrophe")
        assert desk.said == "no jump yet"
        await desk.press("G", "apostrophe", "apostrophe")
        assert desk.screen.article.caret.offset == 0
        await desk.press("apostrophe", "apostrophe")
        assert desk.screen.article.caret.offset == len(TEXT)


async def test_a_letter_typed_ahead_goes_to_the_mark(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        for key in ("m", "x", "G", "apostrophe", "x", "m", "q"):
            desk.pilot.app.post_message(Key(key, key if len(key) == 1 else "'"))
        await desk.settle()
        await desk.settle()
        assert desk.screen.article.caret.offset == 0
        assert {mark.letter for mark in desk.screen.keeper.state.bookmarks} == {"x", "q"}
        assert desk.pilot.app.is_running


async def test_only_a_letter_or_digit_sets_a_mark(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("m", "escape", "m", "slash", "apostrophe", "z")
        assert desk.said == "no mark z: m z sets one"
        assert desk.screen.keeper.state.bookmarks == ()


async def test_a_mark_follows_its_words_and_reports_when_they_are_gone(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    async with opened(Session(open_source(str(path)), paths)) as desk:
        await desk.press("right_curly_bracket", "W", "m", "a", "right_curly_bracket", "m", "b", "g")
        path.write_text("A new beginning, quite long.\n\n" + TEXT.replace("Four comes after it.", "Nothing like that."))
        await desk.press("r", "apostrophe", "a")
        assert desk.under_caret.startswith("is last of all")
        await desk.press("apostrophe", "b")
        assert desk.said == "mark b: its words are gone: “Four comes after it.”"


async def test_a_mark_is_found_in_the_text_that_is_read_meanwhile(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    longer = f"A new beginning, quite long.\n\n{TEXT}"
    read_again = threading.Event()
    monkeypatch.setattr("reader.tui.key_queue.PATIENCE", 0.2)
    async with opened(Session(open_source(str(path)), paths)) as desk:
        await desk.press("right_curly_bracket", "W", "m", "a", "g")
        notes = desk.session.article_notes

        def slow(mark: Bookmark) -> int | None:
            read_again.wait(PATIENCE)
            return mark.offset

        monkeypatch.setattr(notes, "bookmark_offset", slow)
        path.write_text(longer)
        await desk.pilot.press("apostrophe", "a", "r")
        await until_async(lambda: desk.session.article.text.startswith("A new beginning"))
        read_again.set()
        await desk.settle()
        assert desk.under_caret.startswith("is last of all")


def test_marks_are_saved_and_invalid_ones_skipped(paths: UserPaths) -> None:
    session = plain(TEXT, paths)
    mark = session.article_notes.bookmark("a", 5)
    session.save_state(ReadingState(caret=3, bookmarks=(mark,)))
    assert session.load_state().bookmarks == (mark,)
    documents = [
        {"letter": letter, "offset": 1, "start": 0, "exact": "x", "prefix": "", "suffix": ""} for letter in "b/"
    ]
    documents += [{"letter": "c"}, "d", {**documents[0], "letter": "e", "offset": -1}]  # type: ignore[list-item]
    assert [mark.letter for mark in state.state_from({"marks": documents}).bookmarks] == ["b"]


@given(st.integers(0, len(TEXT)))
def test_a_mark_comes_back_to_its_place(offset: int) -> None:
    session = Session(read_plain(TEXT), UserPaths(Path("/nowhere/l.json"), Path("/nowhere/s"), Path("/nowhere/c")))
    assert session.article_notes.bookmark_offset(session.article_notes.bookmark("a", offset)) == offset


def test_an_empty_text_can_be_marked(paths: UserPaths) -> None:
    mark = plain("", paths).article_notes.bookmark("a", 0)
    assert mark == Bookmark("a", 0, "", "", "", 0, mark.at)


async def test_bookmarks_of_two_windows_are_kept(paths: UserPaths) -> None:
    """Of each letter the last."""
    async with opened(plain(TEXT, paths)) as one, opened(plain(TEXT, paths)) as other:
        await one.press("m", "a", "down", "m", "b")
        await other.press("down", "down", "m", "b", "m", "c")
        last = {mark.letter: mark for mark in other.screen.keeper.state.bookmarks}
        assert set(last) == {"a", "b", "c"}
        await other.press("q")
        await one.press("q")
    kept = {mark.letter: mark for mark in plain(TEXT, paths).load_state().bookmarks}
    assert kept == last


# ---------------------------------------------------------------------- jumps


async def test_back_and_forward_again(paths: UserPaths) -> None:
    async with opened(plain(LONG, paths)) as desk:
        caret = desk.screen.article.caret
        await desk.press("G", "g", "G")
        await desk.press("ctrl+o")
        assert caret.offset == 0
        await desk.press("alt+left")
        assert caret.offset == len(LONG)
        await desk.press("ctrl+n", "alt+right")
        assert caret.offset == len(LONG)
        await desk.press("alt+right")
        assert desk.said == "nowhere to go forward to"
        await desk.press("ctrl+o", "ctrl+o", "ctrl+o", "ctrl+o")
        assert desk.said == "nowhere to go back to"


async def test_a_jump_keeps_the_caret_on_its_row_and_going_back_shows_the_same_lines(paths: UserPaths) -> None:
    async with opened(plain(LONG, paths)) as desk:
        article = desk.screen.article
        await desk.press(*["pagedown"] * 3, *["j"] * 4)
        row, top = article.caret_row, article.view.top
        await desk.press("slash")
        await desk.type("paragraph 150")
        await desk.press("enter")
        assert article.caret_row == row
        await desk.press("ctrl+o")
        assert (article.caret_row, article.view.top) == (row, top)


@given(st.lists(st.one_of(st.integers(0, 5), st.sampled_from(["back", "forward"]))))
def test_forward_returns_to_where_back_left(moves: list[int | str]) -> None:
    jumps, here = History[int](), 0
    for move in moves:
        if isinstance(move, int):
            if move != here:
                jumps.record(here)
            here = move
            continue
        before = here
        there = jumps.back(here) if move == "back" else jumps.forward(here)
        if there is not None:
            assert there != before
            again = jumps.forward(there) if move == "back" else jumps.back(there)
            assert again == before
            here = before


# ---------------------------------------------------------------------- across articles


def story(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(f"{name.title()}\n\n{text}", encoding="utf-8")
    return path


async def test_back_and_forward_lead_through_lists_and_articles(paths: UserPaths, tmp_path: Path) -> None:
    one, two = story(tmp_path, "harbour", TEXT), story(tmp_path, "market", LONG)
    for path in (two, one):
        session = Session(open_source(str(path)), paths)
        session.record_opening()
    first = Session(open_source(str(one)), paths)
    async with ReaderApp(first).run_test(size=(100, 30)) as pilot:
        app, press = pilot.app, Desk(pilot).press

        def title() -> str:
            assert isinstance(app.screen, ReadingScreen)
            return app.screen.session.article.title

        await press("right_curly_bracket", "L")
        assert isinstance(app.screen, LibraryScreen)
        await press("slash", *"market", "enter", "enter")
        assert title() == "Market"
        await press("d", "G", "ctrl+o", "ctrl+o")
        assert isinstance(app.screen, LibraryScreen)
        await press("ctrl+o")
        assert title() == "Harbour"
        await press("ctrl+n")
        assert isinstance(app.screen, LibraryScreen)
        await press("ctrl+n")
        assert title() == "Market"
        await press("alt+left", "alt+left", "alt+left")
        assert title() == "Harbour"
        assert isinstance(app.screen, ReadingScreen)
        await press("alt+left")
        assert app.screen.status.message == "nowhere to go back to"


async def test_a_missing_article_is_reported(paths: UserPaths, tmp_path: Path) -> None:
    session = Session(open_source(str(story(tmp_path, "harbour", TEXT))), paths)
    async with opened(session) as desk:
        here = desk.screen.location
        stop = replace(here, origin=replace(here.origin, id="gone234567", sha256="0" * 64))
        app = desk.pilot.app
        assert isinstance(app, ReaderApp)
        app.navigator.history.record(stop)
        await desk.press("ctrl+o")
        assert "is no longer in the library" in desk.said
