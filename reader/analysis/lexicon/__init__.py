"""The word lists, read once from `words/`.

A list file holds comments (`#`), sections (`[men]`) and entries separated by commas; an entry may run over a line's
end. What is kept is what the rules ask for: mostly lower-case words in frozen sets. The trap: names are compared as
written ("US" is not "us"), everything else in lower case.
"""

from functools import cache
from importlib.resources import files


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The entries of `words/<name>.txt` by section, in order."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in files("reader.analysis.lexicon").joinpath(f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    return {
        key: tuple(entry for part in " ".join(lines).split(",") if (entry := part.strip()))
        for key, lines in found.items()
    }


def section(name: str, *keys: str) -> frozenset[str]:
    """The entries of some sections of a list (all of them by default), as written."""
    lists = sections(name)
    return frozenset(entry for key in keys or lists for entry in lists[key])


def lower_section(name: str, *keys: str) -> frozenset[str]:
    """The entries of some sections of a list in lower case."""
    return frozenset(entry.lower() for entry in section(name, *keys))


def plural(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


MEN = section("first_names", "men")
WOMEN = section("first_names", "women")
FIRST_NAMES = section("first_names", "men", "women", "either")
FAMILY_FIRST = section("first_names", "family first")

PLACES = section("places", "countries", "states", "cities", "regions")
PLACE_HEADS = section("places", "heads")
PLACE_LEADS = section("places", "leads")

COMPANY_SUFFIXES = section("organisations", "suffixes")
ORGANISATION_HEADS = section("organisations", "heads")
ORGANISATIONS = section("organisations", "known")
OTHER_HEADS = section("organisations", "other")

OF_HEADS = ORGANISATION_HEADS | section("organisations", "of")
FOR_HEADS = section("organisations", "for")
ON_HEADS = section("organisations", "on")
AND_HEADS = section("organisations", "and")
INSTITUTIONS = section("organisations", "institutions")
POSSESSIVE_HEADS = section("organisations", "possessive")
THINGS = ORGANISATION_HEADS | COMPANY_SUFFIXES | OTHER_HEADS | PLACE_HEADS
"""A name that ends in one of these is no person's."""

DEMONYMS = frozenset(
    form for word in section("nationalities", "demonyms", "faiths and parties") for form in (word, word + "s")
)
NOT_NAMES = section("nationalities", "not names")

TITLES_OF_MEN = lower_section("titles", "men")
TITLES_OF_WOMEN = lower_section("titles", "women")
TITLES = lower_section("titles")
SURNAME_TITLES = lower_section("titles", "surnames")

SAY = lower_section("speech", "say")
DESCRIBE = lower_section("speech", "describe") - SAY
MENTION = lower_section("speech", "mention") - SAY - DESCRIBE
PHRASAL = lower_section("speech", "phrasal")
PASSIVE = lower_section("speech", "passive")
UTTERANCES = lower_section("speech", "nouns")
BETWEEN = lower_section("speech", "skip")

MALE_NOUNS = lower_section("people", "men")
FEMALE_NOUNS = lower_section("people", "women")
PLURAL_NOUNS = lower_section("people", "plural") | {
    plural(noun) for noun in lower_section("people", "men", "women", "anyone", "bodies")
}
BODIES = lower_section("people", "bodies")
PEOPLE_NOUNS = lower_section("people") | PLURAL_NOUNS

FUNCTION_WORDS = lower_section("common", "function")
COMMON_WORDS = lower_section("common")
