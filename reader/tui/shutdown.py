"""The ways out of the screen that nobody chose: a signal, a closed terminal, an error that nobody expected.

Each ends the program as `q` does: unsaved text is kept as a draft, the terminal is left as it was, and the exit code
tells what happened. An error is told in one line, with the path of its report; so are words that could not be kept,
which a full disk may refuse, with the words themselves. Pitfalls: drawing to a terminal that is gone may block for
ever, so a timer ends the process, which is started when the words are on the disk; and after an error anything may
fail, so each step is taken whether or not those before it were.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, runtime_checkable

from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from reader.library import JOURNAL
from reader.system import process_exit, stdio
from reader.system.process_exit import CRASHED, end_process
from reader.system.worker import detach
from reader.tui.screens.reading import ReadingScreen
from reader.tui.splash.terminal import INPUT

SIGNALS = (signal.SIGHUP, signal.SIGTERM)
"""Not SIGINT: on the screen Ctrl-C is a key, and in a program that is run from it, its own affair."""

GRACE_PERIOD = 2.0  # seconds to end the child processes and to restore the terminal
SIGNAL_EXIT = 128  # shells add this to the number of the signal that ended a program


@runtime_checkable
class HoldsDraft(Protocol):
    """A dialog with unsaved text."""

    def words(self) -> str:
        """Return the text, with its tags."""

    def keep_draft(self) -> str | None:
        """Keep it as a draft; return why that fails, or None when it is durable."""


def fold_journal(library: Path) -> None:
    """Have the journal of the library, if it has one, written into its file by a process that outlives this one."""
    if os.path.exists(f"{os.path.realpath(library)}{JOURNAL}"):
        with suppress(OSError):
            detach("reader.search.index_saves", str(library))


def keep_state_of(screens: Sequence[Screen[object]]) -> None:
    """Save the state of the topmost article. One below it was saved when it was left, and may be the same article."""
    for screen in reversed(screens):
        if isinstance(screen, ReadingScreen):
            screen.keep_state()
            return


class Shutdown:
    """Ends `app` at a signal or an unexpected error, of which `code` tells; a context around the running app."""

    def __init__(self, app: App[int], restore_terminal: Callable[[], None] = lambda: None) -> None:
        """`restore_terminal` must not depend on a sound app; it may be called from any thread."""
        self._app = app
        self._restore_terminal = restore_terminal
        self._loop: asyncio.AbstractEventLoop | None = None
        self._raised: list[BaseException] = []
        """Errors that the event loop is to learn of."""
        self._unkept: list[tuple[str, str]] = []
        """Words that could not be kept, each with the reason."""
        self._said = ""
        """The line that tells of the error; "" without one."""
        self._telling = threading.Lock()
        self._has_told = False
        self.code: int | None = None
        """The exit code; None unless the program ends in one of these ways."""

    def __enter__(self) -> Self:
        process_exit.add_handler(self.crash)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        process_exit.remove_handler(self.crash)
        self._take_raised()
        if isinstance(error, Exception):
            self.fail(error)
        self._tell()
        return isinstance(error, Exception)

    def listen(self) -> None:
        """Handle the signals if the event loop can, which is in the main thread, and errors in its callbacks."""
        self._loop = loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._callback_failed)
        with suppress(NotImplementedError, RuntimeError, ValueError):
            for number in SIGNALS:
                loop.add_signal_handler(number, self.end, number)
        self._take_raised()

    def crash(self, error: BaseException) -> None:
        """End the program because of such an error; may be called from any thread, at any moment."""
        self._raised.append(error)
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed, and the context about to end
                self._loop.call_soon_threadsafe(self._take_raised)

    def _take_raised(self) -> None:
        while self._raised:
            self.fail(self._raised.pop(0))

    def _callback_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if isinstance(error := context.get("exception"), Exception):
            self.fail(error)
        else:
            loop.default_exception_handler(context)

    def fail(self, error: BaseException) -> None:
        """End the program because of such an error; to be called by the event loop."""
        if isinstance(error, OSError) and not self._app.is_headless and not os.isatty(INPUT):
            self.end(signal.SIGHUP)  # the terminal was closed, and whoever writes to it has noticed that first
        elif isinstance(error, KeyboardInterrupt):
            self.end(signal.SIGINT)
        else:
            self._end(CRASHED, error.error if isinstance(error, WorkerFailed) else error)

    def end(self, number: signal.Signals) -> None:
        """End with the code of the signal; the loss of a terminal comes as a signal and as the end of the input."""
        self._end(SIGNAL_EXIT + number)

    def _end(self, code: int, error: BaseException | None = None) -> None:
        """Exit with a code; the first call counts.

        What fails on the way must not stop the rest of it, nor change what is told: here, and only here, any error is
        dropped.
        """
        if self.code is not None:
            return
        self.code = code
        with ExitStack() as steps:  # the last one is taken first, and each whether or not those before it failed
            steps.push(lambda _kind, failure, _trace: isinstance(failure, Exception))
            steps.callback(self._app.exit, code)
            steps.callback(self._app.workers.cancel_all)
            steps.callback(self._start_last_resort, code)
            if error is not None:
                steps.callback(self._report, error)
            screens = self._app.screen_stack
            steps.callback(keep_state_of, screens)
            for screen in screens:
                if isinstance(screen, HoldsDraft):
                    steps.callback(self._keep_draft_of, screen)

    def _keep_draft_of(self, screen: HoldsDraft) -> None:
        self._unkept.append((screen.words(), "the note box failed"))
        reason = screen.keep_draft()
        words, _ = self._unkept.pop()
        if reason is not None:
            self._unkept.append((words, reason))

    def _report(self, error: BaseException) -> None:
        self._said = f"stopped by an error in the program itself: {type(error).__name__}"
        from reader.system.crash_report import report  # nearly never needed

        self._said = report(error)

    def _start_last_resort(self, code: int) -> None:
        """End the process if the app cannot, and also if nobody reads what it tells."""
        if self._app.is_headless:  # by a test, whose process goes on
            return
        for seconds, end in ((GRACE_PERIOD, self._end_anyway), (2 * GRACE_PERIOD, end_process)):
            timer = threading.Timer(seconds, end, (code,))
            timer.daemon = True
            timer.start()

    def _end_anyway(self, code: int) -> None:
        with ExitStack() as steps:
            steps.callback(end_process, code)
            sys.stderr = sys.__stderr__  # Textual's, while it runs
            self._tell()

    def _tell(self) -> None:
        """Restore the terminal, and tell what has happened, once."""
        with self._telling:
            if self.code is None or self._has_told:
                return
            self._has_told = True
            self._restore_terminal()
            for words, reason in self._unkept:
                stdio.tell(f"this note could not be kept as a draft ({reason}):", words)
            if self._said:
                stdio.tell(self._said)
