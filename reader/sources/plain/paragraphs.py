"""The paragraphs of plain text: lines between blank lines, and lines from one indented first line to the next.

Hearings, debates and old books indent the first line of a paragraph and have no blank line between two. Pitfall: lines
of lists, verse and options are indented, too; so the indentation of first lines is one at which a text's sentences
begin, and hardly ever go on.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.sources.plain.line_patterns import CLOSERS, WRAPPED, Paragraph
from reader.text.span import Span, split_runs

LINE = re.compile(r"\S(?:[^\n]*\S)?")

WRAP_SAMPLE = 4000  # lines that decide whether a file is hard-wrapped, and how its paragraphs begin: a hundred pages

CAPITALS = 0.6
"""Share of lines within paragraphs that begin with a capital, above which it is verse or a list; prose continues in
mid-sentence (in German, with its capitalized nouns, four in ten lines begin so)."""

FIRST_LINES = range(2, 9)  # columns by which a first line is indented: debates 2, hearings 4, typescripts 5 to 8

FEWEST_FIRST, CLEAR = 3, 4
"""Lines that must begin a sentence at the indentation of first lines, and how many for each that continues one."""

FEWEST_ON, ON, FULL = 4, 0.25, 40
"""Number and share of lines that go on in mid-sentence below a blank line, from which a text is double-spaced, and the
characters of the line above: courts have 25 narrow lines on a page."""

STOP = re.compile(rf"[.!?:;…—_]-?[{CLOSERS}]*$|--$")
"""Where a paragraph ends: as a sentence does, or as an interrupted one, or before what it announces."""

BEGIN = re.compile(r"[^\w\s]*[A-Z0-9À-Þ]")


def split_paragraphs(text: str, diffs: Sequence[Span] = ()) -> Iterator[list[Span]]:
    """Yield the lines between blank lines, each without the white space at its ends; not those of `diffs`."""
    starts, ends = [0, *(diff.end for diff in diffs)], [*(diff.start for diff in diffs), len(text)]
    for end, stop in zip(starts, ends, strict=True):
        lines = (Span(*found.span()) for found in LINE.finditer(text, end, stop))
        yield from split_runs(lines, lambda above, line: text.count("\n", above.end, line.start) > 1)


def join_double_spaced(text: str, paragraphs: list[list[Span]]) -> list[list[Span]]:
    """Return the paragraphs of a text with a blank line below each line, as courts write; of another, as they are.

    One begins below two blank lines, where a line is indented deeper, and where a sentence begins.
    """
    pairs = [(above[-1], below[0]) for above, below in pairwise(paragraphs) if len(above) == 1]
    on = [indentation(text, line) for above, line in pairs if text[line.start].islower() and len(above) >= FULL]
    if len(on) < max(FEWEST_ON, ON * len(pairs)):
        return paragraphs
    margin = Counter(on).most_common(1)[0][0]
    joined = paragraphs[:1]
    for (above, lines), line in zip(pairwise(paragraphs), (below[0] for below in paragraphs[1:]), strict=True):
        apart = text.count("\n", above[-1].end, line.start) > 2 or _begins(text, above[-1], line)
        if apart or indentation(text, line) > margin:
            joined.append(lines)
        else:
            joined[-1] += lines
    return joined


def is_wrapped(text: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether the text is hard-wrapped, so that most newlines mean nothing.

    Only lines followed by another in the same paragraph count: most are 55-85 wide, and the sentence continues. What
    follows as a first line with its indentation is another paragraph.
    """
    pairs: list[tuple[Span, Span]] = []
    for lines in paragraphs:
        pairs.extend((line, below) for line, below in pairwise(lines) if not _is_first(text, line, below))
        if len(pairs) > WRAP_SAMPLE:
            break
    wide = sum(len(line) in WRAPPED for line, _ in pairs)
    capitals = sum(text[below.start].isupper() for _, below in pairs)
    several = len(pairs) > 1  # a single pair may be a headline over a line
    return several and wide > len(pairs) / 2 and capitals < len(pairs) * CAPITALS


def indentation(text: str, line: Span) -> int:
    return line.start - text.rfind("\n", 0, line.start) - 1


def first_line_indent(text: str, paragraphs: Sequence[Paragraph]) -> int:
    """Return the columns by which the first lines of a wrapped text's paragraphs are indented; 0 if they are not."""
    begin, go_on = Counter[int](), Counter[int]()
    seen = 0
    for lines in paragraphs:
        if (seen := seen + len(lines)) > WRAP_SAMPLE:
            break
        columns = [indentation(text, line) for line in lines]
        margin = min(columns)
        for (above, line), column in zip(pairwise(lines), columns[1:], strict=True):
            if column - margin in FIRST_LINES:
                (begin if _begins(text, above, line) else go_on)[column] += 1
    clear = [column for column, count in begin.items() if count >= max(FEWEST_FIRST, CLEAR * go_on[column])]
    return max(clear, key=begin.__getitem__, default=0)


def split_at_indents(text: str, paragraphs: Sequence[Paragraph], indent: int) -> Iterator[Paragraph]:
    """Yield the paragraphs, divided where a line with the indentation of first lines begins a sentence."""
    for lines in paragraphs:
        runs = split_runs(lines, lambda above, line: indentation(text, line) == indent and _begins(text, above, line))
        inset = len(runs) < len(lines) and all(indentation(text, line) == indent for line in lines)
        yield from [lines] if inset else runs  # of a quotation, all lines stand there


def _is_first(text: str, above: Span, line: Span) -> bool:
    """Return whether a line is indented as a first line may be, and begins a sentence."""
    return text[line.start - 1] == " " and indentation(text, line) in FIRST_LINES and _begins(text, above, line)


def _begins(text: str, above: Span, line: Span) -> bool:
    ends = STOP.search(text, max(above.start, above.end - 8), above.end) is not None
    return ends and BEGIN.match(text, line.start, line.end) is not None
