"""Articles of the library that are read again for the screen."""

from pathlib import Path

import pytest

from reader.errors import SessionError
from reader.search import Origin, queries
from reader.search.query import parse_query
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.library_client import LibraryClient, reread_article

OLD = "The Vote\n\nNobody was told.\n\n“We were not told until Friday,” said Maria Ortiz.\n"


def test_a_passage_is_where_its_words_are_today(tmp_path: Path, paths: UserPaths) -> None:
    path = tmp_path / "vote.txt"
    path.write_text(OLD)
    session = Session(open_source(str(path)), paths)
    session.record_opening()
    (record,) = session.library.articles()
    path.write_text(OLD.replace("Nobody", "It rained all day in Leith. Nobody"))
    origin = Origin(record.id, "The Vote", str(path), "", session.article.sha256)
    start = OLD.index("“We")
    article, span = reread_article(session.library, origin, Span(start, start + 7))
    assert span is not None
    assert span.of(article.text) == "“We wer"
    assert reread_article(session.library, origin, None)[1] is None


def test_an_article_that_is_gone_is_told(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text(OLD)
    session = Session(open_source(str(path)), paths)
    with pytest.raises(SessionError, match="no longer in the library; its id was gone"):
        reread_article(session.library, Origin("gone", "", "", "", ""), None)


def test_what_is_in_the_library_is_listed_without_a_file_for_the_index(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text(OLD)
    session = Session(open_source(str(path)), paths)
    session.record_opening()
    client = LibraryClient(paths, lambda: session.library)
    client.index.path.mkdir()  # in the way, as a read-only folder or a full disk is
    query = parse_query("told")
    assert [hit.origin.title for hit in client.ask(lambda db: queries.find_hits(db, query, 9))] == ["The Vote"]
    session.article_notes.annotate(None, "Told by whom?")
    client.is_analyzed = True
    kinds = {hit.kind for hit in client.ask(lambda db: queries.find_hits(db, query, 9))}
    assert kinds == {"article", "note", "quote"}
