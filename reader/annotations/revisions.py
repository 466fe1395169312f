"""What the reader has made is its revisions: the one idea behind history, undo across sessions and merging libraries.

A note or a correction (an *entry*) is changed by adding a revision, and none is ever changed: deleting, restoring, undo
and redo each add one too. What an entry says now is its newest *head*, a revision from which no other was made. Two
heads that differ are a conflict: both were made from one revision, on two machines or in two windows.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from reader.document.article import base32_id


def new_id() -> str:
    """Ten random characters a-z2-7: the name of an entry or a revision, the same on every machine."""
    return base32_id(secrets.token_bytes(10))


def moment_of(time: datetime) -> str:
    """`time` (UTC) in ISO 8601 with microseconds, so that the order of strings is the order of time."""
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> str:
    return moment_of(datetime.now(UTC))


def time_after(moment: str) -> str:
    """The time now, or just after `moment` where the clock has gone back: a child is never older than its parent."""
    current = now()
    if current > moment:
        return current
    return moment_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Revision:
    """What an entry was from one moment on."""

    id: str
    parent: str | None
    """The revision this one was made from; None for the first."""
    at: str
    deleted: bool = field(default=False, kw_only=True)
    undoes: str | None = field(default=None, kw_only=True)
    """The revision that this one takes back: an undo, or the redo of one."""
    merges: tuple[str, ...] = field(default=(), kw_only=True)
    """The heads beside `parent` that this one was chosen over: it ends a conflict, unless it is itself taken back."""

    @property
    def values(self) -> tuple[object, ...]:
        """What it says."""
        return (self.deleted,)


R = TypeVar("R", bound=Revision)


@dataclass(frozen=True)
class RevisedEntry(Generic[R]):
    """Something the reader has made about an article."""

    id: str
    article: str
    made_on: str
    """The sha256 of the text it was made on."""
    revisions: tuple[R, ...]
    """At least one; in order of time."""

    @cached_property
    def heads(self) -> tuple[R, ...]:
        """The revisions that nothing was made of, the one that counts first; at least one."""
        return heads(self.revisions)

    @property
    def head(self) -> R:
        return self.heads[0]

    @property
    def conflict(self) -> tuple[R, ...]:
        """The heads that say different things, the one that counts first; empty where there is nothing to choose."""
        distinct = {head.values: head for head in reversed(self.heads)}
        return tuple(head for head in self.heads if distinct[head.values] is head) if len(distinct) > 1 else ()

    @property
    def deleted(self) -> bool:
        return self.head.deleted

    @property
    def created(self) -> str:
        return min(revision.at for revision in self.revisions)

    @property
    def updated(self) -> str:
        return self.head.at

    def revised(self, **values: Any) -> Self:
        """The entry with one more revision that changes `values` (fields of a revision) of the one that counts.

        A conflict remains one; heads that say the same go on as one.
        """
        return self._saying(self.head, **values)

    def settled(self, **values: Any) -> Self:
        """As `revised`, but the new revision stands for all heads: whatever conflict there was is over."""
        return self.revised(merges=tuple(head.id for head in self.heads[1:]), **values)

    def without(self, revision_id: str) -> Self:
        """The entry with one more revision that takes `revision_id` back; taking back the first deletes the entry.

        Raises KeyError if the entry has no such revision.
        """
        known = {revision.id: revision for revision in self.revisions}
        taken = known[revision_id]
        if taken.parent is None:
            return self.revised(deleted=True, undoes=revision_id)
        return self._saying(known[taken.parent], undoes=revision_id)

    def _saying(self, said: R, **values: Any) -> Self:
        """The entry with one more revision, made from the one that counts, that says what `said` does but `values`."""
        head = self.head
        newest = max(revision.at for revision in self.revisions)
        same = tuple(other.id for other in self.heads[1:] if other.values == head.values)
        fresh = replace(said, id=new_id(), parent=head.id, at=time_after(newest), undoes=None, merges=same)
        return replace(self, revisions=(*self.revisions, replace(fresh, **values)))


def heads(revisions: Iterable[R]) -> tuple[R, ...]:
    """The revisions that nothing was made of, the one that counts first: the newest one that is not deleted.

    So words that were written on one machine outlive a deletion on another. What a revision merges it covers only as
    long as it is in force: one that was taken back lets the conflict be again.
    """
    known = sorted(revisions, key=lambda revision: (revision.at, revision.id), reverse=True)
    if len(known) == 1:
        return (known[0],)
    covered = {revision.parent for revision in known}
    undone: set[str] = set()
    for revision in known:
        if revision.id not in undone:
            covered.update(revision.merges)
            if revision.undoes is not None:
                undone.add(revision.undoes)
    found = [revision for revision in known if revision.id not in covered] or known[:1]
    return tuple(sorted(found, key=lambda revision: revision.deleted))  # stable: the newest stays first


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One change that can be taken back: a revision of an entry."""

    entry: str
    revision: str


@dataclass(frozen=True, slots=True)
class History:
    """What undo and redo would take back next, the last first to go."""

    undo: tuple[UndoStep, ...]
    redo: tuple[UndoStep, ...]


def history(entries: Iterable[RevisedEntry[Any]]) -> History:
    """What can be undone and redone, read off the revisions alone, so that it outlives the session.

    An undo is a revision that `undoes` another; a redo is one that undoes an undo. Any other change ends what could
    be redone.
    """
    revisions = sorted((rev.at, rev.id, entry.id, rev.undoes) for entry in entries for rev in entry.revisions)
    undo: list[UndoStep] = []
    redo: list[UndoStep] = []
    for _, revision, entry, undoes in revisions:
        step = UndoStep(entry, revision)
        if undoes is None:
            undo.append(step)
            redo.clear()
        elif undo and undo[-1] == UndoStep(entry, undoes):
            undo.pop()
            redo.append(step)
        elif redo and redo[-1] == UndoStep(entry, undoes):
            redo.pop()
            undo.append(step)
    return History(tuple(undo), tuple(redo))
