"""Choose an engine and run it over an article.

There are two: `rules`, which has no dependencies, and `spacy`, which uses a language model's answers as further
evidence. An environment variable, or else the configuration, can decide which of them "best" means. Modules that take
long to import are imported when an engine runs.
"""

import os
from collections.abc import Callable
from typing import Literal

from reader.analysis import ENGLISH, RULES, Analysis
from reader.analysis.model import INSTALL, Pipeline, find_pipeline, has_spacy, is_installed
from reader.config import user_config
from reader.document.article import Article
from reader.errors import AnalysisError

Engine = Literal["best", "rules", "spacy"]

CHOICE = "READER_ENGINE"
"""The environment variable that makes `rules` or `spacy` the best engine; without it, `engine` in the configuration
does."""


def configured_engine() -> str:
    """Return the engine that the variable or the configuration names as the best, or an empty string."""
    return os.environ.get(CHOICE) or user_config().engine


def chosen_pipeline(engine: Engine = "best", pipeline: str | None = None) -> Pipeline | None:
    """Return the spaCy pipeline to use, or None for the rules.

    Raises AnalysisError if the requested engine is unknown or not installed.
    """
    choice = engine if engine != "best" else configured_engine() or "best"
    if choice == "rules" and pipeline is None:
        return None
    if choice not in ("best", "rules", "spacy"):
        raise AnalysisError(f"unknown engine {choice!r}: use `rules` or `spacy`")
    if choice == "best" and pipeline is None and not is_installed():
        return None
    return find_pipeline(pipeline)


def best_engine() -> str:
    """Return the name and version of the best installed engine.

    Raises AnalysisError if the configured engine is unknown or not installed.
    """
    pipeline = chosen_pipeline()
    return RULES if pipeline is None else pipeline.engine


def usable_engines() -> tuple[str, ...]:
    """Return the engines whose analyses may be used, best first; only the rules if the configured one is unusable."""
    try:
        return tuple(dict.fromkeys((best_engine(), RULES)))
    except AnalysisError:
        return (RULES,)


def can_refine(analysis: Analysis) -> bool:
    """Return whether a better engine is installed than the one that made `analysis`. Raises AnalysisError."""
    return analysis.language == ENGLISH and analysis.engine != best_engine()


def install_hint() -> str:
    """Return a hint on how to install spaCy, or an empty string if it is installed or the user chose the rules."""
    return "" if configured_engine() == "rules" or has_spacy() else f"{INSTALL} finds more"


def analyze(
    article: Article,
    engine: Engine = "best",
    pipeline: str | None = None,
    *,
    processes: int = 1,
    step: Callable[[float], None] | None = None,
    found: Callable[[Analysis], None] | None = None,
) -> Analysis:
    """Return the entities and quotes of `article`.

    `pipeline` names a spaCy package or folder. A book is read by several `processes`. `step` is called with the share
    that is done, 0 to 1, and `found` with the results for the beginning of a book. Raises AnalysisError if the engine
    is unknown or not installed.
    """
    chosen = chosen_pipeline(engine, pipeline)
    from reader.analysis.pipeline import analyze_by_rules  # word lists: slow to load

    if chosen is None:
        return analyze_by_rules(article, None, step, found)
    from reader.analysis.model.pool import tagger_for

    with tagger_for(chosen, article, processes) as tagger:
        return analyze_by_rules(article, tagger, step, found)
