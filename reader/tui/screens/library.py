"""The library: all articles, notes, tags and people, with one filter.

All articles are read from the index, since their rows are short, and sorted and filtered in a thread; of the notes only
the first `NOTE_LIMIT`. `LibraryEdits` makes the changes.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import partial
from sqlite3 import Connection
from typing import NamedTuple

from textual import work

from reader.config import with_keys
from reader.config.contexts import LIBRARY_TABS, TABS
from reader.export.collection import Picks
from reader.search import Listed, queries
from reader.search.people import figure_in, find_sayings, speakers_in
from reader.search.picks import find_picks, merge_picks, picks_of_articles, picks_of_saying
from reader.search.query import Query, in_dossier, parse_query
from reader.tui.chrome.title_line import ColumnLine
from reader.tui.command_router import Handlers, bindings_of
from reader.tui.controllers.library_edits import DossierEdits, LibraryEdits
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToLibrary, GoToPerson, Sought
from reader.tui.screens.browse import NO_MATCHES, BrowseScreen
from reader.tui.screens.collection import ListedEntries
from reader.tui.widgets.library_rows import (
    NOTES_COLUMN,
    OPENED_COLUMN,
    READ_COLUMN,
    SOURCE_COLUMN,
    TITLE_COLUMN,
    ArticleRow,
    DossierRow,
    HitRow,
    PersonRow,
    TagRow,
    article_rows,
    column_names,
    tag_rows,
)
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.side_pane import filter_rows

NOTE_LIMIT = 500
"""Notes that are listed; a filter finds the others."""

PEOPLE_LIMIT = 500
"""People that are listed, those in most texts: a filter by a dossier or a folder shows the others."""

FIRST_ARTICLES = 100
"""Articles that are shown before the others are read: more than a screen."""

ARTICLES, NOTES, TAGS, PEOPLE = (tab.id for tab in LIBRARY_TABS)


@dataclass(frozen=True, slots=True)
class SortOrder:
    words: str
    column: str
    """The name of the column sorted by; "" if there is none."""
    key: Callable[[Listed], object]
    descending: bool = False


SORT_ORDERS = (
    SortOrder("last opened", OPENED_COLUMN, lambda listed: listed.opened, descending=True),
    SortOrder("title", TITLE_COLUMN, lambda listed: listed.origin.title.casefold()),
    SortOrder("author or site", SOURCE_COLUMN, lambda listed: (not listed.by, listed.by.casefold())),
    SortOrder("published", "", lambda listed: listed.origin.day, descending=True),
    SortOrder("progress", READ_COLUMN, lambda each: -1 if each.progress is None else each.progress, descending=True),
    SortOrder("most notes", NOTES_COLUMN, lambda listed: listed.notes, descending=True),
    SortOrder("last added", "", lambda listed: listed.added, descending=True),
)


Rows = tuple[list[ListRow], int]
"""What a tab lists, and how many entries there are."""


class LibraryScreen(BrowseScreen):
    BINDINGS = bindings_of("library")
    SCOPE = "library"

    def __init__(self, client: LibraryClient, first_filter: str = "") -> None:
        """List all articles, or those that match `first_filter`."""
        super().__init__(client, "filter: words, tag: speaker: author: after: state: dossier: …")
        self.view = ARTICLES
        self.columns = ColumnLine()
        self.above_list = (self.columns,)
        self.articles: list[Listed] = []
        self._order = 0
        self._cursors: dict[str, ListRow] = {}
        self._folded: set[str] = set()
        if first_filter:  # a text field may be filled in once there is a screen
            self.call_later(setattr, self.line, "value", first_filter)
        self.wanted = ""
        """The id of the article to select once it is listed."""
        self._all = False
        """True once all articles have been read, and not only the first."""
        self.router.add(self._library_commands())
        edits = LibraryEdits(self, self._replace_row)
        self.router.add(edits.commands())
        self.router.add(DossierEdits(self, edits.do).commands())

    def _library_commands(self) -> Handlers:
        def sorting() -> bool:
            return self.view == ARTICLES

        def on_tag() -> bool:
            return isinstance(self.list.row, TagRow)

        def is_closed(tab: str) -> bool:
            return self.view != tab

        return {
            **{tab.id: (partial(self.show_view, tab.id), partial(is_closed, tab.id)) for tab in LIBRARY_TABS},
            "next-order": (partial(self.sort, 1), sorting),
            "previous-order": (partial(self.sort, -1), sorting),
            "fold": (partial(self.fold, folded=True), on_tag),
            "unfold": (partial(self.fold, folded=False), on_tag),
            "library": (lambda: self.post_message(GoToLibrary()), lambda: False),
            "step-back": (self.step_back, lambda: bool(self.line.value) or len(self.app.screen_stack) > 1),
        }

    @property
    def place(self) -> str:
        return super().place if self.typing else self.view

    @work(group="library", exclusive=True)
    async def renew(self) -> None:
        if not self._all:
            self.articles = await self.ask_index(lambda db: queries.list_articles(db, FIRST_ARTICLES)) or []
            await self.fill(keep=True)
        await self.ask(self.library_client.index_reading)
        known = await self.ask_index(queries.list_articles)
        if known is not None:
            self._all = True
            self.articles = known
        await self.fill(keep=True)

    def find(self) -> object:
        return self.show(keep=False)

    @work(group="find", exclusive=True)
    async def show(self, keep: bool = True, row: ListRow | None = None) -> None:
        """List what matches the filter, with the cursor on `row` if it is given."""
        await self.fill(keep)
        if row is not None:
            self.list.select_row(row)

    async def fill(self, keep: bool) -> None:
        view, query, order = self.view, parse_query(self.line.value, typing=True), SORT_ORDERS[self._order]
        if query.problem:
            self.heading.show(*heading_of(view, 0, order))
            self.show_rows([], query.problem)
            return
        wanted = Wanted(query, self.articles, order, frozenset(self._folded))
        shown = await self.ask_index(lambda db: VIEWS[view].rows(db, wanted))
        if shown is None or view != self.view:
            return
        rows, count = shown
        self.heading.show(*heading_of(view, count, order))
        self.show_rows(rows, with_keys(TABS[view].empty) if query.empty and not query.folders else NO_MATCHES, keep)
        self.columns.show(partial(column_names, rows), order.column)
        listed = (row for row in rows if isinstance(row, ArticleRow) and row.listed.origin.id == self.wanted)
        if (row := next(listed, None)) is not None:
            self.list.select_row(row)
            self.wanted = "" if self._all else self.wanted

    def _replace_row(self, article_id: str, listed: Listed | None) -> None:
        changed = (listed if each.origin.id == article_id else each for each in self.articles)
        self.articles = [each for each in changed if each is not None]
        self.show()

    def listing(self) -> ListedEntries | None:
        return VIEWS[self.view].exported(self)

    def show_view(self, view: str) -> None:
        if self.list.row is not None:
            self._cursors[self.view] = self.list.row
        self.view = view
        self.list.focus()
        self.show(keep=False, row=self._cursors.get(view))

    def sort(self, way: int) -> None:
        self._order = (self._order + way) % len(SORT_ORDERS)
        self.show(keep=False)

    def fold(self, folded: bool) -> None:
        row = self.list.row
        if not isinstance(row, TagRow):
            return
        name = row.name
        if folded and (row.folded is not False) and "/" in name:
            name = name.rpartition("/")[0]
        if folded:
            self._folded.add(name)
        else:
            self._folded.discard(name)
        self.show(keep=False, row=TagRow(name, row.count, folded))

    @property
    def location(self) -> Destination:
        return GoToLibrary()

    def sought_by(self, row: ListRow) -> Sought | None:
        """Return the words of the filter, for a note."""
        query = self.line.value.strip()
        return Sought(f"/{query}", parse_query(query, typing=True).words) if isinstance(row, HitRow) else None

    def choose(self, row: ListRow) -> None:
        if isinstance(row, TagRow):
            self.view = NOTES
            limits = parse_query(self.line.value).limits
            self.line.value = "".join([*(f'{each.field}:"{each.term.text}" ' for each in limits), f"tag:{row.name} "])
            self.list.focus()
        elif isinstance(row, DossierRow):
            self.line.value = f"{in_dossier(row.dossier.name)} "
            self.list.focus()
        elif isinstance(row, PersonRow):
            article, name, kind = row.person.known_in
            limits = parse_query(self.line.value).limits
            self.post_message(GoToPerson(article, name, (), kind, within=tuple(limits)))
        else:
            super().choose(row)


class Wanted(NamedTuple):
    """What is to be listed, as the screen was when it asked."""

    query: Query
    articles: list[Listed]
    order: SortOrder
    folded: Set[str]


def heading_of(view: str, count: int, order: SortOrder) -> tuple[list[tuple[str, bool]], str]:
    """Return the tabs, the open one with its count, and the order of the articles."""
    tabs = [
        (f"{number} {tab.title}{f' {count:,}' if tab.id == view else ''}", tab.id == view)
        for number, tab in enumerate(LIBRARY_TABS, 1)
    ]
    return tabs, f"sorted by: {order.words}" if view == ARTICLES else ""


def list_articles(db: Connection, wanted: Wanted) -> Rows:
    query, found = wanted.query, wanted.articles
    if not query.empty:
        fitting = queries.fitting_articles(db, query)
        if any(state.text == "removed" for state in query.terms("state")):
            found = [*found, *queries.list_articles(db, removed=True)]
        found = [listed for listed in found if listed.origin.id in fitting]
    else:
        found = [listed for listed in found if not listed.archived]
    if query.folders:
        found = [listed for listed in found if queries.is_in(listed.origin.source, query.folders)]
    rows = sorted(found, key=wanted.order.key, reverse=wanted.order.descending)  # type: ignore[arg-type]
    if words := [term.text.casefold() for term in query.words]:  # what is called so stands before what mentions it
        rows.sort(key=lambda each: not all(word in each.origin.title.casefold() for word in words))
    listed = article_rows(rows, queries.drafts_in(db, query.limits))
    if query.empty and not query.folders and (dossiers := queries.list_dossiers(db)):
        above = [HeadingRow("Dossiers"), *map(DossierRow, dossiers), HeadingRow("All texts", gap=1)]
        listed = [*above, *listed]
    return listed, len(rows)


def list_notes(db: Connection, wanted: Wanted) -> Rows:
    hits, count = queries.list_notes(db, wanted.query, NOTE_LIMIT)
    more = [HeadingRow(f"{count - len(hits):,} more; press / to filter", "dim")] if count > len(hits) else []
    return [*map(HitRow, hits), *more], count


def list_tags(db: Connection, wanted: Wanted) -> Rows:
    query = wanted.query
    words = [term.text.casefold() for term in (*query.words, *query.terms("tag"))]
    found = queries.tag_counts(db, query.limits)
    counts = [pair for pair in found if all(word in pair[0].casefold() for word in words)]
    return tag_rows(counts, wanted.folded), len(counts)


def list_people(db: Connection, wanted: Wanted) -> Rows:
    """List who is quoted in the articles within the limits of the filter, with its words in their names and roles."""
    rows: list[ListRow] = list(map(PersonRow, speakers_in(db, wanted.query, limit=PEOPLE_LIMIT)))
    if words := [term.text.casefold() for term in (*wanted.query.words, *wanted.query.terms("speaker"))]:
        rows = filter_rows(rows, words)
    return rows, len(rows)


def words_of(screen: LibraryScreen) -> str:
    return " ".join(screen.line.value.split())


def notes_on_articles(screen: LibraryScreen) -> ListedEntries | None:
    articles = [each.listed.origin.id for each in screen.list.rows if isinstance(each, ArticleRow)]
    title = words_of(screen) or "All articles"
    return ListedEntries(title, lambda db: picks_of_articles(db, articles)) if articles else None


def matching_notes(screen: LibraryScreen) -> ListedEntries:
    words = words_of(screen)
    query = parse_query(f"in:notes {words}")
    return ListedEntries(words or "All notes", lambda db: find_picks(db, query), f"in:notes {words}".strip())


def notes_with_tag(screen: LibraryScreen) -> ListedEntries | None:
    if not isinstance(row := screen.list.row, TagRow):
        return None
    query = parse_query(f"in:notes tag:{row.name}")
    return ListedEntries(f"tag:{row.name}", lambda db: find_picks(db, query), f"tag:{row.name}")


def said_by_person(screen: LibraryScreen) -> ListedEntries | None:
    """Return what the chosen person says in the articles of the list."""
    if not isinstance(row := screen.list.row, PersonRow):
        return None
    person = row.person
    article, name, kind = person.known_in

    def find(db: Connection) -> Picks:
        said = find_sayings(db, figure_in(db, article, name, (), kind))
        return merge_picks(picks_of_saying(each) for each in said if each.origin.id in person.articles)

    return ListedEntries(person.name, find)


class View(NamedTuple):
    rows: Callable[[Connection, Wanted], Rows]
    """Lists its rows; called in a thread, since there may be thousands."""
    exported: Callable[[LibraryScreen], ListedEntries | None]


VIEWS: Mapping[str, View] = {
    ARTICLES: View(list_articles, notes_on_articles),
    NOTES: View(list_notes, matching_notes),
    TAGS: View(list_tags, notes_with_tag),
    PEOPLE: View(list_people, said_by_person),
}
