"""The margin: what the lines in sight need, beside them; who speaks, notes as cards, footnotes, targets, verdicts.

The widget is given the entries of each kind and a window on the text, and asks that where the lines are; it does not
know the pane. It lies over the free part of the article's pane, or in the place of the side pane. A text that was
checked shows its verdicts instead of all but the notes. With the keys the caret goes from entry to entry: the chosen
one is that at the caret. Pitfall: the pane hands out finished strips at every key, so what was shown last is kept.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from textual import events
from textual.strip import Strip

from reader.config import with_keys
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.chrome.margin_entries import MarginEntry, SpeakerEntries, WordsEntry
from reader.tui.chrome.scene import DASHED, lines_of
from reader.tui.command_router import Handlers, always, bindings_of
from reader.tui.widgets.row_list import RowWidget
from reader.tui.widgets.rows import StyledText, filled, justify, truncate_pieces
from reader.view.margin import TIE_WIDTH, Place, Wanted, place_entries, tie_words, ties_of
from reader.view.viewport import Viewport

FRAME = 4  # cells of a card's frame and the spaces within it

LOOK_BACK = 60
"""Rows above the window whose entries are placed, too: there is a gap between them, so that nothing moves by scrolling.
"""

MOST_KEPT = 400  # entries that were formatted: some screens of them
NOTES, CHECKS = "notes", "checks"  # the kinds of entries that stand beside a text that was checked

WELCOME = "Notes stand here, beside their lines: {annotate} writes one."
"""Shown at the top of a text that has nothing to stand beside it."""


CHOSEN = "▌"  # stands beside the chosen entry while the margin has the keys


class Placed(NamedTuple):
    entry: MarginEntry
    place: Place
    is_lit: bool
    """Whether the caret is on its words; with the keys, whether it is chosen."""


class Near(NamedTuple):
    """The entries that begin in the window or some rows above it."""

    told: Sequence[MarginEntry]
    rows: Sequence[int]
    """Of the text, in which they begin."""
    last: int | None
    """The row after which there is nothing; None while the end is far."""
    aside: tuple[str, MarginEntry] | None
    """The one whose words go on in the first row, or the next one if there is none in sight, behind its sign."""


NOTHING = Near((), (), None, None)

Scene = tuple[tuple[Placed, ...], tuple[str, MarginEntry] | None]
"""The entries in sight, and the one above or below that is told."""


class Margin(RowWidget, can_focus=True):
    BINDINGS = bindings_of("list")

    def __init__(
        self,
        view: Viewport,
        caret: Callable[[], int],
        visit: Callable[[MarginEntry], object],
        choose: Callable[[MarginEntry], object],
        scroll: Callable[[events.MouseEvent, int], object],
    ) -> None:
        """`visit` moves the caret to an entry, `choose` does what Enter does, `scroll` scrolls down (1) or up (-1)."""
        super().__init__("margin")
        self._view = view
        self._caret = caret
        self._visit = visit
        self._choose = choose
        self._scroll = scroll
        self._entries: dict[str, Sequence[MarginEntry]] = {}
        """By kind, each in text order; notes come after what else stands beside the same words."""
        self._remark = ""
        self._hidden: frozenset[str] = frozenset()
        self._lines: dict[tuple[MarginEntry, int], list[list[StyledText]]] = {}
        """The lines of entries in a width, as they were formatted."""
        self._near: tuple[object, Near] = (None, NOTHING)
        """The entries that are near, and what they are made of."""
        self._scene: tuple[object, Scene] = (None, ((), None))
        self._strips: tuple[object, list[Strip]] = (None, [])
        self._rank = 0
        """Of the chosen one among the entries that begin at the caret."""

    def show(self, kind: str, entries: Sequence[MarginEntry], remark: str = "") -> None:
        """Show these entries of a kind, which are in text order; `remark` is what the head says of verdicts."""
        self._entries[kind] = entries
        self._entries = dict(sorted(self._entries.items(), key=lambda each: each[0] == NOTES))
        if kind == CHECKS:
            self._remark = remark
        self._change()

    def hide(self, kinds: frozenset[str]) -> None:
        """Show all kinds but these."""
        if kinds != self._hidden:
            self._hidden = kinds
            self._change()

    @property
    def _told(self) -> Mapping[str, Sequence[MarginEntry]]:
        if self._entries.get(CHECKS):
            return {kind: self._entries.get(kind, ()) for kind in (CHECKS, NOTES)}
        return {kind: entries for kind, entries in self._entries.items() if kind not in self._hidden}

    @property
    def is_about_checks(self) -> bool:
        return bool(self._entries.get(CHECKS))

    @property
    def remark(self) -> str:
        """How the verdicts are, or else how many entries are in view."""
        if self.is_about_checks:
            return self._remark
        count = len(self._look()[0]) if self.has_entries else 0
        return f"{count} in view" if count else ""

    def follow(self) -> bool:
        """Return whether others are in sight, or another is lit, than were painted last."""
        return (self.size, self._look(), self.has_focus) != self._strips[0]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips = (None, [])

    def _change(self) -> None:
        self._lines.clear()
        self._near, self._scene = (None, NOTHING), (None, ((), None))
        self.refresh()

    def _look(self) -> Scene:
        """Return what is in sight; at most keys only which entry is lit changes, and mostly not even that."""
        view, caret = self._view, self._caret()
        window = (view.layout, view.top, self.size)
        if self._near[0] != window:
            self._near = window, self._find_near()
        near = self._near[1]
        chosen = self.chosen if self.has_focus else None
        lit = tuple(entry == chosen if chosen is not None else is_at(entry, caret) for entry in near.told)
        if self._scene[0] != (window, lit):
            self._scene = (window, lit), self._place(near, lit)
        return self._scene[1]

    def _beginning(self, start: int, end: int) -> list[MarginEntry]:
        """Return the entries that begin in [start, end), in text order."""
        kinds = (entries[first_from(entries, start) : first_from(entries, end)] for entries in self._told.values())
        told = (entry for entries in kinds for entry in entries if entry.is_told)
        return sorted(told, key=lambda entry: entry.span.start)

    def _ahead(self, way: int) -> Iterator[MarginEntry]:
        """Yield the nearest entry of each kind after the caret (1) or before it (-1)."""
        for entries in self._told.values():
            at = first_from(entries, self._caret() + (way > 0)) - (way < 0)
            while 0 <= at < len(entries) and not entries[at].is_told:
                at += way
            if 0 <= at < len(entries):
                yield entries[at]

    @property
    def has_entries(self) -> bool:
        return any(self._told.values())

    @property
    def chosen(self) -> MarginEntry | None:
        """The entry at the caret that was gone to, or else one whose words the caret is on."""
        caret = self._caret()
        if here := self._beginning(caret, caret + 1):
            return here[min(self._rank, len(here) - 1)]
        before = (entry for entry in self._ahead(-1) if is_at(entry, caret))
        return max(before, key=lambda entry: entry.span.start, default=None)

    def enter(self) -> None:
        """Take the keys, at the entry at the caret or the one nearest to it in sight."""
        self.focus()
        if self.chosen is None and (told := self._near[1].told):
            caret = self._caret()
            self._go_to(min(told, key=lambda entry: abs(entry.span.start - caret)))

    def commands(self) -> Handlers:
        return {
            "line-down": (partial(self._step, 1), always),
            "line-up": (partial(self._step, -1), always),
        }

    def _step(self, way: int) -> None:
        """Go to the next entry, or to the previous one."""
        caret = self._caret()
        here = self._beginning(caret, caret + 1)
        if here and 0 <= (rank := min(self._rank, len(here) - 1) + way) < len(here):
            self._go_to(here[rank])
            return
        ahead = list(self._ahead(way))
        if ahead:
            start = (min if way > 0 else max)(entry.span.start for entry in ahead)
            self._go_to(self._beginning(start, start + 1)[0 if way > 0 else -1])

    def _go_to(self, entry: MarginEntry) -> None:
        self._rank = self._beginning(entry.span.start, entry.span.start + 1).index(entry)
        self._visit(entry)
        self.refresh()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Paint the chosen entry: nothing else looks different, and computing the styles again is costly."""
        self.refresh()

    def _find_near(self) -> Near:
        view, layout = self._view, self._view.layout
        if self.size.height < 1 or not len(layout):
            return NOTHING
        start, end = view.visible_range()
        layout.extend_to_line(view.top - LOOK_BACK)
        first = layout.start_of(max(layout.first, view.top - LOOK_BACK))
        near: list[MarginEntry] = []
        for entries in self._told.values():
            begin = first_from(entries, first)
            near += entries[max(0, begin - 1) : first_from(entries, end)]  # the one before may reach on
        near.sort(key=lambda entry: entry.span.start)
        if not self.has_entries and self._entries.keys() - {NOTES}:  # once the text was analyzed
            near.append(WordsEntry(Span(0, 0), ((with_keys(WELCOME), "dim"),)))
        told = [entry for entry in near if entry.is_told and entry.span.start >= first]
        above = [entry for entry in near if entry.reaches_on and entry.span.start < start < entry.span.end]
        return Near(
            told,
            [layout.line_of(entry.span.start) for entry in told],
            max(layout.end, view.top + self.size.height) if layout.extent.end == len(view.article.text) else None,
            ("↑", above[-1]) if above else None if told and told[-1].span.start >= start else self._next(end),
        )

    def _next(self, end: int) -> tuple[str, MarginEntry] | None:
        """Return the first entry below the window."""
        found = [entries[at] for entries in self._told.values() if (at := first_from(entries, end)) < len(entries)]
        entry = min(found, key=lambda entry: entry.span.start, default=None)
        if entry is None:
            return None
        return f"↓ ¶ {self._view.article.paragraph_number(entry.span.start)}", entry

    def _place(self, near: Near, lit: Sequence[bool]) -> Scene:
        top = self._view.top
        wanted = [
            Wanted(row, len(self._lines_of(entry)) + 2 * entry.framed, is_lit or entry.is_kept, entry.framed)
            for entry, row, is_lit in zip(near.told, near.rows, lit, strict=True)
        ]
        placed = tuple(
            Placed(near.told[place.number], place, lit[place.number])
            for place in place_entries(wanted, near.last)
            if place.end > top and place.top < top + self.size.height
        )
        is_free = all(each.place.top > top for each in placed)
        return placed, near.aside if is_free else None

    def _lines_of(self, entry: MarginEntry) -> list[list[StyledText]]:
        room = self._room(entry)
        if (entry, room) not in self._lines:
            if len(self._lines) > MOST_KEPT:
                self._lines.clear()
            self._lines[entry, room] = entry.lines(room)
        return self._lines[entry, room]

    def _room(self, entry: MarginEntry) -> int:
        return max(1, self._width - FRAME * entry.framed)

    def strips(self, start: int, end: int) -> list[Strip]:
        """Return rows, painted again if others are in sight."""
        scene = self._look()
        made_of = self.size, scene, self.has_focus
        if self._strips[0] != made_of:
            self._strips = made_of, self._paint(*scene)
        return self._strips[1][start:end]

    def _paint(self, placed: Sequence[Placed], aside: tuple[str, MarginEntry] | None) -> list[Strip]:
        height, top = self.size.height, self._view.top
        rows: dict[int, list[StyledText]] = {}
        if aside is not None:
            sign, entry = aside
            lead = f"{sign}  "
            told = entry.short(max(1, self._room(entry) - cells_of(lead)))
            rows[0] = [(lead, "dim"), *((text, "dim") for text, _ in told)]
        sides: dict[int, int] = {}
        lit_rows: set[int] = set()
        for each in placed:
            place = each.place
            rows |= dict(enumerate(self._rows_of(each), place.top - top))
            own = ties_of(place.row, place.top)
            for row, leads in own.items():
                sides[row - top] = sides.get(row - top, 0) | leads
            lit_rows |= {row - top for row in own} if each.is_lit else set()
        ties = {row: (tie_words(leads), "lit" if row in lit_rows else "line") for row, leads in sides.items()}
        marked = [each.place for each in placed if each.is_lit and self.has_focus]
        chosen = {row - top for place in marked for row in range(place.top, place.end)}
        blank = (" " * TIE_WIDTH, "")
        return [
            self._finished([ties.get(row, blank), *rows.get(row, ())], is_chosen=row in chosen) for row in range(height)
        ]

    @property
    def _width(self) -> int:
        return max(1, self.size.width - TIE_WIDTH)

    def _rows_of(self, placed: Placed) -> list[list[StyledText]]:
        entry, place = placed.entry, placed.place
        lines = self._lines_of(entry)
        if place.height == 1 < len(lines) + 2 * entry.framed:
            rows = [entry.short(self._room(entry))]
        elif entry.framed:
            rows = self._framed(entry, placed.is_lit)
        else:
            rows = lines[: place.height]
        if place.more:
            rows[-1] = justify(rows[-1], (f"+{place.more}", "dim"), self._width)
        return rows

    def _framed(self, entry: MarginEntry, is_lit: bool) -> list[list[StyledText]]:
        frame, room = DASHED if entry.proposed else lines_of(is_lit, self.app.no_color), self._room(entry)
        kind = "lit" if is_lit else "changed" if entry.is_doubtful else "line"
        top, bottom = (edge[0] + edge[1] * (room + 2) + edge[2] for edge in (frame.top, frame.bottom))
        body = [
            [(f"{frame.side} ", kind), *filled(line, room), (f" {frame.side}", kind)] for line in self._lines_of(entry)
        ]
        return [[(top, kind)], *body, [(bottom, kind)]]

    def _finished(self, pieces: Sequence[StyledText], *, is_chosen: bool = False) -> Strip:
        if is_chosen:
            (tie, kind), *words = pieces
            own = [(text, f"{kind} cursor".strip()) for text, kind in filled(words, self._width)]
            pieces = [(tie[:-1], kind), (CHOSEN, "current"), *own]
        return self.painted(truncate_pieces(pieces, self.size.width))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        row = self._view.top + event.y
        for entry, place, _ in self._look()[0]:
            if place.top <= row < place.end and self.has_entries:
                self._go_to(entry)
                if event.chain > 1:
                    self._choose(entry)
                return

    def scroll_by_wheel(self, event: events.MouseEvent, way: int) -> None:
        self._scroll(event, way)


def is_at(entry: MarginEntry, offset: int) -> bool:
    """Return whether `offset` is on the words of an entry."""
    return entry.span.start <= offset < max(entry.span.end, entry.span.start + 1)


def first_from(entries: Sequence[MarginEntry], offset: int) -> int:
    """Return the index of the first entry at or after `offset`."""
    if isinstance(entries, SpeakerEntries):  # those of a book are made when they come into sight
        return bisect_left(entries.starts, offset)
    return bisect_left(entries, offset, key=lambda entry: entry.span.start)
