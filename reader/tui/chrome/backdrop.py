"""What is behind the parts of a screen, painted by the screen itself, and the heads over them.

A rule is no widget: the screen paints grounds and rules once, as its background, and the widgets lie over it. Only a
row of words that changes is a widget of its own (`HeadLine`). The lit rule is that of the part that has the keys;
without colours it is heavy. Pitfall: Textual asks for the whole background at every key, so finished strips are kept
until the scene changes; and refreshing a part of a screen discards what its widgets wanted to repaint, so a scene
changes only when the whole screen does. And a terminal changes its size before the compositor does, so rows are painted
for the size that was laid out last (`outer_size`): the compositor paints nothing in a cell that no widget paints, and
an application ends with an error there.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.chrome.direct_painter import StripLine
from reader.tui.chrome.scene import Piece, Scene, head_words, scene_row
from reader.tui.widgets.article_painter import apply_filters
from reader.view.arrangement import Rect

BACKDROP_STYLES = frozenset(f"backdrop--{kind}" for kind in ("lit", "quiet", "text", "side"))
"""The component classes of a screen: rules, and what its parts are painted on."""


class HeadLine(StripLine):
    """The head of a part, or its foot: words at the left and at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--title", "head--dim"}

    _words: tuple[str, tuple[str, ...]] = ("", ())

    def show(self, title: str, *remarks: str) -> None:
        """Set the words; where there is little room the first remarks are left out."""
        if self._words != (title, remarks):
            self._words = (title, remarks)
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        title, remarks = self._words
        for words, kinds in head_words(width, self.is_lit, title, remarks):
            yield Segment(words, self.style_of(*(f"head--{kind}" for kind in kinds)))


class Backdrop:
    """The background of a screen, painted once for each scene."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self.source: Callable[[], Scene] = Scene
        self._made_of = (Size(0, 0), Scene())
        self._strips: list[Strip] = []
        self._styles: dict[str, Style] = {}

    def forget(self) -> None:
        """Paint the scene again: the theme has changed."""
        self._strips.clear()
        self._styles.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        size, scene = made_of = self._screen.outer_size, self.source()
        if made_of != self._made_of or not self._strips:
            self._made_of = made_of
            self._strips = list(self._paint(scene, *size))
        strips = self._strips[crop.y : crop.bottom]
        if crop.x or crop.right < size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _style(self, kind: str) -> Style:
        if kind not in self._styles:
            base = self._screen.rich_style
            parts = [self._screen.get_component_rich_style(f"backdrop--{each}", partial=True) for each in kind.split()]
            self._styles[kind] = sum(parts, start=base)
        return self._styles[kind]

    def _paint(self, scene: Scene, width: int, height: int) -> Iterator[Strip]:
        """Yield the strips; equal rows are one object, so that the compositor cuts them once."""
        made: dict[tuple[Piece, ...], Strip] = {}
        for y in range(height):
            pieces = tuple(scene_row(scene, y, width, self._screen.app.no_color))
            if pieces not in made:
                segments = [Segment(words, self._style(kind)) for words, kind in pieces]
                made[pieces] = apply_filters(self._screen, Strip(segments).adjust_cell_length(width, self._style("")))
            yield made[pieces]


class PaneLayout(Layout):
    """Puts each widget at the place named as its id, with underscores; what has no place is not shown."""

    name = "panes"

    def __init__(self, places: Callable[[Size], Mapping[str, object]]) -> None:
        self._places = places

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Return the placements; a later widget lies over an earlier one."""
        places = self._places(size)
        return [
            WidgetPlacement(Region(*rect), NULL_OFFSET, NULL_SPACING, child, order)
            for order, child in enumerate(children)
            if isinstance(rect := places.get((child.id or "").replace("-", "_")), Rect)
        ]
