"""Find, edit, delete and restore notes of any article by their ids, rename tags, accept and reject proposals.

Functions over a library and notes, used by `Session` and by the commands. What they write is durable when they return,
all of it or nothing.
"""

import getpass
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.anchoring import State
from reader.annotations import colour_name
from reader.annotations.notes import Note, Tags, all_tags, inline_tags, map_inline_tags, tag_name
from reader.annotations.proposals import Proposal, ProposalState, with_states
from reader.annotations.revisions import RevisedEntry
from reader.errors import NoteError
from reader.text.sanitize import clean, clean_line

if TYPE_CHECKING:
    from reader.library.library import Library


def require_note(library: "Library", note_id: str) -> Note:
    """Return the note with this id, deleted or not. Raises NoteError if there is none."""
    if (note := library.note(note_id)) is None:
        raise NoteError(f"no note {clean_line(note_id)}; `reader notes` lists them with their ids")
    return note


def edit_note(
    library: "Library", note_id: str, text: str | None = None, tag: Iterable[str] = (), untag: Iterable[str] = ()
) -> Note:
    """Change the text of a note, or add and remove tags. A new text resolves a conflict; a deleted note is restored.

    What another program has written into it is accepted with that. Raises LibraryError, NoteError.
    """
    note = require_note(library, note_id)
    words = note.text if text is None else clean_note_text(text)
    written = inline_tags(words)
    unwanted = parse_tags(untag)
    if stuck := [name for name in unwanted if name in written]:
        raise NoteError(f"#{stuck[0]} is written in the note's text; change the text with --text")
    beside = [name for name in note.tags if name not in inline_tags(note.text) and name not in unwanted]
    revise = note.revised if text is None else note.settled
    changed = revise(text=words, tags=all_tags(beside, parse_tags(tag), written), deleted=False)
    if changed.head.values == note.head.values and changed.conflict == note.conflict and not note.unverified:
        return note
    library.save(changed)
    return changed


def set_deleted(library: "Library", note_ids: Sequence[str], deleted: bool) -> None:
    """Delete or restore notes, all or none. Raises LibraryError, NoteError."""
    notes = [require_note(library, note_id) for note_id in note_ids]
    changed = [note for note in notes if note.deleted != deleted]
    library.save(*(note.settled(deleted=True) if deleted else restored(note) for note in changed))


def restored(note: Note) -> Note:
    """Return a note that is deleted no more; of one in conflict another passage may come back, which is not placed."""
    back = note.restored()
    return back if back.anchor == note.anchor else replace(back, placement=None, placed_on="")


def find_notes(
    notes: Iterable[Note], search: str = "", tag: str | None = None, state: State | None = None
) -> list[Note]:
    """Return the notes that contain all words of `search`, have `tag` or one nested in it, and are in `state`."""
    wanted = search.casefold().split()

    def fits(note: Note) -> bool:
        texts = " ".join(dict.fromkeys(head.text for head in note.conflict)) or note.text
        words = f"{texts} {note.anchor.exact if note.anchor else ''} {' '.join(note.tags)}".casefold()
        return (
            all(word in words for word in wanted)
            and (tag is None or any(name == tag or name.startswith(f"{tag}/") for name in note.tags))
            and (state is None or (note.placement is not None and note.placement.state == state))
        )

    return [note for note in notes if fits(note)]


def sort_by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return the pairs of `counts`, the highest count first, equal ones by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def rename_tag(library: "Library", old: str, new: str) -> int:
    """Rename a tag and those nested in it; return the number of notes changed. Raises LibraryError, NoteError."""
    changed = notes_with_renamed_tag(library, old, new)
    library.save(*changed)
    return len(changed)


