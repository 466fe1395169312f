"""Check the quotations of a draft against sources."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reader.analysis import Analysis
from reader.analysis.queries import span_distance
from reader.document.article import Article
from reader.text.span import Span
from reader.verification import GOOD_WORDS, Attribution, Check, DraftQuotation, Place
from reader.verification.alignment import LIGHT_WORDS, Likeness, find_alignments, rows_of
from reader.verification.evidence import is_mentioned
from reader.verification.pattern import EqualWords, Found, Pattern, find_adapted, find_verbatim, read_pattern
from reader.verification.places import make_place
from reader.verification.remarks import (
    difference_remarks,
    figure_remarks,
    has_same_facts,
    misspelled_names,
    prose_remark,
)
from reader.verification.source_text import SourceText
from reader.verification.speakers import Voice, named_in_full

WORDS_ORDER = ("verbatim", "adapted", "altered")
ATTRIBUTION_ORDER: tuple[Attribution, ...] = ("same", "unknown", "other")

PLACES = 20
"""Places of one quotation that are looked at and listed; a quotation with more is a common phrase."""

TOGETHER = 1.05
"""Maximum score of two places together that have different words of a quotation."""

COMMON_WORDS = 6
"""Least words of meaning that a changed passage outside the dossier has in common with a quotation: a library holds
enough books for any sentence of five words to have its like in one."""

PARAPHRASE = 0.6
"""Minimum score of indirect speech that reports a passage."""


@dataclass(frozen=True)
class AnalyzedDraft:
    """A draft with its analysis."""

    article: Article
    analysis: Analysis


@dataclass(frozen=True)
class CheckedDraft:
    """A draft with the verdicts on its quotations."""

    draft: AnalyzedDraft
    checks: tuple[Check, ...]
    sources: Mapping[str, SourceText]
    """The sources by their keys."""


def check_draft(
    quotations: Sequence[DraftQuotation],
    draft: AnalyzedDraft,
    sources: Iterable[SourceText],
    analysis_of: Callable[[SourceText], Analysis],
    step: Callable[[int], None] = lambda _: None,
) -> CheckedDraft:
    """Return the draft with the verdict on each quotation; `step` is called with the number of those done."""
    by_key = {source.key: source for source in sorted(sources, key=lambda source: source.key)}
    ordered = tuple(by_key.values())
    check_one = partial(check_quotation, draft=draft, sources=ordered, analysis_of=analysis_of)
    checks: list[Check] = []
    for number, quotation in enumerate(quotations):
        step(number)
        for check in check_whole_or_parts(quotation, check_one):
            remarks: list[str] = []
            if check.place is not None:
                source = by_key[check.place.source]
                remarks += difference_remarks(check.place, source)
                remarks += prose_remark(check.place, analysis_of(source))
                remarks += figure_remarks(draft.article, quotations, check.quotation.span, source)
            checks.append(replace(check, remarks=tuple(dict.fromkeys(remarks))))
    if checks:
        for span, remark in misspelled_names(draft.article, draft.analysis, ordered):
            index = nearest_check(checks, span)
            checks[index] = replace(checks[index], remarks=(*checks[index].remarks, remark))
    step(len(quotations))
    return CheckedDraft(draft, tuple(checks), by_key)


def nearest_check(checks: Sequence[Check], span: Span) -> int:
    """Return the index of the first check whose speaker is named at `span`, else of the nearest one."""

    def distance(index: int) -> tuple[bool, int]:
        quotation = checks[index].quotation
        named = quotation.speaker is not None and quotation.speaker.span.overlaps(span)
        return not named, 0 if named else span_distance(quotation.span, span)

    return min(range(len(checks)), key=distance)


# ---------------------------------------------------------------------- one quotation


def check_whole_or_parts(quotation: DraftQuotation, check: Callable[[DraftQuotation], Check]) -> list[Check]:
    """Return the verdict on a quotation; on each paragraph of a block quotation if no source has them together."""
    whole = check(quotation)
    if whole.words in GOOD_WORDS or not quotation.paragraphs:
        return [whole]
    parts = list(map(check, quotation.paragraphs))
    return parts if any(part.words in GOOD_WORDS for part in parts) or whole.words == "missing" else [whole]


def check_quotation(
    quotation: DraftQuotation,
    draft: AnalyzedDraft,
    sources: Sequence[SourceText],
    analysis_of: Callable[[SourceText], Analysis],
) -> Check:
    """Return the verdict on one quotation; remarks are not made here."""
    text = quotation.text(draft.article.text)
    pattern = read_pattern(text)
    voice = named_in_full(Voice(quotation.speaker, draft.article, draft.analysis)) if quotation.speaker else None
    indirect = quotation.kind == "indirect"
    around = paragraph_of(quotation, draft.article)
    found = find_words(pattern, sources)
    if len(found) > PLACES:
        found.sort(
            key=lambda each: (voice is None or not is_mentioned(each.source, voice), each.source.key, each.first)
        )
    places = [
        make_place(pattern, each, analysis_of(each.source), voice, around, indirect=indirect) for each in found[:PLACES]
    ]
    if indirect:
        places = [accept_paraphrase(place) for place in places]
    places.sort(key=lambda place: (*rank(place), place.source, place.span))
    if not places:
        nearest = (
            make_place(pattern, each, analysis_of(each.source), voice, around, indirect=indirect)
            for each in changed_words(pattern, [source for source in sources if source.outside])
        )
        return Check(quotation, text, "missing", None, 1.0, None, nearest=next(nearest, None))
    best = next((place for place in places if is_other_part(place, places[0])), places[0])
    places.remove(best)
    confidence = min(quotation.confidence, best.confidence) if best.attribution != "unknown" else 1.0
    return Check(quotation, text, best.words, best.attribution, confidence, best, tuple(places))


def paragraph_of(quotation: DraftQuotation, draft: Article) -> Span:
    """Return the paragraph of a quotation, with the one before it if that introduces it: it ends with a colon."""
    if not draft.blocks:
        return quotation.span
    index = draft.block_index(quotation.span.start)
    own = draft.blocks[index].span
    before = draft.blocks[index - 1].span if index else own
    introduced = quotation.kind == "block" or before.of(draft.text).rstrip().endswith(":")
    return Span(before.start if introduced else own.start, max(own.end, quotation.span.end))


def rank(place: Place) -> tuple[float, ...]:
    """A sort key: the best words first, then the right speaker, then the dossier, then words in quotation marks.

    Changed words are looked for in the dossier first.
    """
    words, attribution = WORDS_ORDER.index(place.words), ATTRIBUTION_ORDER.index(place.attribution)
    elsewhere = place.outside and place.words == "altered"
    return words, elsewhere, -round(place.score, 2), attribution, place.outside, place.prose


def is_other_part(place: Place, best: Place) -> bool:
    """Return whether a place has the words of a joined quotation that the best one lacks, and the right speaker."""
    other = best.words == "altered" and best.attribution != "same" and place.attribution == "same"
    return other and best.score + place.score <= TOGETHER


def accept_paraphrase(place: Place) -> Place:
    """Return the place of indirect speech: `adapted` if it reports a passage in other words with the same facts."""
    fair = place.words == "altered" and place.score >= PARAPHRASE and has_same_facts(place)
    return replace(place, words="adapted") if fair else place


# ---------------------------------------------------------------------- words


def find_words(pattern: Pattern, sources: Sequence[SourceText]) -> list[Found]:
    """Return the places of a quotation: all that have it verbatim, else adapted, else the most similar ones.

    Outside the dossier, those with changed words need several words of meaning in common.
    """
    if not pattern.words:
        return []
    for find in (find_verbatim, find_adapted):
        if found := [each for source in sources for each in find(pattern, source)]:
            return found
    inside = changed_words(pattern, [source for source in sources if not source.outside])
    outside = changed_words(pattern, [source for source in sources if source.outside])
    return [*inside, *(each for each in outside if words_of_meaning(pattern, each) >= COMMON_WORDS)]


def changed_words(pattern: Pattern, sources: Sequence[SourceText]) -> list[Found]:
    """Return the passages of sources that have a quotation with other words, the most similar first."""
    return [
        Found(each.source, each.run, tuple(equal_rows(pattern, each)), "altered", each.score)
        for each in find_alignments(pattern, sources)
    ]


def words_of_meaning(pattern: Pattern, found: Found) -> int:
    """Return how many words a quotation has in common with a passage, without those that any two sentences share."""
    keys = pattern.words.keys
    return sum(keys[at] not in LIGHT_WORDS for equal in found.equal for at in range(equal.begin, equal.end))


def equal_rows(pattern: Pattern, likeness: Likeness) -> Iterator[EqualWords]:
    numbers = pattern.numbers
    for row in rows_of([(numbers[a], b) for a, b in likeness.pairs]):
        (begin, run_begin), (last, run_last) = row[0], row[-1]
        yield EqualWords(begin, last + 1, run_begin, run_last + 1)
