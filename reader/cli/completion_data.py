"""A glance at the library file: note ids, tags and sources, to be offered where one is typed.

Half the work of opening the library would be too much between two keys, so its JSON is read as it is: without the
lock, without looking for damage, and whatever makes no sense is left out. Nothing is ever decided by it.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.system import atomic_file
from reader.text.sanitize import clean_line

LARGEST = 64 << 20
"""Bytes: beyond this a key would wait too long, and nothing is offered."""

WORDS = 60
"""Characters of a note that tell it from others."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a library holds, as far as it is offered."""

    notes: tuple[tuple[str, str], ...] = ()
    """Ids with the first words of each, the newest first."""
    deleted: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    """With how many notes have each, the most used first."""
    sources: tuple[tuple[str, str], ...] = ()
    """Paths and URLs of articles, with their titles."""


def glance(library: Path) -> Glance:
    """What lies in the file at `library`; nothing where it cannot be read. No error."""
    import orjson

    with suppress(OSError, ValueError):
        raw = atomic_file.read_regular(library, LARGEST)
        if len(raw) <= LARGEST:
            return seen_in(orjson.loads(raw))
    return Glance()


def seen_in(tables: object) -> Glance:
    """What is in the tables of a library."""
    notes = list(documents(tables, "notes"))
    notes.sort(key=lambda note: str(note.get("updated") or note.get("created")), reverse=True)
    tags = Counter(
        clean_line(tag)
        for note in notes
        if not note.get("deleted") and isinstance(note.get("tags"), list)
        for tag in note["tags"]
        if isinstance(tag, str)
    )
    return Glance(
        notes=tuple(told(note) for note in notes if not note.get("deleted")),
        deleted=tuple(told(note) for note in notes if note.get("deleted")),
        tags=tuple((tag, str(count)) for tag, count in tags.most_common()),
        sources=tuple(
            (clean_line(source), clean_line(str(article.get("title") or "")))
            for article in documents(tables, "articles")
            if isinstance(article.get("sources"), list)
            for source in article["sources"]
            if isinstance(source, str) and source != "-"
        ),
    )


def documents(tables: object, name: str) -> Iterator[dict[str, Any]]:
    """The records of a table that have an id."""
    table = tables.get(name) if isinstance(tables, dict) else None
    for document in table.values() if isinstance(table, dict) else ():
        if isinstance(document, dict) and isinstance(document.get("id"), str):
            yield document


def told(note: dict[str, Any]) -> tuple[str, str]:
    """A note's id and its first words, or those of its passage."""
    anchor = note.get("anchor")
    passage = anchor.get("exact") if isinstance(anchor, dict) else None
    words = note.get("text") or passage or ""
    line = " ".join(words.split()) if isinstance(words, str) else ""
    return clean_line(note["id"]), clean_line(line if len(line) <= WORDS else f"{line[: WORDS - 1]}…")
