"""The analysis in a process of its own, through the public command, so that no key waits for it.

The child is `reader analyze --jsonl -`: one article in, one answer out, and lines with the progress on the way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any, Literal

import orjson

from reader.analysis import Analysis
from reader.analysis.codec import from_wire
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system.async_worker import stream
from reader.system.worker import Worker, WorkerError

PART = 1 << 16
"""Characters of the text that are encoded at a time: a book is never in memory twice."""

SHORT = 1000
"""Bytes: a line that tells how far the analysis is, or what went wrong, is no longer."""

SO_FAR = b'{"so_far":'
"""So begins a line with what is found in the beginning of a book."""


ENDED_EARLY = "names and quotes could not be found: the analysis ended early"


def request_parts(article: Article) -> Iterator[bytes]:
    """The line that asks for an analysis, in parts; the blocks go along, since a text alone does not tell a heading."""
    yield b'{"id":' + orjson.dumps(article.text_id) + b',"text":"'
    for start in range(0, len(article.text), PART):
        yield orjson.dumps(article.text[start : start + PART])[1:-1]
    blocks = [[block.span.start, block.span.end, block.kind, block.role] for block in article.blocks]
    yield b'","blocks":' + orjson.dumps(blocks) + b"}"


async def ignore_part(found: Analysis, whole: bool) -> None:
    """Waits for the end."""


async def run_analysis(
    article: Article,
    engine: Literal["rules", "spacy"],
    told: Callable[[float], None] = lambda done: None,
    found: Callable[[Analysis, bool], Awaitable[None]] = ignore_part,
) -> Analysis:
    """The analysis of `article`, when its child has ended. Cancelling ends the child.

    `told` hears now and then how much of it is done, 0 to 1; `found` what there is in the beginning of a book and then
    the `whole`, as soon as it is there. Raises AnalysisError.
    """
    arguments = ("analyze", "--jsonl", "-", "--indirect", "--explain", "--progress", "--engine", engine)
    worker = Worker("reader", *arguments)
    worker.lower_priority()
    made: Analysis | None = None
    try:
        async with aclosing(stream(worker, request_parts(article))) as lines:
            async for line in lines:
                progress = orjson.loads(line).get("progress") if len(line) < SHORT else None
                if progress is not None:
                    told(progress)
                elif line.startswith(SO_FAR):
                    await found(await asyncio.to_thread(parse_analysis, line[len(SO_FAR) : -2]), False)
                else:
                    made = await asyncio.to_thread(parse_analysis, line)
                    await found(made, True)
    except WorkerError as error:
        if made is None:
            raise AnalysisError(error.reason or ENDED_EARLY) from error
    if made is None:
        raise AnalysisError(ENDED_EARLY)
    return made


def parse_analysis(answer: bytes) -> Analysis:
    """Raises AnalysisError."""
    try:
        wire: dict[str, Any] = orjson.loads(answer)
        return from_wire(wire)
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(ENDED_EARLY) from error
