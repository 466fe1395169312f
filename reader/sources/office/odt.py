"""An OpenDocument text as an article: its XML becomes HTML elements, which are read like a web page.

What a paragraph or a word is depends on its style, and on the styles that one inherits from. Pitfall: a note stands
within the words that refer to it; notes are collected and follow the text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lxml import etree

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import office
from reader.sources.detect import SourceData
from reader.sources.html.elements import Element, element_name, parse_xml, text_of, words_of
from reader.sources.html.mathml import tex_of
from reader.sources.progress import Progress
from reader.sources.refusals import ZIP
from reader.sources.zip_parts import ZipParts
from reader.text.word_lists import read_sections

WHAT = "an OpenDocument text"

COMMENT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"

DEPTH = 200  # depth of nesting that is read; deeper elements are left out
SPACES = 100  # spaces in a row that are drawn
REPEATED = 40  # equal cells in a row that are read; spreadsheets repeat an empty one to the edge of the sheet

SILENT = frozenset(read_sections("sources/lexicon/office")["silent in odt"])
"""Elements whose text is no part of the document's."""

BLOCKS = {
    "table": "table",
    "table-header-rows": "thead",
    "table-row": "tr",
    "section": "div",
    "text-box": "div",
    "line-break": "br",
    **dict.fromkeys(
        "table-of-content illustration-index table-index alphabetical-index user-index object-index".split(), "nav"
    ),
}
"""HTML elements by name; elements that have none are their children."""


