"""What the documents say exists, and what exists is in the documents."""

import re
from pathlib import Path

import pytest

from reader.arguments import COMMANDS
from reader.cli import main
from reader.keys import ACTIONS, shown
from reader.paths import PACKAGE
from tests.picture import PICTURE, picture, words_of

ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

KEYS = {shown(key) for action in ACTIONS for key in action.keys}

every_document = pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)


def code_in(path: Path) -> list[str]:
    """What stands in code spans and in fenced blocks, a line each."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)) + "".join(fenced).splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"`reader {command}" in README


@every_document
def test_every_command_and_option_that_is_named_exists(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in code_in(path):
        for words in re.findall(r"(?:^|[|&(/ ])reader ((?:[a-z]+|[A-Z]+|-)\b[^|&]*)", line):
            first = words.split()[0]
            assert first in COMMANDS or not first.isalpha() or first.isupper(), f"{path.name}: reader {words}"
            help_of = [first, "--help"] if first in COMMANDS else ["--help"]
            assert main(help_of) == 0
            known = capsys.readouterr().out
            for option in re.findall(r"(?<!\S)--?[a-z]+", words):
                assert option in known, f"{path.name}: reader {words}"


def test_the_readme_names_no_key_that_does_not_exist() -> None:
    tour = README[README.index("## A tour") : README.index("## Commands")]
    signs = [code for code in re.findall(r"`([^`\n]+)`", tour) if len(code) == 1 or code.startswith("Ctrl-")]
    assert len(signs) > 30
    drawn = {"“", "~", "●", "○", "◐", "◆", "■", "◉"}
    box = {"Ctrl-S"}
    assert [sign for sign in signs if sign not in KEYS | drawn | box] == []


def test_the_readme_tells_how_to_reach_every_kind_of_thing() -> None:
    """Every action but the variants of a move has its key in the tour."""
    tour = README[README.index("## A tour") : README.index("## Commands")]
    passed_over = {
        "extend",
        "line_start",
        "line_end",
        "step",
        "quit",
        "theme",
        "palette",
        "edit_outside",
        "step_back",
        "tour",
    }
    for action in ACTIONS:
        if action.name.split("(")[0] not in passed_over:
            assert any(f"`{shown(key)}`" in tour for key in action.keys), action


@every_document
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("http") or (path.parent / target).is_file(), target


def test_there_is_one_command_to_read_and_one_to_test() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.split(" && ")[-1] for line in lines] == [
        ".venv/bin/reader seeds/xi-jinping-moscow-visit.txt",
        ".venv/bin/python -m pytest -n auto",
    ]


async def test_the_picture_shows_the_screen_as_it_is() -> None:
    """Made anew by `python -m tests.picture` when the screen has changed."""
    assert words_of(PICTURE.read_text(encoding="utf-8")) == words_of(await picture())
