"""The analysis in a process of its own, through the public command, so that no key waits for it.

The child is `reader analyze --jsonl -`: one article in, one answer out, and how far it is on the way. The traps: an
answer is a line as long as a book's, so it is read in pieces; and a child that is stopped must be waited for, or it
outlives the loop that knows of it.
"""

import asyncio
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

import orjson

from reader.analysis import Analysis
from reader.analysis.codec import from_wire
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.system import worker

MODEST = 15
"""How far the child stands back (19 is the most): it takes what the screen leaves."""

PART = 1 << 16
"""Characters of the text that are sent, and bytes of the answer that are read, at a time."""

SHORT = 1000
"""Bytes: a line that tells how far the analysis is, or what went wrong, is no longer."""

SO_FAR = b'{"so_far":'
"""So begins a line with what is found in the beginning of a book."""


ENDED_EARLY = "names and quotes could not be found: the analysis ended early"


@asynccontextmanager
async def running(*words: str, stdin: int) -> AsyncIterator[Process]:
    """A child that does the command `words`; it has ended when this is left, however that comes about."""
    child = await asyncio.create_subprocess_exec(
        *worker.command("reader", *words), stdin=stdin, stdout=PIPE, stderr=PIPE, env=worker.environment()
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
        if child.stdin is not None:
            child.stdin.close()
        await child.communicate()  # reads its pipes to their end, which closes them


def stand_back(child: Process) -> None:
    """Have the child take only what the screen leaves."""
    with suppress(OSError):  # it has ended already, or may not be asked to be modest
        os.setpriority(os.PRIO_PROCESS, child.pid, MODEST)


def request_parts(article: Article) -> Iterator[bytes]:
    """The line that asks for an analysis, in parts; the blocks go along, since a text alone does not tell a heading."""
    yield b'{"id":' + orjson.dumps(article.text_id) + b',"text":"'
    for start in range(0, len(article.text), PART):
        yield orjson.dumps(article.text[start : start + PART])[1:-1]
    blocks = [[block.span.start, block.span.end, block.kind, block.role] for block in article.blocks]
    yield b'","blocks":' + orjson.dumps(blocks) + b"}\n"


async def send(article: Article, pipe: asyncio.StreamWriter) -> None:
    """Ask for the analysis of `article`: a book is never there twice."""
    with suppress(ConnectionError):  # the child has ended; its answer, or that there is none, tells the rest
        for part in request_parts(article):
            pipe.write(part)
            await pipe.drain()
    pipe.close()


async def read_lines(pipe: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The lines of an answer."""
    parts: list[bytes] = []
    while part := await pipe.read(PART):
        *ended, rest = part.split(b"\n")
        for line in ended:
            yield b"".join((*parts, line))
            parts.clear()
        parts.append(rest)


async def ignore_part(found: Analysis, whole: bool) -> None:
    """Waits for the end."""


async def run_analysis(
    article: Article,
    engine: Literal["rules", "spacy"],
    told: Callable[[float], None] = lambda done: None,
    found: Callable[[Analysis, bool], Awaitable[None]] = ignore_part,
) -> Analysis:
    """The analysis of `article`, when its child has ended. Cancelling ends the child.

    `told` hears now and then how much of it is done, 0 to 1; `found` what there is in the beginning of a book and then
    the `whole`, as soon as it is there. Raises AnalysisError.
    """
    words = ("analyze", "--jsonl", "-", "--indirect", "--explain", "--progress", "--engine", engine)
    made: Analysis | None = None
    async with running(*words, stdin=PIPE) as child:
        stand_back(child)
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        await send(article, child.stdin)
        async for line in read_lines(child.stdout):
            progress = orjson.loads(line).get("progress") if len(line) < SHORT else None
            if progress is not None:
                told(progress)
            elif line.startswith(SO_FAR):
                await found(await asyncio.to_thread(parse_analysis, line[len(SO_FAR) : -1]), False)
            else:
                made = await asyncio.to_thread(parse_analysis, line)
                await found(made, True)
        complaint = await child.stderr.read()
        await child.wait()
    if made is None:
        raise AnalysisError(worker.complaint(complaint) or ENDED_EARLY)
    return made


def parse_analysis(answer: bytes) -> Analysis:
    """Raises AnalysisError."""
    try:
        wire: dict[str, Any] = orjson.loads(answer)
        return from_wire(wire)
    except (ValueError, KeyError, TypeError) as error:
        raise AnalysisError(ENDED_EARLY) from error
