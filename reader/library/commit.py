"""What a transaction writes at its end: a line of the journal or the whole library, and then the backup.

Of a large library only what has changed is written, until the journal has grown to a part of the file.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from reader.library.backups import back_up_line, set_aside, write_ranges
from reader.library.codec.records import SCHEMA, Tables
from reader.library.conflict_copies import signature_of
from reader.library.journal import Journal, changes_between, encode_line, first_line, journal_path
from reader.library.meta import digests_after, sealed_tables, stored_digest, with_meta
from reader.library.ranges import MisfitError, identity_of
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles, Snapshot
from reader.system import atomic_file

JOURNAL_FROM = 4 << 20
"""Bytes of the smallest library with a journal: to write less takes a few hundredths of a second, and every program can
read it at any time."""

FOLD_AT = 4
"""A journal that would be longer than the library divided by this is folded by the save itself: replaying it would take
noticeable time at each start."""


class Saved(NamedTuple):
    snapshot: Snapshot
    """The library as it has been written."""
    back_up: Callable[[], None]
    """Makes the backup. Raises OSError."""


def change_of(before: Snapshot, pending: Tables) -> tuple[Tables, bytes] | None:
    """Return the library as it will be, and the line to append to its journal, empty if nothing has changed; None
    if the whole library is needed, or is to be rewritten.
    """
    file, stored = before.signatures[0], stored_digest(before.tables)
    sound = before.plain and before.schema == SCHEMA and not before.damage and not before.behind
    sound = sound and not before.edited  # what was written over is in no line of the journal
    if file is None or file.size < JOURNAL_FROM or not sound or stored is None:
        return None
    tables = with_all_tables(pending)
    try:
        known = before.tables_replaced_by(tables)
    except MisfitError:
        return None
    documents = changes_between(known, tables)
    if documents is None or (digests := digests_after(before.tables, known, documents)) is None:
        return None
    if documents:
        tables = with_meta(tables, digests)
        documents["meta"] = tables["meta"]
    head = b"" if before.journal.length else first_line(stored)
    with suppress(TypeError, RecursionError):
        line = head + encode_line(documents) if documents else b""
        if before.journal.length + len(line) <= file.size // FOLD_AT:
            return tables, line
    return None


def append(beside: LibraryFiles, before: Snapshot, tables: Tables, line: bytes, tell: Callable[[str], None]) -> Saved:
    """Write a line to the journal. Raises OSError."""
    set_aside(beside, before, before.tables, tell)
    linked = signature_of(os.stat(beside.library))  # a dated copy may be a hard link to it
    library = linked if before.signatures[0] and linked[:4] == before.signatures[0][:4] else before.signatures[0]
    length = before.journal.length
    if length:
        status = atomic_file.append_to_file(beside.journal, length, line)
    else:
        status = atomic_file.replace_file(beside.journal, line, follow=False)
    snapshot = replace(
        before,
        tables=tables,
        signatures=(library, signature_of(status)),
        journal=Journal(before.journal.base or stored_digest(before.tables) or "", length=length + len(line)),
    )
    return Saved(snapshot, partial(back_up_line, beside, length, line))


def rewrite(beside: LibraryFiles, before: Snapshot, pending: Tables, tell: Callable[[str], None]) -> Saved:
    """Replace the library and delete its journal. Raises OSError, RecursionError."""
    tables = sealed_tables(with_all_tables(pending))
    set_aside(beside, before, tables, tell)
    data = encode_tables(tables, before.plain)
    status = atomic_file.replace_file(beside.library, data)
    with suppress(OSError):  # it has nothing that the file lacks, and is known not to continue it
        beside.journal.unlink(missing_ok=True)

    def back_up() -> None:
        is_large = len(data) >= JOURNAL_FROM  # then the next saves leave the backup as it is
        atomic_file.replace_file(beside.backup, data, synced=is_large, follow=False)
        journal_path(beside.backup).unlink(missing_ok=True)
        if is_large:
            write_ranges(beside, data, identity_of(status))

    return Saved(Snapshot(tables, (signature_of(status), None), before.plain), back_up)
