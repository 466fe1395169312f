"""The beginning of a text in a file, before all of it is read: for Markdown, and for long plain text.

Reading a book takes as long as everything else before the first words, and Markdown needs a parser that takes as long
to import. Whatever the rest of the file might change is not read: see `first_blocks` and `first_paragraphs`, of which
only the one that is needed is imported.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reader.document.article import Article
from reader.sources.detect import SourceData, detect_format, is_binary
from reader.sources.encoding import decode_raw
from reader.system.atomic_file import read_regular
from reader.text.sanitize import clean

HEAD, PLAIN_HEAD = 1 << 16, 1 << 19
"""Bytes of a beginning: more than the largest terminal shows, and for plain text, if that does not tell, enough for its
second chapter."""

LARGEST = 1 << 24
"""Bytes that are read in a few milliseconds."""

FRONT_MATTER = ("---", "+++")


class Beginning(NamedTuple):
    """The first blocks of an article."""

    article: Article
    rest: int
    """Bytes of the file of which it has nothing; 0 if it is the whole article."""
    has_levels: bool = True
    """Headings of other levels may follow."""

    @property
    def begins_with_heading(self) -> bool:
        """True if only the rest can tell what part of the text its first heading is the beginning of."""
        first, *others = self.article.headings or (None,)
        if first is None or first is not self.article.blocks[0]:
            return False
        return self.has_levels or not others

    @property
    def least_length(self) -> int:
        """The fewest characters that the whole text may have: of four bytes each, and a third of them mark-up."""
        return len(self.article.text) + self.rest // 6

    @property
    def greatest_length(self) -> int:
        """The most characters that the whole text may have."""
        return len(self.article.text) + self.rest


def read_beginning(source: str) -> Beginning | None:
    """Return the beginning of the article in a file; None if it is not certain, or not a text."""
    suffix = os.path.splitext(source)[1].lower()
    with suppress(OSError, ValueError):
        data = read_regular(Path(source), LARGEST)
        if len(data) > LARGEST or b"\0" in data or b"\r" in data or is_binary(data, ""):
            return None
        kind = detect_format(SourceData(source, os.path.abspath(source), data, suffix))
        if kind == "markdown":
            return _markdown_beginning(data, source)
        if kind == "text" and not has_joined_lines(data):
            return _plain_beginning(data, source, HEAD) or _plain_beginning(data, source, PLAIN_HEAD)
    return None


def first_bytes(data: bytes, most: int) -> bytes:
    """Return the paragraphs that are whole in so many bytes; b"" if what follows may change how they are decoded.

    A head of valid UTF-8 is decoded as such whatever follows, unless most of the file is something else.
    """
    head = data if len(data) <= most else data[: data.rfind(b"\n\n", 0, most) + 2]
    try:
        head.decode()
    except UnicodeDecodeError:
        return b""
    return b"" if head.startswith(b"\xef\xbb\xbf") or b"\x1b" in data else head


def has_joined_lines(data: bytes) -> bool:
    """Return whether any paragraph has several lines, that is, there is no empty line below a line."""
    find, end = data.find, data.find(b"\n")
    while end >= 0:
        if not data.startswith(b"\n", end + 1):
            return bool(data[end:].strip())
        end = find(b"\n", end + 2)
    return False


def _plain_beginning(data: bytes, source: str, most: int) -> Beginning | None:
    from reader.sources.plain.first_paragraphs import read_first_paragraphs

    head = first_bytes(data, most)
    article = read_first_paragraphs(clean(decode_raw(head)), source, has_joined_lines=False) if head else None
    return None if article is None else Beginning(article, len(data) - len(head), has_levels=False)


def _markdown_beginning(data: bytes, source: str) -> Beginning | None:
    from reader.sources.builder import ArticleBuilder
    from reader.sources.markdown.first_blocks import read_first_blocks

    head = first_bytes(data, HEAD)
    rest, text = len(data) - len(head), clean(decode_raw(head))
    if not head or text.startswith(FRONT_MATTER):
        return None
    builder, first = ArticleBuilder(), read_first_blocks(text, is_whole=not rest)
    for block in first.blocks:
        builder.add(block)
    article = Article(builder.text, tuple(builder.blocks), builder.name, tuple(builder.marks), source)
    unread = 0 if first.is_all else max(1, rest + len(text.encode()) - len(article.text.encode()))
    return Beginning(article, unread)
