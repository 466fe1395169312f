"""Read the library file: the paths of the file and its backups, and its content at one moment.

Reading writes nothing, even if the file is damaged: what can be recovered is served from memory, with a notice. If
nothing can be recovered, every use is an error. The file is not changed in either case; `SafeStorage` keeps a copy of a
damaged one before it replaces it by the recovered content.

A library is read in part only if reading all of it would tell nothing more: its file and backup are those that its
ranges were made for, its journal continues it and is sound, and there is no other copy that may have more.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from reader.annotations.revisions import Authorship
from reader.errors import LibraryError, ReaderError, explained
from reader.library import JOURNAL, conflict_copies, recovery
from reader.library.codec import NewerSchemaError
from reader.library.codec.records import SCHEMA, Tables
from reader.library.conflict_copies import Signature, find_copies, signature_of
from reader.library.journal import NO_JOURNAL, Journal, decode_journal, journal_path, with_changes
from reader.library.meta import stored_digest
from reader.library.ranges import MisfitError, RecordRanges, load_ranges, scan_records
from reader.library.read_repair import ReadRepair, restored_bytes
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean_line

READ_AGAIN = 5
"""Attempts to read a file that changes meanwhile, before it counts as damaged: others may write it in place."""

MAX_SIZE = 512 << 20  # bytes: a larger file is not a library that anybody has written


class LibraryFiles:
    """The paths of the library file and of the files beside it.

    A save makes copies, with a time in their names; `all_named` finds them:

        .bak-20261124          the library as it was before the first save of a day
        .bak-schema1-TIME      the same before it was migrated from a schema
        .newer-TIME            a backup that had more than a library that was restored from elsewhere
        .damaged-TIME          a damaged library
    """

    def __init__(self, library: Path) -> None:
        """`library` is the file itself: symbolic links are followed before."""
        self.library = library
        self.lock = self.named(".lock")
        self.backup = self.named(".bak")
        """The same bytes as the library, rewritten after each save."""
        self.journal = journal_path(self.library)
        """What was saved since a large library was written."""
        self.ranges = self.named(".ranges")
        """Where each record of a large library is."""
        self.texts = self.named(".texts")
        """The folder of the kept texts."""

    def named(self, ending: str) -> Path:
        return self.library.with_name(self.library.name + ending)

    def all_named(self, ending: str) -> list[Path]:
        """Return the copies whose endings begin so, oldest first. Raises OSError, as the next two do."""
        start = self.library.name + ending
        try:
            with os.scandir(self.library.parent) as entries:
                names = [entry for entry in entries if entry.name.startswith(start)]
                return sorted(Path(entry) for entry in names if not entry.name.endswith(JOURNAL))
        except FileNotFoundError:
            return []

    def all_dated(self) -> list[Path]:
        """Return the copies of days, oldest first."""
        return [path for path in self.all_named(".bak-") if path.name[-8:].isdigit() and path.name[-9] == "-"]

    def backups(self) -> Iterator[Path]:
        """Yield the backups from the newest to the oldest."""
        yield self.backup
        yield from reversed(self.all_dated())
        yield from reversed(self.all_named(".bak-schema"))

    def copies(self) -> Iterator[Path]:
        """Yield the backups and the newer ones that were kept, the newest of each first. Raises nothing."""
        with suppress(OSError):
            yield from (*self.backups(), *reversed(self.all_named(".newer-")))


files_of = lru_cache(8)(LibraryFiles)  # made once for each library: it is looked for before each reading
Tell = Callable[[str], None]  # called with a notice for the user

Signatures = tuple[Signature | None, Signature | None]
"""Those of the library and of its journal; None for one that is not there."""


@dataclass(frozen=True)
class Snapshot:
    """The content of the library when it was last read or written."""

    tables: Tables
    signatures: Signatures
    plain: bool = True
    """True if `fast_json` can read it, and so write it again without loss."""
    schema: int = SCHEMA
    """The schema of the file; the tables have the current one."""
    damage: str = ""
    """Why the tables were recovered; "" if they are the file's own."""
    damaged: tuple[bytes, ...] = ()
    """The content of the damaged files."""
    behind: bool = False
    """True if the backup or a stray journal has something that the library lacks."""
    edited: Mapping[str, str] = field(default_factory=dict)
    """The revisions that another program has written over records, by these ("note ID")."""
    stray: Tables | None = None
    """What a stray journal has, if that is more than the library."""
    journal: Journal = NO_JOURNAL
    """The journal that the tables include; its changes are left out."""
    ranges: RecordRanges | None = None
    """If given, the tables have `meta` and what the journal has; the other records are to be read by their ranges."""

    def tables_replaced_by(self, after: Tables) -> Tables:
        """Return the tables; of a part, also the documents that `after` replaces. Raises MisfitError."""
        if self.ranges is None:
            return self.tables
        ranges = self.ranges
        return {
            name: {**ranges.replaced(name, after.get(name, {}).keys() - table.keys()), **table}
            for name, table in self.tables.items()
        }


