"""What the words of the command line mean: which command, and the parser that understands the rest.

Not asked where there is a single word that can only be a path, as most starts have.
"""

import argparse
import os
from collections.abc import Sequence

from reader import __version__
from reader.cli.context import Belongings, UsageError
from reader.cli.parser import COMMANDS, SOURCE, Parser, format_argument
from reader.system import stdio

WITH_VALUE = ("--library", "--at", "--format")
"""Options that may stand before the first word and take the word after them."""


class Version(argparse.Action):
    """Says which version this is."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        stdio.say(f"reader {__version__}")
        parser.exit()


def first_word(argv: Sequence[str]) -> int | None:
    """Where the first word stands that is neither an option nor its value: a command or a SOURCE."""
    place = 0
    while place < len(argv):
        word = argv[place]
        if word == "--":
            return None  # what follows is a SOURCE, whatever it is called
        if word in WITH_VALUE:
            place += 2
        elif word.startswith("-") and word != "-":
            place += 1
        else:
            return place
    return None


def mistyped(word: str) -> str | None:
    """The command that `word`, which is no command, was probably meant to be; None if it may be a SOURCE."""
    if os.sep in word or "." in word or os.path.lexists(word):
        return None
    import difflib

    return next(iter(difflib.get_close_matches(word, COMMANDS, 1)), None)


def parser_of(name: str) -> Parser:
    """The parser of one command, or of `reader` itself where `name` is empty."""
    if name:
        command = COMMANDS[name]
        parser = Parser(f"reader {name}", f"reader {name} {command.usage}".rstrip(), command.words, allow_abbrev=False)
        command.arguments(parser)
    else:
        parser = Parser(
            "reader",
            "reader [SOURCE] [--at NOTE_ID] [--refresh] [--format FORMAT]\n       reader COMMAND ...",
            "Read an article in the terminal: who said what, and your notes on it.",
            command_list(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.add_argument("source", nargs="?", metavar="SOURCE", help=f"{SOURCE}; the library if left out")
        parser.add_argument("--at", metavar="NOTE_ID", help="begin at the passage of this note")
        parser.add_argument("--refresh", action="store_true", help="fetch a web page again, and place its notes anew")
        format_argument(parser)
    everywhere = parser.add_argument_group("everywhere")
    everywhere.add_argument(
        "--library", metavar="FILE", help="the library file (else $READER_LIBRARY, else in the user's data folder)"
    )
    everywhere.add_argument("-V", "--version", action=Version, nargs=0, help="say which version this is")
    return parser


def show_help(asked: argparse.Namespace, own: Belongings) -> int:
    """Print the help of a command, or of `reader` itself. Raises UsageError."""
    name = asked.command or ""
    if name and name not in COMMANDS:
        meant = mistyped(name)
        raise UsageError(f"no command is called {name}" + (f"; did you mean `{meant}`?" if meant else ""))
    parser_of(name).print_help()
    return 0


def command_list() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.words}" for name, command in COMMANDS.items()]
    return "\n".join(["commands (`reader help COMMAND` says more):", *lines])
