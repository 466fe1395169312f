"""The user's own commands in the config file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import parse_config
from reader.config.commands import COMMANDS, groups
from reader.config.own_commands import GROUP, OwnCommand, parse_own_commands

HERE = Path("/where/config.toml")


def complaints(text: str) -> list[str]:
    return [complaint.removeprefix(f"{HERE}:") for complaint in parse_config(text, HERE).complaints]


def test_a_command_is_split_into_words_and_no_shell_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    config = parse_config('[commands]\ndict = "dict -d wn"\nmine = "~/bin/mine \'two words\' $HOME > x | y"', HERE)
    assert config.own_commands == (
        OwnCommand("dict", ("dict", "-d", "wn")),
        OwnCommand("mine", ("/home/ann/bin/mine", "two words", "$HOME", ">", "x", "|", "y")),
    )
    assert config.complaints == ()


def test_a_command_is_one_of_the_screen_and_may_have_a_key() -> None:
    config = parse_config('[keys]\ndict = "F5"\n[commands]\ndict = "dict -d wn"', HERE)
    assert (config.commands[:-1], config.complaints) == (COMMANDS, ())
    assert groups(config.commands)[GROUP] == [config.commands[-1]]
    assert config.commands[-1].keys == ("f5",)
    assert config.commands[-1].help == "dict: the passage through dict -d wn"


def test_a_problem_is_in_the_line_of_its_name_or_of_no_line_if_that_is_unknown() -> None:
    _, problems = parse_own_commands({"quit": "dict", "dict": 3}, {"dict": 7})
    assert [problem.line for problem in problems] == [0, 7]
    assert (
        complaints("commands.quit = 'dict'")[0].startswith("quit: ")
        or complaints("commands.quit = 'dict'")[0][0] == "1"
    )


def test_a_key_of_another_command_is_taken_with_a_complaint_as_ever() -> None:
    text = '[commands]\ndict = "dict"\n[keys]\ndict = "a"'
    assert complaints(text) == ["4: dict: a is the key of annotate; choose another key, or free it: annotate = []"]
    assert parse_config(text, HERE).commands[-1].keys == ("a",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("commands = 3", "1: commands: expected a table, not 3"),
        ("[commands]\ndict = 3", '2: dict: expected a command such as "dict -d wn"'),
        ('[commands]\ndict = ""', '2: dict: expected a command such as "dict -d wn"'),
        ('[commands]\ndict = "a\\u0000b"', '2: dict: expected a command such as "dict -d wn"'),
        ('[commands]\ndict = ["dict"]', '2: dict: expected a command such as "dict -d wn"'),
        ('[commands]\ndict = "dict \'wn"', "2: dict: no closing quotation in this command"),
        ('[commands]\nquit = "dict"', "2: quit: the name of another command; choose another name"),
        (
            '[commands]\n"My\\u001bdict" = "dict"',
            "1: “My␛dict”: a name has up to 30 small letters a-z, digits and hyphens",
        ),
        ('[command]\ndict = "dict"', "1: unknown setting “command”; did you mean “commands”?"),
    ],
)
def test_a_bad_line_costs_itself_and_is_named(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]
    good = parse_config(f'{text}\ngood = "good"', HERE).own_commands
    assert good == ((OwnCommand("good", ("good",)),) if "[commands]" in text else ())


@given(st.text(), st.text())
def test_any_line_is_a_command_or_a_complaint(name: str, line: str) -> None:
    config = parse_config(f"[commands]\n{json.dumps(name)} = {json.dumps(line)}\n", HERE)
    assert bool(config.own_commands) != bool(config.complaints)
    assert all("\n" not in complaint for complaint in config.complaints)
