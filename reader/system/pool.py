"""Requests distributed among several workers, with replies as they come or in order.

One thread takes the requests and hands each to an idle worker, preferably to one that runs already. A worker that ends
is replaced: the request that it was answering is to blame. If something else may have ended it (the kernel, short of
memory; a user), that request is tried once more. Pitfall: there may be millions of requests, so only a few are taken
ahead of their replies.
"""

import signal
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Generic, TypeVar

from reader.errors import ReaderError
from reader.system.worker import Worker, WorkerError

Request = TypeVar("Request")

Encode = Callable[[Request], bytes | None]

BACKLOG = 16  # replies per worker that may wait to be taken, so that a slow disk does not stop the workers
PATIENCE = 5.0  # seconds to wait for the thread that takes requests, which may itself be blocked


@dataclass(frozen=True, slots=True)
class Reply(Generic[Request]):
    """The answer to a request: a line or an error; neither if the request was not sent."""

    number: int
    """Of the request, counted from 0."""
    request: Request
    line: bytes = b""
    """With its newline."""
    error: WorkerError | None = None
    """The reason why the request ended its worker."""


class Pool(AbstractContextManager["Pool[Request]"], Generic[Request]):
    """Workers that share requests, started when needed; leaving the context closes them."""

    def __init__(self, start: Callable[[], Worker], size: int) -> None:
        self._lanes = [Lane(start) for _ in range(size)]
        self._current: Distribution[Request] | None = None

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, even if replies are still outstanding."""
        if self._current:
            self._current.stop()
        for lane in self._lanes:
            lane.rest()

    def replies(self, requests: Iterable[Request], encode: Encode[Request]) -> Generator[Reply[Request], None, None]:
        """Return the reply to each request as it comes; a request that is encoded as None is not sent.

        Raises WorkerError if no worker can run, and whatever taking the requests raises: ReaderError, OSError.
        """
        self._current = Distribution(self._lanes, requests, encode)
        return self._current.replies()

    def replies_in_order(
        self, requests: Iterable[Request], encode: Encode[Request]
    ) -> Generator[Reply[Request], None, None]:
        """Like `replies`, in the order of the requests."""
        waiting: dict[int, Reply[Request]] = {}
        following = 0
        with closing(self.replies(requests, encode)) as replies:
            for reply in replies:
                waiting[reply.number] = reply
                while following in waiting:
                    yield waiting.pop(following)
                    following += 1


class Lane:
    """A worker of a pool, which answers one request at a time."""

    def __init__(self, start: Callable[[], Worker]) -> None:
        self._start = start
        self.worker: Worker | None = None
        self.stopped = False
        """True if what it answers is not wanted any more."""

    def answer(self, line: bytes) -> bytes:
        """Return the answer to a request. Raises WorkerError, also if it was stopped, and OSError."""
        is_spared = False
        while True:
            self.worker = worker = self.worker or self._start()
            worker.send(line)
            if self.stopped:  # by another thread, which may not have known this worker yet
                worker.kill()
            try:
                return worker.receive()
            except WorkerError as error:
                self.rest()
                is_blamed = error.signal in (0, signal.SIGALRM) or is_spared
                if self.stopped or not error.ready or (is_blamed and not error.retired):
                    raise
                is_spared = is_spared or not error.retired

    def stop(self) -> None:
        """Stop at once; may be called from any thread."""
        self.stopped = True
        if worker := self.worker:
            worker.kill()

    def rest(self) -> None:
        """Close the worker; the next request starts another."""
        if self.worker:
            self.worker.close()
            self.worker = None


class Distribution(Generic[Request]):
    """One sequence of requests distributed among the lanes of a pool."""

    def __init__(self, lanes: list[Lane], requests: Iterable[Request], encode: Encode[Request]) -> None:
        self._lanes = lanes
        self._requests = iter(requests)
        self._encode = encode
        self._idle = sorted(lanes, key=lambda lane: lane.worker is not None)
        """The lanes that answer nothing; the last one, which mostly has a worker that runs, is taken first."""
        self._room = threading.Semaphore(len(lanes) * (1 + BACKLOG))
        """For requests that were taken and whose replies were not."""
        self._taken = 0
        self._lock = threading.Lock()
        """Held where the end must not come in between."""
        self._stopped = False
        self._waiting = False
        """True while waiting for the next request."""
        self._threads = ThreadPoolExecutor(len(lanes))
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._found: SimpleQueue[Reply[Request] | ReaderError | OSError | None] = SimpleQueue()
        """Replies, then None; or an error, after which nothing counts."""

    def replies(self) -> Generator[Reply[Request], None, None]:
        """Yield the reply to each request, as it comes."""
        for lane in self._lanes:
            lane.stopped = False
        count = 0
        self._feeder.start()
        try:
            while (found := self._found.get()) is not None:
                if isinstance(found, Exception):
                    raise found
                yield found
                count += 1
                self._room.release()
            assert count == self._taken, "a thread of the pool failed"
        finally:
            self.stop()

    def stop(self) -> None:
        """End the threads, and the workers of those still running."""
        with self._lock:
            self._stopped = True
        self._room.release()  # for a feeder that waits for some
        busy = [lane for lane in self._lanes if lane not in self._idle]
        for lane in busy:
            lane.stop()
        self._threads.shutdown()
        for lane in busy:
            lane.rest()
        if self._feeder.is_alive():
            self._feeder.join(PATIENCE if not self._waiting else 0)

    def _feed(self) -> None:
        failure: ReaderError | OSError | None = None
        try:
            for number, request in enumerate(self._take()):
                asked, line = Reply(number, request), self._encode(request)
                if line is None:
                    self._found.put(asked)
                    continue
                with self._lock:
                    if self._stopped:
                        return
                    self._threads.submit(self._work, asked, line)
        except (ReaderError, OSError) as error:
            failure = error
        finally:
            self._threads.shutdown()
            self._found.put(failure)

    def _work(self, asked: Reply[Request], line: bytes) -> None:
        lane = self._idle.pop()
        try:
            if not self._stopped:
                self._found.put(replace(asked, line=lane.answer(line)))
        except WorkerError as error:
            self._found.put(replace(asked, error=error) if error.ready else error)
        except OSError as error:
            self._found.put(error)
        finally:
            self._idle.append(lane)

    def _take(self) -> Iterable[Request]:
        """Yield requests, each when there is room for its reply."""
        while True:
            self._room.acquire()
            if self._stopped:
                return
            self._taken += 1
            self._waiting = True
            try:
                request = next(self._requests)
            except StopIteration:
                self._taken -= 1
                return
            finally:
                self._waiting = False
            yield request
