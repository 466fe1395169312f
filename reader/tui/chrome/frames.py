"""Frames around panes, with titles in them, painted by the screen behind its widgets.

A frame is no widget: the screen paints its top and sides once, as its background, and the widgets lie within. Only an
edge that tells the place in the text or in a list is a widget of its own (`EdgeLine`). The lit frame is the one that
has the keys; without colours its lines are heavy. Pitfall: Textual asks for the whole background at every key, so
finished strips are kept until the scene changes; and refreshing a part of a screen discards what its widgets wanted to
repaint, so a scene changes only when the whole screen does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip

from reader.text.width import cells_of, cut
from reader.tui.chrome.strip_line import StripLine
from reader.tui.widgets.article_painter import apply_filters
from reader.view.arrangement import Rect

FRAME_STYLES = frozenset(f"frame--{kind}" for kind in ("lit", "quiet", "title", "dim", "text", "side", "bar"))
"""The component classes of a screen with frames: lines, words in them, and what the panes are painted on."""

LEAST_TITLE = 8
"""The fewest cells of a title beside what stands at the right of it."""

WHOLE_TITLE = 40
"""The cells of a title that remarks leave to it, except the last one."""

Piece = tuple[str, str]
"""Words and their kind."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The characters of a frame."""

    top: str
    """Its left corner, line and right corner."""
    bottom: str
    side: str

    def edge(self, at_top: bool) -> str:
        """Return left corner, line and right corner of the upper or the lower edge."""
        return self.top if at_top else self.bottom


ROUND = Lines("╭─╮", "╰─╯", "│")

HEAVY = Lines("┏━┓", "┗━┛", "┃")


@dataclass(frozen=True, slots=True)
class FrameBox:
    """A frame, or a part of the screen that has none."""

    rect: Rect
    ground: str
    """The kind of what it is painted on: `text` or `side`."""
    lit: bool = False
    framed: bool = True
    title: str = ""
    remark: str = ""
    """At the right of the upper edge."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a screen paints behind its widgets."""

    boxes: tuple[FrameBox, ...] = ()
    """From left to right, none over another."""
    divider: int | None = None
    """The column of a line between two boxes."""
    divider_lit: bool = False


def lines_of(lit: bool, colourless: bool) -> Lines:
    """Return the characters of a frame: only without colours they tell where the keys are."""
    return HEAVY if lit and colourless else ROUND


def edge_pieces(width: int, corners: str, line: str, title: str, remarks: Iterable[str]) -> list[Piece]:
    """Return an edge of a frame: the title at the left, and at the right as many of the last remarks as fit."""
    if width < 6:
        return [((corners[0] + corners[1] * (width - 2) + corners[2])[:width], line)]
    room = width - 4
    remark = fitting_remarks(tuple(remarks), room, title)
    right = [(f" {remark} ", "dim")] if remark else []
    room -= cells_of(remark) + 2 if remark else 0
    words = cut(title, room - 3) if title and room >= LEAST_TITLE else ""
    left = [(f" {words} ", "title")] if words else []
    fill = room - (cells_of(words) + 2 if words else 0)
    return [
        (corners[:2], line),
        *left,
        (corners[1] * fill, line),
        *right,
        (corners[1:], line),
    ]


def fitting_remarks(remarks: tuple[str, ...], room: int, title: str) -> str:
    """Return as many of the last remarks as leave room for the title, joined; at least the last one if it fits."""
    remarks = tuple(filter(None, remarks))
    for first in range(len(remarks)):
        words = " · ".join(remarks[first:])
        last = first == len(remarks) - 1
        if cells_of(words) + 2 + (0 if last or not title else min(cells_of(title) + 3, WHOLE_TITLE)) <= room:
            return words
    return ""


