"""The entries of a feed that is read as an article."""

from pathlib import Path

from reader.document.article import Article
from reader.document.feed import entry_link, entry_links
from reader.sources.markdown import read_markdown
from tests.sources.opening import opened
from tests.sources.test_feed import RSS


def test_entries_are_told_by_the_lines_below_their_headings(tmp_path: Path) -> None:
    feed = opened(tmp_path, "a.rss", RSS.encode())
    assert list(entry_links(feed).values()) == ["https://example.org/vote", ""]
    for start, link in entry_links(feed).items():
        assert entry_link(feed, start) == link
        assert entry_link(feed, start + 1) == ""
    assert entry_link(feed, len(feed.text)) == ""


def test_an_article_with_linked_headings_is_no_feed() -> None:
    article = read_markdown("# Title\n\n## [One](https://example.org/one)\n\nentry 1\n", "-")
    assert entry_links(article) == {}
    assert entry_link(article, article.text.index("One")) == ""
    assert entry_links(Article("", ())) == {}
