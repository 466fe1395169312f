"""Find mentions of names: runs of capitalised words, split into the names they contain.

A run is cut at titles ("US | President | Donald Trump"), and demonyms ("Russian"), calendar words and the titles
themselves are removed. `classifier` decides the kind of a name, `people` merges aliases. Headings introduce no
names: only those that also occur in the running text are kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from reader.analysis import EntityKind, lexicon
from reader.analysis.entities import titles
from reader.analysis.entities.capitalization import Vocabulary, collect_vocabulary
from reader.analysis.entities.chunker import find_run_end, starts_name
from reader.analysis.lexicon import is_english, read_section
from reader.analysis.noun_phrases import office_before
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle, TokenizedPassage
from reader.text.normalize import composed

ROMAN = read_section("grammar", "after full names")

FULL_NAMES = (3, 2)  # numbers of words of a full name, in the order in which they are tried

SHORTEST_IN_LOWER_CASE = 4
"""Minimum letters of the first word of a place in lower case; "la" is a word of other languages."""

STARTS_IN_LOWER_CASE = frozenset(
    first.lower()
    for first in {name.split()[0] for name in lexicon.PLACES} - lexicon.FIRST_NAMES
    if first.isalpha() and len(first) >= SHORTEST_IN_LOWER_CASE and not is_english(first.lower())
)
"""The first words of the places that are recognized in lower case."""

INTRODUCED = 2  # mentions from which a name is known, so that a longer one is not its full form
LONGEST_NICKNAME = 3  # maximum words of a nickname: Billy “The Kid”

GENERIC = (lexicon.OTHER_HEADS | lexicon.PLACE_HEADS) - lexicon.ORGANISATION_HEADS - lexicon.LISTED
"""Words that are not names alone: "Day", "River"."""

NO_PERSONS = lexicon.LISTED | lexicon.NON_PERSON_HEADS  # words that are hardly in the name of a person

CALENDAR_WORDS = frozenset(word for word in lexicon.NOT_NAMES if word.lower() not in lexicon.TITLES)
"""Words with a capital that may stand before a name and begin none: days, months, feasts."""

LEADING = lexicon.DEMONYMS | lexicon.NOT_NAMES | titles.JOINING | frozenset(POSSESSIVES)
"""Words at the beginning of a run that belong to no name."""

COMPASS = read_section("grammar", "compass")
AFFILIATION = re.compile(r"[DIR]-[A-Z]")  # a politician's party and state, behind the name: ", R-Ky.,", "(D-Texas)"


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a name: its tokens (both inclusive) and the title before it."""

    first: int
    last: int
    words: tuple[str, ...]
    title: str = ""
    """In lower case ("president"); may be empty."""
    taken_for: EntityKind | Literal["nothing"] | None = None
    """The language model's classification; None if no model has read it."""

    @property
    def start(self) -> int:
        """The first token of the name with its title."""
        return self.first - len(self.title.split())


def spelling(words: tuple[str, ...]) -> str:
    """Join words into one string; an 's follows without a space."""
    return re.sub(" (?=['’]s\\b)", "", " ".join(words), flags=re.IGNORECASE)


def _is_listed(words: tuple[str, ...]) -> bool:
    return spelling(words) in lexicon.LISTED


def find_names(tokenized: TokenizedArticle, headlines: frozenset[int]) -> list[Name]:
    """Return the names of the running text in order, without overlaps; `headlines` are the passages to leave out."""
    vocabulary = collect_vocabulary(tokenized, headlines)
    found = [
        name
        for number, passage in enumerate(tokenized.passages)
        if number not in headlines
        for name in _in_passage(tokenized, passage, vocabulary)
        if tokenized.text[max(0, tokenized.tokens[name.first].start - 1)] != "@"  # no handle of a social network
        and not (AFFILIATION.match(name.words[0]) and tokenized.tokens[name.first - 1].text in (",", "(", "["))
    ]
    found = [part for name in found for part in _without_office(tokenized, name)]
    found = list(_without_other_words(_nicknamed(tokenized, found)))
    found = _with_lone_surnames(tokenized, headlines, found)
    forms = {name.words for name in found}
    titled = {name.words for name in found if name.title}
    return [part for name in found for part in _parted(name, forms, titled)]


