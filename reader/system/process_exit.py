"""End the process at once.

Python's own way out frees every object and waits for threads; neither is wanted once all is on disk. Pitfall: two
threads may want to end the process, each after a last step of its own, and such steps must not overlap: a tool that
measures coverage, say, saves its data within `os._exit`. So the first one goes on, and any other waits for its end.
"""

import os
from _thread import allocate_lock
from typing import NoReturn

INTERRUPTED = 130
"""Exit code that shells report of a program ended by Ctrl-C."""

_ending = allocate_lock()
"""Held by the thread that ends the process."""


def end_process(code: int) -> NoReturn:
    """End the process with an exit code, and without any clean-up; may be called from any thread."""
    with _ending:
        os._exit(code)
