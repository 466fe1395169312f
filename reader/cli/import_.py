"""`reader import`: import notes from files."""

from collections.abc import Iterator
from pathlib import Path

from reader.cli.command import Options, argument, command
from reader.cli.context import CommandContext
from reader.errors import NoteImportError
from reader.importers import ImportResult
from reader.importers.apply import apply_import
from reader.importers.detect import describe_importers, read_import_file
from reader.sources.progress import Reading, shown_by
from reader.system import stdio
from reader.text.format import counted

STATES = {"exact": "in place", "changed": "changed", "orphaned": "orphaned", "whole": "on the whole article"}


class ImportOptions(Options):
    files: tuple[str, ...] = argument(nargs="+", metavar="FILE", help=describe_importers())


@command("import", "FILE...")
def import_notes(options: ImportOptions, context: CommandContext) -> int:
    """Import each file, all of it or nothing; go on after one that cannot be read.

    The ids of new notes go to standard output, for `reader delete` and the like; edits can be undone as any other.
    """
    code = 0
    for name in options.files:
        try:
            stdio.show_progress(f"reading {name}")
            with shown_by(Reading(stdio.show_progress)):
                parcels = read_import_file(Path(name), context.library)
            notes = counted(sum(len(parcel.notes) for parcel in parcels), "note")
            stdio.show_progress(f"placing {notes}")
            taken = apply_import(context.library, parcels)
        except NoteImportError as error:
            stdio.show_progress("")
            stdio.tell(str(error))
            code = 1
        except KeyboardInterrupt:
            stdio.show_progress("")
            stdio.tell(f"stopped: {name} was imported completely or not at all")
            raise
        else:
            stdio.show_progress("")
            stdio.say(*taken.new)
            for line in describe_import(taken):
                stdio.tell(line if len(options.files) == 1 else f"{name}: {line}")
    return code


def describe_import(taken: ImportResult) -> Iterator[str]:
    parts = [(len(taken.new), "note"), (len(taken.edited), "edit"), (taken.corrections, "correction")]
    parts.append((taken.dossiers, "dossier entry"))
    imported = " and ".join(counted(count, word) for count, word in parts if count)
    states = ", ".join(f"{count} {words}" for state, words in STATES.items() if (count := taken.states[state]))
    known = f"{taken.known} already there" if taken.known else ""
    if imported:
        yield "; ".join(filter(None, [f"imported {imported}{f': {states}' if states else ''}", known]))
    else:
        yield ": ".join(filter(None, ["nothing new", known]))
    if taken.conflicts:
        notes = counted(taken.conflicts, "note")
        yield f"{notes} changed here too: `reader notes` shows both texts; open the note to choose one"
    yield from taken.remarks
