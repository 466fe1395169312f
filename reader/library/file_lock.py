"""An exclusive lock between processes, held on a file beside the library, and a fair queue of writers in front of it.

The system releases the lock when its process ends, however it ends. Earlier versions of the program lock the same file
in the same way (flock). Pitfall: the file is never deleted, or waiting processes would lock different ones.

A lock alone is unfair: waiting processes try it from time to time, and one that saves without a pause gets it again
before anybody else tries. So writers queue for the bytes of a second file: a writer locks the last free byte and moves
up as soon as the one before it is free. Only the first in the queue tries the lock. Pitfall: the queue excludes nobody.
Such locks belong to a process, so its threads do not wait for each other here; and where they are not available, as on
some network file systems, all writers go straight to the lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from reader.system import atomic_file

POLL_INTERVAL = 0.001
"""Seconds between two attempts of the first in the queue; later ones try less often."""

LENGTH = 12
"""Places in the queue, more than anybody has windows; further writers wait for one in no order."""

FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def acquire(path: Path, deadline: float) -> int:
    """Take the lock, waiting until `deadline` by the monotonic clock; return the file that is to be closed to release
    it.

    Raises TimeoutError if another process has it for so long, OSError if the file cannot be locked.
    """
    with suppress(OSError), atomic_file.opened(path, FLAGS | os.O_EXCL) as created:  # a new one has its folder's owner
        atomic_file.keep_owner(created, path)
    descriptor = os.open(path, FLAGS, atomic_file.OWNER_ONLY)
    try:
        while not atomic_file.take_lock(descriptor):
            if monotonic() >= deadline:
                raise TimeoutError(f"{path} is locked")
            sleep(POLL_INTERVAL)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def queued(path: Path, deadline: float) -> Iterator[None]:
    """Wait for all earlier writers, until `deadline` by the monotonic clock, and make later ones wait for this block.

    Raises nothing.
    """
    with ExitStack() as held:  # closing the file releases the place
        with suppress(OSError):
            queue = held.enter_context(atomic_file.opened(path, FLAGS))
            atomic_file.keep_owner(queue, path)
            for place in reversed(range(LENGTH)):
                if not move_up(queue, place, deadline):
                    break
        yield


def move_up(queue: int, place: int, deadline: float) -> bool:
    """Wait for `place` and release the one after it; return False if waiting is over. Raises OSError."""
    while not take_place(queue, place):
        if monotonic() >= deadline:
            return False
        sleep(POLL_INTERVAL * (1 + place))
    if place + 1 < LENGTH:
        fcntl.lockf(queue, fcntl.LOCK_UN, 1, place + 1)
    return True


def take_place(queue: int, place: int) -> bool:
    """Lock `place` if it is free; return whether it was. Raises OSError if there are no such locks."""
    try:
        fcntl.lockf(queue, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True
