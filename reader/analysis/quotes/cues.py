"""Find cues, the words that report speech, and their subjects.

A cue is a verb ("said") or "according to" and similar. The subject of a verb is found without a parse: after the
verb if a quotation precedes it ('," said Hill'), else before it, skipping adverbs and auxiliaries, appositions
between commas ("Hill, a doctor, said") and prepositions ("a spokesman for Clinton said"). A participle ("hailing the
two nations") and a second verb ("and called") share the subject of the verb before them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.analysis import lexicon
from reader.analysis.lexicon import read_section
from reader.analysis.quotes.candidates import CLAUSE_OPENERS, HEARING, OWNERS, PRONOUNS, Candidate, is_participle
from reader.analysis.quotes.clauses import RELATIVES
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle

Strength = Literal["say", "describe", "mention", "according"]

BE = read_section("grammar", "be")

AUXILIARIES = read_section("grammar", "auxiliaries")

QUOTING = frozenset({"quote", "quoted", "quotes", "quoting", "cite", "cited", "cites", "citing"})
"""Verbs whose object speaks before "as saying"."""

QUOTED_REACH = 20  # maximum tokens from "quoted" to its "as saying"

ACCOMPANYING_REACH = 10
"""Maximum tokens from "with" to the participle after it: "with many marchers and spectators chanting"."""

BY_REACH = 6  # maximum tokens from a passive verb to its "by"
ACCORDING_REACH = 5  # maximum tokens from "according to" to the speaker: "according to the latest report by police"
PER_REACH = 2  # maximum tokens from "per" or "quote" to the speaker; farther away it is "per cent" or "per head"
TITLE_REACH = 6  # maximum tokens from "said" to the name after it: '," said former Senate majority leader Tom Daschle'
OWNED_REACH = 4  # maximum tokens from an owner to the words owned: "her first public statement"

DESCRIBED_REACH = 6
"""Maximum tokens between a body and the person they describe: "Harbour Council press officer Ann Lee"."""

BEFORE_NOUNS = read_section("grammar", "before nouns or verbs") | frozenset(POSSESSIVES)

BESIDE_QUOTATION = frozenset(",-–—.")  # signs allowed between a quotation and a verb that follows it directly

SET_APART_BY = frozenset(",-–—")
"""Signs that set something apart: what somebody is ("Hill, a doctor, said", "Hill – a doctor – said"), or a source."""

BEFORE_SUBJECT = read_section("grammar", "before subject")
TELLING = read_section("grammar", "telling")
OPINIONS = frozenset("account opinion verdict view views word words".split())  # in Lee's view, by his own account

ADDRESSING = read_section("grammar", "requests", "heard")
"""Verbs before the person who is spoken to, but after a quotation."""

MEANWHILE = read_section("grammar", "meanwhile")

CONJUNCTIONS = read_section("grammar", "conjunctions")
BEFORE_VERBS = RELATIVES | CONJUNCTIONS - {"by"} | {"that", "people"}


@dataclass(frozen=True, slots=True)
class Cue:
    token: int
    strength: Strength
    subject: Candidate | None
    inverted: bool = False
    """True if the subject comes after it."""
    passive: bool = False
    """True for "was told": the subject is after "by", or nobody."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's tokens (both inclusive) and candidates, in order."""

    first: int
    last: int
    candidates: Sequence[Candidate]
    main: int = 0
    """The first token of its main clause, after a clause like "If Lee agrees,"."""

    def within(self, first: int, last: int) -> Candidate | None:
        """Return the first candidate that begins between two tokens, both inclusive."""
        return next((c for c in self.candidates if first <= c.first <= last), None)

    def main_subject(self, before: int) -> Candidate | None:
        """Return the first likely subject that ends before the token `before`, in the main clause if there is one."""
        free = [c for c in self.candidates if c.last < before and c.is_free]
        return next((c for c in free if c.first >= self.main), free[0] if free else None)


def find_cues(tokenized: TokenizedArticle, sentence: Sentence) -> list[Cue]:
    """Return the cues of a sentence outside its quotations, in order."""
    found: list[Cue] = []
    for token in range(sentence.first, sentence.last + 1):
        former = found[-1] if found else None
        if tokenized.quotation_of[token] < 0 and (cue := _cue_at(tokenized, sentence, token, former)) is not None:
            found.append(cue)
    return found


