"""Resolve descriptions such as "the minister" and "the company" to the names they stand for.

A description of a person stands for a name only where the text puts them side by side: "Wang, the minister", "the
leader of the union Ann Lee", "President Xi" and later "the president". A body such as "the company" is the one that was
talked about just before, if its name does not say that it is something else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from operator import itemgetter

from reader.analysis import lexicon
from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.people import Activation
from reader.analysis.lexicon import read_section
from reader.analysis.noun_phrases import AROUND, DEPUTIES, OF_AGE, OFFICES, is_possessive, sign_after_home
from reader.analysis.quotes.candidates import OWNERS, Candidate
from reader.analysis.tokens import TokenizedArticle

BEFORE_NAME = lexicon.TITLES | lexicon.PEOPLE_NOUNS | lexicon.ARTICLES | {"crown", "former"}
"""Words allowed before the name: "her daughter, the painter Ann Lee,"."""

BEFORE_CLAUSES = lexicon.RELATIVE_WORDS | {"and"} | {word for word in lexicon.REPORTING_VERBS if word.endswith("d")}
"""Words that begin or end a clause."""

ONE_PERSON = (lexicon.TITLES | lexicon.PEOPLE_NOUNS) - lexicon.PLURAL_NOUNS

CONTINUITY = 300  # maximum tokens from a name to a phrase that returns to its person: some paragraphs
STORY_CONTINUITY = 900  # the same in a story, where the people are few
ROLE_SHARED = 20  # maximum entities with one noun among which a phrase is looked for
NOUNS_BEHIND = 3  # maximum tokens after "the deputy" that belong to it: "the deputy energy minister"
NEAR = 6  # tokens beside a name that describe it
SECOND_NOUN = 3  # maximum tokens after "and" to the name: "the academic and law professor Ann Lee"
LESSER = DEPUTIES | {"former"}
TITLE_REACH = 4  # tokens beside a name that tell an office: "Vice President J.D. (Vance)", "Ann Lee, the deputy mayor"
BESIDE = 0.97  # the certainty of a description beside a name
RETURNED = 0.92  # the certainty of a description that returns to the only one whom it fits
REMEMBERED = 40  # maximum bodies among which "the company" is looked for: those mentioned last
HALF_LIFE = 60
"""Tokens after which a mention of a body counts half in telling which one "the company" is: some sentences."""
GOVERNED = 0.4  # the part that a mention after a preposition counts: in "told Reuters" nobody talks about Reuters
DOMINANT = 2.0
"""How many times more than its rivals a body must have been talked about to be "the company" more often than not."""
UNRIVALLED = 0.8  # the certainty of a body without a rival (measured)
TALKED_ABOUT = 0.2  # the least that a body must have been talked about: one mention some paragraphs before

PLACE_BEFORE = 3
"""Maximum tokens from the place of an office to the name: "Leith Gov. Ann Lee"."""

MUCH = 3  # mentions from which a Mr or Mrs is one of a story's family
FORETOLD = 0.8  # the certainty of a description of somebody who is named behind it
FORETOLD_WITHIN = 200  # maximum tokens to that name, which is not looked for in a story
NAMED_NEXT = 0.75  # the certainty of somebody without a name who is named where the next paragraph begins
LEAD = 5  # passages at the beginning of a text, the headline among them, in which somebody is so
ANONYMOUS = frozenset(("spokesman", "spokeswoman", "spokesperson", "source", "one", "another"))
"""Nouns for people who remain without a name."""
BEHIND_REACH = 6  # maximum candidates behind a phrase among which its name is
GAP = 14  # maximum tokens between them: "the lead author of the study on the loss of sleep, Ann Lee, said"
RELATED = 0.75  # the certainty of "his wife" or "her father", if only one Mr or Mrs of a family can be meant

AREAS = read_section("grammar", "areas")
NAMED_AS = read_section("grammar", "named as")


Meant = tuple[Candidate, float] | None
"""What a pronoun or phrase stands for, and how certainly; None if nothing is known."""


class Descriptions:
    """What a text says that its people and bodies are, and the phrases of it that return to them, in text order.

    The whole text is read first, so "the minister" is known where it stands before "Ann Lee, the minister", too.
    """

    def __init__(
        self, tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], rows: Sequence[list[Candidate]], story: bool
    ) -> None:
        self._tokenized = tokenized
        self._continuity = STORY_CONTINUITY if story else CONTINUITY
        self._story = story
        self._families = _families(known) if story else []
        self._known = known
        self._named_at: dict[int, int] = {}
        self._bodies: dict[int, tuple[Activation, Candidate]] = {}
        """How much each organisation is talked about, and its last mention; the last mentioned last."""
        self._beside: dict[Candidate, Candidate] = {}
        """The name that each phrase has beside it."""
        self._introduced: dict[int, Candidate] = {}
        """The person whom each passage begins with that is the first to name them."""
        self._described: defaultdict[str, dict[int, list[Candidate]]] = defaultdict(dict)
        """For each noun the entities described by it, each by the mentions where the text says so."""
        for before, row in pairwise(([], *rows)):
            if before and before[0].heads and (subject := _headed(tokenized, before[0], row)) is not None:
                self._beside[subject] = before[0]
            self._read(row)

    def _read(self, row: list[Candidate]) -> None:
        """Take note of what a sentence says that somebody is."""
        tokenized = self._tokenized
        for position, candidate in enumerate(row):
            if candidate.form == "name":
                names = self._known[candidate.known].names
                title = next((name.title for name in names if name.first == candidate.first), "")
                for noun in _nouns_of_name(tokenized, candidate, title):
                    self._note(noun, candidate)
            elif candidate.form == "phrase" and (
                name := self._beside.get(candidate) or _name_beside(tokenized, row, position)
            ):
                self._beside[candidate] = name
                nouns = _nouns(tokenized, candidate.first, candidate.last + 1 + NOUNS_BEHIND)
                for noun in {_head(tokenized, candidate), *nouns}:
                    self._note(noun, name)
        passage = tokenized.passage_of[row[0].first]
        if row[0].is_named_person and tokenized.passages[passage].first == row[0].first < row[0].last:
            names = self._known[row[0].known].names
            named = (name.first for name in names if not tokenized.passages[tokenized.passage_of[name.first]].heading)
            if next(named, -1) == row[0].first:
                self._introduced[passage] = row[0]

    def _note(self, noun: str, name: Candidate) -> None:
        self._described[noun].setdefault(name.known, []).append(name)

    def _described_by(self, phrase: Candidate) -> Mapping[int, list[Candidate]]:
        """Return whom the text describes by the noun of a phrase; nobody if they are too many."""
        described = self._described.get(_head(self._tokenized, phrase), {})
        return described if len(described) <= ROLE_SHARED else {}

    def note(self, name: Candidate) -> None:
        self._named_at[name.known] = name.first
        if name.kind in ("organisation", "other"):
            activation, _ = self._bodies.pop(name.known, (Activation(HALF_LIFE), name))
            activation.mention(name.first, GOVERNED if name.governed or name.kind == "other" else 1.0)
            self._bodies[name.known] = activation, name
            if len(self._bodies) > REMEMBERED:
                del self._bodies[next(iter(self._bodies))]

    def meant(self, phrase: Candidate) -> Meant:
        """Return the name that a phrase stands for, and how certainly."""
        head = _head(self._tokenized, phrase)
        if (beside := self._beside.get(phrase)) is not None:
            return beside, BESIDE
        if head in lexicon.FAMILY_NOUNS:
            relatives = [one for one in self._families if one.agreement == phrase.agreement]
            if len(relatives) == 1:
                return relatives[0], RELATED
        definite = self._tokenized.tokens[phrase.first].lower in ("the", *OWNERS)
        owned = (is_possessive(self._tokenized, token) for token in range(phrase.first, phrase.last))
        if phrase.agreement == "it" and any(owned):
            return None  # "the mayor's office" is not the one whose name has that noun
        if definite if phrase.known < 0 else head in OFFICES:
            if (named := self._named(phrase)) is not None:
                return named
            if phrase.known < 0 and head in lexicon.GROUP_NOUNS and (body := self._body(phrase)) is not None:
                return body
        return self._named_next(phrase)

    def _named_next(self, phrase: Candidate) -> Meant:
        """Return whom the passage after an early one names, which tells what somebody has said who has no name yet.

        “A woman who was there said so. ↵ Ann Lee, who …”
        """
        passage = self._tokenized.passage_of[phrase.first]
        name = self._introduced.get(passage + 1)
        if name is None or self._story or passage > LEAD or not phrase.is_free or phrase.agreement in ("they", "it"):
            return None
        start = self._tokenized.passages[passage].first
        if any(at >= start and self._known[one].entity.kind == "person" for one, at in self._named_at.items()):
            return None  # it may be one of those whom the passage has named
        agree = None in (phrase.agreement, name.agreement) or phrase.agreement == name.agreement
        described = any(name.known in entities for entities in self._described.values())
        words = self._tokenized.tokens[phrase.first].lower, _head(self._tokenized, phrase)
        anonymous = not ANONYMOUS.isdisjoint(words) or (phrase.first == phrase.last and phrase.agreement is None)
        return (name, NAMED_NEXT) if agree and not described and not anonymous else None

    def fits(self, phrase: Candidate, name: Candidate) -> bool | None:
        """Return whether a named person may be the one whom a phrase describes, by its noun; None if that is not used.

        "Leith Gov. Ann Lee" may be "the island governor" and "the Leith governor", but not "the Oban governor".
        """
        described = self._described_by(phrase).get(name.known)
        return None if described is None else _fit(self._tokenized, phrase, described)

    def _named(self, phrase: Candidate) -> Meant:
        """Return the only one whom the text describes as `phrase` does, named not long before, or else soon after."""
        before: list[Candidate] = []
        behind: list[Candidate] = []
        for known, names in self._described_by(phrase).items():
            if not _fit(self._tokenized, phrase, names):
                continue
            first = min(names, key=lambda name: name.first)
            if first.first > phrase.first:
                near = not self._story and first.first - phrase.first <= FORETOLD_WITHIN
                behind += [first] * near
            elif phrase.first - self._named_at.get(known, first.first) <= self._continuity:
                before.append(first)
        if len(before) == 1:
            self._named_at[before[0].known] = max(phrase.first, self._named_at.get(before[0].known, 0))
            return before[0], RETURNED
        return (behind[0], FORETOLD) if not before and len(behind) == 1 else None

    def _body(self, phrase: Candidate) -> Meant:
        """Return the organisation that "the company" stands for, and how certainly."""
        weights = ((activation.at(phrase.first), last) for activation, last in self._bodies.values())
        ranked = sorted(weights, key=itemgetter(0), reverse=True)
        (most, name), (rival, _) = [*ranked, (0.0, phrase), (0.0, phrase)][:2]
        if most < max(TALKED_ABOUT, DOMINANT * rival):
            return None
        return name, UNRIVALLED * most / (most + rival)


def _families(known: Sequence[ResolvedEntity]) -> list[Candidate]:
    """Return each Mr and Mrs, Sir and Lady, whose last name somebody else has too, or else who is much talked about."""
    people = [(index, one) for index, one in enumerate(known) if one.entity.kind == "person"]
    last_names = Counter(one.names[0].words[-1] for _, one in people)
    related: list[Candidate] = []
    others: list[Candidate] = []  # much talked about
    for index, one in people:
        titled = next((name for name in one.names if name.title in lexicon.HEADS_OF_FAMILY), None)
        if titled is not None and (len(one.names) >= MUCH or last_names[titled.words[-1]] > 1):
            found = related if last_names[titled.words[-1]] > 1 else others
            found.append(Candidate(titled.first, titled.last, "name", index, "person", one.gender))
    return related or others


def _headed(tokenized: TokenizedArticle, name: Candidate, row: Sequence[Candidate]) -> Candidate | None:
    """Return the subject of a sentence that tells who the `name` before it is: "**Ann Lee.** The mayor said"."""
    subject = next((candidate for candidate in row if candidate.is_free), None)
    next_one = tokenized.sentence_of[row[0].first] == tokenized.sentence_of[name.first] + 1
    if subject is None or subject.form != "phrase" or not next_one:
        return None
    silent = ("they", "it") if name.kind == "person" else ("he", "she", "they")
    opposed = None not in (subject.agreement, name.agreement) and subject.agreement != name.agreement
    definite = subject.known not in (-1, name.known) or tokenized.lower(subject.first) == "the"
    return subject if definite and subject.agreement not in silent and not opposed else None


def _name_beside(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the name that the phrase at `position` of a sentence stands beside, as what somebody is; or None."""
    phrase, before = row[position], row[position - 1] if position else None
    if (named := _named_behind(tokenized, row, position)) is not None:
        return named
    if before is None or before.kind != "person" or phrase.agreement not in (None, before.agreement):
        return None
    between = [token.lower for token in tokenized.tokens[before.last + 1 : phrase.first]]
    said = before.is_free and phrase.known < 0 and between in (["is"], ["was"])  # Ann Lee was the youngest engineer
    return before if phrase.added or said else None


