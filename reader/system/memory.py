"""Freed memory, what the C library does with it, and how often Python looks for objects that nobody uses any more.

glibc keeps a large block that was freed for others of its size, and puts those that follow on its heap, where one small
object behind them keeps all (`man mallopt`, M_MMAP_THRESHOLD). So the steps in which a book is read would leave as
much again as its text takes. Each thread has such a heap, unless there may be only one (M_ARENA_MAX). Other C
libraries do without.

Python looks for objects that refer to each other whenever so many more were made than freed. An analysis makes
millions, none of which do; looking for them takes a twentieth of the time of articles, and a fifth of a book's.
"""

import gc

MMAP_THRESHOLD, MOST_HEAPS = -3, -8  # numbers of the parameters in `malloc.h`
LARGE_BLOCK = 1 << 16  # bytes of a block for which returning it to the system is worth two system calls


def return_freed_memory() -> None:
    """Return to the system what has been freed so far."""
    import ctypes  # only where memory counts

    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def return_large_blocks() -> None:
    """Return each large block from now on as soon as it is freed, and what has been freed so far.

    Threads that are started from now on share one heap: only one of them runs Python at a time.
    """
    import ctypes

    if adjust := getattr(ctypes.CDLL(None), "mallopt", None):
        adjust(MMAP_THRESHOLD, LARGE_BLOCK)
        adjust(MOST_HEAPS, 1)
    return_freed_memory()


YOUNG = 500_000  # objects made since the last look: a hundred articles' tokens


def collect_rarely() -> None:
    """Let Python look for garbage rarely in this process, which makes many objects and lives as long as its work."""
    gc.set_threshold(YOUNG)
