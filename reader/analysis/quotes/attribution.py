"""Attribute quotations: score each candidate speaker by the weights in `weights` and choose the best.

Quotations are processed in text order, since the speaker of one is evidence for the next. Every cue of its sentence
counts for its subject; without a strong cue, so do the sentence's other subjects, the sentence and paragraph before,
and the quotations around. The points of each candidate are added up, and the highest sum wins. Pitfall: the same
person is often several candidates ("he", "Trump"); the mention that the cue governs is the one reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from reader.analysis import lexicon
from reader.analysis.lexicon import read_section
from reader.analysis.quotes import weights
from reader.analysis.quotes.candidates import CLAUSE_OPENERS, Candidate
from reader.analysis.quotes.clauses import RELATIVES, clause_start, opens_with_clause
from reader.analysis.quotes.cues import SET_APART_BY, Cue, Sentence, described_person
from reader.analysis.quotes.scores import Attribution, Scores, Weighed, total_score, weighted
from reader.analysis.quotes.signatures import CONTINUED, find_signature, find_speaker_label
from reader.analysis.quotes.turns import SpeakingTurn, Turns
from reader.analysis.quotes.weights import Weight
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import NAME_REACH, QuotedTokens, TokenizedArticle, TokenizedPassage

BESIDE_NAMES = lexicon.PEOPLE_NOUNS | {"(", ")"}
COMMA_ENDS = frozenset(",?!—–-")  # characters at the end of a quotation whose sentence continues
RECENT = 3  # maximum passages to the last speaker, who goes on where nothing tells of another
TAIL = 8  # maximum tokens from a cue that closes its sentence to its end: ", he told the paper on Monday"

BY_STRENGTH = {
    "say": weights.SAY,
    "describe": weights.DESCRIBE,
    "mention": weights.MENTION,
    "according": weights.ACCORDING,
}

TOPIC = frozenset({"on", "of", "about"})  # first words before a colon that tell whom a quotation is about
BEHIND_NAME = 2  # tokens from a name to "who" with a comma before it


def attribute(sentences: Sentences, stands_for: Mapping[Candidate, Candidate], turns: Turns) -> Iterator[Attribution]:
    """Return each quotation of the page with its speaker, in order; `stands_for` resolves pronouns and phrases."""
    tokenized = sentences.tokenized

    def same(one: Candidate, other: Candidate) -> bool:
        one, other = stands_for.get(one, one), stands_for.get(other, other)
        return one is other or (one.form == other.form == "name" and one.known == other.known)

    before: Attribution | None = None
    latest: Attribution | None = None
    for index, quotation in enumerate(tokenized.quotations):
        scores = Scores(same)
        if sentences.at(quotation.first) is not None:
            yield scores.best(quotation)  # a title within what somebody is: the “Dune” author
            continue
        _score_sentence(sentences, quotation, before, scores)
        _score_parse(sentences, index, scores)
        if quotation.first < quotation.last:
            scores.add(sentences.at(quotation.first + 1), weights.TRANSCRIBED)
        _score_around(sentences, index, before, turns, scores)
        if index in tokenized.labels:
            scores.add(sentences.at(tokenized.labels[index][0]), weights.TRANSCRIBED)
        else:
            scores.add(find_speaker_label(sentences, quotation), weights.LEADS)
        scores.add(find_signature(sentences, index), weights.SIGNED)
        _score_listeners(turns, quotation, scores)
        before = scores.best(quotation)
        turns.note(quotation, before.speaker)
        if before.speaker is not None and before.speaker.kind != "place" and before.speaker.agreement != "I":
            latest = before
        elif latest is not None and quotation.passage - latest.quotation.passage <= RECENT:
            scores.add(latest.speaker, weights.SPOKE_RECENTLY)
            latest = replace(latest, quotation=quotation)
        yield before if before.speaker is not None else scores.best(quotation)


def words_between(tokenized: TokenizedArticle, left: int, right: int) -> tuple[int, int]:
    """Return the number of words outside quotations, and of quotations, between two tokens."""
    words = quotations = 0
    for number, tokens in groupby(range(left + 1, right), tokenized.quotation_of.__getitem__):
        if number >= 0:
            quotations += 1
        else:
            words += sum(tokenized.tokens[token].text[0].isalnum() for token in tokens)
    return words, quotations


def _is_title(tokenized: TokenizedArticle, first: int, end: int) -> bool:
    """Return whether tokens `first` to `end`, exclusive, say what a person is: "Harbour Board President (Ann Lee)"."""
    words = tokenized.tokens[first:end]
    return 0 < len(words) <= NAME_REACH and all(word.capital or word.lower in BESIDE_NAMES for word in words)


def _ends_with_comma(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether the quotation ends in a comma or similar, within its marks or after them."""
    tokens, last = tokenized.tokens, quotation.last
    end = last - 1
    while end > quotation.first + 1 and tokens[end].text == tokens[last].text:
        end -= 1  # a mark can be two signs: so,''
    return any(tokens[at].text in COMMA_ENDS for at in (end, last, min(last + 1, len(tokens) - 1)))


