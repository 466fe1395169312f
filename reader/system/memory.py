"""Freed memory, and what the C library does with it.

glibc keeps a large block that was freed for others of its size, and puts those that follow on its heap, where one small
object behind them keeps all (`man mallopt`, M_MMAP_THRESHOLD). So the steps in which a book is read would leave as
much again as its text takes. Each thread has such a heap, unless there may be only one (M_ARENA_MAX). Other C
libraries do without.
"""

import ctypes

MMAP_THRESHOLD, MOST_HEAPS = -3, -8
"""Numbers of the parameters in `malloc.h`."""

LARGE_BLOCK = 1 << 16
"""Bytes of a block for which returning it to the system is worth two system calls."""


def return_freed_memory() -> None:
    """Return to the system what has been freed so far."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def return_large_blocks() -> None:
    """Return each large block from now on as soon as it is freed, and what has been freed so far.

    Threads that are started from now on share one heap: only one of them runs Python at a time.
    """
    if adjust := getattr(ctypes.CDLL(None), "mallopt", None):
        adjust(MMAP_THRESHOLD, LARGE_BLOCK)
        adjust(MOST_HEAPS, 1)
    return_freed_memory()
