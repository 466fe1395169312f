"""The files that could not be analysed, each with the reason: a line each, beside the file of results.

It is about the last run only, and exists only if that had failures.
"""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from reader.batch import Result

LINE_START = b'{"id":'
"""Of each of its lines: a file that has others is not ours, and stays."""


class Failures:
    """The failures of one run; as a context, those of the run before are deleted when it is entered."""

    def __init__(self, beside: Path | None) -> None:
        """`beside`: the file of results; None: count only."""
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
        """Raises OSError."""
        self.count += 1
        if self.path and self._file is None:
            self._file = open(self.path, "wb", buffering=0)  # noqa: SIM115 (closed when it is left)
        if self._file:
            line = {"id": result.job.name, "error": result.problem}
            self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
