"""Analyze any number of files, one line of output each, in child processes that may crash.

    __init__.py  `Job`, `Result` and `Options`, shared by the others
    scan.py      list the files of folders, in order
    pool.py      distribute jobs to processes on this machine
    worker.py    such a process
    dask.py      distribute jobs to other machines (extra `cluster`)
    output.py    the file of results: finished files are skipped, changed ones analyzed again; the file of failures
    tables.py    the same as Parquet tables by month (extra `archive`)

Each file is a job for a child process, and its result is one line, written as soon as it is ready. Pitfall: there
may be millions of jobs, so nothing here may keep more than a handful; everything is an iterator.
"""

import json
import os
from dataclasses import dataclass
from typing import Literal

from reader.document.article import Article, Genre


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be analyzed, as it was when it was listed."""

    name: str
    """Its path as the user would write it; the id of its line."""
    path: str
    """Its absolute path."""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """Nanoseconds since 1970."""
    problem: str = ""
    """Why it cannot be read, if the scan has found out already."""

    def to_line(self) -> bytes:
        return json.dumps([self.name, self.path, self.size, self.modified]).encode()  # a name may not be Unicode

    @classmethod
    def from_line(cls, line: bytes) -> "Job":
        return cls(*json.loads(line))


@dataclass(frozen=True, slots=True)
class Result:
    """The line for a job, or its problem."""

    job: Job
    line: bytes = b""
    """Including its newline."""
    words: int = 0
    problem: str = ""
    """One line, sanitized."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options with which files are analyzed."""

    engine: Literal["rules", "spacy"]
    engine_version: str
    """The name and version of the engine; another one might find something else."""
    pipeline: str | None = None
    indirect: bool = False
    explained: bool = False
    read_as: str = ""
    """The format of each file (one of `article.FORMATS`); empty to detect it."""
    seconds: float | None = None
    """Time limit for a file; None for one that depends on its size."""
    genre: Genre | None = None
    """What kind of text each file is; None for what its structure tells."""


def metadata_of(article: Article) -> dict[str, object]:
    """Return what is known of an article beside its text, as it is written into its line."""
    url = article.source if "://" in article.source else ""
    return {"published": article.published, "author": list(article.author), "url": url, "site": article.site}


def file_id(path: str) -> str:
    r"""Return `path` as an id; bytes that are not UTF-8 are shown as `\xe9`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
