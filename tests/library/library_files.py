"""The files of a library as tests look at them."""

from collections.abc import Iterable
from pathlib import Path

from tinydb import TinyDB

from reader.annotations.notes import Note


def ids(notes: Iterable[Note]) -> set[str]:
    return {note.id for note in notes}


def stock_ids(path: Path) -> set[str]:
    """Return the ids of the notes that plain TinyDB finds."""
    with TinyDB(path) as db:
        return {document["id"] for document in db.table("notes")}


def beside(path: Path, ending: str) -> Path:
    """Return the file beside a library with this ending after its name."""
    return path.with_name(path.name + ending)
