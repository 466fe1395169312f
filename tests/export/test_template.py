"""Exports through a template."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.errors import ExportError
from reader.export import template
from reader.export.export_data import ExportData
from reader.export.template import Template, read_template
from reader.system.paths import PACKAGE, SAMPLE
from reader.text.span import Span
from tests.fixtures.harbour import ID, NOTHING, harbour, note_on, one_note, plain

TEMPLATES = PACKAGE.parent / "docs" / "templates"


def of(text: str, exported: ExportData | None = None) -> str:
    return Template("mine.j2", text, ".md").rendered(exported or harbour())


def failure(text: str) -> str:
    with pytest.raises(ExportError) as caught:
        of(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_template_sees_article_notes_quotes_and_names() -> None:
    assert of("{{ article.title }} by {{ article.author | join }} ({{ article.id }})") == (
        f"The Harbour Vote by Ann Lee ({ID})"
    )
    notes = of("{% for note in notes %}{{ note.id }} {{ note.speakers | join }} {{ note.paragraph }}\n{% endfor %}")
    assert "3f6a2c7k4m Maria Ortiz 2\n" in notes
    assert of("{{ quotes[0].speaker }}: {{ quotes[0].words }}") == "Maria Ortiz: “We were not told until Friday,”"
    assert of("{% for each in names %}{{ each.name }}/{{ each.kind }} {% endfor %}").startswith("Maria Ortiz/person ")
    assert of("{{ tags | join(' ') }}") == "budget city hall city-hall city/housing open todo"


@pytest.mark.parametrize("name", ["obsidian", "logseq"])
def test_shipped_templates_show_every_note(name: str) -> None:
    made = read_template(TEMPLATES / f"{name}.md.j2")
    assert made.suffix == ".md"
    page = made.rendered(harbour())
    for note in harbour().notes:
        assert f"rd-{note.id}" in page
    assert "My note, Markdown as I wrote it. #budget" in page
    assert "[[Maria Ortiz]]" in page
    assert page == made.rendered(harbour())
    assert made.rendered(ExportData(plain("Words."), ID, harbour().analysis, ()))


def test_obsidian_template_is_valid() -> None:
    exported = one_note("# five % of\n[[it]]", "```\nopen", ("city hall",))
    page = read_template(TEMPLATES / "obsidian.md.j2").rendered(exported)
    head, _, rest = page.removeprefix("---\n").partition("---\n")
    assert 'title: "Notes"\n' in head
    assert 'tags: ["city-hall"]\n' in head
    assert "> \\# five \\% of\n> \\[\\[it\\]\\]\n" in rest
    tokens = MarkdownIt("commonmark").parse(rest)
    assert [token.content for token in tokens if token.type == "fence"] == ["open\n"]


def test_zotero_template_has_one_line_per_note() -> None:
    """RIS is read line by line: a line of a note that looked like a field would become one."""
    page = read_template(TEMPLATES / "zotero.ris.j2").rendered(
        one_note("five\nER  - ", "TY  - <b>BOOK</b>\nER  - ", ())
    )
    lines = page.splitlines()
    assert [line[:6] for line in lines] == ["TY  - ", "TI  - ", "N1  - ", "ER  - "]
    assert "<blockquote>five<br/>ER  - </blockquote><p>TY  - &lt;b&gt;BOOK&lt;/b&gt;<br/>ER  - </p>" in lines[2]


def test_brat_template_counts_in_its_text() -> None:
    """Each mark has the words at its offsets, in parts where lines end; each comment a mark."""
    text = read_template(TEMPLATES / "brat.txt.j2").rendered(harbour())
    assert text == harbour().article.text
    marks: list[list[str]] = []
    notes: list[list[str]] = []
    for line in read_template(TEMPLATES / "brat.ann.j2").rendered(harbour()).splitlines():
        (marks if line.startswith("T") else notes).append(line.split("\t"))
    for _, where, words in marks:
        kind, places = where.split(" ", 1)
        assert kind.replace("-", "_").isidentifier()
        parts = [[int(at) for at in part.split(" ")] for part in places.split(";")]
        assert " ".join(text[start:end] for start, end in parts) == words
    assert [mark[0] for mark in marks] == [f"T{number}" for number in range(1, len(marks) + 1)]
    assert ["T14", "city-hall 200 217;218 243", "# No heading this 1. nor a list | of things"] in marks
    assert {note[1].split()[1] for note in notes} <= {mark[0] for mark in marks}
    assert "My note, Markdown as I wrote it. #budget" in [note[2] for note in notes]


def test_conll_template_has_each_word_once() -> None:
    lines = read_template(TEMPLATES / "conll.tsv.j2").rendered(harbour()).splitlines()
    rows = [line.split("\t") for line in lines if line]
    assert "".join(row[0] for row in rows) == "".join(harbour().article.text.split())
    assert {len(row) for row in rows} == {4}
    assert ["Leith", "B-LOC", "O", "_"] in rows
    assert [row[1:] for row in rows if row[0] == "Ortiz"] == [
        ["B-PER", "I-budget|I-city/housing|I-open", "_"],
        ["I-PER", "O", "_"],
    ]
    assert lines.count("") == 14, "sentences"


@pytest.mark.parametrize("name", ["brat.ann", "brat.txt", "conll.tsv"])
def test_corpus_templates_take_hostile_words(name: str) -> None:
    """No word of the article or of a note can make a line of its own."""
    made = read_template(TEMPLATES / f"{name}.j2")
    hostile = made.rendered(one_note("five\tof\nT1\tx", "T9\tQuote 0 1\tx\n#1\ty", ("city\thall", "a/\n/b")))
    if name == "brat.ann":
        assert [line[:2] for line in hostile.splitlines()] == ["T1", "#1", "T2", "#2"]
        assert {line.count("\t") for line in hostile.splitlines()} == {2}
    assert made.rendered(ExportData(plain(""), ID, NOTHING, ())).strip() == ""


def test_worked_example_of_the_recipes_is_what_is_written() -> None:
    recipes = (TEMPLATES.parent / "recipes.md").read_text(encoding="utf-8")
    said = "“We were not told until Friday,” Maria Ortiz said."
    text = f"The Harbour Vote\n\nThe council of Leith voted on Friday.\n\n{said}"
    article = plain(text)
    at = [
        Span(text.index(words), text.index(words) + len(words)) for words in ("Leith", "Maria Ortiz", "“We", "not told")
    ]
    told = Span(at[2].start, text.index("”") + 1)
    analysis = Analysis(
        "rules 1",
        (Entity("Leith", "place", (), (at[0],)), Entity("Maria Ortiz", "person", (), (at[1],))),
        (Quote(told, Speaker("Maria Ortiz", at[1]), None, 0.9),),
    )
    note = note_on(article, Span(at[3].start, text.index(",”")), "By whom?", ("city/housing",))
    exported = ExportData(article, ID, analysis, (note,))
    for name, begins in (("brat.ann", "T1"), ("conll.tsv", "We")):
        (example,) = re.findall(rf"```text\n({begins}\t.*?)```", recipes, re.DOTALL)
        assert example in read_template(TEMPLATES / f"{name}.j2").rendered(exported)


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
def test_template_error_names_the_line(text: str, told: str) -> None:
    assert re.fullmatch(rf"template mine\.j2, {told}.*", failure(text))


def test_template_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "SECONDS", 1.0)  # on a busy machine the loop has to begin before that, too
    monkeypatch.setattr(template, "lower_limit", lambda *_: None)  # which would end the tests
    endless = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3
    assert failure(f"\n{endless}").startswith("template mine.j2, line 2: it is not done after")
    monkeypatch.setattr(template, "SECONDS", 0.2)
    while_it_is_compiled = "{{ ('a' * 50000000) | wordwrap(1) }}"
    assert "it is not done after" in failure(while_it_is_compiled)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel may count another time")
def test_template_that_blocks_signals_is_killed(tmp_path: Path) -> None:
    """One endless step in C, during which Python handles no signals."""
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


def test_template_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "LONGEST", 1000)
    assert "it writes more than" in failure("{% for n in range(2000) %}x{% endfor %}")
    if Path("/proc/self/statm").exists():
        monkeypatch.setattr(template, "MEMORY", 64 << 20)
        assert "it needs more than 64 MiB" in failure("{{ 'x' * 10 ** 10 }}")


def test_output_of_a_template_is_sanitized() -> None:
    assert of("{{ article.title }}\x1b{{ '\\u202e' }}", one_note("Words.")) == "Notes␛\ufffd"


@pytest.mark.parametrize("made", ["missing", "folder", "bytes", "large"])
def test_unreadable_template_is_refused(made: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.j2"
    if made == "folder":
        file.mkdir()
    elif made != "missing":
        file.write_bytes(b"\xff" if made == "bytes" else b"x" * (template.MAX_TEMPLATE_BYTES + 1))
    with pytest.raises(ExportError, match=r"template .*mine\.j2"):
        read_template(file)
