"""The notes for other programs: a table, Web Annotations, and whatever a template says."""

import csv
import io
import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.anchoring import Placement
from reader.document.article import Page
from reader.errors import ExportError
from reader.export import ExportData, template
from reader.export.csv import COLUMNS, to_csv
from reader.export.file import SUFFIXES, render_export, write_export
from reader.export.template import Template, read_template
from reader.export.w3c import to_w3c
from reader.system.paths import PACKAGE, SAMPLE
from reader.text.sanitize import HOSTILE, clean
from tests.fixtures.harbour import ID, harbour, one_note, plain, span_of

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "samples" / "w3c" / "examples.json").read_text(encoding="utf-8")
)
TEMPLATES = PACKAGE.parent / "docs" / "templates"

# ---------------------------------------------------------------------- a table


def table(exported: ExportData) -> list[dict[str, str]]:
    """As a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(to_csv(exported).removeprefix("\ufeff"), newline="")))


def test_a_table_has_a_row_a_note() -> None:
    rows = {row["id"]: row for row in table(harbour())}
    assert len(rows) == 8
    assert list(rows["aaaaaaaaa1"]) == list(COLUMNS)
    told = rows["3f6a2c7k4m"]
    assert told["content"] == "“We were not told until Friday,” Ortiz said."
    assert (told["document"], told["comment"]) == ("The Harbour Vote", "My note, Markdown as I wrote it. #budget")
    assert (told["tags"], told["speaker"], told["paragraph"]) == ("budget, city/housing", "Maria Ortiz", "2")
    assert told["url"].startswith("https://example.org/harbour#:~:text=We%20were")
    assert (told["state"], told["article"]) == ("exact", ID)


def test_a_table_tells_highlights_page_notes_and_lost_words_apart() -> None:
    rows = {row["id"]: row for row in table(harbour())}
    assert [rows[own]["type"] for own in ("3f6a2c7k4m", "fffffffff6", "aaaaaaaaa1")] == [
        "annotation",
        "highlight",
        "page note",
    ]
    gone = rows["eeeeeeeee5"]
    assert (gone["content"], gone["state"], gone["start"]) == ("The mayor\nhad resigned.", "orphaned", "")
    assert rows["ddddddddd4"]["content"] == "Voters decide in May."
    assert rows["aaaaaaaaa1"]["content"] == ""


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", '"=1', "＝1", "－1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    (row,) = table(one_note("Words.", cell, ()))
    assert row["comment"] == f"'{cell}".rstrip()


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_every_cell_comes_back(text: str, words: str) -> None:
    (row,) = table(one_note(clean(words), clean(text)))
    assert row["comment"].removeprefix("'") in (clean(text), clean(text).removeprefix("'"))
    assert not HOSTILE.search(to_csv(one_note(words, text)).replace("\r\n", ""))


def test_a_table_tells_the_printed_page() -> None:
    exported = harbour()
    article = replace(exported.article, pages=(Page(0, "xii"), Page(len(exported.article.text) - 1, "1")))
    rows = {row["id"]: row["page"] for row in table(replace(exported, article=article))}
    assert (rows["3f6a2c7k4m"], rows["aaaaaaaaa1"], rows["eeeeeeeee5"]) == ("xii", "", "")


def test_a_table_begins_with_what_excel_needs_and_ends_its_lines_as_the_standard_has_it() -> None:
    made = to_csv(one_note("Words.", "two\nlines"))
    assert made.startswith("\ufeffid,document,")
    assert made.count("\r\n") == 2


# ---------------------------------------------------------------------- Web Annotations


def shape(value: object) -> object:
    """A JSON value with its kinds for its values: what the model lays down."""
    if isinstance(value, dict):
        return {key: value[key] if key in ("type", "@context") else shape(value[key]) for key in value}
    return type(value).__name__


def annotations(exported: ExportData) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(to_w3c(exported))["first"]["items"]
    return items


def test_a_collection_has_the_shape_of_the_model() -> None:
    made, model = json.loads(to_w3c(harbour())), EXAMPLES["collection"]
    assert made["total"] == len(made["first"]["items"]) == 8
    assert set(made) >= set(model)
    assert set(made["first"]) - {"partOf"} == set(model["first"])
    assert made["first"]["partOf"] == made["id"]
    assert made["last"] == made["first"]["id"]
    for key in ("@context", "type"):
        assert made[key] == model[key]
    assert made["first"]["type"] == model["first"]["type"]
    assert shape(made["label"]) == shape(model["label"])


def test_a_collection_without_notes_has_no_page() -> None:
    """The model allows no empty one."""
    made = json.loads(to_w3c(replace(harbour(), notes=())))
    assert (made["total"], "first" in made, "last" in made) == (0, False, False)


def test_selectors_have_the_keys_and_kinds_of_the_model() -> None:
    for note in annotations(harbour()):
        if isinstance(note["target"], dict):
            quote, position = note["target"]["selector"]
            assert shape(quote) == shape(EXAMPLES["text quote selector"]["target"]["selector"])
            assert shape(position) == shape(EXAMPLES["text position selector"]["target"]["selector"])
            assert set(note["target"]) == set(EXAMPLES["text quote selector"]["target"])


def test_bodies_have_the_keys_of_the_model() -> None:
    known = {key for body in EXAMPLES["motivation and purpose"]["body"] for key in body}
    known |= set(EXAMPLES["embedded textual body"]["body"])
    for note in annotations(harbour()):
        assert set(note) <= {"motivation", "body", *EXAMPLES["lifecycle"]}
        for body in note.get("body", ()):
            assert set(body) <= known
            assert body["purpose"] in ("commenting", "tagging")
    assert "body" not in annotations(one_note("Words."))[0]


def test_positions_count_code_points() -> None:
    exported = one_note("💬 said 𝒙")
    article = exported.article
    (note,) = exported.notes
    said = span_of(article, "said")
    revision = replace(note.head, anchor=replace(note.head.anchor, exact="said", start=said.start, end=said.end))  # type: ignore[type-var]
    made = annotations(replace(exported, notes=(replace(note, revisions=(revision,)),)))[0]
    assert made["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 2, "end": 6}


def test_a_note_on_the_whole_targets_the_article_itself() -> None:
    whole = next(note for note in annotations(harbour()) if note["id"].endswith("aaaaaaaaa1"))
    assert whole["target"] == "https://example.org/harbour"
    assert annotations(one_note("Words.", source="/home/ann/it's here.md"))[0]["target"]["source"] == (
        "file:///home/ann/it%27s%20here.md"
    )
    assert annotations(one_note("Words."))[0]["target"]["source"] == f"urn:x-reader:article:{ID}"


# ---------------------------------------------------------------------- templates


def of(text: str, exported: ExportData | None = None) -> str:
    return Template("mine.j2", text, ".md").rendered(exported or harbour())


def failure(text: str) -> str:
    with pytest.raises(ExportError) as caught:
        of(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_template_sees_the_article_its_notes_quotes_and_names() -> None:
    assert of("{{ article.title }} by {{ article.author | join }} ({{ article.id }})") == (
        f"The Harbour Vote by Ann Lee ({ID})"
    )
    notes = of("{% for note in notes %}{{ note.id }} {{ note.speakers | join }} {{ note.paragraph }}\n{% endfor %}")
    assert "3f6a2c7k4m Maria Ortiz 2\n" in notes
    assert of("{{ quotes[0].speaker }}: {{ quotes[0].words }}") == "Maria Ortiz: “We were not told until Friday,”"
    assert of("{% for each in names %}{{ each.name }}/{{ each.kind }} {% endfor %}").startswith("Maria Ortiz/person ")
    assert of("{{ tags | join(' ') }}") == "budget city hall city-hall city/housing open todo"


@pytest.mark.parametrize("name", ["obsidian", "logseq"])
def test_the_shipped_templates_say_every_note(name: str) -> None:
    made = read_template(TEMPLATES / f"{name}.md.j2")
    assert made.suffix == ".md"
    page = made.rendered(harbour())
    for note in harbour().notes:
        assert f"rd-{note.id}" in page
    assert "My note, Markdown as I wrote it. #budget" in page
    assert "[[Maria Ortiz]]" in page
    assert page == made.rendered(harbour())
    assert made.rendered(ExportData(plain("Words."), ID, harbour().analysis, ()))


def test_the_obsidian_template_has_properties_that_are_json_and_quotations_that_hold() -> None:
    exported = one_note("# five % of\n[[it]]", "```\nopen", ("city hall",))
    page = read_template(TEMPLATES / "obsidian.md.j2").rendered(exported)
    head, _, rest = page.removeprefix("---\n").partition("---\n")
    assert 'title: "Notes"\n' in head
    assert 'tags: ["city-hall"]\n' in head
    assert "> \\# five \\% of\n> \\[\\[it\\]\\]\n" in rest
    tokens = MarkdownIt("commonmark").parse(rest)
    assert [token.content for token in tokens if token.type == "fence"] == ["open\n"]


def test_the_zotero_template_has_one_line_a_note_whatever_is_in_it() -> None:
    """RIS is read line by line: a line of a note that looked like a field would become one."""
    page = read_template(TEMPLATES / "zotero.ris.j2").rendered(
        one_note("five\nER  - ", "TY  - <b>BOOK</b>\nER  - ", ())
    )
    lines = page.splitlines()
    assert [line[:6] for line in lines] == ["TY  - ", "TI  - ", "N1  - ", "ER  - "]
    assert "<blockquote>five<br/>ER  - </blockquote><p>TY  - &lt;b&gt;BOOK&lt;/b&gt;<br/>ER  - </p>" in lines[2]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{% if %}", r"line 1: Expected an expression"),
        ("a\n\n{{ nothing }}", r"line 3: 'nothing' is undefined"),
        ("a\n{{ article.title.foo.bar }}", r"line 2: .*no attribute 'foo'"),
        ("a\n{{ 1 / 0 }}", r"line 2: division by zero"),
        ("\n{{ article | unknown }}", r"line 2: No filter named 'unknown'"),
        ("{% include 'x' %}", r"line 1: no loader"),
        ("{{ ().__class__.__base__.__subclasses__() }}", r"line 1: .*unsafe"),
        ("{{ notes.append(1) }}", r"line 1: .*unsafe"),
        ("{{ '%s' | format(1, 2) }}", r"line 1: not all arguments"),
        ("{% macro f() %}{{ f() }}{% endmacro %}\n{{ f() }}", r"line \d: maximum recursion depth"),
        ("{{ range(10 ** 9) }}", r"line 1: .*too big"),
        ("{{ '{0.__class__}'.format(article) }}", r"line 1: .*unsafe"),
        ("{{ '{a.__class__}'.format_map({'a': article}) }}", r"line 1: .*unsafe"),
        ("{{ article | attr('__class__') }}", r"line 1: .*unsafe"),
        ("{{ lipsum.__globals__['os'].system('id') }}", r"line 1: .*unsafe"),
        ("{{ cycler.__init__.__globals__ }}", r"line 1: .*unsafe"),
        ("{{ self._TemplateReference__context }}", r"line 1: .*unsafe"),
        ("{{ article.update({'id': ''}) }}", r"line 1: .*unsafe"),
        ("{% import 'os' as os %}", r"line 1: no loader"),
    ],
)
def test_what_is_wrong_with_a_template_is_one_line_that_says_where(text: str, told: str) -> None:
    assert re.fullmatch(rf"template mine\.j2, {told}.*", failure(text))


def test_a_template_cannot_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "SECONDS", 0.2)
    monkeypatch.setattr(template, "limit_time", lambda soft, hard: None)  # which would end the tests
    endless = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3
    assert failure(f"\n{endless}").startswith("template mine.j2, line 2: it is not done after")
    while_it_is_compiled = "{{ ('a' * 50000000) | wordwrap(1) }}"
    assert "it is not done after" in failure(while_it_is_compiled)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel may count another time")
def test_a_template_that_hears_no_alarm_ends_the_program(tmp_path: Path) -> None:
    """One step in C that takes for ever, within which Python hears none."""
    mine = tmp_path / "mine.j2"
    mine.write_text(
        "{% set words = 'a' * 1000000 %}{% set many = [words ~ 'b'] * 20000000 %}{{ (words ~ 'c') in many }}"
    )
    code = (
        "from reader.cli import main; from reader.export import template\n"
        "template.SECONDS = 0.1; template.signal.setitimer = lambda *_: None\n"
        f"main(['export', {str(SAMPLE)!r}, '--template', {str(mine)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGXCPU


def test_a_template_cannot_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "LONGEST", 1000)
    assert "it writes more than" in failure("{% for n in range(2000) %}x{% endfor %}")
    if Path("/proc/self/statm").exists():
        monkeypatch.setattr(template, "MEMORY", 64 << 20)
        assert "it needs more than 64 MiB" in failure("{{ 'x' * 10 ** 10 }}")


def test_what_a_template_writes_is_harmless() -> None:
    assert of("{{ article.title }}\x1b{{ '\\u202e' }}", one_note("Words.")) == "Notes␛\ufffd"


@pytest.mark.parametrize("made", ["missing", "folder", "bytes", "large"])
def test_a_template_that_cannot_be_read_is_told(made: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.j2"
    if made == "folder":
        file.mkdir()
    elif made != "missing":
        file.write_bytes(b"\xff" if made == "bytes" else b"x" * (template.LARGEST + 1))
    with pytest.raises(ExportError, match=r"template .*mine\.j2"):
        read_template(file)


# ---------------------------------------------------------------------- as files


FORMS = (*SUFFIXES, Template("mine.md.j2", "{{ article.id }} {{ notes | length }}", ".md"))

UNMARKED = Template("mine.md.j2", "{{ notes | length }} on {{ article.title }}", ".md")
"""What it makes does not say of which article it is."""


@pytest.mark.parametrize("how", FORMS, ids=str)
def test_only_what_changed_is_written(how: Any, tmp_path: Path) -> None:
    first = write_export(harbour(), tmp_path, how, force=False)
    assert first.changed
    assert first.path.name.startswith("The Harbour Vote.")
    before = first.path.stat()
    again = write_export(harbour(), tmp_path, how, force=False)
    assert (again.path, again.changed) == (first.path, False)
    assert (first.path.stat().st_ino, first.path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    fewer = replace(harbour(), notes=harbour().notes[2:])
    assert write_export(fewer, tmp_path, how, force=isinstance(how, Template)).changed


@pytest.mark.parametrize("how", FORMS, ids=str)
def test_two_articles_of_one_title_are_two_files(how: Any, tmp_path: Path) -> None:
    other = replace(harbour(), article_id="zzzzzzzzzz")
    paths = [
        write_export(exported, tmp_path, how, force=False).path for exported in (harbour(), other, harbour(), other)
    ]
    assert paths[0] == paths[2] != paths[1] == paths[3]


@pytest.mark.parametrize("how", FORMS, ids=str)
@pytest.mark.parametrize("existing", ["A letter.", "{}", "[1]", "null", "id,document\r\n"])
def test_a_file_of_the_users_is_not_written_over_unasked(how: Any, existing: str) -> None:
    with pytest.raises(ExportError, match="--force"):
        render_export(harbour(), how, existing, force=False)


def test_what_a_template_made_is_written_over_only_when_asked() -> None:
    how = Template("mine.j2", "{{ article.id }} {{ notes | length }}", ".md")
    with pytest.raises(ExportError, match="--force"):
        render_export(harbour(), how, f"{ID} and my own words", force=False)
    assert render_export(harbour(), how, f"{ID} and my own words", force=True) == f"{ID} 8"


def test_what_a_template_made_without_a_mark_is_written_once(tmp_path: Path) -> None:
    first = write_export(harbour(), tmp_path, UNMARKED, force=False)
    again = write_export(harbour(), tmp_path, UNMARKED, force=False)
    into = write_export(harbour(), first.path, UNMARKED, force=False)
    assert (again.path, again.changed, into.changed) == (first.path, False, False)
    fewer = replace(harbour(), notes=harbour().notes[2:])
    with pytest.raises(ExportError, match="--force"):
        write_export(fewer, first.path, UNMARKED, force=False)
    assert write_export(fewer, first.path, UNMARKED, force=True).changed


def test_a_changed_placement_changes_no_other_row() -> None:
    exported = harbour()
    moved = tuple(
        replace(note, placement=Placement(None, "orphaned")) if note.id == "3f6a2c7k4m" else note
        for note in exported.notes
    )
    before, after = table(exported), table(replace(exported, notes=moved))
    assert [one["id"] for one, other in zip(before, after, strict=True) if one != other] == ["3f6a2c7k4m"]


# ---------------------------------------------------------------------- the command


def test_every_form_comes_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.cli import main

    source = tmp_path / "story.md"
    source.write_text("# Harbour\n\nThe council voted on Friday.\n")
    assert main(["note", str(source), "--quote", "on Friday", "--text", "Which one? #check"]) == 0
    capsys.readouterr()
    for form, begins in {
        "csv": "\ufeffid,",
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
