"""A TinyDB storage that loses nothing in a crash, on a full disk, or with several writers.

A transaction takes the lock, reads the file again if it has changed, and at its end writes the new content to a
temporary file, which is synced and replaces the library. So the file is complete at every moment, and reading needs no
lock. Of a large library only what has changed is written, as a line of its journal (`journal/`), until that has grown
to a part of the file or `fold` is called. What is read is an immutable snapshot, so threads that read do not wait for
one that writes.

Pitfall: a save has succeeded once the replacement is synced. A later failure (of the backup) is only a notice; an
earlier one is an error, after which the cached content is dropped, since it may not be what is on the disk.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from tinydb.storages import Storage

from reader.annotations.revisions import UNKNOWN, Authorship
from reader.errors import LibraryError, ReaderError
from reader.library import conflict_copies, writer_queue
from reader.library import snapshot as snapshots
from reader.library.codec.records import SCHEMA, Tables
from reader.library.journal import Journal, changes_between, encode_line, first_line, journal_path
from reader.library.meta import Digest, digest_after, sealed_tables, stored_digest, with_meta
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles, Snapshot, refusal
from reader.system import atomic_file
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_WAIT = 30.0
"""Seconds: a save takes milliseconds, so a process that has the lock for longer is stopped or its disk is dead."""

LOCK_POLL = 0.001
"""Seconds between two attempts; only the first in the queue tries, so this is shorter than filelock's 0.05."""

JOURNAL_FROM = 4 << 20
"""Bytes of the smallest library with a journal: to write less takes a few hundredths of a second, and every program can
read it at any time."""

FOLD_AT = 4
"""A journal that would be longer than the library divided by this is folded by the save itself: replaying it would take
noticeable time at each start."""

DATED_KEPT = 7
"""Number of dated copies, one a day."""


class Change(NamedTuple):
    """What a save appends to the journal."""

    tables: Tables
    """The library with it."""
    line: bytes
    """Empty if nothing has changed."""
    base: str
    """The digest of the library."""


