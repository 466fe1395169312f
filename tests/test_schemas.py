"""Every JSON output fits its schema in `docs/schemas/`, and has no field that the schema does not name."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.cli import jsonl, main
from reader.cli.review import ReviewedNotes, note_objects
from reader.document.article import Article
from reader.session.dossiers import put_in_dossier
from reader.system.paths import user_paths
from tests.fixtures.news_library import Shelf
from tests.fixtures.note_edits import rewrite
from tests.tools.generate_docs import DOCS
from tests.tools.json_schemas import SCHEMAS, Schema, schema_text, strict

with suppress(ModuleNotFoundError):  # `test_a_second_validator_agrees` says so aloud
    import jsonschema

Run = Callable[..., str]


def test_a_second_validator_agrees() -> None:
    pytest.importorskip("jsonschema")


def check(name: str, value: Any) -> None:
    """Raise JsonSchemaValueException unless a value fits the schema and has only fields that it names.

    Two validators say so, each by its own reading of the schema.
    """
    schema = strict(published(name))
    fastjsonschema.compile(schema)(value)
    if "jsonschema" in globals():
        jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())


def published(name: str) -> Schema:
    schema: Schema = json.loads((DOCS / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return schema


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A library with notes of every kind, and a correction."""
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    session = shelf.session("vote.txt")
    note = session.article_notes.annotate(
        session.article_notes.find_passage("told until Friday"), "By whom? #harbour", ["city/housing"]
    )
    rewrite(session, note.id, "By whom exactly? #harbour", ["city/housing"])
    session.article_notes.annotate(None, "On the whole. #harbour")
    session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "")
    put_in_dossier(shelf.library, "Harbour", {each.id: "source" for each in shelf.library.articles()})
    return shelf


@pytest.fixture
def run(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*argv: object) -> str:
        code = main(["--library", str(shelf.paths.library), *map(str, argv)])
        assert code in (0, 3)
        return capsys.readouterr().out

    return command


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_made_from_the_schema(name: str) -> None:
    assert (DOCS / "schemas" / f"{name}.json").read_text(encoding="utf-8") == schema_text(name)


def test_there_are_no_other_files() -> None:
    assert {path.stem for path in (DOCS / "schemas").iterdir()} == SCHEMAS.keys()


@pytest.mark.parametrize(
    ("name", "argv"),
    [
        ("text", ["show", "{vote}", "--json"]),
        ("analysis", ["analyze", "{vote}", "--json", "--indirect"]),
        ("analysis", ["analyze", "{vote}", "{noon}", "--json"]),
        ("analysis", ["analyze", "{vote}", "--json", "--explain"]),
        ("notes", ["notes", "--json"]),
        ("notes", ["notes", "{vote}", "--json"]),
        ("notes", ["notes", "--query", "tag:harbour -whole", "--json"]),
        ("quotes", ["quotes", "--json"]),
        ("quotes", ["quotes", "{vote}", "--json"]),
        ("quotes", ["quotes", "--query", "disgrace", "--json"]),
        ("statement", ["statement", "We were not told until Friday", "--json"]),
        ("mentions", ["quotes", "--entity", "Leith", "--json"]),
        ("mentions", ["quotes", "{vote}", "--entity", "Leith", "--json"]),
        ("speakers", ["quotes", "--by-speaker", "--json"]),
        ("speakers", ["quotes", "{vote}", "--by-speaker", "--json"]),
        ("hits", ["search", "harbour", "--json"]),
        ("library", ["library", "--json"]),
        ("dossiers", ["dossier", "--json"]),
        ("dossier", ["dossier", "Harbour", "--json"]),
        ("people", ["dossier", "Harbour", "--people", "--json"]),
        ("checks", ["verify", "{noon}", "--json"]),
        ("export", ["export", "{vote}", "--format", "json"]),
        ("collection", ["export", "--query", "speaker:ortiz OR tag:harbour", "--format", "json"]),
    ],
)
def test_an_output_fits_its_schema(name: str, argv: list[str], run: Run, shelf: Shelf) -> None:
    files = {"vote": shelf.folder / "vote.txt", "noon": shelf.folder / "noon.txt"}
    value = json.loads(run(*(word.format(**files) for word in argv)))
    assert value
    check(name, value)


@pytest.mark.parametrize(
    ("name", "argv"),
    [
        ("note", ["notes", "--jsonl"]),
        ("quote", ["quotes", "--jsonl"]),
        ("hit", ["search", "harbour", "--jsonl"]),
        ("index", ["index", "--rebuild", "--jsonl"]),
        ("speakers", ["quotes", "--by-speaker", "--jsonl"]),
    ],
)
def test_each_line_fits_its_schema(name: str, argv: list[str], run: Run) -> None:
    lines = run(*argv).splitlines()
    assert lines
    for line in lines:
        value = json.loads(line)
        check(name, [value] if name == "speakers" else value)


