"""A dialog for one line of input; and one for the article to add, a path, which `Tab` completes, or a URL.

Reading a large file takes seconds: its progress is shown in place of the keys, and `Esc` stops it
(`tui/source_progress.py`).
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from reader.errors import ReaderError
from reader.sources.detect import is_article_name
from reader.system.paths import STYLES, matching_paths
from reader.text.sanitize import clean_line
from reader.text.width import cut
from reader.tui.dialogs import SHEET, Dialog
from reader.tui.source_progress import SourceProgress

MAX_OFFERED = 20  # names shown of those that complete a path: more than fit on a line
Attempt = Callable[[str], Awaitable[str | None]]  # tries an answer; returns an error message, or None


class PromptDialog(Dialog[None]):
    """A dialog for one line of input; it closes when `attempt` succeeds."""

    BOX = "ask-box"
    TITLE = "In this box"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", priority=True)]
    HINT: ClassVar = ""
    """The keys, if there are more than Enter and Esc."""

    def __init__(self, title: str, value: str, attempt: Attempt, verb: str, about: str = "") -> None:
        """`verb` is what Enter does, for the hint; `about` a line above the line of input."""
        super().__init__(title, self.HINT or f"Enter: {verb} · Esc: cancel")
        self._about = about
        self._value = value
        self._attempt = attempt

    def compose_box(self) -> ComposeResult:
        if self._about:
            yield Static(self._about, classes="about", markup=False)
        yield Input(self._value, id="answer", compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_end)

    def show_end(self) -> None:
        """Show the end of a long path, its file name, once the width is known."""
        line = self.query_one(Input)
        line.cursor_position = len(line.value)
        line.scroll_to(x=line.max_scroll_x, animate=False, force=True)

    @property
    def value(self) -> str:
        return self.query_one(Input).value

    @on(Input.Changed)
    def _edited(self) -> None:
        """Show the keys again in place of an error message about what was typed before."""
        if self.query(".-complaint"):
            self.show_hint()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.try_to_close(lambda: self._attempt(self.value), None)

    def action_close(self) -> None:
        if not self.trying:
            self.dismiss(None)


class AddDialog(PromptDialog):
    TITLE = "Adding an article"
    HINT = "Enter: add · Tab: complete · Esc: cancel"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "complete the path", priority=True)]

    def __init__(self, add: Callable[[str], str]) -> None:
        """`add` adds a source to the library and returns its title. It is run in a thread, and raises ReaderError."""
        super().__init__("Add an article by path or URL", "", self._add_source, "add")
        self._add = add
        self.added = ""
        self.source_progress = SourceProgress(lambda _, words: self.show_hint(words))

    def compose_box(self) -> ComposeResult:
        yield from super().compose_box()
        yield Static(id="offered", markup=False)

    async def _add_source(self, source: str) -> str | None:
        added = await self.source_progress.run("add", "adding …", lambda: self._add(source.strip()))
        if isinstance(added, ReaderError):
            return str(added)
        self.added = added
        return None

    @on(Input.Changed)
    @work(group="offer", exclusive=True)
    async def _offer(self) -> None:
        paths = await matches(self.value)
        offered = self.query_one("#offered", Static)
        offered.update(Content(cut("  ".join(map(name_of, paths[:MAX_OFFERED])), offered.size.width)))

    @work(group="box")
    async def action_complete(self) -> None:
        paths = await matches(typed := self.value)
        common = os.path.commonprefix(paths)  # noqa: RUF071 - of characters, as in a shell
        if self.value == typed and len(common) > len(typed):
            line = self.query_one(Input)
            line.value = common
            line.cursor_position = len(common)


async def matches(typed: str) -> list[str]:
    """Return the paths that begin as typed, but for those that are not shown as they are: they hold commands."""
    paths = await asyncio.to_thread(matching_paths, typed, is_article_name)
    return [path for path in paths if clean_line(path) == path]


def name_of(path: str) -> str:
    """Return the last part of a path, with a slash if it is a folder."""
    head, _, last = path.rpartition("/")
    return last or f"{os.path.basename(head)}/"
