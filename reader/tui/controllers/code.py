"""Colours for the code that is on the screen, found while no keys come.

The first code on the screen loads Pygments, in a thread. Then the visible blocks are lexed in slices of a few
milliseconds, and the screen is painted again when all of them are done. An article without code costs nothing.
Pitfall: the text may be replaced meanwhile, so each slice looks at what is shown now.
"""

import asyncio
from typing import TYPE_CHECKING

from reader.document.article import Article
from reader.tui.controllers import Controller, View, background

if TYPE_CHECKING:
    from reader.view.syntax import SyntaxColours

SLICE = 0.004
"""Seconds of lexing at a time; no key waits longer."""

PAUSE = 0.02
"""Seconds between two slices, so that keys and painting come first."""


class CodeController(Controller):
    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._article: Article | None = None
        """The article that `_colours` belongs to."""
        self._colours: SyntaxColours | None = None
        self._has_code = False
        self._pending = False

    def show(self) -> None:
        """See to it that the code on the screen gets its colours."""
        if self._article is not self.session.article:
            self._article, self._colours = self.session.article, None
            self._has_code = any(block.kind == "code" for block in self._article.blocks)
        if self._has_code and not self._pending:
            self._pending = True
            self.panes.screen.set_timer(PAUSE, self._colour)

    def _colour(self) -> None:
        """Lex what is visible for a slice of time, unless keys come; again until it is done."""
        self._pending = False
        wanted = self._visible_code()
        if not wanted:
            return
        if self._colours is None:
            self._load()
            return
        if self.article.idle:
            block, until = wanted[0]
            self._colours.lex(block, until, SLICE)
            if not self._visible_code():
                self.article.show_syntax(self._colours)
                return
        self.show()

    def _visible_code(self) -> list[tuple[int, int]]:
        """Return the visible blocks whose colours are not known, each with the offset up to which it is visible."""
        article, (start, end) = self.session.article, self.article.view.visible_range()
        if not article.blocks or self._article is not article:
            return []
        visible = range(article.block_index(start), article.block_index(max(start, end - 1)) + 1)
        code = [(index, min(end, article.blocks[index].span.end)) for index in visible]
        return [
            (index, until)
            for index, until in code
            if article.blocks[index].kind == "code" and (self._colours is None or self._colours.lacks(index, until))
        ]

    @background("code", exclusive=True)
    async def _load(self) -> None:
        article = self.session.article
        colours = await asyncio.to_thread(load_colours, article)
        if article is self._article:
            self._colours = colours
        self.show()


def load_colours(article: Article) -> "SyntaxColours":
    from reader.view.syntax import SyntaxColours

    return SyntaxColours(article)
