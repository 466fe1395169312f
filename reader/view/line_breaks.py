"""Break the text of a block into lines, without Textual.

Lines break at spaces, and between wide characters anywhere but before punctuation. Pitfall: a cluster of characters
such as 👩‍🚀 is never split, and few texts have any, so only characters that do not fill one cell are looked at.
"""

from bisect import bisect_left
from collections.abc import Iterator

from reader.document.article import Block
from reader.text.width import NARROW, Cluster, cells_of, odd_clusters

BREAK_SPACES = " \t\u200b"
"""White space that is not shown at a line break."""

NO_BREAK_BEFORE = frozenset("、。，．」』）】〉》！？：；’”)]}!?,.:;")
"""Punctuation that must not begin a line in scripts without spaces."""


def clip_prefix(prefix: str, width: int) -> str:
    """Return `prefix`, cut where deep nesting would leave less than half of the line to the text."""
    return prefix[: width // 2]


def text_width(block: Block, width: int) -> int:
    """Return the cells left for the text of `block` beside its prefix."""
    return max(1, width - cells_of(clip_prefix(block.hang, width)))


def wrap_block(text: str, block: Block, width: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of `block` as (start, end) in `text`, each at most `width` cells wide with its prefix."""
    start, stop, room = block.span.start, block.span.end, text_width(block, width)
    wrap = wrap_narrow if NARROW.fullmatch(text, start, stop) else wrap_clusters
    if block.reflow:
        yield from wrap(text[start:stop].replace("\n", " "), start, room)
        return
    for piece in text[start:stop].split("\n"):
        yield from wrap(piece, start, room)
        start += len(piece) + 1


def wrap_words(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap one line of text that begins at `base`."""
    return (wrap_narrow if NARROW.fullmatch(words) else wrap_clusters)(words, base, room)


def wrap_narrow(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap text whose characters are all one cell wide."""
    at, stop = 0, len(words)
    while stop - at > room:
        cut = words.rfind(" ", at, at + room + 1)
        if cut <= at or not words[at:cut].strip():
            cut = words.rfind("—", at, at + room) + 1
            if cut <= at:
                cut = at + room
        yield base + at, base + at + len(words[at:cut].rstrip(" "))
        at = cut
        while at < stop and words[at] == " ":
            at += 1
        if at == stop:
            return
    yield base + at, base + len(words.rstrip(" ")) if words[at:].strip(" ") else base + at


def wrap_clusters(words: str, base: int, room: int) -> Iterator[tuple[int, int]]:
    """Wrap text with wide, combining or joined characters; between wide ones a line may break anywhere."""
    odd = [*odd_clusters(words), (len(words), len(words), 0)]
    line = 0
    while (cut := find_break(words, odd, line, room)) < len(words):
        yield base + line, base + line + len(words[line:cut].rstrip(BREAK_SPACES))
        line = cut
    yield base + line, base + max(line, line + len(words[line:].rstrip(BREAK_SPACES)))


def find_break(words: str, odd: list[Cluster], line: int, room: int) -> int:
    """Return where the line that begins at `line` breaks; the end of `words` if it does not.

    Only the clusters that are not one cell wide (`odd`, with a sentinel at the end) are visited; the rest is counted.
    """
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
