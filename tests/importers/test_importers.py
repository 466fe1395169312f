"""Files in the form of other programs: importing twice is the same as once, and damage is survived."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NoteImportError
from reader.importers import ImportedArticle, ImportResult
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.library.library import Library
from reader.session.session import Session
from reader.text.sanitize import clean
from tests.examples import in_turns
from tests.fixtures.golden import check_golden
from tests.importers.story import places_in, story
from tests.sources.mutants import mutants

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


@contextmanager
def new_library(*, known: bool) -> Iterator[Library]:
    """A library that has the article of the samples, or not."""
    with TemporaryDirectory() as folder:
        session = Session(story(), places_in(Path(folder)))
        if known:
            session.record_opening()
        yield session.library


def imported(library: Library, path: Path) -> ImportResult:
    return apply_import(library, read_import_file(path, library))


def read(path: Path, library: Library) -> list[ImportedArticle]:
    """Read a file; nothing if it is refused, in one line."""
    line = ""
    try:
        return read_import_file(path, library)
    except NoteImportError as error:
        line = str(error)
    assert line == clean(line)
    assert "\n" not in line
    return []


def damaged(sample: Path, count: int) -> Iterator[bytes]:
    """Yield damaged copies of a file; every other one is text, so that its format is read."""
    for number, data in enumerate(mutants(sample.read_bytes(), count)):
        yield data if number % 2 else data.decode("utf-8", "replace").encode()


@every_sample
@pytest.mark.parametrize("known", [True, False])
def test_importing_twice_is_the_same_as_once(sample: Path, known: bool) -> None:
    with new_library(known=known) as library:
        once = imported(library, sample)
        notes = library.notes()
        assert len(once.new) == len(notes) > 0
        twice = imported(library, sample)
        assert (twice.new, twice.edited, twice.known) == ((), (), len(notes))
        assert library.notes() == notes


@every_sample
@pytest.mark.slow
def test_damaged_files_are_read_or_refused(sample: Path, tmp_path: Path, other: Library) -> None:
    for data in damaged(sample, 1_000 // in_turns(4)):
        path = tmp_path / sample.name
        path.write_bytes(data)
        for article in read(path, other):
            for note in article.notes:
                assert note.text == clean(note.text)
                assert note.anchor is None or note.anchor.exact == clean(note.anchor.exact)


@pytest.mark.slow
@given(st.sampled_from(SAMPLES), st.integers(0, 400), st.booleans())
def test_what_is_read_of_a_damaged_file_is_imported_once(sample: Path, number: int, known: bool) -> None:
    *_, data = damaged(sample, number + 1)
    with new_library(known=known) as library:
        path = library.path.parent / sample.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if found := read(path, library):
            apply_import(library, found)
            notes = library.notes()
            twice = imported(library, path)
            assert twice.new == ()
            assert library.notes() == notes


# ---------------------------------------------------------------------- golden files: each note of the samples


def lines(found: ImportedArticle) -> Iterator[str]:
    yield f"== {found.about}"
    for note in found.notes:
        yield "note " + note.id
        for field in fields(note)[1:]:
            if value := getattr(note, field.name):
                yield f"    {field.name} {value!r}"
    yield from (f"remark {remark}" for remark in found.remarks)


@every_sample
def test_each_note_is_as_it_was_read(sample: Path, tmp_path: Path) -> None:
    found = read_import_file(sample, Library(places_in(tmp_path).library))
    check_golden(f"samples/notes-{sample.name}.txt", "\n".join(part for each in found for part in lines(each)) + "\n")
