"""A child process of ours that is sent lines, answers with lines, and never outlives this process.

    Worker   one child, started at once; `send` and `receive`, or `lines` to its end
    Limits   the memory and time that a child may use
    command  the arguments that run a module of ours in a process that is not a worker
    detach   start one that outlives this process
    stream, answers_of   a worker for an event loop: threads wait for it

`child.py` is the child's side, `pool.py` distributes requests among workers.
Pitfalls: the child must import the running `reader`, in a checkout too, and not a folder of that name in the working
directory; and a pipe holds little, so a caller that sends long lines must read answers in between.
"""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from reader.errors import ReaderError
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean_line

ERROR_TAIL = 4000  # bytes of a child's standard error that are searched for its last line, the reason of a failure
READY = b"ready\n"  # the first line of a child that calls `serve`
PIPE_BYTES = 1 << 16  # what a pipe holds on Linux; reading less at a time would wait for other threads more often

NOT_AGREED = "a worker process sent an invalid answer"

LOW_PRIORITY = 15  # a nice value of at most 19; such a child gets the time that others leave


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a whole child, set before the module of the child is imported; 0 for none."""

    memory: int = 0
    """Bytes of data (heap and anonymous memory), enforced where the system can: Linux, not macOS."""
    seconds: float = 0
    """From start to end; `child.serve` can limit each answer instead."""


class WorkerError(ReaderError):
    """A child ended before it answered, or sent an invalid answer."""

    def __init__(self, reason: str, *, signal: int = 0, ready: bool = True, retired: bool = False) -> None:
        super().__init__(reason or f"a worker process ended early{f' ({signal_name_of(signal)})' if signal else ''}")
        self.reason = reason
        """The last line on its standard error, if any."""
        self.signal = signal
        """The number of the signal that ended it; 0 if it exited."""
        self.signal_name = signal_name_of(signal) if signal else ""
        self.ready = ready
        """False if it ended before it was ready, as any other would."""
        self.retired = retired
        """True if it exited normally after some answers, so that another takes its place."""


class Worker(AbstractContextManager["Worker"]):
    """A child that runs a module of ours; leaving the context closes it.

    It ends when its standard input does (if it reads that), at the latest when this process ends. Only one thread may
    send at a time, and one receive; `kill` may be called from any.
    """

    def __init__(self, module: str, *arguments: str, limits: Limits = Limits(), greets: bool = False) -> None:
        """Start `module`; `greets` if it calls `child.serve`, which says when it is ready. Raises OSError."""
        self._ready = not greets
        self._answers = 0
        self._errors = TemporaryFile()  # noqa: SIM115 (closed by `close`); a pipe that nobody reads would fill
        lifeline, self._lifeline = os.pipe()
        numbers = (str(lifeline), str(limits.memory), str(limits.seconds))
        try:
            self._process = subprocess.Popen(
                command("reader.system.child", *numbers, module, *arguments),
                bufsize=PIPE_BYTES,
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

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, *parts: bytes) -> None:
        """Send one line, given in parts and without newline; a child that has ended is noticed by `receive`."""
        with suppress(OSError, ValueError):
            for part in parts:
                self._input.write(part)
            self._input.write(b"\n")
            self._input.flush()

    def end_input(self) -> None:
        """Close the child's input: there are no more requests."""
        with suppress(OSError):
            self._input.close()

    def receive(self) -> bytes:
        """Return the next line with its newline. Raises WorkerError."""
        if not self._ready:
            if self._next_line() != READY:
                raise WorkerError(NOT_AGREED, ready=False)
            self._ready = True
        line = self._next_line()
        self._answers += 1
        return line

    def lines(self) -> Iterator[bytes]:
        """Yield every line until a child that needs no more requests ends. Raises WorkerError."""
        while line := self._output.readline():
            yield line
        if self._process.wait():
            raise self._failure()

    def kill(self) -> None:
        """End the child at once; may be called from any thread, since it holds nothing that could be lost."""
        self._process.kill()

    def close(self) -> None:
        """End the child and release its pipes and files."""
        self.kill()
        self._process.wait()
        for file in (self._input, self._output, self._errors):
            with suppress(OSError):  # the last request was never read
                file.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1

    def lower_priority(self) -> None:
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LOW_PRIORITY)

    def _next_line(self) -> bytes:
        line = self._output.readline()
        if line.endswith(b"\n"):
            return line
        raise self._failure()

    def _failure(self) -> WorkerError:
        code = self._process.wait()
        retired = code == 0 and self._answers > 0
        return WorkerError(last_line(self._errors), signal=max(0, -code), ready=self._ready, retired=retired)


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs `module` with `arguments`; it needs `environment`."""
    return [sys.executable, "-P", "-m", module, *arguments]


def detach(module: str, *arguments: str) -> None:
    """Start `module` in a process that goes on when this one and its terminal have ended. Raises OSError."""
    nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    argv = command(module, *arguments)
    try:
        os.posix_spawn(argv[0], argv, environment(), file_actions=nothing, setsid=True)
    except NotImplementedError:  # an old C library, whose children hear of a closed terminal
        os.posix_spawn(argv[0], argv, environment(), file_actions=nothing)


def environment() -> dict[str, str]:
    """Return the environment in which `command` finds the module."""
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path}


def parse(line: bytes) -> dict[str, Any]:
    """Parse a line that holds a JSON object. Raises WorkerError."""
    from reader.system import fast_json  # 30 ms that a parent with its own format of answers need not pay

    if isinstance(value := fast_json.loads_or_none(line), dict):
        return value
    raise WorkerError(NOT_AGREED)


def last_line(errors: IO[bytes]) -> str:
    """Return the last line on the standard error of a failed child, safe to print; "" if there is none."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - ERROR_TAIL))
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return clean_line(lines[-1]).removeprefix("reader: ") if lines else ""


def signal_name_of(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"


T = TypeVar("T")


async def stream(worker: Worker, request: Iterable[bytes] = ()) -> AsyncGenerator[bytes, None]:
    """Send one request, given in parts, and yield every line of the answer; the worker is closed on exit.

    Cancelling closes it, too; use `contextlib.aclosing` if the iteration may end early. Raises WorkerError.
    """
    import asyncio  # most processes have no event loop

    def begin() -> None:
        if request:
            worker.send(*request)
        worker.end_input()

    with worker:
        await asyncio.to_thread(begin)
        lines = worker.lines()
        while line := await asyncio.to_thread(next, lines, b""):
            yield line


async def answers_of(worker: Worker, take: Callable[[Iterator[bytes]], T | None]) -> AsyncGenerator[T, None]:
    """Yield the answers to a request that is sent elsewhere; otherwise as `stream`.

    In a thread, `take` takes each from the lines that it consists of, and returns something false at the end. That
    thread closes the worker, too: a child with a book frees its memory before it ends, and quitting must not wait for
    that. So it is none of the threads that the event loop waits for.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1)
    lines = worker.lines()
    try:
        while taken := await loop.run_in_executor(thread, take, lines):
            yield taken
    finally:
        worker.kill()
        thread.submit(worker.close)
        thread.shutdown(wait=False)
