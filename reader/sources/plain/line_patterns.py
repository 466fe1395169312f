"""Patterns of lines of plain text: a title, a sub-heading, a byline, site furniture, prose.

Each function judges the words alone; `boilerplate` and `plain` know the position. The one idea: when in doubt a line is
body, since a paragraph drawn too plainly does no harm, and text mistaken for furniture is missed.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reader.text.span import Span
from reader.text.word_lists import read_sections

Paragraph = Sequence[Span]  # lines without a blank line between them, each without white space at its ends
WRAPPED = range(55, 86)  # width in characters of lines wrapped by hand or by an editor: most are set to 65-80

RAGGED, FULL = 6, 0.7
"""Columns that an author who breaks lines by hand leaves free, and the share of lines that are full to there."""

LOG_SIGNS = frozenset("0123456789[|+(-")
CELLS = r"^\W{0,2}\d[\d:./-]{4,}\D|^[\[|+]|\S(?:[^\S\n]{3,}|\t[^\S\n]*|[^\S\n]*[|│┃][^\S\n]*)\S"
"""A line of a log that begins with its time, or of a table with gaps or borders between its cells."""

TITLE_LENGTH = 150
"""Characters. Headlines end at about 120; a longer line without a full stop is a paragraph that lacks one."""

HEADING_LENGTH, HEADING_WORDS = 80, 12  # characters: a sub-heading fits on one line of a page
SMALL_WORD = 4  # characters of the longest words that are not capitalized in titles
SENTENCE_WORDS = 8  # words that, ending like a sentence, make prose

CLOSERS = "\\)\\]\"'”’»›“‘*_"
SENTENCE_END = re.compile(rf"[.!?…。！？؟।][{CLOSERS}]*(?:\[\d+\])*$")
"""A final mark, quotation marks after it, and perhaps the numbers of footnotes."""

UNFINISHED = re.compile(rf"(?:[.。;,:；，、：][{CLOSERS}]*|[-–—])$")  # endings that a title never has

INITIALS = r"\b(?:[A-Z]\.){2,}$"

BYLINE = r"(?i:by|words by|story by|von|par|por|di|door)\s+\w"

NUMBER = (
    r"(?:\d+|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?"
    r"|(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last))"
)

CHAPTER_WORD = (
    r"(?i:_?(chapter|part|book|section|act|scene|canto|appendix|volume|letter|stave|phase|adventure|chap\.|kapitel|teil|chapitre|partie"
    rf"|cap[ií]tulo)\s+{NUMBER}(?![^\W_]))(?:[.:_)\]\s–—-]+(?P<title>[^\W_].*)?|[\"'“‘(].*)?$"
)
"""A chapter's number, and perhaps its title."""

CHAPTER = (
    r"(?i:prologue|epilogue|introduction|preface|foreword|afterword|conclusion|contents)\.?$"
    r"|[IVXLCDM]+\.?$"
)
"""Headings of chapters that are not numbered, or are only a number."""

YEAR_DIGITS, DATE_SHARE = 4, 8  # a dateline names a year or an hour, and at least every eighth character is a digit

ITEM = re.compile(r"(?:[-*•‣◦▪]|(?P<number>\d{1,3}[.)]))[^\S\n]+(?=\S)")
QUOTED = re.compile(r">[>\s]*")
RULE = re.compile(r"[-*_=~#·•⁂❦\s]{3,}")
"""Markers of list items and quoted lines, and characters of a drawn rule; matched within one line."""

FURNITURE_WORDS = 8  # characters of a line of furniture: a button or a label

WORDS = read_sections("sources/lexicon/words")
LABELS = frozenset(WORDS["labels"])
FURNITURE = {
    word: rest for words, rest in (entry.split(" = ") for entry in WORDS["furniture"]) for word in words.split()
}
"""For the first words of other labels the pattern of what follows, with one space for any. Few are compiled."""


def ends_sentence(line: str) -> bool:
    return SENTENCE_END.search(line, max(0, len(line) - 16)) is not None


