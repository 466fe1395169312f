"""Copy the names and quotes of each article into the index.

An article is up to date when the index has the analysis of its text, read as its genre, by the best engine, with
corrections applied (column `studied`). The first analysis takes a while, so it is done article by article, the one
opened last first, and stored in the cache that the screen uses. Pitfall: nothing may be fetched from the network for
this, so the kept text of a web page is used.
"""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from reader.analysis import Analysis, Entity, Quote, cache
from reader.analysis.engine import analyze, best_engine
from reader.analysis.identity import keyed_entities
from reader.analysis.queries import fold_name
from reader.annotations.corrected_analysis import apply_corrections
from reader.document.article import Article
from reader.library.library import Library
from reader.search import WorkProgress
from reader.search.index import SearchIndex
from reader.search.index_context import ArticleContext, delete_findings, encode_spans, renew_contexts
from reader.search.index_library import Tell, add_row, put_words
from reader.session.placement import place_entries
from reader.session.reopen import load_article_text

AT_ONCE, WAIT = 1000, 10.0
"""Articles whose findings are written at once, and seconds after which fewer are: each write rewrites many words."""


Studied = tuple[str, str, tuple[Article, Analysis] | None]
"""An article by its id, its new value of `studied`, and what was found in it; None if it cannot be read."""


def index_findings(
    index: SearchIndex,
    open_library: Callable[[], Library],
    cache_folder: Path,
    tell: Tell = lambda _: None,
    only: Collection[str] | None = None,
) -> None:
    """Index the names and quotes of every article that is out of date, or of `only` these; call `index_library` first.

    Raises AnalysisError, LibraryError, SearchError, DamagedIndexError.
    """
    engine = best_engine()
    waiting = [each for each in outdated_articles(index, engine) if only is None or each[0] in only]
    if not waiting:
        return
    library = open_library()
    studied: list[Studied] = []
    written_at = time.monotonic()
    for number, (own, want, is_corrected) in enumerate(waiting):
        tell(WorkProgress("analysis", number, len(waiting)))
        record = library.article(own)
        article = load_article_text(library, record) if record else None
        if record is None or article is None:
            studied.append((own, want, None))
        else:
            found = cache.load_or_make(cache_folder, article, engine, analyze)  # without corrections
            if is_corrected:
                placed = place_entries(library.corrections(own), article, record, library.kept_text)
                found = apply_corrections(found, placed, article)
            studied.append((own, want, (article, found)))
        if number == len(waiting) - 1 or len(studied) == AT_ONCE or time.monotonic() > written_at + WAIT:
            with index.changing() as db:
                put_findings(db, studied)
            studied, written_at = [], time.monotonic()
    tell(WorkProgress("analysis", len(waiting), len(waiting)))


def outdated_articles(index: SearchIndex, engine: str) -> list[tuple[str, str, bool]]:
    """Return the articles to analyze, last opened first, with their new `studied` and whether they have corrections."""
    with index.reading() as db:
        known = db.execute(
            "SELECT articles.id, studied, ? || '|' || sha256 || '|' || genre || '|' || coalesce(stamp, ''),"
            " stamp IS NOT NULL FROM articles LEFT JOIN stamps ON stamps.kind = 'corrections'"
            " AND stamps.id = articles.id WHERE shelf <> 'removed' ORDER BY opened DESC, articles.id",
            (engine,),
        ).fetchall()
    return [(own, want, bool(corrected)) for own, studied, want, corrected in known if studied != want]


def put_findings(db: sqlite3.Connection, studied: Iterable[Studied]) -> None:
    """Index the names and quotes of some articles; an article that has another text by now is left for later.

    Pitfall: FTS5 writes all that it holds when a row comes before the last one, so words are put in the order of rows.
    """
    said: dict[str, list[tuple[int, int | None, Quote, str]]] = {}
    for own, want, found in studied:
        text_of = db.execute("SELECT sha256 FROM articles WHERE id = ?", (own,)).fetchone()
        if found is None or text_of == (found[0].sha256,):
            delete_findings(db, own)
            said[own] = list(put_entries(db, own, *found)) if found else []
            db.execute("UPDATE articles SET studied = ? WHERE id = ?", (want, own))
    renew_contexts(db, said)
    for own, quotes in said.items():
        around = ArticleContext.of(db, own)
        for row, name, quote, text in quotes:
            speaker = around.called[name] if name else ""
            put_words(db, row, text=text, speaker=speaker, names=around.at(quote.span)[1])


def put_entries(
    db: sqlite3.Connection, own: str, article: Article, found: Analysis
) -> Iterator[tuple[int, int | None, Quote, str]]:
    """Insert the names and quotes of an article; yield of each quote its row, the row of who speaks, and its words."""
    rows: dict[str, int] = {}
    for entity, keys in keyed_entities(found):
        rows.setdefault(entity.name, put_name(db, own, entity, keys))
    for quote, indirect in (*((each, False) for each in found.quotes), *((each, True) for each in found.indirect)):
        start, name = quote.span.start, None
        columns: dict[str, object] = {"kind": "quote", "id": "", "article": own, "start": start, "stop": quote.span.end}
        columns |= {"paragraph": article.paragraph_number(start), "page": article.page_at(start)}
        columns |= {"uncertain": quote.uncertain, "certainty": quote.certainty, "indirect": indirect}
        if speaker := quote.speaker:
            name = rows[speaker.name]
            columns |= {"speaker": speaker.name, "name": name}
            columns |= {"named_from": speaker.span.start, "named_to": speaker.span.end}
        yield add_row(db, "entries", **columns), name, quote, quote.span.of(article.text)


def put_name(db: sqlite3.Connection, article: str, entity: Entity, keys: frozenset[str]) -> int:
    """Insert an entity with its spellings, of which the `keys` identify it in other articles, and return its row."""
    mentions = encode_spans(entity.mentions)
    row = add_row(db, "names", article=article, name=entity.name, kind=entity.kind, mentions=mentions)
    for spelling in dict.fromkeys([*map(fold_name, (entity.name, *entity.aliases)), *sorted(keys)]):
        db.execute("INSERT OR IGNORE INTO spellings VALUES (?, ?, ?)", (spelling, row, spelling in keys))
    return row