def _with_lone_surnames(tokenized: TokenizedArticle, headlines: frozenset[int], names: list[Name]) -> list[Name]:
    """Return the names, and the lone last names of people called like a nation or a title: "Mark Cuban. Cuban said"."""
    full = (tuple(word for word in name.words if word not in ROMAN and word[1:] not in ("", ".")) for name in names)
    surnames = frozenset(words[-1] for words in full if titles.ends_in_word(words))
    if not surnames:
        return names
    taken = {token for name in names for token in range(name.first, name.last + 1)}
    lone = [
        Name(token, token, words_of(tokenized, token, token))
        for token in titles.lone_surnames(tokenized, surnames)
        if token not in taken and tokenized.passage_of[token] not in headlines
    ]
    return sorted([*names, *lone], key=lambda name: name.first)


def _nicknamed(tokenized: TokenizedArticle, names: list[Name]) -> Iterator[Name]:
    """Yield the names, a first and a last one with a nickname between them joined: Robin “Bear” Lee."""
    starting = {name.first: name for name in names}
    done = -1
    for name in names:
        if name.first <= done:
            continue
        rest = starting.get(_token_after_nickname(tokenized, name))
        if rest is not None and not rest.title:
            name = replace(name, last=rest.last, words=name.words + rest.words)
        done = name.last
        yield name


def _without_other_words(names: Iterable[Name]) -> Iterator[Name]:
    """Yield the names, without an ordinary first word where the rest is the name so far: "Gay Firefox".

    A full name stands before the short ones, so a longer one that comes later is none.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for name in names:
        rest = name.words[1:]
        if not name.title and not seen[name.words] and seen[rest] >= INTRODUCED and _is_other_word(name.words[0], rest):
            name = replace(name, first=name.first + 1, words=rest)
        seen[name.words] += 1
        yield name


def _is_other_word(word: str, rest: tuple[str, ...]) -> bool:
    """Return whether an ordinary word does not belong to the name `rest` behind it; it does in "Lake Geneva"."""
    if word in lexicon.PLACE_LEADS or not lexicon.NON_PERSON_HEADS.isdisjoint((word, rest[-1])):
        return False
    return is_english(word.lower()) and lexicon.KNOWN_NAMES.isdisjoint((spelling(rest), spelling((word, *rest))))


SPOKEN = re.compile("[AEIOUYÀ-Ý]|MR|MS|DR|ST|JR|SR|SGT|LT")
"""A part of what is no initials: a vowel, or a title without one."""

INITIALS = 3  # maximum letters of a name in capitals that may be initials: "RH", "AOC"


def in_small_letters(name: str) -> str:
    """Return a name in capitals as it is written elsewhere: "JOHN O'BRIEN" as "John O'Brien"; another one as it is."""
    if not name.isupper() or (len(name) <= INITIALS and name[-1] != "."):
        return name
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize() if SPOKEN.search(word[0]) else word[0], name)


def _token_after_nickname(tokenized: TokenizedArticle, name: Name) -> int:
    """Return the token after a nickname in marks that follows a first name, or -1."""
    after = name.last + 1
    number = tokenized.quotation_of[after] if after < len(tokenized.tokens) else -1
    inside = tokenized.quotation_of[name.last] >= 0
    if number < 0 or number in tokenized.set_apart or inside or name.words[0] not in lexicon.FIRST_NAMES:
        return -1
    marks = tokenized.quotations[number]
    said = tokenized.tokens[marks.last - 1].text in ",.?!"
    return -1 if said or not marks.closed or marks.last - marks.first > LONGEST_NICKNAME + 1 else marks.last + 1


def _parted(name: Name, forms: set[tuple[str, ...]], titled: set[tuple[str, ...]]) -> Iterator[Name]:
    """Return a name without the words that ran into it: a full name known from elsewhere, after other words.

    "United States Ann Lee" is two names; of "Accuse Ann Lee" and "Vermonter Ann Lee" only the person is one.
    """
    if _ends_in_person(name.words):
        yield replace(name, last=name.last - 2, words=name.words[:-2])
        yield Name(name.last - 1, name.last, name.words[-2:])
        return
    for length in FULL_NAMES:
        before, person = name.words[:-length], name.words[-length:]
        if not before or person not in forms or not (person[0] in lexicon.FIRST_NAMES or person in titled):
            continue
        start = name.last - length + 1
        if before in forms or _is_listed(before):
            yield replace(name, last=start - 1, words=before)
        elif len(before) > 1 or before[0] in lexicon.FIRST_NAMES or len(before[0].strip(".")) < 2:
            continue
        yield Name(start, name.last, person, name.title if before not in forms else "")
        return
    yield name


def _without_office(tokenized: TokenizedArticle, name: Name) -> Iterator[Name]:
    """Yield a name, or its parts if a person's office ends within it: "(ambassador to) Peru | Ann Lee"."""
    for start in range(1, len(name.words) - 1):
        before, person = name.words[:start], name.words[start:]
        listed = spelling(before) in lexicon.KNOWN_NAMES
        given = person[0] in lexicon.FIRST_NAMES and (listed or before[0] not in lexicon.FIRST_NAMES)
        full = len(person) in FULL_NAMES and not any(is_english(word.lower()) or word in NO_PERSONS for word in person)
        if (given or (listed and full)) and lexicon.NON_PERSON_HEADS.isdisjoint(person):
            if office_before(tokenized, name.first) < 0:
                break
            if listed or not all(is_english(word.lower()) for word in before):  # not "Minister for Health"
                yield replace(name, last=name.first + start - 1, words=before)
            yield Name(name.first + start, name.last, person)
            return
    yield name


