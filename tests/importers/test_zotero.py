"""Notes of Zotero."""

import json
from pathlib import Path

import pytest

from reader.errors import NoteImportError
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.importers.zotero import issued, read_note
from reader.library.library import Library
from reader.session.session import Session
from tests.importers.story import STORY, import_text, sample


def test_notes_of_csl_json_are_on_the_whole_article(session: Session) -> None:
    taken = import_text(session.library, sample("zotero-csl.json"))
    assert taken.states == {"whole": 2}
    (note,) = session.library.notes(session.article_id)
    assert (note.text, note.tags, note.anchor) == ("Read again before May. #todo", ("todo",), None)
    book = next(record for record in session.library.articles() if record.id != session.article_id)
    assert (book.title, book.author, book.published) == ("Los puertos", ("María Ortiz", "Port Authority"), "2019")


def test_what_is_marked_in_a_note_of_rdf_is_placed(session: Session) -> None:
    taken = import_text(session.library, sample("zotero.rdf"))
    assert taken.states == {"exact": 2, "whole": 1}
    assert taken.remarks == ("1 note of no item left out",)
    notes = {note.anchor.exact if note.anchor else "": note for note in session.library.notes(session.article_id)}
    asked = notes["The council of Leith voted on Friday."]
    assert (asked.text, asked.tags, asked.color) == ("Which Friday? #todo", ("todo",), "green")
    assert asked.span
    assert asked.span.start == STORY.index("The council")
    assert (notes["five million pounds"].text, notes["five million pounds"].color) == ("", "")
    assert notes[""].text == "Read again before May.\n\n- the clerk\n\n- the minutes"
    assert notes[""].tags == ("city-hall",)


def test_attachment_beside_the_rdf_is_opened(tmp_path: Path, other: Library) -> None:
    (tmp_path / "files" / "14").mkdir(parents=True)
    (tmp_path / "files" / "14" / "harbour.txt").write_text(STORY)
    (tmp_path / "zotero.rdf").write_text(sample("zotero.rdf"))
    taken = apply_import(other, read_import_file(tmp_path / "zotero.rdf", other))
    assert taken.states == {"exact": 2, "whole": 1}
    (record,) = other.articles()
    assert record.sources == (str(tmp_path / "files" / "14" / "harbour.txt"),)
    assert record.author == ("Ann Lee",)


@pytest.mark.parametrize("place", ["../secret.txt", "/etc/passwd", "files/%00", "x" * 5_000, "files"])
def test_only_a_file_below_the_rdf_is_an_attachment(place: str, tmp_path: Path, other: Library) -> None:
    (tmp_path / "secret.txt").write_text(STORY)
    (tmp_path / "export").mkdir()
    path = tmp_path / "export" / "zotero.rdf"
    path.write_text(sample("zotero.rdf").replace("files/14/harbour.txt", place))
    assert read_import_file(path, other)[0].about.source == "https://example.org/harbour"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<rdf:RDF", "<!DOCTYPE x [<!ENTITY a 'b'>]><rdf:RDF", "it declares a document type"),
        ("</bib:Document>", "", "it is damaged, not XML"),
        ("<rdf:Seq>", "<rdf:Seq>" + "<a>" * 100, "nested more than 50 deep"),
        ("dcterms:isReferencedBy", "dcterms:references", "none of its items has a note"),
        ("<rdf:RDF", "<?xml version='1.0' encoding='klingon'?><rdf:RDF", "it is damaged, not XML"),
    ],
)
def test_bad_rdf_is_refused_in_one_line(old: str, new: str, said: str, other: Library) -> None:
    with pytest.raises(NoteImportError, match=said) as caught:
        import_text(other, sample("zotero.rdf").replace(old, new))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Plain words", "Plain words"),
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo three"),
        ("<h1>Title</h1>", "Title"),
        ("<p>a &lt;b&gt; &amp; c</p><script>alert(1)</script>", "a <b> & c"),
        ("<p>cited <span class='citation'>(Lee, p. 3)</span></p>", "cited (Lee, p. 3)"),
        ("", ""),
    ],
)
def test_note_as_text(html: str, text: str) -> None:
    assert read_note(html) == (text, [])


MARKED = "<p><span data-annotation='%7B'>“words”</span></p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<h1>Title</h1>{MARKED}", ""),
        (f"<h1>Title</h1><h2>Part</h2>{MARKED}", ""),
        (f"<p>Mine</p>{MARKED}", "Mine"),
        (f"<h1>Title</h1>{MARKED}<li>Mine</li>", "Title\n\n- Mine"),
        (f"{MARKED}<div>Mine</div>", "Mine"),
    ],
)
def test_headings_alone_are_no_text_beside_what_is_marked(html: str, text: str) -> None:
    said, (marked,) = read_note(html)
    assert (said, marked.words) == (text, "words")


@pytest.mark.parametrize("damage", ["<![x", "<![x y", "<!x", "<", "&#x110000;", "<span data-annotation"])
def test_damaged_note_keeps_its_words(damage: str) -> None:
    """Versions of Python read such declarations differently."""
    assert "a word" in read_note(f"<p>a word</p>{damage}")[0]


def test_damaged_annotation_still_has_its_words() -> None:
    text, marked = read_note(
        "<p><span data-annotation='%7B'>“words”</span> said <span data-annotation='[]'>more</span></p>"
    )
    assert text == ""
    found = [(each.words, each.comment, each.told("annotationKey")) for each in marked]
    assert found == [("words", "said", ""), ("more", "", "")]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"date-parts": [["2026", 3, 2]]}, "2026-03-02"),
        ({"date-parts": [[850]]}, "0850"),
        ({"date-parts": [["soon"]]}, ""),
        ({"date-parts": []}, ""),
        ({"raw": "2026"}, ""),
        (None, ""),
    ],
)
def test_dates_of_csl(value: object, date: str) -> None:
    assert issued(value) == date


def test_odd_values_are_left_out(other: Library) -> None:
    items = [{"id": 5, "type": "book", "title": ["x"], "note": "Some note.", "author": "Lee", "URL": 7}]
    assert import_text(other, json.dumps(items)).states == {"whole": 1}
