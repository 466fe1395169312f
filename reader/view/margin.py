"""What stands in the margin, and on which rows: cards, and the names of the speakers of quotations.

No Textual. Each card is beside its line where there is room, none over another, all in sight: a card that would lie
over the one above moves down, and one that would reach beyond the last row moves up with those above it. Where all of
them need more rows than there are, the tallest become shorter; where even the shortest are too many, the last ones are
left out. Who goes on speaking is named once, until somebody else does or a row without a quotation is between.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

LEAST_HEIGHT = 3
"""Rows of the shortest card: its frame and one line."""


class Card(NamedTuple):
    row: int
    height: int


def place_cards(wanted: Sequence[tuple[int, int]], rows: int) -> list[Card]:
    """Return the places of the first cards, given by the row they belong to and their height, in that order."""
    count = min(len(wanted), max(0, rows) // LEAST_HEIGHT)
    heights = shorten([height for _, height in wanted[:count]], rows)
    tops: list[int] = []
    end = 0
    for (row, _), height in zip(wanted, heights, strict=False):
        tops.append(max(row, end))
        end = tops[-1] + height
    limit = rows
    for index in reversed(range(count)):
        limit = tops[index] = min(tops[index], limit - heights[index])
    return list(map(Card, tops, heights))


def shorten(heights: list[int], rows: int) -> list[int]:
    """Return heights that need no more than `rows` together: the tallest give way first."""
    if not heights or sum(heights) <= rows:
        return heights
    more = range(LEAST_HEIGHT + 1, max(heights) + 1)
    most = LEAST_HEIGHT + bisect_right(more, rows, key=lambda most: sum(min(height, most) for height in heights))
    shortened = [min(height, most) for height in heights]
    taller = [index for index, height in enumerate(heights) if height > most]
    for index in taller[: max(0, rows - sum(shortened))]:
        shortened[index] += 1
    return shortened


def names_beside(
    quotes: Sequence[tuple[int, str]], seen: tuple[int, int], row_of: Callable[[int], int], taken: Collection[int]
) -> list[tuple[int, str]]:
    """Return rows with the names beside them, in order.

    `quotes` are offsets with speakers, sorted by offset; `seen` is the range of the text in sight, `row_of` returns the
    row of an offset in it, and `taken` are rows that hold something else.
    """
    rows: dict[int, list[str]] = {}
    for offset, name in quotes[bisect_left(quotes, (seen[0], "")) : bisect_left(quotes, (seen[1], ""))]:
        names = rows.setdefault(row_of(offset), [])
        if name not in names:
            names.append(name)
    named: list[tuple[int, str]] = []
    before: tuple[int, list[str]] = (-2, [])
    for row, names in rows.items():
        goes_on = row == before[0] + 1 and names == before[1]
        if row not in taken and not goes_on:
            named.append((row, " · ".join(names)))
        before = row, names
    return named
