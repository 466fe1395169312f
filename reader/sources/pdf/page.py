"""The lines of one PDF page: its own in reading order, with what was filled into it."""

from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from reader.sources.pdf.chars import page_chars
from reader.sources.pdf.fields import field_lines, insert_fields
from reader.sources.pdf.line_numbers import find_line_numbers
from reader.sources.pdf.lines import PdfLine, in_reading_order, make_lines, read_words


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How the pages of a document are set, since one program made them all."""

    narrow: bool = False
    """PDFium misses spaces."""
    numbered: bool = False
    """The lines have numbers at the margin."""


PLAIN = PageSetting()

PICTURE_DEPTH = 4
"""Forms within one another in which a picture is searched."""


def page_lines(page: PdfPage, number: int, setting: PageSetting = PLAIN) -> list[PdfLine]:
    """Return the lines of `page`, which is the page `number` counted from 0, in reading order."""
    with page_chars(page) as letters:
        rows = read_words(letters, narrow=setting.narrow)
        if setting.numbered:
            margin = find_line_numbers(rows)
            rows = [[word for word in row if id(word) not in margin] for row in rows]
        lines = make_lines(letters, rows, number)
    return in_reading_order(insert_fields(lines, field_lines(page, number)))


def has_line_numbers(page: PdfPage) -> bool:
    """Return whether the lines of `page` have numbers at the margin."""
    with page_chars(page) as letters:
        return bool(find_line_numbers(read_words(letters)))


def is_drawn(page: PdfPage, *, pictures_only: bool) -> bool:
    """Return whether `page` shows a picture, or anything at all."""
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE] if pictures_only else None
    return next(page.get_objects(filter=kinds, max_depth=PICTURE_DEPTH), None) is not None
