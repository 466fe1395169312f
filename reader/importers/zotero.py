"""Notes of Zotero: CSL-JSON, whose items have one (`note`), and Zotero RDF, whose items have any number.

https://docs.citationstyles.org and the translator “Zotero RDF” of Zotero. A note in RDF (`bib:Memo`) is HTML. What was
marked in a PDF stands in it with its words (a `span` with `data-annotation`, a JSON object in URL encoding; citation
and comment follow), and becomes a note on them; the rest is a note on the whole article. Attachments are files
beside the RDF.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from io import BytesIO
from os.path import isfile
from pathlib import Path
from urllib.parse import unquote

from reader.errors import NoteImportError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object, all_objects, iter_objects
from reader.importers.documents import nearest_color
from reader.text.format import counted
from reader.text.normalize import fold
from reader.text.sanitize import clean_line

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES = {
    "rdf": RDF,
    "bib": "http://purl.org/net/biblio#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "z": "http://www.zotero.org/namespaces/export#",
}
"""Namespaces, as Zotero declares them."""

ABOUT, RESOURCE = f"{{{RDF}}}about", f"{{{RDF}}}resource"

BEGINNING = 4096  # characters within which the root of RDF begins
DEEPEST = 50  # depth of elements; those of Zotero have ten

BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li blockquote pre tr table ul ol".split())

UNSEEN = frozenset("script style title".split())

QUOTES = '“”"«»„ '  # what Zotero puts around marked words


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a note while it is read."""

    heading: bool = False
    item: bool = False
    text: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    about: dict[str, object] | None = None
    """What is told of the words that were marked in a PDF, to which the text is a comment; None in ordinary ones."""

    @property
    def words(self) -> str:
        return one_line(self.marked).strip(QUOTES)

    @property
    def comment(self) -> str:
        return one_line(self.text)

    def told(self, name: str) -> str:
        """Return what is told of the marked words under a name; "" if nothing."""
        return coerce.to_line((self.about or {}).get(name))


