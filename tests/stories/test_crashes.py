"""Errors that nobody expected, and ends that nobody chose: the words are kept or told, the terminal is as it was."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.system.crash_report import FOLDER
from reader.system.paths import PACKAGE, SAMPLE, user_paths
from reader.system.process_exit import CRASHED
from tests.bench.terminal import ESCAPES, Terminal
from tests.fixtures import faulty_program
from tests.fixtures.forked_terminal import ForkedTerminal
from tests.page_object import kept_drafts
from tests.stories.test_terminal import TITLE, begin_note, drafts, ended, sitting

FAULTY = "tests.fixtures.faulty_program"

TOLD = re.compile(r"reader: stopped by an error in the program itself: (?:.*); report: (\S+)$")

LEFT = "\x1b[?1049l"
"""Leaves the screen."""

MODES = ("\x1b[?2004l", "\x1b[?1000l", "\x1b[?1003l", "\x1b[?25h", "\x1b[?7h")
"""Pastes, mouse, cursor and wrapping as they were."""


@contextmanager
def faulty(fault: str, *arguments: str) -> Iterator[ForkedTerminal]:
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    program = ForkedTerminal([FAULTY, fault, *(arguments or (str(SAMPLE),))], environment)
    try:
        yield program
    finally:
        program.kill()


def last_words(program: Terminal) -> list[str]:
    """Return the lines on the terminal after the screen was left, or all if there never was one."""
    program.rest(0.1)
    _, _, after = program.seen.rpartition(LEFT)
    return [line for line in ESCAPES.sub("", after).splitlines() if line.strip()]


def check_crash(program: ForkedTerminal) -> None:
    """The program has ended as it should after an error in it."""
    assert ended(program) == CRASHED
    lines = last_words(program)
    assert len(lines) == 1, lines
    found = TOLD.search(lines[0])
    assert found, lines
    assert "nobody expected this" in lines[0]
    report = Path(found[1])
    assert report.parent == user_paths().state / FOLDER
    assert report.stat().st_mode & 0o777 == 0o600
    assert "Traceback (most recent call last)" in report.read_text()
    assert "Traceback" not in program.seen
    assert program.settings() == program.before
    if "\x1b[?1049h" in program.seen:
        after = program.seen[program.seen.rindex("\x1b[?1049h") :]
        assert LEFT in after
        if "\x1b[?2004h" in after:
            assert [mode for mode in MODES if mode not in after] == []


@pytest.mark.parametrize("fault", faulty_program.IN_BOX)
def test_an_error_keeps_the_words_and_the_terminal(fault: str, home: Path) -> None:
    with faulty(fault) as program:
        program.until(TITLE, program.started)
        begin_note(program, "half written")
        program.press(f" {faulty_program.WORD}")
        check_crash(program)
    assert drafts() == [f"half written {faulty_program.WORD}"]
    assert sitting().library.check().problems == ()


LATER = ("a key", "leaving the terminal")
"""Faults that come with the first key, `q`."""

STARTS = [fault for fault in faulty_program.AT_START if "command" not in fault and fault not in LATER]


@pytest.mark.parametrize("fault", STARTS)
def test_an_error_at_the_start_leaves_the_terminal(fault: str, home: Path) -> None:
    with faulty(fault, *(["tour"] if fault == "the tour" else [])) as program:
        check_crash(program)


@pytest.mark.parametrize("fault", LATER)
def test_an_error_at_the_end_leaves_the_terminal(fault: str, home: Path) -> None:
    with faulty(fault) as program:
        program.until(TITLE, program.started)
        program.press("q")
        check_crash(program)


@pytest.mark.parametrize(
    ("fault", "arguments"),
    [("a command", ["note", str(SAMPLE), "--text", "x"]), ("a thread of a command", ["analyze", str(SAMPLE.parent)])],
)
def test_an_error_in_a_command_is_one_line(fault: str, arguments: list[str], home: Path) -> None:
    archive = ["--jsonl", "-o", str(home / "out.jsonl")] if arguments[0] == "analyze" else []
    done = subprocess.run(
        [sys.executable, "-m", FAULTY, fault, *arguments, *archive],
        capture_output=True,
        text=True,
        check=False,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == CRASHED
    assert "Traceback" not in done.stderr
    assert TOLD.search(done.stderr.splitlines()[-1])
    (report,) = (user_paths().state / FOLDER).iterdir()
    assert "UnexpectedError: nobody expected this" in report.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_words_that_a_full_disk_refuses_are_told(number: signal.Signals, home: Path) -> None:
    with faulty("a full disk") as program:
        program.until(TITLE, program.started)
        begin_note(program, "half written")
        program.until("draft not kept: No space left on device", program.started)
        os.kill(program.pid, number)
        assert ended(program) == 128 + number
        assert last_words(program) == [
            "reader: this note could not be kept as a draft (No space left on device):",
            "half written",
        ]
        assert program.settings() == program.before
    assert kept_drafts(sitting()) == []


def test_an_unknown_textual_is_refused_in_one_line(home: Path) -> None:
    with faulty("an unknown Textual") as program:
        assert ended(program) == 1
        (line,) = last_words(program)
        assert re.fullmatch(r"reader: the screen needs Textual .* is installed, .*: pasted text could press keys", line)
        assert program.settings() == program.before
