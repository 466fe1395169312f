"""Rows of Hebrew and Arabic pages: their letters put in reading order by their places.

Programs draw such text in either direction, some each word in another, and PDFium turns only some of it around. So a
row is sorted from right to left, numbers and foreign words within it are turned back, and brackets are turned if they
close before they open. Words get mirrored coordinates: x grows in reading order, as `lines` and `paragraphs` expect.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from reader.sources.pdf.chars import ASCENT, DESCENT, RAISED, PageChars, PdfWord
from reader.text.span import split_runs

LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LATIN = "[^\\W_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"

LEFT_TO_RIGHT = re.compile(
    rf"(?:(?!\d){LATIN})(?:[ .,:/'’&@+-]{{0,2}}{LATIN})*"  # words of another script
    r"|[%$€£#]?\d+(?:[.,:/٫٬-]\d+)*[%°]?"  # a number; it is still from right to left
)

TURNED_LIGATURE = re.compile("[\u0627\u0622\u0623\u0625\u0671]\u0644|\u0647\u0644\u0644\u0627?")
"""Alef before lam, and the letters of `لله`, which PDFium turns around with the row though they are one glyph."""

BRACKETS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
OPENING, CLOSING = "([{«‹", ")]}»›"

SPACE, SPACE_BETWEEN = 0.25, 0.15
"""Gaps in ems that are a space: between any two letters, and where PDFium sees one nearby, or before a bracket."""


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    index: int
    word: int  # the number of the word that PDFium counts it to
    left: float
    right: float
    baseline: float
    em: float


def is_right_to_left(letters: PageChars) -> bool:
    """Return whether a page, which is not turned, is written from right to left."""
    return not letters.quarter_turns and 2 * len(LETTERS.findall(letters.text)) > sum(map(str.isalpha, letters.text))


def read_row(letters: PageChars, start: int, end: int) -> list[PdfWord]:
    """Return the words of the row from `start` to `end` in reading order."""
    row = list(_letters(letters, start, end))
    if LETTERS.search(letters.text, start, end) is None:  # one word, so that it keeps its order
        return [_make_word(" ".join(letters.text[start:end].split()), row)] if row else []
    row = _join_ligatures(sorted(row, key=lambda letter: -letter.right))
    parts = split_runs(row, _is_apart)
    words = _turn(" ".join("".join(letter.text for letter in part) for part in parts)).split(" ")
    return [_make_word(text, part) for text, part in zip(words, parts, strict=True)]


def _letters(letters: PageChars, start: int, end: int) -> Iterator[_Letter]:
    word = 0
    for index in range(start, end):
        text = letters.text[index]
        if text.isspace():
            word += 1
            continue
        left, _, right, _ = letters.box(index)
        em, baseline = letters.em(index)
        yield _Letter(text, index, word, left, right, baseline, em)


def _join_ligatures(row: Sequence[_Letter]) -> list[_Letter]:
    """Return the row with the letters of each ligature, which share one box, as one unit in the order they are read."""
    joined = []
    for _, group in groupby(row, key=lambda letter: (letter.left, letter.right)):
        first, *rest = group
        text = "".join(letter.text for letter in (first, *rest))
        joined.append(replace(first, text=text[::-1] if TURNED_LIGATURE.fullmatch(text) else text))
    return joined


def _is_apart(before: _Letter, after: _Letter) -> bool:
    """Return whether a word ends between two letters, of which the first is further right."""
    em = max(before.em, after.em)
    gap = before.left - after.right
    if abs(before.baseline - after.baseline) > RAISED * em:  # a footnote marker
        return True
    likely = before.word != after.word or after.text in OPENING + CLOSING
    return gap > (SPACE_BETWEEN if likely else SPACE) * em


def _turn(row: str) -> str:
    """Turn numbers and foreign words around, and the brackets if one closes before it opens."""
    turned = LEFT_TO_RIGHT.sub(lambda found: found[0][::-1], row)
    depths = accumulate((character in OPENING) - (character in CLOSING) for character in turned)
    return turned.translate(BRACKETS) if min(depths, default=0) < 0 else turned


def _make_word(text: str, part: Sequence[_Letter]) -> PdfWord:
    left, right = min(letter.left for letter in part), max(letter.right for letter in part)
    em, baseline = part[0].em, part[0].baseline
    return PdfWord(text, part[0].index, -right, -left, baseline - DESCENT * em, baseline + ASCENT * em)
