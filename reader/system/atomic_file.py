"""Files read safely, and written so that a crash leaves the old content or the new, never half of it.

Reading: regular files only, opened without blocking, so that a FIFO or device in their place cannot hang the program.
Writing: to a temporary file beside it, which is synced and then renamed. The trap: `os.replace` replaces a symbolic
link itself, so links are followed first.
"""

import errno
import fcntl
import os
import stat
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from reader.errors import ReaderError

OWNER_ONLY = 0o600

FOLDER_OWNER_ONLY = 0o700

PREFIX_LENGTH = 60
"""Characters of a file's name that its temporary file repeats: at most 240 of the 255 bytes that a name may have."""

NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP)
"""The errors of file systems that cannot sync a folder (FUSE, CIFS)."""

numbers = count()


class NotAFileError(ReaderError, OSError):
    """The path is a directory, FIFO, socket or device."""


def read_regular(path: Path, limit: int | None = None) -> bytes:
    """Return the bytes of the regular file at `path`, at most `limit` + 1 of them (so that the caller sees the excess).

    Raises OSError, NotAFileError.
    """
    return read_with_status(path, limit)[0]


def read_with_status(path: Path, limit: int | None = None) -> tuple[bytes, os.stat_result]:
    """Return the same as `read_regular`, and the status of the file before its first byte was read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(f"{path} is {file_kind(status.st_mode)}, not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read() if limit is None else file.read(limit + 1), status
    finally:
        os.close(descriptor)


def file_kind(mode: int) -> str:
    """The kind of file that `st_mode` describes, with its article."""
    kinds = (
        (stat.S_ISREG, "a regular file"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a named pipe (FIFO)"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((words for test, words in kinds if test(mode)), "a device")


def replace_file(path: Path, data: bytes, *, mode: int = OWNER_ONLY, synced: bool = True) -> os.stat_result:
    """Replace the content of `path` by `data` atomically; if `synced`, it is durable when this returns.

    A symbolic link is followed and kept. Return the status of the new file. Raises OSError, and then the file has its
    old content (or if only the last step failed, the new one, which a power cut may still undo).
    """
    path = Path(os.path.realpath(path))
    descriptor, temporary = open_temporary(path)
    try:
        try:
            if mode != OWNER_ONLY:  # some file systems refuse even to set the mode that a file has
                os.fchmod(descriptor, mode)
            with open(descriptor, "wb", closefd=False) as file:
                file.write(data)
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
    """The temporary files of killed writers of `path`; delete them only while no other writer can run."""
    prefix = temporary_prefix(path)
    with os.scandir(path.parent) as entries:
        return [Path(entry) for entry in entries if entry.name.startswith(prefix) and entry.name.endswith(".tmp")]


def sync(descriptor: int) -> None:
    """Make what was written durable, also on macOS, where fsync alone leaves it in the cache of the drive."""
    if sys.platform == "darwin":
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the renames in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Create `folder` and its missing parents, private to the owner and durable. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder, FOLDER_OWNER_ONLY)
    sync_folder(folder.parent)
