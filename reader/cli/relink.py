"""`reader relink`: move a note to another passage of its article."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command, add_quote_context
from reader.cli.context import CommandContext
from reader.session import reopen

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class RelinkOptions:
    """Options of `reader relink`."""

    note: str
    quote: str
    before: str
    after: str


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("note", metavar="NOTE_ID", help="from `reader notes`")
    parser.add_argument("--quote", metavar="WORDS", required=True, help="exact text of the new passage")
    add_quote_context(parser)


def relink_note(options: RelinkOptions, context: CommandContext) -> int:
    """Move a note to another passage of its article, as the source has it now."""
    session = context.session(reopen.reopen_for_note(context.library, options.note))
    span = session.find_passage(options.quote, options.before, options.after)
    session.record_opening()
    session.relink(options.note, span)
    return 0


COMMAND = Command("NOTE_ID --quote WORDS [--before WORDS] [--after WORDS]", _add_arguments, RelinkOptions, relink_note)
