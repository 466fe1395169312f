"""The pane beside the article: tabs for names, quotes, notes and the outline over one list of rows.

It is given rows (`show`) and the place of the caret (`follow`), and posts `RowList.Chosen`. It does not know the pane
of the article.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from reader.config.contexts import first_key
from reader.text.span import Span
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow
from reader.view.interval_index import IntervalIndex

Tab = Literal["names", "quotes", "notes", "outline"]

TABS: dict[Tab, str] = {"names": "Names", "quotes": "Quotes", "notes": "Notes", "outline": "Outline"}

EMPTY: dict[Tab, tuple[str, ...]] = {
    "names": ("No names found. Press {} to search the text for any word.", "search"),
    "quotes": ("No quotations found. Press {} to include indirect speech.", "indirect"),
    "notes": (
        "No notes yet. Press {} to write one on the sentence under the caret, or {} to select words first.",
        *("annotate", "select-characters"),
    ),
    "outline": (
        "This article has no headings. {} and {} go from paragraph to paragraph.",
        *("previous-paragraph", "next-paragraph"),
    ),
}
"""The message of an empty tab, and the commands whose keys it names."""


def empty_message(tab: Tab) -> str:
    words, *commands = EMPTY[tab]
    return words.format(*map(first_key, commands))


class TabLine(Static):
    """The tabs, the open one in reverse video."""

    def __init__(self) -> None:
        super().__init__(id="tabs", markup=False)
        self._edges: list[tuple[int, Tab]] = []

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        tab: Tab

    def show(self, tab: Tab, counts: dict[Tab, int], width: int) -> None:
        """Draw the tabs with their counts, or shorter if there is little room."""
        *forms, narrowest = tab_labels(tab, counts)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= width), narrowest)
        parts: list[tuple[str, str] | str] = []
        self._edges, at = [], 0
        for name, words in zip(TABS, labels, strict=True):
            gap = 0 if words.endswith(" ") else len(words) - len(words.lstrip())
            parts += [words[:gap], (words[gap:], "reverse bold" if name == tab else "")]
            at += len(words)
            self._edges.append((at, name))
        self.update(Content.assemble(*parts), layout=False)  # always one line

    def on_click(self, event: events.Click) -> None:
        for edge, tab in self._edges:
            if event.x < edge:
                self.post_message(self.Picked(tab))
                return


def tab_labels(tab: Tab, counts: dict[Tab, int]) -> Iterator[list[str]]:
    """Yield the labels of all tabs while `tab` is open, the longest form first."""
    numbered = list(enumerate(TABS.items(), 1))
    yield [f" {n} {title}{f' {counts[name]}' if counts.get(name) else ''} " for n, (name, title) in numbered]
    yield [f" {n} {title} " for n, (_, title) in numbered]
    yield [f" {n} {title}" for n, (_, title) in numbered]
    yield [f" {n} {title} " if name == tab else f" {n} " for n, (name, title) in numbered]
    yield [f" {n} " for n, _ in numbered]
    yield [f"{n}" for n, _ in numbered]


class RowIndex:
    """The rows by their places in the text, indexed since every step of the caret looks them up."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        places = [(span, index) for index, row in enumerate(rows) for span in row_spans(row)]
        places.sort(key=lambda place: (place[0].start, place[0].end, place[1]))
        self._rows = [index for _, index in places]
        self._starts = [span.start for span, _ in places]
        self._overlaps = IntervalIndex([span for span, _ in places])

    def at(self, offset: int) -> frozenset[int]:
        """Return the index of the row whose place includes `offset`; of several, of the one that begins last."""
        return frozenset(self._rows[place] for place in self._overlaps.overlapping(offset, offset + 1)[:1])

    def before(self, offset: int) -> frozenset[int]:
        """Return the index of the row with the last place that begins at or before `offset`."""
        place = bisect_right(self._starts, offset) - 1
        return frozenset(self._rows[place : place + 1] if place >= 0 else ())


def row_spans(row: ListRow) -> Iterable[Span]:
    """Return the places in the text of a row: all mentions of a name."""
    if isinstance(row, NameRow):
        return row.entity.mentions
    return () if row.span is None else (row.span,)


