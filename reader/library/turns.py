"""Whose turn it is to save: whoever came first.

The lock alone is unfair, for each who waits for it looks now and then, and whoever saves without a pause has it again
before anybody has looked. So those who wait stand in a row of places, each one byte of a file: who comes takes the last
place and moves up as soon as the one before it is free. Nobody is overtaken, and only the first asks for the lock.

The trap: this is courtesy and shuts nobody out. Such locks belong to a process, so its threads do not wait for each
other here; where they are not to be had, as on some network file systems, everybody goes straight to the lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from reader.system import atomic_file

PLACES = 12
"""So many wait in order, and any more of them in no order until there is room: more than anybody has windows."""

PACE = 0.001
"""Seconds between two looks of the first in the row; the others look less often, as they have to wait longer."""


@contextmanager
def taken(path: Path, until: float) -> Iterator[None]:
    """Wait until everybody who came before is done waiting, at most until the time `until` of the monotonic clock.

    Those who came later wait until the block ends. No errors.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        row = os.open(path, flags, atomic_file.OWNER_ONLY)
    except OSError:
        yield
        return
    try:
        for place in reversed(range(PLACES)):
            if not moved_up(row, place, until):
                break
        yield
    finally:
        os.close(row)  # and with it the place


def moved_up(row: int, place: int, until: float) -> bool:
    """Wait for `place` and leave the one behind it; False if there is no waiting any more."""
    try:
        while not is_free(row, place):
            if monotonic() >= until:
                return False
            sleep(PACE * (1 + place))
        if place + 1 < PLACES:
            fcntl.lockf(row, fcntl.LOCK_UN, 1, place + 1)
    except OSError:
        return False
    return True


def is_free(row: int, place: int) -> bool:
    """Whether `place` was free, and is ours now. Raises OSError where there are no such locks."""
    try:
        fcntl.lockf(row, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except (BlockingIOError, PermissionError):
        return False
    return True
