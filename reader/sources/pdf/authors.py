"""The authors of a paper and their places of work, from the lines between its title and its text.

A line is split where names are set apart: at gaps, signs of footnotes, commas and “and”. It is one of authors if most
of its parts are names, or the first is one and all others are of its place of work; all are in the type of the first.
Pitfall: places of work and cities look like names, so a part with a word of an institution is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from reader.sources.pdf.lines import PdfLine
from reader.text.format import fold_line
from reader.text.word_lists import read_patterns, read_sections

SAME_TYPE = 0.6  # points by which the letters of lines in one type differ

PATTERNS = read_patterns("sources/lexicon/papers")
TEXT_BEGINS, INSTITUTION = PATTERNS["text begins"], PATTERNS["institution"]

MARKS = re.compile(
    r"\[[\d*∗⁎†‡§,\sa-k]*\]|[\d*∗⁎†‡§¶#+$^∥‖⋆★⊥☆✉°¹²³⁴-⁹⁰ªᵃ-ᶻ♠-♯\ufffd\x01-\x08]+"
    r"|\((?:\d|[a-z])(?:,\s*\w)*\)|(?<=[a-z])\s[a-d](?:,[a-d])*(?=\s*(?:,|$|;))"
)
"""The signs that lead from a name to a footnote or a place of work."""

END_MARK = re.compile(r"(?:\s*(?:\[[\d*†‡§]{1,3}\]|[*∗⁎†‡§¶⋆★☆✩]))+$")  # the sign of a footnote after a title
BESIDE = PATTERNS["beside names"]
BETWEEN = re.compile(r"\s*(?:[,;&•·|\n]|\s{3,}|\b(?:and|AND|And|und|et(?! al)|y|e|i)\b|(?<=\S)\s[–Æ](?:\s|$))\s*")
"""What stands between two names; `Æ` is a dot of a font that does not say so."""

SPACELESS = re.compile(r"\.(?=[^\W\d_])")
BY = re.compile(r"^\s*(?:by|von|par|por|authors?:?|author\(s\):|edited by|presented by)\s+", re.IGNORECASE)
ACCENT = re.compile(
    r"\s?[´`¨ˆ˜ˇ˚˘¸](?:\s?(?=[a-z])|(?<=[A-Z].)\s(?=[A-Z]{2}))?"
)  # an accent that is drawn apart from its letter
STRAY = re.compile(r"^[a-z]\s+|(?<=[a-z])\s[a-z]$")  # a sign of a footnote that is read as a letter
NAME_WORD = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w’'`´¨ˆ˜ˇ˚-]*\.?(?:-[A-Z]\.)?|(?:[^\W\d_]\.-?){1,3}")
PARTICLES = frozenset((*read_sections("sources/lexicon/words")["particles"], "af", "av"))
MOST_WORDS = 5  # words of a name
ENDS_IN_INITIAL = re.compile(r"\b[^\W\d_a-z]\.\s*$")  # a line whose last name goes on below

COLOUR = re.compile(r"^(?:black|blue|red|gray|white)(?=[^\W\d_a-z])")  # what LaTeX writes into the data of a file

LETTER_MARKED = re.compile(r"([a-h])[^\W\d_a-z]")
"""A place of work after the raised letter of its authors, which nothing tells from others."""


def read_byline(
    below: Sequence[PdfLine], title: Sequence[PdfLine]
) -> tuple[tuple[str, ...], list[PdfLine], list[PdfLine]]:
    """Return the names below a title, their lines, and those of the places of work."""
    names: list[str] = []
    found: list[PdfLine] = []
    places: list[PdfLine] = []
    rest = ""
    marks = "".join({mark[1] for line in below if (mark := LETTER_MARKED.match(line.text))})
    for line in below:
        row = [each for each in below if abs(each.bottom - line.bottom) < line.size / 2]
        if _extent(row)[1] <= _extent(title)[0] or _extent(row)[0] >= _extent(title)[1]:
            continue  # beside the title and its authors
        here, half = read_names(line, rest, marks) if not found or _same_type(line, found[0]) else ([], "")
        if names and not any(map(_has_acronym, names)):
            here = [name for name in here if not _has_acronym(name)]
        if here:
            names = [*(names[:-1] if names[-1:] == [rest] else names), *here]
            found.append(line)
        elif INSTITUTION.search(line.text) and not PATTERNS["no place"].search(line.text):
            places.append(line)
        rest = half if here else ""
    return tuple(dict.fromkeys(map(tidy, names))), found, places


def _extent(lines: Sequence[PdfLine]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)


def above_text(below: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """Yield the lines below a title that come before the text."""
    for line, after in zip(below, [*below[1:], None], strict=False):
        if TEXT_BEGINS.match(line.text) or (_is_prose(line) and (after is None or _is_prose(after))):
            return
        yield line


def declared_names(entered: str) -> list[str]:
    """Return the names that a file gives as its authors; none if anything else is among them."""
    parts = [COLOUR.sub("", part.strip()) for part in BETWEEN.split(entered) if part.strip()]
    return [tidy(part) for part in parts] if all(map(is_name, parts)) else []


def read_names(line: PdfLine, rest: str = "", marks: str = "") -> tuple[list[str], str]:
    """Return the names on a line of authors, and what may be the first half of one that goes on below.

    `rest` is such a half of the line above, `marks` letters that lead from names to places of work.
    """
    if ";" in line.text and INSTITUTION.search(line.text):  # Ann Lee, University of Leith; Bo Chen, …
        return [name for part in line.text.split(";") for name in islice(_parts(part), 1) if is_name(name)], ""
    parts = [part for cell in line.cells or (line.text,) for part in _parts(cell)]
    if parts and rest:
        parts[0] = f"{rest} {parts[0]}"
    if marks and sum(part[-1] in marks for part in parts) > len(parts) / 2:
        parts = [part[:-1] if part[-1] in marks else part for part in parts]
    said = [name for part in parts for name in _pairs(SPACELESS.sub(". ", part))]
    full = [name for name in said if is_name(name)]
    others = [part for part in said[1:] if not (INSTITUTION.search(part) or (part.isupper() and len(part) < 4))]
    if full and said[0] == full[0] and not others:
        return full[:1], ""
    single = [name for name in said[:-1] if name not in full and len(full) > 1 and _is_single(name)]
    half = said[-1] if full and said[-1] not in full and _is_single(said[-1]) else ""
    if len(full) <= 2 * (len(said) - len(full) - len(single) - bool(half)):
        return [], ""
    half = said[-1] if ENDS_IN_INITIAL.search(line.text) else half
    return [name for name in said if name in full or name in single], half


def _parts(cell: str) -> Iterator[str]:
    """Yield what stands between commas, signs and gaps, without degrees and addresses."""
    for part in BETWEEN.split(
        MARKS.sub(", ", BESIDE.sub("", BY.sub("", ACCENT.sub("", cell.replace("\u2011", "-")), count=1)))
    ):
        if sum(map(str.isalpha, part)) > 1:
            yield STRAY.sub("", part.strip(" ()"))


def _is_single(name: str) -> bool:
    return len(name) > 2 and NAME_WORD.fullmatch(name) is not None and not INSTITUTION.search(name)


def _pairs(part: str) -> Iterator[str]:
    """Yield the names of a line that nothing but a space sets apart: of two words, or of three with an initial."""
    words = part.split()
    if len(words) <= 4 or not PARTICLES.isdisjoint(words):
        yield part
        return
    names: list[list[str]] = []
    while words:
        size = 3 if len(words) > 2 and len(words[1].rstrip(".")) == 1 else 2
        names.append(words[:size])
        words = words[size:]
    apart = set(map(len, names)) in ({2}, {2, 3})
    yield from map(" ".join, names) if apart else [part]


def is_name(part: str) -> bool:
    """Return whether words may be the name of a person."""
    words = part.split()
    if not 1 < len(words) <= MOST_WORDS or INSTITUTION.search(part):
        return False
    named = [word for word in words if word not in PARTICLES]
    return len(named) > 1 and all(NAME_WORD.fullmatch(word) for word in named) and len(named[-1]) > 1


def _has_acronym(name: str) -> bool:
    """Return whether a word is in capitals beside others that are not: Yale SOM."""
    words = [word for word in name.split() if len(word.rstrip(".")) > 1 and "." not in word[:-1]]
    return any(map(str.isupper, words)) and not all(map(str.isupper, words))


def tidy(name: str) -> str:
    """Return a name without signs and degrees, with small letters after the first of each word."""
    name = " ".join(MARKS.sub(" ", BESIDE.sub("", name)).split()).strip(" .,;")
    shortest = 1 if name.isupper() and "." not in name else 2  # two capitals may be initials
    return " ".join(
        word.title() if word.isupper() and sum(map(str.isalpha, word)) > shortest and "." not in word else word
        for word in name.split()
        if word not in ("{et", "al.}", "et", "al", "al.")
    )


def last_names(names: Iterable[str]) -> set[str]:
    """Return the last names, folded, without the letters that stand for some."""
    return {last for name in names if len(last := fold_line(name.split()[-1])) > 1}


def line_type(line: PdfLine) -> float:
    return line.em if 0 < line.em < 4 * line.size else line.size


def _same_type(line: PdfLine, first: PdfLine) -> bool:
    bold = line.bold == first.bold or END_MARK.search(line.text) is not None
    return bold and abs(line_type(line) - line_type(first)) <= SAME_TYPE


def _is_prose(line: PdfLine) -> bool:
    words = re.findall(r"[^\W\d_]+", line.text)
    small = sum(word.islower() and word not in PARTICLES and len(word) > 1 for word in words)
    return len(words) >= 6 and 2 * small > len(words) and not INSTITUTION.search(line.text)
