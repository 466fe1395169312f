"""Check a draft on the screen: the verdicts, the source of one and back, a note, and a verdict that is accepted."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from reader.annotations.corrections import accepted_checks
from reader.errors import AnalysisError
from reader.session.dossiers import folder_to_ask_about, keep_answer, put_in_dossier
from reader.session.session import Session
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.system.worker import Worker, stream
from reader.text.width import cells_of
from reader.tui import check_client
from reader.tui.check_client import QuotationCheck, run_checks
from reader.tui.controllers import checks as verdicts
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.words import QuestionDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.check_rows import FactRow, SourcedRow
from tests.page_object import Desk, opened
from tests.waiting import until_async

VOTE = """# The Harbour Vote

The council met on Friday. "We were not told until Friday," Maria Ortiz said.

"The budget was clear to everybody," said Tom Ray.
"""

DRAFT = """# A Draft

“We were told until Friday,” Maria Ortiz said.

“The budget was clear to everybody,” Tom Ray said.

“Nobody ever counted the gulls of Leith,” Tom Ray said.
"""


@pytest.fixture
def draft(tmp_path: Path, paths: UserPaths) -> Session:
    """A session with a draft; its source is in the library."""
    for name, text in (("vote.md", VOTE), ("draft.md", DRAFT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    Session(open_source(str(tmp_path / "vote.md")), paths).record_opening()
    keep_answer(tmp_path, paths.state, False)
    return Session(open_source(str(tmp_path / "draft.md")), paths)


@asynccontextmanager
async def checked(draft: Session, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """Open the screen and check the draft."""
    async with opened(draft, size) as desk:
        await desk.press("C")
        await until_async(lambda: desk.screen.side.counts.get("checks") == 3)
        await desk.press("5")
        yield desk


def rows(desk: Desk) -> list[SourcedRow]:
    return [row for row in desk.screen.side.list.rows if isinstance(row, SourcedRow) and row.counted]


async def test_the_verdicts_are_listed_beside_the_text(draft: Session) -> None:
    async with checked(draft) as desk:
        assert desk.screen.side.tab == "checks"
        assert [row.check.verdict for row in rows(desk)] == [
            "altered, same speaker",
            "verbatim, same speaker",
            "missing: in no source",
        ]
        assert desk.said == "2 of 3 quotations need you"
        await desk.press("1", "5")
        assert desk.screen.side.tab == "checks"
        await desk.press("5")
        assert [row.check.is_fine for row in rows(desk)] == [False, False, True]


async def test_facts_are_listed_with_the_verdicts_and_ticked(draft: Session) -> None:
    file = Path(draft.article.source)
    file.write_text(
        "“We were not told,” Maria Ortiz said. The port counted 34 ferries a day in the harbour of Leith.\n"
    )
    (file.parent / "vote.md").write_text(VOTE + "\nThe port of Leith counted 43 ferries a day in the harbour.\n")
    counted = Session(open_source(str(file)), draft.paths)
    counted.checks = (str(file.parent / "vote.md"),)
    async with opened(counted, (120, 40)) as desk:

        def facts() -> list[FactRow]:
            return [row for row in desk.screen.side.list.rows if isinstance(row, FactRow)]

        await until_async(lambda: desk.screen.side.counts.get("checks") == 1)
        await desk.press("5")
        await until_async(lambda: bool(facts()))
        ferries = next(row for row in facts() if row.check.text == "34")
        assert ferries.check.verdict == "figure “34”: the source has “43”"
        await desk.press("J")
        panes = desk.screen.panes
        await until_async(lambda: panes.arrangement.passage is not None and panes.passage.size.height > 0)
        head, sentence, *_, ticking, _ = (strip.text for strip in panes.passage.strips(0, panes.passage.size.height))
        assert "vote.md" in head or "Vote" in head
        assert "The port of Leith counted 43 ferries a day" in sentence
        assert "p checked by you" in ticking
        await desk.press("p")
        await until_async(lambda: panes.arrangement.passage is None)
        await until_async(lambda: any(row.accepted for row in facts()))
        ticked = next(row for row in facts() if row.accepted)
        assert (ticked.check, ticked.lines(80)[0][0][0]) == (ferries.check, "☑ ")


async def test_the_margin_tells_the_verdicts_beside_their_lines(draft: Session) -> None:
    async with checked(draft, (172, 40)) as desk:
        cards = desk.screen.panes.margin
        await until_async(lambda: any("altered" in strip.text for strip in cards.strips(0, cards.size.height)))
        told = [row for strip in cards.strips(0, cards.size.height) if (row := strip.text.strip())]
        verdicts = [row[3:] for row in told if row[1:3] == "─ "]
        assert verdicts == ["✗ altered, same speaker", "✓ verbatim, same speaker", "✗ missing: in no source"]


async def test_a_text_is_corrected_at_its_lines(draft: Session) -> None:
    file = Path(draft.article.source)
    async with opened(draft, (100, 30)) as desk:
        await desk.press("C")
        await until_async(lambda: desk.under_caret.startswith("We were told"))
        assert desk.screen.panes.wishes.beside == "margin"
        assert desk.screen.place == "verdict"
        await desk.press("F")
        await until_async(lambda: "not told" in file.read_text())
        await until_async(lambda: desk.under_caret.startswith("Nobody ever"))
        await desk.press("p", "K")
        await until_async(lambda: desk.under_caret.startswith("The budget"))
        assert [row.accepted != "" for row in rows(desk)] == [False, False, True]
        await desk.press("enter")
        await until_async(lambda: desk.pilot.app.screen is not desk.screen)
        await desk.press("backspace")
        await until_async(lambda: desk.pilot.app.screen is desk.screen)
        await desk.press("5", "escape")
        assert desk.screen.panes.wishes.beside == "margin", "the lists were opened over it"
        await desk.press("Z", "Z")
        assert desk.screen.panes.wishes.beside == "side pane"


async def test_moving_in_the_list_shows_the_quotation(draft: Session) -> None:
    async with checked(draft) as desk:
        await desk.press("j")
        span = rows(desk)[1].span
        assert desk.screen.article.painter.layers["current"].spans == [span]


async def test_enter_goes_to_the_source_and_back_returns_to_the_list(draft: Session) -> None:
    async with checked(draft) as desk:
        app = desk.pilot.app
        await desk.press("enter")
        await until_async(lambda: app.screen is not desk.screen and isinstance(app.screen, ReadingScreen))
        source = app.screen
        assert isinstance(source, ReadingScreen)
        await until_async(lambda: source.query("#side"))
        assert source.session.article.title == "The Harbour Vote"
        assert source.session.article.text[source.article.caret.offset :].startswith("We were not told")
        await desk.press("backspace")
        await until_async(lambda: app.screen is desk.screen)
        assert len(rows(desk)) == 3
        assert desk.screen.panes.in_side


async def test_a_missing_quotation_is_shown_in_the_text(draft: Session) -> None:
    async with checked(draft) as desk:
        await desk.press("j", "j", "enter")
        assert desk.under_caret.startswith("Nobody ever counted")


async def test_a_note_on_a_quotation(draft: Session) -> None:
    async with checked(draft) as desk:
        await desk.press("a")
        await until_async(lambda: isinstance(desk.pilot.app.screen, NoteDialog))
        await desk.type("ask her")
        await desk.press("ctrl+s")
        (note,) = desk.session.notes
        assert note.span == rows(desk)[0].span


async def test_a_quotation_is_put_right_in_its_file_and_taken_back(draft: Session) -> None:
    file = Path(draft.article.source)
    async with checked(draft, (60, 24)) as desk:
        await desk.press("F")
        await until_async(lambda: isinstance(desk.pilot.app.screen, QuestionDialog))
        told = desk.pilot.app.screen.query_one("#answer-words", Static).content
        assert str(told) == (
            "– “We were told until Friday,” Maria Ortiz said.\n+ “We were not told until Friday,” Maria Ortiz said."
        )
        await desk.press("n")
        assert file.read_text() == DRAFT
        await desk.press("F")
        await until_async(lambda: isinstance(desk.pilot.app.screen, QuestionDialog))
        await desk.press("y")
        await until_async(lambda: sum(row.check.is_fine for row in rows(desk)) == 2)
        assert file.read_text() == DRAFT.replace("We were told", "We were not told")
        await desk.press("U")
        await until_async(lambda: sum(row.check.is_fine for row in rows(desk)) == 1)
        assert file.read_text() == DRAFT


TOLD = """The harbour was the matter on Monday.

