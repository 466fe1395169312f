"""A REFI-QDA project (https://www.qdasoftware.org) for programs of qualitative data analysis: a zip file.

A note on a passage is a selection with a coding for each tag and the text as a note; one on the whole article codes the
source; an orphaned one is a note of the source that begins with its old words. A selection tells its paragraph and
page, and the words that were noted if they have changed. Where the text is from are variables of its source. The codes
are tags, nested as they are here; in folders, colours of highlights and speakers of quotes.

The standard counts Unicode code points from 0; its own examples end a selection behind its last character. It says
nothing of line ends, so the texts have what positions count here: one newline for each. The same export always gives
the same bytes.
"""

from collections.abc import Iterable
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reader.analysis import Quote
from reader.annotations.notes import Note, text_order
from reader.document.article import cited_page
from reader.export.collection import NAMELESS, Exported, entries_of
from reader.export.export_data import ExportData, attributions_of, label_speaker
from reader.export.w3c import OURS
from reader.text.format import UNTITLED
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

READABLE = 0o644 << 16  # the permissions of what is unpacked; without any, nobody could read it


def to_qdpx(exported: Exported) -> bytes:
    """Return the export as a project with a text source for each article."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.comment = comment_of(exported.id)
        add_file(archive, "project.qde", project_xml(exported))
        for part in exported.parts:
            add_file(archive, f"sources/{text_file(part.article_id)}", source_text(part).encode())
    return packed.getvalue()


def add_file(archive: ZipFile, name: str, content: bytes) -> None:
    """Add a file without the time, so that the same content gives the same archive."""
    member = ZipInfo(name)
    member.external_attr = READABLE
    archive.writestr(member, content, ZIP_DEFLATED)


def source_text(part: ExportData) -> str:
    """Return the text of an article, as long as it is; it cannot begin with what is taken for a byte order mark."""
    text = clean(part.article.text)
    return f"\u2060{text[1:]}" if text.startswith("\ufeff") else text


def comment_of(export_id: str) -> bytes:
    """Return the comment of an archive, by which an earlier export is recognized; it stands at the end of the file."""
    return f"reader:{clean(export_id)}".encode()


def is_qdpx_of(existing: bytes, export_id: str) -> bool:
    return existing.startswith(b"PK") and existing.endswith(comment_of(export_id))


NOT_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""Characters that XML does not allow, besides the controls that `clean` makes visible."""

LONGEST_NAME = 100  # characters of a name, as in the examples of the standard


def guid(kind: str, name: str) -> str:
    """Return the id of a thing: the same in every export, so that programs can recognize it."""
    return str(uuid5(NAMESPACE_URL, f"{OURS}{kind}:{clean(name)}"))


def xml_line(words: str) -> str:
    """Return text for an attribute: on one line."""
    return " ".join(clean_line(words).translate(NOT_XML).split())


