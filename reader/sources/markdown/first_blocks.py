"""The first blocks of a Markdown text without markdown-it, whose import takes a third of the time to the first frame.

Headings, paragraphs whose lines begin like prose, and tight lists and quotations of such lines are read here exactly as
markdown-it does; at the first block that might be anything else, reading stops. Pitfall: a list is loose if another
item follows below a blank line, so it is only certain once the block below it is known.
"""

import re
from typing import NamedTuple

from reader.sources.builder import ArticleBuilder, BlockText, PendingBlock
from reader.sources.markdown.simple_inline import parse_simple_inline
from reader.sources.nesting import BAR, Container, Nesting, OpenList

HEADING = re.compile(r"(#{1,6})[ \t]+(\S[^\n]*?)[ \t]*")

LETTER = r"[^\W\d_]"

PROSE = re.compile(rf"{LETTER}|[\"'“”‘’«»„(…—–¿¡£€]|\*\*?{LETTER}|_[^\W_]|`[^`\n]|[0-9]+[^0-9.)]|\[[^]^!\n]+\]\(")
"""The beginning of a line that belongs to a paragraph, and begins no block of another kind."""

ITEM = re.compile(rf"(?:(?P<bullet>[-*+])|(?P<number>[0-9]{{1,9}})\.) (?={PROSE.pattern})")

QUOTED = "> "

BLANK_LINES = r"\n(?:[ \t]*\n)+"


MOST_BLOCKS = 100
"""Blocks of a long text: more than the largest terminal shows."""


class FirstBlocks(NamedTuple):
    """The first blocks of a text."""

    builder: ArticleBuilder
    """They were added to it."""
    is_all: bool
    """True if the text has no others."""


def read_first_blocks(text: str, *, is_whole: bool) -> FirstBlocks:
    """Read the blocks of a text (sanitized, newlines LF), which may be cut off, as far as they are certain."""
    nesting, builder, count = Nesting(), ArticleBuilder(), 0
    chunks = re.split(BLANK_LINES, text.strip("\n"))
    if not is_whole:
        chunks.pop()
    for number, chunk in enumerate(chunks, 1):
        below = chunks[number] if number < len(chunks) else "" if is_whole else None
        lines = chunk.split("\n")
        if (heading := HEADING.fullmatch(chunk)) is not None and not heading[2].endswith("#"):
            pieces = _place(nesting, heading[2], len(heading[1]))
        elif all(map(PROSE.match, lines)):
            pieces = _place(nesting, chunk, 0)
        elif all(line.startswith(QUOTED) and PROSE.match(line, len(QUOTED)) for line in lines):
            pieces = _place_quotation(nesting, "\n".join(line.removeprefix(QUOTED) for line in lines))
        elif below is not None and not begins_like_list(below):
            pieces = _place_list(nesting, lines)
        else:
            pieces = None
        if pieces is None or (count > MOST_BLOCKS and not is_whole):
            return FirstBlocks(builder, is_all=False)
        for piece in pieces:
            builder.add(piece)
        count += len(pieces)
    return FirstBlocks(builder, is_whole)


def begins_like_list(chunk: str) -> bool:
    """Return whether a chunk may belong to the list above it."""
    return not (chunk[:1] in ("", "#") or PROSE.match(chunk))


def _words(content: str) -> BlockText | None:
    """Return the text of a block with its marks; None if only markdown-it can tell."""
    if "  \n" in content or "\t\n" in content or "\\" in content:
        return None
    return parse_simple_inline(content.replace(" \n", " ").replace("\n", " ").strip())


def _place(nesting: Nesting, content: str, level: int, *, tight: bool = False) -> list[PendingBlock] | None:
    if (words := _words(content)) is None:
        return None
    return list(nesting.place_block(words, nesting.kind(level), level, tight=tight))


def _place_quotation(nesting: Nesting, content: str) -> list[PendingBlock] | None:
    nesting.containers.append(Container(BAR))
    pieces = _place(nesting, content, 0)
    nesting.containers.pop()
    return pieces


def _place_list(nesting: Nesting, lines: list[str]) -> list[PendingBlock] | None:
    """Place a tight list with one line for each item; None if it may be anything else."""
    signs = [ITEM.match(line) for line in lines]
    if any(sign is None or sign["bullet"] != (signs[0] and signs[0]["bullet"]) for sign in signs) or not signs[0]:
        return None
    pieces: list[PendingBlock] = []
    nesting.lists.append(OpenList(None if signs[0]["bullet"] else int(signs[0]["number"]), tight=True))
    for sign, line in zip(signs, lines, strict=True):
        nesting.containers.append(Container(nesting.lists[-1].next_marker()))
        item = _place(nesting, line[sign.end() :] if sign else line, 0, tight=True)
        nesting.containers.pop()
        if item is None:
            return None
        pieces += item
    nesting.lists.pop()
    return pieces
