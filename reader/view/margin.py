"""Where the entries of the margin stand: beside their lines, none over another, each tied to its line.

No Textual. Rows are lines of the layout of the text, so an entry stays beside its words while the text scrolls. Entries
come in the order of the text. One whose row is taken moves down; where it would move more than `MOST_PUSHED` rows, the
entries above that it touches lose rows, first those that may be counted away and the tallest, and what still does not
fit is counted at the entry before it. Pitfalls: what stands below a gap must not depend on what is above it, or it
would change while the text scrolls; only where the text ends entries move up, since nothing scrolls further there.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_PUSHED = 2  # rows that an entry may stand below its line: further down, nobody sees what it belongs to

LEFT, RIGHT, UP, DOWN = 1, 2, 4, 8

TIES = dict(enumerate(" ───│╯╰┴│╮╭┬│┤├┼"))  # what ties an entry to its line, by the sides that it leads to
TIE_WIDTH = 3  # cells of a tie and the space after it


class Wanted(NamedTuple):
    row: int
    """Of the words that it belongs to."""
    height: int
    is_kept: bool = False
    """Whether it is never counted away."""
    is_whole: bool = False
    """Whether it has all of its rows or one: it has a frame."""


class Place(NamedTuple):
    number: int
    """Of what was wanted."""
    row: int
    top: int
    height: int
    more: int = 0
    """How many entries below it were counted away."""

    @property
    def end(self) -> int:
        return self.top + self.height


def place_entries(wanted: Sequence[Wanted], last: int | None = None) -> list[Place]:
    """Return the places of entries in the order of the text; `last` is the row after which there is nothing."""
    placed: list[Place] = []
    first = 0
    for index, (row, height, *_) in enumerate(wanted):
        if not placed or placed[-1].end <= row:
            first = len(placed)
        placed.append(Place(index, row, row, height))
        settle(placed, first)
        while is_pushed(placed[-1]) and (tallest := tallest_of(placed, first, wanted)) is not None:
            full, is_whole = placed[tallest].height, wanted[placed[tallest].number].is_whole
            too_low = placed[-1].top - placed[-1].row - MOST_PUSHED
            placed[tallest] = placed[tallest]._replace(height=1 if is_whole else max(1, full - too_low))
            settle(placed, first)
        others = (at for at in reversed(range(first + 1, len(placed))) if not wanted[placed[at].number].is_kept)
        while is_pushed(placed[-1]) and (away := next(others, None)) is not None:
            placed[away - 1] = placed[away - 1]._replace(more=placed[away - 1].more + 1 + placed[away].more)
            del placed[away]
            settle(placed, first)
        if (gap := next(gaps(placed, first), None)) is not None:
            below = placed[gap].number
            afresh = place_entries(wanted[below : index + 1])
            placed[gap:] = [place._replace(number=below + place.number) for place in afresh]
            first = max(gaps(placed, first))
    return placed if last is None else moved_up(placed, last)


def is_pushed(place: Place) -> bool:
    return place.top - place.row > MOST_PUSHED


def gaps(placed: Sequence[Place], first: int) -> Iterator[int]:
    """Yield which of the entries after the one at `first` nothing above pushes."""
    return (at for at in range(first + 1, len(placed)) if placed[at - 1].end <= placed[at].row)


def settle(placed: list[Place], first: int) -> None:
    """Put the entries from the one at `first` on beside their rows, or below the one before."""
    end = placed[first - 1].end if first else placed[0].row
    for at in range(first, len(placed)):
        placed[at] = placed[at]._replace(top=max(placed[at].row, end))
        end = placed[at].end


def tallest_of(placed: Sequence[Place], first: int, wanted: Sequence[Wanted]) -> int | None:
    """Return which of the entries above the last one, from `first` on, is to lose rows; None if all have one row."""
    tall = (at for at in range(first, len(placed) - 1) if placed[at].height > 1)
    return max(tall, key=lambda at: (not wanted[placed[at].number].is_kept, placed[at].height), default=None)


def moved_up(placed: Sequence[Place], last: int) -> list[Place]:
    moved: list[Place] = []
    for place in reversed(placed):
        moved.append(place._replace(top=min(place.top, last - place.height)))
        last = moved[-1].top
    return moved[::-1]


def ties_of(row: int, top: int) -> dict[int, int]:
    """Return the sides that the tie between words in `row` and an entry at `top` leads to, by row."""
    if row == top:
        return {row: LEFT | RIGHT}
    way, back = (DOWN, UP) if top > row else (UP, DOWN)
    between = range(min(row, top) + 1, max(row, top))
    return {row: LEFT | way, **dict.fromkeys(between, UP | DOWN), top: back | RIGHT}


def tie_words(sides: int) -> str:
    """Return a tie in `TIE_WIDTH` cells."""
    return f"{TIES[sides]}{TIES[LEFT | RIGHT] if sides & RIGHT else ' '} "
