"""Progress of reading a source, reported step by step.

A reader of pages or parts calls `Progress` after each of them with the share that is done. The process that reads a
foreign file uses these calls to grant more time: an honest book of a thousand pages may take long, but no single page.
"""

from collections.abc import Callable
from typing import Protocol

Report = Callable[[str], None]
"""Called with a line for the user; an empty one removes it."""


class Progress(Protocol):
    """Called with the share done (0 to 1) and the seconds of processor time granted for the step."""

    def __call__(self, share: float, seconds: float) -> None: ...


def no_progress(share: float, seconds: float) -> None:
    """Report nothing."""
