"""This program as a child of itself: the command and the environment of a Python that runs a module of ours.

The trap: it must find the `reader` that is running, in a checkout too, and must not be fooled by a folder of that name
where the user happens to be.
"""

import os
import subprocess
import sys
from contextlib import suppress
from subprocess import PIPE
from tempfile import TemporaryFile

from reader.errors import ReaderError
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean_line

LAST_WORDS = 4000
"""Bytes of what a child said on standard error that are looked at when it has ended: its last line is the reason."""


class WorkerError(ReaderError):
    """A child has ended before it answered: why, in one line; empty if it said nothing."""

    def __init__(self, reason: str, signal: int) -> None:
        super().__init__(reason)
        self.signal = signal
        """The number of the signal that ended it; 0 if it ended by itself."""


class Child:
    """A process that runs a module of ours and answers each line that it is asked by a line.

    It ends when its standard input does, so that none outlives whoever started it, however that ended.
    """

    def __init__(self, module: str, *words: str) -> None:
        self._said = TemporaryFile()  # noqa: SIM115 (closed by `end`); a pipe that nobody reads would fill
        self._process = subprocess.Popen(
            command(module, *words), stdin=PIPE, stdout=PIPE, stderr=self._said, env=environment()
        )

    def ask(self, line: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # it has ended, or was; that it does not answer tells
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def answer(self) -> bytes:
        """Its next line, with its end. Raises WorkerError."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line.endswith(b"\n"):
            return line
        code = self._process.wait()
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - LAST_WORDS))
        raise WorkerError(complaint(self._said.read()), max(0, -code))

    def kill(self) -> None:
        """Stop it at once, from whatever thread: it holds nothing that could be lost."""
        self._process.kill()

    def end(self) -> None:
        """Stop it, and give back what it held of this process."""
        self.kill()
        self._process.wait()
        for file in (self._process.stdin, self._process.stdout, self._said):
            if file is not None:
                with suppress(OSError):  # what it was asked last never arrived
                    file.close()


def command(module: str, *words: str) -> list[str]:
    """What runs `module` with `words`."""
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """What it needs to find the module."""
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path}


def complaint(said: bytes) -> str:
    """What a child that failed has said on standard error last, as one line; empty if it said nothing."""
    lines = said.decode(errors="replace").strip().splitlines()
    return clean_line(lines[-1]).removeprefix("reader: ") if lines else ""
