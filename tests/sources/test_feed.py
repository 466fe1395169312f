"""Feeds as articles: entries, their dates and links, and damaged or hostile feeds."""

from pathlib import Path

import pytest

from reader.sources import feed as reading
from tests.sources.blocks import check_blocks, kinds
from tests.sources.mutants import mutants
from tests.sources.opening import opened, refusal
from tests.sources.survival import survive

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title><language>en-GB</language>
<item><title>The vote</title><link>https://example.org/vote</link><author>Ann Lee</author>
<pubDate>Mon, 02 Mar 2026 21:30:00 +0000</pubDate>
<description><![CDATA[<p>The harbour <b>stays</b> open.</p><ul><li>one</li></ul>]]></description></item>
<item><title>Haddock</title><description>Dearer.</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Posts</title><entry><title>One</title>
<link href="/one"/><updated>2026-03-02T10:00:00Z</updated><summary>Short.</summary>
<content type="html">&lt;h2&gt;Part&lt;/h2&gt;&lt;p&gt;The whole text of it.&lt;/p&gt;</content></entry></feed>"""


def test_entries_have_headings_bylines_and_text(tmp_path: Path) -> None:
    article = opened(tmp_path, "a.xml", RSS.encode())
    check_blocks(article.text, article.blocks)
    assert (article.title, article.language) == ("The Courier", "en-GB")
    assert kinds(article) == [
        ("heading", "The Courier"),
        ("heading", "The vote"),
        ("paragraph", "entry 1 · 2026-03-02 · Ann Lee"),
        ("paragraph", "The harbour stays open."),
        ("item", "one"),
        ("heading", "Haddock"),
        ("paragraph", "entry 2"),
        ("paragraph", "Dearer."),
    ]
    links = [(mark.span.of(article.text), mark.href) for mark in article.marks if mark.kind == "link"]
    assert links == [("The vote", "https://example.org/vote")]


def test_longest_text_of_an_entry_is_read(tmp_path: Path) -> None:
    article = opened(tmp_path, "a.atom", ATOM.encode())
    assert kinds(article)[3:] == [("heading", "Part"), ("paragraph", "The whole text of it.")]
    assert [block.level for block in article.headings] == [2, 4]


def test_entries_are_limited_and_the_rest_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 1)
    article = opened(tmp_path, "a.rss", RSS.encode())
    assert "Haddock" not in article.text
    assert article.left_out == ("1 older entries",)


@pytest.mark.parametrize("text", ["words", "<rss></rss>", "<feed", "<rss><channel><title>x</title></channel></rss>"])
def test_feed_without_entries_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(text)
    assert "is not a feed" in refusal(tmp_path / "a.rss")


def test_entities_are_neither_fetched_nor_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY e0 "y">{bomb}]>'
    text = RSS.replace("?>", f"?>{doctype}", 1).replace("Dearer.", "&x; &e8;")
    article = survive(text.encode(), tmp_path / "a.rss")
    assert article is None or ("secret" not in article.text and len(article.text) < 1000)


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(RSS.encode(), 30):
        survive(data, tmp_path / "a.rss")


def test_endless_attributes_of_an_entry_are_dropped(tmp_path: Path) -> None:
    """feedparser keeps only those that it knows, so the parser after it, which compares each with all, is safe."""
    tag = "<p " + "".join(f"a{number}='>' " for number in range(2001)) + ">words"
    article = opened(tmp_path, "a.rss", RSS.replace("<p>The", f"{tag}<p>The").encode())
    assert "words" in article.text
