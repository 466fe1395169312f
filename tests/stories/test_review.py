"""Review notes: changed and orphaned passages, relinking, conflicts, and a file that changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from reader.anchoring import Placement, describe
from reader.annotations.notes import Note, new_note
from reader.config import with_keys
from reader.document.digest import text_digest
from reader.errors import SessionError
from reader.library.library import ArticleRecord, Library
from reader.session.placement import ReviewPassage, diff_pieces, diff_words, heading_above, place_entries
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.normalize import fold
from reader.text.span import Span
from reader.tui.controllers.watchers import CHANGED
from reader.tui.dialogs import Box
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.review import ConflictDialog, PanelDialog, ReviewDialog, passage_content
from reader.tui.widgets.note_rows import NoteRow
from tests.fixtures.note_edits import rewrite
from tests.page_object import Desk, only_note, opened, plain
from tests.waiting import until_async

OLD = """# Harbour

A first line opens the story and nobody minds it.

## The vote

The council voted on Monday night to close the old harbour for good. Fishermen had not been told of it before.

## After

The mayor promised that a second meeting would be held before the summer.
"""
VOTE = "The council voted on Monday night to close the old harbour for good."
CHANGED_TEXT = OLD.replace("on Monday night to close", "on Tuesday evening to close")
GONE_TEXT = OLD.replace(OLD[OLD.index("The council") : OLD.index("## After")], "Something else is here.\n\n")


@asynccontextmanager
async def desk_on(now: str, paths: UserPaths, folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """The screen with a note on the vote, in an article that says `now` what it says."""
    path = folder / "story.md"
    path.write_text(OLD)
    session = Session(open_source(str(path)), paths)
    session.record_opening()
    session.article_notes.annotate(session.article_notes.find_passage(VOTE), "why so late?")
    path.write_text(now)
    async with opened(Session(open_source(str(path)), paths), size) as desk:
        yield desk


async def box_of(desk: Desk) -> PanelDialog:
    await until_async(lambda: isinstance(desk.pilot.app.screen, PanelDialog))
    await desk.pilot.pause()
    box = desk.pilot.app.screen
    assert isinstance(box, PanelDialog)
    return box


def words_in(box: PanelDialog) -> str:
    return "\n".join([str(box.query_one(Box).border_title), *(str(part.render()) for part in box.query("Static"))])


def marked_in(box: PanelDialog) -> list[list[str]]:
    """Return the highlighted words of each panel."""
    found = []
    for part in box.query(".review-words"):
        content = part.render()
        assert isinstance(content, Content)
        found.append([content.plain[s.start : s.end] for s in content.spans if "underline" in str(s.style)])
    return found


def to_note(desk: Desk) -> None:
    place = only_note(desk.session).placement
    assert place is not None
    assert place.span is not None
    desk.screen.article.go(place.span.start)


# ---------------------------------------------------------------------- words that have changed


@pytest.mark.parametrize("from_text", [True, False])
async def test_enter_on_a_changed_note_shows_then_and_now(paths: UserPaths, tmp_path: Path, from_text: bool) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path) as desk:
        assert "1 changed" in desk.said
        if from_text:
            to_note(desk)
            await desk.press("enter")
        else:
            await desk.press("3", "g", "enter")
        box = await box_of(desk)
        assert isinstance(box, ReviewDialog)
        assert marked_in(box) == [["Monday night"], ["Tuesday evening"]]
        assert "why so late?" in words_in(box)
        assert "Then, under “The vote”" in words_in(box)


async def test_accepting_is_one_revision_and_can_be_undone(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path) as desk:
        before = only_note(desk.session)
        await desk.press("3", "g", "enter")
        await box_of(desk)
        await desk.press("enter")
        await until_async(lambda: desk.said == "Note moved here · U to undo")
        note = only_note(desk.session)
        assert note.anchor is not None
        assert note.anchor.exact.startswith("The council voted on Tuesday evening")
        assert (note.placement and note.placement.state, len(note.revisions)) == ("exact", len(before.revisions) + 1)
        await desk.press("escape", "U")
        again = only_note(desk.session)
        assert (again.anchor, again.placement) == (before.anchor, before.placement)
        assert "former passage" in desk.said


async def test_cancelling_changes_nothing(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path) as desk:
        before = only_note(desk.session)
        await desk.press("3", "g", "enter")
        await box_of(desk)
        await desk.press("j", "k", "escape")
        assert desk.pilot.app.screen is desk.screen
        assert only_note(desk.session) == before


async def test_then_and_now_are_stacked_in_a_narrow_terminal(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path, (80, 24)) as desk:
        to_note(desk)
        await desk.press("enter")
        then, now = (await box_of(desk)).query(".review-panel")
        assert (then.region.x, then.region.bottom <= now.region.y) == (now.region.x, True)
        session = desk.session
    async with opened(session, (120, 24)) as desk:
        to_note(desk)
        await desk.press("enter")
        then, now = (await box_of(desk)).query(".review-panel")
        assert (then.region.y, then.region.right <= now.region.x) == (now.region.y, True)


async def test_a_passage_is_shown_with_whole_words_of_its_paragraph(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path) as desk:
        await desk.press("3", "g", "enter")
        then, now = (part.render() for part in (await box_of(desk)).query(".review-words"))
        assert str(then) == f"{VOTE} Fishermen had not been told of it before."
        assert str(now).startswith("The council voted on Tuesday")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("old paragraph.\n\nHe said: “", ",” and left.\n\nNew", "He said: “x,” and left."),
        ("ught that\nthe ", " was  not ther", "…that the x was not…"),
        ("\n\n", "\n\n", "x"),
        ("", "", "x"),
        ("漢字", "漢字", "…漢字x漢字…"),
    ],
)
def test_the_words_around_a_passage(before: str, after: str, shown: str) -> None:
    assert passage_content(ReviewPassage(before, (("x", False),), after)).plain == shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_keys_are_visible_below_a_long_passage(
    paths: UserPaths, tmp_path: Path, size: tuple[int, int]
) -> None:
    long = " ".join(f"Sentence {number} says a little more of it." for number in range(200))
    path = tmp_path / "long.txt"
    path.write_text(f"A title\n\n{long}\n\nThe end.")
    session = Session(open_source(str(path)), paths)
    session.record_opening()
    session.article_notes.annotate(session.article_notes.find_passage(long), "much")
    path.write_text(f"A title\n\n{long.replace('Sentence 100', 'Phrase 100')}\n\nThe end.")
    async with opened(Session(open_source(str(path)), paths), size) as desk:
        await desk.press("3", "g", "enter")
        box = await box_of(desk)
        hint = box.query_one("#hint")
        assert box.query_one("#review-box").content_region.contains_region(hint.region)
        assert hint.region.height == 1


# ---------------------------------------------------------------------- words that are gone


async def test_an_orphaned_note_shows_its_words_and_its_heading(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(GONE_TEXT, paths, tmp_path) as desk:
        await desk.press("3", "g", "enter")
        box = await box_of(desk)
        assert "Passage no longer in" in words_in(box)
        assert VOTE in words_in(box)
        assert "under “The vote”" in words_in(box)
        await desk.press("escape")
        assert desk.said == "note not changed"


def lose(desk: Desk, monkeypatch: pytest.MonkeyPatch, guess: str) -> None:
    """Have the only note orphaned, its nearest words being `guess`."""
    session = desk.session
    place = Placement(None, "orphaned", session.article_notes.find_passage(guess) if guess else None)
    with monkeypatch.context() as patch:
        patch.setattr(
            session.analysis_state, "place", lambda notes, _: [replace(note, placement=place) for note in notes]
        )
        session.load_notes()
    desk.screen.notes_changed()


async def test_the_nearest_guess_of_an_orphaned_note_can_be_accepted(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(GONE_TEXT, paths, tmp_path) as desk:
        lose(desk, monkeypatch, "Something else is here.")
        await desk.press("3", "g", "enter")
        assert "The nearest words now" in words_in(await box_of(desk))
        await desk.press("enter")
        await until_async(lambda: desk.lit("note") == ["Something else is here."])


async def test_without_a_guess_there_is_nothing_to_accept(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(GONE_TEXT, paths, tmp_path) as desk:
        lose(desk, monkeypatch, "")
        await desk.press("3", "g", "enter")
        box = await box_of(desk)
        assert "Nothing similar was found." in words_in(box)
        assert marked_in(box) == [[]], "there is nothing that the words differ from"
        await desk.press("enter")
        assert desk.pilot.app.screen is box
        await desk.press("e")
        await until_async(lambda: isinstance(desk.pilot.app.screen, NoteDialog))


# ---------------------------------------------------------------------- other words


async def test_choosing_words_moves_the_note_to_the_next_selection(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(CHANGED_TEXT, paths, tmp_path) as desk:
        before = only_note(desk.session).anchor
        to_note(desk)
        await desk.press("enter")
        await box_of(desk)
        await desk.press("c")
        assert "select the words" in desk.said
        await desk.press("enter")
        assert "select the words" in desk.said, "nothing is selected yet"
        await desk.press("right_curly_bracket", "right_curly_bracket", "v", "ctrl+right", "ctrl+right", "enter")
        note = only_note(desk.session)
        assert note.anchor is not None
        assert note.anchor.exact == "The mayor"
        assert desk.lit("note") == ["The mayor"]
        await desk.press("U")
        assert only_note(desk.session).anchor == before


async def test_lists_and_their_filter_can_be_used_while_words_are_chosen(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(OLD, paths, tmp_path) as desk:
        to_note(desk)
        await desk.press("R", "4", "ampersand")
        await desk.type("After")
        await desk.press("enter", "escape")
        assert len(desk.rows) > 1, "Esc closes the filter"
        assert desk.screen.router.modes != ()
        await desk.press("4", "G", "enter")
        assert desk.under_caret.startswith("After"), "Enter goes to the heading"
        assert desk.screen.router.modes != ()
        desk.screen.article.focus()
        await desk.press("j", "v", "l", "l", "enter")
        note = only_note(desk.session)
        assert note.anchor is not None
        assert (note.anchor.exact, desk.screen.router.modes) == ("The", ())


async def test_escape_keeps_the_passage(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.", paths)) as desk:
        await desk.press("H", "R", "v", "l", "escape", "escape")
        assert desk.said == "note not changed"
        assert desk.lit("highlight") == ["One stands here."]
        await desk.press("escape", "enter")
        assert isinstance(desk.pilot.app.screen, NoteDialog)


async def test_r_moves_any_note(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.", paths)) as desk:
        await desk.press("R")
        assert desk.said == "no note here to move"
        await desk.press("H", "R", "right_parenthesis", "v", "ctrl+right", "R")
        assert desk.lit("highlight") == ["Two"]
        await desk.press("A")
        await desk.write("on all")
        await desk.press("3", "g", "R")
        assert desk.said == "this note is on the article as a whole"


async def test_a_range_that_is_gone_is_not_adjusted(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(GONE_TEXT, paths, tmp_path) as desk:
        await desk.press("3", "g")
        await desk.screen.action_run("fit")
        await desk.settle()
        assert desk.said.startswith("the passage of this note is gone: R moves the note")
        assert desk.screen.router.modes == ()


# ---------------------------------------------------------------------- two texts


@asynccontextmanager
async def desk_with_conflict(paths: UserPaths, folder: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    session = plain("One stands here. Two stands there.", paths)
    session.record_opening()
    note = session.article_notes.annotate(session.article_notes.find_passage("One stands"), "the first text", ["old"])
    other = Library(folder / "other.json")
    other.merge(session.library)
    rewrite(session, note.id, "the changed text", ["old"])
    other.save(note.revised(text="the other text", tags=("new",)))
    session.library.merge(other)
    async with opened(plain("One stands here. Two stands there.", paths), size) as desk:
        yield desk


async def test_a_conflict_is_marked_in_the_list_with_both_texts(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_with_conflict(paths, tmp_path) as desk:
        await desk.press("3")
        (row,) = desk.rows
        assert isinstance(row, NoteRow)
        shown = "\n".join("".join(words for words, _ in line) for line in row.lines(60))
        assert "conflict: two texts" in shown
        assert "1 the other text" in shown
        assert "2 the changed text" in shown


@pytest.mark.parametrize("key", ["enter", "e"])
async def test_one_text_is_chosen_and_undo_brings_the_conflict_back(paths: UserPaths, tmp_path: Path, key: str) -> None:
    async with desk_with_conflict(paths, tmp_path) as desk:
        await desk.press(key)
        box = await box_of(desk)
        assert isinstance(box, ConflictDialog)
        assert marked_in(box) == [["other"], ["changed"]]
        await desk.press("9")
        assert desk.pilot.app.screen is box
        await desk.press("2")
        await until_async(lambda: desk.said == "version kept · U to undo")
        note = only_note(desk.session)
        assert (note.text, note.tags, note.conflict) == ("the changed text", ("old",), ())
        assert Library(paths.library).notes()[0].conflict == ()
        await desk.press("U")
        assert len(only_note(desk.session).conflict) == 2
        assert "both texts are there again" in desk.said


async def test_both_texts_can_be_combined(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_with_conflict(paths, tmp_path) as desk:
        await desk.press("enter")
        await box_of(desk)
        await desk.press("b")
        await until_async(lambda: isinstance(desk.pilot.app.screen, NoteDialog))
        await desk.pilot.pause()
        box = desk.pilot.app.screen
        assert isinstance(box, NoteDialog)
        assert (box.text, set(box.tags)) == ("the other text\n\nthe changed text", {"old", "new"})
        await desk.write("one text", "new")
        await until_async(lambda: desk.pilot.app.screen is not box)
        note = only_note(desk.session)
        assert (note.text, note.conflict) == ("one text", ())


async def test_a_cancelled_conflict_remains(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_with_conflict(paths, tmp_path) as desk:
        await desk.press("enter")
        await box_of(desk)
        await desk.press("escape")
        assert desk.said == "nothing decided: both texts are kept"
        assert len(only_note(desk.session).conflict) == 2


async def test_a_conflict_of_two_windows_appears_on_saving(paths: UserPaths) -> None:
    one, two = (plain("One stands here.", paths) for _ in range(2))
    one.record_opening()
    note = one.article_notes.annotate(one.article_notes.find_passage("One"), "start")
    two.record_opening()
    rewrite(two, note.id, "in the second window", ())
    assert {head.text for head in rewrite(one, note.id, "in the first window", ()).conflict} == {
        "in the first window",
        "in the second window",
    }


# ---------------------------------------------------------------------- a file that changes


async def test_a_changed_file_is_offered_for_reloading(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_on(OLD, paths, tmp_path) as desk:
        status = desk.screen.status
        await desk.screen.file_watcher.look().wait()
        assert with_keys(CHANGED) not in drawn(desk)
        path = tmp_path / "story.md"
        path.write_text(CHANGED_TEXT)
        await desk.screen.file_watcher.look().wait()
        assert with_keys(CHANGED) in drawn(desk)
        await desk.press("r")
        assert "1 changed" in status.message
        assert with_keys(CHANGED) not in drawn(desk)
        path.unlink()
        await desk.screen.file_watcher.look().wait()
        assert with_keys(CHANGED) not in drawn(desk), "an editor may be about to put it back"


async def test_only_files_are_watched(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr("reader.tui.controllers.watchers.content_mark", looked_at.append)
    async with opened(plain("One stands here.", paths)):
        assert looked_at == []


def drawn(desk: Desk) -> str:
    return desk.screen.status.render_line(0).text


# ---------------------------------------------------------------------- the words themselves


def test_only_words_that_differ_are_marked() -> None:
    old, new = diff_words("“We go”, said Ann Lee on Monday.", '"We  go", said Bob Ray on Monday.')
    assert old == (("“We go”, said ", False), ("Ann Lee", True), (" on Monday.", False))
    assert [words for words, differs in new if differs] == ["Bob Ray"]


def test_long_passages_are_compared_too() -> None:
    words = [f"word{number}" for number in range(5000)]
    old, new = diff_words(" ".join(words), " ".join([*words[:2500], "fresh", *words[2500:]]))
    assert [piece for piece in (*old, *new) if piece[1]] == [("fresh", True)]


@given(st.lists(st.sampled_from(["a", "b", "c,", "D"])), st.lists(st.sampled_from(["a", "b", "c,", "D", "e"])))
def test_the_pieces_are_the_text(olds: list[str], news: list[str]) -> None:
    old, new = diff_words(" ".join(olds), " ".join(news))
    assert "".join(words for words, _ in old) == " ".join(olds)
    assert "".join(words for words, _ in new) == " ".join(news)
    same = [[word for words, differs in side if not differs for word in words.split()] for side in (old, new)]
    assert [fold(word).text for word in same[0]] == [fold(word).text for word in same[1]]


def test_empty_texts_have_no_pieces() -> None:
    assert diff_pieces([], set()) == ()


def test_a_heading_is_recognized_by_todays_headings_or_its_look() -> None:
    article = read_markdown(OLD)
    assert heading_above(article.text, article.text.index("The council"), article) == "The vote"
    assert heading_above(article.text, article.text.index("The mayor"), article) == "After"
    assert heading_above("No heading at all. Just words.", 20, article) == ""


# ---------------------------------------------------------------------- beside the text it was made on

REPLY = "Nobody answered the mayor."
FIRST = f"The boats came home late. {REPLY} The ledgers stayed dry all winter."
GROWN = f"The money came from a fund. {REPLY} It rained until the evening. {FIRST}".replace("a fund", "fund")


def note_on(text: str, words: str) -> Note:
    start = text.index(words)
    return new_note("article-1", text_digest(text), describe(text, Span(start, start + len(words))), "when?", ())


def record_with(*texts: str) -> ArticleRecord:
    return ArticleRecord("article-1", "Harbour", (), tuple(map(text_digest, texts)), "", "")


def test_a_note_made_on_todays_text_needs_no_kept_copy_of_it() -> None:
    """An earlier text has the same words in the same place, but they have moved since."""
    assert GROWN.index(REPLY) == FIRST.index(REPLY)
    article, kept = read_plain(GROWN), {text_digest(FIRST): FIRST}
    (found,) = place_entries([note_on(GROWN, REPLY)], article, record_with(FIRST, GROWN), kept.get)
    start = GROWN.index(REPLY)
    assert found.placement == Placement(Span(start, start + len(REPLY)), "exact")


def test_a_note_without_its_text_is_not_placed_by_chance() -> None:
    (found,) = place_entries([note_on(FIRST, REPLY)], read_plain(GROWN), record_with(FIRST), lambda _: None)
    start = GROWN.rindex(REPLY)
    assert found.placement == Placement(Span(start, start + len(REPLY)), "exact")


def test_a_note_on_the_whole_article_has_nothing_to_review(paths: UserPaths) -> None:
    session = plain("One stands here.", paths)
    session.record_opening()
    note: Note = session.article_notes.annotate(None, "on all")
    with pytest.raises(SessionError, match="as a whole"):
        session.article_notes.review(note.id)
