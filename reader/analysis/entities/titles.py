"""Tell titles within a run of capitalised words from names that look the same.

"US | President | Donald Trump", "Geologist | Ann Lee"; but "Stephen King", "Hassan Sheikh Mohamud", "General Motors".
"""

import re

from reader.analysis.lexicon import (
    COURTESY_TITLES,
    FIRST_NAMES,
    MALE_NOUNS,
    NON_HUMAN_SPEAKERS,
    NON_PERSON_HEADS,
    PEOPLE_NOUNS,
    PLACES,
    PLURAL_NOUNS,
    SURNAME_TITLES,
    TITLES,
    is_english,
    read_section,
)

JOINING = read_section("grammar", "joining")

FULL_NAME = 2
"""Minimum words of a full name."""

LONGEST_TITLE = 4
"""Maximum words of a title: "Chancellor of the Exchequer"."""

PERSON_NOUNS = PEOPLE_NOUNS - PLURAL_NOUNS - NON_HUMAN_SPEAKERS

AGENT = re.compile(r"....(?:er|or|ist|ian|man|woman)$")
"""Endings of nouns for what people do: "sprinter". A shorter word is as likely a foreign name: Jaber, Omer."""

TRADE = re.compile(r"(?:ologist|ographer|worker|maker|keeper|owner|fighter)$")
"""Endings that no other words have, so that the word need not be listed."""

TITLES_IN_NAMES = read_section("grammar", "titles in names")
ABBREVIATED_TITLES = read_section("grammar", "abbreviated titles")
"""Titles before a name, never behind one."""


def title_length(words: tuple[str, ...], start: int, begin: int) -> int:
    """Return the number of words from `start` on that are a title; the name before it would begin at `begin`."""
    if start > begin and words[start - 1] in JOINING:
        return 0  # Department of Justice
    for length in range(min(LONGEST_TITLE, len(words) - start), 0, -1):
        phrase = " ".join(words[start : start + length]).lower()
        plural = start == begin < len(words) - length and _is_plural_title(phrase)
        if length == 1 and _is_description(words[start], words[start + 1 :], within=start > begin):
            return 1
        if (phrase in TITLES or plural) and _is_title(phrase, length, words[begin:start], words[start + length :]):
            return length
    return 0


def _is_description(word: str, rest: tuple[str, ...], within: bool) -> bool:
    """Return whether a word tells what the person with the full name `rest` does: "Geologist Ann Lee".

    `within` a longer run, the name must begin with a listed first name: "Leith Senior Ranger Ann Lee".
    """
    if within and (len(rest) < FULL_NAME or rest[0] not in FIRST_NAMES):
        return False
    noun = word.lower()
    known = noun in PERSON_NOUNS or TRADE.search(noun) or (AGENT.search(noun) and is_english(noun))
    if not known or word in FIRST_NAMES or len(rest) < FULL_NAME or not NON_PERSON_HEADS.isdisjoint(rest):
        return False
    return rest[0] in FIRST_NAMES or not any(is_english(part.lower()) for part in rest)


def _is_plural_title(phrase: str) -> bool:
    """Return whether a phrase in lower case is the plural of a title: "professors Lee and Ray"."""
    return phrase.endswith("s") and phrase[:-1] in TITLES - SURNAME_TITLES


def _is_title(phrase: str, length: int, before: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Return whether a listed title is one between the words `before` and `rest`."""
    named = length == 1 and bool(before) and before[0] in FIRST_NAMES
    if named and len(rest) < FULL_NAME and phrase in TITLES_IN_NAMES and before[-1] not in PLACES:
        return False  # Hassan Sheikh Mohamud, Hussein Sheikh
    if rest:
        thing = rest[-1] in NON_PERSON_HEADS or ("of" in rest and rest[0] in NON_PERSON_HEADS)
        addressed = len(rest) == 1 and phrase in COURTESY_TITLES  # Mr. Band
        general_motors = length == 1 and thing and rest[0] not in FIRST_NAMES and not addressed
        return not general_motors and rest[0] not in ("of", "for")
    if named:
        return phrase in MALE_NOUNS and phrase not in SURNAME_TITLES  # not Stephen King, Lisa Page
    return not (before and phrase in ABBREVIATED_TITLES)  # Amartya Sen
