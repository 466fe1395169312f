"""What was filled into a page: values of form fields, and text that was written over it (free text).

They are annotations, so PDFium does not count them to the text of the page. A value becomes a line beside its label,
free text a line at its place. Hidden fields, buttons and passwords are left out. No script of a form is run.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from reader.sources.pdf.lines import PdfLine
from reader.text.sanitize import clean

ANNOTATIONS = 5_000  # annotations of a page that are looked at; a large form has some hundred
LONGEST = 1 << 16  # bytes of one value
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
PASSWORD = 1 << 13  # flag of a text field
TEXTS = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
BOXES = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
CHECKED = "☒"

LARGEST = 14.0  # points: the height of a letter in a field of one line, which may be much higher
FREE = -1  # the row of free text, which belongs to no label
BESIDE = 30.0  # points from a box to its label


def page_annotations(page: PdfPage) -> Iterator[pdfium.FPDF_ANNOTATION]:
    """Yield the annotations on `page`; each is closed before the next one."""
    for index in range(min(ANNOTATIONS, pdfium.FPDFPage_GetAnnotCount(page.raw))):
        if annotation := pdfium.FPDFPage_GetAnnot(page.raw, index):
            try:
                yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def field_lines(page: PdfPage, number: int) -> list[PdfLine]:
    """Return a line for each value and each line of free text on `page`, from the first annotation to the last."""
    return [line for each in page_annotations(page) for line in _annotation_lines(page, each, number)]


def _annotation_lines(page: PdfPage, annotation: pdfium.FPDF_ANNOTATION, number: int) -> Iterator[PdfLine]:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    is_unseen = pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN
    if is_unseen or kind not in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
        return
    said = _value(page, annotation) if kind == pdfium.FPDF_ANNOT_WIDGET else annotation_text(annotation, "Contents")
    box = pdfium.FS_RECTF()
    rows = [words for row in clean(said).splitlines() if (words := " ".join(row.split()))]
    if not rows or not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return
    left, right = sorted((box.left, box.right))
    low, high = sorted((box.bottom, box.top))
    if not math.isfinite(left + right + low + high):
        return
    height = min(LARGEST, max(1.0, (high - low) / len(rows)))
    top = high if len(rows) > 1 else (low + high + height) / 2
    row = FREE if kind == pdfium.FPDF_ANNOT_FREETEXT else 0
    for at, words in enumerate(rows):
        bottom = top - (at + 1) * height
        yield PdfLine(words, left, right, bottom, top - at * height, number, filled=True, row=row)


def _value(page: PdfPage, annotation: pdfium.FPDF_ANNOTATION) -> str:
    """Return the value of a form field, "" if it has none to show."""
    if page.formenv is None:
        return ""
    form = page.formenv.raw
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in BOXES:
        return CHECKED if pdfium.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind not in TEXTS or pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & PASSWORD:
        return ""
    return _read_string(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def annotation_text(annotation: pdfium.FPDF_ANNOTATION, key: str) -> str:
    """Return the text that an annotation has under `key`; "" if there is none."""
    return _read_string(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, size))


def _read_string(read: Callable[["ctypes.Array[ctypes.c_ushort] | None", int], int]) -> str:
    size = read(None, 0)
    if not 2 < size <= LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    read(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")


def insert_fields(lines: list[PdfLine], fields: list[PdfLine]) -> list[PdfLine]:
    """Return `lines` with the fields: each beside its label, else below the line above it."""
    placed = list(lines)
    row = max((line.row for line in lines), default=0)
    for field in fields:
        middle = (field.bottom + field.top) / 2
        beside = [
            (index, line)
            for index, line in enumerate(placed)
            if not line.turned and line.bottom - 2 <= middle <= line.top + 2
        ]
        if field.text == CHECKED:
            labels = [(line.left - field.right, index) for index, line in beside if line.left >= field.left]
            if labels and min(labels)[0] < BESIDE:
                index = min(labels)[1]
                placed[index] = replace(placed[index], text=f"{CHECKED} {placed[index].text}", left=field.left)
                continue
        if any(field.text in line.text and line.left - 2 <= field.left <= line.right for _, line in beside):
            continue  # written over the same words, for programs that read aloud
        before = [(line.left, index) for index, line in beside if line.left <= field.left]
        if before and field.row != FREE:
            index = max(before)[1]
            placed.insert(index + 1, replace(field, row=placed[index].row))
            continue
        row += 1
        above = [(line.bottom, index) for index, line in enumerate(placed) if line.bottom > field.bottom]
        index = min(above)[1] + 1 if above else 0
        placed.insert(index, replace(field, row=row))
    return placed
