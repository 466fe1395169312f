"""The analysis that is begun before Textual is imported: its answer, when there is none, and its end."""

import os

import pytest

from reader.document.codec import decode_article
from reader.session.session import Session
from reader.session.state import ReadingState
from reader.sources.plain import read_plain
from reader.system import fast_json
from reader.system.paths import UserPaths
from reader.tui import analysis_client
from reader.tui.analysis_client import take_told
from reader.tui.app import ReaderApp
from reader.tui.splash import early_analysis
from reader.tui.splash.early_analysis import PART, begun_analysis, request_parts
from tests.page_object import Desk

STORY = "Ann Lee\n\n“We walked home,” Ann Lee said.\n\nTom Ray lives in Leith.\n"


@pytest.fixture
def no_children() -> None:
    """Here the children are what is tested."""


@pytest.fixture
def story(paths: UserPaths) -> Session:
    return Session(read_plain(STORY), paths)


def test_names_and_quotes_are_found_meanwhile(story: Session) -> None:
    with begun_analysis(story):
        assert story.begun_analysis is not None
        told = take_told(story.begun_analysis.lines())
    assert told is not None
    _, found = told
    assert found is not None
    assert [quote.speaker and quote.speaker.name for quote in found.quotes] == ["Ann Lee"]


async def test_the_screen_takes_what_was_begun(story: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a second child")

    monkeypatch.setattr(analysis_client, "start_child", refuse)
    monkeypatch.setenv("READER_ENGINE", "rules")
    with begun_analysis(story):
        async with ReaderApp(story).run_test(size=(120, 40)) as pilot:
            desk = Desk(pilot)
            await desk.press("1")
            assert [row.about.words for row in desk.rows] == ["Ann Lee person", "Tom Ray person", "Leith place"]


def test_a_text_that_was_left_is_not_analyzed_again(story: Session) -> None:
    story.save_state(ReadingState(3))
    with begun_analysis(story):
        assert story.begun_analysis is None


def test_a_new_text_is_analyzed_though_others_were_left(story: Session, paths: UserPaths) -> None:
    Session(read_plain("Another text."), paths).save_state(ReadingState(3))
    with begun_analysis(story):
        assert story.begun_analysis is not None


def test_a_child_that_cannot_start_is_left_to_the_screen(story: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(early_analysis, "Worker", fail)
    with begun_analysis(story):
        assert story.begun_analysis is None


def test_an_early_end_leaves_nothing_open(paths: UserPaths) -> None:
    before = len(os.listdir("/dev/fd"))
    with begun_analysis(Session(read_plain("Some words. " * 200_000), paths)):
        pass
    assert len(os.listdir("/dev/fd")) == before


def test_a_long_text_is_sent_in_parts() -> None:
    article = read_plain("“漢字” 👩‍🚀\n\n" + "some words " * (PART // 4))
    parts = list(request_parts(article, refined_only=False))
    assert len(parts) > 3
    about, _, text = b"".join(parts).partition(b"\n")
    assert decode_article({**fast_json.loads(about), "text": text.decode()}) == article
