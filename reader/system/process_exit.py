"""End the process: at once, or because of an error that nobody expected.

Python's own way out frees every object and waits for threads; neither is wanted once all is on disk. Pitfall: two
threads may want to end the process, each after a last step of its own, and such steps must not overlap: a tool that
measures coverage, say, saves its data within `os._exit`. So the first one goes on, and any other waits for its end;
one whose error ends the process is such from then on, so that no end meanwhile hides it.

Where `watch_errors` was called, an error that nobody catches is never printed as a traceback: Python's hooks hand it to
`crash`. By default the process then ends with one line and a report. Who holds the terminal meanwhile, or words that
are not saved yet, adds a handler of its own, which counts until it is removed. Child processes do not watch: their
parent reads the last line of what they print.
"""

import os
import sys
from _thread import RLock, allocate_lock
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import NoReturn

from reader.system import stdio

INTERRUPTED = 130  # exit code that shells report of a program ended by Ctrl-C
CRASHED = 70  # exit code after an error in the program itself, as `sysexits.h` has it (EX_SOFTWARE)

CrashHandler = Callable[[BaseException], None]

_ending = RLock()  # held by the thread that ends the process
_crashing = allocate_lock()  # held by the thread whose error ends the process

_handlers: list[CrashHandler] = []
"""Called with an error that nobody expected; the last one counts. Empty unless errors are watched for."""


def end_process(code: int) -> NoReturn:
    """End the process with an exit code, and without any clean-up; may be called from any thread."""
    with _ending:
        os._exit(code)


def wait_for_crash() -> None:
    """Wait while another thread ends the process because of an error."""
    with _ending:
        pass


def watch_errors() -> None:
    """Watch for errors that nobody catches, also in finalizers and in callbacks of C code."""
    _handlers.append(end_by)
    sys.excepthook = lambda _kind, error, _trace: crash(error)
    sys.unraisablehook = lambda raised: crash(raised.exc_value)


def watch_threads() -> None:
    """If errors are watched for, do so in threads too. To be called before the first one, but after the first words."""
    if _handlers:
        import threading  # a millisecond

        threading.excepthook = lambda raised: crash(raised.exc_value) if raised.exc_type is not SystemExit else None


def add_handler(handler: CrashHandler) -> None:
    """Have `handler` called with an error that nobody expected, in the thread where it was raised."""
    if _handlers:
        _handlers.append(handler)


def remove_handler(handler: CrashHandler) -> None:
    """Let the handler before it count again."""
    with suppress(ValueError):
        _handlers.remove(handler)


def crash(error: BaseException | None) -> None:
    """Hand an error that nobody expected to whoever handles them; without effect if nobody does."""
    if error is not None and _handlers:
        _handlers[-1](error)


class Watched:
    """Hands an error that leaves the context to whoever handles them, and lets it end there; else it goes on."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not _handlers or not isinstance(error, Exception):
            return False
        crash(error)
        return True


def end_by(error: BaseException) -> None:
    """End the process because of an error, with one line on standard error and a report in the state folder.

    Whatever fails on the way does not change the exit code. Of several threads with errors the first one ends it.
    """
    if not _crashing.acquire(blocking=False):
        return
    with _ending, ExitStack() as ways_out:
        ways_out.callback(end_process, CRASHED)
        if isinstance(error, KeyboardInterrupt):
            end_process(INTERRUPTED)
        with suppress(stdio.StreamError):
            stdio.flush()
        from reader.system.crash_report import report  # nearly never needed

        stdio.tell(report(error))
