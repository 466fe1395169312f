"""`reader merge`: merge another library into this one; as a merge driver of Git, two versions of one file."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.errors import UsageError
from reader.library.library import Library
from reader.library.merge import merge_files
from reader.session import state
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """Options of `reader merge`."""

    other: str | None
    driver: tuple[str, ...] | None
    """The paths of the base, our and their version, from Git."""


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("other", nargs="?", metavar="LIBRARY_FILE", help="library to merge (only read)")
    parser.add_argument(
        "--driver",
        nargs=3,
        metavar=("BASE", "OURS", "THEIRS"),
        help="merge driver for Git (%%O %%A %%B): write the merged library to OURS",
    )


def merge_library(options: MergeOptions, context: CommandContext) -> int:
    """Merge another library into this one, and report what was added."""
    if (options.other is None) is (options.driver is None):
        raise UsageError("give a LIBRARY_FILE, or --driver BASE OURS THEIRS")
    if options.driver is not None:
        _, ours, theirs = map(Path, options.driver)
        merge_files(ours, theirs)
        return 0
    assert options.other is not None
    merged = context.library.merge(Library(Path(options.other)))
    with suppress(OSError):  # drafts then stay under the article's former id
        for record in context.library.articles():
            state.merge_states(record.id, record.also, context.paths.state)
    parts = [
        (merged.articles, "article"),
        (merged.notes, "note"),
        (merged.corrections, "correction"),
        (merged.revisions, "revision"),
    ]
    added = ", ".join(counted(count, words) for count, words in parts if count)
    stdio.tell(f"merged: added {added}" if added else "merged: nothing new")
    if merged.conflicts:
        notes = counted(merged.conflicts, "note")
        stdio.tell(f"{notes} changed on both sides: `reader notes` shows both texts; open the note to choose one")
    return 0


COMMAND = Command("(LIBRARY_FILE | --driver BASE OURS THEIRS)", _add_arguments, MergeOptions, merge_library)
