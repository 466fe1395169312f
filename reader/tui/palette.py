"""Providers of the command palette: the commands that would do something now, with their keys; and of the themes.

Pitfall: Textual reads a plain string as markup, so every row is `Content`.
"""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.config import user_config
from reader.config.command_search import rank_commands
from reader.config.commands import MOVE, Command
from reader.config.contexts import CONTEXTS, command_keys, context_commands
from reader.text.width import cells_of, cut
from reader.tui.commands import CommandScreen
from reader.tui.themes import themes_for

WIDEST, FRAME = 66, 22
"""Cells of a row at most, and those that the palette needs around it."""


class Commands(Provider):
    """The commands of `reader.config.commands` in the palette."""

    async def discover(self) -> Hits:
        """Offer all commands, those of the context first and those that move the caret last."""
        offered = list(self.offered())
        screen = self.screen
        first = context_commands(CONTEXTS[screen.place]) if isinstance(screen, CommandScreen) else []
        ordered = dict.fromkeys([*(command for command in first if command in offered), *offered])
        for command in sorted(ordered, key=lambda command: command.group == MOVE):
            yield DiscoveryHit(self.row(command), partial(self.run, command.id), command.help)

    async def search(self, query: str) -> Hits:
        for score, command in rank_commands(query, self.offered()):
            yield Hit(score, self.row(command), partial(self.run, command.id), command.help)

    def offered(self) -> Iterator[Command]:
        """Yield the commands that would do something on the screen below the palette."""
        screen = self.screen
        if isinstance(screen, CommandScreen):
            for command in user_config().commands:
                if command.id != "palette" and screen.router.enabled(command.id):
                    yield command

    def row(self, command: Command) -> Content:
        """Return a command on one line, in the width of the palette."""
        return row_of(command, min(WIDEST, self.app.size.width - FRAME))

    async def run(self, command: str) -> None:
        if isinstance(self.screen, CommandScreen):
            await self.screen.action_run(command)


def row_of(command: Command, width: int) -> Content:
    """Return a command on one line: its help at the left, its keys at the right."""
    keys = command_keys(command) if command.keys else ""
    words = cut(command.help, max(1, width - cells_of(keys) - 2))
    return Content.assemble(words, " " * max(2, width - cells_of(words) - cells_of(keys)), (keys, "bold"))


class Themes(Provider):
    """The themes, in a palette of their own: ours first, then those of Textual."""

    async def discover(self) -> Hits:
        for name in self.names():
            yield DiscoveryHit(Content(name), partial(self.choose, name), name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in self.names():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), partial(self.choose, name), name)

    def names(self) -> list[str]:
        names = [theme.name for theme in themes_for("many")]
        return [*names, *(name for name in self.app.available_themes if name not in names)]

    def choose(self, name: str) -> None:
        self.app.theme = name
