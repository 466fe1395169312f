"""The index file: it is private, never written through a link, and its errors are told apart."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import SearchError
from reader.search.index import DamagedIndexError, SearchIndex, UnwritableError, translate_errors


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


def test_an_index_that_cannot_be_written_is_not_taken_for_a_damaged_one(opened: sqlite3.Connection) -> None:
    opened.execute("PRAGMA query_only = 1")
    with pytest.raises(UnwritableError, match="the search index cannot be written"), translate_errors(0):
        opened.execute("INSERT INTO t VALUES (1)")


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
