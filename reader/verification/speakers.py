"""Compare the speakers of two texts: the same, another, or unknown.

A name is compared with all names that the other text has for its speaker. Two full names decide; a surname or a first
name alone agrees with any full name that has it, since both texts quote the same words. A phrase such as "the
minister" agrees with the name beside which a text has its noun: "Ann Lee, the minister", "Minister Lee".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from reader.analysis import Analysis, Entity, Quote, Speaker, lexicon
from reader.analysis.anaphora.reference import head_noun, is_called, may_mean
from reader.analysis.entities.forms import alternative_forms
from reader.analysis.entities.gender import PRONOUNS as GENDERED
from reader.analysis.entities.gender import Gender, first_name_gender, titles_gender
from reader.analysis.entities.people import given_names_agree
from reader.analysis.identity import GENERATIONS, HONOURS
from reader.analysis.queries import find_entity, fold_name
from reader.analysis.quotes.candidates import PRONOUNS
from reader.analysis.roles import find_roles
from reader.analysis.speech.layouts import letter_of
from reader.document.article import Article
from reader.text.normalize import without_accents
from reader.text.span import Span
from reader.verification import Attribution

PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"} | {"'": None})
"""The plain forms of letters that are more than a plain letter with an accent; the marks within words have none."""

FAR = 40  # maximum characters of a name, or of what somebody is between the name of a body and his own
INITIALS = re.compile(r"[^\W_](?:\.[^\W_])+\.?")  # initials without spaces: "j.k."
LONGEST_TITLE = 10  # characters before a name that are looked at for "Mr.", "the" or "former"
LONG = 8  # minimum letters of a name that a letter may be wrong in
ABBREVIATED_TITLE = re.compile(r"\b[A-Z][a-z]+\. ")  # "Capt." of "Pentagon spokesman Capt. Jeff Davis"
OWNERS = re.compile(
    r"((?:[A-Z][\w.&-]*\s)*[A-Z][\w.&-]*)['’]s?\s|\s(?:for|of|at|from)\s(?:the\s)?([A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*)*)"
)
"""The owners of a phrase: "Leith's spokesman", "a spokesman for Leith"."""
SPOKESPEOPLE = re.compile(r"\b(?:spokes[a-z]+|press secretary)\b")  # whose words count as those of whom they speak for
SMALL_WORDS = frozenset("the of for and in at on a an to".split())  # words of a name that do not tell it from another


@dataclass(frozen=True)
class Voice:
    """A speaker, with the text that names him."""

    speaker: Speaker
    article: Article
    analysis: Analysis

    @cached_property
    def entity(self) -> Entity | None:
        return find_entity(self.analysis, self.speaker.name)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names as folded words, the fullest first; none for a pronoun or a phrase."""
        if self.is_pronoun or self.is_phrase:
            return ()
        written = (self.speaker.name, *(self.entity.aliases if self.entity else ()))
        return tuple(dict.fromkeys(words for each in written if (words := name_words(each))))

    @property
    def is_pronoun(self) -> bool:
        """True for "he", "his" and the like, and for the letter of a question or an answer: they stand for somebody."""
        name = self.speaker.name
        acronym = len(name) > 1 and name.isupper()  # WHO
        return (name.lower() in PRONOUNS | GENDERED and not acronym) or bool(letter_of(name))

    @property
    def is_phrase(self) -> bool:
        """True for "the minister", "France's health minister" and "the Texan"; names with "the" are those of bodies."""
        first, _, rest = self.speaker.name.partition(" ")
        start, last = self.speaker.span.start, (rest or first).rpartition(" ")[2]
        kind = self.entity.kind if self.entity else "other"
        before = {first, *self.article.text[max(0, start - LONGEST_TITLE) : start].split()[-1:]}
        people = last in lexicon.DEMONYMS or last.lower() in lexicon.PEOPLE_NOUNS
        told = ("the" in before and " " not in rest) or (people and not before.isdisjoint({"the", "The"}))
        title = (kind == "other" and told) or (kind != "person" and "former" in before)
        described = first.lower() in lexicon.DETERMINERS or first[:1].islower() or (bool(rest) and last.islower())
        return title or (self.entity is None and not rest.istitle() and described)

    @property
    def is_word(self) -> bool:
        """True for a word alone that may be no name: "Former", "Republican", "King"."""
        name = self.speaker.name
        known = lexicon.is_english(name.lower()) or name in lexicon.DEMONYMS
        return self.entity is None and known and not self.is_pronoun and not self.is_phrase

    @property
    def owners(self) -> tuple[tuple[str, ...], ...]:
        """The names, as folded words, of those for whom a phrase says that somebody speaks: "a spokesman for Leith"."""
        text, span = self.article.text, self.speaker.span
        if not SPOKESPEOPLE.search(span.of(text).lower()):
            return ()
        found = OWNERS.finditer(text, span.start, min(len(text), span.end + FAR))
        return tuple(
            words for each in found if each.start() <= span.end + 1 and (words := name_words(each[1] or each[2]))
        )

    @property
    def gender(self) -> Gender | None:
        """What the text calls the speaker here ("she", "Mr. Lee", "his wife"), or else the first name of a full one."""
        here = self.speaker.span.of(self.article.text).lower()
        if here in GENDERED:
            return GENDERED[here]
        if self.is_phrase:
            noun = head_noun(here)
            return "he" if noun in lexicon.MALE_NOUNS else "she" if noun in lexicon.FEMALE_NOUNS else None
        before = self.article.text[max(0, self.speaker.span.start - LONGEST_TITLE) : self.speaker.span.start]
        titled = titles_gender([*before.lower().split()[-1:], *here.split()[:1]])
        return titled or first_name_gender({words[0].capitalize() for words in self.names if len(words) > 1})


