"""The user's config file: looks, analysis engine, library, keys, commands of their own.

`user_config` returns it whatever the file holds: an invalid setting is ignored and reported in `complaints` with its
line, since nobody should be kept from reading. `sound_config` raises instead, for commands that must not go on with
other settings than meant. Variables and options of the command line override the file, which is read once.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.commands import COMMANDS, Command
from reader.config.key_names import key_label
from reader.config.keymap import ConfigProblem, apply_keys, did_you_mean, quoted
from reader.errors import ReaderError
from reader.system import atomic_file
from reader.system.paths import CONFIG, config_file
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from reader.config.own_commands import OwnCommand

TABLES = ("commands", "keys")  # the tables of the file, which may have any names in them
MAX_SIZE = 1 << 20  # bytes; a larger file was not written by hand
NARROWEST, WIDEST = 30, 140  # columns of the text: narrower breaks every phrase, wider makes the next line hard to find

DEFAULT_THEME = "ink"

ENGINES = ("best", "rules", "spacy")

MARK_STYLES = ("plain", "decorated")
"""Marks by colour only; or by underline and italics too, for whoever cannot tell the colours apart."""

MARK_LAYERS = ("all", "quotes", "notes")
"""What is marked in the text: names, quotes and notes; quotes and notes; notes only."""


@dataclass(frozen=True)
class Config:
    """The settings in the file; those not set have the defaults below."""

    path: Path
    theme: str = ""
    """Name of a theme, checked by the screen."""
    width: int | None = None
    engine: str = ""
    """Analysis engine, one of `ENGINES`."""
    pipeline: str = ""
    """spaCy pipeline: a package or a folder."""
    library: Path | None = None
    motion: bool = True
    """True if the text cursor may blink."""
    marks: str = ""
    """How names and quotes are marked in the text, one of `MARK_STYLES`."""
    layers: str = ""
    """What is marked in the text, one of `MARK_LAYERS`."""
    footer: bool = True
    """True if the footer shows keys."""
    citations: bool = False
    """True if exported and copied Markdown cites passages by keys, for pandoc."""
    commands: tuple[Command, ...] = COMMANDS
    """Commands of the screen with the user's keys, those of their own last."""
    own_commands: "tuple[OwnCommand, ...]" = ()
    complaints: tuple[str, ...] = ()
    """Errors in the file, each with the file's name and line."""
    lines: Mapping[str, int] = field(default_factory=dict)

    def at(self, setting: str) -> str:
        """Return file and line of a setting, for an error message."""
        return format_location(self.path, self.lines.get(setting, 0))

    @cached_property
    def commands_by_id(self) -> dict[str, Command]:
        return {command.id: command for command in self.commands}

    @property
    def complaint(self) -> str:
        """The errors on one line; "" if there are none."""
        if not self.complaints:
            return ""
        more = len(self.complaints) - 1
        return self.complaints[0] + (f" (and {more} more: `reader config` lists them)" if more else "")


@cache
def user_config() -> Config:
    """Return the user's config, without invalid settings."""
    return read_config(config_file(), named=bool(os.environ.get(CONFIG)))


def sound_config() -> Config:
    """Return the user's config. Raises ReaderError if anything in it is invalid."""
    if complaint := user_config().complaint:
        raise ReaderError(complaint)
    return user_config()


def with_keys(hint: str) -> str:
    """Return a hint with the user's keys: "{undo} to restore". Not for text with other braces."""
    known = user_config().commands_by_id

    def label(found: re.Match[str]) -> str:
        keys = known[found[1]].keys
        return key_label(keys[0]) if keys else f"“{found[1]}” (in the palette)"

    return re.sub(r"\{(.*?)\}", label, hint)


def read_config(path: Path, *, named: bool = False) -> Config:
    """Read the config file at `path`; a missing file is an error only if the user `named` it."""
    try:
        raw = atomic_file.read_regular(path, MAX_SIZE)
        if len(raw) <= MAX_SIZE:
            return parse_config(raw.decode(), path)
        problem = f"{path}: too large for a config file"
    except FileNotFoundError:
        problem = f"{path}: no such file; ${CONFIG} names it" if named else ""
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = f"{format_location(path, line)}: not UTF-8"
    except OSError as error:
        problem = f"{path}: {error.strerror or error}"
    return Config(path, complaints=(clean_line(problem),) if problem else ())


