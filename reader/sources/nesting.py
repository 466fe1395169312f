"""The open quotations and lists around a block, and the text drawn before it.

Markdown and HTML nest alike: their readers report what opens and closes, and get a PendingBlock for the text between.
Pitfall: depth. Each level costs a marker before the text; markers beyond `MAX_PREFIX_COLUMNS` columns are dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.document.article import BlockKind, Mark, Role
from reader.sources.builder import BlockText, PendingBlock
from reader.text.sanitize import clean
from reader.text.span import Span

MAX_PREFIX_COLUMNS = 20  # columns of bars and bullets before a text, so that room remains for words

BAR = "▌ "
BULLET = "• "
INDENT = "  "
RULE = "⁂"
PICTURE = "▣ "  # drawn before the alternative text of a picture


@dataclass(slots=True)
class Container:
    """An open quotation or list item."""

    marker: str
    """Drawn before its first line, such as a bullet."""
    started: bool = False
    """Some of it was shown already."""

    @property
    def is_quotation(self) -> bool:
        return self.marker == BAR

    @property
    def hang(self) -> str:
        """Drawn before its further lines."""
        return self.marker if self.is_quotation else " " * len(self.marker)

    @property
    def next_marker(self) -> str:
        return self.hang if self.started else self.marker


@dataclass(slots=True)
class OpenList:
    number: int | None
    """The number of its next item; None if it has bullets."""
    started: bool = False
    tight: bool = False
    """Its items are on consecutive lines."""

    def next_marker(self, after_number: str = ".") -> str:
        """Return the bullet or number of the next item; authors may write 1 before each."""
        if self.number is None:
            return BULLET
        self.number += 1
        return f"{self.number - 1}{after_number} "


class Nesting:
    """The quotations, lists and items that are open while a text is read from beginning to end."""

    def __init__(self) -> None:
        self.containers: list[Container] = []
        self.lists: list[OpenList] = []
        self.started = False

    def kind(self, level: int) -> BlockKind:
        """Return the kind of a block here; `level` is that of a heading, or 0. A quoted heading is a quotation."""
        if level:
            return "quotation" if any(container.is_quotation for container in self.containers) else "heading"
        if not self.containers:
            return "paragraph"
        nearest = self.containers[-1]
        if nearest.is_quotation:
            return "quotation"
        return "paragraph" if nearest.started or nearest.marker == INDENT else "item"

    def place_block(
        self, words: BlockText, kind: BlockKind, level: int = 0, *, tight: bool = False, inset: str = ""
    ) -> Iterator[PendingBlock]:
        """Yield a pending block for `words`, if there are any, with its prefix."""
        if not words.text:
            return
        marks = words.marks
        role: Role = "badges" if words.badges and kind == "paragraph" and not level else "body"
        if marks and role == "body" and kind in ("paragraph", "item") and (words.badges or shows_pictures(words)):
            inset += PICTURE
        if kind == "quotation" and level:
            level, marks = 0, (Mark(Span(0, len(words.text)), "strong"), *marks)
        items = [container for container in self.containers if not container.is_quotation]
        begins = not all(container.started for container in items)
        marker = _join_markers([container.next_marker for container in items]) if begins else ""
        prefix = _join_markers([container.next_marker for container in self.containers]) + inset
        hang = _join_markers([container.hang for container in self.containers]) + inset.replace(PICTURE, INDENT)
        gap = self._newlines(tight) + marker
        for container in self.containers:
            container.started = True
        for open_list in self.lists:
            open_list.started = True
        self.started = True
        yield PendingBlock(gap, words.text, kind, level, prefix, hang, marks, bool(self.containers), role)

    def place_code(self, content: str, language: str = "") -> Iterator[PendingBlock]:
        """Yield the lines of `content` verbatim, sanitized, without blank lines around them."""
        text = clean(content).rstrip()
        first = len(text) - len(text.lstrip())
        code = self.place_block(BlockText(text[text.rfind("\n", 0, first) + 1 :]), "code", inset="  ")
        return (replace(piece, language=language) for piece in code) if language else code

    def _newlines(self, tight: bool) -> str:
        """Return the newlines before the next block: a blank line, except between the items of a tight list."""
        if not self.started:
            return ""
        inner, outer = self.lists[-1:], self.lists[-2:-1]
        return "\n" if tight and inner and (inner[0].started or any(open_list.tight for open_list in outer)) else "\n\n"


def shows_pictures(words: BlockText) -> bool:
    """Return whether a block is nothing but the alternative texts of pictures."""
    at = 0
    for mark in words.marks:
        if mark.kind == "picture":
            if words.text[at : mark.span.start].strip():
                return False
            at = max(at, mark.span.end)
    return at > 0 and not words.text[at:].strip()


def _join_markers(markers: list[str]) -> str:
    """Join the markers; if there are too many, keep the last."""
    return "".join(markers[:-1])[:MAX_PREFIX_COLUMNS] + "".join(markers[-1:])
