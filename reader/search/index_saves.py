"""Index what was saved to the journal of a large library since it was indexed, without reading the library.

The lines of a journal have whole records, so they tell all that the index needs, unless a text or a correction has
changed: then other records of the article are indexed again, too, and the library is read.

`python -m reader.search.index_saves LIBRARY` writes the journal into the library's file and indexes that. The screen
starts it when it is left, since a large library takes a second to write.
"""

import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from reader.errors import LibraryError, ReaderError
from reader.library.codec import document_id
from reader.library.codec.records import Tables
from reader.library.journal import Journal, read_later_saves
from reader.library.library import Library
from reader.library.meta import hash_records
from reader.search.index import SearchIndex, select_many
from reader.search.index_library import (
    index_library,
    put_article,
    put_facts,
    put_members,
    put_notes,
    put_stamps,
    signature,
    stored_fact,
)
from reader.system.stdio import tell


def index_saves(index: SearchIndex, library: Library) -> bool:
    """Index the journal's new lines; return False if more may have changed. Raises SearchError, DamagedIndexError."""
    with index.changing() as db:
        seen = signature(library.path)
        journal = later_saves(db, library, seen)
        if journal is None or not put_saves(db, library, newest_documents(journal)):
            return False
        put_facts(db, seen, (journal.base, journal.length))
    return True


def later_saves(db: sqlite3.Connection, library: Library, seen: str) -> Journal | None:
    """Return the lines that are not indexed; None if anything but the end of the journal has changed."""
    base, length = stored_fact(db, "base"), int(stored_fact(db, "journal") or 0)
    file, _, journal = stored_fact(db, "library").partition("|")
    file_now, _, journal_now = seen.partition("|")
    same_journal = not length or journal.split()[:2] == journal_now.split()[:2]
    if not base or file != file_now or not journal_now or not same_journal:
        return None
    with suppress(OSError, ReaderError):
        return read_later_saves(library.files.library, base, length)
    return None


def newest_documents(journal: Journal) -> Tables:
    """Return the documents that were saved, each as it was saved last, by their ids."""
    found: Tables = {}
    for change in journal.changes:
        for name, documents in change.items():
            found.setdefault(name, {}).update((document_id(each) or "", each) for each in documents.values())
    return found


def put_saves(db: sqlite3.Connection, library: Library, saved: Tables) -> bool:
    """Index documents; return False, with nothing written, if they concern others."""
    articles, notes, entries = (saved.get(name, {}) for name in ("articles", "notes", "dossiers"))
    records, written = library.articles_by_id(articles), library.notes_by_id(notes)
    if saved.get("corrections") or len(records) < len(articles) or None in written.values():
        return False
    known = select_many(db, "SELECT id, sha256 FROM articles WHERE id IN ({})", list(records))
    if any(records[own].texts[-1:] != (sha256,) for own, sha256 in known):
        return False
    stamps = hash_records((name, "", document) for name, some in saved.items() for document in some.values())
    for record in records.values():
        put_article(db, library, record)
    put_stamps(db, "article", articles, stamps["article"])
    put_notes(db, library, written, stamps["note"])
    put_members(db, library, entries, stamps["member"])
    return True


def fold_library(path: str) -> int:
    """Fold the journal of the library at `path`, and update its index, if there is one; return the exit code."""
    library, index = Library(Path(path)), SearchIndex(Path(path))
    try:
        library.fold()
        if index.path.exists():
            index_library(index, library)
    except LibraryError as error:
        tell(str(error))
        return 1
    except ReaderError:  # whoever searches next hears of it
        pass
    return 0


if __name__ == "__main__":
    sys.exit(fold_library(sys.argv[1]))
