"""The command line as argparse sees it: the commands, their parsers, and their options as dataclasses.

`GROUPS` is the one list of commands. The help of `reader` is made from it alone, without loading any of them; a
command's own file is imported when that command runs or shows its help.
"""

import argparse
import os
import re
import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import fields
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from reader import __version__
from reader.cli.command import Command, Options, OptionsT, argument, command
from reader.errors import UsageError
from reader.system import stdio
from reader.system.paths import SAMPLE
from reader.text.format import similar_words
from reader.text.sanitize import clean_line
from reader.text.span import grouped

if TYPE_CHECKING:
    from reader.cli.context import CommandContext

GROUPS = {
    "read": {
        "show": "print the text of an article",
        "versions": "show what changed between the texts that an article has had",
        "tour": "one-minute guided tour (nothing is saved)",
    },
    "notes": {
        "note": "write a note on an article or a passage",
        "notes": "list notes",
        "edit": "change the text or tags of a note",
        "relink": "move a note to another passage",
        "delete": "delete notes (they can be restored)",
        "restore": "restore deleted notes",
        "tags": "list the tags in use, or rename one",
        "review": "annotate texts, decide about them, then print the notes",
        "proposals": "list what programs propose, accept it or reject it",
    },
    "people and quotes": {
        "quotes": "list who said what, in the whole library or one article",
        "statement": "show where a statement stands, and who changed it",
        "analyze": "find the names and quotes in an article, or in a whole archive",
        "correct": "correct names and speakers that the analysis got wrong",
        "verify": "check the quotations of a draft: their words, and who said them",
    },
    "in and out": {
        "import": "import notes from other tools, or from an export that you edited",
        "export": "export notes, quotes and names (Markdown, HTML, CSV, JSON …)",
        "mcp": "let a program search, read and verify (Model Context Protocol)",
        "skill": "print what an agent has to know to use these commands",
    },
    "library": {
        "library": "list the articles, newest first",
        "dossier": "keep the articles and drafts of one piece of work together",
        "add": "add articles to the library",
        "search": "search all articles, quotes and notes",
        "index": "update the search index from the library",
        "merge": "merge another library into this one",
        "check": "check the library for damage",
    },
    "settings": {
        "keys": "list the keys of the screen",
        "config": "show every setting, where it comes from, and any errors",
        "completion": "print or install completion for your shell",
        "help": "show the commands, or the options of one",
    },
}
"""The commands by group, each with its one-line help."""

COMMANDS = {name: summary for commands in GROUPS.values() for name, summary in commands.items()}
"""Commands by name, each with its one-line help."""

MODULES = {
    **dict.fromkeys(("", "show", "tour"), "read"),
    **dict.fromkeys(("edit", "relink", "delete", "restore"), "note"),
    "tags": "notes",
    "import": "import_",
    "index": "search",
    **dict.fromkeys(("merge", "check"), "library"),
    "keys": "config",
    **dict.fromkeys(("help", "skill"), "parser"),
}
"""Modules of commands that are not called like the command; "" is `reader` without a command."""

OPTION_WORDS = re.compile(r"\[[^][]{1,40}\]|--?\w[\w-]* [A-Z]+")
"""What is not torn apart at the end of a line of usage; longer choices are."""


