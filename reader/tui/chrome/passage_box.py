"""The passage of a source below the text that was checked: the words around it, and what would be written.

A frame with a heading at its top; the words come wrapped for its width. It has its place while the caret is on a
quotation that needs somebody (`reader.view.arrangement`).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.strip import Strip

from reader.text.width import cells_of, cut
from reader.tui.chrome.scene import ROUND
from reader.tui.widgets.row_list import RowWidget
from reader.tui.widgets.rows import StyledText, filled, truncate_pieces

FRAME = 4
"""Cells of the frame and the spaces within it."""


class Passage(NamedTuple):
    title: str
    where: str
    speaker: str
    lines: Callable[[int], Sequence[Sequence[StyledText]]]
    """Returns its lines, each at most so many cells wide."""


class PassageBox(RowWidget):
    def __init__(self) -> None:
        super().__init__("passage")
        self._shown: Passage | None = None

    def show(self, passage: Passage | None) -> None:
        self._shown = passage
        self.refresh()

    def rows_for(self, width: int) -> int:
        """Return the rows of what is shown in a frame of `width` cells; 0 if nothing is."""
        return 0 if self._shown is None else len(self._shown.lines(max(1, width - FRAME))) + 2

    def strips(self, start: int, end: int) -> list[Strip]:
        width, height = self.size
        rows = [] if self._shown is None else self._rows(self._shown, width, height)
        strips = [self.painted(row) for row in rows[start:end]]
        return strips + [self.painted([])] * (end - start - len(strips))

    def _rows(self, shown: Passage, width: int, height: int) -> list[list[StyledText]]:
        room = max(1, width - FRAME)
        lines = [*shown.lines(room)]
        if len(lines) > height - 2:  # the last one says what would be written
            lines = [*lines[: height - 3], lines[-1]]
        body = [[("│ ", "line"), *filled(line, room), (" │", "line")] for line in lines]
        return [self._head(shown, width), *body, [(f"╰{ROUND.bottom[1] * (width - 2)}╯", "line")]]

    def _head(self, shown: Passage, width: int) -> list[StyledText]:
        right = [(f" {shown.speaker} ", "person strong"), ("─╮", "line")] if shown.speaker else [("╮", "line")]
        room = width - sum(cells_of(words) for words, _ in right)
        title = cut(shown.title, max(1, room - cells_of(shown.where) - 8))
        left = truncate_pieces(
            [("╭─", "line"), (f" {title} ", "strong"), (f" {shown.where} ", "dim")], max(1, room - 2)
        )
        rule = ROUND.top[1] * (room - sum(cells_of(words) for words, _ in left))
        return [*left, (rule, "line"), *right]
