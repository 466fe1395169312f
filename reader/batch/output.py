"""Append results to a file, one line per finished file, and skip the files that have a line.

A line is appended in one write and never changed; an incomplete last line, left by an interrupted run, is dropped. A
file counts as finished if its line has its current size and modification time. A changed file is analyzed again, and
its older line is removed at the end of the run (until then the later line counts). Pitfall: there may be millions
of lines, so only two numbers of each are kept in memory.

The files that could not be analyzed are listed with the reason in a file beside it, which covers only the last run, and
exists only if that run had failures.
"""

import hashlib
import os
from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import IO, Any, Self

from reader.batch import Job, Options, Result
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.system.atomic_file import replace_file, sync, take_lock
from reader.text.sanitize import clean_line

LINE_START = b'{"id":'  # the start of each of its lines
SYNC_INTERVAL = 10  # seconds between fsyncs: the work that a power failure may cost


class Results(ABC):
    """Where results are kept, and which files are done; as a context manager, open and locked."""

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self._options = options
        self._shown = clean_line(str(path))
        self._descriptor = -1
        """Of what is locked."""
        self._names = self._versions = NumberSet()
        self._repeated: set[int] = set()
        """The hashes of the names of files with several results."""

    def __enter__(self) -> Self:
        """Lock it and read what is done. Raises AnalysisError, OSError; nothing of it is then changed."""
        self._descriptor = self._open()
        try:
            if not take_lock(self._descriptor, 0):
                raise AnalysisError(f"{self._shown} is in use by another `reader analyze`")
            names, versions = array("Q"), array("Q")
            for name, version in self._read():
                names.append(name)
                versions.append(version)
        except BaseException:
            os.close(self._descriptor)
            raise
        self._names, self._versions = NumberSet(names), NumberSet(versions)
        self._repeated = self._names.repeated()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._finish(complete=kind is None)
        finally:
            os.close(self._descriptor)

    def has(self, job: Job) -> bool:
        """Return whether the file has been analyzed in its current version."""
        return number_of(job.name, job.size, job.modified) in self._versions

    def write(self, job: Job, line: bytes) -> None:
        """Keep the line of a file. Raises OSError."""
        if (name := number_of(job.name)) in self._names:
            self._repeated.add(name)
        self._put(line)

    @abstractmethod
    def _open(self) -> int:
        """Return the descriptor of what is to be locked."""

    @abstractmethod
    def _read(self) -> Iterator[tuple[int, int]]:
        """Yield the number of the name, and that of the version, of each file that is done."""

    @abstractmethod
    def _put(self, line: bytes) -> None:
        """Keep a line."""

    @abstractmethod
    def _finish(self, *, complete: bool) -> None:
        """End a run, which may be `complete`."""


class OutputFile(Results):
    """Results as lines of a file."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, options)
        self._end = 0
        """Bytes of complete lines."""
        self._synced = monotonic()

    def _open(self) -> int:
        return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o666)

    def _finish(self, *, complete: bool) -> None:
        if complete and self._repeated:
            replace_file(self.path, self._latest_lines(), mode=os.fstat(self._descriptor).st_mode & 0o777)
        sync(self._descriptor)

    def _put(self, line: bytes) -> None:
        """Append a line. Raises OSError if nothing was appended."""
        data = memoryview(line)
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except BaseException:
            with suppress(OSError):
                self._truncate()
            raise
        self._end += len(line)
        if monotonic() - self._synced > SYNC_INTERVAL:
            sync(self._descriptor)
            self._synced = monotonic()

    def _read(self) -> Iterator[tuple[int, int]]:
        """Read the existing lines and drop an incomplete last one. Raises AnalysisError, OSError."""
        if not os.path.isfile(self.path):
            raise AnalysisError(f"{self._shown} is not a regular file; without -o, results go to standard output")
        if not os.path.samestat(os.fstat(self._descriptor), os.stat(self.path)):  # replaced before it was locked
            raise AnalysisError(f"{self._shown} is in use by another `reader analyze`")
        with closing(self._lines()) as lines:
            for count, (line, found) in enumerate(lines, 1):
                if found is None and is_incomplete(line, is_first=count == 1):
                    break
                if found is None:
                    what = f"line {count} was not written by `reader analyze`"
                    raise AnalysisError(f"{self._shown}: {what}; choose another file")
                if problem := self._difference(found):
                    raise AnalysisError(f"{self._shown} {problem}; choose another file, or delete this one")
                self._end += len(line)
                yield number_of(found["id"]), number_of(found["id"], found.get("size"), found.get("modified"))
        self._truncate()

    def _truncate(self) -> None:
        """Keep complete lines only, and write after them."""
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        os.lseek(self._descriptor, 0, os.SEEK_END)

    def _lines(self) -> Generator[tuple[bytes, dict[str, Any] | None], None, None]:
        """Yield each line, parsed; None if it is incomplete or not ours."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        with open(self._descriptor, "rb", closefd=False) as file:
            for line in file:
                yield line, parse_line(line)

    def _difference(self, found: dict[str, Any]) -> str:
        """Describe how the options of a line differ from this run's; empty if they do not."""
        if found["engine"] != self._options.engine_version:
            return f"holds results of {clean_line(str(found['engine']))}, not of {self._options.engine_version}"
        if ("indirect" in found) is not self._options.indirect:
            return f"holds results {'without' if self._options.indirect else 'with'} --indirect"
        return ""

    def _latest_lines(self) -> Iterator[bytes]:
        names = (number_of(found["id"]) for _, found in self._lines() if found)
        left = Counter(name for name in names if name in self._repeated)
        for line, found in self._lines():
            name = number_of(found["id"]) if found else 0
            if name in left:  # counting the others would take memory for each file
                left[name] -= 1
            if not left[name]:
                yield line


