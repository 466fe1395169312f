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

Attempt = Callable[[str], Awaitable[str | None]]
"""Tries an answer; returns an error message, or None."""


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
        Binding("escape", "close", "close", priority=True),
    ]

    def __init__(self, title: str, value: str, attempt: Attempt, verb: str) -> None:
        """`verb` is what Enter does, for the hint."""
        super().__init__()
        self._title = title
        self._value = value
        self._hint = f"Enter: {verb} · Esc: cancel"
        self._attempt = attempt
        self._trying = False

    def compose(self) -> ComposeResult:
        with Vertical(id="ask-box"):
            yield Static(Content(self._title), id="question")
            yield Input(self._value, id="answer", compact=True, select_on_focus=False)
            yield from self.compose_more()
            yield HintLine(self._hint, id="hint")

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

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.submit(lambda: self._attempt(self.value))

    def submit(self, attempt: Callable[[], Awaitable[str | None]]) -> None:
        """Close when an attempt succeeds, else show its error message. There is one attempt at a time."""
        if not self._trying:
            self._trying = True
            self.run_worker(self._try(attempt), group="box")

    async def _try(self, attempt: Callable[[], Awaitable[str | None]]) -> None:
        complaint = await attempt()
        self._trying = False
        if complaint is None:
            self.dismiss(None)
        else:
            show_complaint(self, complaint)

    def action_close(self) -> None:
        """Close, unless an attempt is being made."""
        if not self._trying:
            self.dismiss(None)
