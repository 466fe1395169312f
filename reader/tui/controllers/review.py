"""Review notes whose words have changed or are gone, resolve conflicts, and move notes to other words.

Each answer is one revision, so it can be undone. A note is moved in a mode, until Enter keeps the selection or Esc
cancels: while words are chosen, the next selection in the text becomes its passage; while a range is adjusted, every
movement moves one end of it, as if `v` had been pressed on its first character.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from reader.config import with_keys
from reader.text.span import Span
from reader.tui.command_router import Handlers, Mode, always
from reader.tui.controllers import Controller, background

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
                lambda: any(note.anchor for note in targets.notes[:1]),
            ),
            "fit": (
                lambda: targets.with_note(self._adjust_range, "no note here to adjust"),
                lambda: any(note.span for note in targets.notes),
            ),
        }

    def open(self, note: "Note") -> None:
        """Review a note that is displaced, in conflict or not verified; edit any other."""
        if not note.choices and (note.is_changed or note.is_orphaned):
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
        if (review := await self.view.ask(lambda: self.session.article_notes.review(note.id))) is not None:
            self._decide(review)

    @background("box", exclusive=True)
    async def _decide(self, review: "Review") -> None:
        from reader.tui.dialogs.review import ReviewDialog

        seen = self.session.article.sha256
        self._box = box = ReviewDialog(review)
        answer = await self.panes.screen.app.push_screen_wait(box)
        self._box = None
        if answer == "stale" or (answer and seen != self.session.article.sha256):
            note = self.session.article_notes.note(review.note.id)
            if note.is_changed or note.is_orphaned:
                self.status.say("the article was reloaded: here is what it says now")
                self._review(note)
            else:
                self.status.say("the article was reloaded, and the note is in place")
        elif answer == "accept" and review.place is not None:
            await self._put(review.note, review.place, seen)
        elif answer == "choose":
            self._choose_words(review.note)
        elif answer == "edit":
            self.view.write(self.session.article_notes.draft_of(review.note))
        else:
            self.status.say("note not changed")

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
            ChooseWords(self, note).enter()

    def _adjust_range(self, note: "Note") -> None:
        if note.anchor is None:
            self.status.say("this note is on the article as a whole")
        elif note.span is None:
            self.status.say(with_keys("the passage of this note is gone: {relink} moves the note to other words"))
        else:
            AdjustRange(self, note, note.span).enter()

    def put(self, note: "Note", span: Span) -> None:
        """Move a note to other words of the text."""
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


class NoteMode(Mode):
    """A mode in which a selection in the text becomes the passage of a note."""

    doing: ClassVar[str]
    """Shown in the footer while the mode lasts."""
    hint: ClassVar[str]

    def __init__(self, review: ReviewController, note: "Note") -> None:
        self._review = review
        self._panes = panes = review.panes
        step_back = (lambda: None if panes.side.close_filter() else self.give_up(), always)
        commands: Handlers = {"open": (self._open, always), "step-back": step_back}
        super().__init__(self.name, commands, lambda: not panes.in_side)
        self.note = note

    def enter(self) -> None:
        """Enter the mode, replacing another one of this kind."""
        for mode in self._review.view.router.modes:
            if isinstance(mode, NoteMode):
                mode.leave()
        self._review.view.router.enter(self)
        self._panes.status.work(self.name, self.doing)
        self._panes.status.say(with_keys(self.hint))
        self._panes.uncover_text()
        self._panes.article.focus()

    def leave(self) -> None:
        self._review.view.router.leave(self)
        self._panes.status.work(self.name)

    def take(self) -> None:
        """Move the note to the selection."""
        raise NotImplementedError

    def _open(self) -> None:
        if self._panes.in_side:
            self._panes.side.list.choose()
        else:
            self.take()

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

    def __init__(self, review: ReviewController, note: "Note") -> None:
        super().__init__(review, note)
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
        self._review.put(self.note, span)

    def give_up(self) -> None:
        if not self._panes.article.clear_selection():
            super().give_up()


class AdjustRange(NoteMode):
    name = "fitting"
    doing = "adjusting the range"
    hint = "{next-pane}: other end · {open}: keep · {step-back}: cancel"

    def __init__(self, review: ReviewController, note: "Note", before: Span) -> None:
        super().__init__(review, note)
        self._before = before
        swap = self._panes.article.swap_ends
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
            self._review.put(self.note, span)
