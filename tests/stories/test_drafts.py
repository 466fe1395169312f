"""No typed word is lost, and no note is made on other words: drafts, two windows, reloads under an open box."""

import asyncio
import errno
import threading
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from textual.events import Key
from textual.widgets import Static, TextArea

from reader.annotations.corrections import Attribute
from reader.annotations.notes import Note
from reader.errors import LibraryError
from reader.session.drafts import FOLDER, Draft, DraftStore
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system import atomic_file
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.dialogs import hint_content
from reader.tui.dialogs import note as note_dialog
from reader.tui.dialogs.correction import SpeakerDialog
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.dialogs.review import ConflictDialog, ReviewDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_rows import DraftRow
from tests.fixtures.note_edits import rewrite
from tests.page_object import Desk, kept_drafts, only_note, opened, plain
from tests.waiting import until_async

HEAD = "Alpha Title Here\n\n"
MINISTER = "The minister said that taxes will rise."
OPPOSITION = "The opposition said that it is all a lie."
REST = "Beta seven eight nine ten eleven twelve.\n\nGamma thirteen fourteen.\n"
BODY = f"{MINISTER} A second sentence is here.\n\n{REST}"
BEFORE = HEAD + BODY
AFTER = f"{HEAD}{OPPOSITION} A new paragraph was put here.\n\n{BODY}"
CHANGED = BEFORE.replace("taxes will rise", "taxes will never rise again")
GONE = HEAD + REST


class Story:
    """An article in a file, read in as many windows as a test needs."""

    def __init__(self, path: Path, paths: UserPaths) -> None:
        self.path = path
        self.paths = paths
        self.says(BEFORE)

    def says(self, text: str) -> None:
        self.path.write_text(text)

    def session(self) -> Session:
        return Session(open_source(str(self.path)), self.paths)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes as the next session has them."""
        session = self.session()
        session.load_notes()
        return session.notes

    @property
    def drafts(self) -> list[Draft]:
        """The drafts as the next session has them."""
        session = self.session()
        session.load_notes()
        return kept_drafts(session)

    @property
    def words(self) -> set[str]:
        """The texts of all notes and drafts."""
        return {note.text for note in self.notes} | {draft.text for draft in self.drafts}

    def annotated(self, text: str, words: str = MINISTER) -> str:
        """The id of a new note."""
        session = self.session()
        session.record_opening()
        return session.article_notes.annotate(session.article_notes.find_passage(words), text).id


@pytest.fixture
def story(tmp_path: Path, paths: UserPaths) -> Story:
    return Story(tmp_path / "story.txt", paths)


def box_of(desk: Desk) -> NoteDialog:
    box = desk.pilot.app.screen
    assert isinstance(box, NoteDialog)
    return box


def words_in(box: NoteDialog, part: str) -> str:
    return str(box.query_one(part, Static).content)


async def annotate(desk: Desk, words: str, text: str) -> None:
    """Open the note box on the sentence that begins with `words`, and type."""
    desk.screen.article.go(desk.session.article.text.index(words))
    await desk.press("a")
    await desk.type(text)


async def close(desk: Desk) -> None:
    await desk.press("escape")
    await until_async(lambda: isinstance(desk.pilot.app.screen, ReadingScreen))
    await desk.settle()


async def save(desk: Desk) -> None:
    await desk.press("ctrl+s")
    await until_async(lambda: not isinstance(desk.pilot.app.screen, NoteDialog))
    await desk.settle()


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every write of a draft fail."""
    replace_file = atomic_file.replace_file

    def fails(path: Path, *args: Any, **options: Any) -> object:
        if path.parent.name == FOLDER:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace_file(path, *args, **options)

    monkeypatch.setattr(atomic_file, "replace_file", fails)


# ---------------------------------------------------------------------- when drafts are written


async def test_steady_typing_is_kept_without_a_pause(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_dialog, "DRAFT_DELAY", 60.0)
    monkeypatch.setattr(note_dialog, "MAX_DRAFT_DELAY", 0.05)
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "ab")
        await until_async(lambda: story.drafts)
        await desk.type("cd")
        await until_async(lambda: [draft.text for draft in story.drafts] == ["abcd"])


def test_two_seconds_are_enough_for_a_draft() -> None:
    assert note_dialog.DRAFT_DELAY < note_dialog.MAX_DRAFT_DELAY <= 1.5


