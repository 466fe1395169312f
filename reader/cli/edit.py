"""`reader edit`: change the text or tags of a note."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.errors import UsageError
from reader.session.note_editing import edit_note, require_note
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class EditOptions:
    """Options of `reader edit`."""

    note: str
    text: str | None
    tag: tuple[str, ...]
    untag: tuple[str, ...]
    accept: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("note", metavar="NOTE_ID", help="from `reader notes`")
    parser.add_argument("--text", metavar="NOTE", help="new text of the note")
    parser.add_argument("--tag", action="append", default=[], help="add a tag; may be repeated")
    parser.add_argument("--untag", action="append", default=[], metavar="TAG", help="remove a tag; may be repeated")
    parser.add_argument("--accept", action="store_true", help="accept what another program has written into the note")


def change_note(options: EditOptions, context: CommandContext) -> int:
    """Change the text or tags of a note."""
    if options.text is None and not (options.tag or options.untag or options.accept):
        raise UsageError("nothing to change: give --text, --tag, --untag or --accept")
    deleted = require_note(context.library, options.note).deleted
    edit_note(context.library, options.note, options.text, options.tag, options.untag)
    if deleted:
        stdio.tell("the note had been deleted; it is restored")
    return 0


USAGE = "NOTE_ID [--text NOTE] [--tag TAG]... [--untag TAG]... [--accept]"

COMMAND = Command(USAGE, _add_arguments, EditOptions, change_note)
