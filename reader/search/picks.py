"""The notes and quotes that an export of several articles has: those that match a query, or hits picked by hand."""

import sqlite3
from collections.abc import Iterable

from reader.export.collection import PickedEntries, Picks
from reader.search import Kind
from reader.search.people import Saying
from reader.search.queries import matching_entries
from reader.search.query import Query
from reader.text.span import Span


def find_picks(db: sqlite3.Connection, query: Query) -> Picks:
    """Return every note and quote that matches; of articles asked for with `in:articles`, all notes."""
    if query.problem or not query.clauses:
        return {}
    kinds = query.kinds or ("note", "quote")
    matching, values = matching_entries(query.of(*kinds))
    found = db.execute(f"SELECT entries.article, entries.kind, entries.id, start, stop FROM {matching}", values)
    picks = make_picks((*entry, None if start is None else Span(start, stop)) for *entry, start, stop in found)
    if "article" in kinds:
        add_notes_of(db, picks)
    return picks


def make_picks(found: Iterable[tuple[str, Kind, str, Span | None]]) -> dict[str, PickedEntries]:
    """Return picks from the article, kind, id and place of entries; of articles as a whole, nothing is picked yet."""
    picks: dict[str, PickedEntries] = {}
    for article, kind, own, span in found:
        picked = picks.setdefault(article, PickedEntries())
        if kind == "note":
            picked.notes.add(own)
        elif kind == "quote" and span:
            picked.quotes.add(span)
    return picks


def add_notes_of(db: sqlite3.Connection, picks: dict[str, PickedEntries]) -> None:
    for own, article in db.execute("SELECT id, article FROM entries WHERE kind = 'note'"):
        if article in picks:
            picks[article].notes.add(own)


def picks_of_articles(db: sqlite3.Connection, articles: Iterable[str]) -> Picks:
    picks = {article: PickedEntries() for article in articles}
    add_notes_of(db, picks)
    return picks


def picks_of_saying(saying: Saying) -> Picks:
    return {saying.origin.id: PickedEntries({note.id for note in saying.notes}, {saying.span})}


def merge_picks(several: Iterable[Picks]) -> Picks:
    merged: dict[str, PickedEntries] = {}
    for picks in several:
        for article, picked in picks.items():
            into = merged.setdefault(article, PickedEntries())
            into.notes.update(picked.notes)
            into.quotes.update(picked.quotes)
    return merged
