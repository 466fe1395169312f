"""The articles of the library that may have a quotation, by the index."""

from pathlib import Path

import pytest

from reader.search.likely_sources import index_words, likely_articles
from reader.system.paths import user_paths
from tests.fixtures.news_library import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    shelf.session("tokyo.txt", "Tokyo\n\nHe said: “東京の港は静かだ。”\n")
    shelf.session("cafe.txt", "Coffee\n\n“The cafés of Leith are closed,” he said.\n")
    return shelf


def likely(shelf: Shelf, *quotations: str) -> set[str]:
    """Return the files of the articles that may have the quotations."""
    ids = shelf.asker.answer(lambda db: likely_articles(db, quotations))
    records = {record.id: record for record in shelf.library.articles()}
    return {Path(records[article].sources[-1]).name for article in ids}


@pytest.mark.parametrize(
    ("quotation", "file"),
    [
        ("We were not told until Friday", "vote.txt"),
        ("We were not informed until Friday", "vote.txt"),
        ("Nobody should pay for a harbour thrice", "noon.txt"),
        ("I will vote against it", "noon.txt"),
        ("It was a", "vote.txt"),
        ("東京の港は静かだ", "tokyo.txt"),
        ("the cafes of leith", "cafe.txt"),
        ("THE CAFÉS", "cafe.txt"),
    ],
)
def test_the_article_that_has_most_of_the_words(shelf: Shelf, quotation: str, file: str) -> None:
    assert file in likely(shelf, quotation)


def test_words_that_no_article_has(shelf: Shelf) -> None:
    assert likely(shelf, "zebras gallop", "", "“…”", 'zebra" OR "gnu') == set()


def test_articles_that_were_removed_are_left_out(shelf: Shelf) -> None:
    removed = next(record for record in shelf.library.articles() if record.title == "A Short Piece")
    shelf.library.shelve("removed", removed.id)
    assert "boats.txt" not in likely(shelf, "Harbours are for boats")


def test_words_are_folded_as_in_the_index() -> None:
    assert index_words("The Cafés’ naïve ﬁsh") == ["the", "cafes", "naive", "fish"]
