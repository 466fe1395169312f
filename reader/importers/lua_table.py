"""A table of plain values as Lua writes it, which is read and never run.

Strings, numbers, true, false, nil and tables are all there is; anything else, such as a call, is refused. Libraries for
this are old or run the program; luaparser gives the syntax tree of any program, which would take as much code to walk.
https://www.lua.org/manual/5.1/manual.html#2.5.7
"""

import re

from reader.errors import NoteImportError

Table = dict[str | int, "Value"]
Value = str | int | float | bool | None | Table

BLANK = re.compile(r"(?:\s|--[^\n]*)*+")
TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\n]|\\(?s:.))*+"|\'(?:[^\'\\\n]|\\(?s:.))*+\')'
    r"|(?P<number>-?(?:0[xX][0-9a-fA-F]{1,16}|\d{1,40}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,3})?))"
    r"|(?P<name>-?[A-Za-z_][\w.]*)"
    r"|(?P<sign>[][{}=,;])"
)

ESCAPE = re.compile(r"\\(?:(?P<code>\d{1,3})|x(?P<hex>[0-9a-fA-F]{2})|z\s*|(?P<sign>(?s:.)))")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}

CONSTANTS = {"true": True, "false": False, **dict.fromkeys(("nil", "math.huge", "-math.huge", "nan", "-nan"))}
"""Names that stand for a value; numbers that are none are left out."""

BEGINNING = re.compile(r"(?:\s|--[^\n]*\n)*+(?:return\b\s*)?\{")

DEEPEST = 40  # depth of nested tables; those of KOReader have six


def is_lua(text: str) -> bool:
    """Return whether a text begins as such a table."""
    return BEGINNING.match(text) is not None


def parse_lua(text: str) -> Table:
    """Parse a table, which may follow `return`. Raises NoteImportError."""
    reader = _Reader(text)
    reader.skip("return")
    table = reader.value(DEEPEST)
    if not isinstance(table, dict) or reader.ahead:
        raise reader.error()
    return table


class _Reader:
    """A text with the token `ahead`, which is empty at the end, and its `kind`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.kind = self.ahead = ""
        self.take()

    def take(self) -> str:
        """Return the token ahead, and go on. Raises NoteImportError."""
        token = self.ahead
        self._at = BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]  # it matches anywhere
        found = TOKEN.match(self._text, self._at)
        if found is None and self._at < len(self._text):
            raise self.error()
        self.ahead, self.kind = (found[0], str(found.lastgroup)) if found else ("", "end")
        self._at += len(self.ahead)
        return token

    def skip(self, token: str) -> bool:
        """Go on after this token; return False if another is ahead."""
        return self.ahead == token and bool(self.take())

    def expect(self, token: str) -> None:
        if not self.skip(token):
            raise self.error()

    def error(self) -> NoteImportError:
        line = self._text.count("\n", 0, self._at) + 1
        return NoteImportError(f"it is damaged, not a Lua table of plain values: line {line}")

    def value(self, depth: int) -> Value:
        kind, written = self.kind, self.take()
        if kind == "string":
            return ESCAPE.sub(unescape, written[1:-1])
        if kind == "number":
            if "x" in written.lower():
                return int(written, 16)
            return int(written) if written.lstrip("-").isdecimal() else float(written)
        if written in CONSTANTS:
            return CONSTANTS[written]
        if written == "{" and depth:
            return self._table(depth - 1)
        raise self.error()

    def _table(self, depth: int) -> Table:
        table: Table = {}
        while not self.skip("}"):
            key: Value = len(table) + 1
            if self.skip("["):
                key = self.value(0)
                self.expect("]")
                self.expect("=")
            elif self.kind == "name" and self.ahead not in CONSTANTS:
                key = self.take()
                self.expect("=")
            value = self.value(depth)
            if isinstance(key, str | int):
                table[key] = value
            if self.ahead != "}" and not (self.skip(",") or self.skip(";")):
                raise self.error()
        return table


def unescape(found: re.Match[str]) -> str:
    if code := found["code"] or found["hex"]:
        number = int(code, 10 if found["code"] else 16)
        return chr(number) if number < 128 else "\ufffd"  # a part of a letter, which Lua writes as it is
    return ESCAPED.get(found["sign"], found["sign"]) if found["sign"] else ""
