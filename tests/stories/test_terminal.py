"""The program in a real terminal: signals, suspending, pasting."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import pytest

from reader.cli.context import CommandContext
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import SAMPLE
from tests.bench.terminal import ESCAPES, Terminal
from tests.fixtures.forked_terminal import ForkedTerminal
from tests.page_object import kept_drafts
from tests.waiting import until

READER = [sys.executable, "-m", "reader"]

TITLE = "Xi Jinping"

PATIENCE = 20.0
"""Seconds to wait for the program."""


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """The sample article, read in a terminal."""
    with sample_in_terminal() as program:
        yield program


@contextmanager
def sample_in_terminal(*, forked: bool = True) -> Iterator[Terminal]:
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    if forked:
        program: Terminal = ForkedTerminal(["reader", str(SAMPLE)], environment)
    else:
        program = Terminal([*READER, str(SAMPLE)], environment)
    try:
        program.until(TITLE, program.started)
        program.wait_for_children()
        yield program
    finally:
        program.kill()


def sitting() -> Session:
    session = Session(open_source(str(SAMPLE)), CommandContext(None).paths)
    session.record_opening()
    return session


def ended(program: Terminal) -> int:
    """Return the exit code as a shell reports it, reading the output while waiting."""
    stop = time.monotonic() + PATIENCE
    while time.monotonic() < stop:
        if (code := program.exit_code) is not None:
            return code
        if program.is_open:
            program.rest(0.02)
    raise TimeoutError("it does not end")


def children_of(pid: int) -> str:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text() if path.exists() else ""


def is_running(pid: str) -> bool:
    """Return whether a process does anything but wait to be noticed by the one that started it."""
    path = Path(f"/proc/{pid}/stat")
    with suppress(OSError):
        return path.read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def begin_note(program: Terminal, words: str) -> None:
    program.until("close and keep the draft", program.press("a"))
    program.until(words, program.press(words))


def drafts() -> list[str]:
    return [draft.text for draft in kept_drafts(sitting())]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_keeps_the_draft_and_restores_the_terminal(terminal: Terminal, number: signal.Signals) -> None:
    begin_note(terminal, "half written")
    os.kill(terminal.pid, number)
    assert ended(terminal) == 128 + number
    assert "\x1b[?1049l" in terminal.seen
    assert "Traceback" not in terminal.seen
    assert drafts() == ["half written"]


def test_a_closed_terminal_keeps_the_draft_and_leaves_no_child(terminal: Terminal) -> None:
    begin_note(terminal, "half written")
    children = children_of(terminal.pid).split()
    terminal.close()
    assert ended(terminal) == 128 + signal.SIGHUP
    assert drafts() == ["half written"]
    until(lambda: not any(map(is_running, children)))
    assert sitting().library.check().problems == ()


def test_a_terminal_that_shows_nothing_more_and_is_closed_ends_the_program(terminal: Terminal) -> None:
    """What waits to be written must not keep the program from noticing."""
    begin_note(terminal, "half written")
    terminal.press("\x1b")
    terminal.rest(0.3)
    terminal.press("gG" * 500)
    terminal.stall(1.0)
    terminal.close()
    assert ended(terminal) == 128 + signal.SIGHUP
    assert drafts() == ["half written"]


@pytest.fixture
def unforked(home: Path) -> Iterator[Terminal]:
    """The same, in a process that this one has started, and that has loaded all itself."""
    with sample_in_terminal(forked=False) as program:
        yield program


def test_it_can_be_suspended_and_resumed_in_another_size(unforked: Terminal) -> None:
    terminal = unforked
    os.kill(terminal.pid, signal.SIGTSTP)
    terminal.until_escape("\x1b[?1049l")
    found, status = os.waitpid(terminal.pid, os.WUNTRACED)
    assert found
    assert os.WIFSTOPPED(status)
    terminal.resize(100)
    since = time.perf_counter()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until(TITLE, since)
    terminal.until("close and keep the draft", terminal.press("a"))
    terminal.press("\x1b")
    terminal.rest(0.3)
    terminal.press("q")
    assert ended(terminal) == 0


def test_a_paste_into_a_note_is_complete_and_sanitized(terminal: Terminal) -> None:
    """Many lines, controls, and more than is read at once."""
    pasted = "first line\rsecond \x1b[31mred\x07\r" + "word " * 4000
    terminal.until("close and keep the draft", terminal.press("a"))
    terminal.press(f"\x1b[200~{pasted}\x1b[201~")
    terminal.rest(0.5)
    terminal.press("\x13")
    terminal.until("saved", time.perf_counter())
    terminal.press("q")
    assert ended(terminal) == 0
    (note,) = sitting().notes
    assert note.text.splitlines()[0] == "first line"
    assert note.text.count("word") == 4000
    assert "\x1b" not in note.text
    assert "\x07" not in note.text


@pytest.mark.parametrize(
    ("command", "message"),
    [("no-such-editor", "cannot start no-such-editor"), ("sh -c 'echo lost; exit 1'", "sh ended with 1")],
    ids=["missing", "failing"],
)
def test_the_screen_comes_back_after_an_editor_that_fails(command: str, message: str, home: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "VISUAL": command}
    program = ForkedTerminal(["reader", str(SAMPLE)], environment)
    try:
        program.until(TITLE, program.started)
        program.wait_for_children()
        begin_note(program, "half written")
        since = program.press("\x05")
        program.until(message, since)
        program.until("more", program.press(" more"))
        program.press("\x13")
        program.until("saved", time.perf_counter())
        program.press("q")
        assert ended(program) == 0
        assert "Traceback" not in program.seen
        assert [note.text for note in sitting().notes] == ["half written more"]
    finally:
        program.kill()


def test_copying_uses_the_clipboard_of_the_terminal(terminal: Terminal) -> None:
    terminal.press("y")
    terminal.until_escape("\x1b]52;c;")


SCREENS = {
    "reading": (("1", "Vladimir Putin"),),
    "help": (("?", "In the text"),),
    "library": (("L", "sorted by"),),
    "search": (("s", "Type words"),),
    "person": (("1", "Xi Jinping  Xi"), ("S", "Mentions")),
}
"""The keys that lead to each screen, and the words to wait for after each."""


@pytest.mark.slow
@pytest.mark.parametrize(("screen", "pause"), [("reading", 0.03), *zip(SCREENS, cycle((0.0, 0.03)), strict=False)])
def test_escape_and_q_at_once_end_the_program_on_every_screen(screen: str, pause: float, terminal: Terminal) -> None:
    for key, words in SCREENS[screen]:
        terminal.until(words, terminal.press(key))
    for part in "\x1bq" if pause else ["\x1bq"]:
        terminal.press(part)
        time.sleep(pause)
    assert ended(terminal) == 0


def test_a_dumb_terminal_is_refused_in_one_line(home: Path) -> None:
    program = Terminal([*READER, str(SAMPLE)], {**os.environ, "TERM": "dumb"})
    try:
        assert ended(program) == 1
        said = ESCAPES.sub("", program.seen).strip()
        assert said.count("\n") == 0
        assert "reader show" in said
    finally:
        program.kill()
