"""The files of which nothing came, each with the reason: a line each, beside the lines of the others.

It tells of the last run only, and is there only if that had failures.
"""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from reader.batch import Outcome

BEGIN = b'{"id":'
"""What its lines begin with: a file that has others is not ours, and stays."""


class Failures:
    """A context: what was told of the run before is gone when it is entered."""

    def __init__(self, beside: Path | None) -> None:
        """`beside`: the file with the lines of the others; None to count only."""
        self.path = beside and beside.with_name(f"{beside.stem}.failed.jsonl")
        self.count = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> "Failures":
        if self.path:
            with suppress(OSError):
                with open(self.path, "rb") as file:
                    ours = file.read(len(BEGIN)) == BEGIN
                if ours:
                    self.path.unlink()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Raises OSError."""
        self.count += 1
        if self.path and self._file is None:
            self._file = open(self.path, "wb", buffering=0)  # noqa: SIM115 (closed when it is left)
        if self._file:
            told = {"id": outcome.job.name, "error": outcome.problem}
            self._file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
