"""What a save writes beside the library: backup, dated copies, what is set aside before it is replaced, and ranges.

A library file is replaced and never written in place, so copies of it can be hard links, which cost nothing.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.library import conflict_copies
from reader.library.codec.records import SCHEMA, Tables
from reader.library.journal import journal_path
from reader.library.meta import sealed_tables
from reader.library.ranges import Identity, MisfitError, encode_ranges, identity_of, load_ranges
from reader.library.recovery import encode_tables
from reader.library.snapshot import LibraryFiles, Snapshot, readable_copies
from reader.system import atomic_file

TAIL = 1 << 16  # bytes: more lines than are saved in half a minute, after which a system writes what was not synced
DATED_KEPT = 7  # number of dated copies, one a day


def set_aside(beside: LibraryFiles, before: Snapshot, after: Tables, tell: Callable[[str], None]) -> None:
    """Back up the file before it is replaced: a damaged one always, a sound one once a day. Raises OSError."""
    now = datetime.now(UTC)
    time = now.strftime("%Y%m%dT%H%M%S%fZ")
    backup = readable_copies([beside.backup] if before.behind else [])
    if any(conflict_copies.missing_records(after, copy) for _, copy in backup):
        link_copy(beside.backup, beside.named(f".newer-{time}"))
    if before.stray is not None:
        stray = encode_tables(sealed_tables(before.stray), plain=False)
        atomic_file.replace_file(beside.named(f".newer-{time}_journal"), stray, follow=False)
    for number, damaged in enumerate(before.damaged):
        if not any(atomic_file.has_content(copy, damaged) for copy in beside.all_named(".damaged-")):
            copy = beside.named(f".damaged-{time}" if number == 0 else f".damaged-{time}_journal")
            atomic_file.replace_file(copy, damaged, follow=False)
            tell(f"the damaged library was kept as {copy}")
    if not before.damage and before.signatures[0] is not None:
        if before.schema != SCHEMA:
            link_copy(beside.library, beside.named(f".bak-schema{before.schema}-{time}"))
        with suppress(OSError):  # a full disk must be reported by the save itself
            today = f"{now:%Y%m%d}"
            link_copy(beside.library, beside.named(f".bak-{today}"))
            # dates in the future, of a wrong clock, do not count
            past = [path for path in beside.all_dated() if path.name[-len(today) :] <= today]
            for old in past[:-DATED_KEPT]:
                old.unlink()
                journal_path(old).unlink(missing_ok=True)


def link_copy(path: Path, copy: Path) -> None:
    """Copy the library at `path` unless `copy` exists, by a hard link where possible, which costs nothing.

    `path` is replaced and never written in place, so the link keeps the old content. Its journal, which is, is copied.
    Raises OSError.
    """
    if os.path.lexists(copy):
        return
    with suppress(FileNotFoundError):
        journal = atomic_file.read_regular(journal_path(path), follow=False)
        atomic_file.replace_file(journal_path(copy), journal, follow=False)
    try:
        os.link(path, copy)
        copy.chmod(atomic_file.OWNER_ONLY)
    except OSError:  # a file system without hard links
        atomic_file.replace_file(copy, atomic_file.read_regular(path), follow=False)


def back_up_line(beside: LibraryFiles, length: int, line: bytes) -> None:
    """Write a line that the journal has after `length` bytes to the journal of the backup, too. Raises OSError."""
    copy = journal_path(beside.backup)
    if size_of(beside.backup) != size_of(beside.library):
        atomic_file.replace_file(beside.backup, atomic_file.read_regular(beside.library), follow=False)
    if length and size_of(copy) == length and tail_of(copy, length) == tail_of(beside.journal, length):
        atomic_file.append_to_file(copy, length, line, synced=False)
    else:
        journal = atomic_file.read_regular(beside.journal, follow=False)
        atomic_file.replace_file(copy, journal, synced=False, follow=False)


def tail_of(path: Path, length: int) -> bytes:
    """Return the last of the first `length` bytes of a file: all that a power cut can take of them. Raises OSError."""
    with atomic_file.opened_regular(path) as (file, _):
        return os.pread(file, min(length, TAIL), max(0, length - TAIL))


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; -1 if there is none. Raises OSError."""
    with suppress(FileNotFoundError):
        return os.lstat(path).st_size
    return -1


def renew_ranges(beside: LibraryFiles) -> None:
    """Write the ranges of a library that has others, or none. Raises nothing: then it is read whole."""
    with suppress(OSError):
        with suppress(OSError, MisfitError):
            if load_ranges(beside.library, beside.ranges).were_made_for(beside.library, beside.backup):
                return
        raw, status = atomic_file.read_with_status(beside.library)
        write_ranges(beside, raw, identity_of(status))


def write_ranges(beside: LibraryFiles, raw: bytes, library: Identity) -> None:
    """Write the ranges of a library with these bytes, if its backup has the same. Raises nothing."""
    with suppress(OSError):
        backup = identity_of(os.lstat(beside.backup))
        if atomic_file.has_content(beside.backup, raw):
            data = encode_ranges(raw, library, backup)
            atomic_file.replace_file(beside.ranges, data, synced=False, follow=False)
