"""The command palette: every action that would do something here and now, found by plain words, with its key.

And every theme there is, ours first, when something like "theme" is typed. The trap: Textual reads a plain string as
markup, so what is shown is `Content`.
"""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.config import user_config
from reader.config.command_search import ranked
from reader.config.commands import MOVE, SCREENS, Action
from reader.config.contexts import PLACES, actions_of, written
from reader.tui.possible import possible
from reader.tui.screens.browse import Browsing
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import ours

KEY_COLUMN = 16
"""Cells for the keys of an action: the widest that are common, and a gap."""


class Actions(Provider):
    """The actions of `reader.config.commands` in the palette."""

    async def discover(self) -> Hits:
        """All of them, those first that count where the reader is; how to move, which hands learn first, comes last."""
        offered = list(self.offered())
        screen = self.screen
        place = PLACES[screen.place] if isinstance(screen, ReadingScreen | Browsing) else None
        first = [action for action in actions_of(place) if action in offered] if place else []
        for action in sorted(dict.fromkeys([*first, *offered]), key=lambda action: action.group == MOVE):
            yield DiscoveryHit(told(action), partial(self.perform, action.name), action.words)

    async def search(self, query: str) -> Hits:
        for score, action in ranked(query, self.offered()):
            yield Hit(score, told(action), partial(self.perform, action.name), action.words)

    def offered(self) -> Iterator[Action]:
        """What the screen under the palette can do now."""
        screen = self.screen
        if not isinstance(screen, ReadingScreen | Browsing):
            return
        rooms = next(rooms for rooms in SCREENS if screen.ROOM in rooms)
        for action in user_config().actions:
            if action.name != "palette" and set(action.where).intersection(rooms) and possible(screen, action.name):
                yield action

    async def perform(self, name: str) -> None:
        screen = self.screen
        if isinstance(screen, ReadingScreen | Browsing):
            await screen.perform(name)


def told(action: Action) -> Content:
    """An action on one line: its keys, what it does."""
    keys = written(action) if action.keys else ""
    return Content.assemble((f"{keys:<{KEY_COLUMN}}", "bold"), action.words)


class Themes(Provider):
    """The themes in the palette: ours and all of Textual's. The one that is chosen is kept."""

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in self.names():
            words = f"theme {name}"
            if (score := matcher.match(words)) > 0:
                beside = " " * KEY_COLUMN
                yield Hit(score, Content(beside) + matcher.highlight(words), partial(self.wear, name), words)

    def names(self) -> list[str]:
        names = [theme.name for theme in ours("many")]
        return [*names, *(name for name in self.app.available_themes if name not in names)]

    def wear(self, name: str) -> None:
        self.app.theme = name
