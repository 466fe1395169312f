"""The rows of checked quotations and facts: the verdict in words, the draft's words and the source's, the place there.

A fact is a row like a verdict, but does not count as one, and only one that differs is gone to from quotation to
quotation.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

from reader.document.article import Article
from reader.session.state import LastCheck
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.tui.check_client import FoundFact, QuotationCheck
from reader.tui.chrome.margin_entries import MarginEntry
from reader.tui.widgets.rows import (
    BETWEEN,
    INDENT,
    About,
    ListRow,
    RowActions,
    StyledText,
    format_day,
    in_columns,
    indented,
    justify,
    truncate_pieces,
    wrap_pieces,
    wrap_text,
)
from reader.verification import STANDINGS, Standing, in_context

COLUMNS = 48  # least cells of a list in which the draft's words and the source's stand beside each other

MOST_LINES = 8

STYLES: dict[Standing, str] = {"fine": "", "doubtful": "uncertain", "complaint": "orphaned"}

WHITE = re.compile(r"\s+")

LABEL = 7  # cells of "draft" or "source" and the space after it


class SourcedRow(ListRow):
    """What a text says, with what the sources have for it."""

    check: QuotationCheck | FoundFact
    paragraph: int
    accepted: str = ""
    """The time at which the user has accepted the verdict; empty if not."""

    is_passage: ClassVar[bool] = True
    gap = 1

    @cached_property
    def about(self) -> About:
        check = self.check
        title = check.passage.title if check.passage else ""
        words = f"{check.verdict} {check.text} {check.speaker} {title} {' '.join(check.remarks)}"
        return About(words, check.span, summary=check.verdict)

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if self.check.passage is None:
            super().choose(actions, again=again)
        else:
            actions.open_source(self.check.passage)

    @property
    def urgency(self) -> int:
        """A sort key: complaints first, then what is to be looked at; what was accepted is fine."""
        return STANDINGS.index("fine" if self.accepted else self.check.standing)

    @property
    def needs_you(self) -> bool:
        return self.urgency < STANDINGS.index("fine")

    def lines(self, width: int) -> list[list[StyledText]]:
        return self.lines_with(f"¶ {self.paragraph}", width, with_words=self.counted)

    def lines_with(self, place: str, width: int, *, with_words: bool) -> list[list[StyledText]]:
        """Return its lines, with its `place` at the end of the first one; `with_words`, though they are the source's
        own.
        """
        room = width - len(INDENT)
        sign, kind = ("☑ ", "") if self.accepted else (f"{self.check.sign} ", STYLES[self.check.standing])
        first, *more = wrap_text(self.check.verdict, max(8, room - cells_of(place) - 2))
        lines = [justify([(sign, kind or "note"), (first, kind)], (place, "dim"), width)]
        lines += [[(INDENT, ""), (line, kind)] for line in more]
        if self.accepted:
            lines.append([(INDENT, ""), (cut(f"checked by you, {format_day(self.accepted)}", room), "tag")])
        if with_words or self.check.differences or self.check.frame is not None:
            lines += indented(self._words(room))
        if self.check.passage is not None:
            passage = self.check.passage
            if self.check.words == "missing":
                nearest = f"nearest: “{collapse_whitespace(passage.text)}”"
                lines += indented(wrap_pieces([(nearest, "")], room, MOST_LINES))
            lines.append(justify([(f"{INDENT}→ {drawn(passage.title)}", "dim")], (passage.where, "dim"), width))
        citation = self.check.citation
        said = [citation.words] if citation is not None and citation.result != "same" else []
        remarks = (line for remark in (*said, *self.check.remarks) for line in wrap_text(remark, room))
        return [*lines, *([(INDENT, ""), (line, "uncertain")] for line in remarks)]

    def _words(self, room: int) -> list[list[StyledText]]:
        """Return the words of the draft, beside or above those of the source if they differ, with what was cut off."""
        differences, passage = self.check.differences, self.check.passage
        if self.check.frame is not None and passage is not None:
            pieces = in_context(passage.text, passage.span, self.check.frame)
            return wrap_pieces(with_spaces((text, not cut) for text, cut in pieces), room, MOST_LINES)
        if not differences:
            return wrap_pieces([(f"“{collapse_whitespace(self.check.text)}”", "dim")], room, MOST_LINES)
        sides = {side: differing(self.check, side) for side in ("draft", "source")}
        if room >= COLUMNS:
            half = (room - len(BETWEEN)) // 2
            left, right = ([[(title, "head")], *wrap_pieces(words, half, MOST_LINES)] for title, words in sides.items())
            return in_columns(left, right, half)
        lines: list[list[StyledText]] = []
        for title, words in sides.items():
            first, *more = wrap_pieces(words, room - LABEL, MOST_LINES)
            lines += [[(f"{title:<{LABEL}}", "head"), *first], *([(" " * LABEL, ""), *line] for line in more)]
        return lines


def words_in_source(check: QuotationCheck) -> list[StyledText]:
    """Return the sentences of the source that the words stand in, with what differs or was cut off lit."""
    passage, frame = check.passage, check.frame
    if passage is None:
        return []
    if not passage.sentences:
        return [("nearest  ", "dim"), (collapse_whitespace(passage.text), "")]
    text = passage.sentences
    lit = [(passage.span, "quote"), *([(frame.span, "differs")] if frame is not None else [])]
    lit = [(span.moved(-passage.sentences_start), kind) for span, kind in lit]
    ends = (min(max(0, edge), len(text)) for span, _ in lit for edge in (span.start, span.end))
    edges = sorted({0, len(text), *ends})
    pieces = [
        (text[start:end], next((kind for span, kind in reversed(lit) if start in span), ""))
        for start, end in pairwise(edges)
    ]
    if frame is None and check.differences:
        source = [(words, "changed" if kind == "changed" else "quote") for words, kind in differing(check, "source")]
        at = next((index for index, (_, kind) in enumerate(pieces) if kind == "quote"), len(pieces))
        pieces[at : at + 1] = source
    return [(WHITE.sub(" ", words), kind) for words, kind in pieces]


def differing(check: QuotationCheck | FoundFact, side: str) -> list[StyledText]:
    """Return the words of the "draft" or the "source", those lit that the other has not."""
    return with_spaces((getattr(each, side), each.equal) for each in check.differences)


def with_spaces(stretches: Iterable[tuple[str, bool]]) -> list[StyledText]:
    """Return the stretches of a text, each with whether the other text has it too, with a space between them."""
    kinds = ((collapse_whitespace(words), "dim" if equal else "changed") for words, equal in stretches if words)
    return [part for piece in kinds for part in (piece, (" ", ""))][:-1]


class FactRow(SourcedRow):
    counted = False
    gap = 0

    @property
    def spans(self) -> Sequence[Span]:
        return () if self.accepted or self.check.is_fine else (self.check.span,)

    @property
    def urgency(self) -> int:
        return super().urgency if self.spans else len(STANDINGS)


@dataclass(frozen=True)
class CheckEntry(MarginEntry):
    """A verdict in the margin; of one that is fine, where the words stand."""

    row: SourcedRow

    @property
    def is_kept(self) -> bool:  # type: ignore[override]
        return not self.row.check.is_fine

    def choose(self, actions: RowActions) -> None:
        self.row.choose(actions, again=True)

    def lines(self, width: int) -> list[list[StyledText]]:
        row, passage = self.row, self.row.check.passage
        lines = row.lines_with("", width, with_words=False)
        if (row.accepted or row.check.is_fine) and passage is not None:
            return [lines[0], justify([(f"{INDENT}{drawn(passage.title)}", "dim")], (passage.where, "dim"), width)]
        return lines

    def short(self, width: int) -> list[StyledText]:
        (sign, *_), *_ = self.lines(width)
        return truncate_pieces([sign, (self.row.check.verdict, STYLES[self.row.check.standing])], width)


def check_rows(
    checks: Iterable[QuotationCheck | FoundFact], article: Article, accepted: Mapping[Span, str]
) -> list[SourcedRow]:
    """Return the rows of verdicts, and then those of facts, each in text order."""
    return [
        (FactRow if isinstance(check, FoundFact) else SourcedRow)(
            check, article.paragraph_number(check.span.start), accepted.get(check.span, "")
        )
        for check in sorted(checks, key=lambda check: isinstance(check, FoundFact))
    ]


def count_checks(rows: Sequence[SourcedRow], sha256: str) -> LastCheck:
    """Return the counts of the verdicts on a text, and the one to look at first."""
    worst = min(rows, key=lambda row: row.urgency)
    complaints, doubtful, fine = ([row.urgency for row in rows].count(index) for index in range(len(STANDINGS)))
    words = f"¶ {worst.paragraph}  “{collapse_whitespace(worst.check.text)}”"
    return LastCheck(fine, doubtful, complaints, words, worst.check.verdict if worst.needs_you else "", sha256)
