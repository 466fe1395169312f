"""Measure how statements are followed through a library with known answers: `python -m tests.bench.statements`.

Each statement of the library is said once and retold in other articles: whole, with a word changed, cut, told, with its
negation lost, by a rival speaker. Others are alike but not the same: the same sentence about something else. Printed
are the shares of places found and of wrong ones, of earliest sources and of rivals told, and with `--quotes N` the
processor time of one question in a library of that many quotes. Pitfall: a sentence is made by chance of a few hundred
words, so `--seed` makes another library.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.document.digest import text_digest
from reader.library import texts
from reader.library.codec.records import ArticleRecord, Tables, article_document
from reader.library.library import Library
from reader.library.recovery import encode_tables, with_all_tables
from reader.library.snapshot import LibraryFiles
from reader.search.freshness import FreshIndex
from reader.search.statements import Statement, find_statement
from reader.system.paths import UserPaths

NOUNS = """bridge harbour school budget hospital library tunnel station market airport stadium museum reservoir road
ferry clinic theatre prison factory railway forest river beach farm college bakery laboratory warehouse garden
cathedral lighthouse orchard quarry brewery dam archive kitchen laundry nursery barracks""".split()

ADJECTIVES = """old northern public private new empty damaged narrow temporary central rural historic crowded expensive
abandoned unfinished municipal western modern neglected""".split()

VERBS = """close repair sell inspect expand demolish finance rebuild protect abandon rename lease flood heat insure
reopen extend paint guard audit""".split()

REASONS = """the engineers have warned us twice|nobody has paid the contractors|the insurers refuse every claim
the tenants asked for it in writing|the ministry has promised the money|winter storms tore the roof away
three inspectors found serious cracks|the neighbours complained about the noise|our own auditors demanded it
the court ordered it in April|the unions threatened another strike|the lawyers see no other way
rising water has reached the cellar|the pension fund withdrew its offer|the architects made a costly mistake
the volunteers have left the city|fire destroyed the upper floors|the new timetable leaves no choice
the donors insisted on a date|the pipes froze for the second year""".replace("\n", "|").split("|")

TIMES = """before Easter|by the end of the year|within six months|after the election|before the first snow|this summer
in the coming decade|until the report is published|before the tourists arrive|after the harvest""".replace(
    "\n", "|"
).split("|")

FIRST = "Maria John Ann Ahmed Olga Peter Laura Tom Sofia Nora Daniel Ruth Victor Helen Oscar Irene".split()

LAST = """Ortiz Smith Haddad Petrova Novak Rossi Baker Lindqvist Moreau Tanaka Okafor Berg Castle Duarte Ferris Gruber
Hollis Ibsen Jansen Keller""".split()

ALONE, TOGETHER = 1_000, 50
"""Quotes that stand in an article of their own, and how many of the others stand in one."""

FILLER = "The meeting was held in the town hall, and several hundred people came to listen to what was said there."


@dataclass
class Truth:
    """What is known of a statement."""

    words: str
    speaker: str
    places: set[int] = field(default_factory=set)
    """The numbers of its articles."""
    first: int = -1
    rival: str = ""
    lost: int = -1
    """The article in which its negation is lost."""


def make_sentence(chance: random.Random) -> tuple[str, bool]:
    """Return a sentence, and whether it has a negation."""
    denied = chance.random() < 0.5
    verb, adjective, noun = chance.choice(VERBS), chance.choice(ADJECTIVES), chance.choice(NOUNS)
    said = f"We will {'not ' if denied else ''}{verb} the {adjective} {noun} {chance.choice(TIMES)}"
    return f"{said}, because {chance.choice(REASONS)}", denied


def retellings(words: str, denied: bool, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield forms of a statement, each with its kind."""
    yield "whole", words
    changed = words.split()
    at = chance.randrange(4, len(changed) - 1)
    changed[at] = {"the": "that", "a": "one"}.get(changed[at], chance.choice(["certain", "recent", "serious"]))
    yield "changed", " ".join(changed)
    yield "cut", words.partition(", because ")[0] if chance.random() < 0.5 else words.removeprefix("We will ")
    yield "told", words.replace("We will", "they would").replace(" us ", " them ").replace(" our ", " their ")
    if denied:
        yield "negation lost", words.replace("will not", "will", 1)


