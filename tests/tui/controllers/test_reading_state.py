"""The reading state that the screen saves when it is left."""

from types import SimpleNamespace
from typing import Any

from reader.session.state import ReadingState, is_saved, load_state, may_be_saved
from reader.system.paths import UserPaths
from reader.tui.controllers.reading_state import StateKeeper
from tests.page_object import opened, plain

STORY = "Maria Ortiz came to Leith on Friday. Nobody waited for her at the harbour."


async def test_a_text_that_was_left_is_known_by_its_beginning(paths: UserPaths) -> None:
    """So that a new one is shown before all of it is read."""
    session = plain(STORY, paths)
    async with opened(session) as desk:
        await desk.press("q")
    assert is_saved(session.article_id, paths.state)
    assert may_be_saved(STORY, paths.state)
    assert not may_be_saved("A text that was never left.", paths.state)


def test_a_first_text_is_not_hashed_before_it_is_shown(paths: UserPaths) -> None:
    session = plain(STORY, paths)
    panes: Any = SimpleNamespace(article=SimpleNamespace(caret=SimpleNamespace(offset=7)))
    keeper = StateKeeper(lambda: session, session.load_state(), panes)
    assert not session.known_id
    keeper.keep()
    assert load_state(session.article_id, paths.state) == ReadingState(7)
