"""A Markdown text as its blocks, rendered one after the other.

The source is split into blocks at once (markdown-it's block rules, 30 ms a megabyte); the words of each are made when
it is asked for, so a big text can be taken in slices, and what was given never changes. A block is a Piece: the gap
before it, and its text. The trap: markdown-it drops what is nested deeper than its limit; here it is shown as written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.token import Token

from reader.article import BlockKind, Mark, Span
from reader.clean import clean
from reader.sources.inline import Words, words_of
from reader.sources.raw_html import html_paragraphs
from reader.sources.tables import Align, Row, table_words

NESTING = 40
"""Levels (a list has two): no author goes beyond ten, and each costs Python stack and, in brackets, time."""

BRACKETS = 2000
"""`[` in one block: parsing them takes a time of its own for each that is open, and no prose has so many."""

DEEPEST = 20
"""Columns of bars and bullets before a text at most, so that words remain beside them."""

BAR = "▌ "
BULLET = "• "
BOXES = {" ": "☐ ", "x": "☑ ", "X": "☑ "}
RULE = "⁂"

ALIGNS: dict[str, Align] = {"text-align:center": "center", "text-align:right": "right"}

TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
SOFT_BREAK = re.compile(r"(?<![ \\])\n[ \t]*")
"""A newline that is shown as a space; made one before parsing, it costs a twentieth."""

FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that is not placed yet: its marks are in offsets of its own text."""

    gap: str
    """What stands between the block before it and its text: newlines, and the marker of a list item."""
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    prefix: str = ""
    hang: str = ""
    marks: tuple[Mark, ...] = ()
    nested: bool = False
    """Within a list or a quotation."""


@dataclass(slots=True)
class _Holder:
    """A quotation or list item that is open."""

    sign: str
    """What is drawn before its first line."""
    begun: bool = False
    """Something of it was shown."""

    @property
    def quotes(self) -> bool:
        return self.sign == BAR

    @property
    def hang(self) -> str:
        """What is drawn before its further lines."""
        return self.sign if self.quotes else " " * len(self.sign)

    @property
    def next_sign(self) -> str:
        return self.hang if self.begun else self.sign


@dataclass(slots=True)
class _List:
    """A list that is open."""

    number: int | None
    """Of its next item; None if it has bullets."""
    begun: bool = False
    tight: bool = False
    """Its items stand on lines next to each other."""


def pieces(source: str) -> Iterator[Piece]:
    """The blocks of the Markdown `source` (cleaned, newlines LF), in order; none is empty.

    A text starts and ends with a character that is no white space, but code and tables keep that of their first line.
    """
    references: dict[str, object] = {}
    tokens = _parser().parse(source, references)
    return _Rendering(references).pieces(iter(tokens))


