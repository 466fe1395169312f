"""A dialog for one line of input, and the hint line that dialogs share.

Pitfall: foreign text reaches widgets only as `Content`.
"""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from reader.system.paths import STYLES
from reader.tui.chrome.hint_line import HintLine

Attempt = Callable[[str, bool], Awaitable[str | None]]
"""Tries an answer, by force or not; returns an error message, or None."""


def show_complaint(box: Screen[Any], complaint: str) -> None:
    """Show an error message in the hint line of a dialog."""
    box.query_one("#hint", HintLine).complain(complaint)


def show_hint(box: Screen[Any], keys: str) -> None:
    """Show the keys in the hint line of a dialog again."""
    box.query_one("#hint", HintLine).show(keys)


class PromptDialog(ModalScreen[None]):
    """A dialog for one line of input; it closes when `attempt` succeeds."""

    TITLE = "In this box"
    CSS_PATH = STYLES / "note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", priority=True),
        Binding("ctrl+f", "force", "force", priority=True),
    ]

    def __init__(self, title: str, value: str, attempt: Attempt, verb: str) -> None:
        """`verb` is what Enter does, for the hint."""
        super().__init__()
        self._title = title
        self._value = value
        self._hint = f"Enter: {verb} · Esc: cancel"
        self._attempt = attempt

    def compose(self) -> ComposeResult:
        with Vertical(id="ask-box"):
            yield Static(Content(self._title), id="question")
            yield Input(self._value, id="answer", compact=True, select_on_focus=False)
            yield HintLine(self._hint, id="hint")

    def on_mount(self) -> None:
        """Show the end of a long path: its file name."""
        line = self.query_one(Input)
        line.cursor_position = len(line.value)

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        await self._try(force=False)

    async def action_force(self) -> None:
        await self._try(force=True)

    async def _try(self, force: bool) -> None:
        complaint = await self._attempt(self.query_one(Input).value, force)
        if complaint is None:
            self.dismiss(None)
        else:
            show_complaint(self, complaint)
