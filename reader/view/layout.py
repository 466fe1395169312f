"""The layout of an article: its text wrapped to a width, as screen lines with offsets.

A line shows `text[start:end]`. Between the starts of two lines nothing is skipped but white space at a line break, list
markers, folded blocks, and the bars of a table. The lines of a table in a box (`table_layout`) show stretches of
several cells of a row, so `start` and `end` are those of the row. Blocks are wrapped on demand, down and up from where
the reader is, so a book opens, and changes its width, as fast as a story.

No Textual, and cheap to import: the first screen can be laid out before Textual is loaded. Pitfall: line numbers count
from where the layout begins, so they mean nothing in another layout; offsets do.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import neg
from typing import NamedTuple

from reader.document.article import Article, Block
from reader.text.span import Span
from reader.text.width import cells_of, end_of_cells
from reader.view.line_breaks import clip_prefix, clip_row, continuation, text_width, wrap_block
from reader.view.table_layout import BoxedTable, BoxLine, StackedTable, column_in_box, lay_out_table, offset_in_box

BLANK = -1  # the block of the empty line between two blocks
QUOTE_BAR = "▌"  # drawn before the lines of a block quotation, the empty lines within it included
HEADING_RULE = "─"  # drawn under the title and headings of the first level
SECTION_LEVEL = 2  # headings up to this level open a section and get two empty lines above


class DisplayLine(NamedTuple):
    start: int
    """Its offset in the text; it extends to the start of the next line."""
    end: int
    """The end of what it shows, without the white space at a line break."""
    block: int
    """The index of its block, or BLANK."""
    prefix: str = ""
    """Drawn before the text: a bullet, the bar of a block quotation, the rule under a heading."""
    box: BoxLine | None = None

    @property
    def is_empty(self) -> bool:
        """True if no text is on it: a line between two blocks, the edge of a box."""
        return self.block == BLANK if self.box is None else not self.box.pieces


class LineRun:
    """Consecutive lines in one direction from where a layout begins, down or up."""

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.blocks = array("i")

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, lines: Iterable[tuple[int, int]], block: int) -> None:
        for start, end in lines:
            self.starts.append(start)
            self.ends.append(end)
            self.blocks.append(block)


class Layout:
    """The lines of `article` at `width` cells, wrapped on demand from the block at `offset`, which begins at line 0."""

    def __init__(self, article: Article, width: int, offset: int = 0) -> None:
        self.article = article
        self.width = max(1, width)
        self._below = LineRun()
        self._above = LineRun()
        self._down = article.block_index(offset) if article.blocks else 0
        """The next block to wrap below."""
        self._up = self._down - 1
        self._tables: dict[int, BoxedTable | StackedTable | None] = {}
        """The tables by the indexes of their blocks; None for one whose rows are shown as they are."""

    @property
    def first(self) -> int:
        """The topmost line laid out so far."""
        return -len(self._above)

    @property
    def end(self) -> int:
        """The number after the last line laid out so far."""
        return len(self._below)

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def extent(self) -> Span:
        blocks = self.article.blocks
        end = blocks[self._down].span.start if self._down < len(blocks) else len(self.article.text)
        return Span(0 if self._up < 0 else blocks[self._up].span.end, end)

    def extend_to_line(self, y: int) -> None:
        """Wrap blocks until line `y` exists or the article begins or ends."""
        while self.end <= y and self._down < len(self.article.blocks):
            self._wrap_below()
        while self.first > y and self._up >= 0:
            self._wrap_above()

    def extend_to_offset(self, offset: int) -> None:
        """Wrap blocks until the one at `offset` and the one after it exist, or the article ends."""
        blocks = self.article.blocks
        while self._down < len(blocks) and (not self._below or blocks[self._down - 1].span.start <= offset):
            self._wrap_below()
        while self._up >= 0 and (blocks[self._up + 1].span.start > offset or blocks[self._up + 1].role == "repeat"):
            self._wrap_above()

    def line(self, y: int) -> DisplayLine:
        """Return line `y`. Raises IndexError if it is not laid out yet."""
        run, place = self._locate(y)
        block, start = run.blocks[place], run.starts[place]
        if isinstance(table := self._tables.get(block), BoxedTable):
            box = table.line(y)
            return DisplayLine(start, run.ends[place], block, self._prefix_of(block, box.row.start), box)
        if block == BLANK:
            prefix = self._heading_rule(y) or self._quotation_bars(start)
        else:
            prefix = self._prefix_of(block, start)
        return DisplayLine(start, run.ends[place], block, prefix)

    def _prefix_of(self, index: int, start: int) -> str:
        """Return what is drawn before the line of a block that begins at `start`."""
        block, text = self.article.blocks[index], self.article.text
        if block.kind == "rule":
            indent = (text_width(block.hang, self.width) - cells_of(block.span.of(text))) // 2  # to centre it
            return clip_prefix(block.prefix, self.width) + " " * indent
        if start == block.span.start:
            return clip_prefix(block.prefix, self.width)
        if block.kind == "code" and text[start - 1] != "\n":
            return continuation(text, block, start, self.width)
        hang = clip_prefix(block.hang, self.width)
        if block.kind == "table" and isinstance(stack := self._table(index), StackedTable):
            return hang + stack.prefix(start)
        return hang

    def _quotation_bars(self, start: int) -> str:
        """Return the bars drawn in an empty line: those of the quotations that continue across it."""
        blocks = self.article.blocks
        index = self.article.block_index(start)
        before = index - (blocks[index].span.start == start)
        if not 0 <= before < len(blocks) - 1:
            return ""
        signs = zip(blocks[before].hang, blocks[before + 1].hang, strict=False)
        both = "".join(sign for sign, _ in takewhile(lambda pair: pair[0] == pair[1], signs))
        return clip_prefix(both[: both.rfind(QUOTE_BAR) + 1], self.width)

    def _heading_rule(self, y: int) -> str:
        """Return the rule under a heading that ends on the line before, as long as its longest line; "" for others."""
        index = self._block_of(y - 1)
        if index == BLANK or not has_rule(self.article.blocks[index]):
            return ""
        longest = max(cells_of(self.article.text[start:end]) for start, end in self._wrap(index))
        indent = clip_prefix(self.article.blocks[index].prefix, self.width)
        return " " * cells_of(indent) + HEADING_RULE * longest

    def _table(self, index: int) -> BoxedTable | StackedTable | None:
        if index not in self._tables:
            text, block = self.article.text, self.article.blocks[index]
            self._tables[index] = lay_out_table(text, block, text_width(block.hang, self.width))
        return self._tables[index]

    def _wrap(self, index: int) -> Iterator[tuple[int, int]]:
        text, block = self.article.text, self.article.blocks[index]
        if block.role == "badges":
            return iter([clip_row(text, block, self.width)])
        table = self._table(index) if block.kind == "table" else None
        return wrap_block(text, block, self.width) if table is None else table.lines()

    def _locate(self, y: int) -> tuple[LineRun, int]:
        return (self._below, y) if y >= 0 else (self._above, -1 - y)

    def start_of(self, y: int) -> int:
        """Return the offset of line `y`; past the end of the text for a line that is not laid out."""
        run, place = self._locate(y)
        return run.starts[place] if place < len(run) else len(self.article.text) + 1

    def line_of(self, offset: int) -> int:
        """Return the line that shows `offset`, or the one before it if none does. Extends as far as needed."""
        self.extend_to_offset(offset)
        if self._below and offset >= self._below.starts[0]:
            y = bisect_right(self._below.starts, offset) - 1
        else:
            y = max(self.first, -1 - bisect_left(self._above.starts, -offset, key=neg))
        while y > self.first and self._block_of(y) == BLANK:
            y -= 1
        table = self._tables.get(self._block_of(y))
        return table.line_of(offset) if isinstance(table, BoxedTable) else y

    def _block_of(self, y: int) -> int:
        run, place = self._locate(y)
        return run.blocks[place] if place < len(run) else BLANK

    def lines_of(self, span: Span) -> range:
        """Return the lines that show `span`: in a box, all those of its rows. Extends as far as needed."""
        return range(self._row_of(span.start).start, self._row_of(max(span.start, span.end - 1)).stop)

    def _row_of(self, offset: int) -> range:
        """Return the line that shows `offset`, or the lines of its row in a box."""
        y = self.line_of(offset)
        table = self._tables.get(self._block_of(y))
        return table.lines_of_row_at(offset) if isinstance(table, BoxedTable) else range(y, y + 1)

    def _wrap_below(self) -> None:
        index, block = self._down, self.article.blocks[self._down]
        self._down += 1
        if block.role == "repeat":
            return
        if self._below:
            self._add_blank_lines(self._below, self.article.blocks[self._below.blocks[-1]], block)
        first = self.end
        self._below.add(self._wrap(index), index)
        if isinstance(table := self._tables.get(index), BoxedTable):
            table.first = first

    def _wrap_above(self) -> None:
        """Add the lines of the previous block, from its last one up, and the empty lines after it."""
        self.extend_to_line(0)
        index, block = self._up, self.article.blocks[self._up]
        self._up -= 1
        if block.role == "repeat":
            return
        if len(self):
            below = self._above.blocks[-1] if self._above else self._below.blocks[0]
            self._add_blank_lines(self._above, block, self.article.blocks[below])
        self._above.add(reversed([*self._wrap(index)]), index)
        if isinstance(table := self._tables.get(index), BoxedTable):
            table.first = self.first

    def _add_blank_lines(self, run: LineRun, before: Block, after: Block) -> None:
        at = min(before.span.end + 1, after.span.start)
        count = blank_lines_between(self.article.text[before.span.end : after.span.start], before, after)
        run.add([(at, at)] * count, BLANK)


def blank_lines_between(gap: str, before: Block, after: Block) -> int:
    """Return how many empty lines to draw between two blocks: none in a tight list, two above a section."""
    rule = has_rule(before)
    if after.kind == "heading" and after.level <= SECTION_LEVEL and after.role == before.role == "body":
        return rule + (1 if before.kind == "heading" else 2)
    return rule + (gap.count("\n") > 1 or not before.kind == after.kind == "item")


def has_rule(block: Block) -> bool:
    """Return whether a rule is drawn under a block: under the title, and headings of the first level."""
    return block.role == "title" or (block.kind == "heading" and block.level == 1 and block.role == "body")


def column_of(text: str, line: DisplayLine, offset: int) -> int:
    """Return the cell in which the character at `offset` begins, counted from the left edge of the line."""
    left = cells_of(line.prefix)
    if line.box is not None:
        return left + column_in_box(text, line.box, offset)
    return left + cells_of(text[line.start : max(line.start, min(offset, line.end))])


def offset_at(text: str, line: DisplayLine, column: int) -> int:
    """Return the offset of the character in cell `column` of a line; the end of the line right of its text."""
    column -= cells_of(line.prefix)
    if line.box is not None:
        return offset_in_box(text, line.box, column)
    return line.start + end_of_cells(text[line.start : line.end], column)
