"""Break the text of a block into lines, without Textual.

Lines break at spaces, and between wide characters anywhere but before punctuation. Pitfall: a cluster of characters
such as 👩‍🚀 is never split, and few texts have any, so only characters that do not fill one cell are looked at.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from reader.document.article import Block
from reader.text.width import NARROW, Cluster, cells_of, end_of_cells, odd_clusters

BREAK_SPACES = " \t\u200b"  # white space that is not shown at a line break
CONTINUATION = "↪ "  # drawn in the indent of a line of code that continues the one above

DIFF, COMBINED = "diff", re.compile("@@@+")
"""The language of diffs, and how the hunk of one with several parents begins; it has a column of signs for each."""

SIGNS = "+-<>!| "

NO_BREAK_BEFORE = frozenset("、。，．」』）】〉》！？：；’”)]}!?,.:;")
"""Punctuation that must not begin a line in scripts without spaces."""


def clip_prefix(prefix: str, width: int) -> str:
    """Return `prefix`, cut where deep nesting would leave less than half of the line to the text."""
    return prefix[: width // 2]


def text_width(prefix: str, width: int) -> int:
    """Return the cells left for text beside what is drawn before it."""
    return max(1, width - cells_of(clip_prefix(prefix, width)))


def continuation(text: str, block: Block, start: int, width: int) -> str:
    """Return what is drawn before a further row of a line of code: in a diff its sign and indentation, too."""
    above = text.rfind("\n", block.span.start, start) + 1 or block.span.start
    return clip_prefix(_code_hang(text, block, text[above:start]), width)


def _code_hang(text: str, block: Block, line: str) -> str:
    if block.language != DIFF:
        return block.hang[: -len(CONTINUATION)] + CONTINUATION if block.hang.endswith("  ") else block.hang
    columns = COMBINED.match(text, block.span.start)
    signs = line[: len(columns[0]) - 1 if columns else 1]
    if signs.strip(SIGNS) or line.startswith(("---", "+++")):
        signs = ""
    indentation = len(line) - len(line[len(signs) :].lstrip(" ")) - len(signs)
    return f"{block.hang}{signs}{' ' * (indentation - len(CONTINUATION))}{CONTINUATION}"


def wrap_block(text: str, block: Block, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of `block` as (start, end) in `text`, each at most `width` cells wide with its prefix."""
    start, stop, room = block.span.start, block.span.end, text_width(block.hang, width)
    first = text_width(block.prefix, width)
    wrap = wrap_narrow if NARROW.fullmatch(text, start, stop) else wrap_clusters
    if block.reflow:
        yield from wrap(text[start:stop].replace("\n", " "), start, room, first)
        return
    for piece in text[start:stop].split("\n"):
        further = room
        if block.language == DIFF and len(piece) > first // 2:
            further = text_width(_code_hang(text, block, piece), width)
        yield from wrap(piece, start, further, first)
        first = room
        start += len(piece) + 1


def clip_row(text: str, block: Block, width: int) -> tuple[int, int]:
    """Return the part of a block that one row shows; what does not fit stands behind an ellipsis."""
    start, stop, room = block.span.start, block.span.end, text_width(block.hang, width)
    words = text[start:stop]
    return start, stop if cells_of(words) <= room else start + len(words[: end_of_cells(words, room - 1)].rstrip())


def wrap_words(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap one line of text that begins at `base`."""
    return (wrap_narrow if NARROW.fullmatch(words) else wrap_clusters)(words, base, room)


def wrap_narrow(words: str, base: int, room: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Wrap text whose characters are all one cell wide; the first line may have another width."""
    at, stop = 0, len(words)
    here = first or room
    while stop - at > here:
        cut = words.rfind(" ", at, at + here + 1)
        if cut <= at or not words[at:cut].strip():
            cut = words.rfind("—", at, at + here) + 1
            if cut <= at:
                cut = at + here
        here = room
        yield base + at, base + at + len(words[at:cut].rstrip(" "))
        at = cut
        while at < stop and words[at] == " ":
            at += 1
        if at == stop:
            return
    yield base + at, base + len(words.rstrip(" ")) if words[at:].strip(" ") else base + at


def wrap_clusters(words: str, base: int, room: int, first: int = 0) -> Iterator[tuple[int, int]]:
    """Wrap text with wide, combining or joined characters; between wide ones a line may break anywhere."""
    odd = [*odd_clusters(words), (len(words), len(words), 0)]
    line = 0
    while (cut := find_break(words, odd, line, room if line else first or room)) < len(words):
        yield base + line, base + line + len(words[line:cut].rstrip(BREAK_SPACES))
        line = cut
    yield base + line, base + max(line, line + len(words[line:].rstrip(BREAK_SPACES)))


def find_break(words: str, odd: list[Cluster], line: int, room: int) -> int:
    """Return where the line at `line` breaks, or the end of `words`; only clusters of odd widths are visited."""
    index = bisect_left(odd, (line,))
    at, used, cut = line, 0, line
    while True:
        start, end, cells = odd[index]
        if used + start - at > room:
            over = max(at, at + room - used)
            break
        if start == len(words):
            return start
        space = not words[start:end].strip(BREAK_SPACES)
        used += start - at + cells
        if used > room and not space and start > line:
            over = start
            break
        at = end
        index += 1
        if space or (cells == 2 and words[end : end + 1] not in NO_BREAK_BEFORE):
            cut = end
    cut = max(cut, end_of_last_space(words, odd, cut, over))
    after = skip_spaces(words, odd, over) if words[over : over + 1] in BREAK_SPACES else over
    return after if after > over or cut == line else cut


def end_of_last_space(words: str, odd: list[Cluster], start: int, end: int) -> int:
    """Return the end of the last plain space in [start, end), or 0. A space joined to a mark does not count."""
    at = words.rfind(" ", start, end)
    while at >= 0 and (index := bisect_left(odd, (at + 1,))) and at < odd[index - 1][1]:
        at = words.rfind(" ", start, at)
    return at + 1


def skip_spaces(words: str, odd: list[Cluster], at: int) -> int:
    """Return the end of the spaces that begin at `at`; `at` itself if there are none."""
    index = bisect_left(odd, (at,))
    while at < len(words):
        start, end, _ = odd[index]
        if start > at:
            end = at + 1
        if words[at:end].strip(BREAK_SPACES):
            break
        index += start == at
        at = end
    return at
