"""The dossier of the article in the side pane: its texts, who speaks across them, the notes; and how to get to another.

What it lists comes from the index, which is brought up to date in a thread, and by a child that finds who speaks; only
for an article that is in a dossier. An article in several shows the first by name. Pitfall: the library is read for
that, so this waits until the article was recorded in it.
"""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TYPE_CHECKING

from reader.search import WorkProgress
from reader.search.query import in_dossier, parse_query
from reader.session.dossiers import dossiers_of
from reader.session.session import Session
from reader.text.format import counted
from reader.tui.command_router import Handlers
from reader.tui.controllers import Controller, background
from reader.tui.locations import GoToPerson, LibraryChanged, OpenArticle
from reader.tui.widgets.tab_rows import listing
from reader.view.arrangement import WIDE_FROM

if TYPE_CHECKING:
    from reader.search.people import Person
    from reader.tui.widgets.dossier_rows import DossierContents


class DossierTabController(Controller):
    _contents: "DossierContents | None" = None
    _is_updated = False
    """Whether the index was told to find who speaks in texts that are new in it."""

    def commands(self) -> Handlers:
        def has_others() -> bool:
            return self._contents is not None and len(self._contents.texts) > 1

        return {
            "next-text": (lambda: self._step(1), has_others),
            "previous-text": (lambda: self._step(-1), has_others),
        }

    @background("dossier", exclusive=True)
    async def load(self) -> None:
        """List the dossier of the article, if it is in one."""
        from reader.tui.widgets.dossier_rows import dossier_rows

        session = self.session
        found = await self.view.ask(lambda: read_dossier(session, self._show_progress))
        self.status.work("dossier")
        if found is not None and session is self.session:
            if not self._is_updated:
                self._is_updated = True
                self.panes.screen.post_message(LibraryChanged())
            self._contents = found
            read = 100 * self.article.caret.offset // max(1, len(session.article.text))
            rows = dossier_rows(found, session.article_id, session.article, read)
            self.panes.side.heads["dossier"] = found.name, counted(found.texts, "text")
            self.panes.side.show("dossier", listing("dossier", rows))
            self.panes.side.offer("dossier", first=self.panes.arrangement.width >= WIDE_FROM)
            self.panes.show_position()

    def _show_progress(self, _: WorkProgress) -> None:
        self.panes.screen.app.call_from_thread(self.status.work, "dossier", "reading the dossier …")

    def _step(self, way: int) -> None:
        from reader.tui.widgets.dossier_rows import is_same_text

        if self._contents is not None:
            session = self.session
            origins = [listed.origin for listed in self._contents.texts]
            here = [is_same_text(origin, session.article_id, session.article) for origin in origins]
            at = here.index(True) if True in here else 0
            self.view.keeper.keep()
            next_text = OpenArticle(origins[(at + way) % len(origins)], None, came_from=self.view.location)
            self.panes.screen.post_message(next_text)

    def open_person(self, person: "Person") -> None:
        article, name, kind = person.known_in
        within = parse_query(in_dossier(self._contents.name)).limits if self._contents else ()
        self.panes.screen.post_message(GoToPerson(article, name, (), kind, within=tuple(within)))


def read_dossier(session: Session, show: Callable[[WorkProgress], None]) -> "DossierContents | None":
    """Return the dossier of an article, None if it is in none. Raises LibraryError, SearchError."""
    from reader.search import queries
    from reader.search.freshness import FreshIndex
    from reader.search.people import speakers_in
    from reader.tui.widgets.dossier_rows import MOST_NOTES, DossierContents

    if not (found := dossiers_of(session.library, session.article)):
        return None
    name = found[0].name
    query = parse_query(in_dossier(name))

    def ask(db: Connection) -> DossierContents:
        notes, _ = queries.list_notes(db, query, MOST_NOTES)
        drafts = frozenset(queries.drafts_in(db, query.limits))
        return DossierContents(name, queries.articles_in(db, name), drafts, speakers_in(db, query), notes)

    return FreshIndex(session.paths, lambda: session.library, lambda _: None, show).answer(ask)
