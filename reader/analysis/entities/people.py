"""Merge the names of one person: "Xi" and "Xi Jinping", "Mr. Hall" and "John Hall", but not "Mrs. Hall".

Merging two people misleads a reader more than splitting one. So two full names merge only if their given names are
forms of each other and no middle name or initial contradicts, and a short name never goes to someone whose gender its
title contradicts. A short name that fits several people goes to the one whose title it has, or else to the one who
was spoken of last.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from reader.analysis import EntityKind, lexicon
from reader.analysis.entities.chunker import is_given_name
from reader.analysis.entities.classifier import LISTED, QUOTED
from reader.analysis.entities.forms import Cluster, Form, Key, alternative_forms
from reader.analysis.entities.gender import Gender, find_gender, pronoun_beside, title_gender
from reader.analysis.entities.mentions import FULL_NAMES, Name
from reader.analysis.lexicon import is_english
from reader.analysis.tokens import TokenizedArticle
from reader.text.normalize import without_accents

BESIDE_SPEAKERS = lexicon.SAYING | {"told", "tells"}  # verbs beside a name that speaks

HALF_LIFE = 150
"""Tokens after which a mention counts half in telling who is talked about: some paragraphs. A name that stands alone is
the article's main person more often than a namesake mentioned once just before."""

TWO_SURNAMES = (3, 4)  # words of a name that can have two surnames
SHORTEST_SURNAME = 3  # minimum letters of the first of two surnames: shorter ones are initials and particles

WIFE = 0.1
"""Minimum mentions of a Mrs. Lee for each of Mr. Lee, for him to be another than Tom Lee."""

NAMESAKES = 20  # maximum people with one surname that are kept apart; a text with more is no article


@dataclass(slots=True)
class Activation:
    """How much somebody is talked about: the mentions so far, each the less the farther back it is."""

    half_life: int
    """Tokens after which a mention counts half."""
    value: float = 0.0
    token: int = 0
    """The place of the last mention, to which the value belongs."""

    def mention(self, token: int, weight: float = 1.0) -> None:
        self.value, self.token = self.at(token) + weight, token

    def at(self, token: int) -> float:
        return self.value * math.exp2((self.token - token) / self.half_life)


@dataclass(slots=True, eq=False)
class _Person:
    """A person with full names, and what is known while the text is read from its beginning."""

    cluster: Cluster
    gender: Gender | None
    told: bool
    """True if a title tells the gender, and not only the first name."""
    titles: set[str]
    in_full: int = 0
    """How often the person is named in full, or with the title if never in full."""
    activation: Activation = field(default_factory=lambda: Activation(HALF_LIFE))
    introduced: bool = False
    """True once the person was named in full, and not only by somebody who is quoted."""


class _ShortNames:
    """The people by what they can be called in short."""

    def __init__(self, people: list[_Person], story: bool) -> None:
        self._story = story
        self.by_last: defaultdict[str, list[_Person]] = defaultdict(list)
        self._by_first: defaultdict[str, list[_Person]] = defaultdict(list)
        self._by_inner: defaultdict[str, list[_Person]] = defaultdict(list)
        """By the first of two surnames: Luis José García Robledo."""
        for person in people:
            full = person.cluster.full
            if len(full) in TWO_SURNAMES and full[-2] not in lexicon.FIRST_NAMES and len(full[-2]) >= SHORTEST_SURNAME:
                self._by_inner[full[-2]].append(person)
            self.by_last[full[-1]].append(person)
            if not full[-1].isascii() and (plain := without_accents(full[-1])) != full[-1]:
                self.by_last[plain].append(person)
            eastern = full[0] in lexicon.FAMILY_FIRST and full[-1] not in lexicon.FAMILY_FIRST
            if eastern or is_given_name(full[-1]):
                self.by_last[full[0]].append(person)  # Xi Jinping, Ri Yong-ho
            elif len(full) > 2:
                self.by_last[" ".join(full[1:])].append(person)  # von der Leyen
            for first in dict.fromkeys(form.key[0] for form in person.cluster.forms):
                self._by_first[first].append(person)

    def fitting(self, name: str, kind: EntityKind) -> list[_Person]:
        """Return whom a short name of a kind can mean: by the last name, else the first one, else an inner one."""
        if found := self.by_last.get(name, [])[:NAMESAKES]:
            return found
        if kind == "place":
            return []
        given = self._story or name in lexicon.FIRST_NAMES
        if given or not (name in lexicon.LISTED or is_english(name.lower())):
            found = self._by_first.get(name, [])[:NAMESAKES]
        inner = self._by_inner.get(name, [])
        return found or (inner if len(inner) == 1 else [])


