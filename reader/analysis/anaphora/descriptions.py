"""Resolve descriptions such as "the minister" and "the company" to the names they stand for.

A description of a person stands for a name only where the text puts them side by side: "Wang, the minister", "the
leader of the union Ann Lee", "President Xi" and later "the president". A body such as "the company" is the one that was
talked about just before, if its name does not say that it is something else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from reader.analysis import lexicon
from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.people import Activation
from reader.analysis.lexicon import read_section
from reader.analysis.noun_phrases import AROUND, OFFICES, details_end, is_led, sign_after_home
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.tokens import TokenizedArticle

BEFORE_NAME = lexicon.TITLES | lexicon.PEOPLE_NOUNS | {"the", "a", "an"}
"""Words allowed before the name: "her daughter, the painter Ann Lee,"."""

ONE_PERSON = (lexicon.TITLES | lexicon.PEOPLE_NOUNS) - lexicon.PLURAL_NOUNS

STORY_CONTINUITY = 900
"""The same in a story, where the people are few."""
CONTINUITY = 300
"""Maximum tokens from a name to a phrase that returns to its person: some paragraphs."""

ROLE_SHARED = 20
"""Maximum entities with one noun among which a phrase is looked for."""

NOUNS_BEHIND = 3
"""Maximum tokens after "the deputy" that belong to it: "the deputy energy minister"."""

NEAR = 6
"""Tokens beside a name that describe it."""

SECOND_NOUN = 3
"""Maximum tokens after "and" to the name: "the academic and law professor Ann Lee"."""

BESIDE = 0.97  # the certainty of a description beside a name
RETURNED = 0.92  # the certainty of a description that returns to the only one whom it fits

REMEMBERED = 40
"""Maximum bodies among which "the company" is looked for: those mentioned last."""
HALF_LIFE = 60
"""Tokens after which a mention of a body counts half in telling which one "the company" is: some sentences."""
GOVERNED = 0.4  # the part that a mention after a preposition counts: in "told Reuters" nobody talks about Reuters
DOMINANT = 2.0
"""How many times more than its rivals a body must have been talked about to be "the company" more often than not."""
UNRIVALLED = 0.8  # the certainty of a body without a rival (measured)
TALKED_ABOUT = 0.2  # the least that a body must have been talked about: one mention some paragraphs before

PLACE_BEFORE = 3
"""Maximum tokens from the place of an office to the name: "Leith Gov. Ann Lee"."""

MUCH = 3
"""Mentions from which a Mr or Mrs is one of a story's family."""
FORETOLD = 0.8  # the certainty of a description of somebody who is named behind it
FORETOLD_WITHIN = 200
"""Maximum tokens to that name, which is not looked for in a story."""
RELATED = 0.75  # the certainty of "his wife" or "her father", if only one Mr or Mrs of a family can be meant

NAMED = read_section("grammar", "named")
FIELDS = read_section("roles", "fields")
HOMES = lexicon.PLACES | lexicon.DEMONYMS


Meant = tuple[Candidate, float] | None
"""What a pronoun or phrase stands for, and how certainly; None if nothing is known."""


class Roles:
    """What the whole text says that its people and bodies are, read before anything is resolved.

    So "the minister" is known where it stands before "Ann Lee, the minister", too.
    """

    def __init__(
        self, tokenized: TokenizedArticle, rows: Sequence[list[Candidate]], known: Sequence[ResolvedEntity]
    ) -> None:
        self.beside: dict[Candidate, Candidate] = {}
        """The name that each phrase has beside it."""
        self._described: defaultdict[str, dict[int, list[Candidate]]] = defaultdict(dict)
        """For each noun the entities described by it, each by the mentions where the text says so."""
        for noun, name in _roles_of_names(tokenized, [each for row in rows for each in row], known):
            self._note(noun, name)
        for row in rows:
            for position, phrase in enumerate(row):
                if phrase.form == "phrase" and (found := _name_beside(tokenized, row, position)) is not None:
                    self.beside[phrase], is_role = found
                    if is_role:
                        self._note(_head(tokenized, phrase), found[0])

    def _note(self, noun: str, name: Candidate) -> None:
        self._described[noun].setdefault(name.known, []).append(name)

    def of(self, noun: str) -> Mapping[int, list[Candidate]]:
        """Return whom the text describes by a noun; nobody if they are too many."""
        described = self._described.get(noun, {})
        return described if len(described) <= ROLE_SHARED else {}


