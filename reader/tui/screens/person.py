"""The page of a name: its quotes in every article, with your notes on them, and then its mentions."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work

from reader.search.people import Figure, Mention, Saying, figure_in, find_mentions, find_sayings
from reader.search.picks import merge_picks, picks_of_saying
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.tui.command_router import always, bindings_of
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToPerson, Sought
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.collection import ListedEntries
from reader.tui.widgets.library_rows import MentionRow, SayingRow, group_by_article
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.side_pane import filter_rows

if TYPE_CHECKING:
    import sqlite3

MENTION_LIMIT = 1000
"""Mentions that are listed."""


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """The quotes and mentions of a name."""

    who: Figure
    sayings: list[Saying]
    mentions: list[Mention]


class PersonScreen(BrowseScreen):
    """One person, organisation, place or other name, over the whole library."""

    BINDINGS = bindings_of("page")
    SCOPE = "page"

    def __init__(self, client: LibraryClient, request: GoToPerson) -> None:
        super().__init__(client, "filter")
        self._request = request
        self._rows: list[ListRow] = []
        self._row = request.row
        self._indirect = False
        self.known_as = request.name
        self.router.add({"indirect": (self.show_indirect, always)})

    @property
    def place(self) -> str:
        return "page filter" if self.typing else "page"

    @work(group="find", exclusive=True)
    async def renew(self) -> None:
        page = await self.ask(lambda: self.library_client.ask(self._page))
        if page is None:
            return
        who = page.who
        self.known_as = who.name
        counts = [counted(who.quotes, "quote"), counted(who.mentions, "mention"), counted(who.articles, "article")]
        self.heading.show([(clean_line(who.name), True)], " · ".join(counts))
        self._rows = person_rows(page)
        self.find()
        if self._row is not None:
            self.list.select_row(self._row)
            self._row = None

    def _page(self, db: "sqlite3.Connection") -> PersonSummary:
        request = self._request
        who = figure_in(db, request.article, request.name, request.aliases, request.kind)
        if not who.rows:
            return PersonSummary(who, [], [])
        return PersonSummary(
            who, find_sayings(db, who, indirect=self._indirect), find_mentions(db, who, limit=MENTION_LIMIT)
        )

    def find(self) -> None:
        wanted = self.line.value.casefold().split()
        rows = filter_rows(self._rows, wanted) if wanted else self._rows
        self.show_rows(rows, "No matches. Esc clears the filter." if wanted else "Still indexing …")

    def show_indirect(self) -> None:
        self._indirect = not self._indirect
        self.status.say(f"indirect speech {'shown' if self._indirect else 'hidden'}")
        self.renew()

    def listing(self) -> ListedEntries | None:
        """Return the listed quotes with the notes on them."""
        sayings = [row.saying for row in self.list.rows if isinstance(row, SayingRow)]
        if not sayings:
            return None
        return ListedEntries(self.known_as, lambda _: merge_picks(map(picks_of_saying, sayings)))

    @property
    def location(self) -> Destination:
        request = self._request
        return GoToPerson(request.article, request.name, request.aliases, request.kind, self.list.row)

    def sought_by(self, row: ListRow) -> Sought | None:
        """Return the listed quotes or mentions in the same article."""
        if row.target is None:
            return None
        origin, same = row.target[0], [each.target for each in self._rows_like(row) if each.target]
        spans = tuple(sorted({span for other, span in same if span and other.id == origin.id}))
        return Sought(self.known_as, spans=spans, sha256=origin.sha256, of_name=isinstance(row, MentionRow))

    def _rows_like(self, row: ListRow) -> list[ListRow]:
        return [other for other in self._rows if type(other) is type(row)]


def person_rows(page: PersonSummary) -> list[ListRow]:
    rows: list[ListRow] = []
    if page.sayings:
        rows += group_by_article(page.sayings, SayingRow)
    if page.mentions:
        gap = [HeadingRow("", "dim")] if rows else []
        rows += [*gap, HeadingRow("Mentions", "dim"), *group_by_article(page.mentions, MentionRow)]
    return rows
