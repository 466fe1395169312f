"""A TinyDB storage that loses nothing in a crash, on a full disk, or with several writers.

A transaction takes the lock, reads the file again if it has changed, and at its end writes the new content to a
temporary file, which is synced and replaces the library, or of a large one only what has changed, as a line of its
journal (`commit.py`). So the file is complete at every moment, and reading needs no lock. What is read is an immutable
snapshot, so threads that read do not wait for one that writes. Of a large library a snapshot is at first only a part
(`ranges/`): the documents that are asked for by their terms are read one by one, and the rest when somebody asks for
all.

Pitfall: a save has succeeded once the replacement is synced. A later failure (of the backup) is only a notice; an
earlier one is an error, after which the cached content is dropped, since it may not be what is on the disk.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tinydb.storages import Storage

from reader.annotations.revisions import UNKNOWN, Authorship
from reader.errors import LibraryError, explained, raising
from reader.library import commit
from reader.library import snapshot as snapshots
from reader.library.backups import renew_ranges
from reader.library.codec import Document, document_id
from reader.library.codec.records import SCHEMA, Tables, free_keys
from reader.library.conflict_copies import Signature
from reader.library.high_water import HighWaterMark, Mark, RollbackWatch, find_record
from reader.library.journal import changes_between, with_changes
from reader.library.meta import steps, stored_digest, stored_state
from reader.library.ranges import UNREADABLE, MisfitError, Term, count_document_tags, keys_by_term
from reader.library.recovery import with_all_tables
from reader.library.snapshot import LibraryFiles, Snapshot, files_of, take_part
from reader.system import atomic_file
from reader.text.sanitize import clean_line

T = TypeVar("T")

LOCK_WAIT = 30.0
"""Seconds: a save takes milliseconds, so a process that has the lock for longer is stopped or its disk is dead."""

NOTHING = Snapshot({}, (None, None))  # what no transaction begins with


class SafeStorage(Storage):
    """One library file; only `write`, `put` and `transaction` write. Thread-safe. All methods raise LibraryError."""

    def __init__(self, path: Path, by: Authorship = UNKNOWN, mark: HighWaterMark | None = None) -> None:
        self.path = path
        self._by = by
        self._mark = mark
        self._watch = RollbackWatch()
        self._snapshot: Snapshot | None = None
        self._threads = threading.RLock()
        self._swept = False
        self._owner: int | None = None
        """The thread of the running transaction."""
        self._before = NOTHING
        """The snapshot that the transaction began with, or the whole of it. Other threads may replace theirs."""
        self._pending: Tables = {}
        """The tables that the transaction will write; of a part, those that it has or changes."""
        self._written = False
        self._folding = False
        """True if the transaction is to fold the journal."""
        self._keys: dict[str, tuple[dict[str, Document], dict[Term, list[str]]]] = {}
        """Whole tables, each with the keys of its records by their terms."""
        self._renewed: Signature | None = None
        """The library whose ranges were looked at last."""
        self.readings = 0
        """How often the library was read from the disk: once more whenever others have written it."""
        self._notices: list[str] = []
        self._told: set[str] = set()

    @property
    def files(self) -> LibraryFiles:
        return files_of(Path(os.path.realpath(self.path)))

    def tell(self, notice: str) -> None:
        """Add a notice for the user, unless the same was added before."""
        if notice not in self._told:
            self._told.add(notice)
            self._notices.append(clean_line(notice))

    def take_notices(self) -> list[str]:
        taken, self._notices = self._notices, []
        return taken + self._watch.take_notices()

    @property
    def damage(self) -> str:
        """A description of the damage, to follow the name of the file; "" if there is none."""
        return self._current().damage

    @property
    def is_as_written(self) -> bool:
        """True if the file is sound, of the current schema and not older than its backup or what this device knows."""
        current = self._current()
        sound = not current.damage and current.schema == SCHEMA and not current.behind
        return sound and not self._watch.complaint

    @property
    def has_changed(self) -> bool:
        """True if another program has written the library since it was read here."""
        return self._snapshot is not None and self._snapshot.signatures != snapshots.current_signatures(self.files)

    def verify(self) -> None:
        """Read the whole library if it is not as it was backed up, since a part does not show damage elsewhere."""
        beside = self.files
        with suppress(OSError):
            if self._current().ranges and not atomic_file.have_same_content(beside.library, beside.backup):
                self._current(whole=True)

    @property
    def watch(self) -> RollbackWatch:
        """What the library, as it is now, lacks of the saves of this device."""
        self._current()
        return self._watch

    @property
    def last_step(self) -> int:
        """The number of the last save of this device into the library, as the state folder has it."""
        return self._mark.read().step if self._mark else 0

    def accept_loss(self) -> str:
        """Have nothing that this device has saved before count as missing; return what was missing, "" if nothing."""
        missing = self.watch.missing
        with explained(LibraryError, clean_line(f"cannot write to the state folder for the library {self.path}")):
            if missing and self._mark:
                self._mark.accept()
        self._watch = RollbackWatch()
        return missing

    def read(self) -> Tables:
        """Return the current tables, or those that the running transaction of this thread will write."""
        return dict(self._current(whole=True).tables)

    def over_records(self, function: Callable[[Iterator[tuple[str, str, Document]]], T]) -> T:
        """Return what a function makes of every record, each with its table and key; a large library is not held in
        memory, and if that fails, the function is called again.
        """
        known = self._current()
        if known.ranges is not None:
            with suppress(MisfitError):
                return function(known.ranges.records(known.tables))
        tables = self.read().items()
        return function((name, key, document) for name, table in tables for key, document in table.items())

    def documents(self, name: str, *terms: Term) -> dict[str, Document]:
        """Return a table's documents as `read` does, or at least those with any of `terms`; never changed in place."""
        known = self._current()
        if terms and known.ranges:
            with suppress(MisfitError):
                return known.ranges.documents(name, terms, known.tables.get(name, {}))
        table = self.read().get(name, {})
        if not terms:
            return table
        if name not in self._keys or self._keys[name][0] is not table:
            self._keys[name] = table, keys_by_term(name, table)
        return {key: table[key] for term in (UNREADABLE, *terms) for key in self._keys[name][1].get(term, ())}

    def tag_counts(self) -> Counter[str]:
        known = self._current()
        if known.ranges:
            with suppress(MisfitError):
                return known.ranges.tag_counts(known.tables["notes"])
        return count_document_tags(self.read().get("notes", {}).values())

    def meta(self) -> dict[str, Document]:
        return with_all_tables({"meta": self._current().tables.get("meta", {})})["meta"]

    def free_keys(self, name: str) -> Iterator[str]:
        known = self._current()
        table = known.tables.get(name, {})
        return free_keys(table, known.ranges.last[name] if known.ranges else len(table))

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the content of the library at the end of the transaction, or at once outside of one."""
        with self.transaction():
            self._current(whole=True)  # what is written replaces all of it
            self._pending, self._written = dict(data), True

    @property
    def is_part(self) -> bool:
        """True if records can be read without the whole library."""
        return self._current().ranges is not None

    def write_changes(self, before: Tables, after: Tables) -> None:
        """Replace records of `before`, a part of the library, and add new ones under keys free in all of it."""
        with self.transaction():
            for name, table in after.items():
                known, free = before.get(name, {}), self.free_keys(name)
                changed = {key: document for key, document in table.items() if known.get(key) != document}
                self.put(name, {key if key in known else next(free): changed[key] for key in changed})

    def find(self, name: str, record_id: str) -> Document | None:
        """Return the (first) document of a table with this `id`; None if there is none.

        Documents are found by their `id`: their keys may be reused by other processes and have no meaning.
        """
        found = self.documents(name, ("id", record_id)).values()
        return next((document for document in found if document_id(document) == record_id), None)

    def put_records(self, name: str, documents: Iterable[Document]) -> None:
        """Replace or insert documents of a table by their `id`, in one write."""
        with self.transaction():
            if wanted := list(documents):
                known = self.documents(name, *(("id", document["id"]) for document in wanted))
                keys = {document_id(document): key for key, document in reversed(known.items())}
                free, changed = self.free_keys(name), dict[str, Document]()
                for document in wanted:
                    key = keys[document["id"]] = keys.get(document["id"]) or next(free)
                    changed[key] = document
                self.put(name, changed)

    def put(self, name: str, documents: dict[str, Document]) -> None:
        """Replace or add documents of a table by their keys, like `write`."""
        with self.transaction():
            table = {**self._pending.get(name, {}), **documents}
            self._pending, self._written = {**self._pending, name: table}, True

    def fold(self) -> None:
        """Have the transaction write the whole library and delete its journal, or do so at once outside of one."""
        with self.transaction():
            self._folding = True
            self.write(self.read())

    @property
    def position(self) -> tuple[str, int]:
        """The digest of the library file ("" if it has none), and the bytes of its journal that have been read."""
        current = self._current()
        return current.journal.base or stored_digest(current.tables) or "", current.journal.length

    @contextmanager
    def transaction(self, *, anew: bool = False) -> Iterator[None]:
        """Open an exclusive transaction, or join the running one of this thread.

        What was written is durable when the outer one ends, and discarded if it ends by an exception. A library that is
        gone is begun again only if that is wanted (`anew`).
        """
        with self._threads:
            if self._owner is not None:
                yield
                return
            beside = self.files
            self._read()  # without the lock, whose folder may be on a disk that is not there
            if not anew:
                self._watch.refuse()
            with self._locked(beside):
                try:
                    self._before = self._read()
                    self._owner, self._pending = threading.get_ident(), self._before.tables
                    yield
                    if self._written:
                        self._commit(beside)
                except BaseException:
                    self._snapshot = None
                    raise
                finally:
                    self._owner, self._pending, self._written, self._folding = None, {}, False, False
                    self._before = NOTHING

    def _current(self, *, whole: bool = False) -> Snapshot:
        """Return the library, or a part unless `whole`, as it is or as this thread's transaction will write it."""
        if self._owner != threading.get_ident():
            return self._read(whole=whole)
        if whole and self._before.ranges is not None:
            changes = changes_between(self._before.tables, self._pending)
            if changes is None:
                raise LibraryError(f"cannot save to the library {self.path}: records of a part were replaced by others")
            self._before = self._read(whole=True)
            self._pending = with_changes(self._before.tables, [changes])
        return replace(self._before, tables=self._pending)

    def _read(self, *, whole: bool = False) -> Snapshot:
        """Return the snapshot, or a part if that fits, unless `whole`; taken again if a file has changed."""
        known, beside = self._snapshot, self.files
        is_part = known is None or known.ranges is not None
        if known and not (whole and is_part) and known.signatures == snapshots.current_signatures(beside):
            return known
        saves = self._mark.read() if self._mark else Mark()  # first: another window may save in between
        self.readings += 1
        if not whole:
            self._snapshot = part = take_part(beside)
            with suppress(MisfitError):
                if part is not None:
                    self._look_back(part, saves)
                    return part
        self._snapshot = found = snapshots.take_snapshot(beside, self.tell, self._by)
        self._look_back(found, saves)
        return found

    def _look_back(self, snapshot: Snapshot, known: Mark) -> None:
        """Tell which saves of this device are missing, and edits from outside. Raises MisfitError for a wrong part."""
        if self._mark is None:
            return
        last = known.saves[-1] if known.saves else None  # a library that it has left whole, as it is, lacks nothing
        is_known = last is None or (last.whole and last.digest == stored_state(snapshot.tables))
        missing = None if is_known else known.missing(partial(find_record, snapshot))
        self._watch.look(self.files.library, snapshot, missing)
        if untold := {own: edit for own, edit in snapshot.edited.items() if edit not in known.told}:
            for own in untold:
                self.tell(
                    f"{own} in {self.path} was changed by another program: it is marked until you accept its words"
                )
            with suppress(OSError):  # then it is told again
                self._mark.record_told(known.told.union(untold.values()))

    @contextmanager
    def _locked(self, beside: LibraryFiles) -> Iterator[None]:
        """Take the lock between processes; earlier versions take the same one. Raises LibraryError."""
        refuse_unwritable(beside.library)
        if self.path.is_symlink() and not beside.library.parent.is_dir():
            words = f"the library {self.path} is a link into a folder that is not there: {beside.library.parent}"
            raise LibraryError(clean_line(words))
        busy = f"the library {beside.library} has been in use by another program for {LOCK_WAIT:.0f} s: try again"
        with (
            explained(LibraryError, clean_line(f"cannot lock the library {beside.library}")),
            raising(LibraryError(clean_line(busy)), on=TimeoutError),
        ):
            atomic_file.make_folder(beside.library.parent)
            lock = atomic_file.open_lock(beside.lock, LOCK_WAIT)
        try:
            yield
        finally:
            with suppress(OSError):  # what was saved is safe, and the lock ends with the process at the latest
                os.close(lock)

    def _commit(self, beside: LibraryFiles) -> None:
        """Write what the transaction has changed, then the backup. Raises LibraryError."""
        change = None if self._folding else commit.change_of(self._before, self._pending)
        if change is None and self._before.ranges is not None:
            self._current(whole=True)
            change = commit.change_of(self._before, self._pending)
        if change and not change[1]:
            return
        before, pending = self._before, self._pending
        saving = clean_line(f"cannot save to the library {beside.library}")
        with (
            explained(LibraryError, saving, "; its previous content is intact"),
            raising(LibraryError(f"{saving}: foreign data in it is nested too deeply"), on=RecursionError),
        ):
            if not self._swept:
                for left in atomic_file.stale_temporaries(beside.library):
                    left.unlink(missing_ok=True)
                self._swept = True
            if change:
                saved = commit.append(beside, before, *change, self.tell)
            else:
                saved = commit.rewrite(beside, before, pending, self.tell)
            self._snapshot = saved.snapshot
        try:
            self._record_save(before, pending)
        except OSError as error:
            self.tell(f"not noted in the state folder: {error.strerror or error}; a later loss may not show")
        try:
            saved.back_up()
            if change and before.ranges is None and self._renewed != before.signatures[0]:
                renew_ranges(beside)
                self._renewed = before.signatures[0]
        except OSError as error:
            self.tell(f"the backup {beside.backup} was not written: {error.strerror or error}; what you saved is safe")

    def _record_save(self, before: Snapshot, after: Tables) -> None:
        """Note what was saved in the state folder, if it is anything. Raises OSError."""
        if self._mark is None or self._snapshot is None:
            return
        written = stored_state(self._snapshot.tables) or ""
        if written != stored_state(before.tables):
            step, whole = steps(after).get(self._by.device, 0), not self._watch.complaint
            self._mark.record_save(step, written, before.tables, after, whole=whole)


def refuse_unwritable(path: Path) -> None:
    """Raise LibraryError for a read-only file, which must not be replaced although the folder would allow it."""
    with explained(LibraryError, clean_line(f"cannot read the library {path}")), suppress(FileNotFoundError):
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            words = f"the library {path} is read-only: nothing was saved; make it writable first"
            raise LibraryError(clean_line(words))
