"""Providers of the command palette: the commands that would do something now, with their keys; genres and themes.

Pitfall: Textual reads a plain string as markup, so every row is `Content`.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.config import user_config
from reader.config.command_search import rank_commands
from reader.config.commands import MOVE, Command
from reader.config.contexts import CONTEXTS
from reader.document.article import Genre
from reader.session.state import count_run, load_counts
from reader.text.width import cells_of, cut
from reader.tui.command_router import CommandScreen
from reader.tui.controllers.genre import GENRE_VIEWS
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import themes_for

WIDEST, FRAME = 74, 6  # cells of a row at most, and those that the palette needs around it
MOST_USED = 3  # commands that come before those of the context, since they were run most often

EVEN = 1e-4
"""Less than any difference between two scores: among equal ones, the command that was run more often comes first."""


class Commands(Provider):
    async def startup(self) -> None:
        """Load how often each command was run, once for all searches."""
        app = self.app
        self.counts: Mapping[str, int] = {}
        if hasattr(app, "paths"):
            self.counts = await asyncio.to_thread(load_counts, app.paths.state)

    async def discover(self) -> Hits:
        screen = self.screen
        known = user_config().commands_by_id
        hints = CONTEXTS[screen.place].hints if isinstance(screen, CommandScreen) else ()
        fitting = [known[name] for hint in hints for name in hint.names if name in known]
        for command in ordered_commands(list(self.offered()), fitting, self.counts):
            yield DiscoveryHit(self.row(command), partial(self.run, command.id), command.help)

    async def search(self, query: str) -> Hits:
        for score, command in rank_commands(query, self.offered()):
            runs = self.counts.get(command.id, 0)
            yield Hit(score + EVEN * runs / (runs + 1), self.row(command), partial(self.run, command.id), command.help)

    def offered(self) -> Iterator[Command]:
        """Yield the commands that would do something on the screen below the palette."""
        screen = self.screen
        if isinstance(screen, CommandScreen):
            for command in user_config().commands:
                if command.id != "palette" and screen.router.enabled(command.id):
                    yield command

    def row(self, command: Command) -> Content:
        """Return a command on one line, in the width of the palette: its help at the left, its keys at the right."""
        width = min(WIDEST, self.app.size.width - FRAME)
        keys = command.keys_label if command.keys else ""
        words = cut(command.help, max(1, width - cells_of(keys) - 2))
        return Content.assemble(words, " " * max(2, width - cells_of(words) - cells_of(keys)), (keys, "bold"))

    async def run(self, command: str) -> None:
        app = self.app
        if hasattr(app, "paths"):
            with suppress(OSError):
                await asyncio.to_thread(count_run, command, app.paths.state)
        if isinstance(self.screen, CommandScreen):
            await self.screen.action_run(command)


def ordered_commands(
    offered: Collection[Command], fitting: Iterable[Command], counts: Mapping[str, int]
) -> Iterable[Command]:
    """Return the commands offered: the most used, those fitting the context, the others, and those that only move."""

    def by_use(commands: Iterable[Command]) -> list[Command]:
        return sorted(commands, key=lambda command: -counts.get(command.id, 0))

    most_used = [command for command in by_use(offered)[:MOST_USED] if counts.get(command.id)]
    others = [*by_use(command for command in fitting if command in offered), *by_use(offered)]
    return dict.fromkeys([*most_used, *sorted(others, key=lambda command: command.group == MOVE)])


class Choices(Provider):
    """A palette of its own to choose one of a few things from."""

    def choices(self) -> Iterator[tuple[Content, str, Callable[[], object]]]:
        """Yield each as a row, with what is said of it and what chooses it."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        for row, words, choose in self.choices():
            yield DiscoveryHit(row, choose, words)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for row, words, choose in self.choices():
            if (score := matcher.match(row.plain)) > 0:
                yield Hit(score, matcher.highlight(row.plain), choose, words)


class Genres(Choices):
    """The genres, and the one that the structure of the text tells."""

    def choices(self) -> Iterator[tuple[Content, str, Callable[[], object]]]:
        rows = ((view.genre, view.genre, view.help) for view in GENRE_VIEWS)
        for genre, name, words in (*rows, (None, "automatic", "by its structure")):
            yield Content.assemble((f"{name:<12}", "bold"), words), words, partial(self.choose, genre)

    async def choose(self, genre: Genre | None) -> None:
        if isinstance(self.screen, ReadingScreen):
            await self.screen.genre.choose(genre)


class Themes(Choices):
    """The themes: ours first, then those of Textual."""

    def choices(self) -> Iterator[tuple[Content, str, Callable[[], object]]]:
        names = (*(theme.name for theme in themes_for("many")), *self.app.available_themes)
        for name in dict.fromkeys(names):
            yield Content(name), name, partial(setattr, self.app, "theme", name)


PALETTES: Mapping[str, tuple[type[Provider], str]] = {
    "commands": (Commands, "what to do?  dark, comment, save …"),
    "themes": (Themes, "choose a theme"),
    "genres": (Genres, "what kind of text is this?"),
}
"""What each offers, and what it says while nothing is typed."""
