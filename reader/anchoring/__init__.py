"""Describe a passage by its words, and find it again in today's text.

An anchor remembers a passage by its words and by what stood around them; `place` finds it again in today's text.
The one idea: a placement is accepted only when the words there *and* their neighbours agree; when in doubt, a note is
orphaned. Where the old text is kept, `transfer` follows the passage through it; where it is lost, `fuzzy_match` looks
for the words that the anchors remember. Both build on `diff`, which aligns old words with new, and are imported only
when a text has changed.

The trap: both work on folded texts, so an offset must go through `Folded` on its way in and out.
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
    """Where the passage stood in the text it was made on, in characters."""
    end: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an anchor is in a text."""

    span: Span | None
    """None when orphaned."""
    state: State
    guess: Span | None = None
    """Where the words of an orphaned anchor may have gone: an offer, never a place."""


CONTEXT = 64
"""Characters kept on either side: about ten words, enough to tell nearly all twins apart."""


def describe(text: str, span: Span) -> Anchor:
    """Return the anchor of the passage at `span`. Raises ValueError if the span is not in the text."""
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(f"no passage from {span.start} to {span.end} in a text of {len(text)} characters")
    prefix = text[max(0, span.start - CONTEXT) : span.start]
    return Anchor(span.of(text), prefix, text[span.end : span.end + CONTEXT], span.start, span.end)


def place(anchors: Sequence[Anchor], text: str, before: str | None = None) -> list[Placement]:
    """Place each of `anchors` in `text`, in order. `before` is the text they were made on, if it is still known.

    A text that is still the same is only compared. Without `before`, or for an anchor that was not made on it, only
    the anchor's own words are left, and those of the others around it.
    """
    placed = {number: here for number, anchor in enumerate(anchors) if (here := place_unmoved(anchor, text, before))}
    rest = [number for number in range(len(anchors)) if number not in placed]
    if rest:
        from reader.anchoring.relocation import place_again  # only when a text has changed

        placed |= dict(zip(rest, place_again([anchors[number] for number in rest], text, before), strict=True))
    return [placed[number] for number in range(len(anchors))]


def place_unmoved(anchor: Anchor, text: str, before: str | None) -> Placement | None:
    """The anchor where it stood, if the text is the same or at least the words there and around it are."""
    span = Span(anchor.start, anchor.end)
    if before is not None and before != text:
        return None
    same = 0 <= span.start <= span.end <= len(text) and describe(text, span) == anchor
    return Placement(span, "exact") if same else None
