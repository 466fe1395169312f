"""Captions, quotations in figures and code stay where they stood, and leave no trace of how they were kept."""

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
