"""Read files safely, and write them so that a crash leaves the old content or the new, never half of it.

Only regular files are read, opened without blocking, so that a FIFO or device in their place cannot hang the program.
Writing goes to a temporary file in the same folder, which is synced and renamed. Pitfall: `os.replace` replaces a
symbolic link itself, so links are resolved first.
"""

import errno
import fcntl
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from reader.errors import ReaderError

OWNER_ONLY = 0o600

OTHERS = 0o077  # permission bits of group and others

PREFIX_LENGTH = 60
"""Characters of a file's name in the name of its temporary file: at most 240 of the 255 bytes allowed."""

BLOCK = 1 << 20  # bytes that are compared at once
NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP)  # errors of file systems that cannot sync a folder (FUSE, CIFS)

LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK

LOCK_SECONDS = 1.0
"""Seconds to wait for a folder that another process holds: whoever holds it longer is stopped, and must stop nobody."""

LOCK_INTERVAL = 0.001  # seconds between two attempts; a holder needs some thousandths
Content = bytes | bytearray | Iterable[bytes]  # of a file, whole or in parts

numbers = count()


class NotAFileError(ReaderError, OSError):
    """The path is a directory, FIFO, socket or device."""


def read_regular(path: Path, limit: int | None = None, *, follow: bool = True) -> bytes:
    """Return the regular file at `path`, of a larger one `limit` + 1 bytes. Raises OSError, NotAFileError."""
    return read_with_status(path, limit, follow=follow)[0]


def read_with_status(path: Path, limit: int | None = None, *, follow: bool = True) -> tuple[bytes, os.stat_result]:
    """Like `read_regular`, but also return the status of the file before its first byte was read."""
    with opened_regular(path, follow=follow) as (descriptor, status), open(descriptor, "rb", closefd=False) as file:
        return file.read() if limit is None else file.read(limit + 1), status


@contextmanager
def opened_regular(
    path: Path, flags: int = os.O_RDONLY, *, follow: bool = False
) -> Iterator[tuple[int, os.stat_result]]:
    """Open a regular file without waiting for a pipe; its descriptor and status. Raises OSError, NotAFileError."""
    with opened(path, flags | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)) as descriptor:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(f"{path} is {file_kind(status.st_mode)}, not a regular file")
        yield descriptor, status


@contextmanager
def opened(path: Path, flags: int) -> Iterator[int]:
    """Open a file or folder with the flags of `os.open`, and close it. Raises OSError."""
    descriptor = os.open(path, flags | os.O_CLOEXEC, OWNER_ONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def has_content(path: Path, data: bytes) -> bool:
    """Return whether the file at `path`, which is no link, consists of `data`. Raises OSError, NotAFileError."""
    with opened_regular(path) as (descriptor, status), open(descriptor, "rb", closefd=False) as file:
        blocks = (memoryview(data)[at : at + BLOCK] for at in range(0, len(data), BLOCK))
        return status.st_size == len(data) and all(file.read(BLOCK) == block for block in blocks)


def have_same_content(one: Path, other: Path) -> bool:
    """Return whether two regular files have the same bytes. Raises OSError."""
    with open(one, "rb") as first, open(other, "rb") as second:
        if os.fstat(first.fileno()).st_size != os.fstat(second.fileno()).st_size:
            return False
        return all(block == second.read(BLOCK) for block in iter(partial(first.read, BLOCK), b""))


def content_mark(path: str | Path) -> str:
    """Return what tells one content of a file from another: device, inode, size and time; "" if there is no file."""
    with suppress(OSError):
        status = os.stat(path)
        return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns}"
    return ""


