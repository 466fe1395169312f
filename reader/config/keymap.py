"""Other keys for the commands of the screen, as a user has written them down: taken, or refused with the line.

What makes no sense costs only itself. Where one key is left for two commands, the one that the user gave it to has it,
of two such the first; a complaint names both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reader.config.commands import COMMANDS, SCREENS, Command, groups
from reader.config.key_names import key_label, parse_key
from reader.text.sanitize import clean_line

WRITTEN = 'write keys as "x", "{", "Ctrl-X", "PgDn", "F5"'

NEEDED = ("quit", "step-back")
"""Without a key for these there would be no way out."""


Rank = Callable[[Command], tuple[bool, bool, int]]
"""Whom a key is left to: the lowest."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line of a user's file."""

    line: int
    words: str


def rebound(table: Mapping[str, object], lines: Mapping[str, int]) -> tuple[tuple[Command, ...], list[Wrong]]:
    """The commands with the keys of `table` (what a command is called, to its key or keys), and what is wrong with it.

    `lines` tells where each name stands.
    """
    known = {command.id: command for command in COMMANDS}
    given: dict[str, tuple[str, ...]] = {}
    wrong: list[Wrong] = []
    for name, value in table.items():
        line = lines.get(name, 0)
        if name not in known:
            wrong.append(Wrong(line, f"unknown action {quoted(name)}{did_you_mean(name, known)}"))
        elif (words := names_in(value)) is None:
            wrong.append(Wrong(line, f'{name}: expected a key such as "Ctrl-D", or a list of keys'))
        elif unknown := [word for word in words if parse_key(word) is None]:
            wrong.append(Wrong(line, f"{name}: {quoted(unknown[0])} is not a key; {WRITTEN}"))
        elif not words and name in NEEDED:
            wrong.append(Wrong(line, f"{name}: needs a key, since there is no other way out"))
        else:
            given[name] = tuple(dict.fromkeys(key for word in words if (key := parse_key(word)) is not None))
    commands = [replace(command, keys=given.get(command.id, command.keys)) for command in COMMANDS]

    def rank(command: Command) -> tuple[bool, bool, int]:
        return command.id not in NEEDED, command.id not in given, lines.get(command.id, 0)

    for key, winner, loser in clashes(commands, rank):
        told, other = (loser, winner) if loser.id in given else (winner, loser)
        if other.id in given:
            why = f"also the key of {other.id} on line {lines.get(other.id, 0)}"
        elif other is winner:
            why = f"the key of {other.id}, which needs one; choose another key"
        else:
            why = f"the key of {other.id}; choose another key, or free it: {other.id} = []"
        wrong.append(Wrong(lines.get(told.id, 0), f"{told.id}: {key_label(key)} is {why}"))
        at = next(index for index, command in enumerate(commands) if command.id == loser.id)
        commands[at] = replace(commands[at], keys=tuple(other for other in commands[at].keys if other != key))
    return tuple(commands), sorted(wrong, key=lambda each: each.line)


def clashes(commands: Iterable[Command], rank: Rank) -> list[tuple[str, Command, Command]]:
    """Each key that several commands of one screen have, with the one that keeps it and one that does not."""
    found: dict[tuple[str, str], tuple[str, Command, Command]] = {}
    for rooms in SCREENS:
        owners: dict[str, list[Command]] = {}
        for command in commands:
            if set(command.scopes).intersection(rooms):
                for key in command.keys:
                    owners.setdefault(key, []).append(command)
        for key, several in owners.items():
            winner, *losers = sorted(several, key=rank)
            for loser in losers:
                found.setdefault((key, loser.id), (key, winner, loser))
    return list(found.values())


def names_in(value: object) -> list[str] | None:
    """The keys that are named, one or several; None where there is something else."""
    words = [value] if isinstance(value, str) else value
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


def quoted(name: str) -> str:
    return f"“{clean_line(name)}”"


def did_you_mean(name: str, known: Mapping[str, object]) -> str:
    """The known name that is most like `name`, as a question; empty where none is."""
    import difflib  # of use only when something is wrong

    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {quoted(close[0])}?" if close else ""


def as_toml(commands: tuple[Command, ...] = COMMANDS) -> Iterator[str]:
    """The lines of a `[keys]` table with the keys of `commands`."""
    yield "[keys]"
    for group, members in groups(commands).items():
        yield ""
        yield f"# {group}"
        for command in members:
            keys = ", ".join(f'"{written(key)}"' for key in command.keys)
            yield f"{command.id} = [{keys}]  # {command.help}"


def written(key: str) -> str:
    """A key as one types its name into a file, with no sign that is on no keyboard."""
    words = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
    head, _, last = (sign := key_label(key)).rpartition("-")
    arrow = words.get(last or sign)
    name = sign if arrow is None else f"{head}-{arrow}" if head else arrow
    return name.replace("\\", "\\\\").replace('"', '\\"')