def current_signatures(beside: LibraryFiles) -> Signatures:
    """Return the signatures of the library and its journal. Raises LibraryError."""
    journal = current_signature(beside.journal)  # first, as they are read
    return current_signature(beside.library), journal


def current_signature(path: Path) -> Signature | None:
    """Return the signature of a file; None if there is none. Raises LibraryError."""
    with explained(LibraryError, clean_line(f"cannot read the library {path}")), suppress(FileNotFoundError):
        return signature_of(os.stat(path))
    return None


def take_part(beside: LibraryFiles) -> Snapshot | None:
    """Return a snapshot with what the journal has and the ranges of the rest; None if the library has to be read."""
    with suppress(MisfitError, LibraryError, NewerSchemaError, OSError):
        ranges = load_ranges(beside.library, beside.ranges)  # small libraries have none
        copied, _ = read_file(journal_path(beside.backup), follow=False)  # first: it is written after the journal
        saved, journal_signature = read_file(beside.journal, follow=False)  # before the file: see `journal`
        signatures = signature_of(os.stat(beside.library)), journal_signature
        alone = all(path == beside.backup for path in find_copies(beside.library))
        fits = alone and ranges.were_made_for(beside.library, beside.backup) and saved.startswith(copied)
        if fits and ranges.entries and ranges.replaced("meta", ranges.meta) == ranges.meta:
            tables, journal = recovery.with_all_tables({"meta": ranges.meta}), decode_journal(saved)
            if not journal.damaged and (not journal.length or journal.base == stored_digest(tables)):
                tables = with_changes(tables, journal.changes)
                return Snapshot(tables, signatures, journal=replace(journal, changes=()), ranges=ranges)
    return None


def take_snapshot(beside: LibraryFiles, tell: Tell, by: Authorship) -> Snapshot:
    """Read the library; `tell` is called with notices for the user. Revisions of schema 1 are made `by` this author.

    What single flipped bits have damaged is restored from the copies. Raises LibraryError.
    """
    for _ in range(READ_AGAIN):
        journal, journal_signature = read_file(beside.journal, follow=False)  # first: see `journal`
        raw, signature = read_file(beside.library)
        stored, signatures = recovery.Stored(raw, journal), (signature, journal_signature)
        try:
            if signatures[0] is None:
                raise recovery.DamagedLibraryError("is missing")
            if not stored.raw or stored.raw.isspace():
                raise recovery.DamagedLibraryError("is empty")
            if is_as_backed_up(beside, stored):
                return sound_snapshot(beside, signatures, recovery.read_stored(stored, by), tell, backed_up=True)
            return repaired_snapshot(beside, stored, signatures, by, tell)
        except NewerSchemaError as error:
            words = f"the library {beside.library} was written by a newer version of reader ({error}): update reader"
            raise LibraryError(clean_line(words)) from error
        except recovery.DamagedJournalError as error:
            broken = Snapshot({}, signatures, damage=str(error), damaged=(stored.journal,))
        except recovery.DamagedLibraryError as error:
            kept = tuple(raw for raw in (stored.raw, stored.journal) if raw and not raw.isspace())
            broken = Snapshot({}, signatures, damage=str(error), damaged=kept)
        if current_signatures(beside) == signatures:
            break
    return recover_snapshot(beside, broken, stored, tell)


