"""Rows are cut in cells: a mend of rich, which cuts some clusters in the wrong place.

Where a dialog lies over a row, or a field scrolls, Textual cuts the row with `Segment.split_cells`. In rich 15 that
looks at one character at a time, so a family joined by ZWJ, or a symbol made wide by a variation selector, is cut a
cell too early or too late, and all that is to the right of it on the screen is moved by one cell.
`rich.cells.split_text` cuts in whole clusters, as the widths are counted. Pitfall: this replaces a method of rich, and
only while that one is wrong.
"""

from rich.cells import cell_len, split_text
from rich.segment import Segment

HEART, FAMILY = "❤\ufe0f", "👨\u200d👩\u200d👧\u200d👦"
"""Two cells each."""


def split_cells(segment: Segment, cut: int) -> tuple[Segment, Segment]:
    """Return the parts of a segment before and after a cell; of a wide cluster that is cut, a space in each."""
    text, style, control = segment
    left, right = split_text(text, cut)
    return Segment(left, style, control), Segment(right, style, control)


def cuts_wrongly() -> bool:
    """Return whether rich cuts a cluster in the wrong place."""
    parts = [part.text for words in (HEART, FAMILY) for part in Segment(words).split_cells(1)]
    return [cell_len(part) for part in parts] != [1] * 4


def mend_cuts() -> None:
    """Have rich cut rows rightly."""
    if cuts_wrongly():
        setattr(Segment, "split_cells", split_cells)  # noqa: B010 - a method cannot be assigned for the type checker
