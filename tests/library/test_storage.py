"""The library under crashes, full disks, concurrent programs and damage: no saved note is lost."""

import errno
import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.annotations.corrections import Rename, new_correction
from reader.annotations.notes import Note, new_note
from reader.annotations.revisions import now
from reader.document.article import Article, Block
from reader.errors import LibraryError
from reader.library import recovery
from reader.library import snapshot as snapshots
from reader.library import storage as storages
from reader.library.library import Library
from reader.library.storage import SafeStorage
from reader.search.index import SearchIndex, UnwritableError
from reader.search.index_library import index_library
from reader.system import atomic_file
from reader.system.paths import PACKAGE
from reader.text.span import Span
from tests.library.faults import FATES, Fuse, Killed, each_step, fused
from tests.library.library_files import beside, ids, stock_ids
from tests.waiting import PATIENCE

TEXT = "The council voted on Monday to close the old harbour by the end of the year."
ARTICLE = Article(TEXT, (Block(Span(0, len(TEXT))),), source="/articles/harbour.txt")


def a_note(text: str = "a note") -> Note:
    return new_note(ARTICLE.text_id, ARTICLE.sha256, None, text, ("tag",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "library.json"


def filled(path: Path, count: int = 3) -> list[Note]:
    """A library with an article and some notes."""
    library = Library(path)
    library.record_opening(ARTICLE)
    notes = [a_note(f"note {number}") for number in range(count)]
    library.save(*notes[:-1])
    library.save(notes[-1])
    return notes


def today(path: Path) -> Path:
    """Return the dated copy of today."""
    return max(path.parent.glob("*.bak-2*"))


def kept_aside(path: Path) -> list[bytes]:
    return [copy.read_bytes() for copy in sorted(path.parent.glob("*.damaged-*"))]


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(entry): (entry.lstat().st_ino, entry.lstat().st_mtime_ns) for entry in [folder, *folder.rglob("*")]}


# ---------------------------------------------------------------------- a crash or an error at each step


@pytest.mark.parametrize("fate", FATES)
def test_save_that_fails_at_any_step_leaves_old_or_new(tmp_path: Path, fate: type[Killed] | int) -> None:
    for path, fuse in each_step(tmp_path, fate):
        old, new = filled(path), a_note("the new one")
        today(path).unlink()
        library, saved = Library(path), False
        with fused(fuse), suppress(Killed, LibraryError):
            library.save(new)
            saved = True
        assert stock_ids(path) in ([ids(old) | {new.id}] if saved else [ids(old), ids(old) | {new.id}])
        assert ids(Library(path).notes()) == stock_ids(path)
        if saved and fuse.blown:
            assert ids(Library(path).notes()) >= {new.id}
        for later in (library, Library(path)):
            after = a_note("afterwards")
            later.save(after)
            assert stock_ids(path) >= ids(old) | {after.id}
        assert beside(path, ".bak").read_bytes() == path.read_bytes()
        assert not [left for left in path.parent.iterdir() if left.suffix == ".tmp"]


@pytest.mark.parametrize("fate", FATES)
def test_first_save_may_fail_at_any_step(tmp_path: Path, fate: type[Killed] | int) -> None:
    for path, fuse in each_step(tmp_path, fate):
        place, note = path.parent / "new" / "library.json", a_note()
        with fused(fuse), suppress(Killed, LibraryError):
            Library(place).save(note)
        assert ids(Library(place).notes()) <= {note.id}
        Library(place).save(note)
        assert stock_ids(place) == {note.id}


@pytest.mark.parametrize("fate", FATES)
def test_opening_an_article_may_fail_at_any_step(tmp_path: Path, fate: type[Killed] | int) -> None:
    for path, fuse in each_step(tmp_path, fate):
        with fused(fuse), suppress(Killed, LibraryError):
            Library(path).record_opening(ARTICLE)
        Library(path).record_opening(ARTICLE)
        assert Library(path).kept_text(ARTICLE.sha256) == TEXT
        assert Library(path).check().problems == ()


@pytest.mark.parametrize("fate", FATES)
def test_recovery_may_fail_at_any_step(tmp_path: Path, fate: type[Killed] | int) -> None:
    """The damaged bytes are in the file or set aside, and the next save has all notes."""
    for path, fuse in each_step(tmp_path, fate):
        old, new = filled(path), a_note()
        damaged = path.read_bytes()[:-40]
        path.write_bytes(damaged)
        with fused(fuse), suppress(Killed, LibraryError):
            Library(path).save(new)
        assert damaged in [path.read_bytes(), *kept_aside(path)]
        Library(path).save(new)
        assert stock_ids(path) == ids(old) | {new.id}
        assert damaged in kept_aside(path)


def test_failed_save_is_one_line_and_is_not_cached(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = filled(path), a_note("lost")
    library = Library(path)
    assert len(library.notes()) == 3
    fuse = Fuse(0, errno.ENOSPC)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: fuse.burn())
        with pytest.raises(LibraryError) as caught:
            library.save(new)
    assert str(caught.value) == (
        f"cannot save to the library {path}: No space left on device; its previous content is intact"
    )
    assert ids(library.notes()) == ids(old)
    assert library.note(new.id) is None


def test_unwritable_backup_is_a_notice_and_the_note_is_safe(path: Path) -> None:
    filled(path)
    beside(path, ".bak").unlink()
    beside(path, ".bak").mkdir()
    library, note = Library(path), a_note()
    library.save(note)
    library.save(a_note())
    assert note.id in stock_ids(path)
    (notice,) = library.storage.take_notices()
    assert "library.json.bak" in notice


# ---------------------------------------------------------------------- several windows at once


WRITER = """
import sys
from pathlib import Path
from reader.annotations.notes import new_note
from reader.library.library import Library
library = Library(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    note = new_note("abcdefghij", "", None, f"{sys.argv[2]} {number}", ())
    library.save(note)
    print(note.id, flush=True)
"""


def writer(path: Path, name: str, notes: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(notes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PACKAGE.parent)


def test_concurrent_processes_lose_nothing(path: Path) -> None:
    old = filled(path)
    writers = [writer(path, name, 12) for name in ("one", "two", "three")]
    said = [process.communicate()[0].split() for process in writers]
    assert [process.returncode for process in writers] == [0, 0, 0]
    assert [len(lines) for lines in said] == [12, 12, 12]
    expected = ids(old).union(*said)
    assert len(expected) == 3 + 36
    assert stock_ids(path) == expected
    assert ids(Library(path).notes()) == expected


def test_killed_process_keeps_acknowledged_notes(path: Path) -> None:
    with writer(path, "one", 10_000) as process:
        assert process.stdout is not None
        first = [process.stdout.readline().strip() for _ in range(5)]
        process.kill()
        rest = process.stdout.read().split("\n")[:-1]
    assert stock_ids(path) >= {*first, *rest}
    note = a_note()
    Library(path).save(note)
    assert note.id in stock_ids(path)


@pytest.mark.parametrize("shared", [True, False])
def test_concurrent_threads_lose_nothing(path: Path, shared: bool) -> None:
    library = Library(path)
    notes = [[a_note(f"{thread} {number}") for number in range(10)] for thread in range(4)]

    def save(batch: list[Note]) -> None:
        own = library if shared else Library(path)
        for note in batch:
            own.save(note)
            assert own.note(note.id) == note

    def read() -> None:
        seen: set[str] = set()
        while not done.wait(0.001):  # or it takes the time of those that save
            now = ids(library.notes())
            assert now >= seen
            seen = now

    done = threading.Event()
    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        for saving in [pool.submit(save, batch) for batch in notes]:
            saving.result()
        done.set()
        reading.result()
    assert stock_ids(path) == set().union(*map(ids, notes))


def test_slow_reader_does_not_affect_a_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that read the file before a save and returns during the next one."""
    filled(path)
    storage = SafeStorage(path)
    reading, may_answer = threading.Event(), threading.Event()
    real = snapshots.take_snapshot

    def slow(*args: Any) -> snapshots.Snapshot:
        taken = real(*args)
        if threading.current_thread() is reader:
            reading.set()
            assert may_answer.wait(PATIENCE)
        return taken

    monkeypatch.setattr(snapshots, "take_snapshot", slow)
    reader = threading.Thread(target=storage.read)
    reader.start()
    assert reading.wait(PATIENCE)
    storage.write({**storage.read(), "corrections": {"1": {"new": True}}})
    with storage.transaction():
        may_answer.set()
        reader.join()
        assert storage.read()["corrections"] == {"1": {"new": True}}
        storage.write(storage.read())
    assert json.loads(path.read_bytes())["corrections"] == {"1": {"new": True}}


def test_changes_by_another_program_are_seen_at_once(path: Path) -> None:
    (first, *_) = filled(path)
    library = Library(path)
    library.notes()
    Library(path).save(first.revised(text="elsewhere"))
    assert "elsewhere" in [note.text for note in library.notes()]
    with TinyDB(path) as db:
        db.table("notes").update({"deleted": True}, doc_ids=[1])
    assert first.id not in ids(library.notes())
    path.unlink()
    assert len(library.notes()) == 3


def test_lock_timeout_is_an_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = filled(path)
    monkeypatch.setattr(storages, "LOCK_WAIT", 0.02)
    lock = atomic_file.open_lock(beside(path, ".lock"), 0)
    with pytest.raises(LibraryError, match="in use by another program"):
        Library(path).save(a_note())
    assert stock_ids(path) == ids(old)
    os.close(lock)
    Library(path).save(new := a_note())
    assert stock_ids(path) == {*ids(old), new.id}


def test_file_written_while_it_is_read_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = filled(path)
    real, calls = atomic_file.read_with_status, count()

    def torn(place: Path, limit: int | None = None, **how: bool) -> tuple[bytes, os.stat_result]:
        raw, status = real(place, limit, **how)
        if next(calls) == 0:
            os.utime(place)
            return raw[: len(raw) // 2], status
        return raw, status

    monkeypatch.setattr(atomic_file, "read_with_status", torn)
    library = Library(path)
    assert ids(library.notes()) == ids(old)
    assert library.storage.take_notices() == []


def test_damaged_file_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = filled(path)
    path.write_bytes(path.read_bytes()[:-1])
    real, reads = atomic_file.read_with_status, list[Path]()

    def read(place: Path, limit: int | None = None, **how: bool) -> tuple[bytes, os.stat_result]:
        reads.append(place)
        return real(place, limit, **how)

    monkeypatch.setattr(atomic_file, "read_with_status", read)
    assert ids(Library(path).notes()) == ids(old)
    assert reads.count(path) == 1


def test_damaged_file_that_keeps_changing_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recovered content is returned, with a notice of the damage."""
    old = filled(path)
    path.write_bytes(path.read_bytes()[:-1])
    real, reads = atomic_file.read_with_status, count(1)

    def restless(place: Path, limit: int | None = None, **how: bool) -> tuple[bytes, os.stat_result]:
        read = real(place, limit, **how)
        if place == path:
            os.utime(place, ns=(0, next(reads)))
        return read

    monkeypatch.setattr(atomic_file, "read_with_status", restless)
    library = Library(path)
    assert ids(library.notes()) == ids(old)
    assert (next(reads) - 1) % snapshots.READ_AGAIN == 0
    assert len(library.storage.take_notices()) == 1


def test_transaction_without_changes_writes_nothing(path: Path) -> None:
    storage = SafeStorage(path)
    with storage.transaction():
        storage.read()
    assert not path.exists()
    assert not beside(path, ".bak").exists()
    storage.write({"notes": {"1": {"new": True}}})
    before = path.stat()
    with storage.transaction():
        storage.read()
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# ---------------------------------------------------------------------- damage

Damage = Callable[[bytes], bytes]

DAMAGES: dict[str, tuple[Damage, bool]] = {
    # what became of the file, and whether something of it can be saved without a backup
    "cut in the middle": (lambda raw: raw[: 2 * len(raw) // 3], True),  # of the three notes
    "last byte missing": (lambda raw: raw[:-1], True),
    "first byte missing": (lambda raw: raw[1:], True),
    "all NUL": (lambda raw: bytes(len(raw)), False),
    "NUL inside": (lambda raw: raw[:900] + bytes(60) + raw[960:], True),
    "garbled": (lambda raw: raw[:900] + b"\xff\xfe}]x" + raw[905:], True),
    "a Latin-1 letter": (lambda raw: raw.replace(b"note 1", b"n\xf6te 1"), True),
    "two copies": (lambda raw: raw + raw, True),
    "something after it": (lambda raw: raw + b'{"x": [', True),
    "UTF-16 cut": (lambda raw: raw.decode().encode("utf-16")[:-21], True),
    "text": (lambda raw: b"hello, world\n", False),
    "nothing but braces": (lambda raw: b"{" * 5000, False),
    "nested too deep": (lambda raw: b'{"notes":' * 5000 + b"1" + b"}" * 5000, False),
    "null": (lambda raw: b"null", False),
    "a list": (lambda raw: b"[1, 2]", False),
    "no tables": (lambda raw: b"{}", False),
    "somebody else's tables": (lambda raw: b'{"_default": {"1": {"name": "x"}}}', False),
    "somebody else's notes": (lambda raw: b'{"notes": {"1": {"title": "x"}}}', False),
    "a table is a list": (lambda raw: raw.replace(b'"corrections":{}', b'"corrections":[]'), True),
    "a document is a word": (lambda raw: raw.replace(b'"corrections":{}', b'"corrections":{"1":"x"}'), True),
    "a key is a word": (lambda raw: raw.replace(b'"2":{"id"', b'"two":{"id"'), True),
    "a key is endless": (lambda raw: raw.replace(b'"2":{"id"', b'"' + b"9" * 5000 + b'":{"id"'), True),
    "a schema that is none": (lambda raw: raw.replace(b'"schema":2', b'"schema":"one"'), True),
    "gzip": (lambda raw: b"\x1f\x8b\x08" + raw[:60], False),
}


def test_hopeless_bytes_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hostile bytes take seconds."""
    real, searched = recovery.whole_documents, list[str]()

    def search(text: str) -> list[tuple[str, Any]]:
        searched.append(text)
        return real(text)

    monkeypatch.setattr(recovery, "whole_documents", search)
    assert recovery.salvage_documents(b'{"notes":{"1":{"id":') == []
    assert searched == ['{"notes":{"1":{"id":']


def test_garbage_like_a_byte_order_mark_hides_nothing(path: Path) -> None:
    old = filled(path)
    found = recovery.salvage_documents(b"\xff\xfe" + path.read_bytes()[:-1])
    assert {document["id"] for name, document in found if name == "notes"} == ids(old)


def test_broken_utf8_is_replaced_and_loses_nothing_else(path: Path) -> None:
    old = filled(path)
    raw = path.read_text().replace("note 1", "note \ud800").encode("utf-16", "surrogatepass")
    found = recovery.salvage_documents(raw[:-4])
    assert [document["text"] for name, document in found if name == "notes"] == ["note 0", "note \ufffd", "note 2"]
    assert {document["id"] for name, document in found if name == "notes"} == ids(old)


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_library_with_backup_loses_nothing(path: Path, name: str) -> None:
    old = filled(path)
    damaged = DAMAGES[name][0](path.read_bytes())
    path.write_bytes(damaged)
    before = listing(path.parent)
    reading = Library(path)
    assert ids(reading.notes()) == ids(old)
    assert [note.text for note in reading.notes()] == [note.text for note in old]
    (notice,) = reading.storage.take_notices()
    assert str(path) in notice
    assert "3 notes" in notice or "restored from a copy" in notice
    assert "repair" in reading.check().problems[0]
    assert listing(path.parent) == before, "reading wrote something"

    writing, new = Library(path), a_note()
    writing.save(new)
    assert stock_ids(path) == ids(old) | {new.id}
    assert kept_aside(path) == [damaged]
    assert len(writing.storage.take_notices()) == 2
    assert Library(path).check().problems == ()
    assert all(entry.stat().st_mode & 0o077 == 0 for entry in path.parent.iterdir())


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_library_without_backup_is_salvaged_or_unchanged(path: Path, name: str) -> None:
    old = filled(path)
    damage, something = DAMAGES[name]
    damaged = damage(path.read_bytes())
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    path.write_bytes(damaged)
    library, new = Library(path), a_note()
    if something:
        found = ids(library.notes())
        assert found <= ids(old)
        assert len(found) >= 1
        library.save(new)
        assert stock_ids(path) == found | {new.id}
        assert kept_aside(path) == [damaged]
    else:
        uses: list[Callable[[], object]] = [library.notes, library.articles, lambda: library.save(new)]
        for use in uses:
            with pytest.raises(LibraryError, match="nothing could be recovered") as caught:
                use()
            assert "\n" not in str(caught.value)
        library.repair()
        assert path.read_bytes() == damaged
        assert kept_aside(path) == []


def test_repair_writes_recovered_content(path: Path) -> None:
    old = filled(path)
    path.write_bytes(path.read_bytes()[:-1])
    report = Library(path).repair()
    assert (report.problems, report.articles, report.notes) == ((), 1, 3)
    assert [".damaged-" in remark for remark in report.remarks] == [True]
    assert stock_ids(path) == ids(old)


def test_newest_good_backup_is_joined_with_salvaged_documents(path: Path) -> None:
    (first, *others) = filled(path)
    today(path).unlink()
    beside(path, ".bak-20260102").write_bytes(beside(path, ".bak").read_bytes())
    beside(path, ".bak-20260101").write_bytes(b'{"meta": {"1": {"schema": 1}}}')
    late = a_note("after the backup")
    Library(path).save(late, first.revised(text="changed after the backup"))
    today(path).unlink()
    beside(path, ".bak").write_bytes(b"")
    raw = path.read_bytes()
    at = raw.index(others[0].id.encode())
    path.write_bytes(raw[:at] + b"\0" + raw[at:])
    notes = Library(path).notes()
    assert ids(notes) == ids([first, *others, late])
    assert notes[0].text == "changed after the backup"
    assert len(notes[0].revisions) == 2


@pytest.mark.parametrize("rest", [b"", b" \r\n\n"])
def test_empty_file_is_a_new_library_only_without_backup(path: Path, rest: bytes) -> None:
    path.write_bytes(rest)
    library = Library(path)
    assert library.notes() == []
    assert library.storage.take_notices() == []
    notes = filled(path)
    path.write_bytes(rest)
    assert ids(library.notes()) == ids(notes)
    assert "is empty" in library.storage.take_notices()[0]
    Library(path).save(a_note())
    assert len(stock_ids(path)) == 4
    assert kept_aside(path) == []


def test_missing_file_is_restored_from_backup(path: Path) -> None:
    notes = filled(path)
    path.unlink()
    library = Library(path)
    assert ids(library.notes()) == ids(notes)
    assert "is missing" in library.storage.take_notices()[0]
    assert not path.exists()


@pytest.mark.parametrize(
    "spelled",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.decode().encode("utf-16"),
        lambda raw: raw.decode().encode("utf-32"),
        lambda raw: json.dumps(json.loads(raw), indent=2).replace("\n", "\r\n").encode(),
        lambda raw: raw + b"  \n\n",
        lambda raw: raw.replace(b'"corrections":{}', b'"corrections":{"1":{"x":NaN,"y":"\\ud83d"}}'),
        lambda raw: raw.replace(b'"corrections":{}', b'"corrections":{},"deep":' + b"[" * 300 + b"]" * 300),
    ],
)
def test_odd_but_sound_file_is_read(path: Path, spelled: Damage) -> None:
    old = filled(path)
    path.write_bytes(spelled(path.read_bytes()))
    library, new = Library(path), a_note()
    assert ids(library.notes()) == ids(old)
    library.save(new)
    assert stock_ids(path) == ids(old) | {new.id}
    assert library.storage.take_notices() == []
    assert kept_aside(path) == []


def test_nan_survives_a_save(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes().replace(b'"corrections":{}', b'"corrections":{"1":{"x":NaN}}'))
    Library(path).save(a_note())
    assert b'{"x":NaN}' in path.read_bytes()


@pytest.mark.parametrize("journaled", [False, True])
def test_an_edit_in_place_of_the_same_size_and_time_is_noticed(
    path: Path, journaled: bool, request: pytest.FixtureRequest
) -> None:
    if journaled:
        request.getfixturevalue("journals_of_small_libraries")
    (first, *_) = filled(path)
    window = Library(path)
    window.fold()
    window.save(a_note())
    status = path.stat()
    raw = path.read_bytes().replace(first.text.encode(), first.text.upper().encode())
    with path.open("r+b") as file:
        file.write(raw)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    window.save(new := a_note())
    library = Library(path)
    assert {note.text for note in library.notes()} >= {first.text.upper(), new.text}
    (changed,) = (note for note in library.notes() if note.id == first.id)
    assert [revision.text for revision in changed.revisions] == [first.text, first.text.upper()]


def test_newer_library_is_refused_and_unchanged(path: Path) -> None:
    filled(path)
    newer = path.read_bytes().replace(b'"schema":2', b'"schema":3,"dossiers":1')
    path.write_bytes(newer)
    before = listing(path.parent)
    library = Library(path)
    for use in (library.notes, lambda: library.save(a_note()), lambda: library.record_opening(ARTICLE)):
        with pytest.raises(LibraryError, match="newer version"):
            use()
    assert "newer version" in library.repair().problems[0]
    assert {key: value for key, value in listing(path.parent).items() if key != str(path.parent)} == {
        key: value for key, value in before.items() if key != str(path.parent)
    }


def test_older_library_is_upgraded_after_a_copy(path: Path) -> None:
    notes = filled(path)
    tables = json.loads(path.read_bytes())
    del tables["meta"], tables["corrections"]
    older = json.dumps(tables).encode()
    path.write_bytes(older)
    library = Library(path)
    assert ids(library.notes()) == ids(notes)
    assert path.read_bytes() == older
    library.save(a_note())
    assert json.loads(path.read_bytes())["meta"]["1"]["schema"] == 2
    (copy,) = path.parent.glob("library.json.bak-schema0-*")
    assert copy.read_bytes() == older
    assert library.storage.take_notices() == []


@given(st.data())
def test_any_file_is_read_or_refused_and_never_lost(data: st.DataObject) -> None:
    json_value = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.json"
        filled(path)
        torn = st.builds(
            lambda raw, start, size, new: raw[:start] + new + raw[start + size :],
            *(st.just(path.read_bytes()), st.integers(0, 1500), st.integers(0, 300), st.binary(max_size=5)),
        )
        raw = data.draw(st.binary(max_size=40) | json_value.map(lambda value: json.dumps(value).encode()) | torn)
        if data.draw(st.booleans()):
            for copy in path.parent.glob("*.bak*"):
                copy.unlink()
        path.write_bytes(raw)
        library, note = Library(path), a_note()
        before: set[str] = set()
        refused = ""
        try:
            before = ids(library.notes())
            library.save(note)
        except LibraryError as error:
            refused = str(error)
        if refused:
            assert "\n" not in refused
            assert path.read_bytes() == raw
        else:
            assert ids(Library(path).notes()) == before | {note.id}
            assert stock_ids_or_none(path) >= before | {note.id}
            assert not raw.strip() or raw in kept_aside(path) or contains(json.loads(path.read_bytes()), raw)


KEYS = st.sampled_from(["meta", "notes", "articles", "corrections", "1", "2", "x", "id", "schema", "revisions"])


def stock_ids_or_none(path: Path) -> set[str | None]:
    with TinyDB(path) as db:
        return {document.get("id") for document in db.table("notes") if isinstance(document.get("id"), str)}


def contains(tables: Any, raw: bytes) -> bool:
    """Return whether every document of a file that was sound is still there, with more history where it was changed."""
    return all(
        {**tables[name][key], "history": []} == {**document, "history": []}
        for name, table in json.loads(raw).items()
        for key, document in table.items()
        if name != "meta"
    )


# ---------------------------------------------------------------------- where it lies and who may read it


def test_all_files_are_private(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        path = tmp_path / "new" / "folder" / "library.json"
        filled(path)
        path.write_bytes(path.read_bytes()[:-1])
        Library(path).save(a_note())
    finally:
        os.umask(mask)
    entries = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert {entry.name: entry.stat().st_mode & 0o777 for entry in entries} == {
        entry.name: 0o700 if entry.is_dir() else 0o600 for entry in entries
    }
    assert len(entries) > 7


def test_read_only_library_is_read_but_not_written(path: Path) -> None:
    notes = filled(path)
    path.chmod(0o400)
    assert ids(Library(path).notes()) == ids(notes)
    with pytest.raises(LibraryError, match="read-only"):
        Library(path).save(a_note())
    assert path.stat().st_mode & 0o777 == 0o400
    assert stock_ids_read_only(path) == ids(notes)


def stock_ids_read_only(path: Path) -> set[str]:
    with TinyDB(path, access_mode="r") as db:
        return {document["id"] for document in db.table("notes")}


def skip_if_allowed(path: Path, mode: int) -> None:
    if os.access(path, mode):
        pytest.skip("this user (root?) may do everything, whatever the permissions say")


def test_unreadable_library_is_an_error(path: Path) -> None:
    filled(path)
    path.chmod(0)
    skip_if_allowed(path, os.R_OK)
    for use in (Library(path).notes, lambda: Library(path).save(a_note())):
        with pytest.raises(LibraryError, match=r"Permission denied|read-only"):
            use()


def test_library_in_read_only_folder_is_read(path: Path) -> None:
    notes = filled(path)
    beside(path, ".lock").unlink()
    path.parent.chmod(0o500)
    try:
        skip_if_allowed(path.parent, os.W_OK)
        assert ids(Library(path).notes()) == ids(notes)
        with pytest.raises(LibraryError, match="Permission denied"):
            Library(path).save(a_note())
    finally:
        path.parent.chmod(0o700)


def to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, to_a_device])
def test_special_file_is_refused_without_waiting(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    uses: list[Callable[[], object]] = [Library(path).notes, lambda: Library(path).save(a_note())]
    for use in uses:
        with pytest.raises(LibraryError, match=r"not a regular file|read-only|Permission denied"):
            use()
    assert not path.is_file()


def test_symbolic_link_is_followed_and_kept(tmp_path: Path, path: Path) -> None:
    real = tmp_path / "synced" / "notes.json"
    real.parent.mkdir()
    path.symlink_to(real)
    notes = filled(path)
    assert path.is_symlink()
    assert stock_ids(real) == ids(notes)
    assert ids(Library(real).notes()) == ids(notes)
    assert {entry.name for entry in real.parent.iterdir()} >= {"notes.json.bak", "notes.json.lock", "notes.json.texts"}
    assert {entry.name for entry in path.parent.iterdir()} == {"library.json"}


def test_link_into_missing_folder_is_refused(tmp_path: Path, path: Path) -> None:
    path.symlink_to(tmp_path / "unmounted" / "notes.json")
    with pytest.raises(LibraryError, match="unmounted"):
        Library(path).save(a_note())
    assert not (tmp_path / "unmounted").exists()


def test_link_to_itself_is_an_error(path: Path) -> None:
    path.symlink_to(path)
    for use in (Library(path).notes, lambda: Library(path).save(a_note())):
        with pytest.raises(LibraryError):
            use()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, to_nowhere])
def test_lock_failure_is_an_error(path: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storages, "LOCK_WAIT", 0.02)
    make(beside(path, ".lock"))
    with suppress(LibraryError):  # a FIFO can be locked like a file
        Library(path).save(a_note())
        assert len(stock_ids(path)) == 1


def test_file_in_place_of_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    library = Library(tmp_path / "file" / "folder" / "library.json")
    uses: list[Callable[[], object]] = [
        library.notes,
        lambda: library.save(a_note()),
        lambda: library.record_opening(ARTICLE),
    ]
    for use in uses:
        with pytest.raises(LibraryError, match="Not a directory"):
            use()


def test_temporary_files_of_killed_writers_are_deleted(path: Path) -> None:
    filled(path)
    left = [path.with_name(name) for name in (".library.json.1-0.tmp", ".library.json.bak.77-3.tmp")]
    others = [path.with_name(name) for name in (".other.json.1-0.tmp", "library.json.tmp", ".library.json")]
    for entry in (*left, *others):
        entry.write_bytes(b"x")
    Library(path).save(a_note())
    assert [entry.exists() for entry in left] == [False, False]
    assert all(entry.exists() for entry in others)


def test_unreadable_backup_is_not_skipped_for_an_older_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    damaged, backup = path.read_bytes()[:-300], beside(path, ".bak").read_bytes()
    path.write_bytes(damaged)
    real = atomic_file.read_with_status

    def failing(place: Path, limit: int | None = None, **how: bool) -> tuple[bytes, os.stat_result]:
        if place.suffix == ".bak":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(place, limit, **how)

    monkeypatch.setattr(atomic_file, "read_with_status", failing)
    with pytest.raises(LibraryError, match="Input/output error; make them readable"):
        Library(path).save(a_note())
    assert [path.read_bytes(), beside(path, ".bak").read_bytes()] == [damaged, backup]


def test_corrections_are_salvaged(path: Path) -> None:
    filled(path)
    corrections = {"1": {"merge": ["a", "b"], "because": {"2": {"x": 1}}}, "4": {"dismiss": "c"}}
    tables = json.loads(path.read_bytes()) | {"corrections": corrections}
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    path.write_bytes(json.dumps(tables).encode()[:-1])
    Library(path).save(a_note())
    assert list(json.loads(path.read_bytes())["corrections"].values()) == list(corrections.values())


def test_corrections_are_salvaged_from_a_torn_file(path: Path) -> None:
    """Also if the name of their table is missing, and joined with the backup."""
    library = Library(path)
    made = new_correction("abcdefghij", "", Rename(("Ann",), "Ann Lee"), now())
    library.save(made)
    whole = path.read_bytes()
    library.save(made.revised(deleted=True))
    torn = path.read_bytes()
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    path.write_bytes(torn[torn.index(b'{"id":') : -1])
    beside(path, ".bak").write_bytes(whole)
    (there,) = Library(path).corrections(made.article)
    assert (there.change, there.deleted, len(there.revisions)) == (made.change, True, 2)


def test_documents_of_two_damaged_files_are_salvaged(path: Path) -> None:
    notes = filled(path, 4)
    raw = path.read_bytes()
    for copy in path.parent.glob("*.bak-*"):
        copy.unlink()
    ends = [raw.index(note.id.encode()) for note in notes]
    path.write_bytes(raw[: ends[1]] + b"\0" + raw[ends[1] :])
    beside(path, ".bak").write_bytes(raw[: ends[2]] + b"\0" + raw[ends[2] :])
    assert ids(Library(path).notes()) == ids(notes)


def test_dated_copies_are_kept_for_seven_days(path: Path) -> None:
    filled(path)
    today(path).unlink()
    older = [beside(path, f".bak-202001{day:02}") for day in range(1, 10)]
    for entry in (*older, beside(path, ".bak-before-holiday")):
        entry.write_bytes(b"x")
    yesterday = path.read_bytes()
    Library(path).save(a_note())
    Library(path).save(a_note())
    assert today(path).read_bytes() == yesterday
    assert [entry.exists() for entry in older] == [False] * 3 + [True] * 6
    assert beside(path, ".bak-before-holiday").exists()


def test_dated_copies_survive_a_clock_that_was_in_the_future(path: Path) -> None:
    filled(path)
    today(path).unlink()
    future = [beside(path, f".bak-209901{day:02}") for day in range(1, 10)]
    past = [beside(path, f".bak-202001{day:02}") for day in range(1, 6)]
    for entry in (*future, *past):
        entry.write_bytes(b"x")
    Library(path).save(a_note())
    assert all(entry.exists() for entry in (*future, *past, today(path)))


# ---------------------------------------------------------------------- links, sizes and owners


def test_links_beside_the_library_are_not_followed(path: Path, tmp_path: Path) -> None:
    filled(path)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    dated = today(path)
    dated.unlink(missing_ok=True)
    for link in (beside(path, ".bak"), dated):
        link.unlink(missing_ok=True)
        link.symlink_to(victim)
    library = Library(path)
    assert any("symbolic link" in problem for problem in library.check().problems)
    library.save(a_note())
    assert victim.read_text() == "precious"
    assert not beside(path, ".bak").is_symlink()
    assert beside(path, ".bak").read_bytes() == path.read_bytes()


def test_a_linked_backup_is_not_read_in_place_of_a_damaged_library(path: Path, tmp_path: Path) -> None:
    filled(path)
    other = tmp_path / "other.json"
    beside(path, ".bak").replace(other)
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    beside(path, ".bak").symlink_to(other)
    path.write_bytes(b"")
    assert Library(path).notes() == []


def test_an_index_that_is_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    filled(path)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    index = SearchIndex(path)
    index.path.symlink_to(victim)
    with pytest.raises(UnwritableError), index.reading():
        pass
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("use", ["notes", "merge", "save"])
def test_a_file_of_absurd_size_is_refused_and_not_read(path: Path, use: str) -> None:
    filled(path)
    huge = path.with_name("huge.json")
    with open(huge, "wb") as file:
        file.truncate(1 << 43)
    uses: dict[str, Callable[[], object]] = {
        "notes": Library(huge).notes,
        "save": lambda: Library(huge).save(a_note()),
        "merge": lambda: Library(path).merge(Library(huge)),
    }
    with pytest.raises(LibraryError, match="8,388,608 MB, more than the 512 MB"):
        uses[use]()
    assert huge.stat().st_size == 1 << 43


def test_root_leaves_the_library_to_its_owner(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sudo reader`: files that exist keep their owner, new ones get that of the folder."""
    filled(path)
    given: list[tuple[int, int]] = []
    real = os.lstat

    def owned(place: str | Path, **how: Any) -> os.stat_result:
        fields = list(real(place))
        fields[stat.ST_UID], fields[stat.ST_GID] = 54321, 54322
        return os.stat_result(fields)

    def chown(descriptor: int, uid: int, gid: int) -> None:
        given.append((uid, gid))

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "lstat", owned)
    monkeypatch.setattr(os, "fchown", chown)
    Library(path).save(a_note())
    assert set(given) == {(54321, 54322)}
    assert len(given) >= 2, "the library and its backup"


def test_nobody_else_changes_owners(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("changed an owner")

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "fchown", forbidden)
    filled(path)


def test_a_lone_surrogate_in_an_id_breaks_nothing(path: Path) -> None:
    notes = filled(path)
    tables = json.loads(path.read_bytes())
    tables["notes"]["77"] = {**tables["notes"]["1"], "id": "abc\ud800"}
    tables["corrections"]["1"] = {"id": "c\ud800", "article": "\ud800"}
    path.write_text(json.dumps(tables))
    library = Library(path)
    assert ids(library.notes()) == ids(notes)
    assert library.corrections("\ud800") == []
    assert library.note("abc\ud800") is None
    SearchIndex(path).discard()
    index = SearchIndex(path)
    index_library(index, library)
    with index.reading() as db:
        assert db.execute("SELECT count(*) FROM entries WHERE kind = 'note'").fetchone() == (len(notes),)
    assert library.check().problems
    assert library.repair().notes == len(notes)
    assert any(document.get("id") == "abc\ud800" for document in json.loads(path.read_bytes())["notes"].values())


def test_dated_copy_is_made_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    for copy in path.parent.glob("*.bak-*"):
        copy.unlink()

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refused)
    before = path.read_bytes()
    Library(path).save(a_note())
    (copy,) = path.parent.glob("*.bak-*")
    assert copy.read_bytes() == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_save_is_synced_before_and_after_replacement(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut must not undo these steps: content, then name, and only then is the note acknowledged."""
    filled(path)
    steps: list[str] = []
    sync, swap = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        steps.append("sync folder" if os.path.isdir(f"/dev/fd/{descriptor}") else "sync file")
        sync(descriptor)

    def swapped(old: Path, new: Path) -> None:
        steps.append(f"swap {new.name}")
        swap(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", swapped)
    Library(path).save(a_note())
    assert steps == ["sync file", "swap library.json", "sync folder", "swap library.json.bak"]


@pytest.mark.parametrize(("levels", "found"), [(0, 1), (recovery.DEEPEST, 1), (recovery.DEEPEST + 1, 0)])
@pytest.mark.parametrize("nested", [lambda value: [value], lambda value: {"x": value}], ids=["lists", "objects"])
def test_documents_are_searched_to_some_depth(
    path: Path, levels: int, found: int, nested: Callable[[object], object]
) -> None:
    filled(path)
    value: object = next(iter(json.loads(path.read_text())["notes"].values()))
    for _ in range(levels):
        value = nested(value)
    assert len([name for name, _ in recovery.find_documents(value, "notes")]) == found
