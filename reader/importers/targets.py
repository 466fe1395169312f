"""Find the article that imported notes are on, or make a record for it. Nothing is fetched.

An article of the library is known by its id, its text or its source; else by title and author, if the words that were
noted are in it, since an edition has other titles and a title is not unique.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from reader.anchoring import Anchor, place
from reader.annotations.revisions import now
from reader.document import WHOLE_PAGE
from reader.document.article import Article
from reader.errors import SourceError
from reader.importers import ImportedArticle, ImportedNote, coerce
from reader.library.codec.records import STANDARD_INPUT
from reader.library.library import ArticleRecord, Library
from reader.session.reopen import load_from_kept_text, load_from_source
from reader.sources.detect import SourceData
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.sources.sandbox import read_sandboxed
from reader.text.normalize import fold

SOME = 20  # passages searched at a time in a text that may be another: in the right one, the first few are found
EVIDENCE = 15  # letters of a passage that tells one text from another: three words or so
TELLING = 12  # letters of a title that two works hardly share
SUBTITLE = re.compile(r"[:(\[–—|]")  # what follows the main title: a subtitle, a series, an edition


@dataclass(frozen=True, slots=True)
class ImportTarget:
    record: ArticleRecord
    article: Article | None
    known: bool
    gains_text: bool = False
    """True if the library has it without a text, and gets this one."""


class KnownArticles:
    """The articles of the library by text, source and title, listed once for all the articles of an import."""

    def __init__(self, library: Library) -> None:
        """Raises LibraryError."""
        self.library = library
        self._list()

    def _list(self) -> None:
        self._records = self.library.articles()
        self.by_text: dict[str, ArticleRecord] = {}
        self._by_page: dict[str, int] = {}
        self._by_title: dict[str, list[int]] = {}
        for number, record in enumerate(self._records):
            for text in record.texts:
                self.by_text.setdefault(text, record)
            for source in record.sources:
                self._by_page.setdefault(coerce.page_key(source), number)
            for key in title_keys(record.title):
                self._by_title.setdefault(key, []).append(number)

    def join(self, *article_ids: str) -> None:
        """Make the articles with these ids one. Raises LibraryError."""
        self.library.join(*article_ids)
        self._list()

    def at(self, sources: Iterable[str]) -> ArticleRecord | None:
        """Return the article with one of these sources, the one opened last of several."""
        pages = {page for source in sources if (page := coerce.page_key(source))}
        found = min((self._by_page[page] for page in pages if page in self._by_page), default=None)
        return None if found is None else self._records[found]

    def titled(self, title: str) -> list[ArticleRecord]:
        """Return the articles with this title, or the same before a subtitle, the one opened last first."""
        found = {number for key in title_keys(title) for number in self._by_title.get(key, ())}
        return [self._records[number] for number in sorted(found)]


def find_target(articles: KnownArticles, batch: ImportedArticle) -> ImportTarget:
    """Find the article, or make a new record. Raises LibraryError."""
    about, library = batch.about, articles.library
    record = find_record(articles, batch)
    if record is not None:
        article = load_article(library, record)
        if article is None and not record.texts and (article := find_new_article(library, batch)) is not None:
            return ImportTarget(replace(record, texts=(article.sha256,)), article, known=True, gains_text=True)
        return ImportTarget(record, article, known=True)
    article, moment = find_new_article(library, batch), now()
    told = article or Article("", ())
    texts = dict.fromkeys(filter(None, [about.sha256, article.sha256 if article else ""]))
    own_id = about.id or (article.text_id if article else coerce.derive_id("source", about.key))
    title, author, published = about.title or told.title, about.author or told.author, about.published or told.published
    sources = (about.source or STANDARD_INPUT,)
    record = ArticleRecord(own_id, title, sources, tuple(texts), moment, moment, author, published)
    return ImportTarget(record, article, known=False)


def find_record(articles: KnownArticles, batch: ImportedArticle) -> ArticleRecord | None:
    """Return the record of the article; None if the library does not have it. Raises LibraryError.

    A record without a text, which an earlier import made, is joined with that of the article with the text.
    """
    about, library = batch.about, articles.library
    known = library.article(about.id) if about.id else None
    known = known or articles.by_text.get(about.sha256) or articles.at((about.source, *about.also))
    if known is not None or about.id:
        return known
    waiting = library.article(coerce.derive_id("source", about.key))
    if waiting is not None and load_article(library, waiting) is not None:
        return waiting
    named = find_by_title(articles, batch)
    if named is None or waiting is None or named.id == waiting.id:
        return named or waiting
    if load_article(library, named) is None:
        return waiting
    articles.join(named.id, waiting.id)
    return library.article(named.id)


def find_by_title(articles: KnownArticles, batch: ImportedArticle) -> ArticleRecord | None:
    """Return the article with such a title and author, if some of the words noted are in it."""
    about = batch.about
    names = words_of(about.author)
    telling = [note for note in batch.notes if note.anchor and is_evidence(note.anchor)]
    for record in articles.titled(about.title):
        theirs = words_of(record.author)
        if names and theirs and names.isdisjoint(theirs):
            continue
        article = load_article(articles.library, record)
        if article is not None and telling:
            if contains_some_passage(article, telling):
                return record
        elif letters_of(about.title) == letters_of(record.title) and (
            not names.isdisjoint(theirs) or len(letters_of(about.title)) >= TELLING
        ):
            return record
    return None


def title_keys(title: str) -> set[str]:
    """Return the letters of a title, and of the part before a subtitle, series or edition."""
    return {key for part in (title, SUBTITLE.split(title, maxsplit=1)[0]) if (key := letters_of(part))}


def letters_of(words: str) -> str:
    return "".join(filter(str.isalnum, fold(words).text))


def words_of(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in re.findall(r"\w\w+", fold(name).text)}


def is_evidence(anchor: Anchor) -> bool:
    """Return whether a passage is long enough, or has a context, to tell one text from another."""
    return bool(anchor.prefix or anchor.suffix) or len(letters_of(anchor.exact)) >= EVIDENCE


def load_article(library: Library, record: ArticleRecord) -> Article | None:
    """Load the article as it was last opened, or from its file; never from the network."""
    files = tuple(source for source in record.sources if source.startswith("/"))
    return load_from_kept_text(library, record) or load_from_source(library, replace(record, sources=files))


def find_new_article(library: Library, batch: ImportedArticle) -> Article | None:
    """Load the text of a new article from its file, the imported file or the kept texts; never from the network.

    A file is accepted only if its text is the same, or some of the passages are in it.
    """
    about = batch.about
    if about.source.startswith("/"):
        try:
            article = open_source(about.source)
        except SourceError:
            article = None
        if article is not None and (article.sha256 == about.sha256 or contains_some_passage(article, batch.notes)):
            return article
    if batch.html and (article := read_html(batch)) is not None:
        return article
    text = library.kept_text(about.sha256)
    return read_plain(text, about.source or STANDARD_INPUT) if text is not None else None


def read_html(batch: ImportedArticle) -> Article | None:
    """Return the text that the imported file has of an article; None if it cannot be read."""
    about = batch.about
    source = about.source or STANDARD_INPUT
    found = SourceData(about.title or source, source, batch.html.encode(), charset="utf-8")
    try:
        article = read_sandboxed(WHOLE_PAGE, found)
    except (SourceError, ModuleNotFoundError):
        return None
    return replace(article, title=about.title or article.title) if article.blocks else None


def contains_some_passage(article: Article, notes: Iterable[ImportedNote]) -> bool:
    anchors = iter([note.anchor for note in notes if note.anchor])
    while some := list(islice(anchors, SOME)):
        if any(found.state == "exact" for found in place(some, article.text)):
            return True
    return False
