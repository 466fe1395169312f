"""The analysis of one article and the corrections to it: a part of a session.

The engine's analysis is kept as it was made (`_analysis`, and in the cache); callers get it with the corrections
applied, again whenever either of them changes. Loaded after the first paint.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.analysis import Analysis, Quote, cache, engine
from reader.analysis.packed import pack
from reader.annotations.corrected_analysis import apply_corrections
from reader.annotations.corrections import Change, Correction, active_corrections
from reader.annotations.new_correction import make_corrections, what_follows
from reader.document.article import Article
from reader.errors import NoteError
from reader.session.placement import PlacedEntry, place_entries
from reader.system.paths import UserPaths
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from reader.library.library import ArticleRecord, Library


class AnalysisState:
    """The analysis of an article and its corrections; `open_library` and `article_id` are called when needed."""

    def __init__(
        self, article: Article, paths: UserPaths, open_library: "Callable[[], Library]", article_id: Callable[[], str]
    ) -> None:
        self.article = article
        self.paths = paths
        self._open_library = open_library
        self._article_id = article_id
        self.stored: dict[str, Correction] = {}
        """All corrections by their ids, also those that were taken back."""
        self._analysis: Analysis | None = None
        """The engine's analysis, without corrections."""
        self._cache_read = False
        """True once the cache has been read: each key asks for the analysis, and must not wait for the disk."""
        self._partial: Analysis | None = None
        """The analysis so far of a book that is still being analyzed: shown, but not cached."""
        self._corrected: tuple[Analysis, dict[str, Correction], Analysis] | None = None
        """The corrected analysis, after the analysis and the corrections it was made from."""

    @property
    def library(self) -> "Library":
        return self._open_library()

    def known_analysis(self) -> Analysis | None:
        """Return the corrected analysis if it was made or cached before; of a book being analyzed, the part so far."""
        if self._partial is not None:
            return self.corrected(self._partial)
        made = self._analysis or self._cached()
        return self.corrected(made) if made else None

    def _cached(self) -> Analysis | None:
        if not self._cache_read:
            kept = (cache.load_analysis(self.paths.cache, self.article, name) for name in engine.usable_engines())
            self._analysis = next((analysis for analysis in kept if analysis), None)
            self._cache_read = True
        return self._analysis

    def set_analysis(self, analysis: Analysis) -> None:
        """Use and cache an analysis that was made elsewhere, without corrections, unless it is of a former genre."""
        if not self._is_current(analysis):
            return
        self._analysis, self._partial = analysis, None
        cache.store_analysis(self.paths.cache, self.article, analysis)
        self.corrected(analysis)  # now, in a worker thread, not when it is drawn

    def take_part(self, analysis: Analysis) -> None:
        """Show the analysis so far of a book that is still being analyzed, likewise; exports wait for all of it."""
        if self._is_current(analysis):
            self.corrected(analysis)
            self._partial = analysis

    def _is_current(self, analysis: Analysis) -> bool:
        """Return whether an analysis is of the genre that the article is read as: one that was begun before is not."""
        wanted, found = self.article.genre, analysis.genre
        return found.genre == wanted if wanted else not found.chosen

    def drop_part(self) -> None:
        """Forget the analysis so far, as after an analysis that has failed."""
        self._partial = None

    def can_refine(self) -> bool:
        """Return whether a better engine is installed than the one that was used. Raises AnalysisError."""
        return engine.can_refine(self.raw_analysis)

    def complete_analysis(self) -> None:
        """Analyze with the best engine unless that is done. Raises AnalysisError."""
        if self.can_refine():
            self.set_analysis(engine.analyze(self.article))

    @property
    def analysis(self) -> Analysis:
        """Entities and quotes with the corrections applied, found now by rules if they are not known."""
        return self.corrected(self.raw_analysis)

    @property
    def raw_analysis(self) -> Analysis:
        """Entities and quotes as the engine finds them."""
        made = self._analysis or self._cached()
        if made is None:
            made = engine.analyze(self.article, "rules")
            self.set_analysis(made)
        return made

    def corrected(self, made: Analysis) -> Analysis:
        corrections, known = self.stored, self._corrected
        if not corrections:
            return made
        if known is None or known[0] is not made or known[1] is not corrections:
            corrected = pack(apply_corrections(made, corrections.values(), self.article))
            self._corrected = known = made, corrections, corrected
        return known[2]

    def read_as(self, article: Article) -> None:
        """Analyze the article as another genre from now on: `article` has it, and is the same else."""
        self.article = article
        self._analysis = self._partial = self._corrected = None
        self._cache_read = False

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections in force, in the order in which they take effect, placed in the current text."""
        return active_corrections(self.stored.values())

    def correct(self, *changes: Change) -> tuple[Correction, ...]:
        """Store corrections, all or none. Raises LibraryError, NoteError."""
        made = make_corrections(changes, self.stored.values(), self.raw_analysis, self.article, self._article_id())
        self.store(*made)
        return tuple(made)

    def what_follows(self, change: Change) -> list[Quote]:
        """Return the quotes whose speaker would change, too, if a correction spread. Raises NoteError."""
        return what_follows(change, self.stored.values(), self.raw_analysis, self.article, self._article_id())

    def remove_correction(self, correction_id: str) -> Correction:
        """Undo a correction, which stays in the library. Raises LibraryError, NoteError."""
        correction = next((each for each in self.corrections if each.id == correction_id), None)
        if correction is None:
            message = f"this article has no correction {clean_line(correction_id)}; --list shows them with their ids"
            raise NoteError(message)
        self.store(correction.settled(deleted=True))
        return correction

    def store(self, *corrections: Correction) -> None:
        """Store corrections, and load what other windows have stored in the meantime."""
        self.library.save(*corrections)
        self.read_corrections(self.library.article(self._article_id()))

    def read_corrections(self, record: "ArticleRecord | None") -> None:
        """Load the corrections from the library and place them; those of an article not in it yet are not placed."""
        stored = self.library.corrections(record.id if record else self._article_id())
        found = self.place(stored, record) if record else stored
        self.stored = {correction.id: correction for correction in found}
        if self._analysis is not None:
            self.corrected(self._analysis)

    def place(self, entries: Sequence[PlacedEntry], record: "ArticleRecord") -> list[PlacedEntry]:
        return place_entries(entries, self.article, record, self.library.kept_text)
