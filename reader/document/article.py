"""An article: one text with its blocks, marks and pages.

Every position in the program is a character (code point) offset into `Article.text`. Blocks are spans of the text in
order; the gaps between them hold blank lines and list markers, and blocks and gaps together are the whole text.
Pitfall: the text is what is *shown*, so for Markdown it is not the content of the file.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal, get_args

from reader.text.span import Span

BlockKind = Literal["heading", "paragraph", "item", "quotation", "code", "table", "rule"]

Role = Literal["body", "title", "standfirst", "repeat", "furniture", "badges"]
"""The purpose of a block: a `repeat` repeats the title and is folded; `furniture` belongs to the site, not to the
author, or to a picture that is not shown; `badges` are a row of small pictures, of which one line is shown."""

MarkKind = Literal["strong", "emphasis", "strike", "code", "link", "picture"]

Genre = Literal["prose", "transcript", "fiction", "paper", "manual", "code"]
GENRES: tuple[Genre, ...] = get_args(Genre)

Completeness = Literal["whole", "beginning", "not_an_article"]
"""How much of an article the source has; the last is a page that stands before one: a log-in, "not found"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item and so on: a span of the text with a kind."""

    span: Span
    kind: BlockKind = "paragraph"
    level: int = 0
    """1 to 6 for a heading, else 0."""
    role: Role = "body"
    prefix: str = ""
    """Drawn before the first line; not part of the span. A bullet, or the bar of a block quotation."""
    hang: str = ""
    """Drawn before each further line, as wide as `prefix`."""
    reflow: bool = False
    """The source is hard-wrapped: a single newline is drawn as a space."""
    language: str = ""
    """The language of code, as its author names it: "python"; "" if unknown."""


WITHIN = "#@"  # before the offset in the address of a link within the article

WITHIN_ARTICLE = re.compile(rf"{WITHIN}([0-9]{{1,9}})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A styled or linked span within a block."""

    span: Span
    kind: MarkKind
    href: str = ""
    """The target of a link, `#@OFFSET` within the article; of a picture its address: its alternative text is marked."""

    @property
    def target(self) -> int | None:
        """The offset that a link within the article leads to; None for any other."""
        found = WITHIN_ARTICLE.fullmatch(self.href) if self.kind == "link" else None
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page, or a time in a recording: its first offset and its label; it ends where the next begins."""

    start: int
    label: str
    """The page number as it is cited: "12", "xii"; the time: "12:34", "1:02:03"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact about an article stands."""

    fact: str
    """"title", "author", "published", "site", "doi" or "affiliations"."""
    origin: str
    """"page" (its text), "pdf" (the data of the file), "json-ld", "meta", "time" or "byline"."""
    text: str
    """The words that state it."""
    page: str = ""
    """The label of the page they are on, if there are pages."""


def cited_page(label: str) -> str:
    """Return a page as it is cited: "p. 12"; the time of a recording stands for itself: "12:34"."""
    return label if ":" in label else f"p. {label}"


COUNTED_AT_ONCE = 1 << 16  # characters whose words are counted without a break, in about a millisecond
LANGUAGE = r"[A-Za-z0-9][A-Za-z0-9+#._-]{0,30}"  # a name of a language of code; compiled when the first is read


def language_name(said: str) -> str:
    """Return the name of a language as an author writes it, in lower case; "" if it cannot be one."""
    found = re.match(LANGUAGE, said.strip())
    return found[0].lower() if found else ""


@dataclass(frozen=True)
class Article:
    """An article: its text, structure and metadata."""

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    marks: tuple[Mark, ...] = ()
    """Sorted by position."""
    source: str = "-"
    """An absolute path, a URL, or `-` for standard input."""
    author: tuple[str, ...] = ()
    published: str = ""
    """As the source writes it, preferably YYYY-MM-DD."""
    site: str = ""
    """The web site, newspaper or journal."""
    language: str = ""
    """As the source declares it: "en", "de-AT"."""
    pages: tuple[Page, ...] = ()
    """In order, if the source has pages."""
    format: str = ""
    """The format requested with `--format`, one of FORMATS; "" if it was detected."""
    fetched: str = ""
    """The day on which a web page was fetched: YYYY-MM-DD."""
    left_out: tuple[str, ...] = ()
    """What the source has and the text has not, each in a few words: "3 comments"."""
    doubt: str = ""
    """Why the text may not be what its source shows, in one line; "" for hardly any source."""
    completeness: Completeness = "whole"
    """If this is not the whole, `doubt` says why."""
    genre: Genre | None = None
    """What the reader says that it is; None: as its structure tells."""
    doi: str = ""
    """The identifier of a paper, without an address: "10.1155/2010/157939"."""
    evidence: tuple[Evidence, ...] = ()
    """Where title, author, date and so on stand, if the source tells."""

    @property
    def is_timed(self) -> bool:
        """Whether the text is speech with its times."""
        return bool(self.pages) and ":" in self.pages[0].label

    @cached_property
    def sha256(self) -> str:
        """The sha256 of the text (UTF-8) in hexadecimal."""
        from reader.document.digest import text_digest  # not for the first reading of all

        return text_digest(self.text)

    @cached_property
    def text_id(self) -> str:
        """The id of an article first opened with this text."""
        from reader.document.digest import base32_id

        return base32_id(bytes.fromhex(self.sha256))

    @cached_property
    def word_count(self) -> int:
        """The number of words; counted in pieces, so that a thread that counts lets others run."""
        starts = range(0, len(self.text), COUNTED_AT_ONCE)
        pieces = (self.text[start : start + COUNTED_AT_ONCE] for start in starts)
        joined = sum(not (self.text[start - 1].isspace() or self.text[start].isspace()) for start in starts[1:])
        return sum(len(piece.split()) for piece in pieces) - joined

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    @cached_property
    def _numbers(self) -> list[int]:
        counts = accumulate(block.kind not in ("heading", "rule") and block.role == "body" for block in self.blocks)
        return [max(1, count) for count in counts]

    def beginning(self, length: int) -> "Article":
        """Return the blocks that end within the first `length` characters; of one that is longer the words to there."""
        blocks = [block for block in self.blocks if block.span.end <= length]
        following = self.blocks[len(blocks)] if len(blocks) < len(self.blocks) else None
        if following is not None and following.span.start < length < len(following.span):
            blocks.append(replace(following, span=Span(following.span.start, length)))
        end = blocks[-1].span.end if blocks else 0
        marks = tuple(mark for mark in self.marks if mark.span.end <= end)
        return replace(self, text=self.text[:end], blocks=tuple(blocks), marks=marks)

    def block_index(self, offset: int) -> int:
        """Return the index of the block at `offset`, or of the last one before it (0 if there is none)."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def block_at(self, offset: int) -> Block:
        """Return the block at `offset`, or the last one before it. The article must have blocks."""
        return self.blocks[self.block_index(offset)]

    def paragraph_number(self, offset: int) -> int:
        """Return the number cited as ¶: body blocks counted from 1, without headings and rules."""
        return self._numbers[self.block_index(offset)] if self.blocks else 1

    def page_at(self, offset: int) -> str:
        """Return the label of the page at `offset`; "" if no page begins before it."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[index].label if index >= 0 else ""

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The outline: the headings after the title, in order."""
        return tuple(b for b in self.blocks if b.kind == "heading" and b.role == "body")

    def heading_at(self, offset: int) -> Block | None:
        """Return the last heading before `offset`, if any."""
        index = bisect_right(self.headings, offset, key=lambda block: block.span.start) - 1
        return self.headings[index] if index >= 0 else None
