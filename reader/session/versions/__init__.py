"""The texts that an article has had, and what changed from one to the other.

    kept_texts  the versions of an article: its kept texts in order
    passages    what changed, paragraph by paragraph and word by word
    quotations  quotations and speakers that changed
    comparison  two versions compared, as an object and as JSON

The library keeps each text that an article was opened with. Nothing is written here.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NotRequired, TypedDict

QUOTES = {"reworded": "changed", "speaker": "changed", "added": "new", "removed": "gone"}
"""What is said of a quotation by how it changed."""


class SideObject(TypedDict):
    """A passage or a quotation in one of the texts, as `reader versions --json` prints it."""

    start: int
    end: int
    paragraph: int
    text: str
    differing: NotRequired[list[list[int]]]
    """The start and end of the words that only this text has, in the text of the article."""
    speaker: NotRequired[str | None]


class ChangeObject(TypedDict):
    """A passage or a quotation that is not the same in both texts."""

    change: str
    old: SideObject | None
    new: SideObject | None


class VersionObject(TypedDict):
    number: int
    sha256: str
    since: str | None
    fetched: str | None
    words: int | None
    opened: bool


ComparisonObject = TypedDict(
    "ComparisonObject",
    {
        "from": int,
        "to": int,
        "words": dict[str, int],
        "passages": list[ChangeObject],
        "quotes": list[ChangeObject],
        "new_speakers": list[str],
        "former_speakers": list[str],
    },
)


class VersionsObject(TypedDict):
    """The versions of an article, and what changed between two of them, if there are two."""

    article: str
    title: str
    source: str
    versions: list[VersionObject]
    comparison: ComparisonObject | None


def describe_words(removed: int, added: int, moved: int) -> str:
    counts = {"removed": removed, "added": added, "moved": moved}
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count) or "the same words"


def describe_quotes(changes: Iterable[str]) -> str:
    """Return how many quotations changed, by the change of each; "" if there are none."""
    counts = Counter(QUOTES[change] for change in changes)
    return ", ".join(f"{counts[word]} {word}" for word in dict.fromkeys(QUOTES.values()) if counts[word])
