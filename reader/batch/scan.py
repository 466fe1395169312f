"""The files of folders: every format that is read, in the order of their names, each once.

A folder's own names are held while it is read, nothing else. Hidden files and folders are passed over, and files whose
suffix no format has are counted. The trap is the symbolic link: one that leads to where we are going anyway, or have
been, or up to where we came from, is passed over; so no loop is walked, and no file is done twice.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from reader.batch import Job, name_of
from reader.sources import SUFFIXES
from reader.text.sanitize import clean_line

Identity = tuple[int, int]
"""Device and number: what a file is, whatever it is called."""


class Listing:
    """What lies at `sources`, files and folders; each walk over it begins anew."""

    def __init__(
        self, sources: Sequence[str], passing: Sequence[str | Path] = (), part: tuple[int, int] = (1, 1)
    ) -> None:
        """`passing`: files that are never listed, being ours. `part`: which of how many, alike on all machines."""
        self._sources = sources
        self._passing = {_identity(os.stat(path)) for path in passing if os.path.exists(path)}
        self._part = part
        self.passed_over: Counter[str] = Counter()
        """How many files of which suffix were, in the last walk."""

    def __iter__(self) -> Iterator[Job]:
        which, of = self._part
        return (job for job in self._all() if of == 1 or crc32(job.name.encode()) % of == which - 1)

    def _all(self) -> Iterator[Job]:
        self.passed_over.clear()
        roots: list[str] = []
        for source in self._sources:
            real = os.path.realpath(os.path.expanduser(source))
            if any(_within(real, root) for root in roots):
                continue
            roots.append(real)
            if os.path.isdir(real):
                yield from self._walk(source, roots)
            else:
                yield _job(source)

    def _walk(self, top: str, roots: list[str]) -> Iterator[Job]:
        """The jobs below the folder `top`; a link that leads out of the `roots` makes one more of them."""
        folders = [(top, _names(top))]
        while folders:
            folder, names = folders[-1]
            name = next(names, None)
            if name is None:
                folders.pop()
            elif isinstance(name, OSError):
                yield _job(folder, f"the folder cannot be read: {name.strerror}")
            elif not name.startswith("."):
                path = os.path.join(folder, name)
                try:
                    status = os.lstat(path)
                    if stat.S_ISLNK(status.st_mode):
                        status, real = os.stat(path), os.path.realpath(path)
                        if any(_within(real, root) or _within(root, real) for root in roots):
                            continue
                        roots.append(real)
                except OSError as error:
                    yield _job(path, f"it cannot be read: {error.strerror}")
                    continue
                if stat.S_ISDIR(status.st_mode):
                    folders.append((path, _names(path)))
                elif _identity(status) not in self._passing and self._is_read(name):
                    yield _job(path, status=status)

    def _is_read(self, name: str) -> bool:
        suffix = os.path.splitext(name)[1].lower()
        if suffix in SUFFIXES or suffix in ("", "."):
            return True
        self.passed_over[clean_line(suffix)] += 1
        return False


def _names(folder: str) -> Iterator[str | OSError]:
    """What is in `folder`, in order; or why that cannot be told."""
    try:
        yield from sorted(os.listdir(os.path.expanduser(folder)))
    except OSError as error:
        yield error


def _job(path: str, problem: str = "", status: os.stat_result | None = None) -> Job:
    absolute = os.path.abspath(os.path.expanduser(path))
    if status is None and not problem:
        with suppress(OSError, ValueError):  # whoever opens it says what is wrong
            status = os.stat(absolute)
    size, modified = (status.st_size, status.st_mtime_ns) if status else (0, 0)
    return Job(name_of(path), absolute, size, modified, problem)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino
