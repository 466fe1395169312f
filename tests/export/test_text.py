"""Plain text exports name everything in words."""

from pathlib import Path

import pytest

from reader.cli import main
from reader.cli.context import CommandContext
from reader.session.session import Session
from reader.sources.open import open_source

STORY = """# Harbour

Ann Lee spoke first. “We were not told,” Ann Lee said.

## After

- One thing
- Another thing

> Quoted words.
"""

EXPECTED = """Title: Harbour
4 notes, 1 quote.
  Note on the article as a whole: All of it #read
    Id: ID

Heading 1: Harbour

Ann Lee spoke first. “We were not told,” Ann Lee said.
  Quote, said by Ann Lee: “We were not told,”
  Note on “spoke first”, in place: Really? Look.
    Tags: budget
    Id: ID

Heading 2: After

List item: One thing
  Highlight on “One thing”, in place
    Id: ID

List item: Another thing

Quotation: Quoted words.

Notes whose words are gone from the article:
  Note on “It was raining in the hills.”, its words are gone: Was it?
    Id: ID
"""


def test_text_names_every_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.md"
    path.write_text(f"{STORY}\nIt was raining in the hills.\n")
    session = Session(open_source(str(path)), CommandContext(None).paths)
    session.record_opening()
    session.article_notes.annotate(None, "All of it #read")
    session.article_notes.annotate(session.article_notes.find_passage("spoke first"), "Really?\nLook.", ["budget"])
    session.article_notes.annotate(session.article_notes.find_passage("One thing"))
    session.article_notes.annotate(session.article_notes.find_passage("It was raining in the hills."), "Was it?")
    path.write_text(STORY)
    assert main(["show", str(path), "--annotated"]) == 0
    said, complaints = capsys.readouterr()
    for note in session.notes:
        said = said.replace(note.id, "ID")
    assert said == EXPECTED
    assert complaints == ""
    assert not set(said) & set("●○◐◆■│─")
