"""Citations of passages as pandoc reads them."""

from dataclasses import replace

import pytest

from reader.document.article import Article, Page
from reader.export.citations.locators import cite
from reader.export.markdown.quotation import quotation
from reader.text.span import Span
from tests.fixtures.harbour import HARBOUR, article_of, span_of

TOLD = "“We were not told until Friday,”"


def paged(*labels: str) -> Article:
    """Return the harbour vote on pages with these labels; the second begins within the quotation."""
    article = article_of(HARBOUR)
    starts = (0, span_of(article, "until Friday").start)
    return replace(article, pages=tuple(Page(at, label) for at, label in zip(starts, labels, strict=False)))


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ((), "[@lee2026, ¶ 2]"),
        (("12",), "[@lee2026, p. 12]"),
        (("12", "13"), "[@lee2026, pp. 12-13]"),
        (("xii",), "[@lee2026, p. xii]"),
        (("A-3",), "[@lee2026, {p. A-3}]"),
        (("A]}3", "4"), "[@lee2026, {p. A3}]"),
        (("12:34", "12:40"), "[@lee2026, 12:34]"),
    ],
)
def test_a_passage_is_cited_by_page_time_or_paragraph(labels: tuple[str, ...], told: str) -> None:
    article = paged(*labels)
    assert cite("lee2026", article, span_of(article, TOLD)) == told


def test_a_passage_over_paragraphs_and_an_article_as_a_whole() -> None:
    article = article_of(HARBOUR)
    over = Span(span_of(article, TOLD).start, span_of(article, "Maria Ortiz leads").end)
    assert cite("lee2026", article, over) == "[@lee2026, ¶¶ 2-3]"
    assert cite("lee2026", article) == "[@lee2026]"


def test_a_copied_quotation_is_cited_by_the_key() -> None:
    article = article_of(HARBOUR)
    assert quotation(article, span_of(article, TOLD), "Maria Ortiz", key="lee2026") == (
        f"> {TOLD}\n>\n> — **Maria Ortiz** [@lee2026, ¶ 2]\n"
    )
