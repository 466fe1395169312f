"""The analysis in a process of its own, through the public command, so that no key waits for it.

The child is `python -m reader analyze --jsonl -`: one article in, one answer out. The trap: it must find the `reader`
that is running, in a checkout too, and must not be fooled by a folder of that name where the user happens to be.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from contextlib import suppress

import orjson

from reader.analysis import Analysis
from reader.analysis.wire import from_wire
from reader.article import Article
from reader.paths import PACKAGE

MODEST = 15
"""How far the child stands back (19 is the most): it takes what the screen leaves."""

PART = 1 << 16
"""Characters of the text that are sent at a time."""


class AnalystError(Exception):
    """The analysis could not be made: one clear line."""


def request(article: Article) -> Iterator[bytes]:
    """The line that asks for an analysis, in parts; the blocks go along, since a text alone does not tell a heading."""
    yield b'{"id":' + orjson.dumps(article.text_id) + b',"text":"'
    for start in range(0, len(article.text), PART):
        yield orjson.dumps(article.text[start : start + PART])[1:-1]
    blocks = [[block.span.start, block.span.end, block.kind, block.role] for block in article.blocks]
    yield b'","blocks":' + orjson.dumps(blocks) + b"}\n"


async def send(article: Article, pipe: asyncio.StreamWriter) -> None:
    """Ask for the analysis of `article`: a book is never there twice."""
    with suppress(ConnectionError):  # the child has ended; its answer, or that there is none, tells the rest
        for part in request(article):
            pipe.write(part)
            await pipe.drain()
    pipe.close()


async def analysed(article: Article) -> Analysis:
    """The analysis of `article` by the best engine there is. Cancelling it ends the child.

    Raises AnalystError.
    """
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "reader", "analyze", "--jsonl", "-", "--indirect", "--explain"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    with suppress(OSError):  # it has ended already, or may not be asked to be modest
        os.setpriority(os.PRIO_PROCESS, child.pid, MODEST)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        await send(article, child.stdin)
        answer = await child.stdout.read()
        await child.wait()
    except BaseException:
        child.kill()
        raise
    try:
        return await asyncio.to_thread(lambda: from_wire(orjson.loads(answer)))
    except (ValueError, KeyError, TypeError) as error:
        raise AnalystError("names and quotes could not be found: the analysis ended early") from error
