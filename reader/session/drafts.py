"""Drafts: notes that are not saved yet, each in a small file of its own in the state folder.

A draft remembers the passage as its author saw it (anchor and sha256 of the text), and for an edit of a note the
revisions it began from; so it can be placed in a text that has changed, and merged with an edit made elsewhere. Files
are written atomically and synced. Pitfall: two windows may open one draft, so a file is replaced or deleted only if it
is as this store has left it; else the draft goes on in a file of its own, and the other one stays.
"""

import json
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.anchoring import Anchor, Placement
from reader.annotations.revisions import new_id, now
from reader.document.codec import decode_line, decode_lines
from reader.document.digest import id_of
from reader.library.codec import BadRecordError
from reader.library.codec.records import anchor_from
from reader.session import state
from reader.system import atomic_file
from reader.text.sanitize import clean
from reader.text.span import Span

FOLDER = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that is not saved yet: on a passage, on the article as a whole, or a new text of a note."""

    text: str = ""
    tags: tuple[str, ...] = ()
    anchor: Anchor | None = None
    """The passage as its author saw it; None on the article as a whole."""
    made_on: str = ""
    """The sha256 of the text that `anchor` was made on; empty if unknown (version 0.1.0)."""
    note: str | None = None
    """The id of the note that is edited."""
    base: tuple[str, ...] = ()
    """The ids of the heads of that note when editing began: one, or more for a conflict; empty if unknown."""
    article: str = ""
    source: str = ""
    """The path or URL of the article; empty for standard input."""
    at: str = field(default_factory=now)
    id: str = field(default_factory=new_id)
    placement: Placement | None = field(default=None, compare=False)
    """The place of the anchor in the text that is shown; not stored."""

    @property
    def span(self) -> Span | None:
        """The passage in the text that is shown; None on the whole article, or if its words are gone."""
        return self.placement.span if self.placement else None

    @property
    def displaced(self) -> bool:
        """True if the words of its passage have changed or are gone."""
        return self.placement is not None and self.placement.state != "exact"

    @property
    def empty(self) -> bool:
        """True if nothing would be lost without it."""
        return not self.text.strip() and not self.tags and self.note is None

    def same_place(self, other: "Draft") -> bool:
        """Return whether both are edits of one note, or new notes on one passage."""
        if self.note is not None or other.note is not None:
            return self.note == other.note
        if self.anchor is None or other.anchor is None:
            return self.anchor is other.anchor
        return self.span == other.span if self.span else (self.anchor, self.made_on) == (other.anchor, other.made_on)


@dataclass(frozen=True, slots=True)
class DraftOwner:
    """How the drafts of an article are recognized.

    A window may be killed before the library knows the text that it shows, so drafts of an article that the library
    does not know belong to whatever their source is now.
    """

    articles: Collection[str]
    """The ids of the article."""
    texts: Collection[str]
    """The sha256 of all texts that it has had."""
    sources: Collection[str] = ()
    is_other: Callable[[str], bool] = lambda _: False
    """Whether an id is that of another article of the library, which is read for a draft on the same source only."""

    def owns(self, draft: Draft) -> bool:
        if draft.article in self.articles or draft.made_on in self.texts:
            return True
        return draft.source in self.sources and not self.is_other(draft.article)


class DraftStore:
    """The drafts in the state `folder`, as one window reads and writes them. Its methods may run in any thread."""

    def __init__(self, folder: Path) -> None:
        self._state_folder = folder
        self._folder = folder / FOLDER
        self._lock = threading.Lock()
        self._seen: dict[str, bytes] = {}
        """The files as this store has last read or written them, by draft."""
        self._own: dict[str, str] = {}
        """The ids of files that were begun because another window has written the draft's file."""
        self._old: dict[str, tuple[str, Any]] = {}
        """Drafts of version 0.1.0: the id of their article, and their JSON value in its state file."""

    def load(self, owner: DraftOwner) -> list[Draft]:
        """Return the drafts of an article, the newest last."""
        with self._lock:
            found = {draft.id: draft for draft in self._files() if owner.owns(draft)}
            for article in owner.articles:
                for value in state.drafts_in(state.load_document(article, self._state_folder)):
                    draft = old_draft(article, value)
                    if draft is not None and draft.id not in found:
                        self._old[draft.id] = article, value
                        found[draft.id] = draft
        return sorted(found.values(), key=lambda draft: (draft.at, draft.id))

    def _files(self) -> Iterator[Draft]:
        with suppress(OSError):
            for path in sorted(self._folder.glob("*.json")):
                if path.stem in self._own.values():
                    continue
                with suppress(OSError, ValueError, RecursionError):
                    raw = atomic_file.read_regular(path)
                    draft = draft_from(json.loads(raw))
                    if draft is not None and draft.id == path.stem:
                        if draft.id not in self._old:  # what was seen before may be in a box by now
                            self._seen.setdefault(draft.id, raw)
                        yield draft

    def save(self, draft: Draft) -> None:
        """Write a draft; it is durable when this returns. Raises OSError."""
        with self._lock:
            atomic_file.make_folder(self._folder)
            written = self._own.get(draft.id, draft.id)
            if self._read(written) not in (None, self._seen.get(written)):
                written = self._own[draft.id] = new_id()
            document = asdict(replace(draft, id=written))
            del document["placement"]
            raw = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
            atomic_file.replace_file(self._path(written), raw)
            self._seen[written] = raw
            self._remove_old(draft.id)

    def delete(self, draft: Draft) -> None:
        """Delete the file of a draft, unless another window has written to it. Raises OSError."""
        with self._lock:
            written = self._own.get(draft.id, draft.id)
            current = self._read(written)
            if current is not None and current == self._seen.get(written):
                self._path(written).unlink()
                atomic_file.sync_folder(self._folder)
            self._seen.pop(written, None)
            self._remove_old(draft.id)

    def _remove_old(self, draft_id: str) -> None:
        if draft_id in self._old:
            article, value = self._old.pop(draft_id)
            state.remove_old_draft(article, value, self._state_folder)

    def _path(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}.json"

    def _read(self, draft_id: str) -> bytes | None:
        with suppress(FileNotFoundError):
            return atomic_file.read_regular(self._path(draft_id))
        return None


