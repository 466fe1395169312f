"""What stands in the margin, and on which rows: cards, and the names of the speakers of quotations.

No Textual. Each card is beside its line where there is room, none over another, all in sight: a card that would lie
over the one above moves down, and one that would reach beyond the last row moves up with those above it. Where all of
them need more rows than there are, the tallest become shorter; where even the shortest are too many, the last ones are
left out. Who goes on speaking is named once, until somebody else does or a row without a quotation is between.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

LEAST_HEIGHT = 3
"""Rows of the shortest card: its frame and one line."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card that has a place."""

    index: int
    """In the order in which the cards were given."""
    row: int
    height: int


def place_cards(wanted: Sequence[tuple[int, int]], rows: int) -> list[Card]:
    """Return the places of cards, given by the row they belong to and their height, in the order of their rows."""
    count = min(len(wanted), max(0, rows) // LEAST_HEIGHT)
    heights = shorten([height for _, height in wanted[:count]], rows)
    cards: list[Card] = []
    end = 0
    for index, height in enumerate(heights):
        row = max(wanted[index][0], end)
        cards.append(Card(index, row, height))
        end = row + height
    limit = rows
    for place in range(count - 1, -1, -1):
        card = cards[place]
        row = min(card.row, limit - card.height)
        cards[place] = Card(card.index, row, card.height)
        limit = row
    return cards


def shorten(heights: list[int], rows: int) -> list[int]:
    """Return heights that need no more than `rows` together: the tallest give way first."""
    if not heights or sum(heights) <= rows:
        return heights
    low, high = LEAST_HEIGHT, max(heights)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(height, middle) for height in heights) <= rows else (low, middle - 1)
    spare = rows - sum(min(height, low) for height in heights)
    shortened: list[int] = []
    for height in heights:
        more = int(height > low and spare > 0)
        shortened.append(min(height, low) + more)
        spare -= more
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
