"""Files read without being fooled, and written so that a crash leaves the old or the new, never half.

Reading: regular files only, opened without waiting, so that a FIFO or device in a file's place cannot hang the program.
Writing: beside the file, synced, then swapped in. The trap: `os.replace` replaces a symbolic link itself, so links are
followed first.
"""

import errno
import os
import stat
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from reader.errors import ReaderError

OWNER_ONLY = 0o600

FOLDER_OWNER_ONLY = 0o700

NAME_KEPT = 60
"""Characters of a file's name that its temporary file repeats: 240 bytes at most, of the 255 that a name may have."""

CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP)
"""What file systems answer that have no notion of syncing a folder (FUSE, CIFS): nothing is left to be done."""

numbers = count()


class NotAFileError(ReaderError, OSError):
    """What lies there is a directory, FIFO, socket or device."""


def read_regular(path: Path, limit: int | None = None) -> bytes:
    """The bytes of the regular file at `path`, at most `limit` + 1 of them (so that the caller sees the excess).

    Raises OSError; NotAFileError when something else lies there.
    """
    return read_with_status(path, limit)[0]


def read_with_status(path: Path, limit: int | None = None) -> tuple[bytes, os.stat_result]:
    """As `read_regular`, with the status of the file as it was when its first byte was read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError(f"{path} is {kind_of(status.st_mode)}, not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read() if limit is None else file.read(limit + 1), status
    finally:
        os.close(descriptor)


def kind_of(mode: int) -> str:
    """What `st_mode` says lies there, with its article."""
    kinds = (
        (stat.S_ISREG, "a regular file"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a named pipe (FIFO)"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((words for test, words in kinds if test(mode)), "a device")


def replace_file(path: Path, data: bytes, *, mode: int = OWNER_ONLY, synced: bool = True) -> os.stat_result:
    """Make `data` the content of `path` in one step; when `synced`, it is durable when this returns.

    A symbolic link is followed and kept. Returns the status of the new file. Raises OSError, and then the file holds
    the old content whole (or, when only the last step failed, the new one whole, but perhaps not through a power cut).
    """
    path = Path(os.path.realpath(path))
    descriptor, temporary = open_temporary(path)
    try:
        try:
            if mode != OWNER_ONLY:  # which it was made with; some file systems refuse even to set it again
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
    """A new file beside `path`, open for writing, that nobody else has."""
    while True:
        temporary = path.with_name(f"{temporary_prefix(path)}{os.getpid()}-{next(numbers)}.tmp")
        with suppress(FileExistsError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            return os.open(temporary, flags, OWNER_ONLY), temporary


def temporary_prefix(path: Path) -> str:
    return f".{path.name[:NAME_KEPT]}."


def stale_temporaries(path: Path) -> list[Path]:
    """What writers that were killed left beside `path`; only who keeps all other writers out may remove it."""
    prefix = temporary_prefix(path)
    with os.scandir(path.parent) as entries:
        return [Path(entry) for entry in entries if entry.name.startswith(prefix) and entry.name.endswith(".tmp")]


def sync(descriptor: int) -> None:
    """Make what was written durable, also on macOS, where fsync alone leaves it in the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder` and the folders above it that are missing, for their owner only and durable. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder, FOLDER_OWNER_ONLY)
    sync_folder(folder.parent)
