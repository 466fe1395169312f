"""`reader search`: hits of each kind as lines for people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import main
from reader.system.paths import user_paths
from tests.fixtures.news_library import Shelf

Search = Callable[..., str]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    return shelf


@pytest.fixture
def search(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> Search:
    """Return what is printed for a query of the indexed library, without the line of the article."""
    library = ["--library", str(shelf.paths.library)]

    def run(*words: str) -> str:
        assert main([*library, "index"]) == 0
        capsys.readouterr()
        assert main([*library, "search", *words]) == 0
        _, _, rest = capsys.readouterr().out.partition("\n")
        return rest

    return run


def test_a_quote_is_shown_with_its_speaker(search: Search) -> None:
    assert search("in:quotes", "disgrace") == "  Maria Ortiz~: “It was a disgrace,”\n\n"


def test_indirect_speech_is_told_from_a_quote(shelf: Shelf, search: Search) -> None:
    shelf.session("summer.txt", "Summer\n\nMaria Ortiz said that the harbour would be closed for the whole summer.\n")
    assert "  Maria Ortiz~ (indirect): … harbour would be closed" in search("in:quotes", "summer")


def test_a_note_is_shown_with_its_passage_and_tags(shelf: Shelf, search: Search) -> None:
    session = shelf.session("vote.txt")
    note = session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "Four hours", ["time"])
    assert search("in:notes", "hours") == f"  note  {note.id}  #time\n    > a long evening\n    Four hours\n\n"


def test_a_highlight_has_only_its_passage_and_a_note_on_the_article_only_its_text(shelf: Shelf, search: Search) -> None:
    session = shelf.session("vote.txt")
    highlight = session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "")
    assert search("in:notes", "evening") == f"  note  {highlight.id}\n    > a long evening\n\n"
    general = session.article_notes.annotate(None, "Read again")
    assert search("in:notes", "again") == f"  note  {general.id}\n    Read again\n\n"


@pytest.mark.parametrize("number", ["0", "-1", "10001", "many"])
def test_an_absurd_number_of_hits_is_a_usage_error(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", f"--limit={number}", "words"]) == 2
    assert f"invalid limit value: '{number}'" in capsys.readouterr().err
