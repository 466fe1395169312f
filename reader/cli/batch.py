"""`reader analyze` on an archive: many files, many processes, a JSON line for each in a file that can be resumed.

Progress goes to standard error: one line that is overwritten, or plain lines in a log. Pitfall: the work must not wait
for the display, so nothing is drawn more often than people can read it.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from reader.batch import Job, Result
from reader.batch.output import Failures, Results
from reader.batch.scan import Scan
from reader.system import stdio
from reader.text.format import counted
from reader.text.sanitize import clean_line

INTERVAL, LOG_INTERVAL = 0.2, 10.0  # seconds between two updates on a terminal, and between two lines in a log
MAX_REPORTED = 100  # failed files that standard error names; the file of failures names all
WARM_UP = 2  # seconds before the remaining time is estimated: by then all processes have started
MAX_SUFFIXES = 5  # suffixes of skipped files in the summary, the most frequent ones


def usable_cores() -> int:
    """Return the number of cores this process may use; in a container fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class BatchRun:
    """The analysis of the files at some sources that are not done yet in `outfile`; of the `part`, see `Scan`."""

    def __init__(self, sources: Sequence[str], part: tuple[int, int], outfile: Results | None) -> None:
        self._sources = sources
        self._part = part
        self._outfile = outfile
        self._failures = Failures(outfile.path if outfile else None)
        self._scan = self._list_files()
        self._is_live = stdio.is_terminal(sys.stderr)
        self._started = self._shown = time.monotonic()
        self._total: int | None = None
        """Files to analyze, once counted."""
        self._skipped = self._written = self._words = 0
        """Files done before; files done now, and their words."""

    def run(self, analyze: Callable[[Iterator[Job]], Generator[Result, None, None]]) -> int:
        """Have the files analyzed; return the exit code. Raises AnalysisError, OSError, StreamError."""
        threading.Thread(target=self._count_files, daemon=True).start()
        try:
            with self._failures, closing(analyze(self._jobs())) as results:
                for result in results:
                    self._record(result)
                    self._show_progress()
        except KeyboardInterrupt:
            path = clean_line(str(self._outfile.path)) if self._outfile else ""
            saved = f", saved in {path}; run the same command to resume" if self._outfile else ""
            self._tell(f"stopped after {counted(self._written, 'file')}{saved}")
            raise
        finally:
            stdio.show_progress("")
        for line in self._summary():
            stdio.tell(line)
        return 1 if self._failures.count else 0

    def _list_files(self) -> Scan:
        own = [self._outfile.path, self._failures.path] if self._outfile and self._failures.path else []
        return Scan(self._sources, own, self._part)

    def _jobs(self) -> Iterator[Job]:
        for job in self._scan:
            if self._outfile and self._outfile.has(job):
                self._skipped += 1
            else:
                yield job

    def _count_files(self) -> None:
        """Count the files to analyze; runs in a thread beside the work."""
        has = self._outfile.has if self._outfile else lambda job: False
        self._total = sum(not has(job) for job in self._list_files())

    def _record(self, result: Result) -> None:
        """Write the line of a file, or report why there is none. Raises OSError, StreamError."""
        if result.problem:
            self._failures.add(result)
            if self._failures.count <= MAX_REPORTED:
                name, problem = clean_line(result.job.name), result.problem
                self._tell(problem if name in problem else f"{name}: {problem}")
            elif self._failures.count == MAX_REPORTED + 1:
                self._tell("further failures are not shown")
            return
        self._written += 1
        self._words += result.words
        if self._outfile:
            self._outfile.write(result.job, result.line)
        else:
            stdio.write_bytes(result.line)
            stdio.flush()

    def _tell(self, message: str) -> None:
        """Print a message that stays, above the progress line."""
        stdio.show_progress("")
        stdio.tell(message)

    def _show_progress(self) -> None:
        if time.monotonic() - self._shown < (INTERVAL if self._is_live else LOG_INTERVAL):
            return
        self._shown = time.monotonic()
        done, of, left = self._written + self._failures.count, "", ""
        if self._total:
            of = f" of {self._total:,}"
            if done and self._seconds > WARM_UP:
                left = f" · {format_duration(self._seconds * (self._total - done) / done)} left"
        words = f"{done:,}{of} files · {self._speed()}{left}"
        if self._is_live:
            stdio.show_progress(f"{100 * done // self._total:3} %  {words}" if self._total else words)
        else:
            stdio.tell(words)

    @property
    def _seconds(self) -> float:
        """Seconds since the batch began."""
        return time.monotonic() - self._started

    def _speed(self) -> str:
        return f"{round(self._words / max(self._seconds, 0.001)):,} words/s"

    def _summary(self) -> Iterator[str]:
        if not self._written + self._failures.count + self._skipped:
            yield f"nothing to analyze at {clean_line(', '.join(self._sources))}"
        else:
            parts = [f"{self._written:,} analyzed"] if self._written or not self._skipped else []
            parts += [f"{self._failures.count:,} failed"] if self._failures.count else []
            parts += [f"{self._skipped:,} already done"] if self._skipped else []
            duration = format_duration(self._seconds)
            took = f" in {duration}, {self._speed()}" if self._written else ""
            yield f"{', '.join(parts)}{took}"
        if self._failures.count and self._failures.path:
            yield f"failures are listed in {clean_line(str(self._failures.path))}"
        if passed := self._scan.skipped:
            kinds = ", ".join(f"{suffix} {count:,}" for suffix, count in passed.most_common(MAX_SUFFIXES))
            more = ", …" if len(passed) > MAX_SUFFIXES else ""
            yield f"skipped {counted(passed.total(), 'file')} of other types ({kinds}{more})"


def format_duration(seconds: float) -> str:
    """Return a duration for people: "40 s", "12 min", "3 h 05 min"."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"
