"""The index follows the journal of a large library as it would follow the library itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import cli
from reader.annotations.corrections import Rename, new_correction
from reader.annotations.revisions import now
from reader.document.article import Article, Block
from reader.library import snapshot
from reader.library.journal import encode_line, journal_path
from reader.library.library import Library
from reader.search.index import SearchIndex
from reader.search.index_library import index_library, indexed_signature, signature
from reader.search.index_saves import fold_library, index_saves
from reader.session.dossiers import put_in_dossier, take_out_of_dossier
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.note_edits import rewrite

TEXT = "The council voted on Monday to close the old harbour. The mayor of Leith spoke of ships."
SNOW = "Snow fell on Friday."


pytestmark = pytest.mark.usefixtures("journals_of_small_libraries")


def session_on(paths: UserPaths, text: str = TEXT, source: str = "/articles/harbour.txt") -> Session:
    session = Session(Article(text, (Block(Span(0, len(text))),), source=source), paths)
    session.record_opening()
    return session


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    return UserPaths(tmp_path / "library.json", tmp_path / "state", tmp_path / "cache")


def content(index: SearchIndex) -> dict[str, list[tuple[object, ...]]]:
    """Return what an index says, without the numbers of rows."""
    entries = "kind, id, article, state, tags, at, start, stop"
    articles = "id, title, by, source, published, day, added, shelf, sha256, length, notes, tags"
    words = (
        "SELECT id, title, text, about, words.tags, words.speaker, names FROM words JOIN entries ON row = words.rowid"
    )
    with index.reading() as db:
        return {
            "entries": sorted(db.execute(f"SELECT {entries} FROM entries"), key=repr),
            "articles": sorted(db.execute(f"SELECT {articles} FROM articles"), key=repr),
            "words": sorted(db.execute(words), key=repr),
            "members": sorted(db.execute("SELECT * FROM members"), key=repr),
            "stamps": sorted(db.execute("SELECT * FROM stamps"), key=repr),
        }


def follow(index: SearchIndex, library: Library) -> None:
    """Bring the index up to date, as before a query."""
    if not index_saves(index, library):
        index_library(index, library)


def agrees(paths: UserPaths, index: SearchIndex) -> None:
    """Assert that an index that has followed the library says what a new one says."""
    follow(index, Library(paths.library, paths.state))
    assert indexed_signature(index) == signature(paths.library)
    fresh = SearchIndex(paths.library)
    fresh.keep_in_memory()
    index_library(fresh, Library(paths.library, paths.state))
    assert content(index) == content(fresh)


def indexed(paths: UserPaths) -> tuple[Session, SearchIndex]:
    session, index = session_on(paths), SearchIndex(paths.library)
    session.article_notes.annotate(Span(0, 11), "the first note", ["city"])
    session.library.fold()
    index_library(index, session.library)
    return session, index


def test_a_saved_note_is_indexed_without_reading_the_library(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    session, index = indexed(paths)
    note = session.article_notes.annotate(Span(54, 63), "the second note", ["ships"])
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "take_snapshot", None)
        assert index_saves(index, Library(paths.library))
        rewrite(session, note.id, "another text", [])
        assert index_saves(index, Library(paths.library))
    agrees(paths, index)


STEPS: dict[str, Callable[[UserPaths, Session], object]] = {
    "note": lambda paths, session: session.article_notes.annotate(Span(54, 63), "a note of #ships", ["later"]),
    "edit": lambda paths, session: rewrite(session, session.notes[0].id, "changed", ["other"]),
    "delete": lambda paths, session: len(session.notes) > 1 and session.article_notes.delete(session.notes[-1].id),
    "undo": lambda paths, session: session.article_notes.undo(),
    "move": lambda paths, session: session.article_notes.relink(session.notes[0].id, Span(4, 11)),
    "article": lambda paths, session: session_on(paths, SNOW, "/articles/snow.txt").article_notes.annotate(None, "it"),
    "text": lambda paths, session: session_on(paths, f"{TEXT} More of it."),
    "shelf": lambda paths, session: session.library.shelve("archived", session.article_id),
    "correct": lambda paths, session: session.library.save(
        new_correction(session.article_id, session.article.sha256, Rename(("Leith",), "Leith Docks"), now())
    ),
    "dossier": lambda paths, session: put_in_dossier(session.library, "Quay", {session.article_id: "source"}),
    "role": lambda paths, session: put_in_dossier(session.library, "quay", {session.article_id: "draft"}),
    "leave": lambda paths, session: take_out_of_dossier(session.library, "Quay", [session.article_id]),
    "fold": lambda paths, session: session.library.fold(),
    "tear": lambda paths, session: tear(paths.library),
}


def tear(path: Path) -> None:
    if journal_path(path).exists():
        with open(journal_path(path), "ab") as file:
            file.write(encode_line({})[:7])


@settings(at_most(25), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=6))
def test_index_that_follows_the_journal_says_what_a_new_one_says(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("device")
    paths = UserPaths(folder / "library.json", folder / "state", folder / "cache")
    session, index = indexed(paths)
    for step in steps:
        if session.notes or step not in ("edit", "move"):
            STEPS[step](paths, session)
        agrees(paths, index)


def test_a_damaged_line_has_the_library_read(paths: UserPaths) -> None:
    session, index = indexed(paths)
    session.article_notes.annotate(None, "the second note", [])
    with open(journal_path(paths.library), "ab") as file:
        file.write(b"damaged\n")
    agrees(paths, index)


def test_a_stray_journal_is_not_indexed(paths: UserPaths) -> None:
    session, index = indexed(paths)
    session.article_notes.annotate(None, "the second note", [])
    journal_path(paths.library).write_bytes(encode_line({"journal": 1, "base": "another"}) + encode_line({"notes": {}}))
    agrees(paths, index)
    assert len([row for row in content(index)["entries"] if row[0] == "note"]) == 1


def test_an_unreadable_record_has_the_library_read(paths: UserPaths) -> None:
    session, index = indexed(paths)
    session.article_notes.annotate(None, "the second note", [])
    with open(journal_path(paths.library), "ab") as file:
        file.write(encode_line({"notes": {"9": {"id": "bad", "article": 5}}}))
    follow(index, Library(paths.library))
    assert indexed_signature(index) == signature(paths.library)


def test_an_index_of_the_version_before_is_brought_up_to_date(paths: UserPaths) -> None:
    session, index = indexed(paths)
    with index.changing() as db:
        db.execute("UPDATE facts SET value = '1 2 3 4' WHERE name = 'library'")
        db.execute("DELETE FROM facts WHERE name <> 'library'")
    session.article_notes.annotate(None, "the second note", [])
    agrees(paths, index)


def test_tags_are_counted_from_an_index_at_hand(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session, _ = indexed(paths)
    session.article_notes.annotate(None, "the second note", ["city", "ships"])
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "take_snapshot", None)
        assert cli.main(["--library", str(paths.library), "tags"]) == 0
        assert cli.main(["--library", str(paths.library), "tags"]) == 0
    by_index = capsys.readouterr().out
    assert by_index == 2 * "     2  city\n     1  ships\n"
    SearchIndex(paths.library).path.write_bytes(b"not an index")
    assert cli.main(["--library", str(paths.library), "tags"]) == 0
    assert capsys.readouterr().out == "     2  city\n     1  ships\n"


def test_folding_leaves_an_index_that_is_up_to_date(paths: UserPaths) -> None:
    session, index = indexed(paths)
    session.article_notes.annotate(None, "the second note", ["ships"])
    assert fold_library(str(paths.library)) == 0
    assert not journal_path(paths.library).exists()
    assert indexed_signature(index) == signature(paths.library)
    session.article_notes.annotate(None, "the third note", ["ships"])
    index.path.write_bytes(b"not an index")
    assert fold_library(str(paths.library)) == 0
    assert not journal_path(paths.library).exists()
