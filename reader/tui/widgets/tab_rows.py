"""The entries of the tabs of the side pane, their places in the text, and the orders in which they are listed.

All of it is made without widgets, and in each order at once, so that the lists of a book can be made in a thread, with
the layers that show its analysis in the text, and another order costs no time.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reader.analysis import KIND_TITLES, Analysis, FoundGenre, language_notice
from reader.analysis.speaker_shares import speaker_shares
from reader.config.contexts import TABS
from reader.document.article import Article
from reader.text.format import counted
from reader.text.span import Span, grouped
from reader.tui.chrome.margin_entries import MarginEntry, SpeakerEntries, named_entries
from reader.tui.widgets.quote_rows import ListedQuotes, QuoteRow
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow, OutlineRow
from reader.view.interval_index import IntervalIndex


class RowIndex:
    """Entries by their places in the text, indexed since every step of the caret looks them up."""

    def __init__(self, entries: Sequence[ListRow]) -> None:
        places = [(span, index) for index, entry in enumerate(entries) for span in entry.spans]
        places.sort(key=lambda place: (place[0].start, place[0].end, place[1]))
        self._entries = array("i", (index for _, index in places))
        self._place_of = {entries[index].key: place for place, index in enumerate(self._entries)}
        self._starts = array("i", (span.start for span, _ in places))
        self._overlaps = IntervalIndex(span for span, _ in places)
        self._reach_on = any(entry.reaches_on for entry in entries)

    def at(self, offset: int) -> int | None:
        """Return the entry whose place includes `offset`; of several, the one that begins last."""
        if self._reach_on:
            return self.before(offset)
        found = self._overlaps.overlapping(offset, offset + 1)[:1]
        return self._entries[found[0]] if found else None

    def before(self, offset: int) -> int | None:
        """Return the entry with the last place that begins at or before `offset`."""
        place = bisect_right(self._starts, offset) - 1
        return self._entries[place] if place >= 0 else None

    def next(self, here: object, offset: int, way: int, among: Callable[[int], bool]) -> int | None:
        """Return the entry after (`way` 1) or before (-1) the one with the key `here` in the text, wrapping.

        If there is none, that at `offset` takes its place. Only entries that `among` accepts count.
        """
        count, place = len(self._entries), self._place_of.get(here)
        if place is None:
            place = bisect_right(self._starts, offset) - 1 if way > 0 else bisect_left(self._starts, offset)
        following = (self._entries[(place + way * step) % count] for step in range(1, count + 1))
        return next((entry for entry in following if among(entry)), None)


@dataclass(frozen=True)
class Arrangement:
    """The rows of a tab in one order, with headings."""

    rows: Sequence[ListRow] = ()
    numbers: Mapping[object, int] = field(default_factory=dict)
    """The index of each entry among the rows, by its key."""


@dataclass(frozen=True)
class Listing:
    """The entries of one tab, in each of its orders."""

    entries: Sequence[ListRow] = ()
    """In the order in which they were found."""
    places: RowIndex = field(default_factory=lambda: RowIndex(()))
    orders: Mapping[str, Arrangement] = field(default_factory=dict)
    count: int = 0
    """The number of entries that count: drafts do not."""

    def in_order(self, order: str) -> Arrangement:
        """Return the rows in an order; none if there are no entries."""
        return self.orders.get(order) or Arrangement()


def listing(
    tab: str, entries: Sequence[ListRow], above: Sequence[ListRow] = (), below: Sequence[ListRow] = ()
) -> Listing:
    """Return the entries of a tab in each of its orders, between the same lines; nothing if there are no entries."""
    if not entries:
        return Listing()
    orders = {order: arranged([*above, *ORDERS[order](entries), *below]) for order in TABS[tab].orders}
    return Listing(entries, RowIndex(entries), orders, sum(entry.counted for entry in entries))


def arranged(rows: Sequence[ListRow]) -> Arrangement:
    return Arrangement(rows, {row.key: index for index, row in enumerate(rows) if row.selectable})


def names_by_kind(entries: Sequence[NameRow]) -> list[ListRow]:
    """Return the names under headings of their kinds, most mentioned first."""
    rows: list[ListRow] = []
    for kind, title in KIND_TITLES.items():
        found = [entry for entry in entries if entry.named.kind == kind]
        rows += [HeadingRow(title, gap=1), *found] if found else []
    return rows


def quotes_by_speaker(entries: Sequence[QuoteRow]) -> list[ListRow]:
    """Return the quotes under their speakers: those with most quotes first, quotes of nobody last."""
    said = grouped((entry.speaker, entry) for entry in entries)
    rows: list[ListRow] = []
    for share in speaker_shares(entry.statement for entry in entries):
        kind = f"{said[share.name][0].kind} strong" if share.name else "dim"
        rows.append(HeadingRow(share.title, kind, gap=1, right=counted(share.quotes, "quote")))
        rows += [replace(quote, grouped=True) for quote in said[share.name]]
    return rows


def newest_first(entries: Sequence[ListRow]) -> list[ListRow]:
    """Return drafts, then the notes that were written last."""
    notes = [(entry.noted.created, entry) for entry in entries if entry.noted]
    drafts = [entry for entry in entries if not entry.noted]
    return [*drafts, *(entry for _, entry in sorted(notes, key=lambda made: made[0], reverse=True))]


IN_TEXT_ORDER = "in text order"

ORDERS: Mapping[str, Callable[[Sequence[Any]], Sequence[ListRow]]] = {
    IN_TEXT_ORDER: lambda entries: entries,
    "by appearance": lambda names: sorted(names, key=lambda name: (name.span is None, name.span or Span(0, 0))),
    "A–Z": lambda names: sorted(names, key=lambda name: name.about.words.casefold()),
    "by count": names_by_kind,
    "by speaker": quotes_by_speaker,
    "newest first": newest_first,
    "by kind": lambda entries: entries,
    "to look at first": lambda checks: sorted(checks, key=lambda check: check.urgency),
}
"""Each returns the entries of a tab, which were found in text order, with headings. By the names in the tabs."""


def name_rows(analysis: Analysis) -> list[NameRow]:
    """Return the entities, most mentioned first."""
    most = max((len(entity.mentions) for entity in analysis.entities), default=0)
    return [NameRow(entity, most) for entity in analysis.entities]


def quote_rows(article: Article, analysis: Analysis, *, with_indirect: bool) -> list[QuoteRow]:
    """Return the quotes, and on request the indirect speech, in text order."""
    direct = ListedQuotes(article, analysis)
    rows = [QuoteRow(direct, index, grouped=False) for index in range(len(analysis.quotes))]
    if with_indirect:
        indirect = ListedQuotes(article, analysis, indirect=True)
        rows += [QuoteRow(indirect, index, grouped=False) for index in range(len(analysis.indirect))]
        rows.sort(key=lambda row: row.span)
    return rows


CHANGED_FILE = re.compile(r"diff --(?:git a/.*? b/|cc |combined )(?=\S)")
"""What stands before the name of a file that a diff changes, in its heading."""


def outline_rows(article: Article) -> list[OutlineRow]:
    """Return the headings, indented by level; of a changed file, its name."""
    top = min((block.level for block in article.headings), default=1)
    titled = ((block, CHANGED_FILE.sub("", block.span.of(article.text))) for block in article.headings)
    return [OutlineRow(block, title, block.level - top) for block, title in titled]


LISTED_FROM_ARTICLE: Mapping[str, Callable[[Article], Sequence[ListRow]]] = {"outline": outline_rows}
"""What lists the entries of the tabs that show the article itself; controllers list those of the others."""


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """An analysis as layers and entries."""

    layers: Mapping[str, IntervalIndex]
    names: Listing
    quotes: Listing
    beside: Mapping[str, Sequence[MarginEntry]]
    """The entries of the margin, by kind."""
    notice: str
    """The reason why there are no names, if there is one."""
    quoted: float
    """The share of the words that are in quotations."""
    told: str
    """How many quotes there are, and how many of them with a doubtful speaker; empty without quotes."""
    genre: FoundGenre


def analysis_view(article: Article, analysis: Analysis, indirect: bool, advice: str) -> AnalysisView:
    """Return the layers and entries of an analysis, with or without `indirect` speech, and with `advice` below."""
    from reader.analysis.queries import quoted_share  # not needed while there is no analysis

    reported = analysis.indirect if indirect else ()
    layers: dict[str, list[Span]] = {kind: [] for kind in KIND_TITLES}
    for entity in analysis.entities:
        layers[entity.kind] += entity.mentions
    layers["quote"] = [quote.span for quote in analysis.quotes]
    layers["indirect"] = [quote.span for quote in reported]
    notice = language_notice(analysis)
    above = [HeadingRow(notice, "dim")] if notice else []
    below = [HeadingRow(advice, "dim", gap=1)] if advice and not notice else []
    names = listing("names", name_rows(analysis), below=below)
    quotes = listing("quotes", quote_rows(article, analysis, with_indirect=indirect), above, below)
    made = {kind: IntervalIndex(spans) for kind, spans in layers.items()}
    quoted = quoted_share(article, analysis)
    said = ListedQuotes(article, analysis)
    speakers = SpeakerEntries(said, analysis.entities, in_turns=analysis.genre.genre == "transcript")
    beside = {"speakers": speakers, "names": named_entries(analysis.entities, said)}
    doubtful = sum(quote.uncertain for quote in analysis.quotes)
    counts = (counted(analysis.quotes, "quote"), f"{doubtful} in doubt" if doubtful else "")
    told = " · ".join(filter(None, counts)) if analysis.quotes else ""
    return AnalysisView(made, names, quotes, beside, notice, quoted, told, analysis.genre)
