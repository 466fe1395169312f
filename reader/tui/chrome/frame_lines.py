"""The lines of frames and the words in them, as pieces to paint, without Textual.

A `Scene` is all frames of a screen; `scene_row` returns one of its rows, and `edge_words` an edge that changes often.
The widgets of `frames` paint the pieces, and so does the splash, which is drawn before Textual is imported. A kind is
the end of the name of a component class: "lit" of `frame--lit` or `edge--lit`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.text.width import cells_of, cut
from reader.view.arrangement import Arrangement, Rect
from reader.view.progress import ReadingProgress
from reader.view.scrollbar import Track

LEAST_TITLE = 8
"""The fewest cells of a title beside what stands at the right of it."""

WHOLE_TITLE = 40
"""The cells of a title that remarks leave to it, except the last one."""

Piece = tuple[str, str]
"""Words and their kind."""


class Lines(NamedTuple):
    top: str
    """Its left corner, line and right corner."""
    bottom: str
    side: str


ROUND = Lines("╭─╮", "╰─╯", "│")

HEAVY = Lines("┏━┓", "┗━┛", "┃")


class FrameBox(NamedTuple):
    """A frame, or a part of the screen that has none."""

    rect: Rect
    ground: str
    """The kind of what it is painted on: `text` or `side`."""
    lit: bool = False
    framed: bool = True
    title: str = ""
    remark: str = ""
    """At the right of the upper edge."""


class Scene(NamedTuple):
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
    return [(corners[:2], line), *left, (corners[1] * fill, line), *right, (corners[1:], line)]


def fitting_remarks(remarks: tuple[str, ...], room: int, title: str) -> str:
    """Return as many of the last remarks as leave room for the title, joined; at least the last one if it fits."""
    remarks = tuple(filter(None, remarks))
    for first in range(len(remarks)):
        words = " · ".join(remarks[first:])
        last = first == len(remarks) - 1
        if cells_of(words) + 2 + (0 if last or not title else min(cells_of(title) + 3, WHOLE_TITLE)) <= room:
            return words
    return ""


Words = tuple[str, tuple[str, ...]]
"""Words and their kinds, one over another."""


def edge_words(
    width: int, framed: bool, lit: bool, title: str, remarks: tuple[str, ...], colourless: bool = False
) -> Iterator[Words]:
    """Yield the lower edge of a frame, or a row of titles above a pane without one."""
    if framed:
        line = "lit" if lit else "quiet"
        for words, kind in edge_pieces(width, lines_of(lit, colourless).bottom, line, title, remarks):
            yield words, (line if kind == line else "dim",)
        return
    remark = fitting_remarks(remarks, width - 2, title)
    words = cut(title, max(0, width - 2 - (cells_of(remark) + 2 if remark else 0)))
    gap = max(0, width - 2 - cells_of(words) - cells_of(remark))
    yield f" {words}", ("bar", "title" if lit else "dim")
    yield " " * gap, ("bar",)
    yield f"{remark} ", ("bar", "dim")


def scene_row(scene: Scene, y: int, width: int, colourless: bool = False) -> Iterator[Piece]:
    """Yield row `y` of the frames; a piece may have several kinds, separated by spaces."""
    x = 0
    for box in scene.boxes:
        between = box.rect.x - x
        if between > 0 and x == scene.divider:
            yield lines_of(scene.divider_lit, colourless).side * between, "lit" if scene.divider_lit else "quiet"
        elif between > 0:
            yield " " * between, ""
        yield from _box_row(box, y - box.rect.y, colourless)
        x = box.rect.x + box.rect.width
    if x < width:
        yield " " * (width - x), ""


def _box_row(box: FrameBox, row: int, colourless: bool) -> Iterator[Piece]:
    width, height = box.rect.width, box.rect.height
    ground, line = box.ground, f"{box.ground} {'lit' if box.lit else 'quiet'}"
    lines = lines_of(box.lit, colourless)
    if not 0 <= row < height:
        yield " " * width, ""
    elif not box.framed:
        yield " " * width, ground
    elif row in (0, height - 1):
        corners, title, remark = (lines.top, box.title, box.remark) if row == 0 else (lines.bottom, "", "")
        for words, kind in edge_pieces(width, corners, line, title, (remark,)):
            yield words, kind if kind == line else f"{ground} {kind}"
    else:
        yield lines.side, line
        yield " " * (width - 2), ground
        yield lines.side, line


def article_scene(plan: Arrangement, progress: ReadingProgress, lit: str, above: int = 0) -> Scene:
    """Return the frames around an article and its side pane, `above` rows down; `lit` is the pane with the keys."""
    framed, in_side = plan.form == "framed", lit == "side"
    boxes: list[FrameBox] = []
    if plan.article_frame is not None:
        title, remark = (progress.source, progress.remark) if framed else ("", "")
        frame = plan.article_frame._replace(y=plan.article_frame.y + above)
        boxes.append(FrameBox(frame, "text", lit == "article", framed, title, remark))
    if plan.side_frame is not None:
        boxes.append(FrameBox(plan.side_frame._replace(y=plan.side_frame.y + above), "side", in_side, framed))
    return Scene(tuple(sorted(boxes, key=lambda box: box.rect.x)), plan.divider, in_side)


def article_track(plan: Arrangement, lit: str) -> Track:
    """Return the line that the scroll bar is drawn over: of the article's own frame, or before the side pane."""
    if not plan.has_track:
        return ""
    return "lit" if lit == ("article" if plan.form == "framed" else "side") else "quiet"


def place_words(plan: Arrangement, progress: ReadingProgress, caret: int) -> tuple[str, tuple[str, ...]]:
    """Return the title and the remarks on the edge that tells the place in the text."""
    place, heading = progress.place(caret), progress.heading(caret)
    if plan.form == "framed":
        return heading, (progress.chapter(caret), place)
    return f"{progress.source} · {heading}" if heading else progress.source, (progress.remark, place)


def footer_place(plan: Arrangement, progress: ReadingProgress, caret: int) -> str:
    """Return the place in the text for the footer; empty if an edge tells it."""
    return progress.place(caret) if plan.form == "paged" else ""
