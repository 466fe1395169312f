"""Compare dossiers with the library as a whole, in a temporary folder: `python -m tests.bench.dossier`.

Ten thousand made-up articles, all in one dossier, and ninety-nine further dossiers with a hundred each. Commands and
queries take turns, and their processor times are compared: whatever else the machine does, the ratios hold. The quotes
are put into the index as they were made up, since finding them is not measured here.
"""

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.library.library import Library
from reader.search import queries
from reader.search.index import SearchIndex
from reader.search.index_findings import put_findings
from reader.search.index_library import index_library
from reader.search.people import speakers_in
from reader.search.query import parse_query
from reader.session.dossiers import put_in_dossier
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.bench.library import make_library

ARTICLES, DOSSIERS, SMALL = 10_000, 100, 100

NOTES = 10_000

SAID = re.compile(r"(“[^”]*”) said (\w+ \w+)\.")
"""A quote with its speaker, as `make_library` writes them."""


def make_dossiers(library: Library) -> None:
    """Put all articles into one dossier, and a hundred into each of the others."""
    own = [record.id for record in library.articles()]
    put_in_dossier(library, "All", dict.fromkeys(own, "source"))
    for number in range(1, DOSSIERS):
        some = own[number * SMALL % len(own) :][:SMALL]
        put_in_dossier(library, f"Case {number}", dict.fromkeys(some, "source"))


def index_all(library: Library, index: SearchIndex) -> None:
    """Index the library, and the quotes of its articles with their speakers."""
    index_library(index, library)
    with index.changing() as db:
        for record in library.articles():
            article = read_plain(library.kept_text(record.texts[-1]) or "")
            said = [(Span(*found.span(1)), Span(*found.span(2))) for found in SAID.finditer(article.text)]
            names = dict.fromkeys(span.of(article.text) for _, span in said)
            entities = tuple(Entity(name, "person", (), mentions_of(name, said, article.text)) for name in names)
            quotes = tuple(Quote(span, Speaker(who.of(article.text), who), None, 1.0) for span, who in said)
            put_findings(db, [(record.id, "made up", (article, Analysis("made up", entities, quotes)))])


def mentions_of(name: str, said: list[tuple[Span, Span]], text: str) -> tuple[Span, ...]:
    return tuple(span for _, span in said if span.of(text) == name)


def processor_time(argv: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds of processor time that a program takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def query_time(index: SearchIndex, ask: Callable[[Connection], object]) -> float:
    with index.reading() as db:
        begin = time.process_time()
        ask(db)
        return 1000 * (time.process_time() - begin)


def compare(rounds: int, ways: dict[str, Callable[[], float]]) -> None:
    """Print the median of each way, and its ratio to the first; they take turns."""
    taken: dict[str, list[float]] = {what: [] for what in ways}
    for _ in range(rounds):
        for what, measure in ways.items():
            taken[what].append(measure())
    first = statistics.median(next(iter(taken.values())))
    for what, times in taken.items():
        print(f"{what:<44}{statistics.median(times):>10.1f}{statistics.median(times) / first:>9.2f}", flush=True)
    print()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dossier", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5); medians are shown")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.json")
        environment = {**os.environ, "HOME": folder, "READER_ENGINE": "rules"}
        make_library(path, ARTICLES, NOTES)
        make_dossiers(Library(path, Path(folder, "state")))
        command = [sys.executable, "-m", "reader", "--library", str(path)]
        index_all(Library(path), SearchIndex(path))
        print(
            f"{ARTICLES:,} articles in one dossier, {DOSSIERS} dossiers; processor time in ms, and ratio to the first\n"
        )

        def run(*words: str) -> Callable[[], float]:
            return lambda: processor_time([*command, *words], environment)

        compare(
            asked.rounds,
            {
                "reader library": run("library"),
                "reader dossier": run("dossier"),
                "reader dossier All": run("dossier", "All"),
                "reader dossier 'Case 1'": run("dossier", "Case 1"),
            },
        )
        index, whole, small = SearchIndex(path), parse_query('dossier:"all"'), parse_query('dossier:"case 1"')
        listed = queries.list_articles

        def listing(db: Connection) -> object:
            return queries.fitting_articles(db, whole), listed(db)

        compare(
            asked.rounds,
            {
                "the list of all articles": lambda: query_time(index, listed),
                "the list of a dossier of all": lambda: query_time(index, listing),
                "a dossier of a hundred": lambda: query_time(
                    index, lambda db: (queries.fitting_articles(db, small), listed(db))
                ),
                "who speaks in a dossier of a hundred": lambda: query_time(index, lambda db: speakers_in(db, small)),
                "who speaks in the dossier of all": lambda: query_time(
                    index, lambda db: speakers_in(db, whole, limit=500)
                ),
            },
        )


if __name__ == "__main__":
    main()
