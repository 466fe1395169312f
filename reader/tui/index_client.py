"""The search index brought up to date in a process of its own, through the public command, so that no key waits for it.

The child is `reader index --jsonl`: first what the library says, then what is found in every article. It tells how far
it is, a line at a time.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from reader.errors import SearchError
from reader.search import WorkProgress
from reader.system.async_worker import stream
from reader.system.worker import Worker, WorkerError, parse


@dataclass(frozen=True, slots=True)
class IndexPartDone:
    """A part is done."""

    what: str
    """ "index": what the library says; "analysis": what is found in every article."""


async def update_index(library: Path) -> AsyncIterator[WorkProgress | IndexPartDone]:
    """Bring the index of `library` up to date; how far it is. Leaving ends the child. Raises SearchError."""
    worker = Worker("reader", "index", "--jsonl", "--library", str(library))
    try:
        async with aclosing(stream(worker)) as lines:
            async for line in lines:
                event = parse(line)
                if "ready" in event:
                    worker.lower_priority()
                    yield IndexPartDone(event["ready"])
                else:
                    yield WorkProgress(event["doing"], event["done"], event["of"])
    except WorkerError as error:
        raise SearchError(error.reason or "the search index was not made") from error
