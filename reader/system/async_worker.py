"""A worker for an event loop: threads wait for it."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from reader.system.worker import Worker


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
        async for line in answer_lines(worker):
            yield line


async def answer_lines(worker: Worker) -> AsyncGenerator[bytes, None]:
    """Yield every line of the answer to a request that is sent elsewhere; otherwise as `stream`."""
    with worker:
        lines = worker.lines()
        while line := await asyncio.to_thread(next, lines, b""):
            yield line
