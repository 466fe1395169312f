"""List the files of folders: every supported format, sorted by name, each file once.

Only the names in the folders on the current path are kept in memory. Hidden files and folders are skipped; files
with unknown suffixes are skipped and counted. Pitfall: symbolic links: a link to a folder that is scanned anyway,
or to one above it, is skipped, so that no loop is followed and no file is listed twice.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from reader.batch import Job, file_id
from reader.sources.detect import is_article_name
from reader.text.sanitize import clean_line


class Scan:
    """The files at `sources`, which are files and folders; each iteration scans them again."""

    def __init__(
        self, sources: Sequence[str], excluded: Sequence[str | Path] = (), part: tuple[int, int] = (1, 1)
    ) -> None:
        """Prepare a scan without the files `excluded`, of one `part` of several (the same on all machines)."""
        self._sources = sources
        self._excluded = set[tuple[int, int]]()
        """Device and inode number, which identify a file under any name."""
        for path in excluded:
            with suppress(OSError):  # it may be deleted meanwhile, as an empty list of failures is
                status = os.stat(path)
                self._excluded.add((status.st_dev, status.st_ino))
        self._part = part
        self.skipped: Counter[str] = Counter()
        """The number of files skipped in the last iteration, by suffix."""

    def __iter__(self) -> Iterator[Job]:
        which, of = self._part
        return (job for job in self._all() if of == 1 or crc32(job.name.encode()) % of == which - 1)

    def _all(self) -> Iterator[Job]:
        self.skipped.clear()
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
        """Yield the jobs below the folder `top`; a link that leads out of the `roots` adds its target to them."""
        folder: str | None = top
        waiting: list[str] = []
        while folder is not None or waiting:
            if folder is not None:
                try:
                    names = sorted(os.listdir(os.path.expanduser(folder)), reverse=True)
                    waiting += (os.path.join(folder, name) for name in names if not name.startswith("."))
                except OSError as error:
                    yield _job(folder, f"the folder cannot be read: {error.strerror}")
                folder = None
                continue
            path = waiting.pop()
            try:
                status = os.lstat(path)
                if stat.S_ISLNK(status.st_mode):
                    status, real = os.stat(path), os.path.realpath(path)
                    if any(_within(real, root) or _within(root, real) for root in roots):
                        continue
                    roots.append(real)
            except OSError as error:
                yield _job(path, f"cannot be read: {error.strerror}")
                continue
            if (status.st_dev, status.st_ino) in self._excluded:
                continue
            if stat.S_ISDIR(status.st_mode):
                folder = path
            elif is_article_name(os.path.basename(path)):
                yield _job(path, status=status)
            else:
                self.skipped[clean_line(os.path.splitext(path)[1].lower())] += 1


def _job(path: str, problem: str = "", status: os.stat_result | None = None) -> Job:
    absolute = os.path.abspath(os.path.expanduser(path))
    if status is None and not problem:
        with suppress(OSError, ValueError):  # the worker that opens it reports the error
            status = os.stat(absolute)
    size, modified = (status.st_size, status.st_mtime_ns) if status else (0, 0)
    return Job(file_id(path), absolute, size, modified, problem)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
