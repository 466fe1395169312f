"""Run a program of the user's on some words, or open a file in the program that the system has for it.

The words are its standard input, its standard output is the answer. It is started without a shell, in a session of its
own, so that it cannot reach the terminal. If it is stopped, takes too long or says too much, it is ended with all that
it started. Pitfall: what it started may keep the output open, so reading waits a moment at a time.

A viewer is started through a shell that ends at once, so that it belongs to nobody here and outlives the screen.
Pitfall: the name of the file comes from a foreign text; it is an argument, never part of the command.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import IO

from reader.errors import ReaderError
from reader.system.worker import last_line, signal_name_of
from reader.text.sanitize import clean, clean_line

SECONDS = 60.0  # a program that asks a slow server needs some; whoever waits longer has stopped it
LONGEST = 1 << 16  # bytes of an answer: forty pages, which a box shows at once
MOMENT = 0.1  # seconds until a stop is noticed

DETACHED = '"$0" "$1" </dev/null >/dev/null 2>&1 &'
"""The script of the shell: the program in the background, without our terminal."""


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """What a program wrote on its standard output, safe to show, without the white space at its end."""

    text: str
    remark: str = ""
    """How it failed in spite of its answer, or that the answer was cut; "" if all went well."""


class Program:
    """A program of the user's, started once by `ask`."""

    def __init__(self, name: str, words: Sequence[str], *, seconds: float = SECONDS) -> None:
        """`name` is what messages call it, `words` are the program and its arguments."""
        self.name = name
        self._words = words
        self._seconds = seconds
        self._stopped = False

    def stop(self) -> None:
        """End the program; may be called from any thread."""
        self._stopped = True

    def ask(self, given: str, variables: Mapping[str, str]) -> ProgramAnswer:
        """Return the answer to `given` and a newline, with `variables` in the environment, too. Raises ReaderError."""
        try:
            with TemporaryFile() as words, TemporaryFile() as errors:
                words.write(f"{given}\n".encode(errors="replace"))
                words.seek(0)
                environment = {**os.environ, **variables}
                process = subprocess.Popen(
                    self._words, stdin=words, stdout=PIPE, stderr=errors, env=environment, start_new_session=True
                )
                assert process.stdout is not None
                with process.stdout:
                    answer = self._read(process, process.stdout)
                return self._judge(answer, process.returncode, errors)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
            raise ReaderError(clean_line(f"{self.name}: cannot run {self._words[0]}: {reason}")) from error

    def _read(self, process: "subprocess.Popen[bytes]", output: IO[bytes]) -> bytes:
        """Return the output; a byte too many if it is too long. The program has ended then. Raises ReaderError."""
        answer, deadline, done = bytearray(), time.monotonic() + self._seconds, False
        try:
            while not done and len(answer) <= LONGEST:
                self._check(deadline)
                if select.select([output], [], [], MOMENT)[0]:
                    part = os.read(output.fileno(), LONGEST)
                    answer += part
                    done = not part
            while done and process.poll() is None:
                self._check(deadline)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(MOMENT)
            return bytes(answer)
        finally:
            if process.poll() is None or not done:
                with suppress(ProcessLookupError, PermissionError):  # macOS denies it for a group that has just ended
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _check(self, deadline: float) -> None:
        """Raise ReaderError if the program is to be ended."""
        if self._stopped:
            raise ReaderError(f"{self.name}: stopped")
        if time.monotonic() > deadline:
            raise ReaderError(f"{self.name}: stopped, since it took more than {self._seconds:g} s")

    def _judge(self, answer: bytes, code: int, errors: IO[bytes]) -> ProgramAnswer:
        """Raises ReaderError if there is no answer."""
        text = clean(answer[:LONGEST].decode(errors="replace").replace("\r\n", "\n")).rstrip()
        if len(answer) > LONGEST:
            return ProgramAnswer(text, f"cut after {LONGEST >> 10} KiB")
        failure = format_ending(code, errors) if code else ""
        if not text:
            raise ReaderError(f"{self.name}: {failure or 'no answer'}")
        return ProgramAnswer(text, failure)


def format_ending(code: int, errors: IO[bytes]) -> str:
    """Return the exit code or signal of a program, and the last line of what it complained about."""
    how = f"ended by {signal_name_of(-code)}" if code < 0 else f"exit code {code}"
    said = last_line(errors)
    return f"{how}: {said}" if said else how


def open_in_viewer(path: Path) -> None:
    """Open the file at `path`, absolute. Raises ReaderError if no program is known."""
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None:
        raise ReaderError(f"no viewer: {name} is not installed")
    try:
        subprocess.run(["/bin/sh", "-c", DETACHED, program, str(path)], check=True, start_new_session=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ReaderError(f"the viewer does not start: {error}") from error
