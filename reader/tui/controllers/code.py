"""Colours for the code that is on the screen, found in a thread.

The first code on the screen loads Pygments there. The visible blocks are lexed in slices, so that quitting waits for
none, and the screen is painted again when all of them are done. An article without code costs nothing. Pitfall: the
text may be replaced meanwhile, so each slice looks at what is shown now.
"""

import asyncio
from typing import TYPE_CHECKING

from reader.document.article import Article
from reader.tui.controllers import Controller, background

if TYPE_CHECKING:
    from reader.view.syntax import SyntaxColours

SLICE = 0.05  # seconds of lexing at a time


class CodeController(Controller):
    _article: Article | None = None
    """The article that `_colours` belongs to."""
    _colours: "SyntaxColours | None" = None
    _has_code = False
    _is_lexing = False

    def show(self) -> None:
        """See to it that the code on the screen gets its colours."""
        if self._article is not self.session.article:
            self._article, self._colours = self.session.article, None
            self._has_code = any(block.kind == "code" for block in self._article.blocks)
        if self._has_code and not self._is_lexing and self._visible_code(self._article):
            self._is_lexing = True
            self._lex()

    @background("code")
    async def _lex(self) -> None:
        """Lex what is visible, also what comes into sight meanwhile, and paint it."""
        while self._article is not None and (wanted := self._visible_code(self._article)):
            article, colours, (block, until) = self._article, self._colours, wanted[0]
            if colours is None:
                colours = await asyncio.to_thread(load_colours, article)
            await asyncio.to_thread(colours.lex, block, until, SLICE)
            if article is self._article:
                self._colours = colours
        self._is_lexing = False
        if self._colours is not None:
            self.article.show_syntax(self._colours)

    def _visible_code(self, article: Article) -> list[tuple[int, int]]:
        """Return the visible blocks whose colours are not known, each with the offset up to which it is visible."""
        start, end = self.article.view.visible_range()
        visible = range(article.block_index(start), article.block_index(max(start, end - 1)) + 1)
        code = [(index, min(end, article.blocks[index].span.end)) for index in visible]
        return [
            (index, until)
            for index, until in code
            if article.blocks[index].kind == "code" and (self._colours is None or self._colours.lacks(index, until))
        ]


def load_colours(article: Article) -> "SyntaxColours":
    from reader.view.syntax import SyntaxColours

    return SyntaxColours(article)