def read_items(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read the notes in CSL-JSON; None if the file is none."""
    items = all_objects(file.value)
    known = all(isinstance(item.get("type"), str) and "id" in item and "title" in item for item in items)
    return parse_items(items) if items and known else None


def parse_items(items: list[Object]) -> Iterator[ImportedArticle]:
    for item in items:
        texts = [text for key in ("note", "annote") if (text := coerce.to_text(item.get(key)).strip())]
        source = coerce.to_source(item.get("URL"))
        title = coerce.to_line(item.get("title")) or source or "Zotero"
        authors = iter_objects(item.get("author"))
        parts = ([coerce.to_line(each.get(key)) for key in ("given", "family", "literal")] for each in authors)
        names = filter(None, (" ".join(filter(None, each)) for each in parts))
        about = ArticleInfo(source, title, tuple(names), issued(item.get("issued")))
        own = coerce.to_line(item.get("id")) or title
        if notes := tuple(make_note(f"{own} {number}", text, []) for number, text in enumerate(texts)):
            yield ImportedArticle(about, notes)


def issued(value: object) -> str:
    """Return a date of CSL as far as it is known: YYYY-MM-DD."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [str(part) for part in first[:3]]
    if not numbers or not all(number.isdecimal() and len(number) <= 4 for number in numbers):
        return ""
    return "-".join([numbers[0].zfill(4), *(number.zfill(2) for number in numbers[1:])])


def make_note(identity: str, text: str, tags: list[str]) -> ImportedNote:
    return ImportedNote(coerce.derive_id("zotero", identity), text, coerce.to_tags(tags, text), None)


def read_rdf(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read RDF of Zotero; None if the file is none. Raises NoteImportError."""
    head = file.text[:BEGINNING]
    known = "<rdf:RDF" in head and any(NAMES[name] in head for name in ("z", "bib"))
    return parse_rdf(file.text, file.path) if known else None


def parse_rdf(text: str, path: Path | None) -> Iterator[ImportedArticle]:
    """Parse the RDF at `path`. Raises NoteImportError."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NoteImportError("it declares a document type, which Zotero does not")
    root = parse_rdf_tree(text)
    memos = {memo.get(ABOUT, ""): memo for memo in root.iter(f"{{{NAMES['bib']}}}Memo")}
    files = {attachment.get(ABOUT, ""): attachment for attachment in root.findall("z:Attachment", NAMES)}
    used: set[str] = set()
    found: list[ImportedArticle] = []
    for item in root:
        linked = [each.get(RESOURCE, "") for each in item.findall("dcterms:isReferencedBy", NAMES)]
        own = [each for each in linked if each in memos]
        if own:
            used.update(own)
            about = parse_item(item, files, path)
            notes = [note for key in own for note in parse_memo(memos[key], about)]
            found.append(ImportedArticle(about, tuple(notes)))
    alone = len(memos.keys() - used)
    if not found:
        raise NoteImportError("none of its items has a note")
    if alone:
        found[0] = replace(found[0], remarks=(f"{counted(alone, 'note')} of no item left out",))
    yield from found


def parse_rdf_tree(text: str) -> ET.Element:
    """Parse XML without a document type. Raises NoteImportError."""
    depth = 0
    parsed = ET.iterparse(BytesIO(text.encode("utf-8", "replace")), ("start", "end"))
    try:
        for event, _ in parsed:
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise NoteImportError(f"its elements are nested more than {DEEPEST} deep")
    except (ET.ParseError, ValueError, LookupError) as error:  # a wrong or an unknown encoding
        raise NoteImportError(f"it is damaged, not XML: {clean_line(str(error))}") from error
    root: ET.Element = parsed.root  # type: ignore[attr-defined]  # typeshed does not have it
    return root


def text_at(element: ET.Element, where: str) -> str:
    return coerce.to_line(element.findtext(where, "", NAMES))


def parse_item(item: ET.Element, files: Mapping[str, ET.Element], path: Path | None) -> ArticleInfo:
    people = item.findall("bib:authors//foaf:Person", NAMES)
    parts = ([text_at(each, f"foaf:{part}") for part in ("givenName", "givenname", "surname")] for each in people)
    names = (" ".join(filter(None, each)) for each in parts)
    addresses = [coerce.to_source(value.text) for value in item.findall(".//dcterms:URI/rdf:value", NAMES)]
    attached = [file for each in item.findall("link:link", NAMES) if (file := file_of(files, each, path))]
    sources = [*attached, *filter(None, [*addresses, coerce.to_source(item.get(ABOUT))])]
    title = text_at(item, "dc:title") or item.get(ABOUT, "") or "Zotero"
    date = text_at(item, "dc:date")
    return ArticleInfo(sources[0] if sources else "", title, tuple(filter(None, names)), date, also=tuple(sources[1:]))


def file_of(files: Mapping[str, ET.Element], link: ET.Element, path: Path | None) -> str:
    """Return the path of an attachment that is a file beside the RDF; "" if it is none."""
    attachment = files.get(link.get(RESOURCE, ""))
    if attachment is None or path is None:
        return ""
    places = [each.get(RESOURCE, "") for name in ("rdf:resource", "z:path") for each in attachment.findall(name, NAMES)]
    for place in map(unquote, places):
        file = path.parent.absolute() / place
        inside = bool(place) and ".." not in Path(place).parts and not Path(place).is_absolute()
        if inside and isfile(file):
            return clean_line(str(file))
    return ""


def parse_memo(memo: ET.Element, about: ArticleInfo) -> Iterator[ImportedNote]:
    tags = [coerce.to_line("".join(each.itertext())) for each in memo.findall("dc:subject", NAMES)]
    text, marked = read_note(memo.findtext("rdf:value", "", NAMES))
    for number, each in enumerate(marked):
        identity = f"{about.title} {each.told('annotationKey') or f'{number} {fold(each.words).text}'}"
        note, color = make_note(identity, coerce.to_text(each.comment), tags), each.told("color")
        rgb = list(bytes.fromhex(color[1:])) if re.fullmatch("#[0-9a-fA-F]{6}", color) else None
        yield replace(note, anchor=coerce.to_quote(each.words), color=nearest_color(rgb))
    if text:
        yield make_note(f"{about.title} {memo.get(ABOUT, '')}", text, tags)


def read_note(html: str) -> tuple[str, list[Paragraph]]:
    """Return the text of a note, paragraphs apart, and what is marked in it; headings alone are no text."""
    reader = NoteReader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # html.parser, on a damaged declaration
        reader.paragraphs.append(Paragraph(text=[html]))
    told = [each for each in reader.paragraphs if each.words or each.comment]
    marked, rest = ([each for each in told if (each.about is None) is plain] for plain in (False, True))
    if all(each.heading for each in rest) and marked:
        return "", marked
    lines = [f"{'- ' if each.item else ''}{each.comment}" for each in rest]
    return coerce.to_text("\n\n".join(lines)).strip(), marked


def one_line(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


class NoteReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs = [Paragraph()]
        self._spans: list[str] = []
        """What the open spans are: "marked", "citation", or "" for others."""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._begin(Paragraph(heading=tag.startswith("h"), item=tag == "li"))
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "span":
            self._spans.append(self._open_span(dict(attrs)))
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._begin(Paragraph())
        elif tag == "span" and self._spans:
            self._spans.pop()
        self._unseen = max(0, self._unseen - (tag in UNSEEN))

    def handle_data(self, data: str) -> None:
        paragraph = self.paragraphs[-1]
        if self._unseen:
            return
        if "marked" in self._spans:
            paragraph.marked.append(data)
        elif "citation" not in self._spans or paragraph.about is None:
            paragraph.text.append(data)

    def _begin(self, paragraph: Paragraph) -> None:
        self._spans.clear()
        last = self.paragraphs[-1]
        if last.text or last.marked:
            self.paragraphs.append(paragraph)
        else:
            self.paragraphs[-1] = paragraph

    def _open_span(self, attributes: dict[str, str | None]) -> str:
        """Return what a span is; one with an annotation begins a paragraph if there is another in this one."""
        written = attributes.get("data-annotation")
        if written is None:
            return "citation" if attributes.get("class") == "citation" else ""
        try:
            about = json.loads(unquote(written))
        except (ValueError, RecursionError):
            about = {}
        if self.paragraphs[-1].about is not None:
            self.paragraphs.append(Paragraph())
        self.paragraphs[-1].about = about if isinstance(about, dict) else {}
        return "marked"