class Descriptions:
    """The descriptions of an article, resolved in text order."""

    def __init__(self, tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], roles: Roles, story: bool) -> None:
        self._tokenized = tokenized
        self._continuity = STORY_CONTINUITY if story else CONTINUITY
        self._foretold = 0 if story else FORETOLD_WITHIN
        self._families = _families(known) if story else []
        self._known = known
        self._roles = roles
        self._named_at: dict[int, int] = {}
        self._bodies: dict[int, tuple[Activation, Candidate]] = {}
        """How much each organisation is talked about, and its last mention; the last mentioned last."""

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
        if (beside := self._roles.beside.get(phrase)) is not None:
            return beside, BESIDE
        if phrase.known >= 0:
            return self._named(phrase) if head in OFFICES else None
        if head in lexicon.FAMILY_NOUNS:
            relatives = [one for one in self._families if one.agreement == phrase.agreement]
            if len(relatives) == 1:
                return relatives[0], RELATED
        if self._tokenized.tokens[phrase.first].lower != "the":
            return None
        if (named := self._named(phrase)) is not None:
            return named
        return self._body(phrase) if head in lexicon.GROUP_NOUNS else None

    def fits(self, phrase: Candidate, name: Candidate) -> bool | None:
        """Return whether a named person may be the one whom a phrase describes, by its noun; None if that is not used.

        "Leith Gov. Ann Lee" may be "the island governor" and "the Leith governor", but not "the Oban governor".
        """
        described = self._roles.of(_head(self._tokenized, phrase)).get(name.known)
        return None if described is None else _fit(self._tokenized, phrase, described)

    def _named(self, phrase: Candidate) -> Meant:
        """Return the only one whom the text describes as `phrase` does, named not long before, or else soon after."""
        before: list[Candidate] = []
        behind: list[Candidate] = []
        for known, names in self._roles.of(_head(self._tokenized, phrase)).items():
            if not _fit(self._tokenized, phrase, names):
                continue
            first = min(names, key=lambda name: name.first)
            if first.first > phrase.first:
                behind += [first] * (first.first - phrase.first <= self._foretold)
            elif phrase.first - self._named_at.get(known, first.first) <= self._continuity:
                before.append(first)
        if len(before) == 1:
            return before[0], RETURNED
        return (behind[0], FORETOLD) if not before and len(behind) == 1 else None

    def _body(self, phrase: Candidate) -> Meant:
        """Return the organisation that "the company" stands for, and how certainly."""
        weights = (
            (activation.at(phrase.first), last)
            for index, (activation, last) in self._bodies.items()
            if self._can_be(index, _head(self._tokenized, phrase))
        )
        ranked = sorted(weights, key=itemgetter(0), reverse=True)
        (most, name), (rival, _) = [*ranked, (0.0, phrase), (0.0, phrase)][:2]
        if most < max(TALKED_ABOUT, DOMINANT * rival):
            return None
        return name, UNRIVALLED * most / (most + rival)

    def _can_be(self, index: int, head: str) -> bool:
        """Return whether the name of an organisation does not say that it is something else: a ministry no company."""
        said = lexicon.INSTITUTION_NOUNS.intersection(self._known[index].entity.name.lower().split())
        return not said or head in said


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


def _describes(phrase: Candidate, before: Candidate) -> bool:
    """Return whether a phrase behind a comma describes the person before it: "Ann Lee, 61, a painter"."""
    return phrase.form == "phrase" and before.kind == "person" and phrase.agreement in (None, before.agreement)


