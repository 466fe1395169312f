"""Keys and sizes at random: the screen is always what a full repaint would show, and the program never ends by itself.

The program runs in a pseudo-terminal, over texts in forty scripts, and `pyte` draws what it writes. After some keys and
sizes the cells before Ctrl-L are compared with those after it, which clears the terminal. A window may also be resized
at every 20 ms of its first two seconds. Each sitting is made from its seed. A long run:

    python -m tests.stories.screen_fuzz --keys 20000 --resizes 2000

Pitfall: the program's output comes in pieces. A frame lies between the marks of a synchronized update, so the terminal
says that it knows them, and only whole frames are compared. And a message may fade at just the moment of the repaint:
a last row that an earlier repaint has shown as well has no leftovers.
"""

import argparse
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyte
from pyte.modes import DECAWM
from pyte.screens import Char

from reader.system.process_exit import INTERRUPTED
from reader.tui.terminal_driver import CLEAR, SHOW
from tests.bench.terminal import ESCAPES, Terminal, at_home

SCRIPTS = """
    LATIN GREEK CYRILLIC ARMENIAN GEORGIAN HEBREW ARABIC SYRIAC THAANA NKO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA
    TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER ETHIOPIC CHEROKEE CANADIAN MONGOLIAN HANGUL
    HIRAGANA KATAKANA CJK BOPOMOFO YI JAVANESE BALINESE TIFINAGH ADLAM MEETEI CHAM RUNIC
""".split()
"""As the names of their letters begin."""

SIGNS = (
    "👨\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f 🇩🇪🇫🇷 👍🏽 "
    "❤\ufe0f ☎ 🏳\ufe0f\u200d🌈 🫠 \U0001fae9 1\ufe0f\u20e3 a\u0323\u0308 \u1100\u1161\u11a8 "
    "\ufdfd क\u094d\u200dष น\u0e35\u0e49 ก\u0e33 e\u0301\u0327 ¶ … → ½"
).split()
"""Clusters whose width terminals disagree about, and some that they agree about."""

SAVE = "\x13"

MOVES = (*"jjjjkhlBW0$ bdugG{}()nNJK[]\x0f\x0e", *(f"\x1b[{key}" for key in ("A", "B", "C", "D", "5~", "6~", "H", "F")))
"""Keys that move the caret or scroll."""

CHANGES: tuple[str, ...] = (
    *"12345ozM+-=ipHvVOyY\t'mwcRfxUSLs?><DrC\rX/&tEaAe\x7f\x03\x05\x19",
    *(SAVE, "\x10\x1b", "\x1bOP", "\x1b[Z", "\x1b[1;2B", "\x1b[1;2C"),
)
"""Keys that open, close or change something."""

ESCAPE = "\x1b"

FRESH = 2.0
"""Seconds after the start in which the window is resized again and again."""

STEP = 0.02
"""Seconds between two of these."""

QUIET = 4
"""Steps without output, and without a program that computes, after which all is painted that a key has changed."""

MOST_ROWS = 6
"""The most rows of a difference that are printed."""

PATIENCE = 30.0
"""Seconds to wait for a repaint."""

COMPARED_AFTER = 8
"""The most actions before the screen is compared."""

KEYS_OF_SITTING = 250
"""The most keys of a sitting."""

ENVIRONMENT = {"TEXTUAL_ANIMATIONS": "none", "VISUAL": "true", "BROWSER": "true", "LINES": "", "COLUMNS": ""}
"""No text cursor blinks, no program is started, and the size is that of the terminal."""

READER = (sys.executable, "-m", "reader")

PRIVATE = re.compile(r"\x1b\[[?<=>][^@-~]*[@-~]")
"""Sequences that pyte would draw in part."""

Size = tuple[int, int]
"""Columns and lines."""

Cells = tuple[tuple[Char, ...], ...]


