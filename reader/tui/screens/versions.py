"""What changed between two texts of an article, side by side."""

from datetime import datetime
from functools import partial

from textual import work

from reader.errors import ReaderError
from reader.search import Origin
from reader.text.sanitize import clean_line
from reader.tui.command_router import bindings_of
from reader.tui.library_client import LibraryClient
from reader.tui.locations import Destination, GoToVersions
from reader.tui.screens.browse import BrowseScreen
from reader.tui.version_client import ListedVersion, VersionsReport, fetch_versions
from reader.tui.widgets.rows import ListRow
from reader.tui.widgets.version_rows import ChangeRow, report_rows

COMPARING = "comparing the texts …"

ONLY_ONE = "Only one text of this article is known. Each text that it is opened with is kept."

NOTHING = "No words have changed: only case, punctuation or white space."


class VersionsScreen(BrowseScreen):
    BINDINGS = bindings_of("versions")
    SCOPE = "versions"

    def __init__(self, client: LibraryClient, request: GoToVersions) -> None:
        super().__init__(client, "filter")
        self._request = request
        self._report: VersionsReport | None = None
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
        self.heading.show([(clean_line(self._report.title), True)], describe_versions(self._report))
        self._rows = report_rows(self._report)
        self.find()

    def find(self) -> None:
        if self._report is not None:
            self.show_filtered(self._rows, NOTHING if self._report.new else ONLY_ONE)

    @property
    def location(self) -> Destination:
        return self._request

    def choose(self, row: ListRow) -> None:
        """Open the article at the passage as it is in the later text."""
        report = self._report
        if isinstance(row, ChangeRow) and report is not None:
            sha256 = report.version(report.new).sha256
            self.read(Origin(self._request.article, report.title, report.source, "", sha256), row.span, None)

    def _can_step(self, way: int) -> bool:
        report = self._report
        return report is not None and 0 < report.new <= len(report.versions) - way and report.old + way > 0

    def _step(self, way: int) -> None:
        report = self._report
        if report is not None and self._can_step(way):
            self._request = GoToVersions(self._request.article, str(report.new - 1 + way), str(report.new + way))
            self.renew()


def describe_versions(report: VersionsReport) -> str:
    if not report.new:
        return ""
    old, new = report.version(report.old), report.version(report.new)
    of = f" of {len(report.versions)}" if len(report.versions) > 2 else ""
    day = "%Y-%m-%d" if version_time(old, "%Y-%m-%d") != version_time(new, "%Y-%m-%d") else "%H:%M"
    return f"{report.old} ({version_time(old, day)}) → {report.new} ({version_time(new, day)}){of}"


def version_time(version: ListedVersion, form: str) -> str:
    """Return the local time since which a version is known."""
    if not version.opened:
        return "not opened yet"
    return f"{datetime.fromisoformat(version.since).astimezone():{form}}" if version.since else "date unknown"
