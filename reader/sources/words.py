"""The words of one block and the marks on them, and blocks that are not placed yet.

What every reader of marked-up text makes, whatever the mark-up was. Offsets are characters into the words of the block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.document.article import BlockKind, Mark
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class BlockText:
    """What a block says: no white space at either end, and the marks in it sorted by place."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A block that is not placed yet: its marks are in offsets of its own text."""

    gap: str
    """What stands between the block before it and its text: newlines, and the marker of a list item."""
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    prefix: str = ""
    hang: str = ""
    marks: tuple[Mark, ...] = ()
    nested: bool = False
    """Within a list or a quotation."""
    furniture: bool = False
    """Not the author's."""


def trim(text: str, marks: Sequence[Mark]) -> BlockText:
    """The words without white space at their ends, and the marks that are left, in place."""
    shift = len(text) - len(text.lstrip())
    text = text.strip()
    moved = (
        replace(mark, span=Span(max(0, mark.span.start - shift), min(len(text), mark.span.end - shift)))
        for mark in marks
    )
    kept = (mark for mark in moved if mark.span.start < mark.span.end and (mark.kind != "link" or mark.href))
    return BlockText(text, tuple(sorted(kept, key=lambda mark: mark.span)))
