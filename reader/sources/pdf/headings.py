"""The title and the headings of a PDF: those of its bookmarks, and lines in larger or bold type.

Pitfall: the title is one heading, even where its lines are apart, and is not part of the outline.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2

from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import PdfParagraph
from reader.sources.plain.line_patterns import NUMBER
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line

BOOKMARKS = 5_000

MAX_DEPTH = 6

LONGEST_HEADING = 4  # lines of a heading that a bookmark names

CHAPTER_NUMBER = re.compile(rf"^(?:(?:chapter|part|book|section)\s+)?{NUMBER}\b[.:)\s–—-]+", re.IGNORECASE)
"""What a bookmark may leave out, or write in another way, before the words of a heading."""


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
    """Set the level of each heading: that of its bookmark, else by the size of its letters."""
    waiting: dict[int, list[tuple[str, int]]] = {}
    for title, page, depth in bookmarks:
        waiting.setdefault(page, []).append((title, depth))
    sizes = sorted({p.lines[0].size for p in paragraphs if p.kind == "heading"}, reverse=True)
    level = {size: min(MAX_DEPTH, rank) for rank, size in enumerate(sizes, 1)}
    depth_now = 0
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
            size = level[paragraph.lines[0].size]
            paragraph.level = min(MAX_DEPTH, max(size, depth_now + 1)) if depth_now else size


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
