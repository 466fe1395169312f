"""No typed word is lost and no note gets other words, whatever happens in two windows and on command lines.

A state machine opens, types, saves, reloads, edits, moves and deletes, undoes, changes the file of the article, merges
the libraries of two devices, fills the disk, kills, quits and cuts the power. After each step every word that was
reported as kept is in a note or a draft, every word that was reported as saved in a note, and every note is on words
that its author saw, or is openly changed or orphaned.
"""

import asyncio
import io
import json
import os
import secrets
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader import cli
from reader.annotations import notes, revisions
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.errors import ReaderError
from reader.library import commit, library
from reader.library.journal import encode_line, journal_path
from reader.library.library import Library, MergeSummary
from reader.session.drafts import Draft, DraftOwner, DraftStore
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.text.normalize import fold
from tests.stories.fragile_disk import BROKEN, FULL, Fault, FragileDisk, Killed
from tests.stories.windows import OpenBox, Window

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow]

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

OPERATIONS = (
    frozenset({"fsync"}),
    frozenset({"replace"}),
    frozenset({"fsync", "replace"}),
    frozenset({"open", "unlink", "link", "ftruncate"}),
)
PLACED = ("", "library.json", "library.json.bak", "journal", "drafts/", "texts/")

WINDOWS = st.integers(0, 1)
PICK = st.integers(0, 1000)
DEVICES = st.sampled_from(("here", "there"))

Contents = dict[Path, bytes]

T = TypeVar("T")


