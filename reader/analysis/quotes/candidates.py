"""Find candidate speakers: names, pronouns and phrases such as "the minister", outside quotations.

A candidate records its position in its clause, as far as the few words around it show: after a preposition ("for the
minister"), as an owner ("Trump's plan"), or as an apposition ("Hill, a doctor"). None of these is likely to be the
subject of a verb.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from reader.analysis import EntityKind, lexicon, noun_phrases
from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import read_lower_section, read_section
from reader.analysis.tokens import CONTRACTION, QuotedTokens, TokenizedArticle

PRONOUNS: dict[str, noun_phrases.Agreement] = {
    **{"he": "he", "she": "she", "they": "they", "it": "it", "i": "I", "we": "we"},
    **{"who": "who", "which": "who"},
}

HEARD: dict[str, noun_phrases.Agreement] = {"him": "he", "her": "she", "them": "they"}
"""Pronouns for whom somebody heard speak: "she recalls him saying"."""

HEARING = read_section("grammar", "hearing")

OWNERS: dict[str, noun_phrases.Agreement] = {"his": "he", "her": "she", "their": "they"}
"""Pronouns that own what someone says: "her remark that"."""

PLURAL_VERBS = frozenset({"are", "have", "were"})  # after a body that is many: "Leith Rovers have denied it"

PICTURES = frozenset({"photo", "photos", "picture", "pictures", "image", "images"})  # "[photo: Ann Lee]"

WRITINGS = read_lower_section("speech", "writings")
ISSUED_WORDS = lexicon.SPEECH_NOUNS | WRITINGS  # what a body says or writes: "a Greenpeace statement"

PHRASE_STARTS = lexicon.DETERMINERS | lexicon.PLURAL_NOUNS | noun_phrases.ALONE

CLAUSE_OPENERS = read_section("grammar", "clause openers")

CALLED_REACH = 4
"""Maximum words of a name in a transcript: "GOV. MIKE PENCE:"."""

RELATIVE_REACH = 2  # maximum tokens from a name to its "who": a comma may stand between

DASHES = frozenset("-–—")

DATELINE_REACH = 9  # maximum tokens from the place to the dash: "LEITH, Scotland, July 3 (AP) —"

IMPERSONAL = read_section("grammar", "impersonal")
BODY_NOUNS = read_section("grammar", "body nouns")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Words outside quotations that may name a speaker, with their tokens (both inclusive). Compared by identity."""

    first: int
    last: int
    form: Literal["name", "pronoun", "phrase"]
    known: int = -1
    """The index of the entity that it names or that owns it, or -1."""
    kind: EntityKind | None = None
    """The kind of a name."""
    agreement: noun_phrases.Agreement | None = None
    """The pronoun that agrees with it, if known."""
    governed: bool = False
    """True after a preposition."""
    owner: bool = False
    """True before 's, or before nouns that describe another name."""
    added: bool = False
    """True after a name and a comma."""
    heads: bool = False
    """True for a name that is all of the sentence that begins a passage: "Ann Lee. The mayor said that"."""

    @property
    def is_free(self) -> bool:
        """True if it is likely to be the subject of a verb."""
        return not (self.governed or self.owner or self.added)

    @property
    def is_named_person(self) -> bool:
        return self.form == "name" and self.kind == "person"


Named = Mapping[int, tuple[Name, int]]  # names by their first tokens, each with the index of its entity


