"""A terminal driver whose input thread stops at once, and whose input is safe to paste and to type ahead.

The input thread of Textual polls, so quitting the program, or starting an editor, waits up to a quarter of a second for
it. Ours waits for a pipe as well, and separates pastes from keys with `InputParser` before Textual's parser sees
anything.

Pitfall: what our loop needs of Textual's driver and parser is not documented. If the installed Textual lacks any of it,
the screen is refused (`driver_class`): with another driver, pasted text could press keys, and nobody would notice.
"""

import asyncio
import fcntl
import io
import os
import re
import select
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from inspect import isfunction
from struct import pack, unpack
from time import monotonic
from typing import Any, TextIO

import textual
from textual.app import App, ScreenStackError
from textual.constants import ESCAPE_DELAY
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.errors import NoWidget
from textual.events import Key, Paste
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from reader.config import user_config
from reader.errors import ReaderError
from reader.system import process_exit
from reader.text.sanitize import clean
from reader.tui.splash.terminal import INPUT, SplashTerminal, write_all
from reader.view.terminal_frame import POSITION, Edges, in_columns, paints_all

SUPPORTED = ">=8.2.5,<9"  # the versions of Textual that the screen is made for, as `pyproject.toml` has them

DRIVER_NAMES = frozenset(("run_input_thread", "exit_event", "attrs_before", "_file"))
"""What Textual's driver calls or sets, and ours overrides or reads."""

PARSER: Any = getattr(linux_driver, "XTermParser", None)
"""The parser of Textual's own loop: escape sequences to keys and mouse events."""

POLL_INTERVAL = 0.1  # seconds between two looks for input while nothing is pending
PENDING_INTERVAL = 0.02  # the same while the meaning of some input depends on what follows it, or on nothing following
READ_SIZE = 4096  # bytes read at a time; a large paste comes in parts

ESC = "\x1b"

ALTERNATE_SCREEN = f"{ESC}[?1049h"
"""Switches to the screen on which Textual draws; many terminals clear it even if they are there."""

RESTORE = "".join(
    f"{ESC}[{sequence}"
    for sequence in (
        *("?2004l", "?7h", "?2048l", "?1000l", "?1003l", "?1015l", "?1006l", "?1016l"),  # pastes, wrapping, size, mouse
        *("<u", "?2026l", "?1049l", "?25h", "?1004l"),  # keys, frames, screen, cursor, focus
    )
)
"""Makes the terminal what it was, like the end of Textual's driver, whichever modes that has set."""

BEGIN, END = f"{ESC}[200~", f"{ESC}[201~"  # the escape sequences around pasted text
PASTE_GAP = 0.1  # seconds without input that end a paste after its end marker; until then another end marker may follow
MISSING_END = 1.0  # seconds without input that end a paste whose end marker was lost

INTRODUCERS = "[O"
"""The characters that begin an escape sequence after ESC. ESC and any other character are two keys."""

META_KEYS = "bf\t\x7f"
"""Characters with which ESC is one key in a read of its own: Option and an arrow on a Mac, Shift-Tab, Alt-Backspace."""


