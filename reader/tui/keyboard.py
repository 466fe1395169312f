"""The terminal as Textual drives it, but for one thing: the thread that waits for keys can be told to stop.

Textual's own looks at a flag ten times a second, so quitting, or calling an editor, takes a quarter of a second. Ours
waits for a pipe as well. The rest of its loop is the same: bytes to a parser, what the parser finds to the application.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

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
    """Our driver; None where Textual has to choose: on Windows, and where `TEXTUAL_DRIVER` says so (a web server)."""
    return None if os.name != "posix" or os.environ.get("TEXTUAL_DRIVER") else TerminalDriver
