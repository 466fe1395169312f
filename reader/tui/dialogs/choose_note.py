"""The dialog for choosing one of several notes on the same words."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from reader.system.paths import STYLES
from reader.text.width import cut
from reader.tui.chrome.hint_line import HintLine
from reader.tui.dialogs import SHEET, Box, Dialog

if TYPE_CHECKING:
    from reader.annotations.notes import Note

ROOM = 70
"""The width of a line, in cells."""

NUMBERED = 9
"""The number of notes that can be chosen by a digit."""


class ChooseNoteDialog(Dialog["Note | None"]):
    """A list of notes, the shortest first; returns the chosen one. The highlighted note is shown in the text."""

    TITLE = "Choosing one of several notes"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "cancel"),
        Binding("j,down,tab", "go(1)", "next"),
        Binding("k,up,shift+tab", "go(-1)", "previous"),
        *(Binding(str(number), f"take({number})", f"note {number}") for number in range(1, NUMBERED + 1)),
    ]

    def __init__(self, notes: "Sequence[Note]", point: "Callable[[Note], object]", above: bool = False) -> None:
        """`point` is called with the highlighted note; `above`: show the dialog at the top of the screen."""
        super().__init__(classes="-above" if above else None)
        self._notes = notes
        self._point = point

    def compose(self) -> ComposeResult:
        with Box(f"{len(self._notes)} notes are on these words: which one?", id="which-box"):
            yield OptionList(
                *(Content(summarize_note(note, number)) for number, note in enumerate(self._notes, 1)),
                id="notes",
                markup=False,
                compact=True,
            )
            yield HintLine("Enter or number: choose · j k: show each · Esc: cancel")

    def on_mount(self) -> None:
        notes = self.query_one(OptionList)
        notes.highlighted = 0
        notes.focus()

    @on(OptionList.OptionHighlighted)
    def _pointed(self, event: OptionList.OptionHighlighted) -> None:
        self._point(self._notes[event.option_index])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._notes[event.option_index])

    def action_go(self, way: int) -> None:
        notes = self.query_one(OptionList)
        if way > 0:
            notes.action_cursor_down()
        else:
            notes.action_cursor_up()

    def action_take(self, number: int) -> None:
        if number <= len(self._notes):
            self.dismiss(self._notes[number - 1])


def summarize_note(note: "Note", number: int) -> str:
    """Return a line with the number, text, tags and passage of a note."""
    said = " ".join(note.text.split()) or "a highlight"
    tags = " ".join(f"#{tag}" for tag in note.tags if f"#{tag}" not in said)
    passage = " ".join(note.anchor.exact.split()) if note.anchor else ""
    head = cut(f"{number if number <= NUMBERED else ' '}  {said}  {tags}".rstrip(), ROOM * 2 // 3)
    return cut(f"{head}  “{passage}”", ROOM)
