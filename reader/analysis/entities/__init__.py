"""People, organisations and places: mentions, kinds, coreference."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.analysis import Entity, EntityKind, lexicon
from reader.analysis.entities import classifier
from reader.analysis.entities.classifier import Evidence
from reader.analysis.entities.forms import SMALL_WORDS, Cluster, Form, Key, alternative_forms, name_key
from reader.analysis.entities.gender import Gender, find_gender, gender_by_pronouns, leader_gender, pronoun_beside
from reader.analysis.entities.mentions import ROMAN, Name, in_small_letters
from reader.analysis.entities.people import find_people
from reader.analysis.entities.story_names import called_most, titled, told_apart
from reader.analysis.lexicon import is_english, pluralize, read_section
from reader.analysis.tokens import TokenizedArticle
from reader.text.normalize import without_accents
from reader.text.span import split_runs

NEVER_IN_FULL = 0.5  # points by which a single word is less likely a person who is never named in full

FOLLOWED_BY_PRONOUN = 1.5
"""Points of a single word that "he" or "she" stands for: "Hila writes that she", once more than LONE."""

REPEATED = 4  # mentions from which an unknown single word is more likely an organisation than nothing

TERRITORIES = read_section("places", "territories")

DATELINE = 4  # minimum letters of one that is not an acronym if the article also writes it in lower case


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """An entity with what the rules know beyond what is shown to readers."""

    entity: Entity
    names: tuple[Name, ...]
    gender: Gender | None


def resolve_entities(tokenized: TokenizedArticle, names: list[Name], story: bool = False) -> list[ResolvedEntity]:
    """Return the entities that `names` refer to, most mentioned first, then in text order; `story` as in `people`."""
    forms = list(_forms(tokenized, names))
    _tell_companies(forms)
    people, rest = find_people(tokenized, forms, story)
    found = [_known(tokenized, cluster, "person", story) for cluster in people]
    things = (cluster for cluster in _things(tokenized, rest, story) if not cluster.is_unseen)
    found += [_known(tokenized, cluster, cluster.kind, story) for cluster in things]
    _tell_namesakes_apart(tokenized, found, story)
    return sorted(found, key=lambda known: (-len(known.entity.mentions), known.entity.mentions[0]))


def _forms(tokenized: TokenizedArticle, names: list[Name]) -> Iterable[Form]:
    """Yield the mentions grouped by spelling, each with all the evidence for its kind."""
    found: dict[Key, Form] = {}
    # last names that Jr. or the like tells from a namesake: "Hall Jr. said" beside "Hall said"
    apart = frozenset(name.words[0] for name in names if len(name.words) == 2 and name.words[1] in ROMAN)
    keys = [name_key(name.words, apart) for name in names]
    known = set(keys)
    for name, key in zip(names, keys, strict=True):
        if len(key) == 1 and len(key[0]) >= DATELINE and key[0].isupper() and (key[0].capitalize(),) in known:
            key = (key[0].capitalize(),)  # LEITH (Reuters) - …
        form = found.setdefault(key, Form(key, [], classifier.evidence_from_words(key)))
        form.names.append(name)
        form.evidence = form.evidence.plus(classifier.evidence_from_context(tokenized, name))
    for form in found.values():
        form.evidence = form.evidence.plus(classifier.evidence_from_model(form.names))
    tell_kinds_in_lists(tokenized, names, {name.first: form for form in found.values() for name in form.names})
    return found.values()


def _tell_companies(forms: list[Form]) -> None:
    """Add evidence to the forms that begin a company's name: "Harbour Brokers" of "Harbour Brokers Inc."."""
    companies = [form.key for form in forms if len(form.key) > 1 and form.key[-1] in lexicon.COMPANY_SUFFIXES]
    starts = {key[:length] for key in companies for length in range(1, len(key))}
    for form in forms:
        if form.key in starts and form.key[0] not in lexicon.FIRST_NAMES:
            form.evidence = form.evidence.plus(Evidence(organisation=classifier.HEADED))


