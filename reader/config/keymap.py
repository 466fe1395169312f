"""The `[keys]` table of a config file: keys for the commands of the screen.

An invalid line costs only itself. If two commands share a key, the one that the file gave it to keeps it, of two such
the first; the problem names both. A command that is newer than the file gives way without a problem.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.config.commands import COMMANDS, NEW, SCREENS, Command, groups
from reader.config.key_names import ARROWS, key_label, parse_key
from reader.text.format import similar_words
from reader.text.sanitize import clean_line

REQUIRED = ("quit", "step-back")  # commands that need a key, since there is no other way out


class ConfigProblem(NamedTuple):
    line: int
    message: str


def apply_keys(
    table: Mapping[str, object], lines: Mapping[str, int], usual: Sequence[Command] = COMMANDS
) -> tuple[tuple[Command, ...], list[ConfigProblem]]:
    """Return the `usual` commands with the keys of `table`, by id, and its problems; `lines` has their lines."""
    known = {command.id: command for command in usual}
    given: dict[str, tuple[str, ...]] = {}
    problems: list[ConfigProblem] = []
    for name, value in table.items():
        names = value if isinstance(value, list) else [value]
        keys = {text: parse_key(text) for text in names if isinstance(text, str)}
        problem = ""
        if name not in known:
            problem = f"unknown action {quoted(name)}{did_you_mean(name, known)}"
        elif not all(isinstance(text, str) for text in names):
            problem = f'{name}: expected a key such as "Ctrl-D", or a list of keys'
        elif unknown := [text for text, key in keys.items() if key is None]:
            problem = f'{name}: {quoted(unknown[0])} is not a key; write keys as "x", "{{", "Ctrl-X", "PgDn", "F5"'
        elif not names and name in REQUIRED:
            problem = f"{name}: needs a key, since there is no other way out"
        else:
            given[name] = tuple(dict.fromkeys(key for key in keys.values() if key))
        if problem:
            problems.append(ConfigProblem(lines.get(name, 0), problem))
    problems += reject_shared_required(given, lines)
    commands = [command._replace(keys=given.get(command.id, command.keys)) for command in usual]
    lost: dict[str, set[str]] = {}
    for key, winner, loser in find_conflicts(commands, given, lines):
        lost.setdefault(loser.id, set()).add(key)
        if loser.id in NEW and loser.id not in given:
            continue
        reported, other = (loser, winner) if loser.id in given else (winner, loser)
        if other.id in given:
            why = f"also the key of {other.id} on line {lines.get(other.id, 0)}"
        elif other is winner:
            why = f"the key of {other.id}, which needs one; choose another key"
        else:
            why = f"the key of {other.id}; choose another key, or free it: {other.id} = []"
        problems.append(ConfigProblem(lines.get(reported.id, 0), f"{reported.id}: {key_label(key)} is {why}"))
    left = (tuple(key for key in each.keys if key not in lost.get(each.id, ())) for each in commands)
    commands = [command._replace(keys=keys) for command, keys in zip(commands, left, strict=True)]
    return tuple(commands), sorted(problems, key=lambda each: each.line)


def reject_shared_required(given: dict[str, tuple[str, ...]], lines: Mapping[str, int]) -> Iterator[ConfigProblem]:
    """Remove keys from `given` that would leave a required command without any; yield a problem for each removal."""
    defaults = {command.id: command.keys for command in COMMANDS}
    while True:
        first, second = sorted(REQUIRED, key=lambda name: (name not in given, lines.get(name, 0)))
        if not set(given.get(second, defaults[second])) <= set(given.get(first, defaults[first])):
            return
        name, other = (second, first) if second in given else (first, second)
        del given[name]
        yield ConfigProblem(lines.get(name, 0), f"{name}: needs a key that {other} does not have")


def find_conflicts(
    commands: Iterable[Command], given: Container[str], lines: Mapping[str, int]
) -> list[tuple[str, Command, Command]]:
    """Return each key that several commands of a screen share, with the command that keeps it and one that loses it."""

    def rank(command: Command) -> tuple[bool, bool, int]:
        return command.id not in REQUIRED, command.id not in given, lines.get(command.id, 0)

    found: dict[tuple[str, str], tuple[str, Command, Command]] = {}
    for scopes in SCREENS:
        owners: dict[str, list[Command]] = {}
        for command in commands:
            if set(command.scopes).intersection(scopes):
                for key in command.keys:
                    owners.setdefault(key, []).append(command)
        for key, several in owners.items():
            winner, *losers = sorted(several, key=rank)
            for loser in losers:
                found.setdefault((key, loser.id), (key, winner, loser))
    return list(found.values())


def lost_keys(commands: Sequence[Command]) -> Iterator[str]:
    """Yield a line for each command that lost its keys to the user's keymap, with the commands that have them now."""
    for usual in COMMANDS:
        command = next(command for command in commands if command.id == usual.id)
        if usual.keys and not command.keys:
            reach = {scope for scopes in SCREENS if set(usual.scopes).intersection(scopes) for scope in scopes}
            near = [each for each in commands if reach.intersection(each.scopes)]
            takers = [(key, other.id) for key in usual.keys for other in near if key in other.keys]
            why = "; ".join(f"{key_label(key)} is the key of {taker}" for key, taker in takers)
            yield f"  {command.id}  {command.help}{f' ({why})' if why else ''}"


def quoted(name: str) -> str:
    return f"“{clean_line(name)}”"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" with the known name most like `name`; "" if none is."""
    return "".join(f"; did you mean {quoted(close)}?" for close in similar_words(name, known))


def keymap_toml(commands: tuple[Command, ...] = COMMANDS) -> Iterator[str]:
    yield "[keys]"
    for group, members in groups(commands).items():
        yield ""
        yield f"# {group}"
        for command in members:
            keys = ", ".join(f'"{toml_key(key)}"' for key in command.keys)
            yield f"{command.id} = [{keys}]  # {command.help}"


def toml_key(key: str) -> str:
    """Return the name of a key for a TOML string, in characters that are on a keyboard."""
    words = {sign: name.capitalize() for name, sign in ARROWS.items()}
    head, _, last = (sign := key_label(key)).rpartition("-")
    arrow = words.get(last or sign)
    name = sign if arrow is None else f"{head}-{arrow}" if head else arrow
    return name.replace("\\", "\\\\").replace('"', '\\"')
