"""Copy the articles and notes that have changed in the library into the index.

The size and time of the library and its journal show whether anything has changed. If only the journal has grown, its
new lines are indexed (`index_saves`); else fingerprints of all records show what has changed. The work
is done in batches, each in a transaction, so that other processes can write in between and a killed one can be resumed.
Pitfall: two processes may index two states of the library, so it is read inside the write transaction.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations.dossiers import dossier_key
from reader.annotations.notes import Note
from reader.errors import SearchError, explained
from reader.library import JOURNAL
from reader.library.device import load_openings
from reader.search import WorkProgress
from reader.search.index import SearchIndex
from reader.search.index_context import ArticleContext, forget_findings
from reader.search.query import DAY
from reader.search.snippets import on_one_line, plain
from reader.session import state
from reader.sources.detect import site_of
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean
from reader.text.scripts import join_cjk, split_cjk
from reader.text.span import grouped
from reader.view.progress import reading_minutes

if TYPE_CHECKING:
    from reader.library.library import ArticleRecord, Library

ARTICLES_AT_ONCE, NOTES_AT_ONCE = 1000, 16_000
"""Records in one batch, of two or three seconds: each writes much of what finds records by their ids again."""

NOTE_LENGTH = 240  # characters of a note that a list of articles shows: more than a line
COLUMNS = ("title", "text", "about", "tags", "speaker", "names")  # columns of the table `words`

Tell = Callable[[WorkProgress], None]


def signature(library: Path) -> str:
    """Return the signatures of the library and its journal, separated by a bar; "" if there is no library."""
    path = os.path.realpath(library)
    journal, found = map(atomic_file.content_mark, (f"{path}{JOURNAL}", path))  # in this order, as they are read
    return f"{found}|{journal}" if found else ""


def indexed_signature(index: SearchIndex) -> str:
    """Return the signature of the indexed library; "" if none was indexed. Raises SearchError, DamagedIndexError."""
    if index.is_kept and not index.path.exists():
        return ""
    with index.reading() as db:
        return stored_fact(db, "library")


def stored_fact(db: sqlite3.Connection, name: str) -> str:
    found = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""


def index_library(
    index: SearchIndex, library: "Library", tell: Tell = lambda _: None, before_notes: Callable[[], None] | None = None
) -> None:
    """Index everything that has changed in the library. Raises LibraryError, SearchError, DamagedIndexError.

    `before_notes` is called when all articles are indexed, in a transaction that only `made_anew` lets others take part
    in.
    """
    seen, stamps, done = "", None, 0
    while True:
        with index.changing() as db:
            current = signature(library.path)
            if stamps is None or seen != current or not current:
                seen, position, stamps = current, library.storage.position, library.stamps()
            changed = {kind: changed_ids(db, kind, own) for kind, own in stamps.items()}
            articles, notes = changed["article"][:ARTICLES_AT_ONCE], changed["note"][:NOTES_AT_ONCE]
            left = len(changed["article"]) + len(changed["note"])
            if articles:
                put_articles(db, library, articles)
                put_stamps(db, "article", articles, stamps["article"])
            elif before_notes:
                put_stamps(db, "corrections", changed["corrections"], stamps["corrections"])
                before_notes()
                before_notes = None
            elif notes:
                rescue_notes(db, library, [own for own in changed["note"] if own not in stamps["note"]])
                put_notes(db, library, library.notes_by_id(notes), stamps["note"])
            else:
                put_members(db, library, changed["member"], stamps["member"])
                put_stamps(db, "corrections", changed["corrections"], stamps["corrections"])
                put_facts(db, seen, position)
                return
            done += len(articles or notes)
        tell(WorkProgress("index", done, max(done, left)))


def put_facts(db: sqlite3.Connection, seen: str, position: tuple[str, int]) -> None:
    """Remember the state of the library that was indexed: the signature of its files, and how far they were read."""
    facts = ("library", seen), ("base", position[0]), ("journal", str(position[1]))
    db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts)


def changed_ids(db: sqlite3.Connection, kind: str, stamps: dict[str, str]) -> list[str]:
    """Return the ids of records that are new, changed or gone."""
    known = dict(db.execute("SELECT id, stamp FROM stamps WHERE kind = ?", (kind,)))
    changed = [own for own, stamp in stamps.items() if known.get(own) != stamp]
    return [*changed, *(own for own in known if own not in stamps)]


def put_stamps(db: sqlite3.Connection, kind: str, ids: Iterable[str], stamps: dict[str, str]) -> None:
    for own in ids:
        if own in stamps:
            db.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?)", (kind, own, stamps[own]))
        else:
            db.execute("DELETE FROM stamps WHERE kind = ? AND id = ?", (kind, own))


def put_articles(db: sqlite3.Connection, library: "Library", ids: list[str]) -> None:
    records = library.articles_by_id(ids)
    for own in ids:
        if (record := records.get(own)) is not None:
            put_article(db, library, record)
            continue
        forget_findings(db, own)
        for (row,) in db.execute("SELECT row FROM articles WHERE id = ?", (own,)).fetchall():
            drop_entry(db, row)
        db.execute("DELETE FROM articles WHERE id = ?", (own,))


def put_article(db: sqlite3.Connection, library: "Library", record: "ArticleRecord") -> None:
    sha256 = record.texts[-1] if record.texts else ""
    source = record.sources[-1] if record.sources else ""
    by = ", ".join(record.author) or site_of(source)
    about = f"{by} {source}"
    found = db.execute("SELECT row, title, by, source, sha256 FROM articles WHERE id = ?", (record.id,)).fetchone()
    row = found[0] if found else add_row(db, "entries", kind="article", id=record.id, article=record.id)
    length = minutes = None
    if record.shelf == "removed":  # its quotes are not searched
        forget_findings(db, record.id)
    if found is None or found[4] != sha256:
        text = clean(library.kept_text(sha256) or "")
        length, minutes = len(text), reading_minutes(text)
        placed = "SELECT id FROM entries WHERE article = ? AND kind = 'note'"  # in the old text, so indexed again
        db.execute(f"DELETE FROM stamps WHERE kind = 'note' AND id IN ({placed})", (record.id,))
        put_words(db, row, title=record.title, text=text, about=about)
        forget_findings(db, record.id)  # after put_words, which deletes the names around the old text
    elif found[1:4] != (record.title, by, source):
        changed = (split_cjk(record.title), split_cjk(about), row)
        db.execute("UPDATE words SET title = ?, about = ? WHERE rowid = ?", changed)
    dated = DAY.match(record.published.strip())
    day = dated[0] if dated else record.added[:10]
    when = record.published, day, record.added, record.opened
    values = (record.title, by, source, *when, record.shelf, record.genre or "", sha256)
    db.execute(
        "INSERT INTO articles (id, row, title, by, source, published, day, added, opened, shelf, genre, sha256,"
        " length, minutes, studied) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')"
        " ON CONFLICT (id) DO UPDATE SET title = ?, by = ?, source = ?, published = ?, day = ?, added = ?,"
        " opened = ?, shelf = ?, genre = ?, sha256 = ?, length = coalesce(?, length), minutes = coalesce(?, minutes)",
        (record.id, row, *values, length or 0, minutes or 0, *values, length, minutes),
    )
    count_notes(db, [record.id])


def put_notes(
    db: sqlite3.Connection, library: "Library", found: dict[str, Note | None], stamps: dict[str, str]
) -> None:
    """Index notes by their ids; None for one that is gone. Those without a place get one, for all that lists them."""
    touched: dict[str, list[Note]] = {}
    articles = set()
    for own, note in found.items():
        for row, article in db.execute("SELECT row, article FROM entries WHERE id = ? AND kind = 'note'", (own,)):
            articles.add(article)
            drop_entry(db, row)
        if note is not None and not note.deleted:
            touched.setdefault(note.article, []).append(note)
    for article, notes in touched.items():
        around = ArticleContext.of(db, article)
        for note in placed_notes(library, article, notes):
            put_note(db, note, around)
    count_notes(db, articles.union(touched))
    put_stamps(db, "note", found, stamps)


def placed_notes(library: "Library", own: str, notes: list[Note]) -> list[Note]:
    """Return notes on an article with those placed that are not; as they are if its text is not at hand."""
    waiting = [note for note in notes if note.anchor and not note.placement]
    if not waiting:
        return notes
    from reader.session.placement import place_entries  # loads the analysis, as the next one
    from reader.session.reopen import load_article_text

    record = library.article(own)
    article = load_article_text(library, record) if record else None
    if record is None or article is None:
        return notes
    placed = {note.id: note for note in place_entries(waiting, article, record, library.kept_text)}
    return [placed.get(note.id, note) for note in notes]


def put_note(db: sqlite3.Connection, note: Note, around: ArticleContext) -> None:
    placement = note.placement
    span = placement.span if placement else None
    states = [placement.state if placement else "", "conflict" if note.conflict else ""]
    tags = " ".join(note.tags)
    about = {"state": " ".join(filter(None, states)), "tags": tags, "at": note.updated, "author": note.author.name}
    place = {"start": span.start, "stop": span.end} if span else {}
    row = add_row(db, "entries", kind="note", id=note.id, article=note.article, **about, **place)
    text = "\n\n".join(dict.fromkeys(head.text for head in note.conflict)) or note.text
    speaker, names = around.at(span) if span else ("", "")
    passage = note.anchor.exact if note.anchor else ""
    put_words(db, row, text=text, about=passage, tags=tags, speaker=speaker, names=names)


def count_notes(db: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Update the number of notes of each article, the last one, and their tags, most used first."""
    for article in articles:
        notes = db.execute("SELECT tags FROM entries WHERE article = ? AND kind = 'note'", (article,)).fetchall()
        counts = Counter(tag for (tags,) in notes for tag in tags.split())
        tags = " ".join(sorted(counts, key=lambda tag: (-counts[tag], tag)))
        last = db.execute(
            "SELECT substr(text, 1, ?1), substr(about, 1, ?1), at FROM entries JOIN words ON words.rowid = row"
            " WHERE article = ?2 AND kind = 'note' AND (text <> '' OR about <> '') ORDER BY at DESC, row LIMIT 1",
            (NOTE_LENGTH, article),
        )
        text, about, at = last.fetchone() or ("", "", "")
        note = plain(on_one_line([(join_cjk(text or about), False)]))
        changed = "UPDATE articles SET notes = ?, tags = ?, note = ?, noted = ? WHERE id = ?"
        db.execute(changed, (len(notes), tags, note, at, article))


