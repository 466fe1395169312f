"""A table of plain values as Lua writes it, which is read and never run.

Strings, numbers, true, false, nil and tables are all there is; anything else, such as a call, is refused. Libraries for
this are old or run the program; luaparser gives the syntax tree of any program, which would take as much code to walk.
https://www.lua.org/manual/5.1/manual.html#2.5.7
"""

import re
from collections.abc import Iterator

from reader.errors import NoteImportError

Table = dict[str | int, "Value"]
Value = str | int | float | bool | None | Table

TOKEN = re.compile(
    r"(?P<blank>(?:\s|--[^\n]*)++)"
    r'|(?P<string>"(?:[^"\\\n]|\\(?s:.))*+"|\'(?:[^\'\\\n]|\\(?s:.))*+\')'
    r"|(?P<number>-?(?:0[xX][0-9a-fA-F]{1,16}|\d{1,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})?))"
    r"|(?P<name>-?[A-Za-z_][\w.]*)"
    r"|(?P<sign>[][{}=,;])"
)

ESCAPE = re.compile(r"\\(?:(?P<code>\d{1,3})|x(?P<hex>[0-9a-fA-F]{2})|z\s*|(?P<sign>(?s:.)))")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}

CONSTANTS = {"true": True, "false": False, **dict.fromkeys(("nil", "math.huge", "-math.huge", "nan", "-nan"))}
"""Names that stand for a value; numbers that are none are left out."""

BEGINNING = re.compile(r"(?:\s|--[^\n]*\n)*+(?:return\b\s*)?\{")

DEEPEST = 40
"""Depth of nested tables; those of KOReader have six."""

Token = tuple[str, str]


def is_lua(text: str) -> bool:
    """Return whether a text begins as such a table."""
    return BEGINNING.match(text) is not None


def parse_lua(text: str) -> Table:
    """Parse a table, which may follow `return`. Raises NoteImportError."""
    tokens = TokenStream(text)
    tokens.skip("name", "return")
    table = parse_value(tokens, DEEPEST)
    if not isinstance(table, dict) or tokens.ahead != END:
        raise tokens.error()
    return table


SEPARATORS: tuple[Token, ...] = (("sign", ","), ("sign", ";"))

END: Token = ("end", "")


class TokenStream:
    """The tokens of a text, with one ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._tokens = self._scan()
        self.ahead = next(self._tokens)

    def _scan(self) -> Iterator[Token]:
        while self._at < len(self._text):
            found = TOKEN.match(self._text, self._at)
            if found is None or found.lastgroup is None:
                raise self.error()
            self._at = found.end()
            if found.lastgroup != "blank":
                yield found.lastgroup, found[0]
        while True:
            yield END

    def take(self) -> Token:
        """Return the token ahead, and go on."""
        token, self.ahead = self.ahead, next(self._tokens)
        return token

    def skip(self, *token: str) -> bool:
        """Go on after this token; return False if another is ahead."""
        return self.ahead == token and bool(self.take())

    def expect(self, sign: str) -> None:
        """Go on after a sign. Raises NoteImportError."""
        if self.take() != ("sign", sign):
            raise self.error()

    def error(self) -> NoteImportError:
        line = self._text.count("\n", 0, self._at) + 1
        return NoteImportError(f"it is damaged, not a Lua table of plain values: line {line}")


def parse_value(tokens: TokenStream, depth: int) -> Value:
    kind, written = tokens.take()
    if kind == "string":
        return ESCAPE.sub(unescape, written[1:-1])
    if kind == "number":
        if "x" in written.lower():
            return int(written, 16)
        return int(written) if written.lstrip("-").isdecimal() else float(written)
    if kind == "name" and written in CONSTANTS:
        return CONSTANTS[written]
    if (kind, written) == ("sign", "{") and depth:
        return parse_fields(tokens, depth - 1)
    raise tokens.error()


def parse_fields(tokens: TokenStream, depth: int) -> Table:
    table: Table = {}
    while not tokens.skip("sign", "}"):
        key: Value = len(table) + 1
        if tokens.skip("sign", "["):
            key = parse_value(tokens, 0)
            tokens.expect("]")
            tokens.expect("=")
        elif tokens.ahead[0] == "name" and tokens.ahead[1] not in CONSTANTS:
            key = tokens.take()[1]
            tokens.expect("=")
        value = parse_value(tokens, depth)
        if isinstance(key, str | int):
            table[key] = value
        if tokens.ahead != ("sign", "}") and tokens.take() not in SEPARATORS:
            raise tokens.error()
    return table


def unescape(found: re.Match[str]) -> str:
    if code := found["code"] or found["hex"]:
        number = int(code, 10 if found["code"] else 16)
        return chr(number) if number < 128 else "\ufffd"  # a part of a letter, which Lua writes as it is
    return ESCAPED.get(found["sign"], found["sign"]) if found["sign"] else ""