def _score_sentence(sentences: Sentences, quotation: QuotedTokens, before: Attribution | None, scores: Scores) -> None:
    tokenized, number = sentences.tokenized, quotation.sentence
    sentence = sentences.sentence(number)
    strongest = 0.0
    cues = sentences.cues(number)
    main = next((cue for cue in cues if cue.token >= sentence.main and not _tells_when(tokenized, cue)), None)
    for position, cue in enumerate(cues):
        if cue.subject is not None:
            hints = list(_cue_hints(tokenized, sentence, quotation, cue, cue.subject))
            if cue is main and cue.strength == "say" and cue.token < quotation.first:
                hints.append(weighted(weights.MAIN_VERB))
            if cue.token < quotation.first:
                hints.extend(map(weighted, find_nesting(tokenized, sentence, quotation, cues, position)))
            elif is_credit(tokenized, quotation, cues, position):
                hints.append(weighted(weights.CREDIT))
            strongest = max(strongest, total_score(hints))
            scores.add_cue(cue, *hints)
    if strongest >= weights.OWN_CUE:
        return
    _score_subjects(tokenized, sentence, quotation, scores)
    owner = next((c for c in sentence.candidates if c.owner and c.last == quotation.first - 2), None)
    scores.add(owner, weights.OWNER_ADJACENT if strongest else weights.OWNER_ALONE)
    if before is not None and before.quotation.sentence == number:
        subjects = (cue.subject for cue in cues if before.quotation.last < cue.token < quotation.first)
        if not any(one and one.form != "pronoun" and before.quotation.last < one.first for one in subjects):
            scores.add(before.speaker, weights.SAME_SENTENCE_SPEAKER)


def _tells_when(tokenized: TokenizedArticle, cue: Cue) -> bool:
    """Return whether the cue's clause only tells when: "before officials had said why"."""
    before = "" if cue.inverted or cue.subject is None else tokenized.lower(cue.subject.first - 1)
    return before in CLAUSE_OPENERS


def _score_parse(sentences: Sentences, index: int, scores: Scores) -> None:
    """Add the points of the verbs that govern the quotation according to a parser."""
    found: dict[Candidate, Weight] = {}
    inner: Cue | None = None
    for nearness, governor in enumerate(sentences.tagging.governors.get(index, ())):
        subject = sentences.at(governor.subject)
        cues = sentences.cues(sentences.tokenized.sentence_of[governor.verb])
        cue = next((cue for cue in cues if cue.token == governor.verb), None)
        if subject is None or (cue is not None and cue.subject is not subject):
            continue  # the rules know better than the parser who does what the verb tells: mostly of passives
        lower = sentences.tokenized.tokens[governor.verb].lower
        if lower in lexicon.REPORTING_VERBS or lower in lexicon.DESCRIBING_VERBS:
            if inner and cue and _introduces(sentences.tokenized, sentences.tokenized.quotations[index], inner, cue):
                break
            found |= {other: weights.PARSED_INNER for other in found if found[other] is weights.PARSED_SAY}
            found[subject] = weights.PARSED_SAY
            inner = cue
        elif not nearness:
            found[subject] = weights.PARSED_VERB
    for subject, weight in found.items():
        scores.add(subject, weight)


