"""The characters of a PDF page: position, style, and which form a word.

Querying a character costs about a microsecond, so not all of them are queried. Coordinates are in points, 72 to an
inch, with y upwards; characters are counted as PDFium counts them, from 0. TeX and old fonts draw accents as letters of
their own, before the letter they belong to (`na¨ıve`); both signs are one letter only if Unicode has it.
"""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

COMBINING = {sign: unicodedata.normalize("NFKD", sign)[1] for sign in "¨¯´¸˘˙˚˛˜˝"}
COMBINING |= {"`": "\u0300", "ˆ": "\u0302", "ˇ": "\u030c"}  # grave, circumflex, caron: Unicode has no such mapping
"""The accents that belong to letters, by those that stand alone."""

SPACED = re.compile(rf"(?<![^\W\d_])([{''.join(sorted(set(COMBINING) - set('`´')))}])([^\W\d_])")
"""One that begins a word. Acute and grave are not among them: there they are quotation marks."""

WITHIN = re.compile(rf"(?<=[^\W\d_])([{''.join(COMBINING)}])([^\W\d_])")

DOTLESS = str.maketrans("ıȷ", "ij")

WORD = re.compile(r"\S+")

STRAY = re.compile(r"\r(?!\n)|(?<!\r)\n")
"""A letter of a font that does not say what it is; PDFium ends lines with both characters."""

RAISED = 0.2  # by how many letter heights a footnote marker is raised above the letters beside it
SPACE = 0.14  # the gap, in letter heights, above which two letters are separated by a space
SAMPLE_LENGTH = 1000  # letters of a page that are examined for missing spaces
TURN_SAMPLE = 30  # words that tell whether a page was drawn turned
DESCENT, ASCENT = 0.25, 0.95  # ems below and above the baseline of Hebrew, Arabic, Chinese, whose boxes vary
FIXED, BOLD = 1 << 0, 1 << 18  # font flags of PDF
BOLD_WEIGHT = 600
BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|cmbx|-bd|,b", re.IGNORECASE)
REGULAR_NAME = re.compile(r"regular|roman|book", re.IGNORECASE)
"""Names of fonts whose weight, which PDFium guesses from their stems, is not believed."""

FIXED_NAME = re.compile(r"mono|courier|consol|cmtt|typewriter", re.IGNORECASE)

NAME_LENGTH = 128


def compose_accents(word: str) -> str:
    """Return `word` with its separate accents on the letters that follow them."""
    if word.isascii() and "`" not in word:
        return word
    return SPACED.sub(_compose, WITHIN.sub(_compose, word))


