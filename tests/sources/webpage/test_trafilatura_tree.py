"""The paragraphs that trafilatura and readability find."""

from lxml import html

from reader.sources.webpage.trafilatura_tree import find_texts
from tests.sources.webpage.pages import SENTENCE


def test_paragraphs_are_apart_and_pictures_are_their_words() -> None:
    text = "<p>Press <img alt='the disk'> to save, <b>they</b>\nsaid.</p>"
    text += f"<ul><li>{SENTENCE}</li></ul><p>{SENTENCE * 4}</p>"
    first, *_ = find_texts(html.document_fromstring(f"<article><h1>Vote</h1>{text}</article>"))
    assert "Press the disk to save, they said." in first
    assert SENTENCE.strip() in first


def test_page_without_text_has_none() -> None:
    assert not any(find_texts(html.document_fromstring("<p></p>")))
