"""The help and the palette: the keys of the current context, and every command by everyday words."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.app import App
from textual.command import Command, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from reader.config.command_search import is_near_miss, matches_words, rank_commands
from reader.config.commands import COMMANDS, SCREENS
from reader.config.contexts import CONTEXTS, Context, KeyHint
from reader.config.key_names import key_label
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.dialogs.help import all_keys, context_section, filter_sections, help_content, sections_of
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from tests.fixtures.news_library import Shelf
from tests.page_object import Desk, opened, plain, work_is_done
from tests.waiting import until_async

TEXT = "One stands here. Two “stands here,” said Maria Ortiz.\n\nThree is last. Maria Ortiz left Leith.\n"

NARROWEST = 75
"""Cells that the help has for its lines on a terminal of 80 columns."""


# ---------------------------------------------------------------------- what is told, without a screen


@pytest.mark.parametrize("place", CONTEXTS)
def test_the_keys_of_a_context_fit_a_small_terminal(place: str) -> None:
    """One line each, and all of them in sight at once."""
    told = help_content([context_section(CONTEXTS[place])], NARROWEST).plain.splitlines()
    assert len(told) == len(CONTEXTS[place].hints) + 1 <= 24 - 5
    assert max(map(len, told)) <= NARROWEST


@pytest.mark.parametrize("width", [25, 35, 39, 40, 60])
def test_the_help_breaks_lines_between_words(width: int) -> None:
    sections = [context_section(place) for place in CONTEXTS.values()]
    lines = help_content(sections, width).plain.splitlines()
    words = [word for _, rows in sections for _, text in rows for word in text.split()]
    assert [line for line in lines if len(line) > width] == []
    assert set(words) <= set(" ".join(lines).split())


def test_the_keys_of_a_context_are_those_of_the_commands() -> None:
    named = (("annotate",), ("line-down", "line-up"), ("back",), ("enter", "down"))
    _, rows = context_section(Context("", "Here", (), tuple(KeyHint("", names) for names in named)))
    assert [keys for keys, _ in rows] == ["a", "j  k", "Ctrl-O  Backspace  Alt-←", "Enter  ↓"]


@pytest.mark.parametrize("rooms", SCREENS, ids=lambda rooms: rooms[0])
def test_all_commands_follow_those_of_this_screen_first(rooms: tuple[str, ...]) -> None:
    sections = all_keys(rooms[0])
    told = [row for _, rows in sections for row in rows]
    assert sorted(told) == sorted((action.keys_label, action.help) for action in COMMANDS)
    here = [row for title, rows in sections if not title.startswith("Elsewhere") for row in rows]
    assert told[: len(here)] == here
    assert len(here) == len([action for action in COMMANDS if set(action.scopes) & set(rooms)])


def test_the_help_is_filtered_by_words_and_signs() -> None:
    sections = [("One", (("a", "write a note"), ("Y", "copy as Markdown"))), ("Two", (("[", "a note"),))]
    assert filter_sections(sections, "note") == [
        ("One", (("a", "write a note"),)),
        ("Two", (("[", "a note"),)),
    ]
    assert filter_sections(sections, "cop mark") == [("One", (("Y", "copy as Markdown"),))]
    assert filter_sections(sections, "[") == [("Two", (("[", "a note"),))]
    assert filter_sections(sections, "nothing of it") == []


# ---------------------------------------------------------------------- plain words


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("save as markdown", "export"),
        ("obsidian", "export"),
        ("dark", "theme"),
        ("light mode", "theme"),
        ("colors", "theme"),
        ("who said this", "why"),
        ("explain speaker", "why"),
        ("comment", "annotate"),
        ("comment on the whole article", "annotate-article"),
        ("mark a passage", "select-characters"),
        ("underline", "highlight"),
        ("label", "tag"),
        ("clipboard", "copy"),
        ("cite", "copy-quotation"),
        ("remove comment", "delete"),
        ("vim", "edit-outside"),
        ("people", "names"),
        ("table of contents", "outline"),
        ("zoom", "wider"),
        ("wrong speaker", "correct"),
        ("merge persons", "correct"),
        ("go back", "back"),
        ("shortcuts", "help"),
        ("exit", "quit"),
        ("refresh", "reload"),
        ("revert", "undo"),
        ("find", "search"),
        ("everywhere", "search-library"),
        ("all articles", "library"),
        ("hihglight", "highlight"),
        ("exprot", "export"),
        ("outlin", "outline"),
    ],
)
def test_a_command_is_found_by_everyday_words(asked: str, name: str) -> None:
    """First or second: the palette shows them together."""
    here = [action for action in COMMANDS if set(action.scopes) & {"screen", "article"}]
    assert name in [action.id for _, action in rank_commands(asked, here)[:2]]


def test_every_command_is_found_first_by_its_own_words() -> None:
    for action in COMMANDS:
        assert rank_commands(action.help, COMMANDS)[0][1].help == action.help, action


def test_every_command_has_synonyms() -> None:
    assert [command.id for command in COMMANDS if not command.synonyms] == []


def test_scores_are_between_zero_and_one_and_descend() -> None:
    scores = [score for score, _ in rank_commands("note", COMMANDS)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_partial_matches_are_offered_if_nothing_matches_all_words() -> None:
    assert "export" in [action.id for _, action in rank_commands("export zebra", COMMANDS)]
    assert rank_commands("zebra", COMMANDS) == []


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("exprot", "export", True),
        ("exort", "export", True),
        ("exxport", "export", True),
        ("expart", "export", True),
        ("export", "import", False),
        ("note", "nose", False),
        ("library", "lib", False),
    ],
)
def test_one_slip_is_forgiven(word: str, known: str, near: bool) -> None:
    assert is_near_miss(word, known) is near


def test_words_match_by_prefix_and_signs_literally() -> None:
    assert matches_words("hig with", "H  highlight without a note")
    assert not matches_words("light", "H  highlight without a note")
    assert matches_words("", "anything")


def test_every_command_has_a_line_in_the_palette() -> None:
    assert [action.id for action in COMMANDS if len(action.help) > 58] == []


# ---------------------------------------------------------------------- the help on the screen


def title_of(desk: Desk) -> str:
    """The first line of the help, which is opened and closed again."""
    return sections_of(desk.pilot.app.screen_stack)[0][0]


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ((), "In the text"),
        (("v", "l"), "With words selected"),
        (("1",), "In the list of names"),
        (("2",), "In the list of quotes"),
        (("3",), "In the list of notes"),
        (("4",), "In the outline"),
        (("2", "ampersand"), "Filtering the side pane"),
        (("slash",), "Searching in the article"),
        (("a",), "In the note box"),
        (("E",), "Exporting"),
    ],
)
async def test_the_help_begins_with_the_keys_of_the_current_context(
    keys: tuple[str, ...], title: str, paths: UserPaths
) -> None:
    async with opened(plain(TEXT, paths), (80, 24)) as desk:
        await desk.pilot.press(*keys)
        await desk.pilot.pause()
        await desk.pilot.press("f1")
        await desk.pilot.pause()
        shown_first = str(desk.pilot.app.screen.query_one("#help-text", Static).content).splitlines()[0]
        assert shown_first.strip() == title
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert title_of(desk) == title


async def test_choosing_words_has_its_own_help(paths: UserPaths) -> None:
    session = plain(TEXT, paths)
    async with opened(session) as desk:
        await desk.press("H", "R")
        assert title_of(desk) == "Choosing other words for a note"


async def test_a_dialog_lists_the_keys_that_it_binds(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a", "f1")
        text = str(desk.pilot.app.screen.query_one("#help-text", Static).content)
        assert "Ctrl-S" in text.partition("Move")[0]
        await desk.press("f1")
        assert type(desk.pilot.app.screen).__name__ == "NoteDialog"


async def test_escape_clears_the_filter_of_the_help_then_closes_it(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths), (80, 24)) as desk:
        await desk.press("question_mark", "slash")
        await desk.type("half a page")
        await desk.pilot.pause()
        text = desk.pilot.app.screen.query_one("#help-text", Static)
        assert "half a page up" in str(text.content)
        assert "quit" not in str(text.content)
        await desk.type("zzz")
        await desk.pilot.pause()
        assert "No matches" in str(text.content)
        await desk.press("escape")
        assert "quit" in str(text.content)
        assert not desk.pilot.app.screen.query_one(Input).display
        await desk.press("escape")
        assert isinstance(desk.pilot.app.screen, ReadingScreen)


def help_text(app: App[int]) -> Iterable[Static]:
    return app.screen.query("#help-text").results(Static)


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ((), "In the list of articles"),
        (("2",), "In the list of all notes"),
        (("3",), "In the list of tags"),
        (("slash",), "Filtering the library"),
        (("s",), "Searching everything you have read"),
    ],
)
async def test_the_library_has_its_own_keys_in_the_help(keys: tuple[str, ...], title: str, paths: UserPaths) -> None:
    async with ReaderApp(paths).run_test() as pilot:
        await pilot.press(*keys, "f1")
        text = await until_async(lambda: "".join(str(part.content) for part in help_text(pilot.app)))
        assert text.splitlines()[0].strip() == title
        assert text.index("Elsewhere: Notes") > text.index("In the library")


# ---------------------------------------------------------------------- the palette on the screen


def offered(screen: ReadingScreen | LibraryScreen) -> set[str]:
    """Return what the palette offers on a screen."""
    scopes = next(scopes for scopes in SCREENS if screen.SCOPE in scopes)
    enabled = {command.id for command in COMMANDS if command.id != "palette" and screen.router.enabled(command.id)}
    assert enabled <= {command.id for command in COMMANDS if set(command.scopes) & set(scopes)}
    return enabled


async def test_the_palette_offers_only_what_is_possible_here(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        nothing_yet = {"edit", "delete", "undo", "redo", "next-note", "next-hit", "why", "relink", "back"}
        assert not offered(desk.screen) & nothing_yet
        await desk.press("H")
        assert offered(desk.screen) >= {"edit", "delete", "undo", "next-note", "relink"}
        await desk.press("U")
        assert "redo" in offered(desk.screen)
        assert "edit" not in offered(desk.screen)
        await desk.press("2", "enter")
        assert {"why", "correct"} <= offered(desk.screen)
        await desk.press("1", "enter")
        assert {"next-hit", "page-of-name", "back"} <= offered(desk.screen)


async def test_every_action_of_an_article_is_in_the_palette_at_some_time(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        seen = set()
        for keys in [("H",), ("U",), ("2", "enter"), ("1", "enter"), ("escape", "v", "l"), ("escape", "ctrl+o")]:
            await desk.press(*keys)
            seen |= offered(desk.screen)
        source = desk.session.article.source
        on_screen = {action.id for action in COMMANDS if set(action.scopes) & set(SCREENS[0])}
        never = {
            "palette",
            "accept",
            "approve",
            "ask-for-changes",
            "whole-page",
            "check-speakers",
            "turns",
            "put-right",
            "next-text",
            "previous-text",
        }
        assert on_screen - seen - never == ({"reload"} if source == "-" else set())


async def test_the_palette_of_the_library_offers_only_what_is_possible(paths: UserPaths, tmp_path: Path) -> None:
    shelf = Shelf(paths, tmp_path)
    async with ReaderApp(paths).run_test() as pilot:
        await work_is_done(pilot.app)
        await pilot.pause()
        assert "open" in offered(library(pilot))  # the sample
        assert not offered(library(pilot)) & {"archive", "remove", "undo", "fold", "library"}
    shelf.fill()
    async with ReaderApp(paths).run_test() as pilot:
        await work_is_done(pilot.app)
        await pilot.pause()
        assert {"open", "archive", "remove", "next-order", "all-tags"} <= offered(library(pilot))
        assert not offered(library(pilot)) & {"all-articles", "undo", "fold"}


def library(pilot: Pilot[int]) -> LibraryScreen:
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    return screen


async def test_choosing_in_the_palette_runs_the_command(session: Session) -> None:
    async with opened(session) as desk:
        await desk.press("colon")
        await desk.type("dark")
        await desk.gather()
        options = desk.pilot.app.screen.query_one(OptionList)
        first = options.get_option_at_index(0)
        assert isinstance(first, Command)
        assert "theme" in str(first.prompt)
        before = desk.pilot.app.theme
        await desk.press("enter")
        assert not isinstance(desk.pilot.app.screen, CommandPalette)
        assert desk.pilot.app.theme != before


async def test_the_palette_shows_keys(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("colon")
        await desk.gather()
        options = desk.pilot.app.screen.query_one(OptionList)
        told = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
        assert told[0].endswith("/"), "searching is the first that counts in the text, moving comes last"
        assert any(line.endswith(key_label("E")) and line.startswith("export") for line in told)
        assert sum("theme" in line for line in told) <= 2, "one row for all themes, beside the switch"


@pytest.mark.parametrize("size", [(40, 24), (30, 12)])
async def test_the_hint_of_the_help_is_whole_in_a_narrow_window(size: tuple[int, int], paths: UserPaths) -> None:
    async with opened(plain("Words.", paths), size) as desk:
        await desk.press("question_mark")
        hint = desk.pilot.app.screen.query_one("#hint")
        drawn = " · ".join(strip.text.strip() for strip in hint.render_lines(hint.size.region))
        assert drawn == "j k Space b scroll · / filter · Esc close", "a line ends between two hints"


async def test_the_help_scrolls_to_its_ends(paths: UserPaths) -> None:
    async with opened(plain("Words.", paths), (80, 24)) as desk:
        await desk.press("question_mark", "G")
        scroll = desk.pilot.app.screen.query_one("#help-scroll")
        await until_async(lambda: scroll.scroll_y == scroll.max_scroll_y > 0)
        await desk.press("g")
        await until_async(lambda: scroll.scroll_y == 0)
