"""The analysis in a process of its own, through the public command, so that no key waits for it.

The child is `python -m reader analyze --jsonl -`: one article in, one answer out. The trap: it must find the `reader`
that is running, in a checkout too, and must not be fooled by a folder of that name where the user happens to be.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE

import orjson

from reader.analysis import Analysis
from reader.analysis.wire import from_wire
from reader.article import Article
from reader.paths import PACKAGE


class AnalystError(Exception):
    """The analysis could not be made: one clear line."""


def request(article: Article) -> bytes:
    """The line that asks for an analysis; the blocks go along, since a text alone does not tell a heading."""
    blocks = [[block.span.start, block.span.end, block.kind, block.role] for block in article.blocks]
    return orjson.dumps({"id": article.text_id, "text": article.text, "blocks": blocks}) + b"\n"


async def analysed(article: Article) -> Analysis:
    """The analysis of `article` by the best engine there is. Cancelling it ends the child.

    Raises AnalystError.
    """
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "reader", "analyze", "--jsonl", "-"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        answer, _ = await child.communicate(request(article))
    except BaseException:
        child.kill()
        raise
    try:
        return from_wire(orjson.loads(answer))
    except (ValueError, KeyError, TypeError) as error:
        raise AnalystError("names and quotes could not be found: the analysis ended early") from error
