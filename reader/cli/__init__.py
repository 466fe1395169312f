"""The command line: find the command, run it, and turn its outcome into an exit code.

    parser.py      the list of commands, their parsers, options as dataclasses
    command.py     the parts of a command; arguments that several share
    context.py     the user's configuration, library and sessions, for the commands
    NAME.py        one command or a few: their arguments, options and functions
    read.py        `reader` without a command
    screen.py      an article, a folder or the library on the screen
    batch.py       `analyze` on many files, with its progress
    jsonl.py       `analyze --jsonl -`: an article a line in, an analysis a line out
    completion/    completion scripts

The first word is a command or a SOURCE. Exit codes: 0 done and saved, 1 an error (one line on standard error), 2 wrong
usage, 70 an error in the program itself. Commands are imported when they run, since starting must stay cheap.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.errors import ReaderError, UsageError
from reader.system import process_exit, stdio
from reader.system.paths import other_distribution
from reader.system.process_exit import INTERRUPTED, end_process

if TYPE_CHECKING:
    from reader.cli.context import CommandContext

PIPE_CLOSED = 141  # exit code that shells report of a program whose output nobody reads any more
SCREEN = "reader.tui.app"  # the module that has been imported once a screen was drawn


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Without `argv` this is the program. After a screen it ends here: all is on disk, no thread of ours is left but the
    one that waits for the end of a killed child, and for Python to free a book object by object takes longer than
    anything else that quitting does.
    """
    if argv is not None:
        return _exit_code_of(argv)
    if mixed := other_distribution():
        stdio.tell(mixed)
        return 1
    try:
        import fcntl  # noqa: F401  # the locks of POSIX, which the library needs
    except ModuleNotFoundError:
        stdio.tell("Windows is not supported; install and run reader within WSL (`wsl --install`)")
        return 1
    process_exit.watch_errors()
    code = _exit_code_of(sys.argv[1:])
    if SCREEN in sys.modules:
        end_process(code)
    process_exit.wait_for_crash()
    return code


def _exit_code_of(argv: Sequence[str]) -> int:
    """Run `argv` with its errors and interruptions reported, and flush standard output."""
    try:
        try:
            code = run_command_line(argv)
        except stdio.StreamError:
            raise
        except (ReaderError, OSError) as error:
            stdio.tell(error_message(error))
            code = 1
        stdio.flush()
        return code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except stdio.ClosedPipeError:
        code = PIPE_CLOSED
    except stdio.StreamError as error:
        stdio.tell(str(error))
        code = 1
    stdio.silence()
    return code


def run_command_line(argv: Sequence[str]) -> int:
    """Parse `argv` and run its command; return the exit code. Raises ReaderError, OSError."""
    if len(argv) == 1 and not argv[0].startswith("-") and (os.sep in argv[0] or "." in argv[0]):  # a path or URL
        gc.disable()  # modules stay: looking for garbage meanwhile is a twentieth of the time to the first words
        from reader.cli.screen import Shown, open_on_screen  # the usual start: no parser is needed

        gc.freeze()
        gc.enable()
        return with_context(None, lambda context: open_on_screen(context, Shown(argv[0])))
    from reader.cli import parser  # a path alone needs none

    name, words = parser.split_command(argv)
    index = parser.first_word_index(argv)
    if not name and index is not None and (suggestion := parser.suggest_command(argv[index])):
        stdio.tell(f"{argv[index]}: no such file; did you mean `{suggestion}`?")
        return 1
    command, command_parser = parser.load_command(name), parser.make_parser(name)
    process_exit.watch_threads()
    try:
        options, library = parser.parse_options(command_parser, command.options, words)
        try:
            return with_context(library, lambda context: command.run(options, context))
        except UsageError as error:
            command_parser.error(str(error))
    except SystemExit as stop:  # argparse has printed help, the version or the usage
        return stop.code if isinstance(stop.code, int) else 0


def with_context(library: str | None, function: "Callable[[CommandContext], int]") -> int:
    """Call `function` with a context for the library file `library`, then print the context's notices."""
    from reader.cli.context import CommandContext

    context = CommandContext(library)
    try:
        return function(context)
    finally:
        for notice in context.notices():
            stdio.tell(notice)


def error_message(error: Exception) -> str:
    """Return the one-line message of an error; of an OSError, the file and the reason."""
    if isinstance(error, OSError) and error.strerror:
        return f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror
    return str(error)
