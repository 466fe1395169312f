"""From the library back to an article: its source if that still holds it, else the text kept beside the library.

The trap: what lies at a known path today may be another article, so a source counts only if the library takes it for
the same one.
"""

from dataclasses import replace

from reader.annotations import Note
from reader.article import Article
from reader.library import ArticleRecord, Library
from reader.library.records import STANDARD_INPUT
from reader.paths import SAMPLE
from reader.session import SessionError
from reader.sources import SourceError, open_source


def last_read(library: Library) -> Article:
    """The article read last whose source can still be read, else whose text is kept, else the sample.

    Raises LibraryError, SourceError.
    """
    records = library.articles()
    for find in (from_source, from_kept_text):
        for record in records:
            if (article := find(library, record)) is not None:
                return article
    return open_source(str(SAMPLE))


def reopened(library: Library, record: ArticleRecord) -> Article:
    """The article of `record`. Raises LibraryError, SessionError."""
    article = from_source(library, record) or from_kept_text(library, record)
    if article is None:
        raise SessionError(
            f"“{record.title or record.id}” can no longer be read: its source ({', '.join(record.sources)}) is gone or "
            "changed, and its text is not kept; name a SOURCE that has it"
        )
    return article


def reopened_of(library: Library, note: Note) -> Article:
    """The article that `note` is on. Raises LibraryError, SessionError."""
    if (record := library.article(note.article)) is None:
        raise SessionError(f"the library does not know the article of note {note.id}; try `reader check --repair`")
    return reopened(library, record)


def as_last_opened(library: Library, record: ArticleRecord) -> Article | None:
    """The article with the text that the library's placements are about, if it is still to be had."""
    article = from_source(library, record)
    if article is not None and article.sha256 in record.texts[-1:]:
        return article
    return from_kept_text(library, record)


def from_source(library: Library, record: ArticleRecord) -> Article | None:
    """The article as the newest of its sources has it now."""
    for source in reversed(record.sources):
        if source == STANDARD_INPUT:
            continue
        try:
            article = open_source(source)
        except SourceError:
            continue
        found = library.find(article)
        if found is not None and found.id == record.id:
            return article
    return None


def from_kept_text(library: Library, record: ArticleRecord) -> Article | None:
    """The article as plain text, as it was when it was last opened."""
    from reader.sources.plain import read_plain

    texts = (library.kept_text(digest) for digest in reversed(record.texts))
    text = next((text for text in texts if text is not None), None)
    if text is None:
        return None
    source = record.sources[-1] if record.sources else STANDARD_INPUT
    article = read_plain(text, source)
    return replace(article, title=record.title or article.title, author=record.author, published=record.published)
