"""Where noted words are now.

An anchor remembers a passage by its words and by what stood around them; `place` finds it again in today's text.
Pure strings, no other room but `Span`. The one idea: a place is believed only when the words there *and* their
neighbours agree, so a note would rather be orphaned than stand on words it was not made for.
"""

from dataclasses import dataclass
from typing import Literal

from reader.article import Span

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
