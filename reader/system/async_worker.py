"""A worker for an event loop: threads wait for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from typing import TypeVar

from reader.system.worker import Worker

T = TypeVar("T")


async def stream(worker: Worker, request: Iterable[bytes] = ()) -> AsyncGenerator[bytes, None]:
    """Send one request, given in parts, and yield every line of the answer; the worker is closed on exit.

    Cancelling closes it, too; use `contextlib.aclosing` if the iteration may end early. Raises WorkerError.
    """

    def begin() -> None:
        if request:
            worker.send(*request)
        worker.end_input()

    with worker:
        await asyncio.to_thread(begin)
        async for line in answers_of(worker, next_line):
            yield line


async def answers_of(worker: Worker, take: Callable[[Iterator[bytes]], T | None]) -> AsyncGenerator[T, None]:
    """Yield the answers to a request that is sent elsewhere; otherwise as `stream`.

    In a thread, `take` takes each from the lines that it consists of, and returns something false at the end.
    """
    with worker:
        lines = worker.lines()
        while taken := await asyncio.to_thread(take, lines):
            yield taken


def next_line(lines: Iterator[bytes]) -> bytes:
    """Take a line; empty at the end."""
    return next(lines, b"")
