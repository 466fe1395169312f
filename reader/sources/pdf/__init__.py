"""A PDF as an article: the text of its pages as paragraphs, with page numbers.

    page           the opened file, its faults, and the lines of a page in reading order
    chars          characters, the words they form, accents drawn beside their letters
    lines          lines and their positions on a page
    regions        columns, and the bands across them
    margins        running heads and feet, numbers of pages and lines
    fields         form values and free text
    annotations    highlights and comments, for notes
    references     the entries of reference lists
    paragraphs     lines to paragraphs, across columns and pages
    figures        the words within figures
    headings       the title and the headings
    front_matter   title, journal, DOI and year as the first page tells them
    authors        the names below a title, and their places of work
    dehyphenate    lines to text, with divided words whole again
    right_to_left  rows of Hebrew and Arabic
    blocks         paragraphs to the blocks of an article, with links from `[7]` and “Figure 2” to what they name

PDFium reads the file; it runs no script and opens no link. Pitfall: a page may begin in the middle of a paragraph, so a
page is an offset, and where a footnote was moved after a paragraph the pages alternate.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TypeVar

import pypdfium2

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.pdf.blocks import build_blocks, link_citations
from reader.sources.pdf.chars import has_narrow_spaces
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.figures import mark_figures
from reader.sources.pdf.front_matter import FirstPage, FrontMatter, read_front_matter
from reader.sources.pdf.headings import find_numbered, mark_byline, read_bookmarks, set_heading_levels, set_title
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.margins import find_running_heads, printed_offset
from reader.sources.pdf.page import has_line_numbers, is_drawn, open_document, page_lines
from reader.sources.pdf.paragraphs import PdfParagraph, Typography, build_paragraphs
from reader.sources.pdf.references import YEAR
from reader.sources.progress import Progress
from reader.text.format import first_words
from reader.text.sanitize import clean_line

T = TypeVar("T")

Pages = Sequence[Sequence[PdfLine]]

PAGE_SECONDS = 0.02  # processor time granted for each page: three times what a dense one needs
SAMPLE_LENGTH = 5  # pages that are examined for how the document sets its spaces, since one program made them all
SCAN = 20  # letters per page, on average, below which a file of pictures is a scan
FIRST_PAGES = 3  # pages whose running heads may name the journal and the year
COVER = 25  # lines of a cover, which may tell only the terms of use
LISTED = 12  # pages without text, and texts up the margin, that are told


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a PDF. Raises SourceError."""
    with open_document(found.data, found.name) as document:
        return _read_document(document, found, progress)


def _read_document(document: pypdfium2.PdfDocument, found: SourceData, progress: Progress) -> Article:
    pages = _read_pages(document, progress)
    letters = sum(len(line.text) for page in pages for line in page)
    if not letters or (len(pages) > 1 and letters < SCAN * len(pages) and _is_scan(document, pages)):
        raise SourceError(f"{found.name} has hardly any text, perhaps a scan; run OCR on it (ocrmypdf), then open it")
    furniture = find_running_heads(pages)
    body = [
        [line for at, line in enumerate(page) if (number, at) not in furniture] for number, page in enumerate(pages)
    ]
    edges = [[page[at] for at in range(len(page)) if (number, at) in furniture] for number, page in enumerate(pages)]
    labels = _page_labels(document, edges)
    setting = Typography.of(body)
    paragraphs = build_paragraphs(body, setting)
    mark_figures(paragraphs, setting)
    words = Dehyphenator([line for page in pages for line in page])
    metadata = document.get_metadata_dict()
    entries = (line for paragraph in paragraphs if paragraph.kind == "reference" for line in paragraph.lines)
    latest_cited = max((int(year) for line in entries for year in YEAR.findall(line.text)), default=0)
    front = _read_front(body, edges, words, labels, metadata, latest_cited)
    find_numbered(paragraphs)
    set_heading_levels(paragraphs, list(read_bookmarks(document)), words)
    set_title(paragraphs, front.title_lines)
    mark_byline(paragraphs, front.author_lines)
    shows_something = partial(is_drawn, pictures_only=False)
    silent = [n for n, page in enumerate(pages) if not page and _query_page(document, n, shows_something) is not False]
    _insert_silent(paragraphs, silent, labels)
    article, blocks = build_blocks(paragraphs, words, labels, front.title, found.place)
    return replace(
        article,
        author=front.author,
        published=front.published,
        site=front.journal,
        doi=front.doi,
        evidence=front.evidence,
        marks=link_citations(article, blocks),
        left_out=tuple(_left_out(edges, [labels[number] for number in silent])),
        doubt=GARBLED if is_garbled(article.text) else "",
    )


