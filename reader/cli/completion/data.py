"""Note ids, tags and sources for completion, read straight from the library file.

Opening the library takes too long between two keys. So its JSON is read without the lock and without looking for
damage, and invalid records are left out; nothing is ever decided by it.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.errors import ReaderError
from reader.library import JOURNAL
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean_line

MAX_SIZE = 64 << 20
"""Bytes: reading a larger library takes too long, so it gives no completions."""

MAX_SUMMARY = 60
"""Characters of a note that are shown."""


@dataclass(frozen=True, slots=True)
class CompletionData:
    """Words that complete an argument, each with its description."""

    notes: tuple[tuple[str, str], ...] = ()
    """Ids, each with the beginning of its note, the newest first."""
    deleted: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    """Tags, each with its number of notes, the most used first."""
    sources: tuple[tuple[str, str], ...] = ()
    """Paths and URLs of articles, each with its title."""
    dossiers: tuple[tuple[str, str], ...] = ()
    """Names of dossiers, each with its number of articles."""


def load_completion_data(library: Path) -> CompletionData:
    """Read the library file; return no completions if it cannot be read. Raises nothing."""
    from reader.system import fast_json  # not needed for options

    with suppress(OSError, ValueError):
        raw = atomic_file.read_regular(library, MAX_SIZE)
        if len(raw) <= MAX_SIZE:
            try:
                tables = fast_json.loads(raw)
            except ValueError:  # lone surrogates, which only another program writes
                tables = json.loads(raw.decode("utf-8", "surrogatepass"))
            return completion_data_from(add_journal(tables, library))
    return CompletionData()


def add_journal(tables: object, library: Path) -> object:
    """Return the tables of a library with what its journal adds, if it has one."""
    path = Path(f"{os.path.realpath(library)}{JOURNAL}")
    with suppress(ReaderError, OSError, AttributeError, TypeError):
        raw = atomic_file.read_regular(path, MAX_SIZE, follow=False)
        from reader.library.journal import decode_journal, with_journal  # most libraries have none

        if isinstance(tables, dict):
            return with_journal(tables, decode_journal(raw)) or tables
    return tables


def completion_data_from(tables: object) -> CompletionData:
    notes = list(table_documents(tables, "notes"))
    notes.sort(key=lambda note: str(note.get("updated") or note.get("created")), reverse=True)
    tags = Counter(
        clean_line(tag)
        for note in notes
        if not note.get("deleted") and isinstance(note.get("tags"), list)
        for tag in note["tags"]
        if isinstance(tag, str)
    )
    return CompletionData(
        notes=tuple(note_completion(note) for note in notes if not note.get("deleted")),
        deleted=tuple(note_completion(note) for note in notes if note.get("deleted")),
        tags=tuple((tag, counted(count, "note")) for tag, count in tags.most_common()),
        sources=tuple(
            (clean_line(source), clean_line(str(article.get("title") or "")))
            for article in table_documents(tables, "articles")
            if isinstance(article.get("sources"), list)
            for source in article["sources"]
            if isinstance(source, str) and source != "-"
        ),
        dossiers=tuple((name, counted(count, "article")) for name, count in sorted(count_members(tables).items())),
    )


def count_members(tables: object) -> Counter[str]:
    members = (each for each in table_documents(tables, "dossiers") if not each.get("deleted"))
    return Counter(clean_line(each["dossier"]) for each in members if isinstance(each.get("dossier"), str))


def table_documents(tables: object, name: str) -> Iterator[dict[str, Any]]:
    table = tables.get(name) if isinstance(tables, dict) else None
    for document in table.values() if isinstance(table, dict) else ():
        if isinstance(document, dict) and isinstance(document.get("id"), str):
            yield document


def note_completion(note: dict[str, Any]) -> tuple[str, str]:
    """Return a note's id and the beginning of its text, or of its passage."""
    anchor = note.get("anchor")
    passage = anchor.get("exact") if isinstance(anchor, dict) else None
    words = note.get("text") or passage or ""
    line = " ".join(words.split()) if isinstance(words, str) else ""
    return clean_line(note["id"]), clean_line(line if len(line) <= MAX_SUMMARY else f"{line[: MAX_SUMMARY - 1]}…")
