"""The progress of the source that a screen waits for, in its footer, and the keys that stop it.

A large PDF, EPUB or web page takes seconds to read. It is read in a child process, which a thread waits for; `Esc` or
`Ctrl-C` ends it at once, also while other keys wait for the article to open (`key_queue.py`).
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from reader.errors import ReaderError, result_or_error
from reader.sources.progress import Reading, shown_by

T = TypeVar("T")

STOP_KEYS = frozenset(("escape", "ctrl+c"))


class SourceProgress:
    """What a screen or a box is waiting for, one source at a time."""

    def __init__(self, show: Callable[[str, str], object]) -> None:
        """`show` is called with a task and words that tell how far it is; without words it is done."""
        self._show = show
        self._reading: Reading | None = None

    async def run(self, task: str, words: str, work: Callable[[], T]) -> T | ReaderError:
        """Return the result of `work`, run in a thread, or its error; show its progress. Cancelling stops it."""
        loop = asyncio.get_running_loop()

        def show(line: str) -> None:
            loop.call_soon_threadsafe(self._show, task, f"{line} · Esc: stop" if line else words)

        self._show(task, words)
        self._reading = reading = Reading(show)
        try:
            with shown_by(reading):
                return await asyncio.to_thread(result_or_error, work)
        except asyncio.CancelledError:
            reading.stop()
            raise
        finally:
            self._reading = None
            self._show(task, "")

    def stop(self) -> bool:
        """Stop reading; return whether anything was being read."""
        if self._reading is None:
            return False
        self._reading.stop()
        return True
