"""The commands of the screen and the names of keys."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, format_key

from reader.config.commands import COMMANDS, NEW, SCREENS, groups
from reader.config.key_names import MODIFIERS, SIGNS, key_label, parse_key

KEYS = [key for command in COMMANDS for key in command.keys]


@pytest.mark.parametrize("scopes", SCREENS, ids=lambda scopes: scopes[0])
def test_no_key_has_two_commands_on_one_screen(scopes: tuple[str, ...]) -> None:
    keys = [key for command in COMMANDS if set(command.scopes) & set(scopes) for key in command.keys]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_command_is_on_a_screen() -> None:
    assert {scope for command in COMMANDS for scope in command.scopes} == {
        scope for scopes in SCREENS for scope in scopes
    }


RELEASED = frozenset(
    """
line-down line-up character-left character-right word-left word-right line-start line-end page-down
page-up half-page-down half-page-up top bottom previous-paragraph next-paragraph previous-sentence
next-sentence back forward set-mark go-to-mark search next-hit previous-hit filter why indirect
correct select-characters select-paragraphs select-line-up select-line-down select-character-left
select-character-right select-word-left select-word-right swap-ends copy copy-quotation annotate
annotate-article highlight tag edit edit-outside delete relink fit undo redo previous-note next-note
next-pane previous-pane names quotes notes outline open side-pane wider narrower usual-width library
search-library page-of-name all-articles all-notes all-tags browse next-order previous-order add
tag-article archive remove remove-with-notes fold unfold export reload theme tour help palette
suspend step-back quit
""".split()
)
"""The commands of version 0.1.0."""


def test_commands_that_are_newer_than_the_last_release_give_way_to_keymaps() -> None:
    """A keymap that was right when it was written must not become wrong by a new command."""
    with_keys = {command.id for command in COMMANDS if command.keys}
    assert with_keys - NEW == with_keys & RELEASED


def test_command_ids_are_unique() -> None:
    assert [name for name, count in Counter(command.id for command in COMMANDS).items() if count > 1] == []


def test_every_command_has_a_short_help() -> None:
    for command in COMMANDS:
        assert command.help
        assert command.help[0].islower()
        assert not command.help.endswith(".")


def test_groups_contain_every_command_once_in_order() -> None:
    assert [command for commands in groups().values() for command in commands] == sorted(
        COMMANDS, key=lambda command: list(groups()).index(command.group)
    )


@pytest.mark.parametrize(
    ("key", "sign"),
    [
        ("j", "j"),
        ("G", "G"),
        ("ctrl+d", "Ctrl-D"),
        ("shift+tab", "Shift-Tab"),
        ("ctrl+shift+left", "Ctrl-Shift-←"),
        ("f1", "F1"),
        ("left_curly_bracket", "{"),
        ("dollar_sign", "$"),
        ("pagedown", "PgDn"),
        ("0", "0"),
    ],
)
def test_a_key_is_shown_as_on_the_keyboard(key: str, sign: str) -> None:
    assert key_label(key) == sign


def test_every_key_is_known_to_textual() -> None:
    """A misspelt name would be a key that silently does nothing."""
    known = {key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values())
    for key in KEYS:
        *modifiers, last = key.split("+")
        assert set(modifiers) <= {"ctrl", "shift", "alt"}
        assert len(last) == 1 or last in known or format_key(last) != last, key


def test_every_named_key_has_a_label_of_its_own() -> None:
    for key in KEYS:
        assert "_" not in key_label(key)
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.parametrize("sign", string.punctuation)
def test_every_character_has_the_name_of_textual(sign: str) -> None:
    assert parse_key(sign) == _character_to_key(sign)
    assert key_label(_character_to_key(sign)) == sign


def test_every_key_is_parsed_from_its_name_and_its_label() -> None:
    for key in KEYS:
        assert parse_key(key) == key
        assert parse_key(key_label(key)) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Ctrl-D", "ctrl+d"),
        ("ctrl+shift+left", "ctrl+shift+left"),
        ("Alt-Right", "alt+right"),
        ("PGDN", "pagedown"),
        ("Esc", "escape"),
        ("Shift-g", "G"),
        ("é", "é"),
        ("Ctrl-I", "tab"),
        ("Ctrl-[", "escape"),
        ("-", "minus"),
        ("Ctrl--", "ctrl+minus"),
    ],
)
def test_a_key_is_parsed_in_every_spelling(words: str, key: str) -> None:
    assert parse_key(words) == key


@pytest.mark.parametrize("words", ["", " ", "Hyper-x", "ctrl-", "jk", "no key", "f99", "\x1b"])
def test_other_words_are_not_parsed_as_keys(words: str) -> None:
    assert parse_key(words) is None


@pytest.mark.slow
@given(st.text(max_size=12))
def test_any_text_is_a_key_or_none(words: str) -> None:
    if (key := parse_key(words)) is not None:
        assert set(key.split("+")[:-1]) <= set(MODIFIERS)
        assert parse_key(key_label(key)) == key


def test_command_ids_are_lower_case_words() -> None:
    names = [command.id for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []


def test_at_most_four_keys_stand_beside_a_command() -> None:
    command = COMMANDS[0]._replace(keys=("a", "ctrl+b", "f5", "home", "z"))
    assert command.keys_label == "a  Ctrl-B  F5  Home"
    assert command._replace(keys=()).keys_label == "palette"
