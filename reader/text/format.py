"""Plurals and other wording shared by several rooms."""

from collections.abc import Sized

UNTITLED = "Untitled"
"""Shown for an article without a title."""


def counted(things: Sized | int, noun: str) -> str:
    """Return how many there are: "1 note", "12 notes"."""
    count = things if isinstance(things, int) else len(things)
    return f"{count} {noun}{'' if count == 1 else 's'}"
