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
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, coerce
from reader.library.codec.records import STANDARD_INPUT
from reader.library.library import ArticleRecord, Library
from reader.session.reopen import load_from_kept_text, load_from_source
from reader.sources import open_source
from reader.sources.detect import SourceData
from reader.sources.plain import read_plain
from reader.sources.sandbox import read_sandboxed
from reader.text.normalize import fold

SOME = 20
"""Passages searched at a time in a text that may be another: in the right one, the first few are found."""

EVIDENCE = 15
"""Letters of a passage that tells one text from another: three words or so."""

TELLING = 12
"""Letters of a title that two works hardly share."""

SUBTITLE = re.compile(r"[:(\[–—|]")
"""What follows the main title: a subtitle, a series, an edition."""


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """The article that imported notes are for."""

    record: ArticleRecord
    article: Article | None
    """Its text, if available."""
    known: bool
    """True if the library has it."""
    gains_text: bool = False
    """True if the library has it without a text, and gets this one."""


def find_target(library: Library, batch: ImportedArticle) -> ImportTarget:
    """Find the article, or make a new record. Raises LibraryError."""
    about = batch.about
    record = find_record(library, batch)
    if record is not None:
        article = load_article(library, record)
        if article is None and not record.texts and (article := find_new_article(library, batch)) is not None:
            record = replace(record, texts=(article.sha256,))
            return ImportTarget(record, article, known=True, gains_text=True)
        return ImportTarget(record, article, known=True)
    article = find_new_article(library, batch)
    moment = now()
    note_id = about.id or (article.text_id if article else coerce.derive_id("source", about.key))
    texts = dict.fromkeys(filter(None, [about.sha256, article.sha256 if article else ""]))
    title = about.title or (article.title if article else "")
    record = ArticleRecord(
        note_id,
        title,
        (about.source or STANDARD_INPUT,),
        tuple(texts),
        moment,
        moment,
        about.author or (article.author if article else ()),
        about.published or (article.published if article else ""),
    )
    return ImportTarget(record, article, known=False)


def find_record(library: Library, batch: ImportedArticle) -> ArticleRecord | None:
    """Return the record of the article; None if the library does not have it. Raises LibraryError.

    A record without a text, which an earlier import made, is joined with that of the article with the text.
    """
    about = batch.about
    known = find_by_source(library, about)
    if known is not None or about.id:
        return known
    waiting = library.article(coerce.derive_id("source", about.key))
    if waiting is not None and load_article(library, waiting) is not None:
        return waiting
    named = find_by_title(library, batch)
    if named is None or waiting is None or named.id == waiting.id:
        return named or waiting
    if load_article(library, named) is None:
        return waiting
    library.join(named.id, waiting.id)
    return library.article(named.id)


def find_by_source(library: Library, about: ArticleInfo) -> ArticleRecord | None:
    if about.id and (record := library.article(about.id)) is not None:
        return record
    records = library.articles()
    by_text = (record for record in records if about.sha256 and about.sha256 in record.texts)
    pages = {page for source in (about.source, *about.also) if (page := coerce.page_key(source))}
    by_source = (record for record in records if pages and not pages.isdisjoint(map(coerce.page_key, record.sources)))
    return next(by_text, None) or next(by_source, None)


def find_by_title(library: Library, batch: ImportedArticle) -> ArticleRecord | None:
    """Return the article with such a title and author, if some of the words noted are in it."""
    about = batch.about
    keys, names = title_keys(about.title), words_of(about.author)
    for record in library.articles():
        theirs = words_of(record.author)
        if keys.isdisjoint(title_keys(record.title)) or (names and theirs and names.isdisjoint(theirs)):
            continue
        article = load_article(library, record)
        telling = [note for note in batch.notes if note.anchor and is_evidence(note.anchor)]
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
    """Return the words of names, without initials."""
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
