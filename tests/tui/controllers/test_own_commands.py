"""The user's own commands on the screen: run on the passage, stopped by Esc, their answers read and noted."""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Static, TextArea

from reader.config import user_config
from reader.config.own_commands import OwnCommand
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.tui import command_router
from reader.tui.command_router import bindings_of
from reader.tui.controllers import own_commands as runner
from reader.tui.dialogs.words import AnswerDialog
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

SAID = "The Harbour Vote\n\nOrtiz said: “We were not told until Friday.” Nobody answered."

Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Configures commands that run code of Python."""

    def with_commands(**codes: str) -> None:
        own = [
            OwnCommand(name, (sys.executable, "-I", "-S", "-c", f"import os, sys, time\n{code}"))
            for name, code in codes.items()
        ]
        config = replace(
            user_config(), own_commands=tuple(own), commands=(*user_config().commands, *(each.row for each in own))
        )
        for module in (runner, command_router):
            monkeypatch.setattr(module, "user_config", lambda: config)

    return with_commands


async def ask(desk: Desk, name: str) -> None:
    """Run a command, as the palette and keys do."""
    await desk.screen.action_run(name)


async def answer(desk: Desk) -> str:
    """Return the answer in the box, once it is there."""
    await until_async(lambda: isinstance(desk.pilot.app.screen, AnswerDialog))
    await desk.settle()
    return str(desk.pilot.app.screen.query_one("#answer-words", Static).render())


async def test_the_answer_is_shown_and_the_words_are_the_selection(paths: UserPaths, configure: Configure) -> None:
    configure(upper="print(sys.stdin.read().upper(), os.environ['READER_TITLE'], os.environ['READER_SOURCE'])")
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("v", "right", "right", "right")
        await ask(desk, "upper")
        assert (await answer(desk)).split("\n") == ["THE", f" {desk.session.article.title} -"]
        await desk.press("escape")
        assert not isinstance(desk.pilot.app.screen, AnswerDialog)


async def test_the_answer_becomes_a_note_below_a_draft(paths: UserPaths, configure: Configure) -> None:
    configure(shout="print('A told secret.')")
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("a")
        await desk.type("Mine.")
        await desk.press("escape")
        await ask(desk, "shout")
        await answer(desk)
        await desk.press("a")
        await until_async(lambda: desk.pilot.app.screen.query(TextArea))
        assert desk.pilot.app.screen.query_one(TextArea).text == "Mine.\n\nA told secret."
        await desk.press("ctrl+s")
        await until_async(lambda: [note.text for note in desk.session.notes] == ["Mine.\n\nA told secret."])
        assert desk.session.notes[0].anchor is not None


async def test_esc_stops_the_program_and_keys_are_obeyed_meanwhile(paths: UserPaths, configure: Configure) -> None:
    configure(slow="time.sleep(600)")
    async with opened(plain(SAID, paths)) as desk:
        await ask(desk, "slow")
        await until_async(lambda: desk.said == "slow is running · Esc: stop")
        before = desk.screen.article.caret.offset
        await desk.press("right")
        assert desk.screen.article.caret.offset == before + 1
        await ask(desk, "slow")
        assert desk.said == "slow is still running · Esc: stop"
        await desk.press("escape")
        await until_async(lambda: desk.said == "slow: stopped")


async def test_a_failure_is_one_line_of_the_footer(paths: UserPaths, configure: Configure) -> None:
    configure(bad="sys.exit('no such word')")
    async with opened(plain(SAID, paths)) as desk:
        await ask(desk, "bad")
        await until_async(lambda: desk.said == "bad: exit code 1: no such word")


async def test_an_answer_is_read_and_copied_whatever_it_is(paths: UserPaths, configure: Configure) -> None:
    configure(odd=r"print('[/oops] \x1b[1m' + '\n' * 40 + 'end'); sys.exit(2)")
    async with opened(plain(SAID, paths), (40, 12)) as desk:
        await ask(desk, "odd")
        assert (await answer(desk)).startswith("[/oops] ␛[1m")
        assert "exit code 2" in str(desk.pilot.app.screen.query_one("#answer-remark", Static).render())
        await desk.press("G", "y")
        assert desk.pilot.app.clipboard.endswith("end")


def test_a_key_runs_it(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    row = OwnCommand("dict", ("dict",)).row._replace(keys=("f5",))
    config = replace(user_config(), commands=(*user_config().commands, row))
    monkeypatch.setattr(command_router, "user_config", lambda: config)
    assert "f5" in [getattr(binding, "key", "") for binding in bindings_of("screen")]
    assert "f5" not in [getattr(binding, "key", "") for binding in bindings_of("article")]


def test_the_speaker_of_the_words_is_told(paths: UserPaths) -> None:
    session: Session = plain(SAID, paths)
    span = session.article_notes.find_passage("not told")
    assert runner.describe_passage(session, span)["READER_SPEAKER"] == ""
    assert session.analysis_state.analysis
    assert runner.describe_passage(session, span)["READER_SPEAKER"] == "Ortiz"


async def test_a_program_is_not_given_what_is_off_the_record(paths: UserPaths, configure: Configure) -> None:
    configure(upper="print(sys.stdin.read().upper())")
    session = plain(SAID, paths)
    session.record_opening()
    session.article_notes.annotate(None, "", ["embargo/2999-01-01"])
    async with opened(session) as desk:
        await ask(desk, "upper")
        assert desk.said == "not given to upper: the passage is embargoed until 1 January 2999"
        assert not isinstance(desk.pilot.app.screen, AnswerDialog)
