"""Progress of a batch on standard error: one line that is overwritten, or plain lines in a log.

The trap: the work must not wait for the display, so nothing is drawn more often than people can read it.
"""

import os
import sys
import time

from reader.system import stdio

INTERVAL, LOG_INTERVAL = 0.2, 10.0
"""Seconds between two updates on a terminal, and between two lines in a log."""

BAR_WIDTH = 20
"""Cells."""

FULL, EMPTY = "━", "─"


class BatchProgress:
    """Shows how much of a batch is done."""

    def __init__(self) -> None:
        self._live = stdio.is_terminal(sys.stderr)
        self._shown = time.monotonic()
        self._started = self._shown

    @property
    def seconds(self) -> float:
        """Seconds since the batch began."""
        return time.monotonic() - self._started

    @property
    def due(self) -> bool:
        """Whether it is time for the next update."""
        return time.monotonic() - self._shown >= (INTERVAL if self._live else LOG_INTERVAL)

    def show(self, done: int, total: int | None, text: str) -> None:
        """Show `text` after a progress bar, without a bar if `total` is not known, due or not."""
        self._shown = time.monotonic()
        if not self._live:
            stdio.tell(text)
            return
        if total:
            full = min(BAR_WIDTH, BAR_WIDTH * done // total)
            text = f"{FULL * full}{EMPTY * (BAR_WIDTH - full)} {100 * done // total:3}%  {text}"
        stdio.show_progress(text[: terminal_width() - 1])

    def tell(self, message: str) -> None:
        """Print a message that stays, above the progress line."""
        self.clear()
        stdio.tell(message)

    def clear(self) -> None:
        """Erase the progress line."""
        if self._live:
            stdio.show_progress("")


def terminal_width() -> int:
    """Return the columns of the terminal at standard error; 80 if unknown."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def format_duration(seconds: float) -> str:
    """Return a duration for people: "40 s", "12 min", "3 h 05 min"."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"