“I would never say that the harbour should close,” said Senator Ann Lee. “My opponent said “it is full” of a boat.”
"""

TORN = """The senator spoke.

“The harbour should close,” said Senator Ann Lee.

Nobody spoke of the boats.
"""


@pytest.mark.parametrize(
    ("size", "cut_off"),
    [((172, 40), "“I would never say that the"), ((80, 24), "“»I would never say that« the")],
    ids=["wide", "narrow, without colour"],
)
async def test_the_source_of_a_torn_quotation_stands_below_the_text(
    tmp_path: Path, paths: UserPaths, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], cut_off: str
) -> None:
    if "»" in cut_off:
        monkeypatch.setenv("NO_COLOR", "1")
    for name, text in (("told.md", TOLD), ("torn.md", TORN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    Session(open_source(str(tmp_path / "told.md")), paths).record_opening()
    keep_answer(tmp_path, paths.state, False)
    async with opened(Session(open_source(str(tmp_path / "torn.md")), paths), size) as desk:
        panes = desk.screen.panes
        height = desk.screen.article.size.height
        await desk.press("C")
        await until_async(lambda: panes.arrangement.passage is not None and panes.passage.size.height > 0)
        await desk.settle()
        told = [strip.text for strip in panes.passage.strips(0, panes.passage.size.height)]
        assert told[0].startswith("╭─ The harbour was the matter on")
        assert "¶ 2 ──" in told[0]
        assert "Ann Lee" in told[0]
        assert f"{cut_off} harbour should close,”" in " ".join(told)
        assert told[-2].strip("│ ") == "F writes  I would never say that the harbour should close,"
        assert {cells_of(row) for row in told} == {panes.passage.size.width}
        assert desk.screen.article.size.height == height - panes.passage.size.height
        assert panes.margin.remark == "1 ✗"
        await desk.press("right_curly_bracket")
        assert panes.arrangement.passage is None
        assert desk.screen.article.size.height == height
        await desk.press("K", "F")
        await until_async(
            lambda: (
                "“I would never say that the harbour should close,” said"
                in Path(desk.session.article.source).read_text()
            )
        )
        await until_async(lambda: panes.margin.remark == "1 ✓")
        assert panes.arrangement.passage is None


async def test_what_is_too_long_to_be_shown_is_asked_about_and_a_wider_terminal_shows_it(draft: Session) -> None:
    file = Path(draft.article.source)
    longer = "We were told until Friday, and then " + "until every other Friday of the year, " * 9 + "of nothing"
    file.write_text(DRAFT.replace("We were told until Friday", longer), encoding="utf-8")
    vote = file.parent / "vote.md"
    vote.write_text(VOTE.replace("told until Friday", longer[8:].replace("told", "told at all")), encoding="utf-8")
    Session(open_source(str(vote)), draft.paths).record_opening()
    session = Session(open_source(str(file)), draft.paths)
    async with opened(session, (80, 16)) as desk:
        panes = desk.screen.panes
        await desk.press("C")
        await until_async(lambda: panes.arrangement.passage is not None and panes.passage.size.height > 0)
        assert not panes.shows_what_is_written
        before = file.read_text()
        await desk.press("F")
        await until_async(lambda: isinstance(desk.pilot.app.screen, QuestionDialog))
        await desk.press("n")
        assert file.read_text() == before
        await desk.pilot.resize_terminal(172, 40)
        await until_async(lambda: panes.shows_what_is_written)


async def test_nothing_is_written_while_the_new_text_is_checked(
    tmp_path: Path, draft: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "said.md"
    file.write_text("“The budget was clear to everybody,” Maria Ortiz said.\n\n" + DRAFT, encoding="utf-8")
    may_go_on = asyncio.Event()
    may_go_on.set()

    async def waits(*asked: Any) -> AsyncGenerator[str | QuotationCheck]:
        await may_go_on.wait()
        async for event in run_checks(*asked):
            yield event

    monkeypatch.setattr(verdicts, "run_checks", waits)
    async with opened(Session(open_source(str(file)), draft.paths), (172, 40)) as desk:
        await desk.press("C")
        await until_async(lambda: desk.screen.panes.shows_what_is_written)
        may_go_on.clear()
        await desk.press("F")
        await until_async(
            lambda: "“The budget was clear to everybody,” Tom Ray said.\n\n“" in desk.session.article.text
        )
        written = file.read_text(encoding="utf-8")
        await desk.press("F", "p")
        assert not rows(desk)
        may_go_on.set()
        await until_async(lambda: bool(rows(desk)))
        assert file.read_text(encoding="utf-8") == written
        assert not accepted_checks(desk.session.analysis_state.corrections)


async def test_a_link_is_put_right_and_the_text_is_checked_again(draft: Session, tmp_path: Path) -> None:
    file = tmp_path / "linked.md"
    (tmp_path / "other.md").write_text("# Another\n\nIt rained all day in Leith.\n", encoding="utf-8")
    text = "“The budget was clear to everybody,” Tom Ray said ([here](other.md)).\n"
    file.write_text(text, encoding="utf-8")
    session = Session(open_source(str(file)), draft.paths)
    session.checks = (str(tmp_path / "vote.md"), str(tmp_path / "other.md"))
    async with opened(session, (120, 40)) as desk:
        await until_async(lambda: [row.check.is_fine for row in rows(desk)] == [False])
        await desk.press("F")
        await until_async(lambda: [row.check.is_fine for row in rows(desk)] == [True])
        assert file.read_text() == text.replace("other.md", "vote.md")
        file.write_text(text + "\nMore.\n", encoding="utf-8")
        await desk.press("U")
        await until_async(lambda: "linked.md has changed since" in desk.said)
        await desk.press("r")
        await until_async(lambda: "More." in desk.session.article.text)
        await desk.press("U")
        await until_async(lambda: "nothing to undo" in desk.said)
        assert file.read_text() == text + "\nMore.\n"


async def test_a_file_that_has_changed_since_is_not_written(draft: Session) -> None:
    file = Path(draft.article.source)
    async with checked(draft) as desk:
        await desk.press("j", "j", "F")
        await until_async(lambda: "no source has these words" in desk.said)
        assert not desk.screen.status.complains, "it is of this quotation alone"
        await desk.press("k", "k")
        file.write_text(DRAFT + "\nMore.\n")
        await desk.press("F")
        await until_async(lambda: "has changed since it was read" in desk.said)
        assert file.read_text() == DRAFT + "\nMore.\n"


async def test_a_verdict_is_accepted_kept_and_taken_back(draft: Session) -> None:
    async with checked(draft) as desk:
        await desk.press("p")
        await until_async(lambda: rows(desk)[0].accepted)
        assert desk.said.startswith("checked by you, today")
        again = Session(draft.article, draft.paths)
        again.load_notes()
        assert list(accepted_checks(again.analysis_state.corrections)) == [rows(desk)[0].span]
        await desk.press("p")
        await until_async(lambda: "already" in desk.said)
        await desk.press("U")
        await until_async(lambda: not rows(desk)[0].accepted)
        await desk.press("ctrl+y")
        await until_async(lambda: rows(desk)[0].accepted)


async def test_verify_opens_the_draft_with_its_checks(
    draft: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a child process, whose message comes after those of the start."""
    monkeypatch.setattr(check_client, "Worker", Worker)
    monkeypatch.setattr(check_client, "stream", stream)
    draft.checks = (str(tmp_path / "vote.md"), str(tmp_path / "missing.md"))
    async with opened(draft) as desk:
        await until_async(lambda: desk.screen.side.counts.get("checks") == 3)
        assert desk.screen.side.tab == "checks"
        await until_async(lambda: "missing.md" in desk.said)


