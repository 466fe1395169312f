"""Revisions of notes and corrections: the basis of history, of undo across sessions and of merging libraries.

A note or a correction (an *entry*) is changed by adding a revision; revisions themselves never change. Deleting,
restoring, undo and redo add one too. The current revision is the newest *head*, a revision without children. Two heads
that differ are a conflict: both were made from one revision, on two machines or in two windows.

The id of a revision is a hash of its content and of the ids it refers to, so two libraries that have the same id have
the same text, and a change by damage or by another program shows. `seal_all` computes the ids of a whole history.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from json import JSONEncoder
from typing import Any, Generic, Self, TypeVar

from reader.anchoring import Placement
from reader.document.digest import base32_id, id_of


def new_id() -> str:
    """Return a new id of an entry: ten random characters a-z2-7."""
    return base32_id(secrets.token_bytes(10))


def moment_of(time: datetime) -> str:
    """Return `time` (UTC) in ISO 8601 with microseconds, so that strings sort in order of time."""
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> str:
    """Return the time now, as `moment_of` writes it."""
    return moment_of(datetime.now(UTC))


def time_after(moment: str) -> str:
    """Return the time now, or just after `moment` if the clock went back: a child is never older than its parent."""
    return max(now(), just_after(moment))


def just_after(moment: str) -> str:
    return moment_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Authorship:
    """The device and session that made a revision, and in which order."""

    device: str = ""
    """The id of an installation; "" if unknown."""
    session: str = ""
    """The id of a window or command."""
    step: int = 0
    """The number of the save on this device: their order, whatever its clock said."""
    name: str = ""
    """The name of a person, if one is known, or of the program that proposed it (`reader.annotations.proposals`)."""
    accepted_by: str = ""
    """The name of the person who accepted what a program proposed."""

    @property
    def signature(self) -> str:
        """All its names, as people read them."""
        return f"{self.name}, accepted by {self.accepted_by}" if self.accepted_by else self.name


UNKNOWN = Authorship()

OUTSIDE = Authorship("outside")  # another program, which has written over a record; no device has this id

CANONICAL = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""The form of a revision that its id is made from."""

SURROGATES = re.compile("[\ud800-\udfff]")  # lone surrogates, which JSON can represent and UTF-8 cannot


