"""One value of foreign JSON: whatever it is, it becomes what we can use, or nothing.

Nobody promised anything about it, so nothing raises for a value of the wrong kind; only a file that makes no sense as a
whole is refused. Every text is cleaned here.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.anchoring import Anchor
from reader.annotations.notes import Tags, all_tags, inline_tags, tag_name
from reader.document.article import base32_id
from reader.export.markdown.front_matter import obsidian_tag
from reader.library.codec.fields import NAME, BadRecordError, utc_time
from reader.text.sanitize import clean, clean_line

Object = Mapping[str, Any]

LONGEST_TAG = 100
"""Characters: a tag is a label, not a text."""

MOST_TAGS = 100
"""For one note."""

DEEPEST = 8
"""Selectors that refine one another; more than two have not been seen."""


def iter_objects(value: object) -> Iterator[Object]:
    """The objects of a list, or the one object that stands for a list of one."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def to_line(value: object) -> str:
    """A text of one line; "" for anything else."""
    return clean_line(value).strip() if isinstance(value, str) else ""


def to_text(value: object) -> str:
    """A text as a note has it."""
    return clean(value.replace("\r\n", "\n").replace("\r", "\n")).rstrip() if isinstance(value, str) else ""


def to_first_line(value: object) -> str:
    """The first text of a list, or the one text that stands for a list of one."""
    return next((found for item in (value if isinstance(value, list) else [value]) if (found := to_line(item))), "")


def to_time(value: object) -> str:
    """A time as revisions have it; "" where there is none."""
    with suppress(BadRecordError):
        return utc_time({"time": value}, "time")
    return ""


def to_tags(words: list[str], written: str) -> Tags:
    """Foreign labels as tags, and those in the text of the note: what cannot be a tag is made one."""
    names = (tag_name(word) or obsidian_tag(clean_line(word)) for word in words[:MOST_TAGS])
    return all_tags((name[:LONGEST_TAG].rstrip("/") for name in names if name), inline_tags(written))


def derive_id(kind: str, foreign: str) -> str:
    """An id of ours that follows from a foreign one."""
    return base32_id(hashlib.sha256(f"{kind} {foreign}".encode("utf-8", "backslashreplace")).digest())


def to_id(value: object) -> str:
    """A value as an id of ours; "" where it cannot be one."""
    return value if isinstance(value, str) and NAME.fullmatch(value) else ""


def to_source(value: object) -> str:
    """A URI as the library has it: without the fragment, and a file by its path; "" for what is neither."""
    uri = to_line(value)
    if uri.startswith("/"):
        return uri
    with suppress(ValueError):
        parts = urlsplit(uri)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            return clean_line(unquote(parts.path))
        if parts.scheme in ("http", "https") and parts.netloc:
            return parts._replace(fragment="").geturl()
    return ""


@lru_cache(maxsize=1 << 15)  # every source of the library is compared with every page of a file
def page_key(address: str) -> str:
    """A source as sources are compared: one page on the web is written in several ways."""
    found = to_source(address)
    return re.sub(r"^https?://(?:www\.)?", "//", found).rstrip("/") if found.startswith("http") else found


def to_anchor(selectors: object) -> Anchor | None:
    """The passage that selectors tell by its words; None where none of them has any.

    A position alone is not believed: nobody knows which text it counts in.
    """
    quote: Object = {}
    place: Object = {}
    for selector in iter_refined(selectors, DEEPEST):
        if has_type(selector, "TextQuoteSelector") and not quote and to_raw_text(selector.get("exact")):
            quote = selector
        if has_type(selector, "TextPositionSelector") and not place:
            place = selector
    if not quote:
        return None
    exact, prefix, suffix = (to_raw_text(quote.get(key)) for key in ("exact", "prefix", "suffix"))
    start, end = place.get("start"), place.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end < 1 << 53:
        start, end = 0, len(exact)
    return Anchor(exact, prefix, suffix, start, end)


def to_raw_text(value: object) -> str:
    """Words of a text, white space and all."""
    return clean(value) if isinstance(value, str) else ""


def iter_refined(selectors: object, depth: int) -> Iterator[Object]:
    """Selectors, each with those that refine it."""
    for selector in iter_objects(selectors):
        yield selector
        if depth:
            yield from iter_refined(selector.get("refinedBy"), depth - 1)


def has_type(value: Object, wanted: str) -> bool:
    found = value.get("type", value.get("@type"))
    return found == wanted or (isinstance(found, list) and wanted in found)
