"""How an article was exported last is kept with its reading state."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from reader.errors import ExportError
from reader.session import state
from reader.session.exports import LastExport, keep_last_export, last_export
from reader.session.session import Session
from reader.session.state import ReadingState
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths

EXPORTED = LastExport("/notes/harbour.html", "html", notes_only=True)


@pytest.fixture
def story(paths: UserPaths) -> Session:
    return Session(read_plain("One stands here."), paths)


def test_the_last_export_is_kept_by_whoever_saves_the_place(story: Session) -> None:
    assert last_export(story.article_id, story.paths.state) is None
    keep_last_export(story.article_id, story.paths.state, EXPORTED)
    assert last_export(story.article_id, story.paths.state) == EXPORTED
    story.save_state(ReadingState(7))
    keep_last_export(story.article_id, story.paths.state, EXPORTED)
    assert story.load_state() == ReadingState(7)
    assert last_export(story.article_id, story.paths.state) == EXPORTED


def test_the_last_export_goes_with_an_article_to_another_id(story: Session) -> None:
    keep_last_export(story.article_id, story.paths.state, EXPORTED)
    former = story.article_id
    story.article_id = "aaaaaaaaaa"
    state.merge_states("aaaaaaaaaa", [former], story.paths.state)
    assert last_export(story.article_id, story.paths.state) == EXPORTED


@pytest.mark.parametrize("export", ["", [], {}, {"path": 1, "format": "html"}, {"path": "/a", "format": "pdf"}])
def test_an_invalid_last_export_is_none(export: object, story: Session) -> None:
    story.save_state(ReadingState(3))
    path = state.state_path(story.article_id, story.paths.state)
    path.write_text(json.dumps({"caret": 3, "export": export}))
    assert last_export(story.article_id, story.paths.state) is None
    assert story.load_state() == ReadingState(3)


@pytest.mark.parametrize("form", ["html", "csv", "json", "w3c", "bibtex", "csl-json", "qdpx"])
def test_an_export_is_written_over_until_it_is_edited_by_hand(form: str, story: Session, tmp_path: Path) -> None:
    story.record_opening()
    target = story.exports.write(tmp_path / "story", form).path
    story.article_notes.annotate(None, "On the whole.")
    for title in ("The Harbour Vote", "The Vote"):
        story = Session(replace(story.article, title=title), story.paths)
        story.load_notes()
        assert story.exports.write(target, form).changed
    target.write_bytes(edited := target.read_bytes() + b"\n")
    with pytest.raises(ExportError, match="--force"):
        story.exports.write(target, form)
    assert target.read_bytes() == edited
    assert story.exports.write(target, form, force=True).changed
    assert not story.exports.write(target, form).changed


def test_what_was_written_is_remembered_beside_the_last_export(story: Session, tmp_path: Path) -> None:
    keep_last_export(story.article_id, story.paths.state, EXPORTED)
    story.save_state(ReadingState(7))
    story.exports.write(tmp_path / "story.html")
    story.exports.write(tmp_path / "story.html")
    document = state.load_document(story.article_id, story.paths.state)
    assert document["written"] == [sha256((tmp_path / "story.html").read_bytes()).hexdigest()]
    assert (last_export(story.article_id, story.paths.state), story.load_state()) == (EXPORTED, ReadingState(7))


@pytest.mark.parametrize("written", ["", {}, [1], ["0" * 64]])
def test_an_invalid_memory_of_what_was_written_asks_for_force(written: object, story: Session, tmp_path: Path) -> None:
    story.exports.write(tmp_path / "story.html")
    state.state_path(story.article_id, story.paths.state).write_text(json.dumps({"written": written}))
    story = Session(replace(story.article, title="Another"), story.paths)
    with pytest.raises(ExportError, match="--force"):
        story.exports.write(tmp_path / "story.html")


def test_an_export_is_written_where_nothing_can_be_remembered(story: Session, tmp_path: Path) -> None:
    story.paths.state.parent.mkdir(parents=True, exist_ok=True)
    story.paths.state.write_text("a file, where the folder should be")
    assert story.exports.write(tmp_path / "story.csv").changed
    assert not story.exports.write(tmp_path / "story.csv").changed
