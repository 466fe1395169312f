"""The library file as it is on the disk: where it and its backups lie, and what it said when it was last looked at.

Reading writes nothing, even where the file is damaged: what can be recovered is served from memory, with a notice.
Where nothing can be recovered every use is an error. Either way the file stays as it is; `SafeStorage` keeps a copy of
a damaged one before it puts the recovered content in its place.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.errors import LibraryError
from reader.library.codec.records import SCHEMA, Tables
from reader.library.recovery import DamagedLibraryError, NewerSchemaError, read_tables, recover_tables, with_all_tables
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean_line

READ_AGAIN = 5
"""So often is a file that changed while it was read taken up again before it counts as damaged: another program may
write it in place."""

Signature = tuple[int, int, int, int]
"""Device, inode, size and time of change in nanoseconds. An inode may come back within one tick of the clock, but a
save that adds words changes the size too."""


def refusal(what: str, path: Path, error: OSError) -> LibraryError:
    """The one line for an error of the operating system."""
    reason = error.strerror if error.errno and error.strerror else str(error)
    return LibraryError(clean_line(f"{what} {path}: {reason}"))


@dataclass(frozen=True)
class LibraryFiles:
    """The library file and what belongs to it beside it."""

    library: Path
    """Symbolic links followed."""

    @property
    def lock(self) -> Path:
        return self._beside(".lock")

    @property
    def queue(self) -> Path:
        """Where those who wait for the lock stand in a row."""
        return self._beside(".queue")

    @property
    def backup(self) -> Path:
        """The same bytes as the library, rewritten after each save."""
        return self._beside(".bak")

    @property
    def texts(self) -> Path:
        """The folder of the kept texts."""
        return self._beside(".texts")

    def dated(self, day: str) -> Path:
        """The library as it was before the first save of a day (YYYYMMDD)."""
        return self._beside(f".bak-{day}")

    def before_schema(self, schema: int) -> Path:
        """The library as it was before it was migrated from `schema`."""
        return self._beside(f".bak-schema{schema}")

    def damaged(self, time: str) -> Path:
        return self._beside(f".damaged-{time}")

    def all_dated(self) -> list[Path]:
        """Oldest first. Raises OSError, as the next two do."""
        return [path for path in self._all(".bak-") if path.name[-8:].isdigit() and path.name[-9] == "-"]

    def all_damaged(self) -> list[Path]:
        """Copies of damaged files that were set aside, oldest first."""
        return self._all(".damaged-")

    def backups(self) -> Iterator[Path]:
        """From the newest to the oldest."""
        yield self.backup
        yield from reversed(self.all_dated())
        yield from reversed(self._all(".bak-schema"))

    def _beside(self, ending: str) -> Path:
        return self.library.with_name(self.library.name + ending)

    def _all(self, ending: str) -> list[Path]:
        start = self.library.name + ending
        try:
            with os.scandir(self.library.parent) as entries:
                return sorted(Path(entry) for entry in entries if entry.name.startswith(start))
        except FileNotFoundError:
            return []


@dataclass(frozen=True)
class Snapshot:
    """What the library said when it was last read or written."""

    tables: Tables
    signature: Signature | None
    """None: there was no file."""
    plain: bool = True
    """Whether orjson can read it, and so write it again without loss."""
    schema: int = SCHEMA
    """The schema of the file; the tables follow this version's."""
    damage: str = ""
    """Why the tables are not the file's own but recovered."""
    raw: bytes = b""
    """The damaged bytes."""


def signature_of(status: os.stat_result) -> Signature:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def current_signature(path: Path) -> Signature | None:
    """None if there is no file. Raises LibraryError."""
    try:
        return signature_of(os.stat(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refusal("cannot read the library", path, error) from error


def take_snapshot(beside: LibraryFiles, tell: Callable[[str], None]) -> Snapshot:
    """What the library says now; `tell` is given what the user must know. Raises LibraryError."""
    path = beside.library
    for _ in range(READ_AGAIN):
        try:
            raw, status = atomic_file.read_with_status(path)
        except FileNotFoundError:
            broken = Snapshot({}, None, damage="is missing")
            break
        except OSError as error:
            raise refusal("cannot read the library", path, error) from error
        signature = signature_of(status)
        try:
            if not raw or raw.isspace():
                raise DamagedLibraryError("is empty")
            content = read_tables(raw)
            return Snapshot(with_all_tables(content.tables), signature, content.plain, content.schema)
        except NewerSchemaError as error:
            words = f"the library {path} was written by a newer version of reader ({error}): update reader"
            raise LibraryError(clean_line(words)) from error
        except DamagedLibraryError as error:
            broken = Snapshot({}, signature, damage=str(error), raw=raw)
        if current_signature(path) == signature:
            break
    return recover_snapshot(beside, broken, tell)


def recover_snapshot(beside: LibraryFiles, broken: Snapshot, tell: Callable[[str], None]) -> Snapshot:
    """What can be saved of a damaged library; of one that is missing or empty and has no backup, a new one.

    Raises LibraryError if there is nothing.
    """
    path, nothing = beside.library, not broken.raw or broken.raw.isspace()
    tables = recover_tables(broken.raw, readable_backups(beside, broken.damage))
    if tables is not None:
        saved = f"{counted(len(tables['articles']), 'article')} and {counted(len(tables['notes']), 'note')}"
        if nothing:
            tell(f"the library {path} {broken.damage}: {saved} recovered from its backup")
        else:
            tell(f"the library {path} {broken.damage}: {saved} recovered; the next save keeps a copy of it as it is")
        return Snapshot(tables, broken.signature, plain=False, damage=broken.damage, raw=broken.raw)
    if nothing:
        return Snapshot(with_all_tables({}), broken.signature)
    words = (
        f"the library {path} {broken.damage} and nothing could be recovered from it; it is left as it is: "
        "move it away to begin a new one, or name another with --library"
    )
    raise LibraryError(clean_line(words))


def readable_backups(beside: LibraryFiles, damage: str) -> Iterator[bytes]:
    """The backups from the newest to the oldest.

    Raises LibraryError for one that is there but cannot be read: it may hold what the older ones do not, and the next
    save would replace it.
    """
    path = beside.library.parent
    try:
        for path in beside.backups():
            with suppress(FileNotFoundError):
                yield atomic_file.read_regular(path)
    except OSError as error:
        failed = refusal(f"the library {beside.library} {damage}, and its backups cannot be read:", path, error)
        raise LibraryError(f"{failed}; make that readable, or move it away to go on without it") from error
