"""No typed word is lost and no note gets other words, whatever happens in two windows and on a command line.

A state machine opens, types, saves, reloads, edits and deletes, changes the file of the article, fills the disk and
kills. After each step, every word that was reported as kept or saved is in a note or a draft, and every note is on the
words that its author saw, or is openly changed or orphaned.
"""

import asyncio
import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reader.annotations.notes import Note
from reader.document.segments import sentence_at, trimmed
from reader.errors import ReaderError
from reader.session.drafts import Draft
from reader.session.note_editing import edit_note, set_deleted
from reader.session.session import Session
from reader.sources import open_source
from reader.system.paths import UserPaths
from reader.text.normalize import fold
from reader.tui.controllers.reading_state import DraftKeeper
from tests.page_object import kept_drafts

pytestmark = pytest.mark.timeout(600)

STEPS = int(os.environ.get("READER_TEST_STEPS", "0"))
"""Steps of a long run; a short one is the default."""

LENGTH = 40
"""Steps of one example."""

SENTENCES = tuple(
    f"The {who} of {where} spoke of {what} on that day."
    for who, where, what in zip(
        ("mayor", "teacher", "captain", "farmer", "judge", "singer", "baker", "doctor"),
        ("Leith", "Hull", "Dover", "Bath", "York", "Wells", "Derby", "Perth"),
        ("ships", "taxes", "schools", "apples", "bridges", "storms", "winter", "bread"),
        strict=True,
    )
)

CHANGES = ("insert", "cut", "reword", "swap", "nothing")

WINDOWS = st.integers(0, 1)
PICK = st.integers(0, 1000)


class Killed(BaseException):
    """The process is killed."""


