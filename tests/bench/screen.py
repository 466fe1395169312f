"""How fast the screen is, against an empty Textual window: `python -m tests.bench.screen`, standard library only.

Both run in a pseudo-terminal of 120 by 40 cells, turn by turn, and what is timed is what a terminal would receive: from
a key to the first bytes that it causes, from the start to the first words of the text. The trap: a machine has moods,
so milliseconds of two runs cannot be compared; read the ratios to the empty window of the same run.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.inputs import BESIDE, FIRST, WORD, book, story

COLUMNS, LINES = 120, 40

QUIET = 0.06
"""Seconds without output after which a key has been answered."""

SETTLED = 1.0
"""Seconds without output after which a start is over."""

PATIENCE = 30.0
"""Seconds after which something that has not shown never will."""

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

Figures = dict[str, float]
"""Milliseconds, or mebibytes of memory, by what was measured."""


class Terminal:
    """A program in a pseudo-terminal, and what it has written."""

    def __init__(self, argv: Sequence[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def press(self, keys: str) -> float:
        """Type `keys`; when that was."""
        now = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return now

    def until(self, words: str, since: float) -> float:
        """Milliseconds from `since` until `words` have been drawn. Raises TimeoutError."""
        drawn = ""
        while time.perf_counter() < since + PATIENCE:
            drawn += self._read(PATIENCE)
            if words in ESCAPES.sub("", drawn):
                return (time.perf_counter() - since) * 1000
        raise TimeoutError(f"{words!r} was never shown")

    def until_quiet(self, seconds: float, since: float) -> tuple[float, float]:
        """Milliseconds from `since` to the first and to the last output before `seconds` of silence."""
        first = last = 0.0
        while self._read(seconds if first else PATIENCE):
            last = (time.perf_counter() - since) * 1000
            first = first or last
        return first, last

    def rest(self, seconds: float) -> None:
        """Wait until nothing has been drawn for `seconds`."""
        while self._read(seconds):
            pass

    def _read(self, seconds: float) -> str:
        """What comes within `seconds`; nothing when nothing comes, or the program has ended."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return ""
        try:
            return os.read(self._terminal, 1 << 20).decode(errors="replace")
        except OSError:
            return ""

    def peak(self) -> float:
        """The most memory that the program itself has held, in MiB; 0 where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else 0.0

    def quit(self) -> float:
        """Press q; milliseconds until the program has gone."""
        since = self.press("q")
        while self._read(PATIENCE):
            pass
        os.waitpid(self.pid, 0)
        return (time.perf_counter() - since) * 1000

    def kill(self) -> None:
        """End a program that may have ended already."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return


@contextmanager
def at_home(argv: Sequence[str]) -> Iterator[Terminal]:
    """`argv` in a terminal, for a user who owns nothing yet."""
    home = tempfile.mkdtemp()
    names = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache"}
    own = {name: str(Path(home, folder)) for name, folder in names.items()}
    terminal = Terminal(argv, {**os.environ, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
    try:
        yield terminal
    finally:
        terminal.kill()
        shutil.rmtree(home, ignore_errors=True)


def measured(argv: Sequence[str], first: str, searched: bool, presses: int) -> Figures:
    """Run the program once. Raises TimeoutError."""
    figures: Figures = {}
    with at_home(argv) as terminal:
        figures["first paint"] = terminal.until(first, terminal.started)
        terminal.rest(SETTLED)
        figures["key echo"], figures["key echo, 95 %"] = echoes(terminal, "j", presses)
        figures["page"], _ = echoes(terminal, " ", presses)
        _, figures["50 keys"] = terminal.until_quiet(0.2, terminal.press("j" * 50))
        if searched:
            terminal.press("g")
            terminal.rest(QUIET)
            terminal.press("/")
            terminal.rest(0.2)
            figures["search"] = terminal.until(BESIDE, terminal.press(f"{WORD}\r"))
            terminal.rest(0.2)
        figures["memory, MiB"] = terminal.peak()
        figures["quit"] = terminal.quit()
    return figures


def echoes(terminal: Terminal, key: str, presses: int) -> tuple[float, float]:
    """The median and the 95th percentile of what a key takes."""
    taken = sorted(terminal.until_quiet(QUIET, terminal.press(key))[0] for _ in range(presses))
    return statistics.median(taken), taken[int(0.95 * (len(taken) - 1))]


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.screen", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs (5); medians are shown")
    parser.add_argument("--presses", type=int, default=40, help="how often each key is pressed in a run (40)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        texts = {"story": story(), "book": book()}
        programs = {"empty window": ([sys.executable, "-c", BARE], HELLO, False)}
        for name, text in texts.items():
            path = Path(folder, f"{name}.txt")
            path.write_text(text, encoding="utf-8")
            programs[name] = ([sys.executable, "-m", "reader", str(path)], FIRST, name == "book")
        runs: dict[str, list[Figures]] = {name: [] for name in programs}
        for _ in range(asked.rounds):
            for name, (argv, first, searched) in programs.items():
                runs[name].append(measured(argv, first, searched, asked.presses))
    print(table({name: medians(figures) for name, figures in runs.items()}))


def medians(runs: Sequence[Figures]) -> Figures:
    return {what: statistics.median(run[what] for run in runs) for what in runs[0]}


def table(results: dict[str, Figures]) -> str:
    """Milliseconds, and in brackets how many times those of the empty window; a search is told in its key echoes."""
    (_, floor), *_ = results.items()
    lines = [f"| | {' | '.join(results)} |", f"|---|{'---:|' * len(results)}"]
    for what in max(results.values(), key=len):
        cells = []
        for figures in results.values():
            unit = floor["key echo"] if what == "search" else floor.get(what, 0)
            ratio = f" ({figures[what] / unit:.2f})" if figures is not floor and what in figures and unit else ""
            cells.append(f"{figures[what]:.1f}{ratio}" if what in figures else "–")
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
