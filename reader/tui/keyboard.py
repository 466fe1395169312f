"""The terminal as Textual drives it, but for one thing: the thread that waits for keys can be told to stop.

Textual's own waits for a tenth of a second, and for another before it ends, so quitting, or calling an editor, takes a
quarter of a second: three quarters of what quitting an empty window takes, where ours needs a tenth. It waits for a
pipe as well; the rest of the loop is the same: bytes to a parser, what the parser finds to the application.

The trap: the loop is a copy, and the parser nothing that Textual promises. So ours runs only where Textual's own is the
one that was copied, which the names that it is made of tell; any other Textual drives the terminal alone.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

COPIED = frozenset(
    "EOFError EVENT_READ ParseError SelectSelector XTermParser _debug close decode exit_event feed fileno "
    "getincrementaldecoder is_set os read register select selectors tick unregister".split()
)
"""The names in the loop that ours stands for: that of Textual 8.2."""

TICK = 0.1
"""Seconds after which the parser is asked whether a lone ESC was a key."""

READ_AT_ONCE = 4096
"""Bytes: a large paste comes in parts."""


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
                    data = os.read(self.fileno, READ_AT_ONCE)
                    if not data:  # the terminal has gone: there is nothing to wait for any more
                        selector.unregister(self.fileno)
                    if words := decode(data):  # to the parser nothing would mean the end
                        self._hand_on(parser.feed(words))
                self._hand_on(parser.tick())

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


def driver_class() -> type[Driver] | None:
    """Our driver; None where Textual has to choose: for a web server (`TEXTUAL_DRIVER`), and if its loop is another."""
    known = frozenset(LinuxDriver.run_input_thread.__code__.co_names) == COPIED
    return TerminalDriver if known and not os.environ.get("TEXTUAL_DRIVER") else None
