"""What stands in the margin beside a line: an entry for each speaker, note, name, link, caption, hunk or time.

An entry is tied to a span of the text, formats itself as lines of styled words, and has a form of one row for where
there is little room. `ENTRIES` makes those that follow from the article; the speakers and names come with the analysis,
the cards with the notes, the verdicts with a check. Pitfall: a book has ten thousand quotations, so their entries are
made when they come into sight.
"""

import os
import re
from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, cast

from reader.analysis import LEVELS, Entity, Quote
from reader.analysis.roles import find_roles
from reader.document.article import Article, Block, cited_page
from reader.document.links import footnotes, heading_of
from reader.sources.detect import path_beside
from reader.text.format import collapse_whitespace, counted, in_quotation_marks
from reader.text.span import Packed, Span, without_overlaps
from reader.text.width import cells_of, cut, cut_start, drawn
from reader.tui.widgets import rows
from reader.tui.widgets.quote_rows import ListedQuotes

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.annotations.proposals import Proposal

MOST_ROWS = 3  # rows of a reference, a caption or the beginning of a long footnote

YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")

SHORTEST_TITLE = 20
"""Characters behind the year of a reference that its title has at least: else the title stands before it."""

SHORTEST_END = 8  # cells of the end of an address: in fewer, its beginning is told
LONGEST = 400  # characters of a footnote that are formatted: more than its rows hold

FEW_QUOTES, ABOUT_A_SCREEN = 3, 1200
"""Names are told where fewer quotations than these are in so many characters to each side."""

CAPTION = re.compile(r"(Fig(?:ure|\.)|Table|Listing|Algorithm|Scheme|Plate)\s?(\d{1,3})\b")
"""The label of a figure or a table, at the head of its caption or where the text refers to it."""

AFTER_LABEL = ".:|–—"
"""Signs of which one stands between the label and the words of a caption; “Figure 2 shows” may begin a paragraph."""

PICTURED, TABULATED = "▣", "▦"

HUNK = re.compile(r"@@+ .*? \+(\d+).*? @@+ ?(.*)")


@dataclass(frozen=True)
class MarginEntry(ABC):
    span: Span
    """The words of the text that it belongs to."""

    framed: ClassVar[bool] = False
    is_doubtful = False
    """Whether its frame is drawn as a warning."""
    is_kept = False
    """Whether it always has its row."""
    reaches_on = False
    """Whether it is told again at the top of the window while its words go on there."""
    is_told = True
    """False if it is told only there."""
    noted = cast("Note | None", None)
    """Its note, if it is the card of one."""
    quoted = cast(Quote | None, None)
    """Its first quotation, if it tells who speaks."""
    proposed = cast("Proposal | None", None)
    """The proposal of a program, if it is the card of one: its frame is dashed."""

    def choose(self, actions: rows.RowActions) -> None:
        """Open what is at its words."""
        actions.open_at(self.span.start)

    @abstractmethod
    def lines(self, width: int) -> list[list[rows.StyledText]]:
        """Return its rows, each at most `width` cells."""

    def short(self, width: int) -> list[rows.StyledText]:
        """Return the entry in one row."""
        return self.lines(width)[0]


@dataclass(frozen=True)
class WordsEntry(MarginEntry):
    """Words, and one thing at the end of the row."""

    words: tuple[rows.StyledText, ...]
    right: str = ""
    is_kept: bool = False
    reaches_on: bool = False
    is_told: bool = True
    quoted: Quote | None = field(default=None, compare=False)
    leads_to: Span | None = None
    """The words in the text that it tells of; None if these are its own."""

    def choose(self, actions: rows.RowActions) -> None:
        if self.leads_to is None:
            super().choose(actions)
        else:
            actions.go_to(self.leads_to, into_text=True)

    def lines(self, width: int) -> list[list[rows.StyledText]]:
        size = sum(cells_of(words) for words, _ in self.words) + (cells_of(self.right) + 2 if self.right else 0)
        if size <= width:
            return [self.short(width)]
        lines = rows.wrap_pieces(self.words, width, MOST_ROWS)
        return [*lines[:-1], rows.justify(lines[-1], (self.right, "dim"), width)] if self.right else lines

    def short(self, width: int) -> list[rows.StyledText]:
        return (
            rows.justify(self.words, (self.right, "dim"), width)
            if self.right
            else rows.truncate_pieces(self.words, width)
        )


