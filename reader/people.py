"""Who is the same in two articles: by a full name, or not at all.

An article calls somebody by several names; those that would be understood anywhere are its *keys*, and two entities of
one kind that share a key are one. The trap: a lone last name is a key of nobody, so "Smith" here and "Smith" there stay
two people, whoever else is called so; better apart than one person with another's words.
"""

from collections.abc import Callable, Iterable

from reader.analysis import EntityKind
from reader.findings import folded

INITIAL = 1
"""Letters of a word that stands for a name and is none: "J. Smith" may be John or Jane."""

NAMES = 2
"""Words that make a full name of a person."""


def keys_of(name: str, aliases: Iterable[str], kind: EntityKind) -> frozenset[str]:
    """What an entity is known by in other articles, folded; empty for a person of whom there is no full name.

    What is no person goes by the name that is shown, even if it is one word ("Beijing"), and by aliases of several.
    """
    if kind == "person":
        return frozenset(full for each in (name, *aliases) if (full := full_name(each)))
    shown = folded(name)
    return frozenset(filter(None, (shown, *(key for each in aliases if " " in (key := folded(each))))))


def full_name(name: str) -> str:
    """A person's name without titles, folded, if it is a full one; else nothing."""
    from reader.analysis.lexicon import TITLES  # word lists, read only where names are compared

    words = folded(name).split()
    while words and words[0].rstrip(".") in TITLES:
        words = words[1:]
    long = [word for word in words if len(word.strip(".'-")) > INITIAL]
    return " ".join(words) if len(long) >= NAMES else ""


def circle(keys: Iterable[str], known_by: Callable[[str], Iterable[tuple[int, Iterable[str]]]]) -> dict[int, None]:
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
