"""A note in the user's editor: its text is kept and the screen comes back, however the editor ends."""

import os
import pty
import shlex
import sys
import tty
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import Static, TextArea

from reader.errors import SessionError
from reader.system.paths import UserPaths
from reader.tui.dialogs import hint_content
from reader.tui.dialogs.note import NoteDialog
from reader.tui.widgets.note_rows import DraftRow
from tests.examples import in_turns
from tests.page_object import Desk, kept_drafts, only_note, opened, plain
from tests.stories.test_drafts import full_disk
from tests.waiting import until_async

TEXT = "One stands here. Two stands there.\n\nThree is last."

Editor = Callable[[str], str]
"""Makes a script the command of an editor; the file it edits is "$1"."""

FAILING = 'printf "a thousand words" > "$1"; exit 3'
"""An editor that writes and then fails."""

UNUSABLE = {
    "unbalanced": ("'", "$VISUAL is not a command (no closing quotation); set it to your editor"),
    "missing": (
        "no-such-editor -w",
        "cannot start no-such-editor (No such file or directory); set $VISUAL or $EDITOR to your editor",
    ),
    "failing": ("false", "false ended with 1; the note is as it was"),
    "killed": ("sh -c 'kill -9 $$'", "sh was ended by signal 9; the note is as it was"),
    "emptying": ("sh -c ': > \"$0\"; exit 1'", "sh ended with 1; the note is as it was"),
    "deleting": ("rm", "no text came from rm (No such file or directory); the note is as it was"),
}
"""Editors that return no text, and the message for each."""


def unusable(first: int) -> pytest.MarkDecorator:
    """Try these editors; in a quick run two tests take turns at them."""
    chosen = [*UNUSABLE][first % in_turns(2) :: in_turns(2)]
    return pytest.mark.parametrize(("command", "line"), [UNUSABLE[name] for name in chosen], ids=chosen)


