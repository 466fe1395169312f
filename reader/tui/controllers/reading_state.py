"""The caret and bookmarks, the look of the screen, and the drafts of a reading screen, saved in the state folder."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from reader.session import state
from reader.session.session import Session
from reader.session.state import Appearance, LastCheck, ReadingState, load_appearance
from reader.tui.panes import Panes

if TYPE_CHECKING:
    from reader.session.drafts import Draft, DraftStore


class StateKeeper:
    """The one place of the caret and the bookmarks of a screen.

    Pitfall: the library may know the article by another id, which is found out while it opens. Until `adopt` has read
    what is saved under that id, nothing is written to it.
    """

    def __init__(self, session: Callable[[], Session], reading: ReadingState, panes: Panes) -> None:
        self._session = session
        self._panes = panes
        self._article_id = session().known_id
        self.state = reading

    def keep(self, **changes: object) -> None:
        """Save the caret and `changes`; show an error if that fails."""
        caret = self._panes.article.caret.offset
        self.state = self.state._replace(caret=caret, **changes)  # type: ignore[arg-type]
        self._save("the place in the text", self._save_state)

    def _save_state(self) -> None:
        """Save the state, and take over bookmarks of other windows. Raises OSError."""
        session = self._session()
        self._article_id = self._article_id or session.article_id
        self.state = session.save_state(self.state, self._article_id)

    def keep_check(self, check: LastCheck) -> None:
        """Save the counts of a check, for the lists that show the article."""
        session = self._session()
        self._save("the verdicts", lambda: state.save_check(session.article_id, check, session.paths.state))

    def keep_appearance(self, **changes: object) -> None:
        """Save `changes` of the look of the screen, for all articles."""
        session = self._session()
        appearance: Appearance = load_appearance(session.paths.state)._replace(**changes)  # type: ignore[arg-type]
        self._save("the look of the screen", lambda: state.save_appearance(appearance, session.paths.state))

    def _save(self, what: str, save: Callable[[], None]) -> None:
        try:
            save()
        except OSError as error:
            self._panes.status.complain(f"{what} cannot be saved: {error.strerror}")

    def adopt(self) -> None:
        """Load what is saved under the id that the library has for the article, if that is another one."""
        article_id = self._session().article_id
        if article_id == self._article_id:
            return
        self._article_id = article_id
        kept = self._session().load_state()
        self.state = kept._replace(bookmarks=state.latest_bookmarks(kept.bookmarks, self.state.bookmarks))
        if self._panes.article.caret.offset == 0:
            self._panes.article.go(kept.caret)


class DraftKeeper:
    """The one place of the drafts of a screen.

    Drafts are written in threads. What is still to be written lies in `_pending`, one draft for each id, so a thread
    that comes late writes the newest words or nothing.
    """

    def __init__(self, session: Callable[[], Session]) -> None:
        self._session = session
        self._drafts: dict[str, Draft] = {}
        self._written: set[str] = set()
        """The ids of drafts that are on the disk as they are here."""
        self._pending: dict[str, Draft] = {}
        self._writing = threading.Lock()

    @cached_property
    def _store(self) -> "DraftStore":
        from reader.session.drafts import DraftStore

        return DraftStore(self._session().paths.state)

    @property
    def all(self) -> "tuple[Draft, ...]":
        """The drafts of the article, the newest last."""
        return tuple(self._drafts.values())

    def find(self, draft_id: str) -> "Draft | None":
        return self._drafts.get(draft_id)

    def matching(self, draft: "Draft") -> "Draft":
        """Return the draft that was kept for the same place, else this one."""
        return next((other for other in reversed(self.all) if other.same_place(draft)), draft)

    def is_kept(self, draft_id: str) -> bool:
        """Return whether a draft is on the disk as it is here."""
        return draft_id in self._written

    async def load(self) -> None:
        """Load the drafts of the article; those that were begun on this screen stay as they are."""
        session = self._session()
        found = await asyncio.to_thread(lambda: session.article_notes.load_drafts(self._store))
        if session is self._session():
            fresh = {draft.id: draft for draft in found if draft.id not in self._drafts}
            self._written |= fresh.keys()
            self._drafts = fresh | self._drafts

    async def placed(self, session: Session) -> "dict[str, Draft]":
        """Return the drafts with their placements in the text of `session`, by id."""
        return {draft.id: draft for draft in await asyncio.to_thread(session.article_notes.place_drafts, self.all)}

    def text_changed(self, placed: "dict[str, Draft]") -> None:
        """Take over the placements in another text; drafts begun since they were made are placed now."""
        for draft in self.all:
            if draft.id in placed:
                draft = replace(draft, placement=placed[draft.id].placement)
            else:
                (draft,) = self._session().article_notes.place_drafts([draft])
            self._drafts[draft.id] = draft

    async def keep(self, draft: "Draft") -> str | None:
        """Save a draft; it is durable when None is returned, else the error message says why it is not."""
        return await asyncio.to_thread(self.put(draft))

    def put(self, draft: "Draft") -> Callable[[], str | None]:
        """Take over a draft; what is returned saves it as `keep` does, in whatever thread it is called."""
        from reader.annotations.revisions import now

        self._drafts.pop(draft.id, None)
        self._written.discard(draft.id)
        draft = replace(draft, article=self._session().article_id, at=now())
        self._drafts[draft.id] = self._pending[draft.id] = draft
        return partial(self._write, draft.id)

    def _write(self, draft_id: str) -> str | None:
        with self._writing:
            draft = self._pending.pop(draft_id, None)
            if draft is None:
                return None if draft_id in self._written or draft_id not in self._drafts else "it is not written"
            try:
                if draft.empty:
                    self._drafts.pop(draft_id, None)
                    self._store.delete(draft)
                else:
                    self._store.save(draft)
                    self._written.add(draft_id)
            except OSError as error:
                return str(error.strerror or error)
        return None

    async def drop(self, draft: "Draft") -> str | None:
        """Delete a draft that is saved as a note; return an error message, or None."""
        self._drafts.pop(draft.id, None)
        self._written.discard(draft.id)
        self._pending[draft.id] = replace(draft, text="", tags=(), note=None)  # an empty one is deleted
        return await asyncio.to_thread(self._write, draft.id)