class Faults:
    """Fails at one of the next syncs or renames, if wanted. Syncs are only counted, since no power is cut here."""

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.countdown = 0
        self._replace = os.replace

    def plan(self, error: BaseException, countdown: int) -> None:
        self.error, self.countdown = error, countdown

    def _count(self) -> None:
        if self.error is not None:
            self.countdown -= 1
            if self.countdown < 0:
                error, self.error = self.error, None
                raise error

    def fsync(self, _: int) -> None:
        self._count()

    def replace(self, source: Path, target: Path) -> None:
        self._count()
        self._replace(source, target)

    @contextmanager
    def installed(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", self.fsync)
            patch.setattr(os, "replace", self.replace)
            yield


@dataclass
class Box:
    """An open note box: its draft, and the words that its author saw."""

    draft: Draft
    seen: str | None
    fresh: set[str] = field(default_factory=set)
    """Words that nothing was reported of yet."""


class Window:
    """A window: a session, its drafts and perhaps a note box."""

    def __init__(self, path: Path, paths: UserPaths) -> None:
        self.session = Session(open_source(str(path)), paths)
        self.drafts = DraftKeeper(lambda: self.session)
        self.session.record_opening()
        asyncio.run(self.drafts.load())
        self.box: Box | None = None

    def reload(self) -> None:
        fresh = self.session.fetch()
        if fresh.article.text == self.session.article.text:
            return
        fresh.record_opening()
        placed = asyncio.run(self.drafts.placed(fresh))
        self.session = fresh
        self.drafts.text_changed(placed)
        if self.box is not None:
            (self.box.draft,) = fresh.article_notes.place_drafts([self.box.draft])


class NoWordLost(RuleBasedStateMachine):
    """Two windows and a command line over one library."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        self.paths = UserPaths(root / "library.json", root / "state", root / "cache")
        self.path = root / "article.txt"
        self.paragraphs = [list(SENTENCES[:3]), list(SENTENCES[3:6])]
        self._write()
        self.windows: list[Window | None] = [None, None]
        self.promised: set[str] = set()
        """Words that were reported as kept or saved."""
        self.seen: dict[str, str | None] = {}
        """The passage that the author of a word saw, for the first word of each note."""
        self.words = 0
        self.faults = Faults()
        self._installed = self.faults.installed()
        self._installed.__enter__()

    def teardown(self) -> None:
        self._installed.__exit__(None, None, None)
        self._folder.cleanup()

    def _write(self) -> None:
        text = "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)
        self.path.write_text(f"A Day of Speeches\n\n{text}\n")

    def _new_word(self) -> str:
        self.words += 1
        return f"word{self.words}x"

    def _run(self, index: int, step: object) -> bool:
        """Run a step of a window; return whether it succeeded. A kill closes the window."""
        try:
            step()  # type: ignore[operator]
        except (ReaderError, OSError):
            return False
        except Killed:
            self.windows[index] = None
            return False
        return True

    # ------------------------------------------------------------------ the world

    @rule(pick=PICK, how=st.sampled_from(CHANGES))
    def change_the_file(self, pick: int, how: str) -> None:
        paragraph = self.paragraphs[pick % len(self.paragraphs)]
        at = pick % len(paragraph)
        absent = [sentence for sentence in SENTENCES if not any(sentence in each for each in self.paragraphs)]
        if how == "insert" and absent:
            self.paragraphs.insert(pick % 2, [absent[pick % len(absent)]])
        elif how == "cut" and len(paragraph) > 1:
            del paragraph[at]
        elif how == "reword":
            paragraph[at] = (
                paragraph[at].replace("on that day", "much later") if "that day" in paragraph[at] else paragraph[at]
            )
        elif how == "swap":
            self.paragraphs.reverse()
        self._write()

    @rule(countdown=st.integers(0, 20), kill=st.booleans())
    def fault(self, countdown: int, kill: bool) -> None:
        """Have one of the next writes fail, or the process die there."""
        self.faults.plan(Killed() if kill else OSError(errno.ENOSPC, "No space left on device"), countdown)

    @rule(index=WINDOWS)
    def kill(self, index: int) -> None:
        self.windows[index] = None

    # ------------------------------------------------------------------ windows

    @rule(index=WINDOWS)
    def open_window(self, index: int) -> None:
        if self.windows[index] is None:
            self._run(index, lambda: self.windows.__setitem__(index, Window(self.path, self.paths)))

    def _open(self, index: int) -> Window | None:
        if self.windows[index] is None:
            self.open_window(index)
        return self.windows[index]

    @rule(index=WINDOWS, pick=PICK)
    def begin_note(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is None:
            return
        if window.box is not None:
            self.type(index)
            return
        article = window.session.article
        span = trimmed(article.text, sentence_at(article, pick % len(article.text)))
        draft = window.drafts.matching(window.session.article_notes.draft_on(span))
        window.box = Box(draft, draft.anchor.exact if draft.anchor else None)
        self.type(index)

    @rule(index=WINDOWS, pick=PICK)
    def begin_edit(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is None:
            return
        if window.box is not None or not window.session.notes:
            self.begin_note(index, pick)
            return
        note = window.session.notes[pick % len(window.session.notes)]
        draft = window.session.article_notes.draft_of(note)
        if note.conflict:
            texts = dict.fromkeys(head.text for head in note.conflict)
            draft = replace(draft, text=" ".join(texts), base=tuple(head.id for head in note.heads))
        draft = window.drafts.matching(draft)
        window.box = Box(draft, None)
        self.type(index)

    @rule(index=WINDOWS, pick=PICK)
    def continue_draft(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is not None and window.box is None and window.drafts.all:
            draft = window.drafts.all[pick % len(window.drafts.all)]
            window.box = Box(draft, draft.anchor.exact if draft.anchor else None)
            self.type(index)

    @rule(index=WINDOWS)
    def type(self, index: int) -> None:
        window = self.windows[index]
        if window is None or window.box is None:
            return
        word = self._new_word()
        box = window.box
        if box.draft.note is None and not box.draft.text:
            self.seen[word] = box.seen
        box.draft = replace(box.draft, text=f"{box.draft.text} {word}".strip())
        box.fresh.add(word)

    @rule(index=WINDOWS, closing=st.booleans())
    def pause(self, index: int, closing: bool) -> None:
        """The time after which a draft is kept has passed, or Esc is pressed."""
        window = self._open(index)
        if window is None or (box := window.box) is None or not box.fresh:
            return
        kept: list[str | None] = []
        if self._run(index, lambda: kept.append(window.drafts.keep_now(box.draft))) and kept == [None]:
            self.promised |= box.fresh
            box.fresh.clear()
            if closing:
                window.box = None

    @rule(index=WINDOWS, pick=PICK)
    def save(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is None:
            return
        if window.box is None:
            self.begin_note(index, pick)
        if (box := window.box) is None:
            return
        notes = window.session.article_notes
        if self._run(index, lambda: notes.save_draft(box.draft, displaced=box.draft.displaced)):
            self.promised |= box.fresh
            window.box = None
            self._run(index, lambda: asyncio.run(window.drafts.drop(box.draft)))

    @rule(index=WINDOWS, pick=PICK, how=st.sampled_from(CHANGES), writing=st.booleans())
    def reload(self, index: int, pick: int, how: str, writing: bool) -> None:
        """Reload a window, with a note box open if `writing`, after a change of the file."""
        if writing:
            self.begin_note(index, pick)
        self.change_the_file(pick, how)
        window = self._open(index)
        if window is not None:
            self._run(index, window.reload)

    # ------------------------------------------------------------------ the command line

    @property
    def _notes(self) -> list[Note]:
        session = Session(open_source(str(self.path)), self.paths)
        session.load_notes()
        library = session.library
        return [*library.notes(), *library.notes(deleted=True)]

    @property
    def _edited(self) -> list[Note]:
        """The notes that are edited in a window, which are the ones worth changing elsewhere."""
        ids = {window.box.draft.note for window in self.windows if window is not None and window.box is not None}
        return [note for note in self._notes if note.id in ids and not note.conflict]

    @rule(index=WINDOWS, pick=PICK, writing=st.booleans())
    def edit_elsewhere(self, index: int, pick: int, writing: bool) -> None:
        if writing:
            self.begin_edit(index, pick)
        notes = self._edited or [note for note in self._notes if not note.conflict]
        if notes:
            note, word = notes[pick % len(notes)], self._new_word()
            library = Session(open_source(str(self.path)), self.paths).library
            try:
                edit_note(library, note.id, f"{word} {note.text}")
            except (ReaderError, OSError, Killed):
                return
            self.promised.add(word)

    @rule(pick=PICK)
    def delete_elsewhere(self, pick: int) -> None:
        notes = self._edited or [note for note in self._notes if not note.deleted]
        if notes:
            library = Session(open_source(str(self.path)), self.paths).library
            try:
                set_deleted(library, [notes[pick % len(notes)].id], True)
            except (ReaderError, OSError, Killed):
                return

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def every_kept_word_is_there(self) -> None:
        session = Session(open_source(str(self.path)), self.paths)
        session.load_notes()
        texts = [head.text for note in self._notes for head in (note.conflict or note.heads)]
        texts += [draft.text for draft in kept_drafts(session)]
        there = {word for text in texts for word in text.split()}
        assert self.promised <= there, self.promised - there

    @invariant()
    def every_note_is_on_its_words(self) -> None:
        session = Session(open_source(str(self.path)), self.paths)
        session.load_notes()
        for note in session.notes:
            if note.anchor is None:
                continue
            for word in note.revisions[0].text.split():
                if (seen := self.seen.get(word)) is not None:
                    assert fold(note.anchor.exact).text == fold(seen).text
            if note.placement is not None and note.placement.state == "exact":
                assert note.span is not None
                assert fold(note.span.of(session.article.text)).text == fold(note.anchor.exact).text


NoWordLost.TestCase.settings = settings(
    max_examples=max(STEPS // LENGTH, 15),
    stateful_step_count=LENGTH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

TestNoWordLost = NoWordLost.TestCase
