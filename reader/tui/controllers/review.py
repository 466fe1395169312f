"""Reviewing notes: words that have changed or are gone, texts that are in conflict, and choosing other words.

While *choosing*, the next selection in the text is where a note goes: Enter puts it there, Esc leaves it where it was.
Every answer is one revision, so undo takes it back.
"""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from reader.config import with_keys
from reader.errors import SessionError
from reader.text.span import Span
from reader.tui.controllers.notes import Noting

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.session.placement import Review

CHOOSE = "select the words ({select-characters}, then move) and press {open}"

MOVED = "the note is on these words; {undo} takes it back"

SETTLED = "this text counts; {undo} takes it back"


class Reviewing(Noting):
    """What a reader decides about notes that need it."""

    choosing: "Note | None" = None
    """The note for which words are being chosen."""

    @property
    def place(self) -> str:
        return "choosing" if self.choosing is not None and not self.in_side else super().place

    def open_note(self, note: "Note") -> None:
        """Review a note that needs it, edit any other."""
        if note.conflict:
            self.settle(note)
        elif is_displaced(note):
            self.review(note)
        else:
            self.write(self.as_draft(note))

    def action_edit(self) -> None:
        self.with_note(lambda note: self.settle(note) if note.conflict else self.write(self.as_draft(note)))

    # ------------------------------------------------------------------ words that changed or are gone

    @work(group="open")
    async def review(self, note: "Note") -> None:
        """Show then and now, and do what the reader decides."""
        try:
            review = await asyncio.to_thread(self.session.review, note.id)
        except SessionError as error:
            self.status.complain(str(error))
            return
        self._decide(review)

    @work(group="box", exclusive=True)
    async def _decide(self, review: "Review") -> None:
        from reader.tui.dialogs.review import ReviewDialog

        answer = await self.app.push_screen_wait(ReviewDialog(review))
        if answer == "accept" and review.place is not None:
            await self._put(review.note, review.place)
        elif answer == "choose":
            self.choose_words(review.note)
        elif answer == "edit":
            self.write(self.as_draft(review.note))
        else:
            self.status.say("the note is kept with its old words")

    async def _put(self, note: "Note", span: Span) -> None:
        if await self.saved(lambda: self.session.relink(note.id, span), with_keys(MOVED)):
            self.show_notes()
            self.jump(span.start)

    # ------------------------------------------------------------------ other words

    def action_relink(self) -> None:
        """Begin to choose other words for the note that is meant, or take those that are selected now."""
        if self.choosing is not None:
            self.take_words()
        else:
            self.with_note(self.choose_words, "no note here to put on other words")

    def choose_words(self, note: "Note") -> None:
        """Begin to choose other words for `note`."""
        if note.anchor is None:
            self.status.say("this note is on the article as a whole")
            return
        self.choosing = note
        self.status.work("choosing", "choosing words")
        self.status.say(with_keys(CHOOSE))
        self.article.clear_selection()
        if self.narrow:
            self.show_side(False)
        self.article.focus()

    @work(group="notes")
    async def put_on(self, note: "Note", span: Span) -> None:
        """Put a note on other words."""
        await self._put(note, span)

    @work(group="notes")
    async def take_words(self) -> None:
        """Put the note on what is selected."""
        note, span = self.choosing, self.article.selection
        if note is None or span is None:
            self.status.say(with_keys(CHOOSE))
            return
        self.leave_choosing()
        self.article.clear_selection()
        await self._put(note, span)

    def leave_choosing(self) -> bool:
        """Leave the note where it is; whether words were being chosen."""
        was, self.choosing = self.choosing is not None, None
        self.status.work("choosing")
        return was

    # ------------------------------------------------------------------ two texts

    @work(group="box", exclusive=True)
    async def settle(self, note: "Note") -> None:
        """Show the texts of a conflict until one is chosen."""
        from reader.annotations.notes import all_tags
        from reader.tui.dialogs.review import ConflictDialog

        heads = note.conflict
        answer = await self.app.push_screen_wait(ConflictDialog(heads))
        if answer == "both":
            texts = dict.fromkeys(head.text for head in heads if head.text)
            both = replace(self.as_draft(note), text="\n\n".join(texts))
            self.write(replace(both, tags=all_tags(both.tags, *(head.tags for head in heads))))
        elif answer is not None:
            chosen = heads[int(answer) - 1]
            await self.saved(lambda: self.session.settle(note.id, chosen.id), with_keys(SETTLED))
            self.show_notes()
        else:
            self.status.say("both texts are kept")


def is_displaced(note: "Note") -> bool:
    """Whether the words of a note have changed or are gone."""
    return note.placement is not None and note.placement.state != "exact"
