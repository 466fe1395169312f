"""Other keys for the actions of the screen, as a user has written them down: taken, or refused with the line.

What makes no sense costs only itself. Where one key is left for two actions, the one that the user gave it to has it,
of two such the first; a complaint names both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reader.config.commands import ACTIONS, SCREENS, Action, groups, key_named, shown
from reader.text.sanitize import clean_line

WRITTEN = 'keys are written "x", "{", "Ctrl-X", "PgDn", "F5"'

NEEDED = ("quit", "step-back")
"""Without a key for these there would be no way out."""


Rank = Callable[[Action], tuple[bool, bool, int]]
"""Whom a key is left to: the lowest."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line of a user's file."""

    line: int
    words: str


def rebound(table: Mapping[str, object], lines: Mapping[str, int]) -> tuple[tuple[Action, ...], list[Wrong]]:
    """The actions with the keys of `table` (what an action is called, to its key or keys), and what is wrong with it.

    `lines` tells where each name stands.
    """
    known = {action.called: action for action in ACTIONS}
    given: dict[str, tuple[str, ...]] = {}
    wrong: list[Wrong] = []
    for name, value in table.items():
        line = lines.get(name, 0)
        if name not in known:
            wrong.append(Wrong(line, f"no action is called {quoted(name)}{did_you_mean(name, known)}"))
        elif (words := names_in(value)) is None:
            wrong.append(Wrong(line, f'{name}: a key such as "Ctrl-D", or a list of keys'))
        elif unknown := [word for word in words if key_named(word) is None]:
            wrong.append(Wrong(line, f"{name}: {quoted(unknown[0])} is no key; {WRITTEN}"))
        elif not words and name in NEEDED:
            wrong.append(Wrong(line, f"{name}: it needs a key, or there is no way out"))
        else:
            given[name] = tuple(dict.fromkeys(key for word in words if (key := key_named(word)) is not None))
    actions = [replace(action, keys=given.get(action.called, action.keys)) for action in ACTIONS]

    def rank(action: Action) -> tuple[bool, bool, int]:
        return action.called not in NEEDED, action.called not in given, lines.get(action.called, 0)

    for key, winner, loser in clashes(actions, rank):
        told, other = (loser, winner) if loser.called in given else (winner, loser)
        if other.called in given:
            why = f"also the key of {other.called} on line {lines.get(other.called, 0)}"
        elif other is winner:
            why = f"the key of {other.called}, which needs one: give it another"
        else:
            why = f"the key of {other.called}; give it another, or none: {other.called} = []"
        wrong.append(Wrong(lines.get(told.called, 0), f"{told.called}: {shown(key)} is {why}"))
        at = next(index for index, action in enumerate(actions) if action.name == loser.name)
        actions[at] = replace(actions[at], keys=tuple(other for other in actions[at].keys if other != key))
    return tuple(actions), sorted(wrong, key=lambda each: each.line)


def clashes(actions: Iterable[Action], rank: Rank) -> list[tuple[str, Action, Action]]:
    """Each key that several actions of one screen have, with the one that keeps it and one that does not."""
    found: dict[tuple[str, str], tuple[str, Action, Action]] = {}
    for rooms in SCREENS:
        owners: dict[str, list[Action]] = {}
        for action in actions:
            if set(action.where).intersection(rooms):
                for key in action.keys:
                    owners.setdefault(key, []).append(action)
        for key, several in owners.items():
            winner, *losers = sorted(several, key=rank)
            for loser in losers:
                found.setdefault((key, loser.name), (key, winner, loser))
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


def as_toml(actions: tuple[Action, ...] = ACTIONS) -> Iterator[str]:
    """The lines of a `[keys]` table with the keys of `actions`."""
    yield "[keys]"
    for group, members in groups(actions).items():
        yield ""
        yield f"# {group}"
        for action in members:
            keys = ", ".join(f'"{written(key)}"' for key in action.keys)
            yield f"{action.called} = [{keys}]  # {action.words}"


def written(key: str) -> str:
    """A key as one types its name into a file, with no sign that is on no keyboard."""
    words = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}
    head, _, last = (sign := shown(key)).rpartition("-")
    arrow = words.get(last or sign)
    name = sign if arrow is None else f"{head}-{arrow}" if head else arrow
    return name.replace("\\", "\\\\").replace('"', '\\"')
