"""`reader export`."""

import json
import os
from pathlib import Path
from unittest.mock import Mock
from zipfile import ZipFile

import pytest

from reader.export.citations import citation_keys
from reader.session import exports
from reader.system import stdio
from tests.cli.command_line import Answer, Reader, noted, one_line

PLACES = ("Leith", "Newhaven", "Granton")


def test_export_goes_to_standard_output(reader: Reader, story: Path, library: Path) -> None:
    note = noted(reader, story, "--quote", "the new quay", "--text", "who pays?")
    before = library.read_bytes()
    for argv in ([], ["-o", "-"]):
        answer = reader("export", story, *argv)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("---\n")
        assert "> the new quay" in answer.out
        assert note in answer.out
        assert "who pays?" in answer.out
    assert json.loads(reader("export", story, "--format", "json").out)["notes"][0]["id"] == note
    assert library.read_bytes() == before


def test_export_is_written_and_updated(reader: Reader, story: Path, tmp_path: Path) -> None:
    noted(reader, story, "--text", "first")
    target = tmp_path / "out.md"
    assert reader("export", story, "-o", target) == Answer(0, "", f"reader: wrote {target}\n")
    target.write_text("My preface.\n\n" + target.read_text().partition("---\n# ")[2])
    noted(reader, story, "--text", "second")
    assert reader("export", story, "-o", target, "--force").code == 0
    assert "My preface." in target.read_text()
    assert "second" in target.read_text()
    target.write_text(target.read_text().replace("second", "by hand"))
    assert "edited by hand" in one_line(reader("export", story, "-o", target))
    assert "by hand" in target.read_text()


