"""Copied quotations with their source."""

from reader.analysis import Quote
from reader.document.article import Article, Block
from reader.export.markdown.excerpt import quotation, quote_ids
from reader.text.span import Span
from tests.fixtures.harbour import (
    HARBOUR,
    article_of,
    plain,
    span_of,
)


def test_hard_wrapped_lines_are_joined() -> None:
    words = "broken\nby hand"
    article = Article(words, (Block(Span(0, len(words)), reflow=True),))
    assert quotation(article, Span(0, len(words)), None).startswith("> broken by hand\n")
    assert quotation(plain(words), Span(0, len(words)), None).startswith("> broken\n> by hand\n")


def test_quotation_names_speaker_and_source() -> None:
    article = article_of(HARBOUR)
    assert quotation(article, span_of(article, "told until Friday"), "Maria Ortiz") == (
        "> told until Friday\n>\n> — **Maria Ortiz**, "
        "[The Harbour Vote, ¶ 2](https://example.org/harbour#:~:text=told%20until%20Friday), by Ann Lee, 2026-03-02\n"
    )


def test_uncertain_speaker_is_marked() -> None:
    article = article_of(HARBOUR)
    copied = quotation(article, span_of(article, "told until Friday"), "Maria Ortiz", uncertain=True)
    assert "— **Maria Ortiz** (uncertain), [" in copied


def test_each_quote_has_an_id_that_other_quotes_do_not_change() -> None:
    article = plain("“No.” “Yes.” “No.” “No.” “ No.”")
    starts = [at for at, sign in enumerate(article.text) if sign == "“"]
    quotes = [Quote(Span(at, article.text.index("”", at) + 1), None, None, 0.0) for at in starts]
    ids = list(quote_ids(article, quotes))
    assert len(set(ids)) == len(ids)
    assert list(quote_ids(article, [quotes[0], *quotes[2:4]])) == [ids[0], *ids[2:4]]
    assert set(quote_ids(article, quotes, "other")).isdisjoint(ids)
