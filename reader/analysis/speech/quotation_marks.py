"""Find quotations by their marks.

Marks are paired passage by passage, so that a missing mark affects only its own passage: an unclosed quotation ends
with it (`closed` is false), and one that continues over several paragraphs, each with an opening mark, becomes one
`Quotation` per paragraph. Straight marks are distinguished by the space around them. Only the outermost quotations
are found.

Pitfall: ’ is far more often an apostrophe than a closing mark, so single marks are read only in an article that
clearly uses them to quote (`uses_single_marks`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from reader.text.span import Span, without_overlaps

ROW = 4  # this many marks in a row are an ornament

DOUBLE = re.compile("[“”„‟«»\"]+|``|''")
SINGLE = re.compile(r"[‘’]|(?<!')'(?!')")
WORD = re.compile(r"\w")
SMALL_WORD = re.compile(r"\b[a-z]{4}")  # a lower-case word; headlines in single marks are in Title Case

CLOSERS = {"“": '”"', "„": "“”", "‟": "”", "«": "»", "»": "«", '"': '"”', "``": "''", "''": "''", "”": "”"}
"""The marks that close a quotation opened by the key."""

TYPEWRITTEN = ('"', "''")  # marks that both open and close
SHORTEST_UNCLOSED = 12  # minimum characters after a mark that is never closed; with fewer, it is a typing error
LONGEST_NEST = 8  # maximum pairs of marks examined to distinguish a nested quotation from a missing closing mark
ENDS = ".,!?…"  # characters before the closing mark of a whole sentence or clause

CLAUSE = 4
"""Minimum words in single marks that are a quotation in a text of double marks; fewer are mostly a name or a term."""

NEVER_FIRST = ",;)]"  # characters that never begin a quotation
POSSESSIVES = ("s’ ", "s' ")  # what may be the end of a possessive, with the space after it: "the workers’ right"

ELIDED = re.compile(r"(?:em|tis|twas|til|till|cause|n|round|bout|\d\ds?)\b", re.IGNORECASE)
"""Words that begin with an apostrophe, not with a single mark: 'em, '90s."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks; `closed` is false if the passage ended first."""

    span: Span
    closed: bool


class QuotationMark(NamedTuple):
    """A quotation mark, and whether its kind and the space around it allow it to open or close."""

    start: int
    sign: str
    opens: bool
    closes: bool

    @property
    def end(self) -> int:
        return self.start + len(self.sign)


def find_quotations(text: str, span: Span, single: bool = False) -> list[Quotation]:
    """Return the outermost quotations of the passage `span` that contain a word, in order, without overlaps.

    `single` means that the article quotes in single marks (‘so’); double marks outside them are read too.
    """
    doubles = _doubles(text, span)
    if not single:
        return doubles
    outer_first = sorted([*doubles, *_singles(text, span)], key=lambda each: (each.span.start, -each.span.end))
    return without_overlaps(outer_first, attrgetter("span"))


def uses_single_marks(text: str, spans: list[Span]) -> bool:
    """Return whether the article uses single marks for whole clauses, more often than double marks.

    Only outermost quotations count, so single marks within double ones do not. Double marks typed as two single ones
    ('') count as double whether they pair or not.
    """
    if not any(_is_clause(text, single) for span in spans for single in _singles(text, span)):
        return False  # as in most articles, and known sooner
    clauses = doubles = 0
    for span in spans:
        doubles += text.count("''", span.start, span.end)
        for quotation in find_quotations(text, span, single=True):
            if text[quotation.span.start] not in "‘'":
                doubles += 1
            elif _is_clause(text, quotation):
                clauses += 1
    return clauses > doubles


def find_single_clauses(text: str, span: Span) -> list[Quotation]:
    """Return the clauses in single marks of a passage that are outside its double marks.

    For a text that quotes in double marks, but here and there, as in its headline, in single ones.
    """
    found = find_quotations(text, span, single=True)
    signs = ((each, text[each.span.start : each.span.start + 2]) for each in found if each.closed)
    singles = (each for each, sign in signs if sign[0] in "‘'" and sign != "''")
    return [each for each in singles if len(each.span.of(text).split()) >= CLAUSE]


def _is_clause(text: str, quotation: Quotation) -> bool:
    """Return whether a quotation is more than a name or a title."""
    words = quotation.span.of(text)
    ends = text[quotation.span.end - 2] in ENDS or (quotation.closed and len(words.split()) >= CLAUSE)
    return ends and SMALL_WORD.search(words) is not None


def _doubles(text: str, span: Span) -> list[Quotation]:
    found = _pair(text, span, list(_double_marks(text, span)))
    return [quotation for quotation in found if WORD.search(text, quotation.span.start, quotation.span.end)]


