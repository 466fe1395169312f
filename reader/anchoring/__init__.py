"""Describe a passage by its words, and find it again in today's text.

An anchor remembers a passage by its words and their context; `place` finds it again. The one idea: a placement is
accepted only if both the words and their neighbours agree; in doubt, a note is orphaned. If the old text is
available, `transfer` maps the passage to the new one; if not, `fuzzy_match` searches for the words that the anchors
remember. Both use `diff`, which aligns the words of two texts. They are imported only when a text has changed.

Pitfall: both work on folded texts, so offsets must be converted with `Folded` on the way in and out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span

State = Literal["exact", "changed", "orphaned"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage remembered by its words."""

    exact: str
    prefix: str
    """Up to 64 characters directly before."""
    suffix: str
    """Up to 64 characters directly after."""
    start: int
    """The offset of the passage in the text it was made on, in characters."""
    end: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of an anchor in a text."""

    span: Span | None
    """None when orphaned."""
    state: State
    guess: Span | None = None
    """For an orphaned anchor, where its words may be now; offered to the user, never used as a place."""
    said_by: str = ""
    """The speaker of the words in this text, if someone else said them in the text they were noted in."""


CONTEXT = 64  # characters kept on either side: about ten words, enough to distinguish nearly all repeated passages


def describe(text: str, span: Span) -> Anchor:
    """Return the anchor of the passage at `span`. Raises ValueError if the span is not in the text."""
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(f"no passage from {span.start} to {span.end} in a text of {len(text)} characters")
    prefix = text[max(0, span.start - CONTEXT) : span.start]
    return Anchor(span.of(text), prefix, text[span.end : span.end + CONTEXT], span.start, span.end)


def is_unmoved(anchor: Anchor, text: str) -> bool:
    """Return whether the words and the context of an anchor are still at the same offsets."""
    return 0 <= anchor.start <= anchor.end <= len(text) and describe(text, Span(anchor.start, anchor.end)) == anchor


def place(anchors: Sequence[Anchor], text: str, before: str | None = None) -> list[Placement]:
    """Place each of `anchors` in `text`, in order; `before` is the text they were made on, if available.

    An unchanged text is only compared. Without `before`, and for anchors that were not made on it, only their own
    words and those of nearby anchors are used.
    """
    placed = [Placement(Span(anchor.start, anchor.end), "exact") for anchor in anchors]
    same = before is None or before == text
    rest = [number for number, anchor in enumerate(anchors) if not (same and is_unmoved(anchor, text))]
    if rest:
        from reader.anchoring.relocation import place_again  # only when a text has changed

        for number, found in zip(rest, place_again([anchors[number] for number in rest], text, before), strict=True):
            placed[number] = found
    return placed
