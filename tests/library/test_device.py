"""What a device keeps of libraries: the author of a revision, undo by it whatever the clock says, and openings."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations import notes, revisions
from reader.document.article import Article
from reader.library import device
from reader.library.device import OPENINGS_FILE
from reader.library.library import Library
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.fixtures.note_edits import rewrite
from tests.library.devices import ALPHA, sitting
from tests.library.test_library import HARBOUR, WEATHER, article, content


def texts(session: Session) -> list[str]:
    return [note.text for note in session.notes]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A clock that shows the last item of the list."""
    shown = ["2026-11-25T12:00:00.000000Z"]
    for module in (notes, revisions):
        monkeypatch.setattr(module, "now", lambda: shown[-1])
    return shown


def test_undo_takes_back_the_last_change_after_the_clock_went_back(tmp_path: Path, clock: list[str]) -> None:
    session = sitting(tmp_path / "one")
    session.article_notes.annotate(Span(0, 10), "first, at twelve")
    clock.append("2026-11-25T11:00:00.000000Z")
    session.article_notes.annotate(Span(36, 46), "second, an hour earlier by the clock")
    session.article_notes.undo()
    assert texts(session) == ["first, at twelve"]
    session.article_notes.redo()
    assert len(texts(session)) == 2


def test_undo_of_an_edit_after_the_clock_went_back(tmp_path: Path, clock: list[str]) -> None:
    session = sitting(tmp_path / "one")
    first = session.article_notes.annotate(Span(0, 10), "A v1")
    session.article_notes.annotate(Span(36, 46), "B v1")
    clock.append("2020-01-01T00:00:00.000000Z")
    rewrite(session, first.id, "A v2", ())
    session.article_notes.undo()
    assert texts(session) == ["A v1", "B v1"]


def test_the_order_of_undo_outlives_the_session(tmp_path: Path, clock: list[str]) -> None:
    sitting(tmp_path / "one").article_notes.annotate(None, "yesterday")
    clock.append("2020-01-01T00:00:00.000000Z")
    sitting(tmp_path / "one").article_notes.annotate(None, "today, by a wrong clock")
    session = sitting(tmp_path / "one")
    session.article_notes.undo()
    assert texts(session) == ["yesterday"]


def test_undo_begins_with_the_last_change_after_a_backup_of_the_home_was_restored(tmp_path: Path) -> None:
    home, copy, lost = (tmp_path / name for name in ("home", "copy", "lost"))
    sitting(home).article_notes.annotate(None, "before the backup")
    shutil.copytree(home, copy)
    later = sitting(home)
    for words in ("later", "later still"):
        later.article_notes.annotate(None, words)
    home.rename(lost)
    shutil.copytree(copy, home)
    sitting(home).article_notes.annotate(None, "after it was restored")
    session = sitting(home)
    session.library.merge(Library(lost / "library.json"))
    session.load_notes()
    left = []
    while session.article_notes.undo():
        left.append(sorted(texts(session)))
    assert left == [
        ["before the backup", "later", "later still"],
        ["before the backup", "later"],
        ["before the backup"],
        [],
    ]


def test_undo_after_a_merge_leaves_the_notes_of_others(tmp_path: Path) -> None:
    mine, theirs = sitting(tmp_path / "mine"), sitting(tmp_path / "theirs")
    mine.article_notes.annotate(Span(0, 10), "mine")
    theirs.article_notes.annotate(Span(0, 10), "a colleague's")
    mine.library.merge(theirs.library)
    session = sitting(tmp_path / "mine")
    session.article_notes.undo()
    assert texts(session) == ["a colleague's"]
    assert session.article_notes.undo() is None
    assert texts(session) == ["a colleague's"]


def test_a_change_that_somebody_has_built_on_is_not_undone(tmp_path: Path) -> None:
    mine = sitting(tmp_path / "mine")
    note = mine.article_notes.annotate(Span(0, 10), "mine")
    Library(tmp_path / "theirs" / "library.json").merge(mine.library)
    theirs = sitting(tmp_path / "theirs")
    rewrite(theirs, note.id, "with more words of a colleague", ())
    mine.library.merge(theirs.library)
    session = sitting(tmp_path / "mine")
    assert not session.article_notes.history.undo
    assert texts(session) == ["with more words of a colleague"]