@dataclass(frozen=True)
class AddressEntry(MarginEntry):
    """Where a link leads, in one row: of a long address its site and its end."""

    address: str

    def lines(self, width: int) -> list[list[rows.StyledText]]:
        site, slash, path = self.address.partition("/")
        room = width - cells_of(f"→ {site}{slash}")
        shown = f"{site}{slash}{cut_start(path, room)}" if room > SHORTEST_END else cut(self.address, width - 2)
        return [[(f"→ {shown}", "dim")]]


class ElsewhereEntry(WordsEntry):
    """Where else a quote stands; it leads to the page of the statement."""

    def choose(self, actions: rows.RowActions) -> None:
        actions.open_statement(self.span)


@dataclass(frozen=True)
class CardEntry(MarginEntry):
    """A note in a frame."""

    note: "Note"
    author: str
    """Empty where all notes are by one."""
    proposed: "Proposal | None" = None

    framed: ClassVar[bool] = True

    @property
    def noted(self) -> "Note | None":  # type: ignore[override]
        return None if self.proposed else self.note

    def choose(self, actions: rows.RowActions) -> None:
        if self.proposed:
            actions.go_to(self.span, into_text=True)
        else:
            actions.review_note(self.note)

    @property
    def is_doubtful(self) -> bool:  # type: ignore[override]
        return self.note.is_changed or bool(self.note.conflict) or self.note.unverified

    def lines(self, width: int) -> list[list[rows.StyledText]]:
        lines = card_lines(self.note, width, self.author)
        return rows.as_proposed(lines) if self.proposed else lines

    def short(self, width: int) -> list[rows.StyledText]:
        words = " ".join(text for line in self.lines(width) for text, _ in line)
        sign, kind = (rows.DASHED_EDGE, "dim") if self.proposed else ("● ", "")
        return rows.truncate_pieces([(sign, kind or "note"), (collapse_whitespace(words), kind)], width)


def cards_of(notes: "Sequence[Note]", proposals: "Sequence[Proposal]", authored: bool) -> list[CardEntry]:
    """Return the cards of notes, in text order; those without a place, at the beginning of the text, come first.

    A highlight without words or tags has none, unless it is proposed.
    """
    told = [note for note in notes if note.text or note.tags or note.conflict or note.unverified]
    told.sort(key=lambda note: (note.span is not None, note.span or Span(0, 0), note.created))
    cards = [CardEntry(note.span or Span(0, 0), note, note.author.signature if authored else "") for note in told]
    proposed = (CardEntry(each.note.span or Span(0, 0), each.note, f"by {each.author}", each) for each in proposals)
    return sorted([*cards, *proposed], key=lambda card: card.span)


def card_lines(note: "Note", room: int, author: str = "") -> list[list[rows.StyledText]]:
    """Return what stands in a card; the last line has the day, and the `author` if notes are by several."""
    state = ("" if note.anchor else cut("on the article", room), "dim")
    if note.is_changed:
        state = ("◐ its words have changed", "changed")
    elif note.is_orphaned:
        words = f"✕ orphaned: {in_quotation_marks(note.anchor.exact) if note.anchor else ''}"
        state = (cut(collapse_whitespace(words), room), "orphaned")
    decision = "two texts: Enter chooses one" if note.conflict else ""
    texts = [head.text for head in note.conflict] or [note.text]
    tags = " ".join(f"#{tag}" for tag in note.tags_beside)
    doubts = ((decision, "changed"), (rows.unverified_words(note), "changed"))
    parts = (state, *doubts, *((text, "") for text in texts), (tags, "tag"))
    lines = [[(line, kind)] for words, kind in parts for line in rows.wrap_text(words, room)]
    return rows.with_day(lines, cut(rows.signed_day(note, author, room), room), room)


