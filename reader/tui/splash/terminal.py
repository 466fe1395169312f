"""The terminal until Textual has it: whether the splash may be shown there, its settings, and the way back.

Typed keys wait unseen; the splash switches to the alternate screen, where Textual draws too. Ctrl-C ends the program as
before; the other keys that send signals are kept for Textual, which reads them as keys. Pitfall: whatever
ends the program meanwhile must leave the terminal as it was: errors by `withdraw`, which is called on the way out,
signals by a handler that does the same first. Ctrl-C too: as an exception it is lost now and then, since Python drops
those that are raised in the callbacks of an import. The error of another thread waits for the main one, which may be
drawing: until the splash is over, or Textual is there to end.
"""

import os
import signal
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from reader.config import DEFAULT_THEME, user_config
from reader.session.state import Appearance
from reader.system import process_exit
from reader.system.process_exit import INTERRUPTED, end_process
from reader.tui.widgets.text_layers import EMPHASIZED, ITALIC_GROUND

Style = tuple[str, str, str]
"""Attributes, foreground and background, as parameters of SGR; empty for what a style leaves as it is."""

StyleTable = Mapping[str, Style]
"""Styles by name: of a ground, such as "footer", or of a component class, such as "footer--key"."""

TABLES = Path(__file__).with_name("style_tables.txt")
"""The styles of each look, made from the style sheets and themes by `python -m tests.tools.splash_styles`."""

ITALIC = "3"

Settings = list[Any]  # as `termios` has them
INPUT, OUTPUT = 0, 2  # the file descriptors that Textual reads and draws on

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2026h"
"""To the alternate screen, without a cursor and without wrapping, and everything that follows at once."""

SHOWN = "\x1b[?2026l"

LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"

USUAL_HANDLERS: Mapping[int, Any] = {
    **{signal.SIGHUP: signal.SIG_DFL, signal.SIGTERM: signal.SIG_DFL},
    signal.SIGINT: signal.default_int_handler,
}
"""The handlers of the signals that end a program; one that is ignored has another."""