class _Rendering:
    """One pass over the block tokens: what is open, and so what stands before the next block."""

    def __init__(self, references: dict[str, object]) -> None:
        self.references = references
        self.holders: list[_Holder] = []
        self.lists: list[_List] = []
        self.begun = False

    def pieces(self, tokens: Iterator[Token]) -> Iterator[Piece]:
        level, tight = 0, False  # of the words that come next
        for token in tokens:
            match token.type:
                case "blockquote_open":
                    self.holders.append(_Holder(BAR))
                case "bullet_list_open":
                    self.lists.append(_List(None))
                case "ordered_list_open":
                    self.lists.append(_List(int(token.attrs.get("start", 1))))
                case "list_item_open":
                    self.holders.append(_Holder(self._next_sign(token)))
                case "blockquote_close" | "list_item_close":
                    self.holders.pop()
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "paragraph_open":
                    level, tight = 0, token.hidden
                case "heading_open":
                    level, tight = int(token.tag.removeprefix("h")), False
                case "inline":
                    yield from self._lines(token.content, level, tight)
                case "code_block" | "fence":
                    yield from self._code(token.content)
                case "hr":
                    yield from self._placed(Words(RULE), "rule")
                case "html_block":
                    yield from self._html(token.content)
                case "table_open":
                    yield from self._placed(table_words(list(self._rows(tokens))), "table")

    def _next_sign(self, item: Token) -> str:
        """The bullet or number of a list item; authors may write 1 before each, readers count."""
        numbers = self.lists[-1]
        if numbers.number is None:
            return BULLET
        numbers.number += 1
        return f"{numbers.number - 1}{item.markup} "

    def _lines(self, content: str, level: int, tight: bool) -> Iterator[Piece]:
        """A paragraph or heading."""
        item = self.holders[-1] if self.holders and not self.holders[-1].quotes else None
        if item and not item.begun and not level and (task := TASK.match(content)):
            item.sign = item.sign.removesuffix(BULLET) + BOXES[task[1]]
            content = content[task.end() :]
        if tight:
            self.lists[-1].tight = True
        yield from self._placed(self._words(content), self._kind(level), level, tight=tight)

    def _words(self, content: str) -> Words:
        content = SOFT_BREAK.sub(" ", content)
        if content.count("[") > BRACKETS:
            return Words(clean(content).strip())
        children: list[Token] = []
        parser = _parser()
        parser.inline.parse(content, parser, self.references, children)
        return words_of(children)

    def _kind(self, level: int) -> BlockKind:
        """What words are here. A heading that is quoted is not one of this article."""
        if not self.holders:
            return "heading" if level else "paragraph"
        if any(holder.quotes for holder in self.holders) and level:
            return "quotation"
        if level:
            return "heading"
        nearest = self.holders[-1]
        if nearest.quotes:
            return "quotation"
        return "paragraph" if nearest.begun else "item"

    def _code(self, content: str) -> Iterator[Piece]:
        """The lines as they are, without blank ones around them."""
        text = clean(content).rstrip()
        first = len(text) - len(text.lstrip())
        yield from self._placed(Words(text[text.rfind("\n", 0, first) + 1 :]), "code", inset="  ")

    def _html(self, content: str) -> Iterator[Piece]:
        for part in html_paragraphs(content):
            if part.verbatim:
                yield from self._code(part.text)
            else:
                yield from self._placed(Words(clean(part.text).strip()), self._kind(part.level), part.level)

    def _rows(self, tokens: Iterator[Token]) -> Iterator[Row]:
        """The rows of the table that `tokens` stand in, and they stand behind it then."""
        cells: list[Words] = []
        aligns: list[Align] = []
        heading = False
        for token in tokens:
            match token.type:
                case "table_close":
                    return
                case "tr_open":
                    cells, aligns = [], []
                case "th_open" | "td_open":
                    heading = token.type == "th_open"
                    aligns.append(ALIGNS.get(str(token.attrs.get("style")), "left"))
                case "inline":
                    cells.append(self._words(token.content))
                case "tr_close":
                    yield Row(cells, aligns, heading)

    def _placed(
        self, words: Words, kind: BlockKind, level: int = 0, *, tight: bool = False, inset: str = ""
    ) -> Iterator[Piece]:
        """The piece for `words`, if there are any, with what stands before it."""
        if not words.text:
            return
        marks = words.marks
        if kind == "quotation" and level:
            level, marks = 0, (Mark(Span(0, len(words.text)), "strong"), *marks)
        items = [holder for holder in self.holders if not holder.quotes]
        marker = _joined([holder.next_sign for holder in items]) if any(not holder.begun for holder in items) else ""
        prefix = _joined([holder.next_sign for holder in self.holders]) + inset
        hang = _joined([holder.hang for holder in self.holders]) + inset
        gap = self._newlines(tight) + marker
        for holder in self.holders:
            holder.begun = True
        for around in self.lists:
            around.begun = True
        self.begun = True
        yield Piece(gap, words.text, kind, level, prefix, hang, marks, nested=bool(self.holders))

    def _newlines(self, tight: bool) -> str:
        """What divides the next block from the one before: a blank line, but not between the items of a tight list."""
        if not self.begun:
            return ""
        inner, outer = self.lists[-1:], self.lists[-2:-1]
        return "\n" if tight and (inner[0].begun or any(around.tight for around in outer)) else "\n\n"


def _joined(signs: list[str]) -> str:
    """The signs one after the other; too many are cut, but for the last."""
    return "".join(signs[:-1])[:DEEPEST] + "".join(signs[-1:])


# -- the parser -------------------------------------------------------------------------------------------------------


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, strike-through and footnotes as text; words are left to `_Rendering._words`."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable(["inline", "text_join"])
    parser.block.ruler.before("table", "too_deep", _too_deep)
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Where nothing can be nested any more, the lines as they are."""
    if silent or state.level < NESTING - 2:  # a list opens two levels
        return False
    state.push("code_block", "code", 0).content = state.getLines(start, end, state.blkIndent, False)
    state.line = end
    return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^1]: words` is a paragraph of its own: to CommonMark it may be the definition of a link, and would vanish."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not FOOTNOTE.match(state.src, first, state.eMarks[start]):
        return False
    return silent or paragraph_rule(state, start, end, False)
