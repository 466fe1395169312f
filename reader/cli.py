"""The command line: from words to a command, and from what happened to an exit code.

The first word is a command or a SOURCE. `arguments` holds what each takes; what they do is in the room `commands`. Exit
codes: 0 done and durable, 1 one line on standard error says what went wrong, 2 wrong usage. The trap: starting must
cost nothing, so whatever a command needs is imported when that command runs.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from reader import __version__, streams
from reader.arguments import COMMANDS, SOURCE, Parser, format_argument

INTERRUPTED = 130
"""What a shell reports of a program that Ctrl-C ended."""

PIPE_CLOSED = 141
"""What a shell reports of a program whose reader went away."""


class Version(argparse.Action):
    """Says which version this is."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        streams.say(f"reader {__version__}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    try:
        return answered(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except streams.ClosedPipeError:
        code = PIPE_CLOSED
    except streams.StreamError as error:
        streams.tell(str(error))
        code = 1
    streams.silence()
    return code


def answered(argv: Sequence[str]) -> int:
    """Do what `argv` says; the exit code, when everything that was written has arrived. Raises StreamError."""
    try:
        code = run(argv)
    except (KeyboardInterrupt, streams.StreamError):
        raise
    except expected_errors() as error:
        streams.tell(in_words(error))
        code = 1
    streams.flush()
    return code


def run(argv: Sequence[str]) -> int:
    """Parse and do. Raises what `expected_errors` lists."""
    place = first_word(argv)
    name = argv[place] if place is not None and argv[place] in COMMANDS else ""
    words = [*argv[:place], *argv[place + 1 :]] if name and place is not None else list(argv)
    if place is not None and not name and (meant := mistyped(argv[place])):
        streams.tell(f"{argv[place]}: no such file; did you mean `{meant}`?")
        return 1
    parser = parser_of(name)
    try:
        return done(name, parser, parser.parse_args(words))
    except SystemExit as stop:  # argparse has said what there is to say: help, the version, wrong usage
        return stop.code if isinstance(stop.code, int) else 0


def done(name: str, parser: Parser, asked: argparse.Namespace) -> int:
    """Do the command `name`."""
    from reader.commands import Belongings, UsageError

    own = Belongings(asked.library)
    room, _, function = (COMMANDS[name].does if name else READ).partition(":")
    do: Callable[[argparse.Namespace, Belongings], int] = getattr(import_module(f"reader.commands.{room}"), function)
    try:
        return do(asked, own)
    except UsageError as error:
        parser.error(str(error))
    finally:
        for notice in own.notices():
            streams.tell(notice)


def expected_errors() -> tuple[type[Exception], ...]:
    """The errors that say what happened in one line. Asked only when there is one: these rooms take time to import."""
    from reader.analysis import AnalysisError
    from reader.config import ConfigError
    from reader.errors import NoteError
    from reader.export import ExportError
    from reader.library import LibraryError
    from reader.search import SearchError
    from reader.sources import SourceError

    return AnalysisError, ConfigError, ExportError, LibraryError, NoteError, SearchError, SourceError, OSError


def in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror
    return str(error)


# ---------------------------------------------------------------------- words


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
    everywhere.add_argument("--version", action=Version, nargs=0, help="say which version this is")
    return parser


def command_list() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.words}" for name, command in COMMANDS.items()]
    return "\n".join(["commands (`reader COMMAND --help` says more):", *lines])


READ = "reading:read"
"""What `reader` does without a command."""

WITH_VALUE = ("--library", "--at", "--format")
"""Options that may stand before the first word and take the word after them."""
