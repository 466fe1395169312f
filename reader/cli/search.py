"""The library searched from the command line, and its index brought up to date."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.context import Belongings, UsageError, speaker_shown
from reader.errors import SearchError
from reader.system import stdio
from reader.text.format import UNTITLED

if TYPE_CHECKING:
    from reader.search import Hit, Pieces, Progress
    from reader.search.freshness import Asker

BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
"""What a terminal is told to set words apart: the only controls that reach it, and they are ours."""

PACE = 0.2
"""Seconds between two looks at how far a work has come."""


def search(asked: Namespace, own: Belongings) -> int:
    """What fits the words, the best first."""
    from reader.search import queries
    from reader.search.query import parsed

    query = parsed(" ".join(asked.words))
    if query.problem:
        raise SearchError(query.problem)
    if query.empty:
        raise UsageError("there is nothing to look for: give words")
    about_people = bool(query.speakers or query.entities or "quote" in query.kinds)
    hits = asker(own).answer(lambda db: queries.hits(db, query, asked.limit + 1), studied=about_people)
    more, hits = hits[asked.limit :], hits[: asked.limit]
    if asked.json:
        stdio.say_json([hit_object(hit) for hit in hits])
    else:
        stdio.say(*(line for hit in hits for line in lines(hit, marked=stdio.is_terminal(sys.stdout))))
    if more:
        stdio.tell(f"the first {asked.limit} are shown; --limit shows more")
    if not hits:
        stdio.tell("nothing fits")
    return 0


def index(asked: Namespace, own: Belongings) -> int:
    """Bring the index up to date: what the library says, then what is found in every article."""
    from reader.search.index import Index

    if asked.rebuild:
        Index(own.places.library).discard()
    one = asker(own, lines=asked.jsonl)
    one.answer(lambda db: None)
    if asked.jsonl:
        stdio.say_json({"ready": "index"}, lines=True)
    one.answer(lambda db: None, studied=True)
    if asked.jsonl:
        stdio.say_json({"ready": "analysis"}, lines=True)
    return 0


# ---------------------------------------------------------------------- asking


def asker(own: Belongings, *, lines: bool = False) -> "Asker":
    """Whoever asks from the command line; with `lines`, progress is a JSON object a line on standard output."""
    from reader.search.freshness import Asker

    return Asker(own.places, lambda: own.library, stdio.tell, ProgressLine(lines))


class ProgressLine:
    """How far a long work has come: a line on the terminal, or lines for a program."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._shown_at = time.monotonic()

    def __call__(self, progress: "Progress") -> None:
        over, now = progress.done >= progress.of, time.monotonic()
        if now < self._shown_at + PACE and not over:
            return
        self._shown_at = now
        if self._as_json:
            stdio.say_json({"doing": progress.doing, "done": progress.done, "of": progress.of}, lines=True)
        else:
            from reader.search import DOING

            stdio.show_progress("" if over else f"{DOING[progress.doing]}: {progress.done} of {progress.of}")


# ---------------------------------------------------------------------- hits


def lines(hit: "Hit", *, marked: bool) -> Iterator[str]:
    """A hit for people."""
    from reader.search.snippets import plain

    origin = hit.origin
    yield " · ".join(filter(None, [origin.title or UNTITLED, origin.day, origin.source or origin.id]))
    if hit.kind == "quote":
        who = speaker_shown(hit.speaker, hit.uncertain)
        yield f"  {who}{' (indirectly)' if hit.indirect else ''}: {shown(hit.pieces, marked)}"
    elif hit.kind == "note":
        state = [hit.state] if hit.state not in ("", "exact") else []
        yield "  ".join(["  note", hit.note, *state, *(f"#{tag}" for tag in hit.tags)])
        if hit.passage:
            yield f"    > {shown(hit.passage, marked)}"
        if plain(hit.pieces):
            yield f"    {shown(hit.pieces, marked)}"
    else:
        yield f"  {shown(hit.pieces, marked)}"
    yield ""


def shown(pieces: "Pieces", marked: bool) -> str:
    return "".join(f"{BOLD}{words}{PLAIN}" if found and marked else words for words, found in pieces)


def hit_object(hit: "Hit") -> dict[str, object]:
    """A hit for programs; `found` are spans of `text`."""
    from reader.search.snippets import plain

    found, at = [], 0
    for words, is_found in hit.pieces:
        if is_found:
            found.append([at, at + len(words)])
        at += len(words)
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
    }
