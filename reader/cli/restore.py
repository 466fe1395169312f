"""`reader restore`: restore deleted notes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.session.note_editing import set_deleted

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class RestoreOptions:
    """Options of `reader restore`."""

    notes: tuple[str, ...]
    """Ids."""


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("notes", nargs="+", metavar="NOTE_ID", help="of a deleted note")


def restore_notes(options: RestoreOptions, context: CommandContext) -> int:
    """Restore deleted notes, all or none."""
    set_deleted(context.library, tuple(dict.fromkeys(options.notes)), False)
    return 0


COMMAND = Command("NOTE_ID...", _add_arguments, RestoreOptions, restore_notes)
