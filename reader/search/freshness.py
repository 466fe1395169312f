"""A question answered by an index that says what the library says: the way in for whoever asks once.

The index is brought up to date first, which costs next to nothing while the library file has not changed; where the
question is about who said what, every article is studied too. A damaged index is made anew, one that cannot be written
is made in memory. The screen does without this: it asks the index as it is, and has a child bring it up to date.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from reader.errors import SearchError
from reader.search import WorkProgress
from reader.search.index import DamagedIndexError, SearchIndex, UnwritableError
from reader.search.index_library import index_library, is_current
from reader.system.paths import Places

if TYPE_CHECKING:
    from reader.library.library import Library

T = TypeVar("T")

DAMAGED = "the search index was damaged and is made anew; nothing is lost"


@dataclass(frozen=True)
class FreshIndex:
    """Whoever asks, and what is theirs."""

    places: Places
    library: "Callable[[], Library]"
    """Opens it; asked only where the index is not up to date."""
    tell: Callable[[str], None]
    """Says what the user should know, in a line."""
    show: Callable[[WorkProgress], None]
    """Shows how far a long work has come."""

    def answer(self, question: Callable[[sqlite3.Connection], T], *, studied: bool = False) -> T:
        """What `question` answers to the index of today; `studied`: with what is found in every article.

        Raises AnalysisError, LibraryError, SearchError.
        """
        index = SearchIndex(self.places.library)
        if not self.places.library.exists():  # whoever owns nothing gets no files by asking
            index.keep_in_memory()
        for again in (True, False):
            try:
                self.bring_up_to_date(index, studied=studied)
                with index.reading() as db:
                    return question(db)
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
        raise AssertionError  # the second time either answers or raises

    def bring_up_to_date(self, index: SearchIndex, *, studied: bool) -> None:
        """Raises AnalysisError, LibraryError, SearchError, DamagedIndexError."""
        if not is_current(index, self.places.library):
            index_library(index, self.library(), self.show)
        if studied:
            from reader.search.index_findings import index_findings

            index_findings(index, self.library, self.places.cache, self.show)