def _cue_at(tokenized: TokenizedArticle, sentence: Sentence, token: int, former: Cue | None) -> Cue | None:
    """Return the cue at `token`, if any; `former` is the sentence's previous cue."""
    lower = tokenized.tokens[token].lower
    if lower in ("according", "words", "per", "quote") and (cue := _according(tokenized, sentence, token)) is not None:
        return cue
    if lower in lexicon.SPEECH_NOUNS and (owner := _owner_before(tokenized, sentence, token)) is not None:
        opines = lower in OPINIONS and tokenized.lower(owner.first - 1) in ("in", "by")
        return Cue(token, "according" if opines else "describe", owner)
    strength = _strength(tokenized, sentence, token)
    if strength is None or not _is_verb(tokenized, sentence, token):
        return None
    if _is_noun(tokenized, sentence, token, former):
        strength = "mention"
    quoted = _quoted_as_saying(tokenized, sentence, token) if lower in QUOTING else None
    heard = sentence.within(token + 1, token + 1) if lower in HEARING else None
    quoted = heard if heard is not None and is_participle(tokenized, heard.last + 1) else quoted
    if quoted is not None:
        return Cue(token, strength, quoted, True)
    if (lower in lexicon.PASSIVE_VERBS or lower.endswith("ed")) and _is_passive(tokenized, sentence, token):
        outside = [at for at in range(token + 1, sentence.last + 1) if tokenized.quotation_of[at] < 0]
        by = next((at for at in outside[:BY_REACH] if tokenized.tokens[at].lower == "by"), 0)  # called “mad” by
        agent = described_person(sentence, sentence.within(by + 1, by + 3)) if by else None
        return Cue(token, strength, agent, True, True)
    subject, inverted = _subject(tokenized, sentence, token, former)
    return Cue(token, strength, subject, inverted)


