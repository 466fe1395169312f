"""The entries of a feed that is read as an article: headings that are links, each above a line that counts it."""

import re
from bisect import bisect_left
from itertools import pairwise

from reader.document.article import Article, Block

ENTRY_LEVEL = 2
"""The level of their headings; the title of the feed has the first."""

LABEL = re.compile(r"entry \d+(?= ·|$)")


def entry_label(number: int) -> str:
    """Return what the line below the heading of an entry begins with."""
    return f"entry {number}"


def entry_links(article: Article) -> dict[int, str]:
    """Return the addresses of the pages of a feed's entries by the offsets of their headings, in order.

    The address of an entry without a page is "". An article whose first such heading is none of an entry is no feed.
    """
    pairs = [(heading, below) for heading, below in pairwise(article.blocks) if _is_heading(heading)]
    if not pairs or not _is_byline(article, pairs[0][1]):
        return {}
    links = {mark.span.start: mark.href for mark in article.marks if mark.kind == "link"}
    return {
        heading.span.start: links.get(heading.span.start, "") for heading, below in pairs if _is_byline(article, below)
    }


def entry_link(article: Article, start: int) -> str:
    """Return the address of the page of the entry whose heading is at `start`; "" if there is none."""
    at = bisect_left(article.blocks, start, key=lambda block: block.span.start)
    if len(here := article.blocks[at : at + 2]) < 2 or here[0].span.start != start:
        return ""
    if not _is_heading(here[0]) or not _is_byline(article, here[1]):
        return ""
    return next((mark.href for mark in article.marks if mark.kind == "link" and mark.span.start == start), "")


def _is_heading(block: Block) -> bool:
    return block.level == ENTRY_LEVEL and block.kind == "heading"


def _is_byline(article: Article, block: Block) -> bool:
    return block.role == "furniture" and LABEL.match(block.span.of(article.text)) is not None
