"""From one screen to another: an article, the library, a search, the page of a name.

At the bottom is what the program began with. Over it lie lists, the article that was opened from one of them on top; an
article that is opened takes the place of the one before it, and remembers the list it came from. The trap: nothing of
the lists may be imported before one is wanted, since an article's first paint would wait for it.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App

from reader.paths import Places
from reader.tui.elsewhere import Elsewhere, GoBack, GoToLibrary, GoToPage, GoToSearch, Outdated, Read
from reader.tui.reading import ReadingScreen

if TYPE_CHECKING:
    from reader.library import Library
    from reader.tui.browsing import Browsing
    from reader.tui.holdings import Holdings


class Travelling(App[int], inherit_bindings=False):
    """The program, as far as it goes from screen to screen."""

    places: Places
    _came_from: Elsewhere | None = None
    _indexing = False
    _outdated = False

    @cached_property
    def holdings(self) -> "Holdings":
        from reader.tui.holdings import Holdings

        return Holdings(self.places, self._library)

    @property
    def can_go_back(self) -> bool:
        """Whether the article was opened from a list to which `GoBack` leads."""
        return self._came_from is not None

    def _library(self) -> "Library":
        """The library that the first article has opened, else one of our own."""
        from reader.notebook import open_library

        first = self.screen_stack[0]
        return first.session.library if isinstance(first, ReadingScreen) else open_library(self.places)

    # ------------------------------------------------------------------ going

    @on(GoToLibrary)
    async def _to_library(self) -> None:
        from reader.tui.library_screen import LibraryScreen

        if not await self._back_to(LibraryScreen):
            await self.push_screen(LibraryScreen(self.holdings))

    @on(GoToSearch)
    async def _to_search(self, event: GoToSearch) -> None:
        from reader.tui.search_screen import SearchScreen

        if not await self._back_to(SearchScreen):
            await self.push_screen(SearchScreen(self.holdings, event.asked or self._asked, event.row))

    @on(GoToPage)
    async def _to_page(self, event: GoToPage) -> None:
        from reader.tui.page_screen import PageScreen

        await self.push_screen(PageScreen(self.holdings, event))

    @on(Read)
    async def _read(self, event: Read) -> None:
        self._came_from = event.came_from
        while len(self.screen_stack) > 1 and not isinstance(self.screen, ReadingScreen):
            await self.pop_screen()
        screen = ReadingScreen(event.session, event.at)
        if isinstance(self.screen, ReadingScreen) and len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    @on(GoBack)
    def _back(self) -> None:
        if self._came_from is not None:
            self.post_message(self._came_from)
        elif isinstance(self.screen, ReadingScreen):
            self.screen.status.say("nowhere to go back to")

    async def _back_to(self, kind: "type[Browsing]") -> bool:
        """Take away what lies over a screen of this kind; whether there is one."""
        found = [screen for screen in self.screen_stack if isinstance(screen, kind)]
        if found and self.screen is not found[-1]:
            while self.screen is not found[-1]:
                await self.pop_screen()
            found[-1].be_new()
        return bool(found)

    @property
    def _asked(self) -> str:
        """What was searched when an article was opened from the search."""
        return self._came_from.asked if isinstance(self._came_from, GoToSearch) else ""

    # ------------------------------------------------------------------ the index

    @on(Outdated)
    def _bring_up_to_date(self) -> None:
        """Have the index brought up to date; once more if the library changes meanwhile."""
        self._outdated = True
        if not self._indexing:
            self._indexing = True
            self._index()

    @work(group="library")
    async def _index(self) -> None:
        from reader.tui.browsing import Browsing
        from reader.tui.indexer import IndexerError, indexed

        try:
            while self._outdated:
                self._outdated = False
                async for event in indexed(self.places.library):
                    for screen in self.screen_stack:
                        if isinstance(screen, Browsing):
                            screen.heard(event)
                    if self._outdated:
                        break
        except (IndexerError, OSError, ValueError) as error:
            for screen in self.screen_stack:
                if isinstance(screen, Browsing):
                    screen.status.complain(str(error))
        finally:
            self._indexing = False