class SpeakerEntries(Packed[MarginEntry]):
    """Who says each quotation; those of one speaker in one paragraph, with nobody between, are one entry."""

    def __init__(self, listed: ListedQuotes, entities: Iterable[Entity] = (), in_turns: bool = False) -> None:
        """`in_turns`: the text names the speakers, so they are only told where a turn goes on from above."""
        self._listed, self._in_turns = listed, in_turns
        self._mentions = {drawn(entity.name): entity.mentions for entity in entities}
        self._roles: dict[str, str] = {}
        article = listed.article
        keys = ((article.block_index(listed.span(at).start), listed.speaker(at)) for at in range(len(listed.quotes)))
        counts = (len(list(same)) for _, same in groupby(keys))
        self._firsts = array("i", accumulate(counts, initial=0))
        """The first quotation of each entry, and how many there are."""
        self.starts = array("i", (listed.span(at).start for at in self._firsts[:-1]))

    def __len__(self) -> int:
        return len(self.starts)

    def make(self, index: int) -> MarginEntry:
        listed = self._listed
        first, end = self._firsts[index : index + 2]
        quotes = [listed.quotes[at] for at in range(first, end)]
        span = Span(quotes[0].span.start, quotes[-1].span.end)
        name, quote = listed.speaker(first), min(quotes, key=lambda quote: quote.confidence)
        if not name:
            return WordsEntry(span, ((f"? {quote.without_speaker}", "dim"),), reaches_on=True, quoted=quotes[0])
        sign = LEVELS[quote.certainty].sign if quote.certainty else ""
        who = (name, f"{listed.kinds.get(name, '')} strong".strip())
        level: tuple[rows.StyledText, ...] = (
            ((f"{sign} ", "uncertain"), who) if quote.uncertain else (who, (f" {sign}", "dim"))
        )
        words = (*(piece for piece in level if piece[0].strip()), (f"  {self._role_of(name)}".rstrip(), "dim"))
        is_told = not (self._in_turns and names_itself(listed.article, span, name))
        right = counted(len(quotes), "quote") if len(quotes) > 1 else ""
        return WordsEntry(
            span, words, right, is_kept=quote.uncertain, reaches_on=True, is_told=is_told, quoted=quotes[0]
        )

    def _role_of(self, name: str) -> str:
        """Return how the text introduces a speaker; "" if it does not."""
        if name not in self._roles:
            role = next(find_roles(self._listed.article.text, self._mentions.get(name, ())), "")
            self._roles[name] = drawn(role)
        return self._roles[name]


def names_itself(article: Article, span: Span, name: str) -> bool:
    """Return whether the words before a turn, or its first ones, name the speaker."""
    start = article.text.rfind("\n", 0, max(0, span.start - 1)) + 1
    return name.split()[-1].casefold() in article.text[start : span.start + len(name)].casefold()


def named_entries(entities: Sequence[Entity], quotes: ListedQuotes) -> list[MarginEntry]:
    """Return who is first named where, in text order, at places with few quotations around, and none of theirs."""
    starts = [quotes.span(index).start for index in range(len(quotes.quotes))]
    found: list[MarginEntry] = []
    for entity in entities:
        if entity.kind != "person" or not entity.mentions:
            continue
        span, name = entity.mentions[0], drawn(entity.name)
        near = range(*(bisect_left(starts, span.start + way * ABOUT_A_SCREEN) for way in (-1, 1)))
        if len(near) < FEW_QUOTES and all(quotes.speaker(index) != name for index in near):
            times = counted(len(entity.mentions), "mention")
            found.append(WordsEntry(span, ((name, entity.kind),), times))
    return sorted(found, key=lambda entry: entry.span)


def footnote_entries(article: Article) -> Iterator[MarginEntry]:
    """Yield the footnotes and references that the text refers to."""
    for each in footnotes(article):
        words = drawn(collapse_whitespace(each.note.of(article.text)[:LONGEST]))
        if (year := YEAR.search(each.marker)) is not None:  # it names the authors already
            title = words.partition(year[0])[2].lstrip(" ).,:;")
            words = title if len(title) >= SHORTEST_TITLE else words
        yield WordsEntry(each.reference, ((f"{each.marker} ", "tag"), (words, "")))


