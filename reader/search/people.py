"""The quotes of a person and the mentions of a name, in all analyzed articles.

`reader.analysis.identity` decides which entities of different articles are the same; here its rules are applied to the
index. A name shared by people who are not known to be the same gives several *figures*, which are listed separately and
never added up.
"""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from reader.analysis import Analysis, Certainty, EntityKind
from reader.analysis.identity import connected_entities, identity_keys, join_entities
from reader.analysis.queries import fold_name
from reader.analysis.roles import find_roles
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.search import Origin
from reader.search.index import select_many
from reader.search.index_context import decode_spans
from reader.search.queries import OF_ENTRIES, ORIGIN, drafts_in, limited
from reader.search.query import Query
from reader.search.snippets import on_one_line, plain
from reader.text.scripts import join_cjk
from reader.text.span import Span, grouped

AROUND = 60  # characters shown on either side of a mention: together a line of a wide terminal
OFFERED = 3  # number of similar names offered for an unknown one
ROLES = 3  # roles of a person that are shown, and texts that are read for them: texts say the same in many words


@dataclass(frozen=True, slots=True)
class Figure:
    """A person or other entity, in all articles that mention it."""

    name: str
    """The name that most articles use."""
    kind: str
    rows: tuple[int, ...]
    """Rows of the table `names`."""
    articles: int
    quotes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who is quoted in some articles."""

    name: str
    """The name that most of them use."""
    known_in: tuple[str, str, EntityKind]
    """One of the articles, the name there, and the kind: what a page of the person is found by."""
    articles: tuple[str, ...]
    """The ids of those with quotes, sorted."""
    quotes: int
    roles: tuple[str, ...]
    """How the texts introduce the person ("the mayor of Leith"), the most used first."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on a quote."""

    id: str
    text: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A quote with its article."""

    origin: Origin
    span: Span
    words: str
    speaker: str
    """The name in this article; "" if unknown."""
    uncertain: bool
    certainty: Certainty | None
    """How certain the speaker is; None if nobody looked for one."""
    indirect: bool
    paragraph: int
    notes: tuple[Remark, ...] = ()
    named: Span | None = None
    """The words that name the speaker."""
    page: str = ""
    """The page, or the time in a recording, as `Page.label` says it; "" if the source has none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a name, with the text around it."""

    origin: Origin
    span: Span
    before: str
    words: str
    after: str


def find_figures(db: sqlite3.Connection, name: str) -> list[Figure]:
    """Return the figures with this full name, else with this alias, the one with most quotes and mentions first."""
    spellings = [fold_name(name), *sorted(identity_keys(name, (), "person") | identity_keys(name, (), "other"))]
    spelled = select_many(db, "SELECT name, key FROM spellings WHERE spelling IN ({}) ORDER BY name", spellings)
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
    """Return the figure that one article calls `name`, with its other articles; without rows if not analyzed yet."""
    own = db.execute("SELECT row FROM names WHERE article = ? AND name = ?", (article, name)).fetchall()
    others = connected_entities(identity_keys(name, aliases, kind), lambda key: names_with_key(db, key, kind))
    rows = list(dict.fromkeys([*(row for (row,) in own), *others]))
    return load_figure(db, rows) if rows else Figure(name, kind, (), 0, 0, 0)


def load_figure(db: sqlite3.Connection, rows: Sequence[int]) -> Figure:
    """Return the figure of the names in `rows`, with all names connected to them."""
    (kind,) = db.execute("SELECT kind FROM names WHERE row = ?", (rows[0],)).fetchone()
    spelled = "SELECT spelling FROM spellings WHERE name = ? AND key ORDER BY spelling"
    keys = [key for row in rows for (key,) in db.execute(spelled, (row,)).fetchall()]
    whole = tuple(dict.fromkeys([*rows, *connected_entities(keys, lambda key: names_with_key(db, key, kind))]))
    called: Counter[str] = Counter()
    articles: set[str] = set()
    mentions = 0
    statement = "SELECT name, article, mentions FROM names WHERE row IN ({})"
    for name, article, places in select_many(db, statement, whole):
        called[name] += 1
        articles.add(article)
        mentions += len(decode_spans(places))
    statement = "SELECT count(*) FROM entries WHERE kind = 'quote' AND NOT indirect AND name IN ({})"
    quotes = sum(count for (count,) in select_many(db, statement, whole))
    shown = min(called, key=lambda name: (-called[name], -len(name), name))
    return Figure(shown, kind, whole, len(articles), quotes, mentions)


def names_with_key(db: sqlite3.Connection, key: str, kind: str) -> list[tuple[int, list[str]]]:
    """Return the names of one kind that have a key, each with each of its keys."""
    found = db.execute(
        "SELECT row, other.spelling FROM spellings AS own JOIN names ON row = own.name"
        " JOIN spellings AS other ON other.name = row AND other.key"
        " WHERE own.spelling = ? AND own.key AND kind = ? ORDER BY row, other.spelling",
        (key, kind),
    )
    return [(row, [other]) for row, other in found]


Quoted = tuple[str, str, EntityKind, int]  # a name, its article, its kind, and how many quotes it has there


def speakers_in(db: sqlite3.Connection, query: Query, *, limit: int = -1) -> list[Person]:
    """Return who is quoted in the articles that are within the limits of a query, most texts and quotes first.

    Sources alone: what a draft quotes is what its author has from elsewhere. Names of several articles are one person
    by the same keys as on a page of the library; at most `limit` are returned (-1: all).
    """
    where, values = limited("entries.kind = 'quote' AND NOT indirect AND shelf <> 'removed'", query.limits)
    rows = db.execute(
        f"SELECT names.row, names.name, names.article, names.kind, count(*) FROM {OF_ENTRIES} JOIN names"
        f" ON names.row = entries.name WHERE {where} GROUP BY names.row",
        values,
    )
    same, drafts = same_names(db), drafts_in(db, query.limits)
    people = grouped((same.get(row, row), tuple(quoted)) for row, *quoted in rows if quoted[1] not in drafts)

    def order(own: list[Quoted]) -> tuple[int, int, str]:
        return -len({article for _, article, _, _ in own}), -sum(count for *_, count in own), min(own)[0]

    ordered = sorted(people.values(), key=order)
    return [make_person(db, own) for own in (ordered if limit < 0 else ordered[:limit])]


def same_names(db: sqlite3.Connection, rows: Iterable[int] | None = None) -> dict[int, int]:
    """Return for each name with a key, or for those in some `rows`, the first that is the same person or thing."""
    keys = "SELECT row, kind, spelling FROM spellings JOIN names ON row = spellings.name WHERE key"
    return join_entities(db.execute(keys) if rows is None else select_many(db, f"{keys} AND row IN ({{}})", [*rows]))


def make_person(db: sqlite3.Connection, own: list[Quoted]) -> Person:
    called = Counter(name for name, *_ in own)
    shown = min(called, key=lambda name: (-called[name], -len(name), name))
    texts = tuple(sorted({article for _, article, _, _ in own}))
    known_in = min((article, name, kind) for name, article, kind, _ in own if name == shown)
    return Person(shown, known_in, texts, sum(count for *_, count in own), roles_of(db, own))


def roles_of(db: sqlite3.Connection, named: Sequence[Quoted]) -> tuple[str, ...]:
    """Return how articles introduce a person, the most used first; the first few articles say enough."""
    found: Counter[str] = Counter()
    for name, article, _, _ in sorted(named, key=lambda each: -each[-1])[:ROLES]:
        places, text = db.execute(
            "SELECT mentions, text FROM names JOIN articles ON id = article JOIN words ON words.rowid = articles.row"
            " WHERE article = ? AND names.name = ? ORDER BY names.row",
            (article, name),
        ).fetchone() or ("[]", "")
        found.update(find_roles(join_cjk(text), decode_spans(places)))
    return tuple(sorted(found, key=lambda role: (-found[role], role))[:ROLES])


def find_sayings(db: sqlite3.Connection, who: Figure | None, *, indirect: bool = False) -> list[Saying]:
    """Return the quotes of a figure, or of all, by the date of their article, with the notes on them."""
    wanted, values = "TRUE" if indirect else "NOT indirect", list[str]()
    if who is not None:
        wanted, values = f"{wanted} AND name IN (SELECT value FROM json_each(?))", [json.dumps(who.rows)]
    found = load_sayings(db, wanted, *values)
    notes = notes_in(db, {saying.origin.id for saying in found})
    return [
        replace(saying, notes=tuple(remark for place, remark in notes[saying.origin.id] if place.overlaps(saying.span)))
        for saying in found
    ]


def load_sayings(db: sqlite3.Connection, condition: str, *values: object) -> list[Saying]:
    """Return the quotes that meet an SQL condition by the date of their article, without notes on them."""
    rows = db.execute(  # the + keeps SQLite from reading all quotes for a few of them
        f"SELECT {ORIGIN}, start, stop, text, entries.speaker, uncertain, certainty, indirect, paragraph, page,"
        f" named_from, named_to FROM {OF_ENTRIES} JOIN words ON words.rowid = entries.row"
        f" WHERE +entries.kind = 'quote' AND shelf <> 'removed' AND {condition}",
        values,
    )
    found = []
    for *about, start, stop, text, speaker, uncertain, certainty, indirect, paragraph, page, first, last in rows:
        words = plain(on_one_line([(join_cjk(text), False)]))
        named = None if first is None else Span(first, last)
        doubts = (bool(uncertain), certainty, bool(indirect))
        found.append(Saying(Origin(*about), Span(start, stop), words, speaker, *doubts, paragraph, (), named, page))
    return sorted(found, key=lambda saying: (date_order(saying.origin), saying.span.start))


def find_mentions(db: sqlite3.Connection, who: Figure, *, limit: int = -1) -> list[Mention]:
    """Return every mention of a figure, by the date of the article; at most `limit` (-1: all)."""
    statement = (
        "SELECT mentions, articles.row, id, title, source, day, sha256 FROM names JOIN articles ON id = article"
        " WHERE shelf <> 'removed' AND names.row IN ({})"
    )
    places: defaultdict[tuple[Origin, int], set[Span]] = defaultdict(set)
    for spans, row, *about in select_many(db, statement, who.rows):
        places[Origin(*about), row].update(decode_spans(spans))
    found: list[Mention] = []
    for origin, row in sorted(places, key=lambda article: date_order(article[0])):
        (text,) = db.execute("SELECT text FROM words WHERE rowid = ?", (row,)).fetchone()
        text = join_cjk(text)
        found += [make_mention(origin, text, span) for span in sorted(places[origin, row])]
        if 0 <= limit <= len(found):
            return found[:limit]
    return found


def date_order(origin: Origin) -> tuple[str, str, str]:
    """A sort key: by date, then by article."""
    return origin.day, origin.title, origin.id


def make_mention(origin: Origin, text: str, span: Span) -> Mention:
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - AROUND)
    newline = text.find("\n", span.end)
    last = min(len(text) if newline < 0 else newline, span.end + AROUND)
    before, after = " ".join(text[first : span.start].split()), " ".join(text[span.end : last].split())
    before = f"… {before.partition(' ')[2]}" if first and text[first - 1] != "\n" else before
    after = f"{after.rpartition(' ')[0]} …" if last < len(text) and text[last] != "\n" else after
    spaced = (text[span.start - 1 : span.start].isspace(), text[span.end : span.end + 1].isspace())
    before += " " * (spaced[0] and bool(before))
    after = " " * (spaced[1] and bool(after)) + after
    return Mention(origin, span, before, " ".join(span.of(text).split()), after)


def notes_in(db: sqlite3.Connection, articles: Set[str]) -> defaultdict[str, list[tuple[Span, Remark]]]:
    """Return the notes on passages of each of these articles, in text order."""
    found: defaultdict[str, list[tuple[Span, Remark]]] = defaultdict(list)
    statement = (
        "SELECT article, start, stop, id, text, entries.tags FROM entries JOIN words ON words.rowid = row"
        " WHERE article IN ({}) AND kind = 'note' AND start IS NOT NULL ORDER BY start, row"
    )
    for article, start, stop, own, text, tags in select_many(db, statement, list(articles)):
        found[article].append((Span(start, stop), Remark(own, join_cjk(text), tuple(tags.split()))))
    return found


def similar_names(db: sqlite3.Connection, name: str) -> list[str]:
    """Return names similar to `name`, the most used first."""
    word = re.sub("[!%_]", r"!\g<0>", (fold_name(name).split() or [""])[-1])
    found = db.execute(
        "SELECT names.name FROM spellings JOIN names ON row = spellings.name WHERE spelling LIKE ? ESCAPE '!'"
        " GROUP BY names.name ORDER BY count(*) DESC, names.name LIMIT ?",
        (f"%{word}%", OFFERED if word else 0),
    )
    return [shown for (shown,) in found]


def sayings_in(
    origin: Origin, article: Article, analysis: Analysis, notes: Sequence[Note], *, indirect: bool
) -> list[Saying]:
    """Return the quotes of an open article in text order, with the notes on them."""
    quotes = [(quote, False) for quote in analysis.quotes]
    quotes += [(quote, True) for quote in analysis.indirect] if indirect else []
    placed = [(note, note.span) for note in notes if note.span]
    found = []
    for quote, is_indirect in sorted(quotes, key=lambda pair: pair[0].span):
        speaker, named = (quote.speaker.name, quote.speaker.span) if quote.speaker else ("", None)
        words = " ".join(quote.span.of(article.text).split())
        doubts = (quote.uncertain, quote.certainty, is_indirect)
        remarks = tuple(Remark(note.id, note.text, note.tags) for note, span in placed if span.overlaps(quote.span))
        paragraph, page = article.paragraph_number(quote.span.start), article.page_at(quote.span.start)
        found.append(Saying(origin, quote.span, words, speaker, *doubts, paragraph, remarks, named, page))
    return found
