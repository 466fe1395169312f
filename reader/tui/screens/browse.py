"""The base of the screens over the whole library: a heading, a text field, a list, a footer.

A folder or a dossier may limit all that is listed; it is a chip before the text field that can be taken off.

Each queries the index in a thread and lists the result. A child process updates the index; whenever a part of that is
done, the list is refreshed. So no key waits for the disk, however large the library is.
"""

import asyncio
import os
import time
from collections.abc import Callable
from sqlite3 import Connection
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input

from reader.search import DOING
from reader.system.paths import STYLES
from reader.text.width import cells_of, cut
from reader.tui import locations
from reader.tui.chrome.backdrop import PaneLayout
from reader.tui.chrome.scene import Rule, Scene
from reader.tui.chrome.title_line import TitleLine
from reader.tui.command_router import PANE_COMMANDS, CommandScreen, Handlers, always
from reader.tui.controllers import take_notices
from reader.tui.library_client import IndexEvent, IndexPartDone, LibraryClient
from reader.tui.screens.collection import ListedEntries, PickedRows
from reader.tui.shutdown import keep_state_of
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.side_pane import filter_rows
from reader.view.arrangement import ListArrangement, Rect, arrange_list

if TYPE_CHECKING:
    from reader.library.library import Library

T = TypeVar("T")

REFRESH_INTERVAL = 3.0  # seconds between two refreshes of a list while the index is being updated

NO_MATCHES = "No matches. Esc clears the filter."

ROW_COMMANDS = PANE_COMMANDS | {
    *("open", "page-of-name", "tag-article", "archive", "remove", "remove-with-notes", "fold", "unfold"),
    *("pick", "export"),
}
"""Commands about the selected row."""


class FittedInput(Input):
    """A text field without a border; Textual's own breaks off its placeholder in the middle of a word."""

    def __init__(self, placeholder: str, id: str, erased: Callable[[], object]) -> None:  # noqa: A002
        """`erased` is called when there is nothing to delete."""
        super().__init__(id=id, placeholder=placeholder, compact=True, select_on_focus=False)
        self._whole_placeholder = placeholder
        self._erased = erased

    def on_resize(self) -> None:
        self.placeholder = cut(self._whole_placeholder, self.content_size.width)

    def action_delete_left(self) -> None:
        if not self.value:
            self._erased()
        super().action_delete_left()


def name_of(limit: str) -> str:
    """Return the name of the dossier, or of the folder, that a query limits to."""
    field, _, name = limit.partition(":")
    name = name.strip().strip('"')
    return os.path.basename(name.rstrip("/")) or name if field == "folder" else name


