"""The rows of the screen of versions: what changed, the earlier text at the left and the later one at the right.

Where there is little room the later text stands below the earlier one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.text.span import Span
from reader.text.width import cut, drawn
from reader.tui.version_client import ListedChange, PassageSide, VersionsReport
from reader.tui.widgets.rows import BETWEEN, HeadingRow, ListRow, StyledText, in_columns, wrap_pieces

SIDE_BY_SIDE = 72
"""The minimum cells of a row for two columns."""

LONGEST = 200
"""Lines of a passage; more is a text without paragraphs."""

SPACES = re.compile(r"\s+")

LABELS = {
    "reworded": "reworded",
    "speaker": "other speaker",
    "added": "new",
    "removed": "gone",
    "moved": "moved",
    "changed": "",
}


@dataclass(frozen=True)
class ChangeRow(ListRow):
    changed: ListedChange

    gap = 1

    @property
    def span(self) -> Span | None:
        return self.changed.new.span if self.changed.new else None

    @property
    def key(self) -> object:
        return self.changed

    @property
    def words(self) -> str:
        sides = [side for side in (self.changed.old, self.changed.new) if side]
        return " ".join([LABELS[self.changed.change], *(f"{side.speaker} {side.text}" for side in sides)])

    def lines(self, width: int) -> list[list[StyledText]]:
        old, new = self.changed.old, self.changed.new
        if width < SIDE_BY_SIDE:
            then = side_lines(old, width, "then", self._label(old))
            return [*then, *side_lines(new, width, "now", self._label(new))]
        room = (width - len(BETWEEN)) // 2
        left, right = (side_lines(side, room, "", self._label(side)) for side in (old, new))
        return in_columns(left, right, room)

    def _label(self, side: PassageSide | None) -> str:
        """Return the label, beside the later text if there is one."""
        return LABELS[self.changed.change] if side is (self.changed.new or self.changed.old) else ""


def side_lines(side: PassageSide | None, room: int, when: str, label: str) -> list[list[StyledText]]:
    """Return the lines of one side: where it is, and its words with those that differ marked."""
    if side is None:
        return []
    head = "  ".join(filter(None, [f"¶ {side.paragraph}", when, drawn(side.speaker), label]))
    return [[(cut(head, room), "dim")], *wrap_pieces(list(styled_words(side)), room, LONGEST)]


def styled_words(side: PassageSide) -> Iterator[StyledText]:
    """Yield the words of a passage on one line, those that differ marked, but not the space after them."""
    edges = [0, *(edge for span in side.differing for edge in (span.start, span.end)), len(side.text)]
    after_space = True
    for number, (start, end) in enumerate(pairwise(edges)):
        words = SPACES.sub(" ", side.text[start:end])
        words = words.removeprefix(" ") if after_space else words
        if shown := words.rstrip(" "):
            yield shown, "differs" if number % 2 else ""
        if shown != words:
            yield " ", ""
        after_space = words.endswith(" ") if words else after_space


def report_rows(report: VersionsReport) -> list[ListRow]:
    rows: list[ListRow] = []
    if report.quotes:
        rows.append(HeadingRow(f"Quotations: {report.quotations}"))
        rows += map(ChangeRow, report.quotes)
    rows += speaker_rows("New speakers", report.new_speakers, bool(rows))
    rows += speaker_rows("No longer quoted", report.former_speakers, bool(rows))
    if report.passages:
        rows.append(HeadingRow(f"Text: {report.words}", gap=int(bool(rows))))
        rows += map(ChangeRow, report.passages)
    return rows


def speaker_rows(title: str, names: Sequence[str], gap: bool) -> list[ListRow]:
    return [HeadingRow(f"{title}: {', '.join(map(drawn, names))}", gap=int(gap))] if names else []
