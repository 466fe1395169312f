"""What changed between two texts, paragraph by paragraph and word by word.

The words are aligned as for placing notes (`reader.anchoring.diff`), so case, punctuation and white space are no
changes. The one idea: blocks that share words in the same order belong together, and what has no partner stands alone.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Literal

from reader.anchoring.diff import align, longest_increasing
from reader.anchoring.units import match_units
from reader.anchoring.words import WordSequence
from reader.document.article import Article
from reader.text.normalize import fold
from reader.text.span import Span

TOGETHER = 0.5  # the share of the words of the shorter of two blocks that makes one a version of the other
TELLING = 6  # words in common that do so, too: a paragraph that was split or joined
BlockPair = tuple[int, int, int, int]  # blocks that belong together: old from-to, new from-to

Change = Literal["changed", "moved", "removed", "added"]


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    """Words of a passage that are in both texts, or in one."""

    kind: Literal["same", "removed", "added"]
    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """Blocks of two texts that belong together and differ or were moved, or a block of one without a counterpart."""

    change: Change
    old: Span | None
    new: Span | None
    pieces: tuple[ChangedPiece, ...]

    def differing(self, side: Literal["old", "new"]) -> list[Span]:
        """Return the spans of the words that only one side has."""
        spans = (piece.old if side == "old" else piece.new for piece in self.pieces if piece.kind != "same")
        return [span for span in spans if span is not None]


class AlignedText:
    """A text as words, with the block of each."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.folded = fold(article.text)
        self.words = WordSequence.of_folded(self.folded, article.text)

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """The words of each block, from-to."""
        return [self.words_in(block.span) for block in self.article.blocks]

    def block_of(self, word: int) -> int:
        return max(0, bisect_right(self.blocks, word, key=itemgetter(0)) - 1)

    def worded(self, first: int, last: int) -> list[int]:
        """Return the blocks from `first` to before `last` that have words."""
        return [block for block in range(first, last) if self.blocks[block][0] < self.blocks[block][1]]

    def words_in(self, span: Span) -> tuple[int, int]:
        if not len(span):
            return 0, 0
        return self.words.within(self.folded.offset(span.start), self.folded.offset(span.end))

    def start(self, word: int) -> int:
        at = self.words.starts[word]
        return self.folded.span(at, at + 1).start