class BrowseScreen(CommandScreen):
    CSS_PATH: ClassVar = [STYLES / "row_list.tcss", STYLES / "browse.tcss"]

    def __init__(self, client: LibraryClient, placeholder: str) -> None:
        super().__init__()
        self.library_client = client
        self.heading = TitleLine("heading")
        self.limit = ""
        """A query for the folder or the dossier that everything is in; "" for none."""
        self._chip_label = ""
        self._plan = ListArrangement(None, None)
        self.chip = TitleLine("chip")
        self.line = FittedInput(placeholder, "find", self.take_limit_off)
        self.list = RowList("rows")
        self.pane_layout = PaneLayout(self.places)
        self.backdrop.source = self.scene
        self.first_focus: Widget = self.list
        self._shown_at = 0.0
        self._changing = asyncio.Lock()
        self.indexed = False
        """True once the index has caught up with the library."""
        self.router.add(self.list.commands())
        self.router.add(self._list_commands())
        self.picked = PickedRows(self.list, self.status)
        self.router.add(self.picked.commands())

    def _list_commands(self) -> Handlers:
        def leave() -> None:
            keep_state_of(self.app.screen_stack)
            self.app.exit(0)

        return {
            "back": (
                lambda: self.post_message(locations.GoBack()),
                lambda: bool(locations.history_of(self.app).behind),
            ),
            "forward": (
                lambda: self.post_message(locations.GoForward()),
                lambda: bool(locations.history_of(self.app).ahead),
            ),
            "open": (self.list.choose, lambda: self.list.row is not None and self.list.row.selectable),
            "browse": (self.line.focus, always),
            "library": (lambda: self.post_message(locations.GoToLibrary()), lambda: self.SCOPE != "library"),
            "search-library": (lambda: self.post_message(locations.GoToSearch()), lambda: self.SCOPE != "search"),
            "step-back": (self.step_back, always),
            "export": (lambda: export_picked(self), always),
            "quit": (leave, always),
        }

    def compose(self) -> ComposeResult:
        yield from (self.heading, self.chip, self.line, self.list, self.status)

    def plan(self, size: Size) -> ListArrangement:
        return arrange_list(*size)

    def places(self, size: Size) -> dict[str, object]:
        """Return the places of the widgets by name."""
        plan = self._plan = self.plan(size)
        self.heading.light(True)
        places = plan._asdict()
        if plan.find is not None and plan.heading is not None and self._chip_label:
            field, cells = plan.find, min(cells_of(self._chip_label) + 2, plan.find.width // 2)
            places["chip"] = field._replace(x=field.x + 1, width=cells)
            places["find"] = field._replace(x=field.x + 1 + cells, width=field.width - 1 - cells)
        return places

    def scene(self) -> Scene:
        """Return what lies behind the parts: a ground for the side pane or else the list, rules under heads."""
        plan, focused = self._plan, self.focused
        lit = plan.side_head if focused is not None and focused.id == "side" else plan.heading or plan.page_head
        heads = (plan.heading, plan.page_head, plan.side_head, plan.preview_head) if plan.is_ruled else ()
        rules = (Rule(head.x, head.y + 1, head.width, head is lit) for head in heads if head is not None)
        width, height = self.size
        return Scene(Rect(0, 0, plan.side.width if plan.side else width, height), tuple(rules))

    def limit_to(self, query: str) -> None:
        """Limit what is listed to a folder or a dossier; to nothing with an empty query."""
        self.limit = query
        self._chip_label = f"{name_of(query)} ✕" if query else ""
        self.chip.show([(self._chip_label, True)])
        self.list.refresh(layout=True)

    @property
    def query_text(self) -> str:
        """What is typed, and what limits it."""
        return " ".join(f"{self.limit} {self.line.value}".split())

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.chip:
            self.take_limit_off()

    def take_limit_off(self) -> None:
        if self.limit:
            self.limit_to("")
            self.find()

    @property
    def typing(self) -> bool:
        return self.focused is self.line

    @property
    def place(self) -> str:
        return f"{self.SCOPE} filter" if self.typing else self.SCOPE

    def is_ready_for(self, command: str | None) -> bool:
        """Return whether the list has been filled once, for a command that is about a row."""
        return self._shown_at > 0 or command not in ROW_COMMANDS

    def on_mount(self) -> None:
        self.first_focus.focus()
        self.renew()
        self.post_message(locations.LibraryChanged())
        if self.complaint:
            self.status.complain(self.complaint)

    def on_screen_resume(self) -> None:
        """Refresh the list when it is uncovered: what lay over it may have changed the library."""
        if self._shown_at:
            self.renew()

    def renew(self) -> object:
        """Query the index again and list the result."""
        return self.find()

    async def ask_index(self, question: Callable[[Connection], T]) -> T | None:
        return await self.ask(lambda: self.library_client.ask(question))

    async def change_library(self, change: "Callable[[Library], object]") -> bool:
        """Make a change as `ask` does, one at a time; return whether it was made."""
        async with self._changing:
            made = await self.ask(lambda: (change(self.library_client.library),))
        for notice in take_notices(self.library_client.library):
            self.status.complain(notice)
        self.post_message(locations.LibraryChanged())
        return made is not None

    def show_filtered(self, rows: list[ListRow], nothing: str) -> None:
        """List those of `rows` that match the text field, or the message `nothing` if there are no rows at all."""
        if wanted := self.line.value.casefold().split():
            rows, nothing = filter_rows(rows, wanted), NO_MATCHES
        self.show_rows(rows, nothing)

    def show_rows(self, rows: list[ListRow], nothing: str, keep: bool = True) -> None:
        """List `rows`, or the message `nothing` if there are none."""
        self._shown_at = time.monotonic()
        self.list.show(rows or [HeadingRow(nothing, "dim")], keep)
        self.show_keys()

    def show_index_progress(self, event: IndexEvent) -> None:
        """Show the progress of the index and notices, and refresh the list now and then."""
        if isinstance(event, str):
            self.status.complain(event)
        elif isinstance(event, IndexPartDone):
            self.indexed = self.indexed or event.what == "index"
            self.status.work(event.what)
            self.renew()
        else:
            self.status.work(event.doing, f"{DOING[event.doing]} … {event.done} of {event.of}")
            if time.monotonic() - self._shown_at > REFRESH_INTERVAL:
                self.renew()

    def listing(self) -> ListedEntries | None:
        """Return what is listed now, to be exported; None if nothing of it can be."""
        return None

    @on(Input.Changed, "#find")
    def _typed(self) -> None:
        self.find()

    def find(self) -> object:
        """List what matches the text field."""
        raise NotImplementedError

    @on(Input.Submitted, "#find")
    def _entered(self) -> None:
        self.entered()

    def entered(self) -> None:
        """Leave the text field for the list, at Enter."""
        self.list.focus()

    def key_down(self) -> None:
        if self.typing:
            self.list.focus()

    @property
    def location(self) -> locations.Destination:
        """A message that shows this list again as it is now."""
        raise NotImplementedError

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.choose(event.row)

    def choose(self, row: ListRow) -> None:
        if (found := row.about.target) is not None:
            self.post_message(locations.OpenArticle(*found, self.sought_by(row), self.location))

    def sought_by(self, row: ListRow) -> locations.Sought | None:
        """Return what to light in the article that a row leads to."""
        return None

    def step_back(self) -> None:
        """Leave the text field, drop what was picked, clear the field, or leave this list; never quit."""
        if self.focused is self.list and self.picked.drop():
            return
        if self.focused is self.line and not self.line.value:
            self.list.focus()
        elif self.line.value and self.clears_filter:
            self.line.value = ""
            self.list.focus()
        elif self.limit and self.clears_filter:
            self.take_limit_off()
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)

    clears_filter: ClassVar[bool] = True
    """True if Esc clears the text field, and takes the limit off, before it leaves the list."""


def export_picked(screen: BrowseScreen) -> None:
    from reader.tui.screens.collection_export import ask_and_export  # loads the formats

    if (wanted := screen.picked.entries or screen.listing()) is None:
        screen.status.say("nothing to export here")
    else:
        parts = screen.app, screen.library_client, screen.source_progress, screen.status
        screen.run_worker(ask_and_export(*parts, wanted), group="box", exclusive=True)
