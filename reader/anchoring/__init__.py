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
from typing import TYPE_CHECKING, Literal

from reader.text.span import Span

if TYPE_CHECKING:
    from reader.anchoring.exact_match import RememberedText
    from reader.anchoring.transfer import Place
    from reader.text.normalize import Folded

BESIDE = 12
"""Characters that tell a neighbour: two or three words."""

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
        placed |= dict(zip(rest, place_again([anchors[number] for number in rest], text, before), strict=True))
    return [placed[number] for number in range(len(anchors))]


def place_unmoved(anchor: Anchor, text: str, before: str | None) -> Placement | None:
    """The anchor where it stood, if the text is the same or at least the words there and around it are."""
    span = Span(anchor.start, anchor.end)
    if before is not None and before != text:
        return None
    same = 0 <= span.start <= span.end <= len(text) and describe(text, span) == anchor
    return Placement(span, "exact") if same else None


def place_again(anchors: Sequence[Anchor], text: str, before: str | None) -> list[Placement]:
    """Follow the anchors that were made on `before` from there, and look for the others by their words."""
    from reader.anchoring.diff import WordSequence
    from reader.anchoring.fuzzy_match import find_places, guess_places
    from reader.anchoring.transfer import PassageTracer
    from reader.text.normalize import fold

    now = fold(text)
    new = WordSequence.of(now.text)
    found: dict[int, tuple[Place | None, Place | None]] = {}
    if before is not None:
        was = fold(before)
        trace = PassageTracer.of(WordSequence.of(was.text), new)
        for number, anchor in enumerate(anchors):
            if before[anchor.start : anchor.end] == anchor.exact:
                found[number] = trace.find(was.offset(anchor.start), was.offset(anchor.end))
    gone = [number for number, (place, guess) in found.items() if place is None and guess is None]
    unknown = [number for number in range(len(anchors)) if number not in found]
    if gone:
        for number, guess in zip(
            gone, guess_places([remembered_text(anchors[number]) for number in gone], new), strict=True
        ):
            found[number] = (None, guess)
    if unknown:
        found |= zip(unknown, find_places([remembered_text(anchors[number]) for number in unknown], new), strict=True)
    return [make_placement(anchor, now, *found[number]) for number, anchor in enumerate(anchors)]


def has_neighbours(anchor: Anchor, text: str, start: int, end: int) -> bool:
    """Return whether the folded words directly before or after [start, end) are those that the anchor remembers."""
    from reader.text.normalize import fold

    before, after = fold(anchor.prefix[-BESIDE:]).text.strip(), fold(anchor.suffix[:BESIDE]).text.strip()
    return bool(
        (before and text[max(0, start - BESIDE) : start].rstrip().endswith(before))
        or (after and text[end : end + BESIDE].lstrip().startswith(after))
    )


def remembered_text(anchor: Anchor) -> "RememberedText":
    from reader.anchoring.exact_match import RememberedText

    start = len(anchor.prefix)
    text = anchor.prefix + anchor.exact + anchor.suffix
    return RememberedText(anchor.start - start, text, start, start + len(anchor.exact))


def make_placement(anchor: Anchor, now: "Folded", place: "Place | None", guess: "Place | None") -> Placement:
    """A folded place as it is told; one that holds the anchor's words unaltered, and more, is narrowed to them."""
    from reader.text.normalize import fold

    wanted = fold(anchor.exact).text.strip()
    if place is None or not wanted:  # a point or a blank says nothing about where it is
        guess = place or guess
        return Placement(None, "orphaned", now.span(*guess) if guess else None)
    if now.text.count(wanted, *place) == 1:
        at = now.text.index(wanted, *place)
        within = (at, at + len(wanted))
        if place != within and has_neighbours(anchor, now.text, *within):
            place = within
    return Placement(now.span(*place), "exact" if wanted == now.text[slice(*place)].strip() else "changed")