def changed_on_both(folder: Path, change: Callable[[Session, str], object]) -> Session:
    """Return a session of a device that has made a `change` of a note, and has merged the edit of another device."""
    mine = sitting(folder / "mine")
    note = mine.article_notes.annotate(Span(0, 10), "words")
    Library(folder / "theirs" / "library.json").merge(mine.library)
    change(mine, note.id)
    theirs = sitting(folder / "theirs")
    rewrite(theirs, note.id, "words of a colleague", ())
    mine.library.merge(theirs.library)
    return sitting(folder / "mine")


@pytest.mark.parametrize(
    "change",
    [
        lambda session, note_id: session.article_notes.delete(note_id),
        lambda session, note_id: rewrite(session, note_id, "my own words", ()),
        lambda session, note_id: session.article_notes.relink(note_id, Span(36, 46)),
    ],
    ids=["deleted", "edited", "moved"],
)
def test_undo_in_a_conflict_leaves_the_words_of_the_other(
    tmp_path: Path, change: Callable[[Session, str], object]
) -> None:
    session = changed_on_both(tmp_path, change)
    before = session.notes[0].conflict
    assert len(before) == 2
    session.article_notes.undo()
    (note,) = session.notes
    assert note.text == "words of a colleague"
    assert not note.conflict
    assert note.anchor is not None
    assert note.anchor.start == 0
    session.article_notes.redo()
    assert {head.values for head in session.notes[0].conflict} == {head.values for head in before}
    session.article_notes.undo()
    assert not session.notes[0].conflict
    assert texts(session) == ["words of a colleague"]


def test_undo_leaves_what_another_program_has_written(tmp_path: Path) -> None:
    session = sitting(tmp_path / "one")
    session.article_notes.annotate(Span(0, 10), "words")
    session.article_notes.undo()
    session.article_notes.redo()
    tables = content(session.library.path)
    tables["notes"]["1"]["text"] = "words of an editor"
    session.library.path.write_text(json.dumps(tables))
    session = sitting(tmp_path / "one")
    session.article_notes.relink(session.notes[0].id, Span(0, 15))
    written = (each for each in session.notes[0].revisions if each.by == revisions.OUTSIDE)
    (changed,) = (each for each in written if each.text == "words of an editor")
    assert changed.undoes is None
    assert changed.id == changed.content_id
    session.article_notes.undo()
    assert not session.article_notes.history.undo
    assert texts(session) == ["words of an editor"]


def test_of_two_windows_each_undoes_its_own_change_first(tmp_path: Path) -> None:
    one = sitting(tmp_path / "home")
    one.article_notes.annotate(Span(0, 10), "in the first window")
    other = sitting(tmp_path / "home")
    other.article_notes.annotate(Span(36, 46), "in the second window")
    one.load_notes()
    one.article_notes.undo()
    assert texts(one) == ["in the second window"]
    one.article_notes.undo()
    assert texts(one) == [], "then what the device did before"


def test_a_window_does_not_undo_what_another_has_changed_since(tmp_path: Path) -> None:
    one = sitting(tmp_path / "home")
    note = one.article_notes.annotate(Span(0, 10), "v1")
    rewrite(one, note.id, "v2 in the first window", ())
    other = sitting(tmp_path / "home")
    rewrite(other, note.id, "v3 in the second window", ())
    one.load_notes()
    one.article_notes.undo()
    assert texts(one) == ["v2 in the first window"]


def test_revisions_say_who_made_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(device.AUTHOR, "Ann Lee")
    session = sitting(tmp_path / "one")
    note = session.article_notes.annotate(Span(0, 10), "words")
    author = session.library.author
    assert (note.author.device, note.author.session, note.author.name) == (author.device, author.session, "Ann Lee")
    assert content(session.library.path)["notes"]["1"]["revision"]["by"]["device"] == author.device
    steps = json.loads(session.library.path.read_bytes())["meta"]["1"]["steps"]
    assert steps == {author.device: note.author.step}


