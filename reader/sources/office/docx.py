"""A Word document as an article: mammoth turns it into HTML, after what it would pass over was made plain to it.

mammoth maps styles by their names, so a map is made from the document's own styles: their outline levels tell headings,
and a style is what it is based on. Pitfall: mammoth parses in Python, without limits; so it gets only parts that were
unpacked within the limits, and fails in many ways on damaged ones.
"""

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from io import BytesIO
from itertools import accumulate, islice
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree
from lxml import html as lxml_html

from reader.document.article import Article
from reader.errors import SourceError, raising
from reader.sources import office
from reader.sources.detect import GUESS_LENGTH, DocumentNote, SourceData, looks_like_html
from reader.sources.encoding import decode, decode_raw
from reader.sources.html.elements import Element, element_name, parse_html, parse_xml, text_of
from reader.sources.mail import chosen_bodies, open_message, payload
from reader.sources.office.numbers import Numbering, based_on, take_numbers, value_of, word_name
from reader.sources.progress import Progress
from reader.sources.refusals import ZIP
from reader.sources.zip_parts import ZipParts
from reader.text.sanitize import clean_line

WHAT = "a Word document"

WITH_TEXT = ("footnotes", "endnotes")  # parts with text, beside the body, by the names of their relations

TRANSPARENT = frozenset({"moveTo", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase"})
"""Elements that mammoth passes over with their text."""

REVERTED = {"ins": "del", "moveTo": "del", "del": "ins", "moveFrom": "ins", "delText": "t"}
"""Tracked changes, and what each of them is to who wants the text before them."""

CHUNK = "\ufdd0chunk"
"""What begins the paragraph in whose place a text in another format is put: a sign that no text has."""

MIME = re.compile(r"\s*(?:MIME-Version|Content-Type|From|Subject)\s*:", re.IGNORECASE)  # how a saved web page begins
GONE = "gone"  # the name of elements that are removed, with what is in them

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"

LEVELS, BODY_TEXT = tuple("012345678"), "9"  # outline levels of headings, and of body text

IN_MAMMOTH = {"nav": "nav > p:fresh", "blockquote": "blockquote > p:fresh", "pre": "pre:separator('\\n')"}
"""How mammoth writes elements, if they are no headings."""

RUNS = """
r[style-name='Emphasis'] => em
r[style-name='Verbatim Char'] => code
r[style-name='HTML Code'] => code
r[style-name='Source Text'] => code
"""
"""Styles of words; bold and italic letters are known to mammoth."""

FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""Errors that a damaged document causes in mammoth; RecursionError is a RuntimeError."""

SECONDS = 3.0  # processor time granted for each MiB of XML: mammoth needs up to two
COMMENTS = 20_000  # comments of a document that are read
LONGEST, NEAR = 20_000, 60  # characters of the words that a comment is on, and of those before it
FORMULA_DEPTH = 30  # depth of a formula (OMML) that is converted; deeper, its letters are joined

PATTERNS = {
    "f": r"\frac{{{num}}}{{{den}}}",
    "ssup": "{e}^{{{sup}}}",
    "ssub": "{e}_{{{sub}}}",
    "ssubsup": "{e}_{{{sub}}}^{{{sup}}}",
    "limlow": "{e}_{{{lim}}}",
    "limupp": "{e}^{{{lim}}}",
}
"""TeX of an element by its name, with the TeX of its arguments by theirs."""


def read_source(found: SourceData, progress: Progress, *, original: bool = False) -> Article:
    """Read a Word document; with `original`, as it was before its tracked changes. Raises SourceError."""
    document = WordDocument(found)
    if original:
        document.revert()
    deleted = sum(1 for _ in document.body.iter("{*}delText"))
    count = sum(1 for _ in document.related("comments").iter("{*}comment"))
    tree = _as_html(document, progress)
    core = document.tree("docProps/core.xml")
    info = office.read_info(() if core is None else core)
    return office.build_document(tree, found.place, info, comment=count, deleted_passage=deleted)


read_original = partial(read_source, original=True)


def _as_html(document: "WordDocument", progress: Progress, prefix: str = "") -> Element:
    """Return the text as HTML elements, whose ids begin with `prefix`. Raises SourceError."""
    known = {office.local_attribute(each, "styleId"): each for each in document.related("styles").iter("{*}style")}
    Numbering(document.related("numbering"), known).write(document.body)
    chunks = _take_chunks(document, progress, prefix)
    packed = _repack(document)
    progress(0.5, SECONDS * len(packed) / (1 << 20))
    tree = _convert(packed, _style_map(known), document.parts.name, prefix)
    take_numbers(tree)
    for item in list(tree.iter("li")):
        if item.get("id", "").startswith((f"{prefix}footnote-", f"{prefix}endnote-")):  # a paragraph with a marker
            for element in (item, *islice(item.iterancestors(), 1)):
                element.tag = "div"
    for paragraph in list(tree.iter("p")):
        if (chunk := chunks.get(text_of(paragraph))) is not None:
            paragraph.tag = chunk.tag = "div"
            paragraph.text = None
            paragraph[:] = [chunk]
    return tree


def _take_chunks(document: "WordDocument", progress: Progress, prefix: str) -> dict[str, Element]:
    """Return the texts that stand in the document as they are in another format (altChunk), by the paragraph that is
    put in the place of each; what cannot be read, or is in a document within another, has a sign there."""
    chunks: dict[str, Element] = {}
    for number, each in enumerate(list(document.body.iter("{*}altChunk"))):
        path = document.targets.get(office.local_attribute(each, "id"), "")
        chunk = None
        with suppress(SourceError):  # it may be damaged, or a zip of another kind
            chunk = None if prefix else _read_chunk(document, path, progress, f"{CHUNK}{number}-")
        each.tag, said = word_name(each, "p"), f"{CHUNK}{number}" if chunk is not None else office.OBJECT
        etree.SubElement(etree.SubElement(each, word_name(each, "r")), word_name(each, "t")).text = said
        if chunk is not None:
            chunks[said] = next(chunk.iter("body"), chunk)
    return chunks


def _read_chunk(document: "WordDocument", path: str, progress: Progress, prefix: str) -> Element | None:
    """Return a web page, saved page or document within the document as HTML; None if it is missing or something else.

    Raises SourceError."""
    data = document.parts.read(path) or b""
    part = SourceData(document.parts.name, path, data)
    if data.startswith(ZIP):
        return _as_html(WordDocument(part), progress, prefix)
    head = decode_raw(data[:GUESS_LENGTH])
    if MIME.match(head):
        bodies = chosen_bodies(open_message(data, document.parts.name), document.parts.name)[0]
        page = next((body for body in bodies if body.get_content_type() == "text/html"), None)
        return None if page is None else parse_html(decode(payload(page), page.get_content_charset() or ""))
    return parse_html(decode(data)) if looks_like_html(head) else None


class WordDocument:
    """The parts of a document; relations tell their paths, and only for want of them their usual ones count."""

    def __init__(self, found: SourceData) -> None:
        """Read the body of a document. Raises SourceError."""
        self.parts = ZipParts(found.data, found.name, WHAT)
        self._trees: dict[str, Element | None] = {}
        start = (target for _, kind, target in self._relations("") if kind == "officeDocument")
        self.path = next(start, "word/document.xml")
        body = self.tree(self.path)
        if body is None:
            raise office.refuse_damaged(found.name, WHAT)
        self.body = body
        relations = self._relations(self.path)
        self._related = {kind: target for _, kind, target in reversed(relations)}
        self.targets = {id_: target for id_, _, target in relations}

    def revert(self) -> None:
        """Undo the tracked changes of all parts with text. Raises SourceError."""
        for part in (self.body, *map(self.related, WITH_TEXT)):
            changes = [(each, undone) for name, undone in REVERTED.items() for each in part.iter(f"{{*}}{name}")]
            for element, undone in changes:
                element.tag = word_name(element, undone)

    def tree(self, path: str) -> Element | None:
        """Return the part at `path`, read once; None if it is missing or damaged. Raises SourceError."""
        if path not in self._trees:
            self._trees[path] = parse_xml(self.parts.read(path) or b"")
        return self._trees[path]

    def related(self, name: str) -> Element:
        """Return a part by the name of its relation, likewise; an empty element if it is missing or damaged."""
        found = self.tree(self.path_of(name))
        return etree.Element(name) if found is None else found

    def path_of(self, name: str) -> str:
        return self._related.get(name, f"word/{name}.xml")

    def _relations(self, path: str) -> list[tuple[str, str, str]]:
        """Return the parts that the one at `path` is related to: the id and the name of the relation, and a path."""
        folder, file = posixpath.split(path)
        relations = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        known, found = set(self.parts.names), []
        for each in () if relations is None else relations:
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            if target in known:
                found.append((each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target))
        return found


def _repack(document: WordDocument) -> bytes:
    packed = BytesIO()
    with_text = {document.path, *map(document.path_of, WITH_TEXT)}
    with zipfile.ZipFile(packed, "w") as archive:
        for path in dict.fromkeys(document.parts.names):
            if path.endswith((".xml", ".rels")) and (tree := document.tree(path)) is not None:
                if path in with_text:
                    _prepare(tree)
                archive.writestr(path, etree.tostring(tree))
    return packed.getvalue()


def _prepare(tree: Element) -> None:
    """Make mammoth see moved text, fields and formulas, and not see hidden text."""
    for element in list(tree.iter(*(f"{{*}}{name}" for name in TRANSPARENT))):
        element.tag = word_name(element, "ins")
    for mark in list(tree.iter("{*}vanish")):
        run = next(islice(mark.iterancestors(), 1, None), None)
        if run is not None and element_name(run) == "r" and office.local_attribute(mark, "val") not in ("0", "false"):
            run.tag = GONE
    etree.strip_elements(tree, GONE, "{*}rt", with_tail=False)
    for embedded in list(tree.iter("{*}object")):
        embedded.tag = word_name(embedded, "t")
        del embedded[:]
        embedded.text = office.OBJECT
    for formula in list(tree.iter(f"{{{MATH}}}oMath")):
        around = formula.getparent()
        if around is not None and element_name(around) == "omathpara":
            around.tag = word_name(tree, "ins")
        run = formula.makeelement(word_name(tree, "r"))
        etree.SubElement(run, word_name(tree, "t")).text = _formula_text(formula)
        formula.addprevious(run)
        formula.tag = GONE
    etree.strip_elements(tree, GONE, with_tail=False)


def _convert(packed: bytes, styles: str, name: str, prefix: str) -> Element:
    """Return the text as HTML elements. Raises SourceError."""
    with raising(office.refuse_damaged(name, WHAT), on=(ExpatError, *FAULTS)):
        found = mammoth.convert_to_html(
            BytesIO(packed),
            style_map=styles,
            id_prefix=prefix,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    return lxml_html.document_fromstring(f"<body>{found.value}</body>".encode(), parser=parser)


def _style_map(known: Mapping[str, Element]) -> str:
    lines = [RUNS]
    for style in (each for each in known.values() if office.local_attribute(each, "type") == "paragraph"):
        name = _name_of(style)
        if (element := _element_of(style, known)) and clean_line(name) == name:
            quoted = name.replace("\\", "\\\\").replace("'", "\\'")
            lines.append(f"p[style-name='{quoted}'] => {element}")
    return "\n".join(lines)


def _name_of(style: Element) -> str:
    return " ".join(value_of(style, "name").split())


def _element_of(style: Element, known: Mapping[str, Element]) -> str:
    """Return the element of a style or of what it is based on, as mammoth writes it; "" if it is an ordinary one."""
    if office.is_title(_name_of(style)):
        return f"h1.{office.TITLE}:fresh"
    for each in based_on(style, known):
        level = value_of(each, "pPr/outlineLvl")
        if level == BODY_TEXT:
            break
        element = office.element_named(_name_of(each))
        if not element and level in LEVELS:
            element = office.element_of_level(int(level) + 1)
        if element:
            return IN_MAMMOTH.get(element, f"{element}:fresh")
    return ""


def _formula_text(formula: Element, depth: int = 0) -> str:
    if depth > FORMULA_DEPTH:
        return "".join(text.text or "" for text in formula.iter("{*}t"))
    name = element_name(formula)
    if name == "t":
        return formula.text or ""
    arguments = defaultdict(str, ((element_name(child), _formula_text(child, depth + 1)) for child in formula))
    if name in PATTERNS:
        return PATTERNS[name].format_map(arguments)
    if name == "rad":
        degree = f"[{arguments['deg']}]" if arguments["deg"] else ""
        return rf"\sqrt{degree}{{{arguments['e']}}}"
    if name == "nary":
        limits = "".join(f"{sign}{{{arguments[key]}}}" for sign, key in (("_", "sub"), ("^", "sup")) if arguments[key])
        return f"{_property(formula, 'chr') or '∫'}{limits} {arguments['e']}"
    inner = "".join(_formula_text(child, depth + 1) for child in formula if not element_name(child).endswith("pr"))
    if name == "d":
        return f"{_property(formula, 'begChr') or '('}{inner}{_property(formula, 'endChr') or ')'}"
    return inner


def _property(element: Element, name: str) -> str:
    return next((office.local_attribute(each, "val") for each in element.iterfind(f"{{*}}*/{{*}}{name}")), "")


def read_comments(found: SourceData, progress: Progress) -> list[DocumentNote]:
    """Return the comments of a document in the order of their part, in one step. Raises SourceError.

    The body says where each begins and ends, another part what it says. One may be on no words, on a mere sign or on
    what was deleted; then it is on the words of the paragraph before it.
    """
    document = WordDocument(found)
    listed = list(document.related("comments").iterfind("{*}comment"))
    if len(listed) > COMMENTS:
        raise SourceError(f"{found.name} has more than {COMMENTS:,} comments; split it")
    etree.strip_elements(document.body, "{*}moveFrom", with_tail=False)
    pieces, places = _places(document.body)
    whole, ends = "".join(pieces), [0, *accumulate(map(len, pieces))]
    read = []
    for comment in listed:
        start, end = (ends[piece] for piece in places.get(office.local_attribute(comment, "id"), (0, 0)))
        paragraphs = list(comment.iterfind("{*}p"))
        said = ("".join(map(text_of, each.iter("{*}t"))).strip() for each in paragraphs)
        text = "\n\n".join(filter(None, said))
        named = office.local_attribute(paragraphs[-1], "paraId") if paragraphs else ""
        author, created = office.local_attribute(comment, "author"), office.local_attribute(comment, "date")
        lead = whole[max(0, start - NEAR) : start].rpartition("\n")[2]
        words = whole[start : min(end, start + LONGEST)].strip()
        if not words:
            lead, words = "", whole[max(0, end - LONGEST) : end].rstrip().rpartition("\n")[2]
        place = start / (len(whole) or 1)
        read.append(DocumentNote(words, place, text, author, created, named or text, before=lead))
    return read


def _places(body: Element) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Return the words of the body in pieces, and for each comment from which to which piece it is."""
    pieces: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    for element in body.iter():
        match element_name(element):
            case "p":
                pieces.append("\n")
            case "t":
                pieces.append(element.text or "")
            case "tab" | "br":
                pieces.append(" ")
            case "commentrangestart":
                places[office.local_attribute(element, "id")] = (len(pieces), len(pieces))
            case "commentrangeend" | "commentreference" as name:
                start, end = places.get(number := office.local_attribute(element, "id"), (len(pieces), len(pieces)))
                places[number] = (start, len(pieces) if name == "commentrangeend" else end)
    return pieces, places
