"""The paragraphs, lists, tables and notes of an RTF document as HTML elements, as the parser tells them."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from reader.sources.html.elements import Element
from reader.sources.office import append_text

BULLET = re.compile(r"[ \t]*(?:([•·‣◦▪o\uf0b7\uf0a7–-])|\(?(\d{1,4}|[a-zA-Z]{1,2})[.)])[ \t]*")
TYPED = re.compile(r"[ \t]*(?:([•·‣◦▪\uf0b7\uf0a7])|(\d{1,3})[.)])\t[ \t]*")
"""The sign of a list item, as the program marks it, and as it is typed: with a tab."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")  # characters that XML cannot hold


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Words that look alike."""

    text: str
    marks: tuple[str, ...] = ()
    """HTML elements around them, from the outside."""
    href: str = ""
    note: int = 0
    """The number of the note that is referred to here, instead of words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is."""

    element: str = ""
    """Its HTML element; "" for an ordinary one."""
    title: bool = False
    level: int = 0
    """The depth of a list item, from 0."""
    in_table: bool = False


class BodyBuilder:
    """The elements so far, with the open lists and the open table."""

    def __init__(self, body: Element | None = None) -> None:
        self.body = etree.Element("body") if body is None else body
        self._notes: list[Element] = []
        self._lists: list[Element] = []
        self._rows: list[list[Element]] = []
        self._row: list[Element] = []
        self._cell: Element | None = None
        self._heading_rows = 0

    def open_note(self, number: int) -> "BodyBuilder":
        """Return a builder for the text of a note; the note follows the text."""
        note = BodyBuilder(etree.Element("div", id=f"note-{number}"))
        self._notes.append(note.body)
        return note

    def add_paragraph(self, runs: list[LetterRun], shape: Shape, sign: str) -> None:
        """Add a paragraph; `sign` is the bullet or number that the program shows before it."""
        if shape.in_table:
            self._cell = self._cell if self._cell is not None else etree.Element("td")
            if len(self._cell) or self._cell.text:
                etree.SubElement(self._cell, "br")
            _write(runs, self._cell)
            return
        if not any(run.text.strip() or run.note for run in runs):
            return
        self._close_table()
        if shape.element != "pre":
            runs = [replace(runs[0], text=runs[0].text.lstrip()), *runs[1:]]
        typed = TYPED.match(runs[0].text) if not sign and not shape.element else None
        marker = BULLET.fullmatch(sign) or typed
        if typed:
            runs = [replace(runs[0], text=runs[0].text[typed.end() :]), *runs[1:]]
        if marker and not shape.element.startswith("h"):
            _write(runs, self._item(shape.level, marker[2]))
            return
        self._lists.clear()
        _write(runs, self._block(shape))

    def end_cell(self) -> None:
        self._row.append(self._cell if self._cell is not None else etree.Element("td"))
        self._cell = None

    def end_row(self, *, heading: bool) -> None:
        if heading and self._heading_rows == len(self._rows):
            self._heading_rows += 1
        self._rows.append(self._row)
        self._row = []

    def finish(self) -> Element:
        """Return the element of the text, with everything closed."""
        if self._cell is not None:
            self.end_cell()
        if self._row:
            self.end_row(heading=False)
        self._close_table()
        self.body.extend(self._notes)
        return self.body

    def _block(self, shape: Shape) -> Element:
        last = self.body[-1] if len(self.body) else None
        if shape.element == "pre" and last is not None and last.tag == "pre":
            etree.SubElement(last, "br")
            return last
        block = etree.SubElement(self.body, shape.element or "p")
        if shape.title:
            block.set("class", "title")
        return block

    def _item(self, level: int, number: str | None) -> Element:
        name = "ol" if number else "ul"
        del self._lists[level + 1 :]
        if self._lists and len(self._lists) == level + 1 and self._lists[-1].tag != name:
            self._lists.pop()
        while len(self._lists) <= min(level, 8):
            above = self._lists[-1] if self._lists else None
            around = self.body if above is None else above[-1] if len(above) else etree.SubElement(above, "li")
            self._lists.append(etree.SubElement(around, name))
            if number and number.isdecimal():
                self._lists[-1].set("start", number)
        return etree.SubElement(self._lists[-1], "li")

    def _close_table(self) -> None:
        if not self._rows:
            return
        self._lists.clear()
        table = etree.SubElement(self.body, "table")
        for number, cells in enumerate(self._rows):
            row = etree.SubElement(table, "tr")
            for cell in cells:
                cell.tag = "th" if number < self._heading_rows else "td"
                row.append(cell)
        self._rows = []
        self._heading_rows = 0


def _write(runs: list[LetterRun], to: Element) -> None:
    for run in runs:
        inner = to
        if run.note:
            link = etree.SubElement(etree.SubElement(to, "sup"), "a", href=f"#note-{run.note}", role="doc-noteref")
            link.text = f"[{run.note}]"
            continue
        if run.href:
            inner = etree.SubElement(inner, "a", href=UNPRINTABLE.sub("", run.href))
        for mark in run.marks:
            inner = etree.SubElement(inner, mark)
        first, *more = UNPRINTABLE.sub("", run.text).split("\n")
        append_text(inner, first)
        for line in more:
            etree.SubElement(inner, "br").tail = line
