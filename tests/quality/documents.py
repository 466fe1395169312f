"""Scorers of books, PDFs and Markdown for `sources`: what files hold by a plain reading, and how much an article has.

They measure this program alone: each compares what it makes of a file with the file itself.
"""

import io
import os
import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from markdown_it import MarkdownIt

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.errors import SourceError
from reader.importers.documents import PassageFinder, place_annotation
from reader.sources.detect import SourceData
from reader.sources.html.elements import Element, element_name, parse_html
from reader.sources.markdown import read_markdown
from reader.sources.open import read_format
from reader.sources.pdf.annotations import read_annotations
from reader.sources.pdf.fields import annotation_text
from reader.sources.progress import no_progress
from reader.text.sanitize import clean

Note = Callable[[float, str], None]

ENTRY = re.compile(r"(\S.*\S)\s*(?:\.\s?){5,}\s*(\d+|[ivxlc]+)$")
"""An entry of a table of contents: its words and its page."""

READ = frozenset({"application/xhtml+xml", "image/svg+xml"})

HIDDEN = frozenset({"script", "style", "head", "title", "desc"})
"""Elements whose text is not shown on a page."""

WITHIN_WORDS = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time"
    " tspan tt u var wbr".split()
)
"""Elements that may begin and end within a word, as a large initial does; between all others there is a space."""

MARKS = "".join(map(chr, (code for code in range(sys.maxunicode) if unicodedata.category(chr(code))[0] == "M")))
BOOK_WORD = re.compile(
    rf"[\u3040-\u30ff\u3400-\u9fff]|\d+|(?:[^\W\d_\u3040-\u30ff\u3400-\u9fff]|[{re.escape(MARKS)}])+"
)
"""A number, or a word with its combining marks: the vowels of Hindi are marks, which `\\w` does not hold."""

NOTE_REFERENCE = re.compile(rb'epub:type="[^"]*\bnoteref|role="doc-noteref')


def read_document(kind: str, path: str, data: bytes) -> Article | None:
    try:
        return read_format(kind, SourceData(path, path, data), no_progress)
    except SourceError:
        return None


# -- PDF --------------------------------------------------------------------------------------------------------------


def score_pdfs(folder: Path, note: Note) -> dict[str, str]:
    """All PDFs of a checkout: what is opened, and what stands on pages beside prose."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            continue
        letters, entries, values = pdf_contents(document)
        document.close()
        counts["with letters"] += letters > 0
        article = read_document("pdf", str(path), data)
        if article is None:
            if letters:
                note(0, path.name)
            continue
        counts["opened"] += letters > 0
        counts["warned of"] += bool(article.doubt)
        starts = {line.split(" …")[0].strip() for line in article.text.splitlines()}
        count_found(counts, "entries", entries, starts)
        text = " ".join(article.text.split())
        count_found(counts, "values", values, {value for value in values if value in text})
        finder = PassageFinder(article)
        notes = read_annotations(SourceData("", "", data), no_progress)
        placed = [place_annotation(asdict(note), finder) is not None for note in notes]
        counts.update({"marks": sum(placed), "all marks": len(placed)})
    return {
        "files with letters that are opened": f"{counts['opened']} of {counts['with letters']}",
        "entries of contents on lines of their own": f"{counts['entries']} of {counts['all entries']}",
        "form values in the text": f"{counts['values']} of {counts['all values']}",
        "highlights and comments on their words": f"{counts['marks']} of {counts['all marks']}",
        "files warned of": str(counts["warned of"]),
    }


def count_found(counts: Counter[str], name: str, wanted: list[str], found: set[str]) -> None:
    counts.update({name: sum(each in found for each in wanted), f"all {name}": len(wanted)})


def pdf_contents(document: pypdfium2.PdfDocument) -> tuple[int, list[str], list[str]]:
    """Return the number of letters, the entries of tables of contents and the form values of a PDF."""
    letters, entries, values = 0, list[str](), list[str]()
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        text = page.get_textpage().get_text_range()
        letters += sum(map(str.isalnum, text))
        found = [match for line in text.splitlines() if (match := ENTRY.match(line.strip()))]
        entries += [" ".join(match[1].split()).rstrip(" .") for match in found] if len(found) > 2 else []
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
            if (
                pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
                and annotation_text(annotation, "FT") == "Tx"
                and not pdfium.FPDFAnnot_GetFlags(annotation) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | 32)
            ):
                values += filter(None, [" ".join(annotation_text(annotation, "V").split())])
            pdfium.FPDFPage_CloseAnnot(annotation)
    return letters, entries, values


# -- EPUB -------------------------------------------------------------------------------------------------------------


def score_books(folder: Path, note: Note) -> dict[str, str]:
    """All unpacked books of a checkout: how many words of their pages are lost, and which notes the box shows."""
    counts: Counter[str] = Counter()
    for container in sorted(folder.rglob("META-INF/container.xml")):
        book = container.parent.parent
        words = Counter(word for part in spine_texts(book) for word in book_words(part))
        article = read_document("epub", book.name, packed(book))
        text = article.text if article else ""
        lost = (words - Counter(book_words(text))).total()
        counts.update({"words": words.total(), "lost": lost, "books": 1, "without text": not text and bool(words)})
        counts["references"] += sum(len(NOTE_REFERENCE.findall(part.read_bytes())) for part in book.rglob("*.xhtml"))
        links = [mark for mark in article.marks if mark.target is not None] if article else []
        counts["boxes"] += sum(footnote_at(article, mark.span.start) is not None for mark in links if article)
        note(1 - lost / max(1, words.total()), book.name)
    return {
        "words lost": f"{100 * counts['lost'] / max(1, counts['words']):.3f} % of {counts['words']:,}",
        "books that are refused": f"{counts['without text']} of {counts['books']}",
        "footnotes in the box": f"{counts['boxes']}, of {counts['references']} references by type",
    }


def book_words(text: str) -> list[str]:
    """Return the words of `text` in one case; each character of Chinese and Japanese is one, since readings stand
    between them."""
    return BOOK_WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())


def packed(book: Path) -> bytes:
    """Return a book as the one file that it is published as."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in sorted(book.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(book))
    return data.getvalue()


