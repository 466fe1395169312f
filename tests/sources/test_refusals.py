"""Files that are not read are refused by what they are, with what to do."""

import sqlite3
import zipfile
from pathlib import Path

import pytest

from reader.errors import NoteImportError
from reader.importers.detect import load_file
from reader.sources.refusals import OLE
from tests.fixtures.word import docx, paragraph
from tests.sources.opening import opened, refusal


def ole(*names: str) -> bytes:
    """Return a document of before 2007 with entries of these names in its directory."""
    return OLE + bytes(512 - len(OLE)) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


def zipped(folder: Path, *names: str) -> bytes:
    with zipfile.ZipFile(folder / "made", "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return (folder / "made").read_bytes()


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("Root Entry", "EncryptedPackage"), "protected with a password"),
        (("Root Entry", "WordDocument", "Workbook"), "Word 97 or older (.doc); save it as .docx"),
        (("Root Entry", "Workbook", "WordDocument"), "Excel 97 (.xls)"),
        (("Root Entry", "Book"), "Excel 95 or older (.xls)"),
        (("Root Entry", "PowerPoint Document"), "PowerPoint 97 (.ppt); save them as PDF"),
        (("Root Entry", "__properties_version1.0", "WordDocument"), "Outlook (.msg); save it as .eml"),
        (("Root Entry",), "an Office before 2007"),
    ],
)
def test_documents_before_2007_are_named(names: tuple[str, ...], line: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(ole(*names))
    assert line in refusal(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("name", "line"),
    [("ppt/presentation.xml", ".pptx"), ("xl/workbook.xml", ".xlsx"), ("a.txt", "a zip archive; unpack it")],
)
def test_zips_are_named(name: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(zipped(tmp_path, name))
    assert line in refusal(tmp_path / "a")


def test_document_that_holds_a_spreadsheet_is_a_document(tmp_path: Path) -> None:
    inside = {"word/embeddings/sheet.xlsx": b"xl/workbook.xml ppt/presentation.xml"}
    assert opened(tmp_path, "a", docx(paragraph("words"), extra=inside)).text == "words"


def test_database_of_a_kobo_is_named_with_the_way_to_import_it(tmp_path: Path) -> None:
    path = tmp_path / "KoboReader.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE Bookmark (BookmarkID TEXT, VolumeID TEXT)")
    made.close()
    assert "database of a Kobo" in refusal(path)
    with pytest.raises(NoteImportError, match=r"Kobo.*Readwise's CSV with `reader import`"):
        load_file(path)
