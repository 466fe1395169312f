"""The command `reader import`."""

from pathlib import Path

import pytest

from reader.cli import main
from reader.importers import apply
from reader.library.library import Library
from reader.session.session import Session
from tests.fixtures.harbour import span_of
from tests.importers.story import places_in, story


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(story(), places_in(tmp_path / "mine"))
    made.record_opening()
    return made


def test_result_of_each_file_is_printed(session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(session.exports.render("json").decode())
    bad.write_text("{")
    library = ["--library", str(tmp_path / "third" / "library.json")]
    assert main([*library, "import", str(good)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{note.id}\n"
    assert said.err.splitlines()[0] == "reader: imported 1 note: 1 orphaned"
    assert main([*library, "import", str(bad), str(good)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "damaged" in said.err
    assert f"{good}: nothing new: 1 already there" in said.err


def test_ctrl_c_imports_nothing(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?")
    file, library = tmp_path / "notes.json", tmp_path / "third" / "library.json"
    file.write_text(session.exports.render("json").decode())

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apply, "place", interrupted)
    monkeypatch.setattr(apply, "place_notes", interrupted)
    assert main(["--library", str(library), "import", str(file)]) == 130
    assert capsys.readouterr().err == f"reader: stopped: {file} was imported completely or not at all\n"
    assert Library(library).notes() == []
