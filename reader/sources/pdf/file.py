"""Open a PDF; every fault of the file is a SourceError."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from reader.errors import SourceError

PAGES = 10_000
"""More than any book; a small file may claim millions."""

PASSWORD = "password"
"""PDFium's message for an encrypted file."""

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
    try:
        if len(document) > PAGES:
            raise SourceError(
                f"{name} has {len(document)} pages, more than the limit of {PAGES}; split it and open a part"
            )
        document.init_forms()
        yield document
    except FAULTS as error:
        raise SourceError(f"{name} is damaged; can another program open it?") from error
    finally:
        document.close()
