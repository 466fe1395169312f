"""An article wrapped to a width: screen lines with the offsets of what they show.

A line shows `text[start:end]`; from one line's start to the next one's nothing is skipped but white space that a line
break swallows, list markers, folded blocks, and the bars of a table that is too wide for the page. Blocks are wrapped
on demand, down and up from where the reader is: so a book opens, and gets another width, as fast as a story, wherever
in it that is.

No Textual here, and cheap to import: the first screen can be laid out before Textual is there. The trap: line numbers
count from where the layout begins, so they mean nothing in another layout; offsets do.
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
from reader.view.table_layout import Stack, stacked

BLANK = -1
"""The block of the empty line between two blocks."""

SPACES = " \t\u200b"
"""What a line break swallows."""

BAR = "▌"
"""What is drawn before a block quotation; it goes through the empty lines within one."""

GOES_ON = "↪ "
"""Drawn before a line of code that is the rest of the one above, in the cells of its indent."""

SECTION = 2
"""Headings up to this level stand further from what is above them, as they open a section."""

NO_BREAK_BEFORE = frozenset("、。，．」』）】〉》！？：；’”)]}!?,.:;")
"""Marks that must not begin a line where words are not parted by spaces."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the screen."""

    start: int
    """Where the line begins in the text; the next line's start ends it."""
    end: int
    """Where what it shows ends: white space at a line break is not shown."""
    block: int
    """The index of its block, or BLANK."""
    prefix: str = ""
    """Drawn before the text: a bullet, the bar of a block quotation."""


class Run:
    """Lines that follow one another away from where a layout begins, down or up."""

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
    """The lines of `article` at `width` cells, as far as they were asked for, from the block at `offset` both ways.

    That block's first line is line 0; lines above it have numbers below 0. A number once given stays.
    """

    def __init__(self, article: Article, width: int, offset: int = 0) -> None:
        self.article = article
        self.width = max(1, width)
        self._below = Run()
        self._above = Run()
        self._down = article.block_index(offset) if article.blocks else 0
        """The next block to wrap below what is there."""
        self._up = self._down - 1
        self._asked = (-1, 0)
        """An offset and its line: each step of the caret asks several times for the same."""
        self._stacks: dict[int, Stack | None] = {}
        """How tables are stacked, by the indexes of their blocks."""

    @property
    def first(self) -> int:
        """The topmost line so far."""
        return -len(self._above)

    @property
    def end(self) -> int:
        """The line after the last one so far."""
        return len(self._below)

    def __len__(self) -> int:
        """How many lines there are so far."""
        return self.end - self.first

    @property
    def _begun(self) -> bool:
        return self._up < 0

    @property
    def _ended(self) -> bool:
        return self._down >= len(self.article.blocks)

    @property
    def reach(self) -> Span:
        """How much of the text is in lines so far."""
        blocks = self.article.blocks
        end = len(self.article.text) if self._ended else blocks[self._down].span.start
        return Span(0 if self._begun else blocks[self._up].span.end, end)

    def extend_to_line(self, y: int) -> None:
        """Wrap on until line `y` is there, or the article begins or ends."""
        while self.end <= y and not self._ended:
            self._wrap_below()
        while self.first > y and not self._begun:
            self._wrap_above()

    def extend_to_offset(self, offset: int) -> None:
        """Wrap on until the block after `offset` is there, and the one with it, or the article ends."""
        blocks = self.article.blocks
        while not self._ended and (not self._below or blocks[self._down - 1].span.start <= offset):
            self._wrap_below()
        while not self._begun and (blocks[self._up + 1].span.start > offset or blocks[self._up + 1].role == "repeat"):
            self._wrap_above()

    def line(self, y: int) -> Line:
        """Line `y` of those that are there. Raises IndexError."""
        run, place = self._at(y)
        block, start = run.blocks[place], run.starts[place]
        prefix = self._bars(start) if block == BLANK else self._before(block, start)
        return Line(start, run.ends[place], block, prefix)

    def _before(self, index: int, start: int) -> str:
        """What is drawn before the line of a block that begins at `start`."""
        block, text = self.article.blocks[index], self.article.text
        if block.kind == "rule":
            return fitting(block.prefix, self.width) + centring(text, block, self.width)
        if start == block.span.start:
            return fitting(block.prefix, self.width)
        hang = fitting(block.hang, self.width)
        if block.kind == "table" and (stack := self._stack(index)) is not None:
            return hang + stack.prefix(text, block, start)
        if block.kind == "code" and hang.endswith("  ") and text[start - 1] != "\n":
            return hang[: -len(GOES_ON)] + GOES_ON
        return hang

    def _bars(self, start: int) -> str:
        """The bars that go through an empty line: those of the quotation on both sides of it."""
        blocks = self.article.blocks
        index = self.article.block_index(start)
        before = index - (blocks[index].span.start == start)
        if not 0 <= before < len(blocks) - 1:
            return ""
        signs = zip(blocks[before].hang, blocks[before + 1].hang, strict=False)
        both = "".join(sign for sign, _ in takewhile(lambda pair: pair[0] == pair[1], signs))
        return fitting(both[: both.rfind(BAR) + 1], self.width)

    def _stack(self, index: int) -> Stack | None:
        if index not in self._stacks:
            block = self.article.blocks[index]
            self._stacks[index] = stacked(self.article.text, block, room_of(block, self.width))
        return self._stacks[index]

    def _wrapped(self, index: int) -> Iterator[tuple[int, int]]:
        """The lines of a block."""
        text, block = self.article.text, self.article.blocks[index]
        if (stack := self._stack(index) if block.kind == "table" else None) is not None:
            return stack.lines(text, block, wrap_clusters)
        return wrapped(text, block, self.width)

    def _at(self, y: int) -> tuple[Run, int]:
        return (self._below, y) if y >= 0 else (self._above, -1 - y)

    def start_of(self, y: int) -> int:
        """Where line `y` begins in the text; behind the text for a line that is not there."""
        run, place = self._at(y)
        return run.starts[place] if place < len(run) else len(self.article.text) + 1

    def line_of(self, offset: int) -> int:
        """The line that shows `offset`; for one that is not shown, the line before it. Extends as far as needed."""
        if self._asked[0] != offset:
            self._asked = (offset, self._found(offset))
        return self._asked[1]

    def _found(self, offset: int) -> int:
        self.extend_to_offset(offset)
        if self._below and offset >= self._below.starts[0]:
            y = bisect_right(self._below.starts, offset) - 1
        else:
            y = max(self.first, -1 - bisect_left(self._above.starts, -offset, key=neg))
        while y > self.first and self.line(y).block == BLANK:
            y -= 1
        return y

    def _wrap_below(self) -> None:
        """Add the lines of the next block, and the empty line before it."""
        index, block = self._down, self.article.blocks[self._down]
        self._down += 1
        if block.role == "repeat":
            return
        if self._below:
            self._part(self._below, self.article.blocks[self._below.blocks[-1]], block)
        self._below.add(self._wrapped(index), index)

    def _wrap_above(self) -> None:
        """Add the lines of the block before, from its last one up, and the empty line after it."""
        self.extend_to_line(0)
        index, block = self._up, self.article.blocks[self._up]
        self._up -= 1
        if block.role == "repeat":
            return
        if len(self):
            below = self._above.blocks[-1] if self._above else self._below.blocks[0]
            self._part(self._above, block, self.article.blocks[below])
        self._above.add(reversed([*self._wrapped(index)]), index)

    def _part(self, run: Run, before: Block, after: Block) -> None:
        """Add the empty lines between two blocks."""
        at = min(before.span.end + 1, after.span.start)
        count = parted(self.article.text[before.span.end : after.span.start], before, after)
        run.add([(at, at)] * count, BLANK)


