"""`reader help`: print the help of a command, or of `reader` itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.cli.parser import COMMANDS, make_parser, suggest_command
from reader.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class HelpOptions:
    """Options of `reader help`."""

    command: str | None


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="a command (default: list all)")


def show_help(options: HelpOptions, context: CommandContext) -> int:
    """Print the help of a command, or of `reader` itself. Raises UsageError."""
    name = options.command or ""
    if name and name not in COMMANDS:
        suggestion = suggest_command(name)
        raise UsageError(f"unknown command: {name}" + (f"; did you mean `{suggestion}`?" if suggestion else ""))
    make_parser(name).print_help()
    return 0


COMMAND = Command("[COMMAND]", _add_arguments, HelpOptions, show_help)