@dataclass(frozen=True, slots=True)
class Revision:
    """The content of an entry from one moment on. Its id is a hash of its content, so no two texts share one."""

    id: str
    parent: str | None
    """The revision this one was made from; None for the first."""
    at: str
    deleted: bool = field(default=False, kw_only=True)
    undoes: str | None = field(default=None, kw_only=True)
    """The revision that this one reverts, as an undo or a redo."""
    merges: tuple[str, ...] = field(default=(), kw_only=True)
    """The other heads that this one replaces, which ends a conflict unless this one is itself reverted."""
    by: Authorship = field(default=UNKNOWN, kw_only=True, compare=False)
    """Its author; not part of the content."""

    @property
    def values(self) -> tuple[object, ...]:
        """The content, for comparison."""
        return (self.deleted,)

    def canonical(self) -> dict[str, object]:
        """Return everything that the id is made from."""
        return {
            "parent": self.parent,
            "at": self.at,
            "deleted": self.deleted,
            "undoes": self.undoes,
            "merges": list(self.merges),
        }

    @property
    def content_id(self) -> str:
        """The id that this content must have: of the sha256 of its canonical JSON, ten characters a-z2-7."""
        return id_of(SURROGATES.sub("\ufffd", CANONICAL.encode(self.canonical())))

    def sealed(self) -> Self:
        """Return the revision with the id of its content."""
        return replace(self, id=self.content_id)


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
    placement: Placement | None = field(default=None, kw_only=True)
    """The place of its words in the text `placed_on`; None if it is on no words, or if they were not looked for."""
    placed_on: str = field(default="", kw_only=True)
    """The sha256 of the text that the placement refers to; it means nothing in any other."""

    @cached_property
    def by_id(self) -> dict[str, R]:
        return {revision.id: revision for revision in self.revisions}

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
    def unverified(self) -> bool:
        """True if what it says was written by another program, and nobody has accepted it yet."""
        return self.head.by == OUTSIDE

    @property
    def choices(self) -> tuple[R, ...]:
        """The revisions to choose from, the current one first: a conflict, or words that are not verified and the ones
        that they replaced; empty if there is nothing to choose.
        """
        before = self.by_id.get(self.head.parent or "")
        return self.conflict or ((self.head, before) if self.unverified and before is not None else ())

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
        """Return the entry with a new revision, the head with other `values`; a conflict stays, equal heads merge."""
        return self._with_revision(self.head, self.head, **values)

    def settled(self, **values: Any) -> Self:
        """Return the same as `revised`, but with all heads merged: a conflict ends."""
        return self.revised(merges=tuple(head.id for head in self.heads[1:]), **values)

    def without(self, revision_id: str) -> Self:
        """Return the entry with a new revision that reverts `revision_id`; reverting the first deletes the entry.

        If others have changed what it was made from, in another branch, that branch remains and this one ends: their
        words are never replaced by older ones. Raises KeyError if the entry has no such revision.
        """
        taken = self.by_id[revision_id]
        if taken.parent is None:
            return self.revised(deleted=True, undoes=revision_id)
        branch = next((head for head in self.heads if revision_id in self._ancestors(head)), self.head)
        others = [head for head in self.heads if head is not branch]
        if remaining := next((head for head in others if taken.parent in self._ancestors(head)), None):
            return self._with_revision(remaining, remaining, ended=(branch.id,), undoes=revision_id)
        return self._with_revision(self.by_id[taken.parent], branch, undoes=revision_id)

    def restored(self) -> Self:
        """Return the entry with a new revision that ends its deletion; of a conflict, all texts are back."""
        if self.deleted and self.head.merges and self.head.parent in self.by_id:
            back = self.without(self.head.id)
            if not back.deleted:
                return back
        return self.revised(deleted=False)

    def _ancestors(self, revision: R) -> set[str]:
        """Return the ids of a revision and of those that it was made from; a merge that was reverted made nothing."""
        undone = undone_revisions(self.revisions)

        def made_from(each: R) -> tuple[str, ...]:
            parent = (each.parent,) if each.parent else ()
            return parent if each.id in undone else (*parent, *each.merges)

        return reachable(self.by_id, [revision.id], made_from)

    def _with_revision(self, said: R, head: R, ended: tuple[str, ...] = (), **values: Any) -> Self:
        """Return the entry with a new revision, a child of `head` that ends others: `said` with `values` changed."""
        newest = max(revision.at for revision in self.revisions)
        equal = (other.id for other in self.heads if other is not head and other.values == head.values)
        same = tuple(dict.fromkeys((*ended, *equal)))
        fresh = replace(said, parent=head.id, at=time_after(newest), undoes=None, merges=same, by=UNKNOWN)
        return replace(self, revisions=(*self.revisions, replace(fresh, **values).sealed()))


def heads(revisions: Iterable[R]) -> tuple[R, ...]:
    """Return the revisions without children, the current one first: the newest that is not deleted.

    So a text written on one machine outlives a deletion on another. A revision that was reverted no longer merges its
    heads, so the conflict is back.
    """
    known = sorted(revisions, key=lambda revision: (revision.at, revision.id), reverse=True)
    if len(known) == 1:
        return tuple(known)
    covered = {revision.parent for revision in known}
    undone = undone_revisions(known)
    for revision in known:
        if revision.id not in undone:
            covered.update(revision.merges)
    found = [revision for revision in known if revision.id not in covered] or known[:1]
    return tuple(sorted(found, key=lambda revision: revision.deleted))  # stable: the newest stays first


def undone_revisions(revisions: Iterable[Revision]) -> set[str]:
    """Return the ids of the revisions that are reverted, by an undo that is not itself undone."""
    undone: set[str] = set()
    for revision in sorted(revisions, key=lambda revision: (revision.at, revision.id), reverse=True):
        if revision.undoes is not None and revision.id not in undone:
            undone.add(revision.undoes)
    return undone


