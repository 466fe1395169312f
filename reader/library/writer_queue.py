"""A fair queue for writers, in front of the lock.

A lock alone is unfair: waiting processes try it from time to time, and one that saves without a pause gets it again
before anybody else tries. So writers queue for the bytes of a file: a writer locks the last free byte and moves up as
soon as the one before it is free. Only the first in the queue tries the lock.

Pitfall: the queue excludes nobody. Such locks belong to a process, so its threads do not wait for each other here; and
where they are not available, as on some network file systems, all writers go straight to the lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from reader.system import atomic_file

LENGTH = 12
"""Places in the queue, more than anybody has windows; further writers wait for one in no order."""

POLL_INTERVAL = 0.001
"""Seconds between two attempts of the first in the queue; later ones try less often."""


@contextmanager
def queued(path: Path, deadline: float) -> Iterator[None]:
    """Wait for all earlier writers, until `deadline` by the monotonic clock, and make later ones wait for this block.

    Raises nothing.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        queue = os.open(path, flags, atomic_file.OWNER_ONLY)
    except OSError:
        yield
        return
    try:
        atomic_file.keep_owner(queue, path)
        for place in reversed(range(LENGTH)):
            if not move_up(queue, place, deadline):
                break
        yield
    finally:
        os.close(queue)  # which releases the place


def move_up(queue: int, place: int, deadline: float) -> bool:
    """Wait for `place` and release the one after it; return False if waiting is over or impossible."""
    try:
        while not take_place(queue, place):
            if monotonic() >= deadline:
                return False
            sleep(POLL_INTERVAL * (1 + place))
        if place + 1 < LENGTH:
            fcntl.lockf(queue, fcntl.LOCK_UN, 1, place + 1)
    except OSError:
        return False
    return True


def take_place(queue: int, place: int) -> bool:
    """Lock `place` if it is free; return whether it was. Raises OSError if there are no such locks."""
    try:
        fcntl.lockf(queue, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True
