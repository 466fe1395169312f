"""Exports of wallabag."""

import json

from reader.library.library import Library
from reader.session.session import Session
from tests.importers.story import STORY, import_text, sample


def test_annotations_are_placed_in_the_article_that_the_library_has(session: Session) -> None:
    assert import_text(session.library, sample("wallabag.json")).states == {"exact": 2}
    asked, marked = sorted(session.library.notes(session.article_id), key=lambda note: note.text, reverse=True)
    assert (asked.text, asked.tags, asked.author.name) == ("Which Friday? #todo", ("city-hall", "todo"), "ann")
    assert asked.span
    assert asked.span.start == STORY.index("The council")
    assert (asked.created, asked.updated) == ("2026-03-06T21:30:15.000000Z", "2026-03-06T21:31:02.000000Z")
    assert (marked.text, marked.author.name) == ("", "bo")


def test_unknown_article_is_made_from_its_html(other: Library) -> None:
    taken = import_text(other, sample("wallabag.json"))
    assert (taken.states, taken.remarks) == ({"exact": 2}, ())
    (record,) = other.articles()
    assert (record.title, record.sources) == ("The Harbour Vote", ("https://example.org/harbour",))
    assert (record.author, record.published) == (("Ann Lee",), "2026-03-02")
    text = other.kept_text(record.texts[-1])
    assert text
    assert "five million pounds, net of tax." in text


def test_article_that_waits_for_a_text_gets_that_of_the_file(other: Library) -> None:
    import_text(other, sample("metadata.epub.lua"))
    taken = import_text(other, sample("wallabag.json"))
    assert taken.states == {"exact": 2}
    assert import_text(other, sample("metadata.epub.lua")).remarks == (
        "“The Harbour Vote” has a text: placed 2 notes that waited for it",
    )
    assert {note.article for note in other.notes() if note.span} == {other.articles()[0].id}


def test_answer_of_the_api_is_read(session: Session) -> None:
    answer = {"page": 1, "_embedded": {"items": json.loads(sample("wallabag.json"))}}
    for entry in answer["_embedded"]["items"]:  # type: ignore[index]
        entry["tags"] = [{"id": 1, "label": "city hall", "slug": "city-hall"}]
    assert import_text(session.library, json.dumps(answer)).states == {"exact": 2}


def test_odd_values_are_left_out(other: Library) -> None:
    entry = {"url": 5, "annotations": [{"quote": ["x"]}, {"text": "On it.", "id": {}}, 7], "content": [], "tags": "x"}
    assert import_text(other, json.dumps([entry])).states == {"whole": 1}
