"""The library for the screens that list it: queries to the index, changes to the library, reopening an article.

All this waits for the disk, so it is called in a thread. Pitfall: reading a large library takes long, so it is opened
only for a change, or for an article whose file has changed. The index is updated in a child process, `reader index
--jsonl`: it indexes the library, then analyzes every article, and prints its progress a line at a time. Two versions of
an article are compared in one, too (`reader versions --json`).
"""

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reader.document.article import Article
from reader.errors import SearchError, SessionError
from reader.search import Elsewhere, Origin, WorkProgress
from reader.search.freshness import DAMAGED, FreshIndex
from reader.search.index import DamagedIndexError, SearchIndex, UnwritableError
from reader.search.index_library import index_reading
from reader.search.queries import has_other_quotes, locate_span
from reader.session.session import Session
from reader.session.versions.objects import VersionsObject
from reader.sources.open import reopen_unchanged
from reader.system import fast_json
from reader.system.paths import UserPaths
from reader.system.worker import Worker, WorkerError, parse, stream
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis import Quote
    from reader.library.library import Library

T = TypeVar("T")


class LibraryClient:
    def __init__(self, paths: UserPaths, library: "Callable[[], Library]") -> None:
        self.paths = paths
        self.index = SearchIndex(paths.library)
        self._open = library
        self._library: Library | None = None
        self.is_analyzed = False
        """Whether each article has been analyzed: an index in memory has their names and quotes then, too."""
        self._alone = threading.Lock()

    @property
    def library(self) -> "Library":
        """The library, opened when it is first used, once for all screens."""
        if self._library is None:
            self._library = self._open()
        return self._library

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Return the answer of the index as it is now. Raises SearchError; a damaged index is deleted.

        If the file cannot be written, as on a full disk, it is that of an index in memory, which is updated first.
        """
        try:
            if not self.index.is_kept:
                with self._alone:
                    FreshIndex(self.paths, lambda: self.library).update(self.index, analyzed=self.is_analyzed)
            with self.index.reading() as db:
                return question(db)
        except UnwritableError:
            self.index.keep_in_memory()
            return self.ask(question)
        except DamagedIndexError as error:
            self.index.discard(error.inode)
            raise SearchError(DAMAGED) from error

    def index_reading(self) -> None:
        """Tell the index what was read, and how far; a damaged index is left alone. Raises SearchError."""
        with suppress(DamagedIndexError):
            index_reading(self.index, self.paths.state)

    def reopen(self, origin: Origin, span: Span | None) -> tuple[Session, Span | None]:
        """Return a session with an article, and `span` in its text of today. Raises LibraryError, SessionError."""
        article = reopen_unchanged(origin.source, origin.sha256)
        if article is None:
            article, span = reread_article(self.library, origin, span)
        session = Session(article, self.paths, self._library)
        session.article_id = origin.id
        return session, span


def elsewhere(session: Session, quote: "Quote") -> Elsewhere:
    """Return where else a quote stands, as far as the index knows."""
    words, name = quote.span.of(session.article.text), quote.speaker.name if quote.speaker else ""
    with suppress(SearchError, DamagedIndexError), SearchIndex(session.paths.library).reading() as db:
        if has_other_quotes(db, session.article_id):
            from reader.search.statements import find_elsewhere  # loads rapidfuzz

            return find_elsewhere(db, words, session.article_id, name)
    return Elsewhere()


def reread_article(library: "Library", origin: Origin, span: Span | None) -> tuple[Article, Span | None]:
    """Read an article again; return it with `span` in its text of today. Raises LibraryError, SessionError."""
    from reader.session.reopen import reopen_article

    record = library.article(origin.id)
    if record is None:
        raise SessionError(f"the article of this note is no longer in the library; its id was {origin.id}")
    article = reopen_article(library, record)
    if span is not None:
        span = locate_span(article, span, origin.sha256, library.kept_text(origin.sha256))
    return article, span


@dataclass(frozen=True, slots=True)
class IndexPartDone:
    """The end of one part of an update."""

    what: str
    """ "index" (the library) or "analysis" (names and quotes of every article)."""


IndexEvent = WorkProgress | IndexPartDone | str
"""A text is what the user should know of the library: damage, an older version, a conflict copy."""


async def update_index(library: Path) -> AsyncIterator[IndexEvent]:
    """Update the index of `library` and yield the progress. Closing ends the child. Raises SearchError."""
    worker = Worker("reader", "index", "--jsonl", "--library", str(library))
    try:
        async with aclosing(stream(worker)) as lines:
            async for line in lines:
                event = parse(line)
                if "ready" in event:
                    worker.lower_priority()
                    yield IndexPartDone(event["ready"])
                elif "notice" in event:
                    yield str(event["notice"])
                else:
                    yield WorkProgress(event["doing"], event["done"], event["of"])
    except WorkerError as error:
        raise SearchError(error.reason or "the search index could not be updated") from error


async def fetch_versions(article: str, paths: UserPaths, old: str = "", new: str = "") -> VersionsObject:
    """Compare two versions of an article, by default the last two. Cancelling ends the child. Raises SessionError."""
    choice = [*(["--from", old] if old else []), *(["--to", new] if new else [])]
    arguments = ["versions", article, "--json", "--library", str(paths.library), *choice]
    try:
        async with aclosing(stream(Worker("reader", *arguments))) as lines:
            found: VersionsObject = fast_json.loads(b"".join([line async for line in lines]))
    except WorkerError as error:
        raise SessionError(error.reason or "the versions could not be compared") from error
    return found
