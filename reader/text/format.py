"""Plurals and other wording shared by several rooms."""

from collections.abc import Sized

UNTITLED = "Untitled"
"""Shown for an article without a title."""

VOWELS = "aeiou"


def counted(things: Sized | int, noun: str) -> str:
    """Return how many there are: "1 note", "12 notes", "2 entries"."""
    count = things if isinstance(things, int) else len(things)
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun[-1] == "y" and noun[-2] not in VOWELS else f"{count} {noun}s"
