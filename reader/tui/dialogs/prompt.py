"""A dialog for one line of input."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from reader.system.paths import STYLES
from reader.tui.chrome.hint_line import HintLine
from reader.tui.dialogs import SHEET, Box, Dialog

Attempt = Callable[[str], Awaitable[str | None]]
"""Tries an answer; returns an error message, or None."""


class PromptDialog(Dialog[None]):
    """A dialog for one line of input; it closes when `attempt` succeeds."""

    TITLE = "In this box"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", priority=True),
    ]

    def __init__(self, title: str, value: str, attempt: Attempt, verb: str, about: str = "") -> None:
        """`verb` is what Enter does, for the hint; `about` a line above the line of input."""
        super().__init__()
        self._title = title
        self._about = about
        self._value = value
        self._hint = f"Enter: {verb} · Esc: cancel"
        self._attempt = attempt

    def compose(self) -> ComposeResult:
        with Box(self._title, id="ask-box"):
            if self._about:
                yield Static(self._about, classes="about", markup=False)
            yield Input(self._value, id="answer", compact=True, select_on_focus=False)
            yield from self.compose_more()
            yield HintLine(self._hint)

    def compose_more(self) -> ComposeResult:
        """Yield what is between the line of input and the hint."""
        yield from ()

    def on_mount(self) -> None:
        self.call_after_refresh(self.show_end)

    def show_end(self) -> None:
        """Show the end of a long path, its file name, once the width is known."""
        line = self.query_one(Input)
        line.cursor_position = len(line.value)
        line.scroll_to(x=line.max_scroll_x, animate=False, force=True)

    @property
    def value(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @on(Input.Changed)
    def _edited(self) -> None:
        """Show the keys again in place of an error message about what was typed before."""
        if self.query(".-complaint"):
            self.show_hint(self._hint)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.submit(lambda: self._attempt(self.value))

    def submit(self, attempt: Callable[[], Awaitable[str | None]]) -> None:
        """Make an attempt in the background, as `try_to_close` does."""
        self.run_worker(self.try_to_close(attempt, None), group="box")

    def action_close(self) -> None:
        """Close, unless an attempt is being made."""
        if not self.trying:
            self.dismiss(None)
