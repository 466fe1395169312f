"""The layout of an article: its text wrapped to a width, as screen lines with offsets.

A line shows `text[start:end]`. Between the starts of two lines nothing is skipped but white space at a line break, list
markers, folded blocks, and the bars of a table that is too wide for the page. Blocks are wrapped on demand, down and up
from where the reader is, so a book opens, and changes its width, as fast as a story.

No Textual, and cheap to import: the first screen can be laid out before Textual is loaded. Pitfall: line numbers count
from where the layout begins, so they mean nothing in another layout; offsets do.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat, takewhile
from operator import neg

from rich.cells import cell_len

from reader.document.article import Article, Block
from reader.text.span import Span
from reader.text.width import NARROW, Cluster, cells_of, clusters, odd_clusters
from reader.view.table_layout import StackedTable, stack_table

BLANK = -1
"""The block of the empty line between two blocks."""

BREAK_SPACES = " \t\u200b"
"""White space that is not shown at a line break."""

QUOTE_BAR = "▌"
"""Drawn before the lines of a block quotation, the empty lines within it included."""

CONTINUATION = "↪ "
"""Drawn in the indent of a line of code that continues the one above."""

SECTION_LEVEL = 2
"""Headings up to this level open a section and get two empty lines above."""

NO_BREAK_BEFORE = frozenset("、。，．」』）】〉》！？：；’”)]}!?,.:;")
"""Punctuation that must not begin a line in scripts without spaces."""


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A line of the screen."""

    start: int
    """Its offset in the text; it extends to the start of the next line."""
    end: int
    """The end of what it shows, without the white space at a line break."""
    block: int
    """The index of its block, or BLANK."""
    prefix: str = ""
    """Drawn before the text: a bullet, the bar of a block quotation."""


class LineRun:
    """Consecutive lines in one direction from where a layout begins, down or up."""

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.blocks = array("i")

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, lines: Iterable[tuple[int, int]], block: int) -> None:
        count = len(self.starts)
        for start, end in lines:
            self.starts.append(start)
            self.ends.append(end)
        self.blocks.extend(repeat(block, len(self.starts) - count))


