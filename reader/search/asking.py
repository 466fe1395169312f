"""Answers of the index: what fits a query, the list of articles, all notes, the tags.

Functions of an open index (`Index.reading`). Whatever they cost grows with what is shown and found, not with the
library, except for the list of articles, which is one pass over short rows.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.article import Span
from reader.search import Hit, Kind, Listed, Origin
from reader.search.query import Query, Words
from reader.search.snippets import BEGIN, END, Marked, on_one_line
from reader.search.unspaced import whole

ROOM = 240
"""Characters of a snippet: three lines of a narrow terminal."""

RANK = "bm25(words, 6.0, 1.0, 2.0, 3.0, 2.0, 0.0)"
"""What is in a title counts most, then tags, then who speaks and what a note is on; names that were found in a text
count for nothing beside its words."""

ORIGIN = (
    "coalesce(articles.id, entries.article), coalesce(articles.title, ''), coalesce(articles.source, ''),"
    " coalesce(articles.day, ''), coalesce(articles.sha256, '')"
)
"""Of an entry; a note may be on an article that the library does not know."""

OF_ENTRIES = "entries LEFT JOIN articles ON articles.id = entries.article"


# ---------------------------------------------------------------------- hits


def hits(db: sqlite3.Connection, query: Query, limit: int) -> list[Hit]:
    """What fits `query`, the best first, at most `limit`; nothing where nothing is asked, or what makes no sense."""
    if query.problem or query.empty:
        return []
    where, values = condition(query)
    match = query.match
    if match:
        rows = db.execute(
            f"SELECT entries.row FROM words CROSS JOIN entries ON entries.row = words.rowid"
            f" LEFT JOIN articles ON articles.id = entries.article WHERE words MATCH ? AND {where}"
            f" ORDER BY {RANK}, entries.row LIMIT ?",
            (match, *values, limit),
        )
    else:
        rows = db.execute(
            f"SELECT entries.row FROM {OF_ENTRIES} WHERE {where} ORDER BY at DESC, day DESC, entries.row LIMIT ?",
            (*values, limit),
        )
    return [hit(db, row, match) for (row,) in rows.fetchall()]


def condition(query: Query) -> tuple[str, list[str | int]]:
    """What an entry must be, beside its words, and the values that this names."""
    parts, values = ["1"], list[str | int]()
    kinds = sorted(query.asked_kinds)
    parts.append(f"entries.kind IN ({marks(kinds)})")
    values += kinds
    for tag in query.tags:
        test, patterns = tagged(tag)
        parts.append(f"CASE entries.kind WHEN 'article' THEN {on('articles.tags', test)} ELSE"
                     f" {on('entries.tags', test)} END")  # fmt: skip
        values += [*patterns, *patterns]
    if query.note_states:
        some = " OR ".join(["instr(state, ?)"] * len(query.note_states))
        parts.append(
            f"CASE entries.kind WHEN 'article' THEN EXISTS (SELECT 1 FROM entries AS own WHERE own.article ="
            f" entries.article AND own.kind = 'note' AND ({some.replace('state', 'own.state')})) ELSE ({some}) END"
        )
        values += [*query.note_states, *query.note_states]
    if query.shelves:
        parts.append(f"shelf IN ({marks(query.shelves)})")
        values += query.shelves
    else:
        parts.append("(entries.kind = 'note' OR shelf <> 'removed')")
    return " AND ".join(parts), values


def tagged(tag: Words) -> tuple[str, list[str]]:
    """What tests for a tag or one nested in it, with `{}` for the column, and its values.

    Letters, digits, `_ - /` mean nothing to GLOB, and a tag has no others.
    """
    if tag.begun:
        return "' ' || {} || ' ' GLOB ?", [f"* {tag.text}*"]
    return "(' ' || {} || ' ' GLOB ? OR ' ' || {} || ' ' GLOB ?)", [f"* {tag.text} *", f"* {tag.text}/*"]


def on(column: str, test: str) -> str:
    return test.replace("{}", column)


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def hit(db: sqlite3.Connection, row: int, match: str) -> Hit:
    """The entry in `row` with what `match` finds in it."""
    kind, own, state, tags, start, stop, speaker, uncertain, indirect, *origin = db.execute(
        f"SELECT entries.kind, entries.id, state, entries.tags, start, stop, speaker, uncertain, indirect, {ORIGIN}"
        f" FROM {OF_ENTRIES} WHERE entries.row = ?",
        (row,),
    ).fetchone()
    text, about = highlighted(db, row, match)
    best = text.best(ROOM)
    span = Span(start, stop) if start is not None else None
    if kind == "article" and best is not None:
        span = text.places[best]
    return Hit(
        kind,
        Origin(*origin),
        text.pieces(ROOM, best),
        span,
        own if kind == "note" else "",
        about.pieces(ROOM, about.best(ROOM)) if kind == "note" else (),
        tuple(tags.split()),
        state,
        speaker,
        bool(uncertain),
        bool(indirect),
    )


def highlighted(db: sqlite3.Connection, row: int, match: str) -> tuple[Marked, Marked]:
    """The text of an entry, and what it is about, with what `match` finds in them."""
    if match:
        found = db.execute(
            "SELECT highlight(words, 1, ?1, ?2), highlight(words, 2, ?1, ?2) FROM words WHERE words MATCH ?3"
            " AND rowid = ?4",
            (BEGIN, END, match, row),
        ).fetchone()
    else:
        found = db.execute("SELECT text, about FROM words WHERE rowid = ?", (row,)).fetchone()
    text, about = found or ("", "")
    return Marked.of(text), Marked.of(about)


def fitting_articles(db: sqlite3.Connection, query: Query) -> set[str]:
    """The articles that fit `query` themselves, or have a note that does; all of a quote's words are its article's."""
    if query.problem:
        return set()
    asked: tuple[Kind, ...] = query.kinds or ("article", "note")
    found: set[str] = set()
    for kind in asked:
        where, values = condition(query.of(kind))
        if query.match:
            rows = db.execute(
                "SELECT DISTINCT entries.article FROM words CROSS JOIN entries ON entries.row = words.rowid LEFT JOIN"
                f" articles ON articles.id = entries.article WHERE words MATCH ? AND {where}",
                (query.match, *values),
            )
        else:
            rows = db.execute(f"SELECT DISTINCT entries.article FROM {OF_ENTRIES} WHERE {where}", values)
        found.update(article for (article,) in rows)
    return found


# ---------------------------------------------------------------------- lists


LISTED = (
    "SELECT id, title, source, day, sha256, by, published, added, opened, shelf = 'archived', notes, tags, caret,"
    " length FROM articles"
)


def articles(db: sqlite3.Connection, limit: int = -1) -> list[Listed]:
    """All articles but removed ones, the one opened last first; at most `limit`."""
    rows = db.execute(f"{LISTED} WHERE shelf <> 'removed' ORDER BY opened DESC, id LIMIT ?", (limit,))
    return [listed(*row) for row in rows]


def removed_articles(db: sqlite3.Connection) -> list[Listed]:
    return [listed(*row) for row in db.execute(f"{LISTED} WHERE shelf = 'removed' ORDER BY opened DESC, id")]


def listed(
    own: str,
    title: str,
    source: str,
    day: str,
    sha256: str,
    by: str,
    published: str,
    added: str,
    opened: str,
    archived: int,
    notes: int,
    tags: str,
    caret: int | None,
    length: int,
) -> Listed:
    progress = None if caret is None or not length else min(100, round(100 * caret / length))
    origin = Origin(own, title, source, day, sha256)
    return Listed(origin, by, published, added, opened, bool(archived), notes, tuple(tags.split()), progress)


def notes(db: sqlite3.Connection, query: Query, limit: int) -> tuple[list[Hit], int]:
    """The notes that fit `query`, those changed last first, at most `limit`; and how many fit.

    What fits is not set apart in their words: a list of thousands would take seconds.
    """
    if query.problem or (query.kinds and "note" not in query.kinds):
        return [], 0
    asked = query.of("note")
    where, values = condition(asked)
    joined = f"{OF_ENTRIES} JOIN words ON words.rowid = entries.row"
    if asked.match:
        joined = f"words CROSS JOIN {OF_ENTRIES}"
        where = f"words MATCH ? AND entries.row = words.rowid AND {where}"
        values = [asked.match, *values]
    (count,) = db.execute(f"SELECT count(*) FROM {joined} WHERE {where}", values).fetchone()
    rows = db.execute(
        f"SELECT entries.row FROM {joined} WHERE {where} ORDER BY at DESC, entries.row LIMIT ?", (*values, limit)
    ).fetchall()
    return [bare_note(db, row) for (row,) in rows], int(count)


def bare_note(db: sqlite3.Connection, row: int) -> Hit:
    """A note with as much of its words as a list shows."""
    own, state, tags, start, stop, text, about, *origin = db.execute(
        f"SELECT entries.id, state, entries.tags, start, stop, substr(text, 1, ?), substr(about, 1, ?), {ORIGIN}"
        f" FROM {OF_ENTRIES} JOIN words ON words.rowid = entries.row WHERE entries.row = ?",
        (2 * ROOM, 2 * ROOM, row),
    ).fetchone()
    span = Span(start, stop) if start is not None else None
    pieces, passage = (on_one_line([(whole(words)[:ROOM], False)]) for words in (text, about))
    return Hit("note", Origin(*origin), pieces, span, own, passage, tuple(tags.split()), state)


def tag_counts(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """The tags in use with the number of notes that carry each or one nested in it, in the order of their names."""
    counts: Counter[str] = Counter()
    tagged = "SELECT tags, count(*) FROM entries WHERE kind = 'note' AND tags <> '' GROUP BY tags"
    for tags, count in db.execute(tagged):
        for name in families(tags.split()):
            counts[name] += count
    return sorted(counts.items(), key=lambda pair: pair[0].split("/"))


def families(tags: Iterable[str]) -> set[str]:
    """The tags and those that they are nested in."""
    found: set[str] = set()
    for tag in tags:
        parts = tag.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return found
