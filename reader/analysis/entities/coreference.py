"""Merge the names of one entity: "Xi" and "Xi Jinping", "US" and "United States", "WHO" and its long form.

Merging is conservative, since merging two people misleads a reader more than splitting one: two given names that are
not forms of each other never merge, and a short name that fits two people goes to the one named most often. Forms
are compared by a key without full stops and shouting ("U.S." is "US", "REUTERS" is "Reuters").
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reader.analysis import Entity, EntityKind
from reader.analysis.entities.classifier import (
    HEADED,
    Evidence,
    evidence_from_context,
    evidence_from_model,
    evidence_from_words,
)
from reader.analysis.entities.mentions import ROMAN, Name
from reader.analysis.lexicon import (
    COMPANY_SUFFIXES,
    FAMILY_FIRST,
    FIRST_NAMES,
    MEN,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    PLACES,
    TITLES_OF_MEN,
    TITLES_OF_WOMEN,
    WOMEN,
    read_sections,
)
from reader.analysis.tokens import TokenizedArticle

Gender = Literal["he", "she"]
Key = tuple[str, ...]

NEVER_IN_FULL = 0.5
"""Points by which a single word is less likely a person who is never named in full."""

ALONE = 1.6
"""Minimum evidence for a name that a language model has read and never classified as one."""

NAMESAKES = 20
"""Maximum people with the same surname that are kept apart; a text with more is not an article."""

SHOUTED = 6
"""Minimum letters of a single word in capitals that is not an acronym."""

DATELINE = 4
"""Minimum letters of one that is not an acronym if the article also writes it in lower case."""

SMALL_WORDS = frozenset("of for and the on in at & de la".split())
"""Words without a letter in an acronym."""


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """An entity with what the rules know beyond what is shown to readers."""

    entity: Entity
    names: tuple[Name, ...]
    gender: Gender | None


@dataclass(slots=True, eq=False)
class _Form:
    """The mentions of one spelling, and the evidence for their kind."""

    key: Key
    names: list[Name]
    evidence: Evidence


@dataclass(slots=True, eq=False)
class _Cluster:
    """Forms merged into one name, and their mentions."""

    forms: list[_Form]
    names: list[Name]

    def take(self, forms: Iterable[_Form], names: Iterable[Name]) -> None:
        self.forms.extend(forms)
        self.names.extend(names)

    @property
    def full(self) -> Key:
        return max((form.key for form in self.forms), key=len)

    @property
    def evidence(self) -> Evidence:
        total = Evidence()
        for form in self.forms:
            total = total.plus(form.evidence)
        return total

    @property
    def kind(self) -> EntityKind:
        return self.evidence.kind

    @property
    def is_unseen(self) -> bool:
        """True if a language model read it and never classified it as a name, and there is little other evidence."""
        if any(name.taken_for != "nothing" for name in self.names):
            return False
        return max(self.evidence) < ALONE


@cache
def alternative_forms(section: str) -> dict[str, tuple[str, ...]]:
    """Map each form in a section of `same.txt` to the full forms that it may abbreviate."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in read_sections("same")[section]:
        full, *others = entry.split(" = ")
        for form in (full, *others):
            found[form] = (*found.get(form, ()), full)
    return found


def resolve_entities(tokenized: TokenizedArticle, names: list[Name]) -> list[ResolvedEntity]:
    """Return the entities that `names` refer to, most mentioned first, then in text order."""
    forms = list(_forms(tokenized, names))
    _tell_companies(forms)
    full_names = [form for form in forms if len(form.key) > 1 and form.evidence.kind == "person"]
    people, placed = _people(full_names), set(full_names)
    rest = _attach_short_names(people, [form for form in forms if form not in placed])
    found = [_known(tokenized, cluster, "person") for cluster in people]
    found += [_known(tokenized, cluster, cluster.kind) for cluster in _things(tokenized, rest) if not cluster.is_unseen]
    return sorted(found, key=lambda known: (-len(known.entity.mentions), known.entity.mentions[0]))


def name_key(words: tuple[str, ...]) -> Key:
    """Return the words of a name without Jr., full stops in acronyms, and shouting."""
    kept = tuple(word for word in words if word not in ROMAN) or words
    shouted = all(word.isupper() or word in SMALL_WORDS for word in kept) and (len(kept) > 1 or len(kept[0]) >= SHOUTED)
    return tuple(_plain(word, shouted) for word in kept)


def _plain(word: str, shouted: bool) -> str:
    if word.count(".") > 1 or (len(word) == 2 and word[1] == "."):
        word = word.replace(".", "")
    if shouted and word.isupper() and len(word) > 2 and word not in ORGANISATIONS:
        word = word.capitalize()
    return word.replace("’", "'")


