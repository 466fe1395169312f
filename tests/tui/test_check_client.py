"""The check of a draft by a child process."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import AnalysisError
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.system.worker import WorkerError
from reader.tui import check_client
from reader.tui.check_client import FoundFact, QuotationCheck, run_checks, run_facts

ARTICLE = replace(read_plain("“We were told,” she said."), source="/draft.md", format="markdown")

DONE = b'{"doing":"checking quotations","done":1,"of":1}\n'

MISSING = (
    b'{"start":1,"end":14,"text":"We were told,","speaker":null,"words":"missing","attribution":null,"diff":null,'
    b'"confidence":1.0,"frame":null,"citation":null,"remarks":[],"source":null,"others":[]}\n'
)


class Child:
    """What the child is asked, and its lines, or the error that it ends with."""

    def __init__(self) -> None:
        self.arguments: tuple[str, ...] = ()
        self.request: list[bytes] = []
        self.lines: list[bytes | WorkerError] = []

    def worker(self, *arguments: str) -> "Child":
        self.arguments = arguments
        return self

    async def stream(self, worker: "Child", request: list[bytes]) -> AsyncIterator[bytes]:
        self.request = request
        for line in self.lines:
            if isinstance(line, WorkerError):
                raise line
            yield line


@pytest.fixture
def no_children() -> None:
    """Here the child is what is tested."""


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    child = Child()
    monkeypatch.setattr(check_client, "Worker", child.worker)
    monkeypatch.setattr(check_client, "stream", child.stream)
    return child


async def events(paths: UserPaths, source: str = "/draft.md", *against: str) -> list[str | QuotationCheck]:
    return [event async for event in run_checks(replace(ARTICLE, source=source), paths, against)]


async def test_the_child_is_the_command(paths: UserPaths, tmp_path: Path) -> None:
    draft, source = tmp_path / "draft.md", tmp_path / "vote.md"
    draft.write_text("“The gulls were counted in Leith,” she said.\n", encoding="utf-8")
    source.write_text("The council met.\n", encoding="utf-8")
    told = [event async for event in run_checks(open_source(str(draft)), paths, [str(source)])]
    assert [event.words for event in told if isinstance(event, QuotationCheck)] == ["missing"]


async def test_progress_then_verdicts(child: Child, paths: UserPaths) -> None:
    child.lines = [b'{"doing":"reading sources","done":3,"of":0}\n', DONE, MISSING, WorkerError("")]
    reading, checking, verdict = await events(paths)
    assert reading == "reading sources … 3"
    assert checking == "checking quotations … 1 of 1"
    assert isinstance(verdict, QuotationCheck)
    assert (verdict.words, verdict.is_fine, verdict.passage) == ("missing", False, None)
    assert child.arguments[:4] == ("reader", "verify", "/draft.md", "--jsonl")
    assert child.arguments[-2:] == ("--format", "markdown")
    assert child.request == []


async def test_sources_that_were_named_are_passed_on(child: Child, paths: UserPaths) -> None:
    await events(paths, "/draft.md", "/a.txt", "/b")
    assert child.arguments[-3:] == ("--against", "/a.txt", "/b")


async def test_a_draft_from_standard_input_is_sent(child: Child, paths: UserPaths) -> None:
    await events(paths, "-")
    assert child.request == [ARTICLE.text.encode()]


async def test_sources_that_cannot_be_read_are_told_at_the_end(child: Child, paths: UserPaths) -> None:
    child.lines = [DONE, MISSING, WorkerError("no such file: a.txt")]
    checks = run_checks(ARTICLE, paths, ())
    assert isinstance([await anext(checks), await anext(checks)][-1], QuotationCheck)
    with pytest.raises(AnalysisError, match=r"no such file: a\.txt"):
        await anext(checks)


async def test_a_child_that_fails_before_it_is_finished(child: Child, paths: UserPaths) -> None:
    child.lines = [b'{"doing":"checking quotations","done":0,"of":2}\n', WorkerError("the disk is full")]
    with pytest.raises(AnalysisError, match="the disk is full"):
        await events(paths)
    child.lines = [WorkerError("")]
    with pytest.raises(AnalysisError, match="could not be checked"):
        await events(paths)


FERRIES = (
    b'{"start":3,"end":5,"text":"34","kind":"figure","result":"differs","checked":null,"source":{"path":"/vote.md",'
    b'"article":"id","title":"Vote","paragraph":2,"start":0,"end":9,"text":"43 boats.","restriction":null,'
    b'"fact":{"start":0,"end":2,"text":"43"}}}\n'
)


async def test_facts_have_what_the_source_has_for_them(child: Child, paths: UserPaths) -> None:
    reading = b'{"doing":"reading sources","done":1,"of":0}\n'
    child.lines = [reading, FERRIES, FERRIES.replace(b"differs", b"same"), WorkerError("")]
    told = [event async for event in run_facts(ARTICLE, paths, ())]
    facts = [event for event in told if isinstance(event, FoundFact)]
    assert [(fact.kind, fact.text, fact.result, fact.own) for fact in facts] == [
        ("figure", "34", "differs", "43"),
        ("figure", "34", "same", "43"),
    ]
    assert facts[0].passage is not None
    assert (facts[0].passage.title, facts[0].passage.where) == ("Vote", "¶ 2")
    assert child.arguments[3:5] == ("--jsonl", "--facts")
    child.lines = [WorkerError("the disk is full")]
    with pytest.raises(AnalysisError, match="the disk is full"):
        _ = [event async for event in run_facts(ARTICLE, paths, ())]