DECISIVE = (
    *("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "LINES"),
    *("TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS"),
)
"""Variables that may change how Textual draws, or how wide it takes the terminal to be."""

TRUE_COLOUR = ("truecolor", "24bit")  # $COLORTERM of terminals with exact colours, as rich has it
LEAST_COLUMNS, LEAST_ROWS = 40, 10  # smaller terminals cut what the splash leaves whole


def style_table(theme: str, marks: str, colours: str) -> StyleTable | None:
    """Return the styles of a look; None if there is no such theme of ours, or no such terminal."""
    rows = TABLES.read_text("ascii").partition(f"[{theme} {marks} {colours}]\n")[2].partition("\n\n")[0]
    styles = (row.split("|") for row in rows.splitlines())
    return {name: (attributes, fore, back) for name, attributes, fore, back in styles} or None


def chosen_look(appearance: Appearance) -> tuple[str, str, str]:
    theme = user_config().theme or appearance.theme or DEFAULT_THEME
    marks = user_config().marks or appearance.marks or "plain"
    return theme, marks, colours_of(os.environ)


def colours_of(environ: Mapping[str, str]) -> str:
    """Return how many colours Textual uses, as the palettes name it: "exact" or "256"; "" for fewer, or if unsure."""
    if any(environ.get(name) for name in DECISIVE) or "NO_COLOR" in environ:
        return ""
    if environ.get("COLORTERM", "").strip().lower() in TRUE_COLOUR and environ.get("TERM", "") not in ("", "dumb"):
        return "exact"
    return "256" if environ.get("TERM", "").endswith("-256color") else ""


def terminal_size() -> tuple[int, int] | None:
    """Return columns and rows; None if the program is not on a terminal for UTF-8, or in its background."""
    if sys.__stderr__ is None or sys.__stderr__.encoding.lower() not in ("utf-8", "utf8"):
        return None
    with suppress(OSError):
        on_terminal = all(map(os.isatty, (INPUT, 1, OUTPUT))) and os.get_blocking(OUTPUT)
        if on_terminal and os.tcgetpgrp(INPUT) == os.getpgrp():
            columns, rows = os.get_terminal_size(1)
            return (columns, rows) if columns >= LEAST_COLUMNS and rows >= LEAST_ROWS else None
    return None


class SplashTerminal:
    def __init__(self) -> None:
        self._before: Settings | None = None
        """Its settings before; None if they are unchanged, or Textual has taken over."""
        self._raised: list[BaseException] = []
        """The errors of other threads meanwhile."""
        self.is_drawn = False

    def quiet(self) -> None:
        """Let keys that are typed from now on wait unseen, as Textual reads them; no effect if the terminal refuses."""
        if self._before is not None:
            return
        try:
            before = termios.tcgetattr(INPUT)
            process_exit.add_handler(self._raised.append)
            for number, usual in USUAL_HANDLERS.items():
                if signal.getsignal(number) == usual:  # it is not ignored
                    signal.signal(number, self._end)
            self._before = before
            termios.tcsetattr(INPUT, termios.TCSANOW, quiet_settings(termios.tcgetattr(INPUT)))
        except (OSError, termios.error):
            self.withdraw()

    def draw(self, frame: str) -> None:
        """Draw the frame; without effect if the terminal refuses."""
        self.quiet()
        if self._before is None:
            return
        self.is_drawn = True
        try:
            write_all(f"{ENTER}{frame}{SHOWN}")
        except OSError:
            self.withdraw()

    def hand_over(self) -> Settings | None:
        """Leave the screen to Textual; return the settings that it is to restore, None if they are unchanged."""
        before, self._before, self.is_drawn = self._before, None, False
        self._unlisten()
        self._pass_on()
        return before

    def withdraw(self) -> None:
        """Make the terminal what it was before, unless Textual has taken it over."""
        self._unlisten()
        self.restore()
        self._pass_on()

    def restore(self) -> None:
        """Do so for the terminal alone; may be called from any thread."""
        drawn, before = self.is_drawn, self._before
        self._before, self.is_drawn = None, False
        if drawn:
            with suppress(OSError):
                write_all(LEAVE)
        if before is not None:
            with suppress(termios.error):
                termios.tcsetattr(INPUT, termios.TCSANOW, before)

    def _pass_on(self) -> None:
        """Let whoever has the terminal now end the program because of an error that has waited."""
        if self._raised:
            process_exit.crash(self._raised.pop(0))

    def _unlisten(self) -> None:
        for number, usual in USUAL_HANDLERS.items():
            if signal.getsignal(number) == self._end:
                signal.signal(number, usual)
        process_exit.remove_handler(self._raised.append)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.withdraw()
        if number == signal.SIGINT:
            end_process(INTERRUPTED)
        os.kill(os.getpid(), number)


def quiet_settings(settings: Settings) -> Settings:
    """Return settings as Textual makes them, except that Ctrl-C still interrupts: no echo, no lines, no other signs."""
    settings[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    settings[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    off = bytes([os.fpathconf(INPUT, "PC_VDISABLE") & 0xFF])
    for sign in (termios.VSUSP, termios.VQUIT):
        settings[6][sign] = off
    settings[6][termios.VMIN], settings[6][termios.VTIME] = 1, 0
    return settings


def write_all(text: str) -> None:
    """Write to the terminal, whatever Python holds back for it. Raises OSError."""
    left = memoryview(text.encode(errors="replace"))
    while left:
        left = left[os.write(OUTPUT, left) :]


def frame_sequence(rows: list[list[tuple[str, tuple[str, ...]]]], table: StyleTable) -> str:
    """Return what draws `rows` from the top left corner of the terminal; styles are written only where they change."""
    known: dict[tuple[str, ...], str] = {}
    written: list[str] = []
    last = ""
    for y, row in enumerate(rows, 1):
        written.append(f"\x1b[{y};1H")
        for words, names in row:
            if (style := known.get(names)) is None:
                style = known[names] = style_sequence(names, table)
            if words:
                written.append(words if style == last else style + words)
                last = style
    return "".join(written) + "\x1b[0m"


def style_sequence(names: tuple[str, ...], table: StyleTable) -> str:
    """Return the escape sequence of styles one over another; emphasis within italics is upright, as in print."""
    attributes: list[str] = []
    foreground = background = ""
    for name in names:
        more, fore, back = table.get(name, ("", "", ""))
        attributes += more.split(";") if more else []
        foreground, background = fore or foreground, back or background
    kinds = {name.partition("--")[2] for name in names if ITALIC in table.get(name, ("", "", ""))[0].split(";")}
    if kinds & EMPHASIZED and kinds & ITALIC_GROUND:
        attributes = [attribute for attribute in attributes if attribute != ITALIC]
    return f"\x1b[{';'.join(filter(None, ('0', *dict.fromkeys(attributes), foreground, background)))}m"
