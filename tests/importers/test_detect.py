"""Files are read by the row of their kind; what cannot be imported is refused in one line, and nothing is written."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NoteImportError
from reader.importers import ImportFile
from reader.importers import detect as file
from reader.importers.apply import apply_import
from reader.importers.detect import (
    IMPORTERS,
    Importer,
    describe_importers,
    open_text,
    parse_import,
    read_import_file,
)
from reader.library.library import Library
from reader.session.session import Session
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean
from tests.fixtures.harbour import span_of
from tests.importers.story import (
    annotation,
    import_text,
    new_session,
    row,
    sample,
)

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a letter.",
        "{",
        "[1, 2]",
        "{}",
        "null" + " " * 10,
        '{"rows": [1]}',
        '{"format": "reader"}',
        '{"format": "reader", "version": 99, "article": {"id": "aaaaaaaaaa"}}',
        '{"format": "reader", "version": "1", "article": {"id": "aaaaaaaaaa"}}',
        '{"format": "reader", "version": 1, "article": {"id": "../../etc"}}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": 5}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": [5]}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": [{"id": "b", "revisions": []}]}',
        '{"format": "reader", "version": 1, "article": {"id": "a"}, "corrections": [{"id": "b", "change": "explode"}]}',
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "bodyValue": "x"}',
        "[" * 100_000,
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ' * 900,
        "<!-- reader:begin x -->\n",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_invalid_file_is_refused_in_one_line_and_nothing_is_written(text: str, other: Library, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_text(text)
    with pytest.raises(NoteImportError, match=r"damaged\.json: ") as caught:
        apply_import(other, read_import_file(damaged, other))
    assert "\n" not in str(caught.value)
    assert not other.path.exists()


@pytest.mark.parametrize("made", ["missing", "folder", "bytes", "large", "nul"])
def test_unreadable_file_is_refused(made: str, other: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LIMIT", 100)
    path = tmp_path / ("a\0b" if made == "nul" else "notes.json")
    if made == "folder":
        path.mkdir()
    elif made in ("bytes", "large"):
        path.write_bytes(b"\xff\xfe{" if made == "bytes" else b"[" + b" " * 200 + b"]")
    with pytest.raises(NoteImportError, match="nothing was imported"):
        read_import_file(path, other)


def test_a_file_of_megabytes_is_read(tmp_path: Path, other: Library) -> None:
    path = tmp_path / "notes.json"
    with new_session() as session:
        session.article_notes.annotate(None, "A long note. " * 200_000)
        path.write_bytes(session.exports.render("json"))
    assert path.stat().st_size > 2 << 20
    apply_import(other, read_import_file(path, other))
    (note,) = other.notes()
    assert note.text.count("A long note.") == 200_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def odd(good: Any, data: st.DataObject) -> Any:
    """A good value with something odd in one place."""
    if isinstance(good, dict) and good and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(good)))
        return {**good, key: odd(good[key], data)}
    if isinstance(good, list) and good and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(good) - 1))
        return [*good[:at], odd(good[at], data), *good[at + 1 :]]
    return data.draw(JSON)


@pytest.mark.slow
@given(st.sampled_from(["reader", "w3c", "hypothesis"]), st.data())
def test_any_file_is_imported_or_refused(form: str, data: st.DataObject) -> None:
    with new_session() as session:
        session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?", ("todo",))
        good = {
            "reader": json.loads(session.exports.render("json").decode()),
            "w3c": json.loads(annotation()),
            "hypothesis": {"rows": [row("Aa1"), row("Bb2", references=["Aa1"], target=[])]},
        }[form]
        text = json.dumps(odd(good, data))
        try:
            taken = import_text(session.library, text)
        except NoteImportError:
            return
        assert import_text(session.library, text).new == ()
        for own in (*taken.new, *taken.edited):
            note = session.library.note(own)
            assert note
            assert note.text == clean(note.text)


# -- the table --------------------------------------------------------------------------------------------------------


def exported(form: str) -> str:
    with new_session() as session:
        session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?", ("todo",))
        return session.exports.render(form).decode()


FILES: dict[str, Callable[[], str]] = {
    "reader JSON": lambda: exported("json"),
    "Web Annotations": annotation,
    "Hypothesis": lambda: json.dumps({"rows": [row("Aa1")]}),
    "Markdown": lambda: exported("markdown"),
    **{name: partial(sample, name) for name in sorted(path.name for path in SAMPLES.iterdir())},
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_by_one_row(name: str, session: Session) -> None:
    file = open_text(FILES[name](), session.library)
    readers = [each for each in IMPORTERS if each.form == file.form and takes(each, file)]
    assert len(readers) == 1
    assert parse_import(file) == list(readers[0].read(file) or ())


def takes(importer: Importer, file: ImportFile) -> bool:
    """Whether an importer knows a file; one that refuses it knows it as well."""
    try:
        return importer.read(file) is not None
    except NoteImportError:
        return True


def test_every_row_reads_one_of_the_files(session: Session) -> None:
    files = [open_text(made(), session.library) for made in FILES.values()]
    unread = [
        importer
        for importer in IMPORTERS
        if importer.form != "document"
        and not any(importer.form == file.form and takes(importer, file) for file in files)
    ]
    assert unread == []


def test_every_row_is_in_the_help_and_in_the_documents() -> None:
    page = (PACKAGE.parent / "docs" / "import.md").read_text(encoding="utf-8")
    for importer in IMPORTERS:
        assert importer.label in describe_importers()
        assert all(word in page for word in re.findall(r"\b[A-Z][\w-]+", importer.label))
