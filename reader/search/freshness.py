"""Query an index that is up to date: the entry point for the command line.

The index is updated first, which costs almost nothing if the library file has not changed; for a query about quotes,
articles are analyzed too. A damaged index is rebuilt; if the file cannot be written, the index is made in memory.
The screen does not use this: it queries the index as it is, and a child process updates it.
"""

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from reader.errors import SearchError
from reader.search import WorkProgress
from reader.search.index import DamagedIndexError, SearchIndex, UnwritableError
from reader.search.index_library import index_library, index_reading, indexed_signature, signature, stored_fact
from reader.system.paths import UserPaths

if TYPE_CHECKING:
    from reader.library.library import Library

T = TypeVar("T")

DAMAGED = "the search index was damaged and is being rebuilt; nothing is lost"


@dataclass(frozen=True)
class FreshIndex:
    """The index of a library, updated before each query."""

    paths: UserPaths
    library: "Callable[[], Library]"
    """Opens the library; called only if the index is out of date."""
    tell: Callable[[str], None] = lambda _: None
    """Shows a one-line message to the user."""
    show: Callable[[WorkProgress], None] = lambda _: None
    """Shows the progress of indexing."""
    at_once: bool = False
    """True if an index that is made anew may take the place of the file when it is whole (`SearchIndex.made_anew`);
    else it is seen while it grows, and what is done is kept if this process is stopped."""

    def answer(
        self, query: Callable[[sqlite3.Connection], T], *, analyzed: bool = False, only: Collection[str] | None = None
    ) -> T:
        """Return the result of `query` on the updated index; `analyzed`, with the quotes and names of all articles, or
        of those with `only` these ids.

        Raises AnalysisError, LibraryError, SearchError.
        """
        index = SearchIndex(self.paths.library)
        if not self.paths.library.exists():  # a query must not create files
            index.keep_in_memory()
        for again in (True, False):
            try:
                self.update(index, analyzed=analyzed, only=only)
                with index.reading() as db:
                    if again and index.is_kept and not stored_fact(db, "library"):
                        continue  # it was deleted meanwhile, and is empty now
                    return query(db)
            except UnwritableError as error:
                if not again or not index.is_kept:
                    raise
                self.tell(f"{error}; searching without one, which takes longer")
                index.keep_in_memory()
            except DamagedIndexError as error:
                if not again:
                    raise SearchError(f"the search index cannot be used: {error}") from error
                self.tell(DAMAGED)
                index.discard(error.inode)
        raise AssertionError("the second attempt returns or raises")

    def update(self, index: SearchIndex, *, analyzed: bool, only: Collection[str] | None = None) -> None:
        """Update the index. Raises AnalysisError, LibraryError, SearchError, DamagedIndexError."""
        indexed = indexed_signature(index)
        if not indexed or indexed != signature(self.paths.library):
            from reader.search.index_saves import index_saves  # not needed on an index that is up to date

            library = self.library()
            if not (indexed and index_saves(index, library)):
                with index.made_anew() if self.at_once and index.is_kept and not indexed else index.held_open() as own:
                    first = partial(self.analyze, own, only) if analyzed and own is not index else None
                    index_library(own, library, self.show, first)
        index_reading(index, self.paths.state)
        if analyzed:
            self.analyze(index, only)

    def analyze(self, index: SearchIndex, only: Collection[str] | None) -> None:
        """Index names and quotes. Raises AnalysisError, LibraryError, SearchError, DamagedIndexError."""
        from reader.search.index_findings import index_findings  # loads the analysis

        with index.held_open():
            index_findings(index, self.library, self.paths.cache, self.show, only)
