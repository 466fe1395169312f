"""Who is in an article and who said what.

This page holds the shapes that cross every border; the engines are the modules beside it, pure functions of an
article, and are imported only when asked (`analyse`). Offsets are characters into the article's text, half open.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.config import user_config
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis.model.registry import Pipeline

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
        """Whether the speaker is better looked at before being cited."""
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


def not_english(analysis: Analysis) -> str:
    """What to tell a reader of an article that is not English, in a line; empty for one that is."""
    if analysis.language == ENGLISH:
        return ""
    return f"This article is in {analysis.language}: names and speakers are looked for in English only."


Engine = Literal["best", "rules", "spacy"]


VERSION = 4
"""Of both engines; it rises when they answer otherwise, so that what is kept of the old ones is not used."""

RULES = f"rules {VERSION}"
"""The engine that needs nothing; the other one is named for the model that it uses (`pipelines`)."""

CHOICE = "READER_ENGINE"
"""The variable with which a user chooses the engine that counts as the best: `rules` or `spacy`; else `engine` in the
configuration does."""


def choice() -> str:
    """The engine that the user has chosen to be the best, by the variable or in the configuration; empty for none."""
    return os.environ.get(CHOICE) or user_config().engine


def chosen_pipeline(engine: Engine = "best", pipeline: str | None = None) -> "Pipeline | None":
    """What the spaCy engine would read with, or None where the rules are asked for or are the best there is.

    Raises AnalysisError if what was asked for is not there or not known.
    """
    asked = engine if engine != "best" else choice() or "best"
    if asked == "rules" and pipeline is None:
        return None
    if asked not in ("best", "rules", "spacy"):
        raise AnalysisError(f"no engine is called {asked!r}; `rules` and `spacy` are")
    from reader.analysis.model.registry import find_pipeline, is_there

    if asked == "best" and pipeline is None and not is_there():
        return None
    return find_pipeline(pipeline)


def best_engine() -> str:
    """The name, with its version, of the best engine that is installed: that of the analyses it makes.

    Raises AnalysisError if the user's variables ask for what is not there.
    """
    pipeline = chosen_pipeline()
    return RULES if pipeline is None else pipeline.engine


def usable_engines() -> tuple[str, ...]:
    """The engines whose analyses may be used, the best first; where the user's variables make no sense, the rules."""
    try:
        return tuple(dict.fromkeys((best_engine(), RULES)))
    except AnalysisError:
        return (RULES,)


def how_to_find_more() -> str:
    """What to tell a reader who has only the rules and did not choose so; else empty."""
    from reader.analysis.model.registry import INSTALL, has_spacy

    return "" if choice() == "rules" or has_spacy() else f"{INSTALL} finds more"


def analyse(
    article: Article,
    engine: Engine = "best",
    pipeline: str | None = None,
    *,
    processes: int = 1,
    step: Callable[[float], None] | None = None,
    found: Callable[[Analysis], None] | None = None,
) -> Analysis:
    """The entities and quotes of `article`, by spaCy's `pipeline` (a package or folder) where one is named.

    A book is read by so many `processes`; `step` is told how much is done, 0 to 1, and `found` what there is in its
    beginning while the rest is read. Raises AnalysisError if the engine is not there or not known.
    """
    chosen = chosen_pipeline(engine, pipeline)
    from reader.analysis.pipeline import analyse_by_rules  # the word lists are read only when asked for

    if chosen is None:
        return analyse_by_rules(article, None, step, found)
    from reader.analysis.model.pool import tagger_for

    with tagger_for(chosen, article, processes) as tagger:
        return analyse_by_rules(article, tagger, step, found)
