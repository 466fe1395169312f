"""The text of a block being read: white space counts once, and marks may be open.

Pitfall: an element may begin in one block and end in another, so marks that are open at the end of a block continue in
the next.
"""

import re
from dataclasses import dataclass

from reader.document.article import Mark, MarkKind
from reader.sources.builder import BlockText, trim
from reader.text.sanitize import clean
from reader.text.span import Span

SPACE = re.compile(r"[ \t\n\r\f]+")

SOFT_HYPHEN = "\u00ad"
"""A soft break within a word; not part of it, though terminals draw it."""

OPEN = 32
"""Depth of nested marks; each costs time at the end of every block."""


@dataclass(slots=True)
class _OpenMark:
    kind: MarkKind
    href: str
    start: int


class InlineText:
    """The block so far. Offsets are characters of its text, positions in `parts` are indices."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._marks: list[Mark] = []
        self._open: list[_OpenMark] = []
        self._too_many = 0
        self._spaced = True

    def add(self, text: str, *, verbatim: bool = False) -> None:
        if not verbatim:
            text = SPACE.sub(" ", text.replace(SOFT_HYPHEN, ""))
            if self._spaced:
                text = text.removeprefix(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)
            self._spaced = text[-1] in " \n"

    def break_line(self) -> bool:
        """Begin a new line; return False if one has just begun."""
        if not self.parts:
            return True
        if self.parts[-1].endswith("\n"):
            return False
        if self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        self.add("\n", verbatim=True)
        return True

    # ------------------------------------------------------------------ marks

    def open_mark(self, kind: MarkKind, href: str = "") -> None:
        if len(self._open) < OPEN:
            self._open.append(_OpenMark(kind, href, self.length))
        else:
            self._too_many += 1

    def close_mark(self) -> None:
        if self._too_many:
            self._too_many -= 1
        elif self._open:
            opened = self._open.pop()
            self._add_mark(opened)

    def _add_mark(self, opened: _OpenMark) -> None:
        if self.length > opened.start:
            self._marks.append(Mark(Span(opened.start, self.length), opened.kind, opened.href))

    # ------------------------------------------------------------------ what was said since a part

    def text_since(self, part: int) -> str:
        return "".join(self.parts[part:])

    def bracket(self, part: int) -> None:
        """Put brackets around the text since `part`."""
        self.replace_since(part, f"[{self.text_since(part).strip()}]")

    def replace_since(self, part: int, words: str) -> None:
        self.length += len(words) - sum(map(len, self.parts[part:]))
        self.parts[part:] = [words]
        self._spaced = False

    # ------------------------------------------------------------------ the end of a block

    def take(self, *, strong: bool = False) -> BlockText:
        """Return the sanitized text and begin another block. With `strong`, all of it is marked."""
        for opened in self._open:
            self._add_mark(opened)
        if strong:
            self._marks.append(Mark(Span(0, self.length), "strong"))
        words = trim(clean("".join(self.parts)), self._marks)
        self._reset()
        return words

    def take_verbatim(self) -> str:
        """Return the text verbatim, without marks."""
        text = "".join(self.parts)
        self._reset()
        return text

    def _reset(self) -> None:
        for opened in self._open:
            opened.start = 0
        self.parts.clear()
        self._marks.clear()
        self.length = 0
        self._spaced = True