def _ends_in_person(words: tuple[str, ...]) -> bool:
    """Return whether two unlisted words behind an institution are its member: "Refugee Council Enver Solomon"."""
    institution = words[:-2]
    if len(words) < 4 or lexicon.ORGANISATION_HEADS.isdisjoint(institution):
        return False
    if not any(institution[-1] in ends for ends in (lexicon.ORGANISATION_HEADS, lexicon.PLACES, lexicon.CITIES)):
        return False
    return all(
        word.istitle() and word.lower() not in lexicon.COMMON_WORDS and word not in NO_PERSONS for word in words[-2:]
    )


def _in_passage(tokenized: TokenizedArticle, passage: TokenizedPassage, vocabulary: Vocabulary) -> Iterator[Name]:
    token = passage.first
    while token <= passage.last:
        last = token
        if starts_name(tokenized, token, passage, vocabulary):
            last = find_run_end(tokenized, token, passage)
            yield from names_between(tokenized, token, last)
        elif tokenized.tokens[token].text in STARTS_IN_LOWER_CASE and (
            place := _place_in_lower_case(tokenized, token, passage)
        ):
            yield place
            last = place.last
        token = last + 1


def _place_in_lower_case(tokenized: TokenizedArticle, token: int, passage: TokenizedPassage) -> Name | None:
    """Return the listed place that is written in lower case at `token`, as in letters and posts: "costa rica"."""
    for last in (token + 1, token):
        words = words_of(tokenized, token, last) if last <= passage.last else ()
        written = tuple(word.capitalize() for word in words)
        if written and spelling(written) in lexicon.PLACES and all(word.islower() for word in words):
            return Name(token, last, written)
    return None


def words_of(tokenized: TokenizedArticle, first: int, last: int) -> tuple[str, ...]:
    """Return the words of the tokens `first` to `last`, both inclusive."""
    words = tuple(token.text for token in tokenized.tokens[first : last + 1])
    return tuple(map(composed, words)) if tokenized.decomposed else words


def names_between(tokenized: TokenizedArticle, first: int, last: int) -> Iterator[Name]:
    """Yield the names within the run `first` to `last`, split at titles."""
    words = words_of(tokenized, first, last)
    if _is_listed(words):
        yield Name(first, last, words)
        return
    while first < last and words[0] in CALENDAR_WORDS and not titles.begins_person(tokenized, first, last):
        first, words = first + 1, words[1:]  # "On Monday Stephen King"
    start = begin = 0
    title = ""
    while start < len(words):
        length = titles.title_length(words, start, begin)
        if not length or (start == begin == len(words) - 1 and titles.is_surname_after(title, words[start])):
            start += 1
            continue
        if not (title and all(is_english(word.lower()) for word in words[begin:start])):  # "Chief Public Prosecutor"
            yield from _trimmed(tokenized, first + begin, first + start - 1, title)
        title = " ".join(words[start : start + length]).lower()
        start = begin = start + length
    yield from _trimmed(tokenized, first + begin, last, title)


def _trimmed(tokenized: TokenizedArticle, first: int, last: int, title: str) -> Iterator[Name]:
    """Return the name in tokens `first` to `last` without demonyms and calendar words; two names if one is inside."""
    while last >= first and _hangs_on(tokenized, first, last):
        last -= 2 if last > first and _is_demonym_of_two(tokenized, last - 1) else 1
    thing = last >= first and not title and _is_thing(tokenized, first, last)
    first = _without_lead(tokenized, first, last, thing)
    parting = (token for token in range(first + 1, last) if _parts_names(tokenized, first, token, last))
    if (token := next(parting, -1)) >= 0:
        yield from _trimmed(tokenized, first, token - 1, title)
        yield from _trimmed(tokenized, token + 1, last, "")
        return
    words = words_of(tokenized, first, last)
    lone = len(words) == 1 and (
        words[0].lower() in lexicon.TITLES or words[0] in GENERIC or len(words[0].strip(".")) < 2
    )
    if words and not (lone and not titles.is_surname_after(title, words[0])):
        yield Name(first, last, words, title)