def find_candidates(
    tokenized: TokenizedArticle, known: list[ResolvedEntity], phrases: Mapping[int, int]
) -> list[Candidate]:
    """Return the candidates of the whole article in text order, without overlaps; `known` are its entities.

    `phrases` are subjects found by a parser: the first token of each by its last.
    """
    subjects = {first: last for last, first in phrases.items()}
    spoken = {name.first: (name, index) for index, entity in enumerate(known) for name in entity.names}
    named = {token: held for token, held in spoken.items() if tokenized.quotation_of[token] < 0}

    def candidate_at(token: int, before: Candidate | None) -> Candidate | None:
        lower = tokenized.tokens[token].lower
        candidate = None
        if token in named:
            candidate = _name_at(tokenized, *named[token], known)
        elif (pronoun := CONTRACTION.sub("", lower)) in PRONOUNS and not _is_other(tokenized, token):
            candidate = _pronoun_at(tokenized, token, PRONOUNS[pronoun], before)
        elif (
            lower in PHRASE_STARTS
            or tokenized.tokens[token].text in lexicon.DEMONYMS
            or noun_phrases.opens_owned(tokenized, token)
        ):
            candidate = _phrase_at(tokenized, token, named, before) or _speaking_at(tokenized, token, named)
        if candidate is None and token not in named:
            start = token if _is_lone_speaker(tokenized, token) else _titled_start(tokenized, token)
            candidate = (
                Candidate(start, token, "phrase", agreement=noun_phrases.noun_agreement(lower)) if start >= 0 else None
            )
        heard = lower in HEARD and tokenized.lower(token - 1) in HEARING  # "(recalls) him (saying)"
        if candidate is None and heard and is_participle(tokenized, token + 1):
            candidate = Candidate(token, token, "pronoun", agreement=HEARD[lower])
        owned = takewhile(str.isalpha, map(tokenized.lower, range(token + 1, token + 1 + noun_phrases.OWNED_REACH)))
        if candidate is None and lower in OWNERS and not lexicon.SPEECH_NOUNS.isdisjoint(owned):  # "her latest remark"
            candidate = Candidate(token, token, "pronoun", agreement=OWNERS[lower], owner=True)
        if candidate is None and token in subjects:
            candidate = _subject_at(tokenized, token, subjects[token], named, before)
        return candidate

    found: list[Candidate] = []
    token = 0
    while token < len(tokenized.tokens):
        if tokenized.quotation_of[token] >= 0:
            quotation = tokenized.quotations[tokenized.quotation_of[token]]
            found.extend(_transcribed(tokenized, quotation, spoken))
            token = quotation.last + 1
            continue
        candidate = candidate_at(token, found[-1] if found else None)
        if candidate is not None:
            found.append(_as_subject(tokenized, candidate))
        token = candidate.last + 1 if candidate else token + 1
    return found


def is_thing(tokenized: TokenizedArticle, candidate: Candidate) -> bool:
    """Return whether a phrase is for something that does not speak in a story: "a metallic note", "his head", "one"."""
    if candidate.form != "phrase":
        return False
    words = [token.lower for token in tokenized.tokens[candidate.first : candidate.last + 1]]
    after = tokenized.lower(candidate.last + 1)
    if after != "of" and after not in lexicon.REPORTING_VERBS and lexicon.DETERMINERS.issuperset(words):
        return True
    return candidate.agreement == "it" or (candidate.known < 0 and words[-1] in BODY_NOUNS)


def _as_subject(tokenized: TokenizedArticle, candidate: Candidate) -> Candidate:
    """Return the candidate, free if it is the subject of a reporting verb after "before" or similar."""
    before, after = candidate.first - 1, candidate.last + 1
    while candidate.form == "name" and before > 0 and tokenized.tokens[before].lower in lexicon.TITLES:
        before -= 1  # "after President Lee accused"
    opens = candidate.governed and not candidate.owner and tokenized.lower(before) in CLAUSE_OPENERS
    if not opens or after >= len(tokenized.tokens) or tokenized.quotation_of[after] >= 0:
        return candidate
    speaks = is_reporting_verb(tokenized, after) or tokenized.tokens[after].lower in lexicon.DESCRIBING_VERBS
    return replace(candidate, governed=False) if speaks else candidate


