"""The model: what a device was told is saved, what its library holds, and what another hand has taken away.

A library is read here by its documented format alone. Every act writes a word of its own, so that a word tells who
wrote it and where it may be. Pitfall: of two acts that ended without an answer nothing is known but that each has
happened as a whole or not at all.
"""

import functools
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD = re.compile(r"\bw\d{3}[a-z]{3}\b")


def word(number: int) -> str:
    """Return a word that no flipped bit turns into another; all have one length."""
    rest, letters = number * 7919 + 4711, ""
    for _ in range(3):
        rest, letter = divmod(rest, 26)
        letters += chr(ord("a") + letter)
    return f"w{number:03}{letters}"


LONGEST = 200
"""Characters of a note's text among which its words are; more is filling."""


@dataclass(frozen=True)
class Note:
    """What a note says."""

    text: str = ""
    tags: tuple[str, ...] = ()
    quote: str = ""
    deleted: bool = True
    """A note that is not there counts as deleted."""
    in_conflict: bool = False

    @property
    def words(self) -> set[str]:
        return {*WORD.findall(self.text[:LONGEST]), *WORD.findall(" ".join(self.tags))}


ABSENT = Note()


@dataclass(frozen=True)
class View:
    """What a library holds."""

    notes: dict[str, Note] = field(default_factory=dict)
    values: tuple[tuple[str, Note], ...] = ()
    """Each revision that can be read, with the id of its note."""
    revisions: frozenset[tuple[str, str]] = frozenset()
    """The ids of notes and of their revisions."""
    words: frozenset[str] = frozenset()

    def note(self, note_id: str) -> Note:
        found = self.notes.get(note_id, ABSENT)
        return ABSENT if found.deleted else found

    def with_word(self, word: str) -> str:
        """Return the id of the note that has a word now, or had it; "" if none has."""
        now = [note_id for note_id, note in self.notes.items() if word in note.words]
        return next(iter([*now, *(note_id for note_id, note in self.values if word in note.words)]), "")

    @property
    def living(self) -> list[str]:
        """The ids of the notes that are not deleted, in the order of their first words."""
        return sorted(
            (each for each, note in self.notes.items() if not note.deleted), key=lambda each: first(self, each)
        )


def first(view: View, note_id: str) -> str:
    return min((word for each, note in view.values if each == note_id for word in note.words), default=note_id)


KNOWN = {"meta", "articles", "notes", "corrections"}
"""The tables of this version; another one may have more, whose words are kept too."""


def read_view(library: Path) -> View:
    """Read a library and its journal. Raises ValueError if they are not as the documents say."""
    if not library.exists():
        return View()
    journal = library.with_name(f"{library.name}.journal")
    return view_of(library.read_bytes(), journal.read_bytes() if journal.exists() else b"")


@functools.lru_cache(maxsize=8)
def view_of(content: bytes, journal: bytes) -> View:
    """Return what a library with this content holds: it is asked for many times between two changes."""
    tables = json.loads(content)
    base = next((each.get("digest") for each in tables.get("meta", {}).values()), None)
    documents = {document["id"]: document for document in tables.get("notes", {}).values()}
    overwritten = []
    others = [tables[name] for name in tables.keys() - KNOWN]
    for line in journal_lines(journal, base):
        others += [line[name] for name in line.keys() - KNOWN]
        for document in line.get("notes", {}).values():
            overwritten.append(documents.get(document["id"]))
            documents[document["id"]] = document
    values = [(each["id"], note) for each in documents.values() for note in revisions_of(each)]
    older = [(each["id"], note_of(each)) for each in overwritten if each is not None]
    return View(
        {note_id: note_of(document) for note_id, document in documents.items()},
        tuple(values),
        frozenset(
            (each["id"], one["id"]) for each in documents.values() for one in [each["revision"], *each["history"]]
        ),
        frozenset([*WORD.findall(json.dumps(others)), *(word for _, note in [*values, *older] for word in note.words)]),
    )


