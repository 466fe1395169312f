"""The command router: layers, modes, and a handler for every command that is offered."""

from functools import partial

import pytest

from reader.annotations.notes import Note
from reader.config.commands import COMMANDS, SCREENS
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.command_router import CommandRouter, CommandScreen, Handlers, Mode, always
from tests.page_object import Desk, opened, plain, work_is_done

TEXT = "One stands here. Two stands there.\n\nThree is last.\n"


class Recorder:
    """Handlers that record which of them ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def handlers(self, layer: str, *commands: str, enabled: bool = True) -> Handlers:
        return {each: (partial(self.ran.append, f"{layer} {each}"), lambda: enabled) for each in commands}


def run(router: CommandRouter, command: str) -> None:
    found = router.find(command)
    assert found is not None
    found[0]()


def test_the_last_active_layer_handles_a_command() -> None:
    recorder, router, active = Recorder(), CommandRouter(), [True]
    router.add(recorder.handlers("below", "open", "quit"))
    router.add(recorder.handlers("above", "open"), lambda: active[0])
    run(router, "open")
    run(router, "quit")
    active[0] = False
    run(router, "open")
    assert recorder.ran == ["above open", "below quit", "below open"]
    assert router.find("undo") is None
    assert not router.enabled("undo")


def test_a_mode_wins_over_all_layers_until_it_is_left() -> None:
    recorder, router = Recorder(), CommandRouter()
    one, other = (Mode("text", recorder.handlers(name, "open")) for name in ("one", "other"))
    router.enter(one)
    router.enter(other)
    router.add(recorder.handlers("layer", "open", enabled=False))
    run(router, "open")
    assert router.modes == (one, other)
    router.leave(other)
    router.leave(other)
    run(router, "open")
    router.leave(one)
    assert not router.enabled("open")
    run(router, "open")
    assert recorder.ran == ["other open", "one open", "layer open"]


def test_a_disabled_command_still_has_a_handler() -> None:
    router = CommandRouter()
    router.add({"undo": (lambda: None, lambda: False), "redo": (lambda: None, always)})
    assert router.find("undo") is not None
    assert [router.enabled(command) for command in ("undo", "redo")] == [False, True]


def handled(screen: CommandScreen, scopes: tuple[str, ...]) -> None:
    """Assert that a screen handles the commands of its scopes, and no others."""
    for command in COMMANDS:
        has = screen.router.find(command.id) is not None
        assert has == bool(set(command.scopes) & set(scopes)), command


@pytest.mark.parametrize("keys", [(), ("1",)], ids=["text", "list"])
async def test_the_reading_screen_handles_all_its_commands(paths: UserPaths, keys: tuple[str, ...]) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press(*keys)
        handled(desk.screen, SCREENS[0])


@pytest.mark.parametrize(("key", "scopes"), [("", SCREENS[1]), ("s", SCREENS[2])], ids=["library", "search"])
async def test_the_library_screens_handle_all_their_commands(
    paths: UserPaths, key: str, scopes: tuple[str, ...]
) -> None:
    async with ReaderApp(paths).run_test() as pilot:
        await work_is_done(pilot.app)
        await pilot.press(*filter(None, [key]))
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, CommandScreen)
        assert scopes[0] == screen.SCOPE
        handled(screen, scopes)


# ---------------------------------------------------------------------- what is open


async def highlighted(desk: Desk) -> Note:
    await desk.press("H")
    (note,) = desk.session.notes
    return note


async def test_help_over_a_note_leaves_its_draft(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("half")
        await desk.press("f1")
        await desk.press("f1", "escape")
        assert [draft.text for draft in desk.screen.drafts.all] == ["half"]


@pytest.mark.parametrize(("key", "mode"), [("R", "choosing"), ("f", "fitting")])
async def test_escape_leaves_the_topmost_mode_first(paths: UserPaths, key: str, mode: str) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await highlighted(desk)
        await desk.press(key, "slash")
        assert desk.modes == [mode, "searching"]
        assert desk.screen.place == "searching"
        await desk.press("escape")
        assert (desk.modes, desk.screen.place) == ([mode], mode)
        await desk.press("escape")
        assert desk.modes == []


async def test_only_one_note_is_relinked_at_a_time(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await highlighted(desk)
        await desk.press("R", "f")
        assert desk.modes == ["fitting"]
        await desk.press("R")
        assert desk.modes == ["choosing"]
        assert desk.selected == ""
