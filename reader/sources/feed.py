"""A feed (RSS, Atom) as an article: a heading for each entry, with its date, author and what the feed says of it.

feedparser reads it, whatever its version. The heading of an entry is a link to its page; nothing is fetched here.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import feedparser

from reader.document.article import Article
from reader.errors import SourceError, raising
from reader.sources.builder import PendingBlock, build_list, entry_head
from reader.sources.detect import SourceData, is_url
from reader.sources.html.elements import parse_html
from reader.sources.html.walker import read_tree
from reader.sources.progress import Progress
from reader.text.sanitize import clean_line

MOST = 500  # entries that are listed: feeds have some dozens
LONGEST = 300  # characters of a title or a name

FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""Errors that a damaged feed may cause in feedparser."""


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a feed, in one step. Raises SourceError."""
    with raising(SourceError(f"{found.name} is not a feed, or it is damaged"), on=FAULTS):
        parsed = feedparser.parse(BytesIO(found.data), response_headers={"content-location": found.base or found.place})
    entries = parsed.entries[:MOST]
    if not entries:
        raise SourceError(f"{found.name} is not a feed, or it has no entries")
    title = _line(parsed.feed, "title")
    pieces = (piece for number, entry in enumerate(entries, 1) for piece in _entry_pieces(entry, number))
    article = build_list(pieces, title, found.place)
    more = len(parsed.entries) - len(entries)
    left_out = (f"{more} older entries",) if more else ()
    return replace(article, language=_line(parsed.feed, "language")[:35], left_out=left_out)


def _entry_pieces(entry: Any, number: int) -> Iterator[PendingBlock]:
    """Yield the heading of an entry, its byline as furniture, and its text."""
    address = _line(entry, "link", 2000)
    title = _line(entry, "title") or f"Entry {number}"
    yield from entry_head(number, title, address if is_url(address) else "", _date(entry), _line(entry, "author"))
    contents = [str(each.get("value", "")) for each in entry.get("content", ())]
    text = max([*contents, str(entry.get("summary", ""))], key=len)
    root = parse_html(text) if text.strip() else None
    for piece in [] if root is None else read_tree(root).pieces:
        yield replace(piece, level=min(6, piece.level + 2)) if piece.kind == "heading" else piece


def _line(said: Any, name: str, longest: int = LONGEST) -> str:
    return clean_line(" ".join(str(said.get(name) or "").split()))[:longest]


def _date(entry: Any) -> str:
    """Return the day of an entry: YYYY-MM-DD; "" if it is not known."""
    known = set(entry)  # asking for one that is missing gives the other, with a warning
    names = [name for name in ("published_parsed", "updated_parsed") if name in known]
    parts = next((entry[name] for name in names if entry[name]), None)
    return f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}" if parts else ""
