"""A mail as an article: its subject is the title, its best body the text; attachments are named as left out.

A web page that a browser saved with its pictures in one file (MHTML) is such a message too. Nothing is fetched: of
pictures only the alternative texts are read. A mailbox (mbox, as mailing lists and mail programs keep them) is a list
of its mails: each is an entry like that of a feed, and a source too: `FILE#3` is the third mail in FILE.

Pitfalls: headers are foreign and often broken, so they are decoded by the old rules of `email`, which leave them as
they are; parts may be nested without end: the parser of `email` calls itself for each level, so a deep message fails,
and is refused; and a mail in a mailbox begins with a line `From …`, with or without a blank one before it, and so does
many a paragraph, so a year has to be in the line, and a header must follow.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from itertools import count
from pathlib import PurePath

from reader.document.article import Article, Block, Mark
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article, build_list, entry_head
from reader.sources.detect import SourceData, is_url, mails_in
from reader.sources.encoding import decode, decode_raw
from reader.sources.html.elements import parse_html
from reader.sources.html.footnotes import local_labels
from reader.sources.html.walker import read_tree
from reader.sources.plain import check_plain, read_plain
from reader.sources.progress import Progress
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.span import Span

PEOPLE = 3  # senders and recipients that are named; of other recipients only the number
LONGEST = 300  # characters of a subject or a list of names
DEPTH = 30  # depth of nested parts: forwarded mails reach ten
MOST = 2000  # parts of a message
LONGEST_NAME = 100  # characters of the name of an attachment
MAILS = 20_000  # mails of a mailbox that are listed
HEADERS = 1 << 16  # bytes in which the headers of a mail end
STEP, SECONDS = 100, 0.1  # mails between two reports of progress, and the processor time granted for them


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
        author=tuple(_names_in(message, "From")),
        published=_day_sent(message),
        left_out=left_out,
    )


def read_saved_page(found: SourceData, progress: Progress) -> Article:
    """Read a saved page, in one step; its links start from where it was saved. Raises SourceError."""
    from reader.sources.webpage import read_page  # needs libraries that a mail does not

    message = open_message(found.data, found.name, "saved web page")
    bodies, _ = chosen_bodies(message, found.name)
    page = next((body for body in bodies if body.get_content_type() == "text/html"), None)
    if page is None:
        raise SourceError(f"{found.name} is not a saved web page, or it is damaged; can a browser open it?")
    said = (header(page, "Content-Location"), header(message, "Snapshot-Content-Location"))
    base = next((address for address in said if is_url(address)), found.place)
    return read_page(found._replace(data=payload(page), charset=page.get_content_charset() or "", base=base), progress)


def _read_body(body: Message, found: SourceData) -> Article:
    """Read one part that is text. Raises SourceError."""
    data, charset = payload(body), body.get_content_charset() or ""
    if body.get_content_type() == "text/html":
        if (root := parse_html(decode(data, charset))) is None:
            return Article("", ())
        article = build_article(read_tree(root, labels=local_labels(root)).pieces, "-")  # there is no site around it
        return replace(article, title=clean_line(article.text[:LONGEST]))
    text = decode_raw(data, charset).strip("\n")
    check_plain(text, found.name)
    plain = read_plain(text, "-")
    blocks = (
        replace(block, kind="paragraph", level=0, role="body") if block.role == "title" else block
        for block in plain.blocks
    )
    return replace(plain, blocks=tuple(blocks))


def _head(subject: str, byline: str) -> Iterator[Article]:
    if subject:
        yield Article(subject, (Block(Span(0, len(subject)), "heading", 1, "title"),))
    if byline:
        yield Article(byline, (Block(Span(0, len(byline)), role="furniture"),))


def _joined(parts: Sequence[Article]) -> Article:
    blocks: list[Block] = []
    marks: list[Mark] = []
    start = 0
    for part in parts:
        blocks += (replace(block, span=block.span.moved(start)) for block in part.blocks)
        marks += (replace(mark, span=mark.span.moved(start)) for mark in part.marks)
        start += len(part.text) + 2
    return Article("\n\n".join(part.text for part in parts), tuple(blocks), marks=tuple(marks))


def _byline(message: Message) -> str:
    """Return sender, recipients and date on one line: "Ann Lee to Bo Chen · 2026-03-02"."""
    senders, recipients = _names_in(message, "From"), _names_in(message, "To")
    more = len(recipients) - PEOPLE
    shown = ", ".join(recipients[:PEOPLE]) + (f" and {counted(more, 'other')}" if more > 0 else "")
    who = " to ".join(filter(None, (", ".join(senders[:PEOPLE]), shown)))
    return " · ".join(filter(None, (who, _day_sent(message))))


def _names_in(message: Message, name: str) -> list[str]:
    """Return the names of people in a header, else their addresses."""
    people = getaddresses([header(message, name)[: LONGEST * 10]])
    return [said for person, address in people if (said := clean_line(person or address).strip()[:LONGEST])]


def _day_sent(message: Message) -> str:
    """Return the day on which a mail was sent: YYYY-MM-DD; "" if that is not known."""
    try:
        return parsedate_to_datetime(header(message, "Date")).strftime("%Y-%m-%d")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def open_message(data: bytes, name: str, kind: str = "mail") -> Message:
    """Parse the message in `data`, which should be of a `kind`. Raises SourceError."""
    try:
        message = message_from_bytes(data)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise SourceError(f"{name} is damaged, or nested without end; can another program open this {kind}?") from error
    if not message.keys():
        raise SourceError(f"{name} is not a {kind}, or it is damaged: it has no headers")
    return message


def header(message: Message, name: str) -> str:
    """Return a header, decoded, on one line; "" if there is none."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        words = str(make_header(decode_header(value)))
    except (MessageError, ValueError, LookupError):  # an unknown encoding
        words = str(value)
    return " ".join(words.encode("utf-8", "replace").decode().split())


