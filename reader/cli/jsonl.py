"""`reader analyze --jsonl -`: one article a line in, one analysis a line out, for other programs.

A line is `{"id", "text"}`, optionally with the article's `"blocks"` as `[[start, end, kind, role], …]`, since headings
cannot be recognized in a text alone. Lines are distributed to processes that run `reader analyze --jsonl - --processes
1`; a book is analyzed in this process, and its passages by those of the model (`analysis.model.pool`). Pitfall:
offsets refer to the given text, so it is sanitized character by character and not changed otherwise.
"""

import os
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any, cast

from reader.analysis import Analysis
from reader.analysis.codec import to_wire
from reader.analysis.engine import analyze
from reader.batch import Options
from reader.document.article import Article, Block
from reader.document.codec import decode_block, is_consistent
from reader.errors import ReaderError
from reader.system import fast_json, stdio
from reader.text.sanitize import clean, clean_line

MAX_ERROR = 2000  # maximum size in bytes of an answer with an error


Report = Callable[[dict[str, Any]], None]
"""Called during analysis with {"id", "progress"}, 0 to 1, and with {"so_far"}, the analysis of the beginning."""


def answers(options: Options, processes: int | None, report: Report | None) -> Generator[bytes, None, None]:
    """Yield the answer to each line of standard input, in order; None: by as many processes as are useful.

    Raises AnalysisError, StreamError, WorkerError.
    """
    wanted = processes or (cores() if options.engine == "spacy" else 1)  # rules answer faster than a process starts
    if wanted > 1:
        yield from shared_answers(options, wanted, report)
        return
    for line in stdio.input_lines():
        if line.strip():
            yield to_line(answer_line(line, options, 1, report))


def shared_answers(options: Options, processes: int, report: Report | None) -> Generator[bytes, None, None]:
    """Yield the same from several processes. Raises AnalysisError, StreamError, WorkerError."""
    from reader.analysis.model.pool import BOOK  # the usual single process must start fast
    from reader.system.pool import Pool
    from reader.system.worker import Worker

    words = ["analyze", "--jsonl", "-", "--processes", "1", "--engine", options.engine]
    words += ["--pipeline", options.pipeline] if options.pipeline else []
    words += ["--genre", options.genre] if options.genre else []
    words += ["--indirect"] * options.indirect + ["--explain"] * options.explained
    lines = (line for line in stdio.input_lines(stdio.private_input()) if line.strip())
    with Pool[bytes](lambda: Worker("reader", *words), processes) as pool:
        replies = pool.replies_in_order(lines, lambda line: None if len(line) >= BOOK else line)
        with closing(replies):
            for reply in replies:
                if reply.error:
                    raise reply.error
                yield reply.line or to_line(answer_line(reply.request, options, processes, report))


def cores() -> int:
    """Return the default number of processes; the model needs memory in each."""
    return min(2, os.cpu_count() or 1)


def to_line(answer: dict[str, object]) -> bytes:
    return fast_json.dumps(answer) + b"\n"


def is_error(line: bytes) -> bool:
    return len(line) < MAX_ERROR and "error" in fast_json.loads(line)


def answer_line(line: bytes, options: Options, processes: int, report: Report | None) -> dict[str, Any]:
    """Return the analysis for `line`, or {"id", "error"}. Raises AnalysisError if the engine is missing."""
    request: object = None
    try:
        request = fast_json.loads(line)
        article = parse_article(request)
    except ReaderError as error:
        return {"id": id_of(request), "error": clean_line(str(error))}
    except ValueError as error:
        return {"id": None, "error": clean_line(f"the line is not JSON: {error}")}
    if options.genre:
        article = replace(article, genre=options.genre)
    name, about = cast(str, id_of(request)), (article.title, article.text)

    def wire(analysis: Analysis) -> dict[str, Any]:
        return to_wire(name, *about, analysis, indirect=options.indirect, explained=options.explained)

    step = None if report is None else lambda done: report({"id": name, "progress": round(done, 3)})
    found = None if report is None else lambda so_far: report({"so_far": wire(so_far)})
    return wire(analyze(article, options.engine, options.pipeline, processes=processes, step=step, found=found))


def id_of(request: object) -> str | int | None:
    """Return the id given in a request, which the answer repeats."""
    given = request.get("id") if isinstance(request, dict) else None
    if isinstance(given, str):
        return clean(given)
    return given if type(given) is int else None


def parse_article(request: object) -> Article:
    """Return the article in a request. Raises ReaderError."""
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise ReaderError('the line is not an object with a "text"')
    text = clean(request["text"].replace("\r\n", " \n").replace("\r", "\n"))
    if request.get("blocks") is None:
        from reader.sources.plain import read_plain  # a line with blocks need not wait for it

        return read_plain(text)
    blocks = parse_blocks(request["blocks"], text)
    title = next((clean_line(block.span.of(text)) for block in blocks if block.role == "title"), "")
    return Article(text, blocks, title)


def parse_blocks(items: object, text: str) -> tuple[Block, ...]:
    """Return blocks of `text`, which are in order and do not overlap. Raises ReaderError."""
    if not isinstance(items, list):
        raise ReaderError('"blocks" is not a list')
    with suppress(TypeError, ValueError):
        rows = [[start, end, kind, int(kind == "heading"), role, "", "", False] for start, end, kind, role in items]
        blocks = tuple(map(decode_block, rows))
        if is_consistent(Article(text, blocks)):
            return blocks
    raise ReaderError('"blocks" must be [start, end, kind, role] in the order of the text')
