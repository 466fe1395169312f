"""Lines of PDF pages as paragraphs, across columns and pages.

A paragraph ends at a wider gap, an indented line, other letters, or a line with room left for the next word. Across
columns and pages only the words decide: an unfinished sentence continues. Pitfall: what is between the two halves of
such a paragraph (feet, heads, footnotes) is moved after it and never dropped.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.references import CAPTION, find_entries
from reader.sources.plain.line_patterns import ends_sentence, is_byline
from reader.text.scripts import is_unspaced
from reader.text.span import split_runs

Kind = Literal["text", "item", "heading", "code", "table", "contents", "reference", "caption", "furniture"]

LEADING, WIDE = 1.35, 1.8  # usual line spacings from which a paragraph ends, and from which in the middle of a sentence
INDENT = 0.6  # heights of a letter that an indented line is moved at least
FEWEST_INDENTED, GAPS = 10, 0.25  # indented lines, and the gaps for each, of a text whose paragraphs are only indented
SLACK, HALF = 0.5, 0.3  # unused room, in letters, of a line ended on purpose; in mid-sentence, a share of its column
ROOM = 3.0  # heights of a letter left by the last line before a note or a figure, if its sentence goes on below
FEW, FULL_SHARE = 4, 0.6  # lines of a passage that has its own right edge, and the share of them that reach it
LEFT_SHARE = 0.2  # lines at the left edge of a column, for each at its most usual place, as in a dialogue
OTHER_SIZE = 0.09  # share by which the letters of a separate paragraph are larger or smaller
UNSURE = 0.35  # the same where the size of the font is not known, and lines without tall letters are lower
LARGE = 1.1  # size of a heading's letters relative to the text
HEADING_LENGTH, HEADING_WORDS = 200, 14  # maximum characters of a heading in large letters, and words of one in bold

NO_HEADING = re.compile(r"[)\],;:.]|.*,$|(?:fig(?:ure|\.)|table)\s*\d+\s*[.:]", re.IGNORECASE)
"""Pieces of figures and formulas in large letters, and captions."""

SCRAP = 60  # characters of the formulas and labels that may stand between the halves of a sentence
PITCHES = 3  # lines at one distance that show the pitch of a region

LETTERS = re.compile(r"[^\W\d_\u02b0-\u02ff]{2}")

BULLET = re.compile(r"(?P<sign>[•◦▪‣●○■□–*·∙\uf0b7\uf0a7-])\s+(?=\S)")
NUMBERED = re.compile(r"(?P<sign>\(?(?:\d{1,3}|[a-z])[.)])\s+(?=\S)")
LEADERS = re.compile(r"\s*(?:(?:[.·•]\s?){4,}|(?:…\s?){2,})\s*(?=(?:\d{1,4}|[ivxlcIVXLC]{1,7})$)|\s*(?:[.·•]\s?){10,}$")
"""The dots between an entry of a table of contents and its page."""

FEWEST_ENTRIES = 3  # lines with such dots in a column that make a table of contents; a form has some, too
ENTRY = re.compile(r"\S.*\s(?:\d{1,4}|[ivxlc]{1,7})$")  # an entry without dots, which counts as one only beside others
SIGNED = re.compile(r"\[[\d*†‡]{1,3}\] ")  # the beginning of a line after a raised sign
HYPHEN = "-\u2010\u00ad\ufffe\x02"  # endings of a divided word; PDFium has a character of its own for it


@dataclass(slots=True)
class PdfParagraph:
    kind: Kind
    lines: list[PdfLine] = field(default_factory=list)
    level: int = 0
    depth: int = 0
    """Of a heading with a number: 1 for "II." and "2", 2 for "B." and "2.1"; else 0."""
    by_number: bool = False
    """True of a heading that looks like the text, but for its number."""

    @property
    def last(self) -> PdfLine:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Typography:
    """The size, leading and style of most of a document."""

    size: float  # the height of its letters
    em: float  # the size of its font
    leading: float  # the distance from one line to the next
    bold: bool
    fixed: bool
    indent: float = 0.0  # how far the first lines of paragraphs are indented, if nothing else sets them apart; else 0

    @classmethod
    def of(cls, pages: Sequence[Sequence[PdfLine]]) -> "Typography":
        sizes, ems, leadings = Counter[float](), Counter[float](), Counter[float]()
        lines = [line for page in pages for line in page]
        for line in lines:
            sizes[line.size] += len(line.text)
            ems[line.em] += len(line.text)
        for before, line in (pair for page in pages for pair in pairwise(page)):
            if before.size == line.size and 0 < before.bottom - line.bottom < 4 * line.size:
                leadings[round((before.bottom - line.bottom) * 2) / 2] += 1
        size = max(sizes, key=sizes.__getitem__, default=1.0)
        em = max(ems, key=ems.__getitem__, default=0.0)
        leading = max(1.0, max(leadings, key=leadings.__getitem__, default=size))
        half = sizes.total() / 2
        bold = sum(len(line.text) for line in lines if line.bold) > half
        fixed = sum(len(line.text) for line in lines if line.fixed) > half
        return cls(max(size, 1.0), em, leading, bold, fixed, _usual_indent(pages, leading))


def _usual_indent(pages: Sequence[Sequence[PdfLine]], leading: float) -> float:
    """Return how far first lines are indented if nearly all paragraphs begin so, without a gap above; else 0."""
    indents: Counter[float] = Counter()
    gaps = 0
    for page in pages:
        for before, line, below in zip(page, page[1:], page[2:], strict=False):
            down = before.bottom - line.bottom
            if down <= 0 or not 0 < line.bottom - below.bottom <= LEADING * leading:
                continue
            if down > LEADING * leading:
                gaps += 1
            elif line.left > max(before.left, below.left) + INDENT * line.size:
                indents[round(line.left - below.left)] += 1
    return indents.most_common(1)[0][0] if gaps <= GAPS * indents.total() >= GAPS * FEWEST_INDENTED else 0.0


def build_paragraphs(pages: Sequence[Sequence[PdfLine]], setting: Typography) -> list[PdfParagraph]:
    """Return the paragraphs of all pages in order; notes, captions and tables between two halves come after both."""
    regions = [
        _with_own_edges(list(region), setting.leading)
        for page in pages
        for _, region in groupby(page, key=attrgetter("region"))
    ]
    entries = find_entries(regions)
    done: list[PdfParagraph] = []
    open_: PdfParagraph | None = None
    held: list[PdfParagraph] = []  # paragraphs that come after `open_`, which may continue below them
    for region in regions:
        for number, paragraph in enumerate(_region_paragraphs(region, setting, entries)):
            if open_ is not None and _continues(open_, paragraph, setting, entries, beside=number == 0 or bool(held)):
                open_.lines += paragraph.lines
            elif open_ is not None and _may_interrupt(paragraph, setting) and _is_open(open_):
                held.append(paragraph)
            else:
                done += [*([open_] if open_ else []), *held]
                open_, held = paragraph, []
    return [*done, *([open_] if open_ else []), *held]


def _may_interrupt(paragraph: PdfParagraph, setting: Typography) -> bool:
    """Return whether a paragraph may stand between the halves of another: a note, a caption, a table, a formula."""
    first = paragraph.lines[0]
    small = first.size < setting.size * (1 - OTHER_SIZE)
    scrap = sum(len(line.text) for line in paragraph.lines) < SCRAP
    if paragraph.kind in ("text", "item"):
        return small or scrap or SIGNED.match(first.text) is not None
    return paragraph.kind in ("caption", "table", "code")


def _is_open(paragraph: PdfParagraph) -> bool:
    """Return whether a paragraph ends in the middle of a sentence and of its column's last line."""
    last = paragraph.last
    return not _is_finished(paragraph) and (last.right > last.edge - ROOM * last.size or last.edge == math.inf)


