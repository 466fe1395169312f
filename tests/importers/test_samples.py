"""What is read from each file of notes, note by note: golden files to read."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from reader.importers import ImportedArticle
from reader.importers.detect import read_import_file
from reader.library.library import Library
from tests.fixtures.golden import check_golden
from tests.importers.story import places_in

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())


def lines(found: ImportedArticle) -> Iterator[str]:
    yield f"== {found.about}"
    for note in found.notes:
        yield "note " + note.id
        for field in fields(note)[1:]:
            if value := getattr(note, field.name):
                yield f"    {field.name} {value!r}"
    yield from (f"remark {remark}" for remark in found.remarks)
    yield f"html {found.html!r}"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_note_is_as_it_was_read(sample: Path, tmp_path: Path) -> None:
    found = read_import_file(sample, Library(places_in(tmp_path).library))
    check_golden(f"samples/notes-{sample.name}.txt", "\n".join(part for each in found for part in lines(each)) + "\n")
