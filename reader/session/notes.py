"""The notes and bookmarks on one article, and undo: the part of a session that writes.

Every change is durable when a method returns. The screen calls these methods from worker threads, so notes are
immutable and `notes` is replaced, never changed. Loaded with the library, after the first paint.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from reader.anchoring import Anchor, Placement, describe, place
from reader.annotations.corrections import describe_change
from reader.annotations.notes import Note, Tags, all_tags, inline_tags, new_note, text_order
from reader.annotations.proposals import Proposal, with_states
from reader.annotations.revisions import History, RevisedEntry, UndoStep, history, now, reachable
from reader.annotations.text_merge import merge_tags, merge_texts
from reader.document import segments
from reader.document.segments import find_passage
from reader.errors import LibraryError, PassageChangedError, SessionError
from reader.session.analysis_state import AnalysisState
from reader.session.drafts import Draft, DraftOwner, DraftStore
from reader.session.note_editing import Made, accept, clean_note_text, combine_tags, describe_difference, sort_by_count
from reader.session.placement import Review, build_review, is_at_offsets
from reader.session.state import Bookmark
from reader.text.sanitize import clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.library.library import ArticleRecord, Library


@dataclass(frozen=True, slots=True)
class SavedNote:
    """A draft that is a note now."""

    note: Note
    remark: str
    """What happened, for the footer."""


class ArticleNotes:
    """The notes on one article, placed in its current text."""

    def __init__(self, analysis_state: AnalysisState) -> None:
        self.article = article = analysis_state.article
        self.article_id = article.text_id
        self.article_ids = frozenset({article.text_id})
        """All ids of the article, also those it had before a merge."""
        self.texts = frozenset({article.sha256})
        """The sha256 of all texts that the article has had."""
        self.notes: tuple[Note, ...] = ()
        """Notes that are not deleted: on the whole article first, then in text order, orphans last."""
        self.proposals: tuple[Proposal, ...] = ()
        """What was proposed and neither accepted nor rejected yet, likewise."""
        self.reading = 0
        """The reading of the library that the notes are from, as `SafeStorage.readings` counts them."""
        self._by_id: dict[str, Note] = {}
        self._proposals: dict[str, Proposal] = {}
        """All proposals by their ids, also those that were decided about."""
        self._known_history: tuple[tuple[RevisedEntry[Any], ...], History] | None = None
        self._analysis_state = analysis_state

    @property
    def _library(self) -> "Library":
        return self._analysis_state.library

    def load(self, record: "ArticleRecord | None") -> list[Note]:
        """Load and place the notes and corrections of `record`; return the notes that moved. Raises LibraryError."""
        if record is None:
            self.reading = self._library.storage.readings
            self._replace({})
            self._analysis_state.stored = {}
            self.proposals, self._proposals = (), {}
            return []
        self.know(record)
        while True:
            self.reading = self._library.storage.readings
            stored = self._library.notes(record.id) + self._library.notes(record.id, deleted=True)
            if self.reading == self._library.storage.readings:
                break
        placed = self._analysis_state.place(stored, record)
        self._replace({note.id: note for note in placed})
        self._analysis_state.read_corrections(record)
        self._read_proposals(record)
        return [note for note, before in zip(placed, stored, strict=True) if note.placement != before.placement]

    def know(self, record: "ArticleRecord") -> None:
        """Take over the ids and texts of the article, without its notes."""
        self.article_id = record.id
        self.article_ids |= {record.id, *record.also}
        self.texts |= set(record.texts)

    def _replace(self, notes: dict[str, Note]) -> None:
        self._by_id = notes
        self.notes = tuple(sorted((note for note in notes.values() if not note.deleted), key=text_order))

    def _read_proposals(self, record: "ArticleRecord") -> None:
        found = self._analysis_state.place(self._library.proposals(record.id), record)
        self._proposals = {each.id: each for each in found}
        made: Made = {**self._by_id, **self._analysis_state.stored}
        undecided = (each for each, state in with_states(found, made) if state == "proposed")
        self.proposals = tuple(sorted(undecided, key=lambda each: text_order(each.note)))

    def decide(self, decision: "Callable[[Library, str], None]", proposal_id: str) -> None:
        """Accept or reject a proposal, by that function of `session.note_editing`. Raises LibraryError, NoteError.

        Whatever was changed elsewhere in the meantime is read, too.
        """
        decision(self._library, proposal_id)
        self.load(self._library.article(self.article_id))

    def note(self, note_id: str) -> Note:
        """Return the note with this id, deleted or not. Raises SessionError if the article has none."""
        if note_id not in self._by_id:
            raise SessionError(f"this article has no note {clean_line(note_id)}")
        return self._by_id[note_id]

    def find_passage(self, words: str, before: str = "", after: str = "") -> Span:
        """Return the only place of `words`, folded, directly between `before` and `after`. Raises SessionError."""
        return find_passage(self.article, words, before, after)

    def review(self, note_id: str) -> Review:
        """Return the passage of a note then and now. Raises LibraryError, SessionError."""
        note, record = self.note(note_id), self._library.article(self.article_id)
        if note.anchor is None or record is None:
            raise SessionError("the note is on the article as a whole: it has no passage to review")
        return build_review(note, self.article, record, self._library.kept_text)

    @property
    def tags_in_use(self) -> Tags:
        """The tags of the whole library, most used first."""
        return tuple(tag for tag, _ in sort_by_count(self._library.storage.tag_counts()))

    def bookmark(self, letter: str, offset: int) -> Bookmark:
        """Return a bookmark for `offset`, described by the sentence around it."""
        around = segments.sentence_at(self.article, offset) if self.article.blocks else Span(0, 0)
        anchor = describe(self.article.text, around)
        return Bookmark(letter, offset, anchor.exact, anchor.prefix, anchor.suffix, anchor.start, now())

    def bookmark_offset(self, mark: Bookmark) -> int | None:
        """Return the offset of a bookmark in the current text; None if its words are gone."""
        anchor = Anchor(mark.exact, mark.prefix, mark.suffix, mark.start, mark.start + len(mark.exact))
        (placement,) = place([anchor], self.article.text)
        span = placement.span
        if span == Span(anchor.start, anchor.end):
            return mark.offset
        return None if span is None else min(span.start + mark.offset - mark.start, span.end)

    def annotate(self, span: Span | None, text: str = "", tags: Iterable[str] = (), color: str = "") -> Note:
        """Make a note on `span`, or on the article as a whole. Raises LibraryError, SessionError."""
        return self.save_draft(replace(self.draft_on(span), text=text, tags=tuple(tags)), color=color).note

    def settle(self, note_id: str, revision_id: str) -> Note:
        """Settle a conflict, or words of another program, for one revision. Raises LibraryError, SessionError."""
        note = self._current(note_id)
        chosen = next((each for each in note.revisions if each.id == revision_id), note.head)
        text, tags, anchor, deleted, color = chosen.values
        return self._save(note.settled(text=text, tags=tags, anchor=anchor, deleted=deleted, color=color))

    def relink(self, note_id: str, span: Span, seen: str = "") -> Note:
        """Move a note to `span` in the text with the sha256 `seen`, or this one. Raises LibraryError, SessionError."""
        if seen not in ("", self.article.sha256):
            raise SessionError("the text has changed in the meantime; the note is where it was")
        changed = self._current(note_id).revised(anchor=describe(self.article.text, span))
        return self._save(replace(changed, placement=Placement(span, "exact")))

    def recolour(self, note_id: str, colour: str) -> Note:
        """Give a highlight another colour; "" is the usual one. Raises LibraryError, SessionError."""
        return self._save(self._current(note_id).revised(color=colour))

    def delete(self, note_id: str) -> Note:
        """Delete a note; the library keeps it, so it can be restored. Raises LibraryError, SessionError."""
        return self._save(self._current(note_id).settled(deleted=True))

    def _current(self, note_id: str) -> Note:
        """Return a note as the library has it now if it still says what is shown here, else as it is shown.

        So a change follows what other windows have done and taken back. Raises LibraryError, SessionError.
        """
        shown, stored = self.note(note_id), self._library.note(note_id)
        if stored is None or stored.conflict or stored.head.values != shown.head.values:
            return shown
        return self._as_placed(stored)

    def _save(self, note: Note) -> Note:
        """Store a note, and return it with what other windows have made of it in the meantime."""
        known = self._by_id.get(note.id)
        if known is not None and note.anchor != known.anchor and note.placement == known.placement:
            note = self._place(note)
        note = replace(note, placed_on=self.article.sha256)
        self._library.save(note)
        stored = replace(self._library.note(note.id) or note, placement=note.placement, placed_on=note.placed_on)
        if stored.anchor != note.anchor:
            stored = self._place(stored)
        self._replace({**self._by_id, note.id: stored})
        return stored

    def _place(self, note: Note) -> Note:
        record = self._library.article(self.article_id)
        return self._analysis_state.place([note], record)[0] if record else note

    def draft_on(self, span: Span | None) -> Draft:
        """Return an empty draft on `span`, or on the article as a whole."""
        draft = Draft(made_on=self.article.sha256, article=self.article_id, source=self._source)
        if span is None:
            return draft
        return replace(draft, anchor=describe(self.article.text, span), placement=Placement(span, "exact"))

    def draft_of(self, note: Note) -> Draft:
        """Return a draft that edits a note, of a conflict the first text; its tags are those beside the text.

        To save that of the note of a proposal is to accept it.
        """
        return Draft(
            text=note.text,
            tags=note.tags_beside,
            anchor=note.anchor,
            made_on=note.made_on,
            note=note.id,
            base=tuple(head.id for head in note.heads if not note.conflict or head is note.head),
            article=self.article_id,
            source=self._source,
            placement=note.placement,
        )

    def load_drafts(self, store: DraftStore) -> list[Draft]:
        """Return the drafts of the article, placed, the newest last; also if the library cannot be read."""
        sources = {self._source} - {""}
        return self.place_drafts(store.load(DraftOwner(self.article_ids, self.texts, sources, self._is_other)))

    def _is_other(self, article_id: str) -> bool:
        """Return whether the library has another article with this id; False if it cannot be read."""
        with suppress(LibraryError):
            record = self._library.article(article_id)
            return record is not None and record.id not in self.article_ids
        return False

    @property
    def _source(self) -> str:
        """The path or URL of the article; empty for standard input."""
        return "" if self.article.source == "-" else clean_line(self.article.source)

    def place_drafts(self, drafts: Iterable[Draft]) -> list[Draft]:
        return [replace(draft, placement=self._placement_of(draft)) for draft in drafts]

    def _placement_of(self, draft: Draft) -> Placement | None:
        anchor, text = draft.anchor, self.article.text
        if anchor is None:
            return None
        note = self._by_id.get(draft.note) if draft.note else None
        if note is not None and note.anchor == anchor:
            return note.placement
        here = Span(anchor.start, anchor.end)
        if draft.made_on in ("", self.article.sha256) and is_at_offsets(anchor, text):
            return Placement(here, "exact")
        if draft.made_on:
            return place([anchor], text, self._library.kept_text(draft.made_on))[0]
        try:
            return Placement(self.find_passage(anchor.exact), "exact")
        except SessionError:
            return Placement(None, "orphaned")

    def save_draft(self, draft: Draft, *, displaced: bool = False, color: str = "") -> SavedNote:
        """Save a draft as a note, or as a new text of the note it edits.

        A note is made on the words that its author saw: if they have changed, only with `displaced`, and then it is a
        changed or orphaned note. Raises PassageChangedError, LibraryError, SessionError.
        """
        if any(each.id == draft.note for each in self.proposals):
            self.decide(accept, draft.note or "")
        if draft.note is not None and (stored := self._library.note(draft.note)) is not None:
            return self._save_edit(self._as_placed(stored), draft)
        placement = self._placement_of(draft)
        anchor, made_on = draft.anchor, draft.made_on or self.article.sha256
        if placement is not None and placement.state == "exact" and placement.span is not None:
            anchor, made_on = describe(self.article.text, placement.span), self.article.sha256
        elif placement is not None and not displaced:
            raise PassageChangedError("the words of the passage have changed; nothing was saved")
        text = clean_note_text(draft.text)
        note = new_note(self.article_id, made_on, anchor, text, combine_tags(draft.tags, text), color)
        saved = self._save(replace(note, placement=placement))
        return SavedNote(saved, "saved" if draft.note is None else "saved as a new note: the old one is gone")

    def _save_edit(self, stored: Note, draft: Draft) -> SavedNote:
        """Save a new text of a note, merged with what has been made of it since editing began."""
        text = clean_note_text(draft.text)
        tags = combine_tags(draft.tags, text)
        seen = as_seen(stored, draft.base)
        remark = "saved"
        if seen is None or all(head.id in draft.base for head in stored.heads):
            changed = stored.settled(text=text, tags=tags, deleted=False)
        else:
            base, theirs = seen.head, stored.head
            merged = None if stored.conflict or seen.conflict else merge_texts(base.text, text, theirs.text)
            if merged is None:
                changed = self._as_placed(seen).settled(text=text, tags=tags, deleted=False)
            else:
                merged_tags = all_tags(merge_tags(base.tags, tags, theirs.tags), inline_tags(merged))
                changed = stored.settled(text=merged, tags=merged_tags, deleted=False)
                if merged != text or merged_tags != tags:
                    remark = "saved; merged with a change made elsewhere"
        if stored.deleted:
            remark = "saved; the note had been deleted and is back"
        if changed.head.values == stored.head.values and not stored.conflict and not stored.unverified:
            self._replace({**self._by_id, stored.id: stored})
            return SavedNote(stored, remark)
        saved = self._save(changed)
        return SavedNote(saved, "conflict: the note was also changed elsewhere" if saved.conflict else remark)

    def _as_placed(self, stored: Note) -> Note:
        """Return a note as the library has it now, placed in the current text."""
        known = self._by_id.get(stored.id)
        if known is not None and known.anchor == stored.anchor:
            return replace(stored, placement=known.placement, placed_on=known.placed_on)
        return self._place(stored)

    @property
    def history(self) -> History:
        """Return what can be undone and redone, of notes, corrections and decisions about proposals."""
        made = (self._by_id, self._analysis_state.stored, self._proposals)
        entries: tuple[RevisedEntry[Any], ...] = tuple(chain.from_iterable(some.values() for some in made))
        if not entries:
            return History((), ())
        if self._known_history is None or self._known_history[0] != entries:
            author = self._library.author
            self._known_history = entries, history(entries, author.device, author.session)
        return self._known_history[1]

    def undo(self) -> str | None:
        """Undo the last change and describe the result; None if there is nothing to undo. Raises LibraryError."""
        return self._take_back(self.history.undo)

    def redo(self) -> str | None:
        """Redo what was undone last and describe the result; None if there is nothing to redo. Raises LibraryError."""
        return self._take_back(self.history.redo)

    def _take_back(self, steps: tuple[UndoStep, ...]) -> str | None:
        if not steps:
            return None
        entry, revision = steps[-1].entry, steps[-1].revision
        proposal, correction = self._proposals.get(entry), self._analysis_state.stored.get(entry)
        if proposal is not None and revision in proposal.by_id:
            after = proposal.without(revision)
            self._library.save(after)
            said = "the proposal is rejected again" if after.deleted else "the proposal is back"
        elif correction is not None:
            self._analysis_state.store(correction.without(revision))
            said = describe_change(correction.change)
        else:
            before = self.note(entry)
            said = describe_difference(before, self._save(before.without(revision)))
        if proposal is not None:  # undoing its acceptance brings it back
            self.load(self._library.article(self.article_id))
        return said


def as_seen(note: Note, heads: Collection[str]) -> Note | None:
    """Return a note without the revisions made since `heads` were its heads; None if it has no such revisions."""
    if not heads or not note.by_id.keys() >= set(heads):
        return None
    reached = reachable(note.by_id, heads)
    return replace(note, revisions=tuple(revision for revision in note.revisions if revision.id in reached))
