"""The time of a clipping: a date in the language of the device, in its local time.

“Added on Friday, 2 March 2026 21:30:15”, “Hinzugefügt am Montag, 2. März 2026 21:30:15”, “2026年3月2日 下午9:30:15”.
"""

import re
from contextlib import suppress
from datetime import datetime

from reader.text.normalize import fold

MONTHS = (
    "january januar enero janvier gennaio janeiro januari января jan",
    "february februar febrero février febbraio fevereiro februari февраля feb",
    "march märz marzo mars março maart марта mar",
    "april abril avril aprile апреля apr",
    "may mai mayo maggio maio mei мая",
    "june juni junio juin giugno junho июня jun",
    "july juli julio juillet luglio julho июля jul",
    "august agosto août augustus августа aug",
    "september septiembre setiembre septembre settembre setembro сентября sep sept",
    "october oktober octubre octobre ottobre outubro октября oct",
    "november noviembre novembre novembro ноября nov",
    "december dezember diciembre décembre dicembre dezembro december декабря dec",
)
"""The names of the months in English, German, Spanish, French, Italian, Portuguese, Dutch and Russian."""

NUMBERS = {fold(name).text: number for number, names in enumerate(MONTHS, 1) for name in names.split()}

EASTERN = re.compile(r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]")
NUMERIC = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY = re.compile(r"(?<![\d:])([12]?\d|3[01])(?![\d:])")
CLOCK = re.compile(
    r"(?P<before>上午|下午|午前|午後|오전|오후)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    r"\s*(?P<after>[ap]\.?\s?m\b)?",
    re.IGNORECASE,
)
AFTERNOON = ("下午", "午後", "오후", "p")
FORENOON = ("上午", "午前", "오전", "a")


def to_local_time(written: str) -> str:
    """Return the time as ISO 8601 without a zone; "" if it is none. Days without a time are at midnight."""
    date = EASTERN.search(written) or NUMERIC.search(written)
    parts = (int(date["year"]), int(date["month"]), int(date["day"])) if date else western_date(written)
    if parts is None:
        return ""
    with suppress(ValueError):
        year, month, day = parts
        hour, minute, second = clock_of(written)
        return datetime(year, month, day, hour, minute, second).isoformat()
    return ""


def western_date(written: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date with the name of its month."""
    year = YEAR.search(written)
    named = (NUMBERS.get(fold(word).text) for word in re.findall(r"[^\W\d_]+", written))
    month = next(filter(None, named), None)
    day = DAY.search(CLOCK.sub(" ", written))
    return (int(year[0]), month, int(day[1])) if year and month and day else None


def clock_of(written: str) -> tuple[int, int, int]:
    found = CLOCK.search(written)
    if found is None:
        return 0, 0, 0
    half = (found["before"] or found["after"] or "").lower()
    hour = int(found["hour"])
    if half.startswith(AFTERNOON) and hour < 12:
        hour += 12
    elif half.startswith(FORENOON) and hour == 12:
        hour = 0
    return hour, int(found["minute"]), int(found["second"] or 0)
