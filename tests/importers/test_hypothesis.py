"""Annotations of Hypothesis."""

import json

import pytest

from reader.session.session import Session
from tests.importers.story import (
    STORY,
    import_text,
    row,
)


@pytest.mark.parametrize("shape", ["rows", "annotations", "list", "one"])
def test_annotation_becomes_a_note_on_its_passage(shape: str, session: Session) -> None:
    rows = [row("Aa1")]
    value: object = {"rows": {"total": 1, "rows": rows}, "annotations": {"annotations": rows}, "list": rows}.get(
        shape, rows[0]
    )
    taken = import_text(session.library, json.dumps(value))
    assert taken.states == {"exact": 1}
    (note,) = session.library.notes(session.article_id)
    assert (note.text, note.tags) == ("Net or gross?", ("money", "to-check"))
    assert note.anchor
    assert note.anchor.start == STORY.index("five million pounds")
    assert (note.created[:19], note.updated[:19]) == ("2026-03-02T08:00:00", "2026-03-02T09:00:00")
    assert import_text(session.library, json.dumps(value)).known == 1


def test_page_notes_replies_and_authors_are_distinguished(session: Session) -> None:
    rows = [
        row("Aa1"),
        row("Bb2", target=[{"source": "https://example.org/harbour"}], text="On the page.", tags=[]),
        row("Cc3", target=[{}], references=["Aa1"], user="acct:bob@hypothes.is", text="Gross.", tags=[]),
    ]
    taken = import_text(session.library, json.dumps({"rows": rows}))
    assert taken.states == {"exact": 2, "whole": 1}
    by_text = {note.text: note for note in session.library.notes()}
    assert by_text["On the page."].anchor is None
    assert by_text["Gross."].anchor == by_text["Net or gross?"].anchor
    assert by_text["Gross."].tags == ("by/bob",)
    assert by_text["On the page."].tags == ("by/ann",)
    assert [by_text[text].author.name for text in ("Gross.", "On the page.")] == ["bob", "ann"]


def test_file_may_have_several_pages(session: Session) -> None:
    elsewhere = row("Bb2", uri="https://example.org/other", document={"title": ["Another"]})
    pdf = row("Cc3", uri="urn:x-pdf:0123abcd", document={"title": ["A paper"]})
    taken = import_text(session.library, json.dumps([row("Aa1"), elsewhere, pdf]))
    assert taken.states == {"exact": 1, "orphaned": 2}
    assert {record.title for record in session.library.articles()} == {"The Harbour Vote", "Another", "A paper"}
    again = import_text(session.library, json.dumps([row("Aa1"), elsewhere, pdf]))
    assert again.known == len(session.library.articles()) == 3
