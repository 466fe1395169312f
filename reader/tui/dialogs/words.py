"""Words to read in a box: the answer of a program, a footnote at its marker, a question with two answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from reader.system.paths import STYLES
from reader.system.program import ProgramAnswer
from reader.text.sanitize import clean, clean_line
from reader.text.width import cut
from reader.tui.dialogs import SCROLL_KEYS, SHEET, Dialog, hint_content

WIDEST_TITLE = 60  # cells of the words in the title of the box


class AnswerDialog(Dialog[bool]):
    """The answer of a program; returns whether to make a note of it."""

    BOX = "answer-box"
    TITLE = "Reading an answer"
    CSS_PATH: ClassVar = [SHEET, STYLES / "words.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "close"),
        Binding("a", "dismiss(True)", "make a note of it"),
        Binding("y", "copy", "copy it"),
        *SCROLL_KEYS,
    ]

    def __init__(self, name: str, words: str, answer: ProgramAnswer) -> None:
        title = f"{name}: {cut(' '.join(clean_line(words).split()), WIDEST_TITLE)}"
        super().__init__(title, "a: note · y: copy · j k: scroll · Esc: close")
        self._answer = answer

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="answer-scroll"):
            yield Static(Content(clean(self._answer.text)), id="answer-words")
        if self._answer.remark:
            yield Static(Content(clean_line(self._answer.remark)), id="answer-remark")

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._answer.text)
        self.show_hint("copied · Esc: close")


class QuestionDialog(Dialog[bool | None]):
    """A question; returns the answer, None if there is none."""

    BOX = "answer-box"
    TITLE = "Answering a question"
    CSS_PATH: ClassVar = [SHEET, STYLES / "words.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "close"),
        Binding("y,enter", "dismiss(True)", "yes"),
        Binding("n", "dismiss(False)", "no"),
    ]

    def __init__(self, question: str, about: str, keys: str) -> None:
        """`keys` says what yes and no do."""
        super().__init__(question, keys)
        self._about = about

    def compose_box(self) -> ComposeResult:
        yield Static(Content(clean(self._about)), id="answer-words")


class FootnoteDialog(Dialog[bool]):
    """The words of a footnote; returns whether to go to it."""

    TITLE = "Reading a footnote"
    CSS_PATH: ClassVar = [SHEET, STYLES / "words.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(False)", "back to the text"),
        Binding("enter", "dismiss(True)", "go to the footnote"),
        *SCROLL_KEYS,
    ]

    def __init__(self, marker: str, words: str, at: tuple[int, int]) -> None:
        """`at` is the cell of the marker."""
        super().__init__(marker, "Enter: go there · Esc: back")
        self._words = words
        self._at = at

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="footnote-box") as box:
            box.border_title = Content(clean(self.heading))
            box.border_subtitle = hint_content(self.keys)
            yield Static(Content(clean(self._words)), id="footnote-words")

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
