"""The parts of a MIME message: which of them are its text, and the names of the others.

Pitfall: parts may be nested without end. The parser of `email` calls itself for each level, so a deep message fails,
and is refused.
"""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from reader.errors import SourceError
from reader.text.sanitize import clean_line

DEPTH = 30
"""Depth of nested parts: forwarded mails reach ten."""

MOST = 2000
"""Parts of a message."""

LONGEST_NAME = 100
"""Characters of the name of an attachment."""

TEXTS = ("text/plain", "text/html")


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
    chooser = _Chooser(name)
    return list(chooser.choose(message, 0)), tuple(chooser.others)


class _Chooser:
    """A walk over the parts, which counts them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.others: list[str] = []
        self.count = 0

    def choose(self, part: Message, depth: int) -> Iterator[Message]:
        """Yield the parts that are the text: of alternatives the last one that has any. Raises SourceError."""
        self.count += 1
        if depth > DEPTH or self.count > MOST:
            raise SourceError(f"{self.name} has more than {MOST} parts, or is nested without end")
        kind, inner = part.get_content_type(), _inner(part)
        if not inner or kind == "message/rfc822":
            if kind in TEXTS and part.get_content_disposition() != "attachment":
                yield part
            else:
                self.others.append(_called(part, kind))
        elif kind == "multipart/alternative":
            found = (list(self.choose(each, depth + 1)) for each in reversed(inner))
            yield from next((each for each in found if each), [])
        elif kind == "multipart/related":
            yield from self.choose(inner[0], depth + 1)
        else:
            for each in inner:
                yield from self.choose(each, depth + 1)


def _inner(part: Message) -> list[Message]:
    """Return the parts within a part."""
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
