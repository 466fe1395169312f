"""What changed between two texts of an article: the earlier one at the left and the later one at the right.

Where there is little room the later text stands below the earlier one.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property, partial
from itertools import pairwise

from textual import work

from reader.errors import ReaderError
from reader.search import Origin
from reader.session.versions import describe_quotes, describe_words
from reader.session.versions.objects import ChangeObject, SideObject, VersionObject, VersionsObject
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.text.width import cut, drawn
from reader.tui.command_router import bindings_of
from reader.tui.library_client import LibraryClient, fetch_versions
from reader.tui.locations import Destination, GoToVersions, OpenArticle
from reader.tui.screens.browse import BrowseScreen
from reader.tui.widgets.rows import BETWEEN, About, HeadingRow, ListRow, StyledText, in_columns, wrap_pieces

COMPARING = "comparing the texts …"

SIDE_BY_SIDE = 72  # the minimum cells of a row for two columns
LONGEST = 200  # lines of a passage; more is a text without paragraphs

LABELS = {
    "reworded": "reworded",
    "speaker": "other speaker",
    "added": "new",
    "removed": "gone",
    "moved": "moved",
    "changed": "",
}


class VersionsScreen(BrowseScreen):
    BINDINGS = bindings_of("versions")
    SCOPE = "versions"

    def __init__(self, client: LibraryClient, request: GoToVersions) -> None:
        super().__init__(client, "filter")
        self._request = request
        self._report: VersionsObject | None = None
        self._rows: list[ListRow] = []
        for command, way in (("older-version", -1), ("newer-version", 1)):
            self.router.add({command: (partial(self._step, way), partial(self._can_step, way))})

    @work(group="find", exclusive=True)
    async def renew(self) -> None:
        request = self._request
        self.status.work("versions", COMPARING)
        if self._report is None:
            self.show_rows([], COMPARING)
        try:
            self._report = await fetch_versions(request.article, self.library_client.paths, request.old, request.new)
        except ReaderError as error:
            self.status.complain(str(error))
            return
        finally:
            self.status.work("versions")
        self.heading.show([(clean_line(self._report["title"]), True)], describe_versions(self._report))
        self._rows = report_rows(self._report)
        self.find()

    def find(self) -> None:
        if self._report is not None:
            only_one = "Only one text of this article is known. Each text that it is opened with is kept."
            nothing = "No words have changed: only case, punctuation or white space."
            self.show_filtered(self._rows, nothing if self._report["comparison"] else only_one)

    @property
    def location(self) -> Destination:
        return self._request

    def choose(self, row: ListRow) -> None:
        """Open the article at the passage as it is in the later text."""
        report = self._report
        if isinstance(row, ChangeRow) and report is not None and (found := report["comparison"]) is not None:
            sha256 = report["versions"][found["to"] - 1]["sha256"]
            origin = Origin(self._request.article, report["title"], report["source"], "", sha256)
            self.post_message(OpenArticle(origin, row.span, came_from=self.location))

    def _can_step(self, way: int) -> bool:
        if self._report is None or (found := self._report["comparison"]) is None:
            return False
        return found["to"] <= len(self._report["versions"]) - way and found["from"] + way > 0

    def _step(self, way: int) -> None:
        if self._can_step(way) and self._report and (found := self._report["comparison"]):
            self._request = GoToVersions(self._request.article, str(found["to"] - 1 + way), str(found["to"] + way))
            self.renew()


def describe_versions(report: VersionsObject) -> str:
    versions = report["versions"]
    if (found := report["comparison"]) is None:
        return ""
    old, new = (versions[number - 1] for number in (found["from"], found["to"]))
    of = f" of {len(versions)}" if len(versions) > 2 else ""
    day = "%Y-%m-%d" if version_time(old, "%Y-%m-%d") != version_time(new, "%Y-%m-%d") else "%H:%M"
    return f"{old['number']} ({version_time(old, day)}) → {new['number']} ({version_time(new, day)}){of}"


def version_time(version: VersionObject, form: str) -> str:
    """Return the local time since which a version is known."""
    if not version["opened"]:
        return "not opened yet"
    return f"{datetime.fromisoformat(since).astimezone():{form}}" if (since := version["since"]) else "date unknown"


class ChangeRow(ListRow):
    changed: ChangeObject

    gap = 1

    @cached_property
    def about(self) -> About:
        new = self.changed["new"]
        said = (f"{side.get('speaker') or ''} {side['text']}" for side in (self.changed["old"], new) if side)
        words = " ".join([LABELS[self.changed["change"]], *said])
        return About(words, Span(new["start"], new["end"]) if new else None, key=self.changed)

    def lines(self, width: int) -> list[list[StyledText]]:
        old, new = self.changed["old"], self.changed["new"]
        if width < SIDE_BY_SIDE:
            then = side_lines(old, width, "then", self._label(old))
            return [*then, *side_lines(new, width, "now", self._label(new))]
        room = (width - len(BETWEEN)) // 2
        left, right = (side_lines(side, room, "", self._label(side)) for side in (old, new))
        return in_columns(left, right, room)

    def _label(self, side: SideObject | None) -> str:
        """Return the label, beside the later text if there is one."""
        return LABELS[self.changed["change"]] if side is (self.changed["new"] or self.changed["old"]) else ""


def side_lines(side: SideObject | None, room: int, when: str, label: str) -> list[list[StyledText]]:
    """Return the lines of one side: where it is, and its words with those that differ marked."""
    if side is None:
        return []
    head = "  ".join(filter(None, [f"¶ {side['paragraph']}", when, drawn(side.get("speaker") or ""), label]))
    return [[(cut(head, room), "dim")], *wrap_pieces(list(styled_words(side)), room, LONGEST)]


def styled_words(side: SideObject) -> Iterator[StyledText]:
    """Yield the words of a passage on one line, those that differ marked, but not the space after them."""
    differing = (edge - side["start"] for span in side.get("differing", ()) for edge in span)
    edges = [0, *differing, len(side["text"])]
    after_space = True
    for number, (start, end) in enumerate(pairwise(edges)):
        words = re.sub(r"\s+", " ", side["text"][start:end])
        words = words.removeprefix(" ") if after_space else words
        if shown := words.rstrip(" "):
            yield shown, "differs" if number % 2 else ""
        if shown != words:
            yield " ", ""
        after_space = words.endswith(" ") if words else after_space


def report_rows(report: VersionsObject) -> list[ListRow]:
    rows: list[ListRow] = []
    if (found := report["comparison"]) is None:
        return rows
    if quotes := found["quotes"]:
        rows += [HeadingRow(f"Quotations: {describe_quotes(each['change'] for each in quotes)}")]
        rows += map(ChangeRow, quotes)
    for title, names in (("New speakers", found["new_speakers"]), ("No longer quoted", found["former_speakers"])):
        if names:
            rows.append(HeadingRow(f"{title}: {', '.join(map(drawn, names))}", gap=1))
    if found["passages"]:
        rows += [HeadingRow(f"Text: {describe_words(found['words'])}", gap=1), *map(ChangeRow, found["passages"])]
    return rows