def link_entries(article: Article) -> Iterator[MarginEntry]:
    """Yield where links lead, but for those to footnotes: to an address, a heading or a file, which may be missing."""
    for mark in article.marks:
        href = mark.href if mark.kind == "link" and mark.target is None else ""
        if (heading := heading_of(article, href)) is not None:
            words = collapse_whitespace(heading.of(article.text))
            place = f"¶ {article.paragraph_number(heading.start)}"
            yield WordsEntry(mark.span, ((drawn(f"↓ {words}"), "dim"),), place, leads_to=heading)
        elif href.startswith("#") and len(href) > 1:
            yield WordsEntry(mark.span, ((drawn(f"✗ no heading {href}"), "uncertain"),))
        elif (path := path_beside(article.source, href)) is not None and not os.path.exists(path):
            yield WordsEntry(mark.span, ((drawn(f"✗ no such file: {href}"), "uncertain"),))
        elif href:
            yield AddressEntry(mark.span, drawn(href.removeprefix("https://")))


def caption_entries(article: Article) -> Iterator[MarginEntry]:
    """Yield the captions of the figures and tables that the text refers to."""
    places = [(found, article.block_at(found.start())) for found in CAPTION.finditer(article.text)]
    labelled = [(found, block) for found, block in places if found.start() == block.span.start]
    labelled.sort(key=lambda each: article.text[each[0].end() : each[0].end() + 1] not in AFTER_LABEL)
    captions: dict[tuple[str, str], Block] = {}
    for found, block in labelled:
        captions.setdefault(label_of(found), block)
    for found, block in places:
        caption = captions.get(label_of(found))
        if caption is None or caption is block:
            continue
        label, number = label_of(found)
        words = CAPTION.sub("", caption.span.of(article.text)[:LONGEST], count=1).lstrip(f" {AFTER_LABEL}")
        sign = TABULATED if label == "table" else PICTURED
        page = article.page_at(caption.span.start)
        yield WordsEntry(
            Span(*found.span()),
            ((f"{sign} {label.capitalize()} {number}", "tag"), (f"  {drawn(collapse_whitespace(words))}", "")),
            cited_page(page) if page else "",
            leads_to=caption.span,
        )


def label_of(found: re.Match[str]) -> tuple[str, str]:
    label = found[1].casefold()
    return ("figure" if label == "fig." else label), found[2]


def hunk_entries(article: Article) -> Iterator[MarginEntry]:
    """Yield the file, the line and the function of each hunk of a diff, with the lines added and removed."""
    from reader.sources.diff import CHANGED_FILE, LANGUAGE  # not with the side pane

    for block in article.blocks:
        words = block.span.of(article.text) if block.language == LANGUAGE else ""
        if (found := HUNK.match(words)) is None:
            continue
        heading = article.heading_at(block.span.start)
        file = CHANGED_FILE.search(heading.span.of(article.text)) if heading is not None else None
        name = file["name"].rpartition("/")[2] if file is not None else ""
        within = found[2].strip().rstrip(":{").rstrip()
        where = " · ".join(filter(None, (f"line {found[1]}", within)))
        lines = words.splitlines()[1:]
        added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
        head = ((drawn(name), "strong"), (drawn(f"  {where}"), "dim"))
        yield WordsEntry(block.span, head, f"+{added} −{removed}", reaches_on=True)


def time_entries(article: Article) -> Iterator[MarginEntry]:
    """Yield the time of each paragraph of a recording."""
    before = -1
    for page in article.pages if article.is_timed else ():
        block = article.block_index(page.start)
        if block != before:
            yield WordsEntry(Span(page.start, page.start), ((page.label, "dim"),))
        before = block


ENTRIES: Mapping[str, Callable[[Article], Iterator[MarginEntry]]] = {
    "footnotes": footnote_entries,
    "links": link_entries,
    "captions": caption_entries,
    "hunks": hunk_entries,
    "times": time_entries,
}
"""What follows from the article alone, by the kinds that genres name."""


def entries_of(article: Article, kinds: Sequence[str]) -> list[MarginEntry]:
    """Return the entries of these kinds that follow from the article, in text order, one for the same words."""
    found = [entry for kind in kinds if kind in ENTRIES for entry in ENTRIES[kind](article)]
    found.sort(key=lambda entry: entry.span.start)  # stable: the first kinds come first
    return without_overlaps(found, attrgetter("span"))
