"""Revisions of notes and corrections: the basis of history, of undo across sessions and of merging libraries.

A note or a correction (an *entry*) is changed by adding a revision; revisions themselves never change. Deleting,
restoring, undo and redo add one too. The current revision is the newest *head*, a revision without children. Two heads
that differ are a conflict: both were made from one revision, on two machines or in two windows.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from reader.document.article import base32_id


def new_id() -> str:
    """Return a new id of an entry or a revision: ten random characters a-z2-7."""
    return base32_id(secrets.token_bytes(10))


def moment_of(time: datetime) -> str:
    """Return `time` (UTC) in ISO 8601 with microseconds, so that strings sort in order of time."""
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> str:
    """Return the time now, as `moment_of` writes it."""
    return moment_of(datetime.now(UTC))


def time_after(moment: str) -> str:
    """Return the time now, or just after `moment` if the clock went back: a child is never older than its parent."""
    current = now()
    if current > moment:
        return current
    return moment_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Revision:
    """The content of an entry from one moment on."""

    id: str
    parent: str | None
    """The revision this one was made from; None for the first."""
    at: str
    deleted: bool = field(default=False, kw_only=True)
    undoes: str | None = field(default=None, kw_only=True)
    """The revision that this one reverts, as an undo or a redo."""
    merges: tuple[str, ...] = field(default=(), kw_only=True)
    """The other heads that this one replaces, which ends a conflict unless this one is itself reverted."""

    @property
    def values(self) -> tuple[object, ...]:
        """The content, for comparison."""
        return (self.deleted,)


R = TypeVar("R", bound=Revision)


@dataclass(frozen=True)
class RevisedEntry(Generic[R]):
    """A note or correction of an article."""

    id: str
    article: str
    made_on: str
    """The sha256 of the text it was made on."""
    revisions: tuple[R, ...]
    """At least one; in order of time."""

    @cached_property
    def heads(self) -> tuple[R, ...]:
        """The revisions without children, the current one first; at least one."""
        return heads(self.revisions)

    @property
    def head(self) -> R:
        return self.heads[0]

    @property
    def conflict(self) -> tuple[R, ...]:
        """The heads that differ in content, the current one first; empty if there is no conflict."""
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
        """Return the entry with a new revision: the current one with `values` (fields of a revision) changed.

        A conflict remains; heads equal to the current one are merged.
        """
        return self._with_revision(self.head, **values)

    def settled(self, **values: Any) -> Self:
        """Return the same as `revised`, but with all heads merged: a conflict ends."""
        return self.revised(merges=tuple(head.id for head in self.heads[1:]), **values)

    def without(self, revision_id: str) -> Self:
        """Return the entry with a new revision that reverts `revision_id`; reverting the first deletes the entry.

        Raises KeyError if the entry has no such revision.
        """
        known = {revision.id: revision for revision in self.revisions}
        taken = known[revision_id]
        if taken.parent is None:
            return self.revised(deleted=True, undoes=revision_id)
        return self._with_revision(known[taken.parent], undoes=revision_id)

    def _with_revision(self, said: R, **values: Any) -> Self:
        """Return the entry with a new revision, a child of the current one: `said` with `values` changed."""
        head = self.head
        newest = max(revision.at for revision in self.revisions)
        same = tuple(other.id for other in self.heads[1:] if other.values == head.values)
        fresh = replace(said, id=new_id(), parent=head.id, at=time_after(newest), undoes=None, merges=same)
        return replace(self, revisions=(*self.revisions, replace(fresh, **values)))


def heads(revisions: Iterable[R]) -> tuple[R, ...]:
    """Return the revisions without children, the current one first: the newest that is not deleted.

    So a text written on one machine outlives a deletion on another. A revision that was reverted no longer merges its
    heads, so the conflict is back.
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
    """A change that can be reverted: a revision of an entry."""

    entry: str
    revision: str


@dataclass(frozen=True, slots=True)
class History:
    """The changes that undo and redo revert, the next one last."""

    undo: tuple[UndoStep, ...]
    redo: tuple[UndoStep, ...]


def history(entries: Iterable[RevisedEntry[Any]]) -> History:
    """Return what can be undone and redone, derived from the revisions, so that it outlives the session.

    An undo is a revision that `undoes` another; a redo is one that undoes an undo. Any other change clears redo.
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
