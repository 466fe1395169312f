"""Generate the parts of the documents that show the program: `python -m tests.tools.generate_docs`.

The lists of keys come from `reader.config.commands` and the bindings of the dialogs, the options of each command from
`reader.cli.parser`, as do the manual pages (`man_pages.py`); the schemas come from `json_schemas.py`, the pictures from
`screenshots.py`. A test fails while they are out of date.
"""

from argparse import SUPPRESS
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from textual.screen import Screen

from reader.cli.parser import COMMANDS, GROUPS, SKILL_PAGE, Parser, load_command
from reader.config.commands import Command, groups
from reader.config.key_names import key_label
from reader.system.paths import PACKAGE
from reader.tui.dialogs.correction import AdditionDialog, EntityDialog, SpeakerDialog
from reader.tui.dialogs.export import ExportDialog
from reader.tui.dialogs.help import HelpDialog, box_rows
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.prompt import AddDialog, PromptDialog
from reader.tui.dialogs.review import ChooseNoteDialog, ConflictDialog, ReviewDialog
from reader.tui.dialogs.words import AnswerDialog, FootnoteDialog, QuestionDialog
from tests.tools import man_pages
from tests.tools.json_schemas import SCHEMAS, schema_text
from tests.tools.screenshots import take_all

DOCS = PACKAGE.parent / "docs"

MADE = "<!-- from here on made by `python -m tests.tools.generate_docs` -->"

SCOPES = {
    "article": "text",
    "list": "lists",
    "screen": "article",
    "library": "library",
    "search": "search",
    "page": "person",
    "versions": "versions",
}
"""The scopes of `reader.config.commands` in words."""

EVERYWHERE = ("screen", "library", "search", "page", "versions")

BOXES: tuple[tuple[str, type[Screen[Any]]], ...] = (
    ("Note", NoteDialog),
    ("Line prompt", PromptDialog),
    ("Export", ExportDialog),
    ("Addition of an article", AddDialog),
    ("Review of a note", ReviewDialog),
    ("Conflict", ConflictDialog),
    ("Choice of a note", ChooseNoteDialog),
    ("Footnote", FootnoteDialog),
    ("Answer of a program", AnswerDialog),
    ("Question", QuestionDialog),
    ("Correction of a name", EntityDialog),
    ("Correction of a speaker", SpeakerDialog),
    ("Addition of a quote or a name", AdditionDialog),
    ("Help", HelpDialog),
)


def key_lists() -> str:
    """Return all keys as Markdown, by group and dialog."""
    parts = []
    for group, commands in groups().items():
        rows = [
            f"- {code(map(key_label, command.keys)) or 'in the palette:'} {command.help}{scope(command)}"
            for command in commands
        ]
        parts.append(f"## {group}\n\n" + "\n".join(rows))
    boxes = {title: short_rows(box) for title, box in BOXES}
    counts = Counter(row for rows in boxes.values() for row in rows)
    shared = [row for row, count in counts.items() if count > 1]
    parts.append("## Dialogs\n\n" + "\n".join(shared))
    for title, rows in boxes.items():
        own = [row for row in rows if row not in shared]
        if own:
            parts.append(f"### {title}\n\n" + "\n".join(own))
    return "\n\n".join(parts) + "\n"


def short_rows(box: type[Screen[Any]]) -> list[str]:
    """Return the rows of a dialog, with one row for the digits that choose from a list."""
    rows = []
    for keys, words in box_rows(box):
        if keys == "1":
            rows.append(f"- `1` … `9` {words.removesuffix('1')}1 … 9")
        elif not keys.isdecimal():
            rows.append(f"- {code(keys.split('  '))} {words}")
    return rows


def scope(command: Command) -> str:
    """Return where a command works, in brackets; empty if that is wherever an article is shown."""
    if set(EVERYWHERE) <= set(command.scopes):
        return " (everywhere)"
    if set(command.scopes) <= {"article", "screen"}:
        return ""
    return f" ({', '.join(SCOPES[each] for each in command.scopes)})"


def option_lists() -> str:
    """Return the options of each command as Markdown; an option of several commands is explained once."""
    parts = []
    explained: set[tuple[str, str]] = set()
    for name, summary in COMMANDS.items():
        options, command = Options(), load_command(name)
        command.add_arguments(cast(Parser, options))
        usage = f"reader {name} {command.usage}".rstrip()
        rows = [(shown_option(names, how), str(how.get("help", "")).replace("%%", "%")) for names, how in options]
        fresh = [row for row in rows if row[1] and row not in explained]
        explained |= set(rows)
        room = max((len(option) for option, _ in fresh), default=0)
        lines = [f"  {option:<{room}}  {words}" for option, words in fresh]
        parts.append(
            f"### {name}\n\n{summary[0].upper()}{summary[1:]}.\n\n```text\n" + "\n".join([usage, *lines, "```"])
        )
    return "\n\n".join(parts) + "\n"


class Options(list[tuple[tuple[str, ...], dict[str, Any]]]):
    """A stand-in for a parser that records the arguments added to it."""

    def add_argument(self, *names: str, **how: Any) -> None:
        if how.get("help") != SUPPRESS:
            self.append((names, how))

    def add_mutually_exclusive_group(self, *_: Any, **__: Any) -> "Options":
        return self

    add_argument_group = add_mutually_exclusive_group


def shown_option(names: tuple[str, ...], how: dict[str, Any]) -> str:
    """Return an option as the documents show it: `--tag TAG`, `--json`, `SOURCE`."""
    if not names[0].startswith("-"):
        return str(how.get("metavar") or names[0].upper())
    if how.get("action") == "store_true":
        return ", ".join(names)
    value = how.get("metavar") or "|".join(how.get("choices", ())) or names[-1].strip("-").upper()
    return f"{', '.join(names)} {value if isinstance(value, str) else ' '.join(value)}"


def code(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" if key != "`" else "`` ` ``" for key in keys)


def skill_lists() -> str:
    """Return the commands by group, each with its usage on one line and its one-line help."""
    parts = []
    for group, commands in GROUPS.items():
        rows = []
        for name, summary in commands.items():
            forms = (" ".join(form.split()) for form in load_command(name).usage.split("\n       reader "))
            usage = "`, `reader ".join(forms)
            rows.append(f"- `{f'reader {name} {usage}'.strip()}`: {summary}")
        parts.append(f"### {group.capitalize()}\n\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def made(path: Path) -> str:
    """Return a document as it should be: the part written by hand, then the generated part."""
    by_hand = path.read_text(encoding="utf-8").partition(MADE)[0]
    return f"{by_hand}{MADE}\n\n{LISTS[path]()}"


LISTS = {DOCS / "keys.md": key_lists, DOCS / "commands.md": option_lists, SKILL_PAGE: skill_lists}


if __name__ == "__main__":
    for schema in SCHEMAS:
        (DOCS / "schemas" / f"{schema}.json").write_text(schema_text(schema), encoding="utf-8")
    take_all(DOCS)
    for path in LISTS:
        path.write_text(made(path), encoding="utf-8")
    man_pages.write(man_pages.FOLDER)