def find_people(tokenized: TokenizedArticle, forms: list[Form], story: bool) -> tuple[list[Cluster], list[Form]]:
    """Return the people who are named in full, each with the short names that mean them, and the remaining forms.

    In a story, Mrs. Lee is not Ann Lee, her daughter, unless somebody calls her Mrs. Ann Lee.
    """
    full_names = [form for form in forms if len(form.key) > 1 and form.evidence.kind == "person"]
    people: list[_Person] = []
    for cluster in _merge_full_names(full_names):
        titles = {name.title for name in cluster.names} - {""}
        told = any(map(title_gender, titles))
        people.append(_Person(cluster, find_gender(cluster.names), told, titles, len(cluster.names)))
    placed = set(full_names)
    rest = _attach_short_names(tokenized, people, [form for form in forms if form not in placed], story)
    return [person.cluster for person in people], rest


def _merge_full_names(forms: list[Form]) -> list[Cluster]:
    """Cluster full names: the same surname, and given names that are forms of each other."""
    clusters: list[Cluster] = []
    by_last: defaultdict[str, list[Cluster]] = defaultdict(list)
    by_key: dict[Key, Cluster] = {}
    for form in forms:
        namesakes = by_last[form.key[-1]][-NAMESAKES:]
        every = any if len(form.key[0]) == 1 else all  # an initial need not fit a nickname: W. is William and Bill
        agree = (given_names_agree, _middle_names_agree)
        fitting = (c for c in namesakes if every(all(ask(form.key, other.key) for ask in agree) for other in c.forms))
        cluster = next(fitting, None) or by_key.get(form.key[::-1])  # Ban Ki-moon is Ki-moon Ban
        if cluster is None:
            cluster = Cluster([], [])
            clusters.append(cluster)
            by_last[form.key[-1]].append(cluster)
        cluster.take([form], form.names)
        if len(form.key) == FULL_NAMES[-1]:
            by_key.setdefault(form.key, cluster)
    return clusters


def given_names_agree(one: Key, other: Key) -> bool:
    """Return whether two full names with the same last word can be the same person's."""
    a, b = one[0], other[0]
    if _fold_spelling(a) == _fold_spelling(b) or a in other[:-1] or b in one[:-1]:
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    short = alternative_forms("given names")
    return bool({a, *short.get(a, ())} & {b, *short.get(b, ())})


@lru_cache(1000)
def _fold_spelling(name: str) -> str:
    """Return a given name as it is compared: "François" is "Francois", "Hillary" is "Hilary"."""
    return re.sub(r"(.)\1", r"\1", without_accents(name.lower()))


def _middle_names_agree(one: Key, other: Key) -> bool:
    """Return whether the words between the first and the last do not contradict each other: W. and H. W. do."""
    a, b = one[1:-1], other[1:-1]
    if not a or not b or (set(a) & set(b) and not all(map(_is_initials, (*a, *b)))):
        return True
    left, right = _initials(a), _initials(b)
    return left.startswith(right) or right.startswith(left)


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) < 3


def _initials(words: Key) -> str:
    return "".join(word if _is_initials(word) else word[0] for word in words)


def _attach_short_names(
    tokenized: TokenizedArticle, people: list[_Person], forms: list[Form], story: bool
) -> list[Form]:
    """Add lone surnames and first names to the people they fit, in text order; return the forms that fit nobody.

    In a story, the title of the head of a family parts its owner from those who are never called so.

    A surname whose title contradicts the gender of all who are named in full is another person's: `people` grows.
    """
    index = _ShortNames(people, story)
    rest: list[Form] = []
    short: list[tuple[Name, Form, list[_Person]]] = []
    for form in forms:
        key = " ".join(form.key)
        fitting = index.fitting(key, form.evidence.kind)
        several = len({title_gender(name.title) for name in form.names} - {None}) > 1
        for person in fitting if several else ():
            person.told = person.gender is not None  # "Mr. Hall" and "Mrs. Hall": each is one of two
        quoted = form.evidence.other >= QUOTED and not any(
            name.title or _speaks(tokenized, name) for name in form.names
        )
        if not (fitting or several) or quoted:  # “America First” is a slogan
            rest.append(form)
            continue
        meant = list(_people_among(tokenized, form)) if key in lexicon.PLACES else form.names
        short += [(name, form, fitting) for name in meant]
        if len(meant) < len(form.names):
            rest.append(Form(form.key, [name for name in form.names if name not in meant], form.evidence))
    _read_in_order(tokenized, people, short, story)
    return rest


