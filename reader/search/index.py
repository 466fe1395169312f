"""The SQLite file of the index: open it, keep it private to its owner, rebuild it when damaged or of another version.

Several processes may read and write it at once: readers see the last complete state (write-ahead log), writers wait for
each other. It is opened for each query and each change, since another process may have replaced the file. If it cannot
be written, the index is made in memory, for this process alone.

Pitfall: the file may contain anything, so every error that a sound index cannot cause counts as damage. It is then
deleted, which loses nothing, but only if it still is the file that was found damaged.
"""

import errno
import json
import os
import sqlite3
import stat
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.errors import ReaderError, SearchError, explained
from reader.system import atomic_file
from reader.text.normalize import without_accents
from reader.text.sanitize import clean_line

VERSION = 10  # version of the tables; an index of another version is rebuilt
WAIT = 30.0  # seconds: a change takes a fraction of one, so a process that blocks for longer has been stopped
PAUSE = 0.02  # seconds between two attempts to change the file's journal: about as long as another process takes for it
BESIDE = ("-wal", "-shm", "-journal")  # suffixes of the files that SQLite puts beside its own

CACHE = -48_000
"""Page cache, as SQLite counts: negative KiB (the default is 2 MB). A change for which it is too small is written
twice."""

CHECKPOINT = 32_000
"""Pages of 4 KiB in the write-ahead log that are copied into the file at once: one that has changed several times is
copied once (the default is 1,000)."""

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stamps (kind TEXT, id TEXT, stamp TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, row INTEGER NOT NULL, title TEXT NOT NULL, by TEXT NOT NULL, source TEXT NOT NULL,
    published TEXT NOT NULL, day TEXT NOT NULL, added TEXT NOT NULL, opened TEXT NOT NULL, shelf TEXT NOT NULL,
    genre TEXT NOT NULL, sha256 TEXT NOT NULL, length INTEGER NOT NULL, studied TEXT NOT NULL,
    notes INTEGER NOT NULL DEFAULT 0, tags TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '', noted TEXT NOT NULL DEFAULT '', minutes REAL NOT NULL DEFAULT 0,
    caret INTEGER, left_at INTEGER, checked TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE entries (
    row INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, article TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT '',
    start INTEGER, stop INTEGER, speaker TEXT NOT NULL DEFAULT '', name INTEGER, named_from INTEGER, named_to INTEGER,
    uncertain INTEGER NOT NULL DEFAULT 0, certainty TEXT, indirect INTEGER NOT NULL DEFAULT 0,
    paragraph INTEGER NOT NULL DEFAULT 0, page TEXT NOT NULL DEFAULT '', author TEXT NOT NULL DEFAULT ''
);
CREATE INDEX entries_of ON entries (article, kind);
CREATE INDEX entries_by_time ON entries (kind, at);
CREATE INDEX entries_by_id ON entries (id);
CREATE INDEX entries_by_name ON entries (name);
CREATE INDEX entries_by_author ON entries (kind, author);
CREATE TABLE names (
    row INTEGER PRIMARY KEY, article TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, mentions TEXT NOT NULL
);
CREATE INDEX names_of ON names (article);
CREATE TABLE spellings (
    spelling TEXT NOT NULL, name INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (spelling, name)
) WITHOUT ROWID;
CREATE INDEX spellings_of ON spellings (name);
CREATE TABLE members (
    id TEXT PRIMARY KEY, dossier TEXT NOT NULL, name TEXT NOT NULL, article TEXT NOT NULL, role TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX members_of ON members (dossier, article);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, about, tags, speaker, names,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix = '1 2 3'
);
"""
"""`articles`, `entries` (an article, a note or a quote) and `words` are what is shown and searched; `note` is the
beginning of the last note on an article, which was written when `noted` says, `minutes` the time it takes to read,
`checked` the counts of its last check; `named_from` and `named_to` are the words that name the speaker of a quote;
`author` is the name of who wrote a note; `names` and `spellings` are the entities; `members` the articles in dossiers,
by `dossier_key`; `stamps` the fingerprints of what was indexed. An entry and its words have the same row. A vowel sign
(Mn, Mc) is part of its word."""


class DamagedIndexError(ReaderError):
    """The file is not a sound index."""

    def __init__(self, reason: str, inode: int) -> None:
        super().__init__(reason)
        self.inode = inode
        """The inode of the damaged file."""


class UnwritableError(SearchError):
    """The file cannot be written."""


class SearchIndex:
    """The index of one library. Methods raise SearchError and DamagedIndexError unless they say otherwise."""

    def __init__(self, library: Path) -> None:
        self.path = Path(f"{os.path.realpath(library)}.index")
        self._own: sqlite3.Connection | None = None
        """A connection to what no other process sees."""

    @property
    def is_kept(self) -> bool:
        """True if the index is a file, which other processes share."""
        return self._own is None

    def keep_in_memory(self) -> None:
        """Use an empty index in memory from now on, for this process alone."""
        self._own = connect(":memory:")
        weakref.finalize(self, self._own.close)  # Python 3.13 warns of connections that nobody closes
        with translate_errors(0):
            create_tables(self._own)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open a read transaction; an index that does not exist yet is created empty."""
        with self._opened() as db, transaction(db, "BEGIN"):
            yield db

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Open an exclusive write transaction; an exception rolls it back."""
        with self._opened() as db, transaction(db, "BEGIN IMMEDIATE"):
            yield db

    @contextmanager
    def made_anew(self) -> Iterator["SearchIndex"]:
        """Yield an empty index in a file of its own, which takes the place of this one unless something is raised.

        Nobody else sees it, so each page is written once: in one transaction, without a log. While another process
        makes one, or if the file cannot be locked, yield this index. Pitfall: no other thread may have the index open,
        as for `prepare_file`.
        """
        path = Path(f"{self.path}.new")
        with held_alone(path) as is_ours:
            if not is_ours:
                yield self
                return
            try:
                os.truncate(path, 0)  # what a killed process has left
                with translate_errors(0), closing(connect(path)) as db:
                    db.execute(f"PRAGMA cache_size = {CACHE}")
                    db.execute("PRAGMA journal_mode = OFF")
                    create_tables(db)
                    with transaction(db, "BEGIN"):
                        new = SearchIndex(self.path)
                        new._own = db
                        yield new
                        db.execute("INSERT INTO words (words) VALUES ('optimize')")
                    use_write_ahead_log(db)
                for ending in BESIDE:
                    Path(f"{self.path}{ending}").unlink(missing_ok=True)
                os.replace(path, self.path)
            except BaseException:
                path.unlink(missing_ok=True)
                raise

    @contextmanager
    def held_open(self) -> Iterator["SearchIndex"]:
        """Keep the file open during several changes: whoever closes it last copies the whole log into it."""
        with self._opened():
            yield self

    def discard(self, inode: int | None = None) -> None:
        """Delete the file, if it still has this inode. Raises nothing: the next use reports the failure."""
        if self._own is not None:
            self.keep_in_memory()
            return
        with suppress(OSError):
            if inode is None or os.lstat(self.path).st_ino == inode:
                for ending in (*BESIDE, ""):
                    Path(f"{self.path}{ending}").unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        if self._own is not None:
            with translate_errors(0):
                yield self._own
            return
        with translate_errors(prepare_file(self.path)), closing(connect(self.path)) as db:
            db.execute(f"PRAGMA cache_size = {CACHE}")
            db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
            if version_of(db) != VERSION:
                use_write_ahead_log(db)
                create_tables(db)
            db.execute("PRAGMA synchronous = NORMAL")
            yield db


def connect(path: Path | str) -> sqlite3.Connection:
    """Open a file with the function `plain`: a text without capitals and accents, as words are compared."""
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    db.create_function("plain", 1, lambda text: without_accents(text).casefold(), deterministic=True)
    return db


def prepare_file(path: Path) -> int:
    """Ensure that `path` is a regular file, private to its owner, and return its inode. Raises UnwritableError.

    Pitfall: it must not be opened while SQLite may have it open. Whoever closes a file gives up all locks that the
    process has on it, and another process would then delete the log that is still written.
    """
    with explained(UnwritableError, clean_line(f"the search index {path} cannot be written")):
        with suppress(FileExistsError), atomic_file.opened(path, os.O_RDWR | os.O_CREAT | os.O_EXCL) as created:
            atomic_file.keep_owner(created, path)
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise atomic_file.NotAFileError(f"it is {atomic_file.file_kind(status.st_mode)}")
        if status.st_mode & atomic_file.OTHERS:
            os.chmod(path, atomic_file.OWNER_ONLY)
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if links := [f"{path}{ending}" for ending in BESIDE if os.path.islink(f"{path}{ending}")]:
            raise atomic_file.NotAFileError(f"{links[0]} is a symbolic link")
        return status.st_ino


@contextmanager
def held_alone(path: Path) -> Iterator[bool]:
    """Hold a file that SQLite has not open; False if another process holds it, or has renamed it meanwhile."""
    try:
        lock = atomic_file.open_lock(path, 0)
    except OSError:
        yield False
        return
    try:
        yield path.exists() and os.path.samestat(path.stat(), os.fstat(lock))
    finally:
        os.close(lock)


def version_of(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def use_write_ahead_log(db: sqlite3.Connection) -> None:
    """Switch to a write-ahead log once no other process uses the file; SQLite itself does not wait for that."""
    give_up = time.monotonic() + WAIT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(PAUSE)


def create_tables(db: sqlite3.Connection) -> None:
    """Replace the content by empty tables, unless another process has done so meanwhile."""
    with transaction(db, "BEGIN IMMEDIATE"):
        if version_of(db) == VERSION:
            return
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in sorted(tables, key=lambda table: table[0] != "words"):  # its shadow tables go with it
            if name != "sqlite_sequence" and not name.startswith("words_"):
                quoted = name.replace('"', '""')
                db.execute(f'DROP TABLE IF EXISTS "{quoted}"')
        for statement in SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Open a transaction, or take part in the one that is open; an exception rolls it back."""
    if db.in_transaction:
        yield
        return
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise


def select_many(db: sqlite3.Connection, statement: str, values: Sequence[object]) -> list[Any]:
    """Return the rows of a statement about many values, with `{}` in their place."""
    return db.execute(statement.replace("{}", "SELECT value FROM json_each(?)"), (json.dumps(values),)).fetchall()


@contextmanager
def translate_errors(inode: int) -> Iterator[None]:
    """Raise SQLite's errors as DamagedIndexError or SearchError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if "fts5" in str(error) and "module" in str(error):
            raise SearchError(
                "searching needs SQLite with its full-text search (FTS5), which this Python's does not have: "
                "use another Python; everything else works"
            ) from error
        if code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH):
            raise DamagedIndexError(str(error), inode) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise UnwritableError(clean_line(f"the search index cannot be written: {error}")) from error
        raise SearchError(clean_line(f"the search index cannot be used: {error}")) from error
