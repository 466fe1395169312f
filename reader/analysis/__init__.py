"""Who is in an article and who said what.

This page holds the shapes that cross every border; the engines are the modules beside it, pure functions of an
article, and are imported only when asked (`analyse`). Offsets are characters into the article's text, half open.
"""

from dataclasses import dataclass
from typing import Literal

from reader.article import Article, Span

EntityKind = Literal["person", "organisation", "place", "other"]


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
class Quote:
    """Quoted words with the speaker, if known."""

    span: Span
    """With its quotation marks."""
    speaker: Speaker | None
    cue: Span | None
    """The word that reports speech ("said")."""
    confidence: float
    """0 to 1: how sure the engine is of the speaker."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The entities and quotes of an article."""

    engine: str
    """Name and version, such as "rules 1"."""
    entities: tuple[Entity, ...]
    """Most mentioned first, then in text order."""
    quotes: tuple[Quote, ...]
    """In text order; never overlapping."""


Engine = Literal["best", "rules", "spacy"]


class AnalysisError(Exception):
    """An analysis cannot be made; the message is one line that says what to do."""


RULES = "rules 1"
"""The rules engine; its version rises when it answers otherwise, so that what is kept of the old one is not used."""


def best_engine() -> str:
    """The name, with its version, of the best engine that is installed: that of the analyses it makes."""
    return RULES


def analyse(article: Article, engine: Engine = "best") -> Analysis:
    """The entities and quotes of `article`.

    Raises AnalysisError if the engine is not there or not known.
    """
    if engine == "spacy":
        raise AnalysisError("the spaCy engine is not part of this version; `--engine rules` works")
    if engine not in ("best", "rules"):
        raise AnalysisError(f"no engine is called {engine!r}; `--engine rules` works")
    from reader.analysis.rules import analyse_by_rules  # the word lists are read only when asked for

    return analyse_by_rules(article)
