"""`My Clippings.txt` of a Kindle: highlights and notes of all books, in the order they were made.

An entry is a line with title and author, one with kind, page, location and time, an empty line, the words, and ten
equals signs. The second line is in the language of the device, which may have changed; eleven are known, in others the
numbers decide, and there is no time. A note has no words of its own: it is about the highlight that its location is in.
Nothing is ever removed from the file, so words that were highlighted again supersede the earlier ones.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.text.format import counted
from reader.text.normalize import fold
from reader.text.word_lists import read_sections

Kind = Literal["bookmark", "highlight", "note"]
KINDS: tuple[Kind, ...] = get_args(Kind)

END = re.compile(r"^={10}[ \t\r]*$", re.MULTILINE)  # the line after an entry

LIMIT = re.compile(r"\s*<[^<>\n]{10,300}>\s*\Z")
"""What stands in place of words, or of their end, when the publisher's limit for clippings is reached."""

WORDS = read_sections("importers/kindle")  # of the languages that are known

NUMBER = re.compile(r"(?P<start>\d{1,9}|\b[ivxlc]{1,9}\b)(?:\s*[-–]\s*(?P<end>\d{1,9}))?", re.IGNORECASE)
"""A page or a location, to which another may follow."""

LOCATED = re.compile("loc|posi|empl|стоположени|позиц|位置|위치", re.IGNORECASE)
"""Beginnings of the word for location; a book has them, or pages, or both, pages first."""

FIRST = 20  # entries of which one is in order in a file that is not mistaken for another
NEAR = 50  # highlights that are compared with another: words are highlighted again soon
MARK = "\ufeff"  # a byte order mark, which old devices write before every title


