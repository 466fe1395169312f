"""The walk through the doubtful speakers: two keys and Enter, each answer a correction."""

import pytest

from reader.analysis import RULES, Analysis, Contender, Entity, Quote, Speaker
from reader.analysis.queries import doubtful_quotes, likeliest_speakers
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.page_object import Desk, opened

TEXT = (
    "Ann Lee met Tom Ray in Leith. “It is late,” he said.\n\n“It is early,” she said. “It is noon.” “It is over.”\n\n"
    "Nobody else spoke."
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def said(words: str, name: str, confidence: float, other: str = "") -> Quote:
    contenders = tuple(Contender(each, at(each), ()) for each in (name, other) if each)
    return Quote(at(words), Speaker(name, at(name)) if name else None, None, confidence, contenders)


LATE, EARLY = said("“It is late,”", "Ann Lee", 0.5, "Tom Ray"), said("“It is early,”", "Ann Lee", 0.7, "Tom Ray")
NOON, OVER = said("“It is noon.”", "Tom Ray", 0.5), said("“It is over.”", "Ann Lee", 0.97)

FOUND = Analysis(
    RULES,
    (Entity("Ann Lee", "person", (), (at("Ann Lee"),)), Entity("Tom Ray", "person", (), (at("Tom Ray"),))),
    (LATE, EARLY, NOON, OVER),
)


def test_those_come_first_on_which_most_depends() -> None:
    assert doubtful_quotes(FOUND) == [LATE, EARLY, NOON]
    assert [likeliest_speakers(quote) for quote in FOUND.quotes] == [
        ("Ann Lee", "Tom Ray"),
        ("Ann Lee", "Tom Ray"),
        ("Tom Ray",),
        ("Ann Lee",),
    ]
    assert likeliest_speakers(Quote(Span(0, 1), None, None, 0.0)) == ()


@pytest.fixture
def session(paths: UserPaths) -> Session:
    return Session(read_plain(TEXT), paths)


def footer(desk: Desk) -> str:
    return "".join(segment.text for segment in desk.screen.status.render_line(0))


async def test_two_keys_and_enter_make_the_speakers_sure(session: Session) -> None:
    async with opened(session, analysis=FOUND) as desk:
        await desk.press("I")
        assert desk.modes == ["checking speakers"]
        assert desk.lit("chosen") == ["“It is late,”"]
        assert footer(desk).strip().startswith("1 of 3  1 Ann Lee  2 Tom Ray")
        await desk.press("2")
        assert desk.lit("chosen") == ["“It is noon.”"], "no other hangs on the second any more"
        assert footer(desk).strip().startswith("2 of 3  1 Tom Ray")
        await desk.press("2")
        assert desk.lit("chosen") == ["“It is noon.”"], "there is no second one"
        await desk.press("s")
        assert desk.lit("chosen") == ["“It is early,”"]
        await desk.press("enter")
        assert (desk.modes, desk.said) == ([], "no more speakers to check")
        quotes = session.analysis_state.analysis.quotes
        assert [(quote.speaker.name, quote.confidence) for quote in quotes if quote.speaker] == [
            ("Tom Ray", 1.0),
            ("Ann Lee", 1.0),
            ("Tom Ray", 0.5),
            ("Ann Lee", 0.97),
        ]
        await desk.press("U", "I", "s")
        assert desk.lit("chosen") == ["“It is early,”"], "an answer that was undone is asked again"
        await desk.press("escape")
        assert desk.modes == []
        assert "1 of" not in footer(desk)


async def test_without_doubt_there_is_nothing_to_check(session: Session) -> None:
    async with opened(session, analysis=Analysis(RULES, FOUND.entities, (OVER,))) as desk:
        await desk.press("I")
        assert (desk.modes, desk.said) == ([], "no speaker is in doubt")


async def test_another_text_ends_the_walk(session: Session) -> None:
    async with opened(session, analysis=FOUND) as desk:
        await desk.press("I")
        await desk.screen._show_text(session)  # noqa: SLF001 (as after a reload)
        assert desk.modes == []
