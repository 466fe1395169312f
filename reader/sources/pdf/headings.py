"""The title and the headings of a PDF: those of its bookmarks, lines in larger or bold type, and those with the next
number of a series.

Pitfall: the title is one heading, even where its lines are apart, and is not part of the outline.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

import pypdfium2

from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import PdfParagraph
from reader.sources.plain.line_patterns import NUMBER
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line
from reader.text.span import grouped

BOOKMARKS = 5_000

MAX_DEPTH = 6

LONGEST_HEADING = 4  # lines of a heading that a bookmark names

CHAPTER_NUMBER = re.compile(rf"^(?:(?:chapter|part|book|section)\s+)?{NUMBER}\b[.:)\s–—-]+", re.IGNORECASE)
"""What a bookmark may leave out, or write in another way, before the words of a heading."""


ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = {f"{tens}{ones}": value for value, (tens, ones) in enumerate(product(("", "X"), ONES)) if value}
MOST_WORDS, MOST_LINES = 20, 3  # of a heading that has only its number
SKIPPED = 2  # how far a number may be from the one before: a heading may stand in one line with other words
SERIES = re.compile(
    r"(?:(?P<number>[IVX]{1,5}|[A-Z])\.|(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,3})\.?)\s+(?P<words>[^\W\d_a-z].*)"
)
"""The number of a heading: "II." before capitals, "B." below it, "2.1" below "2"."""


def find_numbered(paragraphs: Sequence[PdfParagraph]) -> None:
    """Make headings of brief paragraphs that have the next number of a series; they look like the text in some papers.

    "II." needs capitals, "B." such a heading above it, and "2.1" one in larger type: numbered points are no headings.
    """
    roman = letter = 0
    decimal: tuple[int, ...] = ()
    for paragraph in paragraphs:
        found = SERIES.match(" ".join(line.text.strip() for line in paragraph.lines[:MOST_LINES]))
        if found is None or paragraph.kind not in ("text", "item", "heading"):
            continue
        words, is_heading = found["words"], paragraph.kind == "heading"
        could = is_heading or (len(paragraph.lines) <= MOST_LINES and not words.endswith((".", ",", ";", ":")))
        could = could and len(words.split()) <= MOST_WORDS
        if found["decimal"]:
            number = tuple(map(int, found["decimal"].split(".")))
            own, before = len(number), (*decimal, 0)
            next_one = (*before[: own - 1], before[own - 1] + 1) if 1 < own <= len(before) else ()
            follows, depth = could and number == next_one, own + 2 * (roman > 0)
            decimal = number if follows or is_heading else decimal
        elif could and words.isupper() and roman < ROMAN.get(found["number"], 0) <= roman + SKIPPED:
            roman, letter, depth, follows = ROMAN[found["number"]], 0, 1, True
        else:
            at, depth = ord(found["number"][0]) - ord("A") + 1, 2
            follows = could and _has_capitals(words) and roman > 0 and letter < at <= letter + SKIPPED
            letter = at if follows else letter
        if follows or is_heading:
            paragraph.kind, paragraph.depth, paragraph.by_number = "heading", depth, not is_heading


def _has_capitals(words: str) -> bool:
    """Return whether most of the long words begin with a capital, as those of a title."""
    long = [word for word in words.split() if len(word) > 4]
    return 2 * sum(word[0].isupper() for word in long) >= len(long)


def read_bookmarks(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, int, int]]:
    """Return the file's outline: text, page, depth from 1."""
    for bookmark in islice(document.get_toc(max_depth=MAX_DEPTH), BOOKMARKS):
        target = bookmark.get_dest()
        page = target.get_index() if target is not None else None
        if page is not None and (words := clean_line(bookmark.get_title()).strip()):
            yield words, page, bookmark.level + 1


def set_heading_levels(
    paragraphs: Sequence[PdfParagraph], bookmarks: Sequence[tuple[str, int, int]], words: Dehyphenator
) -> None:
    """Set the level of each heading: that of its bookmark, else by the size of its letters, or that of its depth."""
    waiting = grouped((page, (title, depth)) for title, page, depth in bookmarks)
    sizes = sorted({p.lines[0].size for p in paragraphs if p.kind == "heading" and not p.by_number}, reverse=True)
    level = {size: min(MAX_DEPTH, rank) for rank, size in enumerate(sizes, 1)}
    depth_now, numbered = 0, {0: 1}  # the level of the headings of each depth; above all is the title
    for paragraph in paragraphs:
        if paragraph.kind not in ("heading", "text", "item", "code"):
            continue
        here = waiting.get(paragraph.lines[0].page, []) if len(paragraph.lines) <= LONGEST_HEADING else []
        said = words.join(paragraph.lines)[0] if here else ""
        found = next((entry for entry in here if _same_heading(said, entry[0])), None)
        if found is not None:
            here.remove(found)
            paragraph.kind, paragraph.level = "heading", found[1]
            depth_now = found[1]
        elif paragraph.kind == "heading":
            depth = paragraph.depth
            above = max(each for each in numbered if each <= depth)
            like = numbered[above] + (above < depth) if paragraph.by_number else level[paragraph.lines[0].size]
            paragraph.level = min(MAX_DEPTH, max(like, depth_now + 1)) if depth_now else like
        if paragraph.kind == "heading" and paragraph.depth:
            numbered[paragraph.depth] = paragraph.level


def _same_heading(line: str, bookmark: str) -> bool:
    """Return whether a bookmark names the heading `line`; they may differ by a number before the words."""
    said, named = fold_line(line), fold_line(bookmark)
    if said == named:
        return said != ""
    longer, shorter = (said, named) if len(said) > len(named) else (named, said)
    rest = longer.removesuffix(shorter)
    if len(shorter) > 3 and rest != longer and len(rest) <= 12 and any(map(str.isdigit, rest)):
        return True
    return same_words(CHAPTER_NUMBER.sub("", line, count=1), CHAPTER_NUMBER.sub("", bookmark, count=1))


def set_title(paragraphs: list[PdfParagraph], title: Sequence[PdfLine]) -> None:
    """Make one heading of the lines of the title, wherever they are among the paragraphs of the first page."""
    places = {_place(line) for line in title}
    at: int | None = None
    for number, paragraph in enumerate(paragraphs):
        kept = [line for line in paragraph.lines if _place(line) not in places]
        if len(kept) < len(paragraph.lines):
            at = number if at is None else at
            paragraph.lines = kept
    if at is None:
        return
    others = [paragraph for paragraph in paragraphs if paragraph.kind == "heading" and paragraph.lines]
    highest = min((paragraph.level for paragraph in others), default=1)
    for paragraph in others:
        paragraph.level -= highest - 1
    paragraphs.insert(at, PdfParagraph("heading", list(title), level=1))
    paragraphs[:] = [paragraph for paragraph in paragraphs if paragraph.lines]


def mark_byline(paragraphs: Sequence[PdfParagraph], names: Sequence[PdfLine]) -> None:
    """Mark paragraphs that only name the authors as furniture, so that names are not joined with text."""
    places = {_place(line) for line in names}
    for paragraph in paragraphs:
        if places.issuperset(map(_place, paragraph.lines)):
            paragraph.kind = "furniture"


def _place(line: PdfLine) -> tuple[int, float, float]:
    return line.page, line.bottom, line.left
