"""The library on the command line: archived and removed articles, also on two machines, and damage."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cli import main
from reader.library.library import Library
from reader.sources.plain import read_plain
from tests.cli.command_line import Answer, Reader, noted

WORDS = read_plain("The harbour is closed. Nobody knows why.", "/news/harbour.txt")


@pytest.fixture
def opened(tmp_path: Path) -> Library:
    opened = Library(tmp_path / "library.json")
    opened.record_opening(WORDS)
    return opened


def shelf_of(opened: Library) -> str:
    (record,) = Library(opened.path).articles()
    return record.shelf


def genre_of(opened: Library) -> str | None:
    (record,) = Library(opened.path).articles()
    return record.genre


def test_article_is_archived_removed_and_restored(opened: Library) -> None:
    for shelf in ("archived", "removed", ""):
        opened.shelve(shelf, WORDS.text_id)
        assert shelf_of(opened) == shelf
    opened.shelve("archived", "nobody")
    assert shelf_of(opened) == ""


def test_opening_restores_a_removed_article_only(opened: Library) -> None:
    opened.shelve("removed", WORDS.text_id)
    opened.record_opening(WORDS)
    assert shelf_of(opened) == ""
    opened.shelve("archived", WORDS.text_id)
    opened.record_opening(WORDS)
    assert shelf_of(opened) == "archived"


@pytest.mark.parametrize("mine_first", [True, False])
def test_last_change_of_two_machines_wins(opened: Library, tmp_path: Path, mine_first: bool) -> None:
    other = Library(tmp_path / "other.json")
    other.record_opening(WORDS)
    opened.shelve("removed", WORDS.text_id)
    other.shelve("archived", WORDS.text_id)
    into, taken = (opened, other) if mine_first else (other, opened)
    into.merge(taken)
    assert shelf_of(into) == "archived"
    into.merge(taken)
    assert shelf_of(into) == "archived"


@pytest.mark.parametrize(("shelf", "shelved"), [("elsewhere", "2026-01-01T00:00:00Z"), ("removed", "never"), (7, 7)])
def test_invalid_shelf_hides_nothing(opened: Library, shelf: object, shelved: object) -> None:
    from tinydb import TinyDB

    with TinyDB(opened.path) as db:
        db.table("articles").update({"shelf": shelf, "shelved": shelved})
    assert shelf_of(opened) == ""


@pytest.mark.parametrize("mine_first", [True, False])
def test_the_genre_that_was_chosen_last_is_kept_with_the_article(
    opened: Library, tmp_path: Path, mine_first: bool
) -> None:
    other = Library(tmp_path / "other.json")
    other.record_opening(replace(WORDS, genre="fiction"))
    opened.set_genre(WORDS.text_id, "paper")
    into, taken = (opened, other) if mine_first else (other, opened)
    for _ in range(2):
        into.merge(taken)
        assert genre_of(into) == "paper"
    into.record_opening(WORDS)
    assert genre_of(into) == "paper"
    into.set_genre(WORDS.text_id, None)
    into.merge(taken)
    assert genre_of(into) is None


@pytest.mark.parametrize(("genre", "at"), [("poem", "2026-01-01T00:00:00Z"), ("paper", "yesterday"), (7, 7)])
def test_an_invalid_genre_is_none(opened: Library, genre: object, at: object) -> None:
    from tinydb import TinyDB

    with TinyDB(opened.path) as db:
        db.table("articles").update({"genre": genre, "genre_set": at})
    assert genre_of(opened) is None


def test_notes_of_a_removed_article_are_listed(opened: Library, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.annotations.notes import new_note

    opened.save(new_note(WORDS.text_id, WORDS.sha256, None, "kept", ()))
    opened.shelve("removed", WORDS.text_id)
    assert main(["--library", str(opened.path), "library"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["--library", str(opened.path), "notes"]) == 0
    assert "kept" in capsys.readouterr().out


def test_fingerprints_change_only_with_records(opened: Library) -> None:
    before = opened.stamps()
    assert Library(opened.path).stamps() == before
    opened.shelve("archived", WORDS.text_id)
    after = opened.stamps()
    assert after["article"].keys() == before["article"].keys()
    assert after["article"] != before["article"]
    assert (after["note"], after["corrections"]) == (before["note"], before["corrections"])


def test_library_is_listed_newest_first(reader: Reader, story: Path) -> None:
    assert reader("library") == Answer(0, "", "")
    noted(reader, story, "--text", "one")
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    newest, oldest = json.loads(reader("library", "--json").out)
    assert (newest["title"], newest["sources"], newest["notes"]) == ("From a pipe.", ["-"], 1)
    assert (oldest["title"], oldest["sources"]) == ("The Harbour Vote", [str(story)])
    rows = reader("library").out.splitlines()
    assert rows[1].startswith(newest["id"])
    assert rows[2].endswith(f"    1  The Harbour Vote · {story}")


def test_sound_library_passes_the_check(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "one")
    assert reader("check") == Answer(0, "1 article, 1 note\n", "")


def test_damaged_library_is_repaired_on_request(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(library.read_bytes()[:-40])
    answer = reader("check")
    assert answer.code == 1
    assert "--repair" in answer.err
    assert reader("check", "--repair").code == 0
    assert "kept" in reader("notes").out
    assert reader("check").code == 0


def test_damaged_library_is_read_with_a_notice(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(b"\x00" * 100)
    answer = reader("notes")
    assert answer.code == 0
    assert "kept" in answer.out
    assert answer.err.startswith("reader: ")


def test_a_lost_library_is_told_by_every_command_until_the_loss_is_accepted(
    reader: Reader, story: Path, library: Path
) -> None:
    noted(reader, story, "--text", "kept")
    shutil.rmtree(library.parent)
    for words in (["notes"], ["tags"], ["check"], ["check", "--repair"]):
        answer = reader(*words)
        assert "is gone, with 1 article and 1 note" in answer.out + answer.err
        assert answer.code == (words[0] == "check")
    refused = reader("note", str(story), "--text", "more")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    accepted = reader("check", "--accept-loss")
    assert accepted.err.startswith("reader: accepted: the library is gone, with 1 article and 1 note")
    assert accepted.code == 0
    assert reader("check", "--accept-loss").err == "reader: nothing is missing\n"
    assert reader("note", str(story), "--text", "more").code == 0
    assert reader("check") == Answer(0, "1 article, 1 note\n", "")


def test_words_of_another_program_are_marked_until_they_are_accepted(
    reader: Reader, story: Path, library: Path
) -> None:
    own = noted(reader, story, "--text", "paid 500 million")
    library.write_bytes(library.read_bytes().replace(b"paid 500", b"paid 750"))
    assert "changed by another program" in reader("notes").err
    assert reader("notes").err == "", "told once"
    assert "changed by another program" in reader("notes").out
    assert json.loads(reader("notes", "--json").out)[0]["unverified"]
    for form in ("markdown", "html"):
        assert "changed by another program, not accepted" in reader("export", str(story), "--format", form).out
    assert reader("edit", own, "--accept").code == 0
    assert "changed by another program" not in reader("notes").out
    assert "unverified" not in json.loads(reader("notes", "--json").out)[0]
    assert reader("check").code == 0
