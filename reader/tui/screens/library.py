"""The library, with which the program starts: dossiers, and all articles, notes, tags and people, with one filter.

In a wide terminal the dossiers stand in a side pane, whose cursor says what is listed beside it, and what the chosen
row is about is shown beside or below the list; else the dossiers come first in the list. All articles are read from the
index, since their rows are short, and sorted and filtered in a thread (`library_lists`). `LibraryEdits` makes the
changes.
"""

from collections.abc import Sequence
from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.geometry import Size

from reader.config import with_keys
from reader.config.contexts import LIBRARY_TABS, TABS
from reader.search import Listed, ListedDossier, queries
from reader.search.query import in_dossier, parse_query
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import SAMPLE
from reader.tui.chrome.backdrop import HeadLine
from reader.tui.command_router import Handlers, always, bindings_of
from reader.tui.controllers.library_edits import DossierEdits, LibraryEdits
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToLibrary, GoToPerson, OpenArticle, ReadArticle, Sought
from reader.tui.screens.browse import NO_MATCHES, BrowseScreen, name_of
from reader.tui.screens.collection import ListedEntries
from reader.tui.screens.library_lists import (
    ARTICLES,
    HOW_TO_BEGIN,
    NOTES,
    SORT_ORDERS,
    TITLES,
    VIEWS,
    Wanted,
    counts_of,
    side_rows,
)
from reader.tui.widgets.dossier_rows import NOTHING, Preview, preview_of_dossier, preview_of_text
from reader.tui.widgets.library_rows import ArticleRow, DossierRow, HitRow, PlaceRow, TagRow
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.saying_rows import PersonRow
from reader.view.arrangement import ListArrangement, arrange_library

FIRST_ARTICLES = 100  # articles that are shown before the others are read: more than a screen

OF_TEXTS = "tag-article archive remove remove-with-notes pick put-in-dossier".split()
"""Commands about a row of the list, which wait until that has the keys."""

BEGINNINGS = (
    HeadingRow("Three ways to begin"),
    PlaceRow("sample", "•", "The sample article", help="a report with quotations: read it, and write a note on it"),
    PlaceRow("add", "•", "A file or a page of your own", help="text, Markdown, PDF, Word, EPUB, or an address"),
    PlaceRow("tour", "•", "The tour", help="what there is to press, in a minute; nothing of it is kept"),
)
"""What somebody sees who has no texts yet."""


