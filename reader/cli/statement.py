"""`reader statement`: where a statement stands in the library, who cut or changed it, and who said it first."""

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace

from reader.cli.command import Options, argument, command, limit_option, option, switch
from reader.cli.context import CommandContext, format_speaker
from reader.cli.quotes import origin_heading
from reader.cli.search import format_pieces, found_places, fresh_index
from reader.errors import NoteError, UsageError
from reader.search.people import Saying, load_sayings
from reader.search.snippets import plain
from reader.search.statements import Statement, find_statement
from reader.system import stdio
from reader.text.format import counted
from reader.text.sanitize import clean_line


class StatementOptions(Options):
    words: tuple[str, ...] = argument(nargs="*", metavar="WORDS", help="the statement, or most of its words")
    quote: str | None = option("--quote", "ID", "the statement of this quote, by its id in `reader quotes --json`")
    limit: int | None = limit_option("places of each wording")
    json: bool = switch("--json", "print a JSON object")


@command("statement", "(WORDS... | --quote ID) [--limit N] [--json]")
def show_statement(options: StatementOptions, context: CommandContext) -> int:
    """Print the wordings of a statement, the first whole one before those that differ from it."""
    if bool(options.words) is (options.quote is not None):
        raise UsageError("give WORDS or --quote ID")
    index, words = fresh_index(context), " ".join(options.words)
    if options.quote is not None:
        article, _, start = options.quote.rpartition(":")
        fits = "entries.article = ? AND start = ?"
        quotes = index.answer(lambda db: load_sayings(db, fits, article, start), analyzed=True)
        if not quotes:
            raise NoteError(f"no quote {clean_line(options.quote)}; `reader quotes --json` has their ids")
        words = quotes[0].words
    found = index.answer(lambda db: find_statement(db, words), analyzed=True)
    wordings = tuple(replace(each, places=each.places[: options.limit]) for each in found.wordings)
    found = replace(found, wordings=wordings)
    if options.json:
        stdio.say_json(statement_object(found))
    else:
        stdio.say(*format_statement(found, marked=stdio.is_terminal(sys.stdout)))
    if not found.wordings:
        stdio.tell("no quote in the library has this statement")
    return 0


def statement_object(found: Statement) -> dict[str, object]:
    return {
        "wordings": [
            {
                "text": plain(each.pieces),
                "differs": found_places(each.pieces),
                "cut": each.cut,
                "negation": each.negation or None,
                "places": list(map(place_object, each.places)),
            }
            for each in found.wordings
        ],
        "earliest": found.earliest and place_object(found.earliest),
        "speakers": [{"name": name, "places": count} for name, count in found.speakers],
    }


def place_object(place: Saying) -> dict[str, object]:
    return {
        "path": place.origin.source,
        "article": place.origin.id,
        "title": place.origin.title,
        "published": place.origin.day or None,
        **asdict(place.span),
        "speaker": place.speaker or None,
        "certainty": place.certainty,
        "indirect": place.indirect,
    }


def format_statement(found: Statement, *, marked: bool) -> Iterator[str]:
    """Yield the lines of a statement for people; `marked`, with the words that differ in bold."""
    for each in found.wordings:
        yield format_pieces(each.pieces, marked)
        yield from (f"  {remark}" for remark in each.remarks)
        for place in each.places:
            who, how = format_speaker(place.speaker, place.certainty), " (indirect)" if place.indirect else ""
            yield f"  {origin_heading(place.origin)}  ¶ {place.paragraph}  {who}{how}"
        yield ""
    if len(found.speakers) > 1:
        names = ", ".join(f"{name} ({counted(count, 'place')})" for name, count in found.speakers)
        yield f"said by several: {names}"
