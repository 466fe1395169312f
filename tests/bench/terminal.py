"""Run a program in a pseudo-terminal, timed by its output, and the empty window it is compared with.

Times are from a key to the first bytes it causes, and from the start to the first words of a text. Pitfall: load on
the machine varies, so milliseconds of two runs cannot be compared; use the ratios to the empty window of the same
run.
"""

import fcntl
import math
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

COLUMNS, LINES = 120, 40

QUIET = 0.06
"""Seconds without output after which a key has been handled."""

SETTLED = 0.4
"""Seconds without output after which start-up is over."""

PATIENCE = 30.0
"""Seconds to wait for expected output."""

LONGEST_ANALYSIS = 180.0
"""Seconds to wait for a program's child processes."""

ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")

HELLO = "An empty window"

BARE = f"""
from textual.app import App
from textual.widgets import Static

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    keys = 0

    def compose(self):
        yield Static("{HELLO}")

    def on_key(self):
        self.keys += 1
        self.query_one(Static).update(f"{HELLO} {{self.keys}}")

Bare().run()
"""


def set_size(terminal: int, columns: int, lines: int) -> None:
    """Set the size of the terminal open at a file descriptor."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Terminal:
    """A program in a pseudo-terminal, and its output."""

    def __init__(
        self, argv: Sequence[str], environment: dict[str, str], size: tuple[int, int] = (COLUMNS, LINES)
    ) -> None:
        """Start `argv` in a terminal of `size` in columns and lines."""
        self.started = time.perf_counter()
        self.seen = ""
        """The output so far."""
        self.is_open = True
        self._exit_code: int | None = None
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self.pid, self._terminal = self._start(argv, environment, size)
        os.set_inheritable(self._terminal, False)  # a later program would keep this terminal open

    def _start(self, argv: Sequence[str], environment: dict[str, str], size: tuple[int, int]) -> tuple[int, int]:
        """Start the program; return its process id, and the file descriptor by which the terminal is read."""
        pid, terminal = pty.fork()
        if pid == 0:
            set_size(0, *size)
            os.execvpe(argv[0], list(argv), environment)
        return pid, terminal

    def resize(self, columns: int, lines: int = LINES) -> float:
        """Resize the window; return the time."""
        now = time.perf_counter()
        set_size(self._terminal, columns, lines)
        return now

    def press(self, keys: str) -> float:
        """Type `keys`; return the time."""
        now = time.perf_counter()
        left = keys.encode()
        while left:  # a terminal accepts a few thousand bytes at once
            left = left[os.write(self._terminal, left) :]
            if left:
                self._read(QUIET)
        return now

    def until(self, words: str, since: float) -> float:
        """Return the milliseconds from `since` until `words` are drawn. Raises TimeoutError."""
        drawn = ""
        while time.perf_counter() < since + PATIENCE:
            drawn += self._read(PATIENCE)
            if words in ESCAPES.sub("", drawn):
                return (time.perf_counter() - since) * 1000
        raise TimeoutError(f"{words!r} was never shown")

    def until_escape(self, sequence: str) -> None:
        """Wait for `sequence` in the output. Raises TimeoutError."""
        stop = time.perf_counter() + PATIENCE
        while sequence not in self.seen:
            if time.perf_counter() > stop:
                raise TimeoutError(f"{sequence!r} was never written")
            self._read(QUIET)

    def until_quiet(self, seconds: float, since: float, patience: float = PATIENCE) -> tuple[float, float]:
        """Return the milliseconds from `since` to the first and last output before `seconds` of silence; 0 without
        any."""
        first = last = 0.0
        while self._read(seconds if first else patience):
            last = (time.perf_counter() - since) * 1000
            first = first or last
        return first, last

    def rest(self, seconds: float, most: float = math.inf) -> None:
        """Wait until nothing has been drawn for `seconds`, or `most` seconds."""
        stop = time.perf_counter() + most
        while self._read(seconds) and time.perf_counter() < stop:
            pass

    def stall(self, seconds: float = SETTLED) -> None:
        """Read nothing until the output that waits to be read has not grown for `seconds`."""
        before, since = -1, time.perf_counter()
        while time.perf_counter() < since + seconds:
            waiting = int.from_bytes(fcntl.ioctl(self._terminal, termios.FIONREAD, bytes(4)), sys.byteorder)
            if waiting != before:
                before, since = waiting, time.perf_counter()
            time.sleep(QUIET)

    def wait_for_children(self) -> None:
        """Read until the program has no child processes, on systems that list them."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        stop = time.perf_counter() + LONGEST_ANALYSIS
        while children.exists() and children.read_text() and time.perf_counter() < stop:
            self.rest(QUIET)
            time.sleep(QUIET)
        self.rest(SETTLED)

    @property
    def is_asleep(self) -> bool:
        """False while the program computes, or waits for its turn to; True where that is unknown."""
        with suppress(OSError):
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S"
        return True

    def settings(self) -> list[object]:
        """Return the settings of the terminal as they are now."""
        return termios.tcgetattr(self._terminal)

    def _read(self, seconds: float) -> str:
        """Return the output that arrives within `seconds`, or nothing."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return ""
        try:
            written = self._decode(os.read(self._terminal, 1 << 20))
        except OSError:
            return ""
        self.seen += written
        return written

    def peak(self) -> float:
        """Return the peak memory of the program without child processes, in MiB; 0 where unknown."""
        status = Path(f"/proc/{self.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else 0.0

    @property
    def exit_code(self) -> int | None:
        """The exit code, negative after a signal; None while the program runs."""
        if self._exit_code is None:
            self._exit_code = self._ended(os.WNOHANG)
        return self._exit_code

    def _ended(self, options: int = 0) -> int | None:
        """Wait for the end of the program, if the `options` of waitpid do not say otherwise; return its exit code."""
        found, status = os.waitpid(self.pid, options)
        return os.waitstatus_to_exitcode(status) if found else None

    def quit(self, keys: str = "q") -> float:
        """Press `keys`; return the milliseconds until the program ends. Raises TimeoutError."""
        since = self.press(keys)
        while time.perf_counter() < since + PATIENCE:
            self._read(QUIET)
            if self.exit_code is not None:
                return (time.perf_counter() - since) * 1000
        raise TimeoutError(f"{keys!r} does not quit")

    def kill(self) -> None:
        """Kill a program that may have ended already."""
        with suppress(ProcessLookupError, ChildProcessError):
            if self._exit_code is None:
                os.kill(self.pid, signal.SIGKILL)
                self._ended()
        self.close()

    def close(self) -> None:
        """Close the terminal, as closing its window would."""
        if self.is_open:
            self.is_open = False
            os.close(self._terminal)


def linked_library(library: Path, folder: Path) -> Path:
    """Return a library in `folder` with its files, as hard links: those beside it know the file by its inode."""
    for name in (library.name, f"{library.name}.bak", f"{library.name}.ranges"):
        if (made := library.with_name(name)).exists():
            os.link(made, folder / name)
    return folder / library.name


@contextmanager
def at_home(
    argv: Sequence[str],
    library: Path | None = None,
    size: tuple[int, int] = (COLUMNS, LINES),
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Terminal]:
    """Run `argv` in a terminal for a new user, or one with only the `library`, and `more` in its environment.

    Python may keep its compiled files, as with an installed program. The analysis uses only the rules, so that
    results do not depend on spaCy.
    """
    home = tempfile.mkdtemp()
    names = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache"}
    own = {name: str(Path(home, folder)) for name, folder in names.items()}
    own |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONDONTWRITEBYTECODE": "", "READER_ENGINE": "rules"}
    if library is not None:
        own["READER_LIBRARY"] = str(linked_library(library, Path(home)))
    terminal = Terminal(argv, {**os.environ, **own, **more}, size)
    try:
        yield terminal
    finally:
        terminal.kill()
        shutil.rmtree(home, ignore_errors=True)
