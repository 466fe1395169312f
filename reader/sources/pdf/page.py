"""Open a PDF, and read the lines of its pages: their own in reading order, with what was filled into them."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from reader.errors import SourceError, raising
from reader.sources.pdf.chars import page_chars
from reader.sources.pdf.fields import field_lines, insert_fields
from reader.sources.pdf.lines import PdfLine, make_lines, read_words
from reader.sources.pdf.margins import find_line_numbers
from reader.sources.pdf.regions import find_gutters, in_reading_order

PAGES = 10_000  # more than any book; a small file may claim millions
PASSWORD = "password"  # PDFium's message for an encrypted file
FAULTS = (pypdfium2.PdfiumError, UnicodeError)
"""Errors of PDFium about a file that it opened nevertheless, and of Python about its text."""

logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # it warns of forms of a kind whose fields it reads


@contextmanager
def open_document(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """Open the PDF in `data` for the duration of the block, with its form. Raises SourceError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if PASSWORD in str(error).lower():
            raise SourceError(f"{name} is encrypted; save a copy without a password and open that") from error
        raise SourceError(f"{name} is damaged, or not a PDF; can another program open it?") from error
    with closing(document), raising(SourceError(f"{name} is damaged; can another program open it?"), on=FAULTS):
        if len(document) > PAGES:
            raise SourceError(
                f"{name} has {len(document)} pages, more than the limit of {PAGES}; split it and open a part"
            )
        document.init_forms()
        yield document


PICTURE_DEPTH = 4  # forms within one another in which a picture is searched


def page_lines(page: PdfPage, number: int, *, narrow: bool, numbered: bool) -> list[PdfLine]:
    """Return the lines of `page`, which is the page `number` counted from 0, in reading order.

    `narrow` if PDFium misses spaces in the document, `numbered` if its lines have numbers at the margin.
    """
    with page_chars(page) as letters:
        letters.turn_upright()
        rows = read_words(letters, narrow=narrow)
        if numbered:
            margin = find_line_numbers(rows)
            rows = [[word for word in row if id(word) not in margin] for row in rows]
        lines = make_lines(letters, rows, number, find_gutters)
    return in_reading_order(insert_fields(lines, field_lines(page, number)))


def has_line_numbers(page: PdfPage) -> bool:
    with page_chars(page) as letters:
        return bool(find_line_numbers(read_words(letters)))


def is_drawn(page: PdfPage, *, pictures_only: bool) -> bool:
    """Return whether `page` shows a picture, or anything at all."""
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE] if pictures_only else None
    return next(page.get_objects(filter=kinds, max_depth=PICTURE_DEPTH), None) is not None
