"""Notes taken in from files."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Belongings
from reader.errors import NoteImportError
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from reader.importers import Taken

STATES = {"exact": "in place", "changed": "changed", "orphaned": "orphaned", "whole": "on the whole article"}


def take_in(asked: Namespace, own: Belongings) -> int:
    """Take in each file, all of it or nothing; one that cannot be read does not keep the others from it.

    The ids of new notes go to standard output, for `reader delete` and the like; an edit is undone like any other.
    """
    from reader.importers.apply import take
    from reader.importers.detect import read

    code = 0
    for name in asked.files:
        try:
            stdio.show_progress(f"reading {name}")
            parcels = read(Path(name), own.library)
            notes = counted(sum(len(parcel.notes) for parcel in parcels), "note")
            stdio.show_progress(f"finding the places of {notes}")
            taken = take(own.library, parcels)
        except NoteImportError as error:
            stdio.show_progress("")
            stdio.tell(str(error))
            code = 1
            continue
        except KeyboardInterrupt:
            stdio.show_progress("")
            stdio.tell(f"stopped: nothing of {name} was taken in, or all of it")
            raise
        stdio.show_progress("")
        stdio.say(*taken.new)
        for line in told(taken):
            stdio.tell(line if len(asked.files) == 1 else f"{name}: {line}")
    return code


def told(taken: "Taken") -> Iterator[str]:
    """What became of a file, in words."""
    parts = [(len(taken.new), "note"), (len(taken.edited), "edit"), (taken.corrections, "correction")]
    brought = " and ".join(counted(count, word) for count, word in parts if count)
    states = ", ".join(f"{count} {words}" for state, words in STATES.items() if (count := taken.states[state]))
    known = f"{taken.known} {'was' if taken.known == 1 else 'were'} there already" if taken.known else ""
    if brought:
        found = f"imported {brought}{f': {states}' if states else ''}"
        yield f"{found}; {known}" if known else found
    else:
        yield f"nothing new: {known}" if known else "nothing new"
    if taken.conflicts:
        notes = counted(taken.conflicts, "note")
        yield f"{notes} changed here too: `reader notes` shows both texts; open the note to choose"
    yield from taken.remarks