def put_members(db: sqlite3.Connection, library: "Library", ids: Collection[str], stamps: dict[str, str]) -> None:
    """Index members of dossiers by their ids; those that are gone or no members any more are dropped."""
    members = {member.id: member for member in library.members()} if ids else {}
    for own in ids:
        db.execute("DELETE FROM members WHERE id = ?", (own,))
        member = members.get(own)
        if member is not None and not member.deleted:
            values = (own, dossier_key(member.dossier), member.dossier, member.article, member.role)
            db.execute("INSERT INTO members VALUES (?, ?, ?, ?, ?)", values)
    put_stamps(db, "member", ids, stamps)


def add_row(db: sqlite3.Connection, table: str, **columns: object) -> int:
    """Insert into a table, and return the row; columns that are not given have their defaults."""
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    row = db.execute(statement, list(columns.values())).lastrowid
    assert row is not None
    return row


def drop_entry(db: sqlite3.Connection, row: int) -> None:
    db.execute("DELETE FROM entries WHERE row = ?", (row,))
    db.execute("DELETE FROM words WHERE rowid = ?", (row,))


def put_words(db: sqlite3.Connection, row: int, **columns: str) -> None:
    """Set the words of an entry; columns that are not given are empty."""
    words = [split_cjk(columns.get(name, "")) for name in COLUMNS]
    db.execute("DELETE FROM words WHERE rowid = ?", (row,))
    statement = f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"
    db.execute(statement, (row, *words))


