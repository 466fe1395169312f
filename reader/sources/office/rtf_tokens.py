"""The tokens of RTF, and the characters that they stand for.

RTF is ASCII: other characters are bytes in the code page of their font (`\\'e9`), or numbers with a substitute for old
programs (`\\u8220"`). Pitfall: one character may be several bytes or two numbers, each a token of its own.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)

SIGNS = {"~": "\N{NO-BREAK SPACE}", "_": "\N{NON-BREAKING HYPHEN}", "\\": "\\", "{": "{", "}": "}"}
"""Escaped characters; a backslash before the end of a line is a paragraph."""

CHARACTERS = {
    **{"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n", "softline": "\n"},
}
"""Control words that are characters."""

CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254"},
    **{163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""Encodings by the number of a font's character set."""

DEFAULT_CODEC = "cp1252"

TEXT, WORD, OPEN, CLOSE = "text", "word", "{", "}"


class RtfToken(NamedTuple):
    """A control word with its number, a brace, or text."""

    kind: str
    value: str
    number: int | None = None


def read_tokens(text: str) -> Iterator[RtfToken]:
    """Yield the tokens of `text`, whose characters are bytes; binary data is left out."""
    at = 0
    while (found := TOKEN.match(text, at)) is not None:
        at = found.end()
        kind = found.lastgroup
        if kind in ("word", "number"):
            word, number = found["word"], None if found["number"] is None else int(found["number"])
            if word == "bin":
                at += max(0, number or 0)
            else:
                yield RtfToken(WORD, word, number)
        elif kind == "brace":
            yield RtfToken(found["brace"], "")
        elif kind == "byte":
            yield RtfToken(TEXT, chr(int(found["byte"], 16)))
        elif kind == "sign":
            yield RtfToken(WORD, "par") if found["sign"] in "\r\n" else RtfToken(WORD, found["sign"])
        elif kind == "text":
            yield RtfToken(TEXT, found["text"])


def codec_named(name: str) -> str:
    """Return a codec that Python knows; the default if it does not know `name`."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT_CODEC


class Characters:
    """Collects characters and bytes as text; half of a pair of UTF-16 waits for the other."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._bytes = bytearray()
        self._codec = DEFAULT_CODEC

    def add(self, text: str) -> None:
        self._flush()
        self._parts.append(text)

    def add_bytes(self, text: str, codec: str) -> None:
        """Add characters that are bytes in the encoding `codec`."""
        if codec != self._codec:
            self._flush()
            self._codec = codec
        self._bytes += text.encode("latin-1", "replace")

    def take(self) -> str:
        self._flush()
        text = "".join(self._parts)
        self._parts.clear()
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _flush(self) -> None:
        if self._bytes:
            self._parts.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()
