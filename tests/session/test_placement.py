"""A note says when its words are now said by someone else."""

import random
from pathlib import Path

import pytest

from reader.anchoring import Placement, describe, place
from reader.cli.notes import format_note
from reader.export.export_data import note_object
from reader.library.codec.records import placement_document, placement_from
from reader.session.placement import changed_speaker, diff_words, heading_above
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.fixtures.golden import check_golden
from tests.fixtures.report_edits import REPORTS, reworded
from tests.quality.evaluate import read

WORDS = "We will leave the alliance by spring"
TEXT = f"""Talks in Geneva

Talks went on through the night in Geneva, and nobody left the room.

“{WORDS},” said Minister Anna Berg in Oslo.

The delegates are expected back in March for another round.
"""


def change(new: str, words: str = WORDS) -> str:
    start = TEXT.index(words)
    anchor = describe(TEXT, Span(start, start + len(words)))
    return changed_speaker(anchor, TEXT, place([anchor], new, TEXT)[0], new)


def test_another_speaker_of_the_same_words_is_reported() -> None:
    assert change(TEXT.replace("Minister Anna Berg", "Ambassador Karl Lund")) == "Karl Lund"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Minister Anna Berg", "Minister Berg"),
        ("Minister Anna Berg", "she"),
        ("in Oslo", "in Bergen"),
        ("Talks went on", "Talks dragged on"),
    ],
)
def test_the_same_or_an_unknown_speaker_is_not_reported(old: str, new: str) -> None:
    assert change(TEXT.replace(old, new)) == ""


def test_a_passage_outside_quotations_has_no_speaker() -> None:
    new = TEXT.replace("Minister Anna Berg", "Ambassador Karl Lund")
    assert change(new, "nobody left the room") == ""


def test_an_orphaned_note_has_no_speaker() -> None:
    anchor = describe(TEXT, Span(0, 5))
    assert changed_speaker(anchor, TEXT, Placement(None, "orphaned"), "Other words.") == ""


def test_a_note_is_changed_and_names_the_new_speaker(tmp_path: Path, paths: UserPaths) -> None:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT)
    first = Session(open_source(str(path)), paths)
    first.record_opening()
    start = first.article.text.index(WORDS)
    first.article_notes.annotate(Span(start, start + len(WORDS)), "a promise")
    path.write_text(TEXT.replace("Minister Anna Berg", "Ambassador Karl Lund"))
    second = Session(open_source(str(path)), paths)
    second.record_opening()
    (note,) = second.notes
    assert note.placement is not None
    assert (note.placement.state, note.placement.said_by) == ("changed", "Karl Lund")
    assert "changed: now said by Karl Lund" in next(format_note(note, ""))
    assert note_object(note, "id", "title", "source", None)["said_by"] == "Karl Lund"
    assert placement_from(placement_document(note.placement, second.article.sha256)) == note.placement


def test_differing_words_of_edited_reports_are_as_they_were_read() -> None:
    parts = []
    for number, report in enumerate(read(REPORTS)[:6]):
        for passage in report["text"].split("\n\n")[1:5]:
            new = " ".join(reworded(passage.split(". "), random.Random(number)))
            parts.append("".join(f"[{words}]" if differs else words for words, differs in diff_words(passage, new)[1]))
            old = "".join(words + " " * differs for words, differs in diff_words(passage, new)[0])
            assert old.split() == passage.split()
    check_golden("differing.txt", "\n".join(parts) + "\n")


@pytest.mark.parametrize(
    ("at", "heading"), [("First words", "One"), ("More words", "Two"), ("Before", ""), ("Last words", "Two")]
)
def test_the_heading_above_a_place_in_an_old_text_is_one_of_today(at: str, heading: str) -> None:
    old = (
        "Before.\n\nOne\nFirst words.\n\nTwo\n\nMore words of it.\n\nOld Part\n\nLast words of it, and more of them.\n"
    )
    today = read_markdown("# Title\n\n## One\n\nFirst words.\n\n## Two\n\nMore words of it.\n")
    assert heading_above(old, old.index(at), today) == heading
