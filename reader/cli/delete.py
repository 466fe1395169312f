"""`reader delete`: delete notes; they can be restored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.session.note_editing import set_deleted
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class DeleteOptions:
    """Options of `reader delete`."""

    notes: tuple[str, ...]
    """Ids."""


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("notes", nargs="+", metavar="NOTE_ID", help="from `reader notes`")


def delete_notes(options: DeleteOptions, context: CommandContext) -> int:
    """Delete notes, all or none; print how to restore them."""
    ids = tuple(dict.fromkeys(options.notes))
    set_deleted(context.library, ids, True)
    stdio.tell(f"deleted {counted(ids, 'note')}; to restore: reader restore {' '.join(ids)}")
    return 0


COMMAND = Command("NOTE_ID...", _add_arguments, DeleteOptions, delete_notes)
