"""The terminal as Textual drives it, but for one thing: the thread that waits for keys can be told to stop.

Textual's own waits for a tenth of a second, and for another before it ends, so quitting, or calling an editor, takes a
quarter of a second: three quarters of what quitting an empty window takes, where ours needs a tenth. It waits for a
pipe as well, and takes out what is pasted (`Pastes`); the rest of the loop is the same: bytes to a parser, what the
parser finds to the application.

The trap: the loop is a copy, and the parser nothing that Textual promises. So ours runs only where Textual's own is the
one that was copied, which the names that it is made of tell; any other Textual drives the terminal alone.
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

COPIED = frozenset(
    "EOFError EVENT_READ ParseError SelectSelector XTermParser _debug close decode exit_event feed fileno "
    "getincrementaldecoder is_set os read register select selectors tick unregister".split()
)
"""The names in the loop that ours stands for: that of Textual 8.2."""

TICK = 0.1
"""Seconds after which the parser is asked whether a lone ESC was a key."""

READ_AT_ONCE = 4096
"""Bytes: a large paste comes in parts."""


BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal writes around what is pasted."""


class Pastes:
    """Tells what is pasted from what is typed.

    Textual's parser takes an ESC within what is pasted for its end, and the rest for keys: whoever copied something
    hostile would press them. So it is taken out before, and its controls are made harmless.
    """

    def __init__(self) -> None:
        self._begun: list[str] | None = None
        """What has come so far of what is pasted; None while nothing is."""
        self._held = ""

    def split(self, data: str) -> Iterator[tuple[bool, str]]:
        """What `data` brings, each part with whether it was pasted as a whole."""
        data, self._held = self._held + data, ""
        while data:
            mark = BEGIN if self._begun is None else END
            before, found, data = data.partition(mark)
            if not found:
                least = 2 if self._begun is None else 1  # ESC alone is a key, and cannot wait
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
    """No key will come any more."""


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with a thread that stops at once."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._wakened, self._wake = os.pipe()
        os.set_blocking(self._wakened, False)

    def disable_input(self) -> None:
        """Stop the thread, which Textual then waits for."""
        os.write(self._wake, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and hand them on until input is disabled."""
        from textual._xterm_parser import XTermParser

        parser = XTermParser()
        pastes = Pastes()
        decode = getincrementaldecoder("utf-8")().decode
        self._forget_wakes()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wakened, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(TICK)}
                if self._wakened in ready:
                    break
                if self.fileno in ready:
                    data = self._read()
                    if not data:  # there is nothing to wait for any more
                        selector.unregister(self.fileno)
                        self.process_message(TerminalGone())
                    for pasted, words in pastes.split(decode(data)):  # to the parser nothing would mean the end
                        self._hand_on([pasting(words)] if pasted else parser.feed(words))
                self._hand_on(parser.tick())

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal has gone."""
        try:
            return os.read(self.fileno, READ_AT_ONCE)
        except OSError:
            return b""

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _forget_wakes(self) -> None:
        """Take no notice of wakes that a thread before this one was meant to hear."""
        try:
            while os.read(self._wakened, READ_AT_ONCE):
                pass
        except BlockingIOError:
            return


def pasting(text: str) -> Paste:
    """What is told of `text` that was pasted: its lines as ours, its controls as signs."""
    return Paste(clean(text.replace("\r\n", "\n").replace("\r", "\n")))


def driver_class() -> type[Driver] | None:
    """Our driver; None where Textual has to choose: for a web server (`TEXTUAL_DRIVER`), and if its loop is another."""
    known = frozenset(LinuxDriver.run_input_thread.__code__.co_names) == COPIED
    return TerminalDriver if known and not os.environ.get("TEXTUAL_DRIVER") else None