class SafeStorage(Storage):
    """One library file, opened at first use; only `write` and `transaction` write. Thread-safe.

    All methods raise LibraryError.
    """

    def __init__(self, path: Path, by: Authorship = UNKNOWN) -> None:
        self.path = path
        self._by = by
        self._snapshot: Snapshot | None = None
        self._threads = threading.RLock()
        self._lock: BaseFileLock | None = None
        self._merged = conflict_copies.MergedCopies()
        self._digest: Digest | None = None
        """The digest of the tables written last."""
        self._swept = False
        self._owner: int | None = None
        """The thread of the running transaction."""
        self._pending: Tables = {}
        """The tables that the transaction will write. Other threads may replace the snapshot meanwhile."""
        self._written = False
        self._folding = False
        """True if the transaction is to fold the journal."""
        self._notices: list[str] = []
        self._told: set[str] = set()

    @property
    def files(self) -> LibraryFiles:
        return LibraryFiles(Path(os.path.realpath(self.path)))

    def tell(self, notice: str) -> None:
        """Add a notice for the user, unless the same was added before."""
        if notice not in self._told:
            self._told.add(notice)
            self._notices.append(clean_line(notice))

    def take_notices(self) -> list[str]:
        taken, self._notices = self._notices, []
        return taken

    @property
    def damage(self) -> str:
        """A description of the damage, to follow the name of the file; "" if there is none."""
        return self._fresh().damage

    @property
    def is_as_written(self) -> bool:
        """True if the file is sound, of the current schema and not older than its backup."""
        current = self._fresh()
        return not current.damage and current.schema == SCHEMA and not current.behind

    def read(self) -> Tables:
        """Return the current tables, or those that the running transaction of this thread will write."""
        if self._owner == threading.get_ident():
            return dict(self._pending)
        return dict(self._fresh().tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the content of the library at the end of the transaction, or at once outside of one."""
        with self.transaction():
            self._pending, self._written = dict(data), True

    def fold(self) -> None:
        """Have the transaction write the whole library and delete its journal, or do so at once outside of one."""
        with self.transaction():
            self._folding = True
            self.write(self.read())

    @property
    def position(self) -> tuple[str, int]:
        """The digest of the library file ("" if it has none), and the bytes of its journal that have been read."""
        current = self._fresh()
        return current.journal.base or stored_digest(current.tables) or "", current.journal.length

    @property
    def is_folded(self) -> bool:
        """True if the file alone is the library."""
        return not self._fresh().journal.length

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open an exclusive transaction, or join the running one of this thread.

        What was written is durable when the outer one ends, and discarded if it ends by an exception.
        """
        with self._threads:
            if self._owner is not None:
                yield
                return
            beside = self.files
            with self._locked(beside):
                try:
                    before = self._fresh()
                    self._owner, self._pending = threading.get_ident(), before.tables
                    yield
                    if self._written:
                        self._commit(beside, before, self._pending)
                except BaseException:
                    self._snapshot = None
                    raise
                finally:
                    self._owner, self._pending, self._written, self._folding = None, {}, False, False

    def _fresh(self) -> Snapshot:
        """Return the snapshot, read again if a file has changed."""
        current, beside = self._snapshot, self.files
        if current is None or current.signatures != snapshots.current_signatures(beside):
            current = snapshots.with_later_saves(current, beside) if current else None
            current = current or snapshots.take_snapshot(beside, self.tell, self._by, self._merged)
            self._snapshot = current
        return current

    @contextmanager
    def _locked(self, beside: LibraryFiles) -> Iterator[None]:
        """Take the lock between processes. Its file is never deleted: waiting processes would have different ones."""
        refuse_unwritable(beside.library)
        if self.path.is_symlink() and not beside.library.parent.is_dir():
            words = f"the library {self.path} is a link into a folder that is not there: {beside.library.parent}"
            raise LibraryError(clean_line(words))
        try:
            atomic_file.make_folder(beside.library.parent)
            lock = self._acquired(beside)
        except TimeoutError as error:  # of the lock
            words = f"the library {beside.library} has been in use by another program for {LOCK_WAIT:.0f} s: try again"
            raise LibraryError(clean_line(words)) from error
        except (OSError, NotImplementedError) as error:
            raise refusal("cannot lock the library", beside.library, as_os_error(error)) from error
        try:
            yield
        finally:
            with suppress(OSError):  # what was saved is safe, and the lock ends with the process at the latest
                lock.release()

    def _acquired(self, beside: LibraryFiles) -> "BaseFileLock":
        """Acquire the lock through the queue and return it. Raises filelock's Timeout, OSError, NotImplementedError."""
        if self._lock is None or self._lock.lock_file != str(beside.lock):
            self._lock = file_lock(beside.lock)
        create_owned(beside.lock)
        until = monotonic() + LOCK_WAIT
        with writer_queue.queued(beside.queue, until):
            self._lock.acquire(timeout=max(0.0, until - monotonic()))
        return self._lock

    # ------------------------------------------------------------------ writing

    def _commit(self, beside: LibraryFiles, before: Snapshot, pending: Tables) -> None:
        """Write what the transaction has changed, then the backup. Raises LibraryError."""
        change = None if self._folding else self._change(before, pending)
        try:
            if not self._swept:
                for left in atomic_file.stale_temporaries(beside.library):
                    left.unlink(missing_ok=True)
                self._swept = True
            back_up = self._append(beside, before, change) if change else self._rewrite(beside, before, pending)
        except OSError as error:
            failed = refusal("cannot save to the library", beside.library, error)
            raise LibraryError(f"{failed}; its previous content is intact") from error
        except RecursionError as error:
            words = f"cannot save to the library {beside.library}: foreign data in it is nested too deeply"
            raise LibraryError(clean_line(words)) from error
        try:
            back_up()
        except OSError as error:
            self.tell(f"saved, but the backup {beside.backup} could not be written: {error.strerror or error}")

    def _rewrite(self, beside: LibraryFiles, before: Snapshot, pending: Tables) -> Callable[[], None]:
        """Replace the library and delete its journal; return what makes the backup. Raises OSError, RecursionError."""
        tables, self._digest = sealed_tables(with_all_tables(pending), self._digest)
        self._set_aside(beside, before, tables)
        data = encode_tables(tables, before.plain)
        status = atomic_file.replace_file(beside.library, data)
        with suppress(OSError):  # it has nothing that the file lacks, and is known not to continue it
            beside.journal.unlink(missing_ok=True)
        self._snapshot = Snapshot(tables, (conflict_copies.signature_of(status), None), before.plain)

        def back_up() -> None:
            atomic_file.replace_file(beside.backup, data, synced=False, follow=False)
            journal_path(beside.backup).unlink(missing_ok=True)

        return back_up

    def _change(self, before: Snapshot, pending: Tables) -> Change | None:
        """Return what to append to the journal; None if the library is to be rewritten."""
        file, stored = before.signatures[0], stored_digest(before.tables)
        sound = before.plain and before.schema == SCHEMA and not before.damage and not before.behind
        if file is None or file.size < JOURNAL_FROM or not sound or stored is None:
            return None
        tables = with_all_tables(pending)
        documents = changes_between(before.tables, tables)
        if documents is None or (digest := digest_after(stored, before.tables, documents)) is None:
            return None
        if documents:
            tables = with_meta(tables, {"digest": digest})
            documents["meta"] = tables["meta"]
        head = b"" if before.journal.length else first_line(stored)
        with suppress(TypeError, RecursionError):
            line = head + encode_line(documents) if documents else b""
            if before.journal.length + len(line) <= file.size // FOLD_AT:
                return Change(tables, line, stored)
        return None

    def _append(self, beside: LibraryFiles, before: Snapshot, change: Change) -> Callable[[], None]:
        """Write a line to the journal; return what makes the backup. Raises OSError."""
        if not change.line:
            return lambda: None
        self._set_aside(beside, before, before.tables)
        length = before.journal.length
        if length:
            status = atomic_file.append_to_file(beside.journal, length, change.line)
        else:
            status = atomic_file.replace_file(beside.journal, change.line, follow=False)
        self._snapshot = replace(
            before,
            tables=change.tables,
            signatures=(before.signatures[0], conflict_copies.signature_of(status)),
            journal=Journal(before.journal.base or change.base, length=length + len(change.line)),
        )
        return lambda: back_up_line(beside, length, change.line)

    def _set_aside(self, beside: LibraryFiles, before: Snapshot, after: Tables) -> None:
        """Back up the file before it is replaced: a damaged one always, a sound one once a day. Raises OSError."""
        now = datetime.now(UTC)
        time = now.strftime("%Y%m%dT%H%M%S%fZ")
        if before.behind and backup_has_more(beside, after):
            link_copy(beside.backup, beside.newer(time))
        if before.stray is not None:
            stray = encode_tables(sealed_tables(before.stray)[0], plain=False)
            atomic_file.replace_file(beside.newer(f"{time}_journal"), stray, follow=False)
        for number, damaged in enumerate(before.damaged):
            if not was_set_aside(beside, damaged):
                copy = beside.damaged(time if number == 0 else f"{time}_journal")
                atomic_file.replace_file(copy, damaged, follow=False)
                self.tell(f"the damaged library was kept as {copy}")
        if not before.damage and before.signatures[0] is not None:
            if before.schema != SCHEMA:
                link_copy(beside.library, beside.before_schema(before.schema, time))
            with suppress(OSError):  # a full disk must be reported by the save itself
                link_copy(beside.library, beside.dated(now.strftime("%Y%m%d")))
                remove_old_copies(beside, now.strftime("%Y%m%d"))


def file_lock(path: Path) -> "BaseFileLock":
    """Return a lock between processes, released when its process ends; the file stays."""
    from filelock import FileLock  # slower to load than TinyDB, and not needed for reading

    return FileLock(
        path, mode=atomic_file.OWNER_ONLY, thread_local=False, poll_interval=LOCK_POLL, fallback_to_soft=False
    )


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


def remove_old_copies(beside: LibraryFiles, today: str) -> None:
    """Delete all but the newest dated copies. Copies dated in the future, by a wrong clock, do not count.

    Raises OSError.
    """
    past = [path for path in beside.all_dated() if path.name[-len(today) :] <= today]
    for old in past[:-DATED_KEPT]:
        old.unlink()
        journal_path(old).unlink(missing_ok=True)


def back_up_line(beside: LibraryFiles, length: int, line: bytes) -> None:
    """Write a line that the journal has after `length` bytes to the journal of the backup, too. Raises OSError."""
    copy = journal_path(beside.backup)
    if size_of(beside.backup) != size_of(beside.library):
        data = atomic_file.read_regular(beside.library)
        atomic_file.replace_file(beside.backup, data, synced=False, follow=False)
    if length and size_of(copy) == length:
        atomic_file.append_to_file(copy, length, line, synced=False)
    else:
        journal = atomic_file.read_regular(beside.journal, follow=False)
        atomic_file.replace_file(copy, journal, synced=False, follow=False)


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; -1 if there is none. Raises OSError."""
    try:
        return os.lstat(path).st_size
    except FileNotFoundError:
        return -1


def backup_has_more(beside: LibraryFiles, tables: Tables) -> bool:
    """Return whether the backup has something that `tables` lack."""
    with suppress(OSError, ReaderError):
        return bool(conflict_copies.missing_records(tables, snapshots.read_copy(beside.backup)))
    return False


def create_owned(path: Path) -> None:
    """Create a file that does not exist, with the owner of its folder. Raises nothing."""
    with suppress(OSError):
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        descriptor = os.open(path, flags, atomic_file.OWNER_ONLY)
        try:
            atomic_file.keep_owner(descriptor, path)
        finally:
            os.close(descriptor)


def was_set_aside(beside: LibraryFiles, raw: bytes) -> bool:
    """Return whether these damaged bytes were kept before, by a save that then failed. Raises OSError."""
    return any(
        copy.stat().st_size == len(raw) and atomic_file.read_regular(copy, follow=False) == raw
        for copy in beside.all_damaged()
    )


def refuse_unwritable(path: Path) -> None:
    """Raise LibraryError for a read-only file, which must not be replaced although the folder would allow it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise refusal("cannot read the library", path, error) from error
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise LibraryError(clean_line(f"the library {path} is read-only: nothing was saved; make it writable first"))


def as_os_error(error: Exception) -> OSError:
    """Return `error` as an OSError."""
    return error if isinstance(error, OSError) else OSError(str(error))
