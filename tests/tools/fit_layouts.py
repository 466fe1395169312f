"""Fit the points by which lines with heads are told to be turns, to texts whose turns are known.

    python -m tests.tools.fit_layouts labelled.jsonl

Each line names a file, where it is `from` (`repository:path`), perhaps its `weight`, and its `turns` if somebody speaks
in it: pairs of the names of the speaker and the first words. Printed are the section `points` of
`reader/analysis/lexicon/layouts.txt`, and how often the layouts of repositories that were left out are told. It is a
logistic regression (Newton's method), so the same texts give the same points. The lines of one layout, in a whole text
and in each stretch of it, are one example; they are turns if most begin where turns do, none if hardly one does. Each
repository weighs as the root of its examples. It needs numpy, which comes with spaCy.
"""

import argparse
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from reader.analysis.speech.hypotheses import POINTS, SIGNS, hypotheses
from reader.analysis.speech.layouts import SEPARATORS
from reader.analysis.speech.transcripts import FEWEST, spoken_lines, stretches
from reader.document.article import Article
from reader.sources.open import open_source
from tests.tools.logistic import Numbers, fit_logistic

MOST, HARDLY = 0.7, 0.3
"""The shares of lines that begin where turns do from which and up to which a layout is one of turns, or of none."""

NEAR = 4
"""Characters between where a turn begins by its words and by its layout."""

FIRST_WORDS = (8, 4, 2)
"""How many of its first words are looked for to find a turn, for so long as nothing is found."""

COST = 3.0
"""What a false turn weighs, where a missed one weighs 1: it is read as something that somebody said."""

TOWARDS_BEFORE, STEPS, FOLDS = 0.01, 30, 5
"""How much the points of the list as it is count beside the texts: what earlier texts told is not lost."""

NAMES = ("base", *SIGNS, *(name for name in SEPARATORS if name != "none"))


class Example(NamedTuple):
    """The lines of one layout."""

    signs: list[float]
    spoken: bool
    repository: str
    weight: float
    where: str


def examples(article: Article, turns: Sequence[Sequence[str]], source: str, weight: float = 1.0) -> Iterator[Example]:
    """Yield the layouts of an article; `turns` are the first words of each, in order."""
    starts = sorted(_starts(article.text, turns))
    lines = spoken_lines(article)
    parts = stretches(lines)
    for part in [lines, *parts] if len(parts) > 1 else [lines]:
        for layout, of in hypotheses(part, article).items():
            begun = sum(_is_near(line.words.start, starts) for line in of.lines)
            share = begun / len(of.lines) if len(of.lines) >= FEWEST else 0.5
            if share >= MOST or share <= HARDLY:
                signs = {"base": 1.0} | of.signs
                row = [signs.get(name, 0.0) for name in NAMES]
                yield Example(row, share >= MOST, source.partition(":")[0], weight, f"{source} {layout}")


def _starts(text: str, turns: Sequence[Sequence[str]]) -> Iterator[int]:
    at = 0
    for words in turns:
        for count in FIRST_WORDS:
            if found := re.compile(r"\W+(?:\d+\W+)?".join(map(re.escape, words[:count]))).search(text, at):
                yield found.start()
                at = found.start() + 1
                break


def _is_near(start: int, starts: Sequence[int]) -> bool:
    following = bisect_left(starts, start - NEAR)
    return following < len(starts) and starts[following] <= start + NEAR


def fit(rows: Sequence[Example]) -> Numbers:
    """Return the points of each of NAMES."""
    seen, spoken = np.array([row.signs for row in rows]), np.array([float(row.spoken) for row in rows])
    each = Counter((row.repository, row.spoken) for row in rows)
    weights = np.array([row.weight / each[row.repository, row.spoken] ** 0.5 for row in rows])
    weights /= np.where(spoken, weights[spoken > 0].sum(), weights[spoken == 0].sum() / COST)
    before = np.array([POINTS.get(name, 0.0) for name in NAMES])
    pull = np.full(len(NAMES), TOWARDS_BEFORE)
    points = fit_logistic(seen, spoken, weights, pull=pull, before=before, steps=STEPS)
    rounded: Numbers = np.round(points, 1)
    return rounded


def told(rows: Sequence[Example]) -> Iterator[tuple[Example, float]]:
    """Yield each example with the points that the other repositories give it."""
    for fold in range(FOLDS):
        kept = [row for row in rows if crc32(row.repository.encode()) % FOLDS != fold]
        points = fit(kept)
        yield from ((row, float(np.array(row.signs) @ points)) for row in rows if row not in kept)


def report(rows: Sequence[Example]) -> Iterator[str]:
    """Yield the points as they are written in the list, and what is told of repositories that were left out."""
    yield ", ".join(f"{name} = {points:g}" for name, points in zip(NAMES, fit(rows), strict=True))
    found = Counter((row.spoken, points > 0) for row, points in told(rows))
    yield f"turns {found[True, True]}/{found[True, True] + found[True, False]}, false {found[False, True]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().labelled.read_text("utf-8").splitlines()]
    found = [
        example
        for row in rows
        for example in examples(
            open_source(row["file"]),
            [re.findall(r"\w+", words) for _, words in row.get("turns", [])],
            row["from"],
            row.get("weight", 1.0),
        )
    ]
    print("\n".join(report(found)))


if __name__ == "__main__":
    main()
