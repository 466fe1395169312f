"""Whether the ranges of a library fit it, and their renewal.

A library is read in part only if reading all of it would tell nothing more: its file and backup are those that the
ranges were made for, its journal continues it and is sound, and there is no other copy that may have more.
"""

import os
from contextlib import suppress
from dataclasses import replace

from reader.errors import LibraryError
from reader.library.codec.records import Tables
from reader.library.conflict_copies import find_copies, signature_of
from reader.library.journal import NewerJournalError, decode_journal, journal_path, with_changes
from reader.library.meta import stored_digest
from reader.library.ranges import Identity, MisfitError, RecordRanges, encode_ranges, identity_of, load_ranges
from reader.library.recovery import DamagedLibraryError, NewerSchemaError, read_tables, with_all_tables
from reader.library.snapshot import LibraryFiles, Snapshot, read_file
from reader.system import atomic_file


def take_part(beside: LibraryFiles) -> Snapshot | None:
    """Return a snapshot with what the journal has and the ranges of the rest; None if the library has to be read."""
    with suppress(MisfitError, LibraryError, NewerJournalError, OSError):
        ranges = load_ranges(beside.library, beside.ranges)  # small libraries have none
        copied, _ = read_file(journal_path(beside.backup), follow=False)  # first: it is written after the journal
        saved, journal_signature = read_file(beside.journal, follow=False)  # before the file: see `journal`
        signatures = signature_of(os.stat(beside.library)), journal_signature
        fits = saved.startswith(copied) and is_alone(beside) and were_made_for(beside, ranges) and ranges.entries
        if fits and ranges.replaced("meta", ranges.meta) == ranges.meta:
            tables, journal = with_all_tables({"meta": ranges.meta}), decode_journal(saved)
            if not journal.damaged and (not journal.length or journal.base == stored_digest(tables)):
                tables = with_changes(tables, journal.changes)
                return Snapshot(tables, signatures, journal=replace(journal, changes=()), ranges=ranges)
    return None


def is_alone(beside: LibraryFiles) -> bool:
    """Return whether the library has no copy but its backup that may have more."""
    return all(path == beside.backup for path in find_copies(beside.library))


def were_made_for(beside: LibraryFiles, ranges: RecordRanges) -> bool:
    """Return whether file and backup are those that the ranges were made for. Raises OSError."""
    library, backup = os.stat(beside.library), os.lstat(beside.backup)
    return identity_of(library) == ranges.library and identity_of(backup) == ranges.backup


def renew_ranges(beside: LibraryFiles) -> None:
    """Write the ranges of a library that has others, or none. Raises nothing: then it is read whole."""
    with suppress(OSError):
        with suppress(OSError, MisfitError):
            if were_made_for(beside, load_ranges(beside.library, beside.ranges)):
                return
        raw, status = atomic_file.read_with_status(beside.library)
        tables = None
        with suppress(DamagedLibraryError, NewerSchemaError):
            content = read_tables(raw)
            tables = content.tables if content.plain else None
        write_ranges(beside, raw, tables, identity_of(status))


def write_ranges(beside: LibraryFiles, raw: bytes, tables: Tables | None, library: Identity) -> None:
    """Write the ranges of a library with these bytes and tables, if its backup has the same bytes. Raises nothing."""
    with suppress(OSError):
        backup = identity_of(os.lstat(beside.backup))
        if atomic_file.has_content(beside.backup, raw):
            data = encode_ranges(raw, tables, library, backup)
            atomic_file.replace_file(beside.ranges, data, synced=False, follow=False)
