"""Keys typed ahead: whole stories in one burst, through the pilot and through a pseudo-terminal."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from textual.command import CommandPalette, Hits
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from reader.cli.context import CommandContext
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths, user_paths
from reader.tui import key_queue
from reader.tui.app import ReaderApp
from reader.tui.dialogs.correction import EntityDialog
from reader.tui.dialogs.help import HelpDialog
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.palette import Commands
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.terminal_driver import InputParser
from reader.tui.widgets.library_rows import ArticleRow
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.rows import NameRow
from tests.bench.terminal import Terminal
from tests.examples import in_turns
from tests.fixtures.forked_terminal import ForkedTerminal
from tests.fixtures.news_library import Shelf
from tests.page_object import Desk, opened, plain
from tests.waiting import until, until_async

TEXT = """The Harbour Vote

Maria Ortiz said on Monday: “We were not told until Friday.” The port of Leith closed.

In Mexico nobody was told. Leith and Mexico were far apart, said Maria Ortiz.

A last paragraph stands here.
"""

ESC, ENTER, SAVE, TAB = "\x1b", "\r", "\x13", "\t"

paces = pytest.mark.parametrize("pace", [0.0, 0.001, 0.005, 0.02][:: in_turns(2)])
"""Seconds between two keys; with 0 all of them are one write. A quick run tries every second one."""


async def type_ahead(desk: Desk, story: str, pace: float) -> None:
    """Type the keys of a story without waiting for their effects."""
    parser = InputParser()
    for part in story if pace else [story]:
        post(desk, parser.feed(part, monotonic()))
        await asyncio.sleep(pace)
    post(desk, parser.tick(monotonic() + 2))


def post(desk: Desk, events: Iterable[Message]) -> None:
    for event in events:
        event.set_sender(desk.pilot.app)
        desk.pilot.app.post_message(event)


def box(desk: Desk, kind: type[NoteDialog] | type[PromptDialog] | type[HelpDialog] | type[EntityDialog]) -> bool:
    return isinstance(desk.pilot.app.screen, kind)


def notes(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    return [(note.text, tuple(note.tags)) for note in desk.session.notes]


def closed(desk: Desk) -> bool:
    """Return whether the text has the keys again."""
    return desk.pilot.app.focused is desk.screen.article


def at_end(desk: Desk) -> bool:
    return desk.screen.article.caret.offset >= TEXT.rindex(".")


def typed(desk: Desk, selector: str) -> str:
    found = desk.pilot.app.screen.query(selector)
    return found.first(Input).value if found else ""


STORIES: dict[str, tuple[str, Callable[[Desk], object]]] = {
    "a note": (f"aHello #x{SAVE}", lambda desk: notes(desk) == [("Hello #x", ("x",))]),
    "three letters": (f"axyz{SAVE}", lambda desk: notes(desk) == [("xyz", ())]),
    "several lines": (f"aone{ENTER}two{SAVE}", lambda desk: notes(desk) == [("one\ntwo", ())]),
    "two notes": (
        f"aone{SAVE}GAtwo{SAVE}",
        lambda desk: sorted(notes(desk)) == [("one", ()), ("two", ())] and at_end(desk),
    ),
    "an edit": (f"aone{SAVE}e more{SAVE}", lambda desk: notes(desk) == [("one more", ())]),
    "another colour": ("HH", lambda desk: [note.color for note in desk.session.notes] == ["green"]),
    "a highlight taken back": ("HU", lambda desk: not desk.session.notes),
    "a highlight to be moved": ("HR", lambda desk: [mode.name for mode in desk.screen.router.modes] == ["choosing"]),
    "a tag": (f"tcity{ENTER}", lambda desk: notes(desk) == [("", ("city",))]),
    "a draft": (f"ahalf{ESC}j", lambda desk: closed(desk) and desk.screen.article.caret.offset > 0),
    "a search": (f"/Mexico{ENTER}", lambda desk: closed(desk) and desk.under_caret.startswith("Mexico nobody")),
    "the next hit": (f"/Mexico{ENTER}n", lambda desk: desk.under_caret.startswith("Mexico were")),
    "a search left": (f"/Mexico{ESC}G", lambda desk: closed(desk) and at_end(desk)),
    "a note on a hit": (
        f"/Mexico{ENTER}naFar{SAVE}",
        lambda desk: (
            [note.span.of(desk.session.article.text) for note in desk.session.notes if note.span]
            == ["Leith and Mexico were far apart, said Maria Ortiz."]
        ),
    ),
    "a mark": ("mxG'x", lambda desk: desk.under_caret.startswith("The Harbour")),
    "no mark": (f"Gm{ESC}g", lambda desk: desk.under_caret.startswith("The Harbour")),
    "the palette": (f":outline{ENTER}{ENTER}", lambda desk: desk.screen.side.tab == "outline"),
    "the help": ("?/undo", lambda desk: box(desk, HelpDialog) and typed(desk, "#help-filter") == "undo"),
    "an explanation": (f"/until{ENTER}w{ESC}G", lambda desk: closed(desk) and at_end(desk)),
    "a correction": (
        f"/Leith{ENTER}cX",
        lambda desk: box(desk, EntityDialog) and any("X" in line.value for line in desk.pilot.app.screen.query(Input)),
    ),
    "an export": ("Ex", lambda desk: box(desk, PromptDialog) and typed(desk, "#answer").endswith("x")),
    "quotes": (f"2{ENTER}", lambda desk: desk.under_caret.startswith("“We were")),
    "names": (f"1j{ENTER}", lambda desk: isinstance(desk.screen.side.list.row, NameRow) and desk.lit("chosen")),
    "the other pane": (f"{TAB}2{TAB}G", lambda desk: closed(desk) and at_end(desk)),
    "a filter": (
        f"2&told{ENTER}{ENTER}",
        lambda desk: isinstance(desk.screen.side.list.row, QuoteRow) and desk.under_caret.startswith("“We were"),
    ),
    "the library": ("L/zebra", lambda desk: typed(desk, "#find") == "zebra" and desk.under_caret.startswith("The Har")),
    "a library search": ("sFriday", lambda desk: typed(desk, "#find") == "Friday"),
    "there and back": (f"L{ESC}G", lambda desk: closed(desk) and at_end(desk)),
}


@pytest.mark.parametrize(
    ("name", "pace"),
    [
        *((name, 0.0) for name in STORIES),
        *(pytest.param(name, 0.005, marks=pytest.mark.slow) for name in [*STORIES][:: in_turns(3)]),
    ],
)
async def test_keys_go_to_what_an_earlier_key_opens(name: str, pace: float, paths: UserPaths) -> None:
    story, done = STORIES[name]
    async with opened(plain(TEXT, paths), size=(80, 24)) as desk:
        await type_ahead(desk, story, pace)
        await until_async(lambda: done(desk))
        await desk.settle()
        assert done(desk)


async def test_enter_waits_until_the_palette_has_found_what_was_typed(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, search = asyncio.Event(), Commands.search

    async def slow(commands: Commands, query: str) -> Hits:
        await go_on.wait()
        async for hit in search(commands, query):
            yield hit

    monkeypatch.setattr(Commands, "search", slow)
    async with opened(plain(TEXT, paths), size=(80, 24)) as desk:
        await type_ahead(desk, f":outline{ENTER}", 0.0)
        await until_async(lambda: desk.pilot.app.screen.query(Input) and typed(desk, "Input") == "outline")
        await desk.pilot.pause()
        assert isinstance(desk.pilot.app.screen, CommandPalette), "nothing is chosen yet"
        go_on.set()
        await until_async(lambda: desk.screen.side.tab == "outline")


async def test_keys_go_to_an_article_that_an_earlier_key_opens_from_the_library(tmp_path: Path) -> None:
    """The list is filtered before Enter chooses from it, and the text is laid out before the caret moves in it."""
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    async with ReaderApp(shelf.paths).run_test(size=(80, 24)) as pilot:
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        await until_async(lambda: isinstance(library.list.row, ArticleRow))
        await type_ahead(Desk(pilot), f"/short{ENTER}{ENTER}j", 0)
        screen = await until_async(lambda: len(pilot.app.screen_stack) == 2 and pilot.app.screen)
        assert isinstance(screen, ReadingScreen)
        assert screen.session.article.title == "A Short Piece"
        body = screen.session.article.blocks[1].span
        await until_async(lambda: screen.article.caret.offset == body.start)


async def test_a_paste_waits_for_the_box_that_an_earlier_key_opens(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await type_ahead(desk, f"a\x1b[200~two\nlines \x1b[201~\x05q\x1b[201~{SAVE}", 0)
        await until_async(lambda: notes(desk) and closed(desk))
        assert notes(desk) == [("two\nlines ␛[201~␅q", ())]


async def test_what_was_typed_before_the_screen_is_suspended_is_discarded(paths: UserPaths) -> None:
    """It would reach an editor, or the text behind it."""
    async with opened(plain(TEXT, paths)) as desk:
        event = Key("G", "G")
        desk.pilot.app.app_suspend_signal.publish(desk.pilot.app)
        desk.pilot.app.app_resume_signal.publish(desk.pilot.app)
        desk.pilot.app.post_message(event)
        await desk.press("j")
        assert not at_end(desk)


async def test_a_key_before_the_screen_knows_that_a_signal_has_resumed_it_counts(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        event = Key("G", "G")
        desk.pilot.app.app_resume_signal.publish(desk.pilot.app)
        desk.pilot.app.post_message(event)
        await until_async(lambda: at_end(desk))


async def test_a_worker_that_hangs_does_not_take_the_keys_away(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_queue, "PATIENCE", 0.1)
    async with opened(plain(TEXT, paths)) as desk:
        never = asyncio.Event()
        desk.screen.run_worker(never.wait(), group="box")
        await type_ahead(desk, f"2{TAB}G", 0)
        await until_async(lambda: at_end(desk))
        never.set()


# ---------------------------------------------------------------------- in a terminal


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "vote.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def terminal(home: Path, story: Path) -> Iterator[Terminal]:
    program = ForkedTerminal(["reader", str(story)], {**os.environ, "TERM": "xterm-256color"})
    try:
        program.until("Harbour", program.started)
        yield program
    finally:
        program.kill()


@paces
def test_a_whole_story_is_typed_into_a_terminal(terminal: Terminal, story: Path, pace: float) -> None:
    """It begins as soon as there is a text, and ends the program."""
    keys = f"aHello #x{SAVE}/Mexico{ENTER}nasecond{SAVE}Lq"
    for part in keys if pace else [keys]:
        terminal.press(part)
        time.sleep(pace)
    assert exit_code(terminal) == 0
    assert sorted(note.text for note in kept(story).notes) == ["Hello #x", "second"]


@paces
def test_escape_and_quit_typed_ahead_keep_the_draft(terminal: Terminal, story: Path, home: Path, pace: float) -> None:
    for part in f"ahalf{ESC}q" if pace else [f"ahalf{ESC}q"]:
        terminal.press(part)
        time.sleep(pace)
    assert exit_code(terminal) == 0
    assert not kept(story).notes
    assert any(b"half" in path.read_bytes() for path in home.rglob("*.json"))


def exit_code(program: Terminal) -> int:
    """Return how the program has ended, and read its output meanwhile."""

    def ended() -> list[int]:
        program.rest(0.02)
        return [] if program.exit_code is None else [program.exit_code]

    return until(ended)[0]


def kept(path: Path) -> Session:
    session = Session(open_source(str(path)), CommandContext(None).paths)
    session.record_opening()
    return session
