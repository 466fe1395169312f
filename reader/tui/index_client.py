"""The search index brought up to date in a process of its own, through the public command, so that no key waits for it.

The child is `reader index --jsonl`: first what the library says, then what is found in every article. It tells how far
it is, a line at a time.
"""

from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from reader.errors import SearchError
from reader.search import Progress
from reader.system import worker
from reader.tui.analysis_client import running, stand_back


@dataclass(frozen=True, slots=True)
class IndexPartDone:
    """A part is done."""

    what: str
    """ "index": what the library says; "analysis": what is found in every article."""


async def update_index(library: Path) -> AsyncIterator[Progress | IndexPartDone]:
    """Bring the index of `library` up to date; how far it is. Leaving ends the child. Raises SearchError."""
    async with running("index", "--jsonl", "--library", str(library), stdin=DEVNULL) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        async for line in child.stdout:
            told = orjson.loads(line)
            if "ready" in told:
                stand_back(child)
                yield IndexPartDone(told["ready"])
            else:
                yield Progress(told["doing"], told["done"], told["of"])
        complaint = await child.stderr.read()
        if await child.wait():
            raise SearchError(worker.complaint(complaint) or "the search index was not made")