def seal_all(revisions: Iterable[R]) -> list[R]:
    """Return revisions with the ids of their content, and references to each other renamed; in order of time."""
    waiting = sorted(revisions, key=lambda revision: (revision.at, revision.id, revision.content_id))
    if all(revision.id == revision.content_id for revision in waiting):
        return waiting
    unsealed = Counter(revision.id for revision in waiting)
    renamed: dict[str, str] = {}
    done: list[R] = []
    while waiting:
        ready = [revision for revision in waiting if not any(unsealed[each] for each in references(revision))]
        ready = ready or waiting  # references in a circle, which only damage or another program can make
        for revision in ready:
            parent, undoes = (each and renamed.get(each, each) for each in (revision.parent, revision.undoes))
            merges = tuple(renamed.get(each, each) for each in revision.merges)
            fresh = replace(revision, parent=parent, undoes=undoes, merges=merges).sealed()
            renamed.setdefault(revision.id, fresh.id)
            unsealed[revision.id] -= 1
            done.append(fresh)
        waiting = [revision for revision in waiting if revision not in ready]
    return sorted({revision.id: revision for revision in done}.values(), key=lambda each: (each.at, each.id))


def references(revision: Revision) -> Iterator[str]:
    """Yield the ids of other revisions that a revision names."""
    yield from filter(None, (revision.parent, revision.undoes))
    yield from revision.merges


def reachable(known: Mapping[str, R], ids: Iterable[str], named: Callable[[R], Iterable[str]] = references) -> set[str]:
    """Return the ids of `known` revisions among some `ids`, of those that these name, and so on."""
    met: set[str] = set()
    waiting = list(ids)
    while waiting:
        each = waiting.pop()
        if each in known and each not in met:
            met.add(each)
            waiting += named(known[each])
    return met


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


def history(entries: Iterable[RevisedEntry[Any]], device: str = "", session: str = "") -> History:
    """Return what this device can undo and redo, derived from the revisions, so that it outlives the session.

    An undo is a revision that `undoes` another; a redo is one that undoes an undo. Any other change clears redo. The
    changes of this session come first, then the device's earlier ones, in the order in which they were saved; the clock
    decides nothing. A change that another device has built on is not undone.
    """
    known = list(entries)
    undo: dict[UndoStep, None] = {}
    redo: dict[UndoStep, None] = {}
    for entry_id, revision in in_order_of_saving(known, device):
        step, undone = UndoStep(entry_id, revision.id), UndoStep(entry_id, revision.undoes or "")
        if revision.undoes is None:
            undo[step] = None
            redo.clear()
        elif undone in undo:
            del undo[undone]
            redo[step] = None
        else:  # a redo, or a restoring of what another device has deleted
            redo.pop(undone, None)
            undo[step] = None
    blocked, shared, mine = set[UndoStep](), set[UndoStep](), set[UndoStep]()
    for entry in known:
        lost = (each for each in entry.revisions if each.parent is not None and each.parent not in entry.by_id)
        blocked.update(UndoStep(entry.id, each.id) for each in lost)  # what they were made from is missing
        blocked.update(built_upon(entry, lambda by: by.device != device))
        shared.update(built_upon(entry, lambda by: by.device == device and by.session != session))
        mine.update(UndoStep(entry.id, each.id) for each in entry.revisions if each.by.session == session)
    steps = ([step for step in some if step not in blocked] for some in (undo, redo))
    ordered = (sorted(some, key=lambda step: step in mine and step not in shared) for some in steps)  # stable
    return History(*map(tuple, ordered))


def in_order_of_saving(entries: Iterable[RevisedEntry[Any]], device: str) -> list[tuple[str, Revision]]:
    """Return the revisions that a device has made, each with the id of its entry, in the order of their steps.

    From a step that two sessions have on, their times decide: a library without that step was restored.
    """
    own = [(entry.id, each) for entry in entries for each in entry.revisions if each.by.device == device]
    sessions: dict[int, set[str]] = {}
    for _, revision in own:
        sessions.setdefault(revision.by.step, set()).add(revision.by.session)
    twice = min((step for step, some in sessions.items() if step and len(some) > 1), default=None)

    def order(pair: tuple[str, Revision]) -> tuple[int, str, str]:
        step = pair[1].by.step
        return step if twice is None else min(step, twice), pair[1].at, pair[1].id

    return sorted(own, key=order)


def built_upon(entry: RevisedEntry[Any], others: Callable[[Authorship], bool]) -> Iterator[UndoStep]:
    """Yield the revisions from which `others` have made further ones that are still in force."""
    theirs = [revision for revision in entry.revisions if others(revision.by) and revision.undoes is None]
    if theirs:
        undone = undone_revisions(entry.revisions)
        named = (each for revision in theirs if revision.id not in undone for each in references(revision))
        yield from (UndoStep(entry.id, each) for each in reachable(entry.by_id, named))