def _people_among(tokenized: TokenizedArticle, form: Form) -> Iterator[Name]:
    """Yield the mentions of a place's name that are a person's last name, in a text where somebody is called so.

    A title or a verb of saying tells: "London said", while "in London" is the city.
    """
    located = form.evidence.place > LISTED
    speaking = [name for name in form.names if _speaks(tokenized, name)]
    if any(name.title for name in form.names) or (speaking and not located):
        yield from form.names
    elif form.key[0] not in lexicon.COUNTRIES:
        yield from speaking


def _speaks(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether the verb beside a name says that it speaks, and so is a person where one has that name."""
    inverted = tokenized.lower(name.first - 1) in BESIDE_SPEAKERS and not tokenized.opens[name.first]
    return inverted or tokenized.lower(name.last + 1) in BESIDE_SPEAKERS


def _read_in_order(
    tokenized: TokenizedArticle, people: list[_Person], short: list[tuple[Name, Form, list[_Person]]], story: bool
) -> None:
    """Give each short name to the person it means at its place in the text."""
    named = [(name, person) for person in people for name in person.cluster.names]
    waiting = sorted(named, key=lambda pair: -pair[0].first)
    for name, form, fitting in sorted(short, key=lambda entry: entry[0].first):
        while waiting and waiting[-1][0].first < name.first:
            full, spoken = waiting.pop()
            spoken.activation.mention(full.first)
            spoken.introduced = spoken.introduced or tokenized.quotation_of[full.first] < 0
        titles = [other.title for other in form.names] if story and name.title in lexicon.HEADS_OF_FAMILY else []
        wives = sum(map(titles.count, ("mrs", "mrs.", "lady")))  # where there is a Mrs. Lee, Mr. Lee is another man
        apart = bool(titles) and (title_gender(name.title) != "he" or wives >= WIFE * titles.count(name.title))
        among = [one for one in fitting if not apart or name.title in one.titles]
        person = _meant(tokenized, name, _by_surname(name, among) if story else among)
        gender = title_gender(name.title)
        if person is None:
            cluster = Cluster([Form(form.key, [], form.evidence)], [])
            so_called = sum(other.title == name.title for other in form.names)
            person = _Person(cluster, gender, gender is not None, {name.title}, so_called)
            fitting.append(person)
            people.append(person)
        if gender:
            person.gender, person.told = gender, True
        person.activation.mention(name.first)
        person.cluster.names.append(name)


def _by_surname(name: Name, people: list[_Person]) -> list[_Person]:
    """Return whom a story can call by a surname alone: of its namesakes those who are named in full most.

    So Heathcliff is Mr. Heathcliff and not Catherine Heathcliff, and Babbitt is not his son.
    """
    most = max((person.in_full for person in people), default=0)
    surname = not name.title and all(person.cluster.full[-1] == name.words[-1] for person in people)
    return [person for person in people if person.in_full == most] if surname else people


def _meant(tokenized: TokenizedArticle, name: Name, people: list[_Person]) -> _Person | None:
    """Return the person a short name refers to: by its title and gender, then the one most talked about there."""
    gender = title_gender(name.title)
    fitting = [person for person in people if gender is None or person.gender in (gender, None)]
    if not fitting and len(people) == 1 and not people[0].told:
        return people[0]  # Lindsey Graham, Mr. Graham
    if name.title and not gender:
        fitting = [person for person in fitting if name.title in person.titles] or fitting
    if name.words[-1] not in lexicon.FIRST_NAMES:  # "Tom" alone does not make Tom Lee "Lee"
        fitting = [person for person in fitting if person.introduced] or fitting
    if pronoun := pronoun_beside(tokenized, name):
        fitting = [person for person in fitting if person.gender in (pronoun, None)] or fitting
    return max(fitting, key=lambda one: (one.activation.at(name.first), -one.cluster.names[0].first), default=None)
