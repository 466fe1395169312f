"""Measure the screen, compared with an empty Textual window: `python -m tests.bench.screen`.

The programs run in turns, once per round, so that other load affects all. Printed are ratios to the empty window's
time, or to its key echo, with the target in brackets; a missed target is bold. `--notes 10000` measures with that
many existing notes.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader.library.library import Library
from tests.bench.inputs import BESIDE, FIRST, LAST, WORD, article, bare_book, book, marked_book, story
from tests.bench.saving import some_notes
from tests.bench.terminal import BARE, COLUMNS, HELLO, QUIET, SETTLED, Terminal, at_home

STILL = 0.25
"""Seconds without output after which many keys, a jump or a new width have been handled."""

NARROWER = 30
"""Columns removed when the window is resized."""

TABS = "Outline"
"""The last word of the side pane's header."""

SLACK = 1.5
"""The factor allowed for start-up time and memory with a large library."""

INPUTS: dict[str, Callable[[], str]] = {
    "story.txt": story,
    "article.md": article,
    "bare-book.txt": bare_book,
    "book.txt": book,
    "book.md": marked_book,
}

Figures = dict[str, float]
"""Milliseconds, or mebibytes of memory, by measurement."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    unit: str
    """The measurement of the empty window that a figure is divided by: "" for the same one."""
    most: tuple[float | None, ...]
    """The target for each input."""
    slack: bool = False
    """True if a large library may exceed the target by SLACK."""


ROWS = (
    Row("first paint", "", (1.25, 1.3, 1.4, 1.4, 2.0), slack=True),
    Row("side pane", "", (2.0, 2.0, 2.5, 2.5, 4.0), slack=True),
    Row("key", "", (1.3,) * 5),
    Row("key, 95 %", "", (1.6,) * 5),
    Row("key, at rest", "", (1.6,) * 5),
    Row("key, analysis running", "key", (1.95,) * 5),
    Row("page", "", (1.6, 1.8, 1.8, 1.8, 1.8)),
    Row("50 keys", "", (1.5,) * 5),
    Row("to the end", "key", (None, 4, 40, 40, 60)),
    Row("to the end again", "key", (None, 2, 2, 2, 2)),
    Row("search", "key", (None, 6, 10, 10, 15)),
    Row("another width", "key", (12, 15, 80, 80, 100)),
    Row("memory", "", (1.35, 1.4, None, None, None), slack=True),
    Row("quit", "", (0.3,) * 5),
)
"""While the analysis runs, a key may take half as long again."""

FILES_OF_MEMORY = {"bare-book.txt": 8, "book.txt": 8, "book.md": 14}
"""The memory allowed beyond the empty window's, as a multiple of a book's size."""


def measured(terminal: Terminal) -> Figures:
    """Measure `reader` with one text. Raises TimeoutError."""
    figures = {"first paint": terminal.until(FIRST, terminal.started)}
    figures["side pane"] = terminal.until(TABS, terminal.started)
    terminal.rest(SETTLED)
    figures["key, analysis running"] = echoes(terminal, "j", 20)["first"]
    terminal.wait_for_children()
    figures |= keys(terminal)
    for what in ("to the end", "to the end again"):
        terminal.press("g")
        terminal.rest(STILL)
        figures[what] = terminal.until(LAST, terminal.press("G"))
    terminal.press("g")
    terminal.rest(STILL)
    terminal.press("/")
    terminal.rest(STILL)
    figures["search"] = terminal.until(BESIDE, terminal.press(f"{WORD}\r"))
    terminal.rest(STILL)
    _, figures["another width"] = terminal.until_quiet(STILL, terminal.resize(COLUMNS - NARROWER))
    return figures | ended(terminal)


def window(terminal: Terminal) -> Figures:
    """Measure the empty window."""
    figures = {"first paint": terminal.until(HELLO, terminal.started)}
    terminal.rest(SETTLED)
    figures["side pane"] = figures["first paint"]
    figures |= keys(terminal)
    figures["key, analysis running"] = figures["key"]
    return figures | ended(terminal)


def keys(terminal: Terminal, presses: int = 40) -> Figures:
    key = echoes(terminal, "j", presses)
    figures = {"key": key["first"], "key, 95 %": key["95 %"], "key, at rest": key["last"]}
    figures["page"] = echoes(terminal, " ", presses // 4)["first"]
    terminal.press("g")
    terminal.rest(STILL)
    _, figures["50 keys"] = terminal.until_quiet(STILL, terminal.press("j" * 50))
    return figures


def echoes(terminal: Terminal, key: str, presses: int) -> Figures:
    """Return the median and the 95th percentile until a key's first change, and the median until its last."""
    taken = sorted(terminal.until_quiet(QUIET, terminal.press(key), STILL) for _ in range(presses))
    answered = [each for each in taken if each[0]]
    return {
        "first": statistics.median(first for first, _ in answered),
        "95 %": answered[int(0.95 * (len(answered) - 1))][0],
        "last": statistics.median(last for _, last in answered),
    }


