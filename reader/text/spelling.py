"""The known words that a misspelt one may stand for."""

from collections.abc import Iterable


def similar_words(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return at most `most` of the known words that are like `word`, the most similar first."""
    from difflib import get_close_matches  # needed only for an error

    return get_close_matches(word, [*known], most)
