"""Three-way merge of the text and tags of a note, word by word.

Both edits are compared with the text they began from. Words changed in only one of them are taken from that one; if
both changed the same words, or words with nothing unchanged between them, there is no merge and the user has to choose.
The algorithm is diff3 (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007) on words and white space.
"""

import re
from collections.abc import Iterator, Sequence

from reader.annotations.notes import Tags, all_tags

WORD = re.compile(r"\s+|\S+")

MAX_WORDS = 20_000
"""Texts with more words and spaces are not merged; comparing them takes memory that grows with the square."""

Chunk = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""The words of the base, of one edit and of the other, between two places where all three agree."""


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with the changes of both edits; None if they cannot be merged."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    texts = [WORD.findall(text) for text in (base, mine, theirs)]
    if max(map(len, texts)) > MAX_WORDS:
        return None
    merged: list[str] = []
    for old, one, other in chunks(*texts):
        if one == other or other == old:
            merged += one
        elif one == old:
            merged += other
        else:
            return None
    return "".join(merged)


def merge_tags(base: Tags, mine: Tags, theirs: Tags) -> Tags:
    removed = set(base) - set(mine)
    return all_tags((tag for tag in theirs if tag not in removed), (tag for tag in mine if tag not in base))


def chunks(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """Split three texts at the words that all of them have in common."""
    in_mine, in_theirs = matches(base, mine), matches(base, theirs)
    at, one, other = 0, 0, 0
    for index, word in enumerate(base):
        if index in in_mine and index in in_theirs:
            yield base[at:index], mine[one : in_mine[index]], theirs[other : in_theirs[index]]
            yield [word], [word], [word]
            at, one, other = index + 1, in_mine[index] + 1, in_theirs[index] + 1
    yield base[at:], mine[one:], theirs[other:]


def matches(old: list[str], new: list[str]) -> dict[int, int]:
    """Return the index in `new` of each word of `old` that is unchanged (a longest common subsequence)."""
    from rapidfuzz.distance import Indel  # three megabytes, for two edits of one note

    blocks = Indel.opcodes(old, new).as_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