def read_file(path: Path, *, follow: bool = True) -> tuple[bytes, Signature | None]:
    """Return the bytes and the signature of a file; no bytes and None if there is none. Raises LibraryError."""
    with explained(LibraryError, clean_line(f"cannot read the library {path}")), suppress(FileNotFoundError):
        raw, status = read_limited(path, follow=follow)
        return raw, signature_of(status)
    return b"", None


def repaired_snapshot(
    beside: LibraryFiles, stored: recovery.Stored, signatures: Signatures, by: Authorship, tell: Tell
) -> Snapshot:
    """Return the snapshot of a library that is not as it was backed up, with damaged records as in its copies.

    Raises LibraryError, DamagedLibraryError, NewerSchemaError.
    """
    found = restored_bytes(stored, copies_of_size(beside, len(stored.raw)))
    repair = ReadRepair(copy for _, copy in readable_copies(beside.copies()))
    snapshot = sound_snapshot(beside, signatures, recovery.read_stored(found, by, repair.heal), tell, backed_up=False)
    if found == stored and not repair.restored:
        return replace(snapshot, edited=repair.edited)
    count = len(repair.restored)
    what = f"had damage in {counted(count, 'record')}" if count else "had a damaged byte"
    damage = f"{what}, restored from a copy that verifies"
    tell(f"the library {damage}; the next save keeps the damaged file beside {beside.library}")
    damaged = tuple(
        own for own, sound in ((stored.raw, found.raw), (stored.journal, found.journal)) if own != sound or count
    )
    return replace(snapshot, damage=damage, damaged=tuple(filter(None, damaged)), edited=repair.edited)


def readable_copies(paths: Iterable[Path]) -> Iterator[tuple[Path, Tables]]:
    """Yield those of some copies that can be read, and are no links, each with its tables."""
    for path in paths:
        with suppress(OSError, ReaderError):
            yield path, recovery.with_all_tables(recovery.read_stored(read_with_journal(path, follow=False)).tables)


def copies_of_size(beside: LibraryFiles, size: int) -> Iterator[recovery.Stored]:
    """Yield the bytes of those of our copies that have `size` bytes; of a large library the others are not read."""
    for path in beside.copies():
        with suppress(OSError, LibraryError):
            if os.lstat(path).st_size == size:
                yield read_with_journal(path, follow=False)


def is_as_backed_up(beside: LibraryFiles, stored: recovery.Stored) -> bool:
    """Return whether the backup has the same bytes as the library, perhaps without the last lines of its journal."""
    with suppress(OSError, ReaderError):
        journal, _ = read_file(journal_path(beside.backup), follow=False)
        return stored.journal.startswith(journal) and atomic_file.has_content(beside.backup, stored.raw)
    return False


def sound_snapshot(
    beside: LibraryFiles, signatures: Signatures, content: recovery.Content, tell: Tell, *, backed_up: bool
) -> Snapshot:
    """Return a sound library, compared with its copies, with the backup unless `backed_up`. Raises LibraryError."""
    tables, behind = compare_copies(beside, recovery.with_all_tables(content.tables), tell, backed_up)
    stray = content.stray
    if stray is not None and (missing := conflict_copies.missing_records(tables, stray)):
        tell(conflict_copies.notice(beside.library, beside.journal, missing))
        behind = True
    else:
        stray = None
    journal = replace(content.journal, changes=())
    return Snapshot(tables, signatures, content.plain, content.schema, behind=behind, stray=stray, journal=journal)


