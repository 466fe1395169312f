"""The check of a draft in a child process, so that no key waits for it.

The child is `reader verify --jsonl`: it prints its progress and then the verdicts, a line each; with `--facts`, the
facts.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from reader.document.article import Article, cited_page
from reader.errors import AnalysisError
from reader.search import DOING
from reader.system.paths import UserPaths
from reader.system.worker import Worker, WorkerError, parse, stream
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.verification import (
    FACT_SIGNS,
    SIGNS,
    Attribution,
    Citation,
    Difference,
    FactResult,
    Frame,
    Standing,
    WordsVerdict,
    judge,
    verdict_words,
)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """The best place of a quotation in a source."""

    article: str
    """The id that the library has for the source, or would give it."""
    title: str
    source: str
    """The path or the URL."""
    span: Span
    text: str
    speaker: str
    """Empty if nobody is named."""
    where: str
    """The page or the paragraph, as it is cited."""
    sentences: str = ""
    """Those that it stands in, and what was cut off from it; empty of the nearest passage."""
    sentences_start: int = 0
    """Their offset in the source."""


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """The verdict on one quotation of the article that is shown."""

    span: Span
    text: str
    speaker: str
    words: WordsVerdict
    attribution: Attribution | None
    differences: tuple[Difference, ...]
    remarks: tuple[str, ...]
    passage: FoundPassage | None
    """Of missing words, the nearest passage outside the dossier."""
    frame: Frame | None = None
    citation: Citation | None = None
    restriction: str = ""
    """Why the words must not be used; "" if they may."""
    named: Span | None = None
    """The words of the draft that name the speaker."""

    @property
    def standing(self) -> Standing:
        return judge(self.words, self.attribution, self.frame, self.citation, self.restriction)

    @property
    def is_fine(self) -> bool:
        return self.standing == "fine"

    @property
    def sign(self) -> str:
        return SIGNS[self.standing]

    @property
    def verdict(self) -> str:
        said_by = self.passage.speaker if self.passage else ""
        return verdict_words(self.words, self.attribution, said_by, self.frame, self.citation, self.restriction)


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A figure, date, name or title of the article that is shown, with what the sources have for it."""

    span: Span
    text: str
    kind: str
    result: FactResult
    passage: FoundPassage | None
    """The likeliest sentence of the sources."""
    own: str
    """What that has for it; empty if it has nothing."""

    speaker: ClassVar[str] = ""
    words: ClassVar[WordsVerdict] = "verbatim"
    differences: ClassVar[tuple[Difference, ...]] = ()
    remarks: ClassVar[tuple[str, ...]] = ()
    frame: ClassVar[Frame | None] = None
    citation: ClassVar[Citation | None] = None

    @property
    def standing(self) -> Standing:
        return "fine" if self.is_fine else "complaint"

    @property
    def is_fine(self) -> bool:
        return self.result != "differs"

    @property
    def sign(self) -> str:
        return FACT_SIGNS[self.result]

    @property
    def verdict(self) -> str:
        differing = f": the source has “{collapse_whitespace(self.own)}”"
        told = {"same": "", "differs": differing, "not_found": ": not found"}[self.result]
        return f"{self.kind} “{collapse_whitespace(self.text)}”{told}"


Told = TypeVar("Told", QuotationCheck, FoundFact)


def child_of(article: Article, paths: UserPaths, against: Sequence[str], *switches: str) -> AsyncGenerator[bytes]:
    """Start the child, and return its lines."""
    typed = article.source == "-"
    arguments = ["verify", article.source, "--jsonl", *switches, "--library", str(paths.library)]
    arguments += ["--format", article.format or "text"] if article.format or typed else []
    arguments += ["--genre", article.genre] if article.genre else []
    arguments += ["--against", *against] if against else []
    return stream(Worker("reader", *arguments), [article.text.encode()] if typed else [])


async def told_by_child(
    lines: AsyncGenerator[bytes], read: Callable[[dict[str, Any]], Told], last: str
) -> AsyncGenerator[str | Told]:
    """Yield the progress in words, then what a child tells. Closing ends it.

    Raises AnalysisError, after all of it if a source could not be read. The child fails, and without a reason, if
    there is something to look at, once it has done what it does `last`.
    """
    finished = not last
    try:
        async with aclosing(lines):
            async for line in lines:
                event = parse(line)
                if "doing" not in event:
                    yield read(event)
                    continue
                doing, done, of = event["doing"], event["done"], event["of"]
                finished = finished or (doing == last and done >= of)
                yield f"{DOING.get(doing, doing)} … {f'{done} of {of}' if of else done}"
    except WorkerError as error:
        if error.reason or not finished:
            raise AnalysisError(error.reason or "the quotations could not be checked") from error


def run_checks(article: Article, paths: UserPaths, against: Sequence[str]) -> AsyncGenerator[str | QuotationCheck]:
    return told_by_child(child_of(article, paths, against), read_check, "checking quotations")


def run_facts(article: Article, paths: UserPaths, against: Sequence[str]) -> AsyncGenerator[str | FoundFact]:
    return told_by_child(child_of(article, paths, against, "--facts"), read_fact, "")


def read_passage(there: dict[str, Any]) -> FoundPassage:
    speaker, page, around = there.get("speaker"), there.get("page"), there.get("sentences")
    return FoundPassage(
        there["article"],
        there["title"],
        there.get("url") or there.get("path") or "",
        Span(there["start"], there["end"]),
        there["text"],
        speaker["name"] if speaker else "",
        cited_page(page) if page else f"¶ {there['paragraph']}",
        around["text"] if around else "",
        around["start"] if around else 0,
    )


def read_fact(event: dict[str, Any]) -> FoundFact:
    there = event["source"]
    own = there["fact"]["text"] if there and there["fact"] else ""
    found = (event["kind"], event["result"], read_passage(there) if own else None, own)
    return FoundFact(Span(event["start"], event["end"]), event["text"], *found)


def read_check(event: dict[str, Any]) -> QuotationCheck:
    there = event["source"] or event.get("nearest")
    frame = event["frame"]
    return QuotationCheck(
        Span(event["start"], event["end"]),
        event["text"],
        event["speaker"]["name"] if event["speaker"] else "",
        event["words"],
        event["attribution"],
        tuple(Difference(each["draft"], each["source"], each["equal"]) for each in event["diff"] or ()),
        tuple(event["remarks"]),
        read_passage(there) if there else None,
        frame and Frame(frame["kind"], frame["certain"], frame["text"], Span(frame["start"], frame["end"])),
        Citation(**event["citation"]) if event["citation"] else None,
        event.get("restriction") or "",
        Span(event["speaker"]["start"], event["speaker"]["end"]) if event["speaker"] else None,
    )
