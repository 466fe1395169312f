"""Progress of reading a source: step by step inside a reader, and as lines for the user, who may stop the reading.

A reader of pages or parts calls `Progress` after each of them with the share that is done. The process that reads a
foreign file uses these calls to grant more time: an honest book of a thousand pages may take long, but no single page.

Whoever waits for a source reads it inside `shown_by(Reading(...))`. Functions in between know nothing of it: it is a
context variable, which `asyncio.to_thread` passes on.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reader.errors import ReaderError

Progress = Callable[[float, float], None]
"""Called with the share done (0 to 1) and the seconds of processor time granted for the step."""


def no_progress(share: float, seconds: float) -> None:
    """Report nothing."""


class ReadingStoppedError(ReaderError):
    """The user has stopped the reading of a source."""


class Reading:
    """The reading of one or more sources that a user waits for. Its methods may be called from any thread."""

    def __init__(self, show: Callable[[str], None]) -> None:
        """`show` is called with a line for the user; an empty one removes it."""
        self.show = show
        self._lock = threading.Lock()
        self._stopped = False
        self._kill: Callable[[], None] | None = None

    def stop(self) -> None:
        """End what is being read now, and read nothing more."""
        with self._lock:
            self._stopped = True
            if self._kill is not None:
                self._kill()

    @contextmanager
    def stopped_by(self, kill: Callable[[], None], name: str) -> Iterator[None]:
        """Have `stop` call `kill` in this context. Raises ReadingStoppedError instead of other errors once stopped."""
        with self._lock:
            self._check(name)
            self._kill = kill
        try:
            yield
        except ReaderError:
            self._check(name)
            raise
        finally:
            with self._lock:
                self._kill = None

    def _check(self, name: str) -> None:
        if self._stopped:
            raise ReadingStoppedError(f"stopped reading {name}")


current: ContextVar[Reading | None] = ContextVar("current", default=None)
"""The reading that somebody waits for; None if nobody sees it."""


@contextmanager
def shown_by(reading: Reading) -> Iterator[None]:
    """Have sources that are read in this context, and in threads started from it, report to `reading`."""
    token = current.set(reading)
    try:
        yield
    finally:
        current.reset(token)