async def test_text_that_is_emptied_is_no_draft(story: Story) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "a")
        await until_async(lambda: story.drafts)
        await desk.press("backspace")
        await close(desk)
        assert (story.drafts, desk.screen.drafts.all) == ([], ())


async def test_a_full_disk_keeps_the_box_open_and_offers_another_place(
    story: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    async with opened(story.session()) as desk:
        full_disk(monkeypatch)
        await annotate(desk, MINISTER, "hours")
        await desk.press("escape")
        await until_async(lambda: "draft not kept" in words_in(box_of(desk), "#hint"))
        assert "No space left on device · Ctrl-O" in words_in(box_of(desk), "#hint")
        assert "draft is kept" not in desk.said
        await desk.press("escape")
        assert box_of(desk).text == "hours"
        await desk.press("ctrl+o")
        prompt = desk.pilot.app.screen
        assert isinstance(prompt, PromptDialog)
        prompt.query_one("#answer").value = str(elsewhere)  # type: ignore[attr-defined]
        await desk.press("enter")
        await until_async(elsewhere.exists)
        await close(desk)
        assert elsewhere.read_text() == "hours\n"
        assert desk.said != "not saved; the draft is kept"


async def test_a_file_that_exists_is_not_written_over_by_a_copy(story: Story, tmp_path: Path) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "hours")
        await desk.press("ctrl+o")
        prompt = desk.pilot.app.screen
        prompt.query_one("#answer").value = str(story.path)  # type: ignore[attr-defined]
        await desk.press("enter")
        await until_async(lambda: "File exists" in str(prompt.query_one("#hint", Static).content))
    assert story.path.read_text() == BEFORE


async def test_a_draft_is_kept_as_soon_as_the_disk_has_room(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_dialog, "RETRY_DELAY", 0.05)
    async with opened(story.session()) as desk:
        with monkeypatch.context() as patch:
            full_disk(patch)
            await annotate(desk, MINISTER, "hours")
            await until_async(lambda: "draft not kept" in words_in(box_of(desk), "#hint"))
        await until_async(lambda: [draft.text for draft in story.drafts] == ["hours"])
        await until_async(lambda: words_in(box_of(desk), "#hint") == hint_content(NoteDialog.HINT).plain)


async def test_a_full_disk_says_so_when_it_is_writable_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(story.session()) as desk:
        with monkeypatch.context() as patch:
            full_disk(patch)
            await annotate(desk, MINISTER, "hours")
            await desk.press("escape")
            await until_async(lambda: "draft not kept" in words_in(box_of(desk), "#hint"))
        await close(desk)
        assert desk.said == "not saved; the draft is kept"
        assert [draft.text for draft in story.drafts] == ["hours"]


async def test_a_note_and_a_draft_that_cannot_be_saved_stay_in_the_box(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "hours")
        await until_async(lambda: [draft.text for draft in kept_drafts(desk.session)] == ["hours"])  # no pause is left

        def fails(*_: object) -> None:
            raise LibraryError("the disk is full")

        monkeypatch.setattr(desk.session.library, "save", fails)
        full_disk(monkeypatch)
        await desk.press("ctrl+s")
        await until_async(lambda: "draft not kept" in words_in(box_of(desk), "#hint"))
        assert words_in(box_of(desk), "#hint").startswith("not saved, and draft not kept: No space left on device")
        assert box_of(desk).text == "hours"


def test_a_box_that_is_just_opening_knows_its_words() -> None:
    """A signal may arrive before it is on the screen."""
    box = NoteDialog(Mock(draft=Draft("half written", ("a", "b"))), ())
    assert box.words() == "half written\n\n#a #b"
    assert box.keep_draft() is None


async def test_a_draft_that_cannot_be_deleted_is_reported_and_the_note_is_saved(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "hours")
        monkeypatch.setattr(DraftStore, "delete", fails)
        await save(desk)
        assert desk.said == "saved, but the draft cannot be deleted: Read-only file system"
    assert [note.text for note in story.notes] == ["hours"]


