"""Records of the library file to and from frozen dataclasses; here, the fields of a document and its checksum.

A library file may have been written by another program, by hand or with bad intent, so every field is checked and
sanitized by these functions. They raise BadRecordError, with a reason that can be shown.

The checksum of a record covers the whole document, keys of other programs included, so every flipped bit in it shows. A
record with the right checksum was written by this program as it is, and its revisions need no check of their own.
"""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from reader.annotations.revisions import SURROGATES, moment_of
from reader.errors import ReaderError
from reader.system import fast_json
from reader.text.sanitize import clean_line
from reader.text.span import Span

Document = dict[str, Any]  # a JSON object

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""An id. Ours have ten characters; ids of other programs may be imported. Harmless in a path and a terminal."""

DIGEST = re.compile(r"[0-9a-f]{64}")

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

LAST_YEAR = 9000  # years from this on are refused, so that there always is a later time


class BadRecordError(ReaderError):
    """A document cannot be read; the message continues a sentence after "because"."""


class NewerSchemaError(ReaderError):
    """The bytes were written by a later version of the program."""


def text_string(document: Document, key: str, otherwise: str | None = None) -> str:
    """Return a string; `otherwise` if the field is missing."""
    value = document.get(key, otherwise)
    if not isinstance(value, str):
        raise BadRecordError(f"its {key} is not a text")
    return value


def text_strings(document: Document, key: str, otherwise: list[str] | None = None) -> tuple[str, ...]:
    """Return one-line strings in order, each once."""
    value = document.get(key, otherwise)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRecordError(f"its {key} are not a list of texts")
    return tuple(dict.fromkeys(map(clean_line, value)))


def id_string(document: Document, key: str = "id") -> str:
    value = text_string(document, key)
    if not NAME.fullmatch(value):
        raise BadRecordError(f"its {key} is not a valid id")
    return value


def optional_id(document: Document, key: str) -> str | None:
    """Return an id, or None if the field is missing or null."""
    return None if document.get(key) is None else id_string(document, key)


def id_strings(document: Document, key: str) -> tuple[str, ...]:
    """Return ids in order, each once; none if the field is missing."""
    value = document.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and NAME.fullmatch(item) for item in value):
        raise BadRecordError(f"its {key} are not a list of ids")
    return tuple(dict.fromkeys(value))


def utc_time(document: Document, key: str) -> str:
    """Return a time in UTC as `revisions.now` writes it, so that strings sort in order of time."""
    value = text_string(document, key)
    with suppress(ValueError, OverflowError):
        time = datetime.fromisoformat(value)
        if time.year < LAST_YEAR:
            return value if MOMENT.fullmatch(value) else moment_of(time.astimezone(UTC))
    raise BadRecordError(f"its {key} is not a time")


def boolean(document: Document, key: str) -> bool:
    """Return a boolean; False if the field is missing."""
    value = document.get(key, False)
    if not isinstance(value, bool):
        raise BadRecordError(f"its {key} is neither true nor false")
    return value


def optional_sha256(document: Document, key: str) -> str:
    """Return the sha256 of a text; "" if there is none."""
    value = document.get(key)
    return value if isinstance(value, str) and DIGEST.fullmatch(value) else ""


def span_between(start: object, end: object) -> Span:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise BadRecordError("its start and end are not a span of a text")
    return Span(start, end)


def writable(value: Any) -> Any:
    """Return a value with lone surrogates in its texts replaced, so that UTF-8 can encode it, and tuples as lists."""
    match value:
        case str():
            return value if value.isascii() else SURROGATES.sub("\ufffd", value)
        case dict():
            return {key: writable(item) for key, item in value.items()}
        case list() | tuple():
            return [writable(item) for item in value]
    return value


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def document_id(document: Document) -> str | None:
    """Return the id of a document, if it has a valid one."""
    value = document.get("id")
    return value if isinstance(value, str) and NAME.fullmatch(value) else None


CHECKSUM = "checksum"

CHECKSUM_SIZE = 8  # bytes


def checksum(document: Document) -> str:
    """Return the BLAKE2b of a record's compact JSON with sorted keys, without the checksum, in hexadecimal."""
    return short_hash(canonical_json({key: value for key, value in document.items() if key != CHECKSUM}), CHECKSUM_SIZE)


def canonical_json(value: object) -> bytes:
    """Return compact JSON with sorted keys; of a value that JSON cannot represent, its `repr`."""
    with suppress(TypeError, RecursionError):  # lone surrogates, huge numbers, deep nesting
        return fast_json.dumps(value, sort_keys=True)
    with suppress(TypeError, ValueError, RecursionError):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    return repr(value).encode("utf-8", "backslashreplace")


def short_hash(data: bytes, size: int) -> str:
    """Return a BLAKE2b of `size` bytes in hexadecimal."""
    return blake2b(data, digest_size=size).hexdigest()


def one_byte_apart(one: bytes, other: bytes) -> bool:
    """Return whether two byte strings of one length differ in exactly one byte."""
    if len(one) != len(other) or one == other:
        return False
    low, high, first, second = 0, len(one), memoryview(one), memoryview(other)
    while high - low > 1:  # the first difference is in [low, high)
        middle = (low + high) // 2
        low, high = (low, middle) if first[low:middle] != second[low:middle] else (middle, high)
    return first[high:] == second[high:]


def sealed(document: Document) -> Document:
    """Return a record with its checksum; its id comes first, by which records are found in a damaged file."""
    first = {"id": document["id"]} if "id" in document else {}
    return {**first, **document, CHECKSUM: checksum(document)}


def is_sealed(document: Document) -> bool:
    return document.get(CHECKSUM) == checksum(document)
