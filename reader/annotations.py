"""What you write about an article: notes, their revisions and tags.

A note *is* its revisions: editing, deleting, restoring, undo and redo each add one and none is ever changed, so
history, undo across sessions and merging two libraries are one idea. What a note says now is its newest *head*, a
revision from which no other was made. Two heads that differ are a conflict: both were made from one revision, on two
machines or in two windows, and stay until the user chooses.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from reader.anchoring import Anchor, Placement
from reader.article import base32_id

Tags = tuple[str, ...]


def new_id() -> str:
    """Ten random characters a-z2-7: the name of a note or a revision, the same on every machine."""
    return base32_id(secrets.token_bytes(10))


def moment_of(time: datetime) -> str:
    """`time` (UTC) in ISO 8601 with microseconds, so that the order of strings is the order of time."""
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> str:
    return moment_of(datetime.now(UTC))


def after(moment: str) -> str:
    """The time now, or just after `moment` where the clock has gone back: a child is never older than its parent."""
    current = now()
    if current > moment:
        return current
    return moment_of(datetime.fromisoformat(moment) + timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Revision:
    """What a note said from one moment on."""

    id: str
    parent: str | None
    """The revision this one was made from; None for the first."""
    at: str
    text: str
    tags: Tags
    anchor: Anchor | None
    """None: the note is on the article as a whole."""
    deleted: bool = False
    undoes: str | None = None
    """The revision that this one takes back: an undo, or the redo of one."""
    merges: tuple[str, ...] = ()
    """The heads beside `parent` that this one was chosen over: it ends a conflict, unless it is itself taken back."""

    @property
    def values(self) -> tuple[str, Tags, Anchor | None, bool]:
        return self.text, self.tags, self.anchor, self.deleted


@dataclass(frozen=True)
class Note:
    """What you wrote on a passage, or on the article as a whole; without text it is a highlight."""

    id: str
    article: str
    made_on: str
    """The sha256 of the text it was made on."""
    revisions: tuple[Revision, ...]
    """At least one; in order of time."""
    placement: Placement | None = None
    """Where its words were when the article was last opened; None for a note on the article as a whole."""

    @cached_property
    def heads(self) -> tuple[Revision, ...]:
        """The revisions that nothing was made of, the one that counts first; at least one."""
        return heads(self.revisions)

    @property
    def head(self) -> Revision:
        return self.heads[0]

    @property
    def conflict(self) -> tuple[Revision, ...]:
        """The heads that say different things, the one that counts first; empty where there is nothing to choose."""
        distinct = {head.values: head for head in reversed(self.heads)}
        return tuple(head for head in self.heads if distinct[head.values] is head) if len(distinct) > 1 else ()

    @property
    def text(self) -> str:
        return self.head.text

    @property
    def tags(self) -> Tags:
        return self.head.tags

    @property
    def anchor(self) -> Anchor | None:
        return self.head.anchor

    @property
    def deleted(self) -> bool:
        return self.head.deleted

    @property
    def created(self) -> str:
        return min(revision.at for revision in self.revisions)

    @property
    def updated(self) -> str:
        return self.head.at

    def revised(self, **values: object) -> "Note":
        """The note with one more revision that changes `values` (text, tags, anchor, deleted) of the one that counts.

        A conflict remains one; heads that say the same go on as one.
        """
        head = self.head
        newest = max(revision.at for revision in self.revisions)
        same = tuple(other.id for other in self.heads[1:] if other.values == head.values)
        fresh = replace(head, id=new_id(), parent=head.id, at=after(newest), undoes=None, merges=same)
        return replace(self, revisions=(*self.revisions, replace(fresh, **values)))  # type: ignore[arg-type]

    def settled(self, **values: object) -> "Note":
        """As `revised`, but the new revision stands for all heads: whatever conflict there was is over."""
        return self.revised(merges=tuple(head.id for head in self.heads[1:]), **values)

    def without(self, revision_id: str) -> "Note":
        """The note with one more revision that takes `revision_id` back; taking back the first deletes the note.

        Raises KeyError if the note has no such revision.
        """
        known = {revision.id: revision for revision in self.revisions}
        taken = known[revision_id]
        if taken.parent is None:
            return self.revised(deleted=True, undoes=revision_id)
        text, tags, anchor, deleted = known[taken.parent].values
        return self.revised(text=text, tags=tags, anchor=anchor, deleted=deleted, undoes=revision_id)


def heads(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
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
class Step:
    """One change that can be taken back: a revision of a note."""

    note: str
    revision: str


@dataclass(frozen=True, slots=True)
class History:
    """What undo and redo would take back next, the last first to go."""

    undo: tuple[Step, ...]
    redo: tuple[Step, ...]


def history(notes: Iterable[Note]) -> History:
    """What can be undone and redone, read off the revisions alone, so that it outlives the session.

    An undo is a revision that `undoes` another; a redo is one that undoes an undo. Any other change ends what could
    be redone.
    """
    revisions = sorted((rev.at, rev.id, note.id, rev.undoes) for note in notes for rev in note.revisions)
    undo: list[Step] = []
    redo: list[Step] = []
    for _, revision, note, undoes in revisions:
        step = Step(note, revision)
        if undoes is None:
            undo.append(step)
            redo.clear()
        elif undo and undo[-1] == Step(note, undoes):
            undo.pop()
            redo.append(step)
        elif redo and redo[-1] == Step(note, undoes):
            redo.pop()
            undo.append(step)
    return History(tuple(undo), tuple(redo))


def new_note(article: str, made_on: str, anchor: Anchor | None, text: str, tags: Tags) -> Note:
    """A note with its first revision."""
    first = Revision(new_id(), None, now(), text, tags, anchor)
    return Note(new_id(), article, made_on, (first,))


TAG = re.compile(r"(?<!\S)#([\w/-]+)")
"""A tag stands at the start of a word; the letters, digits and `_ - /` that follow are its name."""

NOT_TAGS = re.compile(
    r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)"  # a fenced block, to its end or the end of the note
    r"|(?P<ticks>(?<!`)`++).+?(?<!`)(?P=ticks)(?!`)"  # `code`
    r"|\[[^][\n]*\]\([^()\n]*\)"  # [a link](to somewhere); without brackets within, a run of them is read in no time
    r"|^(?: {4}|\t).*$",  # indented code
    re.MULTILINE | re.DOTALL,
)


def tag_name(word: str) -> str | None:
    """`word` as the name of a tag, without its `#`; None if it cannot be one (no letter, a space, other signs)."""
    name = word.strip().removeprefix("#").strip("/")
    return name if re.fullmatch(r"[\w/-]+", name) and re.search(r"[^\d]", name) else None


def inline_tags(text: str) -> Tags:
    """The tags written in a note's text as `#tag`, in order, each once; code and links are passed over."""
    return all_tags(name for found in _tags_of(text) if (name := tag_name(found[1])))


def map_inline_tags(text: str, renamed: Callable[[str], str]) -> str:
    """`text` with each `#tag` in it called as `renamed` says."""
    for found in reversed(list(_tags_of(text))):
        if name := tag_name(found[1]):
            at = text.index(name, found.start(1))  # a slash before it is no part of the name
            text = text[:at] + renamed(name) + text[at + len(name) :]
    return text


def _tags_of(text: str) -> Iterator[re.Match[str]]:
    return TAG.finditer(NOT_TAGS.sub(lambda found: " " * len(found[0]), text))


def all_tags(*groups: Iterable[str]) -> Tags:
    """Every tag of `groups` once, in order."""
    return tuple(dict.fromkeys(tag for group in groups for tag in group))
