"""Shutdown by a signal or a closed terminal.

SIGHUP, SIGTERM and a terminal that can no longer be read end the program as `q` does: unsaved text is kept as a draft,
and the exit code names the signal. Pitfall: drawing to a terminal that is gone may block for ever, so a timer ends the
process; everything is on disk before it is started.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

from reader.library import JOURNAL
from reader.system.process_exit import end_process
from reader.system.worker import detach

SIGNALS = (signal.SIGHUP, signal.SIGTERM)

GRACE_PERIOD = 2.0
"""Seconds to end the child processes and to restore the terminal."""

SIGNAL_EXIT = 128
"""Shells add this to the number of the signal that ended a program."""


@runtime_checkable
class HoldsDraft(Protocol):
    """A dialog with unsaved text."""

    def keep_draft(self) -> object:
        """Keep it as a draft."""


@runtime_checkable
class KeepsState(Protocol):
    """A screen with a place in an article to return to."""

    def keep_state(self) -> None:
        """Save it."""


def fold_journal(library: Path) -> None:
    """Have the journal of the library, if it has one, written into its file by a process that outlives this one."""
    if os.path.exists(f"{os.path.realpath(library)}{JOURNAL}"):
        with suppress(OSError):
            detach("reader.search.fold", str(library))


def keep_state_of(screens: Sequence[Screen[object]]) -> None:
    """Save the state of the topmost article. One below it was saved when it was left, and may be the same article."""
    for screen in reversed(screens):
        if isinstance(screen, KeepsState):
            screen.keep_state()
            return


class Shutdown:
    """Ends `app` when a signal arrives."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._has_begun = False

    def listen(self) -> None:
        """Handle the signals if the event loop can, which is in the main thread."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in SIGNALS:
                loop.add_signal_handler(number, self.end, number)

    def end(self, number: signal.Signals) -> None:
        """Save drafts and state, and exit with the code of the signal; the first call counts.

        There may be more: the loss of a terminal comes as a signal and as the end of the input.
        """
        if self._has_begun:
            return
        self._has_begun = True
        code = SIGNAL_EXIT + number
        last_resort = threading.Timer(GRACE_PERIOD, end_process, (code,))
        last_resort.daemon = True
        last_resort.start()
        for screen in self._app.screen_stack:
            if isinstance(screen, HoldsDraft):
                screen.keep_draft()
        keep_state_of(self._app.screen_stack)
        self._app.workers.cancel_all()
        self._app.exit(code)
