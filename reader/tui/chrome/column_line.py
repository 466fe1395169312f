"""The names of the columns of a list, in the row above it."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from rich.segment import Segment

from reader.tui.chrome.strip_line import StripLine
from reader.tui.widgets.row_list import MARGIN

Names = Callable[[int], Iterable[str]]
"""Returns the name of each column, padded to its width, for a list with so many cells for a row."""


class ColumnLine(StripLine):
    """The names of columns; the one that the list is sorted by stands out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--sorted"}

    def __init__(self) -> None:
        super().__init__("columns")
        self._names: Names = lambda _: ()
        self._sorted_by = ""

    def show(self, names: Names, sorted_by: str) -> None:
        """Show the names of columns."""
        self._names, self._sorted_by = names, sorted_by
        self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        yield Segment(" " * MARGIN, self.style_of())
        for name in self._names(max(0, width - MARGIN - 1)):
            yield Segment(name, self.style_of(*(["columns--sorted"] if name.strip() == self._sorted_by else [])))
