"""The beginning of a text in a file, before it is opened: of Markdown, and of short and long plain text.

Reading a book takes as long as everything else before the first words, and Markdown needs a parser that takes as long
to import. Of the file only its head is read, so the first words of a book come as fast as those of a page. Whatever the
rest might change is not shown: see `first_blocks` and `first_paragraphs`, of which only the one that is needed is
imported. Lines of the rest may be hard-wrapped; that changes nothing in paragraphs of a single line.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reader.document.article import Article
from reader.sources.detect import SourceData, detect_format, is_binary
from reader.system.atomic_file import read_with_status
from reader.text.sanitize import clean

HEAD = 1 << 16
"""Bytes of a beginning: more than the largest terminal shows."""

PLAIN_HEADS = (HEAD, 2 * HEAD, 8 * HEAD)
"""Bytes of the beginning of a plain text, if one does not tell, the next: enough for its second chapter."""

LARGEST = 64 << 20
"""Bytes of the largest file that is read, as in `reader.sources.loader`, which the splash does not need."""

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
        for most in PLAIN_HEADS:
            data, status = read_with_status(Path(source), most)
            if status.st_size > LARGEST or b"\0" in data or b"\r" in data or is_binary(data, ""):
                return None
            kind = detect_format(SourceData(source, os.path.abspath(source), data, suffix))
            text, length = first_text(data, most)
            rest = max(0, status.st_size - length)
            if kind == "markdown":
                return _markdown_beginning(text, rest, source)
            if kind != "text" or (rest and has_joined_lines(data[:length])):
                return None
            if begun := _plain_beginning(text, rest, source):
                return begun
    return None


def first_text(data: bytes, most: int) -> tuple[str, int]:
    """Return the paragraphs that are whole in so many bytes, and their bytes; "" if what follows may change them.

    A head of valid UTF-8 is decoded as such whatever follows, unless most of the file is something else.
    """
    head = data if len(data) <= most else data[: data.rfind(b"\n\n", 0, most) + 2]
    if head.startswith(b"\xef\xbb\xbf") or b"\x1b" in data:
        return "", len(head)
    try:
        return clean(head.decode()), len(head)
    except UnicodeDecodeError:
        return "", len(head)


def has_joined_lines(data: bytes) -> bool:
    """Return whether any paragraph has several lines, that is, there is no empty line below a line."""
    find, end = data.find, data.find(b"\n")
    while end >= 0:
        if not data.startswith(b"\n", end + 1):
            return bool(data[end:].strip())
        end = find(b"\n", end + 2)
    return False


def _plain_beginning(text: str, rest: int, source: str) -> Beginning | None:
    """Return the beginning of a plain text, or the whole if that is all of the file."""
    from reader.sources.plain import first_paragraphs, read_plain

    if not text:
        return None
    article = first_paragraphs.read_first_paragraphs(text, source) if rest else read_plain(text, source)
    return None if article is None else Beginning(article, rest, has_levels=False)


def _markdown_beginning(text: str, rest: int, source: str) -> Beginning | None:
    from reader.sources.markdown.first_blocks import read_first_blocks

    if not text or text.startswith(FRONT_MATTER):
        return None
    builder, is_all = read_first_blocks(text, is_whole=not rest)
    article = builder.build(source)
    unread = 0 if is_all else max(1, rest + len(text.encode()) - len(article.text.encode()))
    return Beginning(article, unread)
