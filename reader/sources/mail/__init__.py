"""A mail as an article: its subject is the title, its best body the text; attachments are named as left out.

Nothing is fetched: of pictures only the alternative texts are read. Pitfall: headers are foreign and often broken, so
they are decoded by the old rules of `email`, which leave them as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from reader.document.article import Article, Block, Mark
from reader.errors import SourceError
from reader.sources.builder import ArticleBuilder
from reader.sources.detect import SourceData
from reader.sources.encoding import decode, decode_raw
from reader.sources.html.footnotes import local_labels
from reader.sources.html.parser import parse_html
from reader.sources.html.walker import read_tree
from reader.sources.limits import check_plain
from reader.sources.mail.parts import chosen_bodies, header, open_message, payload
from reader.sources.plain import read_plain
from reader.sources.progress import Progress
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.span import Span

RECIPIENTS = 3
"""Recipients that are named; of others only the number."""

LONGEST = 300
"""Characters of a subject or a list of names."""


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a mail, in one step. Raises SourceError."""
    message = open_message(found.data, found.name)
    bodies, left_out = chosen_bodies(message, found.name)
    parts = [part for body in bodies if (part := _read_body(body, found)).blocks]
    if not parts:
        raise SourceError(f"{found.name} has no text; it may have attachments only")
    subject = clean_line(header(message, "Subject"))[:LONGEST]
    whole = _joined([*_head(subject, _byline(message)), *parts])
    return replace(
        whole,
        title=subject or parts[0].title,
        source=found.place,
        author=tuple(_names(message, "From")),
        published=_date(message),
        left_out=left_out,
    )


def _read_body(body: Message, found: SourceData) -> Article:
    """Read one part that is text. Raises SourceError."""
    data, charset = payload(body), body.get_content_charset() or ""
    if body.get_content_type() == "text/html":
        return _read_html(decode(data, charset), found.name)
    text = decode_raw(data, charset).strip("\n")
    check_plain(text, found.name)
    plain = read_plain(text, "-")
    blocks = (
        replace(block, kind="paragraph", level=0, role="body") if block.role == "title" else block
        for block in plain.blocks
    )
    return replace(plain, blocks=tuple(blocks))


def _read_html(text: str, name: str) -> Article:
    """Read the whole HTML of a mail, which has no site around it. Raises SourceError."""
    if (root := parse_html(text, name)) is None:
        return Article("", ())
    builder = ArticleBuilder("-")
    for piece in read_tree(root, labels=local_labels(root)).pieces:
        builder.add(piece)
    return Article(builder.text, tuple(builder.blocks), clean_line(builder.text[:LONGEST]), tuple(builder.marks))


def _head(subject: str, byline: str) -> Iterator[Article]:
    """Yield the title, and the byline as furniture."""
    if subject:
        yield Article(subject, (Block(Span(0, len(subject)), "heading", 1, "title"),))
    if byline:
        yield Article(byline, (Block(Span(0, len(byline)), role="furniture"),))


def _joined(parts: Sequence[Article]) -> Article:
    """Return the parts as one text, with a blank line between two."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    start = 0
    for part in parts:
        blocks += (replace(block, span=_moved(block.span, start)) for block in part.blocks)
        marks += (replace(mark, span=_moved(mark.span, start)) for mark in part.marks)
        start += len(part.text) + 2
    return Article("\n\n".join(part.text for part in parts), tuple(blocks), marks=tuple(marks))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


# -- headers ----------------------------------------------------------------------------------------------------------


def _byline(message: Message) -> str:
    """Return sender, recipients and date on one line: "Ann Lee to Bo Chen · 2026-03-02"."""
    senders, recipients = _names(message, "From"), _names(message, "To")
    more = len(recipients) - RECIPIENTS
    shown = ", ".join(recipients[:RECIPIENTS]) + (f" and {counted(more, 'other')}" if more > 0 else "")
    who = " to ".join(filter(None, (", ".join(senders[:RECIPIENTS]), shown)))
    return " · ".join(filter(None, (who, _date(message))))


def _names(message: Message, name: str) -> list[str]:
    """Return the names of people in a header, else their addresses."""
    people = getaddresses([header(message, name)[: LONGEST * 10]])
    return [said for person, address in people if (said := clean_line(person or address).strip()[:LONGEST])]


def _date(message: Message) -> str:
    """Return the day on which a mail was sent: YYYY-MM-DD; "" if that is not known."""
    try:
        return parsedate_to_datetime(header(message, "Date")).strftime("%Y-%m-%d")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
