"""The rows of the side pane: names, quotes, notes, drafts and headings.

A row formats its entry as lines of (text, style) pieces for a width; it does not draw. Pitfall: a list formats only
the visible rows, so `height` must be cheap and agree with `lines`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reader.analysis import KIND_TITLES, Analysis, Entity, Quote
from reader.annotations.notes import Note, inline_tags
from reader.document.article import Article, Block
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn

StyledText = tuple[str, str]
"""Text and its style: "", "head", "strong", "dim", "tag", "changed", "orphaned" …"""

SAMPLE_LENGTH = 600
"""Characters of a long text that are formatted: more than two lines of the widest pane."""


def collapse_whitespace(words: str) -> str:
    """Return the beginning of `words` with each run of white space as one space."""
    return " ".join(words[:SAMPLE_LENGTH].split())


def in_quotation_marks(words: str) -> str:
    """Return `words` on one line in quotation marks, unless they begin with one."""
    line = collapse_whitespace(words)
    return line if line[:1] in '"“‘«„' else f"“{line}”"


def wrap_two_lines(words: str, room: int) -> list[str]:
    """Return `words` on one line, or broken at a space into two, of which the second is truncated."""
    words = collapse_whitespace(words)
    at = find_line_break(words, room)
    return [words[:at], cut(words[at + 1 :], room)] if at else [cut(words, room)]


def find_line_break(words: str, room: int) -> int:
    """Return the index of the space where a line breaks into two; 0 if it fits or has none."""
    if cells_of(words) <= room:
        return 0
    at = words.rfind(" ", 0, room + 1)
    while at > 0 and cells_of(words[:at]) > room:
        at = words.rfind(" ", 0, at)
    return max(0, at)


def justify(left: Sequence[StyledText], right: StyledText, room: int) -> list[StyledText]:
    """Return a line with `left`, truncated if needed, and `right` at its end."""
    right = (cut(right[0], room), right[1])
    free = room - cells_of(right[0]) - 1
    kept = truncate_pieces(left, free)
    free -= sum(cells_of(words) for words, _ in kept)
    return [*kept, (" " * (free + 1), ""), right]


def truncate_pieces(pieces: Sequence[StyledText], room: int) -> list[StyledText]:
    """Return a line of pieces, truncated to `room` cells."""
    kept: list[StyledText] = []
    for words, kind in pieces:
        if not words:
            continue
        if room <= 0:
            if kept:
                last, of = kept[-1]
                kept[-1] = (cut(last + words, cells_of(last)), of)
            break
        shown = cut(words, room)
        kept.append((shown, kind))
        room -= cells_of(shown)
    return kept


class ListRow(ABC):
    """One entry of a list."""

    selectable: ClassVar[bool] = True

    @property
    def span(self) -> Span | None:
        """The place in the text that it leads to; None if there is none."""
        return None

    @property
    @abstractmethod
    def words(self) -> str:
        """The text that a filter searches."""

    def similarity(self, other: "ListRow") -> int:
        """Return how similar the entry is to `other`, from an older list; 0 for another entry."""
        return int(self == other)

    def height(self, width: int) -> int:
        return len(self.lines(width))

    @abstractmethod
    def lines(self, width: int) -> list[list[StyledText]]:
        """Return the lines of the row, each at most `width` cells."""


@dataclass(frozen=True)
class HeadingRow(ListRow):
    """A heading over rows of one kind, or a message in place of rows."""

    title: str
    kind: str = "head"
    gap: bool = False
    """True for an empty line before it."""

    selectable: ClassVar[bool] = False

    @property
    def words(self) -> str:
        return ""

    def lines(self, width: int) -> list[list[StyledText]]:
        if self.kind == "head":
            return [*([[]] if self.gap else []), [(cut(self.title, width), "head")]]
        found, left = [], self.title.split()
        line = ""
        for word in left:
            if line and len(line) + 1 + len(word) > width:
                found.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return [[(cut(line, width), self.kind)] for line in [*found, line]]


@dataclass(frozen=True)
class NameRow(ListRow):
    """An entity: its name, its aliases, its number of mentions."""

    entity: Entity

    @property
    def span(self) -> Span | None:
        return self.entity.mentions[0] if self.entity.mentions else None

    @property
    def words(self) -> str:
        return " ".join((self.entity.name, self.entity.kind, *self.entity.aliases))

    def similarity(self, other: ListRow) -> int:
        if not isinstance(other, NameRow):
            return 0
        return len(set(self.entity.mentions).intersection(other.entity.mentions))

    def height(self, width: int) -> int:
        return 1

    def lines(self, width: int) -> list[list[StyledText]]:
        pieces: list[StyledText] = [(drawn(self.entity.name), self.entity.kind)]
        if self.entity.aliases:
            pieces.append((f"  {', '.join(self.entity.aliases)}", "dim"))
        return [justify(pieces, (str(len(self.entity.mentions)), "dim"), width)]


@dataclass(frozen=True)
class QuoteRow(ListRow):
    """A quote: its speaker, its place and its words."""

    quote: Quote
    said: str
    paragraph: int
    indirect: bool = False
    """True for indirect speech."""
    page: str = ""
    """Of the source, if it has any."""

    @property
    def span(self) -> Span:
        return self.quote.span

    @property
    def speaker(self) -> str:
        return drawn(self.quote.speaker.name) if self.quote.speaker else ""

    @property
    def words(self) -> str:
        return f"{self.speaker} {self.said}{' indirectly' if self.indirect else ''}"

    def similarity(self, other: ListRow) -> int:
        return int(isinstance(other, QuoteRow) and self.span.overlaps(other.span))

    def height(self, width: int) -> int:
        return 3 if find_line_break(self.said, width) else 2

    def lines(self, width: int) -> list[list[StyledText]]:
        who: list[StyledText] = [(self.speaker, "strong")] if self.speaker else [("speaker not found", "dim")]
        if self.quote.uncertain:
            who.append(("  ? uncertain", "dim"))
        if self.indirect:
            who.append(("  indirectly", "dim"))
        text: list[list[StyledText]] = [[(line, "quote")] for line in wrap_two_lines(self.said, width)]
        where = f"p. {drawn(self.page)}" if self.page else f"¶ {self.paragraph}"
        return [justify(who, (where, "dim"), width), *text]


@dataclass(frozen=True)
class NoteRow(ListRow):
    """A note: its passage and whether that is still there, its text, its tags."""

    note: Note
    passage: str
    paragraph: int | None
    page: str = ""
    """Of the source, if it has any."""

    @property
    def state(self) -> str:
        return self.note.placement.state if self.note.placement else "exact"

    @property
    def span(self) -> Span | None:
        return self.note.span

    @property
    def words(self) -> str:
        texts = " ".join(head.text for head in self.note.conflict) or self.note.text
        state = f"{self.state} conflict" if self.note.conflict else self.state
        return f"{texts} {self.passage} {' '.join(f'#{tag}' for tag in self.note.tags)} {state}"

    def lines(self, width: int) -> list[list[StyledText]]:
        sign, state = {
            "exact": ("● " if self.note.text else "○ ", ""),
            "changed": ("◐ ", "changed"),
            "orphaned": ("✕ ", "orphaned"),
        }[self.state]
        paragraph = f"¶ {self.paragraph}" if self.paragraph else (self.state if state else "")
        where = f"p. {drawn(self.page)}" if self.page else paragraph
        passage = in_quotation_marks(self.passage) if self.passage else "On the article"
        lines: list[list[StyledText]] = [
            justify([(sign, state or "note"), (passage, state or "dim")], (where, "dim"), width)
        ]
        if state:
            said_by = self.note.placement.said_by if self.note.placement else ""
            change = "its words have changed" if state == "changed" else "no longer found in the article"
            change = f"changed: now said by {drawn(said_by)}" if said_by else change
            lines.append([(cut(f"  {change}", width), state)])
        if self.note.conflict:
            lines.append([(cut("  conflict: two texts, Enter chooses", width), "changed")])
            lines += [
                [(cut(f"  {n} {collapse_whitespace(head.text)}", width), "")]
                for n, head in enumerate(self.note.conflict, 1)
            ]
        elif self.note.text:
            lines += [[(f"  {line}", "")] for line in wrap_two_lines(self.note.text, width - 2)]
        written = inline_tags(self.note.text)
        if beside := [f"#{tag}" for tag in self.note.tags if tag not in written]:
            lines.append([(cut(f"  {' '.join(beside)}", width), "tag")])
        return lines


@dataclass(frozen=True)
class DraftRow(ListRow):
    """A note that is not saved yet."""

    text: str
    place: Span | None
    id: str

    @property
    def span(self) -> Span | None:
        return self.place

    @property
    def words(self) -> str:
        return f"draft {self.text}"

    def lines(self, width: int) -> list[list[StyledText]]:
        first: list[StyledText] = [(cut("✎ Draft — Enter to continue", width), "tag")]
        return [first, *([(f"  {line}", "")] for line in wrap_two_lines(self.text, width - 2))]


@dataclass(frozen=True)
class OutlineRow(ListRow):
    """A heading of the article."""

    block: Block
    title: str
    depth: int

    @property
    def span(self) -> Span:
        return self.block.span

    @property
    def words(self) -> str:
        return self.title

    def height(self, width: int) -> int:
        return 1

    def lines(self, width: int) -> list[list[StyledText]]:
        return [
            [(cut("  " * self.depth + collapse_whitespace(self.title), width), "strong" if self.depth == 0 else "")]
        ]


# ---------------------------------------------------------------------- the rows of each tab


def name_rows(analysis: Analysis) -> list[ListRow]:
    """Return the entities by kind, under headings."""
    rows: list[ListRow] = []
    for kind, title in KIND_TITLES.items():
        found = [NameRow(entity) for entity in analysis.entities if entity.kind == kind]
        rows += [HeadingRow(title, gap=bool(rows)), *found] if found else []
    return rows


def quote_rows(article: Article, quotes: Sequence[Quote], indirect: Sequence[Quote] = ()) -> list[ListRow]:
    """Return the quotes and the indirect speech in text order."""
    rows = [quote_row(article, quote) for quote in quotes]
    rows += [quote_row(article, quote, indirect=True) for quote in indirect]
    return [*sorted(rows, key=lambda row: row.span)] if indirect else [*rows]


def quote_row(article: Article, quote: Quote, *, indirect: bool = False) -> QuoteRow:
    said, paragraph = collapse_whitespace(quote.span.of(article.text)), article.paragraph_number(quote.span.start)
    return QuoteRow(quote, said, paragraph, indirect, article.page_at(quote.span.start))


def note_rows(notes: Sequence[Note], article: Article) -> list[ListRow]:
    """Return the orphaned notes first, then the others in the given order."""
    rows = [note_row(note, article) for note in notes]
    return [*(r for r in rows if r.state == "orphaned"), *(r for r in rows if r.state != "orphaned")]


def note_row(note: Note, article: Article) -> NoteRow:
    place = note.span
    passage = place.of(article.text) if place else note.anchor.exact if note.anchor else ""
    if place is None:
        return NoteRow(note, passage, None)
    return NoteRow(note, passage, article.paragraph_number(place.start), article.page_at(place.start))


def outline_rows(article: Article) -> list[ListRow]:
    """Return the headings, indented by level."""
    top = min((block.level for block in article.headings), default=1)
    return [OutlineRow(block, block.span.of(article.text), block.level - top) for block in article.headings]
