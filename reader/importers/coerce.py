"""Coerce values of foreign JSON: each becomes something valid, or nothing.

A value of the wrong kind raises nothing; only a file that makes no sense as a whole is refused. All text is sanitized
here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.anchoring import Anchor
from reader.annotations.notes import Tags, all_tags, inline_tags, tag_name
from reader.document.digest import id_of
from reader.export.markdown.front_matter import obsidian_tag
from reader.library.codec import BadRecordError, utc_time
from reader.library.codec.records import COLOR
from reader.text.sanitize import clean, clean_line

Object = Mapping[str, Any]

LONGEST = 100  # characters of a tag, and of the name of a person
MOST_TAGS = 100  # tags of one note

COLORS = {
    **dict.fromkeys(("yellow", "orange", "gray", "grey"), ""),
    **dict.fromkeys(("red", "magenta"), "pink"),
    "olive": "green",
    **dict.fromkeys(("blue", "cyan", "purple"), "violet"),
}
"""Names of colours in other programs, each with the nearest here; "" is yellow."""

DEEPEST = 8  # depth of selectors that refine one another; more than two have not been seen


def iter_objects(value: object) -> Iterator[Object]:
    """Yield the objects of a list, or a single object that stands for a list."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def all_objects(value: object) -> list[Object]:
    """Return the objects of a list, or a single one; nothing if any item is something else."""
    items = list(iter_objects(value))
    return [] if isinstance(value, list) and len(items) < len(value) else items


def to_line(value: object) -> str:
    """Return a text on one line; "" for anything else."""
    return clean_line(value).strip() if isinstance(value, str) else ""


def to_text(value: object) -> str:
    """Return a text with its lines, sanitized; "" for anything else."""
    return clean(value.replace("\r\n", "\n").replace("\r", "\n")).rstrip() if isinstance(value, str) else ""


def to_first_line(value: object) -> str:
    """Return the first text of a list, or a single text that stands for a list."""
    return next((found for item in (value if isinstance(value, list) else [value]) if (found := to_line(item))), "")


def to_lines(value: object) -> list[str]:
    """Return the texts of a list on one line each, without empty ones; nothing for anything else."""
    return [line for item in value if (line := to_line(item))] if isinstance(value, list) else []


def to_time(value: object) -> str:
    """Return a time in the format of revisions; "" if it is none."""
    with suppress(BadRecordError):
        return utc_time({"time": value}, "time")
    return ""


def to_tags(words: list[str], written: str) -> Tags:
    """Return foreign labels as valid tags, and those in the text of the note."""
    return all_tags(valid_tags(words[:MOST_TAGS]), inline_tags(written))


def valid_tags(words: Iterable[str]) -> Tags:
    """Return foreign labels as valid tags, each once; a label that has nothing of a tag is dropped."""
    names = (tag_name(word) or obsidian_tag(clean_line(word)) for word in words)
    return all_tags(name for long in names if (name := long[:LONGEST].rstrip("/")))


def derive_id(kind: str, foreign: str) -> str:
    return id_of(f"{kind} {foreign}".encode("utf-8", "backslashreplace"))


def to_known_color(value: object) -> str:
    """Return the colour here that is nearest to one that another program names; "" for yellow."""
    name = to_line(value).lower()
    return COLORS.get(name, to_word(name, COLOR))


def to_name(value: object) -> str:
    """Return the name of a person; "" for anything else."""
    return to_line(value)[:LONGEST].rstrip()


def to_word(value: object, pattern: re.Pattern[str]) -> str:
    """Return a text of this form: an id of ours, a sha256, the name of a colour; "" for anything else."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""


def to_source(value: object) -> str:
    """Return a URI as the library stores it: without fragment, a file by its path; "" for anything else."""
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


def page_key(address: str) -> str:
    """Return a source in a form in which different spellings of one page are equal."""
    found = to_source(address)
    return re.sub(r"^https?://(?:www\.)?", "//", found).rstrip("/") if found.startswith("http") else found


def to_anchor(selectors: object) -> Anchor | None:
    """Return the passage that selectors quote; None for a position alone: nobody knows in which text it counts."""
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


def to_quote(words: object) -> Anchor | None:
    """Return words that somebody else quotes, without context, as a passage; None if there are none."""
    exact = to_text(words).strip()
    return Anchor(exact, "", "", 0, len(exact)) if exact else None


def to_raw_text(value: object) -> str:
    """Return text with its white space; "" for anything else."""
    return clean(value) if isinstance(value, str) else ""


def iter_refined(selectors: object, depth: int) -> Iterator[Object]:
    """Yield selectors, each followed by those that refine it."""
    for selector in iter_objects(selectors):
        yield selector
        if depth:
            yield from iter_refined(selector.get("refinedBy"), depth - 1)


def has_type(value: Object, wanted: str) -> bool:
    found = value.get("type", value.get("@type"))
    return found == wanted or (isinstance(found, list) and wanted in found)
