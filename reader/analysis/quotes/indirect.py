"""Find indirect speech with a clear cue: "Xi said that …", "…, officials said", "According to Hill, …".

Only forms that hardly ever mislead are read, one sentence at a time: a clause after a reporting verb, with "that" or
where a clause clearly begins; a sentence that ends in ", X said"; a sentence that begins or ends with "according
to". A clause that contains a quotation is left out: the quotation has its own speaker.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis.lexicon import SUBJECT_VERB_FILLERS, VERBS_BEFORE_CLAUSES, read_lower_section
from reader.analysis.quotes import weights
from reader.analysis.quotes.attribution import Scored, candidate_hints, total_score, weighted
from reader.analysis.quotes.candidates import DETERMINERS, PRONOUNS
from reader.analysis.quotes.cues import Cue, Sentence
from reader.analysis.quotes.weights import Weight
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import TokenizedArticle

BARE = read_lower_section("speech", "bare")
NOT_SAID = read_lower_section("speech", "not said")

CONJUNCTIONS = frozenset({"that", "whether"})

CLAUSE_STARTS = frozenset(PRONOUNS) | DETERMINERS - {"no"} | {"there"}
"""Words that begin a clause without "that"; a name does too."""

REACH = 10
"""Maximum words between a verb and its "that": "told reporters in Beijing on Monday that"."""

SHORTEST = 4
"""Minimum words of a clause; shorter ones are mostly not clauses: "he said no"."""

TAIL = 8
"""Maximum words from the verb to the end of a sentence that it closes: ", officials said on Monday"."""

CLOSING = frozenset(".!?;:,…")

QUESTIONED = frozenset({"asked", "told", "pressed", "questioned"})
"""Words at the start of a sentence that report what someone else said: "Asked whether it was so, Lee said no"."""

MARKS = frozenset('“”„‟«»"`') | {"''", "``"}
"""Signs of a quotation that was not recognized as one: its words are direct speech."""


@dataclass(frozen=True, slots=True)
class Indirect:
    """Something said in other words, tokens `first` to `last` (both inclusive), and by whom."""

    first: int
    last: int
    cue: Cue
    scored: Scored


def find_indirect(tokenized: TokenizedArticle, sentences: Sentences) -> Iterator[Indirect]:
    """Yield the page's indirect speech outside headings, in order, without overlapping itself or quotations."""
    for number in sentences.numbers():
        sentence = sentences.sentence(number)
        if tokenized.passages[tokenized.passage_of[sentence.first]].heading:
            continue
        taken = -1
        for cue in sentences.cues(number):
            found = _reported(tokenized, sentence, cue)
            if found is not None and found.first > taken:
                taken = found.last
                yield found


def _reported(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> Indirect | None:
    """Return what the cue reports, if it is in one of the clear forms."""
    subject = cue.subject
    if subject is None or (subject.form == "pronoun" and subject.agreement == "it"):
        return None
    if cue.strength == "according":
        found = _beside_according(tokenized, sentence, cue)
    elif (
        cue.strength == "say"
        and tokenized.tokens[cue.token].lower in VERBS_BEFORE_CLAUSES
        and not _is_denied(tokenized, cue)
    ):
        found = _after_verb(tokenized, sentence, cue) or _before_tail(tokenized, sentence, cue)
    else:
        return None
    if found is None:
        return None
    first, last, weight = found
    while last > first and tokenized.tokens[last].text in CLOSING:
        last -= 1
    while first < last and tokenized.tokens[first].text in CLOSING:
        first += 1
    words = sum(tokenized.tokens[token].text[0].isalnum() for token in range(first, last + 1))
    tokens = range(first, last + 1)
    if words < SHORTEST or any(
        tokenized.quotation_of[token] >= 0 or tokenized.tokens[token].text in MARKS for token in tokens
    ):
        return None
    verb = weights.ACCORDING if cue.strength == "according" else weights.SAY
    hints = [weighted(verb), weighted(weight), *candidate_hints(subject)]
    return Indirect(first, last, cue, Scored(subject, hints, total_score(hints)))


def _is_denied(tokenized: TokenizedArticle, cue: Cue) -> bool:
    """Return whether the verb is negated: "did not say"."""
    assert cue.subject is not None
    between = (
        range(cue.subject.last + 1, cue.token) if cue.subject.last < cue.token else range(cue.token - 2, cue.token)
    )
    return any(tokenized.tokens[token].lower.replace("’", "'") in NOT_SAID for token in between if token >= 0)


def _after_verb(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> tuple[int, int, Weight] | None:
    """Return the clause after the verb."""
    if cue.inverted or cue.subject is None or cue.subject.first > cue.token or cue.token == sentence.first:
        return None
    tokens, after = tokenized.tokens, cue.token + 1
    for token in range(after, min(after + REACH, sentence.last)):
        if tokens[token].lower in CONJUNCTIONS:
            if token > after and tokens[token + 1].lower in SUBJECT_VERB_FILLERS:
                return None  # "actions that would worsen it"
            return token + 1, sentence.last, weights.THAT_CLAUSE
        if tokenized.quotation_of[token] >= 0 or tokens[token].text in CLOSING:
            break
    if after >= sentence.last or tokens[cue.token].lower not in BARE:
        return None
    starts = tokens[after].lower in CLAUSE_STARTS or sentence.starting(after) is not None
    return (after, sentence.last, weights.BARE_CLAUSE) if starts else None


def _before_tail(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> tuple[int, int, Weight] | None:
    """Return the words before ", X said on Monday" or ", said X" at the end of the sentence."""
    assert cue.subject is not None
    if tokenized.tokens[sentence.first].lower in QUESTIONED:
        return None
    first = min(cue.token, cue.subject.first)
    while first > sentence.first and tokenized.tokens[first - 1].text != ",":
        first -= 1
        if tokenized.tokens[first].text[0].isalnum() and first < min(cue.token, cue.subject.first) - 1:
            return None  # more than a title stands between the comma and the subject
    if first <= sentence.first + 1 or sentence.last - cue.token > TAIL:
        return None
    return sentence.first, first - 2, weights.CLAUSE_BEFORE


def _beside_according(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> tuple[int, int, Weight] | None:
    """Return the rest of a sentence that begins or ends with "according to X"."""
    assert cue.subject is not None
    if cue.token == sentence.first:
        commas = (token for token in range(cue.subject.last + 1, sentence.last) if tokenized.tokens[token].text == ",")
        comma = next(commas, 0)
        return (comma + 1, sentence.last, weights.CLAUSE_BEHIND) if comma else None
    if tokenized.tokens[cue.token - 1].text == "," and cue.subject.last + TAIL >= sentence.last:
        return sentence.first, cue.token - 2, weights.CLAUSE_BEFORE
    return None
