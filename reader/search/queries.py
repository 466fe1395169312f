"""Queries of the index: hits, the list of articles, notes, tags.

Functions of an open index (`SearchIndex.reading`). Their cost grows with the number of results, not with the library,
except for the list of articles, which is one pass over short rows.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, filterfalse, groupby, islice
from typing import Any, cast, get_args

from reader.anchoring import Placement, State, describe, place
from reader.annotations.dossiers import dossier_key
from reader.annotations.off_record import RESTRICTING
from reader.document.article import Article
from reader.search import Hit, Listed, ListedDossier, Origin
from reader.search.index import select_many
from reader.search.query import KINDS, Condition, Query, is_indexed
from reader.search.snippets import BEGIN, END, Marked, on_one_line
from reader.session.state import check_from
from reader.text.scripts import join_cjk
from reader.text.span import Span

ROOM = 240  # characters of a snippet: three lines of a narrow terminal
EXCERPT = 1500  # characters of a text that a preview may show

RANK = "bm25(words, 6.0, 1.0, 2.0, 3.0, 2.0, 0.0)"
"""A title counts most, then tags, then the speaker and the passage of a note; names found in a text count nothing
beside its words."""

AUTHOR = (
    "CASE WHEN (SELECT min(author) FROM entries WHERE kind = 'note') <>"
    " (SELECT max(author) FROM entries WHERE kind = 'note') THEN entries.author ELSE '' END"
)
"""The author of an entry if the notes of the library are by several; the index answers that at once."""

ORIGIN = (
    "coalesce(articles.id, entries.article), coalesce(articles.title, ''), coalesce(articles.source, ''),"
    " coalesce(articles.day, ''), coalesce(articles.sha256, '')"
)
"""Columns of the article of an entry; a note may be on an article that the library does not have."""

OF_ENTRIES = "entries LEFT JOIN articles ON articles.id = entries.article"

HAS_TAG = "' ' || CASE entries.kind WHEN 'article' THEN coalesce(articles.tags, '') ELSE entries.tags END || ' ' GLOB ?"
"""The condition that a note has a tag, or an article has such a note; a tag has nothing that is special in GLOB."""

NOTE_STATE = (
    "(CASE entries.kind WHEN 'article' THEN EXISTS (SELECT 1 FROM entries AS own WHERE own.article = entries.article"
    " AND own.kind = 'note' AND instr(own.state, ?)) ELSE instr(entries.state, ?) > 0 END)"
)
"""The condition that a note has a state, or an article has such a note."""

DAY = "CASE entries.kind WHEN 'note' THEN substr(entries.at, 1, 10) ELSE coalesce(articles.day, '') END"
"""The day of an entry: when a note was changed last, when an article was published or else first opened."""

WITHOUT_ARTICLE = ("", "speaker", "entity", "dossier", "in")  # fields that are answered without the article of an entry


def find_hits(db: sqlite3.Connection, query: Query, limit: int) -> list[Hit]:
    """Return the hits, the best first, at most `limit`; none for an empty or invalid query."""
    return load_hits(db, query, rank_rows(db, query, limit))


def rank_rows(db: sqlite3.Connection, query: Query, limit: int) -> list[int]:
    """Return the rows of the matching entries, best first; `load_hits` reads their texts, which takes longer."""
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
    # join only the best until enough match: a common word is in tens of thousands of entries
    return list(islice((row for (row,) in best if db.execute(fits, (row, *values)).fetchone()), limit))


def load_hits(db: sqlite3.Connection, query: Query, rows: Sequence[int]) -> list[Hit]:
    """Return the entries in `rows` with the matches of `query`; those deleted meanwhile are left out."""
    found = highlighted(db, rows, query.match)
    return [one for row in rows if row in found and (one := load_hit(db, row, *found[row])) is not None]


def condition(query: Query, *, removed_too: bool = False) -> tuple[str, list[str]]:
    """Return the SQL condition on an entry apart from what `query.match` says, and its values."""
    kinds = sorted(query.result_kinds)
    parts, values = [f"entries.kind IN ({', '.join('?' * len(kinds))})"], list[str](kinds)
    for clause in filterfalse(is_indexed, query.clauses):
        tests = []
        for each in clause:
            test, some = condition_test(each)
            tests.append(f"NOT {test}" if each.negated else test)
            values += some
        parts.append(f"({' OR '.join(tests)})")
    if not removed_too and not any(each.is_shelf and not each.negated for each in query.conditions):
        parts.append("(entries.kind = 'note' OR shelf <> 'removed')")
    return " AND ".join(parts), values


def condition_test(asked: Condition) -> tuple[str, list[str]]:
    """Return an SQL test of an entry, which is never NULL, and its values, for a condition as if it was not negated."""
    text = asked.term.text
    match asked.field:
        case "tag":
            patterns = [f"* {text}*"] if asked.term.begun else [f"* {text} *", f"* {text}/*"]
            return f"({' OR '.join([HAS_TAG] * len(patterns))})", patterns
        case "state" if asked.is_shelf:
            return "(coalesce(shelf, '') = ?)", [text]
        case "state":
            return NOTE_STATE, [text, text]
        case "in":
            return "(entries.kind = ?)", [KINDS[text]]
        case "folder":
            return "(instr(coalesce(articles.source, ''), ?) = 1)", [folder_prefix(text)]
        case "author" | "source":
            column = "by" if asked.field == "author" else "source"
            return f"(entries.article IN (SELECT id FROM articles WHERE instr(plain({column}), plain(?))))", [text]
        case "dossier":
            fits = "instr(dossier, ?) = 1" if asked.term.begun else "dossier = ?"
            return f"(entries.article IN (SELECT article FROM members WHERE {fits}))", [text]
        case "after":
            return f"({DAY} >= substr(?, 1, length({DAY})) AND {DAY} <> '')", [text]
        case "before":
            return f"({DAY} < ? AND {DAY} <> '')", [text]
    return "(entries.row IN (SELECT rowid FROM words WHERE words MATCH ?))", [asked.match]


def limited(where: str, limits: Iterable[Condition]) -> tuple[str, list[str]]:
    """Return an SQL condition on an entry that must also be within some limits, and its values."""
    tests = [condition_test(each) for each in limits]
    return " AND ".join([where, *(test for test, _ in tests)]), [value for _, some in tests for value in some]


def matching_entries(query: Query, *, removed_too: bool = False) -> tuple[str, list[str]]:
    """Return what follows FROM in a statement about all entries that match a query, and its values."""
    where, values = condition(query, removed_too=removed_too)
    with_article = "shelf" in where or any(each.field not in WITHOUT_ARTICLE for each in query.conditions)
    source = OF_ENTRIES if with_article else "entries"
    if not query.match:
        return f"{source} WHERE {where}", values
    matched = f"words MATCH ? AND entries.row = words.rowid AND {where}"
    return f"words CROSS JOIN {source} WHERE {matched}", [query.match, *values]


def folder_prefix(folder: str) -> str:
    return f"{folder.rstrip('/')}/"


def is_in(source: str, folders: Iterable[str]) -> bool:
    """Return whether a file is in all of these folders, or below them."""
    return all(source.startswith(folder_prefix(folder)) for folder in folders)


def load_hit(db: sqlite3.Connection, row: int, text: Marked, about: Marked) -> Hit | None:
    """Return the entry in `row` with the matches in its text and in the text that it is about; None if it is gone."""
    entry = db.execute(
        f"SELECT entries.kind, entries.id, state, entries.tags, start, stop, speaker, uncertain, certainty, indirect,"
        f" {AUTHOR}, {ORIGIN} FROM {OF_ENTRIES} WHERE entries.row = ?",
        (row,),
    ).fetchone()
    if entry is None:
        return None
    kind, own, state, tags, start, stop, speaker, uncertain, certainty, indirect, author, *origin = entry
    best = text.best(ROOM)
    span = Span(start, stop) if start is not None else None
    if kind == "article" and best is not None:
        span = text.places[best]
    note, passage = (own, about.pieces(ROOM, about.best(ROOM))) if kind == "note" else ("", ())
    about_note = note, passage, tuple(tags.split()), state
    said = speaker, bool(uncertain), certainty, bool(indirect)
    return Hit(kind, Origin(*origin), text.pieces(ROOM, best), span, *about_note, *said, author)


def highlighted(db: sqlite3.Connection, rows: Sequence[int], match: str) -> dict[int, tuple[Marked, Marked]]:
    """Return the text of each entry, and the text that it is about, with the matches in them.

    One statement for all rows, since FTS5 expands a prefix again for each. The plus sign keeps SQLite from looking up
    one row after the other.
    """
    if match:
        found = db.execute(
            "SELECT rowid, highlight(words, 1, ?1, ?2), highlight(words, 2, ?1, ?2) FROM words WHERE words MATCH ?3"
            " AND +rowid IN (SELECT value FROM json_each(?4))",
            (BEGIN, END, match, json.dumps(list(rows))),
        ).fetchall()
    else:
        found = select_many(db, "SELECT rowid, text, about FROM words WHERE rowid IN ({})", list(rows))
    return {row: (Marked.of(text), Marked.of(about)) for row, text, about in found}


def fitting_articles(db: sqlite3.Connection, query: Query) -> set[str]:
    """Return the ids of articles that match, or have a note that does; the words of quotes are those of their article.

    Removed articles are included: the caller has the list of articles, and excluding them takes time.
    """
    if query.problem:
        return set()
    matching, values = matching_entries(query.of(*(query.kinds or ("article", "note"))), removed_too=True)
    return {article for (article,) in db.execute(f"SELECT DISTINCT entries.article FROM {matching}", values)}


LISTED = (
    "SELECT id, title, source, day, sha256, by, published, added, opened, shelf = 'archived', notes, tags, caret,"
    " length, note, minutes, checked FROM articles WHERE (shelf = 'removed') = ?"
)
"""The columns that `make_listed` takes."""


def list_articles(db: sqlite3.Connection, limit: int = -1, *, removed: bool = False) -> list[Listed]:
    """Return all articles but removed ones, or only these, the one opened last first; at most `limit` (-1: all)."""
    rows = db.execute(f"{LISTED} ORDER BY opened DESC, id LIMIT ?", (removed, limit))
    return list(map(make_listed, rows))


def articles_in(db: sqlite3.Connection, dossier: str) -> list[Listed]:
    """Return the articles in a dossier, by date; `dossier` is its name."""
    within = "id IN (SELECT article FROM members WHERE dossier = ?)"
    return list(map(make_listed, db.execute(f"{LISTED} AND {within} ORDER BY day, id", (False, dossier_key(dossier)))))


def make_listed(row: Sequence[Any]) -> Listed:
    *origin, by, published, added, opened, archived, notes, tags, caret, length, note, minutes, checked = row
    progress = None if caret is None or not length else min(100, round(100 * caret / length))
    own, last = tuple(tags.split()), check_from(json.loads(checked or "null"))
    about = by, published, added, opened, bool(archived), notes, own
    return Listed(Origin(*origin), *about, progress, note, minutes, last)


def list_notes(db: sqlite3.Connection, query: Query, limit: int) -> tuple[list[Hit], int]:
    """Return the notes that match, the one changed last first, at most `limit`; and the number of all that match.

    Matches are not marked in their texts: in a list of thousands that would take seconds.
    """
    if query.problem or (query.kinds and "note" not in query.kinds):
        return [], 0
    matching, values = matching_entries(query.of("note"), removed_too=True)
    (count,) = db.execute(f"SELECT count(*) FROM {matching}", values).fetchone()
    last = f"SELECT entries.row FROM {matching} ORDER BY at DESC, entries.row LIMIT ?"
    found = db.execute(
        f"SELECT entries.id, state, entries.tags, start, stop, {AUTHOR}, substr(text, 1, ?), substr(about, 1, ?),"
        f" {ORIGIN} FROM ({last}) AS last JOIN entries ON entries.row = last.row LEFT JOIN articles"
        " ON articles.id = entries.article JOIN words ON words.rowid = entries.row ORDER BY at DESC, entries.row",
        (2 * ROOM, 2 * ROOM, *values, limit),
    )
    return list(map(note_hit, found)), int(count)


def note_hit(row: Sequence[Any]) -> Hit:
    """Return a note from a row of `list_notes`, with as much of its text and passage as a list shows."""
    own, state, tags, start, stop, author, text, about, *origin = row
    span = None if start is None else Span(start, stop)
    pieces, passage = (on_one_line([(join_cjk(words)[:ROOM], False)]) for words in (text, about))
    return Hit("note", Origin(*origin), pieces, span, own, passage, tuple(tags.split()), state, author=author)


NotedArticle = tuple[Origin, Mapping[str, Placement | None]]
"""An article, and the place of each note that matches, by its id; the notes themselves are in the library."""


def noted_articles(
    db: sqlite3.Connection, limits: Sequence[Condition], most: int | None = None
) -> tuple[bool, list[NotedArticle]]:
    """Return whether the library's notes are by several, and those that meet some conditions by article, the one opened
    last first, removed ones, too. Articles after those that have `most` notes together are left out.
    """
    (several,) = db.execute("SELECT min(author) <> max(author) FROM entries WHERE kind = 'note'").fetchone()
    where, values = limited("entries.kind = 'note'", limits)
    rows = db.execute(
        f"SELECT {ORIGIN}, entries.id, entries.state, start, stop FROM {OF_ENTRIES}"
        f" WHERE {where} ORDER BY articles.opened DESC, entries.article DESC",
        values,
    )
    found: list[NotedArticle] = []
    for about, some in groupby(rows, key=lambda row: row[:5]):
        if most is not None and sum(len(notes) for _, notes in found) >= most:
            break
        notes = {own: placement_of(state, start, stop) for *_, own, state, start, stop in some}
        found.append((Origin(*about), notes))
    return bool(several), found


def placement_of(state: str, start: int | None, stop: int | None) -> Placement | None:
    """Return the placement of a note by its state in the index; None for a note on the article as a whole."""
    word = state.partition(" ")[0]
    span = None if start is None or stop is None else Span(start, stop)
    return Placement(span, cast(State, word)) if word in get_args(State) else None


def restricting_notes(db: sqlite3.Connection) -> list[str]:
    """Return the ids of the notes that may keep a passage in: by a tag, or by one of several texts in a conflict."""
    tagged = " OR ".join(["instr(lower(tags), ?)"] * len(RESTRICTING))
    kept = f"SELECT id FROM entries WHERE kind = 'note' AND (instr(state, 'conflict') OR {tagged})"
    return [own for (own,) in db.execute(kept, RESTRICTING)]


def articles_within(db: sqlite3.Connection, limits: Sequence[Condition]) -> set[str] | None:
    """Return the ids of the articles within some limits; None if there are no limits."""
    if not limits:
        return None
    where, values = limited("entries.kind = 'article'", limits)
    return {article for (article,) in db.execute(f"SELECT entries.article FROM {OF_ENTRIES} WHERE {where}", values)}


def drafts_in(db: sqlite3.Connection, limits: Iterable[Condition]) -> set[str]:
    """Return the ids of the articles that are drafts in the dossiers of some limits."""
    names = [each.term.text for each in limits if each.field == "dossier"]
    drafts = "SELECT article FROM members WHERE role = 'draft' AND dossier IN ({})"
    return {article for (article,) in select_many(db, drafts, names)}


def articles_beside(db: sqlite3.Connection, article: str) -> set[str]:
    own = "SELECT dossier FROM members WHERE article = ?"
    return {other for (other,) in db.execute(f"SELECT article FROM members WHERE dossier IN ({own})", (article,))}


def list_dossiers(db: sqlite3.Connection) -> list[ListedDossier]:
    """Return the dossiers that have texts, the one opened last first."""
    written = "members JOIN articles ON articles.id = members.article WHERE shelf <> 'removed' GROUP BY dossier"
    notes = {key: note for key, _, note in db.execute(f"SELECT dossier, max(noted), note FROM {written}")}
    rows = db.execute(
        "SELECT dossier, min(name), count(*), sum(caret IS NULL), max(opened),"
        " avg(100 * min(coalesce(caret, 0), length) / max(length, 1))"
        f" FROM {written} ORDER BY max(opened) DESC, dossier"
    )
    return [
        ListedDossier(name, texts, unread, opened, notes[key], round(progress))
        for key, name, texts, unread, opened, progress in rows.fetchall()
    ]


def text_from(db: sqlite3.Connection, article: str, offset: int | None = None) -> tuple[int, str]:
    """Return where the paragraph with an offset begins, or else where the article was left, and the text from there."""
    found = "SELECT text, coalesce(?, caret, 0) FROM articles JOIN words ON words.rowid = articles.row WHERE id = ?"
    text, at = db.execute(found, (offset, article)).fetchone() or ("", 0)
    text = join_cjk(text)
    begin = text.rfind("\n", 0, at) + 1
    return begin, text[begin:]


def dossier_names(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT min(name) FROM members GROUP BY dossier ORDER BY dossier")]


def tag_counts(db: sqlite3.Connection, limits: Sequence[Condition] = ()) -> list[tuple[str, int]]:
    """Return the tags in use by name, each with how many notes (on articles within `limits`) have it or a sub-tag."""
    counts: Counter[str] = Counter()
    source = OF_ENTRIES if limits else "entries"
    where, values = limited("kind = 'note' AND entries.tags <> ''", limits)
    tagged = f"SELECT entries.tags, count(*) FROM {source} WHERE {where} GROUP BY entries.tags"
    for tags, count in db.execute(tagged, values):
        nested = {name for tag in tags.split() for name in accumulate(tag.split("/"), "{}/{}".format)}
        counts.update(dict.fromkeys(nested, count))
    return sorted(counts.items(), key=lambda pair: pair[0].split("/"))


def has_other_quotes(db: sqlite3.Connection, article: str) -> bool:
    """Return whether the index has quotes of articles but this one."""
    others = "SELECT 1 FROM articles CROSS JOIN entries ON entries.article = articles.id"  # never those of this article
    asked = f"SELECT EXISTS ({others} WHERE articles.id <> ? AND entries.kind = 'quote')"
    return bool(db.execute(asked, (article,)).fetchone()[0])


def locate_span(article: Article, span: Span, sha256: str, kept: str | None) -> Span | None:
    """Return where `span` of the text with this sha256 (`kept`, if known) is in `article`; None if it is gone."""
    if article.sha256 == sha256:
        return span
    if kept is None or span.end > len(kept):
        return None
    (found,) = place([describe(kept, span)], article.text, kept)
    return found.span or found.guess
