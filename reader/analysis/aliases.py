"""Which names name one and the same: "Xi" and "Xi Jinping", "US" and "United States", "WHO" and its long form.

Merging is conservative, since two people made one mislead a reader more than one made two: two given names that are not
forms of each other never merge, and a short name that fits two people goes to the one whom the article names most. Forms are
compared by a key without full stops and shouting ("U.S." is "US", "REUTERS" is "Reuters").
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reader.analysis import Entity, EntityKind
from reader.analysis.kinds import Evidence, from_context, from_words
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
    sections,
)
from reader.analysis.names import ROMAN, Name
from reader.analysis.page import Page
from reader.article import Span

Gender = Literal["he", "she"]

NEVER_IN_FULL = 0.5
"""How much less a lone word is a person whom the article never names in full."""

SMALL_WORDS = frozenset("of for and the on in at & de la".split())


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with what the rules know of it beyond what a reader is shown."""

    entity: Entity
    names: tuple[Name, ...]
    gender: Gender | None


@dataclass(slots=True)
class _Form:
    """One spelling's mentions, and what speaks for which kind."""

    key: tuple[str, ...]
    names: list[Name]
    evidence: Evidence
    kind: EntityKind = "other"


@dataclass(slots=True)
class _Cluster:
    """Names that are taken for one."""

    forms: list[_Form]
    names: list[Name]
    kind: EntityKind

    @property
    def longest(self) -> tuple[str, ...]:
        return max((form.key for form in self.forms), key=len)


@cache
def same_forms(section: str) -> dict[str, tuple[str, ...]]:
    """For each form in a section of `words/same.txt` the full forms that it may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in sections("same")[section]:
        full, *others = entry.split(" = ")
        for form in (full, *others):
            found[form] = (*found.get(form, ()), full)
    return found


def key_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name without full stops in acronyms, Jr., and shouting."""
    kept = tuple(word for word in words if word not in ROMAN) or words
    shouted = all(word.isupper() or word in SMALL_WORDS for word in kept) and (len(kept) > 1 or len(kept[0]) > 5)
    cleaned = []
    for word in kept:
        if word.count(".") > 1 or (len(word) == 2 and word[1] == "."):
            word = word.replace(".", "")
        if shouted and word.isupper() and word not in ORGANISATIONS and len(word) > 2:
            word = word.capitalize()
        cleaned.append(word.replace("’", "'"))
    return tuple(cleaned)


def _forms(page: Page, names: list[Name]) -> list[_Form]:
    """The mentions by spelling, each with its kind."""
    found: dict[tuple[str, ...], _Form] = {}
    for name in names:
        key = key_of(name.words)
        if key not in found:
            found[key] = _Form(key, [], from_words(key))
        form = found[key]
        form.names.append(name)
        form.evidence = form.evidence.plus(from_context(page, name))
    for form in found.values():
        form.kind = form.evidence.kind
    return list(found.values())


def known_entities(page: Page, names: list[Name]) -> list[Known]:
    """The entities that `names` name, most mentioned first, then in text order."""
    forms = _forms(page, names)
    people = _people(forms)
    placed = {id(form) for cluster in people for form in cluster.forms}
    rest = _attach_short_names(page, people, [form for form in forms if id(form) not in placed])
    things = _things(page, rest)
    found = [_known(page, cluster) for cluster in (*people, *things) if cluster.names]
    return sorted(found, key=lambda known: (-len(known.entity.mentions), known.entity.mentions[0]))


def _people(forms: list[_Form]) -> list[_Cluster]:
    """People by their full names: given names that are forms of each other and the same last name."""
    clusters: list[_Cluster] = []
    by_last: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for form in forms:
        if form.kind != "person" or len(form.key) < 2:
            continue
        for cluster in by_last[form.key[-1]]:
            if all(_same_given(form.key, other.key) for other in cluster.forms):
                cluster.forms.append(form)
                cluster.names.extend(form.names)
                break
        else:
            cluster = _Cluster([form], list(form.names), "person")
            clusters.append(cluster)
            by_last[form.key[-1]].append(cluster)
    return clusters


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names with the same last word can be one person's."""
    a, b = one[0], other[0]
    if a == b or a in other[:-1] or b in one[:-1]:
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    nick = same_forms("given names")
    return bool({a, *nick.get(a, ())} & {b, *nick.get(b, ())})


def _attach_short_names(page: Page, people: list[_Cluster], forms: list[_Form]) -> list[_Form]:
    """Give lone last, family and first names to the people they fit; the forms that fit nobody."""
    by_last: defaultdict[str, list[_Cluster]] = defaultdict(list)
    by_first: defaultdict[str, list[_Cluster]] = defaultdict(list)
    for cluster in people:
        full = cluster.longest
        by_last[full[-1]].append(cluster)
        if full[0] in FAMILY_FIRST and full[-1] not in FAMILY_FIRST:
            by_last[full[0]].append(cluster)
        elif len(full) > 2:
            by_last[" ".join(full[1:])].append(cluster)  # "von der Leyen"
        for form in cluster.forms:
            if cluster not in by_first[form.key[0]]:
                by_first[form.key[0]].append(cluster)
    rest = []
    for form in forms:
        short = " ".join(form.key)
        fitting = by_last.get(short, []) if len(form.key) < 4 else []
        if not fitting and len(form.key) == 1 and form.kind in ("person", "organisation") and short in FIRST_NAMES:
            fitting = by_first.get(short, []) if len(by_first.get(short, [])) == 1 else []
        if not fitting or (short in PLACES and not any(name.title for name in form.names)) or form.kind == "other":
            rest.append(form)
            continue
        for cluster in fitting:
            cluster.forms.append(_Form(form.key, [], form.evidence, "person"))
        for name in form.names:
            _fitting(name, fitting).names.append(name)
    return rest