async def test_before_a_check_the_tab_says_how(draft: Session) -> None:
    async with opened(draft) as desk:
        await desk.press("5")
        assert desk.screen.side.tab == "checks"
        assert not rows(desk)


async def test_a_draft_without_quotations(tmp_path: Path, paths: UserPaths) -> None:
    (tmp_path / "plain.md").write_text("Nothing is quoted here.\n", encoding="utf-8")
    async with opened(Session(open_source(str(tmp_path / "plain.md")), paths)) as desk:
        await desk.press("C")
        await until_async(lambda: desk.said == "no quotations to check")


async def test_a_changed_text_drops_its_verdicts(draft: Session) -> None:
    async with checked(draft) as desk:
        Path(draft.article.source).write_text(DRAFT.replace("Leith", "Fife"), encoding="utf-8")
        await desk.press("r")
        await until_async(lambda: not rows(desk))


async def test_a_source_that_is_gone_is_told(draft: Session, tmp_path: Path) -> None:
    async with checked(draft) as desk:
        (tmp_path / "vote.md").unlink()
        await desk.press("enter")
        await until_async(lambda: "vote.md" in desk.said)


async def test_a_source_from_standard_input_is_opened_with_its_kept_text(tmp_path: Path, paths: UserPaths) -> None:
    Session(read_plain("The Vote\n\n“A harbour is a promise,” said Tom Ray.\n"), paths).record_opening()
    (tmp_path / "draft.md").write_text("“A harbour is a promise,” said Tom Ray.\n", encoding="utf-8")
    async with opened(Session(open_source(str(tmp_path / "draft.md")), paths)) as desk:
        await desk.press("C")
        await until_async(lambda: desk.screen.side.counts.get("checks") == 1)
        await desk.press("enter")
        await until_async(lambda: desk.pilot.app.screen is not desk.screen)
        top = desk.pilot.app.screen
        assert isinstance(top, ReadingScreen)
        assert top.session.article.title == "The Vote"


