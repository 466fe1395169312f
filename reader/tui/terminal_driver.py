"""A terminal driver whose input thread stops at once, and which separates pasted from typed text.

The input thread of Textual polls, so quitting the program, or starting an editor, waits up to a quarter of a second for
it. Ours waits for a pipe as well, and extracts pasted text (`PasteParser`); the rest of the loop is a copy.

The trap: the loop is a copy, and the parser of Textual is private. So our driver is used only if the loop of the
installed Textual is the one that was copied, judged by the names in its code; else Textual's own driver is used.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from reader.text.sanitize import clean

KNOWN_NAMES = frozenset(
    "EOFError EVENT_READ ParseError SelectSelector XTermParser _debug close decode exit_event feed fileno "
    "getincrementaldecoder is_set os read register select selectors tick unregister".split()
)
"""The names in the code of the loop that was copied, that of Textual 8.2."""

POLL_INTERVAL = 0.1
"""Seconds after which the parser decides whether a lone ESC was a key."""

READ_SIZE = 4096
"""Bytes read at a time; a large paste comes in parts."""


BEGIN, END = "\x1b[200~", "\x1b[201~"
"""The escape sequences around pasted text."""


class PasteParser:
    """Separates pasted from typed text.

    Textual's parser takes an ESC within pasted text for its end, and the rest for keys, so text copied from a hostile
    page could press keys. So pasted text is extracted first, and its control characters are made harmless.
    """

    def __init__(self) -> None:
        self._begun: list[str] | None = None
        """The parts of an unfinished paste; None outside of one."""
        self._held = ""

    def split(self, data: str) -> Iterator[tuple[bool, str]]:
        """Yield the parts of `data`, each with whether it is a complete paste."""
        data, self._held = self._held + data, ""
        while data:
            mark = BEGIN if self._begun is None else END
            before, found, data = data.partition(mark)
            if not found:
                least = 2 if self._begun is None else 1  # a lone ESC is a key, and cannot wait
                kept = next((size for size in range(len(mark) - 1, least - 1, -1) if before.endswith(mark[:size])), 0)
                before, self._held = before[: len(before) - kept], before[len(before) - kept :]
            if self._begun is None:
                if before:
                    yield False, before
                self._begun = [] if found else None
            else:
                self._begun.append(before)
                if found:
                    yield True, "".join(self._begun)
                    self._begun = None


class TerminalGone(Message):
    """The terminal was closed: no more keys can arrive."""


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with an input thread that stops at once."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)

    def disable_input(self) -> None:
        """Stop the input thread, which Textual then joins."""
        os.write(self._wake_writer, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read input and post it as events until input is disabled."""
        from textual._xterm_parser import XTermParser

        parser = XTermParser()
        pastes = PasteParser()
        decode = getincrementaldecoder("utf-8")().decode
        self._drain_wakes()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wake_reader, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(POLL_INTERVAL)}
                if self._wake_reader in ready:
                    break
                if self.fileno in ready:
                    data = self._read()
                    if not data:  # the terminal was closed
                        selector.unregister(self.fileno)
                        self.process_message(TerminalGone())
                    for pasted, words in pastes.split(decode(data)):  # an empty string would end the parser
                        self._post([paste_event(words)] if pasted else parser.feed(words))
                self._post(parser.tick())

    def _read(self) -> bytes:
        """Return the next input; empty if the terminal was closed."""
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""

    def _post(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _drain_wakes(self) -> None:
        """Discard wake-ups that were meant for an earlier thread."""
        try:
            while os.read(self._wake_reader, READ_SIZE):
                pass
        except BlockingIOError:
            return


def paste_event(text: str) -> Paste:
    """Return the event for pasted `text`, with its line ends unified and its control characters replaced."""
    return Paste(clean(text.replace("\r\n", "\n").replace("\r", "\n")))


def driver_class() -> type[Driver] | None:
    """Return our driver; None to let Textual choose: for a web server (`TEXTUAL_DRIVER`), or if its loop differs."""
    known = frozenset(LinuxDriver.run_input_thread.__code__.co_names) == KNOWN_NAMES
    return TerminalDriver if known and not os.environ.get("TEXTUAL_DRIVER") else None
