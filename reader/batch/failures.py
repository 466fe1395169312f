"""Write the files that could not be analysed, with the reason, to a file beside the results, one line each.

It covers only the last run, and exists only if that run had failures.
"""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from reader.batch import Result

LINE_START = b'{"id":'
"""The start of each of its lines; a file with other lines is not ours and is left alone."""


class Failures:
    """The failures of one run; as a context manager, it deletes those of the run before."""

    def __init__(self, beside: Path | None) -> None:
        """Open no file yet; `beside` is the file of results, or None to count only."""
        self.path = beside and beside.with_name(f"{beside.stem}.failed.jsonl")
        self.count = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "Failures":
        if self.path:
            with suppress(OSError):
                with open(self.path, "rb") as file:
                    ours = file.read(len(LINE_START)) == LINE_START
                if ours:
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
            self._file = open(self.path, "wb", buffering=0)  # noqa: SIM115 (closed on exit)
        if self._file:
            line = {"id": result.job.name, "error": result.problem}
            self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
