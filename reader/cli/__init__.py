"""The command line: from words to a command, and from what happened to an exit code.

The first word is a command or a SOURCE. `arguments` holds what each takes, `parsing` understands it; what they do is in
the room `commands`. Exit codes: 0 done and durable, 1 one line on standard error says what went wrong, 2 wrong usage.
The trap: starting must cost nothing, so whatever a command needs is imported when that command runs.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.cli.context import Belongings
    from reader.cli.parser import Parser

INTERRUPTED = 130
"""What a shell reports of a program that Ctrl-C ended."""

READ = "read:read"
"""What `reader` does without a command."""

PIPE_CLOSED = 141
"""What a shell reports of a program whose reader went away."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    try:
        return answered(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except stdio.ClosedPipeError:
        code = PIPE_CLOSED
    except stdio.StreamError as error:
        stdio.tell(str(error))
        code = 1
    stdio.silence()
    return code


def answered(argv: Sequence[str]) -> int:
    """Do what `argv` says; the exit code, when everything that was written has arrived. Raises StreamError."""
    try:
        code = run(argv)
    except (KeyboardInterrupt, stdio.StreamError):
        raise
    except (ReaderError, OSError) as error:
        stdio.tell(in_words(error))
        code = 1
    stdio.flush()
    return code


def run(argv: Sequence[str]) -> int:
    """Understand and do. Raises ReaderError, OSError."""
    if is_path_alone(argv):
        from reader.cli.read import open_on_screen

        return with_own(None, lambda own: open_on_screen(own, argv[0]))
    from reader.cli.parser import COMMANDS
    from reader.cli.parsing import first_word, mistyped, parser_of

    place = first_word(argv)
    name = argv[place] if place is not None and argv[place] in COMMANDS else ""
    words = [*argv[:place], *argv[place + 1 :]] if name and place is not None else list(argv)
    if place is not None and not name and (meant := mistyped(argv[place])):
        stdio.tell(f"{argv[place]}: no such file; did you mean `{meant}`?")
        return 1
    parser = parser_of(name)
    try:
        return done(COMMANDS[name].does if name else READ, parser, parser.parse_args(words))
    except SystemExit as stop:  # argparse has said what there is to say: help, the version, wrong usage
        return stop.code if isinstance(stop.code, int) else 0


def is_path_alone(argv: Sequence[str]) -> bool:
    """Whether there is one word, and that a path for certain: then nothing need be parsed, as at most starts."""
    return len(argv) == 1 and not argv[0].startswith("-") and (os.sep in argv[0] or "." in argv[0])


def function_of(does: str) -> "Callable[[Namespace, Belongings], int]":
    """What does a command: a function of a room of `reader.cli`, or of a room above it by its full name."""
    room, _, function = does.partition(":")
    do: Callable[[Namespace, Belongings], int] = getattr(
        import_module(room if "." in room else f"reader.cli.{room}"), function
    )
    return do


def done(does: str, parser: "Parser", asked: "Namespace") -> int:
    """Do what a command does."""
    from reader.cli.context import UsageError

    do = function_of(does)
    try:
        return with_own(asked.library, lambda own: do(asked, own))
    except UsageError as error:
        parser.error(str(error))


def with_own(library: str | None, do: "Callable[[Belongings], int]") -> int:
    """Do something with what is the user's, and then say what there is to say of it."""
    from reader.cli.context import Belongings

    own = Belongings(library)
    try:
        return do(own)
    finally:
        for notice in own.notices():
            stdio.tell(notice)


def in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror
    return str(error)