def _without_lead(tokenized: TokenizedArticle, first: int, last: int, thing: bool) -> int:
    """Return the first token from `first` on that is part of the name; `thing` if it is no person's."""
    while first <= last:
        text = tokenized.tokens[first].text
        if (text in lexicon.DEMONYMS and thing and first < last) or titles.begins_person(tokenized, first, last):
            break  # European Commission, April Ryan
        if first < last and not thing and _is_demonym_of_two(tokenized, first):
            first += 1
        elif text not in LEADING:
            break
        first += 1
    return first


def _parts_names(tokenized: TokenizedArticle, first: int, token: int, last: int) -> bool:
    """Return whether a month, day or faith parts the run `first` to `last` into two names: not in "Mary May Simon"."""
    text = tokenized.tokens[token].text
    if text not in lexicon.NOT_NAMES or text in ROMAN or tokenized.tokens[last].text in lexicon.NON_PERSON_HEADS:
        return False
    return not (text in titles.ALSO_GIVEN and tokenized.tokens[first].text in lexicon.FIRST_NAMES)


def _is_thing(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the name is no person's by its last word or the one before "of": "Liberal Party of Canada"."""
    words = words_of(tokenized, first, last)
    return words[-1] in lexicon.NON_PERSON_HEADS or any(
        head in lexicon.ORGANISATION_HEADS and joint in ("of", "for") for head, joint in pairwise(words)
    )


def _hangs_on(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the last word is not part of the name: "House Republicans", "Obama Monday", "Trump's"."""
    text = tokenized.tokens[last].text
    if text in lexicon.NOT_NAMES:
        before = tokenized.tokens[first].text
        surname = (text in titles.ALSO_SURNAMES and before in lexicon.FIRST_NAMES) or (
            text in titles.ALSO_GIVEN and before in lexicon.FAMILY_FIRST
        )
        dated = last + 1 < len(tokenized.tokens) and tokenized.tokens[last + 1].text[0].isdigit()
        return first == last or not (text in ROMAN or (surname and not dated))
    if text in POSSESSIVES:
        return spelling(words_of(tokenized, first, last)) not in lexicon.ORGANISATIONS
    if first < last and _is_demonym_of_two(tokenized, last - 1):
        return True
    return text in titles.JOINING or (text in lexicon.DEMONYMS and not titles.ends_person(tokenized, first, last))


def _is_demonym_of_two(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether two words from `token` on are a demonym: "Sri Lankans", "South Korean"."""
    one, other = tokenized.tokens[token].text, tokenized.tokens[token + 1].text
    return f"{one} {other}" in lexicon.DEMONYMS or (one in COMPASS and other in lexicon.DEMONYMS)


LONGEST_CERTAIN = 3  # maximum words of a name in a headline that the article does not confirm


def add_headline_names(tokenized: TokenizedArticle, headlines: frozenset[int], names: list[Name]) -> list[Name]:
    """Return `names` and the names in headlines that they confirm, in text order."""
    known = {name.words for name in names}
    longest = max([LONGEST_CERTAIN, *map(len, known)])
    found = [name for number in headlines for name in _confirmed(tokenized, tokenized.passages[number], known, longest)]
    return sorted([*names, *found], key=lambda name: name.first)


def _confirmed(
    tokenized: TokenizedArticle, passage: TokenizedPassage, known: set[tuple[str, ...]], longest: int
) -> Iterator[Name]:
    """Yield the names in a headline that also occur in the running text, longest first, maybe with a first name."""
    token = passage.first
    while token <= passage.last:
        length = 0
        if tokenized.tokens[token].capital:
            reach = range(min(longest, passage.last - token + 1), 0, -1)
            length = next((n for n in reach if _is_known(words_of(tokenized, token, token + n - 1), known)), 0)
        if length:
            yield Name(token, token + length - 1, words_of(tokenized, token, token + length - 1))
        token += max(1, length)


def _is_known(words: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    """Return whether words are a `known` name, or one wherever they stand: listed, or a first and a last one."""
    ordinary = all(is_english(word.lower()) for word in words)
    if words in known or (_is_listed(words) and not ordinary):
        return True
    if len(words) != 2 or words[0] not in lexicon.FIRST_NAMES or words[1] in lexicon.PLACES:
        return False
    if words[1:] in known and words[:1] not in known:
        return True
    return not ordinary and words[1].istitle() and words[1].isalpha() and not is_english(words[1].lower())
