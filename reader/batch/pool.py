"""Analyze files in several processes on this machine."""

import signal
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import astuple

from reader.batch import Job, Options, Result
from reader.system import fast_json
from reader.system.pool import Pool, Reply
from reader.system.worker import Worker, WorkerError

LIFE = 2_000_000
"""Words after which a process is replaced. spaCy keeps every new word that it meets; starting over costs two seconds
in two minutes."""


def pool_of(options: Options, processes: int) -> Pool[Job]:
    arguments = (fast_json.dumps(astuple(options)).decode(), str(LIFE))
    return Pool[Job](lambda: Worker("reader.batch.worker", *arguments, greets=True), processes)


def analyze_files(jobs: Iterator[Job], options: Options, processes: int) -> Generator[Result, None, None]:
    """Yield the result of each job, as it arrives, from that many processes. Raises WorkerError, OSError."""
    with pool_of(options, processes) as pool, closing(pool.replies(jobs, encode)) as replies:
        yield from map(result_of, replies)


def encode(job: Job) -> bytes | None:
    return None if job.problem else job.to_line()


def result_of(reply: Reply[Job]) -> Result:
    job = reply.request
    if problem := crash_reason(reply.error) if reply.error else job.problem:
        return Result(job, problem=problem)
    words, _, rest = reply.line.partition(b" ")
    if words == b"!":
        return Result(job, problem=rest.decode().strip())
    return Result(job, rest, int(words))


def crash_reason(error: WorkerError) -> str:
    if error.signal == signal.SIGALRM:
        return "took too long to read; --seconds allows more time"
    if error.signal:
        return f"crashed the process that read it, twice ({error.signal_name})"
    return "crashed the process that read it" + (f": {error.reason}" if error.reason else "")
