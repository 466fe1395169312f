"""Terminal widths in cells, and grapheme clusters.

A terminal counts cells, the program characters. Widths agree with the table that draws them (rich's). Nearly all text
is of characters in one cell, for which the two are the same, so only the others are looked at. The trap: a cluster such
as 👩‍🚀 is several characters and two cells; it is never split.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len, split_graphemes

TAB = "    "
"""A tab is drawn as that many spaces; tab stops would make a word's width depend on its place."""

NOT_JOINED = {ord("\t"): "→", ord("\n"): "→"}
"""The table of widths takes controls for parts of the character before; arrows stand for them there."""

ONE_CELL = r" -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u2010-\u2027\u2030-\u205e\n"

NARROW = re.compile(f"[{ONE_CELL}]*")
"""Text in which every character fills one cell, so that offsets and cells are the same."""

ODD = re.compile(f"[^{ONE_CELL}](?:(?<=\u200d)[{ONE_CELL}]|[^{ONE_CELL}])*")
"""A run of other characters, and what a joiner joins to them. It begins with a set, which the engine can skip to."""

Cluster = tuple[int, int, int]
"""From where to where a grapheme cluster goes, and how many cells it fills."""


def odd_clusters(words: str) -> list[Cluster]:
    """The clusters of `words` that are wide, joined, without width or a tab: all but one character in one cell."""
    found = []
    for run in ODD.finditer(words):
        base = max(0, run.start() - 1)  # the character before may bear the first of them
        near = words[base : run.end()]
        found += [
            (base + start, base + end, cells) for start, end, cells in clusters(near) if cells != 1 or end > start + 1
        ]
    return found


def clusters(words: str) -> Iterator[Cluster]:
    """The grapheme clusters of `words`, tabs at their drawn width."""
    for start, end, cells in split_graphemes(words.translate(NOT_JOINED))[0]:
        yield start, end, len(TAB) if words[start] == "\t" else cells


CLUSTER_REACH = 64
"""Characters looked at for the cluster at a place: longer ones are made to annoy, and may be split."""


def next_cluster(text: str, offset: int) -> int:
    """Return where the cluster that begins at `offset` ends."""
    near = text[offset : offset + CLUSTER_REACH]
    if near[:2].isascii():
        return offset + min(1, len(near))
    return offset + next((end for _, end, _ in clusters(near)), 1)


def previous_cluster(text: str, offset: int) -> int:
    """Return where the cluster that ends at `offset` begins."""
    near = text[max(0, offset - CLUSTER_REACH) : offset]
    if near[-1:].isascii():
        return max(0, offset - 1)
    return max(0, offset - CLUSTER_REACH) + [start for start, _, _ in clusters(near)][-1]


def drawn(words: str) -> str:
    """`words` of one line as they are drawn: a newline within a paragraph is a space, a tab is several."""
    return words.replace("\n", " ").replace("\t", TAB)


def cells_of(words: str) -> int:
    """Return how many cells `words` of one line fill."""
    return len(words) if NARROW.fullmatch(words) else cell_len(drawn(words))


def cut(words: str, room: int) -> str:
    """`words` in at most `room` cells, with "…" where something is left out."""
    if cells_of(words) <= room:
        return words
    used, end = 0, 0
    for _, stop, cells in clusters(words):
        if used + cells > room - 1:
            break
        used, end = used + cells, stop
    return words[:end].rstrip() + "…" if room > 0 else ""
