"""What files bring, put into the library: the one place of this room that writes.

Each note is new, or was there already, or says something else than it did. Something else is one more revision, made
from the one that the file started from; where the library has gone on from there as well, both texts are kept, as after
a merge. One file is one write: all of it or nothing. The trap: a foreign anchor counts characters in a text that nobody
knows, so where its words are found it is described anew; else it is kept as it came and waits for its words.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from reader.anchoring import Anchor, Placement, describe, place
from reader.annotations.corrections import Correction
from reader.annotations.notes import Note, NoteRevision
from reader.annotations.revisions import now, time_after
from reader.document.article import Article, base32_id
from reader.errors import SourceError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportResult, coerce
from reader.library.codec.records import STANDARD_INPUT
from reader.library.deduplicate import merge_entries
from reader.library.library import ArticleRecord, Library
from reader.session.placement import place_entries
from reader.session.reopen import load_from_kept_text, load_from_source
from reader.sources import open_source
from reader.sources.plain import read_plain
from reader.text.normalize import fold

SOME = 20
"""Passages that are looked for at a time in a text that may not be theirs: in one that is, the first few are there."""


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """The article that a parcel is for."""

    record: ArticleRecord
    article: Article | None
    """Its text, if that is to be had."""
    known: bool
    """Whether the library has it."""


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A parcel, ready to be stored."""

    goal: ImportTarget
    new: tuple[Note, ...]
    edited: tuple[Note, ...]
    same: int
    corrections: tuple[Correction, ...]
    conflicts: int
    remarks: tuple[str, ...]


def apply_import(library: Library, parcels: Sequence[ImportedArticle]) -> ImportResult:
    """Store what the parcels bring, all or none; twice is the same as once. Raises LibraryError."""
    arrivals = [prepare_import(library, parcel) for parcel in parcels]
    fresh = [each.goal for each in arrivals if not each.goal.known and (each.new or each.corrections)]
    notes = [note for each in arrivals for note in (*each.new, *each.edited)]
    corrections = [correction for each in arrivals for correction in each.corrections]
    if notes or corrections:
        texts = [goal.article.text for goal in fresh if goal.article]
        library.take_in([goal.record for goal in fresh], texts, notes, corrections)
    return ImportResult(
        new=tuple(note.id for each in arrivals for note in each.new),
        edited=tuple(note.id for each in arrivals for note in each.edited),
        known=sum(each.same for each in arrivals),
        states=Counter(placement_state(note) for note in notes),
        conflicts=sum(each.conflicts for each in arrivals),
        corrections=len(corrections),
        articles=len({goal.record.id for goal in fresh}),
        remarks=tuple(remark for each in arrivals for remark in each.remarks),
    )


def prepare_import(library: Library, parcel: ImportedArticle) -> PreparedImport:
    goal = find_target(library, parcel)
    described = describe_passages([note for note in parcel.notes if not is_known_note(library, note)], goal)
    new: dict[str, Note] = {}
    edited: dict[str, Note] = {}
    before: dict[str, Note] = {}
    same = 0
    for brought in parcel.notes:
        stored = library.note(brought.id)
        known = new.get(brought.id) or edited.get(brought.id) or stored
        made = merge_note(known, brought, goal, described.get(brought.id))
        if made is known:
            same += 1
        elif stored is None:
            new[brought.id] = made
        else:
            before[brought.id], edited[brought.id] = stored, made
    conflicts = sum(bool(note.conflict) and not before[own].conflict for own, note in edited.items())
    corrections = tuple(new_corrections(library, parcel, goal))
    remarks = [*parcel.remarks]
    if not goal.known and goal.article is None and any(note.anchor for note in new.values()):
        remarks.append(missing_text_remark(goal.record))
    return PreparedImport(
        goal,
        place_notes(new.values(), goal, library),
        place_notes(edited.values(), goal, library),
        same,
        corrections,
        conflicts,
        tuple(remarks),
    )


def placement_state(note: Note) -> str:
    """The state of a note's placement; *whole* for a note on the whole article."""
    if note.anchor is None:
        return "whole"
    return note.placement.state if note.placement else "orphaned"


def missing_text_remark(record: ArticleRecord) -> str:
    """The remark on an article whose text was not found."""
    title = f"“{record.title}”" if record.title else "the article"
    source = next((source for source in record.sources if source != STANDARD_INPUT), "")
    how = f"`reader {source}` opens it" if source else "open it"
    return f"{title} is new here and its text was not found: its notes keep their words and wait; {how}"


# ---------------------------------------------------------------------- the article


def find_target(library: Library, parcel: ImportedArticle) -> ImportTarget:
    """The article that a parcel is for: known by its id, its text or its source, else new."""
    about = parcel.about
    record = find_record(library, about)
    if record is not None:
        return ImportTarget(record, load_article(library, record), known=True)
    article = find_new_article(library, parcel)
    moment = now()
    own = about.id or (article.text_id if article else coerce.derive_id("source", about.source))
    texts = dict.fromkeys(filter(None, [about.sha256, article.sha256 if article else ""]))
    title = about.title or (article.title if article else "")
    record = ArticleRecord(
        own,
        title,
        (about.source or STANDARD_INPUT,),
        tuple(texts),
        moment,
        moment,
        about.author or (article.author if article else ()),
        about.published or (article.published if article else ""),
    )
    return ImportTarget(record, article, known=False)


def find_record(library: Library, about: ArticleInfo) -> ArticleRecord | None:
    if about.id and (record := library.article(about.id)) is not None:
        return record
    records = library.articles()
    by_text = (record for record in records if about.sha256 and about.sha256 in record.texts)
    page = coerce.page_key(about.source)
    by_source = (record for record in records if page and page in map(coerce.page_key, record.sources))
    return next(by_text, None) or next(by_source, None)