def test_each_verdict_of_a_draft_fits_its_schema(run: Run, shelf: Shelf) -> None:
    lines = [json.loads(line) for line in run("verify", shelf.folder / "noon.txt", "--jsonl").splitlines()]
    assert {"doing" in line for line in lines} == {True, False}, "progress and verdicts"
    for line in lines:
        check("check", line)


def test_each_answer_to_a_line_fits_its_schema(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Analyses with reasons, progress, the beginning of a book, and errors."""

    def analyze_book(article: Article, *terms: Any, step: Any, found: Any, **more: Any) -> Analysis:
        step(0.5)
        found(made := analyze(article, *terms, **more))
        return made

    monkeypatch.setattr(jsonl, "analyze", analyze_book)
    said = "Ortiz said: “We were not told.” A town is said to wait."
    asked: list[object] = [{"id": "a", "text": said}, {"id": 1, "text": 3}, {"text": said}, []]
    lines = "".join(f"{json.dumps(line)}\n" for line in asked) + "no JSON\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    options = ["--engine", "rules", "--explain", "--indirect", "--progress", "--processes", "1"]
    assert main(["analyze", "--jsonl", "-", *options]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [key for answer in answers for key in ("error", "progress", "so_far", "quotes") if key in answer]
    assert kinds == [*("progress", "so_far", "quotes", "error") * 2, "error"]
    for answer in answers:
        check("answer", answer)
    check("failure", {"id": "story.txt", "error": "no such file"})


def test_notes_of_a_review_fit_their_schema(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.load_notes()
    objects = note_objects(ReviewedNotes(session.article.text, session, session.notes, 0))
    assert {each["line"] is None for each in objects} == {True, False}
    check("review", {"decision": "approved", "read": 1, "of": 1, "notes": objects})


def test_versions_fit_their_schema(run: Run, shelf: Shelf) -> None:
    vote = shelf.folder / "vote.txt"
    check("versions", json.loads(run("versions", vote, "--json")))
    text = vote.read_text(encoding="utf-8").replace("Friday", "Monday").replace("Maria Ortiz", "Ann Lee")
    vote.write_text(f"{text}\n\n“At last,” said Bob Stone.\n", encoding="utf-8")
    value = json.loads(run("versions", vote, "--json"))
    check("versions", value)
    assert value["comparison"]["passages"]
    assert value["comparison"]["quotes"]


def test_corrections_fit_their_schema(run: Run, shelf: Shelf) -> None:
    vote = shelf.folder / "vote.txt"
    run("correct", vote, "--entity", "Leith", "--kind", "organisation")
    run("correct", vote, "--entity", "Maria Ortiz", "--rename", "M. Ortiz")
    run("correct", vote, "--quote", "It was a disgrace", "--speaker", "John Smith")
    check("corrections", json.loads(run("correct", vote, "--list", "--json")))
    check("export", json.loads(run("export", vote, "--format", "json")))


def test_a_field_that_is_not_named_is_noticed(run: Run) -> None:
    notes = json.loads(run("notes", "--json"))
    notes[0]["mood"] = "good"
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        check("notes", notes)


def test_a_schema_allows_the_fields_of_a_later_version(run: Run) -> None:
    for name, schema in ((name, published(name)) for name in SCHEMAS):
        assert '"additionalProperties": false' not in json.dumps(schema), name
    notes = json.loads(run("notes", "--json"))
    notes[0]["mood"] = "good"
    fastjsonschema.compile(published("notes"))(notes)


def test_a_query_filters_notes_and_quotes(run: Run, shelf: Shelf) -> None:
    assert len(json.loads(run("notes", "--query", "tag:harbour", "--json"))) == 2
    assert [json.loads(line)["text"] for line in run("quotes", "--query", "disgrace", "--jsonl").splitlines()] == [
        "“It was a disgrace,”"
    ]
    assert run("notes", "--query", "tag:nothing", "--jsonl") == ""


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["notes", "--query", "mood:good"], 1, "unknown field “mood:”"),
        (["notes", "--query", ""], 2, "--query needs words or fields"),
        (["quotes", "--query", "x", "--entity", "Leith"], 2, "--query is for the quotes of the whole library"),
        (["quotes", "--json", "--jsonl"], 2, "not allowed with argument"),
    ],
)
def test_a_query_that_cannot_be_answered_is_an_error(
    argv: list[str], code: int, said: str, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--library", str(shelf.paths.library), *argv]) == code
    assert said in capsys.readouterr().err
