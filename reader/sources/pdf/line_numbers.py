"""Numbers at the margin of a page that count its lines, as in depositions, statutes and proofs: no words of the text.

They stand in one column outside of all other words of these lines, and count by one or by five. Pitfall: the first
column of a table may count as well, so the lines must be text without gaps, and most pages must have such a column.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

NUMBER = re.compile(r"[A-Z]?(\d{1,5})[A-Z]?")
"""A line's number; proofs write "S32" for a line that a short page lacks."""

FEWEST, STEPS = 8, (1, 5)
"""Numbers of a column that count, and what they count by."""

WIDE = 12.0
"""Points between the middles of short and long numbers in one column, whichever edge they share."""

TABULAR = 0.4
"""Share of lines with gaps above which they are a table."""


class PlacedWord(Protocol):
    """A word on a page."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def top(self) -> float: ...


def find_line_numbers(rows: Sequence[Sequence[PlacedWord]]) -> set[int]:
    """Return the numbers at the margin as ids of their words; `rows` are the lines of the page as it is drawn."""
    ends = [word for row in rows if row for word in {id(row[0]): row[0], id(row[-1]): row[-1]}.values()]
    numbers = [word for word in ends if NUMBER.fullmatch(word.text)]
    if len(numbers) < FEWEST:
        return set()
    middles = Counter(round((word.left + word.right) / 2 / WIDE) for word in numbers)
    for middle, _ in middles.most_common(2):
        column = [word for word in numbers if abs((word.left + word.right) / 2 - middle * WIDE) <= WIDE]
        if (found := _counting(column)) and _is_outside(found, rows):
            return {id(word) for word in found}
    return set()


def _counting(column: Sequence[PlacedWord]) -> list[PlacedWord]:
    """Return the words of a column that count downwards, if they do."""
    ordered = sorted(column, key=lambda word: -word.bottom)
    values = [int(found[1]) for word in ordered if (found := NUMBER.fullmatch(word.text))]
    for step in STEPS:
        steps = sum(after - before == step for before, after in pairwise(values))
        if steps + 1 >= max(FEWEST, 0.9 * len(values)):
            return ordered
    return []


def _is_outside(column: Sequence[PlacedWord], rows: Sequence[Sequence[PlacedWord]]) -> bool:
    """Return whether no other word of these lines is further out, and the lines are text."""
    ids = {id(word) for word in column}
    low, high = min(word.bottom for word in column) - 1, max(word.top for word in column) + 1
    left, right = min(word.left for word in column), max(word.right for word in column)
    texts = [[word for word in row if id(word) not in ids and low <= word.bottom <= high] for row in rows]
    texts = [row for row in texts if row]
    inner = [word for row in texts for word in row]
    if not inner or not (right <= min(word.left for word in inner) or left >= max(word.right for word in inner)):
        return False
    gaps = sum(
        any(after.left - before.right > 2 * (before.top - before.bottom) for before, after in pairwise(row))
        for row in texts
    )
    return gaps <= TABULAR * len(texts)
