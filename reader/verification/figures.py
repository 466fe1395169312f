"""The facts that a text states: figures with what they count, dates and times, people's names and titles.

    find_facts(text)   every fact of a text, in order

A small grammar of English numbers and dates: "4.98 million", "about $5m", "twelve percent", "12 March", "2:30 p.m.".
A figure is an interval, so that "more than 20" is not against 23, and "about 5 million" not against 4.98 million.
Pitfall: a number of four digits is a year only behind a word that dates: "in 1999", but "1999 runners".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from math import floor, inf, log10
from typing import Literal

from reader.analysis.lexicon import (
    COURTESY_TITLES,
    DETERMINERS,
    FUNCTION_WORDS,
    LEADER_NOUNS,
    LISTED,
    TITLES,
    read_sections,
)
from reader.text.span import Span
from reader.verification.spoken_words import SPELT_OUT, read_figure

FactKind = Literal["figure", "date", "name", "title"]

FactSort = Literal["count", "money", "percent", "age", "day", "time", "name", "title"]
"""What a fact can be compared with: others of its sort."""

SCALES = {"hundred": 1e2, "dozen": 12, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6}
SCALES |= {"billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SPELT_NUMBER = (
    rf"(?:{'|'.join(SPELT_OUT)}|a(?=\s(?:hundred|thousand)))\b"
    rf"(?:(?:-|\s|\sand\s)(?:{'|'.join([*SPELT_OUT, 'hundred', 'thousand'])})\b)*"
)
ONE = r"(?P<half>half\s)?a(?=\s(?:dozen|million|billion|trillion))"
SCALE = r"(?:\s?(?:hundred|dozen|thousand|million|billion|trillion|mn|bn|tn|[mk])\b)"
NUMBER = re.compile(
    rf"(?P<money>[$€£¥]\s?)?(?<![\w.,:/])(?:(?P<digits>{DIGITS})(?!\d|/)|\b(?P<spelt>{SPELT_NUMBER}|{ONE}))"
    rf"(?P<scale>{SCALE})?(?P<percent>\s?%|\s(?:percent|per\scent|pct)\b)?(?P<currency>\s(?:dollars|euros|pounds|yen)\b)?",
    re.IGNORECASE,
)
MONTH = rf"(?:{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\b\.?"
DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH})(?:,?\s(?P<year>\d{{4}}))?\b"
    rf"|\b(?P<month2>{MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,?\s(?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{MONTH})\s(?P<year3>\d{{4}})\b|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b|\b(?P<relative>{'|'.join(RELATIVE)})\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)|\b(?P<hour24>\d{1,2}):(?P<minute24>\d\d)\b(?!:)",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\b(?:[Ii]n|[Bb]y|of|[Ss]ince|until|till|from|early|late|mid|last|next|this|before|after|to|through)[\s-]"
    rf"(?P<month>{'|'.join(map(str.title, MONTHS))})\b(?!\s\d)"
)
YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|before|after|during|to|year|spring|summer|autumn|fall|winter|early|late|mid)\s"
    r"|\(|\b(?:between|from)\s\d{4}\s(?:and|to)\s)(?P<year>1[5-9]\d\d|20\d\d)\b(?![,.]\d|%|-)",
    re.IGNORECASE,
)
AGE = re.compile(
    r"(?:,\s|\baged\s|\bage\sof\s|\b(?:is|was|turned)\s)(?P<age>\d{1,3})(?=[,.;)](?!\d)|\s*$|\syears\sold)|\b(?P<age2>\d{1,3})[-\s]years?[-\s]old",
    re.IGNORECASE,
)

ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|close to|up to|an estimated)\s[$€£¥]?$", re.I
)
LEAST = re.compile(
    r"\b(?:more than|over|at least|upwards of|in excess of|no fewer than|exceeding|above)\s[$€£¥]?$", re.I
)
MOST = re.compile(r"\b(?:less than|fewer than|under|at most|below|no more than)\s[$€£¥]?$", re.I)

RANGE = re.compile(r"\bbetween\s$", re.I)

LONGEST_BEFORE = 24  # characters before a number in which one of these stands

NAME = re.compile(
    r"[^\W\d_a-z][\w’'-]*[^\W\d_](?:\s(?:[A-Z]\.\s)?(?:(?:de|van|von|al|bin|la|der)\s)*[^\W\d_a-z][\w’'-]*[^\W\d_])+"
)

WEAK = frozenset("member head star former late lead forward private democratic republican democrat saint major".split())
HEADS = frozenset(title.partition(" of ")[0].split()[-1].lower() for title in TITLES) | LEADER_NOUNS
HEADS = HEADS - COURTESY_TITLES - WEAK - frozenset("of brother sister father mother uncle aunt lord miss".split())
FIELDS = frozenset({*read_sections("roles")["fields"], *"police fire press defence home chief first crown".split()})
RANKS = frozenset("vice deputy assistant acting interim under lieutenant former ex junior co arch executive".split())
"""Words that make another office of one."""
AREAS = "|".join([*FIELDS, *RANKS, "prime", "attorney", "district", "supreme"])
TITLE = re.compile(
    rf"\b(?:(?:{AREAS})[\s-])*(?:{'|'.join(map(re.escape, sorted(HEADS, key=len, reverse=True)))})\b"
    rf"(?:\sof\s(?:the\s)?(?:{AREAS}|state)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    span: Span
    kind: FactKind
    sort: FactSort
    words: frozenset[str] = frozenset()
    """The word that a figure counts; the words of a name or title."""
    low: float = 0.0
    high: float = 0.0
    """Of a figure, and of a time in minutes after midnight: the values that it may have."""
    day: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Year, month, day and, from 1, weekday; 0 where it is not said."""

    def agrees(self, other: "Fact") -> bool:
        """Return whether two facts of one sort say the same, one perhaps more exactly."""
        if self.sort == "day":
            said = [(a, b) for a, b in zip(self.day, other.day, strict=True) if a and b]
            return bool(said) and all(a == b for a, b in said)
        if self.sort == "name":
            return self.words <= other.words or other.words <= self.words
        if self.sort == "title":
            nested = self.words <= other.words or other.words <= self.words
            return nested and not (self.words ^ other.words) & RANKS
        if self.high == other.high == inf:
            return self.low == other.low
        return self.low <= other.high and other.low <= self.high


