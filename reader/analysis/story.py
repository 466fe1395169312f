"""Tell whether a text is a story with dialogues, in which each new paragraph of speech is somebody else's.

News quotes statements; people in stories ask and exclaim.
"""

from reader.analysis.tokens import TokenizedArticle

FEWEST = 8
"""Minimum quotations of a story."""

LIVELY = 0.19
"""Minimum share of a story's quotations that ask or exclaim; in news it is a twentieth (measured)."""


def is_story(tokenized: TokenizedArticle) -> bool:
    """Return whether the text is a story."""
    lively = sum(
        any(token.text in "?!" for token in tokenized.tokens[quotation.first : quotation.last + 1])
        for quotation in tokenized.quotations
    )
    return len(tokenized.quotations) >= FEWEST and lively >= LIVELY * len(tokenized.quotations)
