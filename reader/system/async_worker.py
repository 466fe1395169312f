"""A worker for an event loop: threads wait for it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
        lines = worker.lines()
        while line := await asyncio.to_thread(next, lines, b""):
            yield line


async def answers_of(worker: Worker, take: Callable[[Iterator[bytes]], T | None]) -> AsyncGenerator[T, None]:
    """Yield the answers to a request that is sent elsewhere; otherwise as `stream`.

    In a thread, `take` takes each from the lines that it consists of, and returns something false at the end. That
    thread closes the worker, too: a child with a book frees its memory before it ends, and quitting must not wait for
    that. So it is none of the threads that the event loop waits for.
    """
    loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1)
    lines = worker.lines()
    try:
        while taken := await loop.run_in_executor(thread, take, lines):
            yield taken
    finally:
        worker.kill()
        thread.submit(worker.close)
        thread.shutdown(wait=False)
