"""Every context and tab of the tables has what the screen shows of it."""

import re
from string import Formatter

import pytest

from reader.config.commands import COMMANDS
from reader.config.contexts import CONTEXTS, LIBRARY_TABS, PARTS_AND_MODES, SIDE_TABS, Context, Tab
from reader.config.key_names import parse_key
from reader.tui.chrome.footer_plan import MOST, footer_keys, plan_footer
from reader.tui.dialogs.help import context_section
from tests.fixtures.golden import check_golden

IDS = {command.id for command in COMMANDS}

NAME = re.compile(r"[a-z]+(-[a-z]+)*")
"""The id of a command, or the name of a key; what is typed into a line has other characters."""

SMALL = 78
"""Cells of the footer on a terminal of 80 columns."""

EVERY = pytest.mark.parametrize("context", CONTEXTS.values(), ids=lambda context: context.id)

EVERY_TAB = pytest.mark.parametrize(
    ("number", "tab"),
    [pair for tabs in (SIDE_TABS, LIBRARY_TABS) for pair in enumerate(tabs, 1)],
    ids=lambda value: value.id if isinstance(value, Tab) else "",
)


@EVERY
def test_its_footer_names_commands_and_keys(context: Context) -> None:
    unknown = [name for name, _ in context.footer if name not in IDS and parse_key(name) is None]
    assert unknown == [], "write COMMAND: LABEL, with an id of reader/config/commands.py"
    assert all(label for _, label in context.footer)


@EVERY
def test_its_footer_fits_80_columns(context: Context) -> None:
    keys = footer_keys(context)
    assert 2 <= len([key for key in keys if key.command != "help"]) <= MOST + 1
    plan = plan_footer(SMALL, "", keys, ["100%"])
    assert plan.cells <= SMALL
    assert plan.keys[0] == keys[0]
    assert ("help" in {key.command for key in plan.keys}) == ("help" in {key.command for key in keys})


@EVERY
def test_its_help_names_commands_and_what_can_be_typed(context: Context) -> None:
    names = [name for hint in context.hints for name in hint.names]
    unknown = [name for name in names if NAME.fullmatch(name) and name not in IDS and parse_key(name) is None]
    assert unknown == [], "use an id of reader/config/commands.py"
    assert context.title
    _, rows = context_section(context)
    assert all(keys and words for keys, words in rows)


def test_every_id_names_one_context() -> None:
    titles = [context.title for context in CONTEXTS.values()]
    assert sorted(titles) == sorted(set(titles))
    assert len(CONTEXTS) == len(PARTS_AND_MODES) + len(SIDE_TABS) + len(LIBRARY_TABS)


@EVERY_TAB
def test_the_number_of_a_tab_is_its_key(number: int, tab: Tab) -> None:
    (command,) = [each for each in COMMANDS if each.id == tab.id]
    assert command.keys[0] == str(number), f"put {number} first among the keys of the tab {tab.id}"
    assert command.help == tab.help


@EVERY_TAB
def test_an_empty_tab_says_what_to_do(number: int, tab: Tab) -> None:
    named = {name for _, name, _, _ in Formatter().parse(tab.empty) if name is not None}
    assert named <= IDS, "name commands in {}"
    assert tab.title


def test_the_help_of_each_part_and_its_tab_are_as_they_were_read() -> None:
    lines: list[str] = []
    for context in CONTEXTS.values():
        lines += [f"== {context.title}", *(f"{keys} | {words}" for keys, words in context_section(context)[1])]
    for tab in (*SIDE_TABS, *LIBRARY_TABS):
        named = {name: value for name, value in tab._asdict().items() if name != "context"}
        lines += [f"-- {tab.context.title}", *(f"{name}: {value}" for name, value in named.items())]
    check_golden("contexts.txt", "\n".join(lines) + "\n")