class TextComparison:
    """Two texts and the alignment of their words."""

    def __init__(self, old: Article, new: Article) -> None:
        self.old, self.new = AlignedText(old), AlignedText(new)
        fixed = match_units(self.old.words, self.new.words)
        self.alignment = align(self.old.words.words, self.new.words.words, fixed)

    @cached_property
    def partners(self) -> dict[int, int]:
        """The new word of each old one that is in its order."""
        return {run.old + step: run.new + step for run in self.alignment.line for step in range(run.size)}

    @cached_property
    def moved(self) -> dict[int, int]:
        """The new word of each old one that was moved."""
        return {run.old + step: run.new + step for run in self.alignment.moved for step in range(run.size)}

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of words in both texts, in both but elsewhere, and in one only."""
        kept, moved = len(self.partners), len(self.moved)
        removed, added = (len(text.words) - kept - moved for text in (self.old, self.new))
        return {"kept": kept, "moved": moved, "removed": removed, "added": added}

    def passages(self) -> Iterator[ChangedPassage]:
        """Yield the passages that differ, in the order of the new text."""
        a = b = 0
        gone_elsewhere = set(self._moved_blocks.values())
        for a0, a1, b0, b1 in [*self._pairs, (len(self.old.blocks), 0, len(self.new.blocks), 0)]:
            for block in self.old.worded(a, a0):
                if block not in gone_elsewhere:
                    span = self.old.article.blocks[block].span
                    yield ChangedPassage("removed", span, None, (ChangedPiece("removed", span, None),))
            yield from map(self._added, self.new.worded(b, b0))
            if a1:
                found = self._pair("changed", self.partners, (a0, a1, b0, b1))
                if any(piece.kind != "same" for piece in found.pieces):
                    yield found
            a, b = a1, b1

    @cached_property
    def _pairs(self) -> list[BlockPair]:
        """The blocks that belong together in the order of both texts."""
        shared = Counter((self.old.block_of(a), self.new.block_of(b)) for a, b in self.partners.items())
        pairs: list[BlockPair] = []
        for (a, b), count in sorted(shared.items()):
            if count < TELLING and count < TOGETHER * self._shorter(a, b):
                continue
            if pairs and (a < pairs[-1][1] or b < pairs[-1][3]):
                a0, a1, b0, b1 = pairs[-1]
                pairs[-1] = a0, max(a1, a + 1), b0, max(b1, b + 1)
            else:
                pairs.append((a, a + 1, b, b + 1))
        return pairs

    @cached_property
    def _moved_blocks(self) -> dict[int, int]:
        """The old block of each new one that is a version of it and stands elsewhere."""
        shared = Counter((self.old.block_of(a), self.new.block_of(b)) for a, b in self.moved.items())
        olds = {block for a0, a1, _, _ in self._pairs for block in range(a0, a1)}
        news = {block for _, _, b0, b1 in self._pairs for block in range(b0, b1)}
        found: dict[int, int] = {}
        for (a, b), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            if a not in olds and b not in news and count >= TOGETHER * self._shorter(a, b):
                found[b] = a
                olds.add(a)
                news.add(b)
        return found

    def _shorter(self, old: int, new: int) -> int:
        (a0, a1), (b0, b1) = self.old.blocks[old], self.new.blocks[new]
        return min(a1 - a0, b1 - b0)

    def _added(self, block: int) -> ChangedPassage:
        """Return the passage of a new block that is in its place without a counterpart."""
        if (moved := self._moved_blocks.get(block)) is not None:
            return self._pair("moved", self.moved, (moved, moved + 1, block, block + 1))
        span = self.new.article.blocks[block].span
        return ChangedPassage("added", None, span, (ChangedPiece("added", None, span),))

    def _pair(self, change: Change, partners: Mapping[int, int], blocks: BlockPair) -> ChangedPassage:
        a0, a1, b0, b1 = blocks
        olds, news = self.old.article.blocks, self.new.article.blocks
        old, new = Span(olds[a0].span.start, olds[a1 - 1].span.end), Span(news[b0].span.start, news[b1 - 1].span.end)
        left = PassageWords(self.old, self.old.blocks[a0][0], self.old.blocks[a1 - 1][1], old)
        right = PassageWords(self.new, self.new.blocks[b0][0], self.new.blocks[b1 - 1][1], new)
        return ChangedPassage(change, old, new, tuple(split_passage(left, right, partners)))


@dataclass(frozen=True)
class PassageWords:
    """The words of one side of a passage, which its pieces cover without gaps."""

    text: AlignedText
    first: int
    last: int
    whole: Span

    def span(self, first: int, last: int) -> Span:
        """Return the span of words, up to the next word."""
        start = self.whole.start if first == self.first else self.text.start(first)
        return Span(start, self.whole.end if last == self.last else self.text.start(last))


def split_passage(left: PassageWords, right: PassageWords, partners: Mapping[int, int]) -> Iterator[ChangedPiece]:
    """Yield the pieces of a passage in order; `partners` has the new word of each old one that is in both."""
    a, b = left.first, right.first
    known = ((word, partners.get(word, -1)) for word in range(left.first, left.last))
    inside = longest_increasing([(word, there) for word, there in known if right.first <= there < right.last])
    for _, group in groupby(enumerate(inside), key=lambda item: (item[1][0] - item[0], item[1][1] - item[0])):
        run = [pair for _, pair in group]
        (first, there), size = run[0], len(run)
        yield from lone_pieces(left, a, first, right, b, there)
        a, b = first + size, there + size
        yield ChangedPiece("same", left.span(first, a), right.span(there, b))
    yield from lone_pieces(left, a, left.last, right, b, right.last)


def lone_pieces(
    left: PassageWords, a: int, first: int, right: PassageWords, b: int, there: int
) -> Iterator[ChangedPiece]:
    if a < first:
        yield ChangedPiece("removed", left.span(a, first), None)
    if b < there:
        yield ChangedPiece("added", None, right.span(b, there))
