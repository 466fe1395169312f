"""A mailbox (mbox, as mailing lists and mail programs keep them) as an article: a list of its mails.

A mail is an entry like that of a feed, and a source too: `FILE#3` is the third mail in FILE. Pitfall: a mail begins
with a line `From …`, with or without a blank one before it, and so does many a paragraph; so a year has to be in the
line, and a header must follow.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.parser import BytesHeaderParser
from itertools import pairwise
from pathlib import PurePath

from reader.document.article import Article, Mark
from reader.document.links import ENTRY_LEVEL, entry_label
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import MAIL_BEGINS, SourceData, is_url
from reader.sources.mail import day_sent, header, names_in
from reader.sources.progress import Progress
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.span import Span

MOST = 20_000
"""Mails that are listed."""

LONGEST = 300
"""Characters of a subject."""

HEAD = 1 << 16
"""Bytes in which the headers of a mail end."""

STEP, SECONDS = 100, 0.1
"""Mails between two reports of progress, and the processor time granted for them."""


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read the list of the mails in a mailbox. Raises SourceError."""
    mails = _mails(found.data)
    if not mails:
        raise SourceError(f"{found.name} is not a mailbox, or it is damaged; can a mail program open it?")
    title = clean_line(PurePath(found.place).name) if found.place != "-" else ""
    pieces = [PendingBlock("", title, "heading", 1)] if title else []
    for number, mail in enumerate(mails[:MOST], 1):
        pieces += _entry(found.data[mail], number, "" if is_url(found.place) else found.place)
        if number % STEP == 0:
            progress(number / len(mails), SECONDS)
    spaced = (piece if piece is pieces[0] else piece.apart() for piece in pieces)
    article = build_article(spaced, title, found.place)
    more = len(mails) - MOST
    return replace(article, left_out=(counted(more, "mail"),)) if more > 0 else article


def _mails(data: bytes) -> list[slice]:
    """Return where the mails are, without the line that each begins with."""
    begins = [found.span() for found in re.finditer(MAIL_BEGINS, data)]
    return [slice(start, end) for (_, start), (end, _) in pairwise([*begins, (len(data), 0)])]


def _entry(mail: bytes, number: int, place: str) -> Iterator[PendingBlock]:
    """Yield the heading of a mail, which links to it, and its byline as furniture."""
    message = BytesHeaderParser().parsebytes(re.split(rb"\r?\n\r?\n", mail[:HEAD], maxsplit=1)[0])
    subject = clean_line(header(message, "Subject"))[:LONGEST].strip() or f"Mail {number}"
    links = (Mark(Span(0, len(subject)), "link", f"{place}#{number}"),) if place not in ("", "-") else ()
    yield PendingBlock("", subject, "heading", ENTRY_LEVEL, marks=links)
    byline = (entry_label(number), day_sent(message), ", ".join(names_in(message, "From")[:3]))
    yield PendingBlock("", " · ".join(filter(None, byline)), furniture=True)


def mail_at(found: SourceData, number: int) -> SourceData:
    """Return a mail of a mailbox, counted from 1, as a source. Raises SourceError."""
    mails = _mails(found.data)
    if not 0 < number <= len(mails):
        raise SourceError(f"{found.name} has no mail {number}; it has {counted(mails, 'mail')}")
    data = re.sub(rb"(?m)^>(>*From )", rb"\1", found.data[mails[number - 1]])
    return SourceData(f"{found.name}#{number}", f"{found.place}#{number}", data, ".eml")