def _compose(found: re.Match[str]) -> str:
    """Return one letter if there is such a letter, else what was found."""
    letter = unicodedata.normalize("NFC", found[2].translate(DOTLESS) + COMBINING[found[1]])
    return letter if len(letter) == 1 else found[0]


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page; `left` and `right` are where it begins and ends, mirrored where it is read from the right."""

    text: str
    start: int  # the index of one of its characters
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@contextmanager
def page_chars(page: PdfPage, rotation: int | None = None) -> "Iterator[PageChars]":
    """Open the characters of `page` for the duration of the block, with its own rotation or another."""
    with closing(page.get_textpage()) as text_page:
        yield PageChars(text_page.raw, page.get_rotation() if rotation is None else rotation)


def has_narrow_spaces(page: PdfPage) -> bool:
    """Return whether PDFium misses spaces among the first words of `page`."""
    with page_chars(page) as chars:
        sampled = 0
        for found in WORD.finditer(chars.text):
            if len(chars.split_word(*found.span())) > 1:
                return True
            sampled += len(found[0])
            if sampled > SAMPLE_LENGTH:
                break
    return False


def join_surrogates(text: str) -> str:
    """Return text in which letters beyond the first 65,536, which PDFium counts as two characters, are one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class PageChars:
    def __init__(self, handle: pdfium.FPDF_TEXTPAGE, rotation: int) -> None:
        self.handle = handle
        self.quarter_turns = {90: 1, 180: 2, 270: 3}.get(rotation, 0)
        count = max(0, pdfium.FPDFText_CountChars(handle))
        self.text = self._read_text(count)
        self._box = pdfium.FS_RECTF()
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._flags = ctypes.c_int()
        self._ink_box = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()

    def _read_text(self, count: int) -> str:
        """Read one string per character; queried one by one only if some are not single units of UTF-16."""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        pdfium.FPDFText_GetText(self.handle, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        if len(text) != count or "\0" in text:
            codes = (pdfium.FPDFText_GetUnicode(self.handle, index) for index in range(count))
            text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
        return STRAY.sub("\ufffd", text)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of a character's font box, on the page as it is displayed."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self.handle, index, ctypes.byref(box))
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if not math.isfinite(left + bottom + right + top):
            return 0.0, 0.0, 0.0, 0.0
        (left, right), (bottom, top) = sorted((left, right)), sorted((bottom, top))
        match self.quarter_turns:
            case 1:
                return bottom, -right, top, -left
            case 2:
                return -right, -top, -left, -bottom
            case 3:
                return -top, left, -bottom, right
        return left, bottom, right, top

    def ink_bounds(self, index: int) -> tuple[float, float]:
        """Return bottom and top of a character's ink, on a page that is not rotated."""
        left, right, bottom, top = self._ink_box
        pdfium.FPDFText_GetCharBox(
            self.handle, index, ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top)
        )
        return bottom.value, top.value

    def em(self, index: int) -> tuple[float, float]:
        """Return the size of a character's font and the height of its baseline, on a page that is not rotated."""
        x, y, size = ctypes.c_double(), ctypes.c_double(), self.font_size(index)
        pdfium.FPDFText_GetCharOrigin(self.handle, index, ctypes.byref(x), ctypes.byref(y))
        return (size, y.value) if math.isfinite(y.value) and size > 0 else (1.0, 0.0)

    def font_size(self, index: int) -> float:
        """Return the size of a character's font, on a page that may be rotated; 0 if it is not known."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.handle, index, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(self.handle, index) * math.hypot(matrix.b, matrix.d)
        return size if math.isfinite(size) else 0.0

    def em_bounds(self, index: int) -> tuple[float, float]:
        """Return bottom and top of a character by the size of its font, where boxes vary with the letters."""
        if self.quarter_turns:
            _, bottom, _, top = self.box(index)
            return bottom, top
        em, baseline = self.em(index)
        return baseline - DESCENT * em, baseline + ASCENT * em

    def is_raised(self, index: int, beside: int) -> bool:
        """Return whether a digit is drawn higher than the letter beside it, though their boxes are alike."""
        if self.quarter_turns:
            return False
        (low, _), (bottom, _) = self.ink_bounds(index), self.ink_bounds(beside)
        *_, high = self.box(beside)
        return low - bottom > RAISED * (high - bottom)

    def split_word(self, start: int, end: int) -> list[tuple[int, int]]:
        """Split what PDFium takes for one word; letters that are all spaced apart are one word."""
        boxes = [self.box(index) for index in range(start, end)]
        ends = [
            start + place
            for place, (before, after) in enumerate(pairwise(boxes), 1)
            if SPACE * (before[3] - before[1]) < after[0] - before[2] and before[1] < after[3] and after[1] < before[3]
        ]
        if not ends or len(ends) > max(1, (end - start) / 3):
            return [(start, end)]
        return list(pairwise([start, *ends, end]))

    def turn_upright(self) -> None:
        """Turn the page so that most of its letters run from left to right."""
        words = [found.start() for found in WORD.finditer(self.text)]
        sample = words[:: max(1, len(words) // TURN_SAMPLE)]
        turns = Counter(round(self.tilt(index) / (math.pi / 2)) % 4 for index in sample)
        for turn, count in turns.most_common(1):
            if count > len(sample) / 2:
                self.quarter_turns = (self.quarter_turns - turn) % 4

    def tilt(self, index: int) -> float:
        """Return the angle of a character on the page as displayed, clockwise in radians; 0 if it is not known."""
        angle = pdfium.FPDFText_GetCharAngle(self.handle, index)
        return math.remainder(angle + self.quarter_turns * math.pi / 2, 2 * math.pi) if angle >= 0 else 0.0

    def font_style(self, index: int) -> tuple[bool, bool]:
        """Return whether a character is bold, and whether its font is monospaced."""
        name, flags = self._name, self._flags
        name.value, flags.value = b"", 0
        pdfium.FPDFText_GetFontInfo(self.handle, index, name, NAME_LENGTH, ctypes.byref(flags))
        font = name.value.decode("utf-8", "replace")
        font = font.partition("+")[2] or font
        heavy = pdfium.FPDFText_GetFontWeight(self.handle, index) >= BOLD_WEIGHT and REGULAR_NAME.search(font) is None
        bold = heavy or bool(flags.value & BOLD) or BOLD_NAME.search(font) is not None
        return bold, bool(flags.value & FIXED) or FIXED_NAME.search(font) is not None
