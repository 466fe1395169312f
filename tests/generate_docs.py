"""What in the documents is made from the program: `python -m tests.generate_docs` makes all of it anew.

The table of keys is made from `reader.config.commands` and the bindings of the boxes, the options of each command
from `reader.cli.parser`, the pictures are taken of the screen (`tests/screenshots.py`): a change there shows in the
documents, and a test fails until it does."""

from argparse import SUPPRESS
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from textual.screen import Screen

from reader.cli.parser import COMMANDS, Parser, load_command
from reader.config.commands import Command, groups
from reader.config.key_names import key_label
from reader.system.paths import PACKAGE
from reader.tui.dialogs.choose_note import ChooseNoteDialog
from reader.tui.dialogs.correction import EntityDialog, SpeakerDialog
from reader.tui.dialogs.help import HelpDialog, box_rows
from reader.tui.dialogs.note import NoteDialog, PromptDialog
from reader.tui.dialogs.review import ConflictDialog, ReviewDialog
from tests.screenshots import take_all

DOCS = PACKAGE.parent / "docs"

MADE = "<!-- from here on made by `python -m tests.generate_docs` -->"

ROOMS = {
    "article": "text",
    "list": "lists",
    "screen": "article",
    "library": "library",
    "search": "search",
    "page": "page of a name",
}
"""What the rooms of `reader.config.commands` are called."""

BOXES: tuple[tuple[str, type[Screen[Any]]], ...] = (
    ("In the note box", NoteDialog),
    ("In a box that asks for a line", PromptDialog),
    ("When a note is reviewed", ReviewDialog),
    ("When one of several texts of a note is chosen", ConflictDialog),
    ("When one of several notes is meant", ChooseNoteDialog),
    ("When a name is corrected", EntityDialog),
    ("When a speaker is corrected", SpeakerDialog),
    ("In the help", HelpDialog),
)


def key_tables() -> str:
    """All keys, by group and box."""
    parts = []
    for group, actions in groups().items():
        rows = [
            (code(map(key_label, action.keys)) or "in the palette", action.help, where(action)) for action in actions
        ]
        parts.append(f"## {group}\n\n{table(('key', 'does', 'where'), rows)}")
    for title, box in BOXES:
        bound = [(code(keys.split("  ")), words) for keys, words in box_rows(box)]
        parts.append(f"## {title}\n\n{table(('key', 'does'), bound)}")
    return "\n\n".join(parts) + "\n"


def where(action: Command) -> str:
    return ", ".join(ROOMS[room] for room in action.scopes)


def option_tables() -> str:
    """The options of each command."""
    parts = []
    for name, summary in COMMANDS.items():
        options, command = Options(), load_command(name)
        command.add_arguments(cast(Parser, options))
        usage = "\n".join(f"reader {name} {command.usage}".rstrip().splitlines())
        rows = [(f"`{shown_option(names, how)}`", str(how.get("help", ""))) for names, how in options]
        told = f"\n\n{table(('option', 'is'), rows)}" if rows else ""
        parts.append(f"### {name}\n\n{summary[0].upper()}{summary[1:]}.\n\n```text\n{usage}\n```{told}")
    return "\n\n".join(parts) + "\n"


class Options(list[tuple[tuple[str, ...], dict[str, Any]]]):
    """Stands for a parser and keeps what is added to it."""

    def add_argument(self, *names: str, **how: Any) -> None:
        if how.get("help") != SUPPRESS:
            self.append((names, how))

    def add_mutually_exclusive_group(self, *_: Any, **__: Any) -> "Options":
        return self

    add_argument_group = add_mutually_exclusive_group


def shown_option(names: tuple[str, ...], how: dict[str, Any]) -> str:
    """`--tag TAG`, `--json`, `SOURCE`."""
    if not names[0].startswith("-"):
        return str(how.get("metavar") or names[0].upper())
    if how.get("action") == "store_true":
        return ", ".join(names)
    value = how.get("metavar") or "|".join(how.get("choices", ())) or names[-1].strip("-").upper()
    return f"{', '.join(names)} {value}"


def code(keys: Iterable[str]) -> str:
    return " ".join(f"`{key}`" if key != "`" else "`` ` ``" for key in keys)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines, escape = [head, tuple("---" for _ in head), *rows], "\\|"
    return "\n".join(f"| {' | '.join(cell.replace('|', escape) for cell in line)} |" for line in lines)


def made(path: Path) -> str:
    """What a document should be: what was written by hand, then what is made."""
    by_hand = path.read_text(encoding="utf-8").partition(MADE)[0]
    return f"{by_hand}{MADE}\n\n{TABLES[path.name]()}"


TABLES = {"keys.md": key_tables, "commands.md": option_tables}


if __name__ == "__main__":
    take_all(DOCS)
    for name in TABLES:
        (DOCS / name).write_text(made(DOCS / name), encoding="utf-8")
