"""An article wrapped to a width: screen lines with the offsets of what they show.

A line shows `text[start:end]`; from one line's start to the next one's nothing is skipped but white space that a line
break swallows, list markers and folded blocks. Blocks are wrapped in order and on demand, the rest in slices of time,
so a book opens as fast as a story. Widths are in terminal cells and agree with the table that draws them (rich's).

No Textual here, and cheap to import: the first screen can be laid out before Textual is there. The trap: a cluster such
as 👩‍🚀 is several characters and two cells; it is never split.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from time import perf_counter

from rich.cells import cell_len, split_graphemes

from reader.article import Article, Block

BLANK = -1
"""The block of the empty line between two blocks."""

TAB = "    "
"""A tab is drawn as so many spaces; tab stops would make a word's width depend on its place."""

NOT_JOINED = {ord("\t"): "→", ord("\n"): "→"}
"""The table of widths takes controls for parts of the character before; arrows stand for them there."""

ONE_CELL = r" -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u2010-\u2027\u2030-\u205e\n"

NARROW = re.compile(f"[{ONE_CELL}]*")
"""Text in which every character fills one cell, so that offsets and cells are the same."""

ODD = re.compile(f"[^{ONE_CELL}](?:(?<=\u200d)[{ONE_CELL}]|[^{ONE_CELL}])*")
"""A run of other characters, and what a joiner joins to them. It begins with a set, which the engine can skip to."""

SPACES = " \t\u200b"
"""What a line break swallows."""

NO_BREAK_BEFORE = frozenset("、。，．」』）】〉》！？：；’”)]}!?,.:;")
"""Marks that must not begin a line where words are not parted by spaces."""


Cluster = tuple[int, int, int]
"""From where to where a grapheme cluster goes, and how many cells it fills."""


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


class Layout:
    """The lines of `article` at `width` cells, as far as they have been asked for."""

    def __init__(self, article: Article, width: int) -> None:
        self.article = article
        self.width = max(1, width)
        self._starts = array("i")
        self._ends = array("i")
        self._blocks = array("i")
        self._next_block = 0

    def __len__(self) -> int:
        """How many lines there are so far."""
        return len(self._starts)

    @property
    def complete(self) -> bool:
        return self._next_block >= len(self.article.blocks)

    def extend_to_line(self, y: int) -> None:
        """Wrap on until line `y` is there, or the article ends."""
        while len(self._starts) <= y and not self.complete:
            self._wrap_next()

    def extend_to_offset(self, offset: int) -> None:
        """Wrap on until the block after `offset` is there, or the article ends."""
        blocks = self.article.blocks
        while not self.complete and (
            self._next_block == 0 or blocks[self._next_block - 1].span.start <= offset or not self._starts
        ):
            self._wrap_next()

    def extend_for(self, seconds: float) -> None:
        """Wrap on for a slice of time."""
        stop = perf_counter() + seconds
        while not self.complete and perf_counter() < stop:
            self._wrap_next()

    def line(self, y: int) -> Line:
        """Line `y` of those that are there. Raises IndexError."""
        block = self._blocks[y]
        start = self._starts[y]
        prefix = ""
        if block != BLANK:
            shape = self.article.blocks[block]
            prefix = fitting(shape.prefix if start == shape.span.start else shape.hang, self.width)
        return Line(start, self._ends[y], block, prefix)

    def start_of(self, y: int) -> int:
        """Where line `y` begins in the text; behind the text for a line that is not there."""
        return self._starts[y] if y < len(self) else len(self.article.text) + 1

    def line_of(self, offset: int) -> int:
        """The line that shows `offset`; for one that is not shown, the line before it. Extends as far as needed."""
        self.extend_to_offset(offset)
        y = max(0, bisect_right(self._starts, offset) - 1)
        while y > 0 and self._blocks[y] == BLANK:
            y -= 1
        return y

    def _wrap_next(self) -> None:
        """Add the lines of the next block, and the empty line before it."""
        index = self._next_block
        self._next_block += 1
        block = self.article.blocks[index]
        if block.role == "repeat":
            return
        if self._starts:
            before = self.article.blocks[self._blocks[-1]]
            if parted(self.article.text[before.span.end : block.span.start], before, block):
                at = min(before.span.end + 1, block.span.start)
                self._starts.append(at)
                self._ends.append(at)
                self._blocks.append(BLANK)
        count = len(self._starts)
        for start, end in wrapped(self.article.text, block, self.width):
            self._starts.append(start)
            self._ends.append(end)
        self._blocks.extend(repeat(index, len(self._starts) - count))


def parted(gap: str, before: Block, after: Block) -> bool:
    """Whether an empty line is drawn between two blocks: the items of a tight list stand close."""
    return gap.count("\n") > 1 or not before.kind == after.kind == "item"


def fitting(prefix: str, width: int) -> str:
    """`prefix`, cut where deep nesting would leave less than half of the line to the text."""
    return prefix[: width // 2]


def wrapped(text: str, block: Block, width: int) -> Iterator[tuple[int, int]]:
    """The lines of `block` as (start, end) in `text`: every line at most `width` cells with its prefix."""
    start, stop = block.span.start, block.span.end
    room = max(1, width - cell_len(fitting(block.hang, width)))
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


def odd_clusters(words: str) -> list[Cluster]:
    """The clusters of `words` that are wide, joined, without width or a tab: all but one character in one cell."""
    found = []
    for run in ODD.finditer(words):
        base = max(0, run.start() - 1)  # the character before may bear the first of them
        near = words[base : run.end()]
        found += [
            (base + start, base + end, cells) for start, end, cells in clusters(near) if cells != 1 or end > start + 1
        ]
    return found


def clusters(words: str) -> Iterator[Cluster]:
    """The grapheme clusters of `words`, tabs at their drawn width."""
    for start, end, cells in split_graphemes(words.translate(NOT_JOINED))[0]:
        yield start, end, len(TAB) if words[start] == "\t" else cells


CLUSTER_REACH = 64
"""Characters looked at for the cluster at a place: longer ones are made to annoy, and may be split."""


def next_cluster(text: str, offset: int) -> int:
    """Where the cluster that begins at `offset` ends."""
    near = text[offset : offset + CLUSTER_REACH]
    if near[:2].isascii():
        return offset + min(1, len(near))
    return offset + next((end for _, end, _ in clusters(near)), 1)


def previous_cluster(text: str, offset: int) -> int:
    """Where the cluster that ends at `offset` begins."""
    near = text[max(0, offset - CLUSTER_REACH) : offset]
    if near[-1:].isascii():
        return max(0, offset - 1)
    return max(0, offset - CLUSTER_REACH) + [start for start, _, _ in clusters(near)][-1]


def drawn(words: str) -> str:
    """`words` of one line as they are drawn: a newline within a paragraph is a space, a tab is several."""
    return words.replace("\n", " ").replace("\t", TAB)


def cells_of(words: str) -> int:
    """How many cells `words` of one line fill."""
    return len(words) if NARROW.fullmatch(words) else cell_len(drawn(words))


def cut(words: str, room: int) -> str:
    """`words` in at most `room` cells, with "…" where something is left out."""
    if cells_of(words) <= room:
        return words
    used, end = 0, 0
    for _, stop, cells in clusters(words):
        if used + cells > room - 1:
            break
        used, end = used + cells, stop
    return words[:end].rstrip() + "…"


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