def notes_with_renamed_tag(library: "Library", old: str, new: str) -> list[Note]:
    """Return the notes that `rename_tag` changes, changed but not saved. Raises LibraryError, NoteError."""
    (before,), (after,) = parse_tags([old]), parse_tags([new])

    def renamed(name: str) -> str:
        return after + name[len(before) :] if name == before or name.startswith(f"{before}/") else name

    changed = [
        note.revised(text=map_inline_tags(note.text, renamed), tags=all_tags(map(renamed, note.tags)))
        for note in library.notes()
        if any(renamed(name) != name for name in note.tags)
    ]
    if not changed:
        raise NoteError(f"no note is tagged #{before}; `reader tags` lists the tags in use")
    return changed


def describe_difference(before: Note, after: Note) -> str:
    if bool(before.conflict) != bool(after.conflict):
        return "both texts are there again" if after.conflict else "one text counts again"
    if before.deleted != after.deleted:
        return "the note is gone" if after.deleted else "the note is back"
    if before.text != after.text:
        return "the note's text is as it was"
    if before.tags != after.tags:
        return "the note's tags are as they were"
    if before.color != after.color:
        return f"the highlight is {colour_name(after.color)} again"
    return "the note is on its former passage"


def clean_note_text(text: str) -> str:
    """Return the text of a note as it is stored: sanitized, without trailing white space."""
    return clean(text.replace("\r\n", "\n")).rstrip()


def parse_tags(words: Iterable[str]) -> Tags:
    """Return `words` as tag names. Raises NoteError for one that cannot be a tag."""
    names = []
    for word in words:
        if (name := tag_name(word)) is None:
            raise NoteError(f"“{clean_line(word)}” cannot be a tag: letters, digits, _ - / and not digits alone")
        names.append(name)
    return all_tags(names)


def combine_tags(tags: Iterable[str], text: str) -> Tags:
    """Return the tags beside the text of a note and those in it."""
    return all_tags(parse_tags(tags), inline_tags(text))


Made = dict[str, RevisedEntry[Any]]  # notes and corrections by their ids, also deleted ones


def proposals_with_states(library: "Library") -> list[tuple[Proposal, ProposalState]]:
    """Return all proposals in order of creation, with what became of them. Raises LibraryError."""
    found = library.proposals()
    return with_states(found, _made_of(library)) if found else []


def accept(library: "Library", *ids: str) -> None:
    """Make notes and corrections of proposals, also of rejected ones, all or none. Raises LibraryError, NoteError."""
    person = "somebody"
    with suppress(OSError, KeyError):  # an account without a name
        person = library.author.name or clean_line(getpass.getuser())
    with library.storage.transaction():
        library.save(*(each.accepted(person, made.get(each.id)) for each, made in _required(library, ids)))


def reject(library: "Library", *ids: str) -> None:
    """Reject proposals, all or none: their author cannot bring them again. Raises LibraryError, NoteError."""
    changed = []
    for each, made in _required(library, ids):
        if each.state(made) == "accepted":
            raise NoteError(f"{each.id} was accepted: `reader delete` or `reader correct --clear` takes it back")
        if not each.deleted:
            changed.append(each.settled(deleted=True))
    library.save(*changed)


def _required(library: "Library", ids: Iterable[str]) -> Sequence[tuple[Proposal, Made]]:
    """Return the proposals with these ids, each with what may have been made of it. Raises NoteError."""
    known = {each.id: each for each in library.proposals()}
    wanted = list(dict.fromkeys(ids))
    if lost := next((each for each in wanted if each not in known), None):
        raise NoteError(f"no proposal {clean_line(lost)[:40]}; `reader proposals` lists them with their ids")
    made = {article: _made_of(library, article) for article in {known[each].article for each in wanted}}
    return [(known[each], made[known[each].article]) for each in wanted]


def _made_of(library: "Library", article_id: str | None = None) -> Made:
    """Return what may have been made of the proposals for an article, or of all."""
    entries = library.notes(article_id), library.notes(article_id, deleted=True), library.corrections(article_id)
    return {entry.id: entry for some in entries for entry in some}
