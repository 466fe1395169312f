"""Tables: a box with wrapped cells, or, where a column would be too narrow, each row as a record.

    ╭───────┬────────────────╮        North
    │ Quay  │ Sold to        │          Length (m) │ 420
    ├───────┼────────────────┤          Sold to    │ Port Authority
    │ North │ Port Authority │
    │       │ of Leith       │
    ╰───────┴────────────────╯

No text is moved for this. A line of a record shows a stretch of the text in order, with bars and column names drawn
before it, as bullets are. A line of a box is a frame with stretches of several cells set into it, so there the offsets
do not grow from line to line: the box itself tells which line shows an offset. Pitfall: the padding of cells and the
rule under a heading are characters of the text too, so the caret can be at them.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat, zip_longest
from typing import NamedTuple

from reader.document.article import Block
from reader.text.span import Span
from reader.text.width import cells_of, cut, end_of_cells
from reader.view.line_breaks import wrap_words

BAR = "│"  # the separator of cells, as written by `sources.table`
RULE = frozenset("─┼")  # the characters of the line under a heading
LEFT, BETWEEN, RIGHT = "│ ", " │ ", " │"  # drawn before, between and after the cells of a box

TOP, MIDDLE, BOTTOM = ("╭", "┬", "╮"), ("├", "┼", "┤"), ("╰", "┴", "╯")

NARROWEST_COLUMN = 8  # screen cells: a table with a narrower column, whose words need more, is shown as records
LONGEST_WORD = 20  # screen cells: longer words may be split to save a box

INDENT, CELL_BAR = "  ", "│ "
"""Drawn before every cell of a record but the first; drawn before a cell and each continuation line of it."""

NARROWEST = 16  # screen cells: with less, a column name and a cell have no room side by side
NAME_SHARE = 3  # column names take at most one third of the line
Lines = Iterator[tuple[int, int]]  # the lines of a table as (start, end) offsets


class Piece(NamedTuple):
    """A stretch of the text in a line of a box. A tuple, like the line: made before the first paint, and many."""

    start: int
    end: int
    column: int
    """The cell in which it begins, counted from the left edge of the box."""
    last: int
    """The last offset at which the caret is on this line."""


class BoxLine(NamedTuple):
    """A line of a box: the frame, and what is set into it."""

    frame: str
    row: Span
    """The row of the table in the text; empty for the edges of the box."""
    pieces: tuple[Piece, ...] = ()
    heading: bool = False


class BoxedTable:
    def __init__(self, text: str, block: Block, widths: Sequence[int]) -> None:
        self.first = 0
        """The number of the upper edge among the lines of a layout."""
        self._text = text
        self._widths = widths
        rows = block.span.of(text).split("\n")
        self._starts = array("i", accumulate((len(row) + 1 for row in rows), initial=block.span.start))
        """The offset of each row, and after the last one the end of the table."""
        self._last_row: tuple[int, list[tuple[Piece, ...]]] = (-1, [])
        self._rule = 1 if len(rows) > 1 and is_rule(rows[1]) else -1
        """The row that is the rule under the heading; -1 if there is none."""
        self._last_column = len(rows[1].rpartition("┼")[2]) if self._rule > 0 else 0
        """The width of the last column in the text, whose cells have no space after their words."""
        counts = [1 if row == self._rule else len(self._lines_of_row(row)) for row in range(len(rows))]
        spaced = max(counts[self._rule + 1 :], default=1) > 1  # lines separate the rows, since some have several
        heights = (count + (spaced and self._rule < row < len(rows) - 1) for row, count in enumerate(counts))
        self._first_lines = array("i", accumulate(heights, initial=1))
        """The first line of each row, and after the last one the bottom edge; the upper edge is line 0."""

    def lines(self) -> Lines:
        """Yield the offsets of its row for each line."""
        first = self._starts[0]
        yield first, first
        for row in range(len(self._starts) - 1):
            span, height = self._span(row), self._first_lines[row + 1] - self._first_lines[row]
            yield from repeat((span.start, span.end), height)
        end = self._starts[-1] - 1
        yield end, end

    def _span(self, row: int) -> Span:
        return Span(self._starts[row], self._starts[row + 1] - 1)

    def line(self, number: int) -> BoxLine:
        """Return a line of the layout, which is one of the box."""
        number -= self.first
        rows = len(self._starts) - 1
        row = bisect_right(self._first_lines, number) - 1
        if row < 0:
            return BoxLine(self._edge(TOP), Span(self._starts[0], self._starts[0]))
        if row == rows:
            return BoxLine(self._edge(BOTTOM), Span(self._starts[-1] - 1, self._starts[-1] - 1))
        span, below = self._span(row), number - self._first_lines[row]
        lines = [] if row == self._rule else self._lines_of_row(row)
        if below >= len(lines):
            return BoxLine(self._edge(MIDDLE), span)
        frame = LEFT + BETWEEN.join(" " * width for width in self._widths) + RIGHT
        return BoxLine(frame, span, lines[below], heading=row < self._rule)

    def _row_at(self, offset: int) -> int:
        return max(0, min(bisect_right(self._starts, offset), len(self._starts) - 1) - 1)

    def line_of(self, offset: int) -> int:
        row = self._row_at(offset)
        lines = [] if row == self._rule else self._lines_of_row(row)
        found = ((piece.start, number) for number, line in enumerate(lines) for piece in line if piece.start <= offset)
        return self.first + self._first_lines[row] + max(found, default=(0, 0))[1]

    def lines_of_row_at(self, offset: int) -> range:
        """Return the lines of the layout that show the row that `offset` is in."""
        row = self._row_at(offset)
        return range(self.first + self._first_lines[row], self.first + self._first_lines[row + 1])

    def _edge(self, ends: tuple[str, str, str]) -> str:
        left, crossing, right = ends
        return left + crossing.join("─" * (width + 2) for width in self._widths) + right

    def _lines_of_row(self, row: int) -> list[tuple[Piece, ...]]:
        """Return the pieces of each line of a row, those of the last row looked at without wrapping it again."""
        if self._last_row[0] != row:
            self._last_row = row, list(self._wrap_row(row))
        return self._last_row[1]

    def _wrap_row(self, row: int) -> Iterator[tuple[Piece, ...]]:
        lines: list[list[Piece]] = [[]]
        left = len(LEFT)
        for (start, words, aligned), width in zip(self._cells(row), self._widths, strict=False):
            pieces = [*wrap_words(words, start, width)] if words else []
            for number, (first, end) in enumerate(pieces):
                if number == len(lines):
                    lines.append([])
                follows = number + 1 < len(pieces) and pieces[number + 1][0] == end
                inset = (width - cells_of(self._text[first:end])) * aligned // 2
                lines[number].append(Piece(first, end, left + inset, max(first, end - 1) if follows else end))
            left += width + len(BETWEEN)
        yield from map(tuple, lines)

    def _cells(self, row: int) -> Iterator[tuple[int, str, int]]:
        """Yield the cells of a row: the offset of the words, the words, and twice the share of space before them."""
        at = self._starts[row]
        for index, cell in enumerate(self._span(row).of(self._text).split(BAR)):
            words = cell.strip()
            before = len(cell) - len(cell.lstrip())
            after = len(cell) - len(cell.rstrip())
            if index == len(self._widths) - 1:
                after = self._last_column - cells_of(cell.rstrip()) + 1
            spare = before - (index > 0)
            aligned = 0 if spare <= 0 else 1 if after > 1 and abs(spare - after + 1) <= 1 else 2
            yield at + before, words, aligned
            at += len(cell) + 1


def column_in_box(text: str, line: BoxLine, offset: int) -> int:
    """Return the cell of the character at `offset` in a line of a box; if it is not drawn, one of the frame near it."""
    index = next((index for index, piece in reversed([*enumerate(line.pieces)]) if piece.start <= offset), -1)
    column, last = len(LEFT) + max(0, offset - line.row.start), len(line.frame)
    if index >= 0:
        piece = line.pieces[index]
        column = piece.column + cells_of(text[piece.start : min(offset, piece.end)]) + max(0, offset - piece.end)
    if index + 1 < len(line.pieces):
        last = line.pieces[index + 1].column
    return min(column, last - 1)


def offset_in_box(text: str, line: BoxLine, column: int) -> int:
    """Return the offset of the character in cell `column` of a box, or the nearest one to the left, else the first."""
    pieces = [piece for piece in line.pieces if piece.column <= column] or [*line.pieces[:1]]
    if not pieces:
        return line.row.start
    piece = pieces[-1]
    return min(piece.last, piece.start + end_of_cells(text[piece.start : piece.end], column - piece.column))


def is_rule(row: str) -> bool:
    return row != "" and RULE.issuperset(row)


def _column_needs(rows: str) -> tuple[list[int], list[int]]:
    """Return the widest cell and the longest word of each column, in screen cells."""
    table = [[cell.strip() for cell in row.split(BAR)] for row in rows.split("\n") if not is_rule(row)]
    columns = list(zip_longest(*table, fillvalue=""))
    widths = [max([1, *map(cells_of, column)]) for column in columns]
    longest = [max([1, *map(cells_of, " ".join(column).split())]) for column in columns]
    return widths, longest


def fit_columns(widths: Sequence[int], longest: Sequence[int], room: int) -> list[int] | None:
    """Return the widths of columns that share `room` cells, `widths` at most; None if one would be too narrow.

    A column gets the room of its longest word first; the rest goes to the narrowest columns, since these then need no
    second line.
    """
    if sum(widths) <= room:
        return list(widths)
    wanted = (max(NARROWEST_COLUMN, min(word, LONGEST_WORD)) for word in longest)
    least = list(map(min, widths, wanted))
    if sum(least) > room:
        least = [min(width, NARROWEST_COLUMN) for width in widths]
    spare = room - sum(least)
    if spare < 0:
        return None
    for left, column in zip(range(len(widths), 0, -1), sorted(range(len(widths)), key=widths.__getitem__), strict=True):
        more = min(widths[column] - least[column], spare // left)
        least[column] += more
        spare -= more
    return least


class StackedTable(NamedTuple):
    """A table whose rows are shown as records."""

    text: str
    block: Block
    names: tuple[str, ...]
    """The column names, padded and cut to one width; empty without a heading."""
    room: int

    def lines(self) -> Lines:
        start = self.block.span.start
        for row in self.block.span.of(self.text).split("\n"):
            if RULE.issuperset(row):
                yield start, start + min(len(row), self.room)
            else:
                yield from self._row(row, start)
            start += len(row) + 1

    def _row(self, row: str, at: int) -> Lines:
        heading = bool(self.names) and at == self.block.span.start
        for column, cell in enumerate(row.split(BAR)):
            if words := cell.strip():
                indent = 2 * len(INDENT) if heading else self._cell_indent if column else len(INDENT)
                yield from wrap_words(words, at + len(cell) - len(cell.lstrip()), self.room - indent)
            at += len(cell) + 1

    @property
    def _cell_indent(self) -> int:
        """The width of what is drawn before a cell of any column but the first."""
        return len(INDENT) + (cells_of(self.names[0]) if self.names else 0) + len(CELL_BAR)

    def prefix(self, start: int) -> str:
        """Return what is drawn before the line that begins at `start`."""
        top = self.block.span.start
        row = max(top, self.text.rfind("\n", top, start) + 1)
        before = self.text[row:start].rstrip()
        begins, column = not before or before.endswith(BAR), before.count(BAR)
        if not column:
            return "" if begins else INDENT
        if self.names and row == top:
            return INDENT if begins else INDENT * 2
        if begins and self.names:
            return INDENT + self.names[min(column, len(self.names) - 1)] + CELL_BAR
        return " " * (self._cell_indent - len(CELL_BAR)) + CELL_BAR


def lay_out_table(text: str, block: Block, room: int) -> BoxedTable | StackedTable | None:
    """Return the table `block` in a box of at most `room` cells, or stacked if it has one column or no room for a box;
    None if it is best shown as it is."""
    words = block.span.of(text)
    if BAR in words:
        widths, longest = _column_needs(words)
        fitted = fit_columns(widths, longest, room - len(LEFT + RIGHT) - len(BETWEEN) * (len(widths) - 1))
        if fitted is not None:
            return BoxedTable(text, block, fitted)
    return _stack_table(text, block, room)


def _stack_table(text: str, block: Block, room: int) -> StackedTable | None:
    """Return the table `block` stacked to `room` cells; None if it fits as it is, or has too little room."""
    if room < NARROWEST:
        return None
    rows = block.span.of(text).split("\n")
    if all(cells_of(row) <= room for row in rows):
        return None
    if len(rows) < 2 or not RULE.issuperset(rows[1]):
        return StackedTable(text, block, (), room)
    heads = [head.strip() for head in rows[0].split(BAR)]
    width = min(max(map(cells_of, heads)), room // NAME_SHARE)
    names = (cut(head, width) for head in heads)
    return StackedTable(text, block, tuple(name + " " * (width + 1 - cells_of(name)) for name in names), room)
