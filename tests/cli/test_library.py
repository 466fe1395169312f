"""Archived, removed and restored articles, also on two machines."""

from pathlib import Path

import pytest

from reader.cli import main
from reader.library.library import Library
from reader.sources.plain import read_plain

WORDS = read_plain("The harbour is closed. Nobody knows why.", "/news/harbour.txt")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.json")
    library.record_opening(WORDS)
    return library


def shelf_of(library: Library) -> str:
    (record,) = Library(library.path).articles()
    return record.shelf


def test_article_is_archived_removed_and_restored(library: Library) -> None:
    for shelf in ("archived", "removed", ""):
        library.shelve(shelf, WORDS.text_id)
        assert shelf_of(library) == shelf
    library.shelve("archived", "nobody")
    assert shelf_of(library) == ""


def test_opening_restores_a_removed_article_only(library: Library) -> None:
    library.shelve("removed", WORDS.text_id)
    library.record_opening(WORDS)
    assert shelf_of(library) == ""
    library.shelve("archived", WORDS.text_id)
    library.record_opening(WORDS)
    assert shelf_of(library) == "archived"


@pytest.mark.parametrize("mine_first", [True, False])
def test_last_change_of_two_machines_wins(library: Library, tmp_path: Path, mine_first: bool) -> None:
    other = Library(tmp_path / "other.json")
    other.record_opening(WORDS)
    library.shelve("removed", WORDS.text_id)
    other.shelve("archived", WORDS.text_id)
    into, taken = (library, other) if mine_first else (other, library)
    into.merge(taken)
    assert shelf_of(into) == "archived"
    into.merge(taken)
    assert shelf_of(into) == "archived"


@pytest.mark.parametrize(("shelf", "shelved"), [("elsewhere", "2026-01-01T00:00:00Z"), ("removed", "never"), (7, 7)])
def test_invalid_shelf_hides_nothing(library: Library, shelf: object, shelved: object) -> None:
    from tinydb import TinyDB

    with TinyDB(library.path) as db:
        db.table("articles").update({"shelf": shelf, "shelved": shelved})
    assert shelf_of(library) == ""


def test_notes_of_a_removed_article_are_listed(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.annotations.notes import new_note

    library.save(new_note(WORDS.text_id, WORDS.sha256, None, "kept", ()))
    library.shelve("removed", WORDS.text_id)
    assert main(["--library", str(library.path), "library"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["--library", str(library.path), "notes"]) == 0
    assert "kept" in capsys.readouterr().out


def test_fingerprints_change_only_with_records(library: Library) -> None:
    before = library.stamps()
    assert Library(library.path).stamps() == before
    library.shelve("archived", WORDS.text_id)
    after = library.stamps()
    assert after.articles.keys() == before.articles.keys()
    assert after.articles != before.articles
    assert (after.notes, after.corrections) == (before.notes, before.corrections)
