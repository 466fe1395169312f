"""What a user has settled in a file: how the screen looks, what finds names, where the library is, other keys.

`user_config` answers it, whatever the file holds: what is wrong in it costs only itself, is kept as a complaint with
its line, and the program goes on without it, since nobody should be kept from reading. Whoever must not go on with what
was not meant asks for `sound_config`. Variables and options of the command line come before the file.

The trap: the file is read at the first question and then known; nothing is imported for it where there is none.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from reader.config.commands import COMMANDS, Command
from reader.config.key_names import key_label
from reader.config.keymap import Wrong, did_you_mean, quoted, rebound
from reader.errors import ConfigError
from reader.system import atomic_file
from reader.system.paths import CONFIG, config_file
from reader.text.sanitize import clean_line

LARGEST = 1 << 20
"""Bytes: what is larger was not written by hand."""

NARROWEST, WIDEST = 30, 140
"""Columns of the text: narrower breaks every phrase, wider no eye finds the next line."""

ENGINES = ("best", "rules", "spacy")


@dataclass(frozen=True, slots=True)
class Config:
    """What was settled; what was not is empty, and up to whoever asks."""

    path: Path
    theme: str = ""
    """The name of a theme, which the screen knows."""
    width: int | None = None
    """Columns of the text."""
    engine: str = ""
    """What finds names and quotes: one of `ENGINES`."""
    pipeline: str = ""
    """The spaCy pipeline: a package or a folder."""
    library: Path | None = None
    motion: bool = True
    """Whether anything may move by itself: the cursor in a line to type in."""
    commands: tuple[Command, ...] = COMMANDS
    """With the keys that the user has for them."""
    complaints: tuple[str, ...] = ()
    """What is wrong with the file, a line each, with the file's name and line."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where each setting stands."""

    def at(self, setting: str) -> str:
        """Where a setting stands, for a complaint."""
        return place(self.path, self.lines.get(setting, 0))

    @property
    def complaint(self) -> str:
        """What is wrong, in one line; empty if nothing is."""
        if not self.complaints:
            return ""
        more = len(self.complaints) - 1
        return self.complaints[0] + (f" (and {more} more: `reader config` lists them)" if more else "")


@cache
def user_config() -> Config:
    """What the user has settled, as far as it makes sense."""
    return read_config(config_file(), named=bool(os.environ.get(CONFIG)))


def sound_config() -> Config:
    """What the user has settled. Raises ConfigError where something in it makes no sense."""
    if complaint := user_config().complaint:
        raise ConfigError(complaint)
    return user_config()


class Keys(dict[str, str]):
    """The first key of each command as it is written on a keyboard; the way through the palette where there is none."""

    def __missing__(self, called: str) -> str:
        keys = next(command.keys for command in user_config().commands if command.id == called)
        self[called] = key_label(keys[0]) if keys else f"“{called}” (in the palette)"
        return self[called]


def with_keys(hint: str) -> str:
    """A hint with the user's keys in it: "{undo} brings it back". Not for words of others: braces would be read."""
    return hint.format_map(Keys())


# ---------------------------------------------------------------------- reading


def read_config(path: Path, *, named: bool = False) -> Config:
    """What stands in the file at `path`; no file is no complaint, unless it was `named`."""
    try:
        raw = atomic_file.read_regular(path, LARGEST)
        if len(raw) > LARGEST:
            return Config(path, complaints=(f"{path}: too large for a config file",))
        return config_from(raw.decode(), path)
    except FileNotFoundError:
        wrong = (f"{clean_line(str(path))}: no such file; ${CONFIG} names it",) if named else ()
        return Config(path, complaints=wrong)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Config(path, complaints=(f"{place(path, line)}: not UTF-8",))
    except OSError as error:
        return Config(path, complaints=(clean_line(f"{path}: {error.strerror or error}"),))


