"""`reader completion`: print a shell's completion script, or the completions that the script asks for.

A script passes the words typed so far (`reader completion answer -- WORDS`), the last one incomplete, and gets one
completion a line, with its description after a tab; a first line `files` also allows file names. argcomplete and shtab
expect one parser with the command as first word; here the first word may be a file, with `--library` on either side, so
the completions come from our own parsers.

bash (with the package bash-completion) and fish load the script from a folder of the user by themselves; zsh has no
such folder, so it is told in `~/.zshrc`, by a line that is printed and never written. Pitfall: nothing may ever be
printed on standard error while typing, so errors give no completions.
"""

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import shorten

from reader.cli.command import Options, argument, command, switch
from reader.cli.context import CommandContext
from reader.cli.parser import COMMANDS, Parser, first_word_index, make_parser
from reader.errors import ReaderError, UsageError, explained
from reader.system import stdio
from reader.system.atomic_file import make_folder, replace_file
from reader.system.paths import PACKAGE, XDG, home_as_tilde
from reader.text.format import counted
from reader.text.sanitize import clean_line

SHELLS = ("bash", "zsh", "fish")

Completion = tuple[str, str]

FILES = "files"

SUMMARY = 60  # characters of a note that are shown

TAKES_FILES = ("FILE", "FILE|DIRECTORY", "LIBRARY_FILE", "SOURCE", "FOLDER", "DIRECTORY")
"""Metavars of arguments that may be files."""


class CompletionOptions(Options):
    shell: str = argument(
        nargs="?",
        default="",
        metavar="|".join(SHELLS),
        help="your shell (with --install: default $SHELL)",
    )
    """A shell, "answer" for the completions of `words`, or "" for the user's own."""
    install: bool = switch("--install", "write the script where the shell looks for it")
    words: tuple[str, ...] = argument(nargs="*", help=argparse.SUPPRESS)


@command("completion", "[bash|zsh|fish] [--install]")
def print_completion(options: CompletionOptions, context: CommandContext) -> int:
    """Print or install a completion script, or print the completions of `words`. Raises UsageError, ReaderError."""
    if options.shell == "answer":
        words = list(options.words) or [""]
        with suppress(ReaderError, OSError):
            for line in complete(words, CompletionLibrary(words)):
                stdio.say(line)
        return 0
    if options.shell not in SHELLS and (options.shell or not options.install):
        raise UsageError(f"name a shell: reader completion {'|'.join(SHELLS)}")
    if options.install:
        path, advice = install_completion(options.shell)
        stdio.say(f"installed {home_as_tilde(str(path))}; {advice}")
    else:
        stdio.write(script(options.shell))
    return 0


class CompletionLibrary:
    """The library that the words name, opened when first needed: its words, each with a description."""

    def __init__(self, words: Sequence[str]) -> None:
        named = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--library"]
        named += [word.partition("=")[2] for word in words if word.startswith("--library=")]
        self._context = CommandContext(named[-1] if named else None)
        self._context.lenient_config = True

    def notes(self, *, deleted: bool = False) -> Iterator[Completion]:
        """Yield ids, each with the beginning of its note, the one changed last first."""
        found = self._context.library.notes(deleted=deleted)
        for note in sorted(found, key=lambda note: note.updated, reverse=True):
            yield note.id, shorten(note.text or (note.anchor.exact if note.anchor else ""), SUMMARY, placeholder="…")

    def tags(self) -> Iterator[Completion]:
        counts = self._context.library.storage.tag_counts()
        yield from ((tag, counted(count, "note")) for tag, count in counts.most_common())

    def sources(self) -> Iterator[Completion]:
        for record in self._context.library.articles():
            yield from ((source, record.title) for source in record.sources if source != "-")

    def dossiers(self) -> Iterator[Completion]:
        yield from ((each.name, counted(each.articles, "article")) for each in self._context.library.dossiers())


def complete(words: Sequence[str], library: CompletionLibrary) -> Iterator[str]:
    """Yield the lines that complete the last of `words`."""
    *before, typed = words
    place = first_word_index(before)
    name = before[place] if place is not None and before[place] in COMMANDS else ""
    parser = make_parser(name)
    rest = [word for at, word in enumerate(before) if not (name and at == place)]
    option = option_taking_value(parser, rest[-1]) if rest and "--" not in rest[:-1] else None
    if option is not None:
        values = argument_values(option, typed, library, name)
        yield from format_completions(values, typed, files=option.metavar in TAKES_FILES)
    elif typed.startswith("--") and "=" in typed and "--" not in rest:
        flag, _, begun = typed.partition("=")
        if (option := option_taking_value(parser, flag)) is not None:
            yield from format_completions(
                [(f"{flag}={word}", what) for word, what in argument_values(option, begun, library, name)], typed
            )
    elif typed.startswith("-") and "--" not in rest:
        yield from format_completions(unused_options(parser, rest), typed)
    else:
        at = next_positional(parser, rest)
        choices = list(argument_values(at, typed, library, name, rest)) if at is not None else []
        if place is None and not name:
            choices = [(command, COMMANDS[command]) for command in COMMANDS] + choices
        yield from format_completions(choices, typed, files=at is not None and at.metavar in TAKES_FILES)


