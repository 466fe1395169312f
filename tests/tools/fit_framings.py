"""Fit the points by which a quotation is told to be torn from its sentence, to sentences whose reading is known.

    python -m tests.tools.fit_framings [--more FILE] [--write]

Each line of `tests/quality/gold/framings.jsonl` is `[set, kind, source, draft, quoted]`: a paragraph with a clause
({C}, or {c} with a small first letter; {A} {a} and {b} are its parts around an ellipsis) and its speaker {S}, the
sentence of a draft that quotes it, or null, and the words quoted. The kind is one of the five framings; any other is
why the quotation is fair, and of those "told" says that the draft tells the framing itself. The first letter of a set
is its author. `--more` names a file of the same form with whole passages from print, without placeholders; its texts
are not kept here.

Printed is how the sentences of each author are told by the points of the others; `--write` writes the points of all
to `reader/analysis/lexicon/framings.txt`. It is a logistic regression (Newton's method), so the same sentences give
the same points. It needs numpy, which comes with spaCy.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args
from zlib import crc32

import numpy as np

from reader.analysis import lexicon
from reader.analysis.assertion.points import CERTAIN, POSSIBLE
from reader.analysis.assertion.words import FrameKind
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.verification.frames import read_speech, speech_around
from reader.verification.source_text import SourceText
from tests.tools.logistic import Numbers, fit_sparse

GOLD = Path(__file__).parents[1] / "quality" / "gold" / "framings.jsonl"

CLAUSES = " ".join(
    """
the harbour master is hiding the real figures|the river has been rising all week since the spring|our schools are
running out of teachers|the company has paid for the trip to Oslo|the bridge will be closed for the whole summer|they
were sleeping in the station for weeks|this city has lost its way in the last ten years|we are heading for a very hard
winter|the new road will cut the village in two|people here must go back to work in the spring|the police were warned
about the dam|my father has built half of these houses|I have seen the letters that she wrote to the bank|the tenants
have been paying twice for the heating|our fishermen are selling their boats to the banks|the army has enough shells for
another month|the old theatre will belong to the city again|it was known in Leith for many years|the children were taken
to another camp in the hills|most of the wells are dry by the end of June
""".split()
).split("|")
"""Clauses to put into the sentences, each with an auxiliary verb at which it can be parted."""

AUXILIARY = re.compile(r"\b(?:will|must|is|are|was|were|has|have)\b")

SPEAKER = "Ruth Lindqvist"

WEIGHTS = {"f": 0.3, "g": 0.3, "x": 10.0, "v": 6.0, "w": 20.0, "T": 1.5}
"""What the sentences of an author weigh, if not 1: contrasts (f) and long talk (g) are rarer than in these sets, and
the cases of the tests (v, w, x) must hold; whole passages that somebody would tear so (T) are the likeliest."""

EACH = 2  # clauses that each sentence is read with

FEWEST = 4  # sentences that a sign must be in

READ = frozenset(("all", "before", "after", "previous", "following", "question", "limit", "left out", "settled"))
"""The places of what is read of a stretch, and of the sentences beside it."""

TOWARDS_ZERO_READ, TOWARDS_ZERO, TOWARDS_ZERO_BESIDE, STEPS = 2.0, 6.0, 12.0, 12
"""How much the square of a point counts beside a sentence: what is read is rather to be trusted than the words of a
clause, and these than those right beside a stretch, which are many; and how often the points are bettered."""


class Example(NamedTuple):
    author: str
    kind: str
    sentence: int
    signs: frozenset[str]

    @property
    def torn(self) -> bool:
        return self.kind in get_args(FrameKind) or self.kind == "told"


def fill(template: str, clause: str) -> str:
    """Return a template with a clause in it, as `{C}` or in its two parts."""
    middle = AUXILIARY.search(clause)
    assert middle is not None
    upper, at = clause[0].upper() + clause[1:], middle.end()
    return template.format(C=upper, c=clause, A=upper[:at], a=clause[:at], b=clause[at:].strip(), S=SPEAKER)


def read_example(paragraph: str, quoted: str) -> frozenset[str]:
    """Return the signs around the words quoted from a paragraph. Raises ValueError if they are not in it."""
    text = f"A Story\n\nMore than two hundred people had come.\n\n{paragraph}\n\nThe crowd went home at nine.\n"
    source = SourceText("/story.txt", read_plain(text, "/story.txt"), "article")
    stretches, at = list[Span](), 0
    for part in re.split(r"\s*(?:…|\.\.\.)\s*", quoted):
        at = source.article.text.lower().index(part.lower(), at)
        stretches.append(Span(at, at := at + len(part)))
    readings = read_speech(speech_around(source, stretches)[1], stretches)
    return frozenset(sign for reading in readings for sign in reading.signs)


def read_examples(lines: Iterable[str]) -> Iterator[Example]:
    for number, line in enumerate(lines):
        author, kind, source, _, quoted = json.loads(line)
        first = crc32(line.encode())
        for clause in (CLAUSES[(first + n) % len(CLAUSES)] for n in range(EACH)):
            yield Example(author[0], kind, number, read_example(fill(source, clause), fill(quoted, clause)))


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return the points of the signs that are in enough sentences, and of "all: base"."""
    seen = Counter(sign for _, sign in {(each.sentence, sign) for each in examples for sign in each.signs})
    names = ["all: base", *sorted(sign for sign, count in seen.items() if count >= FEWEST)]
    columns = {name: number for number, name in enumerate(names)}
    pairs = [
        (row, columns[sign])
        for row, example in enumerate(examples)
        for sign in ("all: base", *example.signs)
        if sign in columns
    ]
    rows, places = np.array(pairs).T
    torn = np.array([float(each.torn) for each in examples])
    weights = np.array([WEIGHTS.get(each.author, 1.0) for each in examples])
    pull = np.array([0.0, *map(pull_of, names[1:])])
    points = fit_sparse(rows, places, torn, weights, pull=pull, steps=STEPS)
    return {name: round(float(each), 1) for name, each in zip(names, points, strict=True) if abs(each) >= 0.05}


