"""What is remembered in the state folder: the caret, bookmarks and last export of each article, the appearance of the
screen, and how often each command was run from the palette.

A file that is missing, damaged or not ours means a fresh start, never an error. Pitfall: several windows write these
files, and version 0.1.0 kept drafts in them, so whoever writes one copies what it does not change itself.
"""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.system import atomic_file
from reader.text.sanitize import clean, clean_line

ARTICLE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # ids that may become a file name
BOOKMARK_NAME = re.compile(r"[^\W_]")  # valid names of bookmarks: a letter or digit of any script
APPEARANCE_FILE = ".looks.json"  # a file name that no article id has
MAX_BYTES = 4 << 20  # the maximum size of a file that is not an article's; a larger one is not ours


class Bookmark(NamedTuple):
    """A place marked with a letter, found again by the words around it."""

    letter: str
    offset: int
    exact: str
    """The sentence around it, which begins at `start`."""
    prefix: str
    """The words directly before the sentence."""
    suffix: str
    start: int
    at: str = ""
    """The time when it was set; empty if unknown (version 0.1.0)."""


class ReadingState(NamedTuple):
    caret: int = 0
    """An offset in the text, which may have become shorter since."""
    bookmarks: tuple[Bookmark, ...] = ()
    """One for each letter."""


class LastCheck(NamedTuple):
    """How many quotations of a text have which verdict, as they were when it was checked last."""

    fine: int
    doubtful: int
    complaints: int
    worst: str
    """Where the quotation to look at first is, and its first words."""
    verdict: str
    """What is the matter with it; empty if nothing is."""
    sha256: str
    """Of the text that was checked."""


class Appearance(NamedTuple):
    """The appearance of the screen, the same for all articles."""

    theme: str = ""
    """The name of a theme; empty for the default."""
    width: int | None = None
    """Columns of the text, if they were chosen."""
    marks: str = ""
    """How names and quotes are marked, if that was chosen."""
    layers: str = ""
    """What is marked, if that was chosen."""
    orders: Mapping[str, str] = MappingProxyType({})
    """The order of each tab of the side pane, if it was chosen."""
    beside: Mapping[str, str] = MappingProxyType({})
    """What stands beside texts of each genre, if it was chosen."""


def state_path(article_id: str, folder: Path) -> Path:
    """Return the path of the state of an article. Raises OSError for an id that cannot be a file name."""
    if not ARTICLE_ID.fullmatch(article_id):
        raise OSError(f"no article can have the id {clean_line(article_id)}")
    return folder / f"{article_id}.json"


def is_any_saved(folder: Path) -> bool:
    """Return whether there is a state of any article: without one, no id needs to be computed to look for it."""
    with suppress(OSError), os.scandir(folder) as entries:
        return any(entry.name.endswith(".json") and entry.name != APPEARANCE_FILE for entry in entries)
    return False


def is_saved(article_id: str, folder: Path) -> bool:
    with suppress(OSError):
        return state_path(article_id, folder).exists()
    return False


def load_state(article_id: str, folder: Path) -> ReadingState:
    """Return the saved state of an article; the default if there is none or it is not valid."""
    return state_from(load_document(article_id, folder))


def load_appearance(folder: Path) -> Appearance:
    """Return the saved appearance; the default if there is none or it is not valid."""
    document = atomic_file.read_object(folder / APPEARANCE_FILE, MAX_BYTES)
    words = {name: word for name in ("theme", "marks", "layers") if isinstance(word := document.get(name), str)}
    orders, beside = (words_by_name(document.get(name)) for name in ("orders", "beside"))
    return Appearance(width=natural_number(document.get("width")), orders=orders, beside=beside, **words)


def save_appearance(appearance: Appearance, folder: Path) -> None:
    """Save the appearance. Raises OSError."""
    document = {**appearance._asdict(), "orders": dict(appearance.orders), "beside": dict(appearance.beside)}
    atomic_file.make_folder(folder)
    atomic_file.replace_file(folder / APPEARANCE_FILE, atomic_file.to_json(document), synced=False)


def save_state(article_id: str, state: ReadingState, folder: Path) -> ReadingState:
    """Save the caret and bookmarks, of each letter the last of any window; return what is saved. Raises OSError."""
    with changed_document(article_id, folder) as document:
        state = state._replace(bookmarks=latest_bookmarks(state_from(document).bookmarks, state.bookmarks))
        document |= fields_of(state)
    return state


def save_check(article_id: str, check: LastCheck, folder: Path) -> None:
    """Keep the counts of the last check of an article, if they are others. Raises OSError."""
    if check_from(load_document(article_id, folder).get("check")) != check:
        with changed_document(article_id, folder) as document:
            document["check"] = check


