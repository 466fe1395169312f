"""The analysis by a child process: its progress, its parts, and a child that fails."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from reader.analysis import Analysis, Entity
from reader.analysis.codec import to_lines
from reader.errors import AnalysisError
from reader.sources.plain import read_plain
from reader.system.worker import WorkerError
from reader.text.span import Span
from reader.tui import analysis_client
from reader.tui.analysis_client import ENDED_EARLY, run_analysis

ARTICLE = read_plain("Ann Lee went home.")

FOUND = Analysis("rules 1", (Entity("Ann Lee", "person", (), (Span(0, 7),)),), ())

ANSWER = list(to_lines(FOUND, complete=True, last=True))

RULES_ONLY = list(to_lines(FOUND, complete=True, last=False))

EMPTY = list(to_lines(Analysis("rules 1", (), ()), complete=False, last=False))


class Child(SimpleNamespace):
    """Answers lines, and raises the error that it ends with."""

    def __init__(self) -> None:
        self.answer: list[bytes | WorkerError] = []

    def kill(self) -> None: ...

    def close(self) -> None: ...

    def lines(self) -> Iterator[bytes]:
        for line in self.answer:
            if isinstance(line, WorkerError):
                raise line
            yield line


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bytes | WorkerError]:
    """The lines that the child answers, and the error that it ends with."""
    child = Child()
    monkeypatch.setattr(analysis_client, "start_child", lambda *_, **__: child)
    return child.answer


async def test_progress_and_parts_are_passed_on_as_they_come(answers: list[Any]) -> None:
    answers += [b'{"progress":0.5}\n', *EMPTY, *RULES_ONLY, *ANSWER]
    progress: list[float] = []
    parts: list[tuple[int, bool]] = []

    async def on_found(analysis: Analysis, complete: bool) -> None:
        parts.append((len(analysis.entities), complete))

    made = await run_analysis(ARTICLE, progress.append, on_found)
    assert [entity.name for entity in made.entities] == ["Ann Lee"]
    assert (progress, parts) == ([0.5], [(0, False), (1, True), (1, True)])


async def test_an_answer_counts_even_if_the_child_fails_afterwards(answers: list[Any]) -> None:
    answers += [*ANSWER, WorkerError("killed")]
    assert len((await run_analysis(ARTICLE)).entities) == 1


async def test_a_model_that_fails_after_the_rules_is_an_error(answers: list[Any]) -> None:
    answers += [*RULES_ONLY, WorkerError("the model is missing")]
    with pytest.raises(AnalysisError, match="the model is missing"):
        await run_analysis(ARTICLE)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], ENDED_EARLY),
        ([WorkerError("")], ENDED_EARLY),
        ([WorkerError("reader: the model is missing")], "reader: the model is missing"),
        ([b"x" * 2000 + b"\n"], ENDED_EARLY),
        ([b'{"found":3}\n'], ENDED_EARLY),
        (ANSWER[:-1], ENDED_EARLY),
        ([*ANSWER[:-1], WorkerError("killed")], "killed"),
    ],
    ids=["nothing", "no reason", "a reason", "no JSON", "no analysis", "a finding is missing", "ended within"],
)
async def test_a_child_that_gives_no_analysis_is_an_error(answers: list[Any], lines: list[Any], reason: str) -> None:
    answers += lines
    with pytest.raises(AnalysisError) as raised:
        await run_analysis(ARTICLE)
    assert str(raised.value) == reason


TEXT = "Maria Ortiz spoke on Friday.\n\n“We will stay,” Maria Ortiz said. Ortiz said that nobody would leave the town."
