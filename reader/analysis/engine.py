"""Choose an engine and run it over an article.

There are two: `rules`, which needs nothing, and `spacy`, which takes a model's answers as further evidence. The user's
choice (a variable, else the configuration) decides which one counts as the best. Everything heavy is imported when an
engine runs.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from reader.analysis import Analysis
from reader.config import user_config
from reader.document.article import Article
from reader.errors import AnalysisError

if TYPE_CHECKING:
    from reader.analysis.model.registry import Pipeline

Engine = Literal["best", "rules", "spacy"]


VERSION = 4
"""Of both engines; it rises when they answer otherwise, so that what is kept of the old ones is not used."""

RULES = f"rules {VERSION}"
"""The engine that needs nothing; the other one is named for the model that it uses (`pipelines`)."""

CHOICE = "READER_ENGINE"
"""The variable with which a user chooses the engine that counts as the best: `rules` or `spacy`; else `engine` in the
configuration does."""


def configured_engine() -> str:
    """The engine that the user has chosen to be the best, by the variable or in the configuration; empty for none."""
    return os.environ.get(CHOICE) or user_config().engine


def chosen_pipeline(engine: Engine = "best", pipeline: str | None = None) -> "Pipeline | None":
    """What the spaCy engine would read with, or None where the rules are asked for or are the best there is.

    Raises AnalysisError if what was asked for is not there or not known.
    """
    asked = engine if engine != "best" else configured_engine() or "best"
    if asked == "rules" and pipeline is None:
        return None
    if asked not in ("best", "rules", "spacy"):
        raise AnalysisError(f"no engine is called {asked!r}; `rules` and `spacy` are")
    from reader.analysis.model.registry import find_pipeline, is_installed

    if asked == "best" and pipeline is None and not is_installed():
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


def install_hint() -> str:
    """What to tell a reader who has only the rules and did not choose so; else empty."""
    from reader.analysis.model.registry import INSTALL, has_spacy

    return "" if configured_engine() == "rules" or has_spacy() else f"{INSTALL} finds more"


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

    A book is read by that many `processes`; `step` is told how much is done, 0 to 1, and `found` what there is in its
    beginning while the rest is read. Raises AnalysisError if the engine is not there or not known.
    """
    chosen = chosen_pipeline(engine, pipeline)
    from reader.analysis.pipeline import analyse_by_rules  # the word lists are read only when asked for

    if chosen is None:
        return analyse_by_rules(article, None, step, found)
    from reader.analysis.model.pool import tagger_for

    with tagger_for(chosen, article, processes) as tagger:
        return analyse_by_rules(article, tagger, step, found)