def _score_subjects(tokenized: TokenizedArticle, sentence: Sentence, quotation: QuotedTokens, scores: Scores) -> None:
    subject = sentence.main_subject(quotation.first)
    if _is_topic(tokenized, sentence, quotation, subject):
        return
    scores.add(subject, weights.MAIN_SUBJECT)
    borders = [at + 1 for at in range(sentence.first, quotation.first) if tokenized.tokens[at].text == ";"]
    opening = borders[-1] if borders else sentence.first
    whom = sentence.within(opening, opening + NAME_REACH) if tokenized.lower(opening) == "for" else None
    scores.add(whom if whom and whom.is_named_person and not whom.owner else None, weights.FOR_WHOM)
    if quotation.first > sentence.first:
        clause = clause_start(tokenized, sentence.first, quotation.first)
        colon = tokenized.tokens[quotation.first - 1].text == ":"
        relative = tokenized.tokens[clause].lower in RELATIVES
        free = (c for c in sentence.candidates if clause <= c.first and c.last < quotation.first and c.is_free)
        near = sentence.within(clause, clause) if relative else next(free, None)
        scores.add(near, weights.COLON_CLAUSE if colon else weights.CLAUSE_SUBJECT)
        agents = (c for c in sentence.candidates if clause < c.first < quotation.first and c.is_named_person)
        agent = next((c for c in agents if tokenized.lower(c.first - 1) == "by"), None)
        scores.add(agent if colon else None, weights.COLON_BEFORE)  # a view that is shared by Ann Lee, a nurse: “…”
    comma = _ends_with_comma(tokenized, quotation)
    behind = next((c for c in sentence.candidates if c.first > quotation.last and not c.governed), None)
    following = described_person(sentence, behind)  # “…,” Leith coach Ann Lee said
    if following is not None and comma and words_between(tokenized, quotation.last, following.first) == (0, 0):
        scores.add(following, weights.SUBJECT_DIRECTLY_BEHIND)
    elif comma or subject is None:
        scores.add(following, weights.SUBJECT_BEHIND)


def _is_topic(
    tokenized: TokenizedArticle, sentence: Sentence, quotation: QuotedTokens, subject: Candidate | None
) -> bool:
    """Return whether the words before a colon tell only whom a quotation is about: "On Lee, who is to leave: “…”"."""
    if tokenized.tokens[quotation.first - 1].text != ":" or tokenized.lower(sentence.first) not in TOPIC:
        return False
    about = next((each for each in sentence.candidates if each.first <= sentence.first + NAME_REACH), None)
    if about is None or subject is None or subject is about:
        return about is not None
    told = tokenized.lower(subject.first) in RELATIVES or subject.last == quotation.first - 2
    return told and subject.first <= about.last + BEHIND_NAME


def _cue_hints(
    tokenized: TokenizedArticle, sentence: Sentence, quotation: QuotedTokens, cue: Cue, subject: Candidate
) -> Iterator[Weighed]:
    """Yield the points that `cue` gives to its subject as the speaker of `quotation`."""
    yield weighted(BY_STRENGTH[cue.strength])
    if subject.governed and cue.inverted and cue.strength != "according":
        yield weighted(weights.BY)
    if cue.token < quotation.first:
        first = quotation.first
        while tokenized.tokens[first - 1].lower in lexicon.ARTICLES | {"as"}:
            first -= 1  # "which the ministry rejected as a “…”"
        gap, across = words_between(tokenized, max(cue.token, subject.last if cue.inverted else 0), first)
        yield weighted(weights.BEFORE_NEAR if gap > 1 or across else weights.BEFORE_ADJACENT)
        yield from _distance_hints(weights.BEFORE_PER_TOKEN, gap, across)
        return
    near = min(cue.token, subject.first) if subject.first > quotation.last else cue.token
    near -= tokenized.tokens[near - 1].lower in lexicon.ARTICLES  # “…,” the Leith Herald reported
    gap, across = words_between(tokenized, quotation.last, near)
    if subject.first < cue.token and not across and _is_title(tokenized, quotation.last + 1, near):
        gap = 0
    if gap == 0 and not across:
        yield weighted(weights.AFTER_COMMA if _ends_with_comma(tokenized, quotation) else weights.AFTER_ADJACENT)
    elif tokenized.tokens[near - 1].text == "," and sentence.last - max(cue.token, subject.last) <= TAIL:
        yield weighted(weights.AFTER_TAIL)
    else:
        yield weighted(weights.AFTER_FAR)
        if subject.first < quotation.first:
            yield weighted(weights.SUBJECT_ACROSS)
    yield from _distance_hints(weights.AFTER_PER_TOKEN, gap, across)


