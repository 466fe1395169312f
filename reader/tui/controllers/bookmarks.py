"""Marks: a letter for a place in the text, kept with the article, and found again by its words when that has changed.

After `m` or `'` the next key is a letter, whatever else it does: `ReaderApp` hands it to `take_key`. The trap: keys may
come faster than the one before them is answered, so what is waited for is told before anything else is done.
"""

import asyncio
from typing import TYPE_CHECKING, Literal

from textual import work
from textual.events import Key

from reader.config import with_keys
from reader.tui.screens.desk import Desk

if TYPE_CHECKING:
    from reader.session.state import Bookmark

LONGEST = 36
"""Characters of a mark's words in the status line."""


class Marking(Desk):
    """Setting marks and going to them."""

    _waiting: Literal["", "set", "go"] = ""

    def action_set_mark(self) -> None:
        self._wait("set", f"mark this place as: a letter or digit{self._known_marks()}")

    def action_go_to_mark(self) -> None:
        self._wait("go", f"go to mark: a letter, or the same key for where you were{self._known_marks()}")

    def _wait(self, what: Literal["set", "go"], words: str) -> None:
        self._waiting = what
        self.status.say(words)

    def _known_marks(self) -> str:
        letters = " ".join(sorted(mark.letter for mark in self.state.marks))
        return f"; there are {letters}" if letters else ""

    def take_key(self, key: Key) -> bool:
        """Take the letter that was waited for; whether one was."""
        waiting, self._waiting = self._waiting, ""
        if not waiting:
            return False
        if key.character is not None and key.character.isalnum():
            if waiting == "set":
                self._set_mark(key.character)
            else:
                self.go_to_mark(key.character)
        elif waiting == "go" and key.key in self._keys_of_go:
            self._go_to_and_fro()
        else:
            self.status.say("no mark: it is a letter or a digit" if key.key != "escape" else "")
        return True

    @property
    def _keys_of_go(self) -> tuple[str, ...]:
        from reader.config import user_config

        return next(command.keys for command in user_config().commands if command.id == "go-to-mark")

    def _set_mark(self, letter: str) -> None:
        mark = self.session.bookmark(letter, self.article.caret.offset)
        self.keep_state(marks=(*(other for other in self.state.marks if other.letter != letter), mark))
        self.status.say(with_keys(f"marked as {letter}: {{go-to-mark}} {letter} comes back here"))

    def _go_to_and_fro(self) -> None:
        """Where the caret was before the last jump; again: back here."""
        here = self.article.caret.offset
        before = next((offset for offset in reversed(self.jumps.behind) if offset != here), None)
        if before is None:
            self.status.say("there was no jump yet")
        else:
            self.jump(before)

    @work(group="marks", exclusive=True)
    async def go_to_mark(self, letter: str) -> None:
        mark = next((mark for mark in self.state.marks if mark.letter == letter), None)
        if mark is None:
            self.status.say(with_keys(f"no mark {letter}: {{set-mark}} {letter} sets one{self._known_marks()}"))
            return
        place = await asyncio.to_thread(self.session.place_of, mark)
        if place is None:
            self.status.complain(f"mark {letter}: its words are gone: {shortened(mark)}")
            return
        self.jump(place)
        self.status.say(f"mark {letter}: {shortened(mark)}")


def shortened(mark: "Bookmark") -> str:
    """The words of a mark, for a line."""
    from reader.tui.widgets.rows import in_quotation_marks

    words = " ".join(mark.exact.split())
    return in_quotation_marks(words if len(words) <= LONGEST else f"{words[:LONGEST]}…")
