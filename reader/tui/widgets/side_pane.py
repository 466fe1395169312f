"""The pane beside the article: tabs for names, quotes, notes and the outline over one list of rows.

It is given entries (`show`) and the place of the caret (`follow`), and posts `RowList.Chosen`. It owns the order of
each tab. It does not know the pane of the article.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from reader.analysis import Entity, Quote
from reader.config.contexts import first_key
from reader.tui.chrome.tab_line import TabLine
from reader.tui.widgets.check_rows import CheckRow
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow
from reader.tui.widgets.tab_rows import ORDERS, Listing, Tab, arranged

if TYPE_CHECKING:
    from reader.annotations.notes import Note

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
    "checks": ("No quotations checked. Press {} to check them against your library.", "verify"),
}
"""The message of an empty tab, and the commands whose keys it names."""


NOTHING = Listing()

IN_TEXT_ORDER = "in text order"


def empty_message(tab: Tab) -> str:
    words, *commands = EMPTY[tab]
    return words.format(*map(first_key, commands))


@dataclass(frozen=True, slots=True)
class Visit:
    """The entry that a step has led to: of several at one place it is the current one."""

    offset: int
    row: ListRow


class SidePane(Vertical):
    """Names, quotes, notes and outline of the article."""

    @dataclass
    class SubtitleChanged(Message):
        """Another `subtitle` holds."""

        subtitle: str

    def __init__(self) -> None:
        super().__init__(id="side")
        self.tab: Tab = "names"
        self._listings: dict[Tab, Listing] = {}
        self._orders: dict[Tab, str] = {tab: orders[0] for tab, orders in ORDERS.items()}
        self._keys = {tab: first_key(tab) for tab in ORDERS}
        self._waiting: dict[Tab, str] = {}
        self._cursors: dict[Tab, ListRow] = {}
        self._row_of: Mapping[object, int] = {}
        """The index in the list of each entry, by its key."""
        self._entry_rows: list[int] = []
        """The indexes in the list of the entries."""
        self._caret = 0
        self._visit: Visit | None = None
        self.list = RowList()
        self._tab_line = TabLine()
        self._filter = Input(id="filter", placeholder="filter", compact=True)

    def compose(self) -> ComposeResult:
        yield self._tab_line
        self._filter.display = False
        yield self._filter
        yield self.list

    def adapt(self, framed: bool, lit: bool, airy: bool) -> None:
        """Fit into a frame or below a row of titles, with the keys or without, with an empty row above the list."""
        self._tab_line.adapt(framed, lit)
        self.set_class(airy, "-airy")

    @property
    def position(self) -> str:
        """The number of the selected entry and of all that are listed: "3 of 9"; empty if there are none."""
        number = bisect_right(self._entry_rows, self.list.cursor)
        return f"{number} of {len(self._entry_rows)}" if number else ""

    # ------------------------------------------------------------------ rows

    def show(self, tab: Tab, listed: Listing = NOTHING, waiting: str = "") -> None:
        """List entries under `tab`; `waiting` is the message while there are none."""
        self._listings[tab] = listed
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
            self.post_message(self.SubtitleChanged(self.subtitle))

    @property
    def counts(self) -> Mapping[Tab, int]:
        """The number of entries of each tab; drafts do not count."""
        return {tab: listed.count for tab, listed in self._listings.items()}

    def _draw_tabs(self) -> None:
        self._tab_line.show_tabs(self.tab, self.counts)

    def _listing(self, tab: Tab) -> Listing:
        return self._listings.get(tab) or Listing()

    def _fill(self, keep: bool) -> None:
        shown = self._listing(self.tab).in_order(self.order)
        wanted = self._filter.value.casefold().split() if self._filter.display else []
        if wanted:
            no_match = HeadingRow("No matches. Esc clears the filter.", "dim")
            shown = arranged(filter_rows(shown.rows, wanted) or [no_match])
        elif not shown.rows:
            shown = arranged([HeadingRow(self._waiting.get(self.tab) or empty_message(self.tab), "dim")])
        self._row_of = shown.numbers
        self._entry_rows = [*shown.numbers.values()]
        self.list.show(shown.rows, keep)
        self.follow(self._caret)

    # ------------------------------------------------------------------ the order

    @property
    def order(self) -> str:
        """The order of the open tab."""
        return self._orders[self.tab]

    @property
    def orders(self) -> Mapping[str, str]:
        """The order of each tab."""
        return {str(tab): order for tab, order in self._orders.items()}

    def use_orders(self, orders: Mapping[str, str]) -> None:
        """Use the orders that were kept; unknown ones are ignored."""
        for tab, known in ORDERS.items():
            if (order := orders.get(tab)) in known and order is not None:
                self._orders[tab] = order
        self._fill(keep=True)
        self.post_message(self.SubtitleChanged(self.subtitle))

    def next_order(self) -> bool:
        """Change the order of the open tab; return whether it has another one."""
        known = ORDERS[self.tab]
        if len(known) == 1:
            return False
        self._orders[self.tab] = known[(known.index(self.order) + 1) % len(known)]
        self._fill(keep=True)
        if self.list.row is not None:
            self.list.select(self.list.cursor)
        self.post_message(self.SubtitleChanged(self.subtitle))
        return True

    @property
    def subtitle(self) -> str:
        """The order of the open tab and the key that changes it, for the lower edge of the pane; empty with one."""
        if len(ORDERS[self.tab]) == 1:
            return ""
        return f"{self.order} · {self._keys[self.tab]}"

    # ------------------------------------------------------------------ the caret

    def follow(self, caret: int) -> bool:
        """Mark the row at the caret and have it in sight; return whether that changed anything."""
        self._caret = caret
        places = self._listing(self.tab).places
        here = self._row_at(caret)
        nearest = None
        if here is None and self.order == IN_TEXT_ORDER and (entry := places.before(caret)) is not None:
            nearest = self._row_index(self.tab, entry)
        return self.list.mark_current(frozenset(() if here is None else (here,)), nearest)

    def _row_at(self, caret: int) -> int | None:
        """Return the index in the list of the row at the caret."""
        if self._visit is not None and self._visit.offset == caret and self._visit.row.key in self._row_of:
            return self._row_of[self._visit.row.key]
        places = self._listing(self.tab).places
        entry = places.before(caret) if self.tab == "outline" else places.at(caret)
        return None if entry is None else self._row_index(self.tab, entry)

    def _row_index(self, tab: Tab, entry: int) -> int | None:
        return self._row_of.get(self._listing(tab).entries[entry].key)

    def note_at(self, caret: int) -> "Note | None":
        """Return the note at the caret, whether the notes are listed or not."""
        listed = self._listing("notes")
        entry = listed.places.at(caret)
        return None if entry is None else listed.entries[entry].noted

    @property
    def chosen_note(self) -> "Note | None":
        """The note under the cursor of the list."""
        return self.list.row.noted if self.list.row else None

    @staticmethod
    def quote_of(row: ListRow | None) -> Quote | None:
        """Return the quote of a row."""
        return row.quote if isinstance(row, QuoteRow) else None

    @staticmethod
    def entity_of(row: ListRow | None) -> Entity | None:
        """Return the name of a row."""
        return row.entity if isinstance(row, NameRow) else None

    @property
    def chosen_quote(self) -> Quote | None:
        """The quote under the cursor of the list."""
        return self.quote_of(self.list.row)

    @property
    def chosen_check(self) -> CheckRow | None:
        """The checked quotation under the cursor of the list."""
        row = self.list.row
        return row if isinstance(row, CheckRow) else None

    @property
    def chosen_entity(self) -> Entity | None:
        """The name under the cursor of the list."""
        return self.entity_of(self.list.row)

    def visit(self, row: ListRow) -> None:
        """Make `row` the current one as long as the caret stays where it begins, and put the cursor on it."""
        if row.span is not None:
            self._visit = Visit(row.span.start, row)
        if (index := self._row_of.get(row.key)) is not None:
            self.list.select(index)

    def next_entry(self, caret: int, way: int, *, from_cursor: bool) -> ListRow | None:
        """Return the entry after (`way` 1) or before (-1) the caret in the text, in any order of the list, wrapping.

        `from_cursor`: after the row of the cursor. Only listed entries count.
        """
        listed = self._listing(self.tab)
        here = self.list.cursor if from_cursor else self._row_at(caret)
        key = None if here is None or here >= len(self.list.rows) else self.list.rows[here].key
        entry = listed.places.next(key, caret, way, lambda entry: listed.entries[entry].key in self._row_of)
        return None if entry is None else self.list.rows[self._row_of[listed.entries[entry].key]]

    def number_of(self, row: ListRow) -> tuple[int, int]:
        """Return the number of a row in the list, from 1, and the number of entries in it."""
        return bisect_right(self._entry_rows, self._row_of[row.key]), len(self._entry_rows)

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