def _distance_hints(per_word: Weight, words: int, quotations: int) -> Iterator[Weighed]:
    """Yield what words and quotations between a verb and a quotation cost."""
    if words:
        yield weighted(per_word, min(words, weights.FAR))
    if quotations:
        yield weighted(weights.ACROSS_QUOTATION)


def _score_around(sentences: Sentences, index: int, before: Attribution | None, turns: Turns, scores: Scores) -> None:
    tokenized, quotation = sentences.tokenized, sentences.tokenized.quotations[index]
    number = quotation.sentence
    subject = sentences.sentence(number).main_subject(quotation.first)
    leads = subject is not None and (subject.is_named_person or (subject.form == "phrase" and not turns.is_story))
    if leads and tokenized.tokens[quotation.first - 1].text == ":":
        return  # "Ann Lee put the failure bluntly: “…”"
    alone = not sentences.sentence(number).candidates
    starts_passage = number == tokenized.sentence_of[tokenized.passages[quotation.passage].first]
    if before is not None and before.quotation.passage == quotation.passage:
        if before.quotation.sentence != number:
            scores.add(before.speaker, weights.SAME_PASSAGE_SPEAKER if alone else weights.SAME_PASSAGE_NEAR)
    elif alone and starts_passage:
        _score_next(sentences, index, scores)
    if not starts_passage:
        weight, share = weights.SENTENCE_BEFORE, 1.0 if alone else weights.NOT_ALONE
        _score_former(sentences, number - 1, weight, weights.SENTENCE_BEFORE_CUE, scores, share)
    elif quotation.passage > 0:
        former = tokenized.passages[quotation.passage - 1]
        if alone and not turns.is_story and _asks(tokenized, former):
            return  # who answers is whom the writer has heard before
        if before is not None and before.quotation.passage == quotation.passage - 1:
            _score_passage_before(before, quotation, former, alone and not turns.is_story, scores)
        last = turns.before(quotation)
        if alone and (last is None or quotation.passage - last.passage > 1):
            ends = tokenized.sentence_of[former.last]
            _score_former(sentences, ends, weights.PASSAGE_BEFORE, weights.PASSAGE_BEFORE_CUE, scores)
        if alone and turns.is_story:
            _score_turn(turns, last, scores)
            _score_beat(sentences, quotation, scores)


def _asks(tokenized: TokenizedArticle, passage: TokenizedPassage) -> bool:
    """Return whether the writer asks something in a passage, "Is it so?" or "I asked": what is quoted below answers."""
    outside = (at for at in range(passage.first, passage.last + 1) if tokenized.quotation_of[at] < 0)
    words = (tokenized.tokens[at].lower for at in outside)
    return any(word == "?" or (before == "i" and word in ASKING) for before, word in pairwise(("", *words)))


def _score_next(sentences: Sentences, index: int, scores: Scores) -> None:
    """Add the points of the one who speaks next in the passage, or where words end that run on in the next ones."""
    quotation, *following = sentences.tokenized.quotations[index : index + 1 + CONTINUED]
    weight, end = weights.NEXT_IN_PASSAGE, next(iter(following), None)
    for last, quoted in pairwise((quotation, *following)):
        if last.closed or quoted.passage != last.passage + 1:
            break
        weight, end = weights.RUNS_ON, quoted
    if end is not None and (weight is weights.RUNS_ON or end.passage == quotation.passage):
        for cue in sentences.cues(end.sentence):
            if cue.strength in ("say", "according"):
                scores.add_cue(cue, weighted(weight))


def _score_passage_before(
    before: Attribution, quotation: QuotedTokens, former: TokenizedPassage, alone: bool, scores: Scores
) -> None:
    if not before.quotation.closed and quotation.first == former.last + 1:
        scores.add(before.speaker, weights.RUNS_ON)
    elif alone:
        ended = before.quotation.last >= former.last - 1
        scores.add(before.speaker, weights.PASSAGE_BEFORE_SPEAKER if ended else weights.PASSAGE_BEFORE_QUOTED)