class InputParser:
    """Turns the input from a terminal into events: keys, mouse and pastes.

    For Textual's parser an ESC within pasted text ends it, so text from a hostile page could press keys. Here a paste
    ends with the last end marker of a burst of input, which is the terminal's own, and its control characters are made
    harmless. A key soon after Esc is no Alt key, unless the user has bound that, or it is one of `META_KEYS`. Pitfall:
    both need the time, so `tick` must be called while `pending` is true.
    """

    def __init__(self, alt_keys: str = "") -> None:
        """`alt_keys` are the characters that the user has bound with Alt."""
        self._parser = PARSER()
        self._meta = re.compile(f"(?:{ESC}[{re.escape(META_KEYS + alt_keys)}])+")
        self._paste: list[str] | None = None
        """The parts of a paste, with the markers in it; None outside of one."""
        self._ended = False
        """True once the paste has an end marker."""
        self._held = ""
        """The beginning of an escape sequence, or of a begin marker."""
        self._last = 0.0

    @property
    def pending(self) -> bool:
        """True if events depend on the time that passes without input."""
        return self._paste is not None or bool(self._held)

    def feed(self, data: str, now: float) -> Iterator[Message]:
        yield from self.tick(now)
        self._last = now
        if self._paste is not None:
            self._add_to_paste(self._paste, data)
        elif not self._held and self._meta.fullmatch(data):
            for pair in re.findall(f"{ESC}.", data, re.DOTALL):
                parser = PARSER()
                yield from parser.feed(pair)
                yield from parser.feed("")
        else:
            data, self._held = self._held + data, ""
            yield from self._outside_paste(data)

    def tick(self, now: float) -> Iterator[Message]:
        """Yield the events that are certain since there was no more input."""
        quiet = now - self._last
        if self._paste is not None and quiet >= (PASTE_GAP if self._ended else MISSING_END):
            pasted, found, typed = "".join(self._paste).rpartition(END)
            self._paste = None
            text = (pasted if found else typed).replace("\r\n", "\n").replace("\r", "\n")
            yield Paste(clean(text))
            if found:
                yield from self._outside_paste(typed)
        if self._held and quiet >= ESCAPE_DELAY:
            held, self._held = self._held, ""
            if len(held) <= 2:  # no escape sequence is that short
                yield Key("escape", ESC)
                yield from self._parser.feed(held[1:]) if held[1:] else ()
            else:
                yield from self._parser.feed(held)
        yield from self._parser.tick()

    def _outside_paste(self, data: str) -> Iterator[Message]:
        """Yield the events of typed text up to the next begin marker, and start the paste there."""
        typed, found, pasted = data.partition(BEGIN)
        if found:
            self._paste, self._ended = [], False
            self._add_to_paste(self._paste, pasted)
        elif size := held_length(data):
            typed, self._held = data[:-size], data[-size:]
        yield from self._typed(typed)

    def _add_to_paste(self, paste: list[str], data: str) -> None:
        before = paste[-1][1 - len(END) :] if paste else ""
        self._ended = self._ended or END in before + data
        paste.append(data)

    def _typed(self, text: str) -> Iterator[Message]:
        """Yield the events of typed text: each ESC that does not begin an escape sequence is a key."""
        first, *rest = text.split(ESC)
        if first:
            yield from self._parser.feed(first)
        for part in rest:
            if part and part[0] in INTRODUCERS:
                yield from self._parser.feed(ESC + part)
            else:
                yield Key("escape", ESC)
                yield from self._parser.feed(part) if part else ()


def held_length(data: str) -> int:
    """Return the length of the end of `data` whose meaning depends on what follows it."""
    if data.endswith(f"{ESC}O"):
        return 2
    return next((size for size in range(min(len(data), len(BEGIN) - 1), 0, -1) if data.endswith(BEGIN[:size])), 0)


SYNCHRONIZE, SHOW = f"{ESC}[?2026h", f"{ESC}[?2026l"  # around a frame, so that the terminal shows it at once
CLEAR = f"{ESC}[m{ESC}[2J"  # clears the terminal, in its own colours


class TerminalGone(Message):
    """The terminal was closed: no more keys can arrive."""


