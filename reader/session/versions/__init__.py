"""The texts that an article has had, and what changed from one to the other.

    kept_texts  the versions of an article: its kept texts in order
    passages    what changed, paragraph by paragraph and word by word
    quotations  quotations and speakers that changed
    comparison  two versions compared, as an object and as JSON
    objects     the types of that JSON

The library keeps each text that an article was opened with. Nothing is written here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

QUOTES = {"reworded": "changed", "speaker": "changed", "added": "new", "removed": "gone"}
"""What is said of a quotation by how it changed."""


def describe_words(counts: Mapping[str, int]) -> str:
    changed = ("removed", "added", "moved")
    return ", ".join(f"{counts[word]:,} {word}" for word in changed if counts[word]) or "the same words"


def describe_quotes(changes: Iterable[str]) -> str:
    """Return how many quotations changed, by the change of each; "" if there are none."""
    counts = Counter(QUOTES[change] for change in changes)
    return ", ".join(f"{counts[word]} {word}" for word in dict.fromkeys(QUOTES.values()) if counts[word])
