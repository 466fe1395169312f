"""Find indirect speech with a clear cue: "Xi said that …", "…, officials said", "According to Hill, …".

Only forms that hardly ever mislead are read, one sentence at a time: a clause after a reporting verb, with "that" or
where a clause clearly begins; a sentence that ends in ", X said"; a sentence that begins or ends with "according
to". A clause that contains a quotation is left out: the quotation has its own speaker.
"""

from collections.abc import Iterator

from reader.analysis import lexicon
from reader.analysis.lexicon import read_lower_section, read_section
from reader.analysis.quotes import weights
from reader.analysis.quotes.attribution import ASKING, REPORTS
from reader.analysis.quotes.candidates import PRONOUNS, Candidate
from reader.analysis.quotes.clauses import COORDINATORS, RELATIVES
from reader.analysis.quotes.cues import TELLING, Cue, Sentence
from reader.analysis.quotes.scores import Attribution, Scored, candidate_hints, total_score, weighted
from reader.analysis.quotes.weights import Weight
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import CONTRACTION, QuotedTokens, TokenizedArticle

BARE = read_lower_section("speech", "bare")
NOT_SAID = read_lower_section("speech", "not said")
QUESTION_STARTS = read_section("grammar", "question starts")
REQUESTS = read_section("grammar", "requests")

REQUEST_REACH = 6  # maximum words between such a verb and its "to"

ADDED = read_section("grammar", "added")
GOES_ON = frozenset(PRONOUNS) | {"that", "when", "if"}  # words after ", but" with which a report goes on

AFTER_TAIL = read_section("grammar", "after tail")

NOT_A_CLAUSE = read_section("grammar", "no clauses") | AFTER_TAIL | lexicon.PREPOSITIONS

HEARD = read_section("grammar", "heard")
PERIODS = read_section("grammar", "periods")

CLAUSE_STARTS = frozenset(PRONOUNS) | lexicon.DETERMINERS - {"no"} | {"there"}
"""Words that begin a clause without "that"; a name does too."""

REPORT_REACH = 3  # maximum words from ", and" to the verb of another report: ", and he also added"

NOMINATIVES = read_section("grammar", "nominatives")

HEARER_REACH = 3  # maximum words of who is told: "told the council they"
REACH = 10  # maximum words between a verb and its "that": "told reporters in Beijing on Monday that"
DENIED_REACH = 4  # maximum tokens from a denial to the verb; in "said it would close, saying" nothing is denied
SHORTEST = 4  # minimum words of a clause; shorter ones are mostly not clauses: "he said no"
TAIL = 8  # maximum words from the verb to the end of a sentence that it closes: ", officials said on Monday"

CLOSING = frozenset(".!?;:,…")

DESCRIBING = RELATIVES | lexicon.PREPOSITIONS | {","}
"""What begins a description of the source, however long: ", according to an official who was not named"."""

QUESTIONED = read_section("grammar", "questioned")

MARKS = frozenset('“”„‟«»"`') | {"''", "``"}
"""Signs of a quotation that was not recognized as one: its words are direct speech."""


Clause = tuple[int, int, Weight]
"""The first and the last token of a clause, and the evidence that it reports what was said."""


def find_indirect(tokenized: TokenizedArticle, sentences: Sentences) -> Iterator[Attribution]:
    """Yield the page's indirect speech outside headings, in order, without overlapping itself or quotations."""
    for number in sentences.candidates:
        sentence = sentences.sentence(number)
        if tokenized.passages[tokenized.passage_of[sentence.first]].heading:
            continue
        taken = -1
        for cue in sentences.cues(number):
            found = _reported(tokenized, sentence, cue)
            if found is not None and found.quotation.first > taken:
                taken = found.quotation.last
                yield found