def parse_config(text: str, path: Path) -> Config:
    import tomllib  # not needed without a config file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Config(path, complaints=(format_syntax_error(error, text, path),))
    except RecursionError:
        return Config(path, complaints=(f"{format_location(path, 0)}: nested too deeply",))
    lines = line_numbers(text)
    problems: list[ConfigProblem] = []
    settings: dict[str, object] = {}
    tables: dict[str, dict[str, object]] = {name: {} for name in TABLES}
    for name, value in table.items():
        line = next((number for each, number in lines.items() if each.partition(".")[0] == name), 0)
        if name in TABLES and isinstance(value, dict):
            tables[name] = value
        elif name in TABLES:
            problems.append(ConfigProblem(line, f"{name}: expected a table, not {format_value(value)}"))
        elif (setting := SETTINGS.get(name)) is None:
            hint = did_you_mean(name, [*SETTINGS, *TABLES])
            problems.append(ConfigProblem(line, f"unknown setting {quoted(name)}{hint}"))
        elif (parsed := setting.parse(value, path)) is None:
            problems.append(ConfigProblem(line, f"{name}: expected {setting.expected}, not {format_value(value)}"))
        else:
            settings[name] = parsed

    def lines_in(name: str) -> dict[str, int]:
        return {each: lines.get(f"{name}.{each}", lines.get(name, 0)) for each in tables[name]}

    own: tuple[OwnCommand, ...] = ()
    if tables["commands"]:
        from reader.config.own_commands import parse_own_commands  # few have commands of their own

        own, found = parse_own_commands(tables["commands"], lines_in("commands"))
        problems += found
    commands, found = apply_keys(tables["keys"], lines_in("keys"), (*COMMANDS, *(each.row for each in own)))
    problems = sorted([*problems, *found], key=lambda problem: problem.line)
    complaints = tuple(f"{format_location(path, each.line)}: {each.message}" for each in problems)
    made = Config(path, commands=commands, own_commands=own, complaints=complaints, lines=lines)
    return replace(made, **settings)  # type: ignore[arg-type]


def line_numbers(text: str) -> dict[str, int]:
    """Return the line, from 1, of each setting; names in a table begin with the table's: "keys.undo"."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = f"{header[1]}."
            found.setdefault(header[1], number)
        elif setting := re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[\w-]+)*)\s*=""", line):
            found.setdefault(table + re.sub(r"""["'\s]""", "", setting[1]), number)
    return found


def format_syntax_error(error: Exception, text: str, path: Path) -> str:
    """Return the message of the TOML parser with file and line first."""
    words, _, where = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", where)
    line = int(found[1]) if found else text.count("\n") + 1
    return f"{format_location(path, line)}: {clean_line(words[:1].lower() + words[1:])}"


def format_location(path: Path, line: int) -> str:
    """Return file:line as compilers write it; the file alone if the line is not known."""
    return clean_line(f"{path}:{line}" if line else str(path))


def format_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{clean_line(value[:40])}"'
    return clean_line(str(value)[:40]) if isinstance(value, int | float) else "this value"


@dataclass(frozen=True, slots=True)
class Setting:
    expected: str
    parse: Callable[[object, Path], object]
    """Returns its value from that in the file, whose path is the other argument; None if it is invalid."""


def parse_text(value: object, path: Path) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def parse_path(value: object, path: Path) -> Path | None:
    """Return the path; a relative one starts at the config file's folder."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return None
    try:
        return path.parent / Path(value).expanduser()
    except RuntimeError:  # unknown user in ~user
        return None


def one_of(words: tuple[str, ...]) -> Setting:
    *others, last = (f'"{word}"' for word in words)
    return Setting(f"{', '.join(others)} or {last}", lambda value, _: value if value in words else None)


SWITCH = Setting("true or false", lambda value, _: value if isinstance(value, bool) else None)

SETTINGS = {
    "theme": Setting("the name of a theme", parse_text),
    "width": Setting(
        f"a number of columns from {NARROWEST} to {WIDEST}",
        lambda value, _: value if type(value) is int and NARROWEST <= value <= WIDEST else None,
    ),
    "marks": one_of(MARK_STYLES),
    "layers": one_of(MARK_LAYERS),
    "engine": one_of(ENGINES),
    "pipeline": Setting("the name of a spaCy pipeline, or its folder", parse_text),
    "library": Setting("the path of a file", parse_path),
    "motion": SWITCH,
    "footer": SWITCH,
    "citations": SWITCH,
}
"""By their names, which are those of the fields of `Config`."""
