"""The analysis by a child process: its progress, its parts, and a child that fails."""

from collections.abc import AsyncIterator

import orjson
import pytest

from reader.analysis import Analysis, Entity
from reader.analysis.codec import to_wire
from reader.errors import AnalysisError
from reader.sources.plain import read_plain
from reader.system.worker import WorkerError
from reader.text.span import Span
from reader.tui import analysis_client
from reader.tui.analysis_client import ENDED_EARLY, SO_FAR, run_analysis

ARTICLE = read_plain("Ann Lee went home.")

FOUND = Analysis("rules 1", (Entity("Ann Lee", "person", (), (Span(0, 7),)),), ())

ANSWER = orjson.dumps(to_wire("-", "", ARTICLE.text, FOUND)) + b"\n"

EMPTY = orjson.dumps(to_wire("-", "", ARTICLE.text, Analysis("rules 1", (), ())))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bytes | WorkerError]:
    """The lines that the child answers, and the error that it ends with."""
    lines: list[bytes | WorkerError] = []

    async def answer_lines(*_: object) -> AsyncIterator[bytes]:
        for line in lines:
            if isinstance(line, WorkerError):
                raise line
            yield line

    monkeypatch.setattr(analysis_client, "answer_lines", answer_lines)
    monkeypatch.setattr(analysis_client, "start_child", lambda *_: None)
    return lines


async def test_progress_and_parts_are_passed_on_as_they_come(answers: list[bytes | WorkerError]) -> None:
    answers += [b'{"id":"-","progress":0.5}\n', SO_FAR + EMPTY + b"}\n", ANSWER]
    progress: list[float] = []
    parts: list[tuple[int, bool]] = []

    async def on_found(analysis: Analysis, complete: bool) -> None:
        parts.append((len(analysis.entities), complete))

    made = await run_analysis(ARTICLE, "rules", progress.append, on_found)
    assert [entity.name for entity in made.entities] == ["Ann Lee"]
    assert (progress, parts) == ([0.5], [(0, False), (1, True)])


async def test_an_answer_counts_even_if_the_child_fails_afterwards(answers: list[bytes | WorkerError]) -> None:
    answers += [ANSWER, WorkerError("killed")]
    assert len((await run_analysis(ARTICLE, "rules")).entities) == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], ENDED_EARLY),
        ([WorkerError("")], ENDED_EARLY),
        ([WorkerError("reader: the model is missing")], "reader: the model is missing"),
        ([b"x" * 2000 + b"\n"], ENDED_EARLY),
        ([SO_FAR + b'{"entities": 3}}\n'], ENDED_EARLY),
    ],
    ids=["nothing", "no reason", "a reason", "no JSON", "no analysis"],
)
async def test_a_child_that_gives_no_analysis_is_an_error(
    answers: list[bytes | WorkerError], lines: list[bytes | WorkerError], reason: str
) -> None:
    answers += lines
    with pytest.raises(AnalysisError) as raised:
        await run_analysis(ARTICLE, "rules")
    assert str(raised.value) == reason
