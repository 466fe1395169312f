"""A note of Zotero, which is HTML, as plain text; what was marked in a PDF, with its words, comment and colour.

Marked words are a `span` with `data-annotation`, a JSON object in URL encoding; the citation follows, then the comment.
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from reader.importers import coerce
from reader.importers.pdf import nearest_color

BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li blockquote pre tr table ul ol".split())
"""Elements that begin and end a paragraph."""

HEX = re.compile("#[0-9a-fA-F]{6}")

UNSEEN = frozenset("script style title".split())

QUOTES = '“”"«»„ '
"""What Zotero puts around marked words."""


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words that were marked in a PDF."""

    words: str
    comment: str
    color: str
    key: str
    """Its id in Zotero; "" if unknown."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a note while it is read."""

    heading: bool = False
    item: bool = False
    text: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    about: dict[str, object] | None = None
    """The annotation in it; None in ordinary ones."""


def read_note(html: str) -> tuple[str, list[MarkedWords]]:
    """Return the text of a note, paragraphs apart, and what is marked in it; headings alone are no text."""
    reader = NoteReader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # html.parser, on a damaged declaration
        reader.paragraphs.append(Paragraph(text=[html]))
    marked = [marked_words(each) for each in reader.paragraphs if each.about is not None]
    marked = [each for each in marked if each.words or each.comment]
    rest = [each for each in reader.paragraphs if each.about is None and one_line(each.text)]
    if all(each.heading for each in rest) and marked:
        return "", marked
    lines = [f"{'- ' if each.item else ''}{one_line(each.text)}" for each in rest]
    return coerce.to_text("\n\n".join(lines)).strip(), marked


def marked_words(paragraph: Paragraph) -> MarkedWords:
    about = paragraph.about or {}
    color = coerce.to_line(about.get("color"))
    rgb = list(bytes.fromhex(color[1:])) if HEX.fullmatch(color) else None
    words, key = one_line(paragraph.words).strip(QUOTES), coerce.to_line(about.get("annotationKey"))
    return MarkedWords(words, one_line(paragraph.text), nearest_color(rgb), key)


def one_line(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


class NoteReader(HTMLParser):
    """Collects the paragraphs of a note."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs = [Paragraph()]
        self._spans: list[str] = []
        """What the open spans are: "marked", "citation", or "" for others."""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._begin(Paragraph(heading=tag.startswith("h") and tag != "hr", item=tag == "li"))
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
            paragraph.words.append(data)
        elif "citation" not in self._spans or paragraph.about is None:
            paragraph.text.append(data)

    def _begin(self, paragraph: Paragraph) -> None:
        self._spans.clear()
        last = self.paragraphs[-1]
        if last.text or last.words:
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