async def test_what_is_typed_while_a_note_is_being_saved_stays(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program may hold the lock for long, and this one may be killed meanwhile."""
    free = threading.Event()
    async with opened(story.session()) as desk:
        save_library = desk.session.library.save

        def save_later(*notes: Note) -> None:
            free.wait()
            save_library(*notes)

        monkeypatch.setattr(desk.session.library, "save", save_later)
        await annotate(desk, MINISTER, "hours")
        pressed = asyncio.create_task(desk.pilot.press("ctrl+s"))
        try:
            await until_async(lambda: [draft.text for draft in story.drafts] == ["hours"])
            box_of(desk).query_one(TextArea).post_message(Key("x", "x"))
            await until_async(lambda: [draft.text for draft in story.drafts] == ["hoursx"])
            assert story.words == {"hoursx"}, "there is no note yet"
            assert box_of(desk).keep_draft() is None
        finally:
            free.set()
        await pressed
        await until_async(lambda: words_in(box_of(desk), "#hint").startswith("Saved, without what you typed since"))
        assert [note.text for note in story.notes] == ["hours"]
        await until_async(
            lambda: [(draft.text, draft.note is not None) for draft in story.drafts] == [("hoursx", True)]
        )
        await save(desk)
        assert desk.said == "saved"
    assert [note.text for note in story.notes] == ["hoursx"]
    assert story.drafts == []


# ---------------------------------------------------------------------- several drafts, several windows


async def test_two_windows_keep_both_drafts(story: Story) -> None:
    async with opened(story.session()) as one, opened(story.session()) as other:
        await annotate(one, MINISTER, "first")
        await close(one)
        await annotate(other, "Gamma", "second")
        await close(other)
        await one.press("q")
        await other.press("q")
    assert {draft.text for draft in story.drafts} == {"first", "second"}


async def test_saving_one_of_two_orphaned_drafts_keeps_the_other(story: Story) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "one")
        await close(desk)
        await annotate(desk, "A second", "two")
        await close(desk)
    story.says(GONE)
    async with opened(story.session()) as desk:
        await desk.press("3")
        row = next(row for row in desk.rows if isinstance(row, DraftRow) and row.text == "two")
        desk.screen.notes.continue_draft(row.id)
        await desk.settle()
        assert words_in(box_of(desk), "#passage") == "Then: “A second sentence is here.”\nNow: no longer in the article"
        await save(desk)
        assert [draft.text for draft in desk.screen.drafts.all] == ["one"]
    (note,) = story.notes
    assert (note.text, note.placement and note.placement.state) == ("two", "orphaned")
    assert [draft.text for draft in story.drafts] == ["one"]


@pytest.mark.parametrize("early", [True, False])
async def test_quitting_while_the_library_opens_keeps_drafts_and_marks(
    story: Story, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    async with opened(story.session()) as desk:
        await desk.press("m", "x")
        await annotate(desk, MINISTER, "an hour")
        await close(desk)
        await desk.press("q")
    story.says(AFTER)
    session = story.session()
    record_opening = session.record_opening

    def interrupted() -> object:
        if not early:
            record_opening()
        raise LibraryError("still opening")

    monkeypatch.setattr(session, "record_opening", interrupted)
    async with opened(session) as desk:
        await desk.press("q")
    async with opened(story.session()) as desk:
        assert [draft.text for draft in desk.screen.drafts.all] == ["an hour"]
        assert [mark.letter for mark in desk.screen.keeper.state.bookmarks] == ["x"]


# ---------------------------------------------------------------------- the text changes


async def test_a_note_is_saved_on_its_words_after_a_reload_under_the_box(story: Story) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "taxes")
        story.says(AFTER)
        await desk.screen.action_run("reload")
        await desk.settle()
        assert words_in(box_of(desk), "#passage") == f"“{MINISTER}”"
        await save(desk)
        note = only_note(desk.session)
        assert note.span is not None
        assert note.span.of(desk.session.article.text) == MINISTER
    (note,) = story.notes
    assert (note.anchor and note.anchor.exact, note.placement and note.placement.state) == (MINISTER, "exact")


async def test_a_kept_draft_follows_its_words_at_a_reload(story: Story) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "taxes")
        await close(desk)
        story.says(AFTER)
        await desk.press("r")
        await desk.press("3", "g", "enter")
        assert words_in(box_of(desk), "#passage") == f"“{MINISTER}”"
        await save(desk)
    (note,) = story.notes
    assert note.anchor is not None
    assert note.anchor.exact == MINISTER


@pytest.mark.parametrize(("text", "state"), [(CHANGED, "changed"), (GONE, "orphaned")])
async def test_a_passage_that_changes_under_the_box_is_shown_then_and_now(story: Story, text: str, state: str) -> None:
    async with opened(story.session()) as desk:
        await annotate(desk, MINISTER, "taxes")
        story.says(text)
        await desk.screen.action_run("reload")
        await desk.settle()
        passage = words_in(box_of(desk), "#passage")
        assert passage.startswith(f"Then: “{MINISTER}”\nNow: ")
        assert ("never rise" in passage) == (state == "changed")
        await desk.press("ctrl+s")
        await until_async(lambda: "Ctrl-S again" in words_in(box_of(desk), "#hint"))
        assert not story.notes
        await save(desk)
    (note,) = story.notes
    assert note.anchor is not None
    assert (note.anchor.exact, note.placement and note.placement.state) == (MINISTER, state)


async def test_a_highlight_made_during_a_reload_is_on_its_words(story: Story) -> None:
    async with opened(story.session()) as desk:
        desk.screen.article.go(desk.session.article.text.index(MINISTER))
        draft = desk.session.article_notes.draft_on(desk.screen.targets.passage)
        story.says(AFTER)
        await desk.press("r")
        saved = desk.session.article_notes.save_draft(draft)
        assert saved.note.anchor is not None
        assert saved.note.anchor.exact == MINISTER


async def test_a_review_that_is_open_shows_the_reloaded_text(story: Story) -> None:
    story.annotated("mine")
    story.says(CHANGED)
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "enter")
        await until_async(lambda: isinstance(desk.pilot.app.screen, ReviewDialog))
        story.says(AFTER)
        await desk.screen.action_run("reload")
        await until_async(lambda: desk.said == "the article was reloaded, and the note is in place")
        await desk.settle()
        assert isinstance(desk.pilot.app.screen, ReadingScreen)
        note = only_note(desk.session)
        assert (len(note.revisions), note.placement and note.placement.state) == (1, "exact")


async def test_a_review_of_a_passage_that_changed_again_is_shown_anew(story: Story) -> None:
    story.annotated("mine")
    story.says(CHANGED)
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "enter")
        await until_async(lambda: isinstance(desk.pilot.app.screen, ReviewDialog))
        first = desk.pilot.app.screen
        story.says(CHANGED.replace("never rise again", "hardly ever rise again"))
        await desk.screen.action_run("reload")
        await until_async(lambda: desk.said == "the article was reloaded: here is what it says now")
        await until_async(lambda: type(desk.pilot.app.screen) is ReviewDialog and desk.pilot.app.screen is not first)
        await desk.pilot.pause()
        shown = "\n".join(str(part.render()) for part in desk.pilot.app.screen.query("Static"))
        assert "hardly ever" in shown


async def adjust_note(desk: Desk, words: str) -> None:
    """Begin to adjust the range of the note on `words`."""
    desk.screen.article.go(desk.session.article.text.index(words))
    await desk.screen.action_run("fit")
    await desk.settle()


async def test_the_range_being_adjusted_follows_its_words(story: Story) -> None:
    story.annotated("mine", "minister said")
    async with opened(story.session()) as desk:
        await adjust_note(desk, "minister said")
        await desk.press("l")
        chosen = desk.selected
        story.says(AFTER)
        await desk.screen.action_run("reload")
        await desk.settle()
        assert desk.selected == chosen
        await desk.press("enter")
    (note,) = story.notes
    assert note.anchor is not None
    assert note.anchor.exact == chosen


async def test_a_note_whose_passage_is_gone_ends_the_adjusting(story: Story) -> None:
    story.annotated("mine", "minister said")
    async with opened(story.session()) as desk:
        await adjust_note(desk, "minister said")
        story.says(GONE)
        await desk.screen.action_run("reload")
        await desk.settle()
        assert desk.screen.router.modes == ()
    (note,) = story.notes
    assert note.anchor is not None
    assert note.anchor.exact == "minister said"


async def test_the_words_being_chosen_follow_the_text(story: Story) -> None:
    story.annotated("mine", "Gamma thirteen")
    async with opened(story.session()) as desk:
        desk.screen.article.go(desk.session.article.text.index("Gamma"))
        await desk.screen.action_run("relink")
        await desk.settle()
        desk.screen.article.go(desk.session.article.text.index("minister"))
        await desk.press("v", "l", "l")
        chosen = desk.selected
        story.says(AFTER)
        await desk.screen.action_run("reload")
        await desk.settle()
        assert desk.selected == chosen
        await desk.press("enter")
    (note,) = story.notes
    assert note.anchor is not None
    assert note.anchor.exact == chosen


async def test_choosing_words_goes_on_in_another_text_with_nothing_selected(story: Story) -> None:
    story.annotated("mine", "Gamma thirteen")
    async with opened(story.session()) as desk:
        desk.screen.article.go(desk.session.article.text.index("Gamma"))
        await desk.screen.action_run("relink")
        await desk.settle()
        story.says(AFTER)
        await desk.screen.action_run("reload")
        await desk.settle()
        assert desk.selected == ""
        desk.screen.article.go(desk.session.article.text.index("minister"))
        await desk.press("v", "l", "l", "enter")
    (note,) = story.notes
    assert note.anchor is not None
    assert note.anchor.exact == "min"


SPEECH = "The Vote of Leith\n\n“We go to the harbour now,” said Ann Lee. Bob Ray left Leith.\n"


@pytest.mark.parametrize("changed", [False, True])
async def test_a_correction_is_made_on_the_quote_that_was_seen(story: Story, changed: bool) -> None:
    story.says(SPEECH)
    async with opened(story.session()) as desk:
        desk.screen.article.go(desk.session.article.text.index("We go"))
        await desk.press("c")
        box = desk.pilot.app.screen
        assert isinstance(box, SpeakerDialog)
        after = SPEECH.replace("Leith\n\n", "Leith\n\nA new paragraph was put here before all others.\n\n")
        story.says(after.replace("to the harbour now", "away from here tomorrow") if changed else after)
        await desk.screen.action_run("reload")
        await desk.settle()
        await desk.type("Bob")
        await desk.press("enter")
        if changed:
            await until_async(lambda: "these words have changed" in str(box.query_one("#hint", Static).content))
            assert desk.session.analysis_state.corrections == ()
        else:
            await until_async(lambda: desk.session.analysis_state.corrections)
            change = desk.session.analysis_state.corrections[0].change
            assert isinstance(change, Attribute)
            assert Span(change.quote.start, change.quote.end).of(desk.session.article.text) == change.quote.exact


# ---------------------------------------------------------------------- somebody else's edit


async def test_a_draft_of_a_deleted_note_brings_it_back(story: Story) -> None:
    note_id = story.annotated("v1")
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "e")
        await desk.type(" more")
        await close(desk)
    other = story.session()
    other.load_notes()
    other.article_notes.delete(note_id)
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "enter")
        await save(desk)
        assert desk.said == "saved; the note had been deleted and is back"
    assert [note.text for note in story.notes] == ["v1 more"]


async def test_edits_of_different_words_are_merged(story: Story) -> None:
    note_id = story.annotated("one two three")
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "e")
        await desk.type(" four")
        other = story.session()
        other.load_notes()
        rewrite(other, note_id, "zero two three", ["tagged"])
        await save(desk)
        assert desk.said == "saved; merged with a change made elsewhere"
    (note,) = story.notes
    assert (note.text, note.tags, note.conflict) == ("zero two three four", ("tagged",), ())


async def test_edits_of_the_same_words_are_a_conflict_with_both_texts_shown(story: Story) -> None:
    note_id = story.annotated("v1 by me")
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "e")
        await desk.type(" plus")
        await close(desk)
    other = story.session()
    other.load_notes()
    rewrite(other, note_id, "v2 by another", [])
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "enter")
        await desk.press("ctrl+s")
        await until_async(lambda: isinstance(desk.pilot.app.screen, ConflictDialog))
        assert desk.screen.drafts.all == ()
    (note,) = story.notes
    assert {head.text for head in note.conflict} == {"v1 by me plus", "v2 by another"}


async def test_a_draft_of_a_note_that_is_unknown_becomes_a_new_note(story: Story) -> None:
    note_id = story.annotated("v1")
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "e")
        await desk.type(" more")
        await close(desk)
    for file in (story.paths.library, story.paths.library.with_name("library.json.bak")):
        file.unlink(missing_ok=True)
    async with opened(story.session()) as desk:
        await desk.press("3", "g", "enter")
        await save(desk)
    (note,) = story.notes
    assert (note.text, note.id != note_id) == ("v1 more", True)
    assert note.anchor is not None
    assert note.anchor.exact == MINISTER


@pytest.mark.parametrize(("height", "lines"), [(15, 3), (8, 1)])
async def test_the_box_shows_the_beginning_of_a_long_passage_and_its_keys(
    height: int, lines: int, paths: UserPaths
) -> None:
    async with opened(plain(f"They said {'and said ' * 40}so.", paths), (60, height)) as desk:
        await desk.press("a")
        await until_async(lambda: words_in(box_of(desk), "#passage").endswith("…"))
        assert len(words_in(box_of(desk), "#passage").splitlines()) == lines
        assert box_of(desk).query_one(TextArea).region.bottom < desk.screen.size.height - 1
