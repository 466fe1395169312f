"""The application: its theme, its help, the tour, and the colours of the terminal."""

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.css.model import RuleSet
from textual.css.parse import parse as textual_parse
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.strip import Strip

from reader.session.session import Session
from reader.tui import app as app_module
from reader.tui.app import ReaderApp, cuts_wrongly, mend_cuts, terminal_colours
from reader.tui.dialogs import Box
from reader.tui.dialogs.help import HelpDialog
from tests.page_object import opened
from tests.stories.screen_fuzz import SIGNS
from tests.waiting import until_async


async def test_a_theme_that_cannot_be_saved_is_shown_all_the_same(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(app_module, "save_appearance", fail)
    async with opened(session) as desk:
        desk.pilot.app.theme = "paper"
        await desk.settle()
        assert desk.pilot.app.theme == "paper"
        assert desk.said == "cannot save the theme: No space left on device"


async def test_another_driver_is_said_to_read_pastes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    async with opened(session) as desk:
        await until_async(lambda: desk.said == "TEXTUAL_DRIVER is set: pasted text may press keys")


async def test_the_key_that_shows_the_help_closes_it(session: Session) -> None:
    async with opened(session) as desk:
        await desk.press("question_mark")
        assert isinstance(desk.pilot.app.screen, HelpDialog)
        await desk.press("question_mark")
        assert desk.pilot.app.screen_stack == [desk.screen]


async def test_a_dialog_adds_its_style_sheets_without_parsing_the_others_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = []

    def parse(scope: str, css: str, read_from: tuple[str, str], *args: Any, **given: Any) -> Iterable[RuleSet]:
        parsed.append(read_from)
        return textual_parse(scope, css, read_from, *args, **given)

    monkeypatch.setattr("textual.css.stylesheet.parse", parse)
    async with opened(session) as desk:
        await desk.press("question_mark")
        assert desk.pilot.app.screen.query_one(Box).styles.padding.left == 1  # by a sheet that only dialogs have
    ours = [path for path, _ in parsed if path.endswith(".tcss")]
    assert len(ours) == len(set(ours)) > 5


async def test_the_styles_of_each_widget_are_applied_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    applied: Counter[str] = Counter()

    def apply(self: Stylesheet, node: DOMNode, **given: Any) -> None:
        applied[type(node).__name__] += 1
        textual_apply(self, node, **given)

    textual_apply = Stylesheet.apply
    monkeypatch.setattr(Stylesheet, "apply", apply)
    async with opened(session):
        assert {applied[name] for name in ("ReadingScreen", "ArticlePane", "Footer", "TabLine", "RowList")} == {1}


async def test_the_tour_needs_a_terminal_that_can_be_suspended(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session) as desk:
        app = desk.pilot.app
        assert isinstance(app, ReaderApp)
        app.action_tour()
        await desk.settle()
        assert desk.said == "cannot suspend the screen here; run `reader tour` in a terminal"
        app.end_tour()
        await desk.settle()
        assert desk.said == "back from the tour; nothing was saved"


@pytest.mark.parametrize(("term", "colours"), [("dumb", "none"), ("xterm-256color", "many")])
def test_a_terminal_without_colours_gets_none(monkeypatch: pytest.MonkeyPatch, term: str, colours: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.delenv("NO_COLOR")  # restored afterwards, whatever is set in between
    assert terminal_colours() == colours
    assert ("NO_COLOR" in os.environ) == (colours == "none")


texts = st.lists(st.sampled_from([*SIGNS, " ", "words", "日本"]), min_size=2, max_size=6).map("".join)


@given(texts, st.data())
def test_the_parts_of_a_row_have_the_widths_that_were_asked_for(text: str, data: st.DataObject) -> None:
    mend_cuts()
    width = cell_len(text)
    cut = data.draw(st.integers(1, width - 1))
    parts = Strip([Segment(text)]).divide([cut, width])
    assert [cell_len(part.text) for part in parts] == [cut, width - cut]


def test_a_mend_is_made_once() -> None:
    mend_cuts()
    assert not cuts_wrongly()
