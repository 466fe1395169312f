"""A TinyDB storage that loses nothing in a crash, on a full disk, or with several writers.

A transaction takes the lock, reads the file again if it has changed, and at its end writes the new content to a
temporary file, which is synced and replaces the library. So the file is complete at every moment, and reading needs no
lock. What is read is an immutable snapshot, so threads that read do not wait for one that writes.

Pitfall: a save has succeeded once the replacement is synced. A later failure (of the backup) is only a notice; an
earlier one is an error, after which the cached content is dropped, since it may not be what is on the disk.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage

from reader.annotations.revisions import UNKNOWN, Authorship
from reader.errors import LibraryError, ReaderError
from reader.library import conflict_copies, writer_queue
from reader.library import snapshot as snapshots
from reader.library.codec.records import SCHEMA, Tables
from reader.library.meta import Digest, sealed_tables
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

DATED_KEPT = 7
"""Number of dated copies, one a day."""


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
                    self._owner, self._pending, self._written = None, {}, False

    def _fresh(self) -> Snapshot:
        """Return the snapshot, read again if the file has changed."""
        current, beside = self._snapshot, self.files
        if current is None or current.signature != snapshots.current_signature(beside.library):
            self._snapshot = current = snapshots.take_snapshot(beside, self.tell, self._by, self._merged)
        return current

    @contextmanager
    def _locked(self, beside: LibraryFiles) -> Iterator[None]:
        """Take the lock between processes. Its file is never deleted: waiting processes would have different ones."""
        from filelock import Timeout  # slower to load than TinyDB, and not needed for reading

        refuse_unwritable(beside.library)
        if self.path.is_symlink() and not beside.library.parent.is_dir():
            words = f"the library {self.path} is a link into a folder that is not there: {beside.library.parent}"
            raise LibraryError(clean_line(words))
        try:
            atomic_file.make_folder(beside.library.parent)
            lock = self._acquired(beside)
        except Timeout as error:
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
        tables, self._digest = sealed_tables(with_all_tables(pending), self._digest)
        try:
            if not self._swept:
                for left in atomic_file.stale_temporaries(beside.library):
                    left.unlink(missing_ok=True)
                self._swept = True
            self._set_aside(beside, before, tables)
            data = encode_tables(tables, before.plain)
            status = atomic_file.replace_file(beside.library, data)
        except OSError as error:
            failed = refusal("cannot save to the library", beside.library, error)
            raise LibraryError(f"{failed}; its previous content is intact") from error
        except RecursionError as error:
            words = f"cannot save to the library {beside.library}: foreign data in it is nested too deeply"
            raise LibraryError(clean_line(words)) from error
        self._snapshot = Snapshot(tables, conflict_copies.signature_of(status), before.plain)
        try:
            atomic_file.replace_file(beside.backup, data, synced=False, follow=False)
        except OSError as error:
            self.tell(f"saved, but the backup {beside.backup} could not be written: {error.strerror or error}")

    def _set_aside(self, beside: LibraryFiles, before: Snapshot, after: Tables) -> None:
        """Back up the file before it is replaced: a damaged one always, a sound one once a day. Raises OSError."""
        now = datetime.now(UTC)
        time = now.strftime("%Y%m%dT%H%M%S%fZ")
        if before.behind and backup_has_more(beside, after):
            link_copy(beside.backup, beside.newer(time))
        if before.damage:
            if before.raw and not before.raw.isspace() and not was_set_aside(beside, before.raw):
                copy = beside.damaged(time)
                atomic_file.replace_file(copy, before.raw, follow=False)
                self.tell(f"the damaged library was kept as {copy}")
        elif before.signature is not None:
            if before.schema != SCHEMA:
                link_copy(beside.library, beside.before_schema(before.schema, time))
            with suppress(OSError):  # a full disk must be reported by the save itself
                link_copy(beside.library, beside.dated(now.strftime("%Y%m%d")))
                remove_old_copies(beside, now.strftime("%Y%m%d"))


def file_lock(path: Path) -> "BaseFileLock":
    """Return a lock between processes, released when its process ends; the file stays."""
    from filelock import FileLock

    return FileLock(
        path, mode=atomic_file.OWNER_ONLY, thread_local=False, poll_interval=LOCK_POLL, fallback_to_soft=False
    )


def link_copy(path: Path, copy: Path) -> None:
    """Copy the file at `path` unless `copy` exists, by a hard link where possible, which costs nothing.

    `path` is replaced and never written in place, so the link keeps the old content. Raises OSError.
    """
    if os.path.lexists(copy):
        return
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
