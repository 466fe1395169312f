"""The index may be thrown away at any time: the answers are the same, and nothing is lost."""

import sqlite3
from pathlib import Path

import pytest

from reader.cli import main
from reader.search import queries
from reader.search.index import BESIDE, SearchIndex
from reader.system.paths import user_paths
from tests.fixtures.news_library import Shelf

COMMANDS = (
    ("notes",),
    ("notes", "--tag", "harbour", "--json"),
    ("notes", "--state", "exact", "--limit", "1"),
    ("library",),
    ("library", "--json", "--limit", "2"),
    ("search", "harbour"),
    ("quotes", "--speaker", "Maria Ortiz"),
    ("statement", "We were not told until Friday"),
    ("export", "--query", "tag:harbour", "--format", "csv"),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "How long? #harbour")
    session.article_notes.annotate(None, "On the whole. #harbour")
    return shelf


def discard(shelf: Shelf) -> None:
    for ending in (*BESIDE, ""):
        Path(f"{shelf.index.path}{ending}").unlink(missing_ok=True)


def test_each_answer_is_the_same_once_the_index_is_gone(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*argv: str) -> str:
        assert main(["--library", str(shelf.paths.library), *argv]) == 0
        return capsys.readouterr().out

    for argv in COMMANDS:
        before = printed(*argv)
        assert before
        discard(shelf)
        assert printed(*argv) == before, argv


def test_an_index_that_is_deleted_while_it_is_read_and_written_loses_nothing(shelf: Shelf) -> None:
    shelf.asker.answer(lambda db: None, analyzed=True)
    with shelf.index.reading() as db:
        discard(shelf)
        assert len(queries.list_articles(db)) == 3, "whoever has it open reads on"
    with SearchIndex(shelf.paths.library).changing() as db:
        discard(shelf)
        db.execute("DELETE FROM entries")

    def counts(db: sqlite3.Connection) -> tuple[int, int]:
        _, noted = queries.noted_articles(db, ())
        return len(queries.list_articles(db)), len(noted[0][1])

    assert shelf.asker.answer(counts) == (3, 2)