def _score_turn(turns: Turns, last: SpeakingTurn | None, scores: Scores) -> None:
    """Add the points of those whose turn it is to speak after the `last` one."""
    if last is None or not last.quotation.closed:
        return
    for listener in turns.addressed(last.passage):
        scores.add(listener, weights.ANSWERS)
    other = next((one for one in turns.others() if last.speaker is None or not scores.same(one, last.speaker)), None)
    scores.add(other, weights.ALTERNATES)


def _score_beat(sentences: Sentences, quotation: QuotedTokens, scores: Scores) -> None:
    """Add the points of the one who does something directly after an untagged quotation of a story."""
    following = quotation.last + 1
    if following <= sentences.tokenized.passages[quotation.passage].last:
        sentence = sentences.sentence(sentences.tokenized.sentence_of[following])
        if sentence.first == following:
            scores.add(next((c for c in sentence.candidates if c.is_free), None), weights.BEAT)


def _score_listeners(turns: Turns, quotation: QuotedTokens, scores: Scores) -> None:
    """Take points from those who have just spoken in a dialogue, and from those whom the quotation addresses."""
    last = turns.before(quotation)
    if last is not None and last.speaker is not None and last.quotation.closed:
        scores.blame(last.speaker, weights.SPOKE_LAST)
    for listener in turns.addressed(quotation.passage):
        scores.blame(listener, weights.LISTENS)


def _score_former(
    sentences: Sentences, number: int, subject_weight: Weight, cue_weight: Weight, scores: Scores, share: float = 1.0
) -> None:
    """Add the points from a sentence before the quotation's own: of its subject and of its cues."""
    sentence = sentences.sentence(number)
    subject = sentence.main_subject(sentence.last + 1)
    if sentences.tokenized.tokens[sentence.last].text == ":":
        subject_weight = weights.COLON_BEFORE
        subject = subject or next(reversed(sentence.candidates), None)
    scores.add(subject, subject_weight, share)
    for cue in sentences.cues(number):
        if cue.strength != "mention":
            scores.add_cue(cue, weighted(cue_weight, share))


REPORTS = read_section("grammar", "before a report")
ASKING = read_section("grammar", "asking")
THINKING = read_section("grammar", "thinking")

INTRODUCED_WITHIN = 5  # maximum words between a verb and what it introduces: "told the crowd in Leith, “…"


def find_nesting(
    tokenized: TokenizedArticle, sentence: Sentence, quotation: QuotedTokens, cues: Sequence[Cue], position: int
) -> Iterator[Weight]:
    """Yield what the other cues before the quotation tell of the one at `position`, which also precedes it."""
    cue = cues[position]
    if cue.strength == "according":
        if cue.token == sentence.first:
            yield weights.OPENS_ACCORDING
        says = [each for each in cues[position + 1 :] if each.strength == "say" and each.token < quotation.first]
        before = cue.token > sentence.first and any(each.subject and each.subject.last < cue.token for each in says)
        if before or any(_introduces(tokenized, quotation, each, cue) for each in says):
            yield weights.CREDIT  # "Lee, according to the Herald, said", "According to the Herald, Lee said: “…"
        return
    nearer = [other for other in cues[position + 1 :] if other.token < quotation.first]
    former = cues[position - 1] if position else None
    inner = former is not None and _reports_clause(tokenized, sentence, former, cue)
    if inner:
        yield weights.INNER_SAYS if former and _introduces(tokenized, quotation, cue, former) else weights.INNER
    start = cue.token if cue.subject is None else min(cue.token, max(sentence.first, cue.subject.first))
    subject = nearer[0].subject if nearer else None
    until = subject.first if subject is not None and subject.is_named_person and subject.first > cue.token else start
    if nearer and max(tokenized.quotation_of[max(sentence.first, start - 1) : until], default=-1) >= 0:
        yield weights.ANSWERED
    if not nearer and not inner and _is_opened(tokenized, quotation):
        yield weights.THAT_QUOTED
    if cue.token < sentence.main and opens_with_clause(tokenized, sentence.first):
        yield weights.SAME_CLAUSE if quotation.last < sentence.main else weights.OTHER_CLAUSE


