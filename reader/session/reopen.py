"""Open an article that the library knows, from its source or from the text kept beside the library.

A known web page is opened from its kept text, and fetched again only on request. Pitfall: a known path may contain
another article today, so a source counts only if the library takes it for the same article.
"""

from dataclasses import dataclass, replace

from reader.document.article import Article
from reader.errors import SessionError, SourceError
from reader.library.codec.records import STANDARD_INPUT
from reader.library.library import ArticleRecord, Library
from reader.session.note_editing import require_note
from reader.sources.detect import is_url
from reader.sources.open import open_source, reopen_unchanged
from reader.system.paths import SAMPLE
from reader.text.sanitize import clean_line


def open_last_read(library: Library) -> Article:
    """Return the article read last with a source or a kept text, else the sample. Raises LibraryError, SourceError."""
    records = [record for record in library.articles() if record.shelf != "removed"]
    for find in (load_from_source, load_from_kept_text):
        for record in records:
            if (article := find(library, record)) is not None:
                return article
    return open_source(str(SAMPLE))


def reopen_article(library: Library, record: ArticleRecord) -> Article:
    """Return the article of `record`. Raises LibraryError, SessionError."""
    article = load_from_source(library, record) or load_from_kept_text(library, record)
    if article is None:
        raise SessionError(
            f"“{record.title or record.id}” can no longer be read: its source ({', '.join(record.sources)}) is gone or "
            "changed, and its text is not kept; name a SOURCE that has it"
        )
    return article


def reopen_listed(library: Library, article_id: str) -> Article:
    """Return the article with this id, unless it was removed. Raises LibraryError, SessionError."""
    if (record := library.article(article_id)) is None or record.shelf == "removed":
        raise SessionError(f"the library has no article {clean_line(article_id)[:40]}")
    return reopen_article(library, record)


def reopen_for_note(library: Library, note_id: str) -> Article:
    """Return the article that a note is on. Raises LibraryError, NoteError, SessionError."""
    note = require_note(library, note_id)
    if (record := library.article(note.article)) is None:
        raise SessionError(f"the library does not know the article of note {note.id}; try `reader check --repair`")
    return reopen_article(library, record)


def load_as_last_opened(library: Library, record: ArticleRecord) -> Article | None:
    """Return the article with the text that the placements in the library refer to, else with an earlier one."""
    return load_article_text(library, record) or load_from_kept_text(library, record)


def load_from_source(library: Library, record: ArticleRecord) -> Article | None:
    """Return the article as its newest readable source has it now; a web page is its kept text, not fetched again."""
    named = [source for source in reversed(record.sources) if source != STANDARD_INPUT]
    found = ((load_from_kept_text if is_url(source) else load_from_file)(library, record, source) for source in named)
    return next(filter(None, found), None)


def load_from_file(library: Library, record: ArticleRecord, source: str) -> Article | None:
    """Return the article as the file has it now, in the format it was read in before."""
    try:
        article = open_source(source)
        if article.sha256 not in record.texts:
            kept = library.kept_article(record.texts[-1]) if record.texts else None
            if kept is not None and kept.format:
                article = open_source(source, format=kept.format)
    except SourceError:
        return None
    found = library.find(article)
    return replace(article, genre=record.genre) if found is not None and found.id == record.id else None


def load_from_kept_text(library: Library, record: ArticleRecord, source: str | None = None) -> Article | None:
    """Return the article as it was last opened, of the texts that are kept."""
    found = (load_kept_text(library, record, sha256, source) for sha256 in reversed(record.texts))
    return next(filter(None, found), None)


def load_article_text(library: Library, record: ArticleRecord) -> Article | None:
    """Return the article with the text it was last opened with: from its file, else from the kept text."""
    source, newest = "".join(record.sources[-1:]), "".join(record.texts[-1:])
    article = reopen_unchanged(source, newest) or load_kept_text(library, record, newest)
    return article and replace(article, genre=record.genre)


def load_kept_text(library: Library, record: ArticleRecord, sha256: str, source: str | None = None) -> Article | None:
    """Return the article with one of its texts: with its kept structure, else as plain text; None if it is missing."""
    from reader.sources.plain import read_plain

    text = library.kept_text(sha256)
    if text is None:
        return None
    article = library.shaped(text, sha256) or read_plain(text)
    if source is None:
        source = record.sources[-1] if record.sources else STANDARD_INPUT
    title = record.title or article.title
    return replace(
        article, title=title, source=source, author=record.author, published=record.published, genre=record.genre
    )


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A web page, with what to report about where its text came from."""

    article: Article
    kept_since: str = ""
    """The day it was fetched, if it is the kept text ("?" if unknown); else empty."""
    failure: str = ""
    """The reason why it could not be fetched again; else empty."""


def open_known(library: Library, url: str, form: str = "", *, again: bool = False) -> OpenedPage:
    """Return the web page at `url` from its kept text, else from the web; with `again` the other way round.

    The kept text is not the page, so reading it in another format (`form`) means fetching it.

    Raises LibraryError, SourceError.
    """
    from reader.sources.http import normalize_url

    page = normalize_url(url)
    record = next(iter(library.articles(page)), None)
    kept = load_from_kept_text(library, record, page) if record else None
    since = (kept.fetched or "?") if kept else ""
    if kept is not None and not again and form in ("", kept.format):
        return OpenedPage(kept, since)
    try:
        article = open_source(page, format=form or (kept.format if kept else ""), online=True)
        return OpenedPage(article)
    except SourceError as error:
        if kept is None:
            raise
        return OpenedPage(kept, since, str(error))
