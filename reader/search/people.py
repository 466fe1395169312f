"""All that one person said, everywhere a name occurs: over all articles that have been studied.

Who is one with whom is decided in `reader.analysis.identity`; here it is asked of the index. A name that several
people have who are not known to be one gives several *figures*, each with its own words: they are shown apart, never
added up."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reader.analysis import Analysis, EntityKind
from reader.analysis.identity import connected_entities, identity_keys
from reader.analysis.queries import fold_name
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.search import Origin
from reader.search.cjk import join_cjk
from reader.search.index_context import decode_spans
from reader.search.queries import OF_ENTRIES, ORIGIN, placeholders
from reader.search.snippets import on_one_line, plain
from reader.text.span import Span

AROUND = 60
"""Characters shown on either side of a mention: what fits on a line of a wide terminal."""

OFFERED = 3
"""Names that are offered for one that nobody has."""

AT_ONCE = 500
"""Values in one question: SQLite takes no more than 999 in its older versions."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody or something, in all articles that call it so."""

    name: str
    """What most articles call it."""
    kind: str
    rows: tuple[int, ...]
    """Of the table of names."""
    articles: int
    quotes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a quote."""

    id: str
    text: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A quote with the article that it is in."""

    origin: Origin
    span: Span
    words: str
    speaker: str
    """What the article calls them; empty if nobody is known."""
    uncertain: bool
    indirect: bool
    paragraph: int
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a name stands, with the line around it."""

    origin: Origin
    span: Span
    before: str
    words: str
    after: str


# ---------------------------------------------------------------------- who


def find_figures(db: sqlite3.Connection, name: str) -> list[Figure]:
    """Everybody and everything that `name` may mean, the one with most quotes and mentions first.

    If it is a full name of somebody, those who are only called so in passing are not meant.
    """
    asked = [fold_name(name), *sorted(identity_keys(name, (), "person") | identity_keys(name, (), "other"))]
    spelled = list(select_many(db, "SELECT name, key FROM spellings WHERE spelling IN ({}) ORDER BY name", asked))
    rows = [row for row, key in spelled if key] or [row for row, _ in spelled]
    found: list[Figure] = []
    met: set[int] = set()
    for row in rows:
        if row not in met:
            one = load_figure(db, [row])
            met.update(one.rows)
            found.append(one)
    return sorted(found, key=lambda one: (-one.quotes, -one.mentions, one.name))


def figure_in(db: sqlite3.Connection, article: str, name: str, aliases: Iterable[str], kind: EntityKind) -> Figure:
    """Who an article calls `name`, wherever else they are; without rows where nobody has been studied yet."""
    own = db.execute("SELECT row FROM names WHERE article = ? AND name = ?", (article, name)).fetchall()
    rows = dict.fromkeys(row for (row,) in own)
    for row in connected_entities(identity_keys(name, aliases, kind), lambda key: names_with_key(db, key, kind)):
        rows.setdefault(row)
    return load_figure(db, list(rows)) if rows else Figure(name, kind, (), 0, 0, 0)


def load_figure(db: sqlite3.Connection, rows: Sequence[int]) -> Figure:
    """The names in `rows`, of one article each, with all that are one with them."""
    (kind,) = db.execute("SELECT kind FROM names WHERE row = ?", (rows[0],)).fetchone()
    keys = [key for row in rows for key in own_keys(db, row)]
    whole = dict.fromkeys([*rows, *connected_entities(keys, lambda key: names_with_key(db, key, kind))])
    called: Counter[str] = Counter()
    articles: set[str] = set()
    mentions = quotes = 0
    for name, article, places in select_many(
        db, "SELECT name, article, mentions FROM names WHERE row IN ({})", list(whole)
    ):
        called[name] += 1
        articles.add(article)
        mentions += len(decode_spans(places))
    for (count,) in select_many(
        db, "SELECT count(*) FROM entries WHERE kind = 'quote' AND NOT indirect AND name IN ({})", list(whole)
    ):
        quotes += count
    shown = min(called, key=lambda name: (-called[name], -len(name), name))
    return Figure(shown, kind, tuple(whole), len(articles), quotes, mentions)


def own_keys(db: sqlite3.Connection, row: int) -> list[str]:
    found = db.execute("SELECT spelling FROM spellings WHERE name = ? AND key ORDER BY spelling", (row,))
    return [key for (key,) in found.fetchall()]


def names_with_key(db: sqlite3.Connection, key: str, kind: str) -> Iterator[tuple[int, list[str]]]:
    """The names of one kind that have a key, each with all of its keys."""
    found = db.execute(
        "SELECT row, other.spelling FROM spellings AS own JOIN names ON row = own.name"
        " JOIN spellings AS other ON other.name = row AND other.key"
        " WHERE own.spelling = ? AND own.key AND kind = ? ORDER BY row, other.spelling",
        (key, kind),
    )
    for row, other in found.fetchall():
        yield row, [other]


def select_many(db: sqlite3.Connection, question: str, values: Sequence[object]) -> Iterator[Any]:
    """The rows that answer a question about many values, `{}` standing for them."""
    for at in range(0, len(values), AT_ONCE):
        some = values[at : at + AT_ONCE]
        yield from db.execute(question.replace("{}", placeholders(some)), some).fetchall()


# ---------------------------------------------------------------------- what


def find_sayings(db: sqlite3.Connection, who: Figure | None, *, indirect: bool = False) -> list[Saying]:
    """All quotes of somebody, or of everybody, by the day of their article, with your notes on them."""
    question = (
        f"SELECT start, stop, text, entries.speaker, uncertain, indirect, paragraph, {ORIGIN}"
        f" FROM {OF_ENTRIES} JOIN words ON words.rowid = entries.row"
        f" WHERE entries.kind = 'quote' AND shelf <> 'removed'"
    )
    question += "" if indirect else " AND NOT indirect"
    rows = (
        list(db.execute(question)) if who is None else list(select_many(db, f"{question} AND name IN ({{}})", who.rows))
    )
    remarks = Remarks(db)
    found = []
    for start, stop, text, speaker, uncertain, told, paragraph, *about in rows:
        origin, span = Origin(*about), Span(start, stop)
        notes = remarks.on(origin.id, span)
        words = plain(on_one_line([(join_cjk(text), False)]))
        found.append(Saying(origin, span, words, speaker, bool(uncertain), bool(told), paragraph, notes))
    return sorted(found, key=lambda saying: place_in_time(saying.origin, saying.span))


def find_mentions(db: sqlite3.Connection, who: Figure, *, limit: int = -1) -> list[Mention]:
    """Every place where somebody or something is named, by the day of the article; at most `limit`."""
    origins = {
        own: (Origin(own, title, source, day, sha256), row)
        for own, title, source, day, sha256, row in db.execute(
            "SELECT id, title, source, day, sha256, row FROM articles WHERE shelf <> 'removed'"
        )
    }
    places: dict[str, list[Span]] = {}
    for article, spans in select_many(db, "SELECT article, mentions FROM names WHERE row IN ({})", who.rows):
        if article in origins:
            places.setdefault(article, []).extend(Span(start, stop) for start, stop in decode_spans(spans))
    found: list[Mention] = []
    for article in sorted(places, key=lambda own: place_in_time(origins[own][0], Span(0, 0))):
        origin, row = origins[article]
        (text,) = db.execute("SELECT text FROM words WHERE rowid = ?", (row,)).fetchone()
        text = join_cjk(text)
        found += [make_mention(origin, text, span) for span in sorted(set(places[article]))]
        if 0 <= limit <= len(found):
            return found[:limit]
    return found


def place_in_time(origin: Origin, span: Span) -> tuple[str, str, str, int]:
    return origin.day, origin.title, origin.id, span.start


def make_mention(origin: Origin, text: str, span: Span) -> Mention:
    """The place `span` with what stands around it in its paragraph."""
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - AROUND)
    newline = text.find("\n", span.end)
    last = min(len(text) if newline < 0 else newline, span.end + AROUND)
    before, after = " ".join(text[first : span.start].split()), " ".join(text[span.end : last].split())
    before = f"… {before.partition(' ')[2]}" if first and text[first - 1] != "\n" else before
    after = f"{after.rpartition(' ')[0]} …" if last < len(text) and text[last] != "\n" else after
    spaced = (text[span.start - 1 : span.start].isspace(), text[span.end : span.end + 1].isspace())
    return Mention(
        origin,
        span,
        before + " " * (spaced[0] and bool(before)),
        " ".join(span.of(text).split()),
        " " * (spaced[1] and bool(after)) + after,
    )


class Remarks:
    """The notes on the quotes of many articles, each article's asked for once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, list[tuple[Span, Remark]]] = {}

    def on(self, article: str, span: Span) -> tuple[Remark, ...]:
        if article not in self._known:
            notes = self._db.execute(
                "SELECT start, stop, id, text, entries.tags FROM entries JOIN words ON words.rowid = row"
                " WHERE article = ? AND kind = 'note' AND start IS NOT NULL ORDER BY start, row",
                (article,),
            )
            self._known[article] = [
                (Span(start, stop), Remark(own, join_cjk(text), tuple(tags.split())))
                for start, stop, own, text, tags in notes
            ]
        return tuple(remark for place, remark in self._known[article] if place.overlaps(span))


