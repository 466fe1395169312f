"""The lines of PDF pages: their text, position and style.

A page has no lines, only characters at positions; PDFium joins those into lines in drawing order, which is reading
order in nearly every file. Here a line that spans a gap is split there, so that columns drawn row by row are separated.
Pitfall: time: every query costs about a microsecond, so only the ends of words are queried, and other letters only
in a document whose spaces PDFium misses. Units are those of the page, 72 to an inch, with y upwards.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.sources.pdf.chars import RAISED, WORD, PageChars, PdfWord, compose_accents, join_surrogates
from reader.sources.pdf.right_to_left import is_right_to_left, read_row
from reader.text.scripts import is_hangul, is_unspaced

NEWLINE = re.compile(r"\r\n|(?<=[\x02\ufffe])")
"""PDFium joins both parts of a divided word, with a character of its own for the hyphen."""

MAX_TILT = 0.1  # angle, in radians, above which a line does not run from left to right
NOTE = re.compile(r"[\d*†‡]{1,3}")
TRAILING, LEADING = re.compile(r"(?<=\D)[\d*†‡]{1,3}$"), re.compile(r"[\d*†‡]{1,3}(?=[^\W\d])")

LETTERED = re.compile(r"(?<=[^\W\d_]{2})[a-k](?=(?:,[a-k\d*∗⁎]{1,2})*,?$)")
"""A letter that leads from a name to a place of work, if it is raised."""

MINUS = re.compile(r"(?<=[^\W\d_])\u2212(?=[^\W\d_]|$)")  # a hyphen as Ghostscript writes it
GAP = 1.6  # gap between columns, as a multiple of the letters’ height; in justified lines gaps reach one
CELL_GAP = 0.5  # the same in a line whose neighbour has a gap at that position: the cells of a table
STRETCHED_WORDS, EVEN = 3, 0.5  # words of a line whose gaps are its spaces, which differ by so many heights of a letter
SOLID_GAP = 0.4  # gap in heights of a letter above which letters of a script without spaces have one between them

SIGN = re.compile(r"[•◦▪‣●○■□∙\uf0b7\uf0a7]|\(?(?:\d{1,3}|[a-z])[.)]|\[[\w+]{1,10}\]?")
SIGN_GAP = 3.0  # heights of a letter from a list marker or the label of a reference to its item

POINT, MOST_POINTS = re.compile(r"[•◦▪●○■□∙]+"), 200
"""A point of a plot, and how many words of a page are signs of lists; a plot may have 20,000."""

SAME_ROW = 0.3  # share of its height that a raised or lowered part has beside the line it belongs to
NEAR = 2.0  # points by which the lines of a column may begin or end apart
Gap = tuple[float, float]  # where a gap begins and ends


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line, or a part of one between gaps."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int  # counted from 0
    bold: bool = False
    fixed: bool = False  # true for a monospaced font
    turned: bool = False  # true if it runs up, down or aslant
    filled: bool = False  # true for text that was filled in or written over the page
    em: float = 0.0
    """The size of its font, which unlike `size` is the same for the letters of a formula; 0 if it is not known."""
    row: int = 0  # the row: parts of one line have the same number within the page
    cells: tuple[str, ...] = ()  # the cells of a table row
    region: int = 0  # which region of its page it is in
    edge: float = math.inf
    """The right edge of the text of that region, and of those above and below it between the same gutters."""

    @property
    def size(self) -> float:
        """The height of its letters, rounded to half a point; at least 0.5, since a broken file may say 0."""
        return max(0.5, round((self.top - self.bottom) * 2) / 2)


def make_lines(
    letters: PageChars, rows: list[list[PdfWord]], number: int, find_gutters: "Callable[[list[PdfLine]], list[Gap]]"
) -> list[PdfLine]:
    """Return the lines of a page as they are drawn, split at wide gaps, and where a column has a narrow gutter."""
    rows = without_points(rows)
    parts = list(_split_rows(rows, []))
    gutters = find_gutters([_bare_line(words, number) for words, _ in parts])
    if gutters:
        parts = list(_split_rows(rows, gutters))
    lines = [_make_line(letters, words, number, row) for words, row in parts]
    return _attach_signs(_rejoin(lines, gutters))


def read_words(letters: PageChars, *, narrow: bool = False) -> list[list[PdfWord]]:
    """Return the words of each line as PDFium joins them."""
    breaks = [newline.span() for newline in NEWLINE.finditer(letters.text)]
    starts, ends = [0, *(after for _, after in breaks)], [*(before for before, _ in breaks), len(letters.text)]
    if is_right_to_left(letters):
        return [read_row(letters, start, end) for start, end in zip(starts, ends, strict=True)]
    rows: list[list[PdfWord]] = []
    for start, end in zip(starts, ends, strict=True):
        spans = [found.span() for found in WORD.finditer(letters.text, start, end)]
        if narrow:
            spans = [part for span in spans for part in letters.split_word(*span)]
        rows.append([_read_word(letters, *span) for span in spans])
    return rows


def without_points(rows: list[list[PdfWord]]) -> list[list[PdfWord]]:
    """Return rows without the points of plots, which are signs of lists if they are few."""
    points = {id(word) for row in rows for word in row if POINT.fullmatch(word.text)}
    if len(points) <= MOST_POINTS:
        return rows
    return [words for row in rows if (words := [word for word in row if id(word) not in points])]


def _split_rows(rows: list[list[PdfWord]], gutters: list[Gap]) -> Iterator[tuple[list[PdfWord], int]]:
    """Yield the parts of rows, each with the number of its row."""
    cuts = [
        [(one.right, other.left) for one, other in pairwise(row) if other.left - one.right > GAP * max(1.0, one.height)]
        for row in rows
    ]
    stretched = [
        _is_stretched(words, cut, _gaps_beside(cuts, at))
        for at, (words, cut) in enumerate(zip(rows, cuts, strict=True))
    ]
    cuts = [[] if whole else cut for cut, whole in zip(cuts, stretched, strict=True)]
    row = 0
    for at, words in enumerate(rows):
        around = _gaps_beside(cuts, at) if cuts[at] else []
        for part, beside in [(words, False)] if stretched[at] else _split_at_gaps(words, around, gutters):
            row += not beside
            if part:
                yield part, row


def _bare_line(words: list[PdfWord], number: int) -> PdfLine:
    """Return a line without its style, which takes time to find."""
    first, last = words[0], words[-1]
    text = " ".join(word.text for word in words)
    return PdfLine(text, first.left, max(last.right, first.right), first.bottom, first.top, number)


def _gaps_beside(cuts: list[list[Gap]], at: int) -> list[Gap]:
    return [gap for gaps in (*cuts[max(0, at - 1) : at], *cuts[at + 1 : at + 2]) for gap in gaps]


def _read_word(letters: PageChars, start: int, end: int) -> PdfWord:
    text = compose_accents(MINUS.sub("-", join_surrogates(letters.text[start:end])))
    left, bottom, right, top = letters.box(start)
    if is_unspaced(text[:1]) or is_hangul(text[:1]):
        bottom, top = letters.em_bounds(start)
        return PdfWord(text, start, left, letters.box(end - 1)[2], bottom, top)
    if end - start == 1:
        return PdfWord(text, start, left, right, bottom, top)
    _, low, right, high = letters.box(end - 1)
    behind, before = TRAILING.search(text), LEADING.match(text)
    if behind and (low - bottom > RAISED * (top - bottom) or letters.is_raised(end - 1, start + behind.start() - 1)):
        text = f"{text[: behind.start()]}[{behind[0]}]"
    elif bottom - low > RAISED * (high - low):  # the letters after the gap decide
        bottom, top = low, high
        text = f"[{before[0]}] {text[before.end() :]}" if before else text
    elif before and letters.is_raised(start, start + before.end()):
        text = f"[{before[0]}] {text[before.end() :]}"
    if text[:1].isupper() and (sign := LETTERED.search(text)):
        _, rise, _, _ = letters.box(end - len(text) + sign.start())
        if rise - bottom > RAISED * (top - bottom):
            text = f"{text[: sign.start()]}[{text[sign.start() :].rstrip(',')}]{',' * text.endswith(',')}"
    return PdfWord(text, start, left, right, bottom, top)


def _is_stretched(words: list[PdfWord], cut: list[Gap], around: list[Gap]) -> bool:
    """Return whether all spaces of a line are as wide as its gaps, which no line `around` has: its column is narrow."""
    if not cut or len(words) < STRETCHED_WORDS:
        return False
    if any(start < after and before < end for start, end in cut for before, after in around):
        return False
    spaces = [word.left - before.right for before, word in pairwise(words)]
    height = max(1.0, *(word.height for word in words))
    return max(spaces) - min(spaces) <= EVEN * height and all(any(map(str.isalpha, word.text)) for word in words)


def _split_at_gaps(words: list[PdfWord], around: list[Gap], gutters: list[Gap]) -> Iterator[tuple[list[PdfWord], bool]]:
    """Split the words of a line at gaps, or where it jumps; also say whether each part is beside the one before.

    A narrower gap counts, too, if the lines `around` have one, or if it is at one of the `gutters`.
    """
    part: list[PdfWord] = []
    beside = False
    for word in words:
        if part:
            before = part[-1]
            height = max(1.0, before.height)
            gap = word.left - before.right
            cells = gap > CELL_GAP * height and (
                any(start <= before.right + 1 and word.left <= end + 1 for start, end in around)
                or _spans(before.right, word.left, gutters)
            )
            above = min(before.top, word.top) < max(before.bottom, word.bottom)
            away = above or before.left - word.right > GAP * height
            if away or cells or gap > GAP * height:
                yield part, beside
                part, beside = [], not away
        part.append(word)
    if part:
        yield part, beside


def _make_line(letters: PageChars, words: list[PdfWord], number: int, row: int) -> PdfLine:
    looks = [letters.font_style(word.start) for word in {words[0].start: words[0], words[-1].start: words[-1]}.values()]
    heights = Counter((word.bottom, word.top) for word in words)
    (bottom, top), _ = heights.most_common(1)[0]
    em = round(letters.font_size(max(words, key=lambda word: len(word.text)).start) * 2) / 2
    if not em:  # a font of pictures, with a box for each letter
        top = max((word.top for word in words if word.bottom < top), default=top)
    text, right = "", 0.0
    for word in words:
        is_sign = len(words) > 1 and NOTE.fullmatch(word.text) and word.bottom - bottom > RAISED * (top - bottom)
        if is_sign:
            text += f"[{word.text}]"
        else:
            unspaced = is_unspaced(text[-1:]) and is_unspaced(word.text[0])  # PDFium sees spaces beside narrow letters
            solid = unspaced and word.left - right < SOLID_GAP * word.height
            text += word.text if solid or not text else f" {word.text}"
        right = word.right
    left, right = min(word.left for word in words), max(word.right for word in words)
    upright = right - left > max(word.top for word in words) - min(word.bottom for word in words)
    bold, fixed = map(all, zip(*looks, strict=True))
    turned = abs(letters.tilt(words[0].start)) > MAX_TILT and not (upright and len(words) > 1)
    return PdfLine(text, left, right, bottom, top, number, bold, fixed, turned, em=em, row=row)


def _spans(right: float, left: float, gutters: list[Gap]) -> bool:
    """Return whether the space between two words is that of a gutter."""
    return any(right <= start + NEAR and left >= end - NEAR for start, end in gutters)


def _rejoin(lines: list[PdfLine], gutters: list[Gap]) -> list[PdfLine]:
    """Rejoin lines with what continues directly beside them: other letters, raised and lowered ones."""
    joined: list[PdfLine] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is None
            or line.row == before.row
            or not -0.5 * before.size < line.left - before.right < GAP * max(before.size, line.size)
            or _spans(before.right, line.left, gutters)
        ):
            joined.append(line)
            continue
        rise = line.bottom - before.bottom
        if NOTE.fullmatch(before.text) and before.size < line.size and -line.size < rise < 0:
            joined[-1] = replace(line, text=f"[{before.text}] {line.text}", left=before.left)
            continue
        between = " " if line.left - before.right > 0.1 * before.size else ""
        shared = min(line.top, before.top) - max(line.bottom, before.bottom)
        if NOTE.fullmatch(line.text) and RAISED * before.size < rise < before.size:
            joined[-1] = replace(before, text=f"{before.text}[{line.text}]", right=line.right)
        elif abs(rise) < RAISED * before.size or shared > SAME_ROW * min(line.size, before.size):
            text = f"{before.text}{'' if line.text.startswith('[') else between}{line.text}"
            main = before if len(before.text) >= len(line.text) else line
            right, bold = max(before.right, line.right), before.bold and line.bold
            joined[-1] = replace(main, text=text, left=before.left, right=right, bold=bold, row=before.row)
        else:
            joined.append(line)
    return joined


def _attach_signs(lines: list[PdfLine]) -> list[PdfLine]:
    """Attach the markers of list items, which some programs draw separately."""
    signs = [line for line in lines if SIGN.fullmatch(line.text)]
    lines = [line for line in lines if not SIGN.fullmatch(line.text)]
    for marker in signs:
        beside = [
            (line.left - marker.right, index)
            for index, line in enumerate(lines)
            if abs(line.bottom - marker.bottom) < marker.size / 2
            and -1 < line.left - marker.right < SIGN_GAP * marker.size
        ]
        if beside:
            index = min(beside)[1]
            line = lines[index]
            lines[index] = replace(line, text=f"{marker.text} {line.text}", left=marker.left)
        else:
            lines.append(marker)
    return lines
