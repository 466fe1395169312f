"""Check the quotations of a draft against sources."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from reader.analysis import Analysis
from reader.analysis.queries import find_entity, span_distance
from reader.document.article import Article
from reader.text.span import Span
from reader.verification import GOOD_WORDS, STANDINGS, Attribution, Check, DraftQuotation, Place, Standing, headline
from reader.verification.alignment import LIGHT_WORDS, Likeness, find_alignments, rows_of
from reader.verification.citations import CitedSources
from reader.verification.credit import credit_of
from reader.verification.evidence import is_mentioned
from reader.verification.frames import find_frame, is_given_to_holder
from reader.verification.pattern import (
    EqualWords,
    Found,
    Pattern,
    find_adapted,
    find_figures,
    find_verbatim,
    read_pattern,
)
from reader.verification.places import make_place
from reader.verification.remarks import (
    beginning_remark,
    difference_remarks,
    has_same_facts,
    misspelled_names,
    prose_remark,
)
from reader.verification.source_text import SourceText
from reader.verification.spoken import find_tidied, tidied_remark

WORDS_ORDER = ("verbatim", "adapted", "altered")
ATTRIBUTION_ORDER: tuple[Attribution, ...] = ("same", "unknown", "other")

PLACES = 20  # places of one quotation that are looked at and listed; a quotation with more is a common phrase
TOGETHER = 1.05  # maximum score of two places together that have different words of a quotation

COMMON_WORDS = 6
"""Least words of meaning that a changed passage outside the dossier has in common with a quotation: a library holds
enough books for any sentence of five words to have its like in one."""

LEFT_OUT = 25  # maximum words, about a sentence, that a draft leaves out without a mark where it interrupts a quotation
SOON = 200  # maximum characters between two passages that a draft may quote as one speech: about LEFT_OUT words
PART_WORDS = 3  # minimum words of each part of an interrupted quotation that gets a verdict of its own
PARAPHRASE = 0.6  # minimum score of indirect speech that reports a passage


@dataclass(frozen=True)
class AnalyzedDraft:
    article: Article
    analysis: Analysis


@dataclass(frozen=True)
class CheckedDraft:
    draft: AnalyzedDraft
    checks: tuple[Check, ...]
    sources: Mapping[str, SourceText]
    """The sources by their keys."""
    accepted: frozenset[Span] = frozenset()
    """The quotations whose verdicts the user has accepted."""
    chosen: frozenset[str] = frozenset()
    """The standings and verdicts on words that are to be told; all if there are none."""

    @property
    def told(self) -> list[Check]:
        """The verdicts that are to be told, in text order."""
        chosen = self.chosen
        return [check for check in self.checks if not chosen or self.standing(check) in chosen or check.words in chosen]

    def standing(self, check: Check) -> Standing:
        """Return what a verdict asks of its reader; one that was accepted asks nothing."""
        return "fine" if check.quotation.span in self.accepted else check.standing

    @property
    def by_need(self) -> list[Check]:
        """The verdicts that are to be told, those that need somebody first."""
        return sorted(self.told, key=lambda check: STANDINGS.index(self.standing(check)))

    @property
    def headline(self) -> str:
        """How many quotations need somebody."""
        return headline(sum(self.standing(check) != "fine" for check in self.checks), len(self.checks))

    @property
    def found_in(self) -> list[SourceText]:
        """The sources that the verdicts name, in the order of the draft."""
        places = [place for check in self.told for place in (check.place, check.nearest) if place is not None]
        return [self.sources[key] for key in dict.fromkeys(place.source for place in places)]


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
    cited = CitedSources(draft.article, quotations, ordered)
    check_one = partial(check_quotation, draft=draft, sources=ordered, analysis_of=analysis_of, cited=cited)
    checks: list[Check] = []
    for number, quotation in enumerate(quotations):
        step(number)
        for check in check_whole_or_parts(quotation, check_one):
            if quotation.kind == "phrase" and (check.place is None or check.place.prose):
                continue
            remarks = list(check.remarks)
            if check.place is not None:
                source = by_key[check.place.source]
                tidied = check.place.is_tidied
                remarks += (tidied_remark if tidied else partial(difference_remarks, source=source))(check.place)
                remarks += prose_remark(check.place, analysis_of(source))
            checks.append(replace(check, remarks=tuple(dict.fromkeys(remarks))))
    checks = [without_shown_frame(check, checks, draft.article) for check in checks]
    if checks:
        for span, remark in misspelled_names(draft.article, draft.analysis, ordered):
            index = nearest_check(checks, span)
            checks[index] = replace(checks[index], remarks=(*checks[index].remarks, remark))
    step(len(quotations))
    return CheckedDraft(draft, tuple(checks), by_key)


def without_shown_frame(check: Check, checks: Sequence[Check], draft: Article) -> Check:
    """Return a verdict without what only perhaps turns the quotation if the draft quotes that too, in the paragraph."""
    place = check.place
    if place is None or place.frame is None or place.frame.certain or not draft.blocks:
        return check
    paragraph = draft.block_at(check.quotation.span.start).span
    near = (each.place for each in checks if each is not check and paragraph.holds(each.quotation.span))
    shown = any(each and each.source == place.source and each.span.overlaps(place.frame.span) for each in near)
    return replace(check, place=replace(place, frame=None)) if shown else check


def nearest_check(checks: Sequence[Check], span: Span) -> int:
    """Return the index of the first check whose speaker is named at `span`, else of the nearest one."""
    speakers = enumerate(check.quotation.speaker for check in checks)
    named = (index for index, speaker in speakers if speaker is not None and speaker.span.overlaps(span))
    nearest = min(range(len(checks)), key=lambda index: span_distance(checks[index].quotation.span, span))
    return next(named, nearest)


def check_whole_or_parts(quotation: DraftQuotation, check: Callable[[DraftQuotation], Check]) -> list[Check]:
    """Return the verdict on a quotation; on each of its parts if no source has them together and they differ.

    Two parts that are both right, but far from each other, are no quotation together.
    """
    whole = check(quotation)
    if whole.words in GOOD_WORDS or not quotation.alone:
        return [whole]
    parts = list(map(check, quotation.alone))
    good = [part.words in GOOD_WORDS for part in parts]
    if quotation.kind == "block":
        return parts if any(good) or whole.words == "missing" else [whole]
    if all(good):
        return parts if all(map(follows, parts, parts[1:])) else [whole]
    long = all(len(part.text.split()) >= PART_WORDS for part in parts)
    return parts if any(good) and long else [whole]


def follows(first: Check, second: Check) -> bool:
    """Return whether a source has one passage soon after another, in its next paragraph."""
    one, other = first.place, second.place
    if one is None or other is None or one.source != other.source:
        return False
    return other.paragraph == one.paragraph + 1 and other.span.start - one.span.end <= SOON


def check_quotation(
    quotation: DraftQuotation,
    draft: AnalyzedDraft,
    sources: Sequence[SourceText],
    analysis_of: Callable[[SourceText], Analysis],
    cited: CitedSources | None = None,
) -> Check:
    """Return the verdict on one quotation; remarks on its place are not made here."""
    references = cited.cited(quotation) if cited else ()
    leading = cited.sources_of(references) if cited else frozenset[str]()
    text = quotation.text(draft.article.text)
    pattern = read_pattern(text)
    credit = credit_of(quotation, draft.article, draft.analysis)
    voice = credit.voice if credit else None
    indirect = quotation.kind == "indirect"
    found = find_phrase(pattern, sources) if quotation.kind == "phrase" else find_words(pattern, sources, leading)
    if len(quotation.parts) > 1 and not any(each.words in GOOD_WORDS for each in found):
        gapped = read_pattern(" … ".join(part.of(draft.article.text) for part in quotation.parts))
        within = [each for source in sources for each in find_adapted(gapped, source) if leaves_little_out(each)]
        pattern, found = (gapped, within) if within else (pattern, found)
    if len(found) > PLACES:
        found.sort(
            key=lambda each: (
                each.source.key not in leading,
                voice is None or not is_mentioned(each.source, voice),
                each.source.key,
                each.first,
            )
        )
    places = []
    for each in found[:PLACES]:
        place = make_place(pattern, each, analysis_of(each.source), credit, indirect=indirect)
        if not indirect:
            place = with_frame(place, pattern, each, quotation, draft, analysis_of(each.source))
            if place.frame is not None and place.frame.kind == "reported" and not (credit and credit.is_named):
                others = place.attribution == "other"  # it may be "she" whose view it is
                place = replace(place, attribution="unknown") if others else place
        elif place.words == "altered" and place.score >= PARAPHRASE and has_same_facts(place):
            place = replace(place, words="adapted")  # it reports a passage in other words with the same facts
        places.append(place)
    places.sort(key=lambda place: (*rank(place, leading), place.source, place.span))
    having = frozenset(each.source.key for each in found)
    if not places:
        citation = cited.judge(references, None, having) if cited else None
        nearest = (
            make_place(pattern, each, analysis_of(each.source), credit, indirect=indirect)
            for each in changed_words(pattern, [source for source in sources if source.outside])
        )
        asked = [each for each in sources if each.key in leading] or [
            each for each in sources if not each.outside and (voice is None or is_mentioned(each, voice))
        ]
        lacking = tuple(beginning_remark(each) for each in asked if each.article.completeness == "beginning")
        return Check(
            *(quotation, text, "missing", None, 1.0, None),
            remarks=lacking[:1],
            citation=citation,
            nearest=next(nearest, None),
            is_partial=bool(lacking),
        )
    best = next((place for place in places if is_other_part(place, places[0])), places[0])
    places.remove(best)
    confidence = min(quotation.confidence, best.confidence) if best.attribution != "unknown" else 1.0
    citation = cited.judge(references, best.source, having) if cited else None
    return Check(quotation, text, best.words, best.attribution, confidence, best, tuple(places), citation=citation)


def leaves_little_out(found: Found) -> bool:
    """Return whether little is left out between the parts of a quotation."""
    return all(after.run_begin - before.run_end <= LEFT_OUT for before, after in pairwise(found.equal))


def with_frame(
    place: Place, pattern: Pattern, found: Found, quotation: DraftQuotation, draft: AnalyzedDraft, analysis: Analysis
) -> Place:
    frame = find_frame(pattern, found, quotation, draft.article) if place.words in GOOD_WORDS else None
    if frame is not None and is_given_to_holder(quotation, draft.article, frame):
        attribution: Attribution = "unknown" if place.attribution == "other" else place.attribution
        return replace(place, attribution=attribution)
    if frame is not None and frame.kind == "reported":
        speaker = find_entity(analysis, place.speaker.name) if place.speaker else None
        if place.attribution != "same" or (speaker is not None and speaker.kind == "organisation"):
            frame = replace(frame, certain=False)  # who it is may hold the view, and a paper has it from others
        elif not found.source.is_quoted([Span(frame.span.start, frame.span.start + 1)]):
            quotes = [quote for quote in analysis.quotes if quote.span.overlaps(place.span)]
            spoken = [part for each in quotes for part in (each.cue, each.speaker and each.speaker.span) if part]
            frame = None if any(map(frame.span.holds, spoken)) else frame  # "Lee told them that"
    return replace(place, frame=frame)


def rank(place: Place, cited: frozenset[str]) -> tuple[float, ...]:
    """A sort key: the best words first, then a source that is cited, the right speaker, the dossier, words in quotation
    marks.

    Changed words are looked for in the dossier first.
    """
    words, attribution = WORDS_ORDER.index(place.words), ATTRIBUTION_ORDER.index(place.attribution)
    framed = 0 if place.frame is None else 1 + place.frame.certain
    elsewhere = place.outside and place.words == "altered"
    likeness = -round(place.score, 2)
    return words, elsewhere, likeness, place.source not in cited, attribution, framed, place.outside, place.prose


def is_other_part(place: Place, best: Place) -> bool:
    """Return whether a place has the words of a joined quotation that the best one lacks, and the right speaker."""
    other = best.words == "altered" and best.attribution != "same" and place.attribution == "same"
    return other and best.score + place.score <= TOGETHER


def find_words(pattern: Pattern, sources: Sequence[SourceText], cited: frozenset[str]) -> list[Found]:
    """Return the places of a quotation: all that have it verbatim, else adapted, else the most similar ones.

    A cited source that has it adapted is as good as another that has it verbatim. Outside the dossier, those with
    changed words need several words of meaning in common.
    """
    if not pattern.words:
        return []
    if pattern.joints:
        own = [each for source in sources if source.key in cited for each in find_adapted(pattern, source)]
        verbatim = [each for source in sources for each in find_verbatim(pattern, source)]
        if own and verbatim:
            return own + [each for each in verbatim if each.source.key not in cited]
    for find in (find_verbatim, find_adapted, find_tidied):
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


def find_phrase(pattern: Pattern, sources: Sequence[SourceText]) -> list[Found]:
    """Return the places of a phrase, if all its words are in quotation marks there, or all but its figures."""
    verbatim = [each for source in sources for each in find_verbatim(pattern, source)]
    found = verbatim or [each for source in sources for each in find_figures(pattern, source)]
    return [each for each in found if each.source.is_quoted([each.source.words.span(each.first, each.first)])]


def words_of_meaning(pattern: Pattern, found: Found) -> int:
    """Return how many words a quotation has in common with a passage, without those that any two sentences share."""
    keys = pattern.words.keys
    return sum(keys[at] not in LIGHT_WORDS for equal in found.equal for at in range(equal.begin, equal.end))


def equal_rows(pattern: Pattern, likeness: Likeness) -> Iterator[EqualWords]:
    numbers = pattern.numbers
    for row in rows_of([(numbers[a], b) for a, b in likeness.pairs]):
        (begin, run_begin), (last, run_last) = row[0], row[-1]
        yield EqualWords(begin, last + 1, run_begin, run_last + 1)
