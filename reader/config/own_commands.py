"""The `[commands]` table of a config file: programs of the user's that are run on a passage.

Each is a command of the screen like any other, under its name in the table: in the palette, in the help, and in
`[keys]`. An invalid line costs only itself.
"""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reader.config.commands import COMMANDS, Command
from reader.config.keymap import ConfigProblem, quoted
from reader.text.sanitize import clean_line

GROUP = "Your commands"

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")

EXPECTED = 'expected a command such as "dict -d wn"'


class OwnCommand(NamedTuple):
    """A program of the user's, run without a shell."""

    name: str
    words: tuple[str, ...]
    """The program and its arguments."""

    @property
    def row(self) -> Command:
        line = clean_line(shlex.join(self.words))
        return Command(self.name, (), f"{self.name}: the passage through {line}", GROUP, ("screen",), "own run program")


def parse_own_commands(
    table: Mapping[str, object], lines: Mapping[str, int]
) -> tuple[tuple[OwnCommand, ...], list[ConfigProblem]]:
    """Return the commands in the table, and the problems in it; `lines` has the line of each name."""
    taken = {command.id for command in COMMANDS}
    found: list[OwnCommand] = []
    problems: list[ConfigProblem] = []
    for name, value in table.items():
        if not NAME.fullmatch(name):
            problem = f"{quoted(name)}: a name has up to 30 small letters a-z, digits and hyphens"
        elif name in taken:
            problem = f"{name}: the name of another command; choose another name"
        elif not isinstance(value, str):
            problem = f"{name}: {EXPECTED}"
        else:
            words, problem = program_words(name, value)
            found += [OwnCommand(name, words)] if words else []
        if problem:
            problems.append(ConfigProblem(lines.get(name, 0), problem))
    return tuple(found), problems


def program_words(name: str, line: str) -> tuple[tuple[str, ...], str]:
    """Return the words of a command line, and what is wrong with it; one of them is empty."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        return (), f"{name}: {str(error).lower()} in this command"
    if not words or "\0" in line:
        return (), f"{name}: {EXPECTED}"
    return tuple(str(Path(word).expanduser()) if word.startswith("~/") else word for word in words), ""
