"""REFI-QDA projects, held against the schema of the standard (`tests/samples/refi-qda`)."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from reader.anchoring import Placement
from reader.annotations.revisions import Authorship
from reader.document.article import Article
from reader.export.collection import Collection
from reader.export.export_data import ExportData
from reader.export.qdpx import is_qdpx_of, to_qdpx
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.fixtures.harbour import ID, NOTHING, harbour, note_on, one_note, plain, span_of

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "samples" / "refi-qda" / "Project.xsd"))

QDA = "{urn:QDA-XML:project:1.0}"

HOSTILE = "\x1b]0;owned\x07 </Note> & ]]> \x00\r\n\ufffe\uffff\u202e 🏴 \ud800 e\u0301"
"""Escape sequences, markup, what XML does not allow, bidi controls, a surrogate, and letters of several code points."""


class Unpacked:
    """A project as another program reads it: valid, and each reference leading somewhere."""

    def __init__(self, packed: bytes) -> None:
        with ZipFile(BytesIO(packed)) as archive:
            assert archive.testzip() is None
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.files["project.qde"])
        SCHEMA.assertValid(self.root)
        ids = [each.get("guid") for each in self.root.iter() if each.get("guid")]
        known = {None, *ids}
        assert len(known) == len(ids) + 1
        for each in self.root.iter():
            for name in ("targetGUID", "creatingUser"):
                assert each.get(name) in known
        self.codes = {each.get("guid"): "/".join(self._names(each)) for each in self.root.iter(f"{QDA}Code")}
        self.notes = {each.get("guid"): each for each in self.root.iter(f"{QDA}Note")}

    def _names(self, code: etree._Element) -> list[str]:
        above = list(code.iterancestors(f"{QDA}Code"))
        return [each.get("name") or "" for each in (*reversed(above), code)]

    @property
    def sources(self) -> list[etree._Element]:
        return list(self.root.iter(f"{QDA}TextSource"))

    def text_of(self, source: etree._Element) -> str:
        path = source.get("plainTextPath") or ""
        return self.files[f"sources/{path.removeprefix('internal://')}"].decode()

    def selections(self) -> dict[str, etree._Element]:
        """Return the selections by their words in the text of their source, counted in code points."""
        return {
            self.text_of(source)[int(each.get("startPosition") or -1) : int(each.get("endPosition") or -1)]: each
            for source in self.sources
            for each in source.iter(f"{QDA}PlainTextSelection")
        }

    def tags(self, coded: etree._Element) -> list[str]:
        return [self.codes[each.get("targetGUID")] for each in coded.iterfind(f"{QDA}Coding/{QDA}CodeRef")]

    def texts(self, noted: etree._Element) -> list[str]:
        notes = [self.notes[each.get("targetGUID")] for each in noted.iterfind(f"{QDA}NoteRef")]
        return [note.findtext(f"{QDA}PlainTextContent") or "" for note in notes]


def test_every_kind_of_note_is_in_the_project() -> None:
    project = Unpacked(to_qdpx(harbour()))
    (source,) = project.sources
    assert project.text_of(source) == harbour().article.text
    assert project.tags(source) == ["budget", "todo"]
    general, asked, gone = project.texts(source)
    assert (general, asked) == ("# My verdict\n\nRead *twice*.", "Ask the clerk. #todo")
    assert gone == "“The mayor\nhad resigned.”\n\nGone, but not forgotten. #budget"
    selections = project.selections()
    told = selections["“We were not told until Friday,” Ortiz said."]
    assert (project.tags(told), project.texts(told)) == (
        ["budget", "city/housing"],
        ["My note, Markdown as I wrote it. #budget"],
    )
    assert (told.get("creationDateTime"), told.get("name")) == ("2026-03-05T09:15:02.000000Z", next(iter(selections)))
    assert told.findtext(f"{QDA}Description") == "¶ 2 · Maria Ortiz"
    changed = selections["Voters decide in May."]
    assert changed.findtext(f"{QDA}Description") == "¶ 6 · noted on: “Voters decide in June.”"
    highlight = selections["# No heading this\n1. nor a list | of things"]
    assert (project.tags(highlight), project.texts(highlight)) == (["city hall"], [])
    assert len(selections) == 5
    lost = next(
        note for note in project.notes.values() if "forgotten" in (note.findtext(f"{QDA}PlainTextContent") or "")
    )
    assert project.tags(lost) == ["budget"]


def test_project_tells_where_the_text_is_from() -> None:
    project = Unpacked(to_qdpx(harbour()))
    names = {each.get("guid"): each.get("name") for each in project.root.iter(f"{QDA}Variable")}
    told = {
        names[each.find(f"{QDA}VariableRef").get("targetGUID")]: each.findtext(f"{QDA}TextValue")
        for each in project.root.iter(f"{QDA}VariableValue")
    }
    article = harbour().article
    expected = {"author": "Ann Lee", "published": "2026-03-02", "source": article.source, "sha256": article.sha256}
    assert told == expected


def test_authors_are_users() -> None:
    exported = one_note("One stands here.", "Mine.")
    (note,) = exported.notes
    theirs = replace(note.revisions[0], id="r2", by=Authorship("device", name="Bo <Ray>"))
    other = replace(note, id="bbbbbbbbb2", revisions=(theirs,))
    project = Unpacked(to_qdpx(replace(exported, notes=(note, other))))
    users = {each.get("guid"): each.get("name") for each in project.root.iter(f"{QDA}User")}
    assert list(users.values()) == ["reader", "Bo <Ray>"]
    assert [users[each.get("creatingUser")] for each in project.notes.values()] == ["reader", "Bo <Ray>"]


def test_positions_count_code_points() -> None:
    words = "🏴 e\u0301 𝔸\n\n“Yes,” Ann said."
    article = plain(f"\ufeff{words}")
    span = span_of(article, "Yes")
    exported = ExportData(article, ID, NOTHING, (note_on(article, span, "Why?"),))
    (source,) = (project := Unpacked(to_qdpx(exported))).sources
    assert list(project.selections()) == ["Yes"]
    assert project.text_of(source)[1:] == words
    assert not project.files[f"sources/{source.get('plainTextPath', '').removeprefix('internal://')}"].startswith(
        b"\xef\xbb"
    )


def test_tags_are_nested_codes() -> None:
    tags = ("city", "city/housing", "city/housing/rent", "a//b", "/", "Straße", "x/" * 40)
    project = Unpacked(to_qdpx(one_note("One.", "", tags)))
    assert project.tags(project.selections()["One."]) == [
        *("city", "city/housing", "city/housing/rent", "a/b", "/", "Straße", "x/" * 40)
    ]
    assert {"city", "city/housing", "a", "a/b"} <= set(project.codes.values())


def test_colours_are_codes_in_a_folder() -> None:
    exported = one_note("One.")
    first = replace(exported.notes[0].revisions[0], color="green")
    project = Unpacked(to_qdpx(replace(exported, notes=(replace(exported.notes[0], revisions=(first,)),))))
    assert project.tags(project.selections()["One."]) == ["Colours/green"]
    folder, green = project.root.iter(f"{QDA}Code")
    assert (folder.get("isCodable"), green.get("isCodable")) == ("false", "true")


def test_both_texts_of_a_conflict_are_there() -> None:
    exported = one_note("One.", "Mine.")
    (note,) = exported.notes
    first = note.revisions[0]
    theirs = replace(first, id="r2", parent=first.id, text="Theirs.", at="2026-03-06T09:15:02.000000Z")
    ours = replace(first, id="r3", parent=first.id, text="Ours.", at="2026-03-07T09:15:02.000000Z")
    project = Unpacked(to_qdpx(replace(exported, notes=(replace(note, revisions=(first, theirs, ours)),))))
    assert project.texts(project.selections()["One."]) == ["Ours.", "Theirs."]


def test_empty_article_without_notes_is_a_source() -> None:
    project = Unpacked(to_qdpx(ExportData(Article("", ()), ID, NOTHING, ())))
    assert [(each.get("name"), project.text_of(each)) for each in project.sources] == [("Untitled", "")]


def test_orphaned_highlight_keeps_its_words() -> None:
    """Also where the text of the article is not at hand."""
    note = note_on(plain("One stands here."), Span(0, 3), "", ("count",))
    lost = replace(note, placement=Placement(None, "orphaned"))
    project = Unpacked(to_qdpx(ExportData(Article("", ()), ID, NOTHING, (lost,))))
    assert project.texts(project.sources[0]) == ["“One”"]
    assert [project.tags(each) for each in project.notes.values()] == [["count"]]


def test_collection_has_its_articles_and_what_was_said() -> None:
    first = harbour()
    chosen = replace(first.analysis, entities=())
    other = replace(one_note("One stands here.", "Why?"), article_id="zzzzzzzzzz", chosen=NOTHING)
    project = Unpacked(to_qdpx(Collection((replace(first, notes=(), chosen=chosen), other), "harbour", "tag:harbour")))
    assert [each.get("name") for each in project.sources] == ["The Harbour Vote", "Notes"]
    said = {words: project.tags(each) for words, each in project.selections().items()}
    assert said["“We were not told until Friday,”"] == ["Speakers/Maria Ortiz"]
    assert said["“It was fair.”"] == ["Speakers/Unattributed"]
    assert said["One stands here."] == []


@pytest.mark.slow
def test_three_thousand_notes_are_all_there() -> None:
    article = plain("One stands here. " * 3_000)
    notes = [
        note_on(article, Span(17 * number, 17 * number + 16), f"Note {number}", (f"t/{number % 7}",), f"n{number}")
        for number in range(3_000)
    ]
    project = Unpacked(to_qdpx(ExportData(article, ID, NOTHING, tuple(notes))))
    assert len(project.notes) == len(list(project.root.iter(f"{QDA}PlainTextSelection"))) == 3_000


@example("", "0", ["\x80", "\x81"], "whole")
@given(
    st.text(),
    st.text(min_size=1),
    st.lists(st.text(min_size=1), max_size=3),
    st.sampled_from(["whole", "exact", "orphaned"]),
)
def test_any_words_are_valid_and_nothing_is_lost(title: str, words: str, tags: list[str], state: str) -> None:
    check_words(title, words, tags, state)


@pytest.mark.parametrize("state", ["whole", "exact", "orphaned"])
def test_hostile_words_are_made_visible(state: str) -> None:
    check_words(HOSTILE, HOSTILE, [HOSTILE, "/", "\n", "a/ "], state)


def check_words(title: str, words: str, tags: list[str], state: str) -> None:
    """Check a project whose title, author, tags, note and passage are these words."""
    article = replace(plain(clean(words), words), title=title, author=(words,))
    span = Span(0, len(words))
    note = note_on(article, None if state == "whole" else span, words, tuple(tags))
    if state == "orphaned":
        note = replace(note, placement=Placement(None, "orphaned"))
    project = Unpacked(to_qdpx(ExportData(article, ID, NOTHING, (note,))))
    kept = clean(words).translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})
    (source,) = project.sources
    assert len(project.text_of(source)) == len(words)
    noted = next(source.iter(f"{QDA}PlainTextSelection")) if state == "exact" else source
    (text,) = project.texts(noted)
    assert text == (f"“{kept}”\n\n{kept}" if state == "orphaned" else kept)
    coded = next(iter(project.notes.values())) if state == "orphaned" else noted
    assert len(project.tags(coded)) == len({"/".join(filter(None, clean(tag).split("/"))) or tag for tag in tags})


def test_project_is_recognized_and_made_of_the_same_bytes() -> None:
    made = to_qdpx(harbour())
    assert made == to_qdpx(harbour())
    assert is_qdpx_of(made, ID)
    assert not is_qdpx_of(made, "zzzzzzzzzz")
    assert not is_qdpx_of(b"PK", ID)
    with ZipFile(BytesIO(made)) as archive:
        assert [re.sub(r"[0-9a-f-]{36}", "GUID", each.filename) for each in archive.infolist()] == [
            "project.qde",
            "sources/GUID.txt",
        ]
        assert {each.external_attr >> 16 for each in archive.infolist()} == {0o644}
