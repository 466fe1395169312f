"""The page of a name: its quotes everywhere, with your notes, and its mentions; or of a statement: its wordings."""

from dataclasses import replace
from sqlite3 import Connection

from textual import work
from textual.content import Content

from reader.analysis import EntityKind
from reader.search.people import Saying, figure_in, find_mentions, find_sayings
from reader.search.picks import merge_picks, picks_of_saying
from reader.search.queries import articles_beside, articles_within, text_from
from reader.search.statements import find_statement
from reader.session.placement import diff_words
from reader.text.format import counted
from reader.text.sanitize import clean, clean_line
from reader.text.width import cut
from reader.tui.command_router import bindings_of
from reader.tui.dialogs.review import PanelDialog, mark_differences
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToPerson, Sought
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.collection import ListedEntries
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.saying_rows import MentionRow, SayingRow, StatementRow, group_by_article

AFTER = 3000  # characters of an article that are shown after a statement beside another place of it
Page = tuple[str, tuple[str, ...], list[ListRow]]  # a title, what is counted, and the rows


class PersonScreen(BrowseScreen):
    BINDINGS = bindings_of("page")
    SCOPE = "page"

    def __init__(self, client: LibraryClient, request: GoToPerson) -> None:
        super().__init__(client, "filter")
        self._request = request
        self._rows: list[ListRow] = []
        self._row = request.row
        self._indirect = False
        self.known_as = request.name
        _, can_pick = self.picked.commands()["pick"]
        of_person = request.kind != "statement"
        self.router.add({"indirect": (self.show_indirect, lambda: of_person), "pick": (self._pick, can_pick)})

    @work(group="find", exclusive=True)
    async def renew(self) -> None:
        page = await self.ask_index(self._page)
        if page is None:
            return
        title, counts, self._rows = page
        self.known_as = title
        self.heading.show([(clean_line(title), True)], " · ".join(counts))
        self.find()
        if self._row is not None:
            self.list.select_row(self._row)
            self._row = None

    def _page(self, db: Connection) -> Page:
        if self._request.kind == "statement":
            return statement_page(db, self._request.name)
        return person_page(db, self._request, self._request.kind, indirect=self._indirect)

    def find(self) -> None:
        self.show_filtered(self._rows, "Still indexing …")

    def show_indirect(self) -> None:
        self._indirect = not self._indirect
        self.status.say(f"indirect speech {'shown' if self._indirect else 'hidden'}")
        self.renew()

    def listing(self) -> ListedEntries | None:
        sayings = [row.saying for row in self.list.rows if isinstance(row, SayingRow)]
        return ListedEntries(self.known_as, lambda _: merge_picks(map(picks_of_saying, sayings))) if sayings else None

    @property
    def _pair(self) -> list[Saying]:
        """The two places of a statement that are picked; empty if it is another number."""
        picked = [each.saying for each in self._rows if isinstance(each, StatementRow) and self.list.picked(each)]
        return picked if len(picked) == 2 else []

    def _pick(self) -> None:
        self.picked.pick()
        if self._pair:
            self.status.say("2 picked · Enter: side by side")

    def choose(self, row: ListRow) -> None:
        if pair := self._pair:
            self.run_worker(self._compare(*pair), group="box", exclusive=True)
        else:
            super().choose(row)

    async def _compare(self, one: Saying, other: Saying) -> None:
        """Show two places of a statement side by side, which scroll together, with the words that differ."""
        pair = (one, other)
        found = await self.ask_index(lambda db: [text_from(db, place.origin.id, place.span.start) for place in pair])
        if found is None:
            return
        panels = []
        for place, (begin, text), pieces in zip(pair, found, diff_words(one.words, other.words), strict=True):
            head = clean_line(" · ".join(filter(None, (place.origin.day, place.speaker, place.origin.title))))
            before, after = text[: place.span.start - begin], text[place.span.end - begin :][:AFTER]
            words = Content.assemble((clean(before), "dim"), mark_differences(pieces), (clean(after), "dim"))
            panels.append((head, words))
        about = Content("The same words." if one.words == other.words else "The words that differ are underlined.")
        await self.app.push_screen(PanelDialog("Side by side", about, panels, "j k: scroll both · Esc: close"))

    @property
    def location(self) -> Destination:
        return replace(self._request, row=self.list.row)

    def sought_by(self, row: ListRow) -> Sought | None:
        """Return the listed quotes or mentions in the same article."""
        if (target := row.about.target) is None:
            return None
        origin, same = target[0], [each.about.target for each in self._rows if type(each) is type(row)]
        spans = tuple(sorted({place[1] for place in same if place and place[1] and place[0].id == origin.id}))
        return Sought(self.known_as, spans=spans, sha256=origin.sha256, of_name=isinstance(row, MentionRow))


def person_page(db: Connection, request: GoToPerson, kind: EntityKind, *, indirect: bool) -> Page:
    who = figure_in(db, request.article, request.name, request.aliases, kind)
    counts = counted(who.quotes, "quote"), counted(who.mentions, "mention"), counted(who.articles, "article")
    if not who.rows:
        return who.name, counts, []
    inside = articles_within(db, request.within) or articles_beside(db, request.article)
    said = find_sayings(db, who, indirect=indirect)
    said.sort(key=lambda saying: saying.origin.id not in inside)  # stable: each part by date
    rows = group_by_article(said, SayingRow)
    if mentions := find_mentions(db, who, limit=1000):
        rows += [HeadingRow("Mentions", "dim", gap=1), *group_by_article(mentions, MentionRow)]
    return who.name, counts, rows


def statement_page(db: Connection, words: str) -> Page:
    found = find_statement(db, words)
    places = sum(len(wording.places) for wording in found.wordings)
    rivals = f"said by {' and '.join(name for name, _ in found.speakers)}" if len(found.speakers) > 1 else ""
    rows = [
        StatementRow(place, None if number else wording)
        for wording in found.wordings
        for number, place in enumerate(wording.places)
    ]
    counts = counted(places, "place"), counted(found.wordings, "wording"), *filter(None, [rivals])
    return cut(words, 48), counts, [*rows]  # the heading has room for the counts
