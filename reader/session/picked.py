"""What was picked of each article, by a query or by hand, to be collected for an export."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.text.span import Span


@dataclass
class PickedEntries:
    """What was picked of one article."""

    notes: set[str] = field(default_factory=set)
    """Their ids."""
    quotes: set[Span] = field(default_factory=set)
    """Their places in the text that the article was last opened with."""


Picks = Mapping[str, PickedEntries]
"""What was picked, by the id of the article."""
