"""Updates of the search index in a child process, so that no key waits for it.

The child is `reader index --jsonl`: it indexes the library, then analyzes every article, and prints its progress a line
at a time.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from reader.errors import SearchError
from reader.search import WorkProgress
from reader.system.worker import Worker, WorkerError, parse, stream


@dataclass(frozen=True, slots=True)
class IndexPartDone:
    """The end of one part of an update."""

    what: str
    """ "index" (the library) or "analysis" (names and quotes of every article)."""


@dataclass(frozen=True, slots=True)
class LibraryNotice:
    """What the user should know of the library: damage, an older version, a conflict copy."""

    words: str


IndexEvent = WorkProgress | IndexPartDone | LibraryNotice


async def update_index(library: Path) -> AsyncIterator[IndexEvent]:
    """Update the index of `library` and yield the progress. Closing ends the child. Raises SearchError."""
    worker = Worker("reader", "index", "--jsonl", "--library", str(library))
    try:
        async with aclosing(stream(worker)) as lines:
            async for line in lines:
                event = parse(line)
                if "ready" in event:
                    worker.lower_priority()
                    yield IndexPartDone(event["ready"])
                elif "notice" in event:
                    yield LibraryNotice(event["notice"])
                else:
                    yield WorkProgress(event["doing"], event["done"], event["of"])
    except WorkerError as error:
        raise SearchError(error.reason or "the search index could not be updated") from error
