"""The analysis of what is read again is made in this process: another one takes longer than most stories."""

from collections.abc import Awaitable, Callable

import pytest

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.document.article import Article
from reader.system.worker import Worker


@pytest.fixture(autouse=True)
def analysis_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find names and quotes by the rules; tests/tui tests the process."""

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

    monkeypatch.setattr("reader.tui.analysis_client.run_analysis", run_analysis)