def typed_words(text: str, tags: Collection[str]) -> str:
    """Return the text of a note and its tags as one would type them."""
    return "\n\n".join(part for part in (text, " ".join(f"#{tag}" for tag in tags)) if part)


def write_words(words: str, path: Path) -> None:
    """Write the words of a note to a new file of the user's. Raises OSError, also if the file exists."""
    if path.exists():
        raise FileExistsError(17, "File exists")
    atomic_file.replace_file(path, f"{words}\n".encode("utf-8", "replace"))


def draft_from(document: object) -> Draft | None:
    """Return the draft of a JSON object, sanitized; None if it is not one."""
    if not isinstance(document, dict) or not isinstance(text := document.get("text"), str):
        return None
    draft_id, note, anchor = document.get("id"), document.get("note"), None
    if not isinstance(draft_id, str) or not state.ARTICLE_ID.fullmatch(draft_id):
        return None
    with suppress(BadRecordError):
        anchor = anchor_from(document.get("anchor"))
    lines: dict[str, Any] = {name: decode_line(document.get(name)) for name in ("article", "source", "made_on", "at")}
    return Draft(
        text=clean(text),
        tags=decode_lines(document.get("tags")),
        anchor=anchor,
        note=note if isinstance(note, str) and state.ARTICLE_ID.fullmatch(note) else None,
        base=decode_lines(document.get("base")),
        id=draft_id,
        **lines,
    )


def old_draft(article: str, document: object) -> Draft | None:
    """Return a draft of version 0.1.0, which knew a span and its words; its id is the same each time it is read."""
    if not isinstance(document, dict):
        return None
    span, words = document.get("span"), document.get("passage")
    anchor = None
    if isinstance(span, list) and len(span) == 2 and isinstance(words, str):
        anchor = {"exact": words, "prefix": "", "suffix": "", "start": span[0], "end": span[1]}
    known = {name: document.get(name) for name in ("text", "tags", "note")}
    own_id = id_of(json.dumps([article, document], sort_keys=True))
    return draft_from({**known, "anchor": anchor, "article": article, "id": own_id})