def ended(terminal: Terminal) -> Figures:
    return {"memory": terminal.peak(), "quit": terminal.quit()}


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.screen", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs (5); medians are shown")
    parser.add_argument("--notes", type=int, default=0, help="notes that the library holds already (0)")
    parser.add_argument("--inputs", default=",".join(INPUTS), help=f"of {', '.join(INPUTS)}: all")
    asked = parser.parse_args()
    print(tabulated(asked.inputs.split(","), asked.rounds, asked.notes))


def tabulated(names: list[str], rounds: int, notes: int = 0) -> str:
    """Return the table of these inputs in Markdown, with a library of `notes` further notes."""
    runs: dict[str, list[Figures]] = {}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library.json") if notes else None
        if library:
            Library(library).save(*some_notes(notes, seed=1))
        paths = {name: Path(folder, name) for name in names}
        for name, path in paths.items():
            path.write_text(INPUTS[name](), encoding="utf-8")
        for turn in range(rounds + 1):
            for name, path in ({"": Path()} | paths).items():
                argv = [sys.executable, *(("-m", "reader", str(path)) if name else ("-c", BARE))]
                with at_home(argv, library) as terminal:
                    figures = measured(terminal) if name else window(terminal)
                if turn:  # Python compiles in the first one
                    runs.setdefault(name, []).append(figures)
        sizes = {name: path.stat().st_size / (1 << 20) for name, path in paths.items()}
    return table({name: medians(figures) for name, figures in runs.items()}, sizes, SLACK if notes else 1)


def medians(runs: list[Figures]) -> Figures:
    return {what: statistics.median(run[what] for run in runs) for what in runs[0]}


def table(results: Mapping[str, Figures], sizes: Mapping[str, float], slack: float) -> str:
    """Return a row for each measurement, a column for each input; sizes are in MiB."""
    floor = results[""]
    inputs = [name for name in results if name]
    lines = [f"||counted in|{'|'.join(inputs)}|", f"|---|---|{'---:|' * len(inputs)}"]
    for row in ROWS:
        one = floor[row.unit or row.what]
        kind = "MiB" if row.what == "memory" else "ms"
        cells = []
        for name in inputs:
            most = row.most[list(INPUTS).index(name)]
            if row.what == "memory" and name in FILES_OF_MEMORY:
                most = 1 + FILES_OF_MEMORY[name] * sizes[name] / one
            cells.append(cell(results[name][row.what] / one, most and most * (slack if row.slack else 1)))
        lines.append(f"|{row.what}|{one:.1f} {kind}|{'|'.join(cells)}|")
    return "\n".join(lines)


def cell(figure: float, most: float | None) -> str:
    """Format a figure, bold if it misses its target, with the target in brackets."""
    shown = f"{figure:.2f}" if figure < 10 else f"{figure:.0f}"
    if most is None:
        return shown
    return f"{f'**{shown}**' if figure > most else shown} ({most:.3g})"


if __name__ == "__main__":
    main()