def _read_pages(document: pypdfium2.PdfDocument, progress: Progress) -> list[list[PdfLine]]:
    count = len(document)
    sample = range(0, count, max(1, count // SAMPLE_LENGTH))
    narrow = any(_query_page(document, number, has_narrow_spaces) for number in sample)
    counted = sum(bool(_query_page(document, number, has_line_numbers)) for number in sample)
    numbered = counted > 1 and 2 * counted >= len(sample)
    pages: list[list[PdfLine]] = []
    for number in range(count):
        read_lines = partial(page_lines, number=number, narrow=narrow, numbered=numbered)
        pages.append(_query_page(document, number, read_lines) or [])
        progress((number + 1) / count, PAGE_SECONDS)
    return pages


def _read_front(
    body: Pages, edges: Pages, words: Dehyphenator, labels: Sequence[str], metadata: dict[str, str], latest_cited: int
) -> FrontMatter:
    """Return what the first page with text says of the work, or one after a cover that does not name it."""
    setting, read = Typography.of(body), FrontMatter()
    covers: list[PdfLine] = []
    for number in [number for number, page in enumerate(body) if page][:FIRST_PAGES]:
        around = [line for page in edges[number : number + FIRST_PAGES] for line in page]
        page = FirstPage(body[number], [*around, *covers], setting, words, labels[number])
        front = read_front_matter(page, metadata, latest_cited)
        if front.title_lines and (front.author or not covers):
            return front
        if len(body[number]) > COVER:
            break
        read = read if covers else front
        covers += body[number]
    return read


def _page_labels(document: pypdfium2.PdfDocument, edges: Pages) -> list[str]:
    """Return the numbers of the pages: the file's, else those that are printed, else counted from 1."""
    counted = [str(number) for number in range(1, len(document) + 1)]
    labels = [clean_line(document.get_page_label(at)) or number for at, number in enumerate(counted)]
    first = printed_offset(edges)
    return labels if labels != counted else [str(at + first) for at in range(len(counted))]


# -- what has no text -------------------------------------------------------------------------------------------------


def _insert_silent(paragraphs: list[PdfParagraph], silent: Sequence[int], labels: Sequence[str]) -> None:
    """Say in their places which pages show something that is no text."""
    for number in silent:
        at = next((at for at, each in enumerate(paragraphs) if each.lines[0].page > number), len(paragraphs))
        line = PdfLine(f"[p. {labels[number]} has no text]", 0, 0, 0, 0, number)
        paragraphs.insert(at, PdfParagraph("furniture", [line]))


def _left_out(edges: Pages, silent: Sequence[str]) -> Iterable[str]:
    """Yield what stands up the margins, and the pages that have no text."""
    turned = dict.fromkeys(
        first_words(" ".join(line.text for line in group))
        for page in edges
        for is_turned, group in groupby(sorted(page, key=lambda line: line.bottom), key=lambda line: line.turned)
        if is_turned
    )
    for words in list(turned)[:LISTED]:
        yield f"text up the margin: “{clean_line(words)}”"
    if silent:
        more = f" and {len(silent) - LISTED} more" if len(silent) > LISTED else ""
        yield f"what is on p. {', '.join(silent[:LISTED])}{more}: pictures without text (run OCR on them)"


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
    with suppress(pypdfium2.PdfiumError), closing(document[number]) as page:
        return question(page)
    return None


# -- whether the words are what is seen --------------------------------------------------------------------------------

GARBLED = "the words may be wrong: the file does not say which letters its fonts draw"

GARBLED_SAMPLE = 50_000  # characters that are looked at: some twenty pages
FEWEST_CHARACTERS = 60  # characters below which nothing can be told

UNKNOWN = re.compile("[\ufffd\u2400-\u2421\ue000-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf8ff\x80-\x9f]")
"""Letters of which a font does not say what they are, and controls; \uf0a7 and \uf0b7 are bullets."""

UNKNOWN_SHARE = 0.04  # share of them above which words are affected; formulas alone have some

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
VOWEL = re.compile(r"(?i)[aeiouyà-æè-ïò-öø-ýœ]")

FEWEST_LETTERS, FEWEST_VOWELS = 400, 0.2
"""Letters in words from which their vowels are counted, and the share of these; languages have 30 to 55 percent."""

MIXED = re.compile(
    r"[A-Za-z\u00c0-\u024f][^\w\s'’.,/&@:;()\-–—_·+*=\[\]“”\"%$€|<>#\\{}~^\u00ad\ufffe]+[A-Za-z\u00c0-\u024f]"
)
"""A symbol within a word."""

FEWEST_MIXED, MIXED_SHARE = 8, 0.08  # words with a symbol within, and their share of all words


def is_garbled(text: str) -> bool:
    """Return whether the words of `text` are probably not those that are seen on the page.

    A font draws shapes; which letters they are stands in a table that may be missing or wrong. Then words have no
    vowels, symbols within, or letters that nobody knows.
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
