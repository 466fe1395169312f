"""The colours of code: which stretches of a block are keywords, strings, comments and so on, by Pygments.

Nothing is lexed before it is shown, and then in slices of time, since a lexer takes seconds for a long listing. What is
not lexed yet is plain. Loaded after the first paint. Pitfall: a lexer may be slow on text that was made to be, so long
lines, the end of long blocks and lexers that read everything at once are left plain, and a lexer that stalls is given
up.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import islice
from time import perf_counter
from typing import Any

from pygments.lexer import DelegatingLexer, Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from reader.document.article import Article, Block
from reader.text.span import Span

LONGEST_BLOCK = 200_000  # characters of a block that get colours
LONGEST_LINE = 2_000  # characters: a block with a longer line is data, or hostile
MOST_BLOCKS = 100  # blocks whose tokens are kept: those of a dozen screens, however small
STALLED = 0.25  # seconds for one token after which a lexer is given up
AT_ONCE = 64  # tokens between two looks at the clock

TOKENS = {
    "comment": (Token.Comment, Token.Generic.Prompt, Token.Generic.Output),
    "keyword": (Token.Comment.Preproc, Token.Keyword, Token.Operator.Word),
    "string": (Token.Literal.String,),
    "number": (Token.Literal.Number,),
    "name": (
        *(Token.Keyword.Type, Token.Name.Function, Token.Name.Class, Token.Name.Tag, Token.Name.Attribute),
        *(Token.Name.Decorator, Token.Name.Namespace),
    ),
    "inserted": (Token.Generic.Inserted,),
    "deleted": (Token.Generic.Deleted,),
    "hunk": (Token.Generic.Heading, Token.Generic.Subheading),
}

KINDS = {token: kind for kind, tokens in TOKENS.items() for token in tokens}
"""The kinds of tokens that have a colour; a token has the kind of the nearest of its parents."""

PATCH = re.compile(r"(?m)^@@ -\d.* \+\d.* @@.*\n(?:[ +\\-].*\n)*[+-]")
"""The hunk of a patch, by which one is recognized that does not say what it is."""


class _LexedBlock:
    """The tokens of a block, as far as they are found."""

    def __init__(self, text: str, start: int, lexer: Lexer | None) -> None:
        self._start = start
        self.reached = start
        """The offset in the article up to which tokens are found."""
        self.complete = lexer is None or any(len(line) > LONGEST_LINE for line in text.split("\n"))
        self._pending = iter(() if self.complete or lexer is None else lexer.get_tokens_unprocessed(text + "\n"))
        self._starts = array("q")
        self._ends = array("q")
        self._kinds: list[str] = []

    def lex_until(self, offset: int, stop: float) -> None:
        """Find tokens up to `offset` of the article, or until the clock says `stop`."""
        while not self.complete and self.reached < offset:
            before = perf_counter()
            if before > stop:
                return
            self._lex_some()
            if perf_counter() - before > STALLED:
                self.complete = True

    def _lex_some(self) -> None:
        found = [*islice(self._pending, AT_ONCE)]
        self.complete = len(found) < AT_ONCE
        for at, kind, words in found:
            start = self._start + at
            if not words or start < self.reached:  # the lexers of sessions in a shell go back to an empty token
                continue
            self.reached = start + len(words)
            if not (name := kind_of(kind)) or words.isspace():
                continue
            if self._kinds and self._kinds[-1] == name and self._ends[-1] == start:
                self._ends[-1] = self.reached
            else:
                self._kinds.append(name)
                self._ends.append(self.reached)
                self._starts.append(start)  # last: a line may be painted meanwhile, with the tokens that have one

    def tokens(self, start: int, end: int) -> Iterator[tuple[str, Span]]:
        """Yield the tokens that share a character with [start, end)."""
        for index in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            yield f"syntax:{self._kinds[index]}", Span(self._starts[index], self._ends[index])


class SyntaxColours:
    """The tokens of the blocks of code of an article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._lexed: OrderedDict[int, _LexedBlock] = OrderedDict()

    def tokens(self, block: int, start: int, end: int) -> Iterable[tuple[str, Span]]:
        """Return the tokens found so far in a block between two offsets, each a kind with its span."""
        lexed = self._lexed.get(block)
        return () if lexed is None else lexed.tokens(start, end)

    def lacks(self, block: int, until: int) -> bool:
        """Return whether tokens of a block before the offset `until` are still to be found."""
        lexed = self._lexed.get(block)
        until = min(until, self._article.blocks[block].span.start + LONGEST_BLOCK)
        return lexed is None or not (lexed.complete or lexed.reached >= until)

    def lex(self, block: int, until: int, seconds: float) -> None:
        """Find tokens of a block before the offset `until`, for a slice of time."""
        stop = perf_counter() + seconds
        if (lexed := self._lexed.pop(block, None)) is None:
            shape = self._article.blocks[block]
            text = shape.span.of(self._article.text)[:LONGEST_BLOCK]
            lexed = _LexedBlock(text, shape.span.start, find_lexer(shape, text))
            while len(self._lexed) >= MOST_BLOCKS:
                self._lexed.popitem(last=False)
        self._lexed[block] = lexed
        lexed.lex_until(until, stop)


def find_lexer(block: Block, text: str) -> Lexer | None:
    """Return the lexer for the language of a block; None if it does not say, or none is good enough."""
    name = block.language or ("diff" if PATCH.search(text) else "")
    try:
        lexer = get_lexer_by_name(name) if name else None
    except ClassNotFound:
        return None
    return None if isinstance(lexer, DelegatingLexer) else lexer


def kind_of(token: Any) -> str:
    return next((KINDS[each] for each in reversed(token.split()) if each in KINDS), "")
