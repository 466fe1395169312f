"""Rescue notes that the index has and the library lacks, since an older version of the library was restored.

Notes are never deleted from a library, only marked as deleted. So before the index drops one, it is written to a file
beside the library that `reader import` reads.
"""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.library.library import Library
from reader.search.cjk import join_cjk
from reader.system import atomic_file
from reader.text.format import counted


def rescue_notes(db: sqlite3.Connection, library: Library, ids: Iterable[str]) -> None:
    """Write the notes with these ids, if the index has any, to a file, with a notice of the library. Raises OSError."""
    articles: dict[str, list[dict[str, Any]]] = {}
    for own in ids:
        for article, note in read_notes(db, own):
            articles.setdefault(article, []).append(note)
    for article, notes in articles.items():
        path = lost_path(library.files.library, article)
        data = json.dumps(export_object(db, article, notes), ensure_ascii=False, indent=2)
        atomic_file.replace_file(path, data.encode("utf-8", "replace"), follow=False)
        library.storage.tell(
            f"the search index has {counted(notes, 'note')} that the library lacks; was an older version restored? "
            f"They are in {path}; `reader import` adds them"
        )


def lost_path(library: Path, article: str) -> Path:
    """Return the path of a new file for lost notes of an article."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return library.with_name(f"{library.name}.lost-{article}-{time}.json")


def read_notes(db: sqlite3.Connection, own: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the article and the content of a note in the index; nothing if it is not there."""
    rows = db.execute(
        "SELECT article, at, entries.tags, start, stop, text, about FROM entries JOIN words ON words.rowid = row"
        " WHERE id = ? AND kind = 'note'",
        (own,),
    ).fetchall()
    for article, at, tags, start, stop, text, about in rows:
        passage = join_cjk(about)
        anchor = None
        if passage:
            first = start if start is not None and stop - start == len(passage) else 0
            anchor = {"exact": passage, "prefix": "", "suffix": "", "start": first, "end": first + len(passage)}
        revision = {"id": own, "parent": None, "at": at, "text": join_cjk(text), "tags": tags.split(), "anchor": anchor}
        yield article, {"id": own, "made_on": None, "revisions": [revision]}


def export_object(db: sqlite3.Connection, article: str, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return notes of an article in the form of a JSON export."""
    found = db.execute("SELECT title, source, sha256 FROM articles WHERE id = ?", (article,)).fetchone()
    title, source, sha256 = found or ("", "", "")
    about: dict[str, Any] = {
        "id": article,
        "title": title,
        "source": source,
        "author": [],
        "published": "",
        "sha256": sha256,
    }
    return {"format": "reader", "version": 1, "article": about, "notes": notes}
