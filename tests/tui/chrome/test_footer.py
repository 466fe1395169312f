"""The footer: keys, messages and work in progress in one line of any width."""

import asyncio
from itertools import product

import pytest

from reader.config import user_config
from reader.config.contexts import CONTEXTS
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.system.paths import UserPaths, config_file
from reader.text.width import cells_of
from reader.tui.chrome.footer_plan import footer_keys, plan_footer
from reader.tui.dialogs.note import NoteDialog
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

SAID = "# A\n\nAnn Lee said: “We go,” and left.\n\nTom Ray said: “We stay.”\n"

WIDTHS = (2, 5, 12, 20, 30, 40, 60, 80, 120)

MESSAGES = ("", "saved", "the library cannot be written: no space left on the device")

WORK = ("", "finding names and quotes … 36%")


def write_config(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, encoding="utf-8")
    user_config.cache_clear()


def line_of(desk: Desk) -> str:
    return desk.screen.status.render_line(0).text


@pytest.mark.parametrize("width", WIDTHS)
async def test_keys_give_way_and_nothing_is_cut_unmarked(width: int, paths: UserPaths) -> None:
    async with opened(plain("The words are here. " * 9, paths), (width, 24)) as desk:
        status = desk.screen.status
        whole = {f"{key.key} {key.label}" for key in footer_keys(CONTEXTS["text"])}
        for message, work in product(MESSAGES, WORK):
            status.say(message)
            status.work("analysis", work)
            line = line_of(desk)
            assert cells_of(line) == width
            assert width < 12 or "?" in line
            right = line.rstrip().rpartition("  ")[2]
            if message and width >= 12:
                assert message in line or line.rstrip().endswith(("…", work or "…"))
            elif work and width >= 60:
                assert right.endswith("%")
            shown = [part.strip() for part in line.split("  ") if part.strip()]
            keys = [part for part in shown if part[:1] in "aHv/wL:?" and part[1:2] in (" ", "")]
            assert all(part in whole or part == "?" for part in keys)


async def test_an_error_is_whole_where_the_keys_can_give_way(paths: UserPaths) -> None:
    async with opened(plain("Words.", paths), (80, 24)) as desk:
        desk.screen.status.complain(MESSAGES[2])
        assert line_of(desk).split("  ")[:2] == [" a Note", "? Help"]
        assert line_of(desk).rstrip().endswith(MESSAGES[2])


def test_a_message_is_cut_where_it_would_hide_what_is_asked() -> None:
    asked, said = "2 of 15  1 Ann Lee  2 Tom Ray", "“The bridge is closed,” said by Ann Lee"
    plan = plan_footer(60, asked, footer_keys(CONTEXTS["text"]), [said], has_message=True)
    assert (plan.lead, plan.right[-1]) == (asked, "…")
    assert plan.cells <= 60


async def test_it_shows_what_would_do_something_here(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths), (120, 24)) as desk:
        assert "a Note  H Highlight  v Select  / Find" in line_of(desk)
        assert "Why" not in line_of(desk)
        desk.screen.article.go(desk.session.article.text.index("We go"))
        await desk.settle()
        assert "w Why" in line_of(desk)
        assert "Edit note" not in line_of(desk)
        await desk.press("H")
        assert "e Edit note" in line_of(desk)
        await desk.press("v", "W", "W")
        assert line_of(desk).startswith(" 2 words · a Note · H Highlight · t Tag · y Copy")
        await desk.press("escape", "2")
        assert line_of(desk).startswith(" Enter Go to  w Why  a Note")
        await desk.press("ampersand")
        assert line_of(desk).startswith(" Enter Into the list  Esc Clear  ")


async def test_it_tells_of_the_quotes_beside_all_keys_and_under_no_message(paths: UserPaths) -> None:
    async with opened(Session(open_source("seeds/xi-jinping-moscow-visit.txt"), paths), (120, 24)) as desk:
        keys = line_of(desk)[:70]
        assert line_of(desk).rstrip().endswith("10 quotes · 1 in doubt")
        lines = ["".join(part.text for part in desk.screen.status.segments(width)) for width in range(60, 121)]
        told = [line for line in lines if "doubt" in line]
        assert lines[-len(told) :] == told
        assert told[0].rpartition("  10 quotes")[0] == line_of(desk).rpartition("10 quotes")[0].rstrip()
        desk.screen.status.say("saved")
        assert line_of(desk).rstrip().endswith("  saved")
        desk.screen.status.say("")
        await desk.pilot.resize_terminal(90, 24)
        await desk.settle()
        assert line_of(desk)[:70] == keys
        assert "quotes" not in line_of(desk)


async def test_a_click_on_a_key_runs_its_command(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        for at in (desk.screen.size.width - 2, line_of(desk).index("Note")):
            await desk.pilot.click("#footer", offset=(at, 0))
            await desk.settle()
        box = desk.pilot.app.screen
        assert isinstance(box, NoteDialog)
        assert not line_of(desk).strip()
        await desk.press("escape")
        assert "a Note" in line_of(desk)


async def test_it_shows_the_keys_of_the_user_and_no_command_without_one(paths: UserPaths) -> None:
    write_config('[keys]\nannotate = "ctrl+n"\nforward = []\nhighlight = []')
    async with opened(plain("Some words.", paths)) as desk:
        assert line_of(desk).startswith(" Ctrl-N Note  v Select")


async def test_a_setting_hides_the_keys_but_not_the_messages(paths: UserPaths) -> None:
    write_config("footer = false")
    async with opened(plain("Some words.", paths)) as desk:
        assert not line_of(desk).strip()
        desk.screen.status.say("saved")
        assert line_of(desk).strip() == "saved"


async def test_the_time_of_a_message_is_its_own(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of an earlier one with the same words does not end it."""
    over = asyncio.Event()
    async with opened(plain("The words are here.", paths)) as desk:
        status = desk.screen.status
        with monkeypatch.context() as patched:
            patched.setattr("reader.tui.chrome.footer.MESSAGE_SECONDS", 0.02)
            status.say("saved")
        status.say("saved")
        status.set_timer(0.05, over.set)
        await over.wait()
        assert status.message == "saved"
        with monkeypatch.context() as patched:
            patched.setattr("reader.tui.chrome.footer.MESSAGE_SECONDS", 0.02)
            status.say("copied")
        await until_async(lambda: not status.message)
