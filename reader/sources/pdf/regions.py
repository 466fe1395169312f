"""The regions of a page: its columns, and the bands across them, from the white space between lines.

A recursive XY-cut (Nagy and Seth 1984), with the vertical cut first: the gutter is the place that has the most lines
beside one another, and lines that cross it (a title, an abstract, a wide table) divide the page into bands. Pitfalls:
a table has gutters too, so there must be paragraphs on both sides of one, or text that is not in rows with what is
beside it; in a region lines stay in drawing order, which keeps formulas together, unless that order goes up the page.
"""

import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter

from reader.sources.pdf.lines import NEAR, Gap, PdfLine
from reader.text.scripts import is_unspaced
from reader.text.span import split_runs

DEPTH = 4  # cuts within one another: of four columns, and a heading over two of them
COLUMN_LINES, TEXT_SHARE = 4, 0.6  # lines of text on each side of a gutter, and their share of the letters there
ALIGNED = 0.7  # share of the lines beside a column of text that are in rows with its lines, if both are cells
FULL = 0.8  # the share of its column that a line within a paragraph takes
HANGING, MOST_FULL = (0.4, 4.0), 0.45  # heights of a letter by which entries hang, and their share of full lines
MOST_STARTS = 40  # places from the left that are tried as gutters; drawings have hundreds
COLUMN_WORDS, COLUMN_WIDTH = 3.0, 6.0  # words of a line of text, and its width in letters; cells and labels have less
LETTERS_OF_WORD = 2  # letters that count as a word in scripts without spaces
TRUSTED, EDGE_SHARE = 4, 0.85  # lines of a region that has an edge of its own, and the share of them that end before it
SAME_ROW = 0.5  # share of the height of the lower of two lines that they share if they are in one row
Bounds = tuple[float, float]  # the gutters at both sides of a region


