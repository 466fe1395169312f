"""The journal of a large library: what was saved since its file was written, a line a save.

    library.json.journal
        CHECKSUM {"journal": 1, "base": DIGEST}                        the library that it continues
        CHECKSUM {"notes": {KEY: DOCUMENT}, "meta": {KEY: DOCUMENT}}   the documents of one save, whole
        ...

File and journal are the library. A save appends a line and syncs it; *folding* writes all of it into the file and then
deletes the journal. `base` is the digest that the file has in its `meta`, so a journal fits exactly the library that it
was begun on, also a copy of it, and one that was damaged or changed by hand. A journal of another library is *stray*:
nothing of it is used, and it is kept if it has anything that the library lacks.

Order of writing: a new journal is a new file, replaced and synced with its folder. A line is written at the end of the
last whole one and synced before the save counts. Folding replaces the file, durably, before it deletes the journal, so
at each moment one of them has everything; a journal that is left over continues a library that is no more, and has
nothing that the file lacks.

Reading needs no lock: the journal is read before the file. If the library is folded in between, the file has what the
journal had.

A *torn* end, without its newline, is a save that never counted, or one that is being written now; the next save writes
over it. Any other line that does not match its checksum is damage.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.library import JOURNAL
from reader.library.codec import Document, NewerSchemaError, document_id, is_sealed, short_hash
from reader.library.codec.records import Tables, free_key
from reader.library.deduplicate import DECODERS, merge_documents
from reader.library.meta import stored_digest
from reader.system import atomic_file, fast_json

VERSION = 1  # version of this format
CHECKSUM_SIZE = 8  # bytes of the checksum of a line
PREFIX = 2 * CHECKSUM_SIZE + 1  # bytes of a line before its JSON: the checksum in hexadecimal and a space
HEAD = b'{"journal":'  # the beginning of the first line's JSON, by which a journal is recognized


@dataclass(frozen=True)
class Journal:
    """The content of a journal; an empty one if there is none."""

    base: str = ""
    """The digest of the library that it continues."""
    changes: tuple[Tables, ...] = ()
    """The documents of each save by table and key, oldest first."""
    length: int = 0
    """Bytes of its whole lines."""
    damaged: bool = False
    """True if whole lines cannot be read."""


NO_JOURNAL = Journal()


def journal_path(path: Path) -> Path:
    return path.with_name(path.name + JOURNAL)


def encode_line(value: object) -> bytes:
    """Return a line. Raises TypeError for what JSON cannot say."""
    data = fast_json.dumps(value)
    return short_hash(data, CHECKSUM_SIZE).encode() + b" " + data + b"\n"


def first_line(base: str) -> bytes:
    """Return the first line of a journal that continues the library with this digest."""
    return encode_line({"journal": VERSION, "base": base})


def is_journal(raw: bytes) -> bool:
    return raw[PREFIX : PREFIX + len(HEAD)] == HEAD


def line_values(raw: bytes) -> Iterator[dict[str, Any] | None]:
    """Yield the value of each whole line; None for a damaged one."""
    lines = raw.split(b"\n")
    for line in lines[:-1]:
        data = line[PREFIX:]
        is_whole = line[:PREFIX] == short_hash(data, CHECKSUM_SIZE).encode() + b" "
        value = fast_json.loads_or_none(data) if is_whole else None
        yield value if isinstance(value, dict) else None


def decode_journal(raw: bytes) -> Journal:
    """Return the content of a journal. Raises NewerSchemaError."""
    length = raw.rfind(b"\n") + 1
    if not length:
        return Journal()
    head, *values = line_values(raw)
    changes = tuple(value for value in values if value is not None and all(map(has_documents, value.values())))
    damaged = len(changes) < len(values)
    if head is None or "journal" not in head:
        return Journal("", changes, length, damaged=True)
    if head["journal"] != VERSION:
        raise NewerSchemaError(f"it has a journal of version {head['journal']}; this version knows {VERSION}")
    return Journal(str(head.get("base")), changes, length, damaged)


def read_later_saves(path: Path, base: str, length: int) -> Journal | None:
    """Return what the journal of the library at `path` has after its first `length` bytes, or all of it if that is 0.

    The library must be the one whose digest is `base`. None if the journal does not continue it, or is damaged. Raises
    OSError, NewerSchemaError.
    """
    with atomic_file.opened_regular(journal_path(path)) as (file, status):
        raw = os.pread(file, max(0, status.st_size - length), length)
    found = decode_journal((first_line(base) if length else b"") + raw)
    if found.damaged or found.base != base:
        return None
    return replace(found, length=length + raw.rfind(b"\n") + 1)


def has_documents(table: object) -> bool:
    """Return whether a table, which another program may have written, has documents by their keys."""
    return isinstance(table, dict) and all(isinstance(document, dict) for document in table.values())


def with_journal(tables: Tables, journal: Journal) -> Tables | None:
    """Return the tables of a library with its journal; None if the journal is stray."""
    if not journal.base or journal.base != stored_digest(tables):
        return None
    return with_changes(tables, journal.changes)


def changes_between(before: Tables, after: Tables) -> Tables | None:
    """Return the documents of `after` that are new objects; None if one of `before` is gone or has another id there."""
    if before.keys() - after.keys():
        return None
    changes: Tables = {}
    for name, table in after.items():
        known = before.get(name, {})
        if table is known:
            continue
        changed = {key: document for key, document in table.items() if known.get(key) is not document}
        if len(known) + sum(key not in known for key in changed) != len(table):
            return None
        if any(document_id(known[key]) != document_id(changed[key]) for key in changed.keys() & known.keys()):
            return None
        if changed or name not in before:
            changes[name] = changed
    return changes


def with_changes(tables: Tables, changes: Iterable[Tables]) -> Tables:
    """Return tables with the documents of each save; what another program has put in their place is kept, too."""
    newest: dict[str, dict[tuple[str, str], tuple[str, Document]]] = {}
    for change in changes:
        for name, documents in change.items():
            saved = newest.setdefault(name, {})
            for key, document in documents.items():
                own = document_id(document)
                saved[("id", own) if own else ("key", key)] = key, document
    found = dict(tables)
    for name, saved in newest.items():
        found[name] = table = dict(tables.get(name, {}))
        for key, document in saved.values():
            known = table.get(key)
            if known is not None and document_id(known) != document_id(document):
                table[free_key(table)] = document
            elif known is not None and name in DECODERS and not is_sealed(known):
                table[key] = merge_documents(name, document, known)
            else:
                table[key] = document
    return found
