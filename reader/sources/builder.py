"""Build an article from blocks.

    BlockText        the text of one block with its marks
    InlineText       the same while a block of HTML is read
    PendingBlock     a block without a position in the article
    ArticleBuilder   appends drafts: the text, blocks and marks of an article

Every reader of marked-up text uses these, and the functions for raised digits (`m²`) and readings of words; feeds and
mailboxes are lists of entries. Added blocks never move, so the text of a big file can grow at its end. Pitfall: the
title must be known as soon as its block is added, so only the first heading can be the title.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.document.article import WITHIN, Article, Block, BlockKind, Mark, MarkKind, Role
from reader.document.links import ENTRY_LEVEL, entry_label
from reader.text.format import first_words, same_words
from reader.text.sanitize import clean, clean_line
from reader.text.scripts import is_unspaced
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class BlockText:
    """The text of a block, without white space at either end, and its marks in order."""

    text: str
    marks: tuple[Mark, ...] = ()
    badges: bool = False
    """Nothing but small pictures, as above a README."""


@dataclass(frozen=True, slots=True)
class PendingBlock:
    """A block without a position; its marks are offsets into its own text."""

    gap: str
    """The text between the previous block and this one: newlines, and the marker of a list item."""
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    prefix: str = ""
    hang: str = ""
    marks: tuple[Mark, ...] = ()
    nested: bool = False
    """Within a list or a quotation."""
    role: Role = "body"
    """If it is "body", the first heading may become the title."""
    language: str = ""
    ids: tuple[tuple[str, int], ...] = ()
    """The ids of elements that begin in it, with their offsets."""

    def apart(self) -> "PendingBlock":
        """Return the block below a blank line."""
        return replace(self, gap=f"\n\n{self.gap.lstrip(chr(10))}")


def trim(text: str, marks: Sequence[Mark]) -> BlockText:
    """Strip white space from both ends and shift the marks accordingly."""
    shift = len(text) - len(text.lstrip())
    text = text.strip()
    kept = []
    for mark in marks:
        start, end = max(0, mark.span.start - shift), min(len(text), mark.span.end - shift)
        if start < end and (mark.kind not in ("link", "picture") or mark.href):
            kept.append(replace(mark, span=Span(start, end)))
    return BlockText(text, tuple(sorted(kept, key=lambda mark: mark.span)))


SPACE = re.compile(r"[ \t\n\r\f\u00a0\u202f]+")
"""White space, and the spaces that only keep words on one line: who searches for these words types an ordinary one."""

SOFT_HYPHEN = "\u00ad"  # a soft break within a word; not part of it, though terminals draw it
OPEN = 32  # depth of nested marks; each costs time at the end of every block


class InlineText:
    """The text of a block of HTML while it is read; white space counts once, however many elements it is spread over.

    Offsets are characters of the text, positions in `parts` are indices.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[MarkKind, str, int]] = []
        """Kind, address and start of each."""
        self._too_many = 0
        self._spaced = True

    def add(self, text: str, *, verbatim: bool = False) -> None:
        if not verbatim:
            text = SPACE.sub(" ", text.replace(SOFT_HYPHEN, ""))
            if self._spaced:
                text = text.removeprefix(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)
            self._spaced = text[-1] in " \n"

    def break_line(self) -> bool:
        """Begin a new line; return False if one has just begun."""
        if not self.parts:
            return True
        if self.parts[-1].endswith("\n"):
            return False
        if self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        self.add("\n", verbatim=True)
        return True

    def open_mark(self, kind: MarkKind, href: str = "") -> None:
        if len(self._open) < OPEN:
            self._open.append((kind, href, self.length))
        else:
            self._too_many += 1

    def close_mark(self) -> None:
        if self._too_many:
            self._too_many -= 1
        elif self._open:
            self._add_mark(*self._open.pop())

    def _add_mark(self, kind: MarkKind, href: str, start: int) -> None:
        if self.length > start:
            self._marks.append(Mark(Span(start, self.length), kind, href))

    def text_since(self, part: int) -> str:
        return "".join(self.parts[part:])

    def bracket(self, part: int) -> None:
        """Put brackets around the text since `part`."""
        self.replace_since(part, f"[{self.text_since(part).strip()}]")

    def replace_since(self, part: int, words: str) -> None:
        self.length += len(words) - sum(map(len, self.parts[part:]))
        self.parts[part:] = [words]
        self._spaced = False

    def take(self, *, strong: bool = False) -> BlockText:
        """Return the sanitized text and begin another block. With `strong`, all of it is marked."""
        text, marks = self.take_raw()
        if strong:
            marks.append(Mark(Span(0, len(text)), "strong"))
        return trim(clean(text), marks)

    def take_raw(self) -> tuple[str, list[Mark]]:
        """Return the text and the marks as they are, and begin another block, in which the open marks go on."""
        for opened in self._open:
            self._add_mark(*opened)
        taken = "".join(self.parts), self._marks
        self._open = [(kind, href, 0) for kind, href, _ in self._open]
        self.parts, self._marks = [], []
        self.length = 0
        self._spaced = True
        return taken


