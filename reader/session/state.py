"""Where a reader was in an article and what they were writing: one small file an article, nothing that counts as kept.

A file that is missing, damaged or somebody else's means a fresh start, never an error. The trap: a draft is the one
thing here that would be missed, so a state that holds one is synced.
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
"""What may become the name of a file."""

LETTER = re.compile(r"[^\W_]")
"""What a place may be marked with: a letter or a digit of any script."""

LOOKS = ".looks.json"
"""Not the name of any article's state."""

LARGEST = 4 << 20
"""Bytes: a draft is what somebody typed; what is larger is not ours."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is being written: on `span`, or instead of the text of `note`, or else on the article as a whole."""

    text: str
    tags: tuple[str, ...] = ()
    span: Span | None = None
    note: str | None = None
    """The id of the note that is being edited."""
    passage: str = ""
    """The words of `span`, by which it is known when the article has changed."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that was marked with a letter: a point in the text, found again by the words around it."""

    letter: str
    offset: int
    exact: str
    """The sentence it is in, from `start` on."""
    prefix: str
    """What stood directly before."""
    suffix: str
    start: int


@dataclass(frozen=True, slots=True)
class ReadingState:
    """Where the reading was left."""

    caret: int = 0
    """An offset in the text; the text may have become shorter since."""
    drafts: tuple[Draft, ...] = ()
    """What is half written, one for each passage or note; the newest last."""
    marks: tuple[Bookmark, ...] = ()
    """One for each letter."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How the reader likes the screen, whatever is read."""

    theme: str = ""
    """The name of a theme; empty for the one that the program comes with."""
    width: int | None = None
    """Columns of the text, if they were chosen."""


def state_path(article_id: str, folder: Path) -> Path:
    """Raises OSError for an id that cannot be a file's name."""
    if not ARTICLE_ID.fullmatch(article_id):
        raise OSError(f"no article can have the id {clean_line(article_id)}")
    return folder / f"{article_id}.json"


def load_state(article_id: str, folder: Path) -> ReadingState:
    """The state that was saved for an article; the default one where there is none or it makes no sense."""
    with suppress(OSError, ValueError, RecursionError):
        raw = atomic_file.read_regular(state_path(article_id, folder), LARGEST)
        import json  # a first opening has no state, and need not wait for this

        if len(raw) <= LARGEST:
            return state_from(json.loads(raw))
    return ReadingState()


def load_looks(folder: Path) -> Looks:
    """The looks that were saved; the default ones where there are none or they make no sense."""
    with suppress(OSError, ValueError, RecursionError):
        raw = atomic_file.read_regular(folder / LOOKS, LARGEST)[:LARGEST]
        import json

        document = json.loads(raw)
        if isinstance(document, dict):
            theme = document.get("theme")
            return Looks(theme if isinstance(theme, str) else "", natural_number(document.get("width")))
    return Looks()


def save_looks(looks: Looks, folder: Path) -> None:
    """Raises OSError."""
    import json

    atomic_file.make_folder(folder)
    atomic_file.replace_file(folder / LOOKS, json.dumps(asdict(looks)).encode(), synced=False)


def save_state(article_id: str, state: ReadingState, folder: Path) -> None:
    """Raises OSError."""
    import json

    path = state_path(article_id, folder)
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, json.dumps(state_document(state)).encode(), synced=bool(state.drafts))


def merge_states(article_id: str, former: Iterable[str], folder: Path) -> None:
    """Put what was half written under the `former` ids of an article under the one that it has now. Raises OSError."""
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
    """Each part of it is taken or left by itself: a caret that makes no sense does not cost a draft."""
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
    """`value` if it is a whole number from 0 on."""
    return value if type(value) is int and value >= 0 else None
