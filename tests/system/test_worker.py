"""A child process: answers, errors, limits, and its end with its parent."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reader.system.worker import NOT_AGREED, Limits, Worker, WorkerError, answers_of, environment, parse, stream
from tests.waiting import PATIENCE, until, until_async

CHILD = "tests.fixtures.obedient_child"


def started(life: str = "99", limits: Limits = Limits()) -> Worker:  # noqa: B008 (it is frozen)
    return Worker(CHILD, life, limits=limits, greets=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_each_request_is_answered_by_one_line() -> None:
    with started() as worker:
        for request in (b"one", b"two", b"x" * 1_000_000):
            worker.send(request)
            assert worker.receive() == request + b"\n"


def test_printed_text_is_not_an_answer() -> None:
    with started() as worker:
        worker.send(b"print")
        assert worker.receive() == b"print\n"


@pytest.mark.parametrize(
    ("request_line", "message", "number"),
    [
        (b"exit", "a reason", 0),
        (b"kill", "a worker process ended early (SIGKILL)", signal.SIGKILL),
        (b"hang", "a worker process ended early (SIGALRM)", signal.SIGALRM),
    ],
)
def test_ended_child_raises_one_error(request_line: bytes, message: str, number: int) -> None:
    with started() as worker:
        worker.send(request_line)
        with pytest.raises(WorkerError) as caught:
            worker.receive()
    assert (str(caught.value), caught.value.signal, caught.value.ready) == (message, number, True)


def test_sending_to_an_ended_child_raises_nothing() -> None:
    with started() as worker:
        worker.send(b"kill")
        with pytest.raises(WorkerError):
            worker.receive()
        worker.send(b"more")
        with pytest.raises(WorkerError):
            worker.receive()


@pytest.mark.parametrize(("life", "message"), [("unready", "the engine is missing"), ("garbage", NOT_AGREED)])
def test_child_that_cannot_start_says_why(life: str, message: str) -> None:
    with started(life) as worker, pytest.raises(WorkerError) as caught:
        worker.receive()
    assert (str(caught.value), caught.value.ready) == (message, False)


@pytest.mark.parametrize("line", [b"", b"no JSON\n", b"[1]\n", b"{\n", b"\xff\n"])
def test_invalid_answer_raises_one_error(line: bytes) -> None:
    with pytest.raises(WorkerError, match=NOT_AGREED):
        parse(line)


@pytest.mark.skipif(sys.platform != "linux", reason="the system limits no memory")
def test_memory_limit_raises_one_error() -> None:
    with started(limits=Limits(memory=1 << 31)) as worker:
        worker.send(b"fill")
        with pytest.raises(WorkerError, match="MemoryError"):
            worker.receive()


def test_time_limit_raises_one_error() -> None:
    with Worker("site", "--no-such-option", limits=Limits(seconds=0.001)) as worker:
        with pytest.raises(WorkerError) as caught:
            list(worker.lines())
        assert caught.value.signal == signal.SIGALRM


def test_killed_child_answers_nothing(tmp_path: Path) -> None:
    with started() as worker:
        worker.send(b"wait %s" % os.fsencode(tmp_path / "go"))
        until((tmp_path / "go.begun").exists)
        worker.kill()
        with pytest.raises(WorkerError) as caught:
            worker.receive()
        assert caught.value.signal == signal.SIGKILL


def test_busy_child_ends_with_its_parent(tmp_path: Path) -> None:
    """The parent is killed while the child is busy."""
    program = (
        f"from reader.system.worker import Worker\nworker = Worker({CHILD!r}, '99', greets=True)\n"
        f"worker.send(b'pid')\nprint(int(worker.receive()), flush=True)\n"
        f"worker.send(b'wait {tmp_path / 'go'}')\nworker.receive()"
    )
    with subprocess.Popen([sys.executable, "-c", program], env=environment(), stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        until((tmp_path / "go.begun").exists)
        parent.kill()
        parent.wait(PATIENCE)
    until(lambda: not alive(child))


def test_a_child_can_give_way_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.system.worker.LOW_PRIORITY", 15)
    with started() as worker:
        worker.lower_priority()
        worker.send(b"priority")
        assert worker.receive() == b"15\n"


async def test_request_in_parts_is_answered_by_lines() -> None:
    lines = stream(Worker("reader", "analyze", "--jsonl", "-"), iter([b'{"id":1,', b'"text":"Ann."}']))
    assert [line[:9] async for line in lines] == [b'{"id":1,"']


async def test_failing_worker_says_why() -> None:
    with pytest.raises(WorkerError, match="no-such-file"):
        _ = [line async for line in stream(Worker("reader", "show", "no-such-file.txt"))]


async def test_abandoned_worker_leaves_no_pipe_open(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("A line of some length.\n" * 100_000)
    before = len(os.listdir("/dev/fd"))
    worker = Worker("reader", "show", str(file))
    async with aclosing(stream(worker)) as lines:
        assert await anext(lines)
    assert len(os.listdir("/dev/fd")) == before


async def test_cancelling_ends_the_worker(tmp_path: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    worker = Worker("tests.fixtures.obedient_child", "99")

    async def read() -> None:
        async for _ in stream(worker, [b"wait %s" % os.fsencode(tmp_path / "go")]):
            pass

    waiting = asyncio.create_task(read())
    await until_async((tmp_path / "go.begun").exists)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(os.listdir("/dev/fd")) == before


async def test_a_worker_whose_answers_nobody_wants_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("A line of some length.\n" * 100_000)
    before = len(os.listdir("/dev/fd"))
    async with aclosing(answers_of(Worker("reader", "show", str(file)), next)) as lines:
        assert await anext(lines)
    await until_async(lambda: len(os.listdir("/dev/fd")) == before)


class SlowToEnd:
    """A child that answers nothing, and ends some time after it was killed."""

    def __init__(self) -> None:
        self.asked, self.killed, self.ended, self.closed = Event(), Event(), Event(), Event()

    def lines(self) -> Iterator[bytes]:
        self.asked.set()
        self.ended.wait(PATIENCE)
        yield from ()

    def kill(self) -> None:
        self.killed.set()

    def close(self) -> None:
        self.closed.set()


def test_the_end_of_the_program_does_not_wait_for_a_child_that_was_killed() -> None:
    child: Any = SlowToEnd()

    async def quit_while_it_works() -> None:
        reading = asyncio.create_task(anext(answers_of(child, lambda lines: next(lines, b""))))
        await until_async(child.asked.is_set)
        reading.cancel()
        await asyncio.wait([reading])

    asyncio.run(quit_while_it_works())
    assert child.killed.is_set()
    assert not child.closed.is_set()
    child.ended.set()
    until(child.closed.is_set)