def pull_of(sign: str) -> float:
    place = sign.partition(": ")[0]
    own = TOWARDS_ZERO if place[-1].isdigit() else TOWARDS_ZERO_BESIDE
    return EACH * (TOWARDS_ZERO_READ if place in READ else own)


def told(examples: Sequence[Example], points: dict[str, float]) -> Numbers:
    """Return the points of the examples; what has no signs is asserted."""
    sums = (sum(points.get(sign, 0) for sign in each.signs) if each.signs else -np.inf for each in examples)
    return points["all: base"] + np.array([*sums])


def report(examples: Sequence[Example]) -> Iterator[str]:
    """Yield how the sentences of each author are told by the points of the others."""
    for author in sorted({each.author for each in examples}):
        points = fit([each for each in examples if each.author != author])
        own = [each for each in examples if each.author == author and each.kind != "told"]
        torn, odds = np.array([each.torn for each in own]), told(own, points)
        shares = [
            f"{name} {100 * np.mean(odds[torn == side] >= limit):.1f}"
            for side, name, limit in (
                (True, "torn told", CERTAIN),
                (True, "or doubted", POSSIBLE),
                (False, "fair blamed", CERTAIN),
                (False, "or doubted", POSSIBLE),
            )
        ]
        yield f"{author}: {sum(torn)} torn, {sum(~torn)} fair: {', '.join(shares)}"


def write(points: dict[str, float]) -> str:
    """Return the points as they stand in the list, by place."""
    places: dict[str, list[str]] = {}
    for sign, each in points.items():
        place, _, name = sign.partition(": ")
        places.setdefault(place, []).append(f"{name} = {each:g}")
    sections = (f"[{place}]\n{', '.join(names)}\n" for place, names in sorted(places.items()))
    about = (
        "# Points of the words around a quotation, and of what is read of them, as `tests/tools/fit_framings.py` writes"
    )
    return f"{about} them.\n{''.join(sections)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lines = [line for path in (GOLD, given.more) if path is not None for line in path.read_text("utf-8").splitlines()]
    examples = list(read_examples(lines))
    for line in report(examples):
        print(line, flush=True)
    if given.write:
        Path(lexicon.__file__).with_name("framings.txt").write_text(write(fit(examples)), "utf-8")


if __name__ == "__main__":
    main()
