"""The passage of a source below the text that was checked: the words around it, and what would be written.

A frame with a heading at its top; the words come wrapped for its width. It has its place while the caret is on a
quotation that needs somebody (`reader.view.arrangement`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from textual.strip import Strip

from reader.text.width import cells_of, cut
from reader.tui.chrome.scene import ROUND
from reader.tui.widgets.row_list import RowWidget
from reader.tui.widgets.rows import StyledText, filled, truncate_pieces, wrap_pieces

FRAME = 4  # cells of the frame and the spaces within it

LIT = ("differs", "changed")
"""Kinds of words that were cut off or are other ones: told by signs where there is no colour."""

MOST_LINES, MOST_WRITTEN = 8, 99
"""Lines of the source's words; those of what would be written are counted to the end, to know whether all is shown."""


class Passage(NamedTuple):
    title: str
    where: str
    speaker: str
    words: Sequence[StyledText]
    """Of the source."""
    written: Sequence[StyledText]
    """What would be written, or why nothing would."""


class PassageBox(RowWidget):
    _shown: Passage | None = None

    def show(self, passage: Passage | None) -> None:
        self._shown = passage
        self.refresh()

    @property
    def is_whole(self) -> bool:
        """True if all that would be written is shown."""
        return self._shown is not None and len(self._lines(self._shown, self.size.width)[1]) <= self.size.height - 2

    def rows_for(self, width: int) -> int:
        """Return the rows of what is shown in a frame of `width` cells; 0 if nothing is."""
        return 0 if self._shown is None else sum(map(len, self._lines(self._shown, width))) + 3

    def _lines(self, shown: Passage, width: int) -> tuple[list[list[StyledText]], list[list[StyledText]]]:
        """Return the lines of the source's words, and of what would be written."""
        room, words = max(1, width - FRAME), shown.words
        if self.app.no_color:
            words = [(f"»{text}«" if kind in LIT else text, kind) for text, kind in words]
        return wrap_pieces(words, room, MOST_LINES), wrap_pieces(shown.written, room, MOST_WRITTEN)

    def strips(self, start: int, end: int) -> list[Strip]:
        width, height = self.size
        rows = [] if self._shown is None else self._rows(self._shown, width, height)
        strips = [self.painted(row) for row in rows[start:end]]
        return strips + [self.painted([])] * (end - start - len(strips))

    def _rows(self, shown: Passage, width: int, height: int) -> list[list[StyledText]]:
        words, written = self._lines(shown, width)
        free = height - 2 - len(written)  # what would be written is shown first
        above = [*words, []] if len(words) < free else words[: max(0, free)]
        room = max(1, width - FRAME)
        body = [
            [("│ ", "line"), *filled(line, room), (" │", "line")] for line in [*above, *written][: max(0, height - 2)]
        ]
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
