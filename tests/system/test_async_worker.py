"""A worker in an event loop: lines as they come, and nothing is left after it is abandoned."""

import asyncio
import os
from contextlib import aclosing
from pathlib import Path

import pytest

from reader.system.async_worker import stream
from reader.system.worker import Worker, WorkerError
from tests.waiting import until_async


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
