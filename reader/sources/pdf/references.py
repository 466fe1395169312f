"""The entries of reference lists.

A list begins below its heading, or at the last `[1]` of a paper without one, and ends at the next heading. How it sets
entries apart is found from the whole list: numbers that count, labels in brackets, a hanging indent (or an indented
first line), or a wider gap. Pitfall: a list runs over columns and pages, each with its own left edge, and a column may
begin in the middle of an entry.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from reader.sources.pdf.lines import PdfLine
from reader.sources.plain.line_patterns import ends_sentence
from reader.text.word_lists import read_patterns

PATTERNS = read_patterns("sources/lexicon/papers")
NO_ENTRY, ASIDE, DATED = PATTERNS["no entry"], PATTERNS["aside"], PATTERNS["dated"]
HEADING = re.compile(
    rf"(?:(?:\d{{1,2}}|[IVX]{{1,4}}|[A-H])\.?\s+)?{PATTERNS['references'].pattern}\s*[.:]?", re.IGNORECASE
)
SPACED_OUT = re.compile(r"(?<=\b\w) (?=\w\b)")  # the spaces of letters that are set apart: R E F E R E N C E S
CAPTION = re.compile(
    rf"{PATTERNS['caption'].pattern}\s*(?:[A-Z]?\d+|[IVX]+)[a-z]?\s*(?:[.:|–—)]|$|\s[^\W\d_a-z])", re.IGNORECASE
)

NUMBER = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})\s?[.)](?!\d)|(\d{1,3})(?=\s+[^\W\d_a-z]))")
DATED_LABEL = re.compile(r"\[[^\]\s\d][^\]\s]{0,9}\d\d[a-z]?\]\s")  # of names and a year: [BHW99]
LABEL = re.compile(r"\[(?:[^\]\s\d][^\]]{1,18}\]|[^\]\s\d]\w{1,6})\s")

FIRST, UNHEADED = re.compile(r"(?:\[1\]|1\.)\s"), 5
"""The first entry of a list without a heading, and how many it must have."""

FEWEST, SHARE = 3, 0.12  # entries that show how a list sets them apart, and their share of its lines: few take eight
SKIPPED, REACH = 3, 40  # how many numbers may be missing between two entries, and within how many lines the next one is
BASE, HANGING = 0.4, 8.0  # heights of a letter to which a line is at the edge of its column, and is indented
WHOLE = 6  # lines of a column whose own edge is known; in the end of a list, none may begin an entry
MOST_CELLS = 3  # cells of a line in a list; more are a table
LONGEST_HEADING = 80  # characters of a heading that ends a list
MOST_LINES = 12  # lines after which the last entry does not go on in the next column
GAP, WIDE_GAP = 1.2, 3.0  # a wider gap, as a multiple of the usual distance of two lines; and one that ends a list
ASIDE_GAP = 1.4  # heights of a letter from the baseline above such lines
LETTERS = 0.8  # share of letters in a heading; bold numbers of volumes stand in entries
OTHER_SIZE = 0.12  # share by which the letters of headings and captions between entries differ

AUTHOR = re.compile(
    r"[^\W\d_a-z][\w’'´`-]+,?\s+(?:[^\W\d_a-z][\w’'-]*,?\s+)?(?:[^\W\d_a-z]\.|[^\W\d_a-z]{1,3},|\(|and\b|et al)"
    r"|(?:[^\W\d_a-z]\.[ -]?){1,3}\s*[^\W\d_a-z][\w’'-]+|[—–-]{2,}|_{3,}"
)
"""How an entry begins that has no number."""

WORD = re.compile(r"[^\W\d_]{3}|[^\W\d_a-z]")
BEGINS = re.compile(rf"{NUMBER.pattern}|{LABEL.pattern}|{AUTHOR.pattern}")
"""How an entry begins after a figure or a table."""

SURNAME = re.compile(r"[^\W\d_a-z][\w’'´`-]+, [^\W\d_a-z]")  # of an entry in small capitals, which seem bold

DATED_SHARE = 0.4  # share of the entries of a list that tell a year, or an address
YEAR = re.compile(r"(?<![\d–-])(?:19[5-9]|20[0-4])\d(?![\d–-])")  # of a work, not of its pages or its number
Column = list[PdfLine]


def find_entries(regions: Sequence[Sequence[PdfLine]]) -> dict[int, bool]:
    """Return the lines of reference lists as ids, each with whether it begins an entry; `regions` in reading order."""
    found: dict[int, bool] = {}
    for columns in [*_sections(regions)] or _unheaded(regions):
        entries = list(_entries(columns))
        dates = [DATED.search(" ".join(line.text for line in entry)) is not None for entry in entries]
        if not _is_numbered(columns) and any(dates):  # what is around a list has no dates
            entries = entries[dates.index(True) : len(dates) - dates[::-1].index(True)]
        if len(entries) > 2 and sum(dates) >= DATED_SHARE * len(entries):
            found.update((id(line), line is entry[0]) for entry in entries for line in entry)
    return found


def _sections(regions: Iterable[Sequence[PdfLine]]) -> Iterator[list[Column]]:
    """Yield what stands below each heading of references, a list of lines for each region."""
    current: list[Column] | None = None
    for region in _without_figures(regions):
        column: Column = []
        if current and not region:
            yield current
        current = current if region else None
        for line, apart in region:
            if _is_heading(line):
                if current:
                    yield current
                column = []
                current = [column]
            elif current is not None and (_is_other(line) or (_ends(line, current) and not _is_numbered(current))):
                yield current
                current = None
            elif current is not None and apart and ASIDE.match(line.text):
                break
            elif current is not None and not _ends(line, current):
                if not column and (not current or current[-1] is not column):
                    current.append(column)
                column.append(line)
    if current:
        yield current


def _without_figures(regions: Iterable[Sequence[PdfLine]]) -> Iterator[list[tuple[PdfLine, bool]]]:
    """Yield the lines of regions, and whether a gap is above, without tables, labels, and what follows a caption.

    The next line below a gap that begins as an entry does is text again. A page of figures alone is an empty region.
    """
    in_caption = in_label = False
    page, has_text = -1, True
    for region in regions:
        if region[0].page != page:
            if not has_text:
                yield []
            page, has_text = region[0].page, False
        kept: list[tuple[PdfLine, bool]] = []
        usual = _usual_pitch([[*region]])
        for above, line in zip([None, *region], region, strict=False):
            apart = above is None or above.bottom - line.bottom > max(ASIDE_GAP * line.size, GAP * usual)
            if _is_heading(line) or (apart and not line.cells and BEGINS.match(line.text)):
                in_caption = False
            elif apart and CAPTION.match(line.text):
                in_caption = True
            many = len(line.cells) > MOST_CELLS and not BEGINS.match(line.text)
            row = many and (apart or above is None or len(above.cells) > MOST_CELLS)
            in_label = (apart or in_label) and not WORD.search(line.text) and line.text.rstrip()[-1:] != "."
            if not (in_caption or row or in_label):
                kept.append((line, apart))
        has_text = has_text or bool(kept)
        if kept:
            yield kept


def _unheaded(regions: Sequence[Sequence[PdfLine]]) -> Iterator[list[Column]]:
    """Yield the list at the end of a paper that has no heading for it, from its last `[1]` or `1.`"""
    lines = [(at, place, line) for at, region in enumerate(regions) for place, line in enumerate(region)]
    for at, place, line in reversed(lines):
        columns = [list(regions[at][place:]), *map(list, regions[at + 1 :])] if FIRST.match(line.text) else []
        if len(_numbered(columns)) >= UNHEADED:
            yield columns
            return


def _is_heading(line: PdfLine) -> bool:
    return len(line.text) < 60 and HEADING.fullmatch(SPACED_OUT.sub("", line.text.strip())) is not None


def _is_other(line: PdfLine) -> bool:
    """Return whether a line is the heading of what follows a list."""
    heading = line.text.lstrip("0123456789. ")
    return len(line.text) <= LONGEST_HEADING and NO_ENTRY.match(heading) is not None and heading.rstrip()[-1:] != ","


def _ends(line: PdfLine, columns: Sequence[Column]) -> bool:
    first = next((line for column in columns for line in column), None)
    if first is None or len(line.text) > LONGEST_HEADING or not any(map(str.isalpha, line.text)):
        return False
    if NUMBER.match(line.text) and _is_numbered(columns):
        return False
    larger = (line.em or line.size) > (1 + OTHER_SIZE) * (first.em or first.size)
    letters = sum(map(str.isalpha, line.text)) >= LETTERS * len(line.text.replace(" ", ""))
    begins, ends = line.text[:1], line.text.rstrip()[-1:]
    loud = larger or (line.bold and not first.bold and not SURNAME.match(line.text))
    return loud and letters and not begins.islower() and ends not in ".,;:-\ufffe"


def _is_numbered(columns: Sequence[Column]) -> bool:
    """Return whether a list has numbers, so that its entries are known whatever stands between them."""
    return any(NUMBER.match(column[0].text) for column in columns[:1] if column)


def _entries(columns: Sequence[Column]) -> Iterator[list[PdfLine]]:
    """Yield the lines of each entry; what stands before the first, and below a wide gap after the last, is none."""
    begins = next(filter(None, (find(columns) for find in (_numbered, _indented, _apart, _named))), set())
    entry: list[PdfLine] = []
    left = len(begins)
    usual = _usual_pitch(columns)
    for column in columns:
        if not left and entry and (len(entry) > MOST_LINES or ends_sentence(entry[-1].text.rstrip())):
            break
        for above, line in zip([None, *column], column, strict=False):
            if id(line) in begins:
                if entry:
                    yield entry
                entry = [line]
                left -= 1
            elif above is not None and entry and above.bottom - line.bottom > WIDE_GAP * usual:
                yield entry
                entry = []
            elif entry:
                entry.append(line)
    if entry:
        yield entry


def _numbered(columns: Sequence[Column]) -> set[int]:
    """Return the lines whose numbers count from that of the first, in its form."""
    lines = [line for column in columns for line in column]
    found = [(at, match) for at, line in enumerate(lines) if (match := NUMBER.match(line.text))]
    numbers = [
        (at, int(match[match.lastindex or 0])) for at, match in found if match.lastindex == found[0][1].lastindex
    ]
    chain = numbers[:1]
    for at, number in numbers:
        last_at, last = chain[-1]
        near = [other for place, other in numbers if last_at < place <= last_at + REACH]
        if at <= last_at + REACH and (number == last + 1 or (last < number <= last + SKIPPED and last + 1 not in near)):
            chain.append((at, number))
    return _if_many([lines[at] for at, _ in chain], lines[: chain[-1][0] if chain else 0])


def _indented(columns: Sequence[Column]) -> set[int]:
    """Return the lines at the edge of their columns, or those indented: those which more often follow a full stop."""
    columns = [column for column in columns if column]
    lefts = [(len(column), min(line.left for line in column)) for column in columns]
    at_edge: list[tuple[PdfLine | None, PdfLine]] = []
    indented: list[tuple[PdfLine | None, PdfLine]] = []
    lines = [line for column in columns for line in column]
    pairs = zip([None, *lines], lines, strict=False)
    aways = Counter(round(line.left - min(each.left for each in column)) for column in columns for line in column)
    usual = max((away for away in aways if away > 1), key=aways.__getitem__, default=0)
    for column in columns:
        own = min(line.left for line in column)
        whole = [left for length, left in lefts if length >= WHOLE and abs(left - own) <= HANGING * column[0].size]
        known = len(column) >= WHOLE or any(line.left >= own + usual / 2 for line in column if usual)
        base = own if known else min(whole, default=own)
        for above, line in islice(pairs, len(column)):
            away = line.left - base
            if away <= HANGING * line.size:
                (at_edge if away <= max(BASE * line.size, usual / 2) else indented).append((above, line))
    if min(len(at_edge), len(indented)) < max(FEWEST, SHARE * len(lines)):
        return set()
    return _if_many([line for _, line in max(at_edge, indented, key=_likeness)], lines)


def _likeness(pairs: Sequence[tuple[PdfLine | None, PdfLine]]) -> float:
    """Return how much lines look like those that begin entries: they follow a full stop, and name an author."""
    stops = sum(above is None or ends_sentence(above.text.rstrip()) for above, _ in pairs)
    return (stops + sum(AUTHOR.match(line.text) is not None for _, line in pairs)) / len(pairs)


def _apart(columns: Sequence[Column]) -> set[int]:
    """Return the lines below wider gaps; the first of a column if an author begins it."""
    usual = _usual_pitch(columns)
    lines = [line for column in columns for line in column]
    starts = [
        line
        for column in columns
        for above, line in zip([None, *column], column, strict=False)
        if (AUTHOR.match(line.text) if above is None else above.bottom - line.bottom > GAP * usual)
    ]
    return _if_many(starts, lines) if len(starts) >= FEWEST + len(columns) else set()


def _named(columns: Sequence[Column]) -> set[int]:
    """Return the lines that follow a full stop and begin with a name or a label."""
    lines = [line for column in columns for line in column]
    pairs = zip([None, *lines], lines, strict=False)
    labelled = [line for line in lines if DATED_LABEL.match(line.text)]  # pages that cite an entry may stand after it
    named = [b for a, b in pairs if BEGINS.match(b.text) and (a is None or ends_sentence(a.text.rstrip()))]
    return _if_many(labelled if len(labelled) >= FEWEST else named, lines)


def _if_many(starts: Sequence[PdfLine], lines: Sequence[PdfLine]) -> set[int]:
    return set(map(id, starts)) if len(starts) >= max(FEWEST, SHARE * len(lines)) else set()


def _usual_pitch(columns: Sequence[Column]) -> float:
    """Return the most usual distance of a line from the next."""
    pitches = Counter(
        round((above.bottom - line.bottom) * 2) / 2 for column in columns for above, line in pairwise(column)
    )
    return max((pitch for pitch in pitches if pitch > 0), key=pitches.__getitem__, default=1.0)