@pytest.mark.parametrize("there", [True, False])
def test_export_into_a_folder_is_named_after_the_article(
    there: bool, reader: Reader, story: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    if there:
        folder.mkdir()
    assert reader("export", story, "-o", f"{folder}{os.sep}").code == 0
    assert reader("export", story, "-o", folder, "--format", "json").code == 0
    assert {file.name for file in folder.iterdir()} == {"The Harbour Vote.md", "The Harbour Vote.json"}


def test_every_article_with_notes_is_exported(reader: Reader, story: Path, tmp_path: Path) -> None:
    """Also from standard input and without their file; not those without notes."""
    noted(reader, story, "--text", "one")
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    gone = tmp_path / "gone.txt"
    gone.write_text("This file will be gone.")
    noted(reader, gone, "--text", "three")
    gone.unlink()
    empty = tmp_path / "empty.txt"
    empty.write_text("Nobody wrote about this.")
    reader("delete", noted(reader, empty, "--text", "four"))
    folder = tmp_path / "new" / "exports"
    answer = reader("export", "--all", "-o", folder)
    assert answer.code == 0
    assert answer.err.count("reader: wrote ") == 3
    names = {file.name for file in folder.iterdir()}
    assert names == {"The Harbour Vote.md", "From a pipe.md", "This file will be gone.md"}
    assert "three" in (folder / "This file will be gone.md").read_text()
    assert reader("export", "--all", "-o", folder) == Answer(0, "", "reader: 3 files already up to date\n")
    reader("note", story, "--text", "five")
    again = reader("export", "--all", "-o", folder)
    assert again.err == f"reader: wrote {folder / 'The Harbour Vote.md'}\nreader: 2 files already up to date\n"


def test_failed_export_does_not_stop_the_others(reader: Reader, story: Path, tmp_path: Path) -> None:
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    noted(reader, story, "--text", "one")
    folder = tmp_path / "exports"
    reader("export", "--all", "-o", folder)
    edited = folder / "The Harbour Vote.md"
    edited.write_text(edited.read_text().replace("one", "by hand"))
    answer = reader("export", "--all", "-o", folder)
    assert answer.code == 1
    assert "edited by hand" in answer.err
    assert "1 file already up to date" in answer.err
    assert "by hand" in edited.read_text()


def test_keys_of_the_library_are_computed_once_for_all_articles(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in PLACES:
        source = tmp_path / f"{place}.txt"
        source.write_text(f"The vote of {place}\n\nThe council of {place} voted on Friday.\n")
        noted(reader, source, "--quote", "on Friday", "--text", "Which one?")
    counted = Mock(wraps=citation_keys)
    monkeypatch.setattr(exports, "citation_keys", counted)
    assert reader("export", "--all", "-o", f"{tmp_path}/out/", "--citations").code == 0
    assert {file.stem for file in (tmp_path / "out").iterdir()} == {f"The vote of {each}" for each in PLACES}
    assert all("[@vote-" in file.read_text() for file in (tmp_path / "out").iterdir())
    counted.assert_called_once()


def test_project_is_written_to_files_and_not_to_a_terminal(
    reader: Reader, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted(reader, story, "--quote", "the new quay", "--text", "who pays? #budget")
    for argv, name in (([story], "one"), (["--query", "tag:budget"], "some")):
        target = tmp_path / f"{name}.qdpx"
        assert reader("export", *argv, "--format", "qdpx", "-o", target).code == 0
        assert ZipFile(target).namelist()[0] == "project.qde"
    assert reader("export", "--all", "--format", "qdpx", "-o", f"{tmp_path}/all/").code == 0
    assert [file.name for file in (tmp_path / "all").iterdir()] == ["The Harbour Vote.qdpx"]
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    answer = reader("export", story, "--format", "qdpx")
    assert (answer.code, answer.out) == (2, "")
    assert "qdpx is no text for a terminal: give -o FILE" in answer.err


def test_nothing_to_export_is_reported(reader: Reader, tmp_path: Path) -> None:
    assert reader("export", "--all", "-o", tmp_path / "out").err == "reader: nothing to export: no article has notes\n"


def test_byte_order_mark_is_for_csv_only(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "first")
    assert reader("export", story, "--format", "csv").out.startswith("id,document,")
    assert reader("export", story, "--format", "csv", "--bom").out.startswith("\ufeffid,document,")
    refused = reader("export", story, "--bom")
    assert (refused.code, "--bom is for --format csv" in refused.err) == (2, True)


def test_notes_only_leave_out_quotes_and_names(reader: Reader, story: Path) -> None:
    noted(reader, story, "--quote", "the new quay", "--text", "who pays?")
    whole, notes = reader("export", story).out, reader("export", story, "--notes-only").out
    assert "who pays?" in notes
    for heading in ("## Quotes", "## Names", "people: "):
        assert heading in whole
        assert heading not in notes
    page = reader("export", story, "--format", "html", "--notes-only").out
    body = page.partition("<body>")[2].partition("<script>")[0]
    assert "who pays?" in body
    assert 'class="quote"' not in body
    assert 'class="name' not in body
    assert 'data-show="notes"' in body
    assert 'data-show="quotes"' not in body


@pytest.mark.parametrize("form", [("--format", "csv"), ("--format", "json"), ("--template", "any")])
def test_notes_only_is_refused_for_other_forms(form: tuple[str, str], reader: Reader, story: Path) -> None:
    answer = reader("export", story, "--notes-only", *form)
    assert answer.code == 2
    assert "--notes-only is for markdown and html" in answer.err


def test_sure_names_only_speakers_who_are(reader: Reader, tmp_path: Path) -> None:
    """A description is never sure; a name beside its verb is."""
    told = tmp_path / "told.txt"
    told.write_text("“We were not told,” Maria Ortiz said.\n\n“Nobody knew of it at all,” a spokeswoman said.\n")

    def speakers(*options: str) -> list[str | None]:
        quotes = json.loads(reader("export", told, "--format", "json", *options).out)["quotes"]
        return [quote["speaker"] and quote["speaker"]["name"] for quote in quotes]

    assert speakers() == ["Maria Ortiz", "a spokeswoman"]
    assert speakers("--sure") == ["Maria Ortiz", None]
    assert "### a spokeswoman" in reader("export", told).out
    assert "### Unattributed" in reader("export", told, "--sure").out