class SidePane(Vertical):
    """Names, quotes, notes and outline of the article."""

    def __init__(self) -> None:
        super().__init__(id="side")
        self.tab: Tab = "names"
        self._rows: dict[Tab, Sequence[ListRow]] = {}
        self._waiting: dict[Tab, str] = {}
        self._cursors: dict[Tab, ListRow] = {}
        self._counts: dict[Tab, int] = {}
        self._places_of: dict[Tab, RowIndex] = {}
        self._places = RowIndex(())
        self._caret = 0
        self.list = RowList()
        self._tab_line = TabLine()
        self._filter = Input(id="filter", placeholder="filter", compact=True)

    def compose(self) -> ComposeResult:
        yield self._tab_line
        self._filter.display = False
        yield self._filter
        yield self.list

    def on_resize(self) -> None:
        self._draw_tabs()

    # ------------------------------------------------------------------ rows

    def show(self, tab: Tab, rows: Sequence[ListRow], waiting: str = "", places: RowIndex | None = None) -> None:
        """List `rows` under `tab`; `waiting` is the message while there are none. `places` is their index, if known."""
        self._rows[tab] = rows
        self._places_of[tab] = places or RowIndex(rows)
        self._counts[tab] = sum(row.selectable for row in rows)
        self._waiting[tab] = waiting
        self._draw_tabs()
        if tab == self.tab:
            self._fill(keep=True)

    def open(self, tab: Tab) -> None:
        """Open `tab` with the cursor where it was left."""
        if tab != self.tab:
            if self.list.row is not None:
                self._cursors[self.tab] = self.list.row
            self.tab = tab
            self._close_filter()
            self._draw_tabs()
            self._fill(keep=False)
            if (row := self._cursors.get(tab)) is not None:
                self.list.select_row(row)

    def _draw_tabs(self) -> None:
        self._tab_line.show(self.tab, self._counts, self.size.width)

    def _fill(self, keep: bool) -> None:
        rows, self._places = self._rows.get(self.tab, ()), self._places_of.get(self.tab, RowIndex(()))
        wanted = self._filter.value.casefold().split() if self._filter.display else []
        if wanted:
            rows = filter_rows(rows, wanted) or [HeadingRow("No matches. Esc clears the filter.", "dim")]
            self._places = RowIndex(rows)
        elif not rows:
            rows = [HeadingRow(self._waiting.get(self.tab) or empty_message(self.tab), "dim")]
        self.list.show(rows, keep)
        self.follow(self._caret)

    # ------------------------------------------------------------------ the caret

    def follow(self, caret: int) -> bool:
        """Mark the rows at the caret; return whether they changed."""
        self._caret = caret
        return self.list.mark_current(self._places.before(caret) if self.tab == "outline" else self._places.at(caret))

    # ------------------------------------------------------------------ the filter

    def filter(self) -> None:
        """Show and focus the filter."""
        self._filter.display = True
        self._filter.focus()

    @property
    def filtering(self) -> bool:
        return self._filter.display

    def close_filter(self) -> bool:
        """Close the filter; return whether it was open."""
        if not self._filter.display:
            return False
        self._close_filter()
        self._fill(keep=True)
        return True

    def _close_filter(self) -> None:
        self._filter.value = ""
        self._filter.display = False

    @on(Input.Changed, "#filter")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(keep=False)

    @on(Input.Submitted, "#filter")
    def _leave_filter(self, event: Input.Submitted) -> None:
        event.stop()
        self.list.focus()

    @on(TabLine.Picked)
    def _pick(self, event: TabLine.Picked) -> None:
        event.stop()
        self.open(event.tab)


def filter_rows(rows: Sequence[ListRow], wanted: Sequence[str]) -> list[ListRow]:
    """Return the rows with all words of `wanted` and the headings of those rows."""
    kept: list[ListRow] = []
    head: ListRow | None = None
    for row in rows:
        if not row.selectable:
            head = row
        elif all(word in row.words.casefold() for word in wanted):
            if head is not None:
                kept.append(head)
                head = None
            kept.append(row)
    return kept
