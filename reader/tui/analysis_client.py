"""The analysis in a child process, so that no key waits for it.

It is started by `reader.tui.splash.early_analysis`, maybe before Textual is there. Its answer is read line by line in a
thread, so that the findings of a book are never in memory twice.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any

from reader.analysis import Analysis
from reader.analysis.codec import from_lines
from reader.document.article import Article
from reader.errors import AnalysisError, raising
from reader.system import fast_json
from reader.system.worker import Worker, WorkerError, answers_of
from reader.tui.splash.early_analysis import start_child

ENDED_EARLY = "names and quotes could not be found: the analysis ended early"


async def run_analysis(
    article: Article,
    on_progress: Callable[[float], None] = lambda done: None,
    on_found: Callable[[Analysis, bool], Awaitable[None]] | None = None,
    *,
    begun: Worker | None = None,
    refined_only: bool = False,
) -> Analysis:
    """Return the best analysis of `article` when its child has ended. Cancelling ends the child. Raises AnalysisError.

    `on_progress` is called with the share done, 0 to 1, by each engine; `on_found` with the analysis of the first part
    of a book and False, then with the complete one and True: by the rules, unless it is `refined_only`, then by a model
    if there is one. The child may be `begun` already.
    """
    made: Analysis | None = None
    try:
        worker = begun or start_child(article, refined_only=refined_only)
        async with aclosing(answers_of(worker, take_told)) as answers:
            async for head, found in answers:
                if found is None:
                    on_progress(head["progress"])
                    continue
                if head.get("last"):
                    made = found
                if on_found is not None:
                    await on_found(found, bool(head.get("complete")))
    except WorkerError as error:
        if made is None:
            raise AnalysisError(error.reason or ENDED_EARLY) from error
    if made is None:
        raise AnalysisError(ENDED_EARLY)
    return made


def take_told(lines: Iterator[bytes]) -> tuple[dict[str, Any], Analysis | None] | None:
    """Take what the child tells next: the share that it has done, or what it has found, in several lines.

    The first line says whether that is complete, and not of the first part of a book, and whether it is the last, since
    no better engine follows. Return None at the end. Raises AnalysisError.
    """
    if not (line := next(lines, b"")):
        return None
    with raising(AnalysisError(ENDED_EARLY), on=(ValueError, KeyError, TypeError)):
        head = fast_json.loads(line)
        return head, None if "progress" in head else from_lines(lines, head)