async def test_a_check_that_fails_says_why(draft: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> AsyncGenerator[str, None]:
        yield "reading"
        raise AnalysisError("the disk is full")

    monkeypatch.setattr(verdicts, "run_checks", fail)
    async with opened(draft) as desk:
        await desk.press("C")
        await until_async(lambda: desk.said == "the disk is full")
        assert not rows(desk)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_in_terminals_of_any_size(draft: Session, size: tuple[int, int]) -> None:
    async with checked(draft, size) as desk:
        assert len(rows(desk)) == 3


async def test_the_folder_of_a_draft_is_asked_about_once(tmp_path: Path, paths: UserPaths) -> None:
    for name, text in (("vote.md", VOTE), ("draft.md", DRAFT)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    async def check(answer: str) -> list[str]:
        draft = Session(open_source(str(tmp_path / "draft.md")), paths)
        async with opened(draft) as desk:
            await desk.press("C")
            if answer:
                await until_async(lambda: isinstance(desk.pilot.app.screen, QuestionDialog))
                await desk.press(answer)
            if answer == "escape":
                await until_async(lambda: desk.said == "not checked")
                return []
            await until_async(lambda: desk.screen.side.counts.get("checks") == 3)
            return [row.check.words for row in rows(desk)]

    assert await check("escape") == []
    assert await check("y") == ["altered", "verbatim", "missing"], "the library does not have the source"
    assert await check("") == ["altered", "verbatim", "missing"], "not asked again"
    keep_answer(tmp_path, paths.state, False)
    assert await check("") == ["missing"] * 3


def test_a_draft_in_a_dossier_is_not_asked_about(tmp_path: Path, paths: UserPaths, draft: Session) -> None:
    (tmp_path / "more").mkdir()
    for name in ("a.md", "b.md", "c.svg"):
        (tmp_path / "more" / name).write_text(DRAFT, encoding="utf-8")
    session = Session(open_source(str(tmp_path / "more" / "a.md")), paths)
    found = folder_to_ask_about(session.library, session.article, paths.state)
    assert found is not None
    assert found[1] == 1
    session.record_opening()
    put_in_dossier(session.library, "Quay", {session.article_id: "draft"})
    assert folder_to_ask_about(session.library, session.article, paths.state) is None
    typed = read_plain("“Yes,” she said.")
    assert folder_to_ask_about(session.library, typed, paths.state) is None
