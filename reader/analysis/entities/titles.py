"""Tell names of people from titles, and from words for a nation or a month, that look the same.

"US | President | Donald Trump", "Geologist | Ann Lee"; but "Stephen King", "Hassan Sheikh Mohamud", "General Motors".
"Mark Cuban said", but "Cuban voters said"; "Jan Brewer said", but "in May Brewer said".
"""

import re
from collections.abc import Iterator

from reader.analysis import lexicon
from reader.analysis.lexicon import is_english, read_section
from reader.analysis.noun_phrases import VERBS
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle

JOINING = read_section("grammar", "joining")

FULL_NAME = 2  # minimum words of a full name
LONGEST_TITLE = 4  # maximum words of a title: "Chancellor of the Exchequer"

PERSON_NOUNS = lexicon.PEOPLE_NOUNS - lexicon.PLURAL_NOUNS - lexicon.NON_HUMAN_SPEAKERS

AGENT = re.compile(r"....(?:er|or|ist|ian|man|woman)$")
"""Endings of nouns for what people do: "sprinter". A shorter word is as likely a foreign name: Jaber, Omer."""

TRADE = re.compile(r"(?:ologist|ographer|worker|maker|keeper|owner|fighter)$")
"""Endings that no other words have, so that the word need not be listed."""

TITLES_OF_SEVERAL = lexicon.TITLES - lexicon.SURNAME_TITLES
TITLES_IN_NAMES = read_section("grammar", "titles in names")
ABBREVIATED_TITLES = read_section("grammar", "abbreviated titles")  # titles before a name, never behind one


def title_length(words: tuple[str, ...], start: int, begin: int) -> int:
    """Return the number of words from `start` on that are a title; the name before it would begin at `begin`."""
    if start > begin and words[start - 1] in JOINING:
        return 0  # Department of Justice
    for length in range(min(LONGEST_TITLE, len(words) - start), 0, -1):
        phrase = " ".join(words[start : start + length]).lower()
        alone = start == begin < len(words) - length
        plural = alone and phrase.endswith("s") and phrase[:-1] in TITLES_OF_SEVERAL  # professors Lee and Ray
        listed = phrase in lexicon.TITLES or plural
        if length == 1 and _is_description(words[start], words[start + 1 :], within=start > begin):
            return 1
        if listed and _is_title(phrase, length, words[begin:start], words[start + length :]):
            return length
    return 0


def _is_description(word: str, rest: tuple[str, ...], within: bool) -> bool:
    """Return whether a word tells what the person with the full name `rest` does: "Geologist Ann Lee".

    `within` a longer run, the name must begin with a listed first name: "Leith Senior Ranger Ann Lee".
    """
    if len(rest) < FULL_NAME or (within and rest[0] not in lexicon.FIRST_NAMES):
        return False
    noun = word.lower()
    known = noun in PERSON_NOUNS or TRADE.search(noun) or (AGENT.search(noun) and is_english(noun))
    if not known or word in lexicon.FIRST_NAMES or not lexicon.NON_PERSON_HEADS.isdisjoint(rest):
        return False
    return rest[0] in lexicon.FIRST_NAMES or not any(is_english(part.lower()) for part in rest)


