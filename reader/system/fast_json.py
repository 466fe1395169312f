"""JSON as bytes: by orjson where it can be installed, else by the standard library.

orjson is compiled, and a new version of Python may be months ahead of it. `plain_json` gives the same bytes and refuses
the same input, three to ten times slower; a test compares both.
"""

from contextlib import suppress
from typing import Any

from reader.system.interrupts import deferred_interrupt

try:
    with deferred_interrupt():  # an import of orjson that is interrupted crashes the interpreter
        import orjson
except ImportError:  # no wheel for this Python
    from reader.system.plain_json import dumps, loads
else:

    def dumps(value: object, *, sort_keys: bool = False, indent: bool = False) -> bytes:
        """Return `value` as compact JSON, or with two spaces of indentation.

        Raises TypeError for what JSON cannot say: lone surrogates, integers beyond 64 bits, keys other than strings.
        """
        option = (orjson.OPT_SORT_KEYS if sort_keys else 0) | (orjson.OPT_INDENT_2 if indent else 0)
        return orjson.dumps(value, option=option)

    def loads(data: bytes | str) -> Any:
        """Return the value in `data`. Raises ValueError, also for lone surrogates, NaN, and deep nesting."""
        return orjson.loads(data)


def loads_or_none(data: bytes | str) -> Any:
    """Return the value in `data`; None if it is damaged."""
    with suppress(ValueError):
        return loads(data)
    return None


__all__ = ["dumps", "loads", "loads_or_none"]
