"""The base of widgets of one line that paint themselves.

Textual renders a widget through several passes, for borders, padding and styles, each time it changes. These lines
change at every step of the caret, so they hand a finished strip to the compositor, and compute their styles once.
"""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.tui.chrome.direct_painter import LineWidget
from reader.tui.widgets.article_painter import filtered_style


class StripLine(LineWidget):
    """A line that is painted when something in it has changed."""

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._strip: Strip | None = None
        self._styles: dict[tuple[str, ...], Style] = {}
        self.look = (False, False)
        """Whether it is an edge of a frame, and of the pane that has the keys."""

    def adapt(self, framed: bool, lit: bool) -> None:
        """Be an edge of a frame or a row of titles, of the pane that has the keys or of another."""
        if self.look != (framed, lit):
            self.look = (framed, lit)
            self.repaint()

    def segments(self, width: int) -> Iterable[Segment]:
        """Return the line for a width in cells; what is missing at its end is filled."""
        raise NotImplementedError

    def style_of(self, *kinds: str) -> Style:
        """Return the styles of component classes one over another, over the widget's own, as the terminal has them."""
        if (style := self._styles.get(kinds)) is None:
            style = self.rich_style
            for kind in kinds:
                style += self.get_component_rich_style(kind, partial=True)
            style = self._styles[kinds] = filtered_style(self, style)
        return style

    def repaint(self) -> None:
        """Paint the line again."""
        self._strip = None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strip = None
        self._styles.clear()

    def strips(self, start: int, end: int) -> list[Strip]:
        width = self.size.width
        if self._strip is None or self._strip.cell_length != width:
            self._strip = Strip(self.segments(width)).adjust_cell_length(width, self.style_of())
        return [self._strip] * (end - start)
