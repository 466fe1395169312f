"""A signal, or the loss of the terminal, ends the program once."""

import signal
import threading

import pytest
from textual.app import App
from textual.screen import Screen

from reader.tui.shutdown import SIGNAL_EXIT, Shutdown


class Draft(Screen[None]):
    """A dialog with unsaved text."""

    kept = 0

    def keep_draft(self) -> None:
        self.kept += 1


class Timer:
    """Stands for the timer that ends the process, which would be that of the tests."""

    started = 0

    def __init__(self, *_: object) -> None:
        self.daemon = False

    def start(self) -> None:
        Timer.started += 1


async def test_only_the_first_of_several_signals_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr(Timer, "started", 0)
    app, draft = App[int](), Draft()
    async with app.run_test():
        await app.push_screen(draft)
        ending = Shutdown(app)
        ending.end(signal.SIGTERM)
        ending.end(signal.SIGHUP)
    assert (app.return_value, draft.kept, Timer.started) == (SIGNAL_EXIT + signal.SIGTERM, 1, 1)
