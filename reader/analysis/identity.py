"""Identify the same person in two articles: by a full name, or not at all.

Each entity has *keys*, the names that would be understood in any article; two entities of one kind that share a key
are the same. Pitfall: a last name alone is not a key, so "Smith" in two articles are two people. Keeping one person
apart does less harm than mixing up the words of two.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from reader.analysis import Analysis, Entity, EntityKind
from reader.analysis.queries import fold_name

T = TypeVar("T")

NAMES = 2
"""Minimum words of a person's full name. Several initials count as one word and a single one does not count: "J.
Smith" may be John or Jane, but "J.K. Rowling" has that name everywhere."""

INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.?")  # one or several initials, folded: "j", "j.", "j.k."

GENERATIONS = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
"""Suffixes that distinguish a child from a parent: part of a name, but not a name alone."""

HONOURS = frozenset("phd md dds rn esq qc kc mp mep msp mla obe mbe cbe kbe dbe".split())
"""Letters after a name, which some articles include and others omit."""


def identity_keys(name: str, aliases: Iterable[str], kind: EntityKind, *, speaks: bool = False) -> frozenset[str]:
    """Return the folded names that identify an entity in other articles; empty for a person without a full name.

    Entities that are not people are known by their name, even a single word ("Beijing"), and by aliases of several
    words. A leading "the" and the dots of abbreviations are ignored. One of no known kind that `speaks` is a person.
    """
    if kind == "person" or (speaks and kind == "other"):
        return frozenset(full for each in (name, *aliases) if (full := full_name(each)))
    shown = normalize_name(name)
    return frozenset(filter(None, (shown, *(key for each in aliases if " " in (key := normalize_name(each))))))


def keyed_entities(found: Analysis) -> Iterator[tuple[Entity, frozenset[str]]]:
    """Yield the entities of an article with their keys, and after them the speakers that are no entity, as people."""
    speakers = {quote.speaker.name for quote in (*found.quotes, *found.indirect) if quote.speaker}
    for entity in found.entities:
        yield entity, identity_keys(entity.name, entity.aliases, entity.kind, speaks=entity.name in speakers)
    for name in sorted(speakers - {entity.name for entity in found.entities}):
        yield Entity(name, "person", (), ()), identity_keys(name, (), "person")


def full_name(name: str) -> str:
    """Return a person's full name folded, without titles and honours, or an empty string if it is not a full name.

    Middle names and initials stay, since they distinguish people: George W. Bush and George H. W. Bush.
    """
    from reader.analysis.lexicon import PARTICLES, TITLES  # word lists: slow to load

    words = fold_name(name).replace(",", " ").split()
    while words and words[0].rstrip(".") in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1].replace(".", "") in HONOURS:
        words = words[:-1]
    parts = [part for word in words for part in name_parts(word)]
    initials = sum(len(part) == 1 for part in parts)
    names = [part for part in parts if len(part) > 1 and part not in PARTICLES and part not in GENERATIONS.values()]
    return " ".join(parts) if len(names) >= NAMES or (names and initials >= NAMES) else ""


def name_parts(word: str) -> list[str]:
    """Split a word of a name into the parts that are compared: each initial alone, without its dot."""
    if INITIALS.fullmatch(word):
        return word.replace(".", " ").split()
    return [GENERATIONS.get(word.replace(".", ""), word.strip("."))] if word.strip(".'-") else []


def normalize_name(name: str) -> str:
    words = [word.replace(".", "") if INITIALS.fullmatch(word) else word for word in fold_name(name).split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def join_entities(keys: Iterable[tuple[T, str, str]]) -> dict[T, T]:
    """Return for each entity the first that is the same: of one kind, with a key in common, perhaps by way of others.

    `keys` are those of all entities, each with the entity and its kind. What `connected_entities` finds for one, this
    finds for all at once.
    """
    leader: dict[T, T] = {}
    first: dict[tuple[str, str], T] = {}

    def leading(entity: T) -> T:
        while (above := leader.setdefault(entity, entity)) != entity:
            leader[entity] = leader[above]
            entity = above
        return entity

    for entity, kind, key in keys:
        same = leading(first.setdefault((kind, key), entity))
        leader[leading(entity)] = same
    return {entity: leading(entity) for entity in leader}


def connected_entities(
    keys: Iterable[str], known_by: Callable[[str], Iterable[tuple[int, Iterable[str]]]]
) -> dict[int, None]:
    """Return all entities connected to `keys` by shared keys, in the order found.

    `known_by` maps a key to the entities that have it, each with all of its keys.
    """
    found: dict[int, None] = {}
    waiting, seen = list(keys), set(keys)
    while waiting:
        for entity, others in known_by(waiting.pop()):
            found.setdefault(entity)
            fresh = [key for key in others if key not in seen]
            seen.update(fresh)
            waiting += fresh
    return found
