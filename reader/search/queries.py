"""Answers of the index: what fits a query, the list of articles, all notes, the tags.

Functions of an open index (`Index.reading`). Whatever they cost grows with what is shown and found, not with the
library, except for the list of articles, which is one pass over short rows.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from reader.search import Hit, Listed, Origin
from reader.search.cjk import join_cjk
from reader.search.query import Query, Term
from reader.search.snippets import BEGIN, END, Marked, on_one_line
from reader.text.span import Span

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


def find_hits(db: sqlite3.Connection, query: Query, limit: int) -> list[Hit]:
    """What fits `query`, the best first, at most `limit`; nothing where nothing is asked, or what makes no sense."""
    return load_hits(db, query, rank_rows(db, query, limit))


def rank_rows(db: sqlite3.Connection, query: Query, limit: int) -> list[int]:
    """Rows of the entries that match, best first; `load_hits` reads their texts, which takes longer."""
    if query.problem or query.empty:
        return []
    where, values = condition(query)
    if not query.match:
        rows = db.execute(
            f"SELECT entries.row FROM {OF_ENTRIES} WHERE {where} ORDER BY at DESC, day DESC, entries.row LIMIT ?",
            (*values, limit),
        )
        return [row for (row,) in rows]
    best = db.execute(f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY {RANK}, rowid", (query.match,))
    fits = f"SELECT 1 FROM {OF_ENTRIES} WHERE entries.row = ? AND {where}"
    # the joins are made for the best only, until enough of them fit: a common word is in tens of thousands
    return list(islice((row for (row,) in best if db.execute(fits, (row, *values)).fetchone()), limit))


def load_hits(db: sqlite3.Connection, query: Query, rows: Sequence[int]) -> list[Hit]:
    """The entries in `rows` with what `query` finds in them; those that are gone meanwhile are left out."""
    found = highlighted(db, rows, query.match)
    return [one for row in rows if row in found and (one := load_hit(db, row, *found[row])) is not None]


def condition(query: Query, *, removed_too: bool = False) -> tuple[str, list[str | int]]:
    """What an entry must be, beside its words, and the values that this names."""
    parts, values = ["1"], list[str | int]()
    kinds = sorted(query.asked_kinds)
    parts.append(f"entries.kind IN ({placeholders(kinds)})")
    values += kinds
    for tag in query.tags:
        test, patterns = tag_condition(tag)
        parts.append(f"CASE entries.kind WHEN 'article' THEN {apply_test('articles.tags', test)} ELSE"
                     f" {apply_test('entries.tags', test)} END")  # fmt: skip
        values += [*patterns, *patterns]
    if query.note_states:
        some = " OR ".join(["instr(state, ?)"] * len(query.note_states))
        parts.append(
            f"CASE entries.kind WHEN 'article' THEN EXISTS (SELECT 1 FROM entries AS own WHERE own.article ="
            f" entries.article AND own.kind = 'note' AND ({some.replace('state', 'own.state')})) ELSE ({some}) END"
        )
        values += [*query.note_states, *query.note_states]
    if query.shelves:
        parts.append(f"shelf IN ({placeholders(query.shelves)})")
        values += query.shelves
    elif not removed_too:
        parts.append("(entries.kind = 'note' OR shelf <> 'removed')")
    return " AND ".join(parts), values


def tag_condition(tag: Term) -> tuple[str, list[str]]:
    """What tests for a tag or one nested in it, with `{}` for the column, and its values.

    Letters, digits, `_ - /` mean nothing to GLOB, and a tag has no others.
    """
    if tag.begun:
        return "' ' || {} || ' ' GLOB ?", [f"* {tag.text}*"]
    return "(' ' || {} || ' ' GLOB ? OR ' ' || {} || ' ' GLOB ?)", [f"* {tag.text} *", f"* {tag.text}/*"]


def apply_test(column: str, test: str) -> str:
    return test.replace("{}", column)


def placeholders(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def load_hit(db: sqlite3.Connection, row: int, text: Marked, about: Marked) -> Hit | None:
    """The entry in `row` with what was found in its text and in what it is about."""
    entry = db.execute(
        f"SELECT entries.kind, entries.id, state, entries.tags, start, stop, speaker, uncertain, indirect, {ORIGIN}"
        f" FROM {OF_ENTRIES} WHERE entries.row = ?",
        (row,),
    ).fetchone()
    if entry is None:
        return None
    kind, own, state, tags, start, stop, speaker, uncertain, indirect, *origin = entry
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


def highlighted(db: sqlite3.Connection, rows: Sequence[int], match: str) -> dict[int, tuple[Marked, Marked]]:
    """The text of each entry, and what it is about, with what `match` finds in them.

    All are looked for at once: the index finds a word that is begun anew for each question. The plus sign keeps it from
    asking itself about one row after the other.
    """
    wanted = json.dumps(list(rows))
    if match:
        found = db.execute(
            "SELECT rowid, highlight(words, 1, ?1, ?2), highlight(words, 2, ?1, ?2) FROM words WHERE words MATCH ?3"
            " AND +rowid IN (SELECT value FROM json_each(?4))",
            (BEGIN, END, match, wanted),
        )
    else:
        found = db.execute(
            "SELECT rowid, text, about FROM words WHERE rowid IN (SELECT value FROM json_each(?))", (wanted,)
        )
    return {row: (Marked.of(text), Marked.of(about)) for row, text, about in found}


def fitting_articles(db: sqlite3.Connection, query: Query) -> set[str]:
    """The articles that fit `query` themselves, or have a note that does; all of a quote's words are its article's.

    Those that are removed are among them: whoever lists articles knows which they are, and looking takes time.
    """
    if query.problem:
        return set()
    where, values = condition(query.of(*(query.kinds or ("article", "note"))), removed_too=True)
    source = OF_ENTRIES if query.tags or query.shelves else "entries"
    if query.match:
        source = f"words CROSS JOIN {source}"
        where = f"words MATCH ? AND entries.row = words.rowid AND {where}"
        values = [query.match, *values]
    return {
        article for (article,) in db.execute(f"SELECT DISTINCT entries.article FROM {source} WHERE {where}", values)
    }


# ---------------------------------------------------------------------- lists


LISTED = (
    "SELECT id, title, source, day, sha256, by, published, added, opened, shelf = 'archived', notes, tags, caret,"
    " length FROM articles"
)


def list_articles(db: sqlite3.Connection, limit: int = -1) -> list[Listed]:
    """All articles but removed ones, the one opened last first; at most `limit`."""
    rows = db.execute(f"{LISTED} WHERE shelf <> 'removed' ORDER BY opened DESC, id LIMIT ?", (limit,))
    return [make_listed(*row) for row in rows]


def list_removed_articles(db: sqlite3.Connection) -> list[Listed]:
    return [make_listed(*row) for row in db.execute(f"{LISTED} WHERE shelf = 'removed' ORDER BY opened DESC, id")]


def make_listed(
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


def list_notes(db: sqlite3.Connection, query: Query, limit: int) -> tuple[list[Hit], int]:
    """The notes that fit `query`, those changed last first, at most `limit`; and how many fit.

    What fits is not set apart in their words: a list of thousands would take seconds.
    """
    if query.problem or (query.kinds and "note" not in query.kinds):
        return [], 0
    asked = query.of("note")
    where, values = condition(asked, removed_too=True)
    joined = OF_ENTRIES if query.tags or query.shelves else "entries"
    if asked.match:
        joined = f"words CROSS JOIN {joined}"
        where = f"words MATCH ? AND entries.row = words.rowid AND {where}"
        values = [asked.match, *values]
    (count,) = db.execute(f"SELECT count(*) FROM {joined} WHERE {where}", values).fetchone()
    last = f"SELECT entries.row FROM {joined} WHERE {where} ORDER BY at DESC, entries.row LIMIT ?"
    found = db.execute(
        f"SELECT entries.id, state, entries.tags, start, stop, substr(text, 1, ?), substr(about, 1, ?), {ORIGIN}"
        f" FROM ({last}) AS last JOIN entries ON entries.row = last.row LEFT JOIN articles ON articles.id ="
        " entries.article JOIN words ON words.rowid = entries.row ORDER BY at DESC, entries.row",
        (2 * ROOM, 2 * ROOM, *values, limit),
    )
    return [note_hit(*row) for row in found], int(count)


def note_hit(
    own: str, state: str, tags: str, start: int | None, stop: int | None, text: str, about: str, *origin: str
) -> Hit:
    """A note with as much of its words as a list shows."""
    span = Span(start, stop) if start is not None and stop is not None else None
    pieces, passage = (on_one_line([(join_cjk(words)[:ROOM], False)]) for words in (text, about))
    return Hit("note", Origin(*origin), pieces, span, own, passage, tuple(tags.split()), state)


def tag_counts(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """The tags in use with the number of notes that carry each or one nested in it, in the order of their names."""
    counts: Counter[str] = Counter()
    tagged = "SELECT tags, count(*) FROM entries WHERE kind = 'note' AND tags <> '' GROUP BY tags"
    for tags, count in db.execute(tagged):
        for name in with_parent_tags(tags.split()):
            counts[name] += count
    return sorted(counts.items(), key=lambda pair: pair[0].split("/"))


def with_parent_tags(tags: Iterable[str]) -> set[str]:
    """The tags and those that they are nested in."""
    found: set[str] = set()
    for tag in tags:
        parts = tag.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return found
