"""An archive: any number of files analysed by many processes, a line a file, in a file that can be gone on with."""

import os
import threading
from argparse import Namespace
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from reader.analysis.engine import RULES, chosen_pipeline
from reader.batch import Job, Options, Result
from reader.batch.failures import Failures
from reader.batch.output import OutputFile
from reader.batch.scan import Scan
from reader.cli.context import UsageError
from reader.cli.progress import Progress, lasting
from reader.sources import is_url
from reader.system import stdio
from reader.text.format import counted
from reader.text.sanitize import clean_line

NAMED = 100
"""Files that could not be analysed which are named on standard error; the file of failures tells of all."""

SETTLED = 2
"""Seconds after which the pace says how long it will take: the processes have begun."""

SUFFIXES_TOLD = 5
"""Kinds of files that were passed over which are told, the most frequent ones."""


def archive(asked: Namespace) -> int:
    """Analyse all files that lie at the sources and are not done. Raises AnalysisError, OSError, UsageError."""
    check(asked)
    wanted = wanted_of(asked)
    if asked.target in (None, "-"):
        return Run(asked, wanted, None).done()
    with OutputFile(Path(asked.target), wanted) as outfile:
        return Run(asked, wanted, outfile).done()


def check(asked: Namespace) -> None:
    """Raises UsageError."""
    if not asked.jsonl:
        raise UsageError("many files are answered a line each: give --jsonl")
    if asked.progress:
        raise UsageError("--progress is for --jsonl -; how far an archive is, is shown anyway")
    if asked.cluster and asked.processes:
        raise UsageError("--processes is for this machine; a cluster has workers of its own")
    for source in asked.sources:
        if source == "-" or is_url(source):
            raise UsageError(f"{clean_line(source)}: an archive is files and folders")


def wanted_of(asked: Namespace) -> Options:
    """Raises AnalysisError."""
    chosen = chosen_pipeline(asked.engine or "best", asked.pipeline)
    return Options(
        "spacy" if chosen else "rules",
        chosen.engine if chosen else RULES,
        asked.pipeline,
        asked.indirect,
        asked.explain,
        asked.read_as,
        asked.seconds,
    )


def usable_cores() -> int:
    """Those that this process may use: in a container fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Run:
    """One run over an archive."""

    def __init__(self, asked: Namespace, wanted: Options, outfile: OutputFile | None) -> None:
        self._asked = asked
        self._wanted = wanted
        self._outfile = outfile
        self._failures = Failures(outfile.path if outfile else None)
        self._listing = self._listed()
        self._progress = Progress()
        self._total: int | None = None
        """Files to be done, once they are counted."""
        self._there = self._written = self._words = 0
        """Files that were done before; that are now, and their words."""

    def done(self) -> int:
        """Do it; the exit code. Raises AnalysisError, OSError, StreamError."""
        threading.Thread(target=self._count, daemon=True).start()
        try:
            with self._failures, closing(self._outcomes()) as outcomes:
                for outcome in outcomes:
                    self._take(outcome)
                    if self._progress.due:
                        self._progress.show(self._written + self._failures.count, self._total, self._pace())
        except KeyboardInterrupt:
            self._progress.tell(f"stopped: {counted(self._written, 'file')} done now{self._how_to_go_on()}")
            raise
        finally:
            self._progress.over()
        for line in self._report():
            stdio.tell(line)
        return 1 if self._failures.count else 0

    def _outcomes(self) -> Generator[Result, None, None]:
        if self._asked.cluster:
            from reader.batch.dask import analyze_on_cluster

            return analyze_on_cluster(self._jobs(), self._wanted, self._asked.cluster)
        from reader.batch.pool import analyze_files

        return analyze_files(self._jobs(), self._wanted, self._asked.processes or usable_cores())

    # ------------------------------------------------------------------ what there is to do

    def _listed(self) -> Scan:
        own = [self._outfile.path, self._failures.path] if self._outfile and self._failures.path else []
        return Scan(self._asked.sources, own, self._asked.part or (1, 1))

    def _jobs(self) -> Iterator[Job]:
        for job in self._listing:
            if self._outfile and self._outfile.has(job):
                self._there += 1
            else:
                yield job

    def _count(self) -> None:
        """Count what there is to do, in a thread, while it is being done."""
        has = self._outfile.has if self._outfile else lambda job: False
        self._total = sum(not has(job) for job in self._listed())

    # ------------------------------------------------------------------ what comes of it

    def _take(self, outcome: Result) -> None:
        """Write a line, or tell why there is none. Raises OSError, StreamError."""
        if outcome.problem:
            self._failures.add(outcome)
            if self._failures.count <= NAMED:
                self._progress.tell(told(outcome))
            elif self._failures.count == NAMED + 1:
                self._progress.tell("and more, which are not named here")
            return
        self._written += 1
        self._words += outcome.words
        if self._outfile:
            self._outfile.write(outcome.job, outcome.line)
        else:
            stdio.write_bytes(outcome.line)
            stdio.flush()

    # ------------------------------------------------------------------ words

    def _pace(self) -> str:
        done, seconds = self._written + self._failures.count, self._progress.seconds
        of = "" if self._total is None else f" of {self._total:,}"
        left = ""
        if self._total and done and seconds > SETTLED:
            left = f" · {lasting(seconds * (self._total - done) / done)} left"
        return f"{done:,}{of} files · {self._speed():,} words/s{left}"

    def _speed(self) -> int:
        return round(self._words / max(self._progress.seconds, 0.001))

    def _report(self) -> Iterator[str]:
        if not self._written + self._failures.count + self._there:
            yield f"there is nothing to analyse at {clean_line(', '.join(self._asked.sources))}"
        else:
            parts = [f"{self._written:,} analysed"] if self._written or not self._there else []
            parts += [f"{self._failures.count:,} could not be"] if self._failures.count else []
            parts += [f"{self._there:,} were done already"] if self._there else []
            took = f" in {lasting(self._progress.seconds)}, {self._speed():,} words/s" if self._written else ""
            yield f"{', '.join(parts)}{took}"
        if self._failures.count and self._failures.path:
            yield f"what could not be is named, with the reason, in {clean_line(str(self._failures.path))}"
        if passed := self._listing.skipped:
            kinds = ", ".join(f"{suffix} {count:,}" for suffix, count in passed.most_common(SUFFIXES_TOLD))
            more = ", …" if len(passed) > SUFFIXES_TOLD else ""
            yield f"{counted(passed.total(), 'file')} of other kinds passed over ({kinds}{more})"

    def _how_to_go_on(self) -> str:
        if self._outfile is None:
            return ""
        return f" and kept in {clean_line(str(self._outfile.path))}; the same command goes on from there"


def told(outcome: Result) -> str:
    """A problem with the name of its file, which it may say itself."""
    name, problem = clean_line(outcome.job.name), outcome.problem
    return problem if name in problem else f"{name}: {problem}"