def wrap_usage(usage: str) -> str:
    """Return the usage of a command in lines that fit the terminal, each form of it below the word `usage`."""
    room, first = shutil.get_terminal_size().columns - 2, len("usage: ")
    if all(first + len(line) <= room for line in usage.splitlines()):
        return usage
    lines: list[str] = []
    for form in re.split(r"\n(?= *reader )", usage):
        words = OPTION_WORDS.sub(lambda found: found[0].replace(" ", "\0"), " ".join(form.split()))
        wrapped = textwrap.wrap(
            words, room - first, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
        lines += [" " * first + line for line in wrapped]
    return "\n".join(lines).replace("\0", " ").lstrip()


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help in which the usage, too, fits the terminal."""

    def add_usage(self, usage: str | None, *others: Any, **more: Any) -> None:
        super().add_usage(usage and wrap_usage(usage), *others, **more)


HOW: Any = {"formatter_class": HelpFormatter, "allow_abbrev": False}

WITH_VALUE = ("--library", "--at", "--format")
"""Options that may come before the first word and take the word after them."""


class Parser(argparse.ArgumentParser):
    """An argument parser that cleans its messages and writes help through `stdio`."""

    def print_help(self, file: Any = None) -> None:
        stdio.write(self.format_help())

    def arguments(self) -> tuple[argparse.Action, ...]:
        """Return all arguments; argparse has no public way to list them."""
        return tuple(self._actions)

    def error(self, message: str) -> NoReturn:
        super().error(clean_line(message))


class VersionAction(argparse.Action):
    """Print the version and exit; that of argparse would pass over a full disk."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        stdio.say(f"reader {__version__}")
        parser.exit()


def load_command(name: str) -> Command[Any]:
    """Import the command called `name`; "" is `reader` without a command."""
    module = import_module(f"reader.cli.{MODULES.get(name, name)}")
    return next(each for each in vars(module).values() if isinstance(each, Command) and each.name == name)


EXAMPLES = SAMPLE.with_name("examples.txt")
"""Each example a line: the name of its command ("" for `reader` without one) | the purpose | what to type."""


def load_examples() -> dict[str, list[tuple[str, str]]]:
    """Return the examples of each command, each a purpose and what to type."""
    lines = (
        line.split("|", 2) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()
    )  # what is typed may have a pipe
    return grouped((name.strip(), (purpose.strip(), typed.strip())) for name, purpose, typed in lines)


def make_parser(name: str) -> Parser:
    """Return the parser of the command called `name`; "" is `reader` without a command."""
    command, shown = load_command(name), (f"  # {purpose}\n  {typed}" for purpose, typed in load_examples()[name])
    examples = "\n".join(["examples:", *shown])
    if name:
        usage = f"reader {name} {command.usage}".rstrip()
        parser = Parser(f"reader {name}", usage, COMMANDS[name], examples, **HOW)
    else:
        summary = "Read closely in your terminal: see who said what, and take notes that stay put."
        parser = Parser("reader", command.usage, summary, f"{examples}\n\n{format_command_list()}", **HOW)
    command.add_arguments(parser)
    everywhere = parser.add_argument_group("global options")
    everywhere.add_argument(
        "--library", metavar="FILE", help="library file (default: $READER_LIBRARY, else in the user's data folder)"
    )
    everywhere.add_argument("-V", "--version", action=VersionAction, nargs=0, help="print the version")
    return parser


def format_command_list() -> str:
    width = max(map(len, COMMANDS))
    lines = ["commands (`reader help COMMAND` for details):"]
    for group, commands in GROUPS.items():
        lines += ["", f"{group}:", *(f"  {name:<{width}}  {summary}" for name, summary in commands.items())]
    return "\n".join(lines)


def parse_options(parser: Parser, options: type[OptionsT], words: Sequence[str]) -> tuple[OptionsT, str | None]:
    """Parse `words` into a command's dataclass of options, and the --library. Raises SystemExit."""
    parsed = vars(parser.parse_args(words))
    values = {field.name: parsed[field.name] for field in fields(options)}
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return options(**frozen), parsed["library"]


def first_word_index(argv: Sequence[str]) -> int | None:
    """Return the index of the first word that is neither an option nor its value: a command or a SOURCE."""
    words = enumerate(argv)
    for index, word in words:
        if word == "--":
            return None  # a SOURCE follows, even if it is called like a command
        if word in WITH_VALUE:
            next(words, None)
        elif not word.startswith("-") or word == "-":
            return index
    return None


def split_command(argv: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command's name ("" for none) and the other words."""
    index = first_word_index(argv)
    if index is None or argv[index] not in COMMANDS:
        return "", list(argv)
    return argv[index], [*argv[:index], *argv[index + 1 :]]


def suggest_command(word: str) -> str | None:
    """Return the command of which `word` is probably a misspelling; None if it may be a SOURCE."""
    if os.sep in word or "." in word or os.path.lexists(word):
        return None
    return next(iter(similar_words(word, COMMANDS)), None)


class HelpOptions(Options):
    command: str | None = argument(nargs="?", metavar="COMMAND", help="a command (default: list all)")


@command("help", "[COMMAND]")
def show_help(options: HelpOptions, context: "CommandContext") -> int:
    """Print the help of a command, or of `reader` itself. Raises UsageError."""
    name = options.command or ""
    if name and name not in COMMANDS:
        suggestion = suggest_command(name)
        raise UsageError(f"unknown command: {name}" + (f"; did you mean `{suggestion}`?" if suggestion else ""))
    make_parser(name).print_help()
    return 0


SKILL_PAGE = SAMPLE.with_name("skill.md")
"""What an agent has to know; the list of commands at its end is made from the parser, as the other generated pages."""


@command("skill", "")
def print_skill(options: Options, context: "CommandContext") -> int:
    """Print the SKILL.md for agents. Raises OSError if it was not installed with the program."""
    stdio.write(SKILL_PAGE.read_text(encoding="utf-8"))
    return 0
