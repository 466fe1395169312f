"""The parts of a command, and the arguments that several commands share.

A command is a function of its options, whose fields are declared as arguments; `@command` makes it one.
argparse is imported for type checkers only: `reader PATH` needs no parser.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, dataclass_transform

from reader.document.article import GENRES
from reader.sources.detect import FORMATS

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.cli.context import CommandContext

SOURCE = (
    "a file (text, Markdown, HTML, EPUB, PDF, DOCX, ODT, RTF, mail, subtitles), the URL of a page or feed,"
    " or - for standard input"
)


@dataclass_transform(frozen_default=True)
@dataclass(frozen=True)
class Options:
    """The options of a command; a subclass is a frozen dataclass of `argument`, `option` and `switch` fields."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)


OptionsT = TypeVar("OptionsT", bound=Options)


@dataclass(frozen=True, slots=True)
class Command(Generic[OptionsT]):
    """One command; its one-line help is in `reader.cli.parser.GROUPS`."""

    name: str
    """"" for `reader` without a command."""
    usage: str
    """Its arguments, as in the usage line."""
    options: type[OptionsT]
    run: "Callable[[OptionsT, CommandContext], int]"
    """Run the command and return the exit code. Raises ReaderError, OSError; UsageError for wrong usage."""

    def add_arguments(self, parser: "ArgumentParser") -> None:
        groups: dict[str, Any] = {}
        for each in fields(self.options):
            how = dict(each.metadata)
            place: Any = parser
            for kind, add_group in (
                ("group", parser.add_argument_group),
                ("one_of", lambda _: parser.add_mutually_exclusive_group()),
                ("exactly_one_of", lambda _: parser.add_mutually_exclusive_group(required=True)),
            ):
                if name := how.pop(kind, ""):
                    place = groups[name] = groups[name] if name in groups else add_group(name)
            flags = how.pop("flags")
            place.add_argument(*flags, **how, dest=each.name) if flags else place.add_argument(each.name, **how)


def command(name: str, usage: str) -> "Callable[[Callable[[OptionsT, CommandContext], int]], Command[OptionsT]]":
    """Make a command of the function that runs it; its first parameter says what its options are."""
    return lambda run: Command(name, usage, run.__annotations__["options"], run)


def argument(*flags: str, **how: Any) -> Any:
    """Return a field of a command's options that is an argument of its parser, one without a dash if it has no flags.

    The keywords are those of `ArgumentParser.add_argument`, and `group` (a title), or the name of those that exclude
    each other: `one_of`, or `exactly_one_of` if one is required.
    """
    default = how.get("default")
    return field(default=() if default == [] else default, metadata={"flags": flags, **how})


def switch(flag: str, summary: str, **how: Any) -> Any:
    return argument(flag, action="store_true", help=summary, **how)


def option(flag: str, metavar: str, summary: str, **how: Any) -> Any:
    return argument(flag, metavar=metavar, help=summary, **how)


def several(flag: str, metavar: str, summary: str, **how: Any) -> Any:
    """Return an option that takes one value or more, and may be repeated."""
    return option(flag, metavar, summary, nargs="+", action="extend", default=[], **how)


def bounded(kind: Callable[[str], float], most: float, name: str) -> Callable[[str], Any]:
    """Return a parser of positive numbers up to `most`; argparse makes "invalid NAME value" of its ValueError."""

    def parse(word: str) -> float:
        number = kind(word)
        if not 0 < number <= most:
            raise ValueError(word)
        return number

    parse.__name__ = name
    return parse


def limit_option(what: str) -> Any:
    return option("--limit", "N", f"at most N {what}", type=bounded(int, 10**9, "limit"))


def source_argument(otherwise: str = "") -> Any:
    """Return a SOURCE, which may be left out if the command then takes what `otherwise` says."""
    how = {"nargs": "?", "help": f"{SOURCE} (default: {otherwise})"} if otherwise else {"help": SOURCE}
    return argument(metavar="SOURCE", **how)


def format_option() -> Any:
    summary = f"input format, if it cannot be detected: {', '.join(FORMATS)}"
    return option("--format", "FORMAT", summary, choices=FORMATS, default="")


def genre_option(*, keeps: bool = False) -> Any:
    """Return the --genre to read a SOURCE as; `keeps` if the command keeps it with the article."""
    held = "kept with the article" if keeps else "for this run; default: as kept or found"
    return option("--genre", "GENRE", f"what kind of text it is ({held}): {', '.join(GENRES)}", choices=GENRES)


def beside_option(side: Literal["before", "after"]) -> Any:
    """Return the words beside a --quote, which tell it from another."""
    why = ", if it occurs more than once" if side == "before" else ""
    return option(f"--{side}", "WORDS", f"words directly {side} the quote{why}", default="")
