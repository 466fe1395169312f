"""The journal of a large library: what was saved is there, whatever happens to journal, file and process."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.anchoring import Placement, describe
from reader.annotations import revisions
from reader.annotations.notes import Note, new_note
from reader.document.article import Article, Block
from reader.errors import LibraryError
from reader.library import backups, commit, journal, meta, snapshot, storage
from reader.library.codec import NewerSchemaError
from reader.library.codec.records import Tables, note_document
from reader.library.journal import decode_journal, encode_line, journal_path
from reader.library.library import Library
from reader.library.merge import merge_files
from reader.library.recovery import encode_tables, with_all_tables
from reader.search import index_saves
from reader.search.index import SearchIndex
from reader.search.index_library import index_library, indexed_signature, signature
from reader.system import atomic_file
from reader.system.paths import PACKAGE
from reader.system.worker import detach
from reader.text.span import Span
from reader.tui.shutdown import fold_journal
from tests.library.faults import FATES, Fuse, Killed, each_step, fused
from tests.library.library_files import beside, ids, stock_ids
from tests.waiting import until

TEXT = "The council voted on Monday to close the old harbour by the end of the year."
ARTICLE = Article(TEXT, (Block(Span(0, len(TEXT))),), source="/articles/harbour.txt")


pytestmark = pytest.mark.usefixtures("journals_of_small_libraries")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.json"


def a_note(text: str = "a note") -> Note:
    return new_note(ARTICLE.text_id, ARTICLE.sha256, None, text, ("tag",))


def filled(path: Path, saved: int = 2) -> list[Note]:
    """Return the notes of a library with one note in its file, and `saved` in its journal."""
    library, notes = Library(path), [a_note(f"note {number}") for number in range(saved + 1)]
    library.record_opening(ARTICLE)
    library.save(notes[0])
    library.fold()
    for note in notes[1:]:
        library.save(note)
    if saved:
        assert len(decode_journal(journal_path(path).read_bytes()).changes) == saved
    return notes


def problems(path: Path) -> tuple[str, ...]:
    return Library(path).check().problems


# ---------------------------------------------------------------------- a save, and folding


def test_save_appends_a_line_and_leaves_the_file(path: Path) -> None:
    notes = filled(path)
    before, status = path.read_bytes(), path.stat()
    copied = beside(path, ".bak").stat()
    Library(path).save(new := a_note("one more"))
    assert path.read_bytes() == before
    assert path.stat() == status
    assert beside(path, ".bak").stat() == copied
    assert stock_ids(path) == {notes[0].id}
    assert ids(Library(path).notes()) == ids([*notes, new])
    assert beside(path, ".bak.journal").read_bytes() == journal_path(path).read_bytes()
    assert problems(path) == ()


def test_folding_leaves_one_plain_file(path: Path) -> None:
    notes = filled(path)
    assert index_saves.fold_library(str(path)) == 0
    assert stock_ids(path) == ids(notes)
    assert not journal_path(path).exists()
    assert not beside(path, ".bak.journal").exists()
    assert beside(path, ".bak").read_bytes() == path.read_bytes()
    assert problems(path) == ()
    written = path.stat()
    assert index_saves.fold_library(str(path)) == 0
    assert path.stat() == written


def test_folding_what_cannot_be_written_is_one_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(path)
    journal_path(path).write_bytes(encode_line({"journal": 99, "base": ""}))
    assert index_saves.fold_library(str(path)) == 1
    assert "update reader" in capsys.readouterr().err


def test_repair_folds(path: Path) -> None:
    notes = filled(path)
    assert Library(path).repair().problems == ()
    assert stock_ids(path) == ids(notes)
    assert not journal_path(path).exists()


def test_small_library_has_no_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "JOURNAL_FROM", 1 << 20)
    Library(path).save(one := a_note())
    Library(path).save(other := a_note())
    assert stock_ids(path) == ids([one, other])
    assert not journal_path(path).exists()


def test_long_journal_is_folded_by_a_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = filled(path)
    monkeypatch.setattr(commit, "FOLD_AT", 1_000)
    Library(path).save(new := a_note())
    assert stock_ids(path) == ids([*notes, new])
    assert not journal_path(path).exists()


def test_journal_of_many_small_saves_stays_below_its_share_of_the_library(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, notes = Library(path), [a_note(f"note {number}") for number in range(40)]
    library.save(*notes)
    library.fold()
    share = path.stat().st_size // 4
    monkeypatch.setattr(commit, "FOLD_AT", 4)
    lengths = [0]
    while not (lengths[-1] == 0 and max(lengths)) and len(lengths) < 40:
        library.save(new := a_note())
        notes.append(new)
        lengths.append(journal_path(path).stat().st_size if journal_path(path).exists() else 0)
    assert len(lengths) > 3, "a few saves wrote a line each"
    assert max(lengths) <= share
    assert lengths[-1] == 0, "and the next one folded them"
    assert stock_ids(path) == ids(notes)


def test_screen_that_is_left_has_the_journal_folded(path: Path) -> None:
    fold_journal(path)
    notes = filled(path)
    fold_journal(path)
    until(lambda: not beside(path, ".bak.journal").exists())
    assert stock_ids(path) == ids(notes)


def test_detached_process_is_started_without_a_session_of_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes, real = filled(path), os.posix_spawn

    def old_system(*args: object, **options: object) -> int:
        if "setsid" in options:
            raise NotImplementedError
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "posix_spawn", old_system)
    detach("reader.search.index_saves", str(path))
    until(lambda: not beside(path, ".bak.journal").exists())
    assert stock_ids(path) == ids(notes)


def test_save_without_changes_writes_nothing(path: Path) -> None:
    filled(path)
    written = journal_path(path).stat()
    safe = storage.SafeStorage(path)
    safe.write(safe.read())
    assert journal_path(path).stat() == written


def test_a_table_that_is_dropped_rewrites_the_library(path: Path) -> None:
    notes = filled(path)
    safe = storage.SafeStorage(path)
    safe.write({name: table for name, table in safe.read().items() if name != "corrections"})
    safe.write({**safe.read(), "notes": {"1": safe.read()["notes"]["1"]}})
    assert stock_ids(path) == {notes[0].id}


def test_surrogates_of_another_program_rewrite_the_library(path: Path) -> None:
    filled(path)
    safe = storage.SafeStorage(path)
    safe.write({**safe.read(), "theirs": {"1": {"word": "\ud800"}}})
    assert json.loads(path.read_bytes())["theirs"] == {"1": {"word": "\ud800"}}


def test_window_sees_the_saves_of_another(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = filled(path)
    window = Library(path)
    assert ids(window.notes()) == ids(notes)
    Library(path).save(notes[2].revised(text="elsewhere"), new := a_note())
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "take_snapshot", None)  # the file is not read again
        assert all(window.notes_by_id([notes[2].id, new.id]).values())
    assert {note.text for note in window.notes()} == {"note 0", "note 1", "elsewhere", "a note"}
    window.save(a_note("mine"))
    Library(path).fold()
    assert len(window.notes()) == 5
    assert len(stock_ids(path)) == 5


# ---------------------------------------------------------------------- a crash or an error at each step


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("saved", [0, 2])
def test_save_that_fails_at_any_step_leaves_old_or_new(tmp_path: Path, fate: type[Killed] | int, saved: int) -> None:
    for path, fuse in each_step(tmp_path, fate):
        old, new = filled(path, saved), a_note("the new one")
        library, is_saved = Library(path), False
        with fused(fuse), suppress(Killed, LibraryError):
            library.save(new)
            is_saved = True
        found = ids(Library(path).notes())
        assert found in ([ids(old) | {new.id}] if is_saved else [ids(old), ids(old) | {new.id}])
        assert stock_ids(path) == {old[0].id}
        for later in (library, Library(path)):
            after = a_note("afterwards")
            later.save(after)
            assert ids(Library(path).notes()) >= {*found, after.id}
        Library(path).fold()
        assert stock_ids(path) >= found
        assert problems(path) == ()


@pytest.mark.parametrize("fate", FATES)
def test_folding_that_fails_at_any_step_loses_nothing(tmp_path: Path, fate: type[Killed] | int) -> None:
    for path, fuse in each_step(tmp_path, fate):
        notes = filled(path)
        library = Library(path)
        with fused(fuse), suppress(Killed, LibraryError):
            library.fold()
        assert stock_ids(path) in ({notes[0].id}, ids(notes))
        reading = Library(path)
        assert ids(reading.notes()) == ids(notes)
        assert reading.storage.take_notices() == []
        library.save(new := a_note())
        assert ids(Library(path).notes()) == ids([*notes, new])
        Library(path).fold()
        assert stock_ids(path) == ids([*notes, new])
        assert problems(path) == ()


def test_full_disk_takes_the_line_away_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = filled(path)
    before = journal_path(path).read_bytes()
    library, fuse = Library(path), Fuse(0, errno.ENOSPC)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: fuse.burn())
        with pytest.raises(LibraryError, match="No space left on device; its previous content is intact"):
            library.save(a_note("lost"))
    assert journal_path(path).read_bytes() == before
    assert ids(library.notes()) == ids(notes)


WRITER = """
import sys
from pathlib import Path
from reader.annotations.notes import new_note
from reader.library import commit
from reader.library.library import Library
commit.JOURNAL_FROM, commit.FOLD_AT = 1, 0.01
library = Library(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    note = new_note("abcdefghij", "", None, f"note {number}", ())
    library.save(note)
    print(note.id, flush=True)
"""


def writer(path: Path, notes: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), str(notes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PACKAGE.parent)


def test_processes_that_save_while_another_folds_lose_nothing(path: Path) -> None:
    old = filled(path)
    writers = [writer(path, 10) for _ in range(2)]
    while any(process.poll() is None for process in writers):
        Library(path).fold()
        assert ids(Library(path).notes()) >= ids(old)
        time.sleep(0.001)
    said = [process.communicate()[0].split() for process in writers]
    assert [len(lines) for lines in said] == [10, 10]
    assert ids(Library(path).notes()) == ids(old).union(*said)
    Library(path).fold()
    assert stock_ids(path) == ids(old).union(*said)


def test_killed_writer_keeps_acknowledged_notes(path: Path) -> None:
    old = filled(path)
    with writer(path, 10_000) as process:
        assert process.stdout is not None
        first = [process.stdout.readline().strip() for _ in range(5)]
        process.kill()
        rest = process.stdout.read().split("\n")[:-1]
    assert ids(Library(path).notes()) >= ids(old).union(first, rest)


# ---------------------------------------------------------------------- damage


@pytest.mark.parametrize("left", [1, 10, 30, 200])
def test_torn_last_line_is_a_save_that_never_counted(path: Path, left: int) -> None:
    notes = filled(path)
    whole = journal_path(path).read_bytes()
    beside(path, ".bak.journal").write_bytes(whole)
    line = encode_line({"notes": {"99": note_document(a_note("never said to be saved"))}})
    journal_path(path).write_bytes(whole + line[:left])
    library = Library(path)
    assert ids(library.notes()) == ids(notes)
    assert problems(path) == ()
    library.save(new := a_note())
    assert journal_path(path).read_bytes().startswith(whole)
    assert ids(Library(path).notes()) == ids([*notes, new])
    assert problems(path) == ()


def flipped(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


@pytest.mark.parametrize("backed_up", [True, False])
def test_flipped_bit_in_a_journal_is_found_and_kept(path: Path, backed_up: bool) -> None:
    notes = filled(path)
    whole = journal_path(path).read_bytes()
    for at in range(0, len(whole), 97):
        damaged = flipped(whole, at)
        for copy in path.parent.glob("*.damaged-*"):
            copy.unlink()
        journal_path(path).write_bytes(damaged)
        if not backed_up:
            shutil.copy(path, beside(path, ".bak"))
            beside(path, ".bak.journal").unlink(missing_ok=True)
        library = Library(path)
        if backed_up:
            assert ids(library.notes()) == ids(notes)
        else:
            assert len(library.notes()) >= 2
        assert problems(path) or damaged[-1:] != b"\n"
        if backed_up:
            assert "restored from a copy that verifies" in library.storage.take_notices()[0]
            saved = {each: each.read_bytes() for each in (path, beside(path, ".bak"), beside(path, ".bak.journal"))}
            library.fold()
            assert damaged in [copy.read_bytes() for copy in path.parent.glob("*.damaged-*")]
            assert stock_ids(path) == ids(notes)
            assert problems(path) == ()
            for each, raw in saved.items():
                each.write_bytes(raw)


def test_damaged_journal_keeps_tables_of_other_programs(path: Path) -> None:
    filled(path)
    storage.SafeStorage(path).write({**storage.SafeStorage(path).read(), "theirs": {"1": {"mine": True}}})
    Library(path).fold()
    Library(path).save(new := a_note())
    Library(path).save(a_note())
    raw = journal_path(path).read_bytes()
    journal_path(path).write_bytes(flipped(raw, len(raw) - 20))
    Library(path).repair()
    assert json.loads(path.read_bytes())["theirs"] == {"1": {"mine": True}}
    assert new.id in stock_ids(path)


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-40], lambda raw: b"", lambda raw: b"\0" * len(raw)])
@pytest.mark.parametrize("backed_up", [True, False])
def test_damaged_file_with_a_journal_loses_nothing(
    path: Path, backed_up: bool, spoil: Callable[[bytes], bytes]
) -> None:
    notes = filled(path)
    path.write_bytes(spoil(path.read_bytes()))
    if not backed_up:
        for copy in path.parent.glob("*.bak*"):
            copy.unlink()
    library = Library(path)
    assert ids(library.notes()) >= ids(notes[1:])
    assert ids(library.notes()) == ids(notes) or not backed_up
    assert library.storage.take_notices()
    library.save(new := a_note())
    assert stock_ids(path) >= ids([*notes[1:], new])
    assert not journal_path(path).exists()


def test_flipped_bit_in_the_file_leaves_the_journal_in_force(path: Path) -> None:
    notes = filled(path)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"note 0", b"pose 0"))
    assert ids(Library(path).notes()) == ids(notes)
    assert any("changed outside reader" in problem for problem in problems(path))


def test_journal_without_its_file_is_read(path: Path) -> None:
    notes = filled(path)
    path.unlink()
    assert ids(Library(path).notes()) == ids(notes)
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    assert ids(Library(path).notes()) == ids(notes[1:])
    assert any("is missing" in problem for problem in problems(path))
    Library(path).save(new := a_note())
    assert stock_ids(path) == ids([*notes[1:], new])


def test_file_without_its_journal_is_noticed(path: Path) -> None:
    notes = filled(path)
    journal_path(path).unlink()
    library = Library(path)
    assert ids(library.notes()) == {notes[0].id}
    assert "lacks 2 notes that library.json.bak has" in library.storage.take_notices()[0]
    library.save(new := a_note())
    (kept,) = path.parent.glob("*.newer-*[!l]")
    library.merge(Library(kept))
    assert ids(Library(path).notes()) == ids([*notes, new])


def test_newer_journal_is_refused_and_unchanged(path: Path) -> None:
    filled(path)
    raw = encode_line({"journal": 2, "base": ""})
    journal_path(path).write_bytes(raw)
    with pytest.raises(LibraryError, match="newer version"):
        Library(path).save(a_note())
    assert journal_path(path).read_bytes() == raw


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.symlink_to("/etc/hosts"), os.mkfifo])
def test_journal_that_is_no_file_is_an_error(path: Path, make: Callable[[Path], None]) -> None:
    filled(path)
    journal_path(path).unlink()
    make(journal_path(path))
    with pytest.raises(LibraryError, match="cannot read the library"):
        Library(path).notes()
    with pytest.raises(LibraryError, match="cannot read the library"):
        Library(path).save(a_note())


def test_journal_that_another_program_cuts_is_not_lengthened(path: Path) -> None:
    filled(path)
    with pytest.raises(OSError, match="cut by another program"):
        atomic_file.append_to_file(journal_path(path), 1 << 20, b"line\n")
    with pytest.raises(atomic_file.NotAFileError):
        atomic_file.append_to_file(Path(os.devnull), 0, b"line\n")


@given(data=st.data())
def test_any_bytes_are_a_journal_or_not(data: st.DataObject) -> None:
    values = ({"notes": {"1": {"id": "a"}}}, {"notes": 5}, {"journal": 1, "base": "a"}, {"journal": 2})
    lines = st.sampled_from([*map(encode_line, values), b"\n"])
    raw = b"".join(data.draw(st.lists(st.one_of(st.binary(max_size=40), lines), max_size=6)))
    with suppress(NewerSchemaError):
        found = decode_journal(raw)
        assert found.length <= len(raw)
        assert all(isinstance(table, dict) for change in found.changes for table in change.values())


# ---------------------------------------------------------------------- journals of other libraries


def test_restored_library_notices_the_journal_of_the_newer_one(path: Path) -> None:
    notes = filled(path)
    older = path.read_bytes()
    Library(path).fold()
    Library(path).save(last := a_note("the last one"))
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    path.write_bytes(older)
    library = Library(path)
    assert ids(library.notes()) == {notes[0].id}
    (notice,) = library.storage.take_notices()
    assert "lacks 1 note that library.json.journal has" in notice
    assert library.merge(Library(journal_path(path))).notes == 1
    assert ids(Library(path).notes()) == {notes[0].id, last.id}


def test_stray_journal_is_kept_by_the_next_save(path: Path) -> None:
    notes = filled(path)
    older = path.read_bytes()
    Library(path).fold()
    Library(path).save(last := a_note("the last one"))
    path.write_bytes(older)
    Library(path).save(new := a_note())
    assert not journal_path(path).exists()
    for kept in sorted(path.parent.glob("*.newer-*[!l]")):
        Library(path).merge(Library(kept))
    assert ids(Library(path).notes()) == ids([*notes, last, new])
    Library(path).fold()
    assert problems(path) == ()


def test_stray_journal_with_nothing_new_is_replaced(path: Path) -> None:
    notes = filled(path)
    left = journal_path(path).read_bytes()
    Library(path).fold()
    journal_path(path).write_bytes(left)
    library = Library(path)
    assert ids(library.notes()) == ids(notes)
    assert library.storage.take_notices() == []
    library.save(new := a_note())
    assert ids(Library(path).notes()) == ids([*notes, new])
    assert not list(path.parent.glob("*.newer-*"))


def test_folders_that_are_synced_apart_lose_nothing(tmp_path: Path) -> None:
    """Two devices have one file, each its own journal, and a sync tool keeps one of them as a conflict copy."""
    (tmp_path / "a").mkdir()
    ours = tmp_path / "a" / "library.json"
    notes = filled(ours)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    theirs = tmp_path / "b" / "library.json"
    Library(ours).save(mine := a_note("mine"))
    Library(theirs).save(other := a_note("theirs"))
    copy = ours.with_name("library.json.sync-conflict-20261125-101112-ABCDEFG.journal")
    shutil.copy(journal_path(theirs), copy)
    library = Library(ours)
    assert ids(library.notes()) == ids([*notes, mine])
    assert any("1 note" in notice and copy.name in notice for notice in library.storage.take_notices())
    library.merge(Library(copy))
    assert ids(Library(ours).notes()) == ids([*notes, mine, other])
    assert Library(ours).merge(Library(theirs)).notes == 0


def test_file_and_journal_that_arrive_one_after_the_other_are_noticed(tmp_path: Path) -> None:
    """A sync tool brings the folded file of another device before it takes the journal away, and the reverse."""
    (tmp_path / "a").mkdir()
    ours = tmp_path / "a" / "library.json"
    notes = filled(ours)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    theirs = tmp_path / "b" / "library.json"
    Library(theirs).save(other := a_note("theirs"))
    Library(theirs).fold()
    shutil.copy(theirs, ours)
    assert ids(Library(ours).notes()) == ids([*notes, other])
    assert Library(ours).storage.take_notices() == []
    Library(theirs).save(last := a_note("last"))
    shutil.copy(journal_path(theirs), journal_path(ours))
    assert ids(Library(ours).notes()) == ids([*notes, other, last])


def test_older_reader_that_writes_the_file_is_noticed(path: Path) -> None:
    """A version that knows no journal replaces the file; what the journal had is merged."""
    notes = filled(path)
    tables = with_all_tables(json.loads(path.read_bytes()))
    tables["notes"]["2"] = note_document(new := a_note("of the old version"))
    path.write_bytes(encode_tables(meta.sealed_tables(tables), plain=True))
    library = Library(path)
    assert ids(library.notes()) == {notes[0].id, new.id}
    assert any("that library.json.journal has" in notice for notice in library.storage.take_notices())
    library.merge(Library(journal_path(path)))
    assert ids(Library(path).notes()) == ids([*notes, new])
    Library(path).fold()
    assert stock_ids(path) == ids([*notes, new])


def test_what_another_program_writes_into_the_file_is_kept(path: Path) -> None:
    notes = filled(path)
    with TinyDB(path) as db:
        db.table("notes").insert(note_document(new := a_note("of another program")))
        db.table("notes").update({"text": "changed outside"}, doc_ids=[1])
    assert ids(Library(path).notes()) == ids([*notes, new])
    Library(path).save(notes[0].revised(text="mine"), notes[1].revised(text="mine too"))
    Library(path).fold()
    (changed,) = (note for note in Library(path).notes() if note.id == notes[0].id)
    assert {head.text for head in changed.heads} | {each.text for each in changed.revisions} >= {
        "mine",
        "changed outside",
    }
    assert stock_ids(path) == ids([*notes, new])


def test_library_of_schema_1_is_rewritten_before_it_has_a_journal(path: Path) -> None:
    filled(path)
    tables = json.loads(path.read_bytes())
    tables["meta"] = {"1": {"schema": 1}}
    path.write_bytes(old := json.dumps(tables).encode())
    journal_path(path).unlink()
    Library(path).save(a_note())
    assert not journal_path(path).exists()
    assert next(path.parent.glob("*.bak-schema1-*")).read_bytes() == old
    Library(path).save(a_note())
    assert journal_path(path).exists()


# ---------------------------------------------------------------------- what else reads a library


def test_merge_reads_the_journal_of_the_other_library(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    notes = filled(tmp_path / "other" / "library.json")
    library = Library(tmp_path / "library.json")
    assert library.merge(Library(tmp_path / "other" / "library.json")).notes == 3
    assert ids(library.notes()) == ids(notes)


def test_merge_driver_refuses_a_journal(path: Path) -> None:
    filled(path)
    with pytest.raises(LibraryError, match="is a journal, not a library"):
        merge_files(path, journal_path(path))


def test_index_knows_the_journal(path: Path) -> None:
    filled(path)
    index = SearchIndex(path)
    index_library(index, Library(path))
    assert indexed_signature(index) == signature(path)
    Library(path).save(new := a_note("harbour"))
    assert indexed_signature(index) != signature(path)
    index_library(index, Library(path))
    with index.reading() as db:
        assert db.execute("SELECT 1 FROM entries WHERE id = ?", (new.id,)).fetchone()


def test_dated_copy_has_its_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = filled(path)
    for copy in path.parent.glob("*.bak-*"):
        copy.unlink()
    Library(path).save(a_note())
    (dated,) = path.parent.glob("*.bak-*[!l]")
    assert ids(Library(dated).notes()) == ids(notes)
    monkeypatch.setattr(backups, "DATED_KEPT", 1)
    for day in ("20200101", "20200102"):
        shutil.copy(path, beside(path, f".bak-{day}"))
        shutil.copy(journal_path(path), beside(path, f".bak-{day}.journal"))
    Library(path).save(a_note())
    assert {each.name for each in path.parent.glob("*.bak-*")} == {dated.name, f"{dated.name}.journal"}


def test_backup_that_is_gone_is_written_again(path: Path) -> None:
    notes = filled(path)
    beside(path, ".bak").unlink()
    Library(path).save(new := a_note())
    path.unlink()
    journal_path(path).unlink()
    assert ids(Library(path).notes()) == ids([*notes, new])


def test_journal_of_others_can_be_made_private(path: Path) -> None:
    filled(path)
    journal_path(path).chmod(0o644)
    assert any("other users can read" in problem for problem in problems(path))
    Library(path).repair()
    assert problems(path) == ()


def test_undo_walks_through_file_and_journal(path: Path) -> None:
    (note, *_) = filled(path)
    Library(path).save(note.revised(text="second"))
    Library(path).fold()
    Library(path).save(next(each for each in Library(path).notes() if each.id == note.id).revised(text="third"))
    (found,) = (each for each in Library(path).notes() if each.id == note.id)
    assert [revision.text for revision in found.revisions] == ["note 0", "second", "third"]


def test_changes_are_found_by_identity() -> None:
    one, two = {"id": "a"}, {"id": "b"}
    before: Tables = {"notes": {"1": one}}
    assert journal.changes_between(before, {"notes": {"1": one}}) == {}
    assert journal.changes_between(before, {"notes": {"1": one, "2": two}}) == {"notes": {"2": two}}
    assert journal.changes_between(before, {"notes": {"2": two}}) is None
    assert journal.changes_between(before, {}) is None
    assert journal.changes_between(before, {**before, "new": {}}) == {"new": {}}


def test_what_another_program_writes_into_a_moved_note_does_not_put_it_on_other_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has the note on its first passage, the journal on the second one, where it is placed."""
    monkeypatch.setattr(revisions, "now", lambda: "2026-01-01T00:00:00.000000Z")  # either change may count as the last
    first, second = Span(0, 11), Span(19, 25)
    library = Library(path)
    library.record_opening(ARTICLE)
    note = new_note(ARTICLE.text_id, ARTICLE.sha256, describe(TEXT, first), "a note", ())
    library.save(replace(note, placement=Placement(first, "exact"), placed_on=ARTICLE.sha256))
    library.fold()
    moved = note.revised(anchor=describe(TEXT, second))
    library.save(replace(moved, placement=Placement(second, "exact"), placed_on=ARTICLE.sha256))
    tables = json.loads(path.read_bytes())
    for number in range(10):
        tables["notes"]["1"]["text"] = f"changed outside {number}"
        path.write_text(json.dumps(tables))
        (found,) = Library(path).notes()
        assert found.conflict
        assert found.anchor is not None
        assert found.placement is None or found.span == Span(found.anchor.start, found.anchor.end)
