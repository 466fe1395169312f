"""Run the model in this process, or for a book in several processes that share the texts.

A child process runs this module: a request is a pipeline component and some texts, the reply the model's results for
each.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import astuple
from pathlib import Path
from typing import Any, Literal

from reader.analysis.model import INSTALL, Pipeline
from reader.analysis.model.tagger import FoundName, Tagger, Word, in_groups
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.system.child import serve
from reader.system.memory import collect_rarely
from reader.system.pool import Pool
from reader.system.worker import Worker, WorkerError
from reader.text.sanitize import clean_line

BOOK = 200_000  # minimum characters of an article for which more processes, a second each to start, are worth it
SHARE = 50_000  # most characters read by a process at a time: about two seconds, so that progress is visible

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Variables that limit the threads of each process; with more, the processes would compete for the cores."""

Part = Literal["names", "parses"]


def tagger_for(pipeline: Pipeline, article: Article, processes: int) -> AbstractContextManager[Tagger]:
    """Return the model, in this process or, for a book, in `processes` of its own. Raises AnalysisError."""
    if processes > 1 and len(article.text) >= BOOK:
        return closing(PooledTagger(pipeline, processes))
    return nullcontext(local_tagger(pipeline))


def local_tagger(pipeline: Pipeline) -> Tagger:
    """Return the model in this process, loaded once. Raises AnalysisError."""
    for variable in THREADS:
        os.environ.setdefault(variable, "1")  # read by numpy on import
    try:
        from reader.analysis.model.spacy import tagger_of  # optional; takes a second to import
    except ImportError as error:
        raise AnalysisError(f"spaCy cannot be imported ({clean_line(str(error))}): {INSTALL}") from error
    return tagger_of(pipeline)


class PooledTagger:
    """A `Tagger` that distributes texts to several processes, which `close` ends."""

    def __init__(self, pipeline: Pipeline, processes: int) -> None:
        self.engine = pipeline.engine
        settings = fast_json.dumps(list(map(str, astuple(pipeline)))).decode()
        self._pool = Pool[list[str]](lambda: Worker(__name__, settings, greets=True), processes)
        self.close = self._pool.close

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        return ([FoundName(*each) for each in found] for found in self._read("names", texts))

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        return ([Word(*each) for each in found] for found in self._read("parses", texts))

    def _read(self, part: Part, texts: Sequence[str]) -> Iterator[list[Any]]:
        """Yield the reply for each text, in order. Raises AnalysisError."""
        try:
            for reply in self._pool.replies_in_order(
                in_groups(texts, SHARE), lambda share: fast_json.dumps([part, share])
            ):
                if reply.error:
                    raise reply.error
                yield from fast_json.loads(reply.line)
        except WorkerError as error:
            raise AnalysisError(str(error)) from error


def reader_of_shares() -> Callable[[bytes], bytes]:
    """Load the model that the arguments name; return a function that reads a group of texts. Raises AnalysisError."""
    name, version, folder, mark = fast_json.loads(sys.argv[1])
    tagger = local_tagger(Pipeline(name, version, Path(folder), mark))

    def read(request: bytes) -> bytes:
        part, texts = fast_json.loads(request)
        found = tagger.names(texts) if part == "names" else tagger.parses(texts)
        return fast_json.dumps([[tuple(each) for each in row] for row in found])

    return read


if __name__ == "__main__":
    collect_rarely()
    serve(reader_of_shares)
