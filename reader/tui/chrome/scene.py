"""The grounds of the parts, the rules under their heads and the words in these, as pieces to paint, without Textual.

A `Scene` is all of it on a screen but the words; `scene_row` returns one of its rows, and `head_words` a head. The
screen and its heads (`backdrop`) paint the pieces, and so does the splash, which is drawn before Textual is imported. A
kind is the end of the name of a component class: "lit" of `backdrop--lit` or "dim" of `head--dim`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from reader.text.width import cells_of, cut
from reader.view.arrangement import Arrangement, Rect
from reader.view.progress import ReadingProgress

WHOLE_TITLE = 40  # the cells of a title that remarks leave to it, except the last one
Piece = tuple[str, str]  # words and their kind


class Lines(NamedTuple):
    top: str
    """Its left corner, line and right corner."""
    bottom: str
    side: str


ROUND = Lines("╭─╮", "╰─╯", "│")

HEAVY = Lines("┏━┓", "┗━┛", "┃")

DASHED = Lines("╭┄╮", "╰┄╯", "┆")  # of what is only proposed


class Rule(NamedTuple):
    """A line under a head."""

    x: int
    y: int
    width: int
    is_lit: bool


class Scene(NamedTuple):
    """All that a screen paints behind its widgets."""

    side: Rect | None = None
    """The ground of the side pane or of a list; the rest is that of the text."""
    rules: tuple[Rule, ...] = ()
    """None over another."""


def lines_of(lit: bool, colourless: bool) -> Lines:
    """Return the characters of lines: only without colours they tell where the keys are."""
    return HEAVY if lit and colourless else ROUND


def fitting_remarks(remarks: tuple[str, ...], room: int, title: str) -> str:
    """Return as many of the last remarks as leave room for the title, joined; at least the last one if it fits."""
    remarks = tuple(filter(None, remarks))
    for first in range(len(remarks)):
        words = " · ".join(remarks[first:])
        last = first == len(remarks) - 1
        if cells_of(words) + 2 + (0 if last or not title else min(cells_of(title) + 3, WHOLE_TITLE)) <= room:
            return words
    return ""


Words = tuple[str, tuple[str, ...]]  # words and their kinds, one over another


def head_words(width: int, lit: bool, title: str, remarks: tuple[str, ...]) -> Iterator[Words]:
    """Yield a head: the title at the left, and at the right as many of the last remarks as fit."""
    remark = fitting_remarks(remarks, width, title)
    words = cut(title, max(0, width - (cells_of(remark) + 2 if remark else 0)))
    yield words, ("title" if lit else "dim",)
    yield " " * max(0, width - cells_of(words) - cells_of(remark)), ()
    yield remark, ("dim",)


def scene_row(scene: Scene, y: int, width: int, colourless: bool = False) -> Iterator[Piece]:
    """Yield row `y` of a scene; a piece may have several kinds, separated by spaces."""
    side = scene.side if scene.side is not None and 0 <= y - scene.side.y < scene.side.height else Rect(0, 0, 0, 0)
    rules = [rule for rule in scene.rules if rule.y == y]
    edges = {0, width, side.x, side.x + side.width}.union(*((rule.x, rule.x + rule.width) for rule in rules))
    cuts = sorted(edge for edge in edges if 0 <= edge <= width)
    for start, end in pairwise(cuts):
        ground = "side" if side.x <= start < side.x + side.width else "text"
        rule = next((rule for rule in rules if rule.x <= start < rule.x + rule.width), None)
        if rule is None:
            yield " " * (end - start), ground
        else:
            line = lines_of(rule.is_lit, colourless).top[1]
            yield line * (end - start), f"{ground} {'lit' if rule.is_lit else 'quiet'}"


def article_scene(plan: Arrangement, lit: str, above: int = 0) -> Scene:
    """Return what is behind an article and all beside it, `above` rows down; `lit` is the part with the keys."""
    ground = plan.side_ground and plan.side_ground._replace(y=plan.side_ground.y + above)
    heads = {"article": plan.page_head, "side": plan.side_head, "margin": plan.margin_head} if plan.is_ruled else {}
    rules = (Rule(head.x, head.y + 1 + above, head.width, name == lit) for name, head in heads.items() if head)
    return Scene(ground, tuple(rules))


def place_words(progress: ReadingProgress, caret: int) -> tuple[str, tuple[str, ...]]:
    """Return the title and the remarks at the head of the page."""
    title = "  ".join(filter(None, (progress.source, progress.heading(caret))))
    return title, (progress.remark, progress.chapter(caret), progress.place(caret))


def footer_place(plan: Arrangement, progress: ReadingProgress, caret: int) -> str:
    """Return the place in the text for the footer; empty if a head tells it."""
    return progress.place(caret) if plan.form == "paged" else ""
