"""Who speaks each quotation: candidates scored by the weights of `weights`.

Quotations are taken in text order, since the speaker of one is a hint for the next. For each, every cue of its
sentence speaks for its subject; without a strong one so do the sentence's other subjects, the sentence and paragraph
before, and the quotations around. A candidate's hints are added up, and the highest sum wins. The trap: the same
person is often several candidates ("he", "Trump"); the mention that the cue governs is the one that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis import weights
from reader.analysis.candidates import Candidate, by_sentence
from reader.analysis.cues import Cue, Sentence, find_cues
from reader.analysis.page import Page, Quoted

COMMA_ENDS = frozenset(",?!—–-")
"""What a quotation ends in whose sentence goes on."""

TAIL = 8
"""A cue so near to the end of its sentence closes it: ", he told the paper on Monday"."""

BY_STRENGTH = {
    "say": weights.SAY,
    "describe": weights.DESCRIBE,
    "mention": weights.MENTION,
    "according": weights.ACCORDING,
}
BY_PRONOUN = {"he": weights.HE_OR_SHE, "she": weights.HE_OR_SHE, "they": weights.PHRASE, "it": weights.IT}
BY_KIND = {"person": weights.PERSON, "organisation": weights.ORGANISATION, "place": weights.PLACE}


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with whom it is given to."""

    quotation: Quoted
    speaker: Candidate | None
    cue: Cue | None
    score: float
    margin: float
    """How far the speaker's score is above that of the next who is somebody else."""


