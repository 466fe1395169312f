"""From one screen to another: an article, the library, a search, the page of a name.

At the bottom is what the program began with. Over it lie lists, the article that was opened from one of them on top; an
article that is opened takes the place of the one before it. What was left is remembered in order, for the way back and
forward again. The trap: nothing of the lists may be imported before one is wanted, since an article's first paint would
wait for it.
"""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import App

from reader.errors import ReaderError
from reader.system.paths import Places
from reader.text.span import Span
from reader.tui.locations import (
    ArticleLocation,
    Destination,
    GoBack,
    GoForward,
    GoToLibrary,
    GoToPerson,
    GoToSearch,
    LibraryChanged,
    ReadArticle,
)
from reader.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.tui.library_client import LibraryClient
    from reader.tui.screens.browse import BrowseScreen

MOST_STOPS = 100
"""Steps back that are remembered."""


class Travelling(App[int], inherit_bindings=False):
    """The program, as far as it goes from screen to screen."""

    places: Places
    _indexing = False
    _outdated = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._behind: list[Destination | ArticleLocation] = []
        self._ahead: list[Destination | ArticleLocation] = []

    @cached_property
    def library_client(self) -> "LibraryClient":
        from reader.tui.library_client import LibraryClient

        return LibraryClient(self.places, self._library)

    def end_tour(self) -> None:
        """Say that it is over, and offer it no more."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.status.work("tour")
                screen.status.say("back from the tour; nothing of it was kept")

    def _library(self) -> "Library":
        """The library that the first article has opened, else one of our own."""
        from reader.session.note_editing import open_library

        first = self.screen_stack[0]
        return first.session.library if isinstance(first, ReadingScreen) else open_library(self.places)

    # ------------------------------------------------------------------ going

    @on(GoToLibrary)
    @on(GoToSearch)
    @on(GoToPerson)
    async def _to_list(self, event: Destination) -> None:
        self._leave()
        await self._show_list(event)

    @on(ReadArticle)
    async def _read(self, event: ReadArticle) -> None:
        self._leave(event.came_from)
        await self._show_article(ReadingScreen(event.session, event.at))

    async def _show_list(self, event: Destination) -> None:
        if isinstance(event, GoToPerson):
            from reader.tui.screens.person import PersonScreen

            await self.push_screen(PersonScreen(self.library_client, event))
        elif isinstance(event, GoToSearch):
            from reader.tui.screens.search import SearchScreen

            if not await self._back_to(SearchScreen):
                await self.push_screen(SearchScreen(self.library_client, event.asked or self._asked, event.row))
        else:
            from reader.tui.screens.library import LibraryScreen

            if not await self._back_to(LibraryScreen):
                await self.push_screen(LibraryScreen(self.library_client))

    async def _show_article(self, screen: ReadingScreen) -> None:
        while len(self.screen_stack) > 1 and not isinstance(self.screen, ReadingScreen):
            await self.pop_screen()
        if isinstance(self.screen, ReadingScreen) and len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    async def _back_to(self, kind: "type[BrowseScreen]") -> bool:
        """Take away what lies over a screen of this kind; whether there is one."""
        found = [screen for screen in self.screen_stack if isinstance(screen, kind)]
        if found and self.screen is not found[-1]:
            while self.screen is not found[-1]:
                await self.pop_screen()
            found[-1].refresh_list()
        return bool(found)

    @property
    def _asked(self) -> str:
        """What was searched last."""
        return next((stop.asked for stop in reversed(self._behind) if isinstance(stop, GoToSearch)), "")

    # ------------------------------------------------------------------ back and forward

    @property
    def can_go_back(self) -> bool:
        """Whether there is something to which `GoBack` leads."""
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is something to which `GoForward` leads."""
        return bool(self._ahead)

    def _leave(self, list_left: Destination | None = None) -> None:
        """Remember where the user is, before something else is shown."""
        here = list_left or self._here
        if here is not None:
            self.remember(here)

    def remember(self, stop: Destination | ArticleLocation) -> None:
        """Let `stop` be the next place to go back to."""
        self._behind = [*self._behind[-MOST_STOPS:], stop]
        self._ahead = []

    @property
    def _here(self) -> Destination | ArticleLocation | None:
        from reader.tui.screens.browse import BrowseScreen

        if isinstance(self.screen, ReadingScreen):
            return self.screen.stop
        return self.screen.here if isinstance(self.screen, BrowseScreen) else None

    @on(GoBack)
    async def _back(self) -> None:
        await self._retrace(self._behind, self._ahead)

    @on(GoForward)
    async def _forward(self) -> None:
        await self._retrace(self._ahead, self._behind)

    async def _retrace(
        self, source: list[Destination | ArticleLocation], target: list[Destination | ArticleLocation]
    ) -> None:
        """Show the last of `source` again, and remember in `target` where that led away from."""
        here = self._here
        while source and is_same_place(source[-1], here):
            source.pop()
        if not source:
            self._say("nowhere to go back to" if source is self._behind else "nowhere to go forward to")
            return
        stop = source.pop()
        if here is not None:
            target.append(here)
        if isinstance(stop, ArticleLocation):
            await self._stop_at(stop)
        else:
            await self._show_list(stop)

    async def _stop_at(self, stop: ArticleLocation) -> None:
        """Show an article again: the screen that still has it under the lists, else opened anew."""
        under = [screen for screen in self.screen_stack if isinstance(screen, ReadingScreen)]
        if under and under[-1].session.article_id == stop.article:
            while self.screen is not under[-1]:
                await self.pop_screen()
            under[-1].article.go(stop.offset, steady=True)
        else:
            self._open_again(stop)

    @work(group="open", exclusive=True)
    async def _open_again(self, stop: ArticleLocation) -> None:
        from reader.search import Origin

        origin = Origin(stop.article, stop.title, stop.source, "", stop.sha256)
        point = Span(stop.offset, stop.offset)
        try:
            session, at = await asyncio.to_thread(self.library_client.reopen, origin, point)
        except ReaderError as error:
            self._say(str(error))
            return
        await self._show_article(ReadingScreen(session, at))

    def _say(self, words: str) -> None:
        from reader.tui.screens.browse import BrowseScreen

        if isinstance(self.screen, ReadingScreen | BrowseScreen):
            self.screen.status.say(words)

    # ------------------------------------------------------------------ the index

    @on(LibraryChanged)
    def _bring_up_to_date(self) -> None:
        """Have the index brought up to date; once more if the library changes meanwhile."""
        self._outdated = True
        if not self._indexing:
            self._indexing = True
            self._index()

    @work(group="library")
    async def _index(self) -> None:
        from reader.tui.index_client import update_index
        from reader.tui.screens.browse import BrowseScreen

        try:
            while self._outdated:
                self._outdated = False
                async for event in update_index(self.places.library):
                    for screen in self.screen_stack:
                        if isinstance(screen, BrowseScreen):
                            screen.show_index_progress(event)
                    if self._outdated:
                        break
        except (ReaderError, OSError, ValueError) as error:
            for screen in self.screen_stack:
                if isinstance(screen, BrowseScreen):
                    screen.status.complain(str(error))
        finally:
            self._indexing = False


def is_same_place(one: Destination | ArticleLocation, other: Destination | ArticleLocation | None) -> bool:
    """Whether both are the same place."""
    return type(one) is type(other) and (isinstance(one, GoToLibrary) or one == other)
