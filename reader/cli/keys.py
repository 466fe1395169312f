"""`reader keys`: list the keys of the screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.config.commands import Command as Shortcut
from reader.config.commands import groups
from reader.config.key_names import key_label
from reader.config.keymap import keymap_toml, lost_keys
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
    """Print every command of the screen that has a key, by group, then those that lost theirs; or the keys as TOML."""
    if options.print_default:
        stdio.say(*keymap_toml())
        return 0
    for group, commands in groups(context.config.commands).items():
        rows = [(" ".join(map(key_label, command.keys)), command.help) for command in commands if command.keys]
        width = max((len(keys) for keys, _ in rows), default=0)
        stdio.say(group, *(f"  {keys:<{width}}  {summary}" for keys, summary in rows), "")
    if lines := [*keyless_lines(context.config.commands)]:
        stdio.say("Without a key (in the palette)", *lines, "")
    return 0


def keyless_lines(commands: Sequence[Shortcut]) -> Iterator[str]:
    """Yield a line for each command that lost its keys to the user's keymap, with the commands that have them now."""
    for command, usual, takers in lost_keys(commands):
        taken = [f"{key_label(key)} is the key of {other.id}" for key in usual for other in takers if key in other.keys]
        why = f" ({'; '.join(taken)})" if taken else ""
        yield f"  {command.id}  {command.help}{why}"


COMMAND = Command("[--print-default]", _add_arguments, KeysOptions, list_keys)