def _name_at(tokenized: TokenizedArticle, name: Name, index: int, known: list[ResolvedEntity]) -> Candidate | None:
    """Return the name, or the phrase that begins with it and belongs to it: "Trump's lawyer"; None in a dateline."""
    entity, after = known[index], name.last + 1
    if _is_dateline(tokenized, name, entity.entity.kind == "place"):
        return None
    start = name.start if name.title else noun_phrases.office_start(tokenized, name.start)
    comma = name.first > 1 and tokenized.tokens[name.first - 1].text == ","
    locates = entity.entity.kind == "place" and comma and tokenized.tokens[name.first - 2].capital  # Leith, Scotland
    near = (tokenized.lower(at) for at in range(name.first - 2, name.first))
    owned = entity.entity.kind != "person" and not OWNERS.keys().isdisjoint(near)  # his initial Instagram post
    governed = noun_phrases.is_governed(tokenized, start) or locates or owned or _is_object(tokenized, start, after)
    owner = noun_phrases.is_possessive(tokenized, after)
    phrase = 0
    if owner:
        phrase = noun_phrases.nouns_end(tokenized, after + 1, noun_phrases.OWNED_REACH)
        if phrase and tokenized.tokens[phrase].lower in lexicon.SPEECH_NOUNS:  # in "Trump's statement" Trump speaks
            owner, phrase = False, 0
    elif not is_reporting_verb(tokenized, after) or (entity.entity.kind != "person" and not _reports(tokenized, after)):
        phrase = noun_phrases.nouns_end(tokenized, after, 1)  # "Pentagon officials"
        noun = tokenized.tokens[phrase].lower
        if entity.entity.kind == "person" and not (noun in lexicon.PLURAL_NOUNS and noun.endswith("s")):
            phrase = 0  # "Trump officials", not "Lee some"
    if phrase:
        agreement = noun_phrases.noun_agreement(tokenized.tokens[phrase].lower)
        return Candidate(name.first, phrase, "phrase", index, None, agreement, governed)
    kind = entity.entity.kind
    agreement = entity.gender if kind == "person" else "they" if tokenized.lower(after) in PLURAL_VERBS else "it"
    added = tokenized.lower(name.first - 1) == "(" and tokenized.quotation_of[name.first - 1] < 0
    added = added or (tokenized.lower(name.start - 1) in (":", "by") and tokenized.lower(name.start - 2) in PICTURES)
    owner = owner or noun_phrases.describes_name(tokenized, after, kind)
    passage = tokenized.passages[tokenized.passage_of[name.first]]
    heads = name.start == passage.first and kind != "place" and name.last + 2 <= passage.last
    heads = heads and tokenized.sentence_of[name.last + 2] != tokenized.sentence_of[name.last]
    return Candidate(name.first, name.last, "name", index, kind, agreement, governed, owner, added, heads)


def _is_object(tokenized: TokenizedArticle, first: int, end: int) -> bool:
    """Return whether a verb right before a name has it as its object: "who backed Lee in May", "featuring pianist Lee".

    Not "believed Lee had": the name, which ends before the token `end`, has a verb of its own.
    """
    verb = first - 1
    while verb > 0 and tokenized.tokens[verb].text in lexicon.PEOPLE_NOUNS:
        verb -= 1
    if verb < 1 or tokenized.opens[first] or tokenized.quotation_of[verb] >= 0 or tokenized.quotation_of[verb - 1] >= 0:
        return False
    word, after = tokenized.tokens[verb].text, tokenized.lower(end)
    transitive = word.islower() and word.endswith(("ed", "ing")) and word not in lexicon.REPORTING_VERBS
    acts = after in noun_phrases.VERBS or after in lexicon.CUE_VERBS or after.endswith("ed")
    return transitive and not acts and tokenized.tokens[verb - 1].text != ","


