"""The index may be thrown away at any time: the answers are the same, and nothing is lost."""

import sqlite3
from itertools import chain
from pathlib import Path

import pytest

from reader.cli import main
from reader.search import WorkProgress, index_findings, index_library, queries
from reader.search.freshness import FreshIndex
from reader.search.index import BESIDE, SearchIndex
from reader.search.query import parse_query
from reader.session.dossiers import put_in_dossier
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
    ("tags",),
    ("notes", "{}/vote.txt"),
    ("versions", "{}/vote.txt"),
    ("dossier",),
    ("dossier", "Harbour"),
    ("verify", "{}/draft.txt"),
    ("check",),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "How long? #harbour")
    session.article_notes.annotate(None, "On the whole. #harbour")
    put_in_dossier(shelf.library, "Harbour", {session.article_id: "source"})
    (tmp_path / "draft.txt").write_text("“It was a disgrace,” said Maria Ortiz.\n", encoding="utf-8")
    return shelf


def discard(shelf: Shelf) -> None:
    for ending in (*BESIDE, ""):
        Path(f"{shelf.index.path}{ending}").unlink(missing_ok=True)


def test_each_answer_is_the_same_once_the_index_is_gone(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*argv: str) -> str:
        assert main(["--library", str(shelf.paths.library), *(word.format(shelf.folder) for word in argv)]) == 0
        return capsys.readouterr().out

    for argv in COMMANDS:
        before = printed(*argv)
        assert before
        discard(shelf)
        assert printed(*argv) == before, argv


@pytest.mark.parametrize("step", range(1, 8))
def test_an_index_that_is_deleted_while_it_is_made_is_made_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(index_library, "ARTICLES_AT_ONCE", 1)
    monkeypatch.setattr(index_library, "NOTES_AT_ONCE", 1)
    monkeypatch.setattr(index_findings, "AT_ONCE", 1)
    expected = shelf.asker.answer(everything, analyzed=True)
    discard(shelf)
    told: list[WorkProgress] = []

    def show(progress: WorkProgress) -> None:
        told.append(progress)
        if len(told) == step:
            discard(shelf)

    asker = FreshIndex(shelf.paths, lambda: shelf.library, show=show)
    assert asker.answer(everything, analyzed=True) == expected
    assert len(told) > step


def everything(db: sqlite3.Connection) -> object:
    hits = (queries.find_hits(db, parse_query(words), 20) for words in ("leith", "harbour in:notes", "in:quotes"))
    return queries.list_articles(db), queries.tag_counts(db), sorted(map(repr, chain.from_iterable(hits)))


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
