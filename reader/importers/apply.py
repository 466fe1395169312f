"""Store imported notes in the library: the only module of this package that writes.

Each note is new, known, or edited. An edit is one more revision, based on the one that the file started from; if the
library has gone on from there as well, both texts are kept, as after a merge. One file is one write: all of it or
nothing. Pitfall: a foreign anchor counts characters of an unknown text, so it is described again where its words are
found; otherwise it is kept as it is and the note waits for its text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from reader.anchoring import Anchor, Placement, describe, place
from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Member
from reader.annotations.notes import Note, NoteRevision, Tags
from reader.annotations.revisions import Authorship, now, time_after
from reader.importers import ImportedArticle, ImportedNote, ImportResult
from reader.importers.targets import ImportTarget, KnownArticles, find_target
from reader.library.codec.records import STANDARD_INPUT
from reader.library.deduplicate import merge_entries
from reader.library.library import ArticleRecord, Library
from reader.session.placement import place_entries
from reader.text.format import counted
from reader.text.normalize import fold
from reader.text.span import Span

IMPORT = "import"  # the session of revisions that an import makes
FEW = 3  # articles without a text up to which each is named

E = TypeVar("E", Correction, Member)

Described = tuple[Anchor, str]  # the anchor of a foreign note in one of our texts, and the sha256 of the text


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """The imported notes of one article, ready to be stored."""

    target: ImportTarget
    new: tuple[Note, ...]
    edited: tuple[Note, ...]
    same: int
    corrections: tuple[Correction, ...]
    members: tuple[Member, ...]
    conflicts: int
    placed: tuple[Note, ...]
    """Notes that the library has and that waited for this text."""
    remarks: tuple[str, ...]


def apply_import(library: Library, articles: Sequence[ImportedArticle]) -> ImportResult:
    """Store the imported articles, all or none; twice is the same as once. Raises LibraryError."""
    known = KnownArticles(library)
    prepared = [prepare_import(known, batch) for batch in articles]
    notes = [note for each in prepared for note in (*each.new, *each.edited)]
    corrections = [correction for each in prepared for correction in each.corrections]
    members = [member for each in prepared for member in each.members]
    placed = [note for each in prepared for note in each.placed]
    if notes or placed or corrections or members:
        unknown = [each for each in prepared if not each.target.known]
        targets = [each.target for each in unknown if each.new or each.corrections or each.members]
        targets += (each.target for each in prepared if each.target.gains_text)
        texts = [target.article.text for target in targets if target.article]
        library.add([target.record for target in targets], texts, [*notes, *placed], corrections, members)
    states = ("whole" if not note.anchor else note.placement.state if note.placement else "orphaned" for note in notes)
    return ImportResult(
        new=tuple(note.id for each in prepared for note in each.new),
        edited=tuple(note.id for each in prepared for note in each.edited),
        known=sum(each.same for each in prepared),
        states=Counter(states),
        conflicts=sum(each.conflicts for each in prepared),
        corrections=len(corrections),
        dossiers=len(members),
        remarks=(*(remark for each in prepared for remark in each.remarks), *missing_text_remarks(prepared)),
    )


def prepare_import(articles: KnownArticles, batch: ImportedArticle) -> PreparedImport:
    library = articles.library
    target = find_target(articles, batch)
    before = {note.id: note for each in batch.notes if (note := library.note(each.id))}
    fresh = [  # the passages of others need not be searched for
        note
        for note in batch.notes
        if note.id not in before or not has_values(before[note.id], imported_revision(note))
    ]
    described = describe_passages(fresh, target, library)
    after: dict[str, Note] = {}
    same = 0
    for imported in batch.notes:
        known = after.get(imported.id) or before.get(imported.id)
        after[imported.id] = merge_note(known, imported, target, described.get(imported.id))
        same += after[imported.id] is known
    new = [note for note in after.values() if note.id not in before]
    edited = [note for note in after.values() if note.id in before and note is not before[note.id]]
    conflicts = sum(bool(note.conflict) and not before[note.id].conflict for note in edited)
    placed = place_waiting((note for note in after.values() if note is before.get(note.id)), target, library)
    corrections = tuple(new_records(batch.corrections, library.corrections(target.record.id), target))
    waited = f"“{target.record.title}” has a text: placed {counted(len(placed), 'note')} that waited for it"
    remarks = (*batch.remarks, *([waited] if placed else []))
    fresh_notes, changed = (place_notes(notes, target, library) for notes in (new, edited))
    members = tuple(new_records(batch.members, library.members(target.record.id), target))
    return PreparedImport(target, fresh_notes, changed, same, corrections, members, conflicts, placed, remarks)


def missing_text_remarks(prepared: Sequence[PreparedImport]) -> Iterable[str]:
    """Return the remarks on new articles whose text was not found; one if they are many."""
    lost = [each for each in prepared if not each.target.known and each.target.article is None]
    records = [each.target.record for each in lost if any(note.anchor for note in each.new)]
    if len(records) <= FEW:
        return map(missing_text_remark, records)
    waiting = "their notes keep their words and wait; open them and import again"
    return [f"{counted(records, 'article')} are new here and their texts were not found: {waiting}"]


def missing_text_remark(record: ArticleRecord) -> str:
    title = f"“{record.title}”" if record.title else "the article"
    source = next((source for source in record.sources if source != STANDARD_INPUT), "")
    how = f"`reader {source}` opens it" if source else "open it and import again"
    return f"{title} is new here and its text was not found: its notes keep their words and wait; {how}"


def describe_passages(notes: Iterable[ImportedNote], target: ImportTarget, library: Library) -> dict[str, Described]:
    """Return new anchors for foreign notes, by note id.

    A note that names its text is described there, if the text is kept and has the words at that place; any other in
    the article's text, if its words are found.
    """
    foreign_ones = [(note, note.anchor) for note in notes if note.anchor and not (note.history or note.base)]
    named = cache(library.kept_text)
    described: dict[str, Described] = {}
    for note, anchor in foreign_ones:
        text = named(note.made_on) if note.made_on else None
        if text is not None and folded_words(text[anchor.start : anchor.end]) == folded_words(anchor.exact):
            described[note.id] = describe(text, Span(anchor.start, anchor.end)), note.made_on
    if target.article is None:
        return described
    text, left = target.article.text, [pair for pair in foreign_ones if pair[0].id not in described]
    for (note, _), placed in zip(left, place([anchor for _, anchor in left], text), strict=True):
        if placed.span is not None and placed.state == "exact":
            described[note.id] = describe(text, placed.span), target.article.sha256
    return described


def folded_words(words: str) -> str:
    return fold(words).text.strip()


def merge_note(known: Note | None, imported: ImportedNote, target: ImportTarget, described: Described | None) -> Note:
    """Merge an imported note into `known`; return `known` itself if it says nothing new."""
    if imported.history:
        made = Note(imported.id, target.record.id, imported.made_on, imported.history)
        if known is None:
            return made
        both = merge_entries(known, made)
        return both if len(both.revisions) > len(known.revisions) else known
    said = imported_revision(imported)
    if known is not None and has_values(known, said):
        return known
    anchor, made_on = described or (said.anchor, "")
    said = replace(said, anchor=anchor, color=said.color or (known.color if known else ""))
    if known is None:
        return make_note(imported, said, target, made_on)
    newest = max(revision.at for revision in known.revisions)
    came = [made for made in known.revisions if made.at == imported.updated or made.by.session == IMPORT]
    base = imported.base or (came[-1] if came else known.head).id  # of which the file is an edit
    said = replace(said, parent=base, at=time_after(max(newest, imported.updated)))
    return replace(known, revisions=(*known.revisions, said.sealed()))


def make_note(imported: ImportedNote, said: NoteRevision, target: ImportTarget, made_on: str) -> Note:
    """Make a note that is new to the library; one that was changed after its creation has two revisions."""
    revisions = [said.sealed()]
    if imported.created and imported.updated > imported.created:
        revisions.append(replace(said, parent=revisions[0].id, at=imported.updated).sealed())
    return Note(imported.id, target.record.id, made_on, tuple(revisions))


def has_values(known: Note, said: NoteRevision) -> bool:
    return any(imported_values(revision) == imported_values(said) for revision in known.revisions)


def imported_values(revision: NoteRevision) -> tuple[str, Tags, str | None]:
    """Return what an import compares: of a passage the folded words, since their place may have changed."""
    return revision.text, revision.tags, folded_words(revision.anchor.exact) if revision.anchor else None


def imported_revision(imported: ImportedNote) -> NoteRevision:
    """Return the values of a note in a file as a revision, not yet sealed."""
    at = imported.created or now()
    by = Authorship(session=IMPORT, name=imported.author)
    return NoteRevision("", None, at, imported.text, imported.tags, imported.anchor, imported.color, by=by)


def place_notes(notes: Iterable[Note], target: ImportTarget, library: Library) -> tuple[Note, ...]:
    """Place the notes in the article's text; without one they are orphaned until it is opened."""
    found = list(notes)
    if target.article is None:
        lost = Placement(None, "orphaned")
        text = "".join(target.record.texts[-1:])
        return tuple(replace(note, placement=lost if note.anchor else None, placed_on=text) for note in found)
    return tuple(place_entries(found, target.article, target.record, library.kept_text))


def place_waiting(notes: Iterable[Note], target: ImportTarget, library: Library) -> tuple[Note, ...]:
    """Place the notes that waited for the article's text; return those that are found."""
    if target.article is None:
        return ()
    text = target.article.sha256
    waiting = [note for note in notes if note.anchor and not note.deleted and note.article == target.record.id]
    lost = [note for note in waiting if not note.span and note.placed_on != text]
    return tuple(note for note in place_notes(lost, target, library) if note.span)


def new_records(brought: Iterable[E], known: Iterable[E], target: ImportTarget) -> Iterable[E]:
    """Return the corrections or places in dossiers that have something new to the library."""
    stored = {made.id: made for made in known}
    for made in brought:
        before = stored.get(made.id)
        ids = {revision.id for revision in before.revisions} if before else set()
        if any(revision.id not in ids for revision in made.revisions):
            yield replace(made, article=target.record.id)
