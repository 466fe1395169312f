"""One article a line in, one analysis a line out: how other programs, and the screen, ask for names and quotes.

A line is `{"id", "text"}` and may bring the article's `"blocks"` along as `[[start, end, kind, role], …]`: a text alone
does not tell a heading. The trap: offsets are into the text as given, so it is cleaned character by character and
otherwise left as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast, get_args

import orjson

from reader.analysis import Analysis
from reader.analysis.codec import to_wire
from reader.analysis.engine import Engine, analyse
from reader.document.article import Article, Block, BlockKind, Role
from reader.errors import ReaderError
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span


class BadLineError(ReaderError):
    """A line that cannot be understood: what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How lines are to be answered."""

    engine: Engine = "best"
    pipeline: str | None = None
    indirect: bool = False
    explained: bool = False
    processes: int | None = None
    """That share the work; None for as many as are of use."""
    told: Callable[[dict[str, Any]], None] | None = None
    """Is told now and then how far an analysis is: {"id", "progress"}, 0 to 1, and what there is: {"so_far"}."""


def answer(line: bytes, terms: Terms) -> dict[str, Any]:
    """The analysis that `line` asks for, or {"id", "error"}. Raises AnalysisError where the engine is not there."""
    asked: object = None
    try:
        asked = orjson.loads(line)
        article = article_from(asked)
    except BadLineError as error:
        return {"id": id_of(asked), "error": clean_line(str(error))}
    except orjson.JSONDecodeError as error:
        return {"id": None, "error": clean_line(f"the line is not JSON: {error}")}
    name, told = cast(str, id_of(asked)), terms.told

    def wire(analysis: Analysis) -> dict[str, Any]:
        return to_wire(name, article.title, article.text, analysis, indirect=terms.indirect, explained=terms.explained)

    step = None if told is None else lambda done: told({"id": name, "progress": round(done, 3)})
    found = None if told is None else lambda so_far: told({"so_far": wire(so_far)})
    processes = terms.processes or 1
    return wire(analyse(article, terms.engine, terms.pipeline, processes=processes, step=step, found=found))


def id_of(asked: object) -> str | int | None:
    """The line's own name for the article, answered as it came."""
    given = asked.get("id") if isinstance(asked, dict) else None
    if isinstance(given, str):
        return clean(given)
    return given if type(given) is int else None


def article_from(asked: object) -> Article:
    """Raises BadLineError."""
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise BadLineError('the line is no object with a "text"')
    text = clean(asked["text"].replace("\r\n", " \n").replace("\r", "\n"))
    if asked.get("blocks") is None:
        from reader.sources.plain import read_plain

        return read_plain(text)
    blocks = blocks_from(asked["blocks"], len(text))
    title = next((clean_line(block.span.of(text)) for block in blocks if block.role == "title"), "")
    return Article(text, blocks, title)


def blocks_from(asked: object, length: int) -> tuple[Block, ...]:
    """Blocks in order that do not overlap, in a text of `length` characters. Raises BadLineError."""
    if not isinstance(asked, list):
        raise BadLineError('"blocks" is no list')
    blocks: list[Block] = []
    for item in asked:
        block = block_from(item)
        if block is None or block.span.end > length or (blocks and block.span.start < blocks[-1].span.end):
            raise BadLineError('"blocks" are not [start, end, kind, role] in the order of the text')
        blocks.append(block)
    return tuple(blocks)


def block_from(item: object) -> Block | None:
    match item:
        case [int(start), int(end), str(kind), str(role)] if 0 <= start <= end:
            if kind in get_args(BlockKind) and role in get_args(Role):
                level = 1 if kind == "heading" else 0
                return Block(Span(start, end), cast(BlockKind, kind), level, cast(Role, role))
    return None
