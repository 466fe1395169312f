"""Exporting on the screen: the suffix of the file tells the form."""

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.session.exports import format_of
from reader.system.paths import UserPaths
from tests.page_object import opened, plain


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "markdown"),
        ("a.HTML", "html"),
        ("a.csv", "csv"),
        ("a.json", "json"),
        ("a.jsonld", "w3c"),
        ("a", "markdown"),
    ],
)
def test_the_suffix_tells_the_form(name: str, form: str) -> None:
    assert format_of(Path(name)) == form


async def test_the_box_shows_the_file_name_and_exports_in_the_form_of_its_suffix(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a rather long name of a folder" / "and another one"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    async with opened(plain("One stands here.", paths), (60, 24)) as desk:
        await desk.press("E")
        line = desk.pilot.app.screen.query_one(Input)
        assert line.cursor_position == len(line.value)
        assert line.value.endswith(".md")
        line.value = str(tmp_path / "page.html")
        await desk.press("enter")
        assert desk.said.startswith("exported to ")
        assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")
