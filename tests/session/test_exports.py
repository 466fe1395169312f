"""How an article was exported last is kept with its reading state."""

import json

import pytest

from reader.session import state
from reader.session.exports import LastExport
from reader.session.session import Session
from reader.session.state import ReadingState
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths

EXPORTED = LastExport("/notes/harbour.html", "html", notes_only=True)


@pytest.fixture
def story(paths: UserPaths) -> Session:
    return Session(read_plain("One stands here."), paths)


def test_the_last_export_is_kept_by_whoever_saves_the_place(story: Session) -> None:
    assert story.exports.last is None
    story.exports.keep_last(EXPORTED)
    assert story.exports.last == EXPORTED
    story.save_state(ReadingState(7))
    story.exports.keep_last(EXPORTED)
    assert story.load_state() == ReadingState(7)
    assert story.exports.last == EXPORTED


def test_the_last_export_goes_with_an_article_to_another_id(story: Session) -> None:
    story.exports.keep_last(EXPORTED)
    former = story.article_id
    story.article_id = "aaaaaaaaaa"
    state.merge_states("aaaaaaaaaa", [former], story.paths.state)
    assert story.exports.last == EXPORTED


@pytest.mark.parametrize("export", ["", [], {}, {"path": 1, "format": "html"}, {"path": "/a", "format": "pdf"}])
def test_an_invalid_last_export_is_none(export: object, story: Session) -> None:
    story.save_state(ReadingState(3))
    path = state.state_path(story.article_id, story.paths.state)
    path.write_text(json.dumps({"caret": 3, "export": export}))
    assert story.exports.last is None
    assert story.load_state() == ReadingState(3)
