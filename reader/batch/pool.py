"""Children that do jobs, and a pool of them.

A hand has one child, and asks it for a few files ahead so that it never waits. Of a child that ends, the first file
that it has not answered is to blame: it is named, the others are given to the next child. Where somebody else may have
ended it (the kernel, short of memory; a user), that file is tried once more. The trap: all hands take their jobs from
one iterator, and what they bring waits in a short queue, so memory is the same for a hundred files and a million.
"""

import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from queue import Queue

import orjson

from reader.batch import Job, Outcome, Wanted
from reader.errors import AnalysisError
from reader.system.worker import Child, WorkerError

AHEAD = 4
"""Jobs that a child has at a time: while one answer is on its way, the next is being made."""

WAITING = 16
"""Outcomes a process that may wait to be written: the disk may sleep for a moment."""

LIFE = 2_000_000
"""Words that a child reads before another takes its place: spaCy keeps every new word that it meets, and starting over
costs two seconds of two minutes."""

CHILD = "reader.batch.worker"


class Hand:
    """Does jobs by a child of its own, which is started for the first of them and again whenever it has ended."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._child: Child | None = None
        self._words = 0
        """That the child has read."""
        self._asked: deque[Job] = deque()
        self._spared: Job | None = None
        """Was being done when somebody ended the child, and is tried once more."""
        self._ended = threading.Event()

    def outcomes(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """What comes of each of `jobs`, in order. Raises AnalysisError where no child can do any."""
        while not self._ended.is_set():
            while len(self._asked) < AHEAD and self._words < LIFE and (job := next(jobs, None)):
                if job.problem:
                    yield Outcome(job, problem=job.problem)
                else:
                    self._asked.append(job)
                    self._ask(job)
            if not self._asked and self._words < LIFE:
                return
            if not self._asked:
                self.rest()
            elif outcome := self._outcome(self._asked[0]):
                yield outcome

    def end(self) -> None:
        """Stop at once, from whatever thread."""
        self._ended.set()
        if child := self._child:
            child.kill()

    def rest(self) -> None:
        """Let the child go; the next job starts another."""
        if self._child:
            self._child.end()
            self._child = None
        self._words = 0

    def _ask(self, *jobs: Job) -> None:
        if self._child is None:
            self._child = started(self.wanted)
        for job in jobs:
            self._child.ask(job.to_line())
        if self._ended.is_set():  # meanwhile, by another thread, which did not know of this child
            self._child.kill()

    def _outcome(self, job: Job) -> Outcome | None:
        """What came of the first job; None if it is to be done again, or nobody wants it."""
        assert self._child
        try:
            answer = self._child.answer()
        except WorkerError as error:
            self.rest()
            if self._ended.is_set():
                return None
            if error.signal not in (0, signal.SIGALRM) and self._spared is not job:
                self._spared = job
                outcome = None
            else:
                self._asked.popleft()
                outcome = Outcome(job, problem=reason(error))
            if self._asked:
                self._ask(*self._asked)
            return outcome
        self._asked.popleft()
        outcome = outcome_of(job, answer)
        self._words += outcome.words
        return outcome


def started(wanted: Wanted) -> Child:
    """A child that is ready. Raises AnalysisError."""
    child = Child(CHILD, orjson.dumps(astuple(wanted)).decode())
    try:
        answer = child.answer()
    except WorkerError as error:
        child.end()
        raise AnalysisError(str(error) or "a process that analyses files ended early") from error
    if answer.startswith(b"! "):
        child.end()
        raise AnalysisError(answer[2:].decode().strip())
    return child


def outcome_of(job: Job, answer: bytes) -> Outcome:
    words, _, rest = answer.partition(b" ")
    if words == b"!":
        return Outcome(job, problem=rest.decode().strip())
    return Outcome(job, rest, int(words))


def reason(error: WorkerError) -> str:
    """Why a file has ended a child."""
    if error.signal == signal.SIGALRM:
        return "it took too long to read, and was left (--seconds gives it longer)"
    if error.signal:
        with suppress(ValueError):
            return f"it ended the process that read it, twice ({signal.Signals(error.signal).name})"
        return f"it ended the process that read it, twice (signal {error.signal})"
    return f"it ended the process that read it: {error}" if str(error) else "it ended the process that read it"


class Taken:
    """Jobs that several threads take, each its own."""

    def __init__(self, jobs: Iterator[Job]) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Job]:
        return self

    def __next__(self) -> Job:
        with self._lock:
            return next(self._jobs)


def pooled(jobs: Iterator[Job], wanted: Wanted, processes: int) -> Generator[Outcome, None, None]:
    """What comes of each of `jobs`, as it comes, from so many processes. Raises AnalysisError, OSError."""
    taken = Taken(jobs)
    found: Queue[Outcome | None] = Queue(WAITING * processes)
    hands = [Hand(wanted) for _ in range(processes)]

    def work(hand: Hand) -> None:
        try:
            for outcome in hand.outcomes(taken):
                found.put(outcome)
        finally:
            hand.rest()
            found.put(None)

    with ThreadPoolExecutor(processes) as threads:
        working = [threads.submit(work, hand) for hand in hands]
        left = processes
        try:
            while left:
                outcome = found.get()
                if outcome is None:
                    left -= 1
                    if error := next((one.exception() for one in working if one.done() and one.exception()), None):
                        raise error
                else:
                    yield outcome
            for one in working:
                one.result()
        finally:
            for hand in hands:
                hand.end()
            while left:  # they may be waiting for room
                left -= found.get() is None