def _reported(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> Attribution | None:
    """Return what the cue reports, if it is in one of the clear forms."""
    subject = cue.subject
    if subject is None or (subject.form == "pronoun" and subject.agreement == "it"):
        return None
    according = cue.strength == "according"
    found = (_beside_according if according else _by_verb)(tokenized, sentence, cue, subject)
    if found is None:
        return None
    first, last, weight = found
    while last > first and tokenized.tokens[last].text in CLOSING:
        last -= 1
    while first < last and tokenized.tokens[first].text in CLOSING:
        first += 1
    said = tokenized.tokens[first : last + 1]
    if sum(token.text[0].isalnum() for token in said) < SHORTEST or any(token.text in MARKS for token in said):
        return None
    if max(tokenized.quotation_of[first : last + 1]) >= 0:
        return None  # direct speech
    hints = [weighted(weights.ACCORDING if according else weights.SAY), weighted(weight), *candidate_hints(subject)]
    passage, ended = tokenized.passage_of[first], last == sentence.last
    words = QuotedTokens(tokenized.span(first, last), first, last, passage, tokenized.sentence_of[first], True, ended)
    return Attribution(words, Scored(subject, hints, total_score(hints)), cue=cue)


def _by_verb(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    """Return what a verb reports, in the first form that fits."""
    first = max(subject.last + 1, cue.token - DENIED_REACH) if subject.last < cue.token else cue.token - 2
    if any(token.lower.replace("’", "'") in NOT_SAID for token in tokenized.tokens[max(0, first) : cue.token]):
        return None  # "did not say"
    says = cue.strength == "say" and tokenized.tokens[cue.token].lower in lexicon.VERBS_BEFORE_CLAUSES
    forms = (_around_verb, _after_verb, _before_tail, _asked) if says else (_asked,)
    return next((found for form in forms if (found := form(tokenized, sentence, cue, subject)) is not None), None)


def _until_sign(tokenized: TokenizedArticle, sentence: Sentence, first: int, most: int) -> Iterator[int]:
    """Yield at most so many tokens from `first` on, up to a sign that closes or a quotation, with it."""
    for token in range(first, min(first + most, sentence.last)):
        yield token
        if tokenized.quotation_of[token] >= 0 or tokenized.tokens[token].text in CLOSING:
            return


def _after_verb(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    if cue.inverted or subject.first > cue.token or cue.token == sentence.first:
        return None
    after = cue.token + 1
    reach = _until_sign(tokenized, sentence, after, REACH)
    if that := next((token for token in reach if tokenized.tokens[token].lower in REPORTS), 0):
        if that > after and not _follows_aside(tokenized, cue, that):
            return None  # "plans that would close it", "the image that he likes"
        return that + 1, _clause_end(tokenized, sentence, that + 1), weights.THAT_CLAUSE
    start = _bare_start(tokenized, sentence, cue) if after < sentence.last else 0
    return (start, _clause_end(tokenized, sentence, start), weights.BARE_CLAUSE) if start else None


def _bare_start(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> int:
    """Return the first token of a clause without "that" after the verb; 0 if there is none."""
    verb, after = tokenized.tokens[cue.token].lower, cue.token + 1
    if tokenized.tokens[after].text in lexicon.NOT_NAMES and _is_nominative(tokenized, after + 1):
        after += 1  # "announced on Monday she would"
    if _is_nominative(tokenized, after):
        return after
    told = _until_sign(tokenized, sentence, after + 1, HEARER_REACH) if verb in TELLING else ()
    if start := next((at for at in told if _is_nominative(tokenized, at)), 0):
        return start  # "told me they believed"
    here, following = tokenized.tokens[after], tokenized.tokens[after + 1]
    if verb not in BARE or following.lower in PERIODS:
        return 0
    if here.lower in CLAUSE_STARTS or sentence.within(after, after) is not None:
        return after
    if here.text in lexicon.NOT_NAMES:
        return 0
    any_clause = verb in ("say", "says", "said") and here.text.isalnum()
    plain = here.lower not in NOT_A_CLAUSE and not here.lower.endswith("ly")
    return after if (any_clause and plain) or (here.capital and following.text not in CLOSING) else 0


def _is_nominative(tokenized: TokenizedArticle, token: int) -> bool:
    return CONTRACTION.sub("", tokenized.tokens[token].lower) in NOMINATIVES


def _follows_aside(tokenized: TokenizedArticle, cue: Cue, that: int) -> bool:
    """Return whether only a hearer, a time or a place stands between the verb and "that": "said on Monday that"."""
    following, verb = tokenized.tokens[that + 1].lower, tokenized.tokens[cue.token].lower
    if following in lexicon.SUBJECT_VERB_FILLERS:
        return False
    here = tokenized.tokens[cue.token + 1]
    return verb in TELLING or verb in HEARD or here.lower in AFTER_TAIL or here.text in lexicon.NOT_NAMES


def _clause_end(tokenized: TokenizedArticle, sentence: Sentence, first: int) -> int:
    """Return the last token of the reported words from `first` on: up to what the author adds, if anything.

    Clauses that run on are part of them: "that it would close, that the staff had been told and that …".
    """
    for token in range(first + SHORTEST, sentence.last):
        text = tokenized.tokens[token].text
        if text == ";" or (text == "," and _adds(tokenized, token + 1, sentence.last)):
            return token - 1
    return sentence.last


def _adds(tokenized: TokenizedArticle, token: int, last: int) -> bool:
    """Return whether the author adds something from `token` on, which follows a comma.

    In "she would wait, but she had doubts" and "the man, who was late, had left" the report goes on.
    """
    here = tokenized.tokens[token].lower
    if token >= last:
        return False
    if here in lexicon.REPORTING_VERBS and here.endswith("ing"):
        return True  # ", saying it was late"
    if here in COORDINATORS:
        reach = tokenized.tokens[token + 1 : min(token + 1 + REPORT_REACH, last)]
        if any(each.lower in lexicon.VERBS_BEFORE_CLAUSES for each in reach):
            return True  # ", and he added that"
    if here not in ADDED:
        return False
    if here in RELATIVES:
        return all(tokenized.tokens[at].text != "," for at in range(token, last))
    return tokenized.tokens[token + 1].lower not in GOES_ON


def _around_verb(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    """Return the whole sentence around ", X said,"."""
    first, last = min(cue.token, subject.first), max(cue.token, subject.last)
    if first <= sentence.first + 1 or last >= sentence.last or last - first > TAIL:
        return None
    before, after = tokenized.tokens[first - 1].text, tokenized.tokens[last + 1].text
    asked = tokenized.tokens[sentence.first].lower in QUESTIONED
    if before != "," or after != "," or asked or subject.added:
        return None
    return sentence.first, sentence.last, weights.CLAUSE_BEFORE


def _asked(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    """Return what is asked for or promised: "asked Lee to leave", "asked how it went", "vowed to fight"."""
    verb = tokenized.tokens[cue.token].lower
    if cue.inverted or subject.last >= cue.token:
        return None
    reach = list(_until_sign(tokenized, sentence, cue.token + 1, REQUEST_REACH))
    for token in reach if verb in ASKING else ():
        if tokenized.tokens[token].lower in QUESTION_STARTS:
            return token, _clause_end(tokenized, sentence, token), weights.THAT_CLAUSE
    for token in reach if verb in REQUESTS else ():
        following = tokenized.tokens[token + 1]
        plain = following.lower not in lexicon.DETERMINERS and following.text.islower()
        if tokenized.tokens[token].lower == "to" and plain and token + 1 < sentence.last:
            return token, _clause_end(tokenized, sentence, token), weights.BARE_CLAUSE
    return None


def _before_tail(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    """Return the words before ", X said on Monday" or ", said X" at the end of the sentence."""
    opening = tokenized.tokens[sentence.first].lower
    if opening in QUESTIONED or opening in lexicon.PREPOSITIONS or tokenized.tokens[sentence.last].text == ":":
        return None  # "In a letter to the council, Lee wrote:"
    first = min(cue.token, subject.first)
    while first > sentence.first and tokenized.tokens[first - 1].text != ",":
        first -= 1
        if tokenized.tokens[first].text[0].isalnum() and first < min(cue.token, subject.first) - 1:
            return None  # more than a title stands between the comma and the subject
    if first <= sentence.first + 1 or sentence.last - cue.token > TAIL:
        return None
    rest = tokenized.tokens[min(max(cue.token, subject.last) + 1, sentence.last)]
    plain = rest.lower in AFTER_TAIL or rest.text in lexicon.NOT_NAMES or not rest.text[0].isalnum()
    if not plain and tokenized.tokens[cue.token].lower not in TELLING:
        return None
    return sentence.first, first - 2, weights.CLAUSE_BEFORE


def _beside_according(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue, subject: Candidate) -> Clause | None:
    """Return the rest of a sentence that begins or ends with "according to X"."""
    rest = range(subject.last + 1, sentence.last)
    if cue.token == sentence.first:
        comma = next((token for token in rest if tokenized.tokens[token].text == ","), 0)
        return (comma + 1, sentence.last, weights.CLAUSE_BEHIND) if comma else None
    described = len(rest) >= TAIL and tokenized.tokens[rest.start].lower in DESCRIBING
    if tokenized.tokens[cue.token - 1].text == "," and (len(rest) < TAIL or described):
        return sentence.first, cue.token - 2, weights.CLAUSE_BEFORE
    return None
