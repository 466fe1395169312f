"""A passage remembered by its words and their context, and its place in a text."""

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
