"""The comments in a Word document, each with the words that it is on, for notes.

The body says where each begins and ends, another part what it says. Pitfall: a comment may be on no words, a mere sign
or on what was deleted; then it is on the words of the paragraph before it.
"""

from itertools import accumulate

from lxml import etree

from reader.errors import SourceError
from reader.sources.detect import DocumentNote, SourceData
from reader.sources.html.elements import Element, element_name, text_of
from reader.sources.office import local_attribute
from reader.sources.office.docx import WordDocument
from reader.sources.progress import Progress

MOST = 20_000
"""Comments of a document that are read."""

LONGEST, NEAR = 20_000, 60
"""Characters of the words that a comment is on, and of those before it, and pieces that they are joined from."""


def read_comments(found: SourceData, progress: Progress) -> list[DocumentNote]:
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
        said = ("".join(map(text_of, each.iter("{*}t"))).strip() for each in paragraphs)
        text = "\n\n".join(filter(None, said))
        named = local_attribute(paragraphs[-1], "paraId") if paragraphs else ""
        author, created = local_attribute(comment, "author"), local_attribute(comment, "date")
        lead = _last_line("".join(pieces[max(0, start - NEAR) : start]))[-NEAR:]
        words = "".join(pieces[start : min(end, start + LONGEST)]).strip()[:LONGEST]
        if not words:
            lead, words = "", _last_line("".join(pieces[max(0, end - LONGEST) : end]).rstrip())[-LONGEST:]
        place = before[start] / (before[-1] or 1)
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
                places[local_attribute(element, "id")] = (len(pieces), len(pieces))
            case "commentrangeend" | "commentreference" as name:
                start, end = places.get(number := local_attribute(element, "id"), (len(pieces), len(pieces)))
                places[number] = (start, len(pieces) if name == "commentrangeend" else end)
    return pieces, places


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]
