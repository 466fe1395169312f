"""The comparison of two versions of an article, made in a child process, so that no key waits for it.

The child is `reader versions --json`.
"""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from reader.errors import SessionError
from reader.session.versions import describe_quotes, describe_words
from reader.system import fast_json
from reader.system.paths import UserPaths
from reader.system.worker import Worker, WorkerError, stream
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class ListedVersion:
    sha256: str
    since: str
    """UTC, ISO 8601; "" if unknown."""
    opened: bool


@dataclass(frozen=True, slots=True)
class PassageSide:
    span: Span
    paragraph: int
    text: str
    differing: tuple[Span, ...] = ()
    """The words that only this text has, in the text of the passage."""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class ListedChange:
    """A passage or a quotation that is not the same in both texts."""

    change: str
    old: PassageSide | None
    new: PassageSide | None


@dataclass(frozen=True, slots=True)
class VersionsReport:
    """The versions of an article, and what changed between two of them."""

    title: str
    source: str
    versions: tuple[ListedVersion, ...]
    old: int = 0
    """The number of the version compared with; 0 if there are no two."""
    new: int = 0
    words: str = ""
    """How many words changed, in words."""
    quotations: str = ""
    """How many quotations changed, in words; "" if none did."""
    passages: tuple[ListedChange, ...] = ()
    quotes: tuple[ListedChange, ...] = ()
    new_speakers: tuple[str, ...] = ()
    former_speakers: tuple[str, ...] = ()

    def version(self, number: int) -> ListedVersion:
        return self.versions[number - 1]


async def fetch_versions(article: str, paths: UserPaths, old: str = "", new: str = "") -> VersionsReport:
    """Compare two versions of an article, by default the last two. Cancelling ends the child. Raises SessionError."""
    choice = [*(["--from", old] if old else []), *(["--to", new] if new else [])]
    arguments = ["versions", article, "--json", "--library", str(paths.library), *choice]
    try:
        async with aclosing(stream(Worker("reader", *arguments))) as lines:
            answer = b"".join([line async for line in lines])
    except WorkerError as error:
        raise SessionError(error.reason or "the versions could not be compared") from error
    return read_report(fast_json.loads(answer))


def read_report(value: dict[str, Any]) -> VersionsReport:
    versions = tuple(ListedVersion(each["sha256"], each["since"] or "", each["opened"]) for each in value["versions"])
    report = VersionsReport(value["title"], value["source"], versions)
    if (found := value["comparison"]) is None:
        return report
    return replace(
        report,
        old=found["from"],
        new=found["to"],
        words=describe_words(*(found["words"][name] for name in ("removed", "added", "moved"))),
        quotations=describe_quotes(each["change"] for each in found["quotes"]),
        passages=read_changes(found["passages"]),
        quotes=read_changes(found["quotes"]),
        new_speakers=tuple(found["new_speakers"]),
        former_speakers=tuple(found["former_speakers"]),
    )


def read_changes(values: Sequence[dict[str, Any]]) -> tuple[ListedChange, ...]:
    return tuple(ListedChange(each["change"], read_side(each["old"]), read_side(each["new"])) for each in values)


def read_side(value: dict[str, Any] | None) -> PassageSide | None:
    if value is None:
        return None
    start = value["start"]
    differing = tuple(Span(first - start, last - start) for first, last in value.get("differing", ()))
    speaker = value.get("speaker") or ""
    return PassageSide(Span(start, value["end"]), value["paragraph"], value["text"], differing, speaker)