class Layout:
    """The lines of `article` at `width` cells, wrapped on demand in both directions from the block at `offset`.

    The first line of that block is line 0; lines above it have negative numbers. The number of a line never changes.
    """

    def __init__(self, article: Article, width: int, offset: int = 0) -> None:
        self.article = article
        self.width = max(1, width)
        self._below = LineRun()
        self._above = LineRun()
        self._down = article.block_index(offset) if article.blocks else 0
        """The next block to wrap below."""
        self._up = self._down - 1
        self._last_lookup = (-1, 0)
        """An offset and its line: each step of the caret looks up the same one several times."""
        self._tables: dict[int, StackedTable | None] = {}
        """The stacked tables by the indexes of their blocks; None for a table that fits."""

    @property
    def first(self) -> int:
        """The topmost line laid out so far."""
        return -len(self._above)

    @property
    def end(self) -> int:
        """The number after the last line laid out so far."""
        return len(self._below)

    def __len__(self) -> int:
        """Return the number of lines laid out so far."""
        return self.end - self.first

    @property
    def _at_start(self) -> bool:
        return self._up < 0

    @property
    def _at_end(self) -> bool:
        return self._down >= len(self.article.blocks)

    @property
    def extent(self) -> Span:
        """The part of the text that is laid out so far."""
        blocks = self.article.blocks
        end = len(self.article.text) if self._at_end else blocks[self._down].span.start
        return Span(0 if self._at_start else blocks[self._up].span.end, end)

    def extend_to_line(self, y: int) -> None:
        """Wrap blocks until line `y` exists or the article begins or ends."""
        while self.end <= y and not self._at_end:
            self._wrap_below()
        while self.first > y and not self._at_start:
            self._wrap_above()

    def extend_to_offset(self, offset: int) -> None:
        """Wrap blocks until the one at `offset` and the one after it exist, or the article ends."""
        blocks = self.article.blocks
        while not self._at_end and (not self._below or blocks[self._down - 1].span.start <= offset):
            self._wrap_below()
        while not self._at_start and (
            blocks[self._up + 1].span.start > offset or blocks[self._up + 1].role == "repeat"
        ):
            self._wrap_above()

    def line(self, y: int) -> DisplayLine:
        """Return line `y`. Raises IndexError if it is not laid out yet."""
        run, place = self._locate(y)
        block, start = run.blocks[place], run.starts[place]
        prefix = self._quotation_bars(start) if block == BLANK else self._prefix_of(block, start)
        return DisplayLine(start, run.ends[place], block, prefix)

    def _prefix_of(self, index: int, start: int) -> str:
        """Return what is drawn before the line of a block that begins at `start`."""
        block, text = self.article.blocks[index], self.article.text
        if block.kind == "rule":
            return clip_prefix(block.prefix, self.width) + rule_indent(text, block, self.width)
        if start == block.span.start:
            return clip_prefix(block.prefix, self.width)
        hang = clip_prefix(block.hang, self.width)
        if block.kind == "table" and (stack := self._stacked_table(index)) is not None:
            return hang + stack.prefix(text, block, start)
        if block.kind == "code" and hang.endswith("  ") and text[start - 1] != "\n":
            return hang[: -len(CONTINUATION)] + CONTINUATION
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

    def _stacked_table(self, index: int) -> StackedTable | None:
        if index not in self._tables:
            block = self.article.blocks[index]
            self._tables[index] = stack_table(self.article.text, block, text_width(block, self.width))
        return self._tables[index]

    def _wrap(self, index: int) -> Iterator[tuple[int, int]]:
        """Return the lines of a block as (start, end) offsets."""
        text, block = self.article.text, self.article.blocks[index]
        if (stack := self._stacked_table(index) if block.kind == "table" else None) is not None:
            return stack.lines(text, block, wrap_clusters)
        return wrap_block(text, block, self.width)

    def _locate(self, y: int) -> tuple[LineRun, int]:
        return (self._below, y) if y >= 0 else (self._above, -1 - y)

    def start_of(self, y: int) -> int:
        """Return the offset of line `y`; past the end of the text for a line that is not laid out."""
        run, place = self._locate(y)
        return run.starts[place] if place < len(run) else len(self.article.text) + 1

    def line_of(self, offset: int) -> int:
        """Return the line that shows `offset`, or the one before it if none does. Extends as far as needed."""
        if self._last_lookup[0] != offset:
            self._last_lookup = (offset, self._find_line(offset))
        return self._last_lookup[1]

    def _find_line(self, offset: int) -> int:
        self.extend_to_offset(offset)
        if self._below and offset >= self._below.starts[0]:
            y = bisect_right(self._below.starts, offset) - 1
        else:
            y = max(self.first, -1 - bisect_left(self._above.starts, -offset, key=neg))
        while y > self.first and self.line(y).block == BLANK:
            y -= 1
        return y

    def _wrap_below(self) -> None:
        """Add the lines of the next block, and the empty lines before it."""
        index, block = self._down, self.article.blocks[self._down]
        self._down += 1
        if block.role == "repeat":
            return
        if self._below:
            self._add_blank_lines(self._below, self.article.blocks[self._below.blocks[-1]], block)
        self._below.add(self._wrap(index), index)

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

    def _add_blank_lines(self, run: LineRun, before: Block, after: Block) -> None:
        """Add the empty lines between two blocks to `run`."""
        at = min(before.span.end + 1, after.span.start)
        count = blank_lines_between(self.article.text[before.span.end : after.span.start], before, after)
        run.add([(at, at)] * count, BLANK)


def blank_lines_between(gap: str, before: Block, after: Block) -> int:
    """Return how many empty lines to draw between two blocks: none in a tight list, two above a section."""
    if after.kind == "heading" and after.level <= SECTION_LEVEL and after.role == before.role == "body":
        return 1 if before.kind == "heading" else 2
    return int(gap.count("\n") > 1 or not before.kind == after.kind == "item")


