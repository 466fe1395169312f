"""The content of the library file for TinyDB, written so that no crash, full disk or second window loses a note.

A write happens in a transaction: the lock is taken, the file read again if somebody changed it, and on leaving the new
content is written beside the file, synced and swapped in. So the file is whole at every moment, and reading needs no
lock. What is read is a snapshot that is never changed in place, so threads that read need not wait for one that saves.

The trap: a note is safe once the swap is synced. What fails after that (the backup) is told, and is no failed save;
what fails before is an error, and then the cached content is dropped, for nobody knows how far it is true.
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

from reader.errors import LibraryError
from reader.library import snapshot as snapshots
from reader.library import turns
from reader.library.codec.records import SCHEMA, Tables
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles, Snapshot, refusal
from reader.system import atomic_file
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_WAIT = 30.0
"""Seconds: a save takes milliseconds, so whoever holds the lock for so long is stopped or waits for a dead disk."""

LOCK_POLL = 0.001
"""Seconds between two looks at the lock, which only one of those who wait takes: filelock's 0.05 are for many."""

DATED_KEPT = 7
"""Days of dated copies."""


class SafeStorage(Storage):
    """One library file. Nothing on disk is touched before it is used; only `write` and `transaction` write.

    All methods raise LibraryError and may be called from any thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._snapshot: Snapshot | None = None
        self._threads = threading.RLock()
        self._lock: BaseFileLock | None = None
        self._swept = False
        self._owner: int | None = None
        """The thread whose transaction is running."""
        self._pending: Tables = {}
        """What that transaction will leave. Other threads may renew the snapshot meanwhile, so it is not asked."""
        self._written = False
        self._notices: list[str] = []
        self._told: set[str] = set()

    @property
    def files(self) -> LibraryFiles:
        return LibraryFiles(Path(os.path.realpath(self.path)))

    def tell(self, notice: str) -> None:
        """Remember what the user must be told; the same words only once."""
        if notice not in self._told:
            self._told.add(notice)
            self._notices.append(clean_line(notice))

    def take_notices(self) -> list[str]:
        taken, self._notices = self._notices, []
        return taken

    @property
    def damage(self) -> str:
        """What is wrong with the file, in words that follow its name; empty if nothing is."""
        return self._fresh().damage

    def read(self) -> Tables:
        """The tables as they are now, or as the running transaction of this thread will leave them."""
        if self._owner == threading.get_ident():
            return dict(self._pending)
        return dict(self._fresh().tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make `data` the content of the library when the transaction ends; outside of one, at once."""
        with self.transaction():
            self._pending, self._written = dict(data), True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Read and write with everybody else shut out; one within another belongs to the outer one.

        What was written is durable when the outer one ends, and forgotten when it ends by an exception.
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
        """The snapshot, taken anew if the file has changed."""
        current, beside = self._snapshot, self.files
        if current is None or current.signature != snapshots.current_signature(beside.library):
            self._snapshot = current = snapshots.take_snapshot(beside, self.tell)
        return current

    @contextmanager
    def _locked(self, beside: LibraryFiles) -> Iterator[None]:
        """The lock of all processes. Its file stays, for whoever deletes it splits those who wait."""
        from filelock import Timeout  # costs more than TinyDB; commands that only read need not pay

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
        """The lock, acquired in turn. Raises filelock's Timeout, OSError and NotImplementedError."""
        if self._lock is None or self._lock.lock_file != str(beside.lock):
            self._lock = file_lock(beside.lock)
        until = monotonic() + LOCK_WAIT
        with turns.taken(beside.queue, until):
            self._lock.acquire(timeout=max(0.0, until - monotonic()))
        return self._lock

    # ------------------------------------------------------------------ writing

    def _commit(self, beside: LibraryFiles, before: Snapshot, pending: Tables) -> None:
        tables = with_all_tables(pending)
        try:
            if not self._swept:
                for left in atomic_file.stale_temporaries(beside.library):
                    left.unlink(missing_ok=True)
                self._swept = True
            self._set_aside(beside, before)
            data = encode_tables(tables, before.plain)
            status = atomic_file.replace_file(beside.library, data)
        except OSError as error:
            failed = refusal("cannot save to the library", beside.library, error)
            raise LibraryError(f"{failed}; what it held before is whole") from error
        except RecursionError as error:
            words = f"cannot save to the library {beside.library}: something in it that is not ours is nested too deep"
            raise LibraryError(clean_line(words)) from error
        self._snapshot = Snapshot(tables, snapshots.signature_of(status), before.plain)
        try:
            atomic_file.replace_file(beside.backup, data, synced=False)
        except OSError as error:
            self.tell(f"saved, but the backup {beside.backup} could not be written: {error.strerror or error}")

    def _set_aside(self, beside: LibraryFiles, before: Snapshot) -> None:
        """Keep what is about to be replaced: damaged bytes always, a sound file once a day. Raises OSError."""
        now = datetime.now(UTC)
        if before.damage:
            if before.raw and not before.raw.isspace() and not was_set_aside(beside, before.raw):
                copy = beside.damaged(now.strftime("%Y%m%dT%H%M%S%fZ"))
                atomic_file.replace_file(copy, before.raw)
                self.tell(f"the damaged library was kept as {copy}")
        elif before.signature is not None:
            if before.schema != SCHEMA:
                link_copy(beside.library, beside.before_schema(before.schema))
            with suppress(OSError):  # a dated copy is a convenience; a full disk must be told by the save itself
                link_copy(beside.library, beside.dated(now.strftime("%Y%m%d")))
                for old in beside.all_dated()[:-DATED_KEPT]:
                    old.unlink()


def file_lock(path: Path) -> "BaseFileLock":
    """A lock between processes that ends with them; its file stays."""
    from filelock import FileLock

    return FileLock(
        path, mode=atomic_file.OWNER_ONLY, thread_local=False, poll_interval=LOCK_POLL, fallback_to_soft=False
    )


def link_copy(path: Path, copy: Path) -> None:
    """Keep the file at `path` as `copy` unless there is one: a second name for it, which costs nothing.

    `path` will be replaced and never written in place, so the copy stays as it is. Raises OSError.
    """
    if copy.exists():
        return
    try:
        os.link(path, copy)
        copy.chmod(atomic_file.OWNER_ONLY)
    except OSError:  # a file system without hard links
        atomic_file.replace_file(copy, atomic_file.read_regular(path))


def was_set_aside(beside: LibraryFiles, raw: bytes) -> bool:
    """Whether these damaged bytes were kept already, by a save that then failed. Raises OSError."""
    return any(
        copy.stat().st_size == len(raw) and atomic_file.read_regular(copy) == raw for copy in beside.all_damaged()
    )


def refuse_unwritable(path: Path) -> None:
    """A file that its owner made read-only is not to be replaced, though the folder would allow it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise refusal("cannot read the library", path, error) from error
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise LibraryError(clean_line(f"the library {path} is read-only: nothing was saved; make it writable first"))


def as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(str(error))
