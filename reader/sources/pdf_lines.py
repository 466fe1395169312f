"""The lines of PDF pages, as PDFium finds them: their words, where they stand, and how their letters look.

A page has no lines, only letters at places; PDFium puts those into lines in the order in which they were drawn, which
nearly every program does as one reads. Here a line that reaches over a gap is cut there, so that columns drawn row by
row come apart. The trap is time: every question costs about a microsecond, so only the ends of words are asked about.
Units are those of the page, 72 to an inch, with y upwards.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

WORD = re.compile(r"\S+")
NEWLINE = re.compile(r"\r\n?|\n|(?<=[\x02\ufffe])")
"""PDFium joins what stands on both sides of a divided word, and puts a sign of its own for the hyphen."""

RAISED = 0.2
"""Heights of a letter that the sign of a footnote stands higher than the letters beside it."""

NOTE = re.compile(r"[\d*†‡]{1,3}")
TRAILING, LEADING = re.compile(r"(?<=\D)[\d*†‡]{1,3}$"), re.compile(r"[\d*†‡]{1,3}(?=[^\W\d])")

GAP = 1.6
"""Widths between words, as a share of the height of the letters, from which they belong to different columns: in
justified lines they are up to one."""

SIGN = re.compile(r"[•◦▪‣●○■□∙\uf0b7\uf0a7]|\(?(?:\d{1,3}|[a-z])[.)]")
SIGN_GAP = 3.0
"""What stands before an item of a list, and how many heights of a letter it is away from it at most."""

COLUMN_LINES, COLUMN_SHARE = 6, 0.4
"""Lines with a gap at one place, at least, and their share of the page's, that make columns of it."""

COLUMN_WORDS = 3.0
"""Words of a line in a column at least, on average: cells of a table have fewer."""

TURNED = 0.1
"""Radians from which a line does not run from left to right."""

FIXED, BOLD = 1 << 0, 1 << 18
"""What the flags of a font say of it."""

BOLD_WEIGHT = 600
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|cmbx|-bd|,b", re.IGNORECASE)
FIXED_NAME = re.compile(r"mono|courier|consol|cmtt|typewriter", re.IGNORECASE)

NAME_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or a part of one between gaps."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    """Counted from 0."""
    bold: bool = False
    fixed: bool = False
    """All letters are of one width."""
    turned: bool = False
    """It runs up, down or aslant."""
    row: int = 0
    """Parts of one line have one number, within the page."""
    cells: tuple[str, ...] = ()
    """The parts of a line of a table."""

    @property
    def size(self) -> float:
        """How high its letters are, rounded so that equal ones are equal; never nothing, as a broken file may say."""
        return max(0.5, round((self.top - self.bottom) * 2) / 2)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines_of(page: PdfPage, number: int) -> list[Line]:
    """The lines of `page` in the order in which they are read."""
    text_page = page.get_textpage()
    try:
        lines = list(_lines(_Letters(text_page.raw, page.get_rotation()), number))
    finally:
        text_page.close()
    return _in_reading_order(_with_signs(_rejoined(lines)))


class _Letters:
    """The letters of one page."""

    def __init__(self, handle: pdfium.FPDF_TEXTPAGE, rotation: int) -> None:
        self.handle = handle
        self.turn = {90: 1, 180: 2, 270: 3}.get(rotation, 0)
        count = max(0, pdfium.FPDFText_CountChars(handle))
        self.text = self._all(count)
        self._box = pdfium.FS_RECTF()
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._flags = ctypes.c_int()

    def _all(self, count: int) -> str:
        """A character for each letter; asked for one by one only where some are no single unit of UTF-16."""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        pdfium.FPDFText_GetText(self.handle, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        return text if len(text) == count and "\0" not in text else "".join(map(self._letter, range(count)))

    def _letter(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.handle, index)
        return chr(code) if 0 < code < 0x110000 else "\ufffd"

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a letter, as its font has room for it, on the page as it is looked at."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self.handle, index, ctypes.byref(box))
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if not math.isfinite(left + bottom + right + top):
            return 0.0, 0.0, 0.0, 0.0
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        match self.turn:
            case 1:
                return bottom, -right, top, -left
            case 2:
                return -right, -top, -left, -bottom
            case 3:
                return -top, left, -bottom, right
        return left, bottom, right, top

    def is_turned(self, index: int) -> bool:
        angle = pdfium.FPDFText_GetCharAngle(self.handle, index) - self.turn * math.pi / 2
        away = abs(math.remainder(angle, 2 * math.pi)) if angle > -10 else 0.0
        return away > TURNED

    def look(self, index: int) -> tuple[bool, bool]:
        """Whether a letter is bold, and whether its font is of one width."""
        name, flags = self._name, self._flags
        name.value, flags.value = b"", 0
        pdfium.FPDFText_GetFontInfo(self.handle, index, name, NAME_LENGTH, ctypes.byref(flags))
        font = name.value.decode("utf-8", "replace")
        font = font.partition("+")[2] or font
        heavy = pdfium.FPDFText_GetFontWeight(self.handle, index) >= BOLD_WEIGHT
        bold = heavy or bool(flags.value & BOLD) or BOLD_NAME.search(font) is not None
        return bold, bool(flags.value & FIXED) or FIXED_NAME.search(font) is not None


def _lines(letters: _Letters, number: int) -> Iterator[Line]:
    start = 0
    ends = [*(newline.span() for newline in NEWLINE.finditer(letters.text)), (len(letters.text),) * 2]
    row = 0
    for end, following in ends:
        words = [_word(letters, *found.span()) for found in WORD.finditer(letters.text, start, end)]
        for part, beside in _parts(words):
            row += not beside
            yield _line(letters, part, number, row)
        start = following


def _word(letters: _Letters, start: int, end: int) -> _Word:
    text = letters.text[start:end]
    left, bottom, right, top = letters.box(start)
    if end - start == 1:
        return _Word(text, start, left, right, bottom, top)
    _, low, right, high = letters.box(end - 1)
    if low - bottom > RAISED * (top - bottom) and (sign := TRAILING.search(text)):  # a footnote's, behind the word
        text = f"{text[: sign.start()]}[{sign[0]}]"
    elif bottom - low > RAISED * (high - low):  # before it: the letters behind it tell the line
        bottom, top = low, high
        if sign := LEADING.match(text):
            text = f"[{sign[0]}] {text[sign.end() :]}"
    return _Word(text, start, left, right, bottom, top)


def _parts(words: list[_Word]) -> Iterator[tuple[list[_Word], bool]]:
    """The words of a line, cut where a gap is, or where it goes on somewhere else; is a part beside the one before?"""
    part: list[_Word] = []
    beside = False
    for word in words:
        if part:
            before = part[-1]
            height = max(1.0, before.height)
            right = word.left - before.right > GAP * height
            away = before.left - word.right > GAP * height or min(before.top, word.top) < max(
                before.bottom, word.bottom
            )
            if right or away:
                yield part, beside
                part, beside = [], not away
        part.append(word)
    if part:
        yield part, beside


def _line(letters: _Letters, words: list[_Word], number: int, row: int) -> Line:
    looks = [letters.look(word.start) for word in {words[0].start: words[0], words[-1].start: words[-1]}.values()]
    heights = Counter((word.bottom, word.top) for word in words)
    (bottom, top), _ = heights.most_common(1)[0]
    text = ""
    for word in words:
        is_sign = len(words) > 1 and NOTE.fullmatch(word.text) and word.bottom - bottom > RAISED * (top - bottom)
        text += f"[{word.text}]" if is_sign else f" {word.text}"
    return Line(
        text.strip(),
        min(word.left for word in words),
        max(word.right for word in words),
        bottom,
        top,
        number,
        bold=all(bold for bold, _ in looks),
        fixed=all(fixed for _, fixed in looks),
        turned=letters.is_turned(words[0].start),
        row=row,
    )


def _rejoined(lines: list[Line]) -> list[Line]:
    """The lines with what goes on directly beside them: after other letters, or the raised sign of a footnote."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is None or not -0.5 * before.size < line.left - before.right < GAP * before.size:
            joined.append(line)
            continue
        rise = line.bottom - before.bottom
        between = " " if line.left - before.right > 0.1 * before.size else ""
        if NOTE.fullmatch(line.text) and RAISED * before.size < rise < before.size:
            joined[-1] = replace(before, text=f"{before.text}[{line.text}]", right=line.right)
        elif abs(rise) < RAISED * before.size:
            text = f"{before.text}{'' if line.text.startswith('[') else between}{line.text}"
            joined[-1] = replace(before, text=text, right=line.right, bold=before.bold and line.bold)
        else:
            joined.append(line)
    return joined


