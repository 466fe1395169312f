"""Requests distributed among several workers, with replies as they come or in order.

One thread takes the requests, and each worker has a thread of its own. A worker that ends is replaced: the first
request that it had not answered is to blame, and the others go to the next worker. If something else may have ended it
(the kernel, short of memory; a user), that request is tried once more. Pitfalls: there may be millions of requests, so
only a few are taken ahead of their replies; and a thread that sends does not read meanwhile, so a worker may have
several requests at a time only if all of them fit into a pipe.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, Self, TypeVar

from reader.errors import ReaderError
from reader.system.worker import Worker, WorkerError

Request = TypeVar("Request")

BACKLOG = 16
"""Replies per worker that may wait to be taken, so that a slow disk does not stop the workers."""

PATIENCE = 5.0
"""Seconds to wait for the thread that takes requests, which may itself be blocked."""


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


@dataclass(frozen=True, slots=True)
class Sent(Generic[Request]):
    """A request that was sent to a worker."""

    number: int
    request: Request
    line: bytes


class Pool(Generic[Request]):
    """Workers that share requests, started when needed; leaving the context closes them."""

    def __init__(self, start: Callable[[], Worker], size: int, *, ahead: int = 1) -> None:
        """`ahead` is the number of requests that a worker has at a time, so that it need not wait for the next."""
        self._lanes = [Lane[Request](start, ahead) for _ in range(size)]
        self._window = size * (ahead + BACKLOG)
        self._current: Distribution[Request] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, even if replies are still outstanding."""
        if self._current:
            self._current.stop()
        for lane in self._lanes:
            lane.rest()

    def replies(
        self, requests: Iterable[Request], encode: Callable[[Request], bytes | None]
    ) -> Generator[Reply[Request], None, None]:
        """Return the reply to each request as it comes; a request that is encoded as None is not sent.

        Raises WorkerError if no worker can run, and whatever taking the requests raises: ReaderError, OSError.
        """
        self._current = Distribution(self._lanes, self._window)
        return self._current.replies(requests, encode)

    def replies_in_order(
        self, requests: Iterable[Request], encode: Callable[[Request], bytes | None]
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


class Lane(Generic[Request]):
    """A worker of a pool and its outstanding requests."""

    def __init__(self, start: Callable[[], Worker], ahead: int) -> None:
        self._start = start
        self.ahead = ahead
        """Requests that the worker has at a time."""
        self.worker: Worker | None = None
        self._stopped = threading.Event()
        self.inbox: SimpleQueue[Sent[Request] | None] = SimpleQueue()
        """Requests to answer; None means that there are no more."""
        self._sent: deque[Sent[Request]] = deque()
        self._spared: Sent[Request] | None = None
        """The request that was being answered when somebody ended the worker; it is tried once more."""
        self.load = 0
        """Requests given and not answered; changed under the lock of the distribution."""

    def begin(self) -> None:
        self._stopped.clear()
        self.inbox = SimpleQueue()
        self._sent.clear()
        self.load = 0

    def work(self, reply: Callable[[Reply[Request]], None]) -> None:
        """Have the worker answer all requests. Raises WorkerError if no worker can run, and OSError."""
        more = True
        while not self._stopped.is_set() and (more or self._sent):
            while more and (not self._sent or not self.inbox.empty()):
                sent = self.inbox.get()
                if sent is None:
                    more = False
                else:
                    self._sent.append(sent)
                    self._send(sent)
            if self._sent:
                self._receive(reply)

    def stop(self) -> None:
        """Stop at once; may be called from any thread."""
        self._stopped.set()
        if worker := self.worker:
            worker.kill()
        self.inbox.put(None)

    def rest(self) -> None:
        """Close the worker; the next request starts another."""
        if self.worker:
            self.worker.close()
            self.worker = None

    def _send(self, *requests: Sent[Request]) -> None:
        if self.worker is None:
            self.worker = self._start()
        for sent in requests:
            self.worker.send(sent.line)
        if self._stopped.is_set():  # stopped by another thread, which did not know this worker yet
            self.worker.kill()

    def _receive(self, reply: Callable[[Reply[Request]], None]) -> None:
        """Reply to the first request, or replace a worker that ended. Raises WorkerError, OSError."""
        assert self.worker
        sent = self._sent[0]
        try:
            line = self.worker.receive()
        except WorkerError as error:
            self.rest()
            if self._stopped.is_set():
                return
            if not error.ready:
                raise
            if error.signal not in (0, signal.SIGALRM) and self._spared is not sent:
                self._spared = sent
            elif not error.retired:
                self._sent.popleft()
                reply(Reply(sent.number, sent.request, error=error))
            if self._sent:
                self._send(*self._sent)
            return
        self._sent.popleft()
        reply(Reply(sent.number, sent.request, line))


class Distribution(Generic[Request]):
    """One sequence of requests distributed among the lanes of a pool."""

    def __init__(self, lanes: list[Lane[Request]], window: int) -> None:
        self._lanes = lanes
        self._window = window
        self._changed = threading.Condition()
        self._pending = 0
        """Requests taken whose replies were not."""
        self._stopped = False
        self._feeder = threading.Thread()
        self._threads: list[threading.Thread] = []
        self._working = 0
        """Lanes that are still running."""
        self._taking = False
        """True while waiting for the next request."""
        self._found: SimpleQueue[Reply[Request] | ReaderError | OSError | None] = SimpleQueue()
        self._source_error: ReaderError | OSError | None = None
        """An error while taking requests; replies to earlier ones are still delivered."""

    def replies(
        self, requests: Iterable[Request], encode: Callable[[Request], bytes | None]
    ) -> Generator[Reply[Request], None, None]:
        """Yield the reply to each request, as it comes."""
        for lane in self._lanes:
            lane.begin()
        self._feeder = threading.Thread(target=self._feed, args=(requests, encode), daemon=True)
        self._threads = [threading.Thread(target=self._work, args=(lane,)) for lane in self._lanes]
        self._working = len(self._threads)
        for thread in (self._feeder, *self._threads):
            thread.start()
        try:
            while self._working:
                match self._found.get():
                    case None:
                        self._working -= 1
                    case Exception() as error:
                        raise error
                    case found:
                        yield found
                        with self._changed:
                            self._pending -= 1
                            self._changed.notify_all()
            if self._source_error:
                raise self._source_error
            assert not self._pending, "a thread of the pool failed"
        finally:
            self.stop()

    def stop(self) -> None:
        """End the threads, and the workers of those still running."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._working:
            for lane in self._lanes:
                lane.stop()
        for thread in self._threads:
            thread.join()
        if self._working:
            for lane in self._lanes:
                lane.rest()
            self._working = 0
        if self._threads:
            self._feeder.join(PATIENCE if not self._taking else 0)

    def _work(self, lane: Lane[Request]) -> None:
        def reply(reply: Reply[Request]) -> None:
            with self._changed:
                lane.load -= 1
                self._changed.notify_all()
            self._found.put(reply)

        try:
            lane.work(reply)
        except (ReaderError, OSError) as error:
            self._found.put(error)
        finally:
            self._found.put(None)

    def _feed(self, requests: Iterable[Request], encode: Callable[[Request], bytes | None]) -> None:
        """Give each request to the lane with the lowest load; started lanes come first."""
        try:
            for number, request in enumerate(self._taken(requests)):
                if (line := encode(request)) is None:
                    self._found.put(Reply(number, request))
                    continue
                with self._changed:
                    self._changed.wait_for(lambda: self._stopped or any(lane.load < lane.ahead for lane in self._lanes))
                    if self._stopped:
                        return
                    lane = min(self._lanes, key=lambda lane: (lane.load, not lane.worker))
                    lane.load += 1
                lane.inbox.put(Sent(number, request, line))
        except (ReaderError, OSError) as error:
            self._source_error = error
        finally:
            for lane in self._lanes:
                lane.inbox.put(None)

    def _taken(self, requests: Iterable[Request]) -> Iterable[Request]:
        """Yield requests, each when there is room for its reply."""
        iterator = iter(requests)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._pending < self._window)
                if self._stopped:
                    return
                self._pending += 1
            self._taking = True
            try:
                request = next(iterator)
            except StopIteration:
                with self._changed:
                    self._pending -= 1
                return
            finally:
                self._taking = False
            yield request
