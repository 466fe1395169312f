"""Find posts of social networks: `@annlee: We were told.` and `We were told. — Ann Lee (@annlee) June 3, 2026`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.analysis.speech.block_quotations import find_signature_start, is_unmarked, stripped
from reader.analysis.speech.transcripts import line_starts, may_be_spoken
from reader.analysis.speech.turn import Turn, whole_turn
from reader.document.article import Article, Block
from reader.text.span import Span

LABEL = re.compile(r"[ \t]*(?P<label>(?:[^\W\d_][^\n@:()]{0,48} \()?@\w{1,30}\)?)[ \t]?:[ \t]+(?=\S)")
"""A handle at the start of a line, with or without the name before it: "@annlee:", "Ann Lee (@annlee):"."""

HANDLE = re.compile(r"\(@\w{1,30}\)")
"""A handle behind a name."""


def find_posts(article: Article) -> list[Turn]:
    """Return the posts with a label or a signature, in text order."""
    if "@" not in article.text:
        return []
    blocks = [block for block in article.blocks if may_be_spoken(block)]
    found: list[Turn] = []
    for before, block in pairwise([None, *blocks]):
        assert block is not None
        found += _labelled(article.text, block) or _signed(article.text, block, before, found)
    return found


def _labelled(text: str, block: Block) -> list[Turn]:
    """Return the posts of a block, each with its label, up to the next."""
    found = [match for start in line_starts(text, block.span) if (match := LABEL.match(text, start, block.span.end))]
    ends = [*(match.start() for match in found[1:]), block.span.end]
    turns = (
        whole_turn(Span(match.start(), end), stripped(text, Span(match.end(), end)), Span(*match.span("label")))
        for match, end in zip(found, ends, strict=False)
    )
    return [turn for turn in turns if any(sign.isalnum() for sign in turn.words.of(text))]


def _signed(text: str, block: Block, before: Block | None, found: Sequence[Turn]) -> Iterator[Turn]:
    """Yield the post that the signature of a block ends: the words before it, there or in the block before."""
    signature = find_signature_start(text, block.span)
    if signature is None or not HANDLE.search(text, signature, block.span.end):
        return
    words = stripped(text, Span(block.span.start, signature))
    passage = block.span
    if not words and before is not None and before.kind != "item":
        passage = words = before.span
    if words and is_unmarked(text, words) and not (found and found[-1].span.overlaps(passage)):
        yield whole_turn(passage, words)