def _according(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> Cue | None:
    """Return the cue of "according to Lee", "in the words of Lee", "per Lee" or "to quote Lee" at `token`, or None."""
    lower = tokenized.tokens[token].lower
    if lower in ("per", "quote"):
        opens = token == sentence.first + 1 or tokenized.tokens[token - 2].text == ","
        opens = opens and tokenized.lower(token - 1) == "to"
        following = sentence.within(token + 1, token + PER_REACH) if opens or lower == "per" else None
        return Cue(token, "according", following, True) if following else None
    around = [each.lower for each in tokenized.tokens[max(0, token - 2) : token + 2]]
    if lower == "words" and (around[0] not in ("in", "use", "borrow") or around[1:] != ["the", "words", "of"]):
        return None
    source = sentence.within(token + 2, token + 1 + ACCORDING_REACH)
    return Cue(token, "according", described_person(sentence, source) if lower == "according" else source, True)


def _strength(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> Strength | None:
    """Return how surely the word at `token`, if it is a verb, reports speech; None for any other word."""
    lower = tokenized.tokens[token].lower
    phrasal = token < sentence.last and f"{lower} {tokenized.tokens[token + 1].lower}" in lexicon.PHRASAL_VERBS
    if lower in lexicon.REPORTING_VERBS or phrasal:
        return "say"
    if lower in lexicon.DESCRIBING_VERBS:
        return "describe"
    return "mention" if lower in lexicon.MENTIONING_VERBS else None


def _quoted_as_saying(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> Candidate | None:
    """Return whom the verb at `token` quotes: Lee in "the paper quoted Ann Lee, a doctor, as saying"."""
    for at in range(token + 1, min(token + QUOTED_REACH, sentence.last)):
        if tokenized.quotation_of[at] >= 0 or tokenized.tokens[at].lower in lexicon.REPORTING_VERBS:
            return None
        if tokenized.tokens[at].lower == "as" and tokenized.tokens[at + 1].lower.endswith("ing"):
            return sentence.within(token + 1, at - 1)
    return None


def _owner_before(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> Candidate | None:
    """Return the owner of a noun: Trump in "Trump's claim that"."""
    for at in range(token - 1, max(sentence.first, token - OWNED_REACH) - 1, -1):
        here = tokenized.tokens[at]
        if tokenized.quotation_of[at] >= 0 or not (here.text[0].isalpha() or here.text[0] in "'’"):
            return None
        if here.text in POSSESSIVES or here.text in "'’":
            return next((c for c in sentence.candidates if c.last == at - 1 and c.form != "pronoun"), None)
        if here.lower in OWNERS:
            return next((c for c in sentence.candidates if c.first == at and c.form == "pronoun"), None)
        if here.capital or here.lower in lexicon.PREPOSITIONS:
            return None
    return None


def _is_verb(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> bool:
    """Return whether a word that can be a reporting verb is one here, judging by the word before."""
    if any(c.first <= token <= c.last for c in sentence.candidates):
        return False
    if token == sentence.first:
        return True
    before = tokenized.tokens[token - 1].lower
    if tokenized.tokens[token].capital and tokenized.quotation_of[token - 1] < 0:
        return False
    contraction = before in POSSESSIVES and tokenized.tokens[token - 2].lower in PRONOUNS  # he's said
    return before not in BEFORE_NOUNS or contraction


def _is_noun(tokenized: TokenizedArticle, sentence: Sentence, token: int, former: Cue | None) -> bool:
    """Return whether a word that is a verb or a noun is the noun here: "the caustic chant", "with remarks"."""
    lower, before = tokenized.tokens[token].lower, tokenized.tokens[token - 1].lower
    if token == sentence.first or lower not in lexicon.ALSO_NOUNS or tokenized.quotation_of[token - 1] >= 0:
        return False
    if not before.replace("-", "").isalpha() or before in BEFORE_VERBS:
        return False
    if (beside := next((c for c in sentence.candidates if c.last == token - 1), None)) is not None:
        called = former if former and former.strength == "describe" else None
        return called is not None and called.token + 2 == beside.first  # called the US
    if lower.endswith("s"):
        return before not in lexicon.SUBJECT_VERB_FILLERS or before == "to"
    return before not in lexicon.SUBJECT_VERB_FILLERS and not before.endswith(("s", "ly"))


def _subject(
    tokenized: TokenizedArticle, sentence: Sentence, token: int, former: Cue | None
) -> tuple[Candidate | None, bool]:
    """Return the subject of the verb at `token`, and whether it comes after the verb."""
    lower = tokenized.tokens[token].lower
    may_invert = not lower.endswith("ing") and lower not in TELLING
    following = _subject_after(tokenized, sentence, token) if may_invert else None
    if following is not None:
        if token == sentence.first or _follows_quotation(tokenized, sentence, token):
            return following, True
        apart = tokenized.tokens[token - 1].text == "," and lower not in ADDRESSING
        if (
            apart
            and _ends_clause(tokenized, sentence, following)
            and not _ends_apposition(tokenized, sentence, token - 1)
        ):
            return following, True  # "Debates are late, noted Dante Chinni on Monday."
    return _subject_before(tokenized, sentence, token, former), False


def _ends_apposition(tokenized: TokenizedArticle, sentence: Sentence, comma: int) -> bool:
    """Return whether a comma ends what a person before it is: "Ann Lee, a nurse, remembers the mayor"."""
    tokens = tokenized.tokens
    first = next((at for at in range(comma - 1, sentence.first, -1) if tokens[at].text == ","), comma)
    described = tokens[first + 1].lower in lexicon.ARTICLES
    return described and any(each.last == first - 1 and each.is_named_person for each in sentence.candidates)


def _ends_clause(tokenized: TokenizedArticle, sentence: Sentence, candidate: Candidate) -> bool:
    """Return whether a comma, the sentence's end or a day follows the candidate."""
    following = tokenized.tokens[candidate.last + 1 : min(candidate.last + 3, sentence.last + 1)]
    if not following or following[0].text in ",.:" or following[0].text == "who":
        return True
    return following[0].text == "on" and following[-1].text in lexicon.NOT_NAMES


def _subject_after(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> Candidate | None:
    """Return the candidate after the verb at `token`, with at most a title in between."""
    tokens = tokenized.tokens
    after = token + 1
    while after < sentence.last and tokens[after].capital and tokens[after].lower in lexicon.COURTESY_TITLES:
        after += 1
    direct = described_person(sentence, sentence.within(after, after))
    if direct is not None and tokenized.lower(direct.last + 1) in AUXILIARIES:
        return None  # a nurse from “nowhere,” said the farmers have gone
    if direct is None and token < sentence.last and tokens[token + 1].lower in BEFORE_SUBJECT:
        direct = described_person(sentence, sentence.within(token + 2, token + 2))
    if direct is not None or not _follows_quotation(tokenized, sentence, token):
        return direct
    names = [c for c in sentence.candidates if token < c.first <= token + TITLE_REACH and c.form == "name"]
    titled = next((c for c in names if not c.governed), names[0] if names else None)
    between = tokens[token + 1 : titled.first] if titled is not None else ()
    if any(each.text in ",." or each.lower in lexicon.RELATIVE_WORDS for each in between):
        return None  # "concludes that Ann Lee"
    return titled


def described_person(sentence: Sentence, owner: Candidate | None) -> Candidate | None:
    """Return the person whom a name before theirs describes, or else the candidate: "Greenpeace campaigner Ann Lee"."""
    if owner is None or not owner.owner or owner.form != "name":
        return owner
    reach = range(owner.last + 1, owner.last + 2 + DESCRIBED_REACH)
    return next((c for c in sentence.candidates if c.first in reach and c.kind == "person"), owner)


def _follows_quotation(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> bool:
    """Return whether a quotation ends directly before `token`, with at most a comma or dash in between."""
    at = token - 1
    while at >= sentence.first and tokenized.quotation_of[at] < 0 and tokenized.tokens[at].text in BESIDE_QUOTATION:
        at -= 1
    return at >= sentence.first and tokenized.quotation_of[at] >= 0


def _is_passive(tokenized: TokenizedArticle, sentence: Sentence, token: int) -> bool:
    """Return whether a form of "be" precedes the verb, or "by" follows it: "was widely praised", "described by Lee"."""
    lower = tokenized.tokens[token].lower
    if lower in lexicon.PASSIVE_VERBS & lexicon.DESCRIBING_VERBS and tokenized.lower(token + 1) == "by":
        return True
    at = token - 1
    while at > sentence.first and is_filler(tokenized.tokens[at].lower) and tokenized.tokens[at].lower not in BE:
        at -= 1
    return tokenized.tokens[at].lower in BE and lower != "quoted"  # who "was quoted as saying" still speaks


def _subject_before(
    tokenized: TokenizedArticle, sentence: Sentence, token: int, former: Cue | None
) -> Candidate | None:
    tokens, at = tokenized.tokens, token - 1
    while at >= sentence.first and tokenized.quotation_of[at] < 0 and is_filler(tokens[at].text):
        at -= 1  # not the "Kelly" of a name
    if tokens[at].lower in RELATIVES and tokens[at - 1].text in SET_APART_BY and not sentence.within(at, at):
        at -= 1  # It was Ann Lee, speaking to reporters on Monday, who said
    if tokens[at].text == ")":  # Ann Lee (University of Leith/Port College) said
        at = next((opening - 1 for opening in range(at, sentence.first, -1) if tokens[opening].text == "("), at)
    before = [c for c in sentence.candidates if c.last <= at]
    if not before:
        return None
    nearest = before[-1]
    participle = tokens[token].lower.endswith("ing")
    if (own := _own_subject(tokenized, sentence, before, token)) is not None:
        return own
    if participle or tokens[at].lower in CONJUNCTIONS or tokenized.quotation_of[at] >= 0:
        shared = _shared_subject(tokenized, sentence, former, token, at)
        return shared or sentence.main_subject(token) or nearest
    if tokens[at].text in SET_APART_BY:
        return _before_commas(tokenized, sentence, before, at)
    return _last_subject(tokenized, before, at, former)


def _last_subject(tokenized: TokenizedArticle, before: list[Candidate], at: int, former: Cue | None) -> Candidate:
    """Return the nearest likely subject of a verb that follows the token `at`.

    In "an aide who spoke to the paper said" that is the aide: "who" has a verb already.
    """
    nearest = before[-1]
    relative = tokenized.tokens[at].lower in RELATIVES and nearest.last >= at - 2
    if relative or (nearest.last == at and not nearest.owner and tokenized.lower(nearest.first - 1) in CLAUSE_OPENERS):
        return nearest
    subject = next((c for c in reversed(before) if c.is_free), before[-1])
    if subject.last < at and tokenized.lower(subject.first - 1) in MEANWHILE:
        outer = [c for c in before if c.is_free and c.last < subject.first and c.agreement != "who"]
        subject = outer[-1] if outer else subject  # "a man who held her as she fell said"
    if subject.agreement == "who" and former is not None and former.token > subject.first:
        return next((c for c in reversed(before) if c.last < subject.first), subject)
    return subject


def is_filler(word: str) -> bool:
    """Return whether a word may stand between a subject and its verb: "Lee has also quietly said"."""
    return word in lexicon.SUBJECT_VERB_FILLERS or (word.endswith("ly") and word.islower())


def _shared_subject(
    tokenized: TokenizedArticle, sentence: Sentence, former: Cue | None, token: int, at: int
) -> Candidate | None:
    """Return the subject of the verb before if the one at `token` has it too; `at` is the word before its fillers.

    In "cut her speech short, shouting" and "a man who said so, saying" somebody else does.
    """
    if former is None or former.subject is None or former.strength not in ("say", "describe"):
        return None
    if former.token < sentence.main <= token:
        return None
    subject, participle = former.subject, tokenized.tokens[token].lower.endswith("ing")
    relative = tokenized.tokens[at].text == "," and subject.agreement == "who"
    another = participle and tokenized.quotation_of[at] < 0 and (subject.owner or relative)
    return None if another else subject


def _own_subject(
    tokenized: TokenizedArticle, sentence: Sentence, before: list[Candidate], token: int
) -> Candidate | None:
    """Return the subject of a participle at `token` if it has one of its own: "with the crowd loudly chanting"."""
    if not tokenized.tokens[token].lower.endswith("ing"):
        return None
    if before[-1].last == token - 1 and before[-1].is_named_person and not before[-1].owner:
        return before[-1]  # "footage of Lee saying"
    for at in range(token - 1, max(sentence.first, token - ACCOMPANYING_REACH), -1):
        here = tokenized.tokens[at]
        if here.lower == "with":
            return next((c for c in before if c.first > at), None)
        if tokenized.quotation_of[at] >= 0 or here.text in ",;:" or here.lower in lexicon.REPORTING_VERBS:
            return None
    return None


def _before_commas(tokenized: TokenizedArticle, sentence: Sentence, before: list[Candidate], comma: int) -> Candidate:
    """Return the candidate described between two commas or dashes, the later one at `comma`: "Hill, a doctor, said"."""
    at, sign = comma - 1, tokenized.tokens[comma].text
    while at >= sentence.first and tokenized.tokens[at].text != sign and tokenized.quotation_of[at] < 0:
        at -= 1
    if at >= sentence.first and tokenized.quotation_of[at] < 0:
        named = [c for c in before if at < c.first < comma and c.is_named_person]
        if len(named) == 1 and all(each.lower in lexicon.TITLES for each in tokenized.tokens[at + 1 : named[0].first]):
            return named[0]  # "In Leith, Gov. Ann Lee (R-OH), said"
        clause = next((q for q in range(at - 1, sentence.first, -1) if tokenized.quotation_of[q] >= 0), sentence.first)
        free = [c for c in before if clause <= c.first and c.last < at and c.is_free]
        if tokenized.tokens[at + 1].lower == "and":  # "Lee, who met Ray, Smith, and Jones, said"
            who = next((q for q in range(at, clause, -1) if tokenized.tokens[q].lower in RELATIVES), at)
            free = [c for c in free if c.last < who]
        credit = tokenized.tokens[at + 1].lower == "according"  # Lee, who saved people in May, according to Ray, said
        if free and (free[-1].last == at - 1 or not credit):
            return free[-1]
    return sentence.main_subject(comma) or before[-1]
