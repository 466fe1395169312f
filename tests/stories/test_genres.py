"""A newcomer opens one text of each genre, in a small terminal and in a wide one, and it is read as what it is."""

from pathlib import Path
from typing import NamedTuple

import pytest

from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.tui.widgets.text_layers import FOUND, SPEECH
from tests.page_object import Desk, opened

SAMPLES = Path(__file__).parent.parent / "samples"

PEOPLE_ONLY = FOUND - {"person", "indirect"} | set(SPEECH)


class Opened(NamedTuple):
    """What a newcomer sees of a text."""

    file: str
    remark: str
    tab: str
    unmarked: frozenset[str]
    rows: tuple[str, ...]
    """How the first rows of the tab begin, without their headings."""
    speakers: tuple[str, ...] = ()
    """Some who speak."""


TEXTS = (
    Opened("genres/tides.md", "paper", "outline", FOUND, ("Abstract", "1 Introduction"), ("Joan Rossiter",)),
    Opened("genres/README.md", "manual", "outline", FOUND, ("Install", "Use", "Develop")),
    Opened(
        "genres/novel.txt",
        "fiction",
        "outline",
        FOUND,
        ("CHAPTER I. The Letter", "CHAPTER II. The Boat"),
        ("Tom Bell",),
    ),
    Opened("genres/podcast.md", "transcript", "quotes", PEOPLE_ONLY, ("Welcome to Below",), ("Ann Lee", "Maria Ortiz")),
    Opened(
        "genres/hearing.txt",
        "transcript",
        "quotes",
        PEOPLE_ONLY,
        ("Ray Thank you, Madam Chairwoman.",),
        ("Ann Lee", "Ray", "Ortiz"),
    ),
    Opened("genres/quay.txt", "manual", "outline", FOUND, ("NAME", "SYNOPSIS", "DESCRIPTION")),
    Opened("genres/quay.diff", "code", "outline", FOUND, ("commit 9fceb02d", "quay/moor.py")),
)


def drawn(desk: Desk) -> str:
    """Return all that the terminal shows, row by row."""
    app = desk.pilot.app
    rows = app.screen._compositor.render_strips()  # noqa: SLF001 (what is painted, not what was meant)
    return "\n".join(strip.text for strip in rows)


@pytest.mark.parametrize("seen", TEXTS, ids=lambda seen: Path(seen.file).stem)
async def test_a_text_is_read_as_what_it_is(seen: Opened, paths: UserPaths) -> None:
    session = Session(open_source(str(SAMPLES / seen.file)), paths)
    async with opened(session, size=(80, 24)) as desk:
        for size in ((80, 24), (172, 40)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            head = "".join(drawn(desk).split("\n")[:2])
            assert f"{seen.remark} · " in head or size[0] == 80  # where the place may need the room
            assert desk.screen.side.tab == seen.tab
            assert desk.screen.article.painter.hidden == seen.unmarked
            for row, words in zip(desk.rows, seen.rows, strict=False):
                assert row.about.words.removeprefix("Ann Lee ").startswith(words)
        await desk.press("M")
        assert not desk.screen.article.painter.hidden
    spoke = {quote.speaker.name for quote in session.analysis_state.analysis.quotes if quote.speaker}
    assert set(seen.speakers) <= spoke
