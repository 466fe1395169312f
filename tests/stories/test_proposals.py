"""Proposals on the screen: grey and dashed in list and margin, accepted, edited and rejected by one key each."""

from pathlib import Path

import pytest

from reader.session.proposals import Suggestion, propose
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.tui.dialogs.note import NoteDialog
from reader.tui.widgets.note_rows import ProposalRow
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

TEXT = "The council voted on Friday. Nobody was asked.\n\nThe mayor left early, and the port was closed.\n"


@pytest.fixture
def session(paths: UserPaths) -> Session:
    """A text with three proposals of a program."""
    made = plain(TEXT, paths)
    made.record_opening()
    for quote, text in (("voted on Friday", "Which?"), ("Nobody was asked", "Who says so?"), ("left early", "Why?")):
        assert propose(made, Suggestion(quote, text=text), "agent:clerk")
    return Session(made.article, paths)


def rows(desk: Desk) -> list[str]:
    return [row.summary for row in desk.rows if isinstance(row, ProposalRow)]


async def test_p_accepts_e_edits_and_x_rejects(session: Session) -> None:
    async with opened(session, (172, 40)) as desk:
        await until_async(lambda: len(desk.session.proposals) == 3)
        await desk.press("3")
        assert len(rows(desk)) == 3
        assert list(desk.session.notes) == []
        shown = [piece for row in desk.rows for line in row.lines(40) for piece in line]
        assert ("┆ ", "dim") in shown
        assert {kind for _, kind in shown} == {"dim"}
        await desk.press("p")
        await until_async(lambda: [note.text for note in desk.session.notes] == ["Which?"])
        assert "accepted, in its name and yours" in desk.said
        await desk.press("U")
        await until_async(lambda: len(desk.session.proposals) == 3)
        await desk.press("x")
        await until_async(lambda: len(desk.session.proposals) == 2)
        await desk.press("e")
        await until_async(lambda: isinstance(desk.pilot.app.screen, NoteDialog))
        await desk.type(" Ask.")
        await desk.press("ctrl+s")
        await until_async(lambda: len(desk.session.notes) == 1)
        (note,) = desk.session.notes
        assert (note.author.name, len(note.revisions)) == ("agent:clerk", 2)
        assert "Ask." in note.text
        assert len(desk.session.proposals) == 1


async def test_at_the_caret_a_note_of_yours_comes_first(session: Session, tmp_path: Path) -> None:
    async with opened(session) as desk:
        await until_async(lambda: len(desk.session.proposals) == 3)
        await desk.press("W")
        await desk.press("W", "p")
        await until_async(lambda: [note.text for note in desk.session.notes] == ["Which?"])
        await desk.press("x")
        await until_async(lambda: not desk.session.notes)
        await desk.press("x")
        await until_async(lambda: "no note here" in desk.said)
        assert len(desk.session.proposals) == 2, "a note that was deleted is no proposal again"
