"""A PDF as an article: the text of its pages as paragraphs, with page numbers.

    page           the opened file, its faults, and the lines of a page in reading order
    chars          characters, the words they form, accents drawn beside their letters
    lines          lines and their positions on a page
    margins        running heads and feet, numbers of lines
    fields         form values and free text
    annotations    highlights and comments, for notes
    paragraphs     lines to paragraphs, across columns and pages
    dehyphenate    lines to text, with divided words whole again
    right_to_left  rows of Hebrew and Arabic

Headings are those of the file's bookmarks, and text in larger letters. PDFium reads the file; it runs no script and
opens no link. Pitfall: a page may begin in the middle of a paragraph, so a page is an offset, and where a footnote was
moved after a paragraph the pages alternate.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import TypeVar

import pypdfium2

from reader.document.article import Article, BlockKind, Page
from reader.errors import SourceError
from reader.sources.builder import ArticleBuilder, BlockText, PendingBlock
from reader.sources.detect import SourceData
from reader.sources.pdf.chars import has_narrow_spaces
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.margins import find_running_heads
from reader.sources.pdf.page import has_line_numbers, is_drawn, open_document, page_lines
from reader.sources.pdf.paragraphs import BULLET, LEADERS, NUMBERED, PdfParagraph, build_paragraphs
from reader.sources.plain.line_patterns import NUMBER
from reader.sources.progress import Progress
from reader.sources.table import TableRow, format_table
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line

T = TypeVar("T")

BOOKMARKS = 5_000

PAGE_SECONDS = 0.02
"""Processor time granted for each page: three times what a dense one needs."""

SAMPLE_LENGTH = 5
"""Pages that are examined for how the document sets its spaces, since one program made them all."""

SCAN = 20
"""Letters per page, on average, below which a file of pictures is a scan."""

LEADER, MOST_INDENT = " … ", 12
"""Between an entry of a table of contents and its page, and the most columns before one."""

GARBLED = "the words may be wrong: the file does not say which letters its fonts draw"

MAX_DEPTH = 6

LONGEST_HEADING = 4
"""Lines of a heading that a bookmark names."""

CHAPTER_NUMBER = re.compile(rf"^(?:(?:chapter|part|book|section)\s+)?{NUMBER}\b[.:)\s–—-]+", re.IGNORECASE)
"""What a bookmark may leave out, or write in another way, before the words of a heading."""

BYLINE = 6
"""Paragraphs at the beginning that may name the authors."""

NO_TITLE = re.compile(
    r"untitled.*|.*\.(?:docx?|odt|indd|tex|dvi|pdf|qxd|rtf|html?)|microsoft word.*|title|document\d*", re.IGNORECASE
)
"""Titles that programs write where the author gave none."""

NAMES = re.compile(r"\s*(?:;|,(?!\s*(?:jr|sr|ph|m\.?d)\b)|\band\b|&)\s*", re.IGNORECASE)


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a PDF. Raises SourceError."""
    with open_document(found.data, found.name) as document:
        return _read_document(document, found, progress)


