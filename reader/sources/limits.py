"""Limits of plain text and Markdown, which are read in this process.

Reading takes time for each line, block and mark, so a small file made of them alone could take minutes and gigabytes.
They are counted before anything is read. Pitfall: the counts must be cheap themselves, so they are upper bounds that
no honest text comes near: a hundred thousand lines are a very long book.
"""

import re

from reader.errors import SourceError

LINES = 1_000_000
"""Lines of plain text: a log of 64 MiB has fewer, and they take four seconds."""

PARAGRAPHS = 200_000
"""Paragraphs, list items and quoted lines of plain text: six times the verses of the Bible."""

MARKDOWN_COST = 250_000
"""Lines and marks of Markdown: what can be read in four seconds."""

BLOCK_COST = 4
"""Added for a line that may begin a block."""

BLANK_LINES = r"\n[^\S\n]*\n"
PLAIN_MARKERS = r"(?m)^[^\S\n]*(?:[->*•‣◦▪_=~#·⁂❦]|\d{1,3}[.)])"
MARKDOWN_MARKERS = r"(?m)^[^\S\n]*(?:[-+*>#=]|\[|\d{1,9}[.)])"
"""How lines begin that may be blocks of their own; compiled for long texts only."""

MARKS = "*_~`[]<&\\|!"
"""Characters at which inline rules of Markdown begin, and the borders of table cells."""


def check_plain(text: str, name: str) -> None:
    """Raise SourceError for plain text with too many lines or paragraphs."""
    lines = text.count("\n")
    if lines > LINES:
        raise SourceError(f"{name} has more than {LINES:,} lines; split it and open a part")
    if lines > PARAGRAPHS and _count(BLANK_LINES, text) + _count(PLAIN_MARKERS, text) > PARAGRAPHS:
        raise SourceError(f"{name} has more than {PARAGRAPHS:,} paragraphs; split it and open a part")


def check_markdown(text: str, name: str) -> None:
    """Raise SourceError for Markdown with too many lines, blocks and marks."""
    if len(text) <= MARKDOWN_COST // (BLOCK_COST + 2):
        return
    cost = text.count("\n") + sum(map(text.count, MARKS))
    if cost > MARKDOWN_COST or cost + BLOCK_COST * _count(MARKDOWN_MARKERS, text) > MARKDOWN_COST:
        raise SourceError(
            f"{name} has more lines and marks than can be read as Markdown; split it, or open it with --format text"
        )


def _count(pattern: str, text: str) -> int:
    return sum(1 for _ in re.finditer(pattern, text))