def _forms(tokenized: TokenizedArticle, names: list[Name]) -> Iterable[_Form]:
    """Yield the mentions grouped by spelling, each with all the evidence for its kind."""
    found: dict[Key, _Form] = {}
    keys = [name_key(name.words) for name in names]
    known = set(keys)
    for name, key in zip(names, keys, strict=True):
        if len(key) == 1 and len(key[0]) >= DATELINE and key[0].isupper() and (key[0].capitalize(),) in known:
            key = (key[0].capitalize(),)  # LEITH (Reuters) - …
        form = found.setdefault(key, _Form(key, [], evidence_from_words(key)))
        form.names.append(name)
        form.evidence = form.evidence.plus(evidence_from_context(tokenized, name))
    for form in found.values():
        form.evidence = form.evidence.plus(evidence_from_model(form.names))
    return found.values()


def _tell_companies(forms: list[_Form]) -> None:
    """Add evidence to the forms that begin a company's name: "Harbour Brokers" of "Harbour Brokers Inc."."""
    companies = [form.key for form in forms if len(form.key) > 1 and form.key[-1] in COMPANY_SUFFIXES]
    starts = {key[:length] for key in companies for length in range(1, len(key))}
    for form in forms:
        if form.key in starts and form.key[0] not in FIRST_NAMES:
            form.evidence = form.evidence.plus(Evidence(organisation=HEADED))


def _people(forms: list[_Form]) -> list[_Cluster]:
    """Cluster full names of people: the same surname, and given names that are forms of each other."""
    clusters: list[_Cluster] = []
    by_last: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for form in forms:
        namesakes = by_last[form.key[-1]][-NAMESAKES:]
        every = any if len(form.key[0]) == 1 else all  # an initial need not fit a nickname: W. is William and Bill
        fitting = (c for c in namesakes if every(given_names_agree(form.key, other.key) for other in c.forms))
        cluster = next(fitting, None)
        if cluster is None:
            cluster = _Cluster([], [])
            clusters.append(cluster)
            by_last[form.key[-1]].append(cluster)
        cluster.take([form], form.names)
    return clusters


def given_names_agree(one: Key, other: Key) -> bool:
    """Return whether two full names with the same last word can be the same person's."""
    a, b = one[0], other[0]
    if a == b or a in other[:-1] or b in one[:-1]:
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    short = alternative_forms("given names")
    return bool({a, *short.get(a, ())} & {b, *short.get(b, ())})


def _attach_short_names(people: list[_Cluster], forms: list[_Form]) -> list[_Form]:
    """Add lone surnames and first names to the people they fit; return the forms that fit nobody."""
    by_last, by_first = _by_short_name(people)
    rest = []
    for form in forms:
        short = " ".join(form.key)
        fitting = by_last.get(short, [])[:NAMESAKES]
        kind = form.evidence.kind
        if not fitting and short in FIRST_NAMES and kind in ("person", "organisation") and len(by_first[short]) == 1:
            fitting = by_first[short]
        if not fitting or kind == "other" or (short in PLACES and not any(name.title for name in form.names)):
            rest.append(form)
            continue
        for name in form.names:
            _meant(name, fitting).names.append(name)
    return rest


def _by_short_name(people: list[_Cluster]) -> tuple[dict[str, list[_Cluster]], defaultdict[str, list[_Cluster]]]:
    """Index the people by surname, and by first name."""
    by_last: defaultdict[str, list[_Cluster]] = defaultdict(list)
    by_first: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for cluster in people:
        full = cluster.full
        by_last[full[-1]].append(cluster)
        if full[0] in FAMILY_FIRST and full[-1] not in FAMILY_FIRST:
            by_last[full[0]].append(cluster)
        elif len(full) > 2:
            by_last[" ".join(full[1:])].append(cluster)  # von der Leyen
        for first in dict.fromkeys(form.key[0] for form in cluster.forms):
            by_first[first].append(cluster)
    return by_last, by_first


def _meant(name: Name, people: list[_Cluster]) -> _Cluster:
    """Return the person a short name refers to: by the gender of its title, then by who is named in full most, and
    first."""
    if len(people) == 1:
        return people[0]
    gender = _title_gender(name.title)
    fitting = [c for c in people if gender is None or find_gender(c.names) in (gender, None)] or people
    return max(fitting, key=lambda c: (sum(len(form.names) for form in c.forms), -c.names[0].first))


def _title_gender(title: str) -> Gender | None:
    if title in TITLES_OF_MEN:
        return "he"
    return "she" if title in TITLES_OF_WOMEN else None


