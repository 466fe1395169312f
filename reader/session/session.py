"""One sitting with one article: the interface that the screen and the command line share.

A session owns parts, which callers use: `analysis_state` (analysis and corrections), `article_notes` (notes and undo)
and `exports`; its own methods are those that need several. What a method writes is durable when it returns. The screen
calls a session from worker threads, so what it returns is immutable and is replaced, never changed. Pitfall: a session
exists before the first paint, so each part is imported when it is first used.
"""

from collections import Counter
from dataclasses import replace
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from reader.document import WHOLE_PAGE
from reader.document.article import Article, Genre
from reader.errors import SourceError
from reader.session import state
from reader.sources.detect import is_web_page
from reader.sources.open import open_source
from reader.system.paths import UserPaths

if TYPE_CHECKING:
    from reader.analysis import FoundGenre
    from reader.annotations.notes import Note
    from reader.annotations.proposals import Proposal
    from reader.library.library import ArticleRecord, Library
    from reader.session.analysis_state import AnalysisState
    from reader.session.exports import ArticleExports
    from reader.session.notes import ArticleNotes
    from reader.system.worker import Worker


APPROVED, CHANGES_ASKED = 100, 103
"""What the screen returns where a text under review was decided about; both are codes that no shell gives a meaning."""

LISTED = 60  # characters of what was left out that are told in a line whose keys are wanted, too


class PlacementReport(Counter[str]):
    """The number of notes on an article in each state."""

    def __str__(self) -> str:
        words = {"exact": "in place", "changed": "changed", "orphaned": "orphaned"}
        return ", ".join(f"{self[state]} {word}" for state, word in words.items() if self[state])


