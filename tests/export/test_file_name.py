"""File names of exports."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.file_name import export_file_name
from tests.fixtures.harbour import (
    ID,
)

LONG = "ä" * 200


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Harbour Vote", "The Harbour Vote.md"),
        ("a/b\\c: <d> | e? *#^[f]", "a b c d e f.md"),
        (" ..-hidden- . ", "hidden.md"),
        ("CON", "_CON.md"),
        ("nul.txt", "_nul.txt.md"),
        ("Console", "Console.md"),
        ("", f"{ID}.md"),
        ("///", f"{ID}.md"),
        ("line\nbreak\x1b", "line break␛.md"),
        (LONG, "ä" * 60 + ".md"),
        ("e\u0301", "é.md"),
    ],
)
def test_file_names_are_valid_on_every_system(title: str, name: str) -> None:
    assert export_file_name(title, ID, ".md") == name


def test_taken_name_gets_the_article_id() -> None:
    assert export_file_name("Vote", ID, ".md", ["VOTE.MD"]) == f"Vote {ID}.md"
    assert export_file_name("Vote", ID, ".md", ["vote.md", f"Vote {ID}.md"]) == f"Vote {ID} 2.md"


@given(st.text())
def test_any_title_makes_a_valid_name(title: str) -> None:
    name = export_file_name(title, ID, ".md")
    assert 4 <= len(name.encode()) <= 123
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f#^\[\]]', name)
    assert name.strip(" ") == name
