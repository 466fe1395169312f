"""Find the articles of the library that may have the words of a quotation.

The rarest words of a quotation, and its first and last words in a row, are looked up in the index, which ranks the
articles and quotes that have them. Only these articles are then read.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from reader.document.article import Article
from reader.library.library import Library
from reader.search.freshness import FreshIndex
from reader.search.index import select_many
from reader.session.dossiers import dossiers_of
from reader.session.reopen import load_as_last_opened
from reader.text.normalize import fold, occurrences
from reader.text.scripts import join_cjk, split_cjk
from reader.verification.source_text import SourceText

RARE = 8  # words of a quotation that are looked up: enough that some remain if others were changed
ROW = 5  # words in a row that are looked up, for a quotation whose words are all common
ROWS = 60  # entries of the index that are looked at for one quotation: articles, and the quotes in them
ARTICLES = 12  # maximum articles for one quotation
READ_WHOLE = 40  # sources of a dossier that are all read; of more, those that the index finds likely

WORD = re.compile(r"[^\W_]+")


def sources_in_library(
    library: Library, index: FreshIndex, draft: Article, quotations: Sequence[str]
) -> Iterator[SourceText]:
    """Yield the articles of the library that may have the quotations, but not the draft; of its dossiers first.

    Those of a dossier are all its sources, or of a large one those that may have the words. Raises LibraryError,
    SearchError.
    """
    own = library.find(draft)
    members = {each: role for dossier in dossiers_of(library, draft) for each, role in dossier.articles.items()}
    inside = {each for each, role in members.items() if role == "source"}
    ids = index.answer(lambda db: likely_articles(db, quotations))
    small = len(inside) <= READ_WHOLE
    more = sorted(inside) if small else index.answer(lambda db: likely_articles(db, quotations, inside))
    records = {record.id: record for record in library.articles() if record.shelf != "removed"}
    for article_id in dict.fromkeys([*ids, *more]):
        record = records.get(article_id)
        article = load_as_last_opened(library, record) if record and record != own else None
        if article is not None and members.get(article_id) != "draft":
            yield SourceText.of(article, article_id, outside=bool(inside) and article_id not in inside)


def articles_with(library: Library, index: FreshIndex, quote: str) -> list[str]:
    """Return the ids of the articles whose text has these words. Raises LibraryError, SearchError."""
    wanted, found = fold(quote).text.strip(), []
    for article_id in index.answer(lambda db: likely_articles(db, [quote])):
        record = library.article(article_id)
        article = load_as_last_opened(library, record) if record else None
        if article is not None and next(occurrences(wanted, fold(article.text).text), None) is not None:
            found.append(article_id)
    return found


def likely_articles(
    db: sqlite3.Connection, quotations: Iterable[str], within: Collection[str] | None = None
) -> list[str]:
    """Return the ids of the articles that may have any of the quotations, in alphabetical order; of all, or of some."""
    return sorted({article for quotation in quotations for article in articles_for(db, quotation, within)})


def articles_for(db: sqlite3.Connection, quotation: str, within: Collection[str] | None = None) -> Iterator[str]:
    """Yield the ids of the articles that may have a quotation, the likeliest first."""
    words = index_words(quotation)
    match = " OR ".join([*(f'"{word}"' for word, _ in rarest(db, words)[:RARE]), *phrases(words)])
    if not match:
        return
    only, some = "", list[str]()
    if within is not None:
        only = " AND rowid IN (SELECT row FROM entries WHERE article IN (SELECT value FROM json_each(?)))"
        some = [json.dumps(sorted(within))]
    rows = db.execute(
        f"SELECT entries.article FROM (SELECT rowid AS row, rank FROM words WHERE words MATCH ?{only} ORDER BY rank"
        " LIMIT ?) JOIN entries USING (row) LEFT JOIN articles ON articles.id = entries.article"
        " WHERE entries.kind <> 'note' AND articles.shelf <> 'removed' ORDER BY rank",
        (f"text : ({match})", *some, ROWS),
    )
    yield from list(dict.fromkeys(article for (article,) in rows))[:ARTICLES]


def index_words(text: str) -> list[str]:
    """Return the words of a text as the index has them: folded, without accents."""
    plain = unicodedata.normalize("NFD", fold(text).text)
    split = split_cjk("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return [join_cjk(word) for word in WORD.findall(split)]


def rarest(db: sqlite3.Connection, words: Iterable[str]) -> list[tuple[str, int]]:
    """Return the words that fewest entries have, each with how many, without those that none has."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, 'row')")
    known = "SELECT term, doc FROM temp.vocabulary WHERE term IN ({}) ORDER BY doc, term"
    return select_many(db, known, sorted(set(words)))


def phrases(words: Sequence[str]) -> list[str]:
    """Return the first and the last words in a row as phrases of the query language."""
    if len(words) < ROW:
        return [f'"{" ".join(words)}"'] if len(words) > 1 else []
    return [f'"{" ".join(row)}"' for row in (words[:ROW], words[-ROW:])]
