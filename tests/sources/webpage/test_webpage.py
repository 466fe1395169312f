"""Pages that hold their text as BBCode in the data of their program."""

import json
from html import escape

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.webpage import as_html, read_webpage


def page(value: object) -> bytes:
    data = escape(value if isinstance(value, str) else json.dumps(value))
    return f'<html><head><title>News</title></head><body><div data-store="{data}"></div></body></html>'.encode()


def opened(value: object) -> Article:
    return read_webpage(page(value), "utf-8", "https://example.org/news", "https://example.org/news")


def test_the_longest_text_in_the_data_is_read() -> None:
    body = "[h2]The vote[/h2]\n[p]The port [b]stays[/b] open, see [url=https://example.org/more]the minutes[/url].[/p]"
    article = opened([{"id": 5, "short": "[b]No[/b]", "announcement": {"body": body}}])
    assert [block.kind for block in article.blocks[1:]] == ["heading", "paragraph"]
    assert article.text.endswith("The vote\n\nThe port stays open, see the minutes.")
    assert "https://example.org/more" in {mark.href for mark in article.marks}


def test_lists_and_blank_lines_without_tags() -> None:
    article = opened({"body": "Two things:\n\n[list]\n[*] boats\n[*] nets\n[/list]\n\nThat is all, said [i]Lee[/i]."})
    assert [block.span.of(article.text).strip() for block in article.blocks[1:]] == [
        *("Two things:", "boats", "nets", "That is all, said Lee.")
    ]


def test_text_is_not_taken_for_html() -> None:
    assert as_html("[b]<script>[/b] [url=javascript:x()]go[/url]") == (
        '<b>&lt;script&gt;</b> <a href="javascript:x()">go</a>'
    )
    article = opened({"body": "[p]<script>alert(1)</script> and [url=javascript:x()]go[/url][/p]"})
    assert "<script>alert(1)</script> and go" in article.text
    assert not any("javascript" in mark.href for mark in article.marks)


@pytest.mark.parametrize("value", ["[{[p]", '["no tags in here"]', '{"a": 5}', "[" * 5000 + "[p]x[/p]"])
def test_other_data_is_no_text(value: str) -> None:
    with pytest.raises(SourceError, match="has no text of its own"):
        opened(value)


@pytest.mark.parametrize("piece", ["[", "[img", "[url=", "[img]a", "[p]", "\n \n", "[*]", "[/"])
def test_hostile_text_is_turned_once(piece: str) -> None:
    assert isinstance(as_html(piece * 50_000), str)


def test_a_page_of_typewritten_lines_is_read_as_plain_text() -> None:
    lines = "    Mr. Lee. We were told that the quay would close on Friday, and\nit did.\n    Mr. Ray. By whom?\n"
    page = f"<html><head><title> - THE QUAY</title></head><body><pre>\n{lines * 3}</pre></body></html>"
    article = read_webpage(page.encode(), "utf-8", "https://example.org/quay.htm", "https://example.org/quay.htm")
    assert article.title == "THE QUAY"
    assert {block.kind for block in article.blocks} == {"paragraph"}
    assert len(article.blocks) == 6