def _fitting(name: Name, people: list[_Cluster]) -> _Cluster:
    """Whom a short name means: by the gender of its title, then who is most often named in full, and first."""
    if len(people) == 1:
        return people[0]
    gender = _title_gender(name.title)
    if gender:
        people = [cluster for cluster in people if gender_of(cluster.names) in (gender, None)] or people
    return max(
        people, key=lambda cluster: (sum(len(other.words) > 1 for other in cluster.names), -cluster.names[0].first)
    )


def _title_gender(title: str) -> Gender | None:
    if title in TITLES_OF_MEN:
        return "he"
    return "she" if title in TITLES_OF_WOMEN else None


def gender_of(names: Iterable[Name]) -> Gender | None:
    """He or she, by a title ("Mrs") or else by the first name; None where neither tells."""
    by_name: Gender | None = None
    for name in names:
        titled = _title_gender(name.title)
        if titled:
            return titled
        if by_name is None and len(name.words) > 1:
            first = name.words[0]
            by_name = "he" if first in MEN else "she" if first in WOMEN else None
    return by_name


def _things(page: Page, forms: list[_Form]) -> list[_Cluster]:
    """Organisations, places, other names and people known by one word, merged by their forms."""
    clusters: dict[tuple[str, ...], _Cluster] = {}
    for form in sorted(forms, key=lambda form: -len(form.key)):
        key = _thing_key(form)
        if len(form.key) == 1 and form.key[0] not in FIRST_NAMES and not any(name.title for name in form.names):
            form.evidence = form.evidence._replace(person=form.evidence.person * NEVER_IN_FULL)
        if key not in clusters:
            clusters[key] = _Cluster([], [], "other")
        clusters[key].forms.append(form)
        clusters[key].names.extend(form.names)
    merged = _merge_acronyms(page, clusters)
    return _merge_heads(merged)


def _thing_key(form: _Form) -> tuple[str, ...]:
    """The key under which a form's equals meet: its full form from the lists, a company without its suffixes."""
    whole = " ".join(form.key)
    for section in ("places", "organisations"):
        full = same_forms(section).get(whole)
        if full and len(full) == 1:
            return tuple(full[0].split())
    key = form.key
    while len(key) > 1 and key[-1] in COMPANY_SUFFIXES:
        key = key[:-1]
    return key


def _merge_acronyms(page: Page, clusters: dict[tuple[str, ...], _Cluster]) -> dict[tuple[str, ...], _Cluster]:
    """Join "WHO" to "World Health Organization" where the initials say so, in brackets behind it or alone."""
    by_initials: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in clusters:
        if len(key) > 1:
            by_initials["".join(word[0] for word in key if word not in SMALL_WORDS and word[0].isupper())].append(key)
    for key in [key for key in clusters if len(key) == 1 and key[0].isupper() and len(key[0]) > 1]:
        fitting = by_initials.get(key[0], [])
        fitting = fitting or [long for long in _bracketed(page, clusters[key], clusters) if long != key]
        if len(fitting) == 1 and fitting[0] in clusters:
            _join(clusters[fitting[0]], clusters.pop(key))
    return clusters


def _bracketed(page: Page, short: _Cluster, clusters: dict[tuple[str, ...], _Cluster]) -> list[tuple[str, ...]]:
    """The keys of the clusters that have a name directly before the bracket in which `short` stands."""
    tokens = page.tokens
    ends = {
        name.first - 2
        for name in short.names
        if name.first > 1
        and tokens[name.first - 1].text == "("
        and page.passage_of[name.first - 2] == page.passage_of[name.first]
    }
    if not ends:
        return []
    letter = short.forms[0].key[0][0]
    return [
        key
        for key, cluster in clusters.items()
        if key[0][0] == letter and any(name.last in ends for name in cluster.names)
    ]


def _join(into: _Cluster, cluster: _Cluster) -> None:
    into.forms.extend(cluster.forms)
    into.names.extend(cluster.names)


def _merge_heads(clusters: dict[tuple[str, ...], _Cluster]) -> list[_Cluster]:
    """Join "Interactive Brokers" to "Interactive Brokers Group", "the Commission" to the one commission there is."""
    starts: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    ends: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key, cluster in clusters.items():
        if len(key) > 1 and _kind(cluster) == "organisation":
            ends[key[-1]].append(key)
            for length in range(1, len(key)):
                starts[key[:length]].append(key)
    for key in sorted(clusters, key=len):
        cluster = clusters[key]
        if _kind(cluster) not in ("organisation", "other") or " ".join(key) in ORGANISATIONS:
            continue
        longer = starts.get(key, [])
        if len(longer) != 1 and len(key) == 1 and key[0] in ORGANISATION_HEADS:
            longer = ends.get(key[0], [])
        if len(longer) == 1 and longer[0] in clusters:
            _join(clusters[longer[0]], cluster)
            del clusters[key]
    return list(clusters.values())


def _kind(cluster: _Cluster) -> EntityKind:
    total = Evidence()
    for form in cluster.forms:
        total = total.plus(form.evidence)
    return total.kind


def _known(page: Page, cluster: _Cluster) -> Known:
    names = tuple(sorted(cluster.names, key=lambda name: name.first))
    spans = tuple(Span(page.tokens[name.first].start, page.tokens[name.last].end) for name in names)
    written = list(dict.fromkeys(" ".join(span.of(page.text).split()) for span in spans))
    fullest = max(written, key=lambda form: (len(form.split()), not form.isupper(), len(form)))
    kind = "person" if cluster.kind == "person" else _kind(cluster)
    entity = Entity(fullest, kind, tuple(form for form in written if form != fullest), spans)
    return Known(entity, names, gender_of(names) if kind == "person" else None)
