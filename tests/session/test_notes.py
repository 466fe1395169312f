"""A long sitting in two windows on one text: all that each change, undo and redo says, and what the notes are then."""

import random
from dataclasses import replace

from reader.annotations.notes import Note
from reader.errors import ReaderError
from reader.session.note_editing import describe_difference, edit_note, find_notes, rename_tag, set_deleted
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from tests.fixtures.golden import check_golden

STORY = """The Harbour Vote

The council of Leith voted on Friday after a long evening. The vote was close.

“We were not told until Friday,” Maria Ortiz said. “It was a disgrace,” she added. The vote was close.

John Smith of the Port Authority disagreed. “The budget was clear to everybody,” said Smith.
"""

LATER = STORY.replace("after a long evening", "after a very long evening").replace(
    "“It was a disgrace,” she added. ", ""
)

PASSAGES = (
    "the council of leith",
    "after a long evening",
    "“It was a disgrace,”",
    "Smith of the Port",
    "nobody",
    "The vote was close",
)

WORDS = ("Who?", "Ask #later.", "Two lines\nof #a/b", "", "Done #done  \n", "\x1b[31mred")

TAGS = ((), ("later",), ("a", "b"), ("no tag!",))


class Sitting:
    """Two windows, and a line for each thing that is done in them."""

    def __init__(self, paths: UserPaths, seed: int) -> None:
        self.chance = random.Random(seed)
        self.text = STORY
        self.windows = [Session(read_plain(STORY, "/vote.txt"), paths) for _ in range(2)]
        for window in self.windows:
            window.record_opening()
            window.load_notes()
        self.ids: list[str] = []
        self.lines: list[str] = []

    def step(self) -> None:
        number = self.chance.randrange(2)
        window, act = self.windows[number], self.chance.choice(ACTS)
        if self.chance.random() < 0.6:
            window.load_notes()
        try:
            said = act(self, window)
        except ReaderError as error:
            said = f"! {error}"
        for note in window.notes:
            if note.id not in self.ids:
                self.ids.append(note.id)
        for at, note_id in enumerate(self.ids):
            said = said.replace(note_id, f"N{at}")
        self.lines.append(f"window {number} {act.__name__}: {said}")
        self.lines += [f"    {self.told(note)}" for note in window.notes]

    def told(self, note: Note) -> str:
        place = note.placement.state if note.placement else "whole"
        words = note.span.of(self.text) if note.span else note.anchor.exact if note.anchor else ""
        other = f" conflict {[head.text for head in note.conflict]}" if note.conflict else ""
        colour = f" {note.color}" if note.color else ""
        return f"N{self.ids.index(note.id)} {place} {words!r} {note.text!r} {' '.join(note.tags)}{colour}{other}"

    def pick(self, window: Session) -> Note:
        """Return one of the notes, also a deleted one."""
        notes = [*window.notes, *window.library.notes(window.article_id, deleted=True)]
        if not notes:
            return window.article_notes.annotate(None, "First.")
        return self.chance.choice(sorted(notes, key=lambda note: self.ids.index(note.id)))

    # ------------------------------------------------------------------ acts

    def annotate(self, window: Session) -> str:
        words = self.chance.choice(PASSAGES)
        span = window.article_notes.find_passage(words) if self.chance.random() < 0.8 else None
        return describe(window.article_notes.annotate(span, self.chance.choice(WORDS), self.chance.choice(TAGS)))

    def draft(self, window: Session) -> str:
        """Edit a note; in half of the cases the other window changes it meanwhile."""
        note = self.pick(window)
        draft = window.article_notes.draft_of(note)
        if self.chance.random() < 0.5:
            edit_note(window.library, note.id, f"{note.text}\nBelow.".lstrip(), tag=["meanwhile"])
        text = f"Above.\n{note.text}" if self.chance.random() < 0.5 else self.chance.choice(WORDS)
        saved = window.article_notes.save_draft(replace(draft, text=text, tags=self.chance.choice(TAGS)))
        return f"{saved.remark}, {describe(saved.note)}"

    def edit(self, window: Session) -> str:
        text = self.chance.choice((None, *WORDS))
        tag, untag = self.chance.choice(TAGS), self.chance.choice(TAGS)
        return describe(edit_note(window.library, self.pick(window).id, text, tag, untag))

    def relink(self, window: Session) -> str:
        span = window.article_notes.find_passage(self.chance.choice(PASSAGES), after=self.chance.choice(("", "said")))
        return describe(window.article_notes.relink(self.pick(window).id, span))

    def recolour(self, window: Session) -> str:
        return describe(window.article_notes.recolour(self.pick(window).id, self.chance.choice(("", "green", "pink"))))

    def delete(self, window: Session) -> str:
        return describe(window.article_notes.delete(self.pick(window).id))

    def restore(self, window: Session) -> str:
        note = self.pick(window)
        set_deleted(window.library, [note.id, *self.chance.choice(([], ["none"]))], self.chance.random() < 0.2)
        return describe_difference(note, window.library.note(note.id) or note)

    def settle(self, window: Session) -> str:
        note = self.pick(window)
        return describe(window.article_notes.settle(note.id, note.heads[-1].id))

    def rename(self, window: Session) -> str:
        return (
            f"{rename_tag(window.library, self.chance.choice(('later', 'a', 'x')), self.chance.choice(('c', 'a/d')))}"
        )

    def find(self, window: Session) -> str:
        search, tag = self.chance.choice(("vote", "who friday", "")), self.chance.choice((None, "a", "later"))
        found = find_notes(window.notes, search, tag, self.chance.choice((None, "exact", "orphaned")))
        return " ".join(note.id for note in found)

    def undo(self, window: Session) -> str:
        return str(window.article_notes.undo())

    def redo(self, window: Session) -> str:
        return str(window.article_notes.redo())


def describe(note: Note) -> str:
    return f"{note.id} has {len(note.revisions)} texts{', deleted' if note.deleted else ''}"


ACTS = (
    *[Sitting.annotate] * 4,
    *[Sitting.draft] * 3,
    *[Sitting.undo] * 4,
    *[Sitting.redo] * 2,
    *(Sitting.edit, Sitting.relink, Sitting.recolour, Sitting.delete, Sitting.restore, Sitting.settle),
    *(Sitting.rename, Sitting.find),
)


def test_all_that_is_said_in_a_long_sitting_is_as_it_was_read(paths: UserPaths) -> None:
    sitting = Sitting(paths, seed=5)
    for _ in range(90):
        sitting.step()
    later = Session(read_plain(LATER, "/vote.txt"), paths)
    later.record_opening()
    later.load_notes()
    sitting.text = LATER
    sitting.lines += ["the text has changed:", *(f"    {sitting.told(note)}" for note in later.notes)]
    check_golden("sitting.txt", "\n".join(sitting.lines) + "\n")
