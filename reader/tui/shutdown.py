"""The end of the program from outside: a closed terminal or a signal loses nothing and leaves nothing behind.

SIGHUP and SIGTERM, and a terminal that cannot be read any more, end the program as `q` does: unsaved text is kept as a
draft, and the exit code names the signal. The trap: drawing to a terminal that has gone may block for ever, so the
process ends in any case after a moment; by then everything is on the disk.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

SIGNALS = (signal.SIGHUP, signal.SIGTERM)

GRACE_PERIOD = 2.0
"""Seconds in which to end the children and restore the terminal."""

SIGNAL_EXIT = 128
"""Added by shells to the number of the signal that ended a program."""


@runtime_checkable
class HoldsDraft(Protocol):
    """A dialog with unsaved text."""

    def keep_draft(self) -> None:
        """Keep it as a draft."""


@runtime_checkable
class KeepsState(Protocol):
    """A screen with a place in an article to come back to."""

    def keep_state(self) -> None:
        """Save it."""


def keep_state_of(screens: Sequence[Screen[object]]) -> None:
    """Save the state of the topmost article; one below it was left before, and may be the same article."""
    for screen in reversed(screens):
        if isinstance(screen, KeepsState):
            screen.keep_state()
            return


class Shutdown:
    """The end of `app` by a signal."""

    def __init__(self, app: App[int]) -> None:
        self._app = app

    def listen(self) -> None:
        """Handle the signals, where the loop can: in the main thread of a process."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in SIGNALS:
                loop.add_signal_handler(number, self.end, number)

    def end(self, number: signal.Signals) -> None:
        """Keep drafts and state, and exit with the code of the signal."""
        code = SIGNAL_EXIT + number
        last_resort = threading.Timer(GRACE_PERIOD, os._exit, (code,))
        last_resort.daemon = True
        last_resort.start()
        for screen in self._app.screen_stack:
            if isinstance(screen, HoldsDraft):
                screen.keep_draft()
        keep_state_of(self._app.screen_stack)
        self._app.workers.cancel_all()
        self._app.exit(code)