def _is_finished(paragraph: PdfParagraph) -> bool:
    if paragraph.kind == "reference":
        return False
    return paragraph.kind not in ("text", "item", "caption") or ends_sentence(paragraph.last.text.rstrip())


def _continues(
    before: PdfParagraph, after: PdfParagraph, setting: Typography, entries: Mapping[int, bool], *, beside: bool
) -> bool:
    """Return whether `after` continues `before` across the end of a page or column, or below what interrupts it.

    `beside` if it begins another region, or is not directly below.
    """
    last, first = before.last, after.lines[0]
    if before.kind == "reference" or after.kind == "reference":
        return before.kind == after.kind and not entries.get(id(first), False)
    if before.kind not in ("text", "item") or after.kind != "text" or not beside or first.filled or last.filled:
        return False
    if _is_finished(before) and not (setting.indent and _fills_its_lines(before) and _is_flush(after)):
        return False
    if _has_other_size(last, first, setting) or last.bold != first.bold:
        return False
    hyphen = last.text.rstrip()[-1:] in HYPHEN
    if last.page == first.page and last.region == first.region:
        return hyphen or first.text[:1].islower()
    return first.text[:1].islower() or hyphen or not last.text.rstrip().endswith(":")


def _fills_its_lines(paragraph: PdfParagraph) -> bool:
    *_, above, last = (None, *paragraph.lines)
    return above is not None and above.page == last.page and last.right > above.right - INDENT * last.size / 2


