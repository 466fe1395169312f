"""Analyze files in a child process: one job a line in, one result a line out.

A result is the number of words, a space and the line for the file, or `!`, a space and the problem. Pitfall: a file
may keep an engine busy for ever, so each has a time limit.
"""

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.analysis import RULES
from reader.analysis.codec import to_wire
from reader.analysis.engine import analyze, chosen_pipeline
from reader.analysis.model.pool import local_tagger
from reader.batch import Job, Options, metadata_of
from reader.errors import AnalysisError, ReaderError
from reader.sources.open import open_source
from reader.system import fast_json
from reader.system.child import serve
from reader.system.memory import collect_rarely
from reader.text.sanitize import HOSTILE, clean_line

LEAST_SECONDS = 60  # minimum time limit of a file: a disk may be asleep, and the machine may be busy
SLOWEST = 2_000  # bytes a second that a slow machine reads with the slower engine: a twentieth of what was measured


@dataclass(slots=True)
class FileAnalyzer:
    """Analyses files and counts their words."""

    options: Options
    left: int
    """Words to be read before another process takes its place."""

    def prepare(self) -> Callable[[bytes], bytes]:
        """Load the engine. Raises AnalysisError."""
        logging.disable(logging.CRITICAL)
        pipeline = chosen_pipeline(self.options.engine, self.options.pipeline)
        engine = local_tagger(pipeline).engine if pipeline else RULES
        if engine != self.options.engine_version:
            raise AnalysisError(f"the engine here is {engine}, but {self.options.engine_version} is needed")
        return self.answer

    def seconds(self, request: bytes) -> float:
        """Return the time limit of a file."""
        return self.options.seconds or LEAST_SECONDS + Job.from_line(request).size / SLOWEST

    def is_spent(self) -> bool:
        return self.left <= 0

    def answer(self, request: bytes) -> bytes:
        job, options = Job.from_line(request), self.options
        try:
            article = open_source(job.path, format=options.read_as, sandboxed=False)
            article = article if options.genre is None else replace(article, genre=options.genre)
            analysis = analyze(article, options.engine, options.pipeline)
        except ReaderError as error:
            return b"! " + clean_line(str(error)).encode()
        words = len(article.text.split())
        self.left -= words
        choices = {"indirect": options.indirect, "explained": options.explained}
        found = to_wire("", article.title, article.text, analysis, **choices)
        del found["id"]
        about = {"size": job.size, "modified": job.modified, "words": words, **metadata_of(article)}
        line = fast_json.dumps({**about, **found})
        name = json.dumps(job.name).encode() if HOSTILE.search(job.name) else fast_json.dumps(job.name)
        return b'%d {"id":%s,%s' % (words, name, line[1:])


if __name__ == "__main__":
    collect_rarely()
    analyzer = FileAnalyzer(Options(*json.loads(sys.argv[1])), int(sys.argv[2]))
    serve(analyzer.prepare, analyzer.seconds, analyzer.is_spent)
