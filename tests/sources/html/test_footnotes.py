"""Footnotes of web pages: found from their references, however a page writes them."""

import re

import pytest
from lxml import html as lxml_html

from reader.document.links import footnote_at
from reader.sources.html.walker import read_tree
from tests.sources.test_html import SENTENCE, page

REFERENCE = {
    "raised": '<sup><a href="#fn{n}" id="r{n}">{n}</a></sup>',
    "link around sup": '<a href="#fn{n}" id="r{n}"><sup>[{n}]</sup></a>',
    "brackets": '[<a href="#fn{n}" name="r{n}">{n}</a>]',
    "brackets with colour": '<font color=red>[<a href="#fn{n}"><font>{n}</font></a>]</font>',
    "role": '<a href="#fn{n}" role="doc-noteref" id="r{n}">{n}</a>',
    "role around": '<span role="doc-noteref" id="r{n}"><sup><span><a href="#fn{n}">[{n}]</a></span></sup></span>',
    "number linked both ways": '<a id="r{n}" href="#fn{n}"><span class="raised">{n}</span></a>',
    "address in full": '<sup><a href="http://example.org/a/#fn{n}" id="r{n}">{n}</a></sup>',
    "encyclopaedia": '<sup id="r{n}" class="reference"><a href="#fn{n}"><span>[</span>{n}<span>]</span></a></sup>',
}  # fmt: skip
NOTE = {
    "list": ("<ol>", '<li id="fn{n}"><p>{words} <a href="#r{n}">↩</a></p></li>', "</ol>"),
    "list by role": ("<div role=doc-endnotes><ol>", '<li id="fn{n}" role=doc-endnote>{words}</li>', "</ol></div>"),
    "list with letters back": (
        "<ol class=references>",
        '<li id="fn{n}"><i class="mw-cite-backlink">^ <a href="#r{n}"><sup>a</sup></a></i> <span>{words}</span></li>',
        "</ol>",
    ),
    "paragraphs": ("<h2>Notes</h2>", '<p id="fn{n}"><a href="#r{n}">{n}</a>. {words}</p>', ""),
    "brackets": ("<hr>", '<p>[<a href="#r{n}" name="fn{n}">{n}</a>] {words}</p>', ""),
    "raised": ("<hr>", '<div><p><a name="fn{n}" href="#r{n}"><sup>[{n}]</sup></a> {words}</p></div>', ""),
    "number apart": (
        "",
        '<div class=footnote><a id="fn{n}" href="#r{n}">{n}</a><div><p>{words}</p></div></div>',
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("reference", REFERENCE)
@pytest.mark.parametrize("note", NOTE)
@pytest.mark.parametrize("site", [False, True])
def test_footnotes_are_found_from_their_references(reference: str, note: str, site: bool) -> None:
    """However a page writes them, and whether or not there is a site around its article."""
    first, second = (REFERENCE[reference].format(n=n) for n in (1, 2))
    before, form, after = NOTE[note]
    notes = "".join(form.format(n=n, words=words) for n, words in ((1, "Eleven to nine."), (2, "At midnight.")))
    body = f"<h1>Vote</h1><p>{SENTENCE * 4}Close,{first} late{second} and{first} over.</p><p>{SENTENCE * 4}</p>"
    body += f"{before}{notes}{after}"
    article = page(f"<nav><a href=/>Home</a></nav><article>{body}</article><footer>© us</footer>" if site else body)
    text = article.text
    places = [found.start() for found in re.finditer(r"\[[12]\]", text[: text.index(" over.")])]
    found = [footnote_at(article, place) for place in places]
    assert [each and each.note.of(text) for each in found] == ["Eleven to nine.", "At midnight.", "Eleven to nine."]
    assert text.count("Eleven to nine.") == 1
    assert "^" not in text
    assert "↩" not in text


def test_sections_with_the_same_number_have_their_own_notes() -> None:
    parts = (
        f'<p>{SENTENCE * 4}So.<sup><a href="#{name}1">1</a></sup></p><p id="{name}1">1. The {name}.</p>'
        for name in ("first", "second")
    )
    article = page(f"<article><h1>Vote</h1>{''.join(parts)}</article>")
    found = [footnote_at(article, place.start()) for place in re.finditer(r"\[1\]", article.text)]
    assert [each and each.note.of(article.text) for each in found] == ["The first.", "The second."]


def test_links_within_a_page_that_are_no_footnotes_stay_words() -> None:
    body = (
        f'<p>{SENTENCE * 4}See <a href="#x">below</a>, eq. <a href="#e">(1)</a>, a[1].</p><h2 id=x>Below</h2><p id=e>1'
    )
    article = page(f"<article><h1>Vote</h1>{body}</article>")
    assert "See below, eq. (1), a[1]." in article.text
    assert [mark for mark in article.marks if mark.kind == "link"] == []


def test_raised_letter_after_a_link_in_another_paragraph_is_no_sign() -> None:
    markup = "<div><p>In one long line see <a href='#there'>there</a>.</p><p id=there>A<sup>n</sup> = B.</p></div>"
    assert [piece.text for piece in read_tree(lxml_html.fromstring(markup)).pieces][1] == "An = B."
