"""The speakers of quotations in a margin: each beside the line on which the words begin.

No Textual. Who goes on speaking is named once, until somebody else does or a row without a quotation is between.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence


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