def _named_behind(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the name that follows a phrase: "the mayor, Ann Lee, said", "the leader of the union Ann Lee"."""
    phrase, at = row[position], position + 1
    if _head(tokenized, phrase) == "one" and at < len(row) and row[at].agreement == "they" and row[at].governed:
        phrase, at = row[at], at + 1  # one of the victims, Ann Lee, wept
    elif phrase.owner:
        return None
    for before, name in pairwise(row[at - 1 : at + BEHIND_REACH]):
        gap = [token.lower for token in tokenized.tokens[phrase.last + 1 : name.first]]
        if name.form != "name" or len(gap) > GAP:
            continue
        if name.kind in ("organisation", "other"):
            if gap in ([","], [",", "the"]) and _ends_apposition(tokenized, phrase, name):
                return name  # her agents, Leith Management,
        elif name.kind == "person" and row[position].agreement not in ("they", "it"):
            area = tokenized.tokens[name.first - 1].lower in AREAS
            led = before.last + 1 + area == name.first and before.kind in ("organisation", "place", "other")
            if led or _leads_to(tokenized, phrase, name, gap):
                return name  # the leader of Harbour Union Ann Lee
    return None


def _leads_to(tokenized: TokenizedArticle, phrase: Candidate, name: Candidate, gap: list[str]) -> bool:
    """Return whether the words between a phrase and the name of a person leave both to be one."""
    led = len([word for word in gap if word not in lexicon.ARTICLES]) == 2
    if gap[:1] == ["of"] and led and not tokenized.tokens[name.first - 1].capital:
        return True  # the leader of the party Ann Lee
    if gap[:1] == ["and"] and lexicon.DETERMINERS.isdisjoint(gap):
        noun = next((at for at, word in enumerate(gap[: 1 + SECOND_NOUN]) if word in ONE_PERSON), 0)
        gap = gap[noun + 1 :] if noun else gap  # the academic and law professor Ann Lee
    described = gap[:1] == [","] and gap[-1] in ONE_PERSON and _ends_apposition(tokenized, phrase, name)
    while gap and (gap[-1] in BEFORE_NAME or OF_AGE.fullmatch(gap[-1])):
        gap.pop()
    other = lexicon.REPORTING_VERBS | lexicon.PREPOSITIONS
    if described and all(word.isalpha() and word not in other for word in gap[1:]):
        return True  # the author, civil and environmental engineer Ann Lee, said
    if not gap or " ".join(gap[-2:]) in NAMED_AS or gap[-1] in NAMED_AS:
        return True
    if gap[0] not in lexicon.PREPOSITIONS | {",", "("} or not BEFORE_CLAUSES.isdisjoint(gap):
        return False  # what follows is somebody else's
    return gap[-1] == "," and _ends_apposition(tokenized, phrase, name)


def _ends_apposition(tokenized: TokenizedArticle, phrase: Candidate, name: Candidate) -> bool:
    """Return whether the words after "the mayor, Ann Lee" show that both are one person.

    At the start of a sentence a verb does so too, or where Lee is from: "Another pollster, Ann Lee of Leith, said".
    """
    following = tokenized.lower(name.last + 1) or "."
    if following in AROUND or sign_after_home(tokenized, name.last + 1) in AROUND:
        return True
    return bool(tokenized.opens[phrase.first]) and not name.owner and following != "and"


def _head(tokenized: TokenizedArticle, candidate: Candidate) -> str:
    return tokenized.tokens[candidate.last].lower


def _nouns(tokenized: TokenizedArticle, first: int, end: int) -> Iterator[str]:
    """Yield the nouns for a person among the tokens `first` to `end`, up to a preposition or sign."""
    for token in tokenized.tokens[first:end]:
        if not token.lower.replace("-", "").isalpha() or token.lower in lexicon.PREPOSITIONS:
            return
        if token.lower in ONE_PERSON:
            yield token.lower


def _nouns_of_name(tokenized: TokenizedArticle, name: Candidate, title: str) -> Iterator[str]:
    """Yield the nouns that describe a name: "Gov. Xi", "the driver Tom Ray", "Ann Lee, deputy mayor of Leith".

    An organisation is described by the words of its name: "the ministry".
    """
    tokens = tokenized.tokens
    if name.kind == "organisation":
        words = (token.lower for token in tokens[name.first : name.last + 1])
        yield from (word for word in words if word in lexicon.INSTITUTION_NOUNS)
    elif name.kind == "person":
        if title:
            noun = title.split()[-1]
            yield noun
            if noun in lexicon.TITLE_NOUNS:
                yield lexicon.TITLE_NOUNS[noun]
        before = name.first - len(title.split()) - 1
        if before >= 0 and not tokenized.opens[before + 1] and tokens[before].text in ONE_PERSON:
            yield tokens[before].text
        behind = tokens[name.last + 1 : name.last + 3]
        if len(behind) == 2 and behind[0].text == "," and behind[1].lower not in lexicon.DETERMINERS:
            yield from _nouns(tokenized, name.last + 2, name.last + 2 + NOUNS_BEHIND)


def _offices(tokenized: TokenizedArticle, name: Candidate) -> Iterator[Sequence[str]]:
    """Yield the words right before a name and, after a comma, behind it, which may tell an office."""
    last = name.first - 1 - (tokenized.lower(name.first - 1) == ",")
    before = map(tokenized.lower, range(last, last - TITLE_REACH, -1))
    yield list(takewhile(lambda word: word.replace(".", "").isalpha(), before))
    if tokenized.lower(name.last + 1) == ",":
        yield list(map(tokenized.lower, range(name.last + 2, name.last + 2 + TITLE_REACH)))


def _fit(tokenized: TokenizedArticle, phrase: Candidate, names: Sequence[Candidate]) -> bool:
    """Return whether somebody may be the one of a phrase, described beside `names`: "the Ohio governor", if Ohio is.

    So are the fields of an office: "the health minister" is no minister of defence. "The Ohio governor" without a
    field may also be one beside whom no place is told: "Gov. Ann Lee". "Vice President Ann Lee" is not "the president".
    """
    words = tokenized.tokens[phrase.first + (phrase.known < 0) : phrase.last]
    wanted = {word.lower for word in words if word.capital or word.lower in lexicon.OFFICE_FIELDS}
    placed = phrase.known >= 0 or not wanted.isdisjoint(lexicon.OFFICE_FIELDS)
    head = _head(tokenized, phrase)
    rank = LESSER.intersection(word.lower for word in words)
    for name in names:
        reach = range(max(0, name.first - NEAR), min(name.last + NEAR, len(tokenized.tokens)))
        sentence = tokenized.sentence_of[name.first]
        near = {tokenized.tokens[at].lower for at in reach if tokenized.sentence_of[at] == sentence}
        offices = [words for words in _offices(tokenized, name) if head in words]
        if offices and all(
            LESSER.intersection(each) - {head} != rank and (wanted or "prime" not in each) for each in offices
        ):
            placed = True
        elif wanted <= near:
            return True
        before = tokenized.tokens[max(0, name.first - PLACE_BEFORE) : name.first]
        placed = placed or any(token.text in lexicon.HOMES for token in before)
    return not placed