def similar_names(db: sqlite3.Connection, name: str) -> list[str]:
    """Names that are like `name`, the most used first: what may have been meant."""
    words = [word for word in fold_name(name).split() if word]
    found: Counter[str] = Counter()
    for word in words[-1:]:
        pattern = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        question = (
            "SELECT names.name, count(*) FROM spellings JOIN names ON row = spellings.name"
            " WHERE spelling LIKE ? ESCAPE '!' GROUP BY names.name ORDER BY count(*) DESC, names.name LIMIT ?"
        )
        found.update(dict(db.execute(question, (pattern, OFFERED)).fetchall()))
    return [shown for shown, _ in found.most_common(OFFERED)]


# ---------------------------------------------------------------------- in one article


def sayings_in(
    origin: Origin, article: Article, analysis: Analysis, notes: Sequence[Note], *, indirect: bool
) -> list[Saying]:
    """The quotes of an article that is at hand, in text order, with the notes on them."""
    quotes = [(quote, False) for quote in analysis.quotes]
    quotes += [(quote, True) for quote in analysis.indirect] if indirect else []
    placed = [(note, note.span) for note in notes if note.span]
    return [
        Saying(
            origin,
            quote.span,
            " ".join(quote.span.of(article.text).split()),
            quote.speaker.name if quote.speaker else "",
            quote.uncertain,
            told,
            article.paragraph_number(quote.span.start),
            tuple(Remark(note.id, note.text, note.tags) for note, span in placed if span.overlaps(quote.span)),
        )
        for quote, told in sorted(quotes, key=lambda pair: pair[0].span)
    ]
