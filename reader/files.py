"""Files read without being fooled, and written so that a crash leaves the old or the new, never half.

Reading: regular files only, opened without waiting, so that a FIFO or device in a file's place cannot hang the program.
Writing: beside the file, synced, then swapped in. The trap: `os.replace` replaces a symbolic link itself, so links are
followed first.
"""

import os
import stat
import tempfile
from pathlib import Path

OWNER_ONLY = 0o600


class NotAFileError(OSError):
    """What lies there is a directory, FIFO, socket or device."""


def read_regular(path: Path, limit: int | None = None) -> bytes:
    """The bytes of the regular file at `path`, at most `limit` + 1 of them (so that the caller sees the excess).

    Raises OSError; NotAFileError when something else lies there.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise NotAFileError(f"{path} is {kind_of(mode)}, not a regular file")
        return file.read() if limit is None else file.read(limit + 1)


def kind_of(mode: int) -> str:
    """What `st_mode` says lies there, with its article."""
    kinds = (
        (stat.S_ISREG, "a regular file"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISFIFO, "a named pipe (FIFO)"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((words for test, words in kinds if test(mode)), "a device")


def replace_file(path: Path, data: bytes, *, mode: int = OWNER_ONLY, synced: bool = True) -> None:
    """Make `data` the content of `path` in one step; when `synced`, it is durable when this returns.

    A symbolic link is followed and kept. Raises OSError, and then the file is as it was.
    """
    path = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    if synced:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
