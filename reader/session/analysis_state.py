"""The analysis of one article and the corrections to it: a part of a session.

The engine's analysis is kept as it was made (`_analysis`, and in the cache); callers get it with the corrections
applied, which happens again whenever either of them changes. None of this is needed before the first paint, so the
modules that analyse and correct are imported when they are used.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.document.article import Article
from reader.system.paths import Places

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.annotations.corrections import Change, Correction
    from reader.library.library import ArticleRecord, Library
    from reader.session.placement import PlacedEntry


class AnalysisState:
    """The analysis of an article and the corrections to it.

    `open_library` is called when the library is needed, and not before.
    """

    def __init__(self, article: Article, places: Places, open_library: "Callable[[], Library]") -> None:
        self.article = article
        self.places = places
        self._open_library = open_library
        self._corrections: dict[str, Correction] = {}
        self._analysis: Analysis | None = None
        """As the engine made it."""
        self._so_far: Analysis | None = None
        """What is found of a book that is being read, to be shown and not kept."""
        self._corrected: tuple[Analysis, dict[str, Correction], Analysis] | None = None
        """As it is handed out, behind what that was made of."""

    # ------------------------------------------------------------------ analysis

    def known_analysis(self) -> "Analysis | None":
        """The analysis, as corrected, if it is at hand: made in this session or kept from an earlier one.

        Of a book that is being read, what is found so far.
        """
        if self._so_far is not None:
            return self._as_corrected(self._so_far)
        made = self._analysis or self._kept()
        return self._as_corrected(made) if made else None

    def _kept(self) -> "Analysis | None":
        """The analysis that an earlier session has kept."""
        from reader.analysis import cache
        from reader.analysis.engine import usable_engines

        kept = (cache.load_analysis(self.places.cache, self.article, engine) for engine in usable_engines())
        self._analysis = next((analysis for analysis in kept if analysis), None)
        return self._analysis

    def take_analysis(self, analysis: "Analysis") -> None:
        """Use and keep an analysis that was made elsewhere, without corrections."""
        from reader.analysis import cache

        self._analysis, self._so_far = analysis, None
        cache.store_analysis(self.places.cache, self.article, analysis)
        self._as_corrected(analysis)  # in the thread that calls this, and not when it is drawn

    def take_part(self, analysis: "Analysis") -> None:
        """Show what is found so far in a book that is being read; what is exported waits for all of it."""
        self._as_corrected(analysis)
        self._so_far = analysis

    def drop_part(self) -> None:
        """Forget what was found of a book that is not read to its end."""
        self._so_far = None

    def can_refine(self) -> bool:
        """Whether a better engine is installed than that of the analysis at hand. Raises AnalysisError."""
        from reader.analysis import ENGLISH
        from reader.analysis.engine import best_engine

        made = self.uncorrected
        return made.language == ENGLISH and made.engine != best_engine()

    def refine(self) -> None:
        """Have the analysis of the best engine, made now unless it is at hand. Raises AnalysisError."""
        if self.can_refine():
            from reader.analysis.engine import analyse

            self.take_analysis(analyse(self.article))

    @property
    def analysis(self) -> "Analysis":
        """The entities and quotes of the article as corrected; found now, by rules, if they are not known."""
        return self._as_corrected(self.uncorrected)

    @property
    def uncorrected(self) -> "Analysis":
        """The entities and quotes as the engine finds them."""
        made = self._analysis or self._kept()
        if made is None:
            from reader.analysis.engine import analyse

            made = analyse(self.article, "rules")
            self.take_analysis(made)
        return made

    def _as_corrected(self, made: "Analysis") -> "Analysis":
        told, known = self._corrections, self._corrected
        if not told:
            return made
        if known is None or known[0] is not made or known[1] is not told:
            from reader.annotations.corrections import apply_corrections

            self._corrected = known = made, told, apply_corrections(made, told.values(), self.article)
        return known[2]

    # ------------------------------------------------------------------ corrections

    @property
    def corrections(self) -> tuple["Correction", ...]:
        """The corrections that hold, in the order in which they take effect, each placed in today's text."""
        from reader.annotations.corrections import active_corrections

        return active_corrections(self._corrections.values())

    @property
    def stored_corrections(self) -> "tuple[Correction, ...]":
        """All corrections, also those that no longer hold."""
        return tuple(self._corrections.values())

    def find_stored(self, correction_id: str) -> "Correction | None":
        """Return the correction with this id, also if it no longer holds."""
        return self._corrections.get(correction_id)

    def correct(self, article_id: str, *changes: "Change") -> tuple["Correction", ...]:
        """Tell the analysis something, all of it or nothing. Raises LibraryError, NoteError."""
        from reader.annotations.new_correction import make_corrections

        made = make_corrections(changes, self._corrections.values(), self.uncorrected, self.article, article_id)
        self.store(article_id, *made)
        return tuple(made)

    def uncorrect(self, article_id: str, correction_id: str) -> "Correction":
        """Take a correction back; it stays in the library. Raises LibraryError, NoteError."""
        from reader.annotations.new_correction import require_correction

        correction = require_correction(self._corrections.values(), correction_id)
        self.store(article_id, correction.settled(deleted=True))
        return correction

    def store(self, article_id: str, *corrections: "Correction") -> None:
        """Store corrections, and see what another window has made of them meanwhile."""
        library = self._open_library()
        library.correct(*corrections)
        self.read_corrections(article_id, library.article(article_id))

    def read_corrections(self, article_id: str, record: "ArticleRecord | None") -> None:
        """Take what the library has; the corrections of an article that is not in it yet are placed by their words."""
        stored = self._open_library().corrections(record.id if record else article_id)
        found = self.place(stored, record) if record else stored
        self._corrections = {correction.id: correction for correction in found}
        if self._analysis is not None:
            self._as_corrected(self._analysis)

    def forget_corrections(self) -> None:
        """Have no corrections, as for an article that the library does not know."""
        self._corrections = {}

    def place(self, entries: "Sequence[PlacedEntry]", record: "ArticleRecord") -> "list[PlacedEntry]":
        """Return notes or corrections with their placement in the article's current text."""
        from reader.session.placement import place_entries

        return place_entries(entries, self.article, record, self._open_library().kept_text)