def build_article(pieces: Iterable[PendingBlock], title: str = "", source: str = "-") -> Article:
    builder = ArticleBuilder(title)
    for piece in pieces:
        builder.add(piece)
    return builder.build(source)


def build_list(entries: Iterable[PendingBlock], title: str, source: str) -> Article:
    """Return a list of entries (feed, mailbox) as an article, below its title if it has one; there is an entry."""
    heading = [PendingBlock("", title, "heading", 1)] if title else []
    first, *others = (*heading, *entries)
    return build_article((first, *(piece.apart() for piece in others)), title, source)


def entry_head(number: int, title: str, address: str, *about: str) -> Iterator[PendingBlock]:
    """Yield the heading of an entry, a link if it has an address, and its number and what is known, as furniture."""
    links = (Mark(Span(0, len(title)), "link", address),) if address else ()
    yield PendingBlock("", title, "heading", ENTRY_LEVEL, marks=links)
    yield PendingBlock("", " · ".join(filter(None, (entry_label(number), *about))), role="furniture")


WITHIN_SOURCE = "within-source:"
"""Before the address of a footnote as its source writes it: `#id`, in a book the part and the id."""


class ArticleBuilder:
    """The text, blocks and marks so far; `add` appends."""

    def __init__(self, title: str = "") -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.length = 0
        self.places: dict[str, int] = {}
        """The offsets of ids; the first element with an id has it."""
        self.title = title
        self.heading = ""
        self._untitled = True

    def add(self, piece: PendingBlock) -> None:
        start = self.length + len(piece.gap)
        self.length = start + len(piece.text)
        self.parts += (piece.gap, piece.text)
        span, role = Span(start, self.length), self._role(piece)
        block = Block(span, piece.kind, piece.level, role, piece.prefix, piece.hang, language=piece.language)
        self.blocks.append(block)
        self.marks += (Mark(mark.span.moved(start), mark.kind, mark.href) for mark in piece.marks)
        for id_, offset in piece.ids:
            self.places.setdefault(id_, start + offset)

    def build(self, source: str) -> Article:
        """Return the article so far. Its title is the given one, else that of the title block, else the first words."""
        text = "".join(self.parts)
        title = self.title or clean_line(self.heading or first_words(text))
        return Article(text, tuple(self.blocks), title, tuple(self._linked_marks()), source)

    def _linked_marks(self) -> Iterator[Mark]:
        """Yield the marks, those of footnotes with the offset of the note; links that lead nowhere are left out."""
        for mark in self.marks:
            if not mark.href.startswith(WITHIN_SOURCE):
                yield mark
            elif (at := self.places.get(mark.href.removeprefix(WITHIN_SOURCE).removeprefix("#"))) is not None:
                yield replace(mark, href=f"{WITHIN}{at}")

    def _role(self, piece: PendingBlock) -> Role:
        """Return the role of a block: the first heading may be the title."""
        if piece.role != "body" or piece.kind != "heading" or not self._untitled:
            return piece.role
        self._untitled = False
        is_title = same_words(piece.text, self.title) if self.title else piece.level == 1
        if not is_title or piece.nested:
            return "body"
        self.heading = piece.text
        return "title"


RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
SIGNED = re.compile(r"[0-9+-]+")


def raise_digits(text: str, *, lowered: bool = False) -> str:
    """Return `text` raised, or lowered, if it is a number; it has as many characters as before."""
    return text.translate(LOWERED if lowered else RAISED) if SIGNED.fullmatch(text) else text


def bracket_reading(reading: str, before: str) -> str:
    """Return the reading of a word in brackets; `before` is what stands before it."""
    if is_unspaced(before[-1:]):
        return f"（{reading}）"
    return f" ({reading})" if before[-1:].strip() else f"({reading})"
