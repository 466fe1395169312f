"""The caret, drafts and bookmarks of an article, in one small file in the state folder.

A file that is missing, damaged or not ours means a fresh start, never an error. The trap: a draft is the one thing here
that would be missed, so a state with a draft is synced.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reader.system import atomic_file
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

ARTICLE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Ids that may become a file name."""

LETTER = re.compile(r"[^\W_]")
"""Valid names of bookmarks: a letter or digit of any script."""

LOOKS = ".looks.json"
"""A file name that no article id has."""

LARGEST = 4 << 20
"""The maximum size of a state file in bytes; a larger file is not ours."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is not saved yet: on `span`, as a new text of `note`, or on the article as a whole."""

    text: str
    tags: tuple[str, ...] = ()
    span: Span | None = None
    note: str | None = None
    """The id of the note that is being edited."""
    passage: str = ""
    """The words of `span`, by which it is found when the article has changed."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place marked with a letter, found again by the words around it."""

    letter: str
    offset: int
    exact: str
    """The sentence around it, which begins at `start`."""
    prefix: str
    """The words directly before the sentence."""
    suffix: str
    start: int


@dataclass(frozen=True, slots=True)
class ReadingState:
    """The caret, drafts and bookmarks of an article."""

    caret: int = 0
    """An offset in the text, which may have become shorter since."""
    drafts: tuple[Draft, ...] = ()
    """One for each passage or note; the newest last."""
    marks: tuple[Bookmark, ...] = ()
    """One for each letter."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The look of the screen, the same for all articles."""

    theme: str = ""
    """The name of a theme; empty for the default."""
    width: int | None = None
    """Columns of the text, if they were chosen."""


def state_path(article_id: str, folder: Path) -> Path:
    """Return the path of the state of an article. Raises OSError for an id that cannot be a file name."""
    if not ARTICLE_ID.fullmatch(article_id):
        raise OSError(f"no article can have the id {clean_line(article_id)}")
    return folder / f"{article_id}.json"


def load_state(article_id: str, folder: Path) -> ReadingState:
    """Return the saved state of an article; the default if there is none or it is not valid."""
    with suppress(OSError, ValueError, RecursionError):
        raw = atomic_file.read_regular(state_path(article_id, folder), LARGEST)
        if len(raw) <= LARGEST:
            return state_from(parse_json(raw))
    return ReadingState()


def load_looks(folder: Path) -> Looks:
    """Return the saved looks; the default if there are none or they are not valid."""
    with suppress(OSError, ValueError, RecursionError):
        raw = atomic_file.read_regular(folder / LOOKS, LARGEST)[:LARGEST]
        document = parse_json(raw)
        if isinstance(document, dict):
            theme = document.get("theme")
            return Looks(theme if isinstance(theme, str) else "", natural_number(document.get("width")))
    return Looks()


def save_looks(looks: Looks, folder: Path) -> None:
    """Save the looks. Raises OSError."""
    atomic_file.make_folder(folder)
    atomic_file.replace_file(folder / LOOKS, to_json(asdict(looks)), synced=False)


def save_state(article_id: str, state: ReadingState, folder: Path) -> None:
    """Save the state of an article. Raises OSError."""
    path = state_path(article_id, folder)
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, to_json(state_document(state)), synced=bool(state.drafts))


def merge_states(article_id: str, former: Iterable[str], folder: Path) -> None:
    """Move drafts and bookmarks from the `former` ids of an article to its current id. Raises OSError."""
    for other in former:
        path = state_path(other, folder)
        if not path.exists():
            continue
        ours, theirs = load_state(article_id, folder), load_state(other, folder)
        drafts = tuple(dict.fromkeys((*theirs.drafts, *ours.drafts)))
        marks = {mark.letter: mark for mark in (*theirs.marks, *ours.marks)}
        save_state(article_id, ReadingState(ours.caret or theirs.caret, drafts, tuple(marks.values())), folder)
        path.unlink()


def state_document(state: ReadingState) -> dict[str, Any]:
    return {
        "caret": state.caret,
        "drafts": [draft_document(draft) for draft in state.drafts],
        "marks": [asdict(mark) for mark in state.marks],
    }


def draft_document(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.text,
        "tags": draft.tags,
        "span": None if draft.span is None else [draft.span.start, draft.span.end],
        "note": draft.note,
        "passage": draft.passage,
    }


def state_from(document: object) -> ReadingState:
    """Return the valid parts of a JSON document: a bad caret does not cost a draft."""
    if not isinstance(document, dict):
        return ReadingState()
    drafts, marks = document.get("drafts"), document.get("marks")
    return ReadingState(
        caret=natural_number(document.get("caret")) or 0,
        drafts=tuple(filter(None, map(draft_from, drafts))) if isinstance(drafts, list) else (),
        marks=tuple(filter(None, map(bookmark_from, marks))) if isinstance(marks, list) else (),
    )


def bookmark_from(document: object) -> Bookmark | None:
    if not isinstance(document, dict):
        return None
    words = [document.get(name) for name in ("letter", "exact", "prefix", "suffix")]
    letter, exact, prefix, suffix = (clean(word) if isinstance(word, str) else "" for word in words)
    offset, start = natural_number(document.get("offset")), natural_number(document.get("start"))
    if offset is None or start is None or not LETTER.fullmatch(letter):
        return None
    return Bookmark(letter, offset, exact, prefix, suffix, start)


def draft_from(document: object) -> Draft | None:
    if not isinstance(document, dict) or not isinstance(text := document.get("text"), str):
        return None
    tags, place, note = document.get("tags"), document.get("span"), document.get("note")
    passage = document.get("passage")
    return Draft(
        text=clean(text),
        tags=tuple(clean_line(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        span=span_from(place),
        note=note if isinstance(note, str) and ARTICLE_ID.fullmatch(note) else None,
        passage=clean(passage) if isinstance(passage, str) else "",
    )


def span_from(place: object) -> Span | None:
    if not isinstance(place, list) or len(place) != 2:
        return None
    start, end = map(natural_number, place)
    return Span(start, end) if start is not None and end is not None and start <= end else None


def natural_number(value: object) -> int | None:
    """Return `value` if it is an integer ≥ 0, else None."""
    return value if type(value) is int and value >= 0 else None


def parse_json(raw: bytes) -> Any:
    """Raises ValueError, RecursionError."""
    import json  # not at start-up: a first opening has no state

    return json.loads(raw)


def to_json(document: object) -> bytes:
    import json

    return json.dumps(document).encode()