class Session:
    """One sitting with one article; the library is opened at its first use, unless an open one is given."""

    def __init__(self, article: Article, paths: UserPaths, library: "Library | None" = None) -> None:
        self.article = article
        self.paths = paths
        if library is not None:
            self.library = library
        self.remark = ""
        """A message about where the article came from, for when it is shown."""
        self.first_start = False
        """True if the program seems never to have been used before."""
        self.former_text = ""
        """The sha256 of the text that the article had when it was opened last, if that is another one."""
        self.checks: tuple[str, ...] | None = None
        """The sources to check its quotations against once it is shown; empty: the library; None: no check."""
        self.is_review = False
        """True if the reader is asked for a decision: to approve it, or to ask for changes."""
        self.begun_analysis: Worker | None = None
        """A child that finds names and quotes already, for the screen to take."""
        self._parts_lock = RLock()
        self._analysis_state: AnalysisState | None = None
        self._notes: ArticleNotes | None = None

    @classmethod
    def loaded(cls, article: Article, paths: UserPaths, library: "Library | None" = None) -> "Session":
        """Return a session with its notes and corrections placed; nothing is written. Raises LibraryError."""
        session = cls(article, paths, library)
        session.load_notes()
        return session

    @cached_property
    def article_id(self) -> str:
        """The library's id once the article is known there; until then the id it would get."""
        return self.article.text_id

    @property
    def known_id(self) -> str:
        """The article's id, if it was asked for before; else "", since the whole text is hashed for it."""
        known: str = vars(self).get("article_id", "")
        return known

    @cached_property
    def library(self) -> "Library":
        """The library, opened at its first use."""
        from reader.library.library import Library  # TinyDB, after the first paint

        return Library(self.paths.library, self.paths.state)

    @property
    def analysis_state(self) -> "AnalysisState":
        with self._parts_lock:
            if self._analysis_state is None:
                from reader.session.analysis_state import AnalysisState

                self._analysis_state = AnalysisState(
                    self.article, self.paths, lambda: self.library, lambda: self.article_id
                )
            return self._analysis_state

    @property
    def article_notes(self) -> "ArticleNotes":
        with self._parts_lock:
            if self._notes is None:
                from reader.session.notes import ArticleNotes

                self._notes = ArticleNotes(self.analysis_state)
            return self._notes

    @cached_property
    def exports(self) -> "ArticleExports":
        from reader.session.exports import ArticleExports

        return ArticleExports(self.article_notes, self.analysis_state, lambda: self.article_id)

    def load_notes(self) -> PlacementReport:
        """Load the notes of the article and place them in its current text; nothing is written. Raises LibraryError."""
        record = self.library.find(self.article)
        self.article_notes.load(record)
        self._read_as_kept(record)
        self.article_id = self.article_notes.article_id
        return self.report

    def record_opening(self, *, notes: bool = True) -> PlacementReport:
        """Record that the article is read now, and where its notes are; unless `notes`, only in a text that changed.

        Raises LibraryError.
        """
        before = self.library.texts_opened_last(self.article)
        record = self.library.record_opening(self.article)
        former = before.get(record.id, "")
        self.former_text = former if former != self.article.sha256 else ""
        self.article_id = record.id
        self._read_as_kept(record)
        if not (notes or self.former_text):
            self.article_notes.know(record)
        elif moved := self.article_notes.load(record):
            self.library.save(*moved)
        return self.report

    def _read_as_kept(self, record: "ArticleRecord | None") -> None:
        if record is not None and record.genre is not None and self.article.genre is None:
            self._read_as(record.genre)

    @property
    def genre(self) -> "FoundGenre":
        """What kind of text it is: as the reader says, else by its structure."""
        from reader.analysis.genre import find_genre  # word lists

        return find_genre(self.article)

    def set_genre(self, genre: "Genre | None") -> None:
        """Keep what the article is with it, None for what its structure tells, and read it so. Raises LibraryError."""
        self.library.set_genre(self.article_id, genre)
        self._read_as(genre)

    def _read_as(self, genre: "Genre | None") -> None:
        if genre != self.article.genre:
            self.article = replace(self.article, genre=genre)
            self.analysis_state.read_as(self.article)

    @property
    def notes(self) -> "tuple[Note, ...]":
        """Notes that are not deleted: on the whole article first, then in text order, orphans last."""
        return self._notes.notes if self._notes else ()

    @property
    def proposals(self) -> "tuple[Proposal, ...]":
        """What programs propose and nobody has decided about, in the order of notes."""
        return self._notes.proposals if self._notes else ()

    @property
    def report(self) -> PlacementReport:
        return PlacementReport(note.placement.state for note in self.notes if note.placement)

    @property
    def read_again(self) -> str:
        """A message for when the article has been read again, with the states of its notes if it has any."""
        return f"read again; notes: {self.report}" if str(self.report) else "read again"

    def load_state(self) -> state.ReadingState:
        """Return the caret and bookmarks of the last sitting."""
        if not state.is_any_saved(self.paths.state):
            return state.ReadingState()
        return state.load_state(self.article_id, self.paths.state)

    def save_state(self, reading: state.ReadingState, article_id: str = "") -> state.ReadingState:
        """Save caret and bookmarks (under `article_id`); return them with other windows'. Raises OSError."""
        return state.save_state(article_id or self.article_id, reading, self.paths.state)

    def fetch(self, *, whole: bool = False) -> "Session":
        """Return a session with the article as its source has it now, not entered yet. Raises SourceError.

        With `whole` it has all of the web page; if this one has that, only the article.
        """
        if self.article.source == "-":
            raise SourceError("standard input cannot be read again")
        form = self.article.format
        if whole:
            form = "" if form == WHOLE_PAGE else WHOLE_PAGE
        fresh = Session(open_source(self.article.source, format=form, online=True), self.paths)
        fresh.is_review = self.is_review
        return fresh

    @property
    def is_web_page(self) -> bool:
        """True if the article is of a web page that can be read again, whole or only its article."""
        return self.article.source != "-" and is_web_page(self.article.source, self.article.format)

    @property
    def opening_remark(self) -> str:
        """What there is to say when the article is shown: where it came from, and what was left out of it."""
        first, *others = self.article.left_out or [""]
        whole = "; ".join(self.article.left_out)
        left_out = f"{first} and {len(others)} more" if others and len(whole) > LISTED else whole
        how = " · whole page (in the palette) shows it" if self.is_web_page else ""
        return " · ".join(filter(None, (self.remark or self.article.doubt, left_out and f"left out: {left_out}{how}")))