def xml_name(words: str) -> str:
    """Return the beginning of a text as a name."""
    line = xml_line(words[: 2 * LONGEST_NAME])  # a passage may be as long as a book
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to `parent`; attributes without a value are left out."""
    made = SubElement(parent, tag, {name: value for name, value in attributes.items() if value})
    made.text = clean(text).translate(NOT_XML) or None
    return made


def add_all(parent: Element, tag: str, children: Iterable[Element]) -> None:
    """Add an element with these children to `parent`; nothing without any, which the schema does not allow."""
    if found := list(children):
        add(parent, tag).extend(found)


def refer(parent: Element, tag: str, target: str) -> None:
    SubElement(parent, tag, targetGUID=target)


COLOURS, SPEAKERS = "Colours", "Speakers"

FOLDERS = ("", COLOURS, SPEAKERS)  # the folders of codes, "" for the tags, which stand at the top
DEEPEST = 20  # levels of nested codes; a tag with more slashes keeps the others in its last name

BLANK = "\u2420"
"""The name of a code whose own is only white space (a library edited by hand): the standard wants one, on one line."""

CodePath = tuple[str, ...]  # the names of a code and of those it lies in, the outermost first


def code_id(folder: str, path: CodePath) -> str:
    return guid(f"code:{folder}", "/".join(path))


UNNAMED = "reader"  # the user who made what has no author's name; some programs refuse codings of nobody

VARIABLES = ("author", "published", "source", "fetched", "sha256")
"""What is told of an article, as in the other formats."""


def project_xml(exported: Exported) -> bytes:
    """Return the project with the sources in `exported.parts`, whose texts are files beside it."""
    project = Project()
    sources = [project.source(part) for part in exported.parts]
    about = {"xmlns": "urn:QDA-XML:project:1.0", "name": xml_line(exported.title) or UNTITLED, "origin": "reader"}
    root = Element("Project", about)
    users = (Element("User", guid=guid("person", name), name=xml_line(name)) for name in project.authors)
    add_all(root, "Users", users)
    project.add_codebook(root)
    told = (Element("Variable", guid=guid("variable", name), name=name, typeOfVariable="Text") for name in VARIABLES)
    add_all(root, "Variables", told)
    add_all(root, "Sources", sources)
    add_all(root, "Notes", project.notes)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def text_file(article_id: str) -> str:
    return f"{guid('article', article_id)}.txt"


class Project:
    """The sources of a project, and the users, codes and notes that they refer to."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[CodePath, None]] = {folder: {} for folder in FOLDERS}
        self.notes: list[Element] = []
        self.authors: dict[str, None] = {UNNAMED: None}

    def source(self, part: ExportData) -> Element:
        about = {"guid": guid("article", part.article_id), "name": xml_line(part.title) or UNTITLED}
        source = Element("TextSource", {**about, "plainTextPath": f"internal://{text_file(part.article_id)}"})
        for entry in entries_of(part):
            if entry.quote is not None:
                self._quote_selection(source, part, entry.quote)
            elif entry.note is not None and entry.note.span is not None:
                self._note_selection(source, part, entry.note, entry.note.span)
        without_place = sorted((note for note in part.notes if note.span is None), key=text_order)
        for note in without_place:
            if note.anchor is None:
                self._add_codings(source, note, "article")
        for note in without_place:
            self._add_notes(source, note)
        add_values(source, part)
        return source

    def _note_selection(self, source: Element, part: ExportData, note: Note, span: Span) -> None:
        words = f"noted on: “{note.anchor.exact}”" if note.is_changed and note.anchor else ""
        selection = add_selection(source, part, span, guid("note", note.id), words, self._made(note))
        self._add_codings(selection, note, "note")
        self._add_notes(selection, note)

    def _quote_selection(self, source: Element, part: ExportData, quote: Quote) -> None:
        place = f"{part.article_id}:{quote.span.start}:{quote.span.end}"
        made = {"creatingUser": self._user("")}
        selection = add_selection(source, part, quote.span, guid("quote", place), "", made)
        speaker = quote.speaker.name if quote.speaker else NAMELESS["speaker"]
        coding = add(selection, "Coding", guid=guid("speaker", place), **made)
        refer(coding, "CodeRef", self._code(SPEAKERS, speaker))

    def _add_codings(self, parent: Element, note: Note, of: str) -> None:
        """Add a coding for each tag, and for a colour; `of` is what is coded."""
        codes = [self._code("", tag) for tag in note.tags]
        codes += [self._code(COLOURS, note.color)] if note.color else []
        made = {"creatingUser": self._user(note.author.signature), "creationDateTime": note.created}
        for code in dict.fromkeys(codes):
            coding = add(parent, "Coding", guid=guid(f"coding:{of}:{code}", note.id), **made)
            refer(coding, "CodeRef", code)

    def _add_notes(self, parent: Element, note: Note) -> None:
        """Add the text of a note, and the others if it is in conflict; an orphaned one also without a text."""
        texts = dict.fromkeys((note.text, *(head.text for head in note.conflict)))
        orphaned = note.anchor is not None and note.span is None
        wanted = [text for text in texts if text] or ([""] if orphaned or not (note.tags or note.span) else [])
        for number, text in enumerate(wanted):
            old = note.anchor.exact if note.anchor and orphaned else ""
            name = xml_name(text.strip().partition("\n")[0] or old)
            made = Element("Note", {"guid": guid(f"text:{number}", note.id), "name": name, **self._made(note)})
            if old:
                add(made, "Description", "no longer found in the article")
            add(made, "PlainTextContent", "\n\n".join(filter(None, [old and f"“{old}”", text])))
            if orphaned:
                self._add_codings(made, note, f"text:{number}")
            self.notes.append(made)
            refer(parent, "NoteRef", guid(f"text:{number}", note.id))

    def _made(self, note: Note) -> dict[str, str]:
        times = {"creationDateTime": note.created, "modifiedDateTime": note.updated}
        return {"creatingUser": self._user(note.author.signature), **times}

    def _user(self, name: str) -> str:
        self.authors[name or UNNAMED] = None
        return guid("person", name or UNNAMED)

    def _code(self, folder: str, name: str) -> str:
        """Return the id of the code for a tag, a colour of highlights, or what somebody says."""
        name = clean(name)  # as in its id: two names that are one then are one code
        nested = [] if folder else [each for each in name.split("/", DEEPEST - 1) if each]
        path = tuple(nested) or (name,)
        self._codes[folder] |= {path[:length]: None for length in range(1, len(path) + 1)}
        return code_id(folder, path)

    def add_codebook(self, root: Element) -> None:
        if not any(self._codes.values()):
            return
        codes = add(add(root, "CodeBook"), "Codes")
        for folder in FOLDERS:
            paths, parent = self._codes[folder], codes
            if folder and paths:
                parent = add(codes, "Code", guid=guid("codes", folder), name=folder, isCodable="false")
            added: dict[CodePath, Element] = {(): parent}
            for path in sorted(paths, key=lambda path: ([name.casefold() for name in path], path)):
                about = {"guid": code_id(folder, path), "name": xml_line(path[-1]) or BLANK, "isCodable": "true"}
                added[path] = add(added[path[:-1]], "Code", **about)


def add_selection(
    source: Element, part: ExportData, span: Span, selection_id: str, changed: str, made: dict[str, str]
) -> Element:
    """Add a passage, named by its words, and described by its place and speakers."""
    article = part.article
    place = {"startPosition": str(span.start), "endPosition": str(span.end)}
    name = xml_name(span.of(article.text))
    selection = add(source, "PlainTextSelection", guid=selection_id, name=name, **place, **made)
    page, speakers = article.page_at(span.start), attributions_of(part.analysis, span)
    described = [
        f"¶ {article.paragraph_number(span.start)}",
        page and cited_page(page),
        ", ".join(label_speaker(name, uncertain) for name, uncertain in speakers.items()),
        changed,
    ]
    add(selection, "Description", " · ".join(filter(None, described)))
    return selection


def add_values(source: Element, part: ExportData) -> None:
    article = part.article
    known = "" if article.source == "-" else article.source
    values = ("; ".join(article.author), article.published, known, article.fetched, part.sha256)
    for name, text in zip(VARIABLES, values, strict=True):
        if text:
            value = add(source, "VariableValue")
            refer(value, "VariableRef", guid("variable", name))
            add(value, "TextValue", text)
