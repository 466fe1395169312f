"""One sitting with one article: what both front doors call, so that neither has logic of its own.

It knows the article, its notes as they are placed in today's text, and what can be undone. Everything that writes is
durable when it returns. The trap: the screen calls a Session from a worker thread, so what it hands out is immutable
and is replaced, never changed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader import annotations
from reader.anchoring import Placement, describe
from reader.annotations import Note, Tags, history, new_note
from reader.article import Article, Span
from reader.clean import clean_line
from reader.notebook import NoteError, joined_tags, tag_counts, text_order, tidy
from reader.paths import Places
from reader.placing import Review, placed, reviewed

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.export.file import Form
    from reader.library import ArticleRecord, Library
    from reader.state import Draft, Looks, ReadingState


class SessionError(NoteError):
    """What was asked of the article or its notes cannot be done: one clear line."""


@dataclass(frozen=True, slots=True)
class Report:
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
        self._notes: dict[str, Note] = {}
        self._analysis: Analysis | None = None

    @cached_property
    def library(self) -> "Library":
        return open_library(self.places)

    # ------------------------------------------------------------------ opening

    def look(self) -> Report:
        """Find the article's notes and place them in today's text; nothing is written.

        Raises LibraryError.
        """
        record = self.library.find(self.article)
        if record is None:
            self._notes = {}
            return Report()
        self.article_id = record.id
        stored = self.library.notes(record.id) + self.library.notes(record.id, deleted=True)
        self._notes = {note.id: note for note in self._placed(stored, record)}
        return self.report

    def enter(self) -> Report:
        """Put the article into the library, or mark it as read now, and keep where its notes are today.

        Raises LibraryError.
        """
        record = self.library.enter(self.article)
        self.article_id = record.id
        stored = self.library.notes(record.id) + self.library.notes(record.id, deleted=True)
        placed = self._placed(stored, record)
        moved = [note for note, before in zip(placed, stored, strict=True) if note.placement != before.placement]
        if moved:
            self.library.save(*moved)
        self._notes = {note.id: note for note in placed}
        return self.report

    def _placed(self, notes: Sequence[Note], record: "ArticleRecord") -> list[Note]:
        return placed(notes, self.article, record, self.library.kept_text)

    # ------------------------------------------------------------------ notes

    @property
    def notes(self) -> tuple[Note, ...]:
        """The article's notes that are not deleted: on the whole article first, then in text order, orphans last."""
        return tuple(sorted((note for note in self._notes.values() if not note.deleted), key=text_order))

    @property
    def report(self) -> Report:
        states = Counter(note.placement.state for note in self.notes if note.placement)
        return Report(states["exact"], states["changed"], states["orphaned"])

    def note(self, note_id: str) -> Note:
        """Raises SessionError when this article has no such note."""
        if note_id not in self._notes:
            raise SessionError(f"this article has no note {clean_line(note_id)}")
        return self._notes[note_id]

    def annotate(self, span: Span | None, text: str = "", tags: Iterable[str] = ()) -> Note:
        """A new note on `span`, or on the article as a whole. Raises LibraryError, SessionError."""
        text = tidy(text)
        anchor = None if span is None else describe(self.article.text, span)
        note = new_note(self.article_id, self.article.sha256, anchor, text, joined_tags(tags, text))
        return self._save(replace(note, placement=None if span is None else Placement(span, "exact")))

    def edit(self, note_id: str, text: str, tags: Iterable[str]) -> Note:
        """Say something else in a note; `tags` are those beside the text. It ends a conflict.

        Raises LibraryError, SessionError.
        """
        note, text = self.note(note_id), tidy(text)
        changed = note.settled(text=text, tags=joined_tags(tags, text))
        return note if changed.head.values == note.head.values and not note.conflict else self._save(changed)

    def settle(self, note_id: str, revision_id: str) -> Note:
        """End a conflict by one of the texts. Raises LibraryError, SessionError."""
        note = self.note(note_id)
        chosen = next((head for head in note.heads if head.id == revision_id), note.head)
        text, tags, anchor, deleted = chosen.values
        return self._save(note.settled(text=text, tags=tags, anchor=anchor, deleted=deleted))

    def review(self, note_id: str) -> Review:
        """Then and now of a note whose words have changed or are gone. Raises LibraryError, SessionError."""
        note, record = self.note(note_id), self.library.article(self.article_id)
        if note.anchor is None or record is None:
            raise SessionError("the note is on the article as a whole: it has no passage to review")
        return reviewed(note, self.article, record, self.library.kept_text)

    def relink(self, note_id: str, span: Span) -> Note:
        """Put a note on another passage. Raises LibraryError, SessionError."""
        changed = self.note(note_id).revised(anchor=describe(self.article.text, span))
        return self._save(replace(changed, placement=Placement(span, "exact")))

    def delete(self, note_id: str) -> Note:
        """Take a note away; it stays in the library and can be restored. Raises LibraryError, SessionError."""
        return self._save(self.note(note_id).settled(deleted=True))

    def undo(self) -> str | None:
        """Take the last change back and say in words what that did; None when there is none. Raises LibraryError."""
        return self._take_back([*history(self._notes.values()).undo])

    def redo(self) -> str | None:
        """Do again what was undone last and say in words what that did; None when there is none."""
        return self._take_back([*history(self._notes.values()).redo])

    def _take_back(self, steps: list[annotations.Step]) -> str | None:
        if not steps:
            return None
        before = self.note(steps[-1].note)
        return difference(before, self._save(before.without(steps[-1].revision)))

    def _save(self, note: Note) -> Note:
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

    def _placed_alone(self, note: Note) -> Note:
        record = self.library.article(self.article_id)
        return self._placed([note], record)[0] if record else note

    def find_passage(self, words: str, before: str = "", after: str = "") -> Span:
        """The one place of `words` in the text, folded; `before` and `after` stand directly beside it.

        Raises SessionError when there is none, or more than one.
        """
        from reader.folding import fold

        folded, wanted = fold(self.article.text), fold(words).text.strip()
        left, right = fold(before).text.strip(), fold(after).text.strip()
        if not wanted:
            raise SessionError("the quote is empty: give the words as they stand in the article")
        places = [
            folded.span(at, at + len(wanted))
            for at in occurrences(wanted, folded.text)
            if folded.text[max(0, at - len(left) - 1) : at].rstrip().endswith(left)
            and folded.text[at + len(wanted) : at + len(wanted) + len(right) + 1].lstrip().startswith(right)
        ]
        if not places:
            beside = " with those words beside it" if before or after else ""
            raise SessionError(
                f"the article does not have “{clean_line(words)}”{beside}; quote it as `reader show` prints it"
            )
        if len(places) > 1:
            where = ", ".join(f"¶ {self.article.paragraph_number(place.start)}" for place in places[:10])
            raise SessionError(
                f"“{clean_line(words)}” stands in {len(places)} places ({where}); "
                "say which with --before or --after, or quote more words"
            )
        return places[0]

    # ------------------------------------------------------------------ analysis, state, export

    def known_analysis(self) -> "Analysis | None":
        """The analysis if it is at hand: made in this session or kept from an earlier one."""
        if self._analysis is None:
            from reader.analysis import best_engine, cache

            self._analysis = cache.load(self.places.cache, self.article, best_engine())
        return self._analysis

    def take_analysis(self, analysis: "Analysis") -> None:
        """Use and keep an analysis that was made elsewhere."""
        from reader.analysis import cache

        self._analysis = analysis
        cache.store(self.places.cache, self.article, analysis)

    @property
    def analysis(self) -> "Analysis":
        """The entities and quotes of the article, computed now if they are not known."""
        if (known := self.known_analysis()) is not None:
            return known
        from reader.analysis import analyse

        made = analyse(self.article)
        self.take_analysis(made)
        return made

    def load_state(self) -> "ReadingState":
        """Where the caret was left and what was half written, each draft on its words as far as they are found."""
        from reader import state

        kept = state.load(self.article_id, self.places.state)
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

    def save_state(self, reading: "ReadingState") -> None:
        """Raises OSError."""
        from reader import state

        state.save(self.article_id, reading, self.places.state)

    def load_looks(self) -> "Looks":
        from reader import state

        return state.load_looks(self.places.state)

    def save_looks(self, looks: "Looks") -> None:
        """Raises OSError."""
        from reader import state

        state.save_looks(looks, self.places.state)

    def export(self, form: "Form" = "markdown", existing: str | None = None, *, force: bool = False) -> str:
        """The article's notes, quotes and names as `markdown` or `json`; `existing` is the file to be written anew.

        Raises ExportError.
        """
        from reader.export import Exported, ExportError, to_json, to_markdown
        from reader.export.file import is_of

        exported = Exported(self.article, self.article_id, self.analysis, self.notes)
        if form == "markdown":
            return to_markdown(exported, existing, force=force)
        if existing and not force and not is_of(existing, self.article_id, form):
            raise ExportError("the file is not an export of this article; --force writes over it")
        return to_json(exported)

    def export_name(self, form: "Form" = "markdown") -> str:
        """What an export of the article would be called."""
        from reader.export import file_name
        from reader.export.file import SUFFIXES

        return file_name(self.article.title, self.article_id, SUFFIXES[form])

    def export_to(self, path: Path, form: "Form" = "markdown", *, force: bool = False) -> Path:
        """Write the export to `path`, or into it where it is a directory; where it was written.

        A file that is there is taken for an earlier export and written anew around what was added to it by hand.
        Raises SessionError.
        """
        from reader.export import ExportError, file

        target = path
        try:
            if path.is_dir():
                target = file.own_path(path, self.article.title, self.article_id, form)
            file.write(target, self.export(form, file.earlier(target), force=force))
        except ExportError as error:
            raise SessionError(f"{clean_line(str(target))}: {error}") from error
        except OSError as error:
            raise SessionError(f"cannot write {clean_line(str(target))}: {error.strerror or error}") from error
        return target

    def quotation(self, span: Span) -> str:
        """The passage as a Markdown quotation with its speaker and source."""
        from reader.export import quotation, speaker_of

        known = self.known_analysis()
        return quotation(self.article, span, speaker_of(known, span) if known else None)

    def reread(self) -> "Session":
        """A session with what the source says now, entered if that is something else. Raises SessionError."""
        from reader.sources import SourceError, open_source

        if self.article.source == "-":
            raise SessionError("standard input cannot be read again")
        try:
            fresh = Session(open_source(self.article.source), self.places)
        except SourceError as error:
            raise SessionError(str(error)) from error
        if fresh.article.text != self.article.text:
            fresh.enter()
        return fresh

    def tags_in_use(self) -> Tags:
        """The tags of the whole library, most used first."""
        return tuple(tag for tag, _ in tag_counts(self.library.notes()))


# ---------------------------------------------------------------------- around it


def open_library(places: Places) -> "Library":
    """The library; TinyDB is imported here, after the first paint, and not by commands that do not need it."""
    from reader.library import Library

    return Library(places.library)


def difference(before: Note, after: Note) -> str:
    """What became of a note, in words."""
    if bool(before.conflict) != bool(after.conflict):
        return "both texts are there again" if after.conflict else "one text counts again"
    if before.deleted != after.deleted:
        return "the note is gone" if after.deleted else "the note is back"
    if before.text != after.text:
        return "the note's text is as it was"
    if before.tags != after.tags:
        return "the note's tags are as they were"
    return "the note is on its former passage"


def occurrences(needle: str, text: str) -> Iterable[int]:
    """Where `needle` begins in `text`, overlapping places too."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)