def _introduces(tokenized: TokenizedArticle, quotation: QuotedTokens, cue: Cue, outer: Cue) -> bool:
    """Return whether another than who speaks in the cue `outer` says the very words: "Lee said Ray told him, “…"."""
    if (subject := cue.subject) is None or subject is outer.subject:
        return False
    own = cue.strength == "say" and tokenized.lower(quotation.first - 1) in ("he", "she")
    if subject.is_named_person and (own or tokenized.tokens[cue.token].lower.startswith("call")):
        return True  # Lee insisted that he “won't go”, Lee called those who left “traitors”
    if not _is_another(tokenized, cue, outer):
        return False
    if _relays(tokenized, outer, cue):
        return True
    words, across = words_between(tokenized, max(cue.token, subject.last), quotation.first)
    begins = tokenized.tokens[quotation.first - 1].lower in ("that", ":", ",") or not words
    return begins and not across and words <= INTRODUCED_WITHIN


def _is_another(tokenized: TokenizedArticle, cue: Cue, outer: Cue) -> bool:
    """Return whether a cue tells what another says than who speaks in the cue `outer`: not "Lee said he recalled"."""
    subject, speaker = cue.subject, outer.subject
    if cue.strength != "say" or cue.passive or subject is None or tokenized.tokens[cue.token].lower in THINKING:
        return False
    same = speaker is not None and subject.agreement in (speaker.agreement, "who", "they")
    return not (subject.form == "pronoun" and same)


def _relays(tokenized: TokenizedArticle, outer: Cue, inner: Cue) -> bool:
    """Return whether somebody tells now what another said then: "she says the man told her that she was “…”"."""
    now, then = tokenized.tokens[outer.token].lower, tokenized.tokens[inner.token].lower
    past = then.endswith("d") or tokenized.tokens[inner.token - 1].lower == "would"
    tells = now.endswith("s") and past and then not in ASKING
    return tells and outer.strength == "say" and _is_another(tokenized, inner, outer)


def _is_opened(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether a colon or "that" stands before the quotation: said that “…, said that the “…."""
    before = tokenized.tokens[max(0, quotation.first - 2) : quotation.first]
    if before and before[-1].lower in lexicon.DETERMINERS and before[-1].lower != "that":
        before.pop()
    openers = {"that"} if _ends_with_comma(tokenized, quotation) else {"that", ":"}  # not before: “…,” Lee said
    return bool(before) and before[-1].lower in openers


def is_credit(tokenized: TokenizedArticle, quotation: QuotedTokens, cues: Sequence[Cue], position: int) -> bool:
    """Return whether a cue after the quotation names only who passes on what another said.

    So do "according to" (“…,” Lee said, according to Ray) and the present tense behind what was told: "He told her that
    it was “…,” Ann says".
    """
    at, former = cues[position].token, cues[:position]
    if cues[position].strength != "according":
        runs_in = tokenized.tokens[quotation.first - 1].text.isalpha() and not tokenized.opens[quotation.first]
        told = (each for each in former if each.token < quotation.first)
        return runs_in and any(_relays(tokenized, cues[position], each) for each in told)
    if not any(cue.strength in ("say", "describe") and cue.subject is not None for cue in former):
        return False
    between = range(quotation.last + 1, at)
    set_apart = tokenized.tokens[at - 1].text in SET_APART_BY or (
        not between and _ends_with_comma(tokenized, quotation)
    )
    return set_apart and all(tokenized.quotation_of[token] < 0 for token in between)


def _reports_clause(tokenized: TokenizedArticle, sentence: Sentence, outer: Cue, inner: Cue) -> bool:
    """Return whether the clause of the cue `inner` is what `outer` reports: "Cruz said Rubio thinks"."""
    if outer.inverted or outer.subject is None or inner.subject is None:
        return False
    if tokenized.tokens[outer.token].lower not in lexicon.VERBS_BEFORE_CLAUSES:
        return False
    if outer.subject is inner.subject or not outer.token < inner.subject.first < inner.token:
        return False
    if outer.token < sentence.main <= inner.subject.first:
        return False  # "when Ray said that he would, Lee thought"
    opener = tokenized.tokens[inner.subject.first - 1].lower
    between = tokenized.tokens[outer.token : inner.subject.first]
    if opener == "," and not any(token.lower in REPORTS for token in between):
        return False  # "when Cruz said so, Rubio thought"
    return opener not in CLAUSE_OPENERS and clause_start(tokenized, sentence.first, inner.subject.first) <= outer.token
