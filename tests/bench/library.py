"""Measure searching and listing a large library, in a temporary folder: `python -m tests.bench.library`.

Five thousand made-up articles with fifty thousand notes are indexed once, then queried: `reader search` next to a
bare Python process, the library screen and its filter next to an empty Textual window. Pitfall: load on the machine
varies, so compare the ratios within one run, not the milliseconds.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from reader.anchoring import Placement, describe
from reader.annotations.notes import Note, new_note
from reader.document.digest import base32_id, text_digest
from reader.library import texts
from reader.library.codec.records import ArticleRecord, Tables, article_document, note_document
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles
from reader.text.span import Span
from tests.bench.inputs import FIRST_NAMES, LAST_NAMES, WORD, story
from tests.bench.terminal import BARE, HELLO, QUIET, SETTLED, Terminal

ARTICLES, NOTES = 5_000, 50_000

TAGS = ("budget", "city/housing", "city/harbour", "check", "quote", "who/mayor", "later", "method")

STILL = 0.3
"""Seconds without output after which a list has been filtered; the cursor blinks every half second."""

RARE = WORD
"""A word in two articles of a thousand."""


# ---------------------------------------------------------------------- the library


def make_library(
    path: Path,
    articles: int = ARTICLES,
    notes: int = NOTES,
    *,
    rare: Mapping[str, int] | None = None,
    placed: bool = True,
    seed: int = 7,
) -> str:
    """Create a library of made-up news with notes, the same each time except for ids and times; return its first text.

    The tags in `rare` are on as many notes of the first article as they say. Unless `placed`, no note has its place.
    """
    chance, first = random.Random(seed), ""
    tags = [tag for tag, count in (rare or {}).items() for _ in range(count)]
    tables: Tables = with_all_tables({})
    beside = LibraryFiles(path)
    paragraphs = [words for words in story().split("\n\n") if words]
    for number in range(articles):
        text = news(number, paragraphs, chance)
        record = record_of(number, text, f"https://example.org/{seed}/{number}")
        tables["articles"][str(number + 1)] = article_document(record)
        texts.store_text(beside.texts, text)
        first = first or text
        for note in notes_on(record, text, notes // articles, chance):
            if tags:
                note = replace(note, revisions=(replace(note.head, tags=(tags.pop(),)).sealed(),))
            tables["notes"][str(len(tables["notes"]) + 1)] = note_document(note if placed else without_place(note))
    path.write_bytes(encode_tables(tables, True))
    path.chmod(0o600)
    return first


def without_place(note: Note) -> Note:
    return replace(note, placement=None, placed_on="")


def news(number: int, paragraphs: list[str], chance: random.Random) -> str:
    """Return an article in which somebody speaks in every third paragraph."""
    found = [f"Story {number} about {chance.choice(paragraphs)[:40]}"]
    for place in range(12):
        words = " ".join(chance.sample(paragraphs, 1)[0].split()[: chance.randint(40, 80)])
        if place % 3 == 0:
            name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
            words = f"“{words[:90]},” said {name}. {words}"
        found.append(words)
    if number % 1000 in (0, 500):
        found.append(f"Nobody knows the {RARE}.")
    return "\n\n".join(found)


def record_of(number: int, text: str, source: str) -> ArticleRecord:
    day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return ArticleRecord(
        base32_id(bytes.fromhex(text_digest(text))),
        text.split("\n", 1)[0],
        (source,),
        (text_digest(text),),
        f"{day}T08:00:00.000000Z",
        f"{day}T09:00:{number % 60:02}.{number:06}Z",
        (f"{FIRST_NAMES[number % 10]} {LAST_NAMES[number % 7]}",),
        day,
    )


def notes_on(record: ArticleRecord, text: str, count: int, chance: random.Random) -> Iterator[Note]:
    for _ in range(count):
        start = chance.randrange(len(text) - 100)
        span = Span(start, start + chance.randint(20, 90))
        says = f"See {' '.join(chance.sample(text.split(), 12))} again."
        note = new_note(record.id, record.texts[0], describe(text, span), says, (chance.choice(TAGS),))
        yield replace(note, placement=Placement(span, "exact"), placed_on=record.texts[0])


# ---------------------------------------------------------------------- what is measured


def timed(argv: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds a program runs. Raises CalledProcessError."""
    start = time.perf_counter()
    subprocess.run(argv, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def commands(library: Path, environment: dict[str, str], rounds: int) -> Iterator[tuple[str, float, float]]:
    """Yield each command's milliseconds, and the ratio to a bare Python process."""
    bare = statistics.median(timed([sys.executable, "-c", "pass"], environment) for _ in range(rounds))
    yield "python -c pass", bare, 1.0
    for words in (["keys"], ["search", RARE], ["search", "story 77"], ["search", "again"], ["search", "tag:city"]):
        argv = [sys.executable, "-m", "reader", "--library", str(library), *words]
        taken = statistics.median(timed(argv, environment) for _ in range(rounds))
        yield f"reader {' '.join(words)}", taken, taken / bare


def bare_echo(environment: dict[str, str], presses: int) -> tuple[float, float]:
    """Return the first paint of an empty Textual window, and its response time to a key."""
    window = Terminal([sys.executable, "-c", BARE], environment)
    try:
        first = window.until(HELLO, window.started)
        window.rest(SETTLED)
        return first, statistics.median(window.until_quiet(QUIET, window.press("j"))[0] for _ in range(presses))
    finally:
        window.kill()


def screen(library: Path, environment: dict[str, str], presses: int) -> Iterator[tuple[str, float, float]]:
    """Yield the library screen's times, and their ratios to an empty window."""
    paint, echo = bare_echo(environment, presses)
    yield "an empty window", paint, 1.0
    yield "its key echo", echo, 1.0
    window = Terminal([sys.executable, "-m", "reader", "--library", str(library)], environment)
    try:
        first = window.until("Story", window.started)
        yield "first rows of the library", first, first / paint
        window.rest(SETTLED)
        line = statistics.median(window.until_quiet(QUIET, window.press("j"))[0] for _ in range(presses))
        yield "a line down", line, line / echo
        window.press("/")
        window.rest(STILL)
        keys, answers = [], []
        for letter in RARE:
            key, answer = window.until_quiet(STILL, window.press(letter))
            keys.append(key)
            answers.append(answer)
        yield "a filter key, echo", statistics.median(keys), statistics.median(keys) / echo
        yield "a filter key, list", statistics.median(answers), statistics.median(answers) / echo
        yield "the slowest of them", max(answers), max(answers) / echo
    finally:
        window.kill()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.library", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each command runs (7); medians are shown")
    parser.add_argument("--presses", type=int, default=20, help="how often a key is pressed (20)")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--notes", type=int, default=NOTES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library.json")
        names = {"HOME": "", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache"}
        own = {name: str(Path(folder, part)) for name, part in names.items()}
        environment = {**os.environ, **own, "READER_ENGINE": "rules", "TERM": "xterm-256color"}
        make_library(library, asked.articles, asked.notes)
        build = timed([sys.executable, "-m", "reader", "--library", str(library), "search", RARE], environment)
        print(f"{asked.articles:,} articles, {asked.notes:,} notes; brought into the index in {build / 1000:.1f} s")
        study = timed([sys.executable, "-m", "reader", "--library", str(library), "index"], environment)
        print(f"names and quotes of all of them found in {study / 1000:.0f} s\n")  # else the screen's child would do it
        print(f"{'':<32}{'ms':>10}{'ratio':>9}")
        for what, taken, ratio in commands(library, environment, asked.rounds):
            print(f"{what:<32}{taken:>10.1f}{ratio:>9.1f}", flush=True)
        for what, taken, ratio in screen(library, environment, asked.presses):
            print(f"{what:<32}{taken:>10.1f}{ratio:>9.1f}", flush=True)


if __name__ == "__main__":
    main()
