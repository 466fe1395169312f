"""Files that are no text for us, by what they are: one row each, from which the messages follow.

A file is recognized by its first bytes and a name inside. Pitfall: documents before 2007 hold others (a chart of Excel
in a letter), so the name that stands first in the directory counts.
"""

import re
from typing import NamedTuple

OLE, ZIP, SQLITE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"SQLite format 3\0"
"""Signatures: of documents before 2007, which those with a password still have; of zips; of databases."""

ENTRY = 128  # bytes of an entry in the directory of a document before 2007; it begins with its name


class Refusal(NamedTuple):
    signature: bytes
    holds: str
    """A name inside; "" for any file with the signature that no row before this one knows."""
    what: str
    """What it is, and what to do, after "FILE is"."""


REFUSALS = (
    Refusal(OLE, "EncryptedPackage", "protected with a password; save it without, and open that"),
    Refusal(OLE, "WordDocument", "a document of Word 97 or older (.doc); save it as .docx, and open that"),
    Refusal(OLE, "PowerPoint Document", "slides of PowerPoint 97 (.ppt); save them as PDF, and open that"),
    Refusal(OLE, "Workbook", "a spreadsheet of Excel 97 (.xls); save it as PDF or CSV, and open that"),
    Refusal(OLE, "Book", "a spreadsheet of Excel 95 or older (.xls); save it as PDF or CSV, and open that"),
    Refusal(OLE, "__properties_version1.0", "a mail of Outlook (.msg); save it as .eml, and open that"),
    Refusal(OLE, "", "a file of an Office before 2007; save it as .docx or PDF, and open that"),
    Refusal(ZIP, "ppt/presentation.xml", "slides of PowerPoint (.pptx); save them as PDF, and open that"),
    Refusal(ZIP, "xl/workbook.", "a spreadsheet of Excel (.xlsx); save it as PDF or CSV, and open that"),
    Refusal(ZIP, "opendocument.presentation", "OpenDocument slides (.odp); save them as PDF, and open that"),
    Refusal(ZIP, "opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods); save it as CSV, and open that"),
    Refusal(ZIP, "", "a zip archive; unpack it, and open a file in it"),
    Refusal(
        SQLITE, "VolumeID", "the database of a Kobo; import it into Readwise, and Readwise's CSV with `reader import`"
    ),
    Refusal(SQLITE, "", "an SQLite database, not text"),
)


def describe_refused(data: bytes) -> str:
    """Return what a file is that cannot be read, and what to do, to follow "FILE is"; "" for any other."""
    rows = [row for row in REFUSALS if data.startswith(row.signature)]
    places = ((_place(data, row), number) for number, row in enumerate(rows) if row.holds)
    found = min(((place, number) for place, number in places if place >= 0), default=(0, len(rows) - 1))
    return rows[found[1]].what if rows else ""


def _place(data: bytes, row: Refusal) -> int:
    """Return where the name that a row looks for stands; -1 if it does not."""
    if row.signature != OLE:
        return data.find(row.holds.encode())
    name = re.escape(row.holds.encode("utf-16-le") + b"\0\0")
    return next((found.start() for found in re.finditer(name, data) if found.start() % ENTRY == 0), -1)