def index_reading(index: SearchIndex, folder: Path) -> None:
    """Copy changed carets and times of opening from the state `folder`. Raises SearchError, DamagedIndexError."""
    with index.reading() as db:
        known = {own: (time, opened) for own, time, opened in db.execute("SELECT id, left_at, opened FROM articles")}
    moved = [(own, time) for own, time in times_in(folder) if own in known and known[own][0] != time]
    opened = [(own, time) for own, time in load_openings(folder).items() if own in known and known[own][1] < time]
    if not moved and not opened:
        return
    with index.changing() as db:
        for own, left_at in moved:
            kept = state.load_document(own, folder)
            values = state.state_from(kept).caret, left_at, json.dumps(state.check_from(kept.get("check"))), own
            db.execute("UPDATE articles SET caret = ?, left_at = ?, checked = ? WHERE id = ?", values)
        db.executemany("UPDATE articles SET opened = ? WHERE id = ?", [(time, own) for own, time in opened])


def times_in(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the ids of articles with a state file, each with its time in nanoseconds."""
    with suppress(OSError), os.scandir(folder) as found:
        for item in found:
            if item.name.endswith(".json"):
                with suppress(OSError):
                    yield item.name.removesuffix(".json"), item.stat().st_mtime_ns


def rescue_notes(db: sqlite3.Connection, library: "Library", ids: Iterable[str]) -> None:
    """Write the notes with these ids, if the index has any, to files beside the library that `reader import` reads.

    A library never deletes notes: it lacks them because an older version of it was restored. Raises SearchError.
    """
    articles = grouped(pair for own in ids for pair in indexed_notes(db, own))
    for article, notes in articles.items():
        file, time = library.files.library, datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        path = file.with_name(f"{file.name}.lost-{article}-{time}.json")
        found = db.execute("SELECT title, source, sha256 FROM articles WHERE id = ?", (article,)).fetchone()
        title, source, sha256 = found or ("", "", "")
        about = dict[str, Any](id=article, title=title, source=source, author=[], published="", sha256=sha256)
        exported = {"format": "reader", "version": 1, "article": about, "notes": notes}
        data = json.dumps(exported, ensure_ascii=False, indent=2)
        with explained(SearchError, "notes that the library lacks could not be kept"):
            atomic_file.replace_file(path, data.encode("utf-8", "replace"), follow=False)
        library.storage.tell(
            f"the search index has {counted(notes, 'note')} that the library lacks; was an older version restored? "
            f"They are in {path}; `reader import` adds them"
        )


def indexed_notes(db: sqlite3.Connection, own: str) -> Iterator[tuple[str, dict[str, Any]]]:
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
