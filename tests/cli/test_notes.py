"""`reader note`, `notes`, `edit`, `relink`, `delete`, `restore` and `tags`."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from reader.anchoring import Anchor, Placement
from reader.annotations.notes import Note, NoteRevision
from reader.cli.context import format_time
from reader.cli.notes import format_note
from reader.system.paths import PACKAGE
from reader.text.span import Span
from tests.cli.command_line import SHOWN, STORY, Answer, Reader, noted, one_line


def test_note_is_saved_and_listed(reader: Reader, story: Path, library: Path) -> None:
    note = noted(reader, story, "--quote", "the new QUAY", "--text", "who pays? #budget", "--tag", "city/housing")
    listed = reader("notes").out
    for words in (note, "The Harbour Vote", str(story), "> the new quay", "who pays? #budget", "#city/housing"):
        assert words in listed
    assert reader("notes", story).out == listed
    with TinyDB(library) as database:
        assert len(database.table("notes")) == 1


def test_whole_texts_are_listed(reader: Reader, story: Path) -> None:
    text = "\n".join(f"line {number} " + "word " * 60 for number in range(50)).strip()
    noted(reader, story, "--text", text)
    assert [line.strip() for line in text.splitlines()] == [
        line.strip() for line in reader("notes").out.splitlines() if line.strip().startswith("line ")
    ]


def test_highlight_or_tag_alone_is_a_note(reader: Reader, story: Path) -> None:
    noted(reader, story, "--quote", "the new quay")
    noted(reader, story, "--tag", "later")
    assert len(reader("notes", "--ids").out.split()) == 2


def test_notes_from_standard_input(reader: Reader, story: Path) -> None:
    lines = "first #one\n\n  \nsecond \x1b[31m\r\nthird, without an end"
    answer = reader("note", story, "--quote", "the new quay", "--tag", "all", "--stdin", stdin=lines)
    assert answer == Answer(0, "first #one\nsecond ␛[31m\nthird, without an end\n", "")
    found = json.loads(reader("notes", "--json").out)
    assert {note["text"] for note in found} == {"first #one", "second ␛[31m", "third, without an end"}
    assert all(note["quote"] == "the new quay" and "all" in note["tags"] for note in found)


def test_line_is_answered_before_the_next_is_read(story: Path, library: Path) -> None:
    """Each line is printed as soon as its note is on disk, with the pipe still open."""
    command = [sys.executable, "-m", "reader", "note", str(story), "--stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PACKAGE.parent) as process:
        assert process.stdin
        assert process.stdout
        for text in (b"one\n", b"two\n"):
            process.stdin.write(text)
            process.stdin.flush()
            assert process.stdout.readline() == text
            assert text.decode().strip() in library.read_text()
        process.communicate()
    assert process.returncode == 0


def test_notes_as_json(reader: Reader, story: Path) -> None:
    whole = noted(reader, story, "--text", "on all of it")
    note = noted(reader, story, "--quote", "not told until Friday", "--text", "why? #delay")
    first, second = json.loads(reader("notes", "--json").out)
    start = SHOWN.index("not told")
    assert second == {
        "id": note,
        "article": second["article"],
        "title": "The Harbour Vote",
        "source": str(story),
        "quote": "not told until Friday",
        "speaker": "Maria Ortiz",
        "text": "why? #delay",
        "tags": ["delay"],
        "state": "exact",
        "start": start,
        "end": start + len("not told until Friday"),
        "created": second["created"],
        "updated": second["created"],
    }
    nothing = dict.fromkeys(("quote", "speaker", "state", "start", "end"))
    assert first == {**first, **nothing, "id": whole, "text": "on all of it", "tags": []}
    assert json.loads(reader("notes", story, "--json").out) == [first, second]


def test_state_is_that_of_the_last_opening_or_of_the_source(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith had asked for a delay.")
    story.write_text(STORY.partition("Residents")[0])
    assert json.loads(reader("notes", "--json").out)[0]["state"] == "exact"
    now = json.loads(reader("notes", story, "--json").out)[0]
    assert (now["state"], now["start"], now["end"], now["speaker"]) == ("orphaned", None, None, None)
    assert now["quote"] == "Residents of Leith had asked for a delay."
    assert f"{note}  orphaned" in reader("notes", story).out
    assert reader("notes", story, "--state", "orphaned", "--ids").out == f"{note}\n"
    assert reader("notes", "--state", "orphaned", "--ids").out == ""


def test_notes_are_filtered_by_words_and_tags(reader: Reader, story: Path) -> None:
    first = noted(reader, story, "--quote", "the new quay", "--text", "who pays?", "--tag", "city/housing")
    second = noted(reader, story, "--text", "who else? #city")
    assert reader("notes", "--search", "WHO quay", "--ids").out.split() == [first]
    assert set(reader("notes", "--tag", "#city", "--ids").out.split()) == {first, second}
    assert reader("notes", "--search", "nothing of it", "--json").out == "[]\n"
    assert reader("notes", "--search", "nothing of it") == Answer(0, "", "")


def test_notes_are_sorted_by_last_reading(reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Quite another article, which has nothing to do with harbours.")
    first = noted(reader, story, "--text", "first")
    second = noted(reader, other, "--text", "second")
    assert reader("notes", "--ids").out.split() == [second, first]
    assert reader("notes", story, "--ids").out.split() == [first]
    assert reader("notes", "-", stdin="Unknown.") == Answer(0, "", "")


def test_repeated_quote_needs_words_beside_it(reader: Reader, story: Path, library: Path) -> None:
    assert "occurs in 2 places (¶ 2, ¶ 3)" in one_line(reader("note", story, "--quote", "the vote"))
    assert not library.exists()
    noted(reader, story, "--quote", "the vote", "--after", "could not")
    noted(reader, story, "--quote", "the vote", "--before", "welcomed")
    starts = [note["start"] for note in json.loads(reader("notes", "--json").out)]
    assert starts == [SHOWN.index("the vote."), SHOWN.index("the vote could")]


def test_note_is_edited(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--text", "first #inside", "--tag", "one")
    assert reader("edit", note, "--tag", "two", "--untag", "one") == Answer(0, "", "")
    assert json.loads(reader("notes", "--json").out)[0]["tags"] == ["two", "inside"]
    reader("edit", note, "--text", "")
    assert json.loads(reader("notes", "--json").out)[0]["text"] == ""
    assert "cannot be a tag" in one_line(reader("edit", note, "--tag", "a b"))


def test_editing_a_deleted_note_restores_it(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--text", "first")
    reader("delete", note)
    assert reader("edit", note, "--text", "more") == Answer(
        0, "", "reader: the note had been deleted; it is restored\n"
    )
    assert json.loads(reader("notes", "--json").out)[0]["text"] == "more"


def test_note_is_relinked(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "the new quay")
    assert reader("relink", note, "--quote", "the vote", "--before", "welcomed") == Answer(0, "", "")
    found = json.loads(reader("notes", "--json").out)[0]
    assert (found["quote"], found["start"], found["state"]) == ("the vote", SHOWN.index("the vote."), "exact")
    assert "does not have" in one_line(reader("relink", note, "--quote", "the old quay"))


def test_orphan_is_relinked(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith had asked for a delay.")
    story.write_text(STORY.replace("Residents of Leith had asked for a delay.", "People from Newhaven were angry."))
    reader("relink", note, "--quote", "People from Newhaven")
    assert reader("notes", story, "--state", "exact", "--ids").out.strip() == note


def test_note_on_standard_input_is_relinked(reader: Reader) -> None:
    noted_there = reader("note", "-", "--quote", "First words", stdin="First words, and others.").out.strip()
    assert reader("relink", noted_there, "--quote", "and others").code == 0
    assert json.loads(reader("notes", "--json").out)[0]["quote"] == "and others"


def test_notes_are_deleted_and_restored(reader: Reader, story: Path) -> None:
    one, two = noted(reader, story, "--text", "one"), noted(reader, story, "--text", "two")
    assert "no note zzz" in one_line(reader("delete", one, "zzz"))
    assert len(reader("notes", "--ids").out.split()) == 2
    answer = reader("delete", one, two, one)
    assert (answer.code, answer.out) == (0, "")
    assert f"deleted 2 notes; to restore: reader restore {one} {two}" in answer.err
    assert reader("notes").out == ""
    assert reader("restore", two) == Answer(0, "", "")
    assert reader("notes", "--ids").out == f"{two}\n"


def test_tags_are_counted_and_renamed(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "#city and #water")
    noted(reader, story, "--text", "#city/housing", "--tag", "city")
    assert reader("tags").out == "     2  city\n     1  city/housing\n     1  water\n"
    assert reader("tags", "--limit", "1").out == "     2  city\n"
    assert reader("tags", "rename", "city", "town") == Answer(0, "", "reader: renamed in 2 notes\n")
    assert reader("tags").out == "     2  town\n     1  town/housing\n     1  water\n"
    assert "#town/housing" in reader("notes").out
    assert "no note is tagged" in one_line(reader("tags", "rename", "city", "town"))


def test_a_note_is_told_with_its_place_its_state_and_all_its_texts() -> None:
    def note(*texts: str, **values: Any) -> Note:
        anchor = Anchor("told\nuntil  Friday", "", "", 9, 27)
        made = [
            NoteRevision("", None, f"2026-03-0{day}T09:15:00Z", text, ("x", "y"), anchor).sealed()
            for day, text in enumerate(texts, 1)
        ]
        return replace(Note("n1", "a", "v", tuple(made)), **values)

    one = note("By whom?\nWhen?", placement=Placement(Span(9, 27), "exact"))
    assert list(format_note(one, "")) == ["  n1  #x  #y", "    > told until Friday", "    By whom?", "    When?"]
    changed = replace(one, placement=Placement(Span(9, 27), "changed"))
    assert next(format_note(changed, "12", "Ann")) == "  n1  by Ann  changed  p. 12  #x  #y"
    said = replace(one, placement=Placement(Span(9, 27), "exact", said_by="Tom Ray"))
    assert next(format_note(said, "2:05")) == "  n1  changed: now said by Tom Ray  2:05  #x  #y"
    two = note("first", "second")
    second, first = two.conflict
    assert list(format_note(two, "")) == [
        "  n1  conflict: two texts  #x  #y",
        "    > told until Friday",
        f"    [1] {format_time(second.at)}",
        "    second",
        f"    [2] {format_time(first.at)}",
        "    first",
    ]
    gone = replace(two, revisions=(two.revisions[0], replace(two.revisions[1], deleted=True).sealed()))
    assert [line for line in format_note(gone, "") if line.endswith("deleted")] == [
        f"    [2] {format_time(second.at)} deleted"
    ]
    whole = replace(one, revisions=(replace(one.head, anchor=None, tags=()).sealed(),), placement=None)
    assert list(format_note(whole, "")) == ["  n1", "    By whom?", "    When?"]
