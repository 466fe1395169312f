"""The answer of a program in a box."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.system.paths import STYLES
from reader.system.program import ProgramAnswer
from reader.text.sanitize import clean, clean_line
from reader.text.width import cut
from reader.tui.chrome.hint_line import HintLine
from reader.tui.dialogs import SCROLL_KEYS, SHEET, Box, Dialog

WIDEST_TITLE = 60
"""Cells of the words in the title of the box."""


class AnswerDialog(Dialog[bool]):
    """The answer of a program; returns whether to make a note of it."""

    TITLE = "Reading an answer"
    CSS_PATH: ClassVar = [SHEET, STYLES / "answer.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "close"),
        Binding("a", "dismiss(True)", "make a note of it"),
        Binding("y", "copy", "copy it"),
        *SCROLL_KEYS,
    ]

    def __init__(self, name: str, words: str, answer: ProgramAnswer) -> None:
        super().__init__()
        self._title = f"{name}: {cut(' '.join(clean_line(words).split()), WIDEST_TITLE)}"
        self._answer = answer

    def compose(self) -> ComposeResult:
        with Box(self._title, id="answer-box"):
            with VerticalScroll(id="answer-scroll"):
                yield Static(Content(clean(self._answer.text)), id="answer-words")
            if self._answer.remark:
                yield Static(Content(clean_line(self._answer.remark)), id="answer-remark")
            yield HintLine("a: note · y: copy · j k: scroll · Esc: close")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._answer.text)
        self.show_hint("copied · Esc: close")
