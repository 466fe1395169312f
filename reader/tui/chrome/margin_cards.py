"""The notes as cards in the margin of a wide screen, beside the lines they are on.

The widget lies over the free part of the article's pane, so it is painted whenever the text scrolls, and asks the
window on the text where its cards belong. It is given the notes, and does not know the pane. Orphaned notes and notes
on the article as a whole stand at its beginning. Pitfall: the pane hands out finished strips at every key, so what was
shown last is kept. Beside other lines stand who speaks there, unless quotes are not marked, footnotes and targets of
links, and in a text that was checked its verdicts; a text with none of it tells what the margin is for.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from reader.config import with_keys
from reader.text.format import collapse_whitespace, counted, in_quotation_marks
from reader.text.width import cells_of, cut
from reader.tui.chrome.direct_painter import LineWidget
from reader.tui.chrome.frame_lines import lines_of
from reader.tui.widgets.article_painter import apply_filters
from reader.tui.widgets.rows import StyledText, filled, justify, signed_day, unverified_words, wrap_text
from reader.view.margin import names_beside, place_cards
from reader.view.viewport import Viewport

if TYPE_CHECKING:
    from reader.annotations.notes import Note

PADDING = 4
"""Cells of a card's frame and the spaces within it."""

Plan = list[tuple["Note | None", int, int, bool]]
"""The cards in sight: note, row, height, and whether it is lit; None for the row that tells how many more there are."""

Scene = tuple[Plan, list[tuple[int, str]]]
"""The cards in sight, and the words beside other rows."""

Beside = Literal["speakers", "links", "checks"]

KINDS = {"✗": "orphaned", "?": "changed"}
"""The styles of what begins with a sign."""

MOST_ROWS = 4
"""Rows of words that stand beside a line: a reference, or the beginning of a long footnote."""

WELCOME = "Notes stand here, beside their lines: {annotate} writes one."
"""Shown at the top of a text without notes and quotations."""


class MarginCards(LineWidget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"cards--{kind}" for kind in ("base", "lit", "quiet", "dim", "tag", "changed", "orphaned")
    }

    def __init__(
        self,
        view: Viewport,
        caret: Callable[[], int],
        pick: "Callable[[Note], object]",
        scroll: Callable[[events.MouseEvent, int], object],
        quotes_shown: Callable[[], bool],
    ) -> None:
        """`pick` is called with the note whose card is clicked, `scroll` to scroll the text: down for 1, up for -1.

        `quotes_shown` tells whether quotes are marked.
        """
        super().__init__(id="cards")
        self._view = view
        self._caret = caret
        self._pick = pick
        self._scroll = scroll
        self._quotes_shown = quotes_shown
        self._beside: dict[Beside, Sequence[tuple[int, str]]] = {}
        """What stands beside places of the text, in its order; no speakers until they are known."""
        self._notes: list[Note] = []
        """Those that have a card, in the order of their places."""
        self.authored = False
        self._texts: dict[tuple[str, int], list[list[StyledText]]] = {}
        """The lines of each card, by its note and its width."""
        self._shown: tuple[object, Scene, list[Strip]] = (None, ([], []), [])

    def show(self, notes: "Sequence[Note]", *, authored: bool) -> None:
        """Show these notes, with their authors if `authored`; a highlight without words or tags has no card."""
        told = [note for note in notes if note.text or note.tags or note.conflict or note.unverified]
        self.authored = authored
        self._notes = sorted(told, key=lambda note: (note.span is not None, note.span or (0, 0), note.created))
        self._forget()
        self.refresh()

    def show_beside(self, kind: Beside, words: Sequence[tuple[int, str]]) -> None:
        """Show words beside the places at these offsets, in text order."""
        self._beside[kind] = words
        self.refresh()

    def follow(self) -> bool:
        """Return whether others are in sight, or another is lit, than were painted last."""
        return self._scene() != self._shown[1]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._texts.clear()
        self._shown = (None, ([], []), [])

    def _plan(self) -> Plan:
        if self.size.height < 1:
            return []
        view, caret = self._view, self._caret()
        start, end = view.visible_range()
        placed: list[tuple[int, Note]] = []
        for note in self._notes:
            span = note.span
            if span is None:
                if view.at_top:
                    placed.append((0, note))
            elif span.start < end and start < max(span.end, span.start + 1):
                placed.append((max(0, view.layout.line_of(max(span.start, start)) - view.top), note))
        heights = [(row, len(self._lines(note)) + 2) for row, note in placed]
        cards = place_cards(heights, self.size.height)
        if len(cards) < len(placed):  # the last row tells how many more there are
            cards = place_cards(heights, self.size.height - 1)
        plan: Plan = [
            (note, row, height, note.span is not None and caret in note.span)
            for (_, note), (row, height) in zip(placed, cards, strict=False)
        ]
        more = len(placed) - len(cards)
        return [*plan, (None, self.size.height - 1, more, False)] if more else plan

    def _scene(self) -> Scene:
        plan = self._plan()
        if "speakers" not in self._beside or self.size.height < 1:
            return plan, []
        view = self._view
        if not self._notes and not any(self._beside.values()) and view.at_top:
            return plan, list(enumerate(wrap_text(with_keys(WELCOME), self.size.width - 1)))
        taken = {row for note, top, height, _ in plan for row in range(top, top + (height if note else 1))}
        words: dict[int, str] = {}
        for entries in self._shown_beside():
            for row, said in names_beside(entries, view.visible_range(), self._row_of, taken):
                words[row] = f"{words[row]} · {said}" if row in words else said
        return plan, wrap_beside(sorted(words.items()), self.size.width - 1, self.size.height, taken)

    def _shown_beside(self) -> "list[Sequence[tuple[int, str]]]":
        """Return what stands beside the text: the verdicts of a text that was checked, else speakers and links."""
        if checks := self._beside.get("checks"):
            return [checks]
        speakers = self._beside["speakers"] if self._quotes_shown() else ()
        return [speakers, self._beside.get("links", ())]

    def _row_of(self, offset: int) -> int:
        return self._view.layout.line_of(offset) - self._view.top

    def _lines(self, note: "Note") -> list[list[StyledText]]:
        room = max(1, self.size.width - PADDING)
        key = (note.id, room)
        if key not in self._texts:
            self._texts[key] = card_lines(note, room, note.author.name if self.authored else "")
        return self._texts[key]

    def strips(self, start: int, end: int) -> list[Strip]:
        """Return rows, painted again if other cards are in sight."""
        scene = plan, words = self._scene()
        if self._shown[:2] != (self.size, scene):
            blank = self._finished([(" " * self.size.width, "base")])
            rows = [blank] * self.size.height
            for note, row, height, lit in plan:
                if note:
                    rows[row : row + height] = self._card(note, height, lit)
                else:
                    rows[row] = self._finished([(f" and {counted(height, 'more note')} here", "dim")])
            for row, said in words:
                if row < len(rows):
                    rows[row] = self._finished([(cut(said, self.size.width), KINDS.get(said[:1], "dim"))])
            self._shown = (self.size, scene, rows)
        return self._shown[2][start:end]

    def _card(self, note: "Note", height: int, lit: bool) -> list[Strip]:
        """Return the rows of a card; what is left out is marked."""
        lines, room = self._lines(note), self.size.width - PADDING
        if len(lines) > height - 2:
            lines = lines[: height - 2]
            words = "".join(text for text, _ in lines[-1]).rstrip()
            lines[-1] = [(cut(f"{words} …" if cells_of(words) + 2 <= room else f"{words}……", room), "")]
        frame = lines_of(lit, self.app.no_color)
        doubtful = state_of(note) == "changed" or note.conflict or note.unverified
        kind = "lit" if lit else "changed" if doubtful else "quiet"
        top, bottom = (edge[0] + edge[1] * (room + 2) + edge[2] for edge in (frame.top, frame.bottom))
        body = ([(f"{frame.side} ", kind), *filled(line, room), (f" {frame.side}", kind)] for line in lines)
        return [self._finished(row) for row in ([(top, kind)], *body, [(bottom, kind)])]

    def _finished(self, pieces: Sequence[StyledText]) -> Strip:
        segments = [Segment(text, self._style(kind)) for text, kind in pieces if text]
        return apply_filters(self, Strip(segments).adjust_cell_length(self.size.width, self._style("base")))

    def _style(self, kind: str) -> Style:
        over = self.get_component_rich_style(f"cards--{kind or 'base'}", partial=True)
        return self.get_component_rich_style("cards--base") + over

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for note, row, height, _ in self._plan():
            if note and row <= event.y < row + height:
                self._pick(note)
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -1)


