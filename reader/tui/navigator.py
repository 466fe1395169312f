"""The navigator: which screen is shown, how one leads to another, and the way back and forward.

The screen that the program began with is at the bottom of the stack. Lists (library, search, a person) lie over it, and
the article opened from one of them lies on top; opening another article replaces it. Pitfall: this module imports the
screens of the library, so nothing that is loaded for the first paint of an article may import it.
"""

from functools import cached_property, partial

from textual.app import App

from reader.errors import ReaderError
from reader.library.library import Library
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui import locations
from reader.tui.command_router import CommandScreen
from reader.tui.library_client import IndexEvent, IndexPartDone, LibraryClient, update_index
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.person import PersonScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.screens.versions import VersionsScreen


class Navigator:
    def __init__(self, app: App[int], paths: UserPaths, history: locations.History[locations.Location]) -> None:
        self._app = app
        self._places = paths
        self.history = history
        self._updating = False
        self._outdated = False
        self._limit = ""
        """A query for the folder or dossier that the program was started with."""

    @cached_property
    def library_client(self) -> LibraryClient:
        return LibraryClient(self._places, self._open_library)

    def _open_library(self) -> Library:
        """Return the library that the first article has opened; open it if there is none."""
        first = self._app.screen_stack[0]
        if isinstance(first, ReadingScreen):
            return first.session.library
        return Library(self._places.library, self._places.state)

    def library_screen(self, limit: str = "") -> LibraryScreen:
        """Return a new screen of the library, of all of it or of what matches a query, which limits searches, too."""
        self._limit = limit or self._limit
        return LibraryScreen(self.library_client, self._limit)

    async def go(self, to: locations.Go) -> None:
        """Show a list or an article, the place before this one, or the one that going back left."""
        here = self.here
        if isinstance(to, locations.GoBack):
            await self._return_to(self.history.back(here), "nowhere to go back to")
        elif isinstance(to, locations.GoForward):
            await self._return_to(self.history.forward(here), "nowhere to go forward to")
        elif isinstance(to, locations.OpenArticle):
            self._app.run_worker(self._open(to), group="open", exclusive=True)
        elif isinstance(to, locations.ReadArticle):
            self.history.record(to.came_from)
            screen = ReadingScreen(to.session, to.at, to.sought)
            await (self._app.push_screen(screen) if to.over else self._show_article(screen))
        elif isinstance(to, locations.Destination):
            if here is not None:
                self.history.record(here)
            await self._show_list(to)

    async def _show_list(self, destination: locations.Destination) -> None:
        if isinstance(destination, locations.GoToPerson):
            await self._app.push_screen(PersonScreen(self.library_client, destination))
        elif isinstance(destination, locations.GoToVersions):
            await self._app.push_screen(VersionsScreen(self.library_client, destination))
        elif isinstance(destination, locations.GoToSearch):
            if not await self._uncover(SearchScreen):
                if not destination.query:
                    limit = screen.limit if isinstance(screen := self._app.screen, BrowseScreen) else self._limit
                    searches = (
                        each for each in reversed(self.history.behind) if isinstance(each, locations.GoToSearch)
                    )
                    destination = locations.GoToSearch(next(searches, destination).query, limit=limit)
                await self._app.push_screen(SearchScreen(self.library_client, destination))
        else:
            here = self.here
            if not await self._uncover(LibraryScreen):
                await self._app.push_screen(self.library_screen())
            if isinstance(here, locations.ArticleLocation) and isinstance(self._app.screen, LibraryScreen):
                self._app.screen.wanted = here.origin.id
                self._app.screen.show()

    async def _show_article(self, screen: ReadingScreen) -> None:
        app = self._app
        while len(app.screen_stack) > 1 and not isinstance(app.screen, ReadingScreen):
            await app.pop_screen()
        if isinstance(app.screen, ReadingScreen) and len(app.screen_stack) > 1:
            await app.switch_screen(screen)
        else:
            await app.push_screen(screen)

    async def _uncover(self, kind: type[BrowseScreen]) -> bool:
        """Remove the screens over the last one of this kind; return False if there is none."""
        found = [screen for screen in self._app.screen_stack if isinstance(screen, kind)]
        if found and self._app.screen is not found[-1]:
            while self._app.screen is not found[-1]:
                await self._app.pop_screen()
            found[-1].post_message(locations.LibraryChanged())
        return bool(found)

    @property
    def here(self) -> locations.Location | None:
        """The place that is shown; None while a dialog is on top."""
        screen = self._app.screen
        return screen.location if isinstance(screen, ReadingScreen | BrowseScreen) else None

    async def _return_to(self, place: locations.Location | None, otherwise: str) -> None:
        if isinstance(place, locations.ArticleLocation):
            await self._return_to_article(place)
        elif place is not None:
            await self._show_list(place)
        elif isinstance(self._app.screen, CommandScreen):
            self._app.screen.status.say(otherwise)

    async def _return_to_article(self, place: locations.ArticleLocation) -> None:
        """Show an article again, on the screen that still has it under the lists, or on a new one."""
        under = [
            screen
            for screen in self._app.screen_stack
            if isinstance(screen, ReadingScreen) and screen.session.article_id == place.origin.id
        ]
        if under:
            while self._app.screen is not under[-1]:
                await self._app.pop_screen()
            under[-1].article.go(place.offset, keep_row=True)
        else:
            await self.go(locations.OpenArticle(place.origin, Span(place.offset, place.offset)))

    async def _open(self, to: locations.OpenArticle) -> None:
        screen = self._app.screen
        if not isinstance(screen, ReadingScreen | BrowseScreen):
            return
        work = partial(self.library_client.reopen, to.origin, to.span)
        opened = await screen.source_progress.run("open", "opening …", work)
        if isinstance(opened, ReaderError):
            screen.status.complain(str(opened))
            return
        if to.came_from is not None:
            self.history.record(to.came_from)
        await self._show_article(ReadingScreen(*opened, to.sought))

    def update_index(self) -> None:
        """Update the index, and again if the library changes meanwhile."""
        self._outdated = True
        if not self._updating:
            self._updating = True
            self._app.run_worker(self._update_index(), group="library")

    def _tell_lists(self, event: IndexEvent) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, BrowseScreen):
                screen.show_index_progress(event)

    async def _update_index(self) -> None:
        try:
            while self._outdated:
                self._outdated = False
                async for event in update_index(self._places.library):
                    self.library_client.is_analyzed = event == IndexPartDone("analysis")
                    self._tell_lists(event)
                    if isinstance(event, IndexPartDone):
                        for reading in self._app.screen_stack:
                            if isinstance(reading, ReadingScreen):
                                reading.dossier.load()
                                reading.tell_elsewhere()
                    if self._outdated:
                        break
        except (ReaderError, OSError, ValueError) as error:
            self._tell_lists(str(error))
        finally:
            self._updating = False
