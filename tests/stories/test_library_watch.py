"""While an article is open, others change its library: notes appear, words are not verified, the library is lost."""

import shutil
from pathlib import Path

import pytest

from reader.library.high_water import HighWaterMark
from reader.library.library import Library
from reader.session.session import PlacementReport, Session
from reader.system.paths import UserPaths
from reader.tui.controllers import watchers
from reader.tui.dialogs.review import ConflictDialog
from reader.tui.widgets.note_rows import NoteRow
from tests.fixtures.note_edits import rewrite
from tests.page_object import Desk, kept_drafts, only_note, opened, plain
from tests.waiting import until_async

STORY = "One stands here. Two stands there."


@pytest.fixture(autouse=True)
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests say when the watcher looks."""
    monkeypatch.setattr(watchers, "LOOK_EVERY", 3600)


def elsewhere(paths: UserPaths) -> Session:
    """Another window with the same article."""
    session = plain(STORY, paths)
    session.record_opening()
    return session


async def look(desk: Desk) -> None:
    """Let the watcher look once."""
    await desk.screen.library_watcher.look().wait()
    await desk.pilot.pause()


async def notes_shown(desk: Desk, *texts: str) -> None:
    """Let the watcher look, and wait until the side pane lists these notes."""
    await look(desk)
    await until_async(lambda: [row.note.text for row in desk.rows if isinstance(row, NoteRow)] == [*texts])


async def test_a_note_of_another_window_appears_and_goes(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("3")
        other = elsewhere(paths)
        note = other.article_notes.annotate(other.article_notes.find_passage("One"), "from the other window")
        await notes_shown(desk, "from the other window")
        rewrite(other, note.id, "edited there", ())
        await notes_shown(desk, "edited there")
        other.article_notes.delete(note.id)
        await notes_shown(desk)


async def test_a_note_of_another_window_appears_although_this_one_has_saved_meanwhile(
    paths: UserPaths,
) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("3", "A")
        elsewhere(paths).article_notes.annotate(None, "from the other window")
        await desk.write("from this one")
        await notes_shown(desk, "from the other window", "from this one")


async def test_a_note_that_was_saved_while_the_window_opened_appears(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the window has read the library anew since, for something else than its notes."""
    record_opening, other = Session.record_opening, elsewhere(paths)

    def opening(session: Session) -> PlacementReport:
        report = record_opening(session)
        other.article_notes.annotate(None, "meanwhile")
        session.library.articles()
        return report

    monkeypatch.setattr(Session, "record_opening", opening)
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("3")
        await notes_shown(desk, "meanwhile")


async def test_words_of_another_program_are_marked_and_chosen(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("A")
        await desk.write("paid 500 million")
        await desk.press("3")
        await notes_shown(desk, "paid 500 million")
        paths.library.write_bytes(paths.library.read_bytes().replace(b"500", b"750"))
        await notes_shown(desk, "paid 750 million")
        assert " in library.json was changed by another program" in desk.said  # the folder would take the line
        (row,) = desk.rows
        assert isinstance(row, NoteRow)
        shown = "\n".join("".join(words for words, _ in line) for line in row.lines(60))
        assert "changed by another program: Enter chooses" in shown
        assert "unverified" in row.about.words
        await desk.press("enter")
        await until_async(lambda: isinstance(desk.pilot.app.screen, ConflictDialog))
        await desk.press("2")
        await until_async(lambda: desk.said == "version kept · U to undo")
        note = only_note(desk.session)
        assert (note.text, note.unverified) == ("paid 500 million", False)
        assert Library(paths.library).check().problems == ()


async def test_a_library_that_goes_back_is_told_and_a_note_is_saved_at_the_second_attempt(paths: UserPaths) -> None:
    folder = paths.library.parent
    async with opened(plain(STORY, paths)) as desk:
        shutil.copytree(folder, folder.with_name("older"))
        await desk.press("A")
        await desk.write("the last thing saved")
        await desk.press("A")
        await desk.type("written when it went back")
        shutil.rmtree(folder)
        shutil.copytree(folder.with_name("older"), folder)
        await look(desk)
        assert "is older than this device knows: it lacks 1 note" in desk.said
        await desk.press("ctrl+s")
        await until_async(lambda: "save again to save into it as it is" in desk.said)
        assert [draft.text for draft in kept_drafts(desk.session)] == ["written when it went back"]
        await desk.press("ctrl+s")
        await until_async(lambda: desk.said == "saved")
    assert [note.text for note in Library(paths.library).notes()] == ["written when it went back"]


async def test_what_is_wrong_with_the_library_is_told_before_anything_else(paths: UserPaths, tmp_path: Path) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("A")
        await desk.write("saved")
        await desk.press("A")
        await desk.type("a draft")
        await desk.press("escape")
    paths.library.parent.rename(tmp_path / "away")
    async with opened(plain(STORY, paths)) as desk:
        await until_async(lambda: bool(desk.screen.drafts.all))
        assert "is gone, with 1 article and 1 note" in desk.said


async def test_what_a_save_found_out_is_told_with_it(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(plain(STORY, paths)) as desk:
        monkeypatch.setattr(HighWaterMark, "record_save", full_disk)
        await desk.press("A")
        await desk.write("words")
        assert desk.said.startswith("saved · not noted in the state folder: No space left on device")


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_library_that_is_gone_is_told_and_what_is_shown_and_written_stays(
    paths: UserPaths, tmp_path: Path
) -> None:
    folder, away = paths.library.parent, tmp_path / "away"
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("A")
        await desk.write("saved")
        await desk.press("3")
        folder.rename(away)
        await look(desk)
        assert "is gone, with 1 article and 1 note" in desk.said
        await notes_shown(desk, "saved")
        await desk.press("A")
        await desk.type("written meanwhile")
        await desk.press("ctrl+s")
        await until_async(lambda: bool(kept_drafts(desk.session)))
        assert not folder.exists()
        away.rename(folder)
        await desk.press("ctrl+s")
        await until_async(lambda: desk.said == "saved")
    assert {note.text for note in Library(paths.library).notes()} == {"saved", "written meanwhile"}
