"""The index file: it is private, never written through a link, and its errors are told apart."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from reader.errors import SearchError
from reader.search.index import DamagedIndexError, SearchIndex, UnwritableError, translate_errors
from reader.system import atomic_file


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "library.json")


def noted(index: SearchIndex) -> list[str]:
    with index.reading() as db:
        return [value for (value,) in db.execute("SELECT value FROM facts WHERE name = 'test'")]


def note(db: sqlite3.Connection, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO facts VALUES ('test', ?)", (value,))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)) as db:
        db.execute("CREATE TABLE t (a)")
        yield db


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o600])
def test_an_index_that_others_could_read_is_made_private(index: SearchIndex, mode: int) -> None:
    index.path.parent.mkdir(parents=True, exist_ok=True)
    index.path.touch()
    index.path.chmod(mode)
    with index.changing() as db:
        note(db, "kept")
    assert (noted(index), index.path.stat().st_mode & 0o777) == (["kept"], 0o600)


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_a_link_beside_the_index_is_not_written_through(index: SearchIndex, tmp_path: Path, ending: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("words")
    os.symlink(victim, f"{index.path}{ending}")
    with pytest.raises(UnwritableError, match=f"{ending} is a symbolic link"), index.reading():
        pass
    assert victim.read_text() == "words"


def test_an_index_in_memory_is_emptied_when_it_is_discarded(index: SearchIndex) -> None:
    index.keep_in_memory()
    with index.changing() as db:
        note(db, "kept")
    assert noted(index) == ["kept"]
    index.discard()
    assert noted(index) == []
    assert not index.path.exists()


def test_an_error_is_not_hidden_by_a_transaction_that_sqlite_has_ended(index: SearchIndex) -> None:
    """SQLite itself rolls back when the disk is full."""

    def fail() -> None:
        with index.changing() as db:
            note(db, "lost")
            db.execute("ROLLBACK")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert noted(index) == []


def test_a_busy_index_is_not_taken_for_a_damaged_one(opened: sqlite3.Connection, tmp_path: Path) -> None:
    opened.execute("BEGIN EXCLUSIVE")
    with (
        closing(sqlite3.connect(tmp_path / "a.db", timeout=0, isolation_level=None)) as other,
        pytest.raises(SearchError, match="the search index cannot be used: database is locked"),
        translate_errors(0),
    ):
        other.execute("BEGIN EXCLUSIVE")


def test_a_new_index_waits_for_a_process_that_creates_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(tmp_path / "library.json")
    with closing(sqlite3.connect(index.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waits: list[float] = []

        def end(seconds: float) -> None:
            waits.append(seconds)
            other.execute("ROLLBACK")

        monkeypatch.setattr("reader.search.index.time.sleep", end)
        with index.changing() as db:
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert len(waits) == 1


def test_a_new_index_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(tmp_path / "library.json")
    monkeypatch.setattr("reader.search.index.WAIT", 0.0)
    with closing(sqlite3.connect(index.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SearchError, match="database is locked"), index.changing():
            pass


@pytest.mark.parametrize("trouble", ["query_only = 1", "max_page_count = 1"])  # the second: a disk that is full
def test_an_index_that_cannot_be_written_is_not_taken_for_a_damaged_one(
    opened: sqlite3.Connection, trouble: str
) -> None:
    opened.execute(f"PRAGMA {trouble}")
    with pytest.raises(UnwritableError, match="the search index cannot be written"), translate_errors(0):
        opened.execute("INSERT INTO t VALUES (zeroblob(100000))")


def test_a_table_that_is_missing_is_damage(opened: sqlite3.Connection) -> None:
    with pytest.raises(DamagedIndexError) as raised, translate_errors(7):
        opened.execute("SELECT a FROM missing")
    assert raised.value.inode == 7


def test_another_process_does_not_take_the_log_away_while_the_index_is_open(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "library.json")
    code = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT * FROM facts'); db.close()"
    with index.held_open():
        with index.changing() as db:
            db.execute("INSERT INTO facts VALUES ('library', 'one')")
        subprocess.run([sys.executable, "-c", code, str(index.path)], check=True, timeout=60)
        assert Path(f"{index.path}-wal").exists()


def beside(index: SearchIndex) -> set[str]:
    return {path.name.removeprefix("library.json") for path in index.path.parent.glob("library.json*")}


def test_an_index_made_anew_takes_the_place_of_the_old_one_when_it_is_whole(index: SearchIndex) -> None:
    with index.changing() as db:
        note(db, "old")
    with index.made_anew() as new:
        for value in ("first", "last"):
            with new.changing() as db:
                note(db, value)
        assert (noted(new), noted(index)) == (["last"], ["old"])
    assert noted(index) == ["last"]
    assert beside(index) == {".index"}
    assert index.path.stat().st_mode & 0o777 == 0o600
    with index.reading() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_words_of_an_index_made_anew_are_merged_so_that_no_save_has_to(index: SearchIndex) -> None:
    with index.made_anew() as new, new.changing() as db:
        for row in (5, 4, 3, 2, 1):  # against the order: each is written before the next
            db.execute("INSERT INTO words (rowid, text) VALUES (?, 'a few words')", (row,))
    with index.reading() as db:
        assert db.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone() == (1,)


def test_an_index_that_could_not_be_made_anew_leaves_the_old_one(index: SearchIndex) -> None:
    with index.changing() as db:
        note(db, "old")

    def fail() -> None:
        with index.made_anew() as new, new.changing() as db:
            note(db, "lost")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert noted(index) == ["old"]
    assert beside(index) == {".index"}


@pytest.mark.parametrize("left", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_what_a_killed_process_has_left_of_an_index_is_overwritten(index: SearchIndex, left: bytes) -> None:
    Path(f"{index.path}.new").write_bytes(left)
    with index.made_anew() as new, new.changing() as db:
        note(db, "kept")
    assert noted(index) == ["kept"]
    assert beside(index) == {".index"}


def test_two_processes_do_not_make_one_index_anew(index: SearchIndex) -> None:
    with index.made_anew() as first, SearchIndex(index.path.with_suffix("")).made_anew() as second:
        with second.changing() as db:
            note(db, "second")
        assert (noted(index), noted(first)) == (["second"], [])
    assert noted(index) == []


def test_an_index_that_another_process_has_just_put_in_place_is_not_written(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was opened under its first name, and locked when it had its last."""
    made = Path(f"{index.path}.new")
    opened = atomic_file.open_lock

    def put_in_place(path: Path, seconds: float) -> int:
        lock = opened(path, seconds)
        made.rename(index.path)
        return lock

    monkeypatch.setattr(atomic_file, "open_lock", put_in_place)
    with index.made_anew() as new:
        assert new is index
    assert index.path.exists()


def test_whoever_has_the_old_index_open_does_not_take_the_log_of_the_new_one_away(index: SearchIndex) -> None:
    with ExitStack() as old, ExitStack() as own:
        old.enter_context(index.held_open())
        with index.changing() as db:
            note(db, "old")
        with index.made_anew() as new, new.changing() as db:
            note(db, "new")
        own.enter_context(index.held_open())
        with index.changing() as db:
            note(db, "newest")
        old.close()
        assert Path(f"{index.path}-wal").stat().st_size
        assert noted(index) == ["newest"]
    assert noted(index) == ["newest"]


def test_an_index_is_written_in_its_place_where_no_other_file_can_be(index: SearchIndex) -> None:
    Path(f"{index.path}.new").mkdir()
    with index.made_anew() as new:
        assert new is index