def load_article(library: Library, record: ArticleRecord) -> Article | None:
    """The article as it was last opened, or as its file has it now; taking in notes asks nobody on the network."""
    files = tuple(source for source in record.sources if source.startswith("/"))
    return load_from_kept_text(library, record) or load_from_source(library, replace(record, sources=files))


def find_new_article(library: Library, parcel: ImportedArticle) -> Article | None:
    """The text that a new article has: its file if that holds it, else the text that is kept; never from the network.

    A file is believed only if it is the very text, or some of the noted words stand in it.
    """
    about = parcel.about
    if about.source.startswith("/"):
        try:
            article = open_source(about.source)
        except SourceError:
            article = None
        if article is not None and (article.sha256 == about.sha256 or contains_some_passage(article, parcel.notes)):
            return article
    text = library.kept_text(about.sha256)
    return read_plain(text, about.source or STANDARD_INPUT) if text is not None else None


def contains_some_passage(article: Article, notes: Iterable[ImportedNote]) -> bool:
    anchors = iter([note.anchor for note in notes if note.anchor])
    while some := list(islice(anchors, SOME)):
        if any(found.state == "exact" for found in place(some, article.text)):
            return True
    return False


# ---------------------------------------------------------------------- the notes


def describe_passages(notes: Iterable[ImportedNote], goal: ImportTarget) -> dict[str, Anchor]:
    """The passages of foreign notes as we describe them, by the note's id, as far as their words are found."""
    if goal.article is None:
        return {}
    text = goal.article.text
    foreign_ones = [(note.id, note.anchor) for note in notes if note.anchor and not (note.history or note.base)]
    found = place([anchor for _, anchor in foreign_ones], text)
    return {
        own: describe(text, here.span)
        for (own, _), here in zip(foreign_ones, found, strict=True)
        if here.span is not None and here.state == "exact"
    }


def merge_note(known: Note | None, brought: ImportedNote, goal: ImportTarget, described: Anchor | None) -> Note:
    """The note with what the file says of it; `known` itself where it says nothing new."""
    if brought.history:
        made = Note(brought.id, goal.record.id, brought.made_on, brought.history)
        if known is None:
            return made
        both = merge_entries(known, made)
        return both if len(both.revisions) > len(known.revisions) else known
    said = imported_revision(brought)
    if known is not None and has_values(known, said):
        return known
    said = replace(said, anchor=described or said.anchor)
    if known is None:
        return make_note(brought, said, goal)
    newest = max(revision.at for revision in known.revisions)
    said = replace(said, parent=base_revision(known, brought), at=time_after(max(newest, brought.updated)))
    return replace(known, revisions=(*known.revisions, said))


def is_known_note(library: Library, brought: ImportedNote) -> bool:
    """Return whether the library has this note with these values; then its passage need not be searched for."""
    known = library.note(brought.id)
    return known is not None and not brought.history and has_values(known, imported_revision(brought))


def has_values(known: Note, said: NoteRevision) -> bool:
    """Return whether any revision of a note has these values."""
    return any(revision.id == said.id or revision.values[:3] == said.values[:3] for revision in known.revisions)


def imported_revision(brought: ImportedNote) -> NoteRevision:
    """What the file says, as a revision whose id follows from that; of a passage the words, folded, since where they
    stand is told anew when they are found."""
    words = fold(brought.anchor.exact).text.strip() if brought.anchor else None
    digest = hashlib.sha256(repr((brought.id, brought.text, brought.tags, words)).encode("utf-8", "backslashreplace"))
    at = brought.created or now()
    return NoteRevision(base32_id(digest.digest()), None, at, brought.text, brought.tags, brought.anchor)


def make_note(brought: ImportedNote, said: NoteRevision, goal: ImportTarget) -> Note:
    """A note that the library had not; one that was changed since it was made has a second revision that says when."""
    revisions = [said]
    if brought.created and brought.updated > brought.created:
        changed = hashlib.sha256(f"{said.id} {brought.updated}".encode()).digest()
        revisions.append(replace(said, id=base32_id(changed), parent=said.id, at=brought.updated))
    made_on = goal.article.sha256 if goal.article and said.anchor != brought.anchor else brought.made_on
    return Note(brought.id, goal.record.id, made_on, tuple(revisions))


def base_revision(known: Note, brought: ImportedNote) -> str:
    """The revision that the file started from: as it says, else the newest that came the same way, else the newest."""
    if brought.base:
        return brought.base
    came = [
        revision for revision in known.revisions if revision.at == brought.updated or was_imported(brought.id, revision)
    ]
    return (came[-1] if came else known.head).id


def was_imported(note_id: str, revision: NoteRevision) -> bool:
    """Return whether a revision was made by an import, by its id."""
    return imported_revision(ImportedNote(note_id, revision.text, revision.tags, revision.anchor)).id == revision.id


def place_notes(notes: Iterable[Note], goal: ImportTarget, library: Library) -> tuple[Note, ...]:
    """The notes placed in the article's text; without one they are orphaned until it is opened."""
    found = list(notes)
    if goal.article is None:
        lost = Placement(None, "orphaned")
        return tuple(replace(note, placement=lost if note.anchor else None) for note in found)
    return tuple(place_entries(found, goal.article, goal.record, library.kept_text))


def new_corrections(library: Library, parcel: ImportedArticle, goal: ImportTarget) -> Iterable[Correction]:
    """The corrections that say something new, of the article as the library knows it."""
    stored = {made.id: made for made in library.corrections(goal.record.id)}
    for made in parcel.corrections:
        known = stored.get(made.id)
        ids = {revision.id for revision in known.revisions} if known else set()
        if any(revision.id not in ids for revision in made.revisions):
            yield replace(made, article=goal.record.id)
