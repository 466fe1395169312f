"""The analysis in a child process, so that no key waits for it.

It is started by `reader.tui.splash.early_analysis`, maybe before Textual is there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, Literal

from reader.analysis import Analysis
from reader.analysis.codec import from_wire
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.system.async_worker import answer_lines
from reader.system.worker import Worker, WorkerError
from reader.tui.splash.early_analysis import start_child

SHORT = 1000
"""Bytes: the most that a line with the progress or an error has."""

SO_FAR = b'{"so_far":'
"""The start of a line with the analysis of the first part of a book."""

ENDED_EARLY = "names and quotes could not be found: the analysis ended early"


async def ignore_part(analysis: Analysis, complete: bool) -> None:
    """Ignore a partial analysis."""


async def run_analysis(
    article: Article,
    engine: Literal["rules", "spacy"],
    on_progress: Callable[[float], None] = lambda done: None,
    on_found: Callable[[Analysis, bool], Awaitable[None]] = ignore_part,
    begun: Worker | None = None,
) -> Analysis:
    """Return the analysis of `article` when its child has ended. Cancelling ends the child. Raises AnalysisError.

    `on_progress` is called with the share done, 0 to 1; `on_found` with the analysis of the first part of a book and
    False, then with the complete one and True. The child may be `begun` already.
    """
    made: Analysis | None = None
    try:
        async with aclosing(answer_lines(begun or start_child(article, engine))) as lines:
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
