"""A signal, the loss of the terminal, or an error that nobody expected ends the program once, with all words kept."""

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
import textual
from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from reader.system import crash_report
from reader.system.crash_report import FOLDER
from reader.system.paths import user_paths
from reader.system.process_exit import CRASHED
from reader.tui import shutdown
from reader.tui.shutdown import SIGNAL_EXIT, Shutdown


class Draft(Screen[None]):
    """A dialog with unsaved text."""

    def __init__(self, text: str, keep: Callable[[], str | None] = lambda: None) -> None:
        super().__init__()
        self.kept = 0
        self._text = text
        self._keep = keep

    def words(self) -> str:
        return self._text

    def keep_draft(self) -> str | None:
        self.kept += 1
        return self._keep()


def fail(*_: object) -> NoReturn:
    raise RuntimeError("it is broken")


def reports() -> list[str]:
    return [path.read_text() for path in sorted((user_paths().state / FOLDER).glob("*"))]


async def test_only_the_first_of_several_signals_counts() -> None:
    app, draft = App[int](), Draft("words")
    async with app.run_test():
        await app.push_screen(draft)
        ending = Shutdown(app)
        ending.end(signal.SIGTERM)
        ending.end(signal.SIGHUP)
        ending.fail(RuntimeError())
    assert (app.return_value, ending.code, draft.kept) == (SIGNAL_EXIT + 15, SIGNAL_EXIT + 15, 1)


async def test_every_box_is_kept_though_one_fails(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What could not be kept is told, and then the error that began it."""
    boxes = [Draft("one"), Draft("two\n\n#tag", fail), Draft("three", lambda: "No space left on device"), Draft("four")]
    app = App[int]()
    with Shutdown(app) as ending:
        async with app.run_test():
            for box in boxes:
                await app.push_screen(box)
            ending.fail(ZeroDivisionError("of the day"))
    assert [box.kept for box in boxes] == [1, 1, 1, 1]
    assert ending.code == app.return_value == CRASHED
    *words, line = capsys.readouterr().err.splitlines()
    assert words == [
        "reader: this note could not be kept as a draft (No space left on device):",
        "three",
        "reader: this note could not be kept as a draft (the note box failed):",
        "two",
        "",
        "#tag",
    ]
    assert line.startswith("reader: stopped by an error in the program itself: ZeroDivisionError: of the day")
    (report,) = reports()
    assert report.rstrip().endswith("ZeroDivisionError: of the day")


async def test_the_error_of_a_worker_is_told_itself(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = App[int]()
    with Shutdown(app) as ending:
        async with app.run_test():
            ending.fail(WorkerFailed(KeyError("key")))
    assert "KeyError: 'key'" in capsys.readouterr().err


async def test_an_error_that_leaves_the_app_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = App[int]()
    with Shutdown(app) as ending:
        async with app.run_test():
            fail()
    assert ending.code == CRASHED
    assert "RuntimeError: it is broken (test_shutdown.py, line" in capsys.readouterr().err


async def test_other_exceptions_leave_the_app_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    app = App[int]()
    with pytest.raises(KeyboardInterrupt), Shutdown(app) as ending:
        async with app.run_test():
            raise KeyboardInterrupt
    assert (ending.code, capsys.readouterr().err) == (None, "")


async def test_an_interrupt_in_a_finalizer_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    app = App[int]()
    with Shutdown(app) as ending:
        async with app.run_test():
            ending.fail(KeyboardInterrupt())
    assert (ending.code, capsys.readouterr().err) == (SIGNAL_EXIT + signal.SIGINT, "")


async def test_an_error_in_reporting_does_not_lose_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crash_report, "report", fail)
    app, draft = App[int](), Draft("words")
    with Shutdown(app) as ending:
        async with app.run_test():
            await app.push_screen(draft)
            ending.fail(ZeroDivisionError())
    assert (ending.code, app.return_value, draft.kept) == (CRASHED, CRASHED, 1)
    assert capsys.readouterr().err == "reader: stopped by an error in the program itself: ZeroDivisionError\n"


class Timer:
    """Stands for the timer that ends the process, which would be that of the tests."""

    ends: list[Callable[[int], None]] = []  # noqa: RUF012

    def __init__(self, _seconds: float, end: Callable[[int], None], _code: tuple[int]) -> None:
        self.daemon = False
        Timer.ends.append(end)

    def start(self) -> None:
        assert self.daemon


async def test_an_app_that_cannot_end_is_ended(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal is restored and the error told, but only once."""
    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr(Timer, "ends", [])
    codes, restored = list[int](), list[bool]()
    monkeypatch.setattr(shutdown, "end_process", codes.append)
    monkeypatch.setattr(sys, "__stderr__", sys.stderr)
    app = App[int]()
    async with app.run_test():
        monkeypatch.setattr(type(app), "is_headless", False)
        with Shutdown(app, lambda: restored.append(True)) as ending:
            ending.fail(ZeroDivisionError())
            for end in Timer.ends:
                end(CRASHED)
        monkeypatch.undo()
    assert (codes, restored) == ([CRASHED, CRASHED], [True])
    assert capsys.readouterr().err.count("ZeroDivisionError") == 1


async def test_an_error_of_who_writes_to_a_closed_terminal_is_its_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App[int]()
    async with app.run_test():
        monkeypatch.setattr(type(app), "is_headless", False)
        monkeypatch.setattr(threading, "Timer", Timer)
        monkeypatch.setattr("os.isatty", lambda _: False)
        ending = Shutdown(app)
        ending.fail(OSError(5, "Input/output error"))
        monkeypatch.undo()
    assert ending.code == SIGNAL_EXIT + signal.SIGHUP


def test_the_installed_textual_tells_of_errors() -> None:
    assert hasattr(App, "_handle_exception"), (
        f"Textual {textual.__version__} tells of errors in another way than by _handle_exception, which "
        "reader/tui/app.py overrides to keep drafts: adapt it, or lower the bound on textual in pyproject.toml"
    )