def in_reading_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines region by region, those up the margin last; parts of one row of a table are merged into one."""
    level = [line for line in lines if not line.turned]
    regions = list(_divide(level, (-math.inf, math.inf), DEPTH))
    ordered: list[PdfLine] = []
    for number, (bounds, region) in enumerate(regions):
        beside = [line for other, part in regions if other == bounds for line in part]
        edge = _right_edge(region if len(region) >= TRUSTED else beside)
        rows = groupby(region, key=attrgetter("row"))
        ordered += (replace(_merge_row(list(row)), region=number, edge=edge) for _, row in rows)
    return ordered + [replace(line, region=len(regions)) for line in lines if line.turned]


def find_gutters(lines: Sequence[PdfLine]) -> list[Gap]:
    """Return the gutters of a page: from where the lines on the left end to where those on the right begin."""
    regions = list(_divide(lines, (-math.inf, math.inf), DEPTH))
    ends: dict[float, float] = {}
    for (_, right), region in regions:
        if right < math.inf and len(region) >= TRUSTED:
            ends[right] = max(ends.get(right, -math.inf), _right_edge(region))
    return [(end, gutter) for gutter, end in ends.items()]


def _divide(lines: Sequence[PdfLine], bounds: Bounds, depth: int) -> Iterator[tuple[Bounds, Sequence[PdfLine]]]:
    before, behind = bounds
    gutter = _find_gutter(lines) if depth else None
    if gutter is None:
        yield from ((bounds, run) for run in _runs(lines))
        return
    for crosses, band in _bands(lines, gutter):
        if crosses:
            yield from _divide(band, bounds, depth - 1)
            continue
        left = [line for line in band if _is_left(line, gutter)]
        right = [line for line in band if not _is_left(line, gutter)]
        yield from _divide(left, (before, gutter), depth - 1)
        yield from _divide(right, (gutter, behind), depth - 1)


def _is_left(line: PdfLine, gutter: float) -> bool:
    return line.left < gutter and line.right <= gutter + NEAR


def _bands(lines: Sequence[PdfLine], gutter: float) -> Iterator[tuple[bool, list[PdfLine]]]:
    """Yield bands from the top: lines that cross a gutter, or lines beside it, each in drawing order."""
    down = sorted(enumerate(lines), key=lambda placed: -(placed[1].bottom + placed[1].top))
    low, high = gutter - NEAR, gutter + NEAR
    for crosses, band in groupby(down, key=lambda placed: placed[1].left < low and placed[1].right > high):
        yield crosses, [line for _, line in sorted(band, key=itemgetter(0))]


def _find_gutter(lines: Sequence[PdfLine]) -> float | None:
    """Return the x before the column that has the most lines of text beside others; None if there is none."""
    starts: list[float] = []
    for left in sorted(line.left for line in lines):
        if not starts or left - starts[-1] > NEAR:
            starts.append(left)
    down = sorted(lines, key=lambda line: -(line.bottom + line.top))
    texts = {id(line) for line in lines if _is_text(line)}
    scores = [(_score(down, start, texts), start) for start in starts[1:MOST_STARTS]]
    best, gutter = max(scores, default=(0.0, 0.0))
    return gutter if best > 0 else None


def _score(down: Sequence[PdfLine], gutter: float, texts: Set[int]) -> float:
    """Return how many lines stand beside others at a gutter, in zones that no line crosses.

    `down` are lines from the top, `texts` the ids of those that are lines of text.
    """
    score = 0.0
    left: list[PdfLine] = []
    right: list[PdfLine] = []
    low, high = gutter - NEAR, gutter + NEAR
    for line in down:
        if line.right <= high and line.left < gutter:
            left.append(line)
        elif line.left >= low:
            right.append(line)
        else:
            score += _beside(left, right, texts)
            left, right = [], []
    return score + _beside(left, right, texts)


def _beside(left: Sequence[PdfLine], right: Sequence[PdfLine], texts: Set[int]) -> float:
    """Return how many lines of two columns stand beside one another; 0 if they are no columns of text."""
    if min(len(left), len(right)) < COLUMN_LINES:
        return 0.0
    top = min(left[0].top, right[0].top) + NEAR
    bottom = max(min(line.bottom for line in side) for side in (left, right)) - NEAR
    count = min(sum(bottom <= line.bottom and line.top <= top for line in side) for side in (left, right))
    if count < COLUMN_LINES:
        return 0.0
    solid = sum(map(_has_paragraph, (left, right)))
    if solid < 2 and (_is_aligned(left, right) or not (solid or all(_are_text(side, texts) for side in (left, right)))):
        return 0.0
    return count * max(1, solid)


def _is_aligned(left: Sequence[PdfLine], right: Sequence[PdfLine]) -> bool:
    """Return whether lines stand in rows with those on the other side, as entries of a list and their pages do."""
    few, many = sorted((left, right), key=len)
    heights = {round((line.bottom + line.top) / 2 / NEAR) + step for line in many for step in (-1, 0, 1)}
    return sum(round((line.bottom + line.top) / 2 / NEAR) in heights for line in few) > ALIGNED * len(few)


def _has_paragraph(lines: Sequence[PdfLine]) -> bool:
    """Return whether lines that follow one another are as wide as their column, which cells are not."""
    left, edge = min(line.left for line in lines), _right_edge(lines)
    run = 0
    for line in lines:
        run = run + 1 if _is_full(line, left, edge) else 0
        if run >= COLUMN_LINES:
            return True
    return _is_hanging([line for line in lines if line.left - left < HANGING[1] * line.size], left)


def _is_hanging(lines: Sequence[PdfLine], left: float) -> bool:
    """Return whether lines are the entries of a list, which hang and end with a full stop or a number."""
    hanging = [line.left - left > HANGING[0] * line.size for line in lines]
    if 3 * sum(hanging) <= len(lines):
        return False
    ends = [above.text.rstrip()[-1:] for above, hangs in zip(lines, hanging[1:], strict=False) if not hangs]
    ended, edge = sum(end in ".)" or end.isdigit() for end in ends), _right_edge(lines)
    return 2 * ended > len(ends) > 0 and sum(_is_full(line, left, edge) for line in lines) >= MOST_FULL * len(lines)


def _is_full(line: PdfLine, left: float, edge: float) -> bool:
    return line.right - line.left >= FULL * (edge - left) and _is_text(line)


def _are_text(lines: Sequence[PdfLine], texts: Set[int]) -> bool:
    """Return whether most letters of some lines are in lines of text, not in cells, formulas and labels."""
    letters = [len(line.text) for line in lines if id(line) in texts]
    return len(letters) >= COLUMN_LINES and sum(letters) >= TEXT_SHARE * sum(len(line.text) for line in lines)


def _is_text(line: PdfLine) -> bool:
    words = len(line.text) / LETTERS_OF_WORD if is_unspaced(line.text[:1]) else len(line.text.split())
    return words >= COLUMN_WORDS and line.right - line.left >= COLUMN_WIDTH * line.size


def _right_edge(lines: Sequence[PdfLine]) -> float:
    """Return where lines end at the right, but for the few that reach further."""
    rights = sorted(line.right for line in lines if not line.filled) or [line.right for line in lines]
    return rights[int(EDGE_SHARE * (len(rights) - 1))]


# -- the order within a region ----------------------------------------------------------------------------------------


def _runs(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Return the lines in drawing order, a run for each column that it draws; from the top if it goes up otherwise."""
    runs = split_runs(lines, lambda above, line: line.bottom > above.top)
    edges = [(min(line.left for line in run), max(line.right for line in run)) for run in runs]
    if all(right <= left + NEAR for (_, right), (left, _) in pairwise(edges)):
        return runs
    return [_from_the_top(lines)]


def _from_the_top(lines: Sequence[PdfLine]) -> list[PdfLine]:
    rows: list[list[PdfLine]] = []
    for line in sorted(lines, key=lambda line: -line.top):
        row = rows[-1] if rows else []
        shared = min(row[0].top, line.top) - max(row[0].bottom, line.bottom) if row else 0.0
        if row and shared > SAME_ROW * min(row[0].size, line.size):
            row.append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _merge_row(row: Sequence[PdfLine]) -> PdfLine:
    if len(row) == 1:
        return row[0]
    return replace(
        row[0],
        text="   ".join(line.text for line in row),
        left=min(line.left for line in row),
        right=max(line.right for line in row),
        bold=all(line.bold for line in row),
        fixed=2 * sum(len(line.text) for line in row if line.fixed) > sum(len(line.text) for line in row),
        cells=tuple(line.text for line in row),
    )
