"""`reader search`: search articles, quotes and notes."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext, format_speaker
from reader.cli.index import fresh_index
from reader.errors import SearchError, UsageError
from reader.search import queries
from reader.search.query import parse_query
from reader.search.snippets import plain
from reader.system import stdio
from reader.text.format import UNTITLED

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.search import Hit, Pieces

BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
"""Escape sequences around matches; the only ones that reach the terminal, since the texts are cleaned of theirs."""

MAX_HITS = 10_000
"""Limit of --limit; all hits are held in memory."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Options of `reader search`."""

    words: tuple[str, ...]
    limit: int
    json: bool
    jsonl: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument(
        "words",
        nargs="+",
        metavar="WORDS",
        help='all must match; "a phrase", one OR another, a minus to exclude; tag: speaker: entity: author: source: '
        "folder: after: before: state: in:, each with a value",
    )
    parser.add_argument("--limit", type=limit, default=20, metavar="N", help="maximum number of hits (default: 20)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON list")
    form.add_argument("--jsonl", action="store_true", help="print each hit as a line of JSON")


def limit(word: str) -> int:
    """Parse a number of hits. Raises ValueError, from which argparse makes "invalid limit value"."""
    number = int(word)
    if not 1 <= number <= MAX_HITS:
        raise ValueError(word)
    return number


def search_library(options: SearchOptions, context: CommandContext) -> int:
    """Print the hits, the best first."""
    query = parse_query(" ".join(options.words))
    if query.problem:
        raise SearchError(query.problem)
    if query.empty:
        raise UsageError("nothing to search for: give words")
    about_people = bool(query.terms("speaker") or query.terms("entity") or "quote" in query.kinds)
    hits = fresh_index(context).answer(
        lambda db: queries.find_hits(db, query, options.limit + 1), analyzed=about_people
    )
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


def format_hit(hit: "Hit", *, marked: bool) -> Iterator[str]:
    """Yield the lines of a hit for people; `marked`, with matches in bold."""
    origin = hit.origin
    yield " · ".join(filter(None, [origin.title or UNTITLED, origin.day, origin.source or origin.id]))
    if hit.kind == "quote":
        speaker = format_speaker(hit.speaker, hit.uncertain)
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


def format_pieces(pieces: "Pieces", marked: bool) -> str:
    """Return the text of a snippet; `marked`, with matches in bold."""
    return "".join(f"{BOLD}{text}{PLAIN}" if found and marked else text for text, found in pieces)


def hit_object(hit: "Hit") -> dict[str, object]:
    """Return a hit as a JSON object; `found` are [start, end] in `text`."""
    found, at = [], 0
    for text, is_match in hit.pieces:
        if is_match:
            found.append([at, at + len(text)])
        at += len(text)
    return {
        "kind": hit.kind,
        "article": hit.origin.id,
        "title": hit.origin.title,
        "source": hit.origin.source,
        "date": hit.origin.day,
        "start": hit.span.start if hit.span else None,
        "end": hit.span.end if hit.span else None,
        "text": plain(hit.pieces),
        "found": found,
        "note": hit.note or None,
        "passage": plain(hit.passage) or None,
        "tags": list(hit.tags),
        "state": hit.state or None,
        "speaker": hit.speaker or None,
        "uncertain": hit.uncertain,
        "indirect": hit.indirect,
        **({"author": hit.author} if hit.author else {}),
    }


COMMAND = Command("WORDS... [--limit N] [--json | --jsonl]", _add_arguments, SearchOptions, search_library)
