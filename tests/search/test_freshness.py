"""Asking the index, which is updated first and rebuilt once."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis.engine import best_engine
from reader.errors import SearchError
from reader.search import queries
from reader.search.freshness import DAMAGED
from reader.search.index_findings import outdated_articles
from reader.search.query import parse_query
from reader.system.paths import user_paths
from tests.fixtures.news_library import BOATS, Shelf, dump


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)


def titles(shelf: Shelf, words: str, *, analyzed: bool = False) -> list[str]:
    hits = shelf.asker.answer(lambda db: queries.find_hits(db, parse_query(words), 50), analyzed=analyzed)
    return [hit.origin.title for hit in hits]


def test_an_index_that_fails_again_when_it_is_rebuilt_is_reported(shelf: Shelf) -> None:
    def ask(db: sqlite3.Connection) -> None:
        db.execute("SELECT a FROM missing")

    shelf.fill()
    with pytest.raises(SearchError, match="the search index cannot be used: no such table: missing"):
        shelf.asker.answer(ask)
    assert shelf.told == [DAMAGED]


def test_articles_that_the_library_has_no_more_are_not_found(shelf: Shelf) -> None:
    """An older library file was put in place of the one that was indexed."""
    shelf.session("vote.txt")
    older = shelf.paths.library.read_bytes()
    shelf.session("boats.txt")
    assert titles(shelf, "leith") == ["A Short Piece", "The Harbour Vote"]
    shelf.paths.library.write_bytes(older)
    assert titles(shelf, "leith") == ["The Harbour Vote"]


def test_an_article_is_found_by_the_name_its_file_has_now(shelf: Shelf) -> None:
    shelf.session("boats.txt")
    assert titles(shelf, "zebra") == []
    shelf.session("zebra.txt", BOATS)
    assert titles(shelf, "zebra") == ["A Short Piece"]


def test_an_article_whose_text_is_lost_has_no_quotes_and_is_not_tried_again(shelf: Shelf) -> None:
    shelf.fill()
    (shelf.folder / "boats.txt").unlink()
    for kept in Path(f"{shelf.paths.library}.texts").iterdir():
        kept.unlink()
    assert titles(shelf, "speaker:smith", analyzed=True) == ["Another Day in Leith", "The Harbour Vote"]
    assert outdated_articles(shelf.index, best_engine()) == []


@pytest.mark.parametrize("analyzed", [True, False])
def test_an_index_made_at_once_has_what_one_made_in_steps_has(shelf: Shelf, *, analyzed: bool) -> None:
    shelf.fill()
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "How long? #harbour")
    session.article_notes.annotate(session.article_notes.find_passage("It was a disgrace"), "Was it?")
    shelf.asker.answer(lambda db: None, analyzed=analyzed)
    in_steps = dump(shelf.index)
    shelf.index.discard()
    shelf.progress.clear()
    replace(shelf.asker, at_once=True).answer(lambda db: None, analyzed=analyzed)
    assert dump(shelf.index) == in_steps
    assert [each.doing for each in shelf.progress if each.doing == "analysis"] == ["analysis"] * 4 * analyzed
    assert not Path(f"{shelf.index.path}.new").exists()


def test_an_index_is_filled_in_its_place_while_another_process_makes_it_anew(shelf: Shelf) -> None:
    shelf.fill()
    with shelf.index.made_anew():
        asker = replace(shelf.asker, at_once=True)
        asker.answer(lambda db: None, analyzed=True)
        filled = dump(shelf.index)
    asker.answer(lambda db: None, analyzed=True)
    assert dump(shelf.index) == filled