def check_from(value: object) -> LastCheck | None:
    """Return the valid counts of a check; None if there are none."""
    match value:
        case [int(fine), int(doubtful), int(complaints), str(worst), str(verdict), str(sha256)]:
            return LastCheck(fine, doubtful, complaints, clean_line(worst), clean_line(verdict), sha256)
    return None


def latest_bookmarks(*groups: Iterable[Bookmark]) -> tuple[Bookmark, ...]:
    """Return the bookmark of each letter that was set last; of equal times the one of the last group."""
    ordered = sorted((mark for group in groups for mark in group), key=lambda mark: mark.at)  # stable
    return tuple({mark.letter: mark for mark in ordered}.values())


def merge_states(article_id: str, former: Iterable[str], folder: Path) -> None:
    """Move what is kept under the `former` ids of an article to its current id. Raises OSError."""
    for other in former:
        path = state_path(other, folder)
        if not path.exists():
            continue
        with changed_document(article_id, folder) as document:
            moved = load_document(other, folder)
            ours, theirs = state_from(document), state_from(moved)
            bookmarks = latest_bookmarks(theirs.bookmarks, ours.bookmarks)
            drafts = [*drafts_in(moved), *drafts_in(document)]
            distinct = [draft for index, draft in enumerate(drafts) if draft not in drafts[:index]]
            fields = fields_of(ReadingState(ours.caret or theirs.caret, bookmarks))
            document |= {**moved, **document, **fields, "drafts": distinct}
        path.unlink()


def remove_old_draft(article_id: str, draft: object, folder: Path) -> None:
    """Take a draft of version 0.1.0 out of the state of an article. Raises OSError."""
    if draft in drafts_in(load_document(article_id, folder)):
        with changed_document(article_id, folder) as document:
            document["drafts"] = [other for other in drafts_in(document) if other != draft]


def changed_document(article_id: str, folder: Path) -> AbstractContextManager[dict[str, Any]]:
    """Yield an article's state file as a JSON object to change; write it, durably if it has drafts. Raises OSError."""
    return atomic_file.changed_object(state_path(article_id, folder), synced=lambda document: bool(drafts_in(document)))


def load_document(article_id: str, folder: Path) -> dict[str, Any]:
    """Return the state file of an article as a JSON object; empty if there is none or it is not valid."""
    with suppress(OSError):
        return atomic_file.read_object(state_path(article_id, folder))
    return {}


def fields_of(state: ReadingState) -> dict[str, Any]:
    return {"caret": state.caret, "marks": [mark._asdict() for mark in state.bookmarks]}


def drafts_in(document: Mapping[str, Any]) -> list[Any]:
    """Return the drafts of version 0.1.0 in a state file."""
    drafts = document.get("drafts")
    return drafts if isinstance(drafts, list) else []


def state_from(document: Mapping[str, Any]) -> ReadingState:
    """Return the valid parts of a JSON document: a bad caret does not cost a bookmark."""
    marks = document.get("marks")
    return ReadingState(
        caret=natural_number(document.get("caret")) or 0,
        bookmarks=tuple(filter(None, map(bookmark_from, marks))) if isinstance(marks, list) else (),
    )


def bookmark_from(document: object) -> Bookmark | None:
    if not isinstance(document, dict):
        return None
    words = [document.get(name) for name in ("letter", "exact", "prefix", "suffix", "at")]
    letter, exact, prefix, suffix, at = (clean(word) if isinstance(word, str) else "" for word in words)
    offset, start = natural_number(document.get("offset")), natural_number(document.get("start"))
    if offset is None or start is None or not BOOKMARK_NAME.fullmatch(letter):
        return None
    return Bookmark(letter, offset, exact, prefix, suffix, start, at)


def words_by_name(value: object) -> dict[str, str]:
    entries = value.items() if isinstance(value, dict) else ()
    return {name: words for name, words in entries if isinstance(words, str)}


def natural_number(value: object) -> int | None:
    """Return `value` if it is an integer ≥ 0, else None."""
    return value if type(value) is int and value >= 0 else None


COUNTS_FILE = ".commands.json"  # a file name that no article id has


def load_counts(folder: Path) -> dict[str, int]:
    document = atomic_file.read_object(folder / COUNTS_FILE, MAX_BYTES)
    return {command: count for command, value in document.items() if (count := natural_number(value))}


def count_run(command: str, folder: Path) -> None:
    """Count a run of a command. Raises OSError."""
    with atomic_file.changed_object(folder / COUNTS_FILE, MAX_BYTES) as counts:
        counts[command] = (natural_number(counts.get(command)) or 0) + 1