def people_in(span: Span, analysis: Analysis, but: Span | None = None) -> list[str]:
    """Return who is named in a span, but not where another one is."""
    people = ((each, m) for each in analysis.entities if each.kind == "person" for m in each.mentions)
    named = (each.name for each, m in people if not (but and but.overlaps(m)) and span.holds(m))
    return list(dict.fromkeys(named))


@lru_cache(maxsize=8192)  # each name is compared with all others
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without accents, titles, honours and a possessive.

    The parts of a compound name and the initials before a name are words of their own.
    """
    plain = without_accents(re.sub(r"'s?$", "", fold_name(name))).translate(PLAIN).replace(",", " ").replace("-", " ")
    words = re.findall(r"[^\W_]+(?:['.&][^\W_]+)*\.?", plain)
    while len(words) > 1 and words[0].rstrip(".") in lexicon.TITLES | {"the"}:
        words = words[1:]
    while len(words) > 1 and words[-1].replace(".", "") in HONOURS | GENERATIONS.keys():
        words = words[:-1]
    if len(words) > 1:
        words = [part for word in words for part in (word.split(".") if INITIALS.fullmatch(word) else [word]) if part]
    return tuple(word.replace(".", "") for word in words)


def compare_speakers(one: Voice | None, other: Voice | None) -> Attribution:
    if one is None or other is None or one.is_pronoun or other.is_pronoun:
        return "unknown"
    if one.names and other.names and (names_agree(one, other) or not one.is_word):  # "Republican", of a strategist
        return "same" if names_agree(one, other) else "other"
    if not one.names and not other.names:
        if one.owners and other.owners and not any(same_name(a, b) for a in one.owners for b in other.owners):
            return "other"
        return "same" if head_noun(one.speaker.name) == head_noun(other.speaker.name) else "unknown"
    named, phrase = (other, one) if one.is_word or not one.names else (one, other)
    *owner, noun = name_words(phrase.speaker.name) or ("",)
    if noun in lexicon.PLURAL_NOUNS and tuple(owner) in named.names:
        return "unknown"  # "Met Office forecasters", of the Met Office
    found = [verdict for text in (one, other) if (verdict := explained_by(phrase, named, text)) != "unknown"]
    return "same" if "same" in found else found[0] if found else "unknown"


def names_agree(one: Voice, other: Voice) -> bool:
    full = [[words for words in voice.names if len(words) > 1] for voice in (one, other)]
    if all(full):
        return any(same_name(a, b) for a in full[0] for b in full[1])
    return not genders_differ(one, other) and any(same_name(a, b) for a in one.names for b in other.names)


def genders_differ(one: Voice, other: Voice) -> bool:
    genders = {one.gender, other.gender}
    return None not in genders and len(genders) > 1


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names can be one's: "Ann Lee" and "A. B. Lee", "Lee" and "Ann Lee", "WHO".

    So can two spellings: "Wang Yi Wei" and "Wang Yiwei"; a remark says so.
    """
    if not (one and other):
        return False  # nothing but signs
    middle = one[1:2] + other[1:2] if min(len(one), len(other)) > 2 else ()
    if middle and min(map(len, middle)) == 1 and middle[0][0] != middle[1][0]:
        return False  # W. and H. W.
    if one == other or is_misspelling(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        alike = (
            short[0] in long
            or f"{short[0]}s" == long[-1]
            or short[0] == "".join(word[0] for word in long if word not in SMALL_WORDS)
            or is_misspelling(short, long[-1:])
        )
        return alike or is_blend(short[0], long) or bool(full_forms(short) & full_forms(long))
    if one[-1] == other[-1]:
        capitalized = [tuple(word.capitalize() for word in words) for words in (one, other)]
        return given_names_agree(*capitalized)
    return set(short) - SMALL_WORDS <= set(long)


def is_misspelling(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two long names differ by a letter at most, not counting spaces."""
    a, b = "".join(one), "".join(other)
    return min(len(a), len(b)) >= LONG and Levenshtein.distance(a, b, score_cutoff=1) <= 1


def is_blend(name: str, words: Sequence[str]) -> bool:
    """Return whether a name is put together from beginnings of words, two letters or more: "Centcom", "Ofcom"."""
    *before, last = ("|".join(word[:size] for size in range(2, len(word) + 1)) for word in words)
    pieces = "".join(f"(?:{each})?" for each in before) + f"(?:{last})"
    return not words[-1].startswith(name) and re.fullmatch(pieces, name) is not None


def full_forms(words: tuple[str, ...]) -> frozenset[str]:
    """Return the full forms that a name may abbreviate, folded."""
    name = " ".join(words)
    forms = [*alternative_forms("places").items(), *alternative_forms("organisations").items()]
    return frozenset({name, *(fold_name(each) for form, full in forms if fold_name(form) == name for each in full)})


def explained_by(phrase: Voice, named: Voice, text: Voice) -> Attribution:
    """Return what a text says of a phrase and a name: `other` if it surely calls only other people so."""
    people = (entity for entity in text.analysis.entities if entity.kind == "person")
    name = phrase.speaker.name
    beside = [each for each in people if is_called(name, each, text.article) and fits_owner(phrase, each, text)]
    voices = (Voice(Speaker(each.name, each.mentions[0]), text.article, text.analysis) for each in beside)
    if any(names_agree(named, voice) for voice in voices):
        return "same"
    return "other" if any(is_called(name, each, text.article, surely=True) for each in beside) else "unknown"


def fits_owner(phrase: Voice, called: Entity, text: Voice) -> bool:
    """Return whether somebody may be "her minister": of no country, or of that of whom the text may mean by "her"."""
    first, start = phrase.speaker.name.partition(" ")[0], phrase.speaker.span.start
    if first.lower() not in ("his", "her", "its", "their"):
        return True
    owners = may_mean(Span(start, start + len(first)), phrase.article, phrase.analysis)
    found = [called, *filter(None, (find_entity(text.analysis, each.entity.name) for each in owners))]
    roles = (" ".join(find_roles(text.article.text, each.mentions)).split() for each in found)
    # "It" of "the Italian premier"
    own, *others = [{word[:2] for word in words if word in lexicon.HOMES} for words in roles]
    return not own or any(own & homes for homes in others)


def speaks_for(one: Voice, there: Voice) -> Attribution:
    """Return `same` for a body and its spokesman, `unknown` for another official of it or a person's spokesman."""
    text, known = there.article.text, there.analysis.entities
    party = "|".join(re.escape(" ".join(name)[:-1]) for name in one.names if name[-1].endswith("s"))
    for mention in there.entity.mentions if party and there.entity else ():
        before = fold_name(text[max(0, mention.start - 2 * FAR) : mention.start])
        if re.search(rf"\b(?:{party})\b[\w\s’'-]*{SPOKESPEOPLE.pattern}$", before.rstrip()):
            return "same"  # "Liberal Democrat Treasury spokesperson Ann Lee"
    own = [each for each in known if any(same_name(name_words(each.name), name) for name in one.names)]
    pairs = [pair for each in own if there.entity for pair in ((each, there.entity), (there.entity, each))]
    found: Attribution = "other"
    for body, person in (pair for pair in pairs if pair[1].kind == "person"):
        between = (
            text[b.end : p.start] for b in body.mentions for p in person.mentions if b.end < p.start < b.end + FAR
        )
        gaps = (ABBREVIATED_TITLE.sub("", gap).rstrip(", ") for gap in between)
        titles = [
            gap for gap in gaps if not (re.search(r"[^\w\s’'-]", gap) or lexicon.REPORTING_VERBS & {*gap.split()})
        ]
        titles += [r for r in find_roles(text, person.mentions) if any(n in r for n in (body.name, *body.aliases))]
        speaks = any(map(SPOKESPEOPLE.search, titles))
        behind = (
            text[p.end : b.start] for b in body.mentions for p in person.mentions if p.end < b.start < p.end + FAR
        )
        titles += [gap for gap in behind if re.fullmatch(r", [\w\s’'-]+, ", gap)]  # "Lee, the secretary, Leith Council"
        if speaks and body.kind != "person":
            return "same"
        found = "unknown" if speaks or (titles and body.kind != "person") else found
    return found


def voice_of(quote: Quote | None, article: Article, analysis: Analysis) -> Voice | None:
    return Voice(quote.speaker, article, analysis) if quote is not None and quote.speaker is not None else None
