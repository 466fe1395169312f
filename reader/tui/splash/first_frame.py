"""The first frame of the reading screen as pieces to paint, row by row, without Textual.

The places of the panes, the lines of the text and the words in heads and in the footer come from the modules that
Textual's widgets use; here they are put together for the state in which a screen is first painted: the text has the
keys, and the side pane, the notes and the analysis are not there yet.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.config import user_config
from reader.config.contexts import CONTEXTS
from reader.session.state import load_appearance
from reader.text.span import Span
from reader.text.width import cells_of, next_cluster
from reader.tui.chrome.footer_plan import AFTER_FIRST_PAINT, FooterKey, footer_keys, footer_words, plan_footer
from reader.tui.chrome.scene import article_scene, footer_place, head_words, place_words, scene_row
from reader.tui.widgets.line_pieces import LineComposer
from reader.view.arrangement import Rect, Wishes, arrange
from reader.view.caret import Caret
from reader.view.progress import ReadingProgress
from reader.view.scrollbar import ScrollbarMarks
from reader.view.viewport import Viewport

if TYPE_CHECKING:
    from reader.session.session import Session

Piece = tuple[str, tuple[str, ...]]
"""Words and the names of their styles in the table, one over another: first the ground."""

Rows = list[list[Piece]]


def first_frame(session: "Session", at: Span | None, width: int, height: int) -> Rows:
    """Return the rows of a screen, each as wide as it, with the caret at the passage `at` or where it was left."""
    article = session.article
    caret = Caret(article, at.start if at else session.load_state().caret).offset
    measure = user_config().width or load_appearance(session.paths.state).width
    plan = arrange(width, height, Wishes(measure=measure))
    place = plan.article or Rect(0, 0, 1, 1)
    view = Viewport(article, plan.columns)
    view.reserved = plan.reserved
    view.fit(place.width, place.height)
    view.reveal(caret, row=view.height // 3)
    scene, progress = article_scene(plan, lit="article"), ReadingProgress(article)
    rows = [
        of_ground("screen", "backdrop", ((words, kinds.split()) for words, kinds in scene_row(scene, y, width)))
        for y in range(height)
    ]
    if plan.article is not None:
        for y, row in enumerate(text_rows(view, caret)):
            lay_over(rows, plan.article._replace(y=plan.article.y + y), row)
    if (head := plan.page_head) is not None:
        title, remarks = place_words(progress, caret)
        lay_over(rows, head, of_ground("head", "head", head_words(head.width, True, title, remarks)))
    if plan.footer is not None:
        lay_over(rows, plan.footer, footer_row(width, footer_place(plan, progress, caret)))
    return rows


def of_ground(ground: str, part: str, words: Iterable[tuple[str, Iterable[str]]]) -> list[Piece]:
    """Return words with kinds as pieces of a part of the screen, on its ground."""
    return [(text, (ground, *(f"{part}--{kind}" for kind in kinds))) for text, kinds in words]


def footer_row(width: int, place: str) -> list[Piece]:
    """Return the footer with the keys that a screen knows to count before its notes and its analysis are there."""
    keys: list[FooterKey] = []
    if user_config().footer:
        keys = [key for key in footer_keys(CONTEXTS["text"]) if key.command not in AFTER_FIRST_PAINT]
    plan = plan_footer(max(0, width - 2), "", keys, [place, place])
    return of_ground("footer", "footer", ((words, kind.split()) for words, kind, _ in footer_words(plan, width)))


def text_rows(view: Viewport, caret: int) -> Iterator[list[Piece]]:
    article, layout = view.article, view.layout
    composer = LineComposer(article)
    marks, thumb = ScrollbarMarks(len(article.text), view.height, {}), range(*view.thumb())
    caret_line, caret_span = layout.line_of(caret), Span(caret, max(next_cluster(article.text, caret), caret + 1))
    for y in range(view.top, view.top + view.height):
        row: list[Piece] = [(" " * view.margin, ("article--base",))]
        if layout.first <= y < layout.end:
            over = [("caret", caret_span)] if y == caret_line else []
            row += of_ground("article--base", "article", composer.compose(layout, y, layout.line(y), over))
        used = sum(cells_of(words) for words, _ in row)
        row.append((" " * (view.width - 1 - used), ("article--base",)))
        bar = marks.bar(y - view.top, thumb)
        yield [*row, *of_ground("article--base", "article", [(bar.sign, bar.kind.split())])]


def lay_over(rows: Rows, place: Rect, pieces: list[Piece]) -> None:
    """Put pieces, as wide as `place`, over the first row of it."""
    if not 0 <= place.y < len(rows):
        return
    below = rows[place.y]
    rows[place.y] = [*crop_pieces(below, 0, place.x), *pieces, *crop_pieces(below, place.x + place.width, None)]


def crop_pieces(pieces: list[Piece], start: int, end: int | None) -> Iterator[Piece]:
    """Yield the cells [start, end) of pieces in which each character fills one cell, as in the lines of a frame."""
    x = 0
    for words, kinds in pieces:
        stop = len(words) if end is None else max(0, end - x)
        if part := words[max(0, start - x) : stop]:
            yield part, kinds
        x += len(words)
