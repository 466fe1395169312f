"""The notes and bookmarks on one article, and undo: the part of a session that writes.

Every change is durable when a method returns. The screen calls these methods from worker threads, so notes are
immutable and `notes` is replaced, never changed. Loaded with the library, after the first paint.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.anchoring import Anchor, Placement, describe, place
from reader.annotations.corrections import describe_change
from reader.annotations.notes import Note, Tags, new_note, text_order
from reader.annotations.revisions import History, UndoStep, history
from reader.document import segments
from reader.document.article import Article
from reader.document.quote_search import PassageError, find_passage
from reader.errors import SessionError
from reader.session.analysis_state import AnalysisState
from reader.session.note_editing import clean_note_text, combine_tags, describe_difference, sort_by_count
from reader.session.placement import Review, build_review
from reader.session.state import Bookmark
from reader.text.sanitize import clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.library.library import ArticleRecord, Library


class ArticleNotes:
    """The notes on one article, placed in its current text."""

    def __init__(self, article: Article, analysis_state: AnalysisState, open_library: "Callable[[], Library]") -> None:
        self.article = article
        self.article_id = article.text_id
        self.notes: tuple[Note, ...] = ()
        """Notes that are not deleted: on the whole article first, then in text order, orphans last."""
        self._by_id: dict[str, Note] = {}
        self._analysis_state = analysis_state
        self._open_library = open_library

    @property
    def _library(self) -> "Library":
        return self._open_library()

    # ------------------------------------------------------------------ reading

    def load(self, record: "ArticleRecord | None") -> list[Note]:
        """Load the notes and corrections of `record` and place them; return the notes whose placement has changed.

        Raises LibraryError.
        """
        if record is None:
            self._replace({})
            self._analysis_state.forget_corrections()
            return []
        self.article_id = record.id
        stored = self._library.notes(record.id) + self._library.notes(record.id, deleted=True)
        placed = self._analysis_state.place(stored, record)
        self._replace({note.id: note for note in placed})
        self._analysis_state.read_corrections(record.id, record)
        return [note for note, before in zip(placed, stored, strict=True) if note.placement != before.placement]

    def _replace(self, notes: dict[str, Note]) -> None:
        self._by_id = notes
        self.notes = tuple(sorted((note for note in notes.values() if not note.deleted), key=text_order))

    def note(self, note_id: str) -> Note:
        """Return the note with this id, deleted or not. Raises SessionError if the article has none."""
        if note_id not in self._by_id:
            raise SessionError(f"this article has no note {clean_line(note_id)}")
        return self._by_id[note_id]

    def find_passage(self, words: str, before: str = "", after: str = "") -> Span:
        """Return the only place of `words` in the text, compared folded; `before` and `after` are directly beside it.

        Raises SessionError if there is none, or more than one.
        """
        try:
            return find_passage(self.article, words, before, after)
        except PassageError as error:
            raise SessionError(str(error)) from error

    def review(self, note_id: str) -> Review:
        """Return the passage of a note then and now. Raises LibraryError, SessionError."""
        note, record = self.note(note_id), self._library.article(self.article_id)
        if note.anchor is None or record is None:
            raise SessionError("the note is on the article as a whole: it has no passage to review")
        return build_review(note, self.article, record, self._library.kept_text)

    @property
    def tags_in_use(self) -> Tags:
        """The tags of the whole library, most used first."""
        return tuple(tag for tag, _ in sort_by_count(self._library.tags()))

    # ------------------------------------------------------------------ bookmarks

    def bookmark(self, letter: str, offset: int) -> Bookmark:
        """Return a bookmark for `offset`, described by the sentence around it."""
        around = segments.sentence_at(self.article, offset) if self.article.blocks else Span(0, 0)
        anchor = describe(self.article.text, around)
        return Bookmark(letter, offset, anchor.exact, anchor.prefix, anchor.suffix, anchor.start)

    def place_of(self, mark: Bookmark) -> int | None:
        """Return the offset of a bookmark in the current text; None if its words are gone."""
        anchor = Anchor(mark.exact, mark.prefix, mark.suffix, mark.start, mark.start + len(mark.exact))
        (placement,) = place([anchor], self.article.text)
        span = placement.span
        if span == Span(anchor.start, anchor.end):
            return mark.offset
        return None if span is None else min(span.start + mark.offset - mark.start, span.end)

    # ------------------------------------------------------------------ writing

    def annotate(self, span: Span | None, text: str = "", tags: Iterable[str] = ()) -> Note:
        """Make a note on `span`, or on the article as a whole. Raises LibraryError, SessionError."""
        text = clean_note_text(text)
        anchor = None if span is None else describe(self.article.text, span)
        note = new_note(self.article_id, self.article.sha256, anchor, text, combine_tags(tags, text))
        return self._save(replace(note, placement=None if span is None else Placement(span, "exact")))

    def edit(self, note_id: str, text: str, tags: Iterable[str]) -> Note:
        """Replace the text of a note and its `tags`, those beside the text; this resolves a conflict.

        Raises LibraryError, SessionError.
        """
        note, text = self.note(note_id), clean_note_text(text)
        changed = note.settled(text=text, tags=combine_tags(tags, text))
        return note if changed.head.values == note.head.values and not note.conflict else self._save(changed)

    def settle(self, note_id: str, revision_id: str) -> Note:
        """Resolve a conflict in favour of one revision. Raises LibraryError, SessionError."""
        note = self.note(note_id)
        chosen = next((head for head in note.heads if head.id == revision_id), note.head)
        text, tags, anchor, deleted = chosen.values
        return self._save(note.settled(text=text, tags=tags, anchor=anchor, deleted=deleted))

    def relink(self, note_id: str, span: Span) -> Note:
        """Move a note to another passage. Raises LibraryError, SessionError."""
        changed = self.note(note_id).revised(anchor=describe(self.article.text, span))
        return self._save(replace(changed, placement=Placement(span, "exact")))

    def delete(self, note_id: str) -> Note:
        """Delete a note; the library keeps it, so it can be restored. Raises LibraryError, SessionError."""
        return self._save(self.note(note_id).settled(deleted=True))

    def _save(self, note: Note) -> Note:
        """Store a note, and return it with what other windows have made of it in the meantime."""
        known = self._by_id.get(note.id)
        if known is not None and note.anchor != known.anchor and note.placement == known.placement:
            note = self._place(note)
        self._library.save(note)
        stored = replace(self._library.note(note.id) or note, placement=note.placement)
        if stored.anchor != note.anchor:
            stored = self._place(stored)
        self._replace({**self._by_id, note.id: stored})
        return stored

    def _place(self, note: Note) -> Note:
        record = self._library.article(self.article_id)
        return self._analysis_state.place([note], record)[0] if record else note

    # ------------------------------------------------------------------ undo

    @property
    def history(self) -> History:
        """What can be undone and redone, of notes and of corrections."""
        return history([*self._by_id.values(), *self._analysis_state.stored_corrections])

    def take_back(self, steps: tuple[UndoStep, ...]) -> str | None:
        """Take back the last of `steps` and describe the result; None if there are no steps. Raises LibraryError."""
        if not steps:
            return None
        last = steps[-1]
        if (correction := self._analysis_state.find_stored(last.entry)) is not None:
            self._analysis_state.store(self.article_id, correction.without(last.revision))
            return describe_change(correction.change)
        before = self.note(last.entry)
        return describe_difference(before, self._save(before.without(last.revision)))
