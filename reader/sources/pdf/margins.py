"""What stands at the margins of PDF pages and is no text: running heads and feet, page numbers, line numbers.

Running heads are at the edge of the page and repeat on other pages: the same words except for numbers, at the same
height. A line at the position of such lines is one too, even with other words (a chapter's name). Numbers that count
lines, as in depositions, statutes and proofs, stand in one column outside of all other words, and count by one or by
five. Pitfalls: the first line of a chapter is at the top too, so a position counts only if it is apart from the text;
the first column of a table may count as well, so numbered lines must be text without gaps, on most pages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from reader.sources.pdf.chars import PdfWord
from reader.sources.pdf.lines import PdfLine
from reader.text.format import fold_line
from reader.text.word_lists import read_patterns

EDGE = 3  # lines from the top and from the bottom of a page that are examined
COMES_AGAIN, LONG, COMES_OFTEN = 2, 6, 3  # pages on which a line repeats; in a document of so many, the third number
SLOT = 3.0  # points by which the height of the same line varies from page to page
OFTEN = 0.5  # share of the pages with such a line in a slot, from which every line in the slot is one
OTHER_SIZE = 0.2  # share by which the letters of a stamp are larger or smaller than those of the text
APART = 0.4  # minimum distance of a running head from the text, in heights of its letters
ORNAMENT = 12  # length of a running head without letters; a row of stars between paragraphs is shorter

NUMBER = read_patterns("sources/lexicon/papers")["page number"]

PRINTED = re.compile(r"(?<![\d.:/-])\d{1,5}(?![\d.:/-])")

DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)

LINE_NUMBER = re.compile(r"[A-Z]?(\d{1,5})[A-Z]?")
"""A line's number; proofs write "S32" for a line that a short page lacks."""

FEWEST, STEPS = 8, (1, 5)  # numbers of a column that count, and what they count by
WIDE = 12.0  # points between the middles of short and long numbers in one column, whichever edge they share
TABULAR = 0.4  # share of lines with gaps above which they are a table


def find_running_heads(pages: Sequence[Sequence[PdfLine]]) -> set[tuple[int, int]]:
    """Return the lines that are furniture, as (page index, line index)."""
    edges = [_edges(page) for page in pages]
    seen = Counter(
        key
        for page, (top, low) in zip(pages, edges, strict=True)
        for key in {key for index in (*top, *low) for key in _keys(page[index])}
    )
    stamps = Counter(key for page in pages for key in {(fold_line(line.text), _slot(line)) for line in page})
    needed = COMES_AGAIN if len(pages) < LONG else COMES_OFTEN
    heads = [
        {index for index in (*top, *low) if _is_head(page, page[index], seen, needed)}
        for page, (top, low) in zip(pages, edges, strict=True)
    ]
    slots = Counter(
        slot
        for page, again in zip(pages, heads, strict=True)
        for slot in {slot for index in again for slot in _slots(page[index])}
    )
    often = {slot for slot, count in slots.items() if count >= max(COMES_AGAIN, OFTEN * len(pages))}
    found: set[tuple[int, int]] = set()
    for number, (page, edge, again) in enumerate(zip(pages, edges, heads, strict=True)):
        again |= {index for index, line in enumerate(page) if _slot(line) in often}
        for indices in edge:
            running = list(takewhile(again.__contains__, indices))
            while running and not (_is_apart(page, running) or _is_stamp(page, page[running[-1]], stamps, len(pages))):
                running.pop()
            found.update((number, index) for index in running)
        found.update((number, index) for index, line in enumerate(page) if line.turned)
    return found


def _edges(page: Sequence[PdfLine]) -> tuple[list[int], list[int]]:
    """Return the indices of the lines nearest to the top and to the bottom, from the edge inwards."""
    by_height = sorted((i for i, line in enumerate(page) if not line.turned), key=lambda i: -page[i].bottom)
    half = (len(by_height) + 1) // 2
    return by_height[: min(EDGE, half)], by_height[: half - 1 : -1][:EDGE]


def _keys(line: PdfLine) -> set[tuple[str, int]]:
    """Return keys that repeat on every page: height and words without numbers, of the line and of each cell."""
    return {(words, _slot(line)) for said in (line.text, *line.cells) for words in _words(said, line.page)}


def _words(said: str, page: int) -> list[str]:
    """Return folded words without numbers. Marks of printers have no words but are long; a number counts the pages, or
    is a publisher's mark."""
    words = fold_line(DIGITS.sub("", said))
    if not words and said.strip().isdecimal():
        return [f"page+{int(said) - page}", said.strip()]
    return [words or (said if len(said) >= ORNAMENT and not any(map(str.isalnum, said)) else "")]


def _slot(line: PdfLine) -> int:
    return round(line.bottom / SLOT)


def _slots(line: PdfLine) -> range:
    """Return the slot of a line and its neighbours, since heights vary slightly."""
    return range(_slot(line) - 1, _slot(line) + 2)