def file_kind(mode: int) -> str:
    """Return the kind of file that `st_mode` describes, with an article."""
    kinds = (
        (stat.S_ISREG, "a regular file"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a named pipe (FIFO)"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((words for test, words in kinds if test(mode)), "a device")


def replace_file(
    path: Path, data: Content, *, mode: int = OWNER_ONLY, synced: bool = True, follow: bool = True
) -> os.stat_result:
    """Replace the content of `path` by `data` atomically; if `synced`, it is durable on return.

    A symbolic link is followed and kept, or replaced unless `follow`. Returns the status of the new file. Raises
    OSError; then the file has its old content, or the new one if only syncing the folder failed.
    """
    path = Path(os.path.realpath(path)) if follow else path
    descriptor, temporary = open_temporary(path)
    try:
        try:
            keep_owner(descriptor, path)
            if mode != OWNER_ONLY:  # some file systems refuse even to set the mode that a file already has
                os.fchmod(descriptor, mode)
            with open(descriptor, "wb", closefd=False) as file:
                for part in [data] if isinstance(data, bytes | bytearray) else data:
                    file.write(part)
            if synced:
                sync(descriptor)
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    if synced:
        sync_folder(path.parent)
    return status


def append_to_file(path: Path, length: int, data: bytes, *, synced: bool = True) -> os.stat_result:
    """Write `data` after the first `length` bytes of `path`, in the place of what follows; links are not followed.

    If `synced`, it is durable on return. Returns the status of the file. Raises OSError, NotAFileError; then the file
    ends there, unless the disk refuses that too.
    """
    with opened_regular(path, os.O_WRONLY) as (descriptor, status):
        if status.st_size < length:
            raise OSError(errno.EIO, "it was cut by another program")
        try:
            os.ftruncate(descriptor, length)
            os.lseek(descriptor, length, os.SEEK_SET)
            with open(descriptor, "wb", closefd=False) as file:
                file.write(data)
            if synced:
                sync(descriptor)
            return os.fstat(descriptor)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(descriptor, length)
            raise


def add_line(path: Path, line: bytes, *, synced: bool = True) -> None:
    """Add a line with its newline to the regular file at `path`, on a line of its own even if the last one was cut off.

    Links are not followed; if `synced`, it is durable on return. Raises OSError, NotAFileError.
    """
    with opened_regular(path, os.O_RDWR | os.O_APPEND) as (descriptor, status):
        is_cut = status.st_size and os.pread(descriptor, 1, status.st_size - 1) != b"\n"
        with open(descriptor, "ab", closefd=False) as file:
            file.write(b"\n" + line if is_cut else line)
        if synced:
            sync(descriptor)


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Hold `folder` against others who use this function, while a file in it is read, changed and written.

    Where it cannot be held (no locks on its file system, or a holder who is stopped), go on without. Raises OSError if
    there is no such folder.
    """
    with opened(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        with suppress(OSError):
            take_lock(descriptor, LOCK_SECONDS)
        yield


def read_object(path: Path, limit: int | None = None) -> dict[str, Any]:
    """Return the JSON object in a file of at most `limit` bytes; an empty one if there is none or it is not valid."""
    with suppress(OSError, ValueError, RecursionError):
        data = read_regular(path, limit)[:limit]
        import json  # only now: mostly there is no file

        document = json.loads(data)
        if isinstance(document, dict):
            return document
    return {}


@contextmanager
def changed_object(
    path: Path, limit: int | None = None, *, synced: Callable[[dict[str, Any]], bool] = lambda _: False
) -> Iterator[dict[str, Any]]:
    """Yield the JSON object in a file, as `read_object` does, to be changed while its folder is locked, and write it.

    It is durable if `synced` says so of what it is then. Raises OSError.
    """
    make_folder(path.parent)
    with folder_locked(path.parent):
        document = read_object(path, limit)
        yield document
        replace_file(path, to_json(document), synced=synced(document))


def to_json(document: object) -> bytes:
    import json  # not at start-up: a first opening has no state

    return json.dumps(document).encode()


def open_lock(path: Path, seconds: float) -> int:
    """Take a lock between processes, a file that is never deleted, or waiting ones would lock different files.

    Returns the open file; closing it releases the lock, as the system does when a process ends. Raises OSError if it
    cannot be locked, TimeoutError if another process has it for so many seconds.
    """
    with suppress(OSError), opened(path, LOCK_FLAGS | os.O_EXCL) as created:  # a new one has its folder's owner
        keep_owner(created, path)
    descriptor = os.open(path, LOCK_FLAGS, OWNER_ONLY)
    try:
        if not take_lock(descriptor, seconds):
            raise TimeoutError(f"{path} is locked")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def take_lock(descriptor: int, seconds: float) -> bool:
    """Lock an open file; return whether it was free within so many seconds. Raises OSError if there are no locks."""
    give_up = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= give_up:
                return False
        time.sleep(LOCK_INTERVAL)


def keep_owner(descriptor: int, path: Path) -> None:
    """Give an open file the owner of the file at `path`, or else of its folder, if the process runs as root.

    So a command run by sudo does not take files away from their owner. Raises nothing.
    """
    if os.geteuid() != 0:
        return
    with suppress(OSError):
        opened = os.fstat(descriptor)
        status = os.lstat(path) if os.path.lexists(path) else opened
        if (status.st_dev, status.st_ino) == (opened.st_dev, opened.st_ino):
            status = os.stat(path.parent)  # the file itself is new
        if (status.st_uid, status.st_gid) != (opened.st_uid, opened.st_gid):
            os.fchown(descriptor, status.st_uid, status.st_gid)


def open_temporary(path: Path) -> tuple[int, Path]:
    """Create a temporary file beside `path`; return its descriptor, open for writing, and its path."""
    while True:
        temporary = path.with_name(f"{temporary_prefix(path)}{os.getpid()}-{next(numbers)}.tmp")
        with suppress(FileExistsError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            return os.open(temporary, flags, OWNER_ONLY), temporary


def temporary_prefix(path: Path) -> str:
    return f".{path.name[:PREFIX_LENGTH]}."


def stale_temporaries(path: Path) -> list[Path]:
    """Return temporary files left by killed writers of `path`; delete them only while holding the lock."""
    prefix = temporary_prefix(path)
    with os.scandir(path.parent) as entries:
        return [Path(entry) for entry in entries if entry.name.startswith(prefix) and entry.name.endswith(".tmp")]


def sync(descriptor: int) -> None:
    """Make written data durable, on macOS too, where fsync leaves it in the cache of the drive."""
    if sys.platform == "darwin":
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable."""
    with opened(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in NO_FOLDER_SYNC:
                raise


def make_folder(folder: Path) -> None:
    """Create `folder` and its missing parents, private to the owner and durable. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
        with opened(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
            keep_owner(descriptor, folder)
    sync_folder(folder.parent)
