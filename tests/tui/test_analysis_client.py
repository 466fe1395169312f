"""The child that analyses: when nobody wants its answer any more, nothing of it is left."""

import os
from asyncio.subprocess import DEVNULL
from pathlib import Path

from reader.tui.analysis_client import running
from tests.waiting import until_async

FULL = 1 << 17
"""Bytes that asyncio takes from a child before it waits for a reader."""


async def test_a_child_that_is_stopped_while_it_writes_leaves_no_pipe_open(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("A line of some length.\n" * 100_000)
    before = len(os.listdir("/dev/fd"))
    async with running("show", str(file), stdin=DEVNULL) as child:
        pipe = child.stdout
        assert pipe is not None
        await until_async(lambda: len(getattr(pipe, "_buffer")) > FULL)  # noqa: B009 (asyncio does not tell otherwise)
    assert child.returncode
    assert len(os.listdir("/dev/fd")) == before
