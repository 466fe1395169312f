"""Whom a mention may stand for: "he", "the minister", "Lee", each with a certainty.

The engine chooses one speaker for each quote; who checks or corrects it needs all who come into question. `may_mean`
finds them in an analysis that exists, without reading the text again: the people (for "it" and "they" bodies, too) who
were named before, nearest first. The subject of the sentence just before is likelier than somebody farther back. A
description is whom the text calls so, beside a name or as a title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from reader.analysis import Analysis, Entity
from reader.analysis.entities.gender import PRONOUNS as GENDERED
from reader.analysis.entities.gender import Gender, first_name_gender, titles_gender
from reader.analysis.lexicon import DETERMINERS, FEMALE_NOUNS, HOMES, MALE_NOUNS, OFFICE_FIELDS
from reader.analysis.queries import entity_at, fold_name
from reader.analysis.roles import find_roles
from reader.document.article import Article
from reader.document.segments import sentences
from reader.text.normalize import without_accents
from reader.text.span import Span

PLURAL = frozenset(("they", "we", "it", "who", "them"))  # pronouns that may stand for a body, too
PARAGRAPHS = 2  # paragraphs before that of a pronoun in which its name may be
NEAR = 0.75  # the part of its weight that a name has with each sentence farther back
SUBJECT = 2.0  # the weight of the first name of a sentence: mostly its subject
INSIDE = 0.3  # the weight of a name that only quoted words have
CHOSEN = 3.0  # how much more the one has whom the engine chose, at its full confidence
LEAST = 0.02  # the least certainty of anybody who is returned
TITLED = 0.9  # the certainty that "the minister" is the only one whom the text calls so

NOT_HEADS = frozenset("of for at in from with on to who that and which by".split())
"""Words that end the first part of a phrase, whose last word is its noun: "the head of the council"."""

DEFINITE = re.compile(r"(?:the|this|that|his|her|its|their)\b|.*['’]s\b", re.IGNORECASE)
"""A description of somebody who is known; others bring in somebody new: "a spokesman", "officials"."""

OWNER = re.compile(r"([^'’]+)['’]s?\s")  # "Lee" of "Lee's husband"

WORD = re.compile(r"[^\W_]{2,}(?:-\w+)*")  # a word without what follows its apostrophe: "Spain" of "Spain's"
BEFORE = 10  # characters before a name that are looked at for "Mr." or "Mrs."


@dataclass(frozen=True, slots=True)
class Meaning:
    """Somebody for whom a mention may stand."""

    entity: Entity
    certainty: float
    """0 to 1; those of all meanings of a mention are 1 together, or less."""


def may_mean(mention: Span, article: Article, analysis: Analysis) -> tuple[Meaning, ...]:
    """Return whom the words at `mention` may stand for, the likeliest first; nobody if the text names nobody."""
    words = " ".join(mention.of(article.text).split())
    lower = words.lower()
    if lower in GENDERED or lower in PLURAL:
        return _may_be_called(mention, article, analysis, GENDERED.get(lower), bodies=lower in PLURAL)
    named = entity_at(analysis, mention.start)
    if named is not None and is_name(words):
        return (Meaning(named, 1.0),)
    if not DEFINITE.match(words):
        return ()
    people = (each for each in analysis.entities if each.kind == "person")
    if described := [each for each in people if is_called(words, each, article)]:
        return tuple(Meaning(each, TITLED / len(described)) for each in described)
    noun = head_noun(words)
    gender: Gender | None = "he" if noun in MALE_NOUNS else "she" if noun in FEMALE_NOUNS else None
    near = _may_be_called(mention, article, analysis, gender, bodies=gender is None)
    return tuple(each for each in near if not is_owner(each.entity, words))


def is_name(words: str) -> bool:
    """Return whether words are a name, not a description: "Suleiman al-Amr", not "France's health minister"."""
    parts = words.split()
    return bool(parts) and not parts[-1].islower() and parts[0].lower() not in DETERMINERS - {"the"}


def head_noun(phrase: str) -> str:
    """Return the noun of a phrase, folded: "minister" of "the prime minister of Norway"."""
    words = re.findall(r"[\w'-]+", fold_name(phrase))
    end = next((at for at, word in enumerate(words) if at and word in NOT_HEADS), len(words))
    return words[end - 1] if words else ""


def is_called(phrase: str, entity: Entity, article: Article, *, surely: bool = False) -> bool:
    """Return whether a text introduces somebody as a phrase does: beside a name, or as a title of it.

    "The Spanish foreign minister" may be a minister beside whom no country and no field is told, but not `surely`.
    """
    if is_owner(entity, phrase):
        return False  # although the text says "Lee and her husband"
    noun = head_noun(phrase)
    titles = (mention.of(article.text).rpartition(" ")[0] for mention in entity.mentions)
    narrowed = frozenset(fold_name(each) for each in WORD.findall(phrase) if each.istitle() or each in OFFICE_FIELDS)
    for role in chain(find_roles(article.text, entity.mentions), titles):
        named = WORD.findall(role)
        words = frozenset(map(fold_name, named))
        missing = narrowed - words - DETERMINERS - {noun}
        told = not HOMES.isdisjoint(named) if missing - OFFICE_FIELDS else not OFFICE_FIELDS.isdisjoint(words)
        if noun in words and not (missing and (surely or told)):
            return True
    return False


def is_owner(entity: Entity, phrase: str) -> bool:
    """Return whether a phrase says who somebody is by a name of an entity: "Lee's husband"."""
    owner = OWNER.match(phrase)
    return owner is not None and any(name.endswith(owner[1]) for name in (entity.name, *entity.aliases))


def _may_be_called(
    mention: Span, article: Article, analysis: Analysis, gender: Gender | None, *, bodies: bool
) -> tuple[Meaning, ...]:
    """Return who was named before a pronoun and agrees with it."""
    weights: dict[str, float] = {}
    kinds = ("person", "organisation", "place") if bodies else ("person",)
    known = {each.name: each for each in analysis.entities if each.kind in kinds}
    spoken = [quote.span for quote in analysis.quotes]
    for distance, sentence in enumerate(_sentences_before(mention, article)):
        first = True
        named = [(place, entity) for entity in known.values() for place in entity.mentions if sentence.holds(place)]
        for place, entity in sorted(named, key=itemgetter(0)):
            if place.start >= mention.start or _differs(entity, place, article, gender):
                continue
            inside = any(span.holds(place) for span in spoken)
            weight = NEAR**distance * (INSIDE if inside else SUBJECT if first else 1.0)
            first = first and inside
            weights[entity.name] = max(weights.get(entity.name, 0.0), weight)
    for quote in (*analysis.quotes, *analysis.indirect):
        if quote.speaker is not None and quote.speaker.span == mention and quote.speaker.name in known:
            weights[quote.speaker.name] = weights.get(quote.speaker.name, 0.0) + CHOSEN * quote.confidence
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Meaning(known[name], weight / total) for name, weight in ranked if weight / total >= LEAST)


def _sentences_before(mention: Span, article: Article) -> Iterator[Span]:
    """Yield the sentence of a mention and those before it, the nearest first, of its paragraph and the ones before."""
    if not article.blocks:
        yield Span(0, mention.start)
        return
    index = article.block_index(mention.start)
    for number in range(index, max(-1, index - 1 - PARAGRAPHS), -1):
        for sentence in reversed(sentences(article, article.blocks[number])):
            if sentence.start < mention.start:
                yield sentence


def _differs(entity: Entity, place: Span, article: Article, gender: Gender | None) -> bool:
    """Return whether a title or a first name says that somebody has another gender."""
    if gender is None or entity.kind != "person":
        return False
    before = article.text[max(0, place.start - BEFORE) : place.start].lower().split()[-1:]
    titled = titles_gender([*before, *place.of(article.text).lower().split()[:1]])
    names = {without_accents(name.split()[0]) for name in (entity.name, *entity.aliases) if " " in name}
    return (titled or first_name_gender(names) or gender) != gender
