"""What `reader versions --json` prints, as types; the schema in the documentation takes its fields from them."""

from typing import NotRequired, TypedDict


class SideObject(TypedDict):
    """A passage or a quotation in one of the texts."""

    start: int
    end: int
    paragraph: int
    text: str
    differing: NotRequired[list[list[int]]]
    """Of a passage: start and end, in the text of the article, of the words that only this text has."""
    speaker: NotRequired[str | None]
    """Of a quotation."""


class ChangeObject(TypedDict):
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
    article: str
    title: str
    source: str
    versions: list[VersionObject]
    comparison: ComparisonObject | None
