"""The target of a key: the chosen row if the side pane has the focus, else what is at the caret in the text."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.document import segments
from reader.text.span import Span
from reader.tui.controllers import Controller, background

if TYPE_CHECKING:
    from reader.analysis import Entity, Quote
    from reader.annotations.notes import Note

NO_NOTE = "no note here: {previous-note} and {next-note} go to the notes, {annotate} writes one"


class Targets(Controller):
    """The passage, notes, quote or name that a key applies to."""

    visited = ""
    """The id of the note visited last, as long as the caret is on its words."""

    def has_passage(self) -> bool:
        """Return whether there is a passage; not looked for, since the footer asks at every key."""
        return bool(self.session.article.blocks)

    def has_note(self) -> bool:
        """Return whether there is a note."""
        return bool(self.notes)

    @property
    def passage(self) -> Span | None:
        """The selection, the chosen quote or the sentence at the caret."""
        if (row := self.panes.row) is not None and row.about is not None:
            return row.about
        if (selected := self.article.selection) is not None:
            return selected
        caret = self.article.caret.offset
        chosen = self.article.painter.layers.get("chosen")
        quote = next((span for span in chosen.spans if span.start == caret), None) if chosen else None
        if quote is not None and self.findings and any(quote == each.span for each in self.findings.quotes):
            return quote
        if not self.session.article.blocks:
            return None
        return segments.sentence_at(self.session.article, caret).stripped(self.session.article.text)

    # ------------------------------------------------------------------ notes

    @property
    def notes(self) -> "list[Note]":
        """The chosen note of the side pane, else those at the caret, the shortest first.

        The visited note is the only one as long as the caret is on its words.
        """
        if (row := self.panes.row) is not None and row.noted is not None:
            return [row.noted]
        caret = self.article.caret.offset
        here = [(len(note.span), note.id, note) for note in self.session.notes if note.span and caret in note.span]
        notes = [note for _, _, note in sorted(here, key=lambda each: each[:2])]
        return [note for note in notes if note.id == self.visited] or notes

    @property
    def note(self) -> "Note | None":
        """The first of `notes`."""
        return next(iter(self.notes), None)

    def forget_visited(self) -> None:
        """Forget the visited note once the caret is elsewhere."""
        if self.visited and all(note.id != self.visited for note in self.notes):
            self.visited = ""
            self.article.show_layers({"current": ()})

    def with_note(self, do: "Callable[[Note], object]", otherwise: str = "") -> None:
        """Call `do` with the target note, after a question if there are several; show `otherwise` if there is none."""
        notes = self.notes
        if len(notes) > 1:
            self._choose_note(notes, do)
        elif notes:
            do(notes[0])
        else:
            self.status.say(otherwise or with_keys(NO_NOTE))

    @background("box", exclusive=True)
    async def _choose_note(self, notes: "list[Note]", do: "Callable[[Note], object]") -> None:
        from reader.tui.dialogs.review import ChooseNoteDialog

        below = self.article.caret_row > self.article.size.height // 2

        def show(note: "Note") -> None:
            span = self._current(note).span
            self.article.show_layers({"current": (span,) if span else ()})

        box = ChooseNoteDialog(notes, show, above=below)
        note = await self.panes.screen.app.push_screen_wait(box)
        self.article.show_layers({"current": ()})
        if note is not None:
            self.panes.screen.call_later(do, self._current(note))

    def _current(self, note: "Note") -> "Note":
        """Return a note as it is placed in the text that is shown now: it may have changed under a dialog."""
        return next((other for other in self.session.notes if other.id == note.id), note)

    # ------------------------------------------------------------------ names and quotes

    @property
    def quote(self) -> "Quote | None":
        if (row := self.panes.row) is not None and row.quoted is not None:
            return row.quoted
        analysis, at = self.findings, self.article.caret.offset
        if analysis is None:
            return None
        return quote_around(analysis.quotes, at) or quote_around(analysis.indirect, at)

    @property
    def entity(self) -> "Entity | None":
        from reader.analysis.queries import entity_at

        if (row := self.panes.row) is not None and (row.named or row.quoted):
            return row.named
        return entity_at(self.findings, self.article.caret.offset) if self.findings else None


def quote_around(quotes: "Sequence[Quote]", offset: int) -> "Quote | None":
    """Return the quote at `offset` among those in text order without overlaps: asked at every key, for the footer."""
    index = bisect_right(quotes, offset, key=lambda quote: quote.span.start) - 1
    return quotes[index] if index >= 0 and offset in quotes[index].span else None
