"""Identify one person in two articles: by a full name, or not at all.

An article calls someone by several names; those that would be understood anywhere are its *keys*, and two entities of
one kind that share a key are one. The trap: a lone last name is a key of no one, so "Smith" here and "Smith" there stay
two people, whoever else is called so; better apart than one person with another's words.
"""

import re
from collections.abc import Callable, Iterable

from reader.analysis import EntityKind
from reader.analysis.queries import fold_name

NAMES = 2
"""Words that make a full name of a person; several initials together are one of them, a single one is none: "J. Smith"
may be John or Jane, while "J.K. Rowling" is called so everywhere."""

INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.?")
"""One initial or several, folded: "j", "j.", "j.k."."""

GENERATIONS = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
"""What tells a child from a parent: a part of the name, and no name by itself."""

HONOURS = frozenset("phd md dds rn esq qc kc mp mep msp mla obe mbe cbe kbe dbe".split())
"""What someone has after the name, in some articles and not in others."""


def identity_keys(name: str, aliases: Iterable[str], kind: EntityKind) -> frozenset[str]:
    """What an entity is known by in other articles, folded; empty for a person of whom there is no full name.

    What is no person goes by the name that is shown, even if it is one word ("Beijing"), and by aliases of several;
    "the" before it and the dots of an abbreviation make no other of it.
    """
    if kind == "person":
        return frozenset(full for each in (name, *aliases) if (full := full_name(each)))
    shown = normalize_name(name)
    return frozenset(filter(None, (shown, *(key for each in aliases if " " in (key := normalize_name(each))))))


def full_name(name: str) -> str:
    """A person's name without titles and honours, folded, if it is a full one; else nothing.

    Middle names and their initials tell people apart, so they stay: George W. Bush is not George H. W. Bush.
    """
    from reader.analysis.entities.chunker import PARTICLES
    from reader.analysis.lexicon import TITLES  # word lists, read only where names are compared

    words = fold_name(name).replace(",", " ").split()
    while words and words[0].rstrip(".") in TITLES:
        words = words[1:]
    while len(words) > 1 and without_dots(words[-1]) in HONOURS:
        words = words[:-1]
    parts = [part for word in words for part in name_parts(word)]
    initials = sum(len(part) == 1 for part in parts)
    names = [part for part in parts if len(part) > 1 and part not in PARTICLES and part not in GENERATIONS.values()]
    return " ".join(parts) if len(names) >= NAMES or (names and initials >= NAMES) else ""


def name_parts(word: str) -> list[str]:
    """A word of a name as names are compared: each initial by itself, without its dot."""
    if INITIALS.fullmatch(word):
        return word.replace(".", " ").split()
    return [GENERATIONS.get(without_dots(word), word.strip("."))] if word.strip(".'-") else []


def without_dots(word: str) -> str:
    return word.replace(".", "")


def normalize_name(name: str) -> str:
    """The name of what is no person, folded."""
    words = [without_dots(word) if INITIALS.fullmatch(word) else word for word in fold_name(name).split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def connected_entities(
    keys: Iterable[str], known_by: Callable[[str], Iterable[tuple[int, Iterable[str]]]]
) -> dict[int, None]:
    """All entities that are one with whoever has `keys`, in the order in which they were found.

    `known_by` tells for a key which entities have it, each with all of its keys.
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
