"""The rows of quotes in the side pane."""

from array import array
from typing import ClassVar

from reader.analysis import LEVELS, Analysis, Quote
from reader.analysis.speaker_shares import Statement, count_words
from reader.document.article import Article, cited_page
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.text.width import cells_of, drawn
from reader.tui.widgets import rows
from reader.view.line_breaks import wrap_words

QUOTE_LINES = 6  # the most lines of a quote in a list; all of it stands in the text beside


class ListedQuotes:
    """The quotes of an article, direct or `indirect`, with what is asked of all of them; the rest when a row is drawn.

    `kinds` has the kinds of entities by name. A book has ten thousand quotes, each in a row of both orders: with all
    that a row shows, each would take a kilobyte.
    """

    def __init__(self, article: Article, analysis: Analysis, *, indirect: bool = False) -> None:
        self.article, self.indirect = article, indirect
        self.quotes = analysis.indirect if indirect else analysis.quotes
        self.kinds = {entity.name: entity.kind for entity in analysis.entities}
        speakers: dict[str, int] = {"": 0}
        numbers, spans, self.uncertain = array("i"), array("i"), bytearray()
        self.sought = bytearray()
        for quote in self.quotes:
            spans.extend((quote.span.start, quote.span.end))
            numbers.append(speakers.setdefault(quote.speaker.name if quote.speaker else "", len(speakers)))
            self.uncertain.append(quote.uncertain)
            self.sought.append(quote.sought)
        self._spans, self._numbers, self._speakers = spans, numbers, [drawn(name) for name in speakers]

    def span(self, index: int) -> Span:
        return Span(self._spans[2 * index], self._spans[2 * index + 1])

    def speaker(self, index: int) -> str:
        """Return the name of a speaker as it is drawn, or an empty string."""
        return self._speakers[self._numbers[index]]


class QuoteRow(rows.ListRow):
    __slots__ = ("grouped", "index", "listed")
    listed: ListedQuotes
    index: int
    grouped: bool
    """True if its speaker stands above it in a heading."""

    is_passage: ClassVar[bool] = True

    @property
    def quoted(self) -> Quote:  # type: ignore[override]
        return self.listed.quotes[self.index]

    @property
    def span(self) -> Span:
        return self.listed.span(self.index)

    def choose(self, actions: rows.RowActions, *, again: bool) -> None:
        actions.go_to(self.span, into_text=again, quote=self.quoted)

    @property
    def key(self) -> object:
        """A number: there is one for each row in each order, and a span would take four times the memory."""
        return ~self.span.start if self.indirect else self.span.start

    @property
    def speaker(self) -> str:
        return self.listed.speaker(self.index)

    @property
    def said(self) -> str:
        return collapse_whitespace(self.span.of(self.listed.article.text))

    @property
    def statement(self) -> Statement:
        """The quote as far as it counts."""
        uncertain, sought = self.listed.uncertain[self.index], self.listed.sought[self.index]
        return Statement(self.speaker, count_words(self.said), bool(uncertain), bool(sought))

    @property
    def indirect(self) -> bool:
        return self.listed.indirect

    @property
    def kind(self) -> str:
        speaker = self.quoted.speaker
        return self.listed.kinds.get(speaker.name, "strong") if speaker else "strong"

    @property
    def place(self) -> str:
        """The paragraph, or the page of the source if it has any."""
        article, start = self.listed.article, self.span.start
        page = article.page_at(start)
        return cited_page(drawn(page)) if page else f"¶ {article.paragraph_number(start)}"

    @property
    def about(self) -> rows.About:
        words = f"{self.speaker} {self.said}{' indirectly' if self.indirect else ''}"
        return rows.About(words, self.span, self.key, summary=self.speaker or self.quoted.without_speaker)

    def similarity(self, other: rows.ListRow) -> int:
        return int(isinstance(other, QuoteRow) and self.span.overlaps(other.span))

    def lines(self, width: int) -> list[list[rows.StyledText]]:
        room, place = width - len(rows.INDENT), (self.place, "dim")
        remarks: list[rows.StyledText] = [("  ", ""), ("indirect", "dim")] if self.indirect else []
        level = self.quoted.certainty if self.speaker else None
        if level == "doubtful":
            remarks += [("  ", ""), (f"{LEVELS[level].sign} {100 * self.quoted.confidence:.0f}%", "uncertain")]
        elif level is not None and LEVELS[level].sign:
            remarks += [("  ", ""), (LEVELS[level].sign, "dim")]
        if not self.grouped:
            who = (self.speaker, f"{self.kind} strong") if self.speaker else (self.quoted.without_speaker, "dim")
            text = rows.wrap_at_most(self.said, room, QUOTE_LINES)
            return [
                rows.justify([who, *remarks], place, width),
                *([(rows.INDENT, ""), (line, "quote")] for line in text),
            ]
        right = [*remarks, ("  ", ""), place]
        size = sum(cells_of(words) for words, _ in right)
        _, end = next(wrap_words(self.said, 0, max(1, room - size)))
        first = rows.truncate_pieces([(rows.INDENT, ""), (self.said[:end], "")], max(1, width - size))
        head, below = (
            rows.filled(first, max(1, width - size)),
            rows.wrap_at_most(self.said[end:], room, QUOTE_LINES - 1),
        )
        return [rows.truncate_pieces([*head, *right], width), *([(rows.INDENT, ""), (line, "")] for line in below)]