def _things(tokenized: TokenizedArticle, forms: list[Form], story: bool) -> list[Cluster]:
    """Cluster organisations, places, other names and people with one name, by their forms."""
    clusters: dict[Key, Cluster] = {}
    for form in sorted(forms, key=lambda form: -len(form.key)):
        given = form.key[0] in lexicon.FIRST_NAMES or form.key[0] in lexicon.FAMILY_FIRST
        if not story and len(form.key) == 1 and not given and not any(name.title for name in form.names):
            form.evidence = form.evidence._replace(person=form.evidence.person * NEVER_IN_FULL)
            if len(form.names) >= REPEATED and not tokenized.technical and not is_english(form.key[0].lower()):
                form.evidence = form.evidence.plus(Evidence(organisation=classifier.LONE))
            listed = max(form.evidence.place, form.evidence.organisation) >= classifier.LISTED
            if not listed and any(pronoun_beside(tokenized, name) for name in form.names):
                form.evidence = form.evidence.plus(Evidence(person=FOLLOWED_BY_PRONOUN))
        clusters.setdefault(_full_key(form.key), Cluster([], [])).take([form], form.names)
    _merge_acronyms(tokenized, clusters)
    _merge_shortened(clusters)
    return list(clusters.values())


def _full_key(key: Key) -> Key:
    """Return the key shared by a form's variants: its full form from the lists, without accents.

    A company is without its suffixes, an organisation with the full name of its country, "City of Leith" is Leith.
    """
    whole = " ".join(key)
    if full := _listed_in_full("places", whole) or _listed_in_full("organisations", whole):
        return full
    while len(key) > 1 and key[-1] in lexicon.COMPANY_SUFFIXES:
        key = key[:-1]
    if _names_territory(key):
        key = key[2:]
    for length in (2, 1):
        if len(key) > length and (full := _listed_in_full("places", " ".join(key[:length]))):
            key = full + key[length:]
            break
    return tuple(map(without_accents, key))


def _names_territory(words: Sequence[str]) -> bool:
    """Return whether a name says what a place is: "City of Leith"."""
    return len(words) > 2 and words[0] in TERRITORIES and words[1] == "of" and words[2] != "the"


def _listed_in_full(section: str, form: str) -> Key:
    """Return the words of the one full form of a name in a section of the lists; empty if there are none or several."""
    full = alternative_forms(section).get(form, ())
    return tuple(full[0].split()) if len(full) == 1 else ()


def _merge_acronyms(tokenized: TokenizedArticle, clusters: dict[Key, Cluster]) -> None:
    """Merge "WHO" with "World Health Organization": by initials, or by a name directly before it in brackets."""
    by_initials: defaultdict[str, list[Key]] = defaultdict(list)
    by_end: dict[int, Key] = {}
    for key, cluster in clusters.items():
        by_end.update((name.last, key) for name in cluster.names)
        if len(key) > 1:
            by_initials["".join(word[0] for word in key if word not in SMALL_WORDS and word[0].isupper())].append(key)
    lone = [key for key in clusters if len(key) == 1 and len(key[0]) > 1]
    for key in [key for key in lone if any(name.words[0].isupper() for name in clusters[key].names)]:
        fitting = by_initials.get(key[0]) or list(_before_brackets(tokenized, clusters[key], by_end))[:1]
        if len(fitting) == 1 and fitting[0] != key and fitting[0] in clusters:
            acronym = clusters.pop(key)
            clusters[fitting[0]].take(acronym.forms, acronym.names)


def _before_brackets(tokenized: TokenizedArticle, acronym: Cluster, by_end: dict[int, Key]) -> Iterator[Key]:
    """Yield the names directly before `acronym` in brackets that begin with the same letter."""
    for name in acronym.names:
        key = by_end.get(name.first - 2)
        same_passage = name.first > 1 and tokenized.passage_of[name.first - 2] == tokenized.passage_of[name.first]
        if key and same_passage and tokenized.tokens[name.first - 1].text == "(" and key[0][0] == name.words[0][0]:
            yield key