class LibraryScreen(BrowseScreen):
    BINDINGS = bindings_of("library")
    SCOPE = "library"

    def __init__(self, client: LibraryClient, limit: str = "") -> None:
        """List all articles, or those within a limit."""
        super().__init__(client, "filter: words, tag: speaker: author: after: state: dossier: …")
        self.view = ARTICLES
        self.side = RowList("side")
        self.preview = RowList("preview")
        self.preview.can_focus = False
        self._side_head, self._page_head, self._preview_head = map(HeadLine, ("side-head", "page-head", "preview-head"))
        self.articles: list[Listed] = []
        self.dossiers: Sequence[ListedDossier] = ()
        self._is_settled = False
        """True once the dossiers have been given the keys, or a key was pressed."""
        self._order = 0
        self._cursors: dict[str, ListRow] = {}
        self._folded: set[str] = set()
        self.limit_to(limit)
        self.wanted = ""
        """The id of the article to select once it is listed."""
        self._all = False
        """True once all articles have been read, and not only the first."""
        self._asked: Wanted | None = None
        """What was asked of the index last: an older answer is not shown."""
        self.router.add(self._library_commands())
        self.router.add(self.side.commands(), lambda: self.in_side)
        edits = LibraryEdits(self, self._replace_row)
        self.router.add(edits.commands())
        self.router.add(DossierEdits(self, edits.do).commands())
        advice = with_keys("{next-pane} goes to the texts: choose one there")
        self.router.add(dict.fromkeys(OF_TEXTS, (lambda: self.status.say(advice), lambda: False)), lambda: self.in_side)
        self.router.add({"open": (self.side.choose, always), "unfold": (self.list.focus, always)}, lambda: self.in_side)
        to_side = (self.side.focus, always)
        self.router.add({"fold": to_side}, lambda: self.has_side and not isinstance(self.list.row, TagRow))
        self.command_done = self._command_done

    def _library_commands(self) -> Handlers:
        def sorting() -> bool:
            return self.view == ARTICLES

        def on_tag() -> bool:
            return isinstance(self.list.row, TagRow)

        def leads_back() -> bool:
            return bool(self.query_text or self.picked.entries) or len(self.app.screen_stack) > 1

        def is_closed(tab: str) -> bool:
            return self.view != tab or bool(self.limit)

        other_pane = (lambda: (self.list if self.in_side else self.side).focus(), lambda: self.has_side)
        return {
            **{tab.id: (partial(self.show_view, tab.id), partial(is_closed, tab.id)) for tab in LIBRARY_TABS},
            "next-order": (partial(self.sort, 1), sorting),
            "previous-order": (partial(self.sort, -1), sorting),
            "fold": (partial(self.fold, folded=True), on_tag),
            "unfold": (partial(self.fold, folded=False), on_tag),
            **dict.fromkeys(("next-pane", "previous-pane"), other_pane),
            "step-back": (self.step_back, leads_back),
        }

    def compose(self) -> ComposeResult:
        yield from (self.side, self._side_head, self._page_head, self.preview, self._preview_head)
        yield from super().compose()

    def plan(self, size: Size) -> ListArrangement:
        """Return the places: what a row is about lies in the room that the list leaves."""
        plan = arrange_library(*size, used=0)
        if plan.side is None or plan.rows is None:
            return plan
        plan = arrange_library(*size, self.list.lines_in(plan.rows.width, size.height))
        return plan if self.preview.rows else plan._replace(preview_head=None)  # and no rule under it

    @property
    def has_side(self) -> bool:
        """True if the dossiers stand beside the list."""
        return arrange_library(*self.size, used=0).side is not None

    @property
    def in_side(self) -> bool:
        return self.focused is self.side

    @property
    def place(self) -> str:
        return "dossiers" if self.in_side else super().place if self.typing else self.view

    def on_resize(self) -> None:
        if self.has_class("-desk") != self.has_side:
            self.set_class(self.has_side, "-desk")
            if self.in_side and not self.has_side:
                self.list.focus()
            self.show()

    @on(events.DescendantFocus)
    def _light_heads(self) -> None:
        self._side_head.light(self.in_side)
        self._page_head.light(not self.in_side)
        self.refresh()

    @work(group="library", exclusive=True)
    async def renew(self) -> None:
        if not self._all:
            self.articles = await self.ask_index(lambda db: queries.list_articles(db, FIRST_ARTICLES)) or []
            await self._fill_side()
            await self.fill(keep=True)
        await self.ask(self.library_client.index_reading)
        known = await self.ask_index(queries.list_articles)
        is_untouched = not (self._all or self.list.cursor)  # what was read meanwhile may stand first now
        if known is not None:
            self._all = True
            self.articles = known
        await self._fill_side()
        await self.fill(keep=not is_untouched)

    async def _fill_side(self) -> None:
        """List the dossiers and all that there is; dossiers have the keys at first, unless a folder was opened."""
        found = await self.ask_index(lambda db: (queries.list_dossiers(db), counts_of(db)))
        if found is None:
            return
        self.dossiers, counts = found
        self.side.show(side_rows(self.dossiers, counts, self.articles))
        self._side_head.show("Dossiers", str(len(self.dossiers) or ""))
        if self.dossiers and self.has_side and not (self._is_settled or self.wanted or self.typing or self.limit):
            self._is_settled = True
            self.side.focus()
            self._turn_to(self.side.rows[0])
        self._mark_side()

    def find(self) -> object:
        return self.show(keep=False)

    @work(group="find", exclusive=True)
    async def show(self, keep: bool = True, row: ListRow | None = None) -> None:
        """List what matches the filter, with the cursor on `row` if it is given."""
        await self.fill(keep)
        if row is not None:
            self.list.select_row(row)

    async def fill(self, keep: bool) -> None:
        view, query, order = self.view, parse_query(self.query_text, typing=True), SORT_ORDERS[self._order]
        if query.problem:
            self._show_heads(0)
            self.show_rows([], query.problem)
            return
        self._asked = wanted = Wanted(query, self.articles, order, frozenset(self._folded), int(self.has_side))
        shown = await self.ask_index(lambda db: VIEWS[view].rows(db, wanted))
        if shown is None or view != self.view or wanted is not self._asked:
            return
        rows, count = shown
        if not rows and view == ARTICLES and not self.query_text and self.indexed:
            rows = list(BEGINNINGS)
        elif rows and view == ARTICLES and not (self.query_text or self.has_side):
            named = [DossierRow(each, in_dossier(each.name)) for each in self.dossiers]
            above = [HeadingRow("Dossiers"), *named, HeadingRow("All texts", gap=1)] if named else []
            rows = [*above, *rows] if named else [*rows, HeadingRow(with_keys(HOW_TO_BEGIN), "dim", gap=1)]
        self._show_heads(count)
        self._mark_side()
        self.show_rows(rows, with_keys(TABS[view].empty) if not self.line.value.strip() else NO_MATCHES, keep)
        listed = (row for row in self.list.rows if isinstance(row, ArticleRow) and row.listed.origin.id == self.wanted)
        if (row := next(listed, None)) is not None:
            self.list.select_row(row)
            self.wanted = "" if self._all else self.wanted
        elif self.limit and any(listed.origin.id == self.wanted for listed in self.articles):
            self.take_limit_off()
        self.list.refresh(layout=True)
        self._follow()

    def _show_heads(self, count: int) -> None:
        tab, order = TABS[self.view].title, f"sorted by: {SORT_ORDERS[self._order].words}"
        tabs = (
            (f"{number} {each.title}{f' {count:,}' if each.id == self.view else ''}", each.id == self.view)
            for number, each in enumerate(LIBRARY_TABS, 1)
        )
        is_sorted = self.view == ARTICLES
        self.heading.show(list(tabs), order if is_sorted else "")
        title = name_of(self.limit) + ("" if is_sorted else f" · {tab.lower()}") if self.limit else TITLES[self.view]
        self._page_head.show(title, order if is_sorted else f"{count:,}")

    def _command_done(self) -> None:
        self._is_settled = True
        self.show_keys()
        if self.in_side and self.side.cursor != self.side.current:
            self._turn_to(self.side.row)
        self._follow()

    def _turn_to(self, row: ListRow | None) -> bool:
        """List what a row of the side pane stands for; return whether that is listed anew."""
        match row:
            case DossierRow():
                place = ARTICLES, row.query
            case PlaceRow() if row.place in VIEWS:
                place = row.place, ""
            case _:
                return False
        if place == (self.view, self.limit):
            return False
        self.view = place[0]
        self.limit_to(place[1])
        self.show(keep=False)
        return True

    def _mark_side(self) -> None:
        """Mark in the side pane what is listed."""
        own = ("dossier", self.limit) if self.limit else ("place", self.view)
        self.side.mark_current(next((at for at, row in enumerate(self.side.rows) if row.key == own), None), None)

    @work(group="preview", exclusive=True)
    async def _follow(self) -> None:
        """Show what the chosen row is about, where there is room for it."""
        row, plan = self.side.row if self.in_side else self.list.row, self._plan
        shown: Preview | None = NOTHING
        if plan.preview is not None and isinstance(row, DossierRow):
            is_beside = plan.side is not None and plan.preview.y == plan.side.y
            limit = row.query
            shown = await self.ask_index(lambda db: preview_of_dossier(db, limit, is_beside=is_beside))
        elif plan.preview is not None and isinstance(row, ArticleRow | PlaceRow) and (listed := row.listed):
            shown = await self.ask_index(lambda db: preview_of_text(db, listed))
        if shown is not None:
            title, remark, rows = shown
            if bool(rows) != bool(self.preview.rows):
                self.list.refresh(layout=True)
                self.refresh()
            self.preview.show(rows, keep=False)
            self._preview_head.show(title, remark)

    def _replace_row(self, article_id: str, listed: Listed | None) -> None:
        changed = (listed if each.origin.id == article_id else each for each in self.articles)
        self.articles = [each for each in changed if each is not None]
        self.show()

    def listing(self) -> ListedEntries | None:
        return VIEWS[self.view].exported(self.query_text, self.list)

    def show_view(self, view: str) -> None:
        """List all of one kind, in what everything is limited to; asked for again, without that limit."""
        if self.list.row is not None:
            self._cursors[self.view] = self.list.row
        if view == self.view:
            self.limit_to("")
        self.view = view
        self.list.focus()
        self.show(keep=False, row=self._cursors.get(view))

    def step_back(self) -> None:
        to_side = self.has_side and self.limit and self.focused is self.list and not self.line.value
        if to_side and self.picked.entries is None:
            self.side.focus()
        elif self.in_side and len(self.app.screen_stack) > 1:
            self.dismiss(None)
        elif not self.in_side:
            super().step_back()

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
        (self._folded.add if folded else self._folded.discard)(name)
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
        elif isinstance(row, PlaceRow) and row in BEGINNINGS:
            self._begin(row.place)
        elif isinstance(row, DossierRow) and not self._turn_to(row):
            self._go_on(row)
        elif isinstance(row, PlaceRow) and row.place in VIEWS:
            self._turn_to(row)
            self.list.focus()
        elif isinstance(row, PersonRow):
            article, name, kind = row.person.known_in
            limits = parse_query(self.query_text).limits
            self.post_message(GoToPerson(article, name, (), kind, within=tuple(limits)))
        else:
            super().choose(row)

    @work(group="open", exclusive=True)
    async def _go_on(self, row: DossierRow) -> None:
        """Go on reading in a dossier: the text that was opened last, where it was left."""
        texts = await self.ask_index(lambda db: queries.articles_within(db, parse_query(row.query).limits))
        known = [each for each in self.articles if each.origin.id in (texts or ())]
        if known:
            last = max(known, key=lambda each: each.opened)
            self.post_message(OpenArticle(last.origin, None, came_from=self.location))

    def _begin(self, command: str) -> None:
        """Run what somebody without texts has chosen."""
        if command == "sample":
            session = Session(open_source(str(SAMPLE)), self.library_client.paths)
            self.post_message(ReadArticle(session, None, None, self.location))
        else:
            self.run_worker(self.action_run(command))