def _with_signs(lines: list[Line]) -> list[Line]:
    """The lines with the bullets and numbers of lists before them, which some programs draw apart."""
    signs = [line for line in lines if SIGN.fullmatch(line.text)]
    if not signs:
        return lines
    lines = [line for line in lines if not SIGN.fullmatch(line.text)]
    for sign in signs:
        beside = [
            (line.left - sign.right, index)
            for index, line in enumerate(lines)
            if abs(line.bottom - sign.bottom) < sign.size / 2 and -1 < line.left - sign.right < SIGN_GAP * sign.size
        ]
        if beside:
            index = min(beside)[1]
            line = lines[index]
            lines[index] = replace(line, text=f"{sign.text} {line.text}", left=sign.left)
        else:
            lines.append(sign)
    return lines


# -- columns ----------------------------------------------------------------------------------------------------------


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines with columns one after the other; the cells of a table side by side in one line."""
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.row, []).append(line)
    cut = [row for row in rows.values() if len(row) > 1]
    middle = _middle_of_columns(cut, len(rows))
    if middle is None:
        return [_as_cells(row) for row in rows.values()]
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows.values():
        if any(line.left < middle < line.right for line in row):  # a line over both columns
            ordered += [*left, *right, *row]
            left, right = [], []
            continue
        for line in row:
            (left if line.right <= middle else right).append(line)
    return [*ordered, *left, *right]


def _middle_of_columns(cut: list[list[Line]], rows: int) -> float | None:
    """Where the gap is that most of the lines in `cut` have, if there are two columns of text beside it."""
    gaps = [(before.right, after.left) for row in cut for before, after in pairwise(row)]
    if len(cut) < max(COLUMN_LINES, COLUMN_SHARE * rows):
        return None
    middles = Counter(round((start + end) / 2 / 10) * 10 for start, end in gaps if end > start)
    for middle, _ in middles.most_common(1):
        at = [row for row in cut if any(b.right < middle < a.left for b, a in pairwise(row))]
        words = [len(line.text.split()) for row in at for line in row]
        if len(at) >= max(COLUMN_LINES, COLUMN_SHARE * rows) and sum(words) >= COLUMN_WORDS * len(words):
            return float(middle)
    return None


def _as_cells(row: list[Line]) -> Line:
    """The parts of a row as one line."""
    if len(row) == 1:
        return row[0]
    first = row[0]
    return replace(
        first,
        text="   ".join(line.text for line in row),
        left=min(line.left for line in row),
        right=max(line.right for line in row),
        bold=all(line.bold for line in row),
        cells=tuple(line.text for line in row),
    )
