"""Modes of the reading screen in which a selection becomes the passage of a note: choosing words, adjusting a range.

While words are chosen, the next selection in the text becomes the passage of a note. While a range is adjusted, every
movement moves one end of the note's passage, as if `v` had been pressed on its first character. Enter keeps the
selection, Esc cancels.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from reader.config import with_keys
from reader.text.span import Span
from reader.tui.command_router import CommandRouter, Handlers, Mode, always
from reader.tui.panes import Panes

if TYPE_CHECKING:
    from reader.annotations.notes import Note

Put = Callable[["Note", Span], object]
"""Moves a note to other words."""


class NoteMode(Mode):
    """A mode in which a selection in the text becomes the passage of a note."""

    doing: ClassVar[str]
    """Shown in the footer while the mode lasts."""
    hint: ClassVar[str]

    def __init__(self, router: CommandRouter, panes: Panes, note: "Note", put: Put) -> None:
        commands: Handlers = {"open": (self._open, always), "step-back": (self._step_back, always)}
        super().__init__(self.name, commands, lambda: not panes.in_side)
        self.note = note
        self._router = router
        self._panes = panes
        self._put = put

    def enter(self) -> None:
        """Enter the mode, replacing another one of this kind."""
        for mode in self._router.modes:
            if isinstance(mode, NoteMode):
                mode.leave()
        self._router.enter(self)
        self._panes.status.work(self.name, self.doing)
        self._panes.status.say(with_keys(self.hint))
        self._panes.uncover_text()
        self._panes.article.focus()

    def leave(self) -> None:
        self._router.leave(self)
        self._panes.status.work(self.name)

    def take(self) -> None:
        """Move the note to the selection."""
        raise NotImplementedError

    def _open(self) -> None:
        if self._panes.in_side:
            self._panes.side.list.choose()
        else:
            self.take()

    def _step_back(self) -> None:
        if not self._panes.side.close_filter():
            self.give_up()

    def text_changed(self, note: "Note", selected: Span | None) -> None:
        """Go on in another text, with the note and the selection as they are placed there."""
        self.note = note
        if selected is not None:
            self._panes.article.select_from(selected)

    def give_up(self) -> None:
        self.leave()
        self._panes.status.say("note not changed")


class ChooseWords(NoteMode):
    name = "choosing"
    doing = "choosing words"
    hint = "select the words ({select-characters}, then move) and press {open}"

    def __init__(self, router: CommandRouter, panes: Panes, note: "Note", put: Put) -> None:
        super().__init__(router, panes, note, put)
        self.commands = {**self.commands, "relink": (self.take, always)}

    def enter(self) -> None:
        self._panes.article.clear_selection()
        super().enter()

    def take(self) -> None:
        span = self._panes.article.selection
        if span is None:
            self._panes.status.say(with_keys(self.hint))
            return
        self.leave()
        self._panes.article.clear_selection()
        self._put(self.note, span)

    def give_up(self) -> None:
        if not self._panes.article.clear_selection():
            super().give_up()


class AdjustRange(NoteMode):
    name = "fitting"
    doing = "adjusting the range"
    hint = "{next-pane}: other end · {open}: keep · {step-back}: cancel"

    def __init__(self, router: CommandRouter, panes: Panes, note: "Note", before: Span, put: Put) -> None:
        super().__init__(router, panes, note, put)
        self._before = before
        swap = panes.article.swap_ends
        self.commands = {**self.commands, "next-pane": (swap, always), "previous-pane": (swap, always)}

    def enter(self) -> None:
        super().enter()
        self._panes.article.select_from(self._before)

    def leave(self) -> None:
        super().leave()
        self._panes.article.clear_selection()
        self._panes.article.go(self._before.start)

    def text_changed(self, note: "Note", selected: Span | None) -> None:
        if note.span is None:
            super().leave()
            self._panes.status.complain("the article was reloaded, and the passage of this note is gone")
            return
        self._before = note.span
        super().text_changed(note, selected or note.span)

    def take(self) -> None:
        span = self._panes.article.selection
        if span is None:
            return
        if span == self._before:
            self.give_up()
        else:
            self.leave()
            self._put(self.note, span)
