"""Proposals: notes and corrections that a program suggests and nobody has accepted yet.

What a proposal says never changes; its revisions say only whether it was rejected. Its id is made from what it says, so
the same one from the same author is never there twice, on whichever device it was made. Accepting it makes a note or
correction with the same id, by both: the program that proposed it and the person who accepted it. So it is accepted as
long as that is there, and undoing the acceptance brings the proposal back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from reader.anchoring import Anchor
from reader.annotations.corrections import Change, Content, Correction, describe_change
from reader.annotations.notes import Note, NoteRevision, Tags
from reader.annotations.revisions import Authorship, RevisedEntry, Revision, now
from reader.document.digest import id_of
from reader.text.format import collapse_whitespace

ProposalState = Literal["proposed", "accepted", "rejected"]

AUTHOR = re.compile(r"agent:[\w.-][\w. -]{0,58}")  # the name of a program that proposes: never that of a person


class AddNote(Content, word="note"):
    """A note on a passage; without text it is a highlight."""

    passage: Anchor
    text: str
    tags: Tags


@dataclass(frozen=True)
class Proposal(RevisedEntry[Revision]):
    """What a program proposes for one article."""

    change: AddNote | Change
    author: str
    """As in `AUTHOR`."""

    @property
    def deleted(self) -> bool:
        """True if it was rejected: a rejection on one device outlives the same proposal made on another."""
        return any(head.deleted for head in self.heads)

    @property
    def anchor(self) -> Anchor | None:
        return self.change.anchor

    @cached_property
    def note(self) -> Note:
        """The note that it would be; of a correction, what would be corrected, as it is shown."""
        return self._note(self.created, Authorship(name=self.author))

    def _note(self, at: str, by: Authorship) -> Note:
        change = self.change
        text, tags = (change.text, change.tags) if isinstance(change, AddNote) else (describe_change(change), ())
        first = NoteRevision("", None, at, text, tags, self.anchor, by=by).sealed()
        made = Note(self.id, self.article, self.made_on, (first,))
        return replace(made, placement=self.placement, placed_on=self.placed_on)

    @cached_property
    def key(self) -> str:
        """What it says and who says it, whatever its capitals and spaces; its tags only if it has no words."""
        anchor, said = self.anchor, self.note.text or " ".join(sorted(self.note.tags))
        words = [self.author, self.change.word, *((anchor.exact, anchor.prefix, anchor.suffix) if anchor else ())]
        return "\0".join(collapse_whitespace(word).casefold() for word in (*words, said))

    def state(self, made: Mapping[str, RevisedEntry[Any]]) -> ProposalState:
        """Return what became of it, given the notes or corrections by id, those too that were deleted."""
        if (accepted := made.get(self.id)) is not None and not was_undone(accepted):
            return "accepted"
        return "rejected" if self.deleted else "proposed"

    def accepted(self, person: str, made: RevisedEntry[Any] | None = None) -> Note | Correction:
        """Return the note or correction that it becomes, `made` before if that was undone."""
        if isinstance(made, Note | Correction):
            return made.restored() if made.deleted else made
        by = Authorship(name=self.author, accepted_by=person)
        if isinstance(self.change, AddNote):
            return self._note(now(), by)
        first = Revision("", None, now(), by=by).sealed()
        return Correction(self.id, self.article, self.made_on, (first,), self.change)


def was_undone(made: RevisedEntry[Any]) -> bool:
    """Return whether an entry is gone because its making was undone, perhaps again, not because it was deleted."""
    state = made.head
    for _ in made.revisions:  # in a damaged entry they may refer to each other in a circle
        undone = made.by_id.get(state.undoes or "")
        if not state.deleted or undone is None:
            break
        if undone.parent is None:
            return True
        state = made.by_id.get(undone.parent, undone)  # gone as it was then
    return False


def with_states(
    proposals: Iterable[Proposal], made: Mapping[str, RevisedEntry[Any]]
) -> list[tuple[Proposal, ProposalState]]:
    """Return proposals with what became of them.

    One that was made on two devices before they knew that an article is one counts once, as it was decided.
    """
    found: dict[tuple[str, str], tuple[Proposal, ProposalState]] = {}
    for each in proposals:
        known = found.get((each.article, each.key))
        if known is None or known[1] == "proposed":
            found[each.article, each.key] = each, each.state(made)
    return list(found.values())


def new_proposal(article: str, made_on: str, change: AddNote | Change, author: str) -> Proposal:
    """Return a proposal; the same for the same article from the same author has the same id."""
    by = Authorship(author, name=author)  # of no device of the user's, whose undo would take it for its own
    made = Proposal("", article, made_on, (Revision("", None, now(), by=by).sealed(),), change=change, author=author)
    return replace(made, id=id_of(f"{article}\0{made.key}"))
