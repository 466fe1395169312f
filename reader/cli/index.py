"""`reader index`: update the search index; also the index that `search` and `quotes` query."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.errors import SearchError, UsageError
from reader.search import DOING, WorkProgress
from reader.search.freshness import FreshIndex
from reader.search.index import SearchIndex
from reader.search.picks import find_picks
from reader.search.query import parse_query
from reader.session.picked import Picks
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser

PROGRESS_INTERVAL = 0.2
"""Seconds between two displays of the progress."""


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """Options of `reader index`."""

    rebuild: bool
    jsonl: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("--rebuild", action="store_true", help="delete the index first")
    parser.add_argument("--jsonl", action="store_true", help="print progress and notices as JSON lines")


def update_index(options: IndexOptions, context: CommandContext) -> int:
    """Update the index: first with the contents of the library, then with the analysis of every article."""
    if options.rebuild:
        SearchIndex(context.paths.library).discard()
    index = fresh_index(context, progress_as_json=options.jsonl)
    index.answer(lambda db: None)
    if options.jsonl:
        for notice in context.notices():
            stdio.say_json({"notice": notice}, lines=True)
        stdio.say_json({"ready": "index"}, lines=True)
    index.answer(lambda db: None, analyzed=True)
    if options.jsonl:
        stdio.say_json({"ready": "analysis"}, lines=True)
    return 0


def fresh_index(context: CommandContext, *, progress_as_json: bool = False) -> FreshIndex:
    """Return the index, which updates itself before it answers and shows its progress."""
    return FreshIndex(context.paths, lambda: context.library, stdio.tell, IndexProgress(progress_as_json))


def find_matching(words: str, context: CommandContext, *, quotes: bool) -> Picks:
    """Return the notes that match a query, and if `quotes` the quotes. Raises SearchError, UsageError."""
    query = parse_query(words)
    if query.problem:
        raise SearchError(query.problem)
    if not query.clauses:
        raise UsageError("--query needs words or fields, as in tag:harbour")
    about_people = bool(query.terms("speaker") or query.terms("entity"))
    analyzed = about_people or (quotes and "quote" in query.result_kinds)
    return fresh_index(context).answer(lambda db: find_picks(db, query), analyzed=analyzed)


class IndexProgress:
    """Shows the progress of indexing: a line on the terminal, or JSON lines on standard output."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._shown_at = time.monotonic()

    def __call__(self, progress: WorkProgress) -> None:
        finished, now = progress.done >= progress.of, time.monotonic()
        if now < self._shown_at + PROGRESS_INTERVAL and not finished:
            return
        self._shown_at = now
        if self._as_json:
            stdio.say_json({"doing": progress.doing, "done": progress.done, "of": progress.of}, lines=True)
        else:
            stdio.show_progress("" if finished else f"{DOING[progress.doing]}: {progress.done} of {progress.of}")


COMMAND = Command("[--rebuild] [--jsonl]", _add_arguments, IndexOptions, update_index)