def format_completions(choices: Iterable[Completion], typed: str, *, files: bool = False) -> Iterator[str]:
    """Yield the completions that begin as typed, each word once."""
    if files:
        yield FILES
    for word, what in dict(choices).items():
        if word.startswith(typed):
            yield f"{clean_line(word)}\t{clean_line(what)}"


def option_taking_value(parser: Parser, word: str) -> argparse.Action | None:
    found = next((each for each in parser.arguments() if word in each.option_strings), None)
    return found if found is not None and found.nargs is None else None


def unused_options(parser: Parser, used: Sequence[str]) -> Iterator[Completion]:
    for each in parser.arguments():
        repeatable = each.nargs is None and isinstance(each.default, list)
        if each.help != argparse.SUPPRESS and (repeatable or not set(each.option_strings) & set(used)):
            yield from ((flag, " ".join((each.help or "").split())) for flag in each.option_strings)


def next_positional(parser: Parser, rest: Sequence[str]) -> argparse.Action | None:
    """Return the argument that the next word without a dash would be."""
    places = [each for each in parser.arguments() if not each.option_strings]
    given, words = 0, iter(rest)
    for word in words:
        if word == "--":
            given += sum(1 for _ in words)
        elif not word.startswith("-") or word == "-":
            given += 1
        elif option_taking_value(parser, word) is not None:
            next(words, None)
    if given < len(places):
        return places[given]
    return places[-1] if places and places[-1].nargs in ("*", "+") else None


def argument_values(
    each: argparse.Action, typed: str, library: CompletionLibrary, name: str, rest: Sequence[str] = ()
) -> Iterator[Completion]:
    if each.choices is not None:
        yield from ((str(choice), "") for choice in each.choices)
    elif each.dest == "shell":
        yield from ((shell, "") for shell in SHELLS)
    elif each.metavar == "NOTE_ID":
        yield from library.notes(deleted=name == "restore")
    elif each.dest in ("tag", "untag"):
        yield from library.tags()
    elif each.dest == "rename":
        yield from [("rename", "rename a tag")] if not rest else library.tags()
    elif each.metavar == "NAME" and name == "dossier":
        yield from library.dossiers()
    elif each.metavar == "COMMAND":
        yield from ((command, COMMANDS[command]) for command in COMMANDS)
    elif each.metavar == "SOURCE":
        yield from library.sources() if typed else ()
    elif each.dest == "words":
        yield from search_fields(typed, library)


def search_fields(typed: str, library: CompletionLibrary) -> Iterator[Completion]:
    """Yield the fields of a query, or the values of the field typed."""
    from reader.search.query import FIELDS  # not needed to complete anything else

    values: dict[str, Iterable[Completion]] = {
        "tag": library.tags(),
        "dossier": ((name if name.isalnum() else f'"{name}"', what) for name, what in library.dossiers()),
        "state": ((each, "") for each in ("exact", "changed", "orphaned", "conflict", "archived", "removed")),
        "in": ((each, "") for each in ("notes", "quotes", "articles")),
    }
    field, colon, _ = typed.partition(":")
    yield from ((f"{field}:{word}", what) for word, what in values.get(field, ()) if colon)
    yield from ((f"{each}:", "search field") for each in FIELDS if not colon)


def script(shell: str) -> str:
    return (PACKAGE / "cli" / "completion" / "shells" / f"reader.{shell}").read_text(encoding="utf-8")


def install_completion(shell: str) -> tuple[Path, str]:
    """Write the script of `shell`, "" for the user's own; return where, and what to do next. Raises ReaderError."""
    shell = shell or login_shell()
    path = script_path(shell)
    with explained(ReaderError, f"cannot write {path}"):
        make_folder(path.parent)
        replace_file(path, script(shell).encode())
    folder = home_as_tilde(str(path.parent))
    advice = {
        "bash": "new shells have it, if bash-completion is installed",
        "zsh": f"put this into ~/.zshrc before compinit: fpath=({folder} $fpath)",
        "fish": "new shells have it",
    }
    return path, advice[shell]


def login_shell() -> str:
    """Return the name of the user's shell. Raises UsageError."""
    name = os.path.basename(os.environ.get("SHELL", ""))
    if name in SHELLS:
        return name
    said = f"your shell is {name}" if name else "$SHELL does not say which shell you use"
    raise UsageError(f"{said}; name one: reader completion {'|'.join(SHELLS)} --install")


def script_path(shell: str) -> Path:
    data = _folder(*XDG["data"])
    match shell:
        case "bash":
            return _folder("BASH_COMPLETION_USER_DIR", data / "bash-completion") / "completions" / "reader"
        case "fish":
            return _folder(*XDG["config"]) / "fish" / "completions" / "reader.fish"
    return data / "zsh" / "site-functions" / "_reader"


def _folder(variable: str, otherwise: str | Path) -> Path:
    named = os.environ.get(variable, "")
    return Path(named) if os.path.isabs(named) else Path.home() / otherwise