class Device:
    """A device with a library of its own; the windows are those of the device "here"."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = UserPaths(root / "library.json", root / "state" / "reader", root / "cache" / "reader")
        self.environment = {
            "READER_LIBRARY": str(self.paths.library),
            **{f"XDG_{kind.upper()}_HOME": str(root / kind) for kind in ("state", "cache", "config", "data")},
        }
        self.saved: set[str] = set()
        """Words that were reported as saved in a note."""
        self._read: tuple[Contents, list[Note]] = {}, []

    def files(self) -> Contents:
        """The files of the library, and what is in them."""
        return {path: path.read_bytes() for path in self.root.rglob("library.json*") if path.is_file()}

    def notes(self) -> list[Note]:
        """All notes, also deleted ones, as the next start would find them; read once for the same files."""
        if (files := self.files()) != self._read[0]:
            library = Library(self.paths.library)
            self._read = files, [*library.notes(), *library.notes(deleted=True)]
        return self._read[1]

    def drafts(self) -> list[Draft]:
        """The drafts of all articles, as the next start would find them.

        The file may be two articles: two devices may have read texts of it that have too little in common.
        """
        records = Library(self.paths.library).articles()
        ids = {article for record in records for article in (record.id, *record.also)}
        texts = {text for record in records for text in record.texts}
        sources = {source for record in records for source in record.sources}
        return DraftStore(self.paths.state).load(DraftOwner(ids, texts, sources))


def contents(path: Path) -> list[bytes]:
    """Return the bytes of a library and its journal."""
    return [each.read_bytes() for each in (path, journal_path(path)) if each.exists()]


def words_of(notes: Iterable[Note]) -> set[str]:
    """Return the words and tags of notes, those of all texts of a conflict."""
    heads = [head for note in notes for head in (note.conflict or note.heads)]
    return {word for head in heads for word in (*head.text.split(), *head.tags)}


def words_ever(notes: Iterable[Note]) -> set[str]:
    """Return the words and tags that notes have or had."""
    return {word for note in notes for each in note.revisions for word in (*each.text.split(), *each.tags)}


def same_words(one: str, other: str) -> bool:
    return fold(one).text == fold(other).text


@dataclass
class Clock:
    """The clock of the devices, which may be set back."""

    start: datetime = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def same_ids_and_times() -> Iterator[Clock]:
    """Have each run of the same steps make the same ids at the same times."""
    numbers, shown = count(), Clock()

    def clock() -> str:
        return revisions.moment_of(shown.start + timedelta(milliseconds=next(numbers)))

    def token(length: int) -> bytes:
        return sha256(str(next(numbers)).encode()).digest()[:length]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", token)
        for module in (revisions, notes, library):
            patch.setattr(module, "now", clock)
        yield shown


class NoWordLost(RuleBasedStateMachine):
    """Two windows, a command line, and another device whose library is merged."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        root = Path(os.path.realpath(self._folder.name))
        self.devices = {name: Device(root / name) for name in ("here", "there")}
        self.here = self.devices["here"]
        self._placed: dict[str, tuple[Contents, Article]] = {}
        """By device, the files and the article with which its notes were last seen to be on their words."""
        self.path = root / "article.txt"
        self.paragraphs = [list(SENTENCES[:3]), list(SENTENCES[3:6])]
        self._write()
        self.windows: list[Window | None] = [None, None]
        self.kept: set[str] = set()
        """Words that were reported as kept or saved on the device with the windows."""
        self.withdrawn: set[str] = set()
        """Words that the user has taken out of a note: they are in its history, at least."""
        self.writer: dict[str, str] = {}
        """The device on which a word was written."""
        self.seen: defaultdict[str, set[str]] = defaultdict(set)
        """The passages for which the author of a word wrote or moved its note, by the first words of notes."""
        self.count = 0
        self.disk = FragileDisk(root)
        self._patches = ExitStack()
        self._patches.enter_context(self.disk.installed())
        self.clock = self._patches.enter_context(same_ids_and_times())

    @initialize()
    def begin_with_an_old_draft(self) -> None:
        """Have a draft that version 0.1.0 kept, on an article that the library knows."""
        word, article = self._new_word("here"), self.article
        Session(article, self.here.paths).record_opening()
        at = article.text.index(SENTENCES[1])
        draft = {"text": word, "tags": [], "span": [at, at + len(SENTENCES[1])], "passage": SENTENCES[1]}
        state = self.here.paths.state / f"{article.text_id}.json"
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(f'{{"caret": 3, "drafts": [{draft}], "marks": []}}'.replace("'", '"'))
        self.disk.settle(state)
        self.kept.add(word)
        self.seen[word].add(SENTENCES[1])

    def teardown(self) -> None:
        self.disk.heal()
        try:
            for name in self.devices:
                self.merge(name)
                self.every_saved_word_is_in_a_note()
        finally:
            self._patches.close()
            self._folder.cleanup()

    def _write(self) -> None:
        text = "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)
        self.path.write_text(f"A Day of Speeches\n\n{text}\n")

    def _new_word(self, device: str) -> str:
        self.count += 1
        word = f"word{self.count}x"
        self.writer[word] = device
        return word

    @property
    def article(self) -> Article:
        return open_source(str(self.path))

    # ------------------------------------------------------------------ steps that may fail

    def _attempt(self, step: Callable[[], T]) -> T | None:
        """Return the result of a step; None if it fails or is killed. Nothing may catch a kill."""
        try:
            result = step()
        except (ReaderError, OSError):
            result = None
        except Killed:
            self.disk.revive()
            raise
        if self.disk.killed:
            self.disk.revive()
            raise AssertionError("something has caught the kill")
        return result

    def _run(self, index: int, step: Callable[[], Coroutine[object, object, T]]) -> T | None:
        """Return the result of a step of a window; None if it fails. A kill closes the window."""
        try:
            return self._attempt(lambda: asyncio.run(step()))
        except Killed:
            self.windows[index] = None
            return None

    def _command(self, device: str, *argv: str) -> bool:
        """Run a command; return whether it succeeded."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in self.devices[device].environment.items():
                patch.setenv(name, value)
            try:
                return self._attempt(lambda: cli.main(argv)) == 0
            except Killed:
                return False

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
            paragraph[at] = paragraph[at].replace("on that day", "much later")
        elif how == "swap":
            self.paragraphs.reverse()
        self._write()

    @rule(
        operations=st.sampled_from(OPERATIONS),
        place=st.sampled_from(PLACED),
        error=st.sampled_from((FULL, BROKEN, Killed())),
        countdown=st.integers(0, 8),
    )
    def fault(self, operations: frozenset[str], place: str, error: BaseException, countdown: int) -> None:
        """Have one of the next writes fail, or the process die there."""
        self.disk.plan(Fault(operations, place, error), countdown)

    @rule(index=WINDOWS, power=st.booleans(), names_survive=st.booleans())
    def kill(self, index: int, power: bool, names_survive: bool) -> None:
        """Kill a window, or cut the `power` of the device."""
        self.windows[index] = None
        if power and sys.platform != "darwin":  # where files are synced by fcntl
            self.windows = [None, None]
            self.disk.cut_power(names_survive=names_survive)

    # ------------------------------------------------------------------ windows

    def _open(self, index: int, *, entered: bool = True) -> Window | None:
        """Return a window, opened if it was not, with the library open if `entered`."""
        window = self.windows[index]
        if window is None:
            self.windows[index] = window = Window(self.path, self.here.paths)
        if entered and not window.entered:
            self._run(index, window.enter)
        return self.windows[index]

    def _open_with_note(self, index: int) -> Window | None:
        """Return a window without an open box, which is saved before, with a note unless that fails."""
        window = self._open(index)
        if window is not None and (window.open_box is not None or not window.notes):
            self.save(index, 0)
            window = self.windows[index]
        return window if window is not None and window.open_box is None else None

    @rule(index=WINDOWS)
    def open_window(self, index: int) -> None:
        self._open(index)

    @rule(index=WINDOWS, pick=PICK, entered=st.booleans())
    def begin_note(self, index: int, pick: int, entered: bool) -> None:
        """Begin a note, perhaps while the library is being opened."""
        window = self._open(index, entered=entered)
        if window is not None and window.open_box is None:
            window.write_on_sentence(pick)
        self.type(index, as_tag=False)

    @rule(index=WINDOWS, pick=PICK)
    def begin_edit(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is None:
            return
        if window.open_box is not None or not window.notes:
            self.begin_note(index, pick, True)
            return
        window.edit(window.notes[pick % len(window.notes)])
        self.type(index, as_tag=pick % 3 == 0)

    @rule(index=WINDOWS, pick=PICK, elsewhere=st.booleans(), keeping=st.booleans())
    def continue_draft(self, index: int, pick: int, elsewhere: bool, keeping: bool) -> None:
        """Continue a draft; if `elsewhere`, the same one in the other window, too, and save it in this one.

        It is kept before it is saved if `keeping`.
        """
        self.begin_note(index, pick, True)
        self.pause(index, closing=True)
        if elsewhere:
            self.quit(1 - index)
        for each in (1 - index, index) if elsewhere else (index,):
            if self._continue(each, pick):
                if each != index or not elsewhere or keeping:
                    self.pause(each, closing=False)
                if each == index and elsewhere:
                    self.save(each, pick)

    def _continue(self, index: int, pick: int) -> bool:
        """Open a draft, which must be the one that was asked for, and type; return whether there was one."""
        window = self._open(index)
        if window is None or window.open_box is not None or not window.drafts.all:
            return False
        draft = window.drafts.all[pick % len(window.drafts.all)]
        window.write(draft)
        opened: OpenBox | None = window.open_box
        assert opened is not None
        assert opened.box.draft.same_place(draft)
        assert opened.seen in (None, draft.anchor and draft.anchor.exact)
        self.type(index, as_tag=False)
        return True

    @rule(index=WINDOWS, pick=PICK)
    def continue_orphans(self, index: int, pick: int) -> None:
        """Keep drafts on two sentences that are cut afterwards, and continue one of them."""
        long = [paragraph for paragraph in self.paragraphs if len(paragraph) > 2]
        if not long or self._open_with_note(index) is None:
            return
        paragraph = long[pick % len(long)]
        for sentence in paragraph[:2]:
            window = self._open(index)
            if window is None or window.open_box is not None or sentence not in window.session.article.text:
                return
            window.write_on_words(sentence)
            self.type(index, as_tag=False)
            self.pause(index, closing=True)
        del paragraph[:2]
        self._write()
        if (window := self._open(index)) is not None:
            self._run(index, window.reload)
            self._continue(index, pick)
            self.pause(index, closing=True)

    @rule(index=WINDOWS, as_tag=st.booleans())
    def type(self, index: int, as_tag: bool) -> None:
        window = self.windows[index]
        if window is None or (opened := window.open_box) is None:
            return
        word = self._new_word("here")
        if opened.seen is not None:
            self.seen[word].add(opened.seen)
        opened.type(word, as_tag=as_tag)

    @rule(index=WINDOWS, closing=st.booleans(), failing=st.booleans())
    def pause(self, index: int, closing: bool, failing: bool = False) -> None:
        """The time after which a draft is kept has passed, or Esc is pressed; the disk is full if `failing`."""
        window = self.windows[index]
        if window is None or (opened := window.open_box) is None or not opened.fresh:
            return
        if failing:
            self.disk.plan(Fault(frozenset({"fsync", "replace"}), "drafts", FULL), index)
        if self._run(index, window.keep):
            self.kept |= opened.fresh
            opened.fresh.clear()
            if closing:
                window.open_box = None

    @rule(index=WINDOWS, pick=PICK)
    def save(self, index: int, pick: int) -> None:
        window = self._open(index)
        if window is None:
            return
        if window.open_box is None:
            self.begin_note(index, pick, True)
        opened = window.open_box
        if opened is None:
            return
        known = words_of(self.here.notes())
        if self._run(index, window.save):
            typed = {*opened.text.split(), *opened.tags}
            # an edit that says nothing new of a note leaves what others have made of it
            self.here.saved |= {word for word in typed if word in opened.fresh or word in self.kept or word in known}
            self.kept |= opened.fresh
            saved = opened.box.saved
            assert saved is not None
            self._is_back(saved.note.id)

    def _is_back(self, note_id: str, device: str = "here") -> None:
        """Assert that a note that was edited is not deleted."""
        (note,) = (note for note in self.devices[device].notes() if note.id == note_id)
        assert not note.deleted

    @rule(index=WINDOWS)
    def quit(self, index: int) -> None:
        """End a window as q or SIGTERM do, whatever it is doing."""
        window = self._open(index, entered=False)
        if window is None:
            return
        opened = window.open_box
        if self._run(index, lambda: in_loop(window.quit)) and opened is not None:
            self.kept |= opened.fresh
        self.windows[index] = None

    @rule(index=WINDOWS, pick=PICK, how=st.sampled_from(CHANGES), writing=st.booleans())
    def reload(self, index: int, pick: int, how: str, writing: bool) -> None:
        """Reload a window, with a note box open if `writing`, after a change of the file."""
        if writing:
            self.begin_note(index, pick, True)
        self.change_the_file(pick, how)
        window = self._open(index)
        if window is not None:
            self._run(index, window.reload)

    @rule(index=WINDOWS, pick=PICK)
    def delete(self, index: int, pick: int) -> None:
        window = self._open_with_note(index)
        if window is not None and window.notes:
            note = window.notes[pick % len(window.notes)]
            self._ends_conflict(note)
            self._run(index, lambda: window.delete(note))

    def _ends_conflict(self, note: Note, head: int = 0) -> None:
        """Remember that the user decides for one text of a conflict, if there is one; a deletion keeps the first."""
        for other in note.conflict:
            kept = note.conflict[head]
            self.withdrawn |= {*other.text.split(), *other.tags} - {*kept.text.split(), *kept.tags}

    @rule(index=WINDOWS, undoing=st.booleans())
    def take_back(self, index: int, undoing: bool) -> None:
        """Undo or redo; what goes was written on this device, or the user has taken it out in another branch."""
        if (window := self._open_with_note(index)) is None:
            return
        before = self.here.notes()
        self._run(index, lambda: window.take_back(undoing=undoing))
        after = self.here.notes()
        gone = words_of(before) - words_of(after)
        assert {self.writer[word] for word in gone - self.withdrawn} <= {"here"}
        unmade = [note for note in after if note.deleted and note.head.undoes == note.revisions[0].id]
        first_words = [word for note in unmade for word in note.revisions[0].text.split()[:1]]
        assert {self.writer[word] for word in first_words} <= {"here"}
        self.withdrawn |= gone

    @rule(index=WINDOWS, pick=PICK)
    def take_back_at_once(self, index: int, pick: int) -> None:
        """Set the clock back, delete a note and undo that: the note is there again, whatever was done before."""
        window = self._open_with_note(index)
        if window is None:
            return
        alive = {note.id for note in self.here.notes() if not note.deleted}
        if not (notes := [note for note in window.notes if not note.conflict and note.id in alive]):
            return
        self.clock.start -= timedelta(hours=1)
        note = notes[pick % len(notes)]
        if self._run(index, lambda: window.delete(note)) and self._run(index, lambda: window.take_back(undoing=True)):
            assert note.id not in {each.id for each in self.here.notes() if each.deleted}

    @rule(index=WINDOWS, pick=PICK)
    def settle(self, index: int, pick: int) -> None:
        """Keep one text of a conflict."""
        window = self._open(index)
        if window is None or window.open_box is not None:
            return
        if notes := [note for note in window.notes if note.conflict]:
            note = notes[pick % len(notes)]
            chosen = pick % len(note.conflict)
            self._ends_conflict(note, chosen)
            self._run(index, lambda: window.settle(note, note.conflict[chosen].id))

    @rule(index=WINDOWS, pick=PICK)
    def choose_words(self, index: int, pick: int) -> None:
        """Choose other words for a note."""
        window = self._open_with_note(index)
        if window is not None and (notes := [note for note in window.notes if note.anchor is not None]):
            window.choose_words(notes[pick % len(notes)], pick)

    @rule(index=WINDOWS, pick=PICK)
    def relink(self, index: int, pick: int) -> None:
        """Move a note to the words that were chosen for it."""
        if (window := self._open_with_note(index)) is None:
            return
        if window.chosen is None:
            self.choose_words(index, pick)
        if (chosen := window.chosen) is not None:
            self._moves(window.session.article_notes.note(chosen.note), chosen.words)
            self._run(index, lambda: window.relink(chosen))

    def _moves(self, note: Note, words: str) -> None:
        """Remember that an author wants a note on other words."""
        for word in words_ever([note]):
            self.seen[word].add(words)

    # ------------------------------------------------------------------ command lines

    def _notes_to_change(self, device: str) -> list[Note]:
        """Return the notes that are edited in a window, which are the ones worth changing elsewhere, or else all."""
        notes = [note for note in self.devices[device].notes() if not note.conflict]
        boxes = [window.open_box.box for window in self.windows if window is not None and window.open_box is not None]
        edited = {box.draft.note for box in boxes}
        return [note for note in notes if note.id in edited] or notes

    @rule(device=DEVICES, pick=PICK)
    def note_by_command(self, device: str, pick: int) -> None:
        sentences = [sentence for paragraph in self.paragraphs for sentence in paragraph]
        sentence, word = sentences[pick % len(sentences)], self._new_word(device)
        self.seen[word].add(sentence)
        self._save_by_command(device, {word}, "note", str(self.path), "--quote", sentence, "--text", word)

    def _save_by_command(self, device: str, words: set[str], *argv: str) -> bool:
        """Run a command that saves words; return whether it succeeded."""
        saved = self._command(device, *argv)
        if saved:
            self.devices[device].saved |= words
            if device == "here":
                self.kept |= words
        return saved

    @rule(device=DEVICES, index=WINDOWS, pick=PICK, writing=st.booleans(), as_tag=st.booleans())
    def edit_by_command(self, device: str, index: int, pick: int, writing: bool, as_tag: bool) -> None:
        """Edit a note on a command line, while it is edited in a window if `writing`."""
        if writing:
            self.begin_edit(index, pick)
        if notes := self._notes_to_change(device):
            note, word = notes[pick % len(notes)], self._new_word(device)
            change = ("--tag", word) if as_tag else ("--text", f"{word} {note.text}")
            if self._save_by_command(device, {word}, "edit", note.id, *change):
                self._is_back(note.id, device)

    @rule(device=DEVICES, pick=PICK, renaming=st.booleans())
    def change_tags_by_command(self, device: str, pick: int, renaming: bool) -> None:
        """Remove a tag, or rename it wherever it is."""
        tags = sorted({tag for note in self._notes_to_change(device) for tag in note.tags})
        if not tags:
            return
        tag = tags[pick % len(tags)]
        self.withdrawn.add(tag)
        if renaming:
            word = self._new_word(device)
            self._save_by_command(device, {word}, "tags", "rename", tag, word)
        else:
            note = next(note for note in self._notes_to_change(device) if tag in note.tags)
            self._command(device, "edit", note.id, "--untag", tag)

    @rule(device=DEVICES, pick=PICK, restoring=st.booleans())
    def delete_by_command(self, device: str, pick: int, restoring: bool) -> None:
        if notes := [note for note in self._notes_to_change(device) if note.deleted == restoring]:
            self._command(device, "restore" if restoring else "delete", notes[pick % len(notes)].id)

    @rule(device=DEVICES, pick=PICK)
    def relink_by_command(self, device: str, pick: int) -> None:
        sentences = [sentence for paragraph in self.paragraphs for sentence in paragraph]
        if notes := [note for note in self._notes_to_change(device) if note.anchor is not None]:
            note, sentence = notes[pick % len(notes)], sentences[pick % len(sentences)]
            self._moves(note, sentence)
            self._command(device, "relink", note.id, "--quote", sentence)

    @rule(device=DEVICES)
    def merge(self, device: str) -> None:
        """Merge the library of the other device; a second time changes nothing."""
        ours, theirs = self.devices[device], self.devices["there" if device == "here" else "here"]
        if not theirs.paths.library.exists():
            return
        if not self._command(device, "merge", str(theirs.paths.library)):
            return
        ours.saved |= theirs.saved
        if device == "here":
            self.kept |= theirs.saved
        before = contents(ours.paths.library)
        assert Library(ours.paths.library).merge(Library(theirs.paths.library)) == MergeSummary()
        assert contents(ours.paths.library) == before

    @rule(index=WINDOWS, pick=PICK, how=st.sampled_from(("delete", "move", "edit")))
    def change_on_both_devices(self, index: int, pick: int, how: str) -> None:
        """Change a note here and there, merge, and undo the change made here, and more."""
        if self._open_with_note(index) is None:
            return
        self.merge("there")
        if how == "delete":
            self.delete(index, pick)
        elif how == "move":
            self.relink(index, pick)
        else:
            self.begin_edit(index, pick)
            self.save(index, pick)
        self.edit_by_command("there", index, pick, False, as_tag=pick % 2 == 0)
        self.merge("here")
        self.quit(index)
        for _ in range(1 + pick % 4):
            self.take_back(index, undoing=True)

    @rule(device=DEVICES, pick=PICK)
    def change_by_another_program(self, device: str, pick: int) -> None:
        """Have a program that knows nothing of revisions add a word to the text of a note in the library file."""
        place = self.devices[device].paths.library
        tables = json.loads(place.read_text()) if place.exists() else {}
        if documents := [each for each in tables.get("notes", {}).values() if each["text"]]:
            word, document = self._new_word(device), documents[pick % len(documents)]
            document["text"] += f" {word}"
            place.write_text(json.dumps(tables))
            self.disk.settle(place)
            assert word in words_of(self.devices[device].notes())
            self.devices[device].saved.add(word)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def every_kept_word_is_in_a_note_or_draft(self) -> None:
        drafts = {word for draft in self.here.drafts() for word in (*draft.text.split(), *draft.tags)}
        there = words_ever(self.here.notes()) | drafts
        assert self.kept <= there, self.kept - there

    @invariant()
    def every_saved_word_is_in_a_note(self) -> None:
        for device in self.devices.values():
            notes = device.notes()
            assert device.saved <= words_ever(notes), device.saved - words_ever(notes)
            missing = device.saved - self.withdrawn - words_of(notes)
            assert not missing, missing

    @invariant()
    def every_note_is_on_its_words(self) -> None:
        for name, device in self.devices.items():
            read = device.files(), self.article
            if self._placed.get(name) == read:
                continue
            self._placed[name] = read
            session = Session(self.article, device.paths)
            session.load_notes()
            self._check_placements(session)
            library = Library(device.paths.library)
            latest = {record.id: record.texts[-1] for record in library.articles() if record.texts}
            for note in device.notes():
                self._check_anchor(note)
                assert note.placement is None or note.placed_on == latest.get(note.article, note.placed_on)
                if note.placement is not None and note.placement.state == "exact" and note.placed_on:
                    text = library.kept_text(note.placed_on)
                    assert note.span is not None
                    assert note.anchor is not None
                    assert text is None or same_words(note.span.of(text), note.anchor.exact)

    def _check_anchor(self, note: Note) -> None:
        """Assert that a note was always on a passage that its author saw."""
        allowed = {passage for word in words_of([note]) for passage in self.seen.get(word, ())}
        first = note.revisions[0].text.split() or note.revisions[0].tags
        if first and first[0] in self.seen:
            for head in note.heads:
                assert head.anchor is not None
                assert any(same_words(head.anchor.exact, passage) for passage in allowed | self.seen[first[0]])

    def _check_placements(self, session: Session) -> None:
        """Assert that the notes of a session are on their words in its text if it says so."""
        for note in session.notes:
            if note.placement is not None and note.placement.state == "exact":
                assert note.span is not None
                assert note.anchor is not None
                assert same_words(note.span.of(session.article.text), note.anchor.exact)

    @invariant()
    def every_window_shows_what_is_there(self) -> None:
        for window in self.windows:
            if window is None:
                continue
            self._check_placements(window.session)
            text = window.session.article.text
            for draft in window.all_drafts:
                if draft.placement is not None and draft.placement.state == "exact":
                    assert draft.span is not None
                    assert draft.anchor is not None
                    assert same_words(draft.span.of(text), draft.anchor.exact)


async def in_loop(step: Callable[[], T]) -> T:
    """Run a step in an event loop."""
    return step()


class NoWordLostInAJournal(NoWordLost):
    """The same with libraries that have journals, as large ones do."""

    def __init__(self) -> None:
        super().__init__()
        patch = self._patches.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(commit, "JOURNAL_FROM", 0)
        patch.setattr(commit, "FOLD_AT", 0.1)  # a journal may be ten times as long as these small libraries

    @rule(device=DEVICES, repairing=st.booleans())
    def fold(self, device: str, repairing: bool) -> None:
        """Fold the journal, as a screen does when it is left, or repair the library."""
        path = self.devices[device].paths.library
        if not path.exists():
            return
        if repairing:
            self._command(device, "check", "--repair")
        else:
            with suppress(Killed):
                self._attempt(Library(path).fold)

    @rule(device=DEVICES, pick=PICK)
    def tear_the_journal(self, device: str, pick: int) -> None:
        """Leave half a line at the end of the journal, as a power cut does."""
        path = journal_path(self.devices[device].paths.library)
        if path.exists():
            path.write_bytes(path.read_bytes() + encode_line({"notes": {}})[: pick % 25])
            self.disk.settle(path)


SETTINGS = settings(
    max_examples=STEPS // LENGTH or max(5, settings().max_examples // 10),
    derandomize=not STEPS,  # a short run repeats known examples; a long one looks for new ones
    stateful_step_count=LENGTH,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

TestNoWordLost, TestNoWordLostInAJournal = NoWordLost.TestCase, NoWordLostInAJournal.TestCase
TestNoWordLost.settings = TestNoWordLostInAJournal.settings = SETTINGS
