"""The parts of a command, and the arguments that several commands share.

Each command has a file in `reader.cli` with its arguments, a dataclass of its options and its function, joined in
`COMMAND`. argparse is imported for type checkers only: `reader PATH` needs no parser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.sources.detect import FORMATS

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.cli.context import CommandContext

SOURCE = (
    "a file (text, Markdown, HTML, EPUB, PDF, DOCX, ODT, RTF, mail, subtitles), the URL of a page or feed,"
    " or - for standard input"
)

OptionsT = TypeVar("OptionsT")


@dataclass(frozen=True, slots=True)
class Command(Generic[OptionsT]):
    """One command; its name and one-line help are in `reader.cli.parser.GROUPS`."""

    usage: str
    """Its arguments, as in the usage line."""
    add_arguments: "Callable[[ArgumentParser], None]"
    options: type[OptionsT]
    """A frozen dataclass with a field for each argument, under the argument's `dest`."""
    run: "Callable[[OptionsT, CommandContext], int]"
    """Run the command and return the exit code. Raises ReaderError, OSError; UsageError for wrong usage."""


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The options of a command that has none."""


def add_no_arguments(parser: "ArgumentParser") -> None:
    """Leave the parser as it is."""


def add_source(parser: "ArgumentParser") -> None:
    """Add a required SOURCE and its --format."""
    parser.add_argument("source", metavar="SOURCE", help=SOURCE)
    add_format(parser)


def add_optional_source(parser: "ArgumentParser", otherwise: str) -> None:
    """Add a SOURCE that may be left out, and its --format; `otherwise` is what the command then takes."""
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=f"{SOURCE} (default: {otherwise})")
    add_format(parser)


def add_format(parser: "ArgumentParser") -> None:
    """Add the --format to read a SOURCE in."""
    parser.add_argument(
        "--format",
        dest="read_as",
        metavar="FORMAT",
        choices=FORMATS,
        default="",
        help=f"input format, if it cannot be detected: {', '.join(FORMATS)}",
    )


def add_entry_number(parser: "ArgumentParser") -> None:
    """Add the number of an entry of a feed."""
    parser.add_argument("--entry", type=int, metavar="N", help="open the page of entry N of a feed")


def add_quote_context(parser: "ArgumentParser") -> None:
    """Add the words before and after that tell one --quote from another."""
    parser.add_argument(
        "--before", default="", metavar="WORDS", help="words directly before the quote, if it occurs more than once"
    )
    parser.add_argument("--after", default="", metavar="WORDS", help="words directly after the quote")