def make_articles(statements: int, quotes: int, chance: random.Random) -> tuple[list[tuple[str, str]], list[Truth]]:
    """Return articles, each with its day and text, and the truth about their statements."""
    articles: list[tuple[str, str]] = []
    truths: list[Truth] = []

    def put(day: int, words: str, speaker: str, *, told: bool = False) -> int:
        said = f"{speaker} said that {words}." if told else f"“{words},” said {speaker}."
        title = f"Report {len(articles)} on what was said"
        articles.append((f"2026-{day // 28 + 1:02}-{day % 28 + 1:02}", f"{title}\n\n{FILLER}\n\n{said}\n\n{FILLER}\n"))
        return len(articles) - 1

    for _ in range(statements):
        words, denied = make_sentence(chance)
        speaker = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        truth = Truth(words, speaker)
        day = chance.randrange(60)
        truth.first = put(day, words, speaker)
        forms = [
            form for form in retellings(words, denied, chance) if form[0] == "negation lost" or chance.random() < 0.7
        ]
        for kind, form in forms:
            day += chance.randint(1, 40)
            own = put(day, form, speaker, told=kind == "told")
            truth.places.add(own)
            if kind == "negation lost":
                truth.lost = own
        if chance.random() < 0.4:
            truth.rival = f"{chance.choice(FIRST)} {next(name for name in LAST if name not in speaker)}"
            truth.places.add(put(day + 3, words, truth.rival))
        truth.places.add(truth.first)
        truths.append(truth)
        other = words.split()  # the same sentence about something else
        other[other.index("the") + 2] = chance.choice(NOUNS)
        reason = chance.choice([each for each in REASONS if each not in words])
        put(
            day,
            f"{' '.join(other).partition(', because')[0]}, because {reason}",
            f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        )
    while len(articles) < min(quotes, ALONE):
        put(chance.randrange(300), make_sentence(chance)[0], f"{chance.choice(FIRST)} {chance.choice(LAST)}")
    for number in range(0, quotes - len(articles), TOGETHER):
        said = (
            f"“{make_sentence(chance)[0]},” said {chance.choice(FIRST)} {chance.choice(LAST)}." for _ in range(TOGETHER)
        )
        articles.append((f"2027-01-{number % 28 + 1:02}", "\n\n".join([f"Hearing {number}", *said])))
    return articles, truths


def make_library(path: Path, articles: list[tuple[str, str]]) -> dict[str, int]:
    """Write a library with articles; return the number of each by its id."""
    tables: Tables = with_all_tables({})
    numbers = {}
    for number, (day, text) in enumerate(articles):
        digest = text_digest(text)
        own = f"a{number:07}"
        time_of = f"2026-12-01T08:00:{number % 60:02}.{number:06}Z"
        record = ArticleRecord(
            own, text.split("\n", 1)[0], (f"https://example.org/{number}",), (digest,), time_of, time_of, published=day
        )
        tables["articles"][str(number + 1)] = article_document(record)
        texts.store_text(LibraryFiles(path).texts, text)
        numbers[own] = number
    path.write_bytes(encode_tables(tables, True))
    path.chmod(0o600)
    return numbers


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "    –"


def judge(truths: list[Truth], found: list[Statement], numbers: dict[str, int]) -> Iterator[str]:
    """Yield a line for each figure."""
    right = wrong = all_places = first = lost = rivals = told = false_rivals = 0
    for truth, statement in zip(truths, found, strict=True):
        places = {numbers[place.origin.id] for each in statement.wordings for place in each.places}
        same = {number for other in truths if other.words == truth.words for number in other.places}
        right, wrong = right + len(places & truth.places), wrong + len(places - same)
        all_places += len(truth.places)
        first += statement.earliest is not None and numbers[statement.earliest.origin.id] == truth.first
        names = {name for name, _ in statement.speakers}
        rivals += bool(truth.rival)
        told += bool(truth.rival) and truth.rival in names
        false_rivals += not truth.rival and len(names) > 1
        lost += truth.lost >= 0 and any(
            each.negation.startswith("lost") and truth.lost in {numbers[place.origin.id] for place in each.places}
            for each in statement.wordings
        )
    yield f"places found        {share(right, all_places)} of {all_places}"
    yield f"wrong joins         {share(wrong, right + wrong)}"
    yield f"earliest right      {share(first, len(truths))} of {len(truths)}"
    yield f"rivals told         {share(told, rivals)} of {rivals}; told where there are none: {false_rivals}"
    yield f"lost negations told {share(lost, sum(truth.lost >= 0 for truth in truths))}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.statements", description=__doc__)
    parser.add_argument("--statements", type=int, default=100)
    parser.add_argument("--quotes", type=int, default=1_000, help="quotes in the library (1,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="print what is not found, or wrong")
    asked = parser.parse_args()
    articles, truths = make_articles(asked.statements, asked.quotes, random.Random(asked.seed))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        numbers = make_library(folder / "library.json", articles)
        paths = UserPaths(folder / "library.json", folder / "state", folder / "cache")
        costs: list[float] = []

        def ask(db: sqlite3.Connection) -> list[Statement]:
            found = []
            for truth in truths:
                begun = time.process_time()
                found.append(find_statement(db, truth.words))
                costs.append(time.process_time() - begun)
            return found

        found = FreshIndex(paths, lambda: Library(paths.library, paths.state)).answer(ask, analyzed=True)
        print(*judge(truths, found, numbers), sep="\n")
        print(
            f"one question        {1000 * statistics.median(costs):.1f} ms of CPU, at most {1000 * max(costs):.1f} ms"
        )
        if asked.misses:
            for truth, statement in zip(truths, found, strict=True):
                places = {numbers[place.origin.id] for each in statement.wordings for place in each.places}
                for number in sorted(places ^ truth.places):
                    sign = "wrong" if number in places else "missed"
                    print(f"\n{sign}: {truth.words}\n    {articles[number][1].splitlines()[4]}")


if __name__ == "__main__":
    main()
