"""Measure saving a note durably, compared with stock TinyDB: `python -m tests.bench.saving [NOTES...]`.

Both write files of the same content in the same folder, in turns, so that other load affects both; compare the
ratios, not the milliseconds. Stock TinyDB promises less: it syncs, but writes in place and without a lock. The eight
writers are measured on our storage only, since stock TinyDB's file does not survive them.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from tinydb import TinyDB, where

from reader.anchoring import describe
from reader.annotations.notes import Note, new_note
from reader.document.article import Article, Block
from reader.library.codec.records import note_document
from reader.library.library import Library
from reader.session.note_editing import find_notes
from reader.text.span import Span

SIZES = (1_000, 10_000, 100_000)

ROUNDS = {1_000: 40, 10_000: 15, 100_000: 5}
"""Rounds for each size; a few seconds' worth."""

TARGETS = {
    ("durable note", 1_000): 0.6,
    ("durable note", 10_000): 0.4,
    ("durable note", 100_000): 0.35,
    ("text search", 10_000): 0.4,
    ("get by id", 10_000): 0.02,
}
"""Our maximum share of stock TinyDB's time."""

WRITERS, EACH, LONGEST_WAIT = 8, 25, 1.0
"""Processes that write at the same time, notes written by each, and the maximum seconds one may wait."""

WORDS = "harbour council vote quay budget mayor north boats meeting promise summer closed year Friday told".split()

Turn = Callable[[], object]


def some_notes(count: int, seed: int) -> Iterator[Note]:
    """Yield notes of typical length: about 400 bytes in the file without their revisions."""
    random = Random(seed)
    text = " ".join(random.choices(WORDS, k=5_000))
    for _ in range(count):
        start = random.randrange(len(text) - 80)
        says = " ".join(random.choices(WORDS, k=20))
        yield new_note("abcdefghij", "", describe(text, Span(start, start + 60)), says, ("budget",))


def timed(turn: Turn) -> float:
    """Return the milliseconds of a turn."""
    start = perf_counter()
    turn()
    return (perf_counter() - start) * 1000


def by_turns(ours: Turn, stock: Turn, rounds: int) -> tuple[float, float]:
    """Return the median of each, in milliseconds."""
    pairs = [(timed(ours), timed(stock)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def measured(count: int, folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield each operation with our milliseconds and stock TinyDB's."""
    path, copy = folder / "library.json", folder / "stock.json"
    library = Library(path)
    library.record_opening(Article("The harbour.", (Block(Span(0, 12)),)))
    notes = list(some_notes(count, seed=count))
    library.save(*notes)
    shutil.copy(path, copy)
    stock = TinyDB(copy).table("notes")
    rounds = ROUNDS.get(count, 5)
    more = some_notes(10 * rounds, seed=1)
    ids = cycle(Random(2).sample([note.id for note in notes], min(count, 50)))

    def search_ours() -> None:
        assert len(find_notes(library.notes(), "friday told")) > count / 4

    def search_stock() -> None:
        fits = where("text").test(lambda text: all(word in str(text).casefold() for word in ("friday", "told")))
        assert len(stock.search(fits)) > count / 4

    yield (
        "durable note",
        *by_turns(lambda: library.save(next(more)), lambda: stock.insert(note_document(next(more))), rounds),
    )
    yield ("first listing", *by_turns(lambda: Library(path).notes(), lambda: TinyDB(copy).table("notes").all(), 3))
    search_ours()
    yield ("text search", *by_turns(search_ours, search_stock, rounds))
    yield (
        "get by id",
        *by_turns(lambda: library.note(next(ids)), lambda: stock.get(where("id") == next(ids)), rounds),
    )


WRITER = """
import sys, time
from pathlib import Path
from reader.annotations.notes import new_note
from reader.library.library import Library
library = Library(Path(sys.argv[1]))
library.notes()
print("ready", flush=True)
sys.stdin.readline()
longest = 0.0
for number in range(int(sys.argv[2])):
    start = time.perf_counter()
    library.save(new_note("abcdefghij", "", None, f"{number}", ()))
    longest = max(longest, time.perf_counter() - start)
print(longest, flush=True)
"""


def longest_wait(folder: Path) -> float:
    """Return the seconds of the slowest save by eight processes that write constantly to a library of a thousand
    notes."""
    path = folder / "shared.json"
    library = Library(path)
    library.save(*some_notes(1_000, seed=3))
    command = [sys.executable, "-c", WRITER, str(path), str(EACH)]
    writers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout
        writer.stdout.readline()
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()
    waits = [float(writer.communicate()[0]) for writer in writers]
    assert len(Library(path).notes()) == 1_000 + WRITERS * EACH
    return max(waits)


def row(what: str, notes: str, ours: str, stock: str, ratio: str, target: str) -> str:
    return f"{what:<28}{notes:>9}{ours:>12}{stock:>12}{ratio:>9}{target:>10}"


def main(sizes: list[int]) -> int:
    """Print the table; return 1 if a target was missed."""
    missed = 0
    print(row("", "notes", "ours, ms", "stock, ms", "ratio", "at most"))
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for what, ours, stock in measured(count, Path(folder)):
                target = TARGETS.get((what, count))
                missed += target is not None and ours / stock > target
                goal = "" if target is None else f"{target:.2f}"
                print(row(what, f"{count:,}", f"{ours:.3f}", f"{stock:.2f}", f"{ours / stock:.4f}", goal), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        wait = longest_wait(Path(folder))
    missed += wait > LONGEST_WAIT
    print(row("longest wait, 8 writers", "1,000", f"{wait * 1000:.0f}", "", "", f"{LONGEST_WAIT * 1000:.0f} ms"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