def _read_document(document: pypdfium2.PdfDocument, found: SourceData, progress: Progress) -> Article:
    count = len(document)
    sample = range(0, count, max(1, count // SAMPLE_LENGTH))
    narrow = any(_query_page(document, number, has_narrow_spaces) for number in sample)
    counted = sum(bool(_query_page(document, number, has_line_numbers)) for number in sample)
    numbered = counted > 1 and 2 * counted >= len(sample)
    pages = []
    for number in range(count):
        read_lines = partial(page_lines, number=number, narrow=narrow, numbered=numbered)
        pages.append(_query_page(document, number, read_lines) or [])
        progress((number + 1) / count, PAGE_SECONDS)
    letters = sum(len(line.text) for page in pages for line in page)
    if not letters or (count > 1 and letters < SCAN * count and _is_scan(document, pages)):
        raise SourceError(f"{found.name} has hardly any text, perhaps a scan; run OCR on it (ocrmypdf), then open it")
    furniture = find_running_heads(pages)
    paragraphs = build_paragraphs(
        [[line for at, line in enumerate(page) if (number, at) not in furniture] for number, page in enumerate(pages)]
    )
    words = Dehyphenator([line for page in pages for line in page])
    metadata = document.get_metadata_dict()
    title = clean_line(metadata.get("Title", "")).strip()
    title = "" if NO_TITLE.fullmatch(title) else title
    _set_heading_levels(paragraphs, list(_bookmarks(document)), words)
    builder = ArticleBuilder(_find_title(paragraphs, title, words))
    authors = [author for part in NAMES.split(metadata.get("Author", "")) if (author := clean_line(part).strip())]
    _mark_byline(paragraphs[:BYLINE], authors, words)
    labels = [clean_line(document.get_page_label(number)) or str(number + 1) for number in range(count)]
    starts = tuple(_add_paragraphs(builder, paragraphs, words, labels))
    article = builder.build(found.place)
    doubt = GARBLED if is_garbled(article.text) else ""
    return replace(article, title=title or article.title, author=tuple(authors), pages=starts, doubt=doubt)


def _is_scan(document: pypdfium2.PdfDocument, pages: Sequence[Sequence[PdfLine]]) -> bool:
    """Return whether most pages are pictures with hardly any text, or drawn without any."""
    sample = range(0, len(pages), max(1, len(pages) // SAMPLE_LENGTH))
    drawn = 0
    for number in sample:
        letters = sum(len(line.text) for line in pages[number])
        if letters < SCAN:
            drawn += bool(_query_page(document, number, partial(is_drawn, pictures_only=letters > 0)))
    return 2 * drawn > len(sample)


def _query_page(document: pypdfium2.PdfDocument, number: int, question: Callable[[pypdfium2.PdfPage], T]) -> T | None:
    """Apply `question` to a page; return None if the page is damaged."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        return question(page)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


# -- headings ---------------------------------------------------------------------------------------------------------


def _bookmarks(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, int, int]]:
    """Return the file's outline: text, page, depth from 1."""
    for number, bookmark in enumerate(document.get_toc(max_depth=MAX_DEPTH)):
        if number >= BOOKMARKS:
            return
        target = bookmark.get_dest()
        page = target.get_index() if target is not None else None
        if page is not None and (words := clean_line(bookmark.get_title()).strip()):
            yield words, page, bookmark.level + 1


def _set_heading_levels(
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


def _find_title(paragraphs: Sequence[PdfParagraph], title: str, words: Dehyphenator) -> str:
    """Return the title on the first page: its first heading, unless the file's metadata disagrees."""
    first = next((paragraph for paragraph in paragraphs if paragraph.kind == "heading"), None)
    if first is None or first.lines[0].page > 0:
        return title
    said = words.join(first.lines)[0]
    largest = max(p.lines[0].size for p in paragraphs if p.kind == "heading" and p.lines[0].page == 0)
    if same_words(said, title) or (not title and first.lines[0].size == largest):
        others = [p for p in paragraphs if p.kind == "heading" and p is not first]
        highest = min((p.level for p in others), default=1)
        for paragraph in others:  # the title is not part of the outline
            paragraph.level -= highest - 1
        first.level = 1
        return clean_line(said)
    return title


def _mark_byline(paragraphs: Iterable[PdfParagraph], authors: Sequence[str], words: Dehyphenator) -> None:
    """Mark lines that only name the authors as furniture, so that names are not joined with text."""
    for paragraph in paragraphs:
        if paragraph.kind in ("text", "heading"):
            said = fold_line(words.join(paragraph.lines)[0])
            rest = said
            for author in authors:
                rest = rest.replace(fold_line(author), " ")
            if rest != said and not any(map(str.isalnum, re.sub(r"\b(?:and|by)\b", "", rest))):
                paragraph.kind = "furniture"


# -- text -------------------------------------------------------------------------------------------------------------


def _add_paragraphs(
    builder: ArticleBuilder, paragraphs: Iterable[PdfParagraph], words: Dehyphenator, labels: Sequence[str]
) -> Iterator[Page]:
    """Add the paragraphs in order, and record where pages begin."""
    page = -1
    before: PdfParagraph | None = None
    for paragraph in paragraphs:
        piece, starts = _paragraph_block(paragraph, words)
        if not piece.text:
            continue
        tight = before is not None and before.kind == paragraph.kind == "item"
        gap = ("\n" if tight else "\n\n") if before is not None else ""
        base = builder.length + len(gap) + len(piece.gap)
        for line, start in zip(paragraph.lines, starts, strict=False):
            if line.page != page:
                page = line.page
                yield Page(base + min(start, len(piece.text)), labels[page])
        builder.add(replace(piece, gap=f"{gap}{piece.gap}"))
        before = paragraph


KINDS: dict[str, BlockKind] = {"item": "item", "heading": "heading"}


def _paragraph_block(paragraph: PdfParagraph, words: Dehyphenator) -> tuple[PendingBlock, list[int]]:
    """Return the block of a paragraph, and the offset of each of its lines."""
    if paragraph.kind == "table":
        columns = max(len(line.cells) for line in paragraph.lines)
        cells = ([*line.cells, *[""] * (columns - len(line.cells))] for line in paragraph.lines)
        table = format_table([TableRow([BlockText(clean_line(cell)) for cell in row]) for row in cells])
        return PendingBlock("", table.text, "table"), [0] * len(paragraph.lines)
    if paragraph.kind == "code":
        return _code_block(paragraph.lines)
    if paragraph.kind == "contents":
        return _contents_block(paragraph.lines)
    text, starts = words.join(paragraph.lines)
    if paragraph.kind in ("item", "reference") and (found := BULLET.match(text) or NUMBERED.match(text)):
        marker = "•" if found.re is BULLET else found["sign"]
        prefix = f"{marker} "
        starts = [max(0, start - found.end()) for start in starts]
        return PendingBlock(prefix, text[found.end() :], "item", prefix=prefix, hang=" " * len(prefix)), starts
    is_furniture = paragraph.kind == "furniture"
    return PendingBlock("", text, KINDS.get(paragraph.kind, "paragraph"), paragraph.level, furniture=is_furniture), starts


def _contents_block(lines: Sequence[PdfLine]) -> tuple[PendingBlock, list[int]]:
    """Return a table of contents with a line for each entry, indented as on the page, without its rows of dots."""
    margin = min(line.left for line in lines)
    texts = []
    for line in lines:
        words = clean_line(" ".join(" ".join(line.cells or (line.text,)).split()))
        indent = " " * min(MOST_INDENT, round((line.left - margin) / line.size) * 2)
        texts.append(indent + LEADERS.sub(LEADER, words).rstrip())
    return PendingBlock("", "\n".join(texts), "paragraph"), _line_starts(texts)


def _code_block(lines: Sequence[PdfLine]) -> tuple[PendingBlock, list[int]]:
    margin = min(line.left for line in lines)
    width = max(1.0, sum(line.right - line.left for line in lines) / max(1, sum(len(line.text) for line in lines)))
    texts = [" " * min(80, round((line.left - margin) / width)) + clean_line(line.text) for line in lines]
    return PendingBlock("", "\n".join(texts), "code", prefix="  ", hang="  "), _line_starts(texts)


def _line_starts(texts: Sequence[str]) -> list[int]:
    return list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))


# -- whether the words are what is seen --------------------------------------------------------------------------------

GARBLED_SAMPLE = 50_000
"""Characters that are looked at: some twenty pages."""

FEWEST_CHARACTERS = 60
"""Characters below which nothing can be told."""

UNKNOWN = re.compile("[\ufffd\u2400-\u2421\ue000-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf8ff\x80-\x9f]")
"""Letters of which a font does not say what they are, and controls; \uf0a7 and \uf0b7 are bullets."""

UNKNOWN_SHARE = 0.04
"""Share of them above which words are affected; formulas alone have some."""

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
VOWEL = re.compile(r"(?i)[aeiouyà-æè-ïò-öø-ýœ]")

FEWEST_LETTERS, FEWEST_VOWELS = 400, 0.2
"""Letters in words from which their vowels are counted, and the share of these; languages have 30 to 55 percent."""

MIXED = re.compile(
    r"[A-Za-z\u00c0-\u024f][^\w\s'’.,/&@:;()\-–—_·+*=\[\]“”\"%$€|<>#\\{}~^\u00ad\ufffe]+[A-Za-z\u00c0-\u024f]"
)
"""A symbol within a word."""

FEWEST_MIXED, MIXED_SHARE = 8, 0.08
"""Words with a symbol within, and their share of all words."""


def is_garbled(text: str) -> bool:
    """Return whether the words of `text` are probably not those that are seen on the page.

    A font draws shapes; which letters they are stands in a table that may be missing or wrong.
    """
    text = text[:GARBLED_SAMPLE]
    length = sum(not char.isspace() for char in text)
    if length < FEWEST_CHARACTERS:
        return False
    if len(UNKNOWN.findall(text)) > UNKNOWN_SHARE * length:
        return True
    letters = "".join(WORD.findall(text))
    if len(letters) >= FEWEST_LETTERS and len(VOWEL.findall(letters)) < FEWEST_VOWELS * len(letters):
        return True
    words = [word for word in text.split() if len(word) > 2]
    mixed = sum(MIXED.search(word) is not None for word in words)
    return mixed >= FEWEST_MIXED and mixed > MIXED_SHARE * len(words)
