"""Highlights and comments that other programs wrote into a PDF, with the words they are on.

Pitfall: an annotation knows places on its page and no words, so its words are the characters whose middle is inside of
it. Free text and form values are no comments but text of the page (`fields`).
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from reader.errors import SourceError
from reader.sources.detect import DocumentNote, SourceData
from reader.sources.pdf.chars import join_surrogates, page_chars
from reader.sources.pdf.fields import UNSEEN, annotation_text, page_annotations
from reader.sources.pdf.page import open_document
from reader.sources.progress import Progress
from reader.text.sanitize import clean_line

MOST = 20_000  # annotations of a file that are read

MARKUP = {
    pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium.FPDF_ANNOT_UNDERLINE: "underline",
    pdfium.FPDF_ANNOT_SQUIGGLY: "underline",
    pdfium.FPDF_ANNOT_STRIKEOUT: "strikeout",
}

COMMENTS = frozenset(
    getattr(pdfium, f"FPDF_ANNOT_{name}") for name in "TEXT CARET SQUARE CIRCLE LINE POLYGON POLYLINE INK STAMP".split()
)
"""Annotations that mark no words, and count only with a comment."""

PAGE_SECONDS = 0.05  # processor time granted for each page
QUADS = 1_000  # lines of one highlight

DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?)?")

Box = tuple[float, float, float, float]  # left, bottom, right, top


def read_annotations(found: SourceData, progress: Progress) -> list[DocumentNote]:
    """Return the highlights and comments of a PDF, page by page. Raises SourceError."""
    read: list[DocumentNote] = []
    with open_document(found.data, found.name) as document:
        for number in range(len(document)):
            read += _page_annotations(document, number)
            if len(read) > MOST:
                raise SourceError(f"{found.name} has more than {MOST:,} highlights and comments; split it")
            progress((number + 1) / len(document), PAGE_SECONDS)
    return read


def _page_annotations(document: PdfDocument, number: int) -> Iterator[DocumentNote]:
    """Yield those of one page; a damaged page has none."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return
    with closing(page):
        label = clean_line(document.get_page_label(number)) or str(number + 1)
        chars: _PlacedChars | None = None
        for annotation in filter(_counts, page_annotations(page)):
            chars = chars or _PlacedChars(page)
            yield _annotation(annotation, label, chars)


def _counts(annotation: pdfium.FPDF_ANNOTATION) -> bool:
    """Return whether an annotation is a highlight, or a comment with words that is no mark of a review."""
    subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
    if pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
        return False
    if subtype in MARKUP:
        return True
    said = annotation_text(annotation, "Contents").strip()
    return subtype in COMMENTS and said != "" and not annotation_text(annotation, "State")


def _annotation(annotation: pdfium.FPDF_ANNOTATION, label: str, chars: "_PlacedChars") -> DocumentNote:
    boxes = list(_marked_boxes(annotation))
    parent = pdfium.FPDFAnnot_GetLinkedAnnot(annotation, b"IRT")
    if parent:  # an answer is on the words of what it answers
        boxes = list(_marked_boxes(parent)) or boxes
        pdfium.FPDFPage_CloseAnnot(parent)
    if boxes:
        found = list(map(chars.inside, boxes))
    else:
        box = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box))
        found = [chars.nearest_line((box.left + box.right) / 2, (box.bottom + box.top) / 2)]
    found = [(words, first) for words, first in found if words]
    return DocumentNote(
        words="\n".join(words for words, _ in found),
        place=chars.place(found[0][1]) if found else 0.0,
        text=annotation_text(annotation, "Contents").strip(),
        author=annotation_text(annotation, "T").strip(),
        created=_iso_time(annotation_text(annotation, "CreationDate")),
        name=annotation_text(annotation, "NM").strip(),
        kind=MARKUP.get(pdfium.FPDFAnnot_GetSubtype(annotation), "comment"),
        page=label,
        updated=_iso_time(annotation_text(annotation, "M")),
        color=_color(annotation),
    )


def _marked_boxes(annotation: pdfium.FPDF_ANNOTATION) -> Iterator[Box]:
    points = pdfium.FS_QUADPOINTSF()
    for index in range(min(QUADS, pdfium.FPDFAnnot_CountAttachmentPoints(annotation))):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, ctypes.byref(points)):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _color(annotation: pdfium.FPDF_ANNOTATION) -> tuple[int, int, int] | None:
    """Return the colour of an annotation, or that of the first shape that draws it."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    if not pdfium.FPDFAnnot_GetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *parts):
        shape = pdfium.FPDFAnnot_GetObject(annotation, 0)
        if not shape or not pdfium.FPDFPageObj_GetFillColor(shape, *parts):
            return None
    return min(255, red.value), min(255, green.value), min(255, blue.value)


def _iso_time(said: str) -> str:
    """Return a date of a PDF, "D:20260302101500+01'00'", as ISO 8601; "" if it has no time."""
    found = DATE.match(said)
    if found is None or found[4] is None:
        return ""
    year, month, day, hour, minute, second, zone, part = found.groups()
    offset = f"{zone}:{part or '00'}" if zone else "+00:00"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"


class _PlacedChars:
    """The characters of a page with their middles."""

    def __init__(self, page: PdfPage) -> None:
        with page_chars(page, rotation=0) as chars:  # annotations are placed on the page before it is rotated
            self.text = chars.text
            boxes = list(map(chars.box, range(len(chars.text))))
        self.middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in boxes]

    def inside(self, box: Box) -> tuple[str, int]:
        """Return the words whose letters are inside `box`, and the index of the first."""
        left, bottom, right, top = box
        found, first = "", 0
        for index, (char, (x, y)) in enumerate(zip(self.text, self.middles, strict=True)):
            if char.isspace():
                found += " " if found[-1:] not in ("", " ") else ""
            elif left <= x <= right and bottom <= y <= top:
                first = first if found else index
                found += char
        return join_surrogates(found.rstrip()), first

    def nearest_line(self, x: float, y: float) -> tuple[str, int]:
        """Return the line with the letter nearest to a point, and the index of its first."""
        distances = [
            (2 * abs(middle[1] - y) + abs(middle[0] - x), index)
            for index, middle in enumerate(self.middles)
            if not self.text[index].isspace()
        ]
        if not distances:
            return "", 0
        nearest = min(distances)[1]
        first = max(self.text.rfind(end, 0, nearest) for end in "\r\n") + 1
        line = re.split(r"[\r\n]", self.text[first:], maxsplit=1)[0]
        return join_surrogates(" ".join(line.split())), first

    def place(self, index: int) -> float:
        """Return the share of letters and digits before an index."""
        return sum(map(str.isalnum, self.text[:index])) / max(1, sum(map(str.isalnum, self.text)))