def _double_marks(text: str, span: Span) -> Iterator[QuotationMark]:
    for match in DOUBLE.finditer(text, span.start, span.end):
        start, end = match.span()
        signs = match[0]
        before = text[start - 1] if start > span.start else " "
        after = text[end] if end < span.end else " "
        if signs in ("``", "''"):
            yield _double_mark(start, signs, before, after)
        elif len(signs) < ROW:
            for at, sign in enumerate(signs):
                yield _double_mark(start + at, sign, before if at == 0 else signs[at - 1], after)


def _double_mark(start: int, sign: str, before: str, after: str) -> QuotationMark:
    """Return the mark `sign` between the characters `before` and `after` (the latter after any further marks)."""
    free = not before.isalnum() and before not in ENDS and before not in "%=)]"  # = occurs in mark-up: author="…"
    glued = not after.isspace() and after not in NEVER_FIRST
    match sign:
        case '"' | "''":
            inches = before.isdigit() and not glued  # may close, never opens
            return QuotationMark(start, sign, free and glued and not inches, not before.isspace() or not glued)
        case "“":
            return QuotationMark(start, sign, free or glued, True)
        case "«":
            return QuotationMark(start, sign, True, not before.isspace())
        case "”" | "»":
            return QuotationMark(start, sign, before.isspace() and glued, True)
    return QuotationMark(start, sign, True, False)


def _closes(mark: QuotationMark, sign: str) -> bool:
    if mark.sign == "“" == sign:
        return not mark.opens  # typed instead of ”: directly after a word
    return mark.closes and mark.sign in CLOSERS[sign] and not (mark.sign in TYPEWRITTEN and mark.opens)


def _pair(text: str, span: Span, marks: list[QuotationMark]) -> Iterator[Quotation]:
    """Yield the outermost quotations formed by `marks` in the passage `span`."""
    opened: QuotationMark | None = None
    index = 0
    while index < len(marks):
        mark = marks[index]
        if opened is None:
            opened = mark if mark.opens else None
        elif _closes(mark, opened.sign):
            yield Quotation(Span(opened.start, mark.end), True)
            opened = None
        elif mark.opens:
            if inner_end := _inner_end(marks, index, opened.sign):
                index = inner_end
            elif mark.sign == opened.sign or opened.sign == "“":  # the closing mark is missing
                yield from _unclosed(text, opened, mark.start)
                opened = mark
        index += 1
    if opened is not None:
        yield from _unclosed(text, opened, span.end)


def _inner_end(marks: list[QuotationMark], at: int, sign: str) -> int:
    """Return the index of the mark that closes the nested quotation opened by `marks[at]`, or 0 if it is not nested.

    It is nested if the outer quotation, opened by `sign`, is closed after it before another opens.
    """
    inner_end, position = 0, at
    for _ in range(LONGEST_NEST):
        if position + 2 >= len(marks) or not _closes(marks[position + 1], marks[position].sign):
            return 0
        inner_end = inner_end or position + 1
        position += 2
        if _closes(marks[position], sign):
            return inner_end
        if not marks[position].opens:
            return 0
    return 0


def _unclosed(text: str, mark: QuotationMark, end: int) -> Iterator[Quotation]:
    """Yield the quotation that `mark` opened and nothing closed before `end`, unless it is too short."""
    if end - mark.start > SHORTEST_UNCLOSED:
        yield Quotation(Span(mark.start, end).stripped(text), False)


def _single_marks(text: str, span: Span) -> Iterator[QuotationMark]:
    for match in SINGLE.finditer(text, span.start, span.end):
        start, sign = match.start(), match[0]
        before = text[start - 1] if start > span.start else " "
        after = text[start + 1] if start + 1 < span.end else " "
        free = (before.isspace() or before in '([—–-"“') and not after.isspace()
        opens = free and (sign == "‘" or (sign == "'" and not ELIDED.match(text, start + 1)))
        closes = sign != "‘" and not before.isspace() and not after.isalnum()
        if opens or closes:
            yield QuotationMark(start, sign, opens, closes and not opens)


def _singles(text: str, span: Span) -> Iterator[Quotation]:
    """Yield quotations in single marks. An unclosed mark is an apostrophe; that of "the workers’ right" closes none.

    `surer[i]` is true if, at or after mark i, a mark closes after a comma or full stop before another opens.
    """
    marks = list(_single_marks(text, span))
    surer = [False] * (len(marks) + 1)
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        surer[index] = not mark.opens and (text[mark.start - 1] in ENDS or surer[index + 1])
    opened: QuotationMark | None = None
    for index, mark in enumerate(marks):
        if mark.opens:
            opened = opened if opened and surer[index + 1] else mark
        elif opened is not None and not (surer[index + 1] and text[mark.start - 1 : mark.end + 1] in POSSESSIVES):
            yield Quotation(Span(opened.start, mark.end), True)
            opened = None
