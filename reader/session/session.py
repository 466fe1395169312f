"""One sitting with one article: the single interface that the screen and the commands call.

A session holds the article, its notes as placed in the current text, and what can be undone; its `analysis_state` holds
the analysis and the corrections to it. Whatever a method writes is durable when it returns. The screen calls a session
from a worker thread, so what it hands out is immutable and replaced, never changed. It exists before the first paint,
so modules that work on notes are imported when there are notes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.document.article import Article
from reader.errors import ExportError, SessionError, SourceError
from reader.session.analysis_state import AnalysisState
from reader.system.paths import Places
from reader.text.sanitize import clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.annotations.corrections import Change, Correction
    from reader.annotations.notes import Note, Tags
    from reader.annotations.revisions import History, UndoStep
    from reader.export.export_data import ExportData
    from reader.export.file import ExportFormat, FormatOrTemplate, WrittenFile
    from reader.library.library import Library
    from reader.session.placement import Review
    from reader.session.state import Bookmark, Draft, Looks, ReadingState


@dataclass(frozen=True, slots=True)
class PlacementReport:
    """How an article's notes were placed in today's text."""

    exact: int = 0
    changed: int = 0
    orphaned: int = 0

    def __str__(self) -> str:
        parts = [(self.exact, "in place"), (self.changed, "changed"), (self.orphaned, "orphaned")]
        return ", ".join(f"{count} {word}" for count, word in parts if count)


class Session:
    """One sitting with one article."""

    def __init__(self, article: Article, places: Places) -> None:
        self.article = article
        self.places = places
        self.article_id = article.text_id
        """The library's id once the article is known there; until then the one that it would get."""
        self.analysis_state = AnalysisState(article, places, lambda: self.library)
        self._notes: dict[str, Note] = {}
        self.remark = ""
        """What is to be said of where the article came from, when it is shown."""
        self.first_start = False
        """Whether whoever reads it has never used the program before, as far as can be told."""

    @cached_property
    def library(self) -> "Library":
        """The library, opened at its first use."""
        from reader.session.note_editing import open_library

        return open_library(self.places)

    # ------------------------------------------------------------------ opening

    def look(self) -> PlacementReport:
        """Find the article's notes and place them in today's text; nothing is written.

        Raises LibraryError.
        """
        record = self.library.find(self.article)
        if record is None:
            self._notes = {}
            self.analysis_state.forget_corrections()
            return PlacementReport()
        self.article_id = record.id
        stored = self.library.notes(record.id) + self.library.notes(record.id, deleted=True)
        self._notes = {note.id: note for note in self.analysis_state.place(stored, record)}
        self.analysis_state.read_corrections(self.article_id, record)
        return self.report

    def enter(self) -> PlacementReport:
        """Put the article into the library, or mark it as read now, and keep where its notes are today.

        Raises LibraryError.
        """
        record = self.library.enter(self.article)
        self.article_id = record.id
        stored = self.library.notes(record.id) + self.library.notes(record.id, deleted=True)
        placed = self.analysis_state.place(stored, record)
        moved = [note for note, before in zip(placed, stored, strict=True) if note.placement != before.placement]
        if moved:
            self.library.save(*moved)
        self._notes = {note.id: note for note in placed}
        self.analysis_state.read_corrections(self.article_id, record)
        return self.report

    # ------------------------------------------------------------------ notes

    @property
    def notes(self) -> "tuple[Note, ...]":
        """The article's notes that are not deleted: on the whole article first, then in text order, orphans last."""
        if not self._notes:
            return ()
        from reader.annotations.notes import text_order

        return tuple(sorted((note for note in self._notes.values() if not note.deleted), key=text_order))

    @property
    def report(self) -> PlacementReport:
        states = Counter(note.placement.state for note in self.notes if note.placement)
        return PlacementReport(states["exact"], states["changed"], states["orphaned"])

    @property
    def read_again(self) -> str:
        """What to say when the article has been read again: how its notes are placed now, if it has any."""
        return f"read again; notes: {self.report}" if str(self.report) else "read again"

    def note(self, note_id: str) -> "Note":
        """Raises SessionError when this article has no such note."""
        if note_id not in self._notes:
            raise SessionError(f"this article has no note {clean_line(note_id)}")
        return self._notes[note_id]

    def annotate(self, span: Span | None, text: str = "", tags: Iterable[str] = ()) -> "Note":
        """A new note on `span`, or on the article as a whole. Raises LibraryError, SessionError."""
        from reader.anchoring import Placement, describe
        from reader.annotations.notes import new_note
        from reader.session.note_editing import clean_note_text, combine_tags

        text = clean_note_text(text)
        anchor = None if span is None else describe(self.article.text, span)
        note = new_note(self.article_id, self.article.sha256, anchor, text, combine_tags(tags, text))
        return self._save(replace(note, placement=None if span is None else Placement(span, "exact")))

    def edit(self, note_id: str, text: str, tags: Iterable[str]) -> "Note":
        """Say something else in a note; `tags` are those beside the text. It ends a conflict.

        Raises LibraryError, SessionError.
        """
        from reader.session.note_editing import clean_note_text, combine_tags

        note, text = self.note(note_id), clean_note_text(text)
        changed = note.settled(text=text, tags=combine_tags(tags, text))
        return note if changed.head.values == note.head.values and not note.conflict else self._save(changed)

    def settle(self, note_id: str, revision_id: str) -> "Note":
        """End a conflict by one of the texts. Raises LibraryError, SessionError."""
        note = self.note(note_id)
        chosen = next((head for head in note.heads if head.id == revision_id), note.head)
        text, tags, anchor, deleted = chosen.values
        return self._save(note.settled(text=text, tags=tags, anchor=anchor, deleted=deleted))

    def review(self, note_id: str) -> "Review":
        """Then and now of a note whose words have changed or are gone. Raises LibraryError, SessionError."""
        from reader.session.placement import build_review

        note, record = self.note(note_id), self.library.article(self.article_id)
        if note.anchor is None or record is None:
            raise SessionError("the note is on the article as a whole: it has no passage to review")
        return build_review(note, self.article, record, self.library.kept_text)

    def relink(self, note_id: str, span: Span) -> "Note":
        """Put a note on another passage. Raises LibraryError, SessionError."""
        from reader.anchoring import Placement, describe

        changed = self.note(note_id).revised(anchor=describe(self.article.text, span))
        return self._save(replace(changed, placement=Placement(span, "exact")))

    def delete(self, note_id: str) -> "Note":
        """Take a note away; it stays in the library and can be restored. Raises LibraryError, SessionError."""
        return self._save(self.note(note_id).settled(deleted=True))

    def _save(self, note: "Note") -> "Note":
        """Store a note; as it is then, with what another window has made of it meanwhile."""
        known = self._notes.get(note.id)
        if known is not None and note.anchor != known.anchor and note.placement == known.placement:
            note = self._placed_alone(note)
        self.library.save(note)
        stored = replace(self.library.note(note.id) or note, placement=note.placement)
        if stored.anchor != note.anchor:
            stored = self._placed_alone(stored)
        self._notes = {**self._notes, note.id: stored}
        return stored

    def _placed_alone(self, note: "Note") -> "Note":
        record = self.library.article(self.article_id)
        return self.analysis_state.place([note], record)[0] if record else note

    def find_passage(self, words: str, before: str = "", after: str = "") -> Span:
        """The one place of `words` in the text, folded; `before` and `after` stand directly beside it.

        Raises SessionError when there is none, or more than one.
        """
        from reader.document.quote_search import PassageError, find_passage

        try:
            return find_passage(self.article, words, before, after)
        except PassageError as error:
            raise SessionError(str(error)) from error

    # ------------------------------------------------------------------ analysis

    @property
    def analysis(self) -> "Analysis":
        """Entities and quotes with the corrections applied, found now by rules if they are not known."""
        return self.analysis_state.analysis

    @property
    def uncorrected(self) -> "Analysis":
        """Entities and quotes as the engine finds them."""
        return self.analysis_state.uncorrected

    def known_analysis(self) -> "Analysis | None":
        """Return the corrected analysis if it was made or loaded before."""
        return self.analysis_state.known_analysis()

    def take_analysis(self, analysis: "Analysis") -> None:
        """Use and cache an analysis that was made elsewhere, without corrections."""
        self.analysis_state.take_analysis(analysis)

    def refine(self) -> None:
        """Analyse with the best engine unless that is done. Raises AnalysisError."""
        self.analysis_state.refine()

    @property
    def corrections(self) -> "tuple[Correction, ...]":
        """The corrections in force, in the order in which they take effect."""
        return self.analysis_state.corrections

    def correct(self, *changes: "Change") -> "tuple[Correction, ...]":
        """Store corrections, all or none. Raises LibraryError, NoteError."""
        return self.analysis_state.correct(self.article_id, *changes)

    def uncorrect(self, correction_id: str) -> "Correction":
        """Undo a correction, which stays in the library. Raises LibraryError, NoteError."""
        return self.analysis_state.uncorrect(self.article_id, correction_id)

    # ------------------------------------------------------------------ undo

    def undo(self) -> str | None:
        """Take the last change back and say in words what that did; None when there is none. Raises LibraryError."""
        return self._take_back(self._history.undo)

    def redo(self) -> str | None:
        """Do again what was undone last and say in words what that did; None when there is none."""
        return self._take_back(self._history.redo)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._history.undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is something that was undone last."""
        return bool(self._history.redo)

    @property
    def _history(self) -> "History":
        from reader.annotations.revisions import history

        return history([*self._notes.values(), *self.analysis_state.stored_corrections])

    def _take_back(self, steps: "tuple[UndoStep, ...]") -> str | None:
        if not steps:
            return None
        last = steps[-1]
        if (correction := self.analysis_state.find_stored(last.entry)) is not None:
            from reader.annotations.corrections import describe_change

            self.analysis_state.store(self.article_id, correction.without(last.revision))
            return describe_change(correction.change)
        from reader.session.note_editing import describe_difference

        before = self.note(last.entry)
        return describe_difference(before, self._save(before.without(last.revision)))

    # ------------------------------------------------------------------ state, export

    def load_state(self) -> "ReadingState":
        """Where the caret was left and what was half written, each draft on its words as far as they are found."""
        from reader.session import state

        kept = state.load_state(self.article_id, self.places.state)
        return replace(kept, drafts=tuple(self._resumed(draft) for draft in kept.drafts))

    def _resumed(self, draft: "Draft") -> "Draft":
        """A draft on today's text; one whose words are gone is on the whole article and begins by quoting them."""
        if draft.span is None or draft.span.of(self.article.text) == draft.passage:
            return draft
        try:
            return replace(draft, span=self.find_passage(draft.passage))
        except SessionError:
            quoted = "\n".join(f"> {line}" for line in draft.passage.splitlines())
            return replace(draft, span=None, passage="", text=f"{quoted}\n\n{draft.text}")

    def bookmark(self, letter: str, offset: int) -> "Bookmark":
        """A mark for the place at `offset`, which knows the sentence around it."""
        from reader.anchoring import describe
        from reader.document import segments
        from reader.session.state import Bookmark

        around = segments.sentence_at(self.article, offset) if self.article.blocks else Span(0, 0)
        anchor = describe(self.article.text, around)
        return Bookmark(letter, offset, anchor.exact, anchor.prefix, anchor.suffix, anchor.start)

    def place_of(self, mark: "Bookmark") -> int | None:
        """Where a mark is in today's text, found by its words if they have moved; None if they are gone."""
        from reader.anchoring import Anchor, place

        anchor = Anchor(mark.exact, mark.prefix, mark.suffix, mark.start, mark.start + len(mark.exact))
        (placement,) = place([anchor], self.article.text)
        span = placement.span
        if span == Span(anchor.start, anchor.end):
            return mark.offset
        return None if span is None else min(span.start + mark.offset - mark.start, span.end)

    def save_state(self, reading: "ReadingState") -> None:
        """Raises OSError."""
        from reader.session import state

        state.save_state(self.article_id, reading, self.places.state)

    def load_looks(self) -> "Looks":
        from reader.session import state

        return state.load_looks(self.places.state)

    def save_looks(self, looks: "Looks") -> None:
        """Raises OSError."""
        from reader.session import state

        state.save_looks(looks, self.places.state)

    def export(self, how: "FormatOrTemplate" = "markdown", existing: str | None = None, *, force: bool = False) -> str:
        """The article's notes, quotes and names in a form of ours, or as a template has them.

        `existing` is the file to be written anew. Raises ExportError.
        """
        from reader.export.file import render_export

        return render_export(self.exported(), how, existing, force=force)

    def export_name(self, form: "ExportFormat" = "markdown") -> str:
        """What an export of the article would be called."""
        from reader.export.file import SUFFIXES
        from reader.export.file_name import export_file_name

        return export_file_name(self.article.title, self.article_id, SUFFIXES[form])

    def export_to(self, path: Path, how: "FormatOrTemplate" = "markdown", *, force: bool = False) -> "WrittenFile":
        """Write the export to `path`, or into it where it is a directory.

        A file that is there is taken for an earlier export and written anew around what was added to it by hand.
        Raises SessionError.
        """
        from reader.export.file import write_export

        try:
            return write_export(self.exported(), path, how, force=force)
        except ExportError as error:
            raise SessionError(str(error)) from error

    def exported(self) -> "ExportData":
        """What an export is made of."""
        from reader.export.export_data import ExportData

        return ExportData(self.article, self.article_id, self.analysis, self.notes, self.corrections)

    def quotation(self, span: Span) -> str:
        """The passage as a Markdown quotation with its speaker and source."""
        from reader.export.export_data import speaker_of
        from reader.export.markdown.quotation import quotation

        known = self.known_analysis()
        return quotation(self.article, span, speaker_of(known, span) if known else None)

    def reread(self) -> "Session":
        """A session with what the source says now, entered if that is something else. Raises SessionError."""
        from reader.sources import open_source

        if self.article.source == "-":
            raise SessionError("standard input cannot be read again")
        try:
            article = open_source(self.article.source, format=self.article.format, online=True)
            fresh = Session(article, self.places)
        except SourceError as error:
            raise SessionError(str(error)) from error
        if fresh.article.text != self.article.text:
            fresh.enter()
        return fresh

    def tags_in_use(self) -> "Tags":
        """The tags of the whole library, most used first."""
        from reader.session.note_editing import sort_by_count

        return tuple(tag for tag, _ in sort_by_count(self.library.tags()))
