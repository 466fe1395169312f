"""When the terminal is closed, or the program is told to end or to stand aside: nothing is lost, nothing stays behind.

SIGHUP and SIGTERM, and a terminal from which nothing can be read any more, end the program as `q` does, with what is
half written kept as a draft, and with the exit code by which a shell knows the signal. The trap: what is drawn for a
terminal that has gone may wait for ever, so the process ends in any case after a moment; all that counts is on the disk
by then, since a library is replaced in one step.
"""

import asyncio
import os
import signal
import threading
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual import on
from textual.app import App
from textual.driver import Driver

from reader.tui.terminal_driver import TerminalGone

SIGNALS = (signal.SIGHUP, signal.SIGTERM)

GRACE_PERIOD = 2.0
"""Seconds for the children to be ended and the screen to be left."""

SIGNAL_EXIT = 128
"""What a shell adds to the number of the signal that ended a program."""


@runtime_checkable
class HoldsDraft(Protocol):
    """A box with something half written."""

    def keep_draft(self) -> None:
        """Keep it."""


class Ending(App[int], inherit_bindings=False):
    """The program, as far as it can be ended from outside."""

    def on_load(self) -> None:
        """Listen for the signals, where the loop can: in the main thread of a process."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in SIGNALS:
                loop.add_signal_handler(number, self.end_by, number)

    @on(Driver.SignalResume)
    def _repaint(self) -> None:
        """Paint all of it: the shell has written over it, or in a terminal of another size."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    @on(TerminalGone)
    def _terminal_gone(self) -> None:
        self.end_by(signal.SIGHUP)

    def end_by(self, number: signal.Signals) -> None:
        """Keep what is half written, and end."""
        from reader.tui.screens.reading import ReadingScreen

        code = SIGNAL_EXIT + number
        at_last = threading.Timer(GRACE_PERIOD, os._exit, (code,))
        at_last.daemon = True
        at_last.start()
        for screen in self.screen_stack:
            if isinstance(screen, HoldsDraft):
                screen.keep_draft()
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ReadingScreen):  # one below it was left long ago, and may be of the same article
                screen.keep_state()
                break
        self.workers.cancel_all()
        self.exit(code)
