"""What the screen has child processes do, done in this process: to start one takes longer than most stories.

The children have their own tests: test_analysis_client.py, test_check_client.py, test_navigator.py and
splash/test_early_analysis.py in tests/tui, tests/search, tests/stories/test_versions.py, and the stories in a terminal.
"""

import asyncio
import io
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.cli import main
from reader.cli.context import CommandContext
from reader.document.article import Article
from reader.search.freshness import FreshIndex
from reader.system.worker import Worker, WorkerError, last_line, stream
from reader.tui.library_client import IndexEvent, IndexPartDone


async def run_analysis(
    article: Article,
    on_progress: Callable[[float], None],
    on_found: Callable[[Analysis, bool], Awaitable[None]],
    *,
    begun: Worker | None = None,
    refined_only: bool = False,
) -> Analysis:
    analysis = analyze(article)
    await on_found(analysis, True)
    return analysis


async def update_index(library: Path) -> AsyncIterator[IndexEvent]:
    context = CommandContext(str(library))
    index = FreshIndex(context.paths, lambda: context.library, lambda words: None, lambda progress: None)
    await asyncio.to_thread(index.answer, lambda db: None)
    for notice in context.notices():
        yield notice
    yield IndexPartDone("index")
    await asyncio.to_thread(partial(index.answer, lambda db: None, analyzed=True))
    yield IndexPartDone("analysis")


async def stream_command(arguments: tuple[str, ...], request: Iterable[bytes] = ()) -> AsyncGenerator[bytes, None]:
    """Yield the lines that a command prints."""
    given, out, err = io.BytesIO(b"".join(request)), io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8", write_through=True))
        code = main(list(arguments))
        printed, reason = out.getvalue().splitlines(keepends=True), last_line(err)
    for line in printed:
        yield line
    if code:
        raise WorkerError(reason)


def index_worker_or_command(module: str, *arguments: str) -> Worker | tuple[str, ...]:
    """Start the child that updates the index, for tests that do not replace `update_index`; no other."""
    return Worker(module, *arguments) if arguments[0] == "index" else arguments


def stream_either(started: Worker | tuple[str, ...]) -> AsyncGenerator[bytes, None]:
    return stream(started) if isinstance(started, Worker) else stream_command(started)


@pytest.fixture(autouse=True)
def no_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Analyse, index, verify and compare in this process; a conftest that imports this has it for its folder."""
    monkeypatch.setattr("reader.tui.check_client.Worker", lambda module, *arguments: arguments)
    monkeypatch.setattr("reader.tui.check_client.stream", stream_command)
    monkeypatch.setattr("reader.tui.library_client.Worker", index_worker_or_command)
    monkeypatch.setattr("reader.tui.library_client.stream", stream_either)
    monkeypatch.setattr("reader.tui.analysis_client.run_analysis", run_analysis)
    monkeypatch.setattr("reader.tui.navigator.update_index", update_index)
