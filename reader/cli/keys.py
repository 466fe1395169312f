"""`reader keys`: list the keys of the screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.config.commands import groups
from reader.config.key_names import key_label
from reader.config.keymap import keymap_toml
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class KeysOptions:
    """Options of `reader keys`."""

    print_default: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("--print-default", action="store_true", help="print the default keys as TOML, to edit and save")


def list_keys(options: KeysOptions, context: CommandContext) -> int:
    """Print every command of the screen that has a key, by group; or the default keys as TOML."""
    if options.print_default:
        stdio.say(*keymap_toml())
        return 0
    for group, commands in groups(context.config.commands).items():
        rows = [(" ".join(map(key_label, command.keys)), command.help) for command in commands if command.keys]
        width = max(len(keys) for keys, _ in rows)
        stdio.say(group, *(f"  {keys:<{width}}  {summary}" for keys, summary in rows), "")
    return 0


COMMAND = Command("[--print-default]", _add_arguments, KeysOptions, list_keys)