@dataclass(frozen=True, slots=True)
class Clipping:
    book: str
    """The line with title and author."""
    kind: Kind
    page: str
    """Its first page; "" if unknown."""
    location: tuple[int, int] | None
    words: str
    time: str

    @property
    def place(self) -> str:
        spots = [f"page {self.page}" if self.page else "", f"location {self.location[0]}" if self.location else ""]
        return ", ".join(filter(None, spots))


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read clippings; None if the file has none."""
    known = any(parse_entry(entry) for entry in END.split(file.text, maxsplit=FIRST)[:-1])
    return parse_clippings(file.text) if known else None


def parse_clippings(text: str) -> Iterator[ImportedArticle]:
    books: dict[str, list[Clipping]] = {}
    unreadable = 0
    for entry in END.split(text):
        if clipping := parse_entry(entry):
            books.setdefault(clipping.book, []).append(clipping)
        else:
            unreadable += bool(entry.strip(f"{MARK} \t\r\n"))
    skipped = [f"{counted(unreadable, 'damaged entry')} left out"] if unreadable else []
    for book, clippings in books.items():
        title, authors = split_title(book)
        notes, remarks = notes_of_book(clippings)
        yield ImportedArticle(ArticleInfo(title=title, author=authors), notes, remarks=(*skipped, *remarks))
        skipped = []


def parse_entry(entry: str) -> Clipping | None:
    """Parse an entry; None if it is not in order."""
    lines = [line.strip(f"{MARK} \t\r") for line in entry.strip(f"{MARK} \t\r\n").split("\n")]
    book = coerce.to_line(lines[0])
    if len(lines) < 2 or not book or not lines[1].startswith("-") or not any(map(str.isdigit, lines[1])):
        return None
    parts = [part for part in re.split(r"[|｜]", lines[1]) if part.strip()]
    when = to_local_time(parts[-1])
    where = " | ".join(parts[:-1] if len(parts) > 1 else parts)
    numbers = list(NUMBER.finditer(where))
    located = numbers[-1] if len(numbers) > 1 or LOCATED.search(where) else None
    paged = numbers[0] if numbers and numbers[0] is not located else None
    words = coerce.to_text("\n".join(lines[2:])).strip()
    kind = kind_of(where, words, is_range=any(found["end"] for found in numbers))
    location = None
    if located and located["start"].isdecimal():
        start = int(located["start"])
        location = start, max(start, int(located["end"] or start))
    return Clipping(book, kind, paged["start"] if paged else "", location, words, when)


def kind_of(where: str, words: str, *, is_range: bool) -> Kind:
    """Return what an entry is called, or else is: a bookmark has no words, and what has an end is a highlight."""
    for kind in KINDS:
        if any(name in where.lower() for name in WORDS[kind]):
            return kind
    return "bookmark" if not words else "highlight" if is_range else "note"


def split_title(line: str) -> tuple[str, tuple[str, ...]]:
    """Split “Title (Series) (Last, First;Other)” into the title and its authors, first names first."""
    if not line.endswith((")", "）")):
        return line, ()
    depth, at = 0, len(line)
    for at in range(len(line) - 1, -1, -1):
        depth += (line[at] in ")）") - (line[at] in "(（")
        if not depth:
            break
    title, names = line[:at].strip(), line[at + 1 : -1]
    if depth or not title:
        return line, ()
    return title, tuple(filter(None, map(first_name_first, names.split(";"))))


def first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name.strip()


def notes_of_book(clippings: Sequence[Clipping]) -> tuple[tuple[ImportedNote, ...], list[str]]:
    """Return the notes of a book, and remarks on what was left out."""
    marked = [replace(each, words=LIMIT.sub("", each.words)) for each in clippings if each.kind == "highlight"]
    limited = sum(not each.words for each in marked)
    highlights = without_superseded([each for each in marked if each.words])
    comments: dict[int, list[Clipping]] = {}
    alone: dict[str, list[Clipping]] = {}
    for each in clippings:
        if each.kind == "note" and each.words:
            number = find_highlight(each, highlights)
            if number is None:
                alone.setdefault(each.place, []).append(each)
            else:
                comments.setdefault(number, []).append(each)
    notes = [highlight_note(each, comments.get(number, [])) for number, each in enumerate(highlights)]
    notes += [note_alone(place, some) for place, some in alone.items()]
    limit = f"{counted(limited, 'highlight')} in “{clippings[0].book}” without words: the publisher's limit was reached"
    return tuple(notes), [limit] if limited else []


def without_superseded(highlights: Sequence[Clipping]) -> list[Clipping]:
    """Leave out what was highlighted again later, with more words or fewer."""
    kept: list[Clipping] = []
    for each in reversed(highlights):
        if not any(is_same_passage(each, later) for later in kept[-NEAR:]):
            kept.append(each)
    return kept[::-1]


def is_same_passage(one: Clipping, other: Clipping) -> bool:
    if one.location and other.location:
        if one.location[0] > other.location[1] or other.location[0] > one.location[1]:
            return False
    elif one.page != other.page:
        return False
    words, others = fold(one.words).text, fold(other.words).text
    return words in others or others in words


def find_highlight(note: Clipping, highlights: Sequence[Clipping]) -> int | None:
    """Return the number of the highlight that a note is about: the one around its location that ends first, else the
    only one on its page; None if there is none."""
    if note.location is None:
        on_page = [number for number, each in enumerate(highlights) if note.page and each.page == note.page]
        return on_page[0] if len(on_page) == 1 else None
    at = note.location[0]
    located = ((number, each.location) for number, each in enumerate(highlights) if each.location)
    around = [(place[1], number) for number, place in located if place[0] <= at <= place[1]]
    return min(around)[1] if around else None


def highlight_note(highlight: Clipping, comments: Sequence[Clipping]) -> ImportedNote:
    text = join_texts(each.words for each in comments)
    identity = repr((highlight.book, highlight.location or highlight.page, fold(highlight.words).text))
    note_id, tags = coerce.derive_id("kindle", identity), coerce.to_tags([], text)
    created, updated = coerce.to_time(highlight.time), max((coerce.to_time(each.time) for each in comments), default="")
    return ImportedNote(note_id, text, tags, coerce.to_quote(highlight.words), created, updated)


def note_alone(place: str, some: Sequence[Clipping]) -> ImportedNote:
    """Return a note that is on no highlight, which tells its place in the book."""
    said = join_texts(each.words for each in some)
    text = f"{said}\n\n({place})" if place else said
    identity = repr((some[0].book, "note", place or said))
    times, tags = [coerce.to_time(each.time) for each in some], coerce.to_tags([], text)
    return ImportedNote(coerce.derive_id("kindle", identity), text, tags, None, times[0], max(times))


def join_texts(texts: Iterable[str]) -> str:
    """Join the texts of a note: an edited one is in the file again, and one that contains another replaces it."""
    kept: list[str] = []
    for text in texts:
        kept = [each for each in kept if each not in text]
        if not any(text in each for each in kept):
            kept.append(text)
    return "\n\n".join(kept)


MONTHS = {
    fold(name).text: int(number)
    for names, number in (entry.split(" = ") for entry in WORDS["months"])
    for name in names.split()
}

NUMERIC = re.compile(r"(?P<year>\d{4})\s*[-年년]\s*(?P<month>\d{1,2})\s*[-月월]\s*(?P<day>\d{1,2})")
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
    date = NUMERIC.search(written)
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
    named = (MONTHS.get(fold(word).text) for word in re.findall(r"[^\W\d_]+", written))
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