def find_gender(names: Iterable[Name]) -> Gender | None:
    """Return the gender from a title ("Mrs") or else the first name; None if unknown."""
    by_name: Gender | None = None
    for name in names:
        titled = _title_gender(name.title)
        if titled:
            return titled
        if by_name is None and len(name.words) > 1:
            by_name = "he" if name.words[0] in MEN else "she" if name.words[0] in WOMEN else None
    return by_name


def _things(tokenized: TokenizedArticle, forms: list[_Form]) -> list[_Cluster]:
    """Cluster organisations, places, other names and people with one name, by their forms."""
    clusters: dict[Key, _Cluster] = {}
    for form in sorted(forms, key=lambda form: -len(form.key)):
        if len(form.key) == 1 and form.key[0] not in FIRST_NAMES and not any(name.title for name in form.names):
            form.evidence = form.evidence._replace(person=form.evidence.person * NEVER_IN_FULL)
        clusters.setdefault(_full_key(form.key), _Cluster([], [])).take([form], form.names)
    _merge_acronyms(tokenized, clusters)
    _merge_shortened(clusters)
    return list(clusters.values())


def _full_key(key: Key) -> Key:
    """Return the key shared by a form's variants: its full form from the lists, a company without its suffixes."""
    whole = " ".join(key)
    for section in ("places", "organisations"):
        full = alternative_forms(section).get(whole, ())
        if len(full) == 1:
            return tuple(full[0].split())
    while len(key) > 1 and key[-1] in COMPANY_SUFFIXES:
        key = key[:-1]
    return key


def _merge_acronyms(tokenized: TokenizedArticle, clusters: dict[Key, _Cluster]) -> None:
    """Merge "WHO" with "World Health Organization": by initials, or by a name directly before it in brackets."""
    by_initials: defaultdict[str, list[Key]] = defaultdict(list)
    by_end: dict[int, Key] = {}
    for key, cluster in clusters.items():
        by_end.update((name.last, key) for name in cluster.names)
        if len(key) > 1:
            by_initials["".join(word[0] for word in key if word not in SMALL_WORDS and word[0].isupper())].append(key)
    lone = [key for key in clusters if len(key) == 1 and len(key[0]) > 1]
    for key in [key for key in lone if any(name.words[0].isupper() for name in clusters[key].names)]:
        fitting = by_initials.get(key[0]) or list(_before_brackets(tokenized, clusters[key], by_end))
        if len(fitting) == 1 and fitting[0] != key and fitting[0] in clusters:
            acronym = clusters.pop(key)
            clusters[fitting[0]].take(acronym.forms, acronym.names)


def _before_brackets(tokenized: TokenizedArticle, acronym: _Cluster, by_end: dict[int, Key]) -> Iterator[Key]:
    """Return the name directly before `acronym` in brackets, if it begins with the same letter."""
    for name in acronym.names:
        key = by_end.get(name.first - 2)
        same_passage = name.first > 1 and tokenized.passage_of[name.first - 2] == tokenized.passage_of[name.first]
        if key and same_passage and tokenized.tokens[name.first - 1].text == "(" and key[0][0] == name.words[0][0]:
            yield key
            return


def _merge_shortened(clusters: dict[Key, _Cluster]) -> None:
    """Merge "Interactive Brokers" with "Interactive Brokers Group", "the Commission" with the only commission."""
    by_start: defaultdict[Key, list[Key]] = defaultdict(list)
    by_end: defaultdict[str, list[Key]] = defaultdict(list)
    for key, cluster in clusters.items():
        if len(key) > 1 and cluster.kind == "organisation":
            by_end[key[-1]].append(key)
            for length in range(1, len(key)):
                by_start[key[:length]].append(key)
    for key in sorted(clusters, key=len):
        if clusters[key].kind not in ("organisation", "other") or " ".join(key) in ORGANISATIONS:
            continue
        longer = by_start.get(key, [])
        if len(longer) != 1 and len(key) == 1 and key[0] in ORGANISATION_HEADS:
            longer = by_end.get(key[0], [])
        if len(longer) == 1 and longer[0] in clusters:
            short = clusters.pop(key)
            clusters[longer[0]].take(short.forms, short.names)


def _known(tokenized: TokenizedArticle, cluster: _Cluster, kind: EntityKind) -> ResolvedEntity:
    names = tuple(sorted(cluster.names, key=lambda name: name.first))
    spans = tuple(tokenized.span(name.first, name.last) for name in names)
    written = list(dict.fromkeys(" ".join(span.of(tokenized.text).split()) for span in spans))
    fullest = max(written, key=lambda form: (len(form.split()), not form.isupper(), len(form)))
    entity = Entity(fullest, kind, tuple(form for form in written if form != fullest), spans)
    return ResolvedEntity(entity, names, find_gender(names) if kind == "person" else None)
