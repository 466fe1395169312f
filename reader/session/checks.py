"""Check a draft against sources, with analyses from the cache and the user's corrections.

The sources are read by the caller; an analysis is made only of those that have words of the draft.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.analysis import Analysis, cache, engine, only_sure
from reader.annotations.corrections import accepted_checks
from reader.document.article import Article
from reader.export.checked_draft import sentences_around
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.verification import GOOD_WORDS, Check, Place, judge
from reader.verification.quotations import find_draft_quotations, mark_blocks, unmark_analysis
from reader.verification.source_text import SourceText
from reader.verification.verdict import AnalyzedDraft, CheckedDraft, check_draft

if TYPE_CHECKING:
    from reader.library.library import Library


class CheckAnalyses:
    """Analyses of drafts and sources by the best engine."""

    def __init__(self, paths: UserPaths, open_library: "Callable[[], Library] | None", *, sure: bool = False) -> None:
        """Without a library there are no notes and corrections. If `sure`, other speakers count as not found."""
        self._paths, self._sure = paths, sure
        self._open_library = open_library
        self._corrected: dict[str, Analysis] = {}
        self._sessions: dict[str, Session] = {}

    @cached_property
    def _engine(self) -> str:
        return engine.best_engine()

    def raw(self, article: Article) -> Analysis:
        """Return the analysis of an article without corrections, and cache it. Raises AnalysisError."""
        return cache.load_or_make(self._paths.cache, article, self._engine, engine.analyze)

    def corrected(self, article: Article) -> Analysis:
        """Return the analysis of an article with the user's corrections. Raises AnalysisError, LibraryError."""
        if article.sha256 not in self._corrected:
            session = self._session(article)
            marked = mark_blocks(session.article if session else article)
            found = unmark_analysis(marked, self.raw(marked.article))
            if session is not None:
                found = session.analysis_state.corrected(found)
            self._corrected[article.sha256] = only_sure(found) if self._sure else found
        return self._corrected[article.sha256]

    def restriction_at(self, article: Article, span: Span) -> str:
        """Return why a passage of a source must not be used; "" if it may. Raises LibraryError."""
        session = self._session(article)
        return session.exports.restriction_at(span) if session else ""

    def accepted(self, draft: Article) -> dict[Span, str]:
        """Return the quotations of a draft whose verdicts were accepted, with the time. Raises LibraryError."""
        session = self._session(draft)
        return accepted_checks(session.analysis_state.corrections) if session else {}

    def _session(self, article: Article) -> Session | None:
        """Return a session with the notes and corrections of an article; None without a library."""
        if self._open_library is None or not self._paths.library.exists():
            return None
        if article.sha256 not in self._sessions:
            self._sessions[article.sha256] = Session.loaded(article, self._paths, self._open_library())
        return self._sessions[article.sha256]


def check_article(
    draft: Article,
    find_sources: Callable[[Sequence[str]], Sequence[SourceText]],
    analyses: CheckAnalyses,
    *,
    indirect: bool = False,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> CheckedDraft:
    """Return a draft with the verdicts on its quotations.

    `find_sources` returns the sources for the words of all quotations, if there are any; the draft is none of them.
    `step` is called with the number of quotations done, and of all. Raises AnalysisError, LibraryError.
    """
    marked = mark_blocks(draft)
    made = analyses.raw(marked.article)
    quotations = find_draft_quotations(marked, made, indirect=indirect)
    analysis = unmark_analysis(marked, made)
    found = find_sources([quotation.text(draft.text) for quotation in quotations]) if quotations else []
    checked = check_draft(
        quotations,
        AnalyzedDraft(draft, analysis),
        [source for source in found if source.article.sha256 != draft.sha256],
        lambda source: analyses.corrected(source.article),
        lambda done: step(done, len(quotations)),
    )
    checks = tuple(with_restriction(check, checked, analyses) for check in checked.checks)
    return replace(checked, checks=checks, accepted=frozenset(analyses.accepted(draft)))


def with_restriction(check: Check, checked: CheckedDraft, analyses: CheckAnalyses) -> Check:
    """Return a verdict with why its words must not be used; at another place that says the same, they may be."""
    if check.place is None:
        return check

    def restricted(place: Place) -> Place:
        article = checked.sources[place.source].article
        around = analyses.restriction_at(article, sentences_around(article, place))
        own = around and analyses.restriction_at(article, place.span)
        return replace(place, restriction=own, words_only=around != "")

    best = restricted(check.place)
    others = tuple(restricted(place) for place in check.others) if best.restriction else check.others
    free = next(
        (each for each in others if judge(each.words, each.attribution, each.frame, None, each.restriction) == "fine"),
        None,
    )
    if best.restriction and free is not None and check.words in GOOD_WORDS:
        rest = (best, *(each for each in others if each is not free))
        return replace(check, words=free.words, attribution=free.attribution, place=free, others=rest)
    return replace(check, place=best, others=others)