def read_limited(path: Path, *, follow: bool = True) -> tuple[bytes, os.stat_result]:
    """Return the bytes and status of a library or a copy of one. Raises OSError, LibraryError if it is too large."""
    size = os.stat(path, follow_symlinks=follow).st_size
    if size > MAX_SIZE:
        limit = f"more than the {MAX_SIZE >> 20} MB that a library may have"
        raise LibraryError(clean_line(f"{path} has {size >> 20:,} MB, {limit}: it was not read"))
    return atomic_file.read_with_status(path, follow=follow)


def check_copy(path: Path) -> None:
    """Raise what reading a copy does: OSError, LibraryError, DamagedLibraryError, NewerSchemaError.

    If this version has written it, its records are not held in memory.
    """
    stored = read_with_journal(path, follow=False)
    with suppress(MisfitError):
        schemas = {document.get("schema") for name, _, document, *_ in scan_records(stored.raw) if name == "meta"}
        if schemas == {SCHEMA} and not decode_journal(stored.journal).damaged:
            return
    recovery.read_stored(stored)


def read_with_journal(path: Path, *, follow: bool = True) -> recovery.Stored:
    """Return the bytes of a library or a copy of one, and of its journal. Raises OSError, LibraryError."""
    journal = b""
    with suppress(FileNotFoundError):
        journal = read_limited(journal_path(path), follow=False)[0]
    return recovery.Stored(read_limited(path, follow=follow)[0], journal)


def compare_copies(beside: LibraryFiles, tables: Tables, tell: Tell, backed_up: bool) -> tuple[Tables, bool]:
    """Look for copies of the library with something that it lacks, and tell how to merge them.

    Return the tables, with what other programs have overwritten since the backup, and whether the backup is one of the
    copies: then the library was restored from an older version.
    """
    behind = False
    paths = sorted(find_copies(beside.library), key=lambda path: path != beside.backup)
    for path, found in readable_copies(path for path in paths if path != beside.backup or not backed_up):
        copy = ReadRepair([tables]).heal(found)
        if missing := conflict_copies.missing_records(tables, copy):
            tell(conflict_copies.notice(beside.library, path, missing))
            behind = behind or path == beside.backup
        if path == beside.backup:
            tables = conflict_copies.with_previous_texts(tables, copy)
    return tables, behind


def recover_snapshot(beside: LibraryFiles, broken: Snapshot, stored: recovery.Stored, tell: Tell) -> Snapshot:
    """Return what can be recovered of a damaged library; an empty one if it is missing or empty without a backup.

    Raises LibraryError if there is nothing.
    """
    path, nothing = beside.library, not broken.damaged
    tables = recovery.recover_tables(stored, readable_backups(beside, broken.damage))
    if tables is not None:
        saved = f"{counted(len(tables['articles']), 'article')} and {counted(len(tables['notes']), 'note')}"
        if nothing:
            tell(f"the library {path} {broken.damage}: {saved} recovered from its backup")
        else:
            tell(f"the library {path} {broken.damage}: {saved} recovered; the next save keeps a copy of it as it is")
        return replace(broken, tables=tables, plain=False)
    if nothing:
        return Snapshot(recovery.with_all_tables({}), broken.signatures)
    words = (
        f"the library {path} {broken.damage} and nothing could be recovered from it; it is unchanged: "
        "move it away to start a new one, or choose another with --library"
    )
    raise LibraryError(clean_line(words))


def readable_backups(beside: LibraryFiles, damage: str) -> Iterator[recovery.Stored]:
    """Yield the backups from the newest to the oldest; symbolic links are skipped.

    Raises LibraryError for one that exists but cannot be read: it may have what the older ones lack, and the next save
    would replace it.
    """
    path = beside.library.parent
    try:
        for path in beside.backups():
            with suppress(FileNotFoundError):
                if not path.is_symlink():
                    yield read_with_journal(path, follow=False)
    except OSError as error:
        failed = f"the library {beside.library} {damage}, and its backups cannot be read: {path}"
        words = f"{failed}: {error.strerror or error}; make them readable, or move them away"
        raise LibraryError(clean_line(words)) from error