def parse_line(line: bytes) -> dict[str, Any] | None:
    """Return the object in a complete line of ours; None if it is incomplete or not ours."""
    if not line.startswith(LINE_START) or not line.endswith(b"\n"):
        return None
    found = fast_json.loads_or_none(line)
    return found if found is not None and isinstance(found.get("id"), str) and "engine" in found else None


def is_incomplete(line: bytes, *, is_first: bool) -> bool:
    """Return whether a line may be one of ours that was interrupted.

    If there is no line of ours before it, it must be more than a prefix that any JSON file may have.
    """
    if line.endswith(b"\n") or (is_first and not line.startswith(LINE_START)):
        return False
    try:
        found = fast_json.loads(line)
    except ValueError:
        return LINE_START.startswith(line[: len(LINE_START)])
    return not is_first or (isinstance(found, dict) and "engine" in found)


class NumberSet:
    """A set of 64-bit numbers that needs eight bytes for each."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._sorted = array("Q", sorted(numbers))

    def __contains__(self, number: int) -> bool:
        place = bisect_left(self._sorted, number)
        return place < len(self._sorted) and self._sorted[place] == number

    def repeated(self) -> set[int]:
        """Return the numbers that occurred more than once."""
        return {number for number, following in pairwise(self._sorted) if number == following}


def number_of(*values: object) -> int:
    """Return a hash of 64 bits; the chance that two of a million are equal is one in thirty million."""
    return int.from_bytes(hashlib.blake2b("\0".join(map(str, values)).encode(), digest_size=8).digest(), "big")


MAX_LINE = 1 << 20

KEYS = {"id", "error"}  # the keys of each of its lines; a file with other lines is not ours and is never overwritten


class Failures:
    """The failures of one run; as a context manager, it deletes those of the run before.

    Entering raises AnalysisError if the file was not written by `reader analyze`.
    """

    def __init__(self, beside: Path | None) -> None:
        """Open no file yet; `beside` is the file of results, or None to count only."""
        self.path = beside and beside.with_name(f"{beside.stem}.failed.jsonl")
        self.count = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "Failures":
        if self.path and os.path.lexists(self.path):
            if not is_ours(self.path):
                shown = clean_line(str(self.path))
                raise AnalysisError(f"{shown} was not written by `reader analyze`; choose another file with -o")
            with suppress(OSError):
                self.path.unlink()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, result: Result) -> None:
        """Add a failure. Raises OSError."""
        self.count += 1
        if self.path and self._file is None:
            self._file = open(self.path, "xb", buffering=0)  # noqa: SIM115 (closed on exit)
        if self._file:
            self._file.write(fast_json.dumps({"id": result.job.name, "error": result.problem}) + b"\n")


def is_ours(path: Path) -> bool:
    """Return whether the first line of a regular file is a failure; an empty file counts too."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with open(path, "rb") as file:
            line = file.readline(MAX_LINE)
        found = fast_json.loads(line) if line else dict.fromkeys(KEYS)
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.keys() == KEYS