class Scores:
    """The hints for each candidate, added up; of its cues only the strongest counts."""

    def __init__(self) -> None:
        self._hints: dict[Candidate, float] = {}
        self._cues: dict[Candidate, tuple[float, Cue]] = {}

    def add(self, candidate: Candidate | None, weight: float) -> None:
        """A hint for `candidate`, if there is one."""
        if candidate is not None:
            self._hints[candidate] = self._hints.get(candidate, 0.0) + weight

    def add_cue(self, cue: Cue, weight: float) -> None:
        """A hint for the cue's subject, if it has one."""
        if cue.subject is not None and weight > self._cues.get(cue.subject, (0.0, cue))[0]:
            self._cues[cue.subject] = (weight, cue)

    def best(self, quotation: Quoted) -> Attribution:
        """The quotation with the candidate of the highest sum; of equals, the one first hinted at."""
        sums = {candidate: prior(candidate) + weight for candidate, weight in self._hints.items()}
        for candidate, (weight, _) in self._cues.items():
            sums[candidate] = sums.get(candidate, prior(candidate)) + weight
        ranked = sorted(sums.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < weights.ENOUGH:
            return Attribution(quotation, None, None, 0.0, 0.0)
        speaker, score = ranked[0]
        others = (other for one, other in ranked[1:] if one.known < 0 or one.known != speaker.known)
        cue = self._cues[speaker][1] if speaker in self._cues else None
        return Attribution(quotation, speaker, cue, score, score - next(others, 0.0))


def prior(candidate: Candidate) -> float:
    """What a candidate's own words and its place in the clause say."""
    if candidate.form == "pronoun":
        own = BY_PRONOUN.get(candidate.agreement or "", weights.FIRST_PERSON)
    elif candidate.form == "phrase":
        own = weights.PHRASE
    else:
        own = BY_KIND.get(candidate.kind or "", weights.OTHER_NAME)
    place = weights.GOVERNED * candidate.governed + weights.OWNER * candidate.owner + weights.ADDED * candidate.added
    return own + place


class Sentences:
    """The sentences of a page with their candidates and cues, made when first asked for."""

    def __init__(self, page: Page, candidates: list[Candidate]) -> None:
        self.page = page
        self._candidates = dict(by_sentence(page, candidates))
        self._first = {page.sentence_of[token]: token for token in range(len(page.tokens) - 1, -1, -1)}
        self._cues: dict[int, list[Cue]] = {}

    def sentence(self, number: int) -> Sentence:
        last = self._first.get(number + 1, len(self.page.tokens)) - 1
        return Sentence(self._first[number], last, self._candidates.get(number, []))

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
        _score_sentence(sentences, quotation, before, scores)
        _score_around(sentences, quotation, before, following, scores)
        before = scores.best(quotation)
        yield before


def words_between(page: Page, left: int, right: int) -> tuple[int, int]:
    """How many words outside quotations, and how many quotations, stand between two tokens."""
    words = quotations = 0
    token = left + 1
    while token < right:
        if page.quotation_of[token] >= 0:
            quotations += 1
            token = page.quotations[page.quotation_of[token]].last
        else:
            words += page.tokens[token].text[0].isalnum()
        token += 1
    return words, quotations


def _ends_with_comma(page: Page, quotation: Quoted) -> bool:
    """Whether the quotation ends in a comma or the like, within its marks or behind them."""
    ends = range(max(quotation.first + 1, quotation.last - 1), min(quotation.last + 2, len(page.tokens)))
    return any(page.tokens[token].text in COMMA_ENDS for token in ends)


def _score_sentence(sentences: Sentences, quotation: Quoted, before: Attribution | None, scores: Scores) -> None:
    """Add the hints of the quotation's own sentence."""
    page, number = sentences.page, quotation.sentence
    sentence = sentences.sentence(number)
    strongest = 0.0
    for position, cue in enumerate(sentences.cues(number)):
        if cue.subject is not None:
            weight = _cue_weight(page, sentence, quotation, cue, cue.subject)
            if position == 0 and cue.strength == "say" and cue.token < quotation.first:
                weight += weights.MAIN_VERB
            strongest = max(strongest, weight)
            scores.add_cue(cue, weight)
    if strongest >= weights.OWN_CUE:
        return
    _score_subjects(page, sentence, quotation, scores)
    if before is not None and before.quotation.sentence == number:
        scores.add(before.speaker, weights.SAME_SENTENCE_SPEAKER)


def _score_subjects(page: Page, sentence: Sentence, quotation: Quoted, scores: Scores) -> None:
    """Add the hints of the sentence's subjects, whatever their verbs, and of the quoted words' owner."""
    subject = sentence.main_subject(quotation.first)
    scores.add(subject, weights.MAIN_SUBJECT)
    comma = _ends_with_comma(page, quotation)
    behind = next((c for c in sentence.candidates if c.first > quotation.last and not c.governed), None)
    if behind is not None and comma and words_between(page, quotation.last, behind.first) == (0, 0):
        scores.add(behind, weights.SUBJECT_DIRECTLY_BEHIND)
    elif comma or subject is None:
        scores.add(behind, weights.SUBJECT_BEHIND)
    owner = next((c for c in sentence.candidates if c.owner and c.last == quotation.first - 2), None)
    scores.add(owner, weights.OWNER_ADJACENT)


def _cue_weight(page: Page, sentence: Sentence, quotation: Quoted, cue: Cue, subject: Candidate) -> float:
    """How strongly `cue` speaks for its subject as the speaker of `quotation`."""
    weight = BY_STRENGTH[cue.strength]
    if cue.token > quotation.last:
        near = min(cue.token, subject.first) if subject.first > quotation.last else cue.token
        gap, across = words_between(page, quotation.last, near)
        if gap == 0 and not across:
            weight += weights.AFTER_COMMA if _ends_with_comma(page, quotation) else weights.AFTER_ADJACENT
        elif page.tokens[near - 1].text == "," and sentence.last - cue.token <= TAIL:
            weight += weights.AFTER_TAIL
        else:
            weight += weights.AFTER_FAR + weights.SUBJECT_ACROSS * (subject.first < quotation.first)
        weight += weights.AFTER_PER_TOKEN * min(gap, weights.FAR)
    else:
        gap, across = words_between(page, max(cue.token, subject.last if cue.inverted else 0), quotation.first)
        weight += weights.BEFORE_NEAR if gap > 1 or across else weights.BEFORE_ADJACENT
        weight += weights.BEFORE_PER_TOKEN * min(gap, weights.FAR)
    return weight + weights.ACROSS_QUOTATION * (across > 0)


def _score_around(
    sentences: Sentences,
    quotation: Quoted,
    before: Attribution | None,
    following: Quoted | None,
    scores: Scores,
) -> None:
    """Add the hints of the sentences and quotations around."""
    page, number = sentences.page, quotation.sentence
    alone = not sentences.sentence(number).candidates
    starts_passage = number == page.sentence_of[page.passages[quotation.passage].first]
    if before is not None and before.quotation.passage == quotation.passage:
        if before.quotation.sentence != number:
            scores.add(before.speaker, weights.SAME_PASSAGE_SPEAKER if alone else weights.SAME_PASSAGE_NEAR)
    elif alone and starts_passage and following is not None and following.passage == quotation.passage:
        for cue in sentences.cues(following.sentence):
            if cue.strength in ("say", "according"):
                scores.add_cue(cue, weights.NEXT_IN_PASSAGE)
    if not starts_passage:
        factor = 1.0 if alone else weights.NOT_ALONE
        _score_former(sentences, number - 1, weights.SENTENCE_BEFORE, weights.SENTENCE_BEFORE_CUE, factor, scores)
    elif quotation.passage > 0:
        _score_passage_before(sentences, quotation, before, alone, scores)


def _score_passage_before(
    sentences: Sentences, quotation: Quoted, before: Attribution | None, alone: bool, scores: Scores
) -> None:
    page, former = sentences.page, sentences.page.passages[quotation.passage - 1]
    if before is not None and before.quotation.passage == quotation.passage - 1:
        if not before.quotation.closed and quotation.first == page.passages[quotation.passage].first:
            scores.add(before.speaker, weights.RUNS_ON)
        elif alone:
            ended = before.quotation.last >= former.last - 1
            scores.add(before.speaker, weights.PASSAGE_BEFORE_SPEAKER if ended else weights.PASSAGE_BEFORE_QUOTED)
    if alone:
        number = sentences.last_in(quotation.passage - 1)
        _score_former(sentences, number, weights.PASSAGE_BEFORE, weights.PASSAGE_BEFORE_CUE, 1.0, scores)


def _score_former(
    sentences: Sentences, number: int, subject_weight: float, cue_weight: float, factor: float, scores: Scores
) -> None:
    """Add the hints of a sentence before the quotation's own."""
    sentence = sentences.sentence(number)
    subject = sentence.main_subject(sentence.last + 1)
    if sentences.page.tokens[sentence.last].text == ":":
        subject_weight = weights.COLON_BEFORE
        subject = subject or next(reversed(sentence.candidates), None)
    scores.add(subject, subject_weight * factor)
    for cue in sentences.cues(number):
        if cue.strength != "mention":
            scores.add_cue(cue, cue_weight * factor)
