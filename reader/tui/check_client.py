"""The check of a draft in a child process, so that no key waits for it.

The child is `reader verify --jsonl`: it prints its progress and then the verdicts, a line each.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from reader.document.article import Article, cited_page
from reader.errors import AnalysisError
from reader.search import DOING
from reader.system.paths import UserPaths
from reader.system.worker import Worker, WorkerError, parse, stream
from reader.text.span import Span
from reader.verification import Attribution, Citation, Difference, Frame, Standing, WordsVerdict, judge, verdict_words


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
    def verdict(self) -> str:
        said_by = self.passage.speaker if self.passage else ""
        return verdict_words(self.words, self.attribution, said_by, self.frame, self.citation, self.restriction)


async def run_checks(
    article: Article, paths: UserPaths, against: Sequence[str]
) -> AsyncGenerator[str | QuotationCheck]:
    """Check an article and yield the progress in words, then the verdicts. Closing ends the child.

    Raises AnalysisError, after the verdicts if a source could not be read. The child fails then, and without a reason
    if there is something to look at.
    """
    typed = article.source == "-"
    arguments = ["verify", article.source, "--jsonl", "--library", str(paths.library)]
    arguments += ["--format", article.format or "text"] if article.format or typed else []
    arguments += ["--genre", article.genre] if article.genre else []
    arguments += ["--against", *against] if against else []
    finished = False
    try:
        async with aclosing(stream(Worker("reader", *arguments), [article.text.encode()] if typed else [])) as lines:
            async for line in lines:
                event = parse(line)
                if "doing" in event:
                    doing, done, of = event["doing"], event["done"], event["of"]
                    finished = doing == "checking quotations" and done >= of  # which it does last
                    yield f"{DOING.get(doing, doing)} … {f'{done} of {of}' if of else done}"
                else:
                    yield read_check(event)
    except WorkerError as error:
        if error.reason or not finished:
            raise AnalysisError(error.reason or "the quotations could not be checked") from error


def read_check(event: dict[str, Any]) -> QuotationCheck:
    there = event["source"] or event.get("nearest")
    sentences = (there or {}).get("sentences") or {"text": "", "start": 0}
    frame = event["frame"]
    passage = there and FoundPassage(
        there["article"],
        there["title"],
        there.get("url") or there.get("path") or "",
        Span(there["start"], there["end"]),
        there["text"],
        there["speaker"]["name"] if there["speaker"] else "",
        cited_page(there["page"]) if there["page"] else f"¶ {there['paragraph']}",
        sentences["text"],
        sentences["start"],
    )
    return QuotationCheck(
        Span(event["start"], event["end"]),
        event["text"],
        event["speaker"]["name"] if event["speaker"] else "",
        event["words"],
        event["attribution"],
        tuple(Difference(each["draft"], each["source"], each["equal"]) for each in event["diff"] or ()),
        tuple(event["remarks"]),
        passage or None,
        frame and Frame(frame["kind"], frame["certain"], frame["text"], Span(frame["start"], frame["end"])),
        Citation(**event["citation"]) if event["citation"] else None,
        event.get("restriction") or "",
        Span(event["speaker"]["start"], event["speaker"]["end"]) if event["speaker"] else None,
    )
