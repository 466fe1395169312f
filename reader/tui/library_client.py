"""What the screens over the whole library share: the index they ask, the library they change, the way to an article.

The trap: everything here waits for a disk, so it is called in a thread; the library, whose reading takes long where it
is large, is opened only for a change, or for an article whose file has changed.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from reader.document.article import Article
from reader.errors import LibraryError, SearchError, SessionError
from reader.search import Origin
from reader.search.freshness import DAMAGED
from reader.search.index import DamagedIndexError, SearchIndex
from reader.search.index_library import index_carets
from reader.session.session import Session
from reader.system.paths import Places
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.library.library import Library

T = TypeVar("T")


class LibraryClient:
    """A user's library as the screens know it."""

    def __init__(self, places: Places, library: "Callable[[], Library]") -> None:
        self.places = places
        self.index = SearchIndex(places.library)
        self._open = library
        self._library: Library | None = None

    @property
    def library(self) -> "Library":
        """One for all screens, so that it is read once. Raises nothing before it is used."""
        if self._library is None:
            self._library = self._open()
        return self._library

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """What the index as it is answers. Raises SearchError; a damaged one is deleted, to be made anew."""
        try:
            with self.index.reading() as db:
                return question(db)
        except DamagedIndexError as error:
            self.index.discard(error.inode)
            raise SearchError(DAMAGED) from error

    def index_carets(self) -> None:
        """Have the index know where each article was left. Raises SearchError; a damaged index is not touched."""
        with suppress(DamagedIndexError):
            index_carets(self.index, self.places.state)

    def change(self, change: "Callable[[Library], T]") -> T:
        """What a change of the library answers when it is durable. Raises SessionError."""

        try:
            return change(self.library)
        except LibraryError as error:
            raise SessionError(str(error)) from error

    def reopen(self, origin: Origin, span: Span | None) -> tuple[Session, Span | None]:
        """A sitting with an article, and where `span` is in what it says today. Raises SessionError."""
        from reader.sources import reopen_unchanged

        article = reopen_unchanged(origin.source, origin.sha256)
        if article is None:
            article, span = self.change(lambda library: reread_article(library, origin, span))
        session = Session(article, self.places)
        session.article_id = origin.id
        if self._library is not None:
            session.library = self._library
        return session, span


def reread_article(library: "Library", origin: Origin, span: Span | None) -> tuple[Article, Span | None]:
    """The article from wherever it can be had, and where `span` is in it. Raises LibraryError, SessionError."""
    from reader.search.queries import locate_span
    from reader.session.reopen import reopen_article

    record = library.article(origin.id)
    if record is None:
        raise SessionError(f"the library does not know the article of this note any more; its id was {origin.id}")
    article = reopen_article(library, record)
    if span is not None:
        span = locate_span(article, span, origin.sha256, library.kept_text(origin.sha256))
    return article, span
