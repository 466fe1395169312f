"""Tell whether a text is a story with dialogues, in which each new paragraph of speech is somebody else's.

People in stories ask and exclaim; news quotes statements, and is full of dates and figures.
"""

from reader.analysis.lexicon import read_section
from reader.analysis.tokens import TokenizedArticle

FEWEST = 8
"""Minimum quotations of a story."""

LIVELY = 0.19
"""Share of quotations that ask or exclaim from which a text is a story; in news it is a twentieth (measured)."""

CALM = 0.06
"""The minimum share of a story without figures."""

FIGURES = 0.001
"""Maximum share of numbers and days of the week among the tokens of a text without figures; in news it is ten times
that."""

MOST_FIGURES = 0.0035
"""The maximum share of a story, however lively (measured on novels)."""

DAYS = read_section("grammar", "days")


def is_story(tokenized: TokenizedArticle) -> bool:
    """Return whether the text is a story."""
    count = len(tokenized.quotations)
    if count < FEWEST:
        return False
    lively = sum(
        any(token.text in "?!" for token in tokenized.tokens[quotation.first : quotation.last + 1])
        for quotation in tokenized.quotations
    )
    figures = sum(token.text[0].isdigit() or token.text in DAYS for token in tokenized.tokens)
    share = figures / len(tokenized.tokens)
    return (lively >= LIVELY * count and share <= MOST_FIGURES) or (lively >= CALM * count and share <= FIGURES)
