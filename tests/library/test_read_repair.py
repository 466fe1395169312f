"""Damage never becomes what the user wrote: a flipped bit is restored from a copy that verifies, an edit is not."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.revisions import OUTSIDE
from reader.library.codec import one_byte_apart
from reader.library.journal import journal_path
from reader.library.library import Library
from reader.library.read_repair import restored_bytes
from reader.library.recovery import Stored
from reader.library.snapshot import LibraryFiles, is_as_backed_up
from reader.session.note_editing import edit_note
from tests.examples import at_most
from tests.library.library_files import beside
from tests.library.test_journal import a_note, filled
from tests.library.test_library import content, written

Content = list[tuple[str, str, tuple[str, ...], tuple[str, ...], bool]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "library.json"


def notes_of(library: Library) -> Content:
    return [
        (note.id, note.text, note.tags, tuple(each.text for each in note.revisions), note.unverified)
        for note in library.notes()
    ]


def flip(path: Path, at: int, bits: int = 1) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= bits
    path.write_bytes(raw)


def flip_in(path: Path, words: bytes, bits: int = 1) -> None:
    flip(path, path.read_bytes().index(words) + len(words) // 2, bits)


def edited(path: Path, count: int = 3) -> Library:
    """A library with notes that have an older revision each."""
    library = Library(path)
    for number in range(count):
        note = written(library, f"paid {number}00 million")
        library.save(note.revised(text=f"paid {number}00 million in March"))
    return library


def test_a_copy_is_taken_for_one_byte_only_if_more_of_it_verifies(path: Path) -> None:
    edited(path)
    sound = path.read_bytes()
    foreign = sound[:-1] + b', "mine": {"1": {"a": 1}}}'
    other = foreign.replace(b'"a": 1', b'"a": 2')
    damaged = sound.replace(b"paid 000", b"paid 010", 1)
    assert sound.endswith(b"}")
    for stored, copy, taken in (
        (damaged, sound, True),
        (sound, damaged, False),
        (foreign, other, False),
        (sound, sound + b" ", False),
    ):
        found = restored_bytes(Stored(stored, b""), [Stored(copy, b"")])
        assert found.raw == (copy if taken else stored)


def test_every_flipped_byte_of_the_file_is_restored(path: Path) -> None:
    before, sound = notes_of(edited(path)), path.read_bytes()
    for at in range(0, len(sound), 29):
        path.write_bytes(sound)
        flip(path, at, 1 << at % 8)
        library = Library(path)
        assert notes_of(library) == before, sound[max(0, at - 9) : at + 9]
        (notice,) = library.storage.take_notices()
        assert "restored from a copy that verifies" in notice
        (problem,) = Library(path).check().problems
        assert "`reader check --repair` repairs it" in problem
        assert Library(path).repair().problems == ()
        assert content(path)["notes"] == json.loads(sound)["notes"]


@pytest.mark.usefixtures("journals_of_small_libraries")
def test_every_flipped_byte_of_the_journal_is_restored(path: Path) -> None:
    path.parent.mkdir()
    filled(path, saved=3)
    before, sound = notes_of(Library(path)), journal_path(path).read_bytes()
    for at in range(0, len(sound), 31):
        journal_path(path).write_bytes(sound)
        flip(journal_path(path), at, 1 << at % 8)
        library = Library(path)
        assert notes_of(library) == before, sound[max(0, at - 9) : at + 9]
        assert library.storage.take_notices() != []


def test_a_flip_in_each_of_several_records_is_restored(path: Path) -> None:
    before = notes_of(edited(path, 5))
    for number in range(5):
        flip_in(path, f"{number}00 million in March".encode())
    library = Library(path)
    assert notes_of(library) == before
    (notice,) = library.storage.take_notices()
    assert "had damage in 5 records" in notice
    library.repair()
    assert notes_of(Library(path)) == before
    (kept,) = path.parent.glob("library.json.damaged-*")
    assert kept.read_bytes() != path.read_bytes(), "the odd text is kept"


@pytest.mark.parametrize("copy", [".bak-20260101", ".newer-20260101T000000Z"])
@pytest.mark.parametrize("words", [b"million in March", b'"1":{', b'"id":"', b'"notes"', b'"schema":2'])
def test_any_copy_that_verifies_will_do(path: Path, copy: str, words: bytes) -> None:
    before = notes_of(edited(path))
    for each in path.parent.glob("library.json.bak*"):
        each.unlink()
    shutil.copy(path, beside(path, copy))
    flip_in(path, words)
    assert notes_of(Library(path)) == before


def test_a_revision_is_restored_from_a_copy_with_another_state_of_the_record(path: Path) -> None:
    library = edited(path, 1)
    copy = path.read_bytes()
    (note,) = library.notes()
    library.save(note.revised(text="paid nothing"))
    for each in path.parent.glob("library.json.bak*"):
        each.unlink()
    beside(path, ".bak-20260101").write_bytes(copy)
    before = notes_of(Library(path))
    flip_in(path, b"million in March")
    library = Library(path)
    assert notes_of(library) == before
    assert any("restored" in notice for notice in library.storage.take_notices())


def test_damage_of_a_copy_is_not_taken_for_something_new(path: Path) -> None:
    before = notes_of(edited(path))
    flip_in(beside(path, ".bak"), b"million in March")
    library = Library(path)
    assert notes_of(library) == before
    assert library.storage.take_notices() == []


def test_damage_of_a_merged_library_is_not_merged(path: Path, tmp_path: Path) -> None:
    before = notes_of(edited(path))
    other = tmp_path / "other.json"
    shutil.copy(path, other)
    flip_in(other, b"million in March")
    library = Library(path)
    library.merge(Library(other))
    assert notes_of(Library(path)) == before


def test_damage_in_a_torn_file_is_restored_too(path: Path) -> None:
    before = notes_of(edited(path))
    flip_in(path, b"100 million in March")
    path.write_bytes(path.read_bytes()[:-40])
    assert notes_of(Library(path)) == before


# ---------------------------------------------------------------------- edits by other programs


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def test_a_longer_change_is_a_revision_and_is_told_once(path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    written(Library(path, state), "paid 500 million")
    rewrite(path, "500", "750")
    library = Library(path, state)
    (note,) = library.notes()
    assert (note.text, note.unverified, note.head.by) == ("paid 750 million", True, OUTSIDE)
    assert [each.text for each in note.choices] == ["paid 750 million", "paid 500 million"]
    (notice,) = library.storage.take_notices()
    assert notice.startswith(f"note {note.id} in {path} was changed by another program")
    again = Library(path, state)
    assert notes_of(again) == notes_of(library)
    assert again.storage.take_notices() == []


@pytest.mark.usefixtures("journals_of_small_libraries")
def test_what_another_program_has_written_over_is_kept_by_the_next_save(path: Path) -> None:
    path.parent.mkdir()
    filled(path, saved=1)
    raw = path.read_bytes().replace(b"note 0", b"words of another program")
    path.write_bytes(raw)
    Library(path).save(a_note())
    (note,) = (each for each in Library(path).notes() if each.unverified)
    assert [each.text for each in note.revisions] == ["note 0", "words of another program"]


def test_it_stays_marked_when_the_library_is_repaired_until_the_user_accepts_it(path: Path) -> None:
    written(Library(path), "paid 500 million")
    rewrite(path, "500", "750")
    assert Library(path).repair().problems == ()
    (note,) = Library(path).notes()
    assert note.unverified
    edit_note(Library(path), note.id)
    (note,) = Library(path).notes()
    assert (note.text, note.unverified, note.choices) == ("paid 750 million", False, ())


def test_a_flip_without_any_copy_left_stays_and_is_marked(path: Path) -> None:
    written(Library(path), "paid 500 million")
    for each in path.parent.glob("library.json.bak*"):
        each.unlink()
    flip_in(path, b" 500 ")
    library = Library(path)
    (note,) = library.notes()
    assert note.unverified
    assert any("changed outside reader" in problem for problem in library.check().problems)


# ---------------------------------------------------------------------- one byte


@at_most(300)
@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_byte_apart(raw: bytes, data: st.DataObject) -> None:
    at, bits = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 255))
    other = bytearray(raw)
    other[at] ^= bits
    assert one_byte_apart(raw, bytes(other))
    assert not one_byte_apart(raw, raw)
    assert not one_byte_apart(raw, raw + b"x")
    further = data.draw(st.integers(0, len(raw) - 1))
    other[further] ^= 0x55 if further != at else bits
    assert not one_byte_apart(raw, bytes(other))


@pytest.mark.usefixtures("journals_of_small_libraries")
def test_damage_that_a_part_does_not_show_is_found(path: Path) -> None:
    path.parent.mkdir()
    filled(path, saved=1)
    Library(path).save(a_note("another"))
    library = Library(path)
    library.notes("an article without notes")
    status = path.stat()
    flip_in(path, b"note 0")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    library = Library(path)
    library.notes("an article without notes")
    assert library.storage.take_notices() == []
    library.storage.verify()
    assert any("restored from a copy" in notice for notice in library.storage.take_notices())


@pytest.mark.parametrize(
    ("journal", "backup", "kept", "same"),
    [
        (b"", b"one", b"", True),
        (b"two", b"one", b"two", True),
        (b"two three", b"one", b"two", True),
        (b"two", b"one", b"two three", False),
        (b"two", b"one", b"three", False),
        (b"two", b"onf", b"two", False),
        (b"", b"one1", b"", False),
        (b"", None, b"", False),
    ],
)
def test_a_backup_may_lack_the_end_of_the_journal(
    tmp_path: Path, journal: bytes, backup: bytes | None, kept: bytes, same: bool
) -> None:
    files = LibraryFiles(tmp_path / "library.json")
    if backup is not None:
        files.backup.write_bytes(backup)
    journal_path(files.backup).write_bytes(kept)
    assert is_as_backed_up(files, Stored(b"one", journal)) is same
