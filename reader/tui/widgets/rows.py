"""The rows of the side pane: names and headings. Those of quotes are in `quote_rows`; those of notes, in `note_rows`,
are imported with the library, after the first paint of the side pane.

A row formats its entry as lines of (text, style) pieces for a width; it does not draw.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate, islice, pairwise, zip_longest
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, dataclass_transform

from reader.analysis import Entity, Quote
from reader.document.article import Block
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.view.line_breaks import wrap_words

if TYPE_CHECKING:
    from sqlite3 import Connection

    from reader.annotations.notes import Note
    from reader.annotations.proposals import Proposal
    from reader.export.collection import Picks
    from reader.search import Origin
    from reader.search.people import Person
    from reader.tui.check_client import FoundPassage

StyledText = tuple[str, str]  # text and its styles: "", "head", "person strong", "dim", "tag", "changed", "orphaned" …

INDENT = "  "

DASHED_EDGE = "┆ "  # the edge of what is only proposed

BETWEEN = " │ "

BAR_WIDTH = 6  # cells of the bar of the most frequent name


def wrap_text(text: str, room: int) -> list[str]:
    """Return all of a text in lines of at most `room` cells, its own line breaks kept; long words are broken."""
    paragraphs = (drawn(line.rstrip()) for line in text.strip().splitlines())
    return [words[start:end] for words in paragraphs for start, end in wrap_words(words, 0, max(1, room))]


def unverified_words(note: "Note") -> str:
    """Return what to say of a note that another program has written over, and what to do; "" of any other."""
    if not note.unverified:
        return ""
    return f"changed by another program: Enter {'chooses' if note.choices else 'and Ctrl-S accept it'}"


def as_proposed(lines: Iterable[Sequence[StyledText]]) -> list[list[StyledText]]:
    """Return lines in grey: what nobody has accepted yet."""
    return [[(words, "dim") for words, _ in line] for line in lines]


def signed_day(note: "Note", author: str, room: int) -> str:
    """Return the day of a note, after the name of its `author`, shortened if needed, if that is to be shown."""
    day = format_day(note.created)
    return " · ".join(filter(None, [cut(drawn(author), max(0, room - cells_of(day) - len(" · "))), day]))


def with_day(lines: list[list[StyledText]], day: str, width: int) -> list[list[StyledText]]:
    """Return the lines of a note with its day at the end of the last one, or of one more where there is no room."""
    *above, last = lines or [[]]
    if sum(cells_of(words) for words, _ in last) + cells_of(day) + 2 > width:
        above, last = lines, []
    return [*above, justify(last, (day, "dim"), width)]


def format_day(moment: str, month: str = "%b") -> str:
    """Return the local day of an ISO time, with the year unless it is this one; what has no day as it is."""
    try:
        day = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment[:10]
    this_year = day.year == datetime.now().astimezone().year
    return f"{day.day} {day:{month}}" if this_year else f"{day.day} {day:{month}} {day.year}"


def wrap_at_most(words: str, room: int, most: int) -> list[str]:
    """Return `words` in at most `most` lines, the last of which is truncated if there is more."""
    lines = wrap_text(words, room)
    return lines if len(lines) <= most else [*lines[: most - 1], cut(" ".join(lines[most - 1 : most + 1]), room)]


def count_bar(count: int, most: int) -> str:
    """Return a bar for a count, as long as `BAR_WIDTH` cells for the greatest one."""
    halves = max(1, round(2 * BAR_WIDTH * count / most)) if most and count else 0
    return ("━" * (halves // 2) + "╸" * (halves % 2)).ljust(BAR_WIDTH)


def count_line(pieces: Sequence[StyledText], count: int, most: int, width: int) -> list[StyledText]:
    """Return a line of a list with counts: what is counted, a bar and the figure."""
    figure = f" {count:>{len(str(most))}}"
    room = width - BAR_WIDTH - 1 - len(figure)
    bar = f" {count_bar(count, most)}"
    return [*filled(truncate_pieces(pieces, room), room), (bar, "bar"), (figure, "dim")]


def justify(left: Sequence[StyledText], right: StyledText, room: int) -> list[StyledText]:
    """Return a line with `left`, truncated if needed, and `right` at its end."""
    right = (cut(right[0], room), right[1])
    free = room - cells_of(right[0]) - 1
    return [*filled(truncate_pieces(left, free), free + 1), right]


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
        room = room - cells_of(shown) if shown == words else 0  # a space before the ellipsis is cut, too
    return kept


def wrap_pieces(pieces: Sequence[StyledText], room: int, most: int) -> list[list[StyledText]]:
    """Return the pieces of a text in lines of `room` cells, at most `most`, the last of which is truncated."""
    text = "".join(words for words, _ in pieces)
    ends = list(accumulate(len(words) for words, _ in pieces))
    kinds = [kind for _, kind in pieces]
    lines: list[list[StyledText]] = []
    for start, end in islice(wrap_words(text, 0, max(1, room)), most if text else 0):
        stop = len(text) if len(lines) + 1 == most else end
        edges = [start, *(edge for edge in ends if start < edge < stop), stop]
        line = [(text[a:b], kinds[bisect_right(ends, a)]) for a, b in pairwise(edges)]
        lines.append(truncate_pieces(line, room))
    return lines


def indented(lines: Iterable[Sequence[StyledText]]) -> list[list[StyledText]]:
    return [[(INDENT, ""), *line] for line in lines]


def filled(line: Sequence[StyledText], width: int) -> list[StyledText]:
    return [*line, (" " * (width - sum(cells_of(words) for words, _ in line)), "")]


def in_columns(
    left: Iterable[Sequence[StyledText]], right: Iterable[Sequence[StyledText]], width: int
) -> list[list[StyledText]]:
    """Return the lines of two columns, of which the left one has `width` cells, beside each other."""
    return [[*filled(one, width), (BETWEEN, "dim"), *other] for one, other in zip_longest(left, right, fillvalue=())]


class RowActions(Protocol):
    """What a row of the side pane, or an entry of the margin, has the screen do when it is chosen."""

    def go_to(self, span: Span, *, into_text: bool, quote: "Quote | None" = None) -> None:
        """Go to the place of a row, which may be a `quote`, and `into_text`, out of the list."""

    def go_to_name(self, entity: Entity, *, again: bool) -> None:
        """Go to the first mention of a name; `again`: to the next one."""

    def open_at(self, offset: int) -> None:
        """Open the link, the footnote, the name or the quote at `offset`, where the caret is."""

    def open_entry(self, start: int) -> bool:
        """Read the page of the entry of a feed whose heading is at `start`; return whether there is one."""

    def open_source(self, passage: "FoundPassage") -> None:
        """Open the source of a verdict."""

    def open_article(self, origin: "Origin", span: Span | None) -> None:
        """Read another article of the library, at a place in it."""

    def open_person(self, person: "Person") -> None:
        """Show what a person said in the texts of the dossier, and elsewhere."""

    def open_statement(self, span: Span) -> None:
        """Show where else the quote at `span` stands."""

    def review_note(self, note: "Note") -> None:
        """Let the user decide about a note."""

    def continue_draft(self, draft_id: str) -> None:
        """Open the note box with a draft."""


class Pick(NamedTuple):
    """An entry to be exported."""

    key: object
    """What tells it from others of any list."""
    find: "Callable[[Connection], Picks]"
    """Returns its notes and quotes, from the index."""


class About(NamedTuple):
    words: str = ""
    """The text that a filter searches."""
    span: Span | None = None
    """The place in the text that it leads to; None if there is none."""
    key: object = None
    """What tells it from others of its list, in any order; None if what is exported does, else its place."""
    target: "tuple[Origin, Span | None] | None" = None
    """The article of the library that it leads to, and the place in it; None if it leads to none."""
    pick: Pick | None = None
    """What is exported if it is picked; None if it cannot be."""
    summary: str = ""
    """It in a few words, for the line that says where one is; empty if its words are few."""


@dataclass_transform(frozen_default=True)
class ListRow(ABC):
    """One entry of a list; each kind is a frozen dataclass."""

    __slots__ = ()  # a book has ten thousand quotes, each with a row in both orders

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)

    selectable: ClassVar[bool] = True
    counted: ClassVar[bool] = True
    """True if it counts as one in the number beside its tab."""
    reaches_on: ClassVar[bool] = False
    """True if its place reaches to that of the next entry, as a section does."""
    is_passage: ClassVar[bool] = False
    """True if a note written on it is about the words at its place."""
    gap = 0
    """Empty lines above it, unless it is the first row."""

    is_here = False
    """True if it stands for the text that is read, so that it is the current row wherever the caret is."""

    proposed: "Proposal | None" = None
    """The proposal of a program, if it is the row of one."""

    noted: "Note | None" = None
    """Its note, if it is the row of one; its name or its quote likewise."""

    named: Entity | None = None
    quoted: "Quote | None" = None

    @property
    def about(self) -> About:
        """What it is about; its place is `span`, too."""
        return About()

    @property
    def span(self) -> Span | None:
        return self.about.span

    @property
    def spans(self) -> Sequence[Span]:
        """All its places in the text: the mentions of a name."""
        return () if self.span is None else (self.span,)

    @property
    def key(self) -> object:
        about = self.about
        return about.key or (about.pick.key if about.pick else self.span)

    @property
    def summary(self) -> str:
        return self.about.summary or collapse_whitespace(self.about.words)

    def choose(self, actions: RowActions, *, again: bool) -> None:
        """Go to its place, and into the text if it is chosen `again`."""
        if self.span is not None:
            actions.go_to(self.span, into_text=again)

    def similarity(self, other: "ListRow") -> int:
        """Return how similar the entry is to `other`, from an older list; 0 for another entry."""
        return int(self == other)

    @abstractmethod
    def lines(self, width: int) -> list[list[StyledText]]:
        """Return the lines of the row below its gap, each at most `width` cells."""


class HeadingRow(ListRow):
    """A heading over rows of one kind, or a message in place of rows."""

    title: str
    kind: str = "head"
    gap: int = 0
    right: str = ""
    """What stands at the end of its row."""

    selectable: ClassVar[bool] = False
    counted: ClassVar[bool] = False

    def lines(self, width: int) -> list[list[StyledText]]:
        if self.right:
            return [justify([(drawn(self.title), self.kind)], (self.right, "dim"), width)]
        if self.kind == "head":
            return [[(cut(self.title, width), "head")]]
        return [[(line, self.kind)] for line in wrap_text(" ".join(self.title.split()), width) or [""]]


class NameRow(ListRow):
    """An entity: its name, its aliases, and its number of mentions with a bar."""

    named: Entity
    most: int = 0
    """The mentions of the most frequent name of the list; 0 for no bar."""

    @cached_property
    def about(self) -> About:
        named = self.named
        span = named.mentions[0] if named.mentions else None
        return About(" ".join((named.name, named.kind, *named.aliases)), span, key=(named.name, span))

    @property
    def spans(self) -> Sequence[Span]:
        return self.named.mentions

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if self.span is not None:
            actions.go_to_name(self.named, again=again)

    def similarity(self, other: ListRow) -> int:
        if not isinstance(other, NameRow):
            return 0
        return len(set(self.named.mentions).intersection(other.named.mentions))

    def lines(self, width: int) -> list[list[StyledText]]:
        count = len(self.named.mentions)
        aliases = ", ".join(self.named.aliases)
        pieces = [(drawn(self.named.name), self.named.kind), (f"  {aliases}" if aliases else "", "dim")]
        if not self.most or width < 4 * BAR_WIDTH:
            return [justify(pieces, (str(count), "dim"), width)]
        return [count_line(pieces, count, self.most, width)]


class OutlineRow(ListRow):
    block: Block
    title: str
    depth: int

    reaches_on: ClassVar[bool] = True

    @property
    def about(self) -> About:
        return About(self.title, self.block.span)

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if not (again and actions.open_entry(self.block.span.start)):
            super().choose(actions, again=again)

    def lines(self, width: int) -> list[list[StyledText]]:
        return [
            [(cut("  " * self.depth + collapse_whitespace(self.title), width), "strong" if self.depth == 0 else "")]
        ]
