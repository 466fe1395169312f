"""The notes and quotes that an export of several articles has: those that match a query, or hits picked by hand."""

import sqlite3
from collections.abc import Iterable

from reader.export.collection import PickedEntries, Picks
from reader.search import Hit
from reader.search.people import Saying
from reader.search.queries import matching_entries
from reader.search.query import Query
from reader.text.span import Span


def find_picks(db: sqlite3.Connection, query: Query) -> Picks:
    """Return every note and quote that matches; of articles asked for with `in:articles`, all notes."""
    if query.problem or not query.clauses:
        return {}
    kinds = query.kinds or ("note", "quote")
    picks = select_picks(db, query.of(*kinds))
    if "article" in kinds:
        add_notes_of(db, picks)
    return picks


def select_picks(db: sqlite3.Connection, query: Query) -> dict[str, PickedEntries]:
    """Return the matching notes and quotes, with an entry for each matching article."""
    matching, values = matching_entries(query)
    picks: dict[str, PickedEntries] = {}
    for kind, own, article, start, stop in db.execute(
        f"SELECT entries.kind, entries.id, entries.article, start, stop FROM {matching}", values
    ):
        picked = picks.setdefault(article, PickedEntries())
        if kind == "note":
            picked.notes.add(own)
        elif kind == "quote":
            picked.quotes.add(Span(start, stop))
    return picks


def add_notes_of(db: sqlite3.Connection, picks: dict[str, PickedEntries]) -> None:
    """Add all notes of the articles in `picks`."""
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
    """Return everything that is in any of several picks."""
    merged: dict[str, PickedEntries] = {}
    for picks in several:
        for article, picked in picks.items():
            into = merged.setdefault(article, PickedEntries())
            into.notes.update(picked.notes)
            into.quotes.update(picked.quotes)
    return merged


def picks_of_hits(hits: Iterable[Hit]) -> Picks:
    picks: dict[str, PickedEntries] = {}
    for hit in hits:
        picked = picks.setdefault(hit.origin.id, PickedEntries())
        if hit.kind == "note":
            picked.notes.add(hit.note)
        elif hit.kind == "quote" and hit.span:
            picked.quotes.add(hit.span)
    return picks