def parted(gap: str, before: Block, after: Block) -> int:
    """How many empty lines are drawn between two blocks: the items of a tight list stand close, a section apart."""
    if after.kind == "heading" and after.level <= SECTION and after.role == before.role == "body":
        return 1 if before.kind == "heading" else 2
    return int(gap.count("\n") > 1 or not before.kind == after.kind == "item")


def centring(text: str, block: Block, width: int) -> str:
    """The space before a rule in the middle of the page."""
    return " " * max(0, (room_of(block, width) - cells_of(block.span.of(text))) // 2)


def fitting(prefix: str, width: int) -> str:
    """`prefix`, cut where deep nesting would leave less than half of the line to the text."""
    return prefix[: width // 2]


def room_of(block: Block, width: int) -> int:
    """The cells that are left beside what stands before the lines of `block`."""
    return max(1, width - cell_len(fitting(block.hang, width)))


def wrapped(text: str, block: Block, width: int) -> Iterator[tuple[int, int]]:
    """The lines of `block` as (start, end) in `text`: every line at most `width` cells with its prefix."""
    start, stop, room = block.span.start, block.span.end, room_of(block, width)
    wrap = wrap_narrow if NARROW.fullmatch(text, start, stop) else wrap_clusters
    if block.reflow:
        yield from wrap(text[start:stop].replace("\n", " "), start, room)
        return
    for piece in text[start:stop].split("\n"):
        yield from wrap(piece, start, room)
        start += len(piece) + 1


def wrap_narrow(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap text whose characters all fill one cell."""
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
    while (cut := break_of(words, odd, line, room)) < len(words):
        yield base + line, base + line + len(words[line:cut].rstrip(SPACES))
        line = cut
    yield base + line, base + max(line, line + len(words[line:].rstrip(SPACES)))


def break_of(words: str, odd: list[Cluster], line: int, room: int) -> int:
    """Where the line that begins at `line` breaks; the end of `words` where it need not.

    Only the odd clusters are looked at, and what lies between them is counted. The last one stands for the end.
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
        space = not words[start:end].strip(SPACES)
        used += start - at + cells
        if used > room and not space and start > line:
            over = start
            break
        at = end
        index += 1
        if space or (cells == 2 and words[end : end + 1] not in NO_BREAK_BEFORE):
            cut = end
    cut = max(cut, after_last_space(words, odd, cut, over))
    behind = after_spaces(words, odd, over) if words[over : over + 1] in SPACES else over
    return behind if behind > over or cut == line else cut


def after_last_space(words: str, odd: list[Cluster], start: int, end: int) -> int:
    """Where the last plain space between `start` and `end` ends, or 0. One that is joined to something is none."""
    at = words.rfind(" ", start, end)
    while at >= 0 and (index := bisect_left(odd, (at + 1,))) and at < odd[index - 1][1]:
        at = words.rfind(" ", start, at)
    return at + 1


def after_spaces(words: str, odd: list[Cluster], at: int) -> int:
    """Where the spaces that begin at `at`, if any, end."""
    index = bisect_left(odd, (at,))
    while at < len(words):
        start, end, _ = odd[index]
        if start > at:
            end = at + 1
        if words[at:end].strip(SPACES):
            break
        index += start == at
        at = end
    return at


def column_of(text: str, line: Line, offset: int) -> int:
    """The cell, counted from the line's own left edge, in which the character at `offset` begins."""
    return cell_len(line.prefix) + cells_of(text[line.start : max(line.start, min(offset, line.end))])


def offset_at(text: str, line: Line, column: int) -> int:
    """The offset of the character drawn in cell `column` of a line, or the line's end right of it."""
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
