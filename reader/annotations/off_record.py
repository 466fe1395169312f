"""Passages that must not leave: off the record, on background, or under embargo until a day.

    #off-record             not to be used
    #background             to be known, not to be quoted
    #embargo/2026-12-01     not before that day; without a valid day, not at all

A tag of a note marks the passage of the note, or the whole article. `reader.export.clearance` keeps them out of what is
handed on, and `reader verify` complains of them; the library itself keeps them as it keeps all notes.
"""

from contextlib import suppress
from datetime import date

from reader.annotations.notes import Note

OFF_RECORD, BACKGROUND, EMBARGO = "off-record", "background", "embargo"

RESTRICTING = (OFF_RECORD, BACKGROUND, EMBARGO)  # what the tags begin with
WORDS = {OFF_RECORD: "off the record", BACKGROUND: "on background"}  # what is said of a passage with a tag


def restriction_of(note: Note, today: date | None = None) -> str:
    """Return why a note's passage must not leave, as "off the record", by the tags of all its texts; "" if it may."""
    tags = {tag.casefold() for head in note.conflict or (note.head,) for tag in head.tags}
    reasons = (reason_of(tag, today or date.today()) for tag in sorted(tags, reverse=True))  # off the record first
    return next(filter(None, reasons), "")


def reason_of(tag: str, today: date) -> str:
    name, _, rest = tag.partition("/")
    if name in WORDS:
        return WORDS[name]
    if name != EMBARGO:
        return ""
    with suppress(ValueError):
        until = date.fromisoformat(rest)
        year = f" {until.year}" if until.year != today.year else ""
        return f"embargoed until {until.day} {until:%B}{year}" if today < until else ""
    return "embargoed"
