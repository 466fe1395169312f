"""Write the files that could not be analyzed, with the reason, to a file beside the results, one line each.

It covers only the last run, and exists only if that run had failures.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from reader.batch import Result
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.text.sanitize import clean_line

MAX_LINE = 1 << 20

KEYS = {"id", "error"}
"""The keys of each of its lines; a file with other lines is not ours and is never overwritten."""


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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, result: Result) -> None:
        """Add a failure. Raises OSError."""
        self.count += 1
        if self.path and self._file is None:
            self._file = open(self.path, "xb", buffering=0)  # noqa: SIM115 (closed on exit)
        if self._file:
            line = {"id": result.job.name, "error": result.problem}
            self._file.write(fast_json.dumps(line) + b"\n")


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
