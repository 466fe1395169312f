"""The search in all articles, quotes and notes, as words are typed; the best hits first."""

from typing import ClassVar

from textual import work

from reader.search import queries
from reader.search.picks import find_picks
from reader.search.query import Query, parse_query
from reader.tui.command_router import bindings_of
from reader.tui.controllers.library_edits import DossierEdits, LibraryEdit
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToPerson, GoToSearch, Sought
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.collection import ListedEntries
from reader.tui.widgets.library_rows import HitRow
from reader.tui.widgets.rows import ListRow

HIT_LIMIT = 100

FIRST_HITS = 20
"""Hits that are shown before the excerpts of the others are made, which takes a while in books: a screen."""

SYNTAX_HELP = (
    'Type words (all must match), a "phrase", this OR that, -without. '
    "tag:city  speaker:ortiz  entity:leith  author:lee  source:bbc  after:2026-05  before:2026  "
    "state:changed  in:notes  narrow the search."
)


class SearchScreen(BrowseScreen):
    BINDINGS = bindings_of("search")
    SCOPE = "search"
    clears_filter: ClassVar[bool] = False

    def __init__(self, client: LibraryClient, request: GoToSearch) -> None:
        super().__init__(client, "search everything you have read")
        self.line.value = request.query
        self.line.select_all()  # typing begins another search, an arrow goes on with this one
        self.limit_to(request.limit)
        self._row = request.row
        self._answered: str | None = None
        self._open_first: str | None = None
        """The query at which Enter came before the first hits, or before the index was up to date."""
        self.first_focus = self.line if request.row is None else self.list
        self.router.add(DossierEdits(self, self._change_dossier).commands())
        to_page = (lambda: (page := self._page) and self.post_message(page), lambda: bool(self._page))
        self.router.add({"page-of-name": to_page})

    @work(group="find", exclusive=True)
    async def find(self) -> None:
        text = self.line.value
        query = parse_query(self.query_text, typing=True)
        if self._open_first != text:
            self._open_first = None
        if query.problem or query.empty or not text.strip():
            self.heading.show([("Search", True)])
            self.show_rows([], query.problem or SYNTAX_HELP)
            return
        found = await self.ask_index(lambda db: queries.rank_rows(db, query, HIT_LIMIT + 1))
        if found is None:
            return
        more = "+" if len(found) > HIT_LIMIT else ""
        self.heading.show([(f"Search {len(found[:HIT_LIMIT])}{more}", True)])
        shown = await self._load_rows(query, found[:FIRST_HITS])
        self.show_rows(list(shown), "No matches.", keep=self.list.has_focus)
        self._answered = text
        if self._open_first == text and self.typing:
            self.entered()
        if rest := await self._load_rows(query, found[FIRST_HITS:HIT_LIMIT]):
            self.show_rows([*shown, *rest], "")
        if self._row is not None:
            self.list.select_row(self._row)
            self._row = None

    def entered(self) -> None:
        """Open the first hit, as soon as it is found."""
        rows = [row for row in self.list.rows if isinstance(row, HitRow)]
        waiting = self._answered != self.line.value or (not rows and not self.indexed)
        self._open_first = self.line.value if waiting else None
        if waiting:
            return
        self.list.focus()
        if rows:
            self.list.select_row(rows[0])
            self.choose(rows[0])

    async def _load_rows(self, query: Query, entries: list[int]) -> list[HitRow]:
        if not entries:
            return []
        hits = await self.ask_index(lambda db: queries.load_hits(db, query, entries))
        return [HitRow(hit) for hit in hits or ()]

    def listing(self) -> ListedEntries | None:
        """Return all notes and quotes that match, also those that are not listed."""
        words = self.query_text
        query = parse_query(words)
        if query.problem or query.empty:
            return None
        return ListedEntries(words, lambda db: find_picks(db, query), words)

    @property
    def location(self) -> Destination:
        return GoToSearch(self.line.value, self.list.row, self.limit)

    def sought_by(self, row: ListRow) -> Sought | None:
        """Return the words of the query, to be lit in the text."""
        return Sought(f"/{self.line.value.strip()}", parse_query(self.line.value, typing=True).words)

    async def _change_dossier(self, edit: LibraryEdit) -> bool:
        made = await self.change_library(edit.do)
        if made:
            self.status.say(edit.words)
        return made

    @property
    def _page(self) -> GoToPerson | None:
        hit = self.list.row.hit if isinstance(self.list.row, HitRow) else None
        return GoToPerson(hit.origin.id, hit.speaker, (), "person") if hit and hit.speaker else None
