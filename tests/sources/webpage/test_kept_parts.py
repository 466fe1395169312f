"""Captions, quotations, code and pictures stay where they stood, and leave no trace of how they were kept."""

import pytest

from tests.sources.webpage.pages import SENTENCE, blocks, page, site


def test_caption_stays_in_its_place() -> None:
    article = site("<figure><img src=a.jpg><figcaption>Boats at <b>Leith</b>. Photo: Ann Lee</figcaption></figure>")
    assert "Boats at Leith. Photo: Ann Lee" in blocks(article, "paragraph")
    assert article.text.index("Second.") < article.text.index("Boats at") < article.text.index("Third.")
    assert ("emphasis", "Boats at Leith. Photo: Ann Lee") in [
        (mark.kind, mark.span.of(article.text)) for mark in article.marks
    ]


def test_quotation_in_a_figure_is_kept() -> None:
    article = site("<figure><blockquote>We were not told.</blockquote><figcaption>Maria Ortiz</figcaption></figure>")
    assert blocks(article, "quotation") == ["We were not told."]
    assert "Maria Ortiz" in article.text


def test_code_within_code_and_captions_leaves_no_trace() -> None:
    article = site(
        "<p>Call <code>a<code>b</code></code> and <var>x</var>.</p>"
        "<figure><pre>one\ntwo</pre><figcaption>See <code>three</code></figcaption></figure>"
    )
    assert "Call ab and x." in article.text
    assert "See three" in article.text
    assert blocks(article, "code") == ["one\ntwo"]
    assert "readerpart" not in article.text


def test_page_that_has_the_word_itself_keeps_it() -> None:
    article = site("<p>The word readerpart0q0z is <code>ours</code>, they said.</p>")
    assert "The word readerpart0q0z is ours, they said." in article.text


def test_part_that_is_found_twice_stands_once() -> None:
    article = page(f"<article><h1>Vote</h1><pre>once\nonly</pre>{f'<p>{SENTENCE}</p>' * 6}</article>")
    assert article.text.count("once\nonly") == 1


PICTURE = '<img src="/save.png" alt="the disk">'


def article(body: str) -> list[tuple[str, str, str]]:
    """Return the marks of a page with a site around it, and check the words."""
    whole = f"<nav><a href=/>Home</a></nav><article><h1>Vote</h1><p>{SENTENCE * 4}</p>{body}</article><footer>© us"
    found = page(whole)
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
