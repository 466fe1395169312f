"""Any number of files analysed, a line a file, by processes that may die.

    __init__.py  `Job`, `Result` and `Options`, which all others share
    scan.py      the files of folders, in order
    pool.py      jobs shared among processes of this machine
    worker.py    such a process
    dask.py      jobs shared among other machines (extra `cluster`)
    output.py    the file of results: files that are done are skipped, files that changed are done again
    failures.py  the file that names those that could not be analysed

A file is a job, a job goes to a child process, and its result is a line that is written as it came. The trap: nothing
here may hold more than a handful of jobs, since there may be millions; everything is an iterator.
"""

import json
import os
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be analysed, as it was when it was listed."""

    name: str
    """Its path as the user would write it; the id of its line."""
    path: str
    """Its absolute path."""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """Nanoseconds since 1970."""
    problem: str = ""
    """The reason why it cannot be read, if the scan has seen that already."""

    def to_line(self) -> bytes:
        return json.dumps([self.name, self.path, self.size, self.modified]).encode()  # a name may be no Unicode

    @classmethod
    def from_line(cls, line: bytes) -> "Job":
        return cls(*json.loads(line))


@dataclass(frozen=True, slots=True)
class Result:
    """A line for a job, or the problem that there was."""

    job: Job
    line: bytes = b""
    """With its newline."""
    words: int = 0
    problem: str = ""
    """One line, harmless."""


@dataclass(frozen=True, slots=True)
class Options:
    """How files are analysed."""

    engine: Literal["rules", "spacy"]
    engine_version: str
    """The name of the engine with its version; another one might find something else."""
    pipeline: str | None = None
    indirect: bool = False
    explained: bool = False
    read_as: str = ""
    """The format of each file (one of `article.FORMATS`); empty: detect it."""
    seconds: float | None = None
    """That a file may take; None for a limit by its size."""


def file_id(path: str) -> str:
    """`path` as an id: bytes that are not UTF-8 are shown as `\\xe9`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
