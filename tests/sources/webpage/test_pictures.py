"""Pictures within the sentences of a web page keep their words and their address."""

import pytest

from tests.sources.test_html import SENTENCE, page

PICTURE = '<img src="/save.png" alt="the disk">'


def article(body: str) -> list[tuple[str, str, str]]:
    """Return the marks of a page with a site around it, and check the words."""
    site = f"<nav><a href=/>Home</a></nav><article><h1>Vote</h1><p>{SENTENCE * 4}</p>{body}</article><footer>© us"
    found = page(site)
    assert "Press the disk to save" in found.text
    return [(mark.kind, mark.span.of(found.text), mark.href) for mark in found.marks]


@pytest.mark.parametrize("around", ["{}", "<b>{}</b>", "<span><span>{}</span></span>"])
@pytest.mark.parametrize("block", ["<p>{}</p>", "<ul><li>{}<li>or leave it alone, as most of them do</ul>"])
def test_a_picture_in_a_sentence_is_its_words_and_can_be_opened(around: str, block: str) -> None:
    marks = article(block.format(f"Press {around.format(PICTURE)} to save what was said about the boats on Friday."))
    assert ("picture", "the disk", "http://example.org/save.png") in marks


def test_a_picture_in_a_link_is_words_of_the_link() -> None:
    marks = article(f'<p>Press <a href="/x">{PICTURE} to save</a> what was said about the boats on Friday.</p>')
    assert [kind for kind, _, _ in marks] == ["link"]


def test_a_picture_without_an_address_is_words() -> None:
    assert article('<p>Press <img alt="the disk"> to save what was said about the boats on Friday.</p>') == []


def test_pictures_without_words_are_left_out() -> None:
    assert article('<p>Press <img src="a.png" alt=""><img src="b.png"> the disk to save it, they said.</p>') == []