def _merge_shortened(clusters: dict[Key, Cluster]) -> None:
    """Merge "Harbour Brokers" with "… Group", "the Commission" with the only one, "Ministry" with "Foreign …"."""
    by_start: defaultdict[Key, list[Key]] = defaultdict(list)
    by_end: defaultdict[str, list[Key]] = defaultdict(list)
    by_tail: defaultdict[Key, list[Key]] = defaultdict(list)
    for key, cluster in clusters.items():
        if len(key) > 1 and cluster.kind == "organisation":
            by_end[key[-1]].append(key)
            by_tail[_without_country(key)].append(key)
            for length in range(1, len(key)):
                by_start[key[:length]].append(key)
    for key in sorted(clusters, key=len):
        if clusters[key].kind not in ("organisation", "other"):
            continue
        longer = [tail for tail in by_tail.get(key, []) if tail != key]
        longer = longer or [start for start in by_start.get(key, []) if _is_longer_form(key, start)]
        if len(longer) != 1 and len(key) == 1:
            longer = [end for end in by_end.get(key[0], []) if _is_last_name_of(key[0], end)]
        if len(longer) == 1 and longer[0] in clusters:
            short = clusters.pop(key)
            for form in short.forms if len(key) == 1 and key[0] in lexicon.ORGANISATION_HEADS else ():
                form.evidence = Evidence()  # says nothing about the longer name
            clusters[longer[0]].take(short.forms, short.names)


def _is_longer_form(key: Key, longer: Key) -> bool:
    """Return whether `longer`, which begins with `key`, can be the same organisation.

    A listed name goes on only with "of" ("Senate of the United States"). "Leith University Union" is another body than
    "Leith University".
    """
    if " ".join(key) in lexicon.ORGANISATIONS:
        return longer[len(key)] == "of"
    heads = {key[-1], *(word for word, after in pairwise(key) if after == "of")} & lexicon.ORGANISATION_HEADS
    return len(key) == 1 or not heads or longer[-1] in heads or longer[-1] not in lexicon.ORGANISATION_HEADS


def _is_last_name_of(word: str, longer: Key) -> bool:
    """Return whether an organisation can be called by the last word of its name alone.

    So are kinds ("the Commission"), teams ("the Pirates") and proper names ("Chrome"); after "of" only a faith is.
    """
    if word in lexicon.ORGANISATION_HEADS:
        return True
    if word in lexicon.ORGANISATIONS or word in lexicon.PLACES or not word.isalpha():
        return False
    proper = not is_english(word.lower()) or word.endswith("s")
    return proper and (longer[0] == "Church" or SMALL_WORDS.isdisjoint(longer))


def _without_country(key: Key) -> Key:
    """Return an organisation's name without a country or nationality before two or more words: "Foreign Ministry"."""
    for length in (1, 2):
        before = " ".join(key[:length])
        if len(key) > length + 1 and (before in lexicon.PLACES or before in lexicon.DEMONYMS):
            return key[length:]
    return ()


def _known(tokenized: TokenizedArticle, cluster: Cluster, kind: EntityKind, story: bool) -> ResolvedEntity:
    names = tuple(sorted(cluster.names, key=lambda name: name.first))
    spans = tuple(tokenized.span(name.first, name.last) for name in names)
    written = Counter(" ".join(span.of(tokenized.text).split()) for span in spans)
    tails = {form[at + 1 :] for form in written for at, sign in enumerate(form) if sign == " "}
    shown = max(written, key=lambda form: _fullness(form, form in tails, written[form]))
    gender: Gender | None = None
    if kind == "person":
        shown = called_most(tokenized, names) if story else in_small_letters(shown)
        gender = find_gender(names) or leader_gender(names) or gender_by_pronouns(tokenized, names)
    return ResolvedEntity(Entity(shown, kind, tuple(form for form in written if form != shown), spans), names, gender)


def _tell_namesakes_apart(tokenized: TokenizedArticle, known: list[ResolvedEntity], story: bool) -> None:
    """Show a person without a given name by the title, if another person has that name too: "Mrs. Hall".

    In a story, one of two who are shown alike is the one who is named more often.
    """
    people = [(index, one) for index, one in enumerate(known) if one.entity.kind == "person"]
    last_words = Counter(one.entity.name.split()[-1] for _, one in people)
    taken: set[str] = set()
    for index, one in sorted(people, key=lambda pair: -len(pair[1].names)):
        shown = name = one.entity.name
        if story and shown in taken:
            name = told_apart(tokenized, one.names, shown)
        elif not story and " " not in shown and last_words[shown] > 1:
            name = titled(tokenized, one.names, shown, 0.0)
        taken.add(name)
        if name and name != shown:
            aliases = (shown, *(alias for alias in one.entity.aliases if alias != name))
            known[index] = replace(one, entity=replace(one.entity, name=name, aliases=aliases))


