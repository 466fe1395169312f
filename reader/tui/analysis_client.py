"""The analysis in a child process, so that no key waits for it.

The child is `reader analyze --jsonl -`: one article goes in; lines with the progress and then the analysis come out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any, Literal

from reader.analysis import Analysis
from reader.analysis.codec import from_wire
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.system.async_worker import stream
from reader.system.worker import Worker, WorkerError

PART = 1 << 16
"""Characters of the text encoded at a time, so that a book is never in memory twice."""

SHORT = 1000
"""Bytes: the most that a line with the progress or an error has."""

SO_FAR = b'{"so_far":'
"""The start of a line with the analysis of the first part of a book."""

ENDED_EARLY = "names and quotes could not be found: the analysis ended early"


def request_parts(article: Article) -> Iterator[bytes]:
    """Yield the request for an analysis in parts: one line with the text and its blocks."""
    yield b'{"id":' + fast_json.dumps(article.text_id) + b',"text":"'
    for start in range(0, len(article.text), PART):
        yield fast_json.dumps(article.text[start : start + PART])[1:-1]
    blocks = [[block.span.start, block.span.end, block.kind, block.role] for block in article.blocks]
    yield b'","blocks":' + fast_json.dumps(blocks) + b"}"


async def ignore_part(analysis: Analysis, complete: bool) -> None:
    """Ignore a partial analysis."""


async def run_analysis(
    article: Article,
    engine: Literal["rules", "spacy"],
    on_progress: Callable[[float], None] = lambda done: None,
    on_found: Callable[[Analysis, bool], Awaitable[None]] = ignore_part,
) -> Analysis:
    """Return the analysis of `article` when its child has ended. Cancelling ends the child. Raises AnalysisError.

    `on_progress` is called with the share done, 0 to 1; `on_found` with the analysis of the first part of a book and
    False, then with the complete one and True.
    """
    arguments = ("analyze", "--jsonl", "-", "--indirect", "--explain", "--progress", "--engine", engine)
    worker = Worker("reader", *arguments)
    worker.lower_priority()
    made: Analysis | None = None
    try:
        async with aclosing(stream(worker, request_parts(article))) as lines:
            async for line in lines:
                progress = fast_json.loads(line).get("progress") if len(line) < SHORT else None
                if progress is not None:
                    on_progress(progress)
                elif line.startswith(SO_FAR):
                    await on_found(await asyncio.to_thread(parse_analysis, line[len(SO_FAR) : -2]), False)
                else:
                    made = await asyncio.to_thread(parse_analysis, line)
                    await on_found(made, True)
    except WorkerError as error:
        if made is None:
            raise AnalysisError(error.reason or ENDED_EARLY) from error
    if made is None:
        raise AnalysisError(ENDED_EARLY)
    return made


def parse_analysis(answer: bytes) -> Analysis:
    """Parse the line with the analysis. Raises AnalysisError."""
    try:
        wire: dict[str, Any] = fast_json.loads(answer)
        return from_wire(wire)
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(ENDED_EARLY) from error