@pytest.fixture
def screen_is(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A terminal that can be suspended; returns a log of suspending and resuming."""
    said: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(HeadlessDriver, "suspend_application_mode", lambda driver: said.append("away"))
    monkeypatch.setattr(HeadlessDriver, "resume_application_mode", lambda driver: said.append("back"))
    return said


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Return a function that makes a script the user's editor."""

    def made(script: str) -> str:
        path = tmp_path / "my editor"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("VISUAL", command := shlex.quote(str(path)))
        return command

    return made


async def noted(desk: Desk, text: str = "mine", tags: str = "kept") -> None:
    """A note on the first sentence, with the caret on it."""
    await desk.press("a")
    await desk.write(text, tags)


async def begin(desk: Desk, words: str) -> NoteDialog:
    """The note box, with words typed into it."""
    await desk.press("a")
    await desk.type(words)
    await desk.pilot.pause()
    return box_of(desk)


def box_of(desk: Desk) -> NoteDialog:
    box = desk.pilot.app.screen
    assert isinstance(box, NoteDialog)
    return box


def hint_of(box: NoteDialog) -> str:
    return str(box.query_one("#hint", Static).render())


def drafts(desk: Desk) -> list[str]:
    """The drafts that the next start would find."""
    return [draft.text for draft in kept_drafts(desk.session)]


# ---------------------------------------------------------------------- on a note


async def test_a_note_is_edited_outside_and_saved(paths: UserPaths, screen_is: list[str], editor: Editor) -> None:
    editor('printf ", and more\\n" >> "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("ctrl+e")
        note = only_note(desk.session)
        assert (note.text, note.tags) == ("mine, and more", ("kept",))
        assert (desk.said, screen_is) == ("saved", ["away", "back"])
        await desk.press("U")
        assert only_note(desk.session).text == "mine"


async def test_without_a_note_the_editor_is_not_opened(paths: UserPaths, screen_is: list[str], editor: Editor) -> None:
    editor('echo opened > "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("ctrl+e")
        assert (desk.session.notes, screen_is) == ((), [])
        assert desk.said.startswith("no note here")


async def test_a_blank_variable_names_no_editor(
    paths: UserPaths, screen_is: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor('echo "by EDITOR" > "$1"'))
    monkeypatch.setenv("VISUAL", " ")
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("ctrl+e")
        assert (only_note(desk.session).text, desk.said) == ("by EDITOR", "saved")
        monkeypatch.setenv("EDITOR", " ")
        monkeypatch.setenv("PATH", str(paths.state))
        await desk.press("ctrl+e")
        assert desk.said.startswith("cannot start vi (No such file or directory)")
        assert screen_is == ["away", "back"]


@unusable(0)
async def test_a_note_is_unchanged_if_the_editor_returns_no_text(
    command: str, line: str, paths: UserPaths, screen_is: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", command)
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("ctrl+e")
        assert (desk.said, only_note(desk.session).text) == (line, "mine")
        assert screen_is in (["away", "back"], [])
        assert drafts(desk) == []
        editor('printf "after all" > "$1"')
        await desk.press("ctrl+e")
        assert only_note(desk.session).text == "after all"


async def test_the_text_of_a_failing_editor_is_kept_as_a_draft(
    paths: UserPaths, screen_is: list[str], editor: Editor
) -> None:
    editor(FAILING)
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("ctrl+e")
        assert desk.said == "my editor ended with 3; what it wrote is kept as a draft"
        assert (only_note(desk.session).text, drafts(desk)) == ("mine", ["a thousand words"])
        assert screen_is == ["away", "back"]
        await desk.press("3")
        assert [row.text for row in desk.rows if isinstance(row, DraftRow)] == ["a thousand words"]
        await desk.press("escape", "e")
        assert (box_of(desk).text, box_of(desk).tags) == ("a thousand words", ["kept"])


async def test_the_next_editor_opens_that_draft(paths: UserPaths, screen_is: list[str], editor: Editor) -> None:
    editor(FAILING)
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        await desk.press("ctrl+e")
        editor('printf " and one" >> "$1"')
        await desk.press("ctrl+e")
        assert (only_note(desk.session).text, desk.said) == ("a thousand words and one", "saved")
        assert drafts(desk) == []


async def test_text_that_cannot_be_saved_is_kept_as_a_draft(
    paths: UserPaths, screen_is: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise SessionError("the disk is full")

    editor('printf "written" > "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        with monkeypatch.context() as patch:
            patch.setattr(desk.session.library, "save", full)
            await desk.press("ctrl+e")
        assert (desk.said, drafts(desk)) == ("the disk is full", ["written"])


async def test_text_that_can_be_kept_nowhere_is_in_the_note_box(
    paths: UserPaths, screen_is: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor('printf "written" > "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        await noted(desk)
        with monkeypatch.context() as patch:
            full_disk(patch)
            await desk.press("ctrl+e")
            await until_async(lambda: isinstance(desk.pilot.app.screen, NoteDialog))
            assert desk.said == "edited; the draft cannot be kept: No space left on device"
            await desk.pilot.pause()
            assert box_of(desk).text == "written"
            assert box_of(desk).keep_draft() == "No space left on device", "a signal would tell the words"
        await desk.press("ctrl+s")
        await until_async(lambda: only_note(desk.session).text == "written")


# ---------------------------------------------------------------------- in the note box


async def test_the_note_box_continues_with_the_text_of_the_editor(
    paths: UserPaths, screen_is: list[str], editor: Editor
) -> None:
    editor('printf " and written\\n" >> "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert (box.text, screen_is) == ("typed and written", ["away", "back"])
        assert hint_of(box) == hint_content(NoteDialog.HINT).plain
        assert desk.session.notes == ()
        await desk.press("ctrl+s")
        assert (only_note(desk.session).text, drafts(desk)) == ("typed and written", [])


async def test_typed_text_is_a_draft_while_the_editor_is_open(
    paths: UserPaths, screen_is: list[str], editor: Editor, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    editor(f"cat {shlex.quote(str(paths.state))}/*/*.json > {shlex.quote(str(seen))}")
    async with opened(plain(TEXT, paths)) as desk:
        await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert "typed" in seen.read_text()


@unusable(1)
async def test_typed_text_stays_in_the_box_if_the_editor_returns_no_text(
    command: str, line: str, paths: UserPaths, screen_is: list[str], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", command)
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert (hint_of(box), box.text, drafts(desk)) == (line, "typed", ["typed"])
        assert screen_is in (["away", "back"], [])
        await desk.type(" more")
        assert box.text == "typed more"
        editor('printf "!" >> "$1"')
        await desk.press("ctrl+e")
        assert (hint_of(box), box.text) == (hint_content(NoteDialog.HINT).plain, "typed more!")


async def test_the_text_of_a_failing_editor_is_in_the_box(
    paths: UserPaths, screen_is: list[str], editor: Editor
) -> None:
    editor(FAILING)
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert hint_of(box) == "my editor ended with 3; its text is here, not saved yet"
        assert (box.text, drafts(desk), screen_is) == ("a thousand words", ["a thousand words"], ["away", "back"])
        await desk.press("escape")
        assert desk.said == "not saved; the draft is kept"


async def test_a_terminal_that_cannot_be_suspended_is_reported(paths: UserPaths, editor: Editor) -> None:
    editor('echo opened > "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert hint_of(box) == "cannot suspend the screen here, so no editor can be opened"
        assert box.text == "typed"


async def test_text_from_an_editor_is_sanitized(paths: UserPaths, screen_is: list[str], editor: Editor) -> None:
    editor("""printf 'red \\033[31m\\r\\nbad \\377' > "$1" """)
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert box.query_one(TextArea).text == "red ␛[31m\nbad �"


# ---------------------------------------------------------------------- the terminal


async def test_an_interrupt_goes_to_the_editor_alone(paths: UserPaths, screen_is: list[str], editor: Editor) -> None:
    """Ctrl-C in a terminal goes to the editor and to the program that waits for it."""
    editor('kill -INT $PPID; printf "still here" > "$1"; kill -INT $$; printf "not heard" > "$1"')
    async with opened(plain(TEXT, paths)) as desk:
        box = await begin(desk, "typed")
        await desk.press("ctrl+e")
        assert hint_of(box) == "my editor was ended by signal 2; its text is here, not saved yet"
        assert box.text == "still here"


async def test_keys_typed_before_do_not_reach_the_editor(
    paths: UserPaths, screen_is: list[str], editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    hand, terminal = pty.openpty()
    tty.setraw(terminal)
    script.write_text(
        "import select, sys\n"
        f"waiting = select.select([open({os.ttyname(terminal)!r}, 'rb', buffering=0)], [], [], 0)[0]\n"
        "open(sys.argv[1], 'w').write('keys wait' if waiting else 'no key waits')\n"
    )
    editor(f'exec {shlex.quote(sys.executable)} {shlex.quote(str(script))} "$1"')
    with open(terminal) as stdin, open(hand, "wb", buffering=0) as keyboard:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        async with opened(plain(TEXT, paths)) as desk:
            box = await begin(desk, "typed")
            keyboard.write(b"dd:q!")
            await desk.press("ctrl+e")
            assert box.text == "no key waits"
