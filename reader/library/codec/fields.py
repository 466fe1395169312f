"""One field of a document: checked, and cleaned on the way in.

What stands in a library file was written by this program, by another, by hand or by somebody who means harm, so nothing
is believed before it has gone through here. Each function raises BadRecordError, with a reason that can be shown.
"""

import re
from datetime import UTC, datetime
from typing import Any

from reader.annotations.revisions import moment_of
from reader.errors import ReaderError
from reader.text.sanitize import clean_line
from reader.text.span import Span

Document = dict[str, Any]
"""What a JSON object is made into."""

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""An id of ours has ten characters; other programs' ids may come in by import. Harmless in a path and a terminal."""

DIGEST = re.compile(r"[0-9a-f]{64}")

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

LAST_YEAR = 9000
"""Later times leave no room for what comes after them."""

SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of characters: JSON can hold them, UTF-8 cannot."""


class BadRecordError(ReaderError):
    """A document that cannot be understood: what is wrong with it, in words that follow "because"."""


def text_string(document: Document, key: str, otherwise: str | None = None) -> str:
    value = document.get(key, otherwise)
    if not isinstance(value, str):
        raise BadRecordError(f"its {key} is no text")
    return value


def text_strings(document: Document, key: str, otherwise: list[str] | None = None) -> tuple[str, ...]:
    """One-line strings in order, each once."""
    value = document.get(key, otherwise)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRecordError(f"its {key} are no list of texts")
    return tuple(dict.fromkeys(map(clean_line, value)))


def id_string(document: Document, key: str = "id") -> str:
    value = text_string(document, key)
    if not NAME.fullmatch(value):
        raise BadRecordError(f"its {key} cannot be an id")
    return value


def optional_id(document: Document, key: str) -> str | None:
    return None if document.get(key) is None else id_string(document, key)


def id_strings(document: Document, key: str) -> tuple[str, ...]:
    """Ids in order, each once; none where the field is missing."""
    value = document.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and NAME.fullmatch(item) for item in value):
        raise BadRecordError(f"its {key} are no list of ids")
    return tuple(dict.fromkeys(value))


def utc_time(document: Document, key: str) -> str:
    """A time in UTC as `revisions.now` writes it, so that the order of strings is the order of time."""
    value = text_string(document, key)
    try:
        time = datetime.fromisoformat(value)
        if time.year < LAST_YEAR:
            return value if MOMENT.fullmatch(value) else moment_of(time.astimezone(UTC))
    except (ValueError, OverflowError):
        pass
    raise BadRecordError(f"its {key} is no time")


def boolean(document: Document, key: str) -> bool:
    value = document.get(key, False)
    if not isinstance(value, bool):
        raise BadRecordError(f"its {key} is neither true nor false")
    return value


def optional_sha256(document: Document, key: str) -> str:
    """The sha256 of a text; "" where there is none."""
    value = document.get(key)
    return value if isinstance(value, str) and DIGEST.fullmatch(value) else ""


def span_between(start: object, end: object) -> Span:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise BadRecordError("its start and end are no span of a text")
    return Span(start, end)


def writable(text: str) -> str:
    """`text` as UTF-8 can hold it."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)
