"""The rows of checked quotations: the verdict in words, the draft's words and the source's, and the place there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.article import Article
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.tui.widgets.rows import (
    INDENT,
    ListRow,
    RowActions,
    StyledText,
    format_day,
    justify,
    wrap_pieces,
    wrap_text,
)

if TYPE_CHECKING:
    from reader.tui.check_client import QuotationCheck

COLUMNS = 48
"""Least cells of a list in which the draft's words and the source's stand beside each other."""

MOST_LINES = 8
"""The most lines of the words of each side."""

DRAFT, SOURCE = "draft", "source"

LABEL = 7
"""Cells of one of these and the space after it."""


@dataclass(frozen=True)
class CheckRow(ListRow):
    """A quotation of the article with its verdict."""

    check: "QuotationCheck"
    paragraph: int
    accepted: str = ""
    """The time at which the user has accepted the verdict; empty if not."""

    gap = 1

    @property
    def span(self) -> Span | None:
        return self.check.span

    @property
    def about(self) -> Span | None:
        return self.check.span

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if self.check.passage is None:
            super().choose(actions, again=again)
        else:
            actions.open_source(self.check.passage)

    @property
    def words(self) -> str:
        check = self.check
        title = check.passage.title if check.passage else ""
        return f"{self.verdict} {check.text} {check.speaker} {title} {' '.join(check.remarks)}"

    @property
    def summary(self) -> str:
        return f"{self.verdict}: {collapse_whitespace(self.check.text)}"

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        return self.check.verdict

    @property
    def sign(self) -> StyledText:
        """The verdict as a sign."""
        if self.accepted:
            return "☑ ", "note"
        return ("✓ ", "note") if self.check.is_fine else ("✗ ", "orphaned")

    def lines(self, width: int) -> list[list[StyledText]]:
        room = width - len(INDENT)
        kind = "" if self.check.is_fine or self.accepted else "orphaned"
        first, *more = wrap_text(self.verdict, max(8, room - cells_of(self._place) - 2))
        lines = [justify([self.sign, (first, kind)], (self._place, "dim"), width)]
        lines += [[(INDENT, ""), (line, kind)] for line in more]
        if self.accepted:
            lines.append([(INDENT, ""), (cut(f"checked by you, {format_day(self.accepted)}", room), "tag")])
        lines += self._words(room)
        if self.check.passage is not None:
            passage = self.check.passage
            lines.append(justify([(f"{INDENT}→ {drawn(passage.title)}", "dim")], (passage.where, "dim"), width))
        lines += [
            [(INDENT, ""), (line, "uncertain")] for remark in self.check.remarks for line in wrap_text(remark, room)
        ]
        return lines

    @property
    def _place(self) -> str:
        return f"¶ {self.paragraph}"

    def _words(self, room: int) -> list[list[StyledText]]:
        """Return the words of the draft, and beside or below them those of the source if they differ."""
        differences = self.check.differences
        if not differences:
            return [
                [(INDENT, ""), *line]
                for line in wrap_pieces([(f"“{collapse_whitespace(self.check.text)}”", "dim")], room, MOST_LINES)
            ]
        draft = [(each.draft, "dim" if each.equal else "changed") for each in differences if each.draft]
        source = [(each.source, "dim" if each.equal else "changed") for each in differences if each.source]
        if room >= COLUMNS:
            return [[(INDENT, ""), *line] for line in in_columns(draft, source, room)]
        lines: list[list[StyledText]] = []
        for title, pieces in ((DRAFT, draft), (SOURCE, source)):
            first, *more = wrap_pieces(with_spaces(pieces), room - LABEL, MOST_LINES)
            lines.append([(INDENT, ""), (f"{title:<{LABEL}}", "head"), *first])
            lines += [[(INDENT + " " * LABEL, ""), *line] for line in more]
        return lines


def in_columns(draft: Sequence[StyledText], source: Sequence[StyledText], room: int) -> list[list[StyledText]]:
    """Return two texts in columns beside each other, each with its title."""
    half = (room - 3) // 2
    left = [[(DRAFT, "head")], *wrap_pieces(with_spaces(draft), half, MOST_LINES)]
    right = [[(SOURCE, "head")], *wrap_pieces(with_spaces(source), half, MOST_LINES)]
    lines: list[list[StyledText]] = []
    for number in range(max(len(left), len(right))):
        here = left[number] if number < len(left) else []
        there = right[number] if number < len(right) else []
        used = sum(cells_of(words) for words, _ in here)
        lines.append([*here, (" " * (half - used), ""), (" │ ", "dim"), *there])
    return lines


def with_spaces(pieces: Iterable[StyledText]) -> list[StyledText]:
    """Return stretches of words as pieces of a text, with a space between them."""
    found = [part for words, kind in pieces for part in ((collapse_whitespace(words), kind), (" ", ""))]
    return found[:-1]


def check_rows(checks: "Iterable[QuotationCheck]", article: Article, accepted: Mapping[Span, str]) -> list[CheckRow]:
    """Return the rows of the checks of an article, in text order."""
    return [
        CheckRow(check, article.paragraph_number(check.span.start), accepted.get(check.span, "")) for check in checks
    ]
