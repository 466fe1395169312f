"""What is remembered of the article beside the library: the caret, the drafts, the marks, and how the text looks."""

from collections.abc import Callable
from dataclasses import replace

from reader.session.session import Session
from reader.session.state import Looks, ReadingState
from reader.tui.panes import Panes


class StateKeeper:
    """The one place of drafts and marks on a screen."""

    def __init__(self, session: Callable[[], Session], state: ReadingState, panes: Panes) -> None:
        self._session = session
        self._panes = panes
        self.state = state

    def keep(self, **changes: object) -> None:
        """Save the caret and what has changed; a full disk is said and nothing more."""
        caret = self._panes.article.caret.offset
        self.state = replace(replace(self.state, caret=caret), **changes)  # type: ignore[arg-type]
        self._save("the place in the text and drafts", lambda: self._session().save_state(self.state))

    def keep_looks(self) -> None:
        """Save the theme and the width of the text, for whatever is read next."""
        looks = Looks(self._panes.screen.app.theme, self._panes.article.view.measure)
        self._save("theme and width", lambda: self._session().save_looks(looks))

    def _save(self, what: str, save: Callable[[], None]) -> None:
        try:
            save()
        except OSError as error:
            self._panes.status.complain(f"{what} cannot be kept: {error.strerror}")

    def adopt(self) -> None:
        """Take over what is kept of an article that the library knows by an earlier text."""
        kept = self._session().load_state()
        marks = {mark.letter: mark for mark in (*kept.marks, *self.state.marks)}
        self.state = replace(kept, drafts=(*kept.drafts, *self.state.drafts), marks=tuple(marks.values()))
        if self._panes.article.caret.offset == 0:
            self._panes.article.go(kept.caret)