def config_from(text: str, path: Path) -> Config:
    """What stands in `text`, TOML."""
    import tomllib  # only for those who have such a file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Config(path, complaints=(syntax_complaint(error, text, path),))
    except RecursionError:
        return Config(path, complaints=(f"{place(path, 0)}: nested too deeply",))
    lines = lines_of(text)
    wrong: list[Wrong] = []
    settled: dict[str, object] = {}
    for name, value in table.items():
        line = lines.get(name, 0)
        if name == "keys":
            continue
        if (check := CHECKS.get(name)) is None:
            wrong.append(Wrong(line, f"unknown setting {quoted(name)}{did_you_mean(name, {**CHECKS, 'keys': 0})}"))
        elif (found := check(value, path)) is None:
            wrong.append(Wrong(line, f"{name}: expected {EXPECTED[name]}, not {in_words(value)}"))
        else:
            settled[name] = found
    commands, wrong_keys = keys_in(table.get("keys", {}), lines)
    wrong = sorted([*wrong, *wrong_keys], key=lambda each: each.line)
    complaints = tuple(f"{place(path, each.line)}: {each.words}" for each in wrong)
    return replace(
        Config(path),
        commands=commands,
        complaints=complaints,
        lines=lines,
        **settled,  # type: ignore[arg-type]
    )


def keys_in(table: object, lines: Mapping[str, int]) -> tuple[tuple[Command, ...], list[Wrong]]:
    if not isinstance(table, dict):
        return COMMANDS, [Wrong(lines.get("keys", 0), f"keys: expected a table, not {in_words(table)}")]
    whole = lines.get("keys", 0)
    return rebound(table, {name: lines.get(f"keys.{name}", whole) for name in table})


def lines_of(text: str) -> dict[str, int]:
    """On which line each name is settled, from 1 on; names in a table with its name before them: "keys.undo"."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = f"{header[1]}."
            found.setdefault(header[1], number)
        elif setting := re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[\w-]+)*)\s*=""", line):
            found.setdefault(table + re.sub(r"""["'\s]""", "", setting[1]), number)
    return found


def syntax_complaint(error: Exception, text: str, path: Path) -> str:
    """What the parser says, its place put before it."""
    words, _, where = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", where)
    line = int(found[1]) if found else text.count("\n") + 1
    return f"{place(path, line)}: {clean_line(words[:1].lower() + words[1:])}"


def place(path: Path, line: int) -> str:
    """A line of a file as compilers write it; the file alone where the line is not known."""
    return clean_line(f"{path}:{line}" if line else str(path))


def in_words(value: object) -> str:
    """A value that is wrong, as it stands in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{clean_line(value[:40])}"'
    return clean_line(str(value)[:40]) if isinstance(value, int | float) else "this value"


# ---------------------------------------------------------------------- settings


def text_in(value: object, path: Path) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def width_in(value: object, path: Path) -> int | None:
    return value if type(value) is int and NARROWEST <= value <= WIDEST else None


def engine_in(value: object, path: Path) -> str | None:
    return value if isinstance(value, str) and value in ENGINES else None


def truth_in(value: object, path: Path) -> bool | None:
    return value if isinstance(value, bool) else None


def file_in(value: object, path: Path) -> Path | None:
    """A relative one is beside the configuration."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return None
    try:
        return path.parent / Path(value).expanduser()
    except RuntimeError:  # a user of that name is not known
        return None


CHECKS: dict[str, Callable[[object, Path], object]] = {
    "theme": text_in,
    "width": width_in,
    "engine": engine_in,
    "pipeline": text_in,
    "library": file_in,
    "motion": truth_in,
}
"""Each setting, and what makes a value of what stands there; None for what makes no sense."""

EXPECTED = {
    "theme": "the name of a theme",
    "width": f"a number of columns from {NARROWEST} to {WIDEST}",
    "engine": '"best", "rules" or "spacy"',
    "pipeline": "the name of a spaCy pipeline, or its folder",
    "library": "the path of a file",
    "motion": "true or false",
}
