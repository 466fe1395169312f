"""A book read by several processes: each holds the model and reads some of the texts.

A child runs this module; a line asks it to read some texts, a line answers. It ends when its standard input does, so
none outlives whoever started it, however that ended. The trap: a pipe holds little, so a child is asked again only when
its last answer has been read; then neither side ever waits for the other to read.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import orjson

from reader.analysis.model.registry import INSTALL, Pipeline
from reader.analysis.model.tagger import FoundName, Tagger, Word
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system.worker import Child, WorkerError
from reader.text.sanitize import clean_line

BOOK = 200_000
"""Characters from which on an article is worth the start of more processes, which takes each a second."""

SHARE = 50_000
"""Characters that a child reads for one answer: two seconds, so that progress is seen."""

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Processes share the work: threads in each would only fight over the cores."""

Part = Literal["names", "parses"]


def tagger_for(pipeline: Pipeline, article: Article, processes: int) -> AbstractContextManager[Tagger]:
    """The model, in this process or for a book in `processes` of its own. Raises AnalysisError."""
    if processes > 1 and len(article.text) >= BOOK:
        return Crew(pipeline, processes)
    return nullcontext(tagger_here(pipeline))


def tagger_here(pipeline: Pipeline) -> Tagger:
    """The model in this process, loaded once. Raises AnalysisError."""
    for variable in THREADS:
        os.environ.setdefault(variable, "1")  # numpy reads them when it is imported
    try:
        from reader.analysis.model.spacy import tagger_of
    except ImportError as error:
        raise AnalysisError(f"spaCy cannot be imported ({clean_line(str(error))}): {INSTALL}") from error
    return tagger_of(pipeline)


class Crew:
    """A `Tagger` that has children read; as a context, they end with it."""

    def __init__(self, pipeline: Pipeline, processes: int) -> None:
        self.engine = pipeline.engine
        self._pipeline = pipeline
        self._processes = processes
        self._children: list[Child] = []

    def __enter__(self) -> "Crew":
        """Start the children. Raises AnalysisError."""
        self._children = [Child(__name__) for _ in range(self._processes)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.end()

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        for found in self._read("names", texts):
            yield [FoundName(*each) for each in found]

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        for found in self._read("parses", texts):
            yield [Word(*each) for each in found]

    def _read(self, part: Part, texts: Sequence[str]) -> Iterator[list[Any]]:
        """What the children answer for each text, in order."""
        asked: list[Child] = []
        for number, share in enumerate(shares(texts)):
            child = self._children[number % self._processes]
            if child in asked:
                yield from _answer(asked.pop(0))
            child.ask(orjson.dumps([list(astuple(self._pipeline)), part, share], default=str))
            asked.append(child)
        for child in asked:
            yield from _answer(child)


def shares(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, as many together as make a share."""
    share: list[str] = []
    length = 0
    for text in texts:
        share.append(text)
        length += len(text)
        if length >= SHARE:
            yield share
            share, length = [], 0
    if share:
        yield share


def _answer(child: Child) -> list[list[Any]]:
    """Raises AnalysisError."""
    try:
        answer: dict[str, Any] = orjson.loads(child.answer())
    except WorkerError as error:
        raise AnalysisError(str(error) or "a process that read names and quotes ended early") from error
    if "error" in answer:
        raise AnalysisError(answer["error"])
    found: list[list[Any]] = answer["found"]
    return found


# ---------------------------------------------------------------------- in the child


def serve() -> None:
    """Answer each line of standard input, to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; who started this one ends it
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(_answered(orjson.loads(line)), option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()


def _answered(question: list[Any]) -> dict[str, Any]:
    (name, version, folder, mark), part, texts = question
    try:
        tagger = tagger_here(Pipeline(name, version, Path(folder), mark))
    except AnalysisError as error:
        return {"error": str(error)}
    found = tagger.names(texts) if part == "names" else tagger.parses(texts)
    return {"found": [[tuple(each) for each in row] for row in found]}


if __name__ == "__main__":
    serve()
