"""A worker for an event loop, which waits for it in a thread."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from reader.system.worker import Worker


async def stream(worker: Worker, request: Iterable[bytes] = ()) -> AsyncGenerator[bytes, None]:
    """Send one request, given in parts, and return every line of the answer; `worker` has ended when this is left.

    Cancelling ends it, too; close the iterator (`contextlib.aclosing`) where it may be left early. Raises WorkerError.
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
