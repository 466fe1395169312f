"""The file of results, a line for each file that is done: a run appends to it and skips those that are there.

A line is appended in one piece and never changed; a last line without an end was being written when the program was
stopped, and is dropped. A file counts as done while its line has its size and time of change. A file that has changed
is done again, and its older line is removed when the run is over (until then the later line counts). The trap: there
may be millions of lines, so only two numbers of each are kept.
"""

import fcntl
import hashlib
import os
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

import orjson

from reader.batch import Job, Options
from reader.errors import AnalysisError
from reader.system.atomic_file import open_temporary, sync, sync_folder
from reader.text.sanitize import clean_line

LINE_START = b'{"id":'
"""Of each of its lines."""

SYNC_INTERVAL = 10
"""Seconds: the work that a power cut may cost."""


class OutputFile:
    """The results at `path`; as a context, open and locked."""

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self._options = options
        self._shown = clean_line(str(path))
        self._descriptor = -1
        self._end = 0
        """Bytes of whole lines."""
        self._synced = monotonic()
        self._names = self._versions = NumberSet()
        self._repeated: set[int] = set()
        """The numbers of the names of files with several lines."""

    def __enter__(self) -> "OutputFile":
        """Raises AnalysisError, OSError, and then the file is unchanged."""
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o666)
        try:
            self._read()
        except BaseException:
            os.close(self._descriptor)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._remove_old_lines()
            sync(self._descriptor)
        finally:
            os.close(self._descriptor)

    @property
    def count(self) -> int:
        """Files that had a line when the run began."""
        return len(self._names) - len(self._repeated)

    def has(self, job: Job) -> bool:
        """Return whether the file is done, as it is now."""
        return number_of(job.name, job.size, job.modified) in self._versions

    def write(self, job: Job, line: bytes) -> None:
        """Append the line of a file. Raises OSError, and then nothing was appended."""
        data = memoryview(line)
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except BaseException:
            with suppress(OSError):
                self._truncate()
            raise
        self._end += len(line)
        if (name := number_of(job.name)) in self._names:
            self._repeated.add(name)
        if monotonic() - self._synced > SYNC_INTERVAL:
            sync(self._descriptor)
            self._synced = monotonic()

    def _read(self) -> None:
        """Read the lines that are there, and drop a torn last one. Raises AnalysisError, OSError."""
        if not os.path.isfile(self.path):
            raise AnalysisError(f"{self._shown} is not a regular file; without -o, results go to standard output")
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(self._descriptor), os.stat(self.path)):
                raise BlockingIOError  # it was replaced between opening and locking it
        except BlockingIOError as error:
            raise AnalysisError(f"{self._shown} is in use by another `reader analyze`") from error
        names, versions = array("Q"), array("Q")
        with closing(self._lines()) as lines:
            for count, (line, found) in enumerate(lines, 1):
                if found is None and not line.endswith(b"\n") and LINE_START.startswith(line[: len(LINE_START)]):
                    break  # torn
                if found is None:
                    what = f"line {count} was not written by `reader analyze`"
                    raise AnalysisError(f"{self._shown}: {what}; choose another file")
                if problem := self._difference(found):
                    raise AnalysisError(f"{self._shown} {problem}; choose another file, or delete this one")
                self._end += len(line)
                names.append(number_of(found["id"]))
                versions.append(number_of(found["id"], found.get("size"), found.get("modified")))
        self._names, self._versions = NumberSet(names), NumberSet(versions)
        self._repeated = self._names.repeated()
        self._truncate()

    def _truncate(self) -> None:
        """Keep whole lines only, and write after them."""
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        os.lseek(self._descriptor, 0, os.SEEK_END)

    def _lines(self) -> Generator[tuple[bytes, dict[str, Any] | None], None, None]:
        """Each line, parsed; None where it is torn or not ours."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        with open(self._descriptor, "rb", closefd=False) as file:
            for line in file:
                yield line, parse_line(line)

    def _difference(self, found: dict[str, Any]) -> str:
        """How a line was made with other options than this run has; empty if it was not."""
        if found["engine"] != self._options.engine_version:
            return f"holds results of {clean_line(str(found['engine']))}, not of {self._options.engine_version}"
        if ("indirect" in found) is not self._options.indirect:
            return f"holds results {'without' if self._options.indirect else 'with'} --indirect"
        return ""

    def _remove_old_lines(self) -> None:
        """Replace the file by one without the lines that later ones replace. Raises OSError."""
        if not self._repeated:
            return
        names = (number_of(found["id"]) for _, found in self._lines() if found)
        left = Counter(name for name in names if name in self._repeated)
        descriptor, temporary = open_temporary(Path(os.path.realpath(self.path)))
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(descriptor, os.fstat(self._descriptor).st_mode & 0o777)
                for line, found in self._lines():
                    name = number_of(found["id"]) if found else 0
                    if name in self._repeated:
                        left[name] -= 1
                    if name not in self._repeated or not left[name]:
                        file.write(line)
                file.flush()
                sync(descriptor)
            os.replace(temporary, os.path.realpath(self.path))
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        sync_folder(Path(os.path.realpath(self.path)).parent)


def parse_line(line: bytes) -> dict[str, Any] | None:
    """The object in a whole line of ours; None if it is torn or not ours."""
    if not line.startswith(LINE_START) or not line.endswith(b"\n"):
        return None
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found.get("id"), str) and "engine" in found else None


class NumberSet:
    """A set of many numbers of 64 bits, in eight bytes each."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._sorted = array("Q", sorted(numbers))

    def __len__(self) -> int:
        return len(self._sorted)

    def __contains__(self, number: int) -> bool:
        place = bisect_left(self._sorted, number)
        return place < len(self._sorted) and self._sorted[place] == number

    def repeated(self) -> set[int]:
        """The numbers that were given more than once."""
        return {number for number, following in pairwise(self._sorted) if number == following}


def number_of(*values: object) -> int:
    """A hash of 64 bits: among a million, two are the same with a chance of one in thirty million."""
    joined = "\0".join(map(str, values))
    return int.from_bytes(hashlib.blake2b(joined.encode(), digest_size=8).digest(), "big")
