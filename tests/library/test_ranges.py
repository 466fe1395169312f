"""A large library is read in part, by the ranges of its records, and says what it says when it is read whole."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.annotations.corrections import Rename, new_correction
from reader.annotations.notes import Note, new_note
from reader.annotations.revisions import now
from reader.document.article import Article, Block
from reader.library import commit, snapshot, storage
from reader.library.codec import sealed
from reader.library.codec.records import article_document
from reader.library.journal import encode_line, journal_path, line_values
from reader.library.library import Library
from reader.library.meta import sealed_tables
from reader.library.ranges import MisfitError, encode_ranges, load_ranges
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles
from reader.session.dossiers import put_in_dossier
from reader.session.drafts import Draft, DraftStore
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.examples import at_most, in_turns
from tests.fixtures.note_edits import rewrite
from tests.library.library_files import beside, ids, stock_ids

HARBOUR = "The council voted on Monday to close the old harbour by the end of the year."
SNOW = "Snow fell on Friday, and the schools of the town were closed."


pytestmark = pytest.mark.usefixtures("journals_of_small_libraries")


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    return UserPaths(tmp_path / "library.json", tmp_path / "state", tmp_path / "cache")


def article(text: str, source: str = "") -> Article:
    return Article(text, (Block(Span(0, len(text))),), source=source or f"/articles/{text.split()[0]}.txt")


def session_on(paths: UserPaths, text: str, source: str = "") -> Session:
    session = Session(article(text, source), paths)
    session.record_opening()
    return session


@contextmanager
def never_read_whole() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "take_snapshot", None)
        yield


def filled(paths: UserPaths) -> Session:
    """Return a session on one of two articles with notes, of which some are in the journal of the library."""
    session_on(paths, SNOW).article_notes.annotate(Span(0, 4), "white", ["weather"])
    session = session_on(paths, HARBOUR)
    session.article_notes.annotate(Span(4, 11), "who?", ["city"])
    correct(session)
    session.library.fold()
    session.article_notes.annotate(None, "a harbour of old", ["city"])
    return session


def correct(session: Session) -> None:
    change = Rename(("Leith",), "Leith Docks")
    session.library.save(new_correction(session.article_id, session.article.sha256, change, now()))


def texts(notes: tuple[Note, ...]) -> set[str]:
    return {note.text for note in notes}


def reopened(paths: UserPaths, text: str = HARBOUR) -> Session:
    session = Session(article(text), paths)
    session.load_notes()
    return session


# ---------------------------------------------------------------------- in part


def test_notes_of_one_article_are_read_without_the_library(paths: UserPaths) -> None:
    filled(paths)
    with never_read_whole():
        session = reopened(paths)
        assert texts(session.notes) == {"who?", "a harbour of old"}
        assert len(session.analysis_state.corrections) == 1
        assert texts(reopened(paths, SNOW).notes) == {"white"}
        assert reopened(paths, "A text that nobody has read before.").notes == ()


def test_a_note_is_found_by_its_id_without_the_library(paths: UserPaths) -> None:
    session = filled(paths)
    with never_read_whole():
        library = Library(paths.library)
        for note in session.notes:
            found = library.note(note.id)
            assert found is not None
            assert found.text == note.text
        assert library.note("neverwritten") is None
        assert library.article("neverread1") is None


def test_notes_are_saved_edited_and_deleted_without_the_library(paths: UserPaths) -> None:
    filled(paths)
    with never_read_whole():
        session = session_on(paths, HARBOUR)
        edited, deleted = sorted(session.notes, key=lambda note: note.text, reverse=True)
        rewrite(session, edited.id, "who voted?", ["vote"])
        session.article_notes.delete(deleted.id)
        session.article_notes.annotate(Span(20, 26), "a Monday", [])
        session.article_notes.undo()
        session.article_notes.annotate(Span(20, 26), "on Mondays", [])
        assert texts(reopened(paths).notes) == {"who voted?", "on Mondays"}
    assert texts(tuple(Library(paths.library).notes())) == {"who voted?", "on Mondays", "white"}
    assert Library(paths.library).check().problems == ()
    Library(paths.library).fold()
    assert len(stock_ids(paths.library)) == 5
    assert Library(paths.library).check().problems == ()


def test_a_new_article_and_a_new_text_are_recorded_without_the_library(paths: UserPaths) -> None:
    former = filled(paths).article.sha256
    with never_read_whole():
        session_on(paths, "A third article, about a bridge over the river.").article_notes.annotate(None, "new")
        longer = session_on(paths, f"{HARBOUR} So it did.", article(HARBOUR).source)
        assert longer.former_text == former
        assert texts(longer.notes) == {"who?", "a harbour of old"}
    assert len(Library(paths.library).articles()) == 3
    assert Library(paths.library).check().problems == ()


def test_an_opening_of_a_known_article_writes_nothing(paths: UserPaths) -> None:
    filled(paths)
    before = versions_of(paths)
    with never_read_whole():
        session_on(paths, HARBOUR)
    assert versions_of(paths) == before


def versions_of(paths: UserPaths) -> list[tuple[int, int, int]]:
    """Return what tells whether the library or its journal was written."""
    files = [each.stat() for each in (paths.library, journal_path(paths.library))]
    return [(each.st_ino, each.st_size, each.st_mtime_ns) for each in files]


def test_a_screen_enters_a_large_library_without_reading_it(paths: UserPaths) -> None:
    filled(paths)
    source, drafts = "/articles/harbour.txt", DraftStore(paths.state)
    for owner in (article(HARBOUR).text_id, article(SNOW).text_id, "neverread1"):
        drafts.save(Draft("begun", article=owner, source=source))
    with never_read_whole():
        session = session_on(paths, HARBOUR, source)
        found = session.article_notes.load_drafts(DraftStore(paths.state))
        assert session.article_notes.tags_in_use == ("city", "weather")
    assert {draft.article for draft in found} == {session.article_id, "neverread1"}


def test_a_transaction_may_come_to_need_the_whole_library(paths: UserPaths) -> None:
    session, new = filled(paths), new_note(article(SNOW).text_id, "", None, "in the same save", ())
    library = Library(paths.library, paths.state)
    with library.storage.transaction():
        library.save(new)
        library.shelve("archived", session.article_id)
        assert len(library.notes()) == 4
        library.save(new.revised(text="changed in the same save"))
    assert "changed in the same save" in texts(tuple(Library(paths.library).notes()))
    assert Library(paths.library).check().problems == ()


def test_a_save_that_folds_reads_the_library(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    session = filled(paths)
    monkeypatch.setattr(commit, "FOLD_AT", 1_000)
    session_on(paths, HARBOUR).article_notes.annotate(None, "folded")
    assert not journal_path(paths.library).exists()
    assert len(stock_ids(paths.library)) == 4
    with never_read_whole():
        assert texts(reopened(paths).notes) == texts(session.notes) | {"folded"}


def test_windows_that_know_a_part_see_each_other(paths: UserPaths) -> None:
    filled(paths)
    with never_read_whole():
        one, other = Library(paths.library), Library(paths.library)
        known = one.notes(article(HARBOUR).text_id)
        other.save(known[0].revised(text="elsewhere"))
        assert "elsewhere" in {note.text for note in one.notes(article(HARBOUR).text_id)}
        one.save(known[0].revised(text="here"))
    (note,) = (each for each in Library(paths.library).notes() if each.id == known[0].id)
    assert note.conflict


STEPS: dict[str, Callable[[UserPaths, Session], object]] = {
    "note": lambda paths, session: session.article_notes.annotate(Span(20, 26), "a note", ["later"]),
    "edit": lambda paths, session: rewrite(session, session.notes[0].id, "changed", ["other"]),
    "delete": lambda paths, session: len(session.notes) > 1 and session.article_notes.delete(session.notes[-1].id),
    "undo": lambda paths, session: session.article_notes.undo(),
    "other": lambda paths, session: session_on(paths, SNOW).article_notes.annotate(None, "it"),
    "text": lambda paths, session: session_on(paths, f"{HARBOUR} More of it.", session.article.source),
    "same": lambda paths, session: session_on(paths, f"{HARBOUR} More of it.", "/elsewhere.txt"),
    "join": lambda paths, session: session.library.join(*(each.id for each in session.library.articles()[:2])),
    "shelf": lambda paths, session: Library(paths.library).shelve("archived", session.article_id),
    "correct": lambda paths, session: correct(session),
    "fold": lambda paths, session: Library(paths.library).fold(),
}


def said(library: Library, text: str) -> object:
    """Return what a library says of an article."""
    record = library.find(article(text))
    if record is None:
        return None
    deleted, notes = library.notes(record.id, deleted=True), library.notes(record.id)
    known = [library.note(note.id) for note in (*notes, *deleted)]
    return (
        record,
        notes,
        deleted,
        known,
        library.corrections(record.id),
        library.article(record.id),
        library.storage.tag_counts(),
    )


@settings(at_most(25 // in_turns(3)), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6))
def test_a_part_says_what_the_whole_says(steps: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("device")
    paths = UserPaths(folder / "library.json", folder / "state", folder / "cache")
    filled(paths)
    for step in steps:
        session = session_on(paths, HARBOUR)
        if session.notes or step != "edit":
            STEPS[step](paths, session)
        for text in (HARBOUR, SNOW, f"{HARBOUR} More of it."):
            whole = Library(paths.library)
            assert whole.articles()
            with never_read_whole():
                part = Library(paths.library)
                in_part = said(part, text), part.stamps(), part.check()
            assert in_part == (said(whole, text), whole.stamps(), whole.check())
    assert Library(paths.library).check().problems == ()


# ---------------------------------------------------------------------- what does not fit


def copies(paths: UserPaths) -> LibraryFiles:
    return LibraryFiles(paths.library)


def change_in_place(path: Path, old: bytes, new: bytes) -> None:
    """Change bytes of a file without a trace in its status."""
    status = path.stat()
    raw = path.read_bytes()
    assert raw.count(old) >= 1
    path.write_bytes(raw.replace(old, new))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_link(path: Path) -> None:
    path.symlink_to(path.rename(path.with_name("moved")))


MISFITS: dict[str, Callable[[UserPaths], object]] = {
    "no ranges": lambda paths: copies(paths).ranges.unlink(),
    "ranges that are a folder": lambda paths: make_folder(copies(paths).ranges),
    "empty ranges": lambda paths: copies(paths).ranges.write_bytes(b""),
    "ranges that are a link": lambda paths: make_link(copies(paths).ranges),
    "another file": lambda paths: paths.library.write_bytes(paths.library.read_bytes()),
    "no backup": lambda paths: copies(paths).backup.unlink(),
    "another backup": lambda paths: shutil.copy(paths.library, copies(paths).backup),
    "a journal without its backup": lambda paths: journal_path(copies(paths).backup).write_bytes(encode_line({"a": 1})),
    "a conflict copy": lambda paths: shutil.copy(paths.library, paths.library.with_name("library 2.json")),
    "a changed note": lambda paths: change_in_place(paths.library, b"who?", b"why?"),
    "a broken note": lambda paths: change_in_place(paths.library, b'"who?"', b'"who?\0'),
    "a changed meta": lambda paths: change_in_place(paths.library, b'"digest":"', b'"diges":" "'),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_library_whose_ranges_do_not_fit_is_read_whole(paths: UserPaths, name: str) -> None:
    filled(paths)
    MISFITS[name](paths)
    expected, found = Library(paths.library), Library(paths.library)
    every = [note for note in expected.notes() if note.article == article(HARBOUR).text_id]
    assert found.notes(article(HARBOUR).text_id) == every
    assert found.storage.take_notices() == expected.storage.take_notices()
    session = session_on(paths, HARBOUR)
    new = session.article_notes.annotate(None, "afterwards")
    assert new.id in ids(Library(paths.library).notes())
    assert ids(every) <= ids(Library(paths.library).notes())


@pytest.mark.parametrize("name", ["no ranges", "empty ranges", "another file", "no backup", "another backup"])
def test_a_save_renews_the_ranges(paths: UserPaths, name: str) -> None:
    filled(paths)
    MISFITS[name](paths)
    session = session_on(paths, HARBOUR)
    session.article_notes.annotate(None, "the first one")
    session.article_notes.annotate(None, "the second one")
    with never_read_whole():
        assert {"the first one", "the second one"} <= texts(reopened(paths).notes)
        session_on(paths, HARBOUR).article_notes.annotate(None, "the third one")


def test_a_flipped_bit_in_the_ranges_is_found(paths: UserPaths) -> None:
    session = filled(paths)
    path = copies(paths).ranges
    raw = path.read_bytes()
    for at in range(0, len(raw), 41):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises(MisfitError):
            load_ranges(paths.library, path)
        assert reopened(paths).notes == session.notes


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"ranges": 2},
        {"ranges": 1, "library": 1, "backup": 2, "meta": 3, "last": 4, "entries": 5},
        {"ranges": 1, "library": [1, 2, 3], "backup": [1, 2, 3], "meta": {}, "last": {"notes": "1"}, "entries": ""},
        {"ranges": 1, "library": [1, 2, 3], "backup": [1, 2, 3], "meta": {}, "last": {"notes": 1}, "entries": ""},
    ],
)
def test_ranges_of_another_program_are_refused(tmp_path: Path, line: dict[str, object]) -> None:
    path = tmp_path / "library.json.ranges"
    path.write_bytes(encode_line(line))
    with pytest.raises(MisfitError):
        load_ranges(tmp_path / "library.json", path)


def test_a_journal_that_takes_the_number_of_another_record_is_read_whole(paths: UserPaths) -> None:
    session = filled(paths)
    document = sealed({"id": "anothernote", "article": session.article_id})
    with open(journal_path(paths.library), "ab") as file:
        file.write(encode_line({"notes": {"1": document}}))
    assert reopened(paths).notes == session.notes


def test_a_damaged_or_stray_journal_is_read_whole(paths: UserPaths) -> None:
    session = filled(paths)
    saved = journal_path(paths.library).read_bytes()
    journal_path(paths.library).write_bytes(saved + b"damaged\n")
    assert reopened(paths).notes == session.notes
    journal_path(paths.library).write_bytes(saved.replace(b'{"journal":1,"base":"', b'{"journal":1,"base":"0'))
    assert len(reopened(paths).notes) >= 1
    stray = encode_line({"journal": 1, "base": "another"}) + saved.partition(b"\n")[2]
    journal_path(paths.library).write_bytes(stray)
    library = Library(paths.library)
    assert texts(tuple(library.notes(session.article_id))) == {"who?"}
    assert any("that library.json.journal has" in notice for notice in library.storage.take_notices())


def test_an_article_that_cannot_be_read_keeps_a_library_from_having_ranges(paths: UserPaths) -> None:
    session = filled(paths)
    safe = storage.SafeStorage(paths.library)
    tables = safe.read()
    tables["articles"] = {**tables["articles"], "7": {"id": "bad"}}
    safe.write(tables)
    safe.fold()
    beside_library = copies(paths)
    ranges = load_ranges(paths.library, beside_library.ranges)
    assert ranges.entries == b""
    assert ranges.were_made_for(beside_library.library, beside_library.backup)
    library = Library(paths.library)
    assert len(library.notes(session.article_id)) == 2
    assert "skipped 1 article" in library.storage.take_notices()[0]
    written = beside_library.ranges.stat()
    library.save(session.notes[0].revised(text="changed"))
    Library(paths.library).save(session.notes[0].revised(text="changed again"))
    assert beside_library.ranges.stat() == written


def test_a_file_of_another_program_has_no_ranges_until_it_is_folded(paths: UserPaths) -> None:
    filled(paths).library.fold()
    with TinyDB(paths.library) as db:
        db.table("theirs").insert({"mine": True})
    session_on(paths, HARBOUR).article_notes.annotate(None, "mine")
    assert load_ranges(paths.library, copies(paths).ranges).entries == b""
    Library(paths.library).fold()
    with never_read_whole():
        assert "mine" in texts(reopened(paths).notes)
    assert storage.SafeStorage(paths.library).read()["theirs"] == {"1": {"mine": True}}


def test_small_libraries_have_no_ranges(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "JOURNAL_FROM", 1 << 20)
    filled(paths)
    assert not beside(paths.library, ".ranges").exists()


@pytest.mark.parametrize("number", ["1000000000000001", "x", "\ud800"])
def test_numbers_of_another_program_have_no_ranges(number: str) -> None:
    tables = sealed_tables({**with_all_tables({}), "notes": {number: {"id": "a"}}})
    raw = encode_tables(tables, plain=True)
    assert encode_ranges(raw, (1, 2, 3), (4, 5, 6)).partition(b"\n")[2] == b""
    sound = encode_tables(sealed_tables(with_all_tables({})), plain=True)
    assert encode_ranges(sound + b" ", (1, 2, 3), (4, 5, 6)).partition(b"\n")[2] == b""


def test_dossiers_are_read_without_the_rest(paths: UserPaths) -> None:
    filled(paths)
    library = Library(paths.library, paths.state)
    one, two = (record.id for record in library.articles())
    put_in_dossier(library, "Quay", {one: "source"})
    library.fold()
    put_in_dossier(Library(paths.library, paths.state), "Bridge", {one: "draft", two: "source"})
    with never_read_whole():
        part = Library(paths.library, paths.state)
        assert [(each.name, len(each.members)) for each in part.dossiers()] == [("Bridge", 2), ("Quay", 1)]
        assert {member.dossier for member in part.members(one)} == {"Bridge", "Quay"}
        assert part.notes(one)
    assert Library(paths.library, paths.state).check().problems == ()


def test_ranges_of_an_earlier_version_are_not_read(paths: UserPaths) -> None:
    """They have no dossiers, which must not seem to be gone."""
    filled(paths)
    library = Library(paths.library, paths.state)
    put_in_dossier(library, "Quay", {library.articles()[0].id: "source"})
    library.fold()
    ranges = LibraryFiles(paths.library).ranges
    head, _, entries = ranges.read_bytes().partition(b"\n")
    (about,) = line_values(head + b"\n")
    assert about is not None
    ranges.write_bytes(encode_line({**about, "ranges": 1}) + entries)
    with pytest.raises(MisfitError):
        load_ranges(paths.library, ranges)
    assert [each.name for each in Library(paths.library, paths.state).dossiers()] == ["Quay"]


# ---------------------------------------------------------------------- merges


def another_device(tmp_path: Path, mine: Session) -> UserPaths:
    """Return a library with a note that is in mine, changed, one more on the same article, and another article."""
    paths = UserPaths(tmp_path / "other" / "library.json", tmp_path / "other" / "state", tmp_path / "cache")
    shutil.copytree(mine.library.files.texts, paths.library.with_name("library.json.texts"))
    shutil.copy(mine.library.files.library, paths.library)
    theirs = session_on(paths, HARBOUR)
    (shared,) = (note for note in theirs.notes if note.text == "who?")
    rewrite(theirs, shared.id, "who voted?", ["vote"])
    theirs.article_notes.annotate(Span(12, 17), "by how many?", ["city"])
    session_on(paths, "Nobody had read this text before the merge.").article_notes.annotate(Span(0, 6), "new")
    put_in_dossier(theirs.library, "Harbour", {theirs.article_id: "source"})
    theirs.library.fold()
    return paths


def content(paths: UserPaths) -> tuple[object, ...]:
    library = Library(paths.library)
    notes = {(note.id, note.article, note.text, note.tags, note.placement) for note in library.notes()}
    return notes, {replace(record, opened="") for record in library.articles()}, len(library.members())


def test_a_small_library_is_merged_into_a_large_one_without_reading_that(paths: UserPaths, tmp_path: Path) -> None:
    session = filled(paths)
    other = another_device(tmp_path, session)
    whole = UserPaths(tmp_path / "whole" / "library.json", tmp_path / "whole" / "state", tmp_path / "cache")
    shutil.copytree(paths.library.parent, whole.library.parent, ignore=shutil.ignore_patterns("*.ranges", "other"))
    expected = Library(whole.library, whole.state).merge(Library(other.library))
    with never_read_whole():
        assert Library(paths.library, paths.state).merge(Library(other.library)) == expected
        assert (expected.articles, expected.notes, expected.dossiers) == (1, 2, 1)
        assert Library(paths.library, paths.state).merge(Library(other.library)).notes == 0
    assert content(paths) == content(whole)


def test_articles_that_a_merge_makes_one_are_read_with_the_library(paths: UserPaths, tmp_path: Path) -> None:
    filled(paths)
    two = session_on(paths, "The council voted on Tuesday, and nothing else is known of it.", "/articles/two.txt")
    two.article_notes.annotate(Span(0, 3), "the other")
    two.library.fold()
    other = UserPaths(tmp_path / "other" / "library.json", tmp_path / "other" / "state", tmp_path / "cache")
    joined = Session(article(HARBOUR, "/elsewhere.txt"), other)
    joined.record_opening()
    record = joined.library.article(joined.article_id)
    assert record is not None
    both = replace(record, texts=(two.article.sha256, *record.texts))
    joined.library.storage.write(
        with_all_tables({"articles": {"1": article_document(both)}}),
    )
    Library(paths.library, paths.state).merge(Library(other.library))
    assert len(Library(paths.library).articles()) == 2
    assert {note.text for note in Library(paths.library).notes()} >= {"the other", "who?", "white"}
