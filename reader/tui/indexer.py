"""The search index brought up to date in a process of its own, through the public command, so that no key waits for it.

The child is `reader index --jsonl`: first what the library says, then what is found in every article. It tells how far
it is, a line at a time.
"""

import asyncio
import os
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from reader import children
from reader.clean import clean_line
from reader.search import Progress
from reader.tui.analyst import MODEST


class IndexerError(Exception):
    """The index could not be brought up to date: one clear line."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A part is done."""

    what: str
    """ "index": what the library says; "analysis": what is found in every article."""


async def indexed(library: Path) -> AsyncIterator[Progress | Ready]:
    """Bring the index of `library` up to date; how far it is. Leaving ends the child. Raises IndexerError."""
    child = await asyncio.create_subprocess_exec(
        *children.command("reader", "index", "--jsonl", "--library", str(library)),
        stdout=PIPE,
        stderr=PIPE,
        env=children.environment(),
    )
    assert child.stdout is not None
    assert child.stderr is not None
    try:
        async for line in child.stdout:
            told = orjson.loads(line)
            if "ready" in told:
                with suppress(OSError):  # it has ended already, or may not be asked to be modest
                    os.setpriority(os.PRIO_PROCESS, child.pid, MODEST)
                yield Ready(told["ready"])
            else:
                yield Progress(told["doing"], told["done"], told["of"])
        complaint = await child.stderr.read()
        if await child.wait():
            lines = complaint.decode(errors="replace").strip().splitlines() or ["the search index was not made"]
            raise IndexerError(clean_line(lines[-1].removeprefix("reader: ")))
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
