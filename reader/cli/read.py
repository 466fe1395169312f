"""`reader [SOURCE]`: open an article or the library on the screen; without a terminal, print the article's text.

Pitfall: `reader PATH` calls `screen.open_on_screen` without this module, as it needs no options.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import SOURCE, Command, add_entry_number, add_format
from reader.cli.context import CommandContext, entry_address, open_article
from reader.cli.screen import open_on_screen
from reader.document import WHOLE_PAGE
from reader.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options of `reader` without a command."""

    source: str | None
    at: str | None
    """Id of the note to begin at."""
    refresh: bool
    whole: bool
    """Show all of a web page, not only its article."""
    entry: int | None
    """The number of an entry of a feed, whose page is shown."""
    read_as: str


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=f"{SOURCE} (default: the library)")
    parser.add_argument("--at", metavar="NOTE_ID", help="start at the passage of this note")
    parser.add_argument(
        "--refresh", action="store_true", help="fetch a web page again and place its notes in the new text"
    )
    parser.add_argument(
        "--whole", action="store_true", help="the whole of a web page, not only its article; same as --format page"
    )
    add_entry_number(parser)
    add_format(parser)


def read_article(options: ReadOptions, context: CommandContext) -> int:
    """Open the SOURCE, as `open_on_screen`."""
    for option, given in (
        ("--refresh", options.refresh),
        ("--whole", options.whole),
        ("--entry", options.entry is not None),
    ):
        if given and options.source is None:
            raise UsageError(f"{option} needs a SOURCE")
    if options.whole and options.read_as not in ("", "html", WHOLE_PAGE):
        raise UsageError(f"--whole is for web pages, not for --format {options.read_as}")
    read_as = WHOLE_PAGE if options.whole else options.read_as
    source = options.source
    if source is not None and options.entry is not None:
        source = entry_address(open_article(source, context, refresh=options.refresh), options.entry)
    return open_on_screen(context, source, options.at, read_as, refresh=options.refresh)


COMMAND = Command(
    "reader [SOURCE] [--at NOTE_ID] [--entry N] [--refresh] [--whole] [--format FORMAT]\n       reader COMMAND ...",
    _add_arguments,
    ReadOptions,
    read_article,
)
