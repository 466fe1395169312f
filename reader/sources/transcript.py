"""The times of a transcript in plain text: `[00:12:03] Lee: We were told.`, also alone on a line or after a name.

The text stays as it is, and a time is kept like a printed page. Pitfall: the programme of a day and a log have times as
well; a recording begins at its first minutes, and its times only grow.
"""

import re
from itertools import pairwise

from reader.document.article import Page


def format_timecode(seconds: int) -> str:
    """Return a time in a recording: "1:02:03", below an hour "2:03"."""
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def count_seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


TIME = re.compile(
    r"^[ \t]*(?:[^\W\d_][\w .'’-]{0,40}[ \t])?"
    r"[\[(]?(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)(?:[.,]\d{1,3})?[\])]?(?=[\s:–-])",
    re.MULTILINE,
)
"""A time at the beginning of a line, perhaps after a name."""

FEWEST = 3  # times that a transcript has at least
BEGINNING = 5 * 60  # the first time of a recording is before this, in seconds; before five o'clock no programme begins
GROWING = 0.95  # minimum share of times that are not before the one above them


def find_times(text: str) -> tuple[Page, ...]:
    """Return the times of a transcript as pages; none if `text` is no transcript."""
    lines = (0, *(newline.end() for newline in re.finditer("\n", text)))  # five times as fast as searching
    matches = (TIME.match(text, start) for start in lines)
    found = [(each.start(), count_seconds(*each.groups())) for each in matches if each]
    if len(found) < FEWEST or found[0][1] > BEGINNING:
        return ()
    growing = sum(one[1] <= other[1] for one, other in pairwise(found))
    if growing < GROWING * (len(found) - 1) or found[-1][1] == found[0][1]:
        return ()
    return tuple(Page(start, format_timecode(seconds)) for start, seconds in found)