def test_the_device_is_known_before_and_after_the_first_save(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    before = device.load_device(folder)
    assert not folder.exists()
    assert before == device.load_device(folder) != device.load_device(tmp_path / "other")
    device.keep_device(folder, "abcdefghij")
    assert device.load_device(folder) == "abcdefghij"
    device.keep_device(folder, before)
    assert device.load_device(folder) == "abcdefghij"
    (folder / device.DEVICE_FILE).write_bytes(b"\xff\x1b not an id")
    assert device.load_device(folder) == before


def test_reading_writes_no_device(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(ALPHA)
    paths = UserPaths(tmp_path / "library.json", tmp_path / "state", tmp_path / "cache")
    Session(open_source(str(source)), paths).load_notes()
    assert not (tmp_path / "state").exists()


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    return UserPaths(tmp_path / "data" / "library.json", tmp_path / "state", tmp_path / "cache")


def opened(paths: UserPaths) -> Library:
    """A new sitting with the library."""
    return Library(paths.library, paths.state)


def files_beside(paths: UserPaths) -> dict[str, tuple[int, int, bytes]]:
    """The inode, time and bytes of each file of the library."""
    found = (path for path in paths.library.parent.rglob("*") if path.is_file())
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_opening_a_known_article_writes_nothing_to_the_library(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    before = files_beside(paths)
    first = opened(paths).articles()[0]
    again = opened(paths).record_opening(article())
    assert files_beside(paths) == before
    assert again.opened > first.opened
    assert [record.opened for record in opened(paths).articles()] == [again.opened], "another process sees it"


def test_articles_are_in_the_order_of_their_openings(paths: UserPaths) -> None:
    harbour = opened(paths).record_opening(article())
    weather = opened(paths).record_opening(article(WEATHER, source="/articles/snow.txt"))
    assert [record.id for record in opened(paths).articles()] == [weather.id, harbour.id]
    opened(paths).record_opening(article())
    assert [record.id for record in opened(paths).articles()] == [harbour.id, weather.id]


def test_article_opened_last_stays_so_after_the_clock_was_set_back(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ["2026-11-25T12:00:00.000000Z"]
    monkeypatch.setattr("reader.library.library.now", lambda: clock[-1])
    harbour = opened(paths).record_opening(article())
    clock.append("2026-11-25T10:00:00.000000Z")
    weather = opened(paths).record_opening(article(WEATHER, source="/articles/snow.txt"))
    again = opened(paths).record_opening(article(HARBOUR + " More."))
    assert (again.id, again.opened) == (harbour.id, harbour.opened)
    assert [record.id for record in opened(paths).articles()] == [harbour.id, weather.id]


@pytest.mark.parametrize(
    "changed",
    [
        article(title="Another Title"),
        article(source="/elsewhere/harbour.txt"),
        article(HARBOUR + " More."),
        replace(article(), author=("Ann Lee",)),
    ],
    ids=["title", "source", "text", "author"],
)
def test_what_is_new_about_an_article_is_saved(paths: UserPaths, changed: Article) -> None:
    opened(paths).record_opening(article())
    before = paths.library.read_bytes()
    record = opened(paths).record_opening(changed)
    assert paths.library.read_bytes() != before
    assert opened(paths).article(record.id) == record


def test_a_removed_article_is_restored(paths: UserPaths) -> None:
    own = opened(paths).record_opening(article()).id
    opened(paths).shelve("removed", own)
    opened(paths).record_opening(article())
    assert [record.shelf for record in opened(paths).articles()] == [""]


def test_a_damaged_library_is_rewritten(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.library.write_bytes(paths.library.read_bytes()[:-40])
    assert opened(paths).check().problems
    opened(paths).record_opening(article())
    assert opened(paths).check().problems == ()


def test_a_read_only_library_can_be_read_from(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.library.chmod(0o400)
    library = opened(paths)
    library.record_opening(article())
    assert library.storage.take_notices() == []


@pytest.mark.parametrize("damage", [b"", b"\xff\x00", b"[1, 2]", b'{"a": 1, "b": null}', b"[" * 5000])
def test_a_damaged_file_of_openings_is_no_error(paths: UserPaths, damage: bytes) -> None:
    own = opened(paths).record_opening(article()).id
    opened(paths).record_opening(article())
    (paths.state / OPENINGS_FILE).write_bytes(damage)
    assert [record.id for record in opened(paths).articles()] == [own]
    again = opened(paths).record_opening(article())
    assert [record.opened for record in opened(paths).articles()] == [again.opened]


def test_without_a_state_folder_the_library_keeps_the_time(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.state.mkdir(exist_ok=True)
    shutil.rmtree(paths.state)
    paths.state.write_text("a file where the folder should be")
    again = opened(paths).record_opening(article())
    assert [record.opened for record in Library(paths.library).articles()] == [again.opened]
