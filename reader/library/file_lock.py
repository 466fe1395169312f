"""An exclusive lock between processes, held on a file beside the library.

The system releases it when its process ends, however it ends. Earlier versions of the program lock the same file in the
same way (flock). Pitfall: the file is never deleted, or waiting processes would lock different ones.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from reader.system import atomic_file

POLL_INTERVAL = 0.001
"""Seconds between two attempts; only the first in the queue of writers makes any."""

FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def acquire(path: Path, deadline: float) -> int:
    """Take the lock, waiting until `deadline` by the monotonic clock; return the file that is to be closed to release
    it.

    Raises TimeoutError if another process has it for so long, OSError if the file cannot be locked.
    """
    create_owned(path)
    descriptor = os.open(path, FLAGS, atomic_file.OWNER_ONLY)
    try:
        while not take(descriptor):
            if monotonic() >= deadline:
                raise TimeoutError(f"{path} is locked")
            sleep(POLL_INTERVAL)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def take(descriptor: int) -> bool:
    """Take the lock if it is free; return whether it was. Raises OSError if there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def create_owned(path: Path) -> None:
    """Create a file that does not exist, with the owner of its folder. Raises nothing."""
    with suppress(OSError):
        descriptor = os.open(path, FLAGS | os.O_EXCL, atomic_file.OWNER_ONLY)
        try:
            atomic_file.keep_owner(descriptor, path)
        finally:
            os.close(descriptor)
