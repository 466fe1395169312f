"""A newspaper changes its story in silence; the reader sees what was said before."""

from pathlib import Path

import pytest

from reader.session.session import Session
from reader.sources.open import open_source
from reader.system import worker
from reader.system.paths import UserPaths
from reader.tui import library_client
from reader.tui.screens.versions import ChangeRow, VersionsScreen
from tests.page_object import opened
from tests.waiting import until_async

OLD = """The Harbour Vote

The council of Leith voted on Friday. Nobody was told.

“We were not told until Friday,” Maria Ortiz said. “It was fair,” said Ann Lee.
"""

NEW = OLD.replace("until Friday", "until Monday").replace("said Ann Lee", "said Bob Stone")


@pytest.fixture(autouse=True)
def a_child_compares(no_children: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is the child itself that compares, as for the user."""
    monkeypatch.setattr(library_client, "Worker", worker.Worker)
    monkeypatch.setattr(library_client, "stream", worker.stream)


async def test_the_screen_tells_and_shows_what_changed(tmp_path: Path, paths: UserPaths) -> None:
    path = tmp_path / "vote.txt"
    path.write_text(OLD, encoding="utf-8")
    Session(open_source(str(path)), paths).record_opening()
    path.write_text(NEW, encoding="utf-8")
    async with opened(Session(open_source(str(path)), paths), (120, 40)) as desk:
        await until_async(lambda: "quotations: 2 changed" in desk.said)
        assert desk.said == "quotations: 2 changed · :versions shows them"
        await desk.press("colon")
        await desk.type("versions")
        await desk.gather()
        await desk.press("enter")
        screen = desk.pilot.app.screen
        await until_async(lambda: isinstance(desk.pilot.app.screen, VersionsScreen))
        screen = desk.pilot.app.screen
        assert isinstance(screen, VersionsScreen)
        await until_async(lambda: any(isinstance(row, ChangeRow) for row in screen.list.rows))
        changes = [row for row in screen.list.rows if isinstance(row, ChangeRow)]
        assert [row.changed["change"] for row in changes] == ["reworded", "speaker", "changed"]
        here = screen.location
        await desk.pilot.press("less_than_sign", "greater_than_sign")
        assert screen.location == here, "there is no version before the first, nor after the last"
        await desk.pilot.press("slash", *"stone", "enter")
        await until_async(lambda: len([row for row in screen.list.rows if isinstance(row, ChangeRow)]) == 2)
        await desk.press("escape", "escape")
        await until_async(lambda: desk.pilot.app.screen is desk.screen)
