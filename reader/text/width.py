"""Terminal widths in cells, and grapheme clusters.

A terminal counts cells, the program characters. Widths agree with rich, which draws the text. In nearly all text every
character fills one cell, so only other characters are looked at, and rich, a twentieth of the time to the first words,
is imported for them only. Pitfall: a cluster such as 👩‍🚀 is several characters
and two cells; it is never split.
"""

import re
from collections.abc import Iterator

TAB = "    "  # tabs are drawn as this; with tab stops, the width of a word would depend on its position
NOT_JOINED = {ord("\t"): "→", ord("\n"): "→"}  # rich joins controls to the character before; arrows stand for them

ONE_CELL = r" -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u2010-\u2027\u2030-\u205e\u2500-\u259f\n"

NARROW = re.compile(f"[{ONE_CELL}]*")
"""Text in which every character fills one cell, so that offsets and cells are equal."""

ODD = f"[^{ONE_CELL}](?:(?<=\u200d)[{ONE_CELL}]|[^{ONE_CELL}])*"
"""A run of other characters, with what a joiner joins to them. It begins with a set, which the regex engine can skip
to. Compiled when the first is found."""

Cluster = tuple[int, int, int]  # the start, end and width in cells of a grapheme cluster


def odd_clusters(words: str) -> list[Cluster]:
    """Return the clusters of `words` that are not a single character in one cell: wide, joined, zero-width, tabs."""
    found = []
    for run in re.finditer(ODD, words):
        base = max(0, run.start() - 1)  # the character before may be the base of the first one
        near = words[base : run.end()]
        odd = ((start, end, cells) for start, end, cells in clusters(near) if cells != 1 or end > start + 1)
        found += [(base + start, base + end, cells) for start, end, cells in odd]
    return found


def clusters(words: str) -> Iterator[Cluster]:
    """Yield the grapheme clusters of `words`, tabs at their drawn width."""
    from rich.cells import split_graphemes

    for start, end, cells in split_graphemes(words.translate(NOT_JOINED))[0]:
        yield start, end, len(TAB) if words[start] == "\t" else cells


CLUSTER_REACH = 64  # characters that a cluster is searched in; longer ones are hostile and may be split


def next_cluster(text: str, offset: int) -> int:
    """Return the end of the cluster that begins at `offset`."""
    near = text[offset : offset + CLUSTER_REACH]
    if near[:2].isascii():
        return offset + min(1, len(near))
    return offset + next((end for _, end, _ in clusters(near)), 1)


def previous_cluster(text: str, offset: int) -> int:
    """Return the start of the cluster that ends at `offset`."""
    near = text[max(0, offset - CLUSTER_REACH) : offset]
    if near[-2:].isascii():
        return max(0, offset - 1)
    return max(0, offset - CLUSTER_REACH) + [start for start, _, _ in clusters(near)][-1]


def drawn(words: str) -> str:
    """Return one line of `words` as it is drawn: a newline becomes a space, a tab several."""
    return words.replace("\n", " ").replace("\t", TAB)


def cells_of(words: str) -> int:
    """Return the width of one line of `words` in cells."""
    if NARROW.fullmatch(words):
        return len(words)
    from rich.cells import cell_len

    return cell_len(drawn(words))


def cut(words: str, room: int) -> str:
    """Truncate `words` to `room` cells, with "…" if something is left out."""
    if cells_of(words) <= room:
        return words
    return words[: end_of_cells(words, room - 1)].rstrip(" …") + "…" if room > 0 else ""


def cut_start(words: str, room: int) -> str:
    """Truncate `words` to `room` cells, with "…" in the place of their beginning if that is left out."""
    while cells_of(words) > max(room, 1):
        words = f"…{words.removeprefix('…')[1:]}"
    return words


def end_of_cells(words: str, room: int) -> int:
    """Return the end of the first clusters of `words` that fill at most `room` cells."""
    if NARROW.fullmatch(words):
        return max(0, min(room, len(words)))
    used, end = 0, 0
    for _, stop, cells in clusters(words):
        used += cells
        if used > room:
            break
        end = stop
    return end
