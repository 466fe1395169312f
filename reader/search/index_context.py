"""The speakers and names around a passage, from the index.

The quotes and names of an article are rows of the index. Notes and quotes can be found by the names in them, so these
rows are read whenever a note or the analysis changes.
"""

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from reader.text.scripts import split_cjk
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """The quotes and names of one article."""

    voices: list[tuple[Span, str]]
    """Each quote, with all names of its speaker; "" if unknown."""
    mentions: list[tuple[int, int, str]]
    """Start, end and all names of each mention, in text order."""
    called: dict[int, str]
    """All names of an entity, by its row."""

    @classmethod
    def of(cls, db: sqlite3.Connection, article: str) -> "ArticleContext":
        called: dict[int, list[str]] = {}
        mentions = []
        for row, name, spans in db.execute("SELECT row, name, mentions FROM names WHERE article = ?", (article,)):
            called[row] = [name]
            mentions += [(span.start, span.end, row) for span in decode_spans(spans)]
        for row, spelling in db.execute(
            "SELECT spellings.name, spelling FROM names JOIN spellings ON spellings.name = names.row"
            " WHERE article = ? ORDER BY spelling",
            (article,),
        ):
            called[row].append(spelling)
        words = {row: " ".join(dict.fromkeys(names)) for row, names in called.items()}
        quoted = "SELECT start, stop, speaker, name FROM entries WHERE article = ? AND kind = 'quote' ORDER BY start"
        found = db.execute(quoted, (article,))
        voices = [(Span(start, stop), words.get(name, speaker)) for start, stop, speaker, name in found]
        return cls(voices, sorted((start, stop, words[row]) for start, stop, row in mentions), words)

    def at(self, span: Span) -> tuple[str, str]:
        """Return the names of those who speak in a passage, and of those who are mentioned in it."""
        spoken = (names for quote, names in self.voices if quote.overlaps(span))
        first, last = (bisect_left(self.mentions, (offset, 0, "")) for offset in (span.start, span.end))
        named = (names for _, stop, names in self.mentions[first:last] if stop <= span.end)
        return join_names(spoken), join_names(named)


def join_names(names: Iterable[str]) -> str:
    """Return the distinct names, one a line."""
    return "\n".join(dict.fromkeys(filter(None, names)))


def decode_spans(places: str) -> list[Span]:
    return [Span(int(start), int(stop)) for start, stop in json.loads(places)]


def encode_spans(spans: Iterable[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans], separators=(",", ":"))


def forget_findings(db: sqlite3.Connection, article: str) -> None:
    """Delete the quotes and names of an article, and update its notes."""
    if delete_findings(db, article):
        renew_contexts(db, [article])


def delete_findings(db: sqlite3.Connection, article: str) -> bool:
    """Delete an article's quotes and names; return whether it had names. The caller must renew contexts."""
    for (row,) in db.execute("SELECT row FROM entries WHERE article = ? AND kind = 'quote'", (article,)).fetchall():
        db.execute("DELETE FROM words WHERE rowid = ?", (row,))
    db.execute("DELETE FROM entries WHERE article = ? AND kind = 'quote'", (article,))
    db.execute("DELETE FROM spellings WHERE name IN (SELECT row FROM names WHERE article = ?)", (article,))
    db.execute("UPDATE articles SET studied = '' WHERE id = ?", (article,))
    return db.execute("DELETE FROM names WHERE article = ?", (article,)).rowcount > 0


def renew_contexts(db: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Update the names and speakers of articles as a whole and of their notes, in the order of their rows."""
    changed: list[tuple[int, str, str]] = []
    for article in articles:
        around = ArticleContext.of(db, article)
        everybody = join_names(names for _, names in around.voices), join_names(names for *_, names in around.mentions)
        for kind, row, start, stop, *known in db.execute(
            "SELECT kind, row, start, stop, words.speaker, names FROM entries JOIN words ON words.rowid = row"
            " WHERE article = ? AND kind <> 'quote'",
            (article,),
        ):
            names = everybody if kind == "article" else around.at(Span(start, stop)) if start is not None else ("", "")
            speaker, named = map(split_cjk, names)
            if known != [speaker, named]:
                changed.append((row, speaker, named))
    db.executemany("UPDATE words SET speaker = ?2, names = ?3 WHERE rowid = ?1", sorted(changed))
