"""Who is in an article and who said what.

    Analysis        entities and quotes, the dataclasses that the rest of the program uses (here)
    engine.py       choose an engine and run it
    pipeline.py     both engines: rules, with or without a model as evidence
      tokens.py     the article as tokens, passages and sentences
      entities/     mentions, kinds, coreference
      quotes/       candidates, cues, attribution
      model/        spaCy
    queries.py      questions to an analysis
    identity.py     one person in two articles

Engines are pure functions of an article. Offsets are characters into the article's text, half open.
"""

from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span

ENGLISH = "English"
"""The language whose names and speakers are found."""

CERTAIN = 0.75
"""Below this confidence one speaker of three is wrong, above it one of twenty: measured on news."""

EntityKind = Literal["person", "organisation", "place", "other"]

KIND_TITLES: dict[EntityKind, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "other": "Other names",
}
"""What stands over the names of each kind, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or other name with its mentions."""

    name: str
    """What a reader is shown: the fullest form in the text."""
    kind: EntityKind
    aliases: tuple[str, ...]
    """The other forms in which the text names it."""
    mentions: tuple[Span, ...]
    """In text order; pronouns are not mentions."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it."""

    name: str
    """What a reader is shown ("Vladimir Putin")."""
    span: Span
    """The words of the text that name the speaker of this quote ("he")."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that spoke for a speaker, or against."""

    weight: str
    """Its name in `analysis.weights`, where it is put into words."""
    points: float


@dataclass(frozen=True, slots=True)
class Contender:
    """Who could have said it, with all that was weighed."""

    name: str
    """What a reader is shown."""
    span: Span
    """The words of the text that name this contender ("he")."""
    hints: tuple[Hint, ...]

    @property
    def score(self) -> float:
        return sum(hint.points for hint in self.hints)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that were said, with the speaker, if known."""

    span: Span
    """With its quotation marks; of indirect speech the words that tell what was said."""
    speaker: Speaker | None
    cue: Span | None
    """The word that reports speech ("said")."""
    confidence: float
    """0 to 1: how sure the engine is of the speaker."""
    contenders: tuple[Contender, ...] = ()
    """The likeliest speaker and the runner-up, as far as there were any; the first may have been too weak to name."""

    @property
    def uncertain(self) -> bool:
        """True if the speaker is better looked at before being cited."""
        return self.speaker is not None and self.confidence < CERTAIN


@dataclass(frozen=True, slots=True)
class Analysis:
    """The entities and quotes of an article."""

    engine: str
    """Name and version, such as "rules 1"."""
    entities: tuple[Entity, ...]
    """Most mentioned first, then in text order."""
    quotes: tuple[Quote, ...]
    """In text order; never overlapping."""
    indirect: tuple[Quote, ...] = ()
    """Indirect speech ("Xi said that …"), in text order; overlapping neither one another nor a quote."""
    language: str = ENGLISH
    """What the article is written in. Of one that is not English only the marks are read: no names, no speakers."""


def language_notice(analysis: Analysis) -> str:
    """What to tell a reader of an article that is not English, in a line; empty for one that is."""
    if analysis.language == ENGLISH:
        return ""
    return f"This article is in {analysis.language}: names and speakers are looked for in English only."
