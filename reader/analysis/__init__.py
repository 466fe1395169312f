"""Find out who is in an article and who said what.

    Analysis        entities and quotes, the dataclasses that the rest of the program uses (here)
    engine.py       choose an engine and run it
    pipeline.py     both engines: rules, with or without a model as evidence
      genre.py      what kind of text it is
      language.py   whether it is in English at all
      tokens.py     the article as tokens, passages and sentences; noun_phrases.py
      speech/       what is direct speech, by marks and layout
      entities/     mentions, kinds, coreference
      quotes/       candidates, cues, attribution
      anaphora/     whom a pronoun or description stands for
      model/        spaCy
      lexicon/      the English words that all of these know
    worker.py       both engines in a process of their own, for the screen
    packed.py       findings in arrays of numbers
    codec.py        an analysis as JSON, in one object or in lines; cache.py keeps it
    queries.py      questions to an analysis
    explain.py      why this speaker
    speaker_shares.py   how much each says
    identity.py     one person in two articles

Engines are pure functions of an article. Offsets are characters into the article's text, half open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from reader.document.article import Genre
from reader.text.span import Span

VERSION = 46
"""The version of both engines. It rises when their results change, so that older cached analyses are ignored."""

RULES = f"rules {VERSION}"  # the name of the engine without dependencies; the other is named after its model (`model`)
ENGLISH = "English"  # the only language in which names and speakers are found

CERTAIN = 0.75  # measured on news: below this confidence one speaker in three is wrong, above it one in twenty

Certainty = Literal["sure", "likely", "doubtful"]


class Level(NamedTuple):
    """What tells how certain a speaker is: a sign behind the name, a word beside it, and the least confidence."""

    sign: str
    word: str
    least: float


LEVELS: Mapping[Certainty, Level] = {
    "sure": Level("", "", 0.95),
    "likely": Level("~", "likely", CERTAIN),
    "doubtful": Level("?", "uncertain", 0.0),
}
"""By the word in JSON. Of the sure, 99 of 100 are right (measured on news; `quotes.scores` says what it takes). In
fiction a speaker is likely below CERTAIN, too, where nobody else is about as likely."""

NOT_FOUND, NOT_SOUGHT = "speaker not found", "speaker not looked for"
"""What stands in the place of a speaker: nobody is named, or the language is not read."""

EntityKind = Literal["person", "organisation", "place", "other"]

KIND_TITLES: dict[EntityKind, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "other": "Other names",
}
"""The heading of each kind's list, in the order in which the lists are shown."""


class FoundGenre(NamedTuple):
    genre: Genre = "prose"
    evidence: str = "none of the signs of another genre"
    """What was seen, in a few words."""
    chosen: bool = False
    """True if the reader said so."""
    doubtful: tuple[str, ...] = ()
    """Labels of prose that may be those of speakers, in text order: read as turns if the reader says `transcript`."""


PROSE = FoundGenre()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or other name with its mentions."""

    name: str
    """The commonest full form, shown to readers; with a title where that tells two people apart. In fiction,
    what the text calls a person most."""
    kind: EntityKind
    aliases: tuple[str, ...]
    """Other forms in which the text names the entity."""
    mentions: Sequence[Span]
    """In text order; pronouns are not mentions."""


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    """The name shown to readers ("Vladimir Putin")."""
    span: Span
    """The words of the text that name the speaker of this quote ("he")."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One piece of evidence for or against a speaker."""

    weight: str
    """Its name in `quotes.weights`, which holds the description."""
    points: float


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    """The name shown to readers."""
    span: Span
    """The words of the text that name the contender ("he")."""
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that were said, with the speaker, if known."""

    span: Span
    """The passage with its quotation marks; for indirect speech, the clause that reports what was said."""
    speaker: Speaker | None
    cue: Span | None
    """The word that reports speech ("said")."""
    confidence: float
    """0 to 1: how sure the engine is of the speaker."""
    contenders: tuple[Contender, ...] = ()
    """The likeliest speaker and the runner-up, if any; the first may have scored too low to be named."""
    likely: bool = False
    """True in fiction if nobody else is about as likely to speak, though the confidence is below CERTAIN."""
    sought: bool = True
    """False if nobody looked for the speaker, since the language is not read."""

    @property
    def certainty(self) -> Certainty | None:
        """How certain the speaker is, "doubtful" if nobody is named; None if nobody looked for one."""
        if not self.sought:
            return None
        level: Certainty = next(name for name, level in LEVELS.items() if self.confidence >= level.least)
        return "likely" if self.likely and level == "doubtful" else level

    @property
    def uncertain(self) -> bool:
        """True if the speaker should be checked before being cited."""
        return self.speaker is not None and self.certainty == "doubtful"

    @property
    def without_speaker(self) -> str:
        """The words in the place of a speaker who is not known."""
        return NOT_FOUND if self.sought else NOT_SOUGHT


@dataclass(frozen=True, slots=True)
class Analysis:
    engine: str
    """Name and version, such as "rules 1"."""
    entities: tuple[Entity, ...]
    """Most mentioned first, then in text order."""
    quotes: Sequence[Quote]
    """In text order, without overlaps."""
    indirect: Sequence[Quote] = ()
    """Indirect speech ("Xi said that …") in text order, overlapping neither each other nor a quote."""
    language: str = ENGLISH
    """The language of the article. In others than English only labels name speakers, and no entities are found."""
    genre: FoundGenre = PROSE
    """What kind of text it was read as."""


def only_sure(analysis: Analysis) -> Analysis:
    """Return an analysis in which whoever is not sure to speak counts as not found."""

    def checked(quote: Quote) -> Quote:
        return quote if quote.certainty in ("sure", None) else unspoken(quote)

    return replace(
        analysis, quotes=tuple(map(checked, analysis.quotes)), indirect=tuple(map(checked, analysis.indirect))
    )


def unspoken(quote: Quote) -> Quote:
    """Return a quote as one whose speaker nobody names."""
    return replace(quote, speaker=None, cue=None, confidence=0.0)


def language_notice(analysis: Analysis) -> str:
    """Return a one-line notice about an article that is not in English, or an empty string."""
    if analysis.language == ENGLISH:
        return ""
    return f"This article is in {analysis.language}: names and speakers are looked for in English only."
