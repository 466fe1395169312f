"""`reader tags`: count the tags in use, or rename one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.cli.index import fresh_index
from reader.errors import UsageError
from reader.search.queries import used_tags
from reader.session.note_editing import count_tags, rename_tag, sort_by_count
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class TagsOptions:
    """Options of `reader tags`."""

    rename: tuple[str, ...]
    """Nothing, or "rename", the tag and its new name."""


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument(
        "rename",
        nargs="*",
        metavar="rename OLD NEW",
        help="rename a tag and its sub-tags (an existing name merges them)",
    )


def list_or_rename_tags(options: TagsOptions, context: CommandContext) -> int:
    """Print the tags in use with their number of notes, or rename one."""
    match options.rename:
        case ():
            counts = fresh_index(context).answer_at_hand(used_tags)
            found = count_tags(context.library.notes()) if counts is None else sort_by_count(counts)
            stdio.say(*(f"{count:>6}  {tag}" for tag, count in found))
        case ("rename", old, new):
            stdio.tell(f"renamed in {counted(rename_tag(context.library, old, new), 'note')}")
        case _:
            raise UsageError("give no arguments, or: rename OLD NEW")
    return 0


COMMAND = Command("[rename OLD NEW]", _add_arguments, TagsOptions, list_or_rename_tags)