def _fullness(form: str, tail: bool, count: int) -> tuple[bool, bool, int, int, int]:
    """Return by what the name shown is chosen: several words, not in capitals, the commonest, the longest.

    "Suu Kyi", the `tail` of "Aung San Suu Kyi", is not a full name, nor is "City of Leith" fuller than "Leith".
    """
    words = form.split()
    full = len(words) > 1 and not tail and not _names_territory(words)
    return full, not form.isupper(), count, len(words), len(form)


SHORTEST = 3  # minimum names of a list; two may be a place and its country
CERTAIN = 3.0  # minimum evidence of a name whose kind tells that of the others
DOUBTFUL = 1.6  # maximum evidence of a name whose kind the others tell
SHARED = 1.3  # points of a kind that the certain names of a list share
NAMED = 2.0  # points of the kind of the noun before a list: "bands such as"
FARTHEST = 4  # maximum tokens from a name to the next: three stand between
REACH = 5  # tokens before a list that are read: "bands, such as the"

BETWEEN = frozenset(
    {(",",), ("and",), ("or",), ("&",), (",", "and"), (",", "or"), (",", "the"), ("and", "the"), (",", "and", "the")}
)
"""Words and signs between two names of a list."""

INTRODUCTION = re.compile(r"(?:^| )(\S+)(?: ,)?(?: such as| including| like| :)?(?: the)?$")
"""A noun, and the words between it and the list of what it stands for."""

PEOPLE, BANDS, TOWNS = Evidence(person=NAMED), Evidence(organisation=NAMED), Evidence(place=NAMED)

BY_NOUN = {
    **{pluralize(noun): TOWNS for noun in classifier.AREAS},
    **{pluralize(noun): BANDS for noun in classifier.BODIES},
    **{pluralize(noun): PEOPLE for noun in classifier.RELATIVES},
    **dict.fromkeys(read_section("grammar", "plural places"), TOWNS),
}
"""The evidence for the names in a list after each noun."""


def tell_kinds_in_lists(tokenized: TokenizedArticle, names: Sequence[Name], forms: Mapping[int, Form]) -> None:
    """Add evidence to the forms of the `names` that stand in lists; `forms` has each one's form by its first token."""
    for row in split_runs(names, lambda left, right: not _goes_on(tokenized, left, right)):
        members = {id(form): form for form in (forms[name.first] for name in row)}.values()
        told = _introduced(tokenized, row[0])
        kinds = {form.evidence.kind for form in members if max(form.evidence) >= CERTAIN}
        if told is None and len(row) >= SHORTEST and len(kinds) == 1 and "other" not in kinds:
            told = Evidence(**{kinds.pop(): SHARED})  # one kind tells that of the others
        for form in members:
            if told is not None and max(form.evidence) < DOUBTFUL:
                form.evidence = form.evidence.plus(told)


def _goes_on(tokenized: TokenizedArticle, left: Name, right: Name) -> bool:
    """Return whether only a comma or "and" stands between two names."""
    first = right.start
    if first - left.last > FARTHEST or tokenized.passage_of[left.last] != tokenized.passage_of[right.first]:
        return False
    return tuple(token.lower for token in tokenized.tokens[left.last + 1 : first]) in BETWEEN


def _introduced(tokenized: TokenizedArticle, name: Name) -> Evidence | None:
    """Return what the noun tells that introduces the list: "bands such as", "the bands"."""
    first = max(tokenized.passages[tokenized.passage_of[name.first]].first, name.start - REACH)
    noun = INTRODUCTION.search(" ".join(token.lower for token in tokenized.tokens[first : name.start]))
    return BY_NOUN.get(noun[1]) if noun else None
