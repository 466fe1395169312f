"""Moving the ends of a note's passage: every move in the text moves one end of it, until it is kept or left.

The note's words are selected as if `v` had been pressed on their first character; what is kept is one revision.
"""

from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.text.span import Span
from reader.tui.controllers.review import Reviewing

if TYPE_CHECKING:
    from reader.annotations.notes import Note

FITTING = "{next-pane} other end · {open} keeps it · {step-back} leaves it"


class Fitting(Reviewing):
    """What changes where a note begins and ends."""

    fitting: "tuple[Note, Span] | None" = None
    """The note whose ends are moved, and where it was."""

    @property
    def place(self) -> str:
        return "fitting" if self.fitting and not self.in_side else super().place

    def action_fit(self) -> None:
        self.with_note(self.fit, with_keys("no note here whose ends could be moved"))

    def fit(self, note: "Note") -> None:
        """Begin to move the ends of `note`."""
        if note.anchor is None:
            self.status.say("this note is on the article as a whole")
        elif note.span is None:
            self.status.say(with_keys("the words of this note are gone: {relink} puts it on others"))
        else:
            self.leave_choosing()
            self.fitting = note, note.span
            self.status.work("fitting", "moving its ends")
            self.status.say(with_keys(FITTING))
            if self.narrow:
                self.show_side(False)
            self.article.focus()
            self.article.select_from(note.span)

    def take_range(self) -> None:
        """Put the note on what is selected now."""
        if self.fitting is None or (span := self.article.selection) is None:
            return
        note, before = self.fitting
        self.leave_fitting()
        if span == before:
            self.status.say("the note is where it was")
        else:
            self.put_on(note, span)

    def leave_fitting(self) -> bool:
        """Leave the note where it is, unless it has been put elsewhere; whether its ends were moved."""
        if self.fitting is None:
            return False
        (_, before), self.fitting = self.fitting, None
        self.status.work("fitting")
        self.article.clear_selection()
        self.article.go(before.start)
        return True
