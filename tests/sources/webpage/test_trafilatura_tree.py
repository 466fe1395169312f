"""The paragraphs that trafilatura finds."""

from lxml import html

from reader.sources.webpage.trafilatura_tree import find_text
from tests.sources.webpage.pages import SENTENCE


def test_paragraphs_are_apart() -> None:
    text = f"<p>Press to save, <b>they</b>\nsaid.</p><ul><li>{SENTENCE}</li></ul><p>{SENTENCE * 4}</p>"
    found = find_text(html.document_fromstring(f"<article><h1>Vote</h1>{text}</article>"))
    assert "Press to save, they said." in found
    assert SENTENCE.strip() in found


def test_page_without_text_has_none() -> None:
    assert find_text(html.document_fromstring("<p></p>")) == []
