"""Words that several rooms say, so that they say them alike."""

from collections.abc import Sized

UNTITLED = "Untitled"
"""What an article is called that has no title."""


def counted(things: Sized | int, noun: str) -> str:
    """How many there are: "1 note", "12 notes"."""
    count = things if isinstance(things, int) else len(things)
    return f"{count} {noun}{'' if count == 1 else 's'}"