def wrap_beside(
    words: Sequence[tuple[int, str]], width: int, height: int, taken: Collection[int]
) -> list[tuple[int, str]]:
    """Return rows of `width` cells for words beside some rows, in order: as many of them as are free below, at most
    `MOST_ROWS`.
    """
    wrapped: list[tuple[int, str]] = []
    for number, (row, said) in enumerate(words):
        end = words[number + 1][0] if number + 1 < len(words) else height
        below = takewhile(lambda at: at not in taken, range(row + 1, min(end, row + MOST_ROWS)))
        free = [row, *below]
        lines = wrap_text(said, width)
        if len(lines) > len(free):
            lines[len(free) - 1 :] = [" ".join(lines[len(free) - 1 :])]
        wrapped += zip(free, lines, strict=False)
    return wrapped


def state_of(note: "Note") -> str:
    return note.placement.state if note.placement else "exact"


def card_lines(note: "Note", room: int, author: str = "") -> list[list[StyledText]]:
    """Return what stands in a card; the last line has the day, and the `author` if notes are by several."""
    state = ("" if note.anchor else cut("on the article", room), "dim")
    if state_of(note) == "changed":
        state = ("◐ its words have changed", "changed")
    elif state_of(note) == "orphaned":
        words = f"✕ orphaned: {in_quotation_marks(note.anchor.exact) if note.anchor else ''}"
        state = (cut(collapse_whitespace(words), room), "orphaned")
    decision = "two texts: Enter chooses one" if note.conflict else ""
    texts = [head.text for head in note.conflict] or [note.text]
    tags = " ".join(f"#{tag}" for tag in note.tags_beside)
    doubts = ((decision, "changed"), (unverified_words(note), "changed"))
    parts = (state, *doubts, *((text, "") for text in texts), (tags, "tag"))
    lines = [[(line, kind)] for words, kind in parts for line in wrap_text(words, room)]
    day = cut(signed_day(note, author), room)
    last = lines.pop() if lines and cells_of(lines[-1][0][0]) + cells_of(day) + 2 <= room else []
    return [*lines, justify(last, (day, "dim"), room)]
