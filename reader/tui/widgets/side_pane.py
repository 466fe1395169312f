"""The pane beside the article: tabs for names, quotes, notes and the outline over one list of rows.

It is given entries (`show`) and the place of the caret (`follow`), and posts `RowList.Chosen`. It owns the order of
each tab. It does not know the pane of the article.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from reader.config import with_keys
from reader.config.contexts import SIDE_TABS, TABS
from reader.tui.chrome.title_line import TabLine
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.tab_rows import IN_TEXT_ORDER, Listing, arranged

if TYPE_CHECKING:
    from reader.annotations.notes import Note


class SidePane(Vertical):
    def __init__(self) -> None:
        super().__init__(id="side")
        self.tab = SIDE_TABS[0].id
        self._listings = {tab.id: Listing() for tab in SIDE_TABS}
        self._asked_for: set[str] = set()
        self._offered: set[str] = set()
        self._first: tuple[str, ...] = ()
        """The tab to try first, whatever else is asked for; empty if there is none."""
        self.home = self.tab
        """The tab to start with."""
        self.heads: dict[str, tuple[str, str]] = {}
        """The title and the remark of a tab that has its own."""
        self.orders: dict[str, str] = {tab.id: tab.orders[0] for tab in SIDE_TABS}
        self._waiting: dict[str, str] = {}
        self._cursors: dict[str, ListRow] = {}
        self._row_of: Mapping[object, int] = {}
        """The index in the list of each entry, by its key."""
        self._entry_rows: list[int] = []
        self._caret = 0
        self._visited: tuple[int, object] = (-1, None)
        """The place and the key of the entry that a step has led to: of several there it is the current one."""
        self.list = RowList()
        self.tabs = TabLine()
        self._filter = Input(id="filter", placeholder="filter", compact=True)

    def compose(self) -> ComposeResult:
        self._filter.display = False
        yield self._filter
        yield self.list

    @property
    def head(self) -> tuple[str, str]:
        """The title of the open tab with its order, and where the cursor is among its entries."""
        order = f"  {self.order}" if len(TABS[self.tab].orders) > 1 else ""
        number = bisect_right(self._entry_rows, self.list.cursor)
        position = f"{number} of {len(self._entry_rows)}" if number else ""
        return self.heads.get(self.tab, (f"{TABS[self.tab].title}{order}", position))

    def show(self, tab: str, listed: Listing | None = None, waiting: str = "") -> None:
        """List entries under `tab`; `waiting` is the message while there are none."""
        self._listings[tab] = listed or Listing()
        self._waiting[tab] = waiting
        self._draw_tabs()
        if tab == self.tab:
            self._fill(keep=True)

    def start_with(self, tabs: Sequence[str]) -> None:
        """Open the first of these tabs that lists something, the last one if none does; not once one was opened."""
        tabs = (*self._first, *tabs)
        self.home = next((tab for tab in tabs if self._listings[tab].count), tabs[-1])
        if not self._asked_for and not self.list.has_focus:
            self.go_home()
        self._draw_tabs()

    def go_home(self) -> None:
        self._turn_to(self.home)

    def offer(self, tab: str, *, first: bool) -> None:
        """Have a tab that is there on request from now on; `first`: the one to start with."""
        self._offered.add(tab)
        self._draw_tabs()
        if first:
            self._first = (tab,)
            self.start_with((tab,))

    def open(self, tab: str) -> None:
        self._asked_for.add(tab)
        self._turn_to(tab)

    def _turn_to(self, tab: str) -> None:
        if tab != self.tab:
            if self.list.row is not None:
                self._cursors[self.tab] = self.list.row
            self.tab = tab
            self._close_filter()
            self._draw_tabs()
            self._fill(keep=False)
            if (row := self._cursors.get(tab)) is not None:
                self.list.select_row(row)

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of entries of each tab that is there; drafts do not count."""
        shown = (tab.id for tab in SIDE_TABS if not tab.on_request or tab.id in self._asked_for | self._offered)
        return {tab: self._listings[tab].count for tab in shown}

    def _draw_tabs(self) -> None:
        self.tabs.show_tabs(self.tab, [tab for tab in self.counts if not (tab == self.home == "dossier")])

    def _fill(self, keep: bool) -> None:
        shown = self._listings[self.tab].in_order(self.order)
        wanted = self._filter.value.casefold().split() if self._filter.display else []
        if wanted:
            no_match = HeadingRow("No matches. Esc clears the filter.", "dim")
            shown = arranged(filter_rows(shown.rows, wanted) or [no_match])
        elif not shown.rows:
            shown = arranged([HeadingRow(self._waiting.get(self.tab) or with_keys(TABS[self.tab].empty), "dim")])
        self._row_of = shown.numbers
        self._entry_rows = [*shown.numbers.values()]
        self.list.show(shown.rows, keep)
        self.follow(self._caret)

    @property
    def order(self) -> str:
        return self.orders[self.tab]

    def use_orders(self, orders: Mapping[str, str]) -> None:
        """Use the orders that were kept; unknown ones are ignored."""
        self.orders |= {tab.id: orders[tab.id] for tab in SIDE_TABS if orders.get(tab.id) in tab.orders}
        self._fill(keep=True)

    def next_order(self) -> bool:
        """Change the order of the open tab; return whether it has another one."""
        known = TABS[self.tab].orders
        if len(known) == 1:
            return False
        self.orders[self.tab] = known[(known.index(self.order) + 1) % len(known)]
        self._fill(keep=True)
        if self.list.row is not None:
            self.list.select(self.list.cursor)
        return True

    def follow(self, caret: int) -> None:
        """Mark the row at the caret and have it in sight."""
        self._caret = caret
        places = self._listings[self.tab].places
        here = self._row_at(caret)
        if here is None:
            here = next((index for index in self._entry_rows if self.list.rows[index].is_here), None)
        nearest = None
        if here is None and self.order == IN_TEXT_ORDER and (entry := places.before(caret)) is not None:
            nearest = self._row_index(entry)
        self.list.mark_current(here, nearest)

    def _row_at(self, caret: int) -> int | None:
        place, key = self._visited
        if place == caret and key in self._row_of:
            return self._row_of[key]
        entry = self._listings[self.tab].places.at(caret)
        return None if entry is None else self._row_index(entry)

    def _row_index(self, entry: int) -> int | None:
        return self._row_of.get(self._listings[self.tab].entries[entry].key)

    def note_at(self, caret: int) -> "Note | None":
        listed = self._listings["notes"]
        entry = listed.places.at(caret)
        return None if entry is None else listed.entries[entry].noted

    def visit(self, row: ListRow) -> None:
        """Make `row` the current one as long as the caret stays where it begins, and put the cursor on it."""
        if row.span is not None:
            self._visited = row.span.start, row.key
        if (index := self._row_of.get(row.key)) is not None:
            self.list.select(index)

    @property
    def _stepped(self) -> str:
        """The tab whose entries are stepped through: not a dossier, whose entries are elsewhere."""
        if self.tab != "dossier":
            return self.tab
        return "checks" if self._listings["checks"].count else "quotes"

    def next_entry(self, caret: int, way: int, *, from_cursor: bool) -> ListRow | None:
        """Return the listed entry after (`way` 1) or before (-1) the caret, or the row of the cursor, wrapping."""
        listed = self._listings[self._stepped]
        if self._stepped != self.tab:
            found = listed.places.next(None, caret, way, lambda _: True)
            return None if found is None else listed.entries[found]
        here = self.list.cursor if from_cursor else self._row_at(caret)
        key = None if here is None or here >= len(self.list.rows) else self.list.rows[here].key
        entry = listed.places.next(key, caret, way, lambda entry: listed.entries[entry].key in self._row_of)
        return None if entry is None else self.list.rows[self._row_of[listed.entries[entry].key]]

    def place_of(self, row: ListRow) -> str:
        """Return where a row stands among the entries in text order: "notes 3/9"."""
        tab = self._stepped
        keys = [entry.key for entry in self._listings[tab].entries if tab != self.tab or entry.key in self._row_of]
        return f"{tab} {keys.index(row.key) + 1}/{len(keys)}"

    def filter(self) -> None:
        self._filter.display = True
        self._filter.focus()

    @property
    def filtering(self) -> bool:
        return self._filter.display

    def close_filter(self) -> bool:
        if not self._filter.display:
            return False
        self._close_filter()
        self._fill(keep=True)
        return True

    def _close_filter(self) -> None:
        self._filter.value = ""
        self._filter.display = False

    @on(Input.Changed, "#filter")
    def _narrow(self) -> None:
        self._fill(keep=False)

    @on(Input.Submitted, "#filter")
    def _leave_filter(self) -> None:
        self.list.focus()


def filter_rows(rows: Sequence[ListRow], wanted: Sequence[str]) -> list[ListRow]:
    """Return the rows with all words of `wanted` and the headings of those rows."""
    kept: list[ListRow] = []
    head: ListRow | None = None
    for row in rows:
        if not row.selectable:
            head = row
        elif all(word in row.about.words.casefold() for word in wanted):
            if head is not None:
                kept.append(head)
                head = None
            kept.append(row)
    return kept