@cache
def letters() -> dict[str, tuple[list[str], list[str]]]:
    """Return the letters and the marks of each script."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character in map(chr, range(0x41, 0x1F000)):
        script = unicodedata.name(character, "").partition(" ")[0]
        group = unicodedata.category(character)
        if script in SCRIPTS and group[0] in "LM":
            found[script][group[0] == "M"].append(character)
    return found


def word(script: str, chance: random.Random) -> str:
    """Return a made-up word of a script, or a sign."""
    if chance.random() < 0.1:
        return chance.choice(SIGNS)
    bases, marks = letters()[script]
    return "".join(
        chance.choice(bases) + (chance.choice(marks) if marks and chance.random() < 0.5 else "")
        for _ in range(chance.randint(1, 7))
    )


def story(chance: random.Random) -> str:
    """Return an article in Markdown, with headings and quotes, in some of the scripts."""
    scripts = chance.sample(SCRIPTS, 4)

    def words(most: int) -> str:
        return " ".join(word(chance.choice(scripts), chance) for _ in range(chance.randint(1, most)))

    parts = [f"# {words(6)}"]
    for number in range(40):
        if number % 8 == 7:
            parts.append(f"## {words(12)}")
        quote = f"“{words(9)},” said Anna {chance.choice(('Berg', word(scripts[0], chance)))}. "
        parts.append(f"{words(40)}. {quote if chance.random() < 0.5 else ''}The council met. {words(20)}.")
    return "\n\n".join(parts) + "\n"


def size(chance: random.Random) -> Size:
    """Return the size of a window, now and then an odd one."""
    if chance.random() < 0.1:
        return chance.choice(((1, 1), (2, 3), (20, 4), (39, 9), (300, 60), (80, 2), (9, 50)))
    return chance.randint(40, 170), chance.randint(8, 44)


def keys(chance: random.Random) -> str:
    """Return some keys: moves, a change, or typed words."""
    kind = chance.random()
    if kind < 0.6:
        return "".join(chance.choices(MOVES, k=chance.randint(1, 6)))
    if kind < 0.85:
        return chance.choice(CHANGES)
    if kind < 0.93:
        return ESCAPE
    if kind < 0.96:
        column, line = chance.randint(1, 120), chance.randint(1, 40)
        button = chance.choice((0, 0, 64, 65))
        return f"\x1b[<{button};{column};{line}M" + (f"\x1b[<0;{column};{line}m" if button == 0 else "")
    opened, ended = chance.choice(("a", "/", "&", "t")), chance.choice((ESCAPE, SAVE, "\r"))
    return opened + word(chance.choice(SCRIPTS), chance) + ended


def count_of(typed: str) -> int:
    """Return how many keys `typed` is."""
    return len(re.findall(r"\x1b(?:\[[^@-~]*[@-~]|O.)|.", typed, re.DOTALL))


@dataclass(frozen=True)
class Difference:
    """Rows that a full repaint changed, or an end that nobody asked for."""

    seed: int
    actions: tuple[object, ...]
    """What was typed and how the window was resized since the last comparison."""
    rows: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"seed {self.seed}, after {self.actions!r}: {len(self.rows)} rows", *self.rows[:MOST_ROWS]))


@dataclass
class Figures:
    """What was done and found."""

    keys: int = 0
    resizes: int = 0
    comparisons: int = 0
    sittings: int = 0
    differences: list[Difference] = field(default_factory=list)
    crashes: list[Difference] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.keys} keys, {self.resizes} resizes, {self.sittings} sittings, {self.comparisons} comparisons: "
            f"{len(self.differences)} differences, {len(self.crashes)} crashes"
        )


class EndedError(Exception):
    """The program has ended."""


class Window:
    """A program in a terminal that pyte draws."""

    def __init__(self, terminal: Terminal, size: Size) -> None:
        self._terminal = terminal
        self._screen = pyte.Screen(*size)
        self._screen.reset_mode(DECAWM)
        self._stream = pyte.Stream(self._screen)
        self._drawn = 0
        """Characters of the output that are drawn."""

    def type(self, keys: str) -> None:
        try:
            self._terminal.press(keys)
        except OSError as error:
            raise EndedError from error

    def resize(self, size: Size) -> None:
        self._draw(len(self._terminal.seen))
        self._screen.resize(size[1], size[0])
        self._terminal.resize(*size)

    def read(self, seconds: float) -> None:
        """Draw what is painted until nothing is for some time."""
        self._terminal.rest(seconds, PATIENCE)
        self._draw(len(self._terminal.seen))

    def settle(self) -> None:
        """Wait until the program has painted what it has to. Raises TimeoutError."""
        quiet, stop = 0, time.monotonic() + PATIENCE
        while quiet < QUIET:
            if time.monotonic() > stop:
                raise TimeoutError("it paints without end")
            before = len(self._terminal.seen)
            self._terminal.rest(STEP, PATIENCE)
            quiet = quiet + 1 if len(self._terminal.seen) == before and self._terminal.is_asleep else 0

    def repainted(self) -> tuple[Cells, Cells]:
        """Have all repainted; return the cells before and after. Raises EndedError, TimeoutError."""
        seen = len(self._terminal.seen)
        self.type("\x0c")
        start = self._find(CLEAR, seen)
        self._draw(start)
        before = self._cells()
        self._draw(self._find(SHOW, start) + len(SHOW))
        after = self._cells()
        self._forget()
        return before, after

    def _forget(self) -> None:
        """Drop output that is drawn: to add to megabytes takes longer than to draw."""
        self._terminal.seen = self._terminal.seen[self._drawn :]
        self._drawn = 0

    def _find(self, sequence: str, start: int) -> int:
        """Return where a sequence is in the output from `start` on, when it is there."""
        stop = time.monotonic() + PATIENCE
        while (found := self._terminal.seen.find(sequence, start)) < 0:
            if self.exit_code is not None:
                raise EndedError
            if time.monotonic() > stop:
                raise TimeoutError(f"{sequence!r} was never written")
            self._terminal.rest(STEP, PATIENCE)
        return found

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while the program runs."""
        return self._terminal.exit_code

    def _draw(self, end: int) -> None:
        """Draw the output up to `end`, without a sequence that is not complete yet."""
        output = self._terminal.seen[self._drawn : end]
        last = output.rfind(ESCAPE)
        if last >= 0 and not ESCAPES.match(output, last):
            output = output[:last]
        self._drawn += len(output)
        self._stream.feed(PRIVATE.sub("", output))

    def _cells(self) -> Cells:
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return tuple(tuple(self._screen.buffer[row][column] for column in columns) for row in rows)


