"""`reader library`: list the articles in the library."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.system import stdio
from reader.text.format import UNTITLED

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.library.library import ArticleRecord


@dataclass(frozen=True, slots=True)
class LibraryOptions:
    """Options of `reader library`."""

    json: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def list_articles(options: LibraryOptions, context: CommandContext) -> int:
    """Print the articles, newest first."""
    records = [record for record in context.library.articles() if record.shelf != "removed"]
    counts = Counter(note.article for note in context.library.notes())
    if options.json:
        objects = ({**asdict(record), "since": dict(record.since), "notes": counts[record.id]} for record in records)
        stdio.say_json(list(objects))
    else:
        stdio.say(*format_articles(records, counts))
    return 0


def format_articles(records: "Sequence[ArticleRecord]", counts: Counter[str]) -> Iterator[str]:
    """Yield a heading and one article a line; columns without a fixed width come last."""
    if records:
        yield f"{'id':<10}  {'opened':<16}  notes  title · source"
    for record in records:
        opened = datetime.fromisoformat(record.opened).astimezone()
        name = " · ".join([record.title or UNTITLED, *record.sources[-1:]])
        yield f"{record.id:<10}  {opened:%Y-%m-%d %H:%M}  {counts[record.id]:>5}  {name}"


COMMAND = Command("[--json]", _add_arguments, LibraryOptions, list_articles)
