"""Any number of files analysed, a line a file, by processes that may die.

    __init__.py  what crosses the borders: `Job`, `Outcome`, `Wanted`
    listing.py   the files of folders, in order
    hands.py     children that do jobs; a pool of them on this machine
      work.py    what runs in such a child
    cluster.py   the same hands on other machines (extra `cluster`)
    outfile.py   the lines that are there: what is done, and done anew

The idea: a file is a job, a job goes to a child process, and what comes back is a line that is written as it came. The
trap: nothing here may hold more than a handful of jobs, since there may be millions; everything is an iterator.
"""

import json
import os
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be analysed, as it was when it was listed."""

    name: str
    """Its path as the user would write it: the id of its line."""
    path: str
    """Its absolute path."""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """Nanoseconds since 1970."""
    problem: str = ""
    """Why it cannot be read, where the listing knows that already."""

    def to_line(self) -> bytes:
        return json.dumps([self.name, self.path, self.size, self.modified]).encode()  # a name may be no Unicode

    @classmethod
    def from_line(cls, line: bytes) -> "Job":
        return cls(*json.loads(line))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: a line, or a problem."""

    job: Job
    line: bytes = b""
    """With its newline."""
    words: int = 0
    problem: str = ""
    """One line, harmless."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How files are to be analysed."""

    engine: Literal["rules", "spacy"]
    named: str
    """The engine's name with its version: who would answer as another one does not answer."""
    pipeline: str | None = None
    indirect: bool = False
    explained: bool = False
    read_as: str = ""
    """What each file is (one of `article.FORMATS`), where name and look are not to tell."""
    seconds: float | None = None
    """That a file may take; None for as long as its size may need."""


def name_of(path: str) -> str:
    """`path` as an id: where its bytes are no UTF-8, those that are not are shown as `\\xe9`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
