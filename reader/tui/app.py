"""The application around the reading screen: themes, styles, the command palette."""

import gc
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from reader.article import Span
from reader.keys import ACTIONS, SCREENS, shown
from reader.paths import STYLES, Places
from reader.session import Session
from reader.state import load_looks
from reader.tui.keyboard import driver_class
from reader.tui.reading import ReadingScreen
from reader.tui.themes import DEFAULTS, INK, LIGHT_DEFAULTS, PAPER
from reader.tui.travelling import Travelling

SHEETS = ("app", "reading", "article_pane", "side_pane")
"""What is read at the start; a screen that may come later brings its own."""

HANDOVER = 0.001
"""Seconds that a key waits while a thread computes, instead of the usual five thousandths."""

SELDOM = (20_000, 50, 100)
"""When to look for garbage: a book's analysis is some 100,000 objects and none, and looking at all stops every key."""


class Actions(Provider):
    """Every action of `reader.keys` in the command palette, found by its words and keys."""

    async def discover(self) -> Hits:
        for name, words, keys in commands(self.screen):
            yield DiscoveryHit(words, partial(self.perform, name), help=keys)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, words, keys in commands(self.screen):
            if (score := matcher.match(f"{words} {keys}")) > 0:
                yield Hit(score, matcher.highlight(words), partial(self.perform, name), help=keys)

    async def perform(self, name: str) -> None:
        if isinstance(self.screen, ReadingScreen):
            await self.screen.perform(name)
            return
        from reader.tui.browsing import Browsing

        if isinstance(self.screen, Browsing):
            await self.screen.perform(name)


def commands(screen: Screen[Any]) -> Iterable[tuple[str, str, str]]:
    """The actions of a screen as (name, words, keys)."""
    own: str = getattr(screen, "ROOM", "screen")
    rooms = next(rooms for rooms in SCREENS if own in rooms)
    for action in ACTIONS:
        if action.name != "palette" and set(action.where).intersection(rooms):
            yield action.name, action.words, "  ".join(shown(key) for key in action.keys)


class ReaderApp(Travelling, inherit_bindings=False):
    """`reader` on the screen."""

    CSS_PATH: ClassVar = [STYLES / f"{sheet}.tcss" for sheet in SHEETS]
    COMMANDS: ClassVar = {Actions}
    TITLE = "reader"

    def __init__(self, first: Session | Places, at: Span | None = None) -> None:
        """Begin with an article, at a place; or with the library of a user."""
        super().__init__(driver_class=driver_class())
        self._session = first if isinstance(first, Session) else None
        self._at = at
        self.places = first.places if isinstance(first, Session) else first
        self.register_theme(PAPER)
        self.register_theme(INK)
        kept = load_looks(self.places.state).theme
        self._begin_with(kept if kept in self.available_themes else "ink")
        self.animation_level = "none"

    def _begin_with(self, theme: str) -> None:
        """Have `theme` from the first style sheet on: set as a change it would have all of them read twice."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS if self.current_theme.dark else LIGHT_DEFAULTS

    def get_default_screen(self) -> Screen[None]:
        if self._session is None:
            from reader.tui.library_screen import LibraryScreen

            return LibraryScreen(self.holdings)
        return ReadingScreen(self._session, self._at)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        return ()


def run(first: Session | Places, at: Span | None = None) -> int:
    """Show an article or the library until the user quits; the exit code."""
    sys.setswitchinterval(HANDOVER)
    gc.freeze()  # what has been imported stays: no collection needs to look at it again
    gc.set_threshold(*SELDOM)
    gc.enable()
    code = ReaderApp(first, at).run() or 0
    gc.freeze()  # nor does the end of the process
    return code