def looks_like_title(line: str) -> bool:
    """Return whether `line` is short, has a letter, and does not end like a sentence or an introduction."""
    return (
        len(line) <= TITLE_LENGTH
        and any(map(str.isalpha, line))
        and (UNFINISHED.search(line) is None or re.search(INITIALS, line) is not None)
    )


def looks_like_heading(line: str) -> bool:
    """Return whether `line` is short, begins like a sentence and does not end like one, or is a chapter's."""
    return (
        len(line) <= HEADING_LENGTH
        and (not ends_sentence(line) or is_chapter(line))  # most paragraphs do, so this is tested first
        and len(line.split()) <= HEADING_WORDS
        and (line[:1].isupper() or line[:1].isdigit() or is_chapter(line))
        and (looks_like_title(line) or re.match(CHAPTER, line) is not None)
        and not is_byline(line)
    )


def is_chapter(line: str) -> bool:
    """Return whether `line` is `Prologue`, `XIV` or all capitals, without a full stop: a heading anywhere."""
    return bool(re.match(CHAPTER, line)) or (line.isupper() and line[-1] != "." and any(map(str.isalpha, line)))


def chapter_word(line: str) -> str:
    """Return the word for a chapter with which `line` numbers one, in lower case; "" if it does not."""
    found = re.match(CHAPTER_WORD, line)
    if found is None or (found["title"] and found["title"][0].islower()):
        return ""
    return found[1].lower()


def begins_chapter(line: str) -> bool:
    """Return whether `line` names a chapter: `Chapter 3`, `XIV`, `Prologue`."""
    return re.match(CHAPTER, line) is not None or chapter_word(line) != ""


def has_title_case(line: str) -> bool:
    """Return whether all long words of this short line begin with a capital, as in titles."""
    words = line.split()
    return (
        len(line) <= HEADING_LENGTH
        and len(words) <= HEADING_WORDS
        and line[0].isupper()
        and all(not word[0].islower() for word in words if len(word) > SMALL_WORD)
    )


def is_byline(line: str) -> bool:
    digits = sum(map(str.isdigit, line))
    return re.match(BYLINE, line) is not None or (digits >= YEAR_DIGITS and digits * DATE_SHARE > len(line))


def is_furniture(line: str) -> bool:
    """Return whether `line` is a label or button of the site."""
    words = line.split()
    if len(words) > FURNITURE_WORDS or (ends_sentence(line) and not line.endswith("?")):
        return False
    label = " ".join(words).casefold().partition(":")[0].rstrip()
    if line.startswith("©") or label in LABELS:
        return True
    first, _, rest = label.partition(" ")
    pattern = FURNITURE.get("#" if first.isdecimal() else first)
    return pattern is not None and re.fullmatch(pattern, rest) is not None


def is_running_text(text: str, lines: Paragraph) -> bool:
    """Return whether lines were broken where they are full; those of tables, logs and lists end anywhere.

    A line is full if the next word would not have fitted on it.
    """
    width = max(map(len, lines)) - RAGGED
    full = 0
    for line, below in pairwise(lines):
        space = text.find(" ", below.start, below.end)
        full += len(line) + 1 + (space if space > 0 else below.end) - below.start > width
    if full < FULL * (len(lines) - 1):
        return False
    return 2 * sum(_has_cells(line.of(text)) for line in lines) <= len(lines)


def _has_cells(row: str) -> bool:
    """Return whether a line is one of a log or table; hardly any has one of these signs."""
    likely = row[0] in LOG_SIGNS or "   " in row or any(sign in row for sign in "\t|│┃")
    return likely and re.search(CELLS, row) is not None


def is_prose(text: str, lines: Paragraph) -> bool:
    """Return whether the paragraph is a sentence of some length."""
    return _is_sentence(text, lines[0].start, lines[-1])


def has_prose(text: str, paragraphs: Iterable[Paragraph]) -> bool:
    """Return whether any paragraph has a line that ends a sentence of some length."""
    return any(_is_sentence(text, lines[0].start, line) for lines in paragraphs for line in lines)


def _is_sentence(text: str, start: int, last: Span) -> bool:
    if not ends_sentence(last.of(text)):
        return False
    return len(text[start : last.end].split(maxsplit=SENTENCE_WORDS)) >= SENTENCE_WORDS