def spine_texts(book: Path) -> Iterator[str]:
    """Yield the text of each part in the reading order, with alternative texts; of a foreign part its fallback's."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        container = etree.parse(book / "META-INF/container.xml", parser).getroot()
        opf = book / next(container.iter("{*}rootfile")).get("full-path", "")
        package = etree.parse(opf, parser).getroot()
    except (OSError, etree.LxmlError, StopIteration):
        return
    items = {item.get("id", ""): item for item in package.iter("{*}item")}
    seen: set[str] = set()
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        for _ in items:
            if item is None or item.get("media-type") in READ:
                break
            item = items.get(item.get("fallback", ""))
        href = item.get("href", "") if item is not None else ""
        if item is None or item.get("media-type") not in READ or "nav" in item.get("properties", "") or href in seen:
            continue
        seen.add(href)
        try:
            root = etree.parse(opf.parent / href, parser).getroot()
        except (OSError, etree.LxmlError):
            continue
        if root is not None:
            yield "".join(element_words(root))


def element_words(root: Element) -> Iterator[str]:
    """Yield the text of an element and of those in it that are shown, with a space where a word ends."""
    for event, element in etree.iterwalk(root, ("start", "end")):
        if not isinstance(element.tag, str):
            continue
        shown = not any(map(is_unseen, (element, *element.iterancestors())))
        gap = "" if element_name(element) in WITHIN_WORDS else " "
        if event == "start":
            yield gap
            if shown:
                yield element.text or ""
                yield f" {element.get('alt', '')} " if element_name(element) == "img" else ""
        else:
            yield gap
            if element is not root and not any(map(is_unseen, element.iterancestors())):
                yield element.tail or ""


def is_unseen(element: Element) -> bool:
    style = "".join(element.get("style", "").split()).lower()
    return element_name(element) in HIDDEN or "hidden" in element.attrib or "display:none" in style


# -- Markdown ---------------------------------------------------------------------------------------------------------

FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
MARKER = re.compile(r"^[ \t>]*:{3,}[^\n]*|\[![A-Za-z]+\]", re.MULTILINE)
TASK = re.compile(r"(?m)^([ \t>]*(?:[-*+]|\d+\.)[ \t]+)\[[xX ]\]")
"""Signs of boxes and tasks, which `MarkdownIt` does not know."""

BOX = re.compile(
    r"^(?P<margin>[ \t]*)(?:!!!|\?\?\?\+?)[^\n]*\n"
    r"(?P<lines>(?:(?P=margin)(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)*)",
    re.MULTILINE,
)
"""A box whose lines are indented, which it takes for code."""


def plain_markdown(source: str) -> str:
    """Return Markdown without front matter and signs that are no words."""
    body = FRONT_MATTER.sub("", source)
    for _ in range(3):
        body = BOX.sub(lambda box: "\n" + re.sub(r"(?m)^(?: {4}|\t)", "", box["lines"]), body)
    return TASK.sub(r"\1", MARKER.sub("", body))


def score_markdown(folder: Path, note: Note) -> dict[str, str]:
    """All Markdown of a folder: how many of the words are lost that markdown-it shows as HTML, without extensions."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    counts: Counter[str] = Counter()
    for path in sorted(Path(each, name) for each, _, names in os.walk(folder, followlinks=True) for name in names):
        if path.suffix != ".md" or not path.is_file():
            continue
        source = clean(path.read_text(encoding="utf-8", errors="replace"))
        shown = parse_html(f"<body>{parser.render(plain_markdown(source))}</body>")
        words = Counter(book_words("" if shown is None else "".join(element_words(shown))))
        text = read_markdown(source, str(path)).text
        lost = words - Counter(book_words(text))
        counts.update({"files": 1, "words": words.total(), "lost": lost.total(), "with losses": bool(lost)})
        note(1 - lost.total() / max(1, words.total()), str(path.relative_to(folder)))
    return {
        "words lost": f"{counts['lost']} of {counts['words']:,}",
        "files with losses": f"{counts['with losses']} of {counts['files']}",
    }
