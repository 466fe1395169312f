"""Which entries of which articles are picked for a collection."""

import sqlite3

from reader.search.picks import picks_of_articles


def test_whole_articles_are_picked_with_all_their_notes_and_no_others() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE entries (id, article, kind)")
    entries = [("n1", "a", "note"), ("n2", "b", "note"), ("n3", "a", "note"), ("q1", "a", "quote"), ("n4", "c", "note")]
    db.executemany("INSERT INTO entries VALUES (?, ?, ?)", entries)
    picks = picks_of_articles(db, ["a", "d"])
    assert {article: picked.notes for article, picked in picks.items()} == {"a": {"n1", "n3"}, "d": set()}
    db.close()