def rule_indent(text: str, block: Block, width: int) -> str:
    """Return the spaces that centre a rule."""
    return " " * max(0, (text_width(block, width) - cells_of(block.span.of(text))) // 2)


def clip_prefix(prefix: str, width: int) -> str:
    """Return `prefix`, cut where deep nesting would leave less than half of the line to the text."""
    return prefix[: width // 2]


def text_width(block: Block, width: int) -> int:
    """Return the cells left for the text of `block` beside its prefix."""
    return max(1, width - cell_len(clip_prefix(block.hang, width)))


def wrap_block(text: str, block: Block, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of `block` as (start, end) in `text`, each at most `width` cells wide with its prefix."""
    start, stop, room = block.span.start, block.span.end, text_width(block, width)
    wrap = wrap_narrow if NARROW.fullmatch(text, start, stop) else wrap_clusters
    if block.reflow:
        yield from wrap(text[start:stop].replace("\n", " "), start, room)
        return
    for piece in text[start:stop].split("\n"):
        yield from wrap(piece, start, room)
        start += len(piece) + 1


def wrap_narrow(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap text whose characters are all one cell wide."""
    at, stop = 0, len(words)
    while stop - at > room:
        cut = words.rfind(" ", at, at + room + 1)
        if cut <= at or not words[at:cut].strip():
            cut = words.rfind("—", at, at + room) + 1
            if cut <= at:
                cut = at + room
        end = cut
        while end > at and words[end - 1] == " ":
            end -= 1
        yield base + at, base + end
        at = cut
        while at < stop and words[at] == " ":
            at += 1
        if at == stop:
            return
    yield base + at, base + len(words.rstrip(" ")) if words[at:].strip(" ") else base + at


def wrap_clusters(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap text with wide, combining or joined characters; between wide ones a line may break anywhere."""
    odd = [*odd_clusters(words), (len(words), len(words), 0)]
    line = 0
    while (cut := find_break(words, odd, line, room)) < len(words):
        yield base + line, base + line + len(words[line:cut].rstrip(BREAK_SPACES))
        line = cut
    yield base + line, base + max(line, line + len(words[line:].rstrip(BREAK_SPACES)))


def find_break(words: str, odd: list[Cluster], line: int, room: int) -> int:
    """Return where the line that begins at `line` breaks; the end of `words` if it does not.

    Only the clusters that are not one cell wide (`odd`, with a sentinel at the end) are visited; the rest is counted.
    """
    index = bisect_left(odd, (line,))
    at, used, cut = line, 0, line
    while True:
        start, end, cells = odd[index]
        if used + start - at > room:
            over = max(at, at + room - used)
            break
        if start == len(words):
            return start
        space = not words[start:end].strip(BREAK_SPACES)
        used += start - at + cells
        if used > room and not space and start > line:
            over = start
            break
        at = end
        index += 1
        if space or (cells == 2 and words[end : end + 1] not in NO_BREAK_BEFORE):
            cut = end
    cut = max(cut, end_of_last_space(words, odd, cut, over))
    after = skip_spaces(words, odd, over) if words[over : over + 1] in BREAK_SPACES else over
    return after if after > over or cut == line else cut


def end_of_last_space(words: str, odd: list[Cluster], start: int, end: int) -> int:
    """Return the end of the last plain space in [start, end), or 0. A space joined to a mark does not count."""
    at = words.rfind(" ", start, end)
    while at >= 0 and (index := bisect_left(odd, (at + 1,))) and at < odd[index - 1][1]:
        at = words.rfind(" ", start, at)
    return at + 1


def skip_spaces(words: str, odd: list[Cluster], at: int) -> int:
    """Return the end of the spaces that begin at `at`; `at` itself if there are none."""
    index = bisect_left(odd, (at,))
    while at < len(words):
        start, end, _ = odd[index]
        if start > at:
            end = at + 1
        if words[at:end].strip(BREAK_SPACES):
            break
        index += start == at
        at = end
    return at


def column_of(text: str, line: DisplayLine, offset: int) -> int:
    """Return the cell in which the character at `offset` begins, counted from the left edge of the line."""
    return cell_len(line.prefix) + cells_of(text[line.start : max(line.start, min(offset, line.end))])


def offset_at(text: str, line: DisplayLine, column: int) -> int:
    """Return the offset of the character in cell `column` of a line; the end of the line right of its text."""
    column -= cell_len(line.prefix)
    words = text[line.start : line.end]
    if NARROW.fullmatch(words):
        return line.start + max(0, min(column, len(words)))
    used = 0
    for start, _, cells in clusters(words):
        used += cells
        if column < used:
            return line.start + start
    return line.end