def find_facts(text: str, published: str = "") -> list[Fact]:
    """Return the facts of a text, in text order; `published` (YYYY-MM-DD) is what "yesterday" is told from."""
    found: list[Fact] = []
    for find in (find_dates, find_ages, find_figures, find_titles, find_names):
        taken = [fact.span for fact in found if fact.kind != "title"]
        found += [fact for fact in find(text, published) if not any(fact.span.overlaps(span) for span in taken)]
    return sorted(found, key=lambda fact: fact.span)


def find_dates(text: str, published: str) -> Iterator[Fact]:
    for match in DATE.finditer(text):
        if match["month2"] and match["month2"].lower() == "may" and not match["month2"][0].isupper():
            continue
        if (day := read_day(match, published)) is not None:
            yield Fact(Span(*match.span()), "date", "day", day=day)
    for match in ALONE.finditer(text):
        yield Fact(Span(*match.span("month")), "date", "day", day=(0, MONTHS.index(match["month"].lower()) + 1, 0, 0))
    for match in TIME.finditer(text):
        hour, minute = int(match["hour"] or match["hour24"]), int(match["minute"] or match["minute24"] or 0)
        if match["half"]:
            hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
        yield Fact(Span(*match.span()), "date", "time", low=60 * hour + minute, high=60 * hour + minute)
    for match in YEAR.finditer(text):
        yield Fact(Span(*match.span("year")), "date", "day", day=(int(match["year"]), 0, 0, 0))


def read_day(match: re.Match[str], published: str) -> tuple[int, int, int, int] | None:
    """Return year, month, day and weekday of a date; None if it says nothing."""
    if match["weekday"]:
        return 0, 0, 0, WEEKDAYS.index(match["weekday"].lower()) + 1
    try:
        if match["relative"]:
            return full(date.fromisoformat(published[:10]) + timedelta(RELATIVE[match["relative"].lower()]))
        if match["iso"]:
            return full(date.fromisoformat(match["iso"]))
        month = next(match[name] for name in ("month", "month2", "month3") if match[name])[:3].lower()
        number = [each[:3] for each in MONTHS].index(month) + 1
        year, day = match["year"] or match["year2"] or match["year3"], match["day"] or match["day2"]
        return full(date(int(year), number, int(day))) if year and day else (int(year or 0), number, int(day or 0), 0)
    except ValueError:
        return None


def full(day: date) -> tuple[int, int, int, int]:
    return day.year, day.month, day.day, day.isoweekday()


def find_ages(text: str, _: str) -> Iterator[Fact]:
    for match in AGE.finditer(text):
        group = "age" if match["age"] else "age2"
        yield Fact(Span(*match.span(group)), "figure", "age", low=float(match[group]), high=float(match[group]))