def _is_flush(paragraph: PdfParagraph) -> bool:
    first, *rest = paragraph.lines
    return bool(rest) and abs(first.left - rest[0].left) < INDENT * first.size / 2


# -- one page ---------------------------------------------------------------------------------------------------------


def _region_paragraphs(
    lines: Sequence[PdfLine], setting: Typography, entries: Mapping[int, bool]
) -> Iterator[PdfParagraph]:
    lefts = Counter(round(line.left) for line in lines)
    left = min(left for left, count in lefts.items() if count >= LEFT_SHARE * max(lefts.values()))
    pitch = _usual_pitch(lines)
    kinds = _line_kinds(lines, setting, entries)
    current = PdfParagraph(kinds[0], [lines[0]])
    over: list[PdfParagraph] = []  # what is written over the paragraph, if anything is
    for line, kind in zip(lines[1:], kinds[1:], strict=True):
        if line.filled and not current.last.filled:
            over = over or [PdfParagraph("text")]
            over[0].lines.append(line)
        elif (
            entries[id(line)] or current.kind != kind
            if kind == "reference"
            else _starts_paragraph(current, line, kind, pitch, setting)
            or (setting.indent and _is_second_indented(current, line, left + setting.indent))
        ):
            yield _classify(current, setting)
            yield from over
            current, over = PdfParagraph(kind, [line]), []
        else:
            current.lines.append(line)
    yield _classify(current, setting)
    yield from over


def _with_own_edges(lines: Sequence[PdfLine], leading: float) -> list[PdfLine]:
    """Return the lines of a region; those of a narrower passage, such as an abstract, with its right edge."""
    pitch = _usual_pitch(lines) or leading
    placed: list[PdfLine] = []
    for block in split_runs(lines, lambda line, below: not 0 < line.bottom - below.bottom <= LEADING * pitch):
        edge = max(line.right for line in block)
        full = sum(line.right > edge - line.size for line in block)
        own = len(block) >= FEW and full >= FULL_SHARE * len(block)
        placed += [replace(line, edge=min(line.edge, edge)) for line in block] if own else block
    return placed


def _usual_pitch(lines: Sequence[PdfLine]) -> float:
    """Return the distance of most text of a region from the next line; 0 if there are too few lines."""
    pitches, letters = Counter[float](), Counter[float]()
    for above, line in pairwise(lines):
        if (pitch := round((above.bottom - line.bottom) * 2) / 2) > 0:
            pitches[pitch] += 1
            letters[pitch] += len(line.text)
    usual = max(letters, key=letters.__getitem__, default=0.0)
    return usual if pitches[usual] >= PITCHES else 0.0


def _line_kinds(column: Sequence[PdfLine], setting: Typography, entries: Mapping[int, bool]) -> list[Kind]:
    kinds = ["reference" if id(line) in entries else _line_kind(line, setting) for line in column]
    if kinds.count("contents") < FEWEST_ENTRIES:
        return [_item_or_text(line) if kind == "contents" else kind for line, kind in zip(column, kinds, strict=True)]
    for index, (line, kind) in enumerate(zip(column, kinds, strict=True)):
        beside = "contents" in (*kinds[max(0, index - 1) : index], *kinds[index + 1 : index + 2])
        if kind in ("text", "item", "table") and beside and ENTRY.fullmatch(" ".join(line.cells) or line.text):
            kinds[index] = "contents"
    return kinds


def _line_kind(line: PdfLine, setting: Typography) -> Kind:
    if line.fixed and not setting.fixed and not LEADERS.search(line.text):
        return "code"
    if line.cells:
        return "table"
    return "contents" if LEADERS.search(line.text) else _item_or_text(line)


def _item_or_text(line: PdfLine) -> Kind:
    return "item" if BULLET.match(line.text) or NUMBERED.match(line.text) else "text"


