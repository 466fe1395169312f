"""Who speaks each quotation: candidates scored by the weights of `weights`.

Quotations are taken in text order, since the speaker of one is a hint for the next. For each, every cue of its sentence
speaks for its subject, and so do the sentence and the paragraph before; a candidate's hints are added up. The trap: the
same person is often several candidates ("he", "Trump"); the mention that the cue governs is the one that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis import weights
from reader.analysis.candidates import Candidate, by_sentence
from reader.analysis.cues import Cue, Sentence, find_cues
from reader.analysis.page import Page, Quoted

COMMA_ENDS = frozenset(",?!—–-")

TAIL = 8
"""A cue so near to the end of its sentence closes it: ", he told the paper on Monday"."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with whom it is given to."""

    quotation: Quoted
    speaker: Candidate | None
    cue: Cue | None
    score: float
    margin: float
    """How far the best score is above the next candidate's."""


class Scores:
    """The hints for each candidate, added up, with the strongest cue of each."""

    def __init__(self) -> None:
        self._sums: dict[Candidate, float] = {}
        self._cues: dict[Candidate, tuple[float, Cue]] = {}

    def add(self, candidate: Candidate | None, weight: float, cue: Cue | None = None) -> None:
        if candidate is None:
            return
        if cue is None:
            self._sums[candidate] = self._sums.get(candidate, prior(candidate)) + weight
            return
        best = self._cues.get(candidate)
        base = self._sums.get(candidate, prior(candidate)) - (best[0] if best else 0.0)
        if best is None or weight > best[0]:
            best = (weight, cue)
        self._cues[candidate] = best
        self._sums[candidate] = base + best[0]

    def best(self, quotation: Quoted) -> Attribution:
        ranked = sorted(self._sums.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < weights.ENOUGH:
            return Attribution(quotation, None, None, 0.0, 0.0)
        speaker, score = ranked[0]
        others = [other for candidate, other in ranked[1:] if candidate.known != speaker.known or candidate.known < 0]
        cue = self._cues.get(speaker)
        return Attribution(quotation, speaker, cue[1] if cue else None, score, score - (others[0] if others else 0.0))


def prior(candidate: Candidate) -> float:
    """What a candidate's own words say."""
    if candidate.form == "pronoun":
        own = {"he": weights.HE_OR_SHE, "she": weights.HE_OR_SHE, "they": weights.PHRASE, "it": weights.IT}.get(
            candidate.agreement or "", weights.FIRST_PERSON
        )
    elif candidate.form == "phrase":
        own = weights.PHRASE
    else:
        own = {
            "person": weights.PERSON,
            "organisation": weights.ORGANISATION,
            "place": weights.PLACE,
        }.get(candidate.kind or "", weights.OTHER_NAME)
    return (
        own + weights.GOVERNED * candidate.governed + weights.OWNER * candidate.owner + weights.ADDED * candidate.added
    )


class Sentences:
    """The sentences of a page with their candidates and cues, made when first asked for."""

    def __init__(self, page: Page, candidates: list[Candidate]) -> None:
        self.page = page
        self._candidates = dict(by_sentence(page, candidates))
        self._first: dict[int, int] = {}
        for token in range(len(page.tokens) - 1, -1, -1):
            self._first[page.sentence_of[token]] = token
        self._cues: dict[int, list[Cue]] = {}

    def sentence(self, number: int) -> Sentence:
        first = self._first[number]
        last = self._first.get(number + 1, len(self.page.tokens)) - 1
        return Sentence(first, last, self._candidates.get(number, []))

    def cues(self, number: int) -> list[Cue]:
        if number not in self._cues:
            self._cues[number] = find_cues(self.page, self.sentence(number))
        return self._cues[number]

    def last_in(self, passage: int) -> int:
        """The number of the last sentence of a passage."""
        return self.page.sentence_of[self.page.passages[passage].last]


def attribute(page: Page, candidates: list[Candidate]) -> Iterator[Attribution]:
    """Each quotation of the page with its speaker, in order."""
    sentences = Sentences(page, candidates)
    before: Attribution | None = None
    for index, quotation in enumerate(page.quotations):
        following = page.quotations[index + 1] if index + 1 < len(page.quotations) else None
        scores = Scores()
        alone = _score_sentence(sentences, quotation, before, scores)
        _score_around(sentences, quotation, before, following, alone, scores)
        before = scores.best(quotation)
        yield before


def _ends_with_comma(page: Page, quotation: Quoted) -> bool:
    """Whether the quotation ends in a comma or the like, within its marks or behind them."""
    for token in (quotation.last - 1, quotation.last, quotation.last + 1):
        if quotation.first < token < len(page.tokens) and page.tokens[token].text in COMMA_ENDS:
            return True
    return False


def _score_sentence(sentences: Sentences, quotation: Quoted, before: Attribution | None, scores: Scores) -> bool:
    """Add the hints of the quotation's own sentence; whether the sentence holds nothing that could name its speaker."""
    page, number = sentences.page, quotation.sentence
    sentence = sentences.sentence(number)
    strongest = 0.0
    for position, cue in enumerate(sentences.cues(number)):
        if cue.subject is not None:
            main = weights.MAIN_VERB if position == 0 and cue.token < quotation.first and cue.strength == "say" else 0.0
            weight = _cue_weight(page, sentence, quotation, cue) + main
            strongest = max(strongest, weight)
            scores.add(cue.subject, weight, cue)
    if strongest < weights.OWN_CUE:
        _score_subjects(page, sentence, quotation, scores)
        if before is not None and before.quotation.sentence == number and before.quotation.passage == quotation.passage:
            scores.add(before.speaker, weights.SAME_SENTENCE_SPEAKER)
    return not sentence.candidates


def _score_subjects(page: Page, sentence: Sentence, quotation: Quoted, scores: Scores) -> None:
    """Add the hints of the sentence's subjects, whatever their verbs."""
    subject = sentence.main_subject(quotation.first)
    scores.add(subject, weights.MAIN_SUBJECT)
    behind = next((c for c in sentence.candidates if c.first > quotation.last and not c.governed), None)
    comma = _ends_with_comma(page, quotation)
    if behind is not None and comma and words_between(page, quotation.last, behind.first) == (0, 0):
        scores.add(behind, weights.SUBJECT_DIRECTLY_BEHIND)
    elif behind is not None and (subject is None or comma):
        scores.add(behind, weights.SUBJECT_BEHIND)
    owner = next((c for c in sentence.candidates if c.owner and c.last == quotation.first - 2), None)
    scores.add(owner, weights.OWNER_ADJACENT)


def _cue_weight(page: Page, sentence: Sentence, quotation: Quoted, cue: Cue) -> float:
    """How strongly `cue` speaks for its subject as the speaker of `quotation`."""
    base = {
        "say": weights.SAY,
        "describe": weights.DESCRIBE,
        "mention": weights.MENTION,
        "according": weights.ACCORDING,
    }[cue.strength]
    subject = cue.subject
    assert subject is not None
    if cue.token > quotation.last:
        near = min(cue.token, subject.first) if subject.first > quotation.last else cue.token
        gap, across = words_between(page, quotation.last, near)
        comma = _ends_with_comma(page, quotation)
        if gap == 0 and not across:
            base += weights.AFTER_COMMA if comma else weights.AFTER_ADJACENT
        elif page.tokens[near - 1].text == "," and sentence.last - cue.token <= TAIL:
            base += weights.AFTER_TAIL
        else:
            base += weights.AFTER_FAR
            if subject.first < quotation.first:
                base -= 1
        return base + weights.AFTER_PER_TOKEN * min(gap, weights.FAR) + weights.ACROSS_QUOTATION * (across > 0)
    gap, across = words_between(page, max(cue.token, subject.last if cue.inverted else 0), quotation.first)
    base += weights.BEFORE_ADJACENT if gap <= 1 and not across else weights.BEFORE_NEAR
    return base + weights.BEFORE_PER_TOKEN * min(gap, weights.FAR) + weights.ACROSS_QUOTATION * (across > 0)


def words_between(page: Page, left: int, right: int) -> tuple[int, int]:
    """How many words outside quotations and how many quotations stand between two tokens."""
    words = quotations = 0
    token = left + 1
    while token < right:
        if page.quotation_of[token] >= 0:
            quotations += 1
            token = page.quotations[page.quotation_of[token]].last + 1
            continue
        words += page.tokens[token].text[0].isalnum()
        token += 1
    return words, quotations


def _score_around(
    sentences: Sentences,
    quotation: Quoted,
    before: Attribution | None,
    following: Quoted | None,
    alone: bool,
    scores: Scores,
) -> None:
    """Add the hints of the sentences and quotations around."""
    page, number = sentences.page, quotation.sentence
    passage = page.passages[quotation.passage]
    starts_passage = number == page.sentence_of[passage.first]
    if before is not None and before.quotation.passage == quotation.passage:
        if before.quotation.sentence != number:
            scores.add(before.speaker, weights.SAME_PASSAGE_SPEAKER if alone else weights.SAME_PASSAGE_NEAR)
    elif alone and following is not None and following.passage == quotation.passage and starts_passage:
        for cue in sentences.cues(following.sentence):
            if cue.subject is not None and cue.strength in ("say", "according"):
                scores.add(cue.subject, weights.NEXT_IN_PASSAGE, cue)
    if not starts_passage:
        _score_sentence_before(sentences, number - 1, alone, scores)
    elif quotation.passage > 0:
        _score_passage_before(sentences, quotation, before, alone, scores)


def _score_sentence_before(sentences: Sentences, number: int, alone: bool, scores: Scores) -> None:
    page, sentence = sentences.page, sentences.sentence(number)
    factor = 1.0 if alone else 0.3
    colon = page.tokens[sentence.last].text == ":"
    subject = sentence.main_subject(sentence.last + 1) or (
        sentence.candidates[-1] if colon and sentence.candidates else None
    )
    scores.add(subject, (weights.COLON_BEFORE if colon else weights.SENTENCE_BEFORE) * factor)
    for cue in sentences.cues(number):
        if cue.subject is not None and cue.strength != "mention":
            scores.add(cue.subject, weights.SENTENCE_BEFORE_CUE * factor, cue)


def _score_passage_before(
    sentences: Sentences, quotation: Quoted, before: Attribution | None, alone: bool, scores: Scores
) -> None:
    page = sentences.page
    former = page.passages[quotation.passage - 1]
    number = sentences.last_in(quotation.passage - 1)
    sentence = sentences.sentence(number)
    if before is not None and before.quotation.passage == quotation.passage - 1:
        if not before.quotation.closed and quotation.first == page.passages[quotation.passage].first:
            scores.add(before.speaker, weights.RUNS_ON)
        elif alone:
            ended = before.quotation.last >= former.last - 1
            scores.add(before.speaker, weights.PASSAGE_BEFORE_SPEAKER if ended else weights.PASSAGE_BEFORE_QUOTED)
    if not alone:
        return
    colon = page.tokens[former.last].text == ":"
    subject = sentence.main_subject(sentence.last + 1) or (
        sentence.candidates[-1] if colon and sentence.candidates else None
    )
    scores.add(subject, weights.COLON_BEFORE if colon else weights.PASSAGE_BEFORE)
    for cue in sentences.cues(number):
        if cue.subject is not None and cue.strength != "mention":
            scores.add(cue.subject, weights.PASSAGE_BEFORE_CUE, cue)
