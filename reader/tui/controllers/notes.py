"""Writing on the article: notes, highlights and tags, deleting, undo, drafts.

A note goes on the selection; with the side pane in focus on its chosen quote; else on the sentence under the caret.
What is half written is kept as a draft at each pause, one for each passage, until it is saved.
"""

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.errors import SessionError
from reader.session.state import Draft
from reader.text.span import Span
from reader.tui.commands import Handlers, always
from reader.tui.controllers.controller import Controller, View, background
from reader.tui.controllers.targets import Targets
from reader.view.interval_index import find_overlaps

if TYPE_CHECKING:
    from reader.annotations.notes import Note


class NoteController(Controller):
    """The notes of the article: shown, written, deleted, gone to."""

    def __init__(self, view: View, targets: Targets) -> None:
        super().__init__(view)
        self._targets = targets

    def commands(self) -> Handlers:
        targets = self._targets

        def has_note() -> bool:
            return targets.note is not None

        def has_passage() -> bool:
            return targets.passage is not None

        def has_placed_note() -> bool:
            return any(note.span for note in self.session.notes)

        return {
            "annotate": (self._annotate, has_passage),
            "annotate-article": (lambda: self.write(Draft("")), always),
            "highlight": (self._highlight, has_passage),
            "tag": (self._tag, lambda: has_note() or has_passage()),
            "edit-outside": (lambda: targets.with_note(self._edit_outside), has_note),
            "delete": (lambda: targets.with_note(self._delete, "no note here to delete"), has_note),
            "undo": (partial(self._take_back, undoing=True), lambda: self.session.can_undo),
            "redo": (partial(self._take_back, undoing=False), lambda: self.session.can_redo),
            "previous-note": (partial(self._go, -1), has_placed_note),
            "next-note": (partial(self._go, 1), has_placed_note),
        }

    def show(self) -> None:
        """Draw the notes in the text and list them, the drafts before them."""
        from reader.tui.widgets.rows import DraftRow, note_rows

        layers: dict[str, list[Span]] = {"highlight": [], "note": [], "changed": []}
        for note in self.session.notes:
            if note.placement and note.span:
                changed = note.placement.state == "changed"
                layers["changed" if changed else "note" if note.text else "highlight"].append(note.span)
        layers["overlap"] = find_overlaps(chain(*layers.values()))
        self.article.show_layers(layers)
        drafts = [DraftRow(draft.text, draft.span, index) for index, draft in enumerate(self._drafts)]
        self.panes.side.show("notes", [*drafts, *note_rows(self.session.notes, self.session.article)])

    # ------------------------------------------------------------------ writing

    def _annotate(self) -> None:
        if (span := self._targets.passage) is not None:
            self.write(self._on(span))

    def _tag(self) -> None:
        if self.article.selection is None and self._targets.notes:
            self._targets.with_note(lambda note: self.write(self.as_draft(note), on_tags=True))
        elif (span := self._targets.passage) is not None:
            self.write(self._on(span), on_tags=True)

    @background("notes")
    async def _edit_outside(self, note: "Note") -> None:
        """Edit a note in the user's own editor; a draft that was kept of it is gone on with."""
        from reader.tui.external_editor import EditorError, edit_externally

        draft = self._kept_or(self.as_draft(note))
        try:
            edited = edit_externally(self.panes.screen.app, draft.text)
        except EditorError as error:
            self.status.complain(str(error))
            return
        draft = replace(draft, text=edited.text)
        if edited.failure:
            self._keep_draft(draft)
            self.status.complain(f"{edited.failure}; what it wrote is kept as a draft")
        elif await self.view.changes.make(lambda: self._save_draft(draft)) is None:
            self._keep_draft(draft)
        else:
            self._drop_draft(draft)
        self.view.notes_changed()

    @property
    def _drafts(self) -> tuple[Draft, ...]:
        return self.view.keeper.state.drafts

    def _kept_or(self, draft: Draft) -> Draft:
        """The draft that was kept for the same place, else this one."""
        return next((other for other in self._drafts if same_place(other, draft)), draft)

    def _on(self, span: Span) -> Draft:
        """A note to be written on `span`."""
        return Draft("", span=span, passage=span.of(self.session.article.text))

    def as_draft(self, note: "Note") -> Draft:
        """The note as it is put into the box: the tags that are not in the text beside it."""
        from reader.annotations.notes import inline_tags

        written = inline_tags(note.text)
        span = note.span
        passage = span.of(self.session.article.text) if span else ""
        return Draft(note.text, tuple(tag for tag in note.tags if tag not in written), span, note.id, passage)

    @background("box", exclusive=True)
    async def write(self, draft: Draft, on_tags: bool = False) -> None:
        """Ask for a note's text and tags and save them; a draft that was kept for the same place is gone on with."""
        from reader.tui.dialogs.note import NoteDialog, NoteForm

        kept = self._kept_or(draft)

        async def save(text: str, tags: list[str]) -> str | None:
            written = replace(kept, text=text, tags=tuple(tags))
            if not text.strip() and not tags and kept.note is None and kept.span is None:
                return "write something first"
            if await self.view.changes.make(lambda: self._save_draft(written)) is None:
                self._keep_draft(written)
                return f"not saved: {self.status.message}"
            self._drop_draft(written)
            return None

        above = self.article.caret_row > self.article.size.height // 2
        form = NoteForm(self._words_of(kept), kept.text, kept.tags, self.view.changes.known_tags, on_tags, above)
        box = NoteDialog(form, save, lambda text, tags: self._keep_draft(replace(kept, text=text, tags=tuple(tags))))
        if await self.panes.screen.app.push_screen_wait(box):
            self.article.clear_selection()
        elif any(same_place(other, kept) for other in self._drafts):
            self.status.say("not saved; the draft is kept")
        self.view.notes_changed()

    def _words_of(self, draft: Draft) -> str:
        """What the box shows above the text."""
        from reader.tui.widgets.rows import in_quotation_marks

        if draft.span is not None:
            return in_quotation_marks(draft.span.of(self.session.article.text))
        note = next((note for note in self.session.notes if note.id == draft.note), None)
        return in_quotation_marks(note.anchor.exact) if note and note.anchor else "On the article as a whole"

    def _save_draft(self, draft: Draft) -> "Note":
        if draft.note is not None:
            return self.session.edit(draft.note, draft.text, draft.tags)
        return self.session.annotate(draft.span, draft.text, draft.tags)

    def _keep_draft(self, draft: Draft) -> None:
        others = self._other_drafts(draft)
        empty = not draft.text.strip() and not draft.tags and draft.note is None
        self.view.keeper.keep(drafts=others if empty else (*others, draft))

    def _drop_draft(self, draft: Draft) -> None:
        self.view.keeper.keep(drafts=self._other_drafts(draft))

    def _other_drafts(self, draft: Draft) -> tuple[Draft, ...]:
        return tuple(other for other in self._drafts if not same_place(other, draft))

    # ------------------------------------------------------------------ other changes

    @background("notes")
    async def _highlight(self) -> None:
        span = self._targets.passage
        if span is None:
            return
        if any(note.placement and note.span == span and not note.text for note in self.session.notes):
            self.status.say("these words are highlighted already")
            return
        await self.view.changes.make(lambda: self.session.annotate(span), "highlighted")
        self.article.clear_selection()
        self.view.notes_changed()

    @background("notes")
    async def _delete(self, note: "Note") -> None:
        said = with_keys("deleted · {undo} to undo")
        await self.view.changes.make(lambda: self.session.delete(note.id), said)
        self.view.notes_changed()

    @background("notes")
    async def _take_back(self, *, undoing: bool) -> None:
        """Undo or redo the last change of notes or of the analysis."""

        def change() -> str:
            done = self.session.undo() if undoing else self.session.redo()
            if done is None:
                raise SessionError("nothing to undo" if undoing else "nothing to redo")
            return done

        shown = self.session.known_analysis()
        said = await self.view.changes.make(change, said="")
        if self.session.known_analysis() is not shown:
            self.view.analysis_changed()
        if said is not None:
            self.status.say(f"{'undone' if undoing else 'redone'}: {said}")
        self.view.notes_changed()

    # ------------------------------------------------------------------ going

    def _go(self, way: int) -> None:
        """Go to the next or the previous note in the text, around the end; of several in one place to each in turn."""
        placed = [(note.span, note) for note in self.session.notes if note.span]
        placed.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[1].id))
        if not placed:
            self.status.say(with_keys("no notes in this article yet: {annotate} writes one"))
            return
        caret, visited_id = self.article.caret.offset, self._targets.visited
        visited = [index for index, (span, note) in enumerate(placed) if note.id == visited_id and caret in span]
        if visited:
            index = visited[0] + way
        elif way > 0:
            index = next((index for index, (span, _) in enumerate(placed) if span.start > caret), 0)
        else:
            index = next((index for index, (span, _) in reversed([*enumerate(placed)]) if span.start < caret), -1)
        span, note = placed[index % len(placed)]
        self.article.go(span.start, jump=True)
        self._targets.visited = note.id
        self.article.show_layers({"current": (span,)})
        words = " ".join(note.text.split()) or "a highlight"
        self.status.say(f"note {index % len(placed) + 1}/{len(placed)}  {words}")


def same_place(one: Draft, other: Draft) -> bool:
    """Return whether two drafts are of the same note, or on the same passage."""
    return one.note == other.note and (one.note is not None or one.span == other.span)
