"""Exports as files, in every format."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Placement
from reader.errors import ExportError
from reader.export import FORMATS
from reader.export.file import export_file_name, write_export
from reader.export.template import Template
from tests.export.tables import table
from tests.fixtures.harbour import ID, harbour

FORMS = (*FORMATS, Template("mine.md.j2", "{{ article.id }} {{ notes | length }}", ".md"))


UNMARKED = Template("mine.md.j2", "{{ notes | length }} on {{ article.title }}", ".md")
"""Its output does not name the article."""


FEWER = replace(harbour(), notes=harbour().notes[2:], article=replace(harbour().article, author=("Bo Ray",)))
"""The export when two notes were deleted and the author was changed."""


@pytest.mark.parametrize("how", FORMS, ids=str)
def test_unchanged_export_is_not_written(how: Any, tmp_path: Path) -> None:
    first = write_export(harbour(), tmp_path, how)
    assert first.changed
    assert first.path.name.startswith("The Harbour Vote.")
    before = first.path.stat()
    again = write_export(harbour(), tmp_path, how)
    assert (again.path, again.changed) == (first.path, False)
    assert (first.path.stat().st_ino, first.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    later = write_export(FEWER, tmp_path, how, written=[first.sha256])
    assert (later.path, later.changed) == (first.path, True)


@pytest.mark.parametrize("how", FORMS, ids=str)
def test_articles_with_one_title_get_two_files(how: Any, tmp_path: Path) -> None:
    other = replace(harbour(), article_id="zzzzzzzzzz")
    paths = [write_export(exported, tmp_path, how).path for exported in (harbour(), other, harbour(), other)]
    assert paths[0] == paths[2] != paths[1] == paths[3]


@pytest.mark.parametrize("how", FORMS, ids=str)
@pytest.mark.parametrize(
    "existing", [b"A letter.", b"{}", b"[1]", b"null", b"id,document\r\n", b"caf\xe9", b"PK\x03\x04"]
)
def test_foreign_file_is_overwritten_only_with_force(how: Any, existing: bytes, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_bytes(existing)
    with pytest.raises(
        ExportError, match=r"mine: .*(--force (overwrites it|adds the notes at its end)|export to another file)"
    ):
        write_export(harbour(), target, how)
    assert target.read_bytes() == existing


@pytest.mark.parametrize("how", [how for how in FORMS if how != "markdown"], ids=str)
def test_file_edited_by_hand_is_overwritten_only_with_force(how: Any, tmp_path: Path) -> None:
    """Also where the edit is one that the format would let pass: a cell, a word of the page, a comment."""
    first = write_export(harbour(), tmp_path, how)
    before = first.path.read_bytes()
    edited = before.replace(b"Harbour", b"Harbor") if b"Harbour" in before else before[:12] + b" mine" + before[12:]
    first.path.write_bytes(edited)
    with pytest.raises(ExportError, match=r"not as it was last exported here; --force overwrites it") as caught:
        write_export(FEWER, tmp_path, how, written=[first.sha256])
    assert "\n" not in str(caught.value)
    assert first.path.read_bytes() == edited
    assert write_export(FEWER, first.path, how, written=[first.sha256], force=True).changed


@pytest.mark.parametrize("how", [UNMARKED, "csv"], ids=str)
def test_another_articles_file_is_not_overwritten(how: Any, tmp_path: Path) -> None:
    first = write_export(harbour(), tmp_path / "mine", how)
    with pytest.raises(ExportError, match="--force"):
        write_export(replace(FEWER, article_id="zzzzzzzzzz"), first.path, how)


def test_unmarked_output_of_a_template_is_recognized_by_what_was_written(tmp_path: Path) -> None:
    first = write_export(harbour(), tmp_path, UNMARKED)
    again = write_export(harbour(), tmp_path, UNMARKED)
    into = write_export(harbour(), first.path, UNMARKED)
    assert (again.path, again.changed, into.changed) == (first.path, False, False)
    assert write_export(FEWER, tmp_path, UNMARKED, written=[first.sha256]).path == first.path


def test_changed_placement_changes_no_other_row() -> None:
    exported = harbour()
    moved = tuple(
        replace(note, placement=Placement(None, "orphaned")) if note.id == "3f6a2c7k4m" else note
        for note in exported.notes
    )
    before, after = table(exported), table(replace(exported, notes=moved))
    assert [one["id"] for one, other in zip(before, after, strict=True) if one != other] == ["3f6a2c7k4m"]


def test_command_exports_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.cli import main

    source = tmp_path / "story.md"
    source.write_text("# Harbour\n\nThe council voted on Friday.\n")
    assert main(["note", str(source), "--quote", "on Friday", "--text", "Which one? #check"]) == 0
    capsys.readouterr()
    for form, begins in {
        "csv": "id,",
        "w3c": "{",
        "html": "<!doctype html>",
        "json": "{",
        "markdown": "---",
    }.items():
        assert main(["export", str(source), "--format", form]) == 0
        said = capsys.readouterr()
        assert said.out.startswith(begins)
        assert "Which one?" in said.out
        assert main(["export", str(source), "--format", form, "-o", f"{tmp_path}/out/"]) == 0
    capsys.readouterr()
    mine = tmp_path / "mine.txt.j2"
    mine.write_text("{{ notes[0].quote }}: {{ notes[0].text }}")
    assert main(["export", str(source), "--template", str(mine)]) == 0
    assert capsys.readouterr().out == "on Friday: Which one? #check"
    assert main(["export", "--all", "-o", str(tmp_path / "out"), "--template", str(mine)]) == 0
    assert (tmp_path / "out" / "Harbour.txt").read_text() == "on Friday: Which one? #check"
    capsys.readouterr()
    mine.write_text("\n{{ nobody }}")
    assert main(["export", str(source), "--template", str(mine)]) == 1
    assert capsys.readouterr().err == f"reader: template {mine}, line 2: 'nobody' is undefined\n"
    assert main(["export", str(source), "--template", str(mine), "--format", "csv"]) == 2


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
