"""The file with a line for each file that is done: read to go on, written so that what is there stays.

A line is written in one piece behind the others and never touched again; a last line without an end was being written
when the program was stopped, and is dropped. A file counts as done while its line has its size and time of change. One
that has changed is done again, and its older line is left out when the work is over (until then the later line counts).
The trap: there may be millions of lines, so of each only two numbers are kept.
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

from reader.batch import Job, Wanted
from reader.errors import AnalysisError
from reader.system.atomic_file import open_temporary, sync, sync_folder
from reader.text.sanitize import clean_line

BEGIN = b'{"id":'
"""What each line begins with."""

SYNC = 10
"""Seconds of work that a power cut may cost."""


class Outfile:
    """Lines at `path`; as a context, open to be written by nobody else."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self.path = path
        self._wanted = wanted
        self._shown = clean_line(str(path))
        self._descriptor = -1
        self._end = 0
        """Bytes of whole lines."""
        self._synced = monotonic()
        self._names = self._stamps = Numbers()
        self._again: set[int] = set()
        """The names, as numbers, of files with several lines."""

    def __enter__(self) -> "Outfile":
        """Raises AnalysisError, OSError; then the file is as it was."""
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o666)
        try:
            self._look()
        except BaseException:
            os.close(self._descriptor)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._leave_out()
            sync(self._descriptor)
        finally:
            os.close(self._descriptor)

    @property
    def count(self) -> int:
        """Files that had a line when the work began."""
        return len(self._names) - len(self._again)

    def has(self, job: Job) -> bool:
        """Whether the file is done, as it is now."""
        return number(job.name, job.size, job.modified) in self._stamps

    def write(self, job: Job, line: bytes) -> None:
        """Add the line of a file. Raises OSError, and then nothing was added."""
        data = memoryview(line)
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except BaseException:
            with suppress(OSError):
                self._cut()
            raise
        self._end += len(line)
        if (name := number(job.name)) in self._names:
            self._again.add(name)
        if monotonic() - self._synced > SYNC:
            sync(self._descriptor)
            self._synced = monotonic()

    def _look(self) -> None:
        """Read what is there, and drop a torn last line. Raises AnalysisError, OSError."""
        if not os.path.isfile(self.path):
            raise AnalysisError(f"{self._shown} is no regular file; without -o the lines go to standard output")
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(self._descriptor), os.stat(self.path)):
                raise BlockingIOError  # it was written anew between our opening and locking it
        except BlockingIOError as error:
            raise AnalysisError(f"{self._shown} is being written by another `reader analyze`") from error
        names, stamps = array("Q"), array("Q")
        with closing(self._lines()) as lines:
            for count, (line, found) in enumerate(lines, 1):
                if found is None and not line.endswith(b"\n") and BEGIN.startswith(line[: len(BEGIN)]):
                    break  # torn
                if found is None:
                    what = f"line {count} is none of `reader analyze`"
                    raise AnalysisError(f"{self._shown}: {what}; write to another file")
                if problem := self._differs(found):
                    raise AnalysisError(f"{self._shown} {problem}; write to another file, or remove this one")
                self._end += len(line)
                names.append(number(found["id"]))
                stamps.append(number(found["id"], found.get("size"), found.get("modified")))
        self._names, self._stamps = Numbers(names), Numbers(stamps)
        self._again = self._names.twice()
        self._cut()

    def _cut(self) -> None:
        """Leave whole lines only, and write behind them."""
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        os.lseek(self._descriptor, 0, os.SEEK_END)

    def _lines(self) -> Generator[tuple[bytes, dict[str, Any] | None], None, None]:
        """Each line with what it says, None if it is none of ours or not whole."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        with open(self._descriptor, "rb", closefd=False) as file:
            for line in file:
                yield line, said(line)

    def _differs(self, found: dict[str, Any]) -> str:
        """In what a line is not such as is wanted now."""
        if found["engine"] != self._wanted.named:
            return f"was made with {clean_line(str(found['engine']))}, and this would be {self._wanted.named}"
        if ("indirect" in found) is not self._wanted.indirect:
            return f"was made {'without' if self._wanted.indirect else 'with'} --indirect"
        return ""

    def _leave_out(self) -> None:
        """Write the file anew without the lines that later ones stand for. Raises OSError."""
        if not self._again:
            return
        names = (number(found["id"]) for _, found in self._lines() if found)
        left = Counter(name for name in names if name in self._again)
        descriptor, temporary = open_temporary(Path(os.path.realpath(self.path)))
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(descriptor, os.fstat(self._descriptor).st_mode & 0o777)
                for line, found in self._lines():
                    name = number(found["id"]) if found else 0
                    if name in self._again:
                        left[name] -= 1
                    if name not in self._again or not left[name]:
                        file.write(line)
                file.flush()
                sync(descriptor)
            os.replace(temporary, os.path.realpath(self.path))
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        sync_folder(Path(os.path.realpath(self.path)).parent)


def said(line: bytes) -> dict[str, Any] | None:
    """What a whole line of ours says; None if it is not one."""
    if not line.startswith(BEGIN) or not line.endswith(b"\n"):
        return None
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found.get("id"), str) and "engine" in found else None


class Numbers:
    """Many numbers of 64 bits, to ask whether one is among them: eight bytes each."""

    def __init__(self, given: Iterable[int] = ()) -> None:
        self._sorted = array("Q", sorted(given))

    def __len__(self) -> int:
        return len(self._sorted)

    def __contains__(self, one: int) -> bool:
        place = bisect_left(self._sorted, one)
        return place < len(self._sorted) and self._sorted[place] == one

    def twice(self) -> set[int]:
        """Those that are there more than once."""
        return {one for one, next_one in pairwise(self._sorted) if one == next_one}


def number(*said: object) -> int:
    """A number that stands for what is `said`: two of a million are the same with a chance of one in thirty million."""
    words = "\0".join(map(str, said))
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
