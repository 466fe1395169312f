"""A worker in an event loop: lines as they come, and nothing is left after it is abandoned."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reader.system.async_worker import answers_of, stream
from reader.system.worker import Worker, WorkerError
from tests.waiting import PATIENCE, until, until_async


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
