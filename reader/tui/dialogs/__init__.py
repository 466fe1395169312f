"""The base of the dialogs: a box over the screen with its title in the frame, keys that scroll, and a hint below.

Pitfall: foreign text reaches widgets only as `Content`.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Event, Resize
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from reader.system.paths import STYLES
from reader.text.sanitize import clean_line
from reader.tui.chrome.hint_line import HintLine

Result = TypeVar("Result")

SHEET = STYLES / "dialogs.tcss"

SCROLL_KEYS: list[BindingType] = [
    Binding("j,down", "scroll(1)", "down"),
    Binding("k,up", "scroll(-1)", "up"),
    Binding("space,pagedown", "page(1)", "page down"),
    Binding("b,pageup", "page(-1)", "page up"),
    Binding("g,home", "end(-1)", "top"),
    Binding("G,end", "end(1)", "bottom"),
]


class Box(Vertical):
    """The frame of a dialog, with its title in it."""

    def __init__(self, title: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = Content(clean_line(title))


def field(label: str, content: Widget) -> Horizontal:
    return Horizontal(Static(label, classes="label", markup=False), content, classes="line")


class Dialog(ModalScreen[Result]):
    """A box over the screen."""

    trying = False
    """True while an attempt is made that closes the dialog if it succeeds."""

    async def try_to_close(self, attempt: Callable[[], Awaitable[str | None]], result: Result) -> None:
        """Close with `result` when an attempt succeeds, else show its error message. There is one attempt at a time."""
        if self.trying:
            return
        self.trying = True
        complaint = await attempt()
        self.trying = False
        if complaint is None:
            self.dismiss(result)
        else:
            self.complain(complaint)

    async def on_event(self, event: Event) -> None:
        """Ignore a size that the terminal no longer has, as `CommandScreen` does."""
        if not isinstance(event, Resize) or event.size == self.app.size:
            await super().on_event(event)

    def complain(self, complaint: str) -> None:
        for line in self.query(HintLine):
            line.complain(complaint)

    def show_hint(self, keys: str) -> None:
        """Show the keys again, or other words."""
        for line in self.query(HintLine):
            line.show(keys)

    @property
    def scroller(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        self.scroller.scroll_relative(y=lines, animate=False)

    def action_page(self, way: int) -> None:
        self.scroller.scroll_relative(y=way * max(1, self.scroller.size.height - 2), animate=False)

    def action_end(self, way: int) -> None:
        (self.scroller.scroll_home if way < 0 else self.scroller.scroll_end)(animate=False)
