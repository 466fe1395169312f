"""What stands above or below the line: raised and lowered digits (`m²`, `H₂O`), readings of words."""

import re

from reader.text.scripts import is_unspaced

RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
SIGNED = re.compile(r"[0-9+-]+")


def raise_digits(text: str, *, lowered: bool = False) -> str:
    """Return `text` raised, or lowered, if it is a number; it has as many characters as before."""
    return text.translate(LOWERED if lowered else RAISED) if SIGNED.fullmatch(text) else text


def bracket_reading(reading: str, before: str) -> str:
    """Return the reading of a word in brackets; `before` is what stands before it."""
    if is_unspaced(before[-1:]):
        return f"（{reading}）"
    return f" ({reading})" if before[-1:].strip() else f"({reading})"
