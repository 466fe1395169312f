"""`reader search` and `index`: search articles, quotes and notes; the index that it and other commands query."""

import sys
import time
from collections.abc import Iterator
from itertools import accumulate

from reader.cli.command import Options, argument, bounded, command, option, switch
from reader.cli.context import CommandContext, format_speaker
from reader.errors import SearchError, UsageError
from reader.export.collection import Picks
from reader.search import DOING, Hit, Pieces, WorkProgress, queries
from reader.search.freshness import FreshIndex
from reader.search.index import SearchIndex
from reader.search.picks import find_picks
from reader.search.query import parse_query
from reader.search.snippets import plain
from reader.system import stdio
from reader.text.format import UNTITLED

BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
"""Escape sequences around matches; the only ones that reach the terminal, since the texts are cleaned of theirs."""

MAX_HITS = 10_000  # limit of --limit; all hits are held in memory


class SearchOptions(Options):
    words: tuple[str, ...] = argument(
        nargs="+",
        metavar="WORDS",
        help='all must match; "a phrase", one OR another, a minus to exclude; tag: speaker: entity: author: source: '
        "dossier: folder: after: before: state: in:, each with a value",
    )
    limit: int = option(
        "--limit", "N", "maximum number of hits (default: 20)", type=bounded(int, MAX_HITS, "limit"), default=20
    )
    json: bool = switch("--json", "print a JSON list", one_of="form")
    jsonl: bool = switch("--jsonl", "print each hit as a line of JSON", one_of="form")


@command("search", "WORDS... [--limit N] [--json | --jsonl]")
def search_library(options: SearchOptions, context: CommandContext) -> int:
    hits = find_hits(" ".join(options.words), options.limit + 1, context)
    more, hits = hits[options.limit :], hits[: options.limit]
    if options.json or options.jsonl:
        stdio.say_objects(map(hit_object, hits), lines=options.jsonl)
    else:
        stdio.say(*(line for hit in hits for line in format_hit(hit, marked=stdio.is_terminal(sys.stdout))))
    if more:
        stdio.tell(f"first {options.limit} shown; use --limit for more")
    if not hits:
        stdio.tell("no matches")
    return 0


def find_hits(words: str, most: int, context: CommandContext) -> list[Hit]:
    """Return what matches, the best first. Raises AnalysisError, LibraryError, SearchError, UsageError."""
    query = parse_query(words)
    if query.problem:
        raise SearchError(query.problem)
    if query.empty:
        raise UsageError("nothing to search for: give words")
    about_people = bool(query.terms("speaker") or query.terms("entity") or "quote" in query.kinds)
    return fresh_index(context).answer(lambda db: queries.find_hits(db, query, most), analyzed=about_people)


def format_hit(hit: Hit, *, marked: bool) -> Iterator[str]:
    """Yield the lines of a hit for people; `marked`, with matches in bold."""
    origin = hit.origin
    yield " · ".join(filter(None, [origin.title or UNTITLED, origin.day, origin.source or origin.id]))
    if hit.kind == "quote":
        speaker = format_speaker(hit.speaker, hit.certainty)
        yield f"  {speaker}{' (indirect)' if hit.indirect else ''}: {format_pieces(hit.pieces, marked)}"
    elif hit.kind == "note":
        state = [hit.state] if hit.state not in ("", "exact") else []
        author = [f"by {hit.author}"] if hit.author else []
        yield "  ".join(["  note", hit.note, *author, *state, *(f"#{tag}" for tag in hit.tags)])
        if hit.passage:
            yield f"    > {format_pieces(hit.passage, marked)}"
        if plain(hit.pieces):
            yield f"    {format_pieces(hit.pieces, marked)}"
    else:
        yield f"  {format_pieces(hit.pieces, marked)}"
    yield ""


def format_pieces(pieces: Pieces, marked: bool) -> str:
    """Return the text of a snippet; `marked`, with matches in bold."""
    return "".join(f"{BOLD}{text}{PLAIN}" if found and marked else text for text, found in pieces)


def hit_object(hit: Hit) -> dict[str, object]:
    """Return a hit as a JSON object; `found` are [start, end] in `text`."""
    return {
        "kind": hit.kind,
        "article": hit.origin.id,
        "title": hit.origin.title,
        "source": hit.origin.source,
        "date": hit.origin.day,
        "start": hit.span.start if hit.span else None,
        "end": hit.span.end if hit.span else None,
        "text": plain(hit.pieces),
        "found": found_places(hit.pieces),
        "note": hit.note or None,
        "passage": plain(hit.passage) or None,
        "tags": list(hit.tags),
        "state": hit.state or None,
        "speaker": hit.speaker or None,
        "uncertain": hit.uncertain,
        "indirect": hit.indirect,
        **({"author": hit.author} if hit.author else {}),
    }


def found_places(pieces: Pieces) -> list[list[int]]:
    """Return the start and end of each piece that matches, in the text of all."""
    ends = accumulate(len(text) for text, _ in pieces)
    return [[end - len(text), end] for end, (text, is_match) in zip(ends, pieces, strict=True) if is_match]


PROGRESS_INTERVAL = 0.2  # seconds between two displays of the progress


class IndexOptions(Options):
    rebuild: bool = switch("--rebuild", "delete the index first")
    jsonl: bool = switch("--jsonl", "print progress and notices as JSON lines")


@command("index", "[--rebuild] [--jsonl]")
def update_index(options: IndexOptions, context: CommandContext) -> int:
    """Update the index: first with the contents of the library, then with the analysis of every article."""
    if options.rebuild:
        SearchIndex(context.paths.library).discard()
    index = fresh_index(context, progress_as_json=options.jsonl)
    if options.jsonl:
        index.answer(lambda db: None)
        for notice in context.notices():
            stdio.say_json({"notice": notice}, lines=True)
        stdio.say_json({"ready": "index"}, lines=True)
    index.answer(lambda db: None, analyzed=True)
    if options.jsonl:
        stdio.say_json({"ready": "analysis"}, lines=True)
    return 0


def fresh_index(context: CommandContext, *, progress_as_json: bool = False) -> FreshIndex:
    """Return the index, which updates itself before it answers and shows its progress."""
    return FreshIndex(
        context.paths, lambda: context.library, stdio.tell, IndexProgress(progress_as_json), not progress_as_json
    )


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