def _reports(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a word that is a noun for people, too, is a verb here: "The Herald reports that"."""
    if token + 1 >= len(tokenized.tokens) or not is_reporting_verb(tokenized, token):
        return False
    following = tokenized.tokens[token + 1]
    return following.lower in lexicon.DETERMINERS or following.text == ":" or tokenized.quotation_of[token + 1] >= 0


def is_participle(tokenized: TokenizedArticle, token: int) -> bool:
    return is_reporting_verb(tokenized, token) and tokenized.lower(token).endswith("ing")


def _transcribed(tokenized: TokenizedArticle, quotation: QuotedTokens, named: Named) -> Iterator[Candidate]:
    """Return the speaker named by a transcript within the marks: “WALLACE: Let’s start.”"""
    first = last = quotation.first + 1
    while last < min(quotation.last, first + CALLED_REACH) and tokenized.tokens[last].text.isupper():
        last += 1
    if last > first and tokenized.tokens[last].text == ":":
        name, index = named.get(first, (None, -1))
        if name is not None and name.last == last - 1:
            yield Candidate(first, last - 1, "name", index, "person")
        else:
            yield Candidate(first, last - 1, "phrase")


def _pronoun_at(
    tokenized: TokenizedArticle, token: int, agreement: noun_phrases.Agreement, before: Candidate | None
) -> Candidate | None:
    """Return the pronoun at `token`; "who" and "which" only if they refer to the candidate before.

    In "as Lee put it" and "it is clear that", "it" is nobody.
    """
    put = tokenized.lower(token - 1) in ("put", "puts")
    if agreement == "it" and (put or tokenized.lower(token + 1) in IMPERSONAL):
        return None
    if agreement == "who":
        governed = tokenized.quotation_of[token - 1] >= 0 or tokenized.lower(token - 1) in lexicon.PREPOSITIONS
        if governed or before is None or token - before.last > RELATIVE_REACH:
            return None
        if tokenized.sentence_of[before.last] != tokenized.sentence_of[token]:
            return None
    return Candidate(token, token, "pronoun", agreement=agreement, governed=noun_phrases.is_governed(tokenized, token))


def _is_other(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether it is no pronoun: "i" as a variable of quoted code, "for i in range(3):", the WHO, IT."""
    text, after = tokenized.tokens[token].text, tokenized.lower(token + 1)
    if text == "i":
        return after == "in" or not after[:1].isalpha()
    following = tokenized.tokens[min(token + 1, len(tokenized.tokens) - 1)]
    return len(text) > 1 and text.isupper() and not following.text.isupper()


def _is_dateline(tokenized: TokenizedArticle, name: Name, place: bool) -> bool:
    """Return whether the name is in what opens a story: "BERLIN (Reuters) -", "Oban, SCOTLAND (AP) —"."""
    passage = tokenized.passages[tokenized.passage_of[name.first]]
    within = tokenized.tokens[min(name.last + 2, passage.last)].text  # Pago Pago, AMERICAN SAMOA —
    opens = name.first == passage.first and (place or within.isupper())
    if not (opens or all(map(str.isupper, name.words))):
        return False
    for token in range(passage.first, min(name.last + DATELINE_REACH, passage.last) + 1):
        here = tokenized.tokens[token]
        if here.text in DASHES:
            return token > name.last
        if not (here.capital or here.text[0].isdigit() or here.text in ",.()/"):
            return False
    return False


def _phrase_at(tokenized: TokenizedArticle, token: int, named: Named, before: Candidate | None) -> Candidate | None:
    """Return the phrase that begins at `token` and ends in a noun for people: "the former mayor", "officials"."""
    end = noun_phrases.phrase_end(tokenized, token)
    if end < 0 and _is_titled(tokenized, token) and token + 1 not in named:
        return Candidate(
            token, token + 1, "phrase", agreement="it", governed=noun_phrases.is_governed(tokenized, token)
        )
    after = end + 1
    while tokenized.lower(after) in lexicon.TITLES and tokenized.quotation_of[after] < 0:
        after += 1
    if end < 0 or (after in named and tokenized.sentence_of[after] == tokenized.sentence_of[token]):
        return None  # in "the lawyer John Smith" and "Republican state Sen. Smith" the name says more
    if token + 1 in named and named[token + 1][0].last >= end:
        return None  # "the Port Authority" is a name
    agreement = noun_phrases.noun_agreement(tokenized.tokens[end].lower)
    owner = noun_phrases.is_possessive(tokenized, end + 1)
    added = _is_added(tokenized, token, end, before, agreement)
    within, known = named.get(token + 1, (None, -1))
    noun = end - 1 if tokenized.tokens[end - 1].text == "press" else end
    if within is None or within.last != noun - 1 or tokenized.tokens[end].lower not in ISSUED_WORDS:
        known = -1  # in "a Greenpeace (press) release" it is Greenpeace
    return Candidate(
        token, end, "phrase", known, None, agreement, noun_phrases.is_governed(tokenized, token), owner, added
    )


def _speaking_at(tokenized: TokenizedArticle, token: int, named: Named) -> Candidate | None:
    """Return the phrase at `token`, whatever its noun is, beside a plain reporting verb, or for a nation's people."""
    first = tokenized.tokens[token]
    people = first.text in lexicon.DEMONYMS and first.text.endswith("s")
    found = (token, "they") if people else noun_phrases.speaking_phrase(tokenized, token, named)
    if found is None:
        return None
    last, agreement = found
    return Candidate(token, last, "phrase", agreement=agreement, governed=noun_phrases.is_governed(tokenized, token))


def _titled_start(tokenized: TokenizedArticle, token: int) -> int:
    """Return the article of a phrase for somebody known by a title in marks, or -1: "the “Dune” author" (said)."""
    number = tokenized.quotation_of[token - 1] if token else -1
    start = tokenized.quotations[number].first - 1 if number >= 0 else -1
    known = tokenized.tokens[token].lower in noun_phrases.OFFICES and is_reporting_verb(tokenized, token + 1)
    return start if start >= 0 and known and tokenized.tokens[start].lower in lexicon.ARTICLES else -1


def _is_lone_speaker(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a word with a capital stands alone beside a verb of reporting, where a sentence begins or behind a
    quotation: it is mostly the last name of somebody who is named nowhere else: "Brown told the paper", “…,” King said.
    """
    word = tokenized.tokens[token]
    if not word.capital or not word.text.isalpha() or word.lower in lexicon.FUNCTION_WORDS or word.lower.endswith("ly"):
        return False
    if is_reporting_verb(tokenized, token + 1) and not tokenized.lower(token + 1).endswith("s"):  # "Recent reports"
        return bool(tokenized.opens[token]) or tokenized.quotation_of[token - 1] >= 0
    after = tokenized.tokens[min(token + 1, len(tokenized.tokens) - 1)]
    ends = after.lower in ("last", "on") or not (after.text[0].isalnum() or after.text[0] in "-’'")
    said = is_reporting_verb(tokenized, token - 1) and tokenized.quotation_of[token - 2] >= 0  # “…,” said King.
    return ends and (said or (tokenized.lower(token - 2), tokenized.lower(token - 1)) == ("according", "to"))


def _is_titled(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether "The" and a capital stand within a sentence, as in the name of a newspaper: "told The Hill"."""
    following = token + 1
    if tokenized.tokens[token].text != "The" or tokenized.opens[token] or following >= len(tokenized.tokens):
        return False
    word = tokenized.tokens[following]
    return word.capital and word.text.isalpha() and tokenized.quotation_of[following] < 0


def _subject_at(
    tokenized: TokenizedArticle, first: int, last: int, named: Named, before: Candidate | None
) -> Candidate | None:
    """Return the subject phrase found by a parser, unless it is a name, not a noun, or inside a quotation."""
    head = tokenized.tokens[last]
    noun = head.text[0].isalpha() and head.lower not in lexicon.FUNCTION_WORDS
    if not noun or tokenized.sentence_of[first] != tokenized.sentence_of[last]:
        return None
    if any(token in named or tokenized.quotation_of[token] >= 0 for token in range(first, last + 1)):
        return None
    if head.lower in lexicon.SPEECH_NOUNS and noun_phrases.is_possessive(tokenized, first - 1):
        return None  # in "Trump's statement" Trump speaks
    agreement = noun_phrases.noun_agreement(head.lower)
    if agreement is None and head.lower not in lexicon.PEOPLE_NOUNS and not (first == last and head.capital):
        agreement = "it"  # a lone capital may be a name that was not found
    after = tokenized.tokens[min(last + 1, len(tokenized.tokens) - 1)].text
    when = after == "," and tokenized.tokens[first - 1].lower in CLAUSE_OPENERS  # "until the election, Ann Lee said"
    thing = agreement == "it" and head.lower not in lexicon.NON_HUMAN_SPEAKERS
    silent = thing and tokenized.lower(last + 1) not in lexicon.CUE_VERBS  # "the tone shifted as Lee spoke"
    governed = when or silent or noun_phrases.is_governed(tokenized, first)
    added = _is_added(tokenized, first, last, before, agreement)
    return Candidate(first, last, "phrase", agreement=agreement, governed=governed, added=added)


def is_reporting_verb(tokenized: TokenizedArticle, token: int) -> bool:
    return tokenized.lower(token) in lexicon.REPORTING_VERBS


def _is_added(
    tokenized: TokenizedArticle,
    token: int,
    end: int,
    before: Candidate | None,
    agreement: noun_phrases.Agreement | None,
) -> bool:
    """Return whether only a comma or an age in commas separates the candidate `before` and a phrase, `token` to `end`.

    In "to her aides, the campaign said" the two do not agree in number, and in "with Lee and Ray, the candidate said"
    the phrase has a verb.
    """
    if before is None or tokenized.quotation_of[token - 1] >= 0:
        return False
    if tokenized.tokens[token].lower == "the" and is_reporting_verb(tokenized, end + 1):
        return False
    described = before.kind == "person" and tokenized.tokens[token].lower in noun_phrases.INDEFINITE_ARTICLES
    if before.governed and not described:  # "courtesy of Lee, a delegate"
        return False
    if before.agreement and agreement and before.agreement != agreement:
        return False
    between = [each.text for each in tokenized.tokens[before.last + 1 : token]] if token - before.last < 5 else []
    return between == [","] or (len(between) == 3 and between[0] == between[2] == "," and between[1].isdigit())