def changed_rows(before: Cells, after: Cells) -> tuple[str, ...]:
    """Return the rows that differ, as they were and as they are."""
    rows = []
    for number, (was, is_now) in enumerate(zip(before, after, strict=True)):
        columns = [column for column, pair in enumerate(zip(was, is_now, strict=True)) if pair[0] != pair[1]]
        if columns:
            first, words = columns[0], ["".join(cell.data for cell in row) for row in (was, is_now)]
            rows.append(
                f"row {number}, {len(columns)} cells from {first} to {columns[-1]}: {look(was[first])}, then "
                f"{look(is_now[first])}\n  before: {words[0]!r}\n  after:  {words[1]!r}"
            )
    return tuple(rows)


def look(cell: Char) -> str:
    """Return a cell for a report."""
    return f"{cell.data!r} {cell.fg}/{cell.bg}"


class Sitting:
    """One run of the program, from its seed."""

    def __init__(self, seed: int, figures: Figures) -> None:
        self._seed, self._figures = seed, figures
        self._chance = random.Random(seed)
        self._actions: list[object] = []
        self._last_rows: set[tuple[Char, ...]] = set()
        """The last rows that a full repaint has shown."""

    def play(self, most_keys: int, most_resizes: int, fresh: bool) -> None:
        """Play until there were that many keys and resizes; `fresh`: resize at every 20 ms of the first seconds."""
        first = size(self._chance)
        self._figures.sittings += 1
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "story.md").write_text(story(self._chance))
            command = ["sh", "-c", 'cd "$0" && exec "$@"', folder, *READER, "story.md"]
            with at_home(command, size=first, more=ENVIRONMENT) as terminal:
                window = Window(terminal, first)
                last_key, last_resize = self._figures.keys + most_keys, self._figures.resizes + most_resizes
                try:
                    self._begin(terminal, window, fresh)
                    self._go_on(window, last_key, last_resize)
                except EndedError:
                    self._ended(terminal, window)
                except TimeoutError as error:
                    self._crashed(terminal, str(error))

    def _begin(self, terminal: Terminal, window: Window, fresh: bool) -> None:
        start = time.monotonic()
        asked = False
        while time.monotonic() < start + FRESH or not asked:
            if not asked and "\x1b[?2026$p" in terminal.seen:
                asked = True
                window.type("\x1b[?2026;2$y")
            if window.exit_code is not None:
                raise EndedError
            if fresh:
                self._resize(window)
                if self._chance.random() < 0.1:
                    self._type(window)
            time.sleep(STEP)
            terminal.rest(0.0, STEP)
        terminal.wait_for_children()
        self._compare(window)

    def _go_on(self, window: Window, last_key: int, last_resize: int) -> None:
        while (more_keys := self._figures.keys < last_key) or self._figures.resizes < last_resize:
            for _ in range(self._chance.randint(1, COMPARED_AFTER)):
                if self._figures.resizes < last_resize and (not more_keys or self._chance.random() < 0.12):
                    self._resize(window)
                elif more_keys:
                    self._type(window)
                if self._chance.random() < 0.3:
                    window.read(self._chance.choice((0.001, STEP, 0.05)))
            self._compare(window)

    def _type(self, window: Window) -> None:
        typed = keys(self._chance)
        self._figures.keys += count_of(typed)
        self._actions.append(typed)
        window.type(typed)

    def _resize(self, window: Window) -> None:
        self._figures.resizes += 1
        wanted = size(self._chance)
        self._actions.append(wanted)
        window.resize(wanted)

    def _compare(self, window: Window) -> None:
        window.settle()
        before, after = window.repainted()
        self._figures.comparisons += 1
        if before[-1] in self._last_rows:
            before = (*before[:-1], after[-1])
        self._last_rows.add(after[-1])
        if rows := changed_rows(before, after):
            self._found(self._figures.differences, Difference(self._seed, tuple(self._actions), rows))
        self._actions.clear()

    def _found(self, kind: list[Difference], found: Difference) -> None:
        print(found, end="\n\n", flush=True)
        kind.append(found)

    def _ended(self, terminal: Terminal, window: Window) -> None:
        """Tell a crash from an end that a key asked for."""
        if window.exit_code not in (0, INTERRUPTED) or "Traceback" in terminal.seen:
            self._crashed(terminal, f"exit code {window.exit_code}")

    def _crashed(self, terminal: Terminal, how: str) -> None:
        last = ESCAPES.sub("", terminal.seen)[-2000:].splitlines()
        self._found(self._figures.crashes, Difference(self._seed, tuple(self._actions), (how, *last)))


def play(figures: Figures, seed: int, most_keys: int, most_resizes: int) -> None:
    """Play sittings until there were that many keys and resizes; every fourth one begins with sizes."""
    while figures.keys < most_keys or figures.resizes < most_resizes:
        left = most_keys - figures.keys
        keys = min(left, KEYS_OF_SITTING)
        Sitting(seed, figures).play(keys, (most_resizes - figures.resizes) * keys // max(1, left), fresh=seed % 4 == 0)
        print(figures, flush=True)
        seed += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a long run, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keys", type=int, default=2000)
    parser.add_argument("--resizes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first sitting")
    given = parser.parse_args(arguments)
    figures = Figures()
    start = time.monotonic()
    play(figures, given.seed, given.keys, given.resizes)
    print(f"{figures} in {time.monotonic() - start:.0f} s")
    return bool(figures.differences or figures.crashes)


if __name__ == "__main__":
    sys.exit(main())