class TerminalFile(io.TextIOBase):
    """The output to a terminal, which may be closed: then it takes whatever is written, and nothing waits for it.

    Textual writes in a thread, which would end with an error; and once its queue is full, all else would wait for that
    thread for ever, before the signal or the end of the input is noticed.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._terminal.flush()

    def fileno(self) -> int:
        return self._terminal.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with an input thread that stops at once."""

    def __init__(self, app: App[object], **options: Any) -> None:
        super().__init__(app, **options)
        self.fileno = INPUT
        self._file = TerminalFile(self._file)  # type: ignore[assignment, arg-type]
        self._splash: SplashTerminal | None = app.splash if hasattr(app, "splash") else None
        """The first frame of an app, which may be on the terminal already."""
        self._has_terminal = False
        """True until Textual has restored the terminal."""
        self._synchronizes = False
        """True once Textual has learned that the terminal can show a frame at once."""
        self._clears = False
        if hasattr(app, "output"):
            app.output = self
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)

    def start_application_mode(self) -> None:
        """Take over the terminal; if the splash is drawn on it, as it is.

        Textual tells of a new size in a handler of a signal. Another signal interrupts that, so the sizes of two arrive
        in the wrong order now and then. The event loop calls the handler without interrupting it.
        """
        self._has_terminal = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._splash is not None and (before := self._splash.hand_over()) is not None:
            self.attrs_before = before
        tell_size = signal.getsignal(signal.SIGWINCH)
        if callable(tell_size):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, tell_size, signal.SIGWINCH, None)

    def stop_application_mode(self) -> None:
        super().stop_application_mode()
        self._has_terminal = False

    def restore(self) -> None:
        """Restore the terminal if Textual has failed to, or cannot any more; may be called from any thread."""
        if not self._has_terminal:
            return
        self._has_terminal = False
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(INPUT, termios.TCSANOW, self.attrs_before)
            write_all(RESTORE)

    def write(self, data: str) -> None:
        """Write to the terminal, but do not clear the splash by switching to the screen that it is on."""
        if data == SYNCHRONIZE:
            self._synchronizes = True
        if data != ALTERNATE_SCREEN or self._splash is None or not self._splash.is_drawn:
            super().write(self._prepared(data) if POSITION.search(data) else data)

    def write_frame(self, frame: str) -> None:
        """Write escape sequences that the terminal is to show at once."""
        super().write(f"{SYNCHRONIZE}{self._prepared(frame)}{SHOW}" if self._synchronizes else self._prepared(frame))
        self.flush()

    def clear(self) -> None:
        """Clear the terminal at the beginning of the next frame that paints every row."""
        self._clears = True

    def _prepared(self, frame: str) -> str:
        """Return a frame as it is written; empty if the terminal has another size, which the screen is yet to learn."""
        try:
            screen = self._app.screen
        except ScreenStackError:  # before the first screen, or after the last
            return frame
        if screen.outer_size != self._app.size:
            return ""
        if self._clears and paints_all(frame, screen.outer_size.height):
            self._clears = False
            frame = CLEAR + frame
        return in_columns(frame, edges_in(screen))

    def disable_input(self) -> None:
        """Stop the input thread, which Textual then joins."""
        os.write(self._wake_writer, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        with process_exit.Watched():  # Textual would end without an exit code
            self._read_input()

    def _read_input(self) -> None:
        keys = (key.removeprefix("alt+") for command in user_config().commands for key in command.keys if "alt+" in key)
        parser = InputParser("".join(key for key in keys if len(key) == 1))
        decode = getincrementaldecoder("utf-8")("replace").decode
        with suppress(BlockingIOError):  # wake-ups that were meant for an earlier thread
            while os.read(self._wake_reader, READ_SIZE):
                pass
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                pause = PENDING_INTERVAL if parser.pending else POLL_INTERVAL
                ready = {key.fd for key, _ in selector.select(pause)}
                if self._wake_reader in ready:
                    break
                if self.fileno in ready and has_input(self.fileno):
                    data = b""
                    with suppress(OSError):
                        data = os.read(self.fileno, READ_SIZE)
                    if not data:  # the terminal was closed
                        selector.unregister(self.fileno)
                        self.process_message(TerminalGone())
                    if text := decode(data):  # an empty string would end the parser
                        self._post(parser.feed(text, monotonic()))
                self._post(parser.tick(monotonic()))

    def _post(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


def has_input(terminal: int) -> bool:
    """Return whether a read does not wait: there are bytes, or the terminal was closed.

    A process that goes on after SIGSTOP is told of input now and then where there is none, and a read would wait for a
    key, also while the program is to end.
    """
    try:
        (count,) = unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, pack("i", 0)))
    except OSError:
        return True
    if count:
        return True
    watch = select.poll()
    watch.register(terminal, 0)  # of a closed one it is told in any case
    return bool(watch.poll(0))


def edges_in(screen: Screen[object]) -> Edges:
    """Return what tells where the widgets of a screen begin and end in a row."""

    @cache
    def spans() -> list[tuple[int, int, int, int]]:
        found = []
        for widget in (screen, *screen.walk_children(Widget)):
            with suppress(NoWidget):  # it is not displayed
                x, y, width, height = screen.find_widget(widget).visible_region
                found.append((y, y + height, x, x + width))
        return found

    @cache
    def edges(row: int) -> tuple[int, ...]:
        return tuple(sorted({edge for top, bottom, *span in spans() if top <= row < bottom for edge in span}))

    return edges


def missing_names() -> list[str]:
    """Return what our driver needs and the installed Textual lacks, sorted."""
    methods = [each for each in vars(LinuxDriver).values() if isfunction(each)]
    used = {name for method in methods for name in method.__code__.co_names}
    missing = {name for name in DRIVER_NAMES if name not in used}
    missing |= {"run_input_thread"} - vars(LinuxDriver).keys()
    return sorted(missing | {name for name in ("feed", "tick") if not hasattr(PARSER, name)})


def driver_class() -> type[Driver] | None:
    """Return our driver; None if the user has chosen one, as a web server does. Raises ReaderError."""
    if is_driver_chosen():
        return None
    if missing := missing_names():
        raise ReaderError(
            f"the screen needs Textual {SUPPORTED}, and {textual.__version__} is installed, whose driver lacks "
            f"{', '.join(missing)}: pasted text could press keys"
        )
    return TerminalDriver


def is_driver_chosen() -> bool:
    """Return whether the user has chosen another driver; then pasted text is only as safe as that driver makes it."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))
