"""Writing on the article: notes, highlights and tags, deleting, undo, drafts.

A note goes on the selection; with the side pane in focus on its chosen quote; else on the sentence under the caret.
What is half written is kept as a draft at each pause, one for each passage, until it is saved.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from reader.config import with_keys
from reader.document import segments
from reader.errors import SessionError
from reader.session.state import Draft
from reader.text.span import Span
from reader.tui.screens.desk import Desk

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.tui.widgets.rows import ListRow

NO_NOTE = "no note here: {previous-note} and {next-note} go to the notes, {annotate} writes one"


class Noting(Desk):
    """What changes the notes."""

    _visited = ""
    """The id of the note that was gone to, as long as the caret is on its words."""

    # ------------------------------------------------------------------ what a key is about

    @property
    def chosen_row(self) -> "ListRow | None":
        """The row that keys are about; None while the text has them."""
        return self.side.list.row if self.in_side else None

    def passage(self) -> Span | None:
        """What a new note would be on: the selection, the chosen quote or the sentence under the caret."""
        from reader.tui.widgets.rows import QuoteRow

        row = self.chosen_row
        if isinstance(row, QuoteRow):
            return row.span
        if (selected := self.article.selection) is not None:
            return selected
        caret = self.article.caret.offset
        chosen = self.article.painter.layers.get("chosen")
        quote = next((span for span in chosen.spans if span.start == caret), None) if chosen else None
        if quote is not None and quote in self._quotes():
            return quote
        if not self.session.article.blocks:
            return None
        return segments.trimmed(self.session.article.text, segments.sentence_at(self.session.article, caret))

    def _quotes(self) -> set[Span]:
        analysis = self.session.known_analysis()
        return {quote.span for quote in analysis.quotes} if analysis else set()

    def notes_here(self) -> "list[Note]":
        """The notes that may be meant: the chosen one in the side pane, else those under the caret, the shortest first.

        One that was gone to is the only one, as long as the caret is on its words.
        """
        from reader.tui.widgets.rows import NoteRow

        row = self.chosen_row
        if isinstance(row, NoteRow):
            return [row.note]
        caret = self.article.caret.offset
        here = [(len(note.span), note.id, note) for note in self.session.notes if note.span and caret in note.span]
        notes = [note for _, _, note in sorted(here, key=lambda each: each[:2])]
        return [note for note in notes if note.id == self._visited] or notes

    def note_here(self) -> "Note | None":
        """The likeliest of the notes that may be meant."""
        return next(iter(self.notes_here()), None)

    def with_note(self, do: "Callable[[Note], object]", otherwise: str = "") -> None:
        """Do something with the note that is meant; ask which, where there are several; say so where there is none."""
        notes = self.notes_here()
        if len(notes) > 1:
            self._ask_which(notes, do)
        elif notes:
            do(notes[0])
        else:
            self.status.say(otherwise or with_keys(NO_NOTE))

    @work(group="box", exclusive=True)
    async def _ask_which(self, notes: "list[Note]", do: "Callable[[Note], object]") -> None:
        from reader.tui.dialogs.choose_note import ChooseNoteDialog

        below = self.article.caret_row > self.article.size.height // 2
        box = ChooseNoteDialog(
            notes, lambda note: self.article.show_layers({"current": (note.span,) if note.span else ()}), above=below
        )
        note = await self.app.push_screen_wait(box)
        self.article.show_layers({"current": ()})
        if note is not None:
            self.call_later(do, note)

    # ------------------------------------------------------------------ writing

    def action_annotate(self) -> None:
        if (span := self.passage()) is not None:
            self.write(self._on(span))

    def action_annotate_article(self) -> None:
        self.write(Draft(""))

    def action_tag(self) -> None:
        if self.article.selection is None and self.notes_here():
            self.with_note(lambda note: self.write(self.as_draft(note), on_tags=True))
        elif (span := self.passage()) is not None:
            self.write(self._on(span), on_tags=True)

    def action_edit(self) -> None:
        self.with_note(lambda note: self.write(self.as_draft(note)))

    def action_edit_outside(self) -> None:
        self.with_note(self.edit_outside)

    @work(group="notes")
    async def edit_outside(self, note: "Note") -> None:
        """Edit a note in the user's own editor; a draft that was kept of it is gone on with."""
        from reader.tui.external_editor import EditorError, edit_externally

        draft = self._kept_or(self.as_draft(note))
        try:
            edited = edit_externally(self.app, draft.text)
        except EditorError as error:
            self.status.complain(str(error))
            return
        draft = replace(draft, text=edited.text)
        if edited.failure:
            self._keep_draft(draft)
            self.status.complain(f"{edited.failure}; what it wrote is kept as a draft")
        elif await self.saved(lambda: self._save_draft(draft)) is None:
            self._keep_draft(draft)
        else:
            self._drop_draft(draft)
        self.show_notes()

    def _kept_or(self, draft: Draft) -> Draft:
        """The draft that was kept for the same place, else this one."""
        return next((other for other in self.state.drafts if same_place(other, draft)), draft)

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

    @work(group="box", exclusive=True)
    async def write(self, draft: Draft, on_tags: bool = False) -> None:
        """Ask for a note's text and tags and save them; a draft that was kept for the same place is gone on with."""
        from reader.tui.dialogs.note import NoteDialog

        kept = self._kept_or(draft)

        async def save(text: str, tags: list[str]) -> str | None:
            written = replace(kept, text=text, tags=tuple(tags))
            if not text.strip() and not tags and kept.note is None and kept.span is None:
                return "write something first: an empty note on the article says nothing"
            if await self.saved(lambda: self._save_draft(written)) is None:
                self._keep_draft(written)
                return f"not saved: {self.status.message}"
            self._drop_draft(written)
            return None

        box = NoteDialog(
            self._words_of(kept),
            kept.text,
            kept.tags,
            self.known_tags,
            save,
            lambda text, tags: self._keep_draft(replace(kept, text=text, tags=tuple(tags))),
            on_tags,
            self.article.caret_row > self.article.size.height // 2,
        )
        if await self.app.push_screen_wait(box):
            self.article.clear_selection()
        elif any(same_place(other, kept) for other in self.state.drafts):
            self.status.say("not saved; the draft is kept")
        self.show_notes()

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
        self.keep_state(drafts=others if empty else (*others, draft))

    def _drop_draft(self, draft: Draft) -> None:
        self.keep_state(drafts=self._other_drafts(draft))

    def _other_drafts(self, draft: Draft) -> tuple[Draft, ...]:
        return tuple(other for other in self.state.drafts if not same_place(other, draft))

    # ------------------------------------------------------------------ other changes

    @work(group="notes")
    async def action_highlight(self) -> None:
        span = self.passage()
        if span is None:
            return
        if any(note.placement and note.span == span and not note.text for note in self.session.notes):
            self.status.say("these words are highlighted already")
            return
        await self.saved(lambda: self.session.annotate(span), "highlighted")
        self.article.clear_selection()
        self.show_notes()

    def action_delete(self) -> None:
        self.with_note(self.delete, "no note here to delete")

    @work(group="notes")
    async def delete(self, note: "Note") -> None:
        """Take a note away."""
        await self.saved(lambda: self.session.delete(note.id), with_keys("deleted; {undo} brings it back"))
        self.show_notes()

    @work(group="notes")
    async def action_undo(self) -> None:
        await self._take_back(undoing=True)

    @work(group="notes")
    async def action_redo(self) -> None:
        await self._take_back(undoing=False)

    async def _take_back(self, undoing: bool) -> None:
        def change() -> str:
            done = self.session.undo() if undoing else self.session.redo()
            if done is None:
                raise SessionError("nothing to undo" if undoing else "nothing to redo")
            return done

        shown = self.session.known_analysis()
        said = await self.saved(change, said="")
        if self.session.known_analysis() is not shown:
            self.show_analysis()
        if said is not None:
            self.status.say(f"{'undone' if undoing else 'redone'}: {said}")
        self.show_notes()

    # ------------------------------------------------------------------ going

    def action_note(self, way: int) -> None:
        """Go to the next or the previous note in the text, around the end; of several in one place to each in turn."""
        placed = [(note.span, note) for note in self.session.notes if note.span]
        placed.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[1].id))
        if not placed:
            self.status.say(with_keys("no notes in this article yet: {annotate} writes one"))
            return
        caret = self.article.caret.offset
        visited = [index for index, (span, note) in enumerate(placed) if note.id == self._visited and caret in span]
        if visited:
            index = visited[0] + way
        elif way > 0:
            index = next((index for index, (span, _) in enumerate(placed) if span.start > caret), 0)
        else:
            index = next((index for index, (span, _) in reversed([*enumerate(placed)]) if span.start < caret), -1)
        span, note = placed[index % len(placed)]
        self.jump(span.start)
        self._visited = note.id
        self.article.show_layers({"current": (span,)})
        words = " ".join(note.text.split()) or "a highlight"
        self.status.say(f"note {index % len(placed) + 1}/{len(placed)}  {words}")

    def follow(self) -> None:
        super().follow()
        if self._visited and all(note.id != self._visited for note in self.notes_here()):
            self._visited = ""
            self.article.show_layers({"current": ()})


def same_place(one: Draft, other: Draft) -> bool:
    """Whether two drafts are of the same note, or on the same passage."""
    return one.note == other.note and (one.note is not None or one.span == other.span)
