"""The reading screen while its parts arrive."""

import asyncio
import threading

import pytest

from reader.session.session import PlacementReport, Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.screens import reading
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

OPENING = "opening the library"


def footer(desk: Desk) -> str:
    return "".join(segment.text for segment in desk.screen.status.render_line(0))


@pytest.mark.parametrize(("patience", "told"), [(0.001, True), (600, False)])
async def test_only_a_library_that_takes_long_is_told_of(
    patience: float, told: bool, paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begun, seen = threading.Event(), threading.Event(), []
    record_opening = Session.record_opening

    def wait(session: Session) -> PlacementReport:
        begun.set()
        go.wait()
        return record_opening(session)

    monkeypatch.setattr(reading, "PATIENCE", patience)
    monkeypatch.setattr(Session, "record_opening", wait)
    async with ReaderApp(Session(read_plain("Some words."), paths)).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await until_async(begun.is_set)
        if told:
            await until_async(lambda: OPENING in footer(desk))
        await asyncio.sleep(0)
        seen.append(OPENING in footer(desk))
        go.set()
        await desk.settle()
        seen.append(OPENING in footer(desk))
    assert seen == [told, False]


async def test_the_footer_of_an_empty_list_names_nothing_about_its_rows(paths: UserPaths) -> None:
    async with opened(plain("Ann Lee came to Leith on Friday.", paths)) as desk:
        await desk.press("1")
        assert "Go to" in footer(desk)
        assert "Filter" in footer(desk)
        await desk.press("2")
        assert "Text" in footer(desk)
        assert "Go to" not in footer(desk)
        assert "Cite" not in footer(desk)
        assert "Filter" not in footer(desk)
