"""The comments in a Word document, each with the words that it is on, for notes.

The body says where each begins and ends, another part what it says. Pitfall: a comment may be on no words, a mere sign
or on what was deleted; then it is on the words of the paragraph before it.
"""

from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.html.elements import Element, element_name, text_of
from reader.sources.office import local_attribute
from reader.sources.office.docx import WordDocument
from reader.sources.progress import Progress

MOST = 20_000
"""Comments of a document that are read."""

LONGEST = 20_000
"""Characters of the words that a comment is on, and pieces that they are joined from."""


NEAR = 60
"""Characters before the words of a comment that are looked at, and pieces."""


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment, with the fields of `PdfAnnotation` that it has."""

    words: str
    """The words it is on, a line for each paragraph."""
    before: str
    """The words before these in their paragraph, as far as they tell one place from another."""
    place: float
    """The share of the letters before these words: 0 at the beginning, 1 at the end."""
    text: str
    author: str
    created: str
    """ISO 8601; "" if unknown."""
    name: str
    """What Word knows it by, else what it says."""
    kind: str = "highlight"


def read_comments(found: SourceData, progress: Progress) -> list[WordComment]:
    """Return the comments of a document in the order of their part, in one step. Raises SourceError."""
    document = WordDocument(found)
    comments = document.related("comments")
    listed = [] if comments is None else list(comments.iterfind("{*}comment"))
    if len(listed) > MOST:
        raise SourceError(f"{found.name} has more than {MOST:,} comments; split it")
    etree.strip_elements(document.body, "{*}moveFrom", with_tail=False)
    pieces, places = _places(document.body)
    before = [0, *accumulate(map(len, pieces))]
    read = []
    for comment in listed:
        start, end = places.get(local_attribute(comment, "id"), (0, 0))
        paragraphs = list(comment.iterfind("{*}p"))
        text = "\n\n".join(words for each in paragraphs if (words := _words(each).strip()))
        named = local_attribute(paragraphs[-1], "paraId") if paragraphs else ""
        author, created = local_attribute(comment, "author"), local_attribute(comment, "date")
        lead = "".join(pieces[max(0, start - NEAR) : start]).rpartition("\n")[2][-NEAR:]
        words = "".join(pieces[start : min(end, start + LONGEST)]).strip()[:LONGEST]
        if not words:
            lead, words = "", "".join(pieces[max(0, end - LONGEST) : end]).rstrip().rpartition("\n")[2][-LONGEST:]
        read.append(WordComment(words, lead, before[start] / (before[-1] or 1), text, author, created, named or text))
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
                places[local_attribute(element, "id")] = (len(pieces), len(pieces))
            case "commentrangeend" | "commentreference" as name:
                start, end = places.get(number := local_attribute(element, "id"), (len(pieces), len(pieces)))
                places[number] = (start, len(pieces) if name == "commentrangeend" else end)
    return pieces, places


def _words(paragraph: Element) -> str:
    return "".join(text_of(each) for each in paragraph.iter("{*}t"))