class EdgeLine(StripLine):
    """An edge that changes often: the lower edge of a frame, or a row of titles above a pane without one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"edge--lit", "edge--quiet", "edge--title", "edge--dim", "edge--bar"}

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id)
        self._look = (True, False)
        self._words: tuple[str, tuple[str, ...]] = ("", ())

    def adapt(self, framed: bool, lit: bool) -> None:
        """Be the lower edge of a frame or a row of titles, of the pane that has the keys or of another."""
        if self._look != (framed, lit):
            self._look = (framed, lit)
            self.repaint()

    def show(self, title: str, *remarks: str) -> bool:
        """Set the words; return whether they changed. Where there is little room the first remarks are left out."""
        if self._words == (title, remarks):
            return False
        self._words = (title, remarks)
        self.repaint()
        return True

    def segments(self, width: int) -> Iterator[Segment]:
        framed, lit = self._look
        title, remarks = self._words
        if framed:
            line = "edge--lit" if lit else "edge--quiet"
            corners = lines_of(lit, self.app.no_color).edge(at_top=False)
            kinds = {"title": "edge--dim", "dim": "edge--dim", "line": line}
            for words, kind in edge_pieces(width, corners, "line", title, remarks):
                yield Segment(words, self.style_of(kinds[kind]))
            return
        remark = fitting_remarks(remarks, width - 2, title)
        words = cut(title, max(0, width - 2 - (cells_of(remark) + 2 if remark else 0)))
        gap = max(0, width - 2 - cells_of(words) - cells_of(remark))
        yield Segment(f" {words}", self.style_of("edge--bar", "edge--title" if lit else "edge--dim"))
        yield Segment(" " * gap, self.style_of("edge--bar"))
        yield Segment(f"{remark} ", self.style_of("edge--bar", "edge--dim"))


class Backdrop:
    """The background of a screen, painted once for each scene."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self.source: Callable[[], Scene] = Scene
        """Returns the scene as it is now."""
        self._scene = Scene()
        self._size = Size(0, 0)
        self._strips: list[Strip] = []
        self._styles: dict[str, Style] = {}

    def forget(self) -> None:
        """Paint the scene again: the theme has changed."""
        self._strips.clear()
        self._styles.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips of a part of the screen."""
        size, scene = self._screen.size, self.source()
        if (size, scene) != (self._size, self._scene) or not self._strips:
            self._size, self._scene = size, scene
            self._strips = list(self._paint(*size))
        strips = self._strips[crop.y : crop.bottom]
        if crop.x or crop.right < size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _style(self, kind: str) -> Style:
        if kind not in self._styles:
            base = self._screen.rich_style
            parts = [self._screen.get_component_rich_style(f"frame--{each}", partial=True) for each in kind.split()]
            self._styles[kind] = sum(parts, start=base)
        return self._styles[kind]

    def _paint(self, width: int, height: int) -> Iterator[Strip]:
        """Yield the strips; equal rows are one object, so that the compositor cuts them once."""
        made: dict[tuple[Piece, ...], Strip] = {}
        for y in range(height):
            pieces = tuple(self._row(y, width))
            if pieces not in made:
                segments = [Segment(words, self._style(kind)) for words, kind in pieces]
                made[pieces] = apply_filters(self._screen, Strip(segments).adjust_cell_length(width, self._style("")))
            yield made[pieces]

    def _row(self, y: int, width: int) -> Iterator[Piece]:
        x = 0
        for box in self._scene.boxes:
            if box.rect.x > x:
                yield self._between(x, box.rect.x - x)
            yield from self._box_row(box, y - box.rect.y)
            x = box.rect.x + box.rect.width
        if x < width:
            yield " " * (width - x), ""

    def _between(self, x: int, width: int) -> Piece:
        """Return what lies between two boxes."""
        if x != self._scene.divider:
            return " " * width, ""
        lit = self._scene.divider_lit
        return lines_of(lit, self._screen.app.no_color).side * width, "lit" if lit else "quiet"

    def _box_row(self, box: FrameBox, row: int) -> Iterator[Piece]:
        width, height = box.rect.width, box.rect.height
        ground, line = box.ground, f"{box.ground} {'lit' if box.lit else 'quiet'}"
        if not 0 <= row < height:
            yield " " * width, ""
        elif not box.framed:
            yield " " * width, ground
        elif row in (0, height - 1):
            lines = lines_of(box.lit, self._screen.app.no_color)
            title, remark = (box.title, box.remark) if row == 0 else ("", "")
            for words, kind in edge_pieces(width, lines.edge(at_top=row == 0), line, title, (remark,)):
                yield words, kind if kind == line else f"{ground} {kind}"
        else:
            side = lines_of(box.lit, self._screen.app.no_color).side
            yield side, line
            yield " " * (width - 2), ground
            yield side, line
