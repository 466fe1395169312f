"""How far a long work has come, on standard error: a line that is written over, or plain lines now and then.

The trap: whoever works must not wait for whoever shows, so nothing is drawn more often than one can read it.
"""

import os
import sys
import time

from reader.system import stdio

PACE, PLAIN_PACE = 0.2, 10.0
"""Seconds between two looks on a terminal, and between two lines in a log."""

BAR = 20
"""Cells."""

FULL, EMPTY = "━", "─"


class Progress:
    """Says how much of a work is done."""

    def __init__(self) -> None:
        self._live = stdio.is_terminal(sys.stderr)
        self._shown = time.monotonic()
        self._begun = self._shown

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return time.monotonic() - self._begun

    @property
    def due(self) -> bool:
        """Whether there is something to be said again."""
        return time.monotonic() - self._shown >= (PACE if self._live else PLAIN_PACE)

    def show(self, done: int, total: int | None, words: str) -> None:
        """`words` behind a bar, if `total` is known; whether or not it is due."""
        self._shown = time.monotonic()
        if not self._live:
            stdio.tell(words)
            return
        if total:
            full = min(BAR, BAR * done // total)
            words = f"{FULL * full}{EMPTY * (BAR - full)} {100 * done // total:3} %  {words}"
        stdio.show_progress(words[: width() - 1])

    def tell(self, message: str) -> None:
        """Say something that stays, above what is written over."""
        self.over()
        stdio.tell(message)

    def over(self) -> None:
        """Take the line away."""
        if self._live:
            stdio.show_progress("")


def width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def lasting(seconds: float) -> str:
    """A time for people: "40 s", "12 min", "3 h 05 min"."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"
