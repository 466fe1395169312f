"""A corrected speaker, and what follows from it: one question, one correction, one undo."""

import pytest

from reader.analysis import RULES, Analysis, Entity, Quote, Speaker
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.page_object import opened
from tests.waiting import until_async

TEXT = (
    "Ann Lee met Tom Ray and Max Orr. “It is late,” he said.\n\n“It is early,” he added. “It is noon,” he went on.\n\n"
    "Tom Ray nodded. “It is over,” he said."
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def said(words: str) -> Quote:
    he = TEXT.index("he ", at(words).end)
    return Quote(at(words), Speaker("Tom Ray", Span(he, he + 2)), None, 0.7)


PEOPLE = tuple(Entity(name, "person", (), (at(name),)) for name in ("Ann Lee", "Max Orr"))
TWICE = (at("Tom Ray"), Span(TEXT.rindex("Tom Ray"), TEXT.rindex("Tom Ray") + 7))
FOUND = Analysis(
    RULES,
    (Entity("Tom Ray", "person", (), TWICE), *PEOPLE),
    tuple(map(said, ("“It is late,”", "“It is early,”", "“It is noon,”", "“It is over,”"))),
)


@pytest.fixture
def session(paths: UserPaths) -> Session:
    return Session(read_plain(TEXT), paths)


def speakers(session: Session) -> list[str]:
    return [quote.speaker.name for quote in session.analysis_state.analysis.quotes if quote.speaker]


@pytest.mark.parametrize(("key", "by"), [("enter", ["Max Orr"] * 3), ("escape", ["Max Orr", "Tom Ray", "Tom Ray"])])
async def test_what_follows_from_a_speaker_is_offered_and_undone_with_it(
    session: Session, key: str, by: list[str]
) -> None:
    async with opened(session, at=at("It is late"), analysis=FOUND) as desk:
        await desk.press("c", *"Max", "enter")
        assert desk.pilot.app.screen.query_one("#answer-box").border_title == "2 more follow from this “he”"
        await desk.press(key)
        await until_async(lambda: speakers(session)[0] == "Max Orr")
        assert speakers(session) == [*by, "Tom Ray"], "whom the text names anew is not touched"
        await desk.press("U")
        await until_async(lambda: speakers(session) == ["Tom Ray"] * 4)
