"""Where the splash is drawn, and what it does to the settings of the terminal."""

import os
import pty
import signal
import termios
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader.session.state import Appearance
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.splash import terminal
from reader.tui.splash.first_frame import Rows
from reader.tui.splash.terminal import (
    LEAVE,
    SplashTerminal,
    chosen_look,
    colours_of,
    frame_sequence,
    style_sequence,
    style_table,
    terminal_size,
)
from tests.tools.splash_styles import made_tables


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "exact"),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, "exact"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "xterm"}, ""),
        ({"TERM": "linux"}, ""),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, ""),
        ({"COLORTERM": "truecolor"}, ""),
        ({}, ""),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, ""),
        ({"TERM": "xterm-256color", "TEXTUAL_DRIVER": "x:Y"}, ""),
        ({"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, ""),
        ({"TERM": "xterm-256color", "COLUMNS": "90"}, ""),
    ],
)
def test_the_colours_of_a_terminal(environ: dict[str, str], colours: str) -> None:
    assert colours_of(environ) == colours


def test_only_our_themes_have_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert style_table(*chosen_look(Appearance())) == style_table("ink", "plain", "exact")
    assert style_table(*chosen_look(Appearance(theme="paper", marks="decorated"))) == style_table(
        "paper", "decorated", "exact"
    )
    assert style_table(*chosen_look(Appearance(theme="nord"))) is None
    monkeypatch.setenv("NO_COLOR", "1")
    assert style_table(*chosen_look(Appearance())) is None


@pytest.mark.picture
async def test_the_tables_of_styles_are_up_to_date(tmp_path: Path) -> None:
    """Run `python -m tests.tools.splash_styles` to make them again."""
    for look, table in (await made_tables(tmp_path)).items():
        assert style_table(*look.split()) == table


def test_a_program_without_a_terminal_has_no_size() -> None:
    assert terminal_size() is None


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """The two ends of a terminal, on which a splash is drawn."""
    ours, theirs = pty.openpty()
    monkeypatch.setattr(terminal, "INPUT", theirs)
    monkeypatch.setattr(terminal, "OUTPUT", theirs)
    yield ours, theirs
    for end in (ours, theirs):
        with suppress(OSError):
            os.close(end)


def test_settings_come_back_when_the_splash_is_withdrawn(screen: tuple[int, int]) -> None:
    before = termios.tcgetattr(screen[1])
    splash = SplashTerminal()
    splash.draw("words")
    assert splash.is_drawn
    quiet = termios.tcgetattr(screen[1])
    assert not quiet[3] & (termios.ECHO | termios.ICANON)
    assert quiet[3] & termios.ISIG
    os.read(screen[0], 1000)
    splash.withdraw()
    splash.withdraw()
    assert termios.tcgetattr(screen[1]) == before
    assert os.read(screen[0], 1000).decode() == LEAVE


def test_an_app_that_ends_before_it_has_the_terminal_leaves_it_as_it_was(
    screen: tuple[int, int], paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever ends it then may be a timer in a thread of its own."""
    monkeypatch.setattr(ReaderApp, "is_headless", True)
    before = termios.tcgetattr(screen[1])
    splash = SplashTerminal()
    splash.draw("words")
    os.read(screen[0], 1000)

    def end() -> None:
        with ReaderApp(paths, splash=splash).shutdown:
            raise ZeroDivisionError

    ending = threading.Thread(target=end)
    ending.start()
    ending.join()
    assert termios.tcgetattr(screen[1]) == before
    assert os.read(screen[0], 1000).decode() == LEAVE
    splash.withdraw()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_keys_wait_unseen_before_anything_is_drawn(screen: tuple[int, int]) -> None:
    before = termios.tcgetattr(screen[1])
    splash = SplashTerminal()
    splash.quiet()
    assert not splash.is_drawn
    os.write(screen[0], b"j\r")
    assert os.read(screen[1], 1) == b"j"
    assert os.read(screen[1], 1) == b"\r"  # not a new line
    splash.withdraw()
    assert termios.tcgetattr(screen[1]) == before
    os.write(screen[1], b".")
    assert os.read(screen[0], 1000) == b"."  # no echo, and nothing to take back


def test_textual_is_told_the_settings_to_restore(screen: tuple[int, int]) -> None:
    before = termios.tcgetattr(screen[1])
    splash = SplashTerminal()
    assert splash.hand_over() is None
    splash.draw("words")
    assert splash.hand_over() == before
    assert not splash.is_drawn
    os.read(screen[0], 1000)
    splash.withdraw()
    os.write(screen[1], b".")
    assert os.read(screen[0], 1000) == b"."


def test_a_terminal_that_was_closed_is_left_alone(screen: tuple[int, int]) -> None:
    splash = SplashTerminal()
    os.close(screen[0])
    splash.draw("words")
    assert not splash.is_drawn


# ---------------------------------------------------------------------- frames as escape sequences


TABLE = {
    "ground": ("", "38;5;1", "48;5;2"),
    "article--minor": ("3", "", ""),
    "article--strong": ("1", "38;5;3", ""),
    "article--emphasis": ("3", "", ""),
}


def test_later_styles_lie_over_earlier_ones() -> None:
    assert style_sequence(("ground",), TABLE) == "\x1b[0;38;5;1;48;5;2m"
    assert style_sequence(("ground", "article--strong"), TABLE) == "\x1b[0;1;38;5;3;48;5;2m"


def test_emphasis_within_italics_is_upright() -> None:
    assert style_sequence(("ground", "article--minor", "article--emphasis"), TABLE) == "\x1b[0;38;5;1;48;5;2m"
    assert style_sequence(("ground", "article--emphasis"), TABLE) == "\x1b[0;3;38;5;1;48;5;2m"


def test_a_style_is_written_where_it_changes() -> None:
    rows: Rows = [[("a", ("ground",)), ("b", ("ground",))], [("", ("article--strong",)), ("c", ("ground",))]]
    style = style_sequence(("ground",), TABLE)
    assert frame_sequence(rows, TABLE).startswith(f"\x1b[1;1H{style}ab\x1b[2;1H")
