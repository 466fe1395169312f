"""What may stand where a word of the command line is being typed, and the scripts by which shells ask for it.

A script hands over the words so far (`reader completion answer -- WORDS`), the last of them begun, and gets a line for
each that could stand there, with what it is behind a tab; a first line `files` says that a file may stand there too.
argcomplete and shtab want one parser in which the first word is a command; ours may as well be a file, with
`--library` on either side, so what they would answer is worked out from our own parsers here. The trap: nothing may
ever be said aloud between two keys, so what cannot be answered is answered by nothing.
"""

import argparse
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

from reader.cli.completion_data import Glance, glance
from reader.cli.context import Belongings
from reader.cli.parser import COMMANDS, Parser
from reader.cli.parsing import first_word, parser_of
from reader.system import stdio
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean_line

Choice = tuple[str, str]
"""A word, and what it is."""

FILES = "files"

TAKES_FILES = ("FILE", "FILE|DIRECTORY", "LIBRARY_FILE", "SOURCE", "FOLDER", "DIRECTORY")
"""How words are called in usage lines that may be files."""

FIELDS = ("tag:", "speaker:", "entity:", "state:", "in:")
"""What narrows a search."""


def completion(asked: Namespace, own: Belongings) -> int:
    """Print the script of a shell, or answer one."""
    if asked.shell == "answer":
        words = list(asked.words) or [""]
        for line in answer(words, Known(words)):
            stdio.say(line)
        return 0
    stdio.write((PACKAGE / "cli" / "shells" / f"reader.{asked.shell}").read_text(encoding="utf-8"))
    return 0


class Known:
    """The library that the words name, looked at when something of it is wanted."""

    def __init__(self, words: Sequence[str]) -> None:
        named = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--library"]
        named += [word.partition("=")[2] for word in words if word.startswith("--library=")]
        self._own = Belongings(named[-1] if named else None)
        self._own.forgiving = True
        self._seen: Glance | None = None

    @property
    def library(self) -> Glance:
        if self._seen is None:
            self._seen = glance(self._own.places.library)
        return self._seen


def answer(words: Sequence[str], known: Known) -> Iterator[str]:
    """The lines for the last of `words`."""
    *before, typed = words
    place = first_word(before)
    name = before[place] if place is not None and before[place] in COMMANDS else ""
    parser = parser_of(name)
    rest = [word for at, word in enumerate(before) if not (name and at == place)]
    option = taking(parser, rest[-1]) if rest and "--" not in rest[:-1] else None
    if option is not None:
        yield from lines(values(option, typed, known, name), typed, files=takes_files(option))
    elif typed.startswith("--") and "=" in typed and "--" not in rest:
        flag, _, begun = typed.partition("=")
        if (option := taking(parser, flag)) is not None:
            yield from lines([(f"{flag}={word}", what) for word, what in values(option, begun, known, name)], typed)
    elif typed.startswith("-") and "--" not in rest:
        yield from lines(options(parser, rest), typed)
    else:
        at = positional(parser, rest)
        choices = list(values(at, typed, known, name, rest)) if at is not None else []
        if place is None and not name:
            choices = [(command, COMMANDS[command].words) for command in COMMANDS] + choices
        yield from lines(choices, typed, files=at is not None and takes_files(at))


def lines(choices: Iterable[Choice], typed: str, *, files: bool = False) -> Iterator[str]:
    """What begins as it is typed, each word once."""
    if files:
        yield FILES
    for word, what in dict(choices).items():
        if word.startswith(typed):
            yield f"{clean_line(word)}\t{clean_line(what)}"


# ---------------------------------------------------------------------- what a parser takes


def taking(parser: Parser, word: str) -> argparse.Action | None:
    """The option that `word` is, if it takes the word after it."""
    found = next((each for each in parser.takes() if word in each.option_strings), None)
    return found if found is not None and found.nargs is None else None


def options(parser: Parser, used: Sequence[str]) -> Iterator[Choice]:
    """The options that may come yet."""
    for each in parser.takes():
        repeatable = each.nargs is None and isinstance(each.default, list)
        if each.help != argparse.SUPPRESS and (repeatable or not set(each.option_strings) & set(used)):
            for flag in each.option_strings:
                yield flag, " ".join((each.help or "").split())


def positional(parser: Parser, rest: Sequence[str]) -> argparse.Action | None:
    """What the next word without a dash would be."""
    places = [each for each in parser.takes() if not each.option_strings]
    given, skip, ended = 0, False, False
    for word in rest:
        if skip:
            skip = False
        elif word == "--" and not ended:
            ended = True
        elif not ended and word.startswith("-") and word != "-":
            skip = taking(parser, word) is not None
        else:
            given += 1
    if given < len(places):
        return places[given]
    return places[-1] if places and places[-1].nargs in ("*", "+") else None


def takes_files(each: argparse.Action) -> bool:
    return each.metavar in TAKES_FILES


def values(each: argparse.Action, typed: str, known: Known, name: str, rest: Sequence[str] = ()) -> Iterator[Choice]:
    """The words that may stand for an argument of the command `name`."""
    if each.choices is not None:
        yield from ((str(choice), "") for choice in each.choices if choice not in ("", "answer"))
    elif each.metavar == "NOTE_ID":
        yield from known.library.deleted if name == "restore" else known.library.notes
    elif each.dest in ("tag", "untag"):
        yield from counted_tags(known)
    elif each.dest == "rename":
        yield from [("rename", "call a tag anew")] if not rest else counted_tags(known)
    elif each.metavar == "COMMAND":
        yield from ((command, COMMANDS[command].words) for command in COMMANDS)
    elif each.metavar == "SOURCE":
        yield from known.library.sources if typed else ()
    elif each.dest == "words":
        yield from searched(typed, known)


def counted_tags(known: Known) -> Iterator[Choice]:
    yield from ((tag, f"{count} notes" if count != "1" else "1 note") for tag, count in known.library.tags)


def searched(typed: str, known: Known) -> Iterator[Choice]:
    """What narrows a search, and what may stand behind that."""
    field, colon, _ = typed.partition(":")
    if not colon:
        yield from ((each, "narrows the search") for each in FIELDS)
    elif field == "tag":
        yield from ((f"tag:{tag}", what) for tag, what in counted_tags(known))
    elif field == "state":
        states = ("exact", "changed", "orphaned", "conflict", "archived", "removed")
        yield from ((f"state:{state}", "") for state in states)
    elif field == "in":
        yield from ((f"in:{where}", "") for where in ("notes", "quotes", "articles"))
