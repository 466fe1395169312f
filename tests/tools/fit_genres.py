"""Fit the points by which the genre of a text is weighed, to texts whose genre is known.

    python -m tests.tools.fit_genres labelled.jsonl

Each line names a file, its `kind` (`prose|manual` if both are right), where it is `from` (`repository:path`), and
perhaps its `weight`. Printed are the section `signs` of `reader/analysis/lexicon/genres.txt`, and how often texts of
repositories that were left out are told. It is a multinomial logistic regression (Adam, full batches), so the same
texts give the same points; it keeps near the points that are listed, which other texts gave, and rounds to tenths.
Each repository weighs as the root of its texts, and so does each genre, so that neither one large repository nor the
commonest genre decides; news must be among the texts. Texts that have what only one genre has are left out, as they
are when read. Long texts count once more by their beginning, a little, since excerpts are short, and manuals without
their names, since files are renamed. It needs numpy, which comes with spaCy.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reader.analysis.genre import CERTAIN, LOOKED_AT, POINTS, SIGNS, WEIGHED, Shape
from reader.document.article import Article
from reader.sources.open import open_source

Numbers = npt.NDArray[np.float64]

EXCERPT, OF_EXCERPTS = 1_500, 0.2
"""Characters of an excerpt, and what it weighs."""

OF_NAMELESS = 0.5  # what a text weighs without the name of its file

SET = frozenset({"scarce", "brief", "repeated"})
"""Signs whose points are set by hand: few words tell only some genres, and no story repeats itself."""

PRIOR = 2
"""Points for prose before anything is seen: it is read more often than it is among the texts."""

TOWARDS_LISTED, RATE, STEPS, FOLDS = 0.008, 0.05, 500, 5


class Labelled(NamedTuple):
    """A text with its genre: what is seen of each sign, as a part of what is worth all points."""

    parts: list[float]
    kinds: list[str]
    repository: str
    weight: float
    whole: bool
    """Whether it is no excerpt."""


def measured(article: Article, kind: str, source: str, weight: float = 1.0) -> Iterator[Labelled]:
    """Yield what is seen in an article, its excerpt and its words alone; nothing where something is certain."""
    nameless = replace(article, source="-")
    kinds = [(article, LOOKED_AT, 1.0), (article, EXCERPT, OF_EXCERPTS)]
    if SIGNS["named"][1](Shape(article, article)):
        kinds.append((nameless, LOOKED_AT, OF_NAMELESS))
    for each, length, part in kinds:
        shape = Shape(each, each.beginning(length))
        if (part == 1 or len(article.text) > 2 * EXCERPT) and not any(test(shape) for _, test in CERTAIN):
            parts = [
                min(1.0, 100 * measure(shape) / POINTS[key][0]) * (key not in SET)
                for key, (_, measure) in SIGNS.items()
            ]
            yield Labelled(parts, kind.split("|"), source.partition(":")[0], weight * part, part == 1)


def fit(texts: Sequence[Labelled]) -> Numbers:
    """Return the points of each sign, and at the end those of no sign, for each genre."""
    seen = np.array([[*text.parts, 1.0] for text in texts])
    right = np.array([[(genre in text.kinds) / len(text.kinds) for genre in WEIGHED] for text in texts])
    each = Counter((text.kinds[0], text.repository) for text in texts)
    weights = np.array([text.weight / each[text.kinds[0], text.repository] ** 0.5 for text in texts])
    genres = Counter[str]()
    for text, weight in zip(texts, weights, strict=True):
        genres[text.kinds[0]] += weight
    weights /= np.array([genres[text.kinds[0]] ** 0.6 for text in texts])
    weights /= weights.sum()
    listed = np.array([POINTS[key][1:] for key in (*SIGNS, "base")]) / 10
    listed[-1, 0] -= PRIOR / 10
    points = listed.copy()
    mean, square = np.zeros_like(points), np.zeros_like(points)
    for step in range(1, STEPS + 1):
        odds = seen @ points
        odds = np.exp(odds - odds.max(1, keepdims=True))
        slope = seen.T @ ((odds / odds.sum(1, keepdims=True) - right) * weights[:, None])
        slope[:-1] += TOWARDS_LISTED * (points - listed)[:-1]
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        points -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    rounded: Numbers = np.round(10 * (points - points.mean(1, keepdims=True)))
    rounded[-1, 0] += PRIOR
    return rounded


def told(texts: Sequence[Labelled]) -> Counter[tuple[str, bool]]:
    """Return how often the genre of a text is told by the points of other repositories."""
    found = Counter[tuple[str, bool]]()
    for fold in range(FOLDS):
        points = fit([text for text in texts if crc32(text.repository.encode()) % FOLDS != fold])
        for text in texts:
            if crc32(text.repository.encode()) % FOLDS == fold and text.whole:
                genre = WEIGHED[int((np.array([*text.parts, 1.0]) @ points).argmax())]
                found[text.kinds[0], genre in text.kinds] += 1
    return found


def as_listed(points: Numbers) -> str:
    """Return points as they are written in the list."""
    rows = zip(["base", *SIGNS], [points[-1], *points[:-1]], strict=True)
    lists = {key: POINTS[key][1:] if key in SET else [int(each) for each in row] for key, row in rows}
    return ",\n".join(f"{key} = {POINTS[key][0]} {' '.join(map(str, row))}" for key, row in lists.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().labelled.read_text("utf-8").splitlines()]
    rows = [row for row in rows if "transcript" not in row["kind"]]
    texts = [
        text
        for row in rows
        for text in measured(open_source(row["file"]), row["kind"], row["from"], row.get("weight", 1.0))
    ]
    print(as_listed(fit(texts)))
    found = told(texts)
    print(", ".join(f"{genre} {found[genre, True]}/{found[genre, True] + found[genre, False]}" for genre in WEIGHED))


if __name__ == "__main__":
    main()
