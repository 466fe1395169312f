"""Several workers: every request has a reply, whatever happens to its worker."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from reader.system.pool import BACKLOG, Lane, Pool
from reader.system.worker import Worker, WorkerError
from tests.system.test_worker import CHILD
from tests.waiting import until


def pool(size: int = 2, life: str = "999") -> Pool[bytes]:
    return Pool[bytes](lambda: Worker(CHILD, life, greets=True), size)


def encode(request: bytes) -> bytes | None:
    return None if request == b"here" else request


NUMBERS = [b"%d" % number for number in range(100)]


def test_every_request_is_answered_once() -> None:
    with pool() as workers:
        ordered = [reply.line for reply in workers.replies_in_order(NUMBERS, encode)]
        again = sorted(reply.line for reply in workers.replies(NUMBERS, encode))
    assert ordered == [number + b"\n" for number in NUMBERS]
    assert again == sorted(ordered)


def test_unsent_request_keeps_its_position() -> None:
    with pool() as workers:
        replies = list(workers.replies_in_order([b"1", b"here", b"2"], encode))
    assert [(reply.request, reply.line) for reply in replies] == [(b"1", b"1\n"), (b"here", b""), (b"2", b"2\n")]


def test_only_the_request_that_ends_its_worker_fails() -> None:
    requests = [b"1", b"kill", b"2", b"exit", b"3", b"hang", b"4"]
    with pool(1) as workers:
        replies = {reply.request: reply for reply in workers.replies_in_order(requests, encode)}
    assert list(replies) == requests
    failed = {request: reply.error.signal for request, reply in replies.items() if reply.error}
    assert failed == {b"kill": signal.SIGKILL, b"exit": 0, b"hang": signal.SIGALRM}
    assert [reply.line for reply in replies.values() if not reply.error] == [b"1\n", b"2\n", b"3\n", b"4\n"]


def test_spent_worker_is_replaced_without_losing_requests() -> None:
    with pool(1, life="3") as workers:
        pids = [reply.line for reply in workers.replies_in_order([b"pid"] * 10, encode)]
    assert len(set(pids)) == 4
    assert all(pids.count(pid) <= 3 for pid in pids)


def test_worker_that_cannot_start_raises() -> None:
    with pool(2, life="unready") as workers, pytest.raises(WorkerError, match="the engine is missing"):
        list(workers.replies(NUMBERS, encode))


def test_pool_starts_only_as_many_workers_as_are_busy() -> None:
    """Each request is taken after the previous one was answered."""
    answered: list[bytes] = []

    def requests() -> Iterator[bytes]:
        for asked in NUMBERS[:5]:
            until(lambda: len(answered) == int(asked))  # noqa: B023 (called at once)
            yield b"pid"

    with pool(3) as workers:
        for reply in workers.replies(requests(), encode):
            answered.append(reply.line)
    assert len(set(answered)) == 1


def test_only_a_few_requests_are_taken_ahead_of_their_replies() -> None:
    taken: list[bytes] = []

    def requests() -> Iterator[bytes]:
        for number in NUMBERS:
            taken.append(number)
            yield number

    with pool(1) as workers, closing(workers.replies(requests(), encode)) as replies:
        next(replies)
        until(lambda: len(taken) == 1 + BACKLOG)
        assert len(taken) <= 1 + BACKLOG
        assert len(list(replies)) == 99


def test_error_of_the_requests_comes_after_earlier_replies() -> None:
    def requests() -> Iterator[bytes]:
        yield b"1"
        raise OSError("the disk is gone")

    with pool() as workers:
        replies = workers.replies(requests(), encode)
        assert next(replies).line == b"1\n"
        with pytest.raises(OSError, match="the disk is gone"):
            next(replies)


def test_leaving_the_context_ends_the_workers(tmp_path: Path) -> None:
    waiting = b"wait %s" % os.fsencode(tmp_path / "go")
    with pool(2) as workers, closing(workers.replies([b"pid", b"pid", waiting], encode)) as replies:
        pid = int(next(replies).line)
        until((tmp_path / "go.begun").exists)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_closing_ends_workers_with_outstanding_replies(tmp_path: Path) -> None:
    """As after Ctrl-C between two replies."""
    workers = pool(2)
    replies = workers.replies([b"pid"] * 50 + [b"wait %s" % os.fsencode(tmp_path / "go")], encode)
    pid = int(next(replies).line)
    workers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_bug_in_taking_requests_is_raised() -> None:
    def requests() -> Iterator[bytes]:
        yield b"1"
        raise LookupError

    unheard = threading.excepthook
    threading.excepthook = lambda arguments: None
    try:
        with pool(1) as workers, pytest.raises(AssertionError, match="a thread of the pool failed"):
            list(workers.replies(requests(), encode))
    finally:
        threading.excepthook = unheard


def test_a_lane_that_is_stopped_ends_its_worker_at_once() -> None:
    ended: list[str] = []
    lane = Lane(Mock)
    lane.worker = Mock(kill=lambda: ended.append("killed"), close=lambda: ended.append("closed"))
    lane.stop()
    assert ended == ["killed"]
    lane.rest()
    lane.rest()
    assert ended == ["killed", "closed"], "once"


def test_a_worker_that_is_started_while_its_lane_is_stopped_is_ended() -> None:
    worker = Mock(receive=Mock(side_effect=KILLED))
    lane = Lane(lambda: worker)
    lane.stop()
    with pytest.raises(WorkerError):
        lane.answer(b"1")
    assert (worker.kill.call_count, worker.send.call_count) == (1, 1), "not tried again"


KILLED = WorkerError("", signal=signal.SIGKILL)
LATE = WorkerError("", signal=signal.SIGALRM)
LEFT = WorkerError("it left")
RETIRED = WorkerError("", retired=True)


@pytest.mark.parametrize(
    "ends",
    [[b"1\n"], [KILLED, b"1\n"], [KILLED, KILLED], [LATE], [LEFT], [RETIRED, b"1\n"], [RETIRED, KILLED, RETIRED, LEFT]],
    ids=["answered", "killed once", "killed twice", "too late", "ended", "retired", "one after the other"],
)
def test_a_request_whose_worker_somebody_ended_is_tried_once_more(ends: list[bytes | WorkerError]) -> None:
    worker = Mock(receive=Mock(side_effect=ends))
    lane, last = Lane(lambda: worker), ends[-1]
    if isinstance(last, WorkerError):
        with pytest.raises(WorkerError) as caught:
            lane.answer(b"1")
        assert caught.value is last
    else:
        assert lane.answer(b"1") == last
    assert worker.send.call_count == len(ends)