def _starts_paragraph(paragraph: PdfParagraph, line: PdfLine, kind: Kind, pitch: float, setting: Typography) -> bool:
    """Return whether a line begins a paragraph: the first row that holds decides, last the room left before it."""
    last, first, many = paragraph.last, paragraph.lines[0], len(paragraph.lines) > 1
    below, indent = last.bottom - line.bottom, INDENT * line.size
    leading = pitch or setting.leading * max(1.0, line.size / setting.size)
    room = _space_left(last, line)
    half = HALF * (last.edge - first.left) / line.size if last.edge < math.inf else math.inf
    goes_on = not ends_sentence(last.text) and line.text[:1].islower()
    out, in_ = many and line.left < last.left - indent, line.left > last.left + indent
    hangs = line.left <= first.left + 1 and last.left > first.left + indent
    holds_and_begins = (
        (line.filled != last.filled or paragraph.kind == "reference", True),
        (abs(below) < indent / 2 and paragraph.kind == kind, False),  # the same line, further right
        (below > (WIDE if goes_on else LEADING) * leading or _has_other_size(line, last, setting), True),
        (not {paragraph.kind, kind}.isdisjoint(("code", "table", "contents")), paragraph.kind != kind),
        (goes_on and room <= half, False),
        (line.bold != last.bold and (line.bold or all(each.bold for each in paragraph.lines)), True),
        (BULLET.match(line.text) is not None, True),
        (NUMBERED.match(line.text) is not None and (paragraph.kind == "item" or ends_sentence(last.text)), True),
        (paragraph.kind == "item", out or hangs),
        (line.size >= LARGE * setting.size, False),
        (in_ or out, True),
    )
    return next((begins for holds, begins in holds_and_begins if holds), room > 0)


def _is_second_indented(paragraph: PdfParagraph, line: PdfLine, indented: float) -> bool:
    """Return whether a line begins a paragraph as the one before it does: both are where `indented` lines begin."""
    last, near = paragraph.last, INDENT * line.size / 2
    if len(paragraph.lines) > 1 or paragraph.kind != "text" or not ends_sentence(last.text.rstrip()):
        return False
    return abs(line.left - indented) < near and abs(last.left - indented) < near


def _has_other_size(line: PdfLine, other: PdfLine, setting: Typography) -> bool:
    """Return whether the letters differ in size; those of a formula differ in height alone."""
    unsure = OTHER_SIZE if line.em and other.em else UNSURE
    apart = abs(line.size - other.size) > unsure * setting.size
    return apart and not (line.em and abs(line.em - other.em) <= OTHER_SIZE * setting.em)


def _space_left(last: PdfLine, line: PdfLine) -> float:
    """Return the room, in heights of a letter, left on the line before after adding the first word of `line`."""
    word = line.text[0] if is_unspaced(line.text[0]) else line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(word) + 1) / max(1, len(line.text))
    if last.text.rstrip()[-1:] in HYPHEN:
        return 0
    return (last.edge - last.right - width) / last.size - SLACK


def _classify(paragraph: PdfParagraph, setting: Typography) -> PdfParagraph:
    """Turn the paragraph into a heading if its letters say so; its `level` is set later."""
    if paragraph.kind == "table" and len(paragraph.lines) == 1:
        paragraph.kind = "text"
    elif paragraph.kind in ("text", "item", "code") and not paragraph.last.filled:
        if CAPTION.match(paragraph.lines[0].text):
            paragraph.kind = "caption"
        elif _is_heading(paragraph, setting):
            paragraph.kind = "heading"
    return paragraph


def _is_heading(paragraph: PdfParagraph, setting: Typography) -> bool:
    """Return whether words stand out, and are no scrap of a figure or formula, no byline and no address."""
    lines = paragraph.lines
    words = " ".join(line.text for line in lines)
    large = all(line.size >= LARGE * setting.size and (not line.em or line.em >= LARGE * setting.em) for line in lines)
    bold = not setting.bold and all(line.bold and line.size >= (1 - OTHER_SIZE) * setting.size for line in lines)
    brief = len(words.split()) <= HEADING_WORDS and not words.endswith((".", ",", ";", ":"))
    if not (large and brief if paragraph.kind == "code" else large or (bold and brief)):
        return False
    has_word = LETTERS.search(words) is not None or any(map(is_unspaced, words))
    is_short = len(words) <= HEADING_LENGTH and "@" not in words
    return has_word and is_short and not is_byline(words) and not NO_HEADING.match(words)