@dataclass(frozen=True, slots=True)
class _NamedStyle:
    """A style and, once resolved, what it inherits."""

    parent: str = ""
    element: str = ""
    """The HTML element of a paragraph; "" for an ordinary one."""
    marks: tuple[str, ...] = ()
    """The HTML elements of its letters."""


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read an OpenDocument text, in a zip or as flat XML. Raises SourceError."""
    parts = ZipParts(found.data, found.name, WHAT) if found.data.startswith(ZIP) else None
    root, more, meta = _read_parts(found, parts)
    text = None if root is None else next(root.iter("{*}text"), None)
    if root is None or text is None:
        raise office.refuse_damaged(found.name, WHAT)
    trees = [tree for tree in (more, root) if tree is not None]
    body = _Walk(text, _read_styles(trees), _numbered_lists(trees), parts).document()
    info = office.read_info(each for found in (root if meta is None else meta).iter("{*}meta") for each in found)
    info["creator"] = info.get("initial-creator") or info.get("creator", "")
    comments, deletions = (sum(1 for _ in text.iter(name)) for name in (COMMENT, "{*}deletion"))
    return office.build_document(body, found.place, info, comment=comments, deleted_passage=deletions)


def _read_parts(found: SourceData, parts: ZipParts | None) -> tuple[Element | None, Element | None, Element | None]:
    """Return the text, the styles and the metadata. Raises SourceError."""
    if parts is None:
        return parse_xml(found.data), None, None
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise SourceError(f"{found.name} is protected with a password; save it without, and open that")
    text, styles, meta = (parse_xml(parts.read(path) or b"") for path in ("content.xml", "styles.xml", "meta.xml"))
    return text, styles, meta


# -- styles -----------------------------------------------------------------------------------------------------------


def _read_styles(trees: Iterable[Element]) -> dict[str, _NamedStyle]:
    return {
        office.local_attribute(style, "name"): _NamedStyle(
            office.local_attribute(style, "parent-style-name"), _paragraph_element(style), _letter_marks(style)
        )
        for tree in trees
        for style in tree.iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style")
    }


def _paragraph_element(style: Element) -> str:
    known = _known_element(office.local_attribute(style, "display-name") or office.local_attribute(style, "name"))
    level = office.local_attribute(style, "default-outline-level")
    return known or (office.element_of_level(int(level)) if level.isdecimal() and int(level) else "")


def _known_element(name: str) -> str:
    """Return the HTML element of a style with a name that every program knows; "" if it has none."""
    name = name.replace("_20_", " ")
    return f"h1.{office.TITLE}" if office.is_title(name) else office.element_named(name)


def _letter_marks(style: Element) -> tuple[str, ...]:
    """Return the elements of bold, slanted, struck, raised and typewritten letters."""
    if office.local_attribute(style, "name") in ("Source_20_Text", "Source_Text"):
        return ("code",)
    found = []
    for properties in style.iterfind("{*}text-properties"):
        if office.local_attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
            found.append("strong")
        if office.local_attribute(properties, "font-style") in ("italic", "oblique"):
            found.append("em")
        if office.local_attribute(properties, "text-line-through-style") not in ("", "none"):
            found.append("s")
        raised = office.local_attribute(properties, "text-position").partition(" ")[0]
        if raised not in ("", "0%"):
            found.append("sub" if raised.startswith(("sub", "-")) else "sup")
    return tuple(found)


def _has(element: Element, name: str) -> bool:
    return element.find(f"{{*}}{name}") is not None


def _numbered_lists(trees: Iterable[Element]) -> set[tuple[str, int]]:
    """Return the names of lists with the levels that are numbered, from 1."""
    return {
        (office.local_attribute(style, "name"), int(office.local_attribute(level, "level") or 0))
        for tree in trees
        for style in tree.iter("{*}list-style")
        for level in style.iterfind("{*}list-level-style-number")
        if office.local_attribute(level, "level").isdecimal() and office.local_attribute(level, "num-format")
    }


# -- the text ---------------------------------------------------------------------------------------------------------


class _Walk:
    def __init__(
        self, text: Element, styles: dict[str, _NamedStyle], numbered: set[tuple[str, int]], parts: ZipParts | None
    ) -> None:
        self.text = text
        self.styles = styles
        self.numbered = numbered
        self.parts = parts
        self.notes: list[Element] = []
        self._handlers: dict[str, Callable[[Element, Element, int], None]] = {
            **dict.fromkeys(("h", "p"), self._add_paragraph),
            **dict.fromkeys(("list-item", "list-header"), self._add_item),
            **dict.fromkeys(("object", "object-ole"), self._add_object),
            "span": self._add_span,
            "a": self._add_link,
            "note": self._add_note,
            "list": self._add_list,
            "table-cell": self._add_cell,
            "frame": self._add_frame,
            **dict.fromkeys(("s", "tab"), self._add_space),
            **dict.fromkeys(("change-start", "change-end"), self._note_change),
        }
        regions = text.iter("{*}changed-region")
        self._deletions = {office.local_attribute(each, "id") for each in regions if _has(each, "deletion")}
        self._gone: set[str] = set()
        """Those of them that the walk is within."""
        self.lists: list[str] = []

    def document(self) -> Element:
        body = etree.Element("body")
        self._add_children(self.text, body, 0)
        body.extend(self.notes)
        return body

    def _add_children(self, element: Element, to: Element, depth: int) -> None:
        self._add_text(to, element.text)
        for child in element:
            if depth < DEPTH:
                self._add(child, to, depth + 1)
            self._add_text(to, child.tail)

    def _add_text(self, to: Element, text: str | None) -> None:
        if text and not self._gone:
            office.append_text(to, text)

    def _note_change(self, element: Element, to: Element, depth: int) -> None:
        """Note that a deleted passage that still stands in the text begins or ends."""
        change = office.local_attribute(element, "change-id")
        if element_name(element) == "change-end":
            self._gone.discard(change)
        elif change in self._deletions:
            self._gone.add(change)

    def _add(self, element: Element, to: Element, depth: int) -> None:
        name = element_name(element)
        if not name or name in SILENT or office.local_attribute(element, "display") == "none":
            return
        if name in self._handlers:
            self._handlers[name](element, to, depth)
        else:
            inner = etree.SubElement(to, BLOCKS[name]) if name in BLOCKS else to
            self._add_children(element, inner, depth)

    def _add_link(self, element: Element, to: Element, depth: int) -> None:
        self._add_children(element, etree.SubElement(to, "a", href=office.local_attribute(element, "href")), depth)

    def _add_item(self, element: Element, to: Element, depth: int) -> None:
        """Add an item; one that only makes the list in it deeper has no sign of its own."""
        only_deeper = len(element) > 0 and all(element_name(each) == "list" for each in element)
        self._add_children(element, (to[-1] if len(to) else to) if only_deeper else etree.SubElement(to, "li"), depth)

    def _add_paragraph(self, element: Element, to: Element, depth: int) -> None:
        style = self._resolve(office.local_attribute(element, "style-name"))
        level = office.local_attribute(element, "outline-level")
        tag, _, kind = style.element.partition(".")
        if element_name(element) == "h" and not kind:
            tag = office.element_of_level(int(level) if level.isdecimal() else 1)
        if tag == "pre" and len(to) and to[-1].tag == "pre" and not (to[-1].tail or "").strip():
            inner = to[-1]
            etree.SubElement(inner, "br")
        else:
            inner = etree.SubElement(to, tag or "p")
        if kind:
            inner.set("class", kind)
        self._add_children(element, inner, depth)

    def _add_span(self, element: Element, to: Element, depth: int) -> None:
        for mark in self._resolve(office.local_attribute(element, "style-name")).marks:
            to = etree.SubElement(to, mark)
        self._add_children(element, to, depth)

    def _add_note(self, element: Element, to: Element, depth: int) -> None:
        said = next(map(text_of, element.iterfind("{*}note-citation")), "")
        number = len(self.notes) + 1
        reference = etree.SubElement(etree.SubElement(to, "sup"), "a", href=f"#note-{number}", role="doc-noteref")
        reference.text = f"[{said.strip() or number}]"
        note = etree.Element("div", id=f"note-{number}")
        self.notes.append(note)
        for body in element.iterfind("{*}note-body"):
            self._add_children(body, note, depth)

    def _add_list(self, element: Element, to: Element, depth: int) -> None:
        """Add a list, or only what is in it if that is a numbered heading."""
        name = office.local_attribute(element, "style-name") or (self.lists[-1] if self.lists else "")
        if next(element.iter("{*}h"), None) is not None:
            for item in element.iterfind("{*}list-item"):
                self._add_children(item, to, depth)
            return
        self.lists.append(name)
        numbered = (name, len(self.lists)) in self.numbered
        inner = etree.SubElement(to, "ol" if numbered else "ul")
        first = next(element.iterfind("{*}list-item"), None)
        if first is not None and numbered and (start := office.local_attribute(first, "start-value")):
            inner.set("start", start)
        self._add_children(element, inner, depth)
        self.lists.pop()

    def _add_cell(self, element: Element, to: Element, depth: int) -> None:
        count, columns = (office.local_attribute(element, f"number-columns-{how}") for how in ("repeated", "spanned"))
        for _ in range(min(REPEATED, int(count)) if count.isdecimal() else 1):
            above = to.getparent()
            cell = etree.SubElement(to, "th" if above is not None and above.tag == "thead" else "td")
            if columns:
                cell.set("colspan", columns)
            self._add_children(element, cell, depth)

    def _add_frame(self, element: Element, to: Element, depth: int) -> None:
        """Add a box of text, a formula or an object, or the alternative text of a picture."""
        embedded = next((each for each in element if element_name(each) in ("object", "object-ole")), None)
        if _has(element, "text-box"):
            self._add_children(element, to, depth)
        elif embedded is not None:
            self._add_object(embedded, to, depth)
        elif _has(element, "image"):
            said = map(words_of, (*element.iterfind("{*}title"), *element.iterfind("{*}desc")))
            etree.SubElement(to, "img", alt=" ".join(filter(None, said)))

    def _add_object(self, element: Element, to: Element, depth: int) -> None:
        """Add a formula as TeX; of any other object a sign that it is there."""
        math = next(element.iter("{*}math"), None)
        if math is None and self.parts is not None and element_name(element) == "object":
            path = office.local_attribute(element, "href").removeprefix("./").rstrip("/")
            root = parse_xml(self.parts.read(f"{path}/content.xml") or b"")
            math = None if root is None else next(root.iter("{*}math"), None)
        tex = "" if math is None else " ".join(tex_of(math).split())
        etree.SubElement(to, "code" if tex else "span").text = tex or office.OBJECT

    def _add_space(self, element: Element, to: Element, depth: int) -> None:
        count = office.local_attribute(element, "c") if element_name(element) == "s" else ""
        office.append_text(to, " " * min(SPACES, int(count) if count.isdecimal() else 1))

    def _resolve(self, name: str) -> _NamedStyle:
        marks: tuple[str, ...] = ()
        for _ in range(DEPTH):
            style = self.styles.get(name)
            if style is None:
                return _NamedStyle(element=_known_element(name), marks=marks)
            marks = marks or style.marks
            if style.element:
                return replace(style, marks=marks)
            name = style.parent
        return _NamedStyle(marks=marks)
