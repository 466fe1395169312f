"""The beginning of a long plain text, read as `read_plain` reads all of it, or not at all.

Much of a plain text is judged as a whole: whether its lone questions are headings, whether it begins with the first of
several chapters. Where the beginning does not tell that for certain, it is not read. Pitfall: a block is only certain
with some paragraphs below it, since headings are told by what follows.
"""

from itertools import islice

from reader.document.article import Article
from reader.sources.plain import body_blocks, split_paragraphs
from reader.sources.plain.boilerplate import split_head
from reader.sources.plain.line_patterns import begins_chapter, has_prose, looks_like_heading
from reader.sources.transcript import TIME

FIRST_BLOCKS = 100
"""More than the largest terminal shows."""

BELOW = 20
"""Paragraphs below the last block that is read."""


def read_first_paragraphs(text: str, source: str) -> Article | None:
    """Read the first blocks of a text (sanitized, newlines LF) that was cut off; None if they are not certain.

    Each paragraph is a single line, so that it looks the same whether the rest is hard-wrapped or not.
    """
    paragraphs = list(split_paragraphs(text))[:-1]
    if len(paragraphs) < 2 * BELOW or TIME.match(text):
        return None
    chapters = (begins_chapter(lines[0].of(text)) for lines in paragraphs)
    if (next(chapters) and not any(chapters)) or not has_prose(text, paragraphs):
        return None
    blocks, paragraphs = split_head(text, paragraphs, wrapped=False)
    for block in islice(body_blocks(text, paragraphs, wrapped=False), min(FIRST_BLOCKS, len(paragraphs) - BELOW)):
        if (words := block.span.of(text)).endswith("?") and looks_like_heading(words[:-1]):
            break
        blocks.append(block)
    return Article(text, tuple(blocks), source=source)