def _is_head(page: Sequence[PdfLine], line: PdfLine, seen: Counter[tuple[str, int]], needed: int) -> bool:
    """Return whether a line repeats, and most letters beside it: of the rows of a table one cell may."""
    if not _repeats(line, seen, needed):
        return False
    row = [each for each in page if abs(each.bottom - line.bottom) < SLOT and not each.turned]
    again = sum(len(each.text) for each in row if _repeats(each, seen, needed))
    return NUMBER.fullmatch(line.text.strip()) is not None or 2 * again >= sum(len(each.text) for each in row)


def _repeats(line: PdfLine, seen: Counter[tuple[str, int]], needed: int) -> bool:
    """Return whether the line, or each cell of it, repeats at this height, or is the number of its page."""
    parts = ((line.text,), line.cells or (line.text,))
    return any(all(_comes_again(line, said, seen, needed) for said in part) for part in parts)


def _comes_again(line: PdfLine, said: str, seen: Counter[tuple[str, int]], needed: int) -> bool:
    is_number = NUMBER.fullmatch(said.strip()) is not None
    if is_number and str(line.page + 1) in re.findall(r"\d+", said):
        return True
    words = _words(said, line.page)
    fewest = COMES_AGAIN if is_number or not words[0] else needed
    again = any(
        sum(seen[each, near] for near in _slots(line)) >= (COMES_OFTEN if each == said.strip() else fewest)
        for each in words
    )
    return again and (words != [""] or is_number)


def _is_stamp(page: Sequence[PdfLine], line: PdfLine, stamps: Counter[tuple[str, int]], pages: int) -> bool:
    """Return whether a line in letters of another size is at this height on most of many pages."""
    words = fold_line(line.text)
    again = sum(stamps[words, slot] for slot in _slots(line))
    ((usual, _),) = Counter(other.size for other in page).most_common(1)
    return bool(words) and pages >= LONG and again > OFTEN * pages and abs(line.size - usual) > OTHER_SIZE * usual


def _is_apart(page: Sequence[PdfLine], running: Sequence[int]) -> bool:
    """Return whether the innermost of these lines is clearly apart from the text."""
    line = page[running[-1]]
    inside = [other for index, other in enumerate(page) if index not in running and not other.turned]
    gaps = [max(other.bottom - line.top, line.bottom - other.top) for other in inside]
    return not gaps or min(gaps) > APART * (line.top - line.bottom)


def printed_offset(edges: Sequence[Sequence[PdfLine]]) -> int:
    """Return the number printed on most pages less how many come before; `edges` has what runs along each page."""
    offsets = Counter(
        offset
        for number, lines in enumerate(edges)
        for offset in {int(digits) - number for line in lines for digits in PRINTED.findall(line.text)}
        if offset > 0
    )
    offset, count = max(offsets.items(), key=lambda item: item[1], default=(1, 0))
    return offset if count >= max(COMES_AGAIN, OFTEN * len(edges)) else 1


# -- line numbers ------------------------------------------------------------------------------------------------------


def find_line_numbers(rows: Sequence[Sequence[PdfWord]]) -> set[int]:
    """Return the numbers at the margin as ids of their words; `rows` are the lines of the page as it is drawn."""
    ends = [word for row in rows if row for word in {id(row[0]): row[0], id(row[-1]): row[-1]}.values()]
    numbers = [word for word in ends if LINE_NUMBER.fullmatch(word.text)]
    if len(numbers) < FEWEST:
        return set()
    middles = Counter(round((word.left + word.right) / 2 / WIDE) for word in numbers)
    for middle, _ in middles.most_common(2):
        column = [word for word in numbers if abs((word.left + word.right) / 2 - middle * WIDE) <= WIDE]
        if (found := _counting(column)) and _is_outside(found, rows):
            return {id(word) for word in found}
    return set()


def _counting(column: Sequence[PdfWord]) -> list[PdfWord]:
    ordered = sorted(column, key=lambda word: -word.bottom)
    values = [int(found[1]) for word in ordered if (found := LINE_NUMBER.fullmatch(word.text))]
    steps = Counter(after - before for before, after in pairwise(values))
    return ordered if max(steps[step] for step in STEPS) + 1 >= max(FEWEST, 0.9 * len(values)) else []


def _is_outside(column: Sequence[PdfWord], rows: Sequence[Sequence[PdfWord]]) -> bool:
    """Return whether no other word of these lines is further out, and the lines are text."""
    ids = {id(word) for word in column}
    low, high = min(word.bottom for word in column) - 1, max(word.top for word in column) + 1
    left, right = min(word.left for word in column), max(word.right for word in column)
    texts = [[word for word in row if id(word) not in ids and low <= word.bottom <= high] for row in rows]
    texts = [row for row in texts if row]
    inner = [word for row in texts for word in row]
    if not inner or not (right <= min(word.left for word in inner) or left >= max(word.right for word in inner)):
        return False
    gaps = sum(
        any(after.left - before.right > 2 * (before.top - before.bottom) for before, after in pairwise(row))
        for row in texts
    )
    return gaps <= TABULAR * len(texts)
