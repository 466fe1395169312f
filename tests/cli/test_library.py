"""Articles put out of sight: archived, removed, taken back, on two machines."""

from pathlib import Path

import pytest

from reader.cli import main
from reader.library.library import Library
from reader.sources.plain import read_plain

WORDS = read_plain("The harbour is closed. Nobody knows why.", "/news/harbour.txt")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.json")
    library.enter(WORDS)
    return library


def shelf_of(library: Library) -> str:
    (record,) = Library(library.path).articles()
    return record.shelf


def test_an_article_is_put_away_and_taken_back(library: Library) -> None:
    for shelf in ("archived", "removed", ""):
        library.shelve(shelf, WORDS.text_id)
        assert shelf_of(library) == shelf
    library.shelve("archived", "nobody")
    assert shelf_of(library) == ""


def test_opening_brings_a_removed_article_back_and_leaves_an_archived_one(library: Library) -> None:
    library.shelve("removed", WORDS.text_id)
    library.enter(WORDS)
    assert shelf_of(library) == ""
    library.shelve("archived", WORDS.text_id)
    library.enter(WORDS)
    assert shelf_of(library) == "archived"


@pytest.mark.parametrize("mine_first", [True, False])
def test_of_two_machines_the_one_that_spoke_last_counts(library: Library, tmp_path: Path, mine_first: bool) -> None:
    other = Library(tmp_path / "other.json")
    other.enter(WORDS)
    library.shelve("removed", WORDS.text_id)
    other.shelve("archived", WORDS.text_id)
    into, taken = (library, other) if mine_first else (other, library)
    into.merge(taken)
    assert shelf_of(into) == "archived"
    into.merge(taken)
    assert shelf_of(into) == "archived"


@pytest.mark.parametrize(("shelf", "shelved"), [("elsewhere", "2026-01-01T00:00:00Z"), ("removed", "never"), (7, 7)])
def test_a_shelf_that_makes_no_sense_hides_nothing(library: Library, shelf: object, shelved: object) -> None:
    from tinydb import TinyDB

    with TinyDB(library.path) as db:
        db.table("articles").update({"shelf": shelf, "shelved": shelved})
    assert shelf_of(library) == ""


def test_a_removed_article_is_not_listed_and_its_notes_are(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.annotations.notes import new_note

    library.save(new_note(WORDS.text_id, WORDS.sha256, None, "kept", ()))
    library.shelve("removed", WORDS.text_id)
    assert main(["--library", str(library.path), "library"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["--library", str(library.path), "notes"]) == 0
    assert "kept" in capsys.readouterr().out


def test_stamps_change_with_what_is_stored_and_with_nothing_else(library: Library) -> None:
    before = library.stamps()
    assert Library(library.path).stamps() == before
    library.shelve("archived", WORDS.text_id)
    after = library.stamps()
    assert after.articles.keys() == before.articles.keys()
    assert after.articles != before.articles
    assert (after.notes, after.corrections) == (before.notes, before.corrections)
