"""The user's keys beside the words of the tables, as the footer, the help and the palette show them."""

from collections.abc import Iterable
from typing import NamedTuple

from reader.config import user_config
from reader.config.commands import Command
from reader.config.contexts import Context
from reader.config.key_names import key_label

SHOWN_KEYS = 4
"""The most keys beside one description: more do not fit in 80 columns."""

AFTER_FIRST_PAINT = frozenset(("edit", "why"))
"""Commands that need the notes or the analysis to say whether they would do something."""


class FooterKey(NamedTuple):
    """A key in the footer."""

    key: str
    """As it is written on a keyboard."""
    label: str
    command: str = ""
    """The id of the command that a click runs; empty for a key of a text field."""


def commands_by_id() -> dict[str, Command]:
    """Return the commands with the user's keys."""
    return {command.id: command for command in user_config().commands}


def footer_keys(place: Context) -> tuple[FooterKey, ...]:
    """Return all keys that the footer may show in a context: those of a text field, and of commands that have one."""
    known = commands_by_id()
    found = []
    for name, label in place.footer:
        if (command := known.get(name)) is None:
            found.append(FooterKey(key_label(name), label))
        elif command.keys:
            found.append(FooterKey(key_label(command.keys[0]), label, name))
    return tuple(found)


def hint_rows(place: Context) -> tuple[tuple[str, str], ...]:
    """Return the hints of a context as (keys, description)."""
    return tuple((keys_label(each.names), each.words) for each in place.hints)


def context_commands(place: Context) -> list[Command]:
    """Return the commands of a context, in the order of its hints."""
    known = commands_by_id()
    return [known[name] for each in place.hints for name in each.names if name in known]


def keys_label(names: Iterable[str]) -> str:
    """Return the keys of one command, or the first key of each of several."""
    commands = commands_by_id()
    known = [commands.get(name) for name in names]
    if len(known) == 1 and known[0] is not None:
        return command_keys(known[0])
    firsts = [command.keys[:1] if command else (name,) for name, command in zip(names, known, strict=True)]
    return "  ".join(key_label(key) for keys in firsts for key in keys) or "palette"


def command_keys(command: Command) -> str:
    """Return the keys of a command; “palette” for one that has none."""
    return "  ".join(map(key_label, command.keys[:SHOWN_KEYS])) or "palette"
