"""Describe a passage by its words, and find it again in today's text.

An anchor remembers a passage by its words and their context; `place` finds it again. The one idea: a placement is
accepted only if both the words and their neighbours agree; in doubt, a note is orphaned. If the old text is
available, `transfer` maps the passage to the new one; if not, `fuzzy_match` searches for the words that the anchors
remember. Both use `diff`, which aligns the words of two texts. They are imported only when a text has changed.

Pitfall: both work on folded texts, so offsets must be converted with `Folded` on the way in and out.
"""

from collections.abc import Sequence

from reader.anchoring.anchor import CONTEXT, Anchor, Placement, State, describe, is_unmoved
from reader.text.span import Span

__all__ = ["CONTEXT", "Anchor", "Placement", "State", "describe", "place"]


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
