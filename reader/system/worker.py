"""A child process of ours: it is sent lines and answers with lines, and none outlives this process.

    Worker   one child, started at once; `send` and `receive`, or `lines` to its end
    Limits   the memory and time that a child may use
    command  the arguments that run a module of ours in a process that is no worker

`child.py` is the child's side, `pool.py` shares requests among workers, `async_worker.py` serves an event loop. The
traps: the child must find the `reader` that is running, in a checkout too, and must not be fooled by a folder of that
name where the user happens to be; and a pipe holds little, so whoever sends long lines reads the answers in between.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from subprocess import PIPE
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

import orjson

from reader.errors import ReaderError
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean_line

ERROR_TAIL = 4000
"""Bytes of a child's standard error that are searched for its last line, which is the reason why it failed."""

READY = b"ready\n"
"""The first line of a child that greets."""

NOT_AGREED = "a worker process sent an invalid answer"

LOW_PRIORITY = 15
"""Of at most 19: such a child takes what the others leave."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a whole child, set before the module of the child is imported; 0 for none."""

    memory: int = 0
    """Bytes of address space, where the system can limit them (Linux)."""
    seconds: float = 0
    """From start to end; `child.serve` can limit each answer instead."""


class WorkerError(ReaderError):
    """A child ended, or said something else than was agreed, before it answered."""

    def __init__(self, reason: str, *, signal: int = 0, ready: bool = True, retired: bool = False) -> None:
        super().__init__(reason or f"a worker process ended early{f' ({signal_name_of(signal)})' if signal else ''}")
        self.reason = reason
        """The last line that it wrote to standard error, if any."""
        self.signal = signal
        """The number of the signal that ended it; 0 if it ended by itself."""
        self.signal_name = signal_name_of(signal) if signal else ""
        self.ready = ready
        """False if it ended before it was ready for requests, as another would."""
        self.retired = retired
        """Whether it ended in good order after some answers, so that another takes its place."""


class Worker:
    """A child that runs a module of ours; as a context, it has ended when the context is left.

    It ends when its standard input does (if it reads that), or at the latest when this process ends. No two threads may
    send at a time, or receive; `kill` may be called from any.
    """

    def __init__(self, module: str, *arguments: str, limits: Limits = Limits(), greets: bool = False) -> None:
        """Start `module`; `greets`: it uses `child.serve`, which says when it is ready. Raises OSError."""
        self._ready = not greets
        self._answers = 0
        self._errors = TemporaryFile()  # noqa: SIM115 (closed by `close`); a pipe that nobody reads would fill
        lifeline, self._lifeline = os.pipe()
        numbers = (str(lifeline), str(limits.memory), str(limits.seconds))
        try:
            self._process = subprocess.Popen(
                command("reader.system.child", *numbers, module, *arguments),
                stdin=PIPE,
                stdout=PIPE,
                stderr=self._errors,
                env=environment(),
                pass_fds=[lifeline],
            )
        except BaseException:
            os.close(self._lifeline)
            self._errors.close()
            raise
        finally:
            os.close(lifeline)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, *parts: bytes) -> None:
        """Send one line, given in parts without its end; a child that has ended is noticed by `receive`."""
        with suppress(OSError, ValueError):
            for part in parts:
                self._input.write(part)
            self._input.write(b"\n")
            self._input.flush()

    def end_input(self) -> None:
        """Tell the child that there are no more requests."""
        with suppress(OSError):
            self._input.close()

    def receive(self) -> bytes:
        """The next line with its end. Raises WorkerError."""
        if not self._ready:
            if self._next_line() != READY:
                raise WorkerError(NOT_AGREED, ready=False)
            self._ready = True
        line = self._next_line()
        self._answers += 1
        return line

    def lines(self) -> Iterator[bytes]:
        """Every line, to the end of a child that needs no (more) requests. Raises WorkerError."""
        while line := self._output.readline():
            yield line
        if self._process.wait():
            raise self._failure()

    def kill(self) -> None:
        """End it at once, from whatever thread: it holds nothing that could be lost."""
        self._process.kill()

    def close(self) -> None:
        """End it, and release what it held of this process."""
        self.kill()
        self._process.wait()
        for file in (self._input, self._output, self._errors):
            with suppress(OSError):  # the last request never arrived
                file.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def lower_priority(self) -> None:
        """Let it take only what other processes leave."""
        with suppress(OSError):  # it has ended already, or must not be slowed down
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LOW_PRIORITY)

    def _next_line(self) -> bytes:
        line = self._output.readline()
        if line.endswith(b"\n"):
            return line
        self._process.wait()
        raise self._failure()

    def _failure(self) -> WorkerError:
        """The reason why it ended."""
        code = self._process.wait()
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - ERROR_TAIL))
        return WorkerError(
            last_line(self._errors.read()),
            signal=max(0, -code),
            ready=self._ready,
            retired=code == 0 and self._answers > 0,
        )


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs `module` with `arguments`; it needs `environment`."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The environment in which `command` finds the module."""
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path}


def parse(line: bytes) -> dict[str, Any]:
    """The JSON object that a line holds. Raises WorkerError."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise WorkerError(NOT_AGREED)
    return value


def last_line(errors: bytes) -> str:
    """The last line on the standard error of a child that failed, safe to print; empty if there is none."""
    lines = errors.decode(errors="replace").strip().splitlines()
    return clean_line(lines[-1]).removeprefix("reader: ") if lines else ""


def signal_name_of(number: int) -> str:
    """The name of a signal, as SIGKILL."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
