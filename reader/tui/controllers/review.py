"""Review notes whose words have changed or are gone, resolve conflicts, and move notes to other words.

Each answer is one revision, so it can be undone.
"""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.errors import SessionError
from reader.text.span import Span
from reader.tui.command_router import Handlers
from reader.tui.controllers import Controller, background
from reader.tui.controllers.modes import AdjustRange, ChooseWords, NoteMode

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.session.placement import Review
    from reader.tui.dialogs.review import ReviewDialog


class ReviewController(Controller):
    _box: "ReviewDialog | None" = None

    def commands(self) -> Handlers:
        targets = self.targets
        return {
            "edit": (lambda: targets.with_note(self._edit), targets.has_note),
            "relink": (
                lambda: targets.with_note(self._choose_words, "no note here to move"),
                lambda: targets.note is not None and targets.note.anchor is not None,
            ),
            "fit": (
                lambda: targets.with_note(self._adjust_range, "no note here to adjust"),
                lambda: any(note.span for note in targets.notes),
            ),
        }

    def open(self, note: "Note") -> None:
        """Review a note that is displaced, in conflict or not verified; edit any other."""
        if not note.choices and is_displaced(note):
            self._review(note)
        else:
            self._edit(note)

    def _edit(self, note: "Note") -> None:
        if note.choices:
            self._settle(note)
        else:
            self.view.write(self.session.article_notes.draft_of(note))

    @background("open")
    async def _review(self, note: "Note") -> None:
        try:
            review = await asyncio.to_thread(self.session.article_notes.review, note.id)
        except SessionError as error:
            self.status.complain(str(error))
            return
        self._decide(review)

    @background("box", exclusive=True)
    async def _decide(self, review: "Review") -> None:
        from reader.tui.dialogs.review import ReviewDialog

        seen = self.session.article.sha256
        self._box = box = ReviewDialog(review)
        answer = await self.panes.screen.app.push_screen_wait(box)
        self._box = None
        if answer == "stale" or (answer and seen != self.session.article.sha256):
            self._review_again(review.note.id)
        elif answer == "accept" and review.place is not None:
            await self._put(review.note, review.place, seen)
        elif answer == "choose":
            self._choose_words(review.note)
        elif answer == "edit":
            self.view.write(self.session.article_notes.draft_of(review.note))
        else:
            self.status.say("note not changed")

    def _review_again(self, note_id: str) -> None:
        """Show a review of what the text says now, if the note still needs one."""
        note = self.session.article_notes.note(note_id)
        if is_displaced(note):
            self.status.say("the article was reloaded: here is what it says now")
            self._review(note)
        else:
            self.status.say("the article was reloaded, and the note is in place")

    def text_changed(self, former: str, selected: Span | None) -> None:
        """Place in the new text what is open: a review, or words being chosen, `selected` in the `former` text."""
        if self._box is not None:
            self._box.dismiss("stale")
        for mode in self.view.router.modes:
            if isinstance(mode, NoteMode):
                mode.text_changed(self.session.article_notes.note(mode.note.id), self._placed(former, selected))

    def _placed(self, former: str, selected: Span | None) -> Span | None:
        """Return the place of a selection in the new text, if all of its words are there."""
        from reader.anchoring import describe, place

        if selected is None:
            return None
        (placement,) = place([describe(former, selected)], self.session.article.text)
        return placement.span if placement.state == "exact" else None

    async def _put(self, note: "Note", span: Span, seen: str) -> None:
        """Move a note to a span of the text with the sha256 `seen`."""

        said = with_keys("Note moved here · {undo} to undo")
        if await self.view.changes.make(lambda: self.session.article_notes.relink(note.id, span, seen), said):
            self.view.notes_changed()
            self.article.go(span.start, jump=True)

    def _choose_words(self, note: "Note") -> None:
        if note.anchor is None:
            self.status.say("this note is on the article as a whole")
        else:
            ChooseWords(self.view.router, self.panes, note, self._put_on).enter()

    def _adjust_range(self, note: "Note") -> None:
        if note.anchor is None:
            self.status.say("this note is on the article as a whole")
        elif note.span is None:
            self.status.say(with_keys("the passage of this note is gone: {relink} moves the note to other words"))
        else:
            AdjustRange(self.view.router, self.panes, note, note.span, self._put_on).enter()

    def _put_on(self, note: "Note", span: Span) -> None:
        self.panes.screen.run_worker(self._put(note, span, self.session.article.sha256), group="notes")

    @background("box", exclusive=True)
    async def _settle(self, note: "Note") -> None:
        """Show the texts of a conflict, or those before and after another program, and keep the one that is chosen."""
        from reader.annotations.notes import all_tags
        from reader.tui.dialogs.review import ConflictDialog

        heads = note.choices
        dialog = ConflictDialog(heads, "" if note.conflict else "Changed by another program")
        answer = await self.panes.screen.app.push_screen_wait(dialog)
        if answer == "both":
            texts = dict.fromkeys(head.text for head in heads if head.text)
            both = replace(self.session.article_notes.draft_of(note), text="\n\n".join(texts))
            tags = all_tags(both.tags, *(head.tags for head in heads))
            self.view.write(replace(both, tags=tags, base=tuple(head.id for head in note.heads)))
        elif answer is not None:
            chosen = heads[int(answer) - 1]
            said = with_keys("version kept · {undo} to undo")
            await self.view.changes.make(lambda: self.session.article_notes.settle(note.id, chosen.id), said)
            self.view.notes_changed()
        else:
            self.status.say("nothing decided: both texts are kept")


def is_displaced(note: "Note") -> bool:
    return note.placement is not None and note.placement.state != "exact"