def journal_lines(journal: bytes, base: str | None) -> Iterator[dict[str, Any]]:
    """Yield the lines of a journal that continues the file with the digest `base`. Raises ValueError."""
    whole = [line for line in journal.split(b"\n")[:-1] if line]
    for number, line in enumerate(whole):
        checksum, _, data = line.partition(b" ")
        if hashlib.blake2b(data, digest_size=8).hexdigest().encode() != checksum:
            raise ValueError(f"line {number + 1} of the journal does not match its checksum")
        content = json.loads(data)
        if number == 0 and base is not None and content.get("base") != base:
            return
        if number:
            yield content


def words_in(path: Path) -> frozenset[str]:
    """Return the words in the notes of a library or of a journal alone, and in older revisions. Raises ValueError."""
    if not path.name.endswith("journal"):
        return read_view(path).words
    documents = [each for line in journal_lines(path.read_bytes(), None) for each in line.get("notes", {}).values()]
    return frozenset(word for document in documents for note in revisions_of(document) for word in note.words)


def note_of(document: dict[str, Any]) -> Note:
    """Return what a note says now."""
    revisions = [document["revision"], *document["history"]]
    built_on = {parent for each in revisions for parent in (each["parent"], *each.get("merges", ()))}
    heads = {each["id"] for each in revisions} - built_on  # what another program edits has the id of what was there
    anchor = document["anchor"] or {}
    return Note(
        document["text"],
        tuple(document["tags"]),
        anchor.get("exact", ""),
        document["deleted"],
        len(heads) > 1,
    )


def revisions_of(document: dict[str, Any]) -> Iterator[Note]:
    """Yield what a note says and said."""
    yield note_of(document)
    for each in document["history"]:
        yield Note(each["text"], tuple(each["tags"]), (each["anchor"] or {}).get("exact", ""), each["deleted"])


@dataclass(eq=False)
class Act:
    """A change of notes that a device has made."""

    changes: dict[str, tuple[Note, Note]]
    """What each note said before and after."""
    window: object = None
    """The window it was made in; None on the command line."""
    undone: bool = False

    @property
    def undoing(self) -> dict[str, tuple[Note, Note]]:
        """What undoing it changes."""
        return {note_id: (after, before) for note_id, (before, after) in self.changes.items()}


@dataclass
class Ledger:
    """What is known of one device's library."""

    acts: list[Act] = field(default_factory=list)
    """In the order in which they were saved."""
    redoable: list[Act] = field(default_factory=list)
    """What was undone last, and nothing done since."""
    certain: bool = True
    """False once the order of acts is not known, or what an undo was about."""
    held: set[str] = field(default_factory=set)
    """The words that the library has had, and that nobody has taken away."""
    expected: set[str] = field(default_factory=set)
    """The words that were said to be saved in this step."""
    saved: set[str] = field(default_factory=set)
    """The words that this device has saved, by acts and merges: it can know when they are missing."""
    owed: set[str] = field(default_factory=set)
    """The words that another hand has taken away, and nothing was said."""
    told: set[str] = field(default_factory=set)
    """The words that another hand has taken away, and it was said."""
    unaccepted: set[str] = field(default_factory=set)
    """Those of them that the user has neither brought back nor accepted by a repair."""
    drafts: dict[str, object] = field(default_factory=dict)
    """The words of drafts that were said to be kept, or must be, and their windows."""
    disturbed: bool = False
    """True since another hand was there, until `check --repair` found the library sound."""
    damaged: bool = False
    """True since a bit was flipped, until a repair."""
    unseen: set[str] = field(default_factory=set)
    """The words of another program that no command or window has seen yet; it may take them back."""
    copies: dict[Path, frozenset[str]] = field(default_factory=dict)
    """The conflict copies beside the library, and their words."""

    def next_undo(self, view: View, window: object) -> Act | None:
        """Return the act that `U` takes back in a window: its own last one, then the device's last one."""
        intact = [act for act in self.acts if all(view.note(each) == after for each, (_, after) in act.changes.items())]
        return next(reversed([act for act in intact if act.window is window] or intact), None)

    def is_last(self, act: Act | None) -> bool:
        """True if the act is the last one that has not been undone, of its window or of all."""
        waiting = [each for each in self.acts if not each.undone]
        return act is not None and act in [*waiting[-1:], *[each for each in waiting if each.window is act.window][-1:]]
