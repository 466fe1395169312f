"""The checksum of a record, which shows damage and changes by other programs.

It covers the whole document, keys of other programs included, so every flipped bit in a record shows. A record with the
right checksum was written by this program as it is, and its revisions need no check of their own.
"""

import json
from hashlib import blake2b

from reader.library.codec.fields import Document
from reader.system import fast_json

KEY = "checksum"

SIZE = 8
"""Bytes."""


def checksum(document: Document) -> str:
    """Return the BLAKE2b of a record's compact JSON with sorted keys, without the checksum, in hexadecimal."""
    return short_hash(canonical_json({key: value for key, value in document.items() if key != KEY}), SIZE)


def canonical_json(value: object) -> bytes:
    """Return compact JSON with sorted keys; of a value that JSON cannot represent, its `repr`."""
    try:
        return fast_json.dumps(value, sort_keys=True)
    except (TypeError, RecursionError):  # lone surrogates, huge numbers, deep nesting
        pass
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError):
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
    return {**first, **document, KEY: checksum(document)}


def is_sealed(document: Document) -> bool:
    """Return whether a record has the right checksum."""
    return document.get(KEY) == checksum(document)