def find_figures(text: str, _: str) -> Iterator[Fact]:
    for match in NUMBER.finditer(text):
        before = text[max(0, match.start() - LONGEST_BEFORE) : match.start()]
        spelt = list(read_spelt(match, before)) if match["spelt"] else []
        for span, value in spelt[:-1]:
            if value > 1:  # "one and two"
                yield Fact(span, "figure", "count", counted(text[match.end() : match.end() + 60]), value, value)
        scale = SCALES[match["scale"].strip().lower()] * (0.5 if match["half"] else 1.0) if match["scale"] else 1.0
        if match["spelt"] and match["spelt"].lower() in ("one", "zero") and not match["scale"] and not match["percent"]:
            continue  # "one of them"
        value = (spelt[-1][1] if spelt else float(match["digits"].replace(",", ""))) * scale
        digits = (match["digits"] or "").replace(",", "")
        step = scale * 10.0 ** -len(digits.partition(".")[2]) if "." in digits or scale > 1 else 1.0
        low, high = read_interval(value, step, before, scale > 1)
        sort: FactSort = "percent" if match["percent"] else "money" if match["money"] or match["currency"] else "count"
        thing = frozenset[str]() if sort != "count" else counted(text[match.end() : match.end() + 60])
        start = spelt[-1][0].start if spelt[1:] else match.start()
        yield Fact(Span(start, match.end()), "figure", sort, thing, low, high)


def read_interval(value: float, step: float, before: str, scaled: bool) -> tuple[float, float]:
    """Return the values that a number may stand for; `step` is the value of its last digit."""
    if LEAST.search(before):
        return value, inf
    if MOST.search(before):
        return 0.0, value
    if ABOUT.search(before):
        zeros = 10.0 ** next((n for n in range(15) if value % 10 ** (n + 1)), 0) if value == floor(value) else step
        reach = max(min(zeros, 10.0 ** floor(log10(value))) if value else 0.0, step if scaled else 0.0) / 2
        return value - 0.999 * reach, value + 0.999 * reach
    return (value - step / 2, value + step / 2 - 1e-9 * value) if scaled and step > 1 else (value, value)


def read_spelt(match: re.Match[str], before: str) -> Iterator[tuple[Span, float]]:
    """Yield the numbers in words of a match, the last one without its scale: "between two hundred and three hundred".

    Of a range, which the words `before` tell, "and" begins the second.
    """
    found = list(re.finditer(r"\b(?!half\b)[^\W\d_]+", match["spelt"], re.IGNORECASE))
    words, at = [each[0].lower() for each in found], 0
    middle = words.index("and") if "and" in words and RANGE.search(before) else len(words)
    while at < len(words):
        value, end = read_figure(words[:middle] if at < middle else words, at)
        if value is not None or len(words) == 1:
            span = Span(found[at].start(), found[max(at, end - 1)].end()).moved(match.start("spelt"))
            yield span, 1.0 if value is None else value  # "a million"
        at = max(end, at + 1)


def counted(after: str) -> frozenset[str]:
    """Return the words that a number counts, in the singular: those behind it, before a word without meaning."""
    words = re.split(r"[,.;:()\d]", after)[0].lower().split()
    begin = next((n for n, word in enumerate(words) if word not in DETERMINERS | {"of"}), 0)
    things = list(takewhile(lambda word: word not in FUNCTION_WORDS, words[begin:]))
    return frozenset(word.strip("”\"'’“").removesuffix("s") for word in things[:2])


def find_titles(text: str, _: str) -> Iterator[Fact]:
    for match in TITLE.finditer(text):
        words = {word for word in re.split(r"[\s-]+", match[0].lower()) if word not in ("of", "the", "officer")}
        words = words - {"ceo"} | {"chief", "executive"} if "ceo" in words else words
        yield Fact(Span(*match.span()), "title", "title", frozenset(words))


def find_names(text: str, _: str) -> Iterator[Fact]:
    for match in NAME.finditer(text):
        words = match[0].split()
        while words and (words[0].lower() in FUNCTION_WORDS | HEADS | COURTESY_TITLES or words[0] in TITLES):
            words.pop(0)
        if len(words) > 1 and " ".join(words) not in LISTED:
            start = match.start() + match[0].index(words[0])
            called = frozenset(re.sub(r"['’]s$", "", word).lower() for word in words)
            yield Fact(Span(start, match.end()), "name", "name", called)