def _called(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the person whose name follows a phrase: "the mayor, Ann Lee, said", "a worker named Ann Lee"."""
    phrase, at = row[position], position + 1
    if _head(tokenized, phrase) == "one" and at < len(row) and row[at].agreement == "they" and row[at].governed:
        phrase, at = row[at], at + 1  # one of the victims, Ann Lee, wept
    elif phrase.agreement == "they" or phrase.owner:
        return None
    last = phrase.last
    while at < len(row) and _belongs(row[at]):
        last, at = row[at].last, at + 1  # the ambassador to the United Nations (UN), Ann Lee
    if row[at - 1].added and tokenized.tokens[last + 1].text == ")":
        last += 1
    name = row[at] if at < len(row) and row[at].is_named_person else None
    return name if name is not None and _describes_next(tokenized, phrase, last, name) else None


def _describes_next(tokenized: TokenizedArticle, phrase: Candidate, last: int, name: Candidate) -> bool:
    """Return whether a phrase, with what belongs to it up to the token `last`, describes the person named next."""
    if name.first == last + 2 and tokenized.tokens[last + 1].lower in NAMED:
        return True
    if last > phrase.last:
        if tokenized.tokens[phrase.last + 1].lower not in lexicon.PREPOSITIONS:
            return False
        if _only(tokenized, last + 1, name.first, lexicon.COURTESY_TITLES):
            return True  # the leader of the union Ann Lee
    end = _after_second_noun(tokenized, last + 1, name.first)
    if last == phrase.last and end == name.first:
        return True  # the academic and professor Ann Lee; coach Ann Lee
    comma = tokenized.tokens[end].text == "," and _only(tokenized, end + 1, name.first, BEFORE_NAME)
    return comma and _ends_apposition(tokenized, phrase, name)


def _called_behind(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the person whose name follows a phrase and its details: "the author of the study, Ann Lee, said"."""
    phrase = row[position]
    people = [each for each in row[position + 1 :] if each.is_named_person]
    if not people or phrase.agreement == "they" or phrase.owner:
        return None
    if is_led(tokenized, phrase.last + 1, people[0].first):
        return people[0]
    comma = details_end(tokenized, phrase.last + 1)
    name = next((each for each in people if each.first > comma), None)
    if comma < 0 or name is None or not _only(tokenized, comma + 1, name.first, BEFORE_NAME):
        return None
    return name if _ends_apposition(tokenized, phrase, name) else None


def _told_behind(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the person whom a phrase in commas describes: "by Ann Lee of Leith, the leader of the party,"."""
    phrase, end = row[position], row[position].last + 1
    if phrase.added and position and _describes(phrase, row[position - 1]):
        return row[position - 1]
    person = next((each for each in reversed(row[max(0, position - 2) : position]) if each.kind == "person"), None)
    if person is None or not _describes(phrase, person) or end >= len(tokenized.tokens):
        return None
    home = sign_after_home(tokenized, person.last + 1) == "," and row[position - 1].last == phrase.first - 2
    closed = tokenized.tokens[end].text in AROUND or details_end(tokenized, end) >= 0
    comma = tokenized.tokens[phrase.first - 1].text == ","
    return person if closed and comma and (home or person.last == phrase.first - 2) else None


def _subject_of(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the person of whom a sentence says that they are what the phrase says: "Ann Lee was the youngest"."""
    phrase, subject = row[position], row[position - 1]
    if not position or phrase.known >= 0 or phrase.agreement == "they":
        return None
    between = [token.lower for token in tokenized.tokens[subject.last + 1 : phrase.first]]
    return subject if subject.is_named_person and subject.is_free and between in (["is"], ["was"]) else None


def _name_beside(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> tuple[Candidate, bool] | None:
    """Return the name beside the phrase at `position`, and whether later phrases return to it by its noun; or None."""
    called = _called(tokenized, row, position) or _called_behind(tokenized, row, position)
    if called is None and (told := _told_behind(tokenized, row, position)) is not None:
        return told, False
    called = called or _subject_of(tokenized, row, position)
    return (called, True) if called else None


def _belongs(name: Candidate) -> bool:
    """Return whether the name of a thing belongs to the description before it: the party in "the head of the party"."""
    return name.form == "name" and name.kind != "person" and (name.governed or name.added)


def _only(tokenized: TokenizedArticle, first: int, end: int, words: frozenset[str]) -> bool:
    """Return whether all tokens from `first` up to `end` are among `words`."""
    return first <= end and all(token.lower in words for token in tokenized.tokens[first:end])


def _after_second_noun(tokenized: TokenizedArticle, token: int, name: int) -> int:
    """Return the token after a second noun for the same person: "and law professor" in "the academic and …"."""
    if tokenized.tokens[token].lower != "and" or tokenized.tokens[token + 1].lower in lexicon.DETERMINERS:
        return token
    for end in range(token + 2, min(token + 2 + SECOND_NOUN, name + 1)):
        noun = tokenized.tokens[end - 1].lower
        if noun in ONE_PERSON and (end == name or tokenized.tokens[end].text == ","):
            return end
    return token


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


def _roles_of_names(
    tokenized: TokenizedArticle, candidates: Sequence[Candidate], known: Sequence[ResolvedEntity]
) -> Iterator[tuple[str, Candidate]]:
    """Yield nouns with the names described by them: "Gov. Xi", "Wang, the minister", "the driver Tom Ray".

    An organisation is described by the words of its name: "the ministry".
    """
    titles = {name.first: name.title for one in known for name in one.names if name.title}
    for before, candidate in zip([None, *candidates], candidates, strict=False):
        named = candidate
        nouns: Iterable[str] = ()
        added = candidate.added and candidate.known < 0 and before is not None and before.is_named_person
        if candidate.is_named_person:
            nouns = chain(_nouns_before(tokenized, named, titles.get(named.first, "")), _nouns_behind(tokenized, named))
        elif candidate.form == "name" and candidate.kind == "organisation":
            words = (token.lower for token in tokenized.tokens[candidate.first : candidate.last + 1])
            nouns = (word for word in words if word in lexicon.INSTITUTION_NOUNS)
        elif before is not None and added and candidate.first == before.last + 2 and _describes(candidate, before):
            named, nouns = before, _nouns_from(tokenized, candidate)
        yield from ((noun, named) for noun in nouns)


def _nouns_from(tokenized: TokenizedArticle, phrase: Candidate) -> Iterator[str]:
    """Yield the nouns for a person from the beginning of a phrase on: "the deputy energy minister"."""
    for token in tokenized.tokens[phrase.first : phrase.last + 1 + NOUNS_BEHIND]:
        if not token.lower.replace("-", "").isalpha() or token.lower in lexicon.PREPOSITIONS:
            return
        if token.lower in ONE_PERSON:
            yield token.lower


def _nouns_behind(tokenized: TokenizedArticle, name: Candidate) -> Iterator[str]:
    """Yield the noun for a person that begins behind a name without an article: "Ann Lee, deputy mayor of Leith"."""
    behind = tokenized.tokens[name.last + 1 : name.last + 3 + NOUNS_BEHIND]
    if not behind or behind[0].text != ",":
        return
    for token, following in pairwise(behind[1:]):
        if not token.text.islower() or token.lower in lexicon.FUNCTION_WORDS:
            return
        if token.lower in ONE_PERSON and (following.lower in lexicon.PREPOSITIONS or following.text in AROUND):
            yield token.lower
            return


def _nouns_before(tokenized: TokenizedArticle, name: Candidate, title: str) -> Iterator[str]:
    """Yield the nouns that a title, or the word before a name, gives the person: "Gov.", "driver"."""
    if title:
        noun = title.split()[-1]
        yield noun
        if noun in lexicon.TITLE_NOUNS:
            yield lexicon.TITLE_NOUNS[noun]
    before = name.first - len(title.split()) - 1
    if before >= 0 and tokenized.sentence_of[before] == tokenized.sentence_of[name.first]:
        noun = tokenized.tokens[before].text
        if noun in lexicon.PEOPLE_NOUNS and noun not in lexicon.PLURAL_NOUNS:
            yield noun


def _fit(tokenized: TokenizedArticle, phrase: Candidate, names: Sequence[Candidate]) -> bool:
    """Return whether somebody may be the one of a phrase, described beside `names`: "the Ohio governor", if Ohio is.

    So are the fields of an office: "the health minister" is no minister of defence. "The Ohio governor" without a
    field may also be one beside whom no place is told: "Gov. Ann Lee".
    """
    words = tokenized.tokens[phrase.first + (phrase.known < 0) : phrase.last]
    wanted = {word.lower for word in words if word.capital or word.lower in FIELDS}
    placed = phrase.known >= 0 or not wanted.isdisjoint(FIELDS)
    for name in names:
        reach = range(max(0, name.first - NEAR), min(name.last + NEAR, len(tokenized.tokens)))
        sentence = tokenized.sentence_of[name.first]
        near = {tokenized.tokens[at].lower for at in reach if tokenized.sentence_of[at] == sentence}
        if wanted <= near:
            return True
        before = tokenized.tokens[max(0, name.first - PLACE_BEFORE) : name.first]
        placed = placed or any(token.text in HOMES for token in before)
    return not placed
