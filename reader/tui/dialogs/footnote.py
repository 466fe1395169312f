"""A footnote in a small box at its marker."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from reader.system.paths import STYLES
from reader.text.sanitize import clean
from reader.tui.chrome.hint_line import hint_content
from reader.tui.dialogs import SCROLL_KEYS, SHEET, Dialog


class FootnoteDialog(Dialog[bool]):
    """The words of a footnote; returns whether to go to it."""

    TITLE = "Reading a footnote"
    CSS_PATH: ClassVar = [SHEET, STYLES / "footnote.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(False)", "back to the text"),
        Binding("enter", "dismiss(True)", "go to the footnote"),
        *SCROLL_KEYS,
    ]

    def __init__(self, marker: str, words: str, at: tuple[int, int]) -> None:
        """`at` is the cell of the marker."""
        super().__init__()
        self._marker = marker
        self._words = words
        self._at = at

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="footnote-box") as box:
            box.border_title = Content(clean(self._marker))
            box.border_subtitle = hint_content("Enter: go there · Esc: back")
            yield Static(Content(clean(self._words)), id="footnote-words")

    def on_mount(self) -> None:
        self.query_one("#footnote-box").focus()
        self.call_after_refresh(self._place)

    def on_resize(self) -> None:
        self.call_after_refresh(self._place)

    def _place(self) -> None:
        """Put the box below the marker, or above it if there is more room."""
        box = self.query_one("#footnote-box")
        column, row = self._at
        left = max(0, min(column, self.size.width - box.outer_size.width))
        below = self.size.height - row - 1
        top = row + 1 if box.outer_size.height <= below or below >= row else row - box.outer_size.height
        box.styles.offset = Offset(left, max(0, min(top, self.size.height - box.outer_size.height)))
