"""The parts of an author's name, as bibliographies need them.

A name that may be that of an organisation is kept whole: nobody is called "Press, The Associated".
"""

from dataclasses import dataclass

from reader.analysis.lexicon import FAMILY_FIRST, FIRST_NAMES, NON_PERSON_HEADS, ORGANISATIONS, PARTICLES

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""Parts after a family name, without a full stop."""


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A name in parts; a name that is kept whole has a family name alone."""

    family: str
    given: str = ""
    particle: str = ""
    """Before the family name, not counted when sorting: "van der"."""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """True if the name was not divided."""
        return not self.given


def parse_author(name: str) -> AuthorName:
    """Return the parts of a name as it stands in a byline, or with the family name and a comma first."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and given.rstrip(".").lower() not in SUFFIXES:
        particle, last = split_particle(family.split())
        return AuthorName(last, given, particle)
    words = name.replace(",", " ").split()
    if len(words) < 2 or is_organisation(words):
        return AuthorName(" ".join(words))
    suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".").lower() in SUFFIXES else ""
    if words[0] in FAMILY_FIRST and words[0] not in FIRST_NAMES and len(words) < 4:
        return AuthorName(words[0], " ".join(words[1:]), suffix=suffix)
    begin = len(words) - 1
    while begin > 1 and words[begin - 1] in PARTICLES:
        begin -= 1
    particle, last = split_particle(words[begin:])
    return AuthorName(last, " ".join(words[:begin]), particle, suffix)


def split_particle(words: list[str]) -> tuple[str, str]:
    """Return the particles before a family name, and the name."""
    count = next((at for at, word in enumerate(words[:-1]) if word not in PARTICLES), len(words) - 1)
    return " ".join(words[:count]), " ".join(words[count:])


def is_organisation(words: list[str]) -> bool:
    """Return whether a name may be that of an organisation."""
    name = " ".join(words)
    odd = words[0].lower() == "the" or {"of", "for", "and", "&"} & {word.lower() for word in words}
    return bool(odd) or name in ORGANISATIONS or words[-1] in NON_PERSON_HEADS or any(map(str.isdigit, name))
