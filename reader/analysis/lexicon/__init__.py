"""Word lists, read once from the text files of this folder.

What a list is for stands there, not beside the set that a module makes of it. The sets that the rules need are built
from them, mostly in lower case. Pitfall: names are compared as written ("US" is not "us"), all else in lower case.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from reader.text import word_lists
from reader.text.normalize import without_accents


def read_sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of `<name>.txt` by section, in order."""
    return word_lists.read_sections(f"analysis/lexicon/{name}")


def read_section(name: str, *keys: str) -> frozenset[str]:
    """Return the entries of some sections of a list (all by default), as written."""
    lists = read_sections(name)
    return frozenset(chain.from_iterable(lists[key] for key in keys or lists))


def read_lower_section(name: str, *keys: str) -> frozenset[str]:
    """Return the entries of some sections of a list (all by default), in lower case."""
    return frozenset(map(str.lower, read_section(name, *keys)))


def pluralize(noun: str) -> str:
    """Return the regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


MEN = read_section("first_names", "men")
WOMEN = read_section("first_names", "women")
FIRST_NAMES = read_section("first_names", "men", "women", "either")
FAMILY_FIRST = read_section("first_names", "family first")
PARTICLES = read_section("grammar", "particles")
COUNTRIES = read_section("places", "countries")
PLACES = read_section("places", "countries", "states", "cities", "regions")
CITIES = read_section("cities") | {without_accents(name) for name in read_section("cities", "accented")}
"""Cities and regions that are less known; some are also surnames."""
PLACE_HEADS = read_section("places", "heads")
PLACE_LEADS = read_section("places", "leads")
COMPANY_SUFFIXES = read_section("organisations", "suffixes")
ORGANISATION_HEADS = read_section("organisations", "heads")
ORGANISATIONS = read_section("organisations", "known")
LISTED = PLACES | ORGANISATIONS
KNOWN_NAMES = LISTED | CITIES
OTHER_HEADS = read_section("organisations", "other")
OF_HEADS = ORGANISATION_HEADS | read_section("organisations", "of")
FOR_HEADS = read_section("organisations", "for")
ON_HEADS = read_section("organisations", "on")
AND_HEADS = read_section("organisations", "and")
INSTITUTIONS = read_section("organisations", "institutions")
POSSESSIVE_HEADS = read_section("organisations", "possessive")
NON_PERSON_HEADS = ORGANISATION_HEADS | COMPANY_SUFFIXES | OTHER_HEADS | PLACE_HEADS
"""Last words of names that are not people."""

DEMONYMS = frozenset(
    form for word in read_section("nationalities", "demonyms", "faiths and parties") for form in (word, word + "s")
)
HOMES = PLACES | DEMONYMS  # words that say whose minister, police or company is meant
OFFICE_FIELDS = read_section("roles", "fields")  # what an office is for: "health" of "the health minister"

NOT_NAMES = read_section("nationalities", "not names")
TITLES_OF_MEN = read_lower_section("titles", "men")
TITLES_OF_WOMEN = read_lower_section("titles", "women")
TITLES = read_lower_section("titles")
SURNAME_TITLES = read_lower_section("titles", "surnames")
REPORTING_VERBS = read_lower_section("speech", "say")
DESCRIBING_VERBS = read_lower_section("speech", "describe") - REPORTING_VERBS
MENTIONING_VERBS = read_lower_section("speech", "mention") - REPORTING_VERBS - DESCRIBING_VERBS
CUE_VERBS = REPORTING_VERBS | DESCRIBING_VERBS | MENTIONING_VERBS
SAYING = read_section("grammar", "saying")
PHRASAL_VERBS = read_lower_section("speech", "phrasal")
PASSIVE_VERBS = read_lower_section("speech", "passive")
SPEECH_NOUNS = read_lower_section("speech", "nouns")
VERBS_BEFORE_CLAUSES = read_lower_section("speech", "before a clause")
ALSO_NOUNS = read_lower_section("speech", "also nouns")
SUBJECT_VERB_FILLERS = read_lower_section("speech", "skip")
MALE_NOUNS = read_lower_section("people", "men")
FEMALE_NOUNS = read_lower_section("people", "women")
PLURAL_NOUNS = read_lower_section("people", "plural") | {
    pluralize(noun) for noun in read_lower_section("people", "men", "women", "anyone", "bodies")
}
NON_HUMAN_SPEAKERS = read_lower_section("people", "bodies") | read_lower_section("roles", "groups")
GROUP_NOUNS = read_lower_section("roles", "groups")
INSTITUTION_NOUNS = read_lower_section("roles", "institutions")
LEADER_NOUNS = read_lower_section("roles", "leaders")
COURTESY_TITLES = read_lower_section("roles", "courtesy")
FAMILY_NOUNS = read_lower_section("roles", "family")
HEADS_OF_FAMILY = read_lower_section("roles", "heads of family")
STORY_NOUNS = read_lower_section("roles", "story")
TITLE_NOUNS = dict(entry.split(" = ") for entry in read_sections("roles")["in full"])
"""Titles in short, with the nouns that stand for them."""
PEOPLE_NOUNS = read_lower_section("people") | PLURAL_NOUNS | GROUP_NOUNS | STORY_NOUNS | FAMILY_NOUNS
ARTICLES = read_section("grammar", "articles")
DETERMINERS = read_section("grammar", "determiners")
PREPOSITIONS = read_section("grammar", "prepositions")
RELATIVE_WORDS = read_section("grammar", "relative words")
FUNCTION_WORDS = read_lower_section("common", "function")
COMMON_WORDS = read_lower_section("common")
_ENGLISH = read_section("english")
_ENDINGS = {
    **{"s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ied": ("y",), "ing": ("", "e"), "ly": ("",)},
    **{"er": ("", "e"), "ers": ("", "e"), "est": ("", "e"), "ier": ("y",), "iest": ("y",), "ily": ("y",)},
    **{"ness": ("",), "iness": ("y",), "less": ("",), "ful": ("",), "ment": ("",), "ments": ("",)},
    **{"able": ("", "e"), "ation": ("e",), "ion": ("", "e"), "ions": ("", "e"), "al": ("",), "ity": ("", "e")},
    "ive": ("", "e"),
}
"""Endings of derived forms that `english.txt` leaves out, and what replaces them."""

_SHORTEST_STEM = 3


@lru_cache(20_000)
def is_english(word: str) -> bool:
    """Return whether a word in lower case is an ordinary English one, in any of its regular forms."""
    if word in COMMON_WORDS or word in _ENGLISH:
        return True
    return any(stem in COMMON_WORDS or stem in _ENGLISH for stem in _stems(word))


def _stems(word: str) -> Iterator[str]:
    """Yield the words from which a regular form may be derived: "planned" of "plan"."""
    for ending, replacements in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if len(word) - len(ending) < _SHORTEST_STEM or stem == word:
            continue
        yield from (stem + replacement for replacement in replacements)
        if stem[-1] == stem[-2]:
            yield stem[:-1]
