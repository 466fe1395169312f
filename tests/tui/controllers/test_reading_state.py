"""The reading state that the screen saves when it is left."""

from types import SimpleNamespace
from typing import Any

from reader.session.state import ReadingState, load_state
from reader.system.paths import UserPaths
from reader.tui.controllers.reading_state import StateKeeper
from tests.page_object import plain

STORY = "Maria Ortiz came to Leith on Friday. Nobody waited for her at the harbour."


def test_a_first_text_is_not_hashed_before_it_is_shown(paths: UserPaths) -> None:
    session = plain(STORY, paths)
    panes: Any = SimpleNamespace(article=SimpleNamespace(caret=SimpleNamespace(offset=7)))
    keeper = StateKeeper(lambda: session, session.load_state(), panes)
    assert not session.known_id
    keeper.keep()
    assert load_state(session.article_id, paths.state) == ReadingState(7)