def payload(part: Message) -> bytes:
    """Return the content of a part without its transfer encoding."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        content = None
    return content if isinstance(content, bytes) else b""


def chosen_bodies(message: Message, name: str) -> tuple[list[Message], tuple[str, ...]]:
    """Return the parts that are the text, and what the others are called. Raises SourceError."""
    others: list[str] = []
    visits = count(1)

    def choose(part: Message, depth: int) -> Iterator[Message]:
        """Yield the parts that are the text: of alternatives the last one that has any."""
        if depth > DEPTH or next(visits) > MOST:
            raise SourceError(f"{name} has more than {MOST} parts, or is nested without end")
        kind, inner = part.get_content_type(), _inner(part)
        if not inner or kind == "message/rfc822":
            if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
                yield part
            else:
                others.append(_called(part, kind))
        elif kind == "multipart/alternative":
            found = (list(choose(each, depth + 1)) for each in reversed(inner))
            yield from next((each for each in found if each), [])
        else:
            for each in inner[:1] if kind == "multipart/related" else inner:
                yield from choose(each, depth + 1)

    return list(choose(message, 0)), tuple(others)


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _called(part: Message, kind: str) -> str:
    """Return what is left out in words: "attachment report.pdf"."""
    try:
        named = part.get_filename()
    except (ValueError, LookupError, TypeError):
        named = None
    inner = _inner(part)
    if kind == "message/rfc822" and inner:
        named, kind = header(inner[0], "Subject"), "mail"
    return clean_line(f"attachment {' '.join((named or kind).split())[:LONGEST_NAME]}")


# -- mailboxes ---------------------------------------------------------------------------------------------------------


def read_mailbox(found: SourceData, progress: Progress) -> Article:
    """Read the list of the mails in a mailbox. Raises SourceError."""
    mails = mails_in(found.data)
    if not mails:
        raise SourceError(f"{found.name} is not a mailbox, or it is damaged; can a mail program open it?")
    title = clean_line(PurePath(found.place).name) if found.place != "-" else ""
    pieces: list[PendingBlock] = []
    for number, mail in enumerate(mails[:MAILS], 1):
        head = re.split(rb"\r?\n\r?\n", found.data[mail][:HEADERS], maxsplit=1)[0]
        message = BytesHeaderParser().parsebytes(head)
        subject = clean_line(header(message, "Subject"))[:LONGEST].strip() or f"Mail {number}"
        address = "" if found.place == "-" or is_url(found.place) else f"{found.place}#{number}"  # a file can be read
        people = ", ".join(_names_in(message, "From")[:PEOPLE])
        pieces += entry_head(number, subject, address, _day_sent(message), people)
        if number % STEP == 0:
            progress(number / len(mails), SECONDS)
    article = build_list(pieces, title, found.place)
    more = len(mails) - MAILS
    return replace(article, left_out=(counted(more, "mail"),)) if more > 0 else article
