"""JSON as bytes by the standard library, as orjson reads and writes it.

The standard library is more lenient: it takes NaN, lone surrogates and integers of any length, which other programs
refuse in turn. Pitfall: numbers beyond 1e16 or below 1e-5 are spelled differently by different versions of orjson, so
no file of ours may hold them where its bytes count.
"""

import json
import math
import re
from typing import Any

DEPTH = 254  # levels that orjson writes

LARGEST, SMALLEST = 2**64 - 1, -(2**63)

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")  # an escape that may be half of a character


def dumps(value: object, *, sort_keys: bool = False, indent: bool = False) -> bytes:
    """Return `value` as compact JSON, or with two spaces of indentation. Raises TypeError."""
    _check(value, 0)
    width = 2 if indent else None
    separators = (",", ": ") if indent else (",", ":")
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=sort_keys, separators=separators, indent=width)
        return text.encode()
    except UnicodeEncodeError as error:
        raise TypeError("lone surrogates are no JSON") from error


def _check(value: object, depth: int) -> None:
    """Refuse what other programs would not read. Raises TypeError."""
    if depth > DEPTH:
        raise TypeError("nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("a key must be a string")
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, int) and not SMALLEST <= value <= LARGEST:
        raise TypeError("an integer beyond 64 bits")
    elif isinstance(value, float) and not math.isfinite(value):
        raise TypeError("not a number")


def loads(data: bytes | str) -> Any:
    """Return the value in `data`. Raises ValueError."""
    text = data if isinstance(data, str) else bytes(data).decode()
    try:
        value = json.loads(text, parse_constant=_finite, parse_float=_finite)
        if SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _finite(number: str) -> float:
    if not math.isfinite(value := float(number)):
        raise ValueError(f"{number} is no number of JSON")
    return value