def _is_title(phrase: str, length: int, before: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Return whether a listed title is one between the words `before` and `rest`."""
    named = length == 1 and bool(before) and before[0] in lexicon.FIRST_NAMES
    if named and len(rest) < FULL_NAME and phrase in TITLES_IN_NAMES and before[-1] not in lexicon.PLACES:
        return False  # Hassan Sheikh Mohamud, Hussein Sheikh
    if rest:
        thing = rest[-1] in lexicon.NON_PERSON_HEADS or ("of" in rest and rest[0] in lexicon.NON_PERSON_HEADS)
        addressed = len(rest) == 1 and phrase in lexicon.COURTESY_TITLES  # Mr. Band
        general_motors = length == 1 and thing and rest[0] not in lexicon.FIRST_NAMES and not addressed
        return not general_motors and rest[0] not in ("of", "for", *POSSESSIVES)  # King's Cross
    if named:
        return phrase in lexicon.MALE_NOUNS and phrase not in lexicon.SURNAME_TITLES  # not Stephen King, Lisa Page
    return not (before and phrase in ABBREVIATED_TITLES)  # Amartya Sen


ALSO_SURNAMES = read_section("nationalities", "also surnames")
ALSO_GIVEN = read_section("nationalities", "also given names")
ADDRESSED = read_section("grammar", "addressed")
BEFORE_DATES = read_section("grammar", "before dates")

NO_LAST_NAMES = lexicon.NON_PERSON_HEADS | lexicon.DEMONYMS | lexicon.NOT_NAMES | lexicon.PLACES

OFFICES = lexicon.PEOPLE_NOUNS | lexicon.TITLES

ABBREVIATED = frozenset({"Jan", "Jun"})  # months that have a number beside them
LONGEST_GIVEN = 4  # words of a person's name that begins with a word for a month or a faith

LONGEST_WITH_WORD = 2
"""Words of a person's name that ends in a word for a thing: "Grant Hill", but "Martin Luther King Day"."""

AFTER_NAMES = VERBS | lexicon.FUNCTION_WORDS  # words that follow a name; a noun would be what the demonym describes


def ends_person(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the demonym at `last` is the last name of the person that the tokens from `first` on name."""
    given = tokenized.tokens[last - 1].text
    if first != last - 1 or given not in lexicon.FIRST_NAMES or given in lexicon.PLACES or given in lexicon.NOT_NAMES:
        return False
    after = tokenized.lower(last + 1)
    return tokenized.tokens[last].text in lexicon.DEMONYMS and (not after.isalpha() or after in AFTER_NAMES)


def begins_person(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the month or faith at `first` is the given name of a person: "April Ryan", "Christian Lindner".

    An English word is a last name only after an abbreviation or an office: "Jan Brewer", "reporter April Fields".
    """
    given, name = tokenized.tokens[first].text, tokenized.tokens[min(first + 1, last)]
    if given not in ALSO_GIVEN or not 1 <= last - first < LONGEST_GIVEN or name.text in NO_LAST_NAMES:
        return False
    before = "" if tokenized.opens[first] else tokenized.lower(first - 1)
    if is_english(name.lower) and given not in ABBREVIATED and before not in OFFICES:
        return False
    return before not in BEFORE_DATES


def ends_in_word(words: tuple[str, ...]) -> bool:
    """Return whether a full name ends in a word for a nation, an office, a month or a thing: "Mark Cuban"."""
    if len(words) < 2:
        return False
    word = words[-1] in ALSO_SURNAMES or (words[-1] in lexicon.NON_PERSON_HEADS and len(words) == LONGEST_WITH_WORD)
    return words[-1] in lexicon.DEMONYMS or (
        words[0] in lexicon.FIRST_NAMES and (word or words[-1].lower() in lexicon.SURNAME_TITLES)
    )


def is_surname_after(title: str, word: str) -> bool:
    """Return whether a word for an office is a name after this title: "Mr. King", but "Mr. Speaker"."""
    return title in lexicon.COURTESY_TITLES and word.lower() in lexicon.SURNAME_TITLES - ADDRESSED


def lone_surnames(tokenized: TokenizedArticle, surnames: frozenset[str]) -> Iterator[int]:
    """Yield the tokens that are one of these words where a name is: "Cuban said", "Cuban's team", “…,” said Cuban."""
    for token, here in enumerate(tokenized.tokens[:-1]):
        if here.text in surnames and (not token or tokenized.tokens[token - 1].lower not in lexicon.ARTICLES):
            after = tokenized.tokens[token + 1]
            inverted = token > 1 and tokenized.quotation_of[token - 2] >= 0 > tokenized.quotation_of[token - 1]
            inverted = inverted and tokenized.tokens[token - 1].lower in lexicon.REPORTING_VERBS
            if after.lower in VERBS or after.lower in POSSESSIVES or (inverted and not after.capital):
                yield token
