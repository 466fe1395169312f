"""Notes from elsewhere: what goes out comes in the same, twice is once, and nothing is lost or taken on trust."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.anchoring import describe
from reader.annotations.notes import Note, inline_tags
from reader.document.article import Article
from reader.errors import NoteImportError
from reader.export.markdown.region import find_region
from reader.importers import ImportResult, coerce
from reader.importers import detect as file
from reader.importers.apply import apply_import
from reader.importers.detect import parse_import, read_import_file
from reader.importers.markdown import restore_lines
from reader.library.library import Library
from reader.session.note_editing import clean_note_text
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import Places
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.export.test_markdown import NOTES
from tests.fixtures.harbour import span_of

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "samples" / "w3c" / "examples.json").read_text(encoding="utf-8")
)

STORY = (
    "The Harbour Vote\n\n"
    "The council of Leith voted on Friday. Nobody was told.\n\n"
    "“We were not told until Friday,” Maria Ortiz said. The sale brings in five million pounds, net of tax.\n\n"
    "Voters decide in May, and a pension fund waits for them.\n"
)


def story(source: str = "https://example.org/harbour") -> Article:
    return read_plain(STORY, source)


def places_in(folder: Path) -> Places:
    return Places(folder / "library.json", folder / "state", folder / "cache")


@contextmanager
def new_session(article: Article | None = None) -> Iterator[Session]:
    """A sitting over an empty library of its own; with hypothesis, a fixture would be one for all examples."""
    with TemporaryDirectory() as folder:
        session = Session(article or story(), places_in(Path(folder)))
        session.enter()
        yield session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(story(), places_in(tmp_path / "mine"))
    made.enter()
    return made


@pytest.fixture
def other(tmp_path: Path) -> Library:
    """Another library, empty."""
    return Library(places_in(tmp_path / "other").library)


def brought(library: Library, text: str) -> ImportResult:
    return apply_import(library, parse_import(text, library))


def everything(library: Library, article_id: str) -> dict[str, Note]:
    found = library.notes(article_id) + library.notes(article_id, deleted=True)
    return {note.id: replace(note, placement=None) for note in found}


def values(notes: dict[str, Note]) -> dict[str, object]:
    """What notes say, without their history."""
    return {own: (note.head.values, note.created, note.updated, note.article) for own, note in notes.items()}


# ---------------------------------------------------------------------- any notes

TAGS = st.lists(st.sampled_from(["a", "budget", "city/housing", "Über_1", "x-1", "2024a"]), max_size=3)
TEXTS = NOTES.map(clean_note_text)
SPANS = st.one_of(
    st.none(),
    st.tuples(st.integers(0, len(STORY) - 2), st.integers(1, 80)).map(
        lambda pair: Span(pair[0], min(len(STORY) - 1, pair[0] + pair[1]))
    ),
)
WRITTEN = st.lists(st.tuples(SPANS, TEXTS, TAGS, st.booleans()), max_size=4)


def write(session: Session, written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    for span, text, tags, again in written:
        note = session.annotate(span, text, tags)
        if again:
            session.edit(note.id, f"{text}\nmore #later", tags)


@settings(deadline=None, max_examples=20)
@given(WRITTEN)
def test_json_out_and_in_is_the_identity(written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    with new_session() as session, TemporaryDirectory() as folder:
        write(session, written)
        fresh = Library(Path(folder) / "library.json")
        made = session.export("json")
        taken = brought(fresh, made)
        assert everything(fresh, session.article_id) == everything(session.library, session.article_id)
        assert (len(taken.new), taken.known) == (len(written), 0)
        before = fresh.path.read_bytes() if written else b""
        again = brought(fresh, made)
        assert (again.new, again.edited, again.known) == ((), (), len(written))
        assert not written or fresh.path.read_bytes() == before


@settings(deadline=None, max_examples=20)
@given(WRITTEN)
def test_web_annotations_out_and_in_is_the_identity(written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    with new_session() as session, TemporaryDirectory() as folder:
        write(session, written)
        fresh = Library(Path(folder) / "library.json")
        made = session.export("w3c")
        brought(fresh, made)
        kept = everything(session.library, session.article_id)
        assert values(everything(fresh, session.article_id)) == values(kept)
        again = brought(fresh, made)
        assert (again.new, again.edited, again.known) == ((), (), len(written))
        home = brought(session.library, made)
        assert (home.new, home.edited, home.known) == ((), (), len(written))
        assert everything(session.library, session.article_id) == kept


@settings(deadline=None, max_examples=25)
@given(WRITTEN, st.data())
@example([(None, "# High\n\n```\nopen", ["a"], False), (Span(20, 30), "<script>\n- a", [], True)], None)
def test_markdown_out_and_in_brings_back_what_was_edited_and_nothing_else(
    written: list[tuple[Span | None, str, list[str], bool]], data: st.DataObject | None
) -> None:
    with new_session() as session:
        write(session, written)
        made = session.export()
        kept = everything(session.library, session.article_id)
        taken = brought(session.library, made)
        assert (taken.new, taken.edited) == ((), ())
        touched = "My own remark.\n\n<!-- reader:end sha256=".join(made.rsplit("<!-- reader:end sha256=", 1))
        taken = brought(session.library, touched)
        assert (taken.new, taken.edited, taken.known, taken.remarks) == ((), (), len(written), ())
        assert everything(session.library, session.article_id) == kept
        if written and data is not None:
            own = data.draw(st.sampled_from(sorted(kept)))
            edit_one(session, touched, own)


def edit_one(session: Session, markdown: str, own: str) -> None:
    """A line is added to one note by hand, and comes back on that note alone."""
    before = everything(session.library, session.article_id)
    if before[own].anchor is None:
        lines = markdown.split("\n")
        at = next(number for number, line in enumerate(lines) if line.endswith(f" ^rd-{own}"))
        edited = "\n".join([*lines[:at], "By hand. #hand", "", *lines[at:]])
    else:
        edited = markdown.replace(f"\n^rd-{own}\n", f"\n^rd-{own}\n\nBy hand. #hand\n", 1)
    taken = brought(session.library, edited)
    assert taken.edited == (own,)
    after = everything(session.library, session.article_id)
    assert {key: note for key, note in after.items() if key != own} == {
        key: note for key, note in before.items() if key != own
    }
    assert "By hand. #hand" in after[own].text
    assert set(inline_tags(after[own].text)) <= set(after[own].tags)
    assert set(before[own].tags) - set(inline_tags(before[own].text)) <= set(after[own].tags)
    assert (after[own].anchor, after[own].revisions[:-1]) == (before[own].anchor, before[own].revisions)
    assert brought(session.library, edited).edited == ()


# ---------------------------------------------------------------------- an article that is not known


def test_the_file_of_a_new_article_is_opened_and_its_notes_are_in_place(tmp_path: Path, other: Library) -> None:
    source = tmp_path / "harbour.txt"
    source.write_text(STORY)
    mine = Session(story(str(source)), places_in(tmp_path / "mine"))
    mine.enter()
    mine.annotate(span_of(mine.article, "five million pounds"), "Net?")
    taken = brought(other, mine.export("json"))
    assert (taken.states, taken.articles, taken.remarks) == ({"exact": 1}, 1, ())
    (record,) = other.articles()
    assert (record.id, record.title, record.sources) == (mine.article_id, "The Harbour Vote", (str(source),))
    assert other.kept_text(record.texts[-1]) == STORY


def test_without_its_text_the_notes_wait_and_find_their_places_later(session: Session, other: Library) -> None:
    note = session.annotate(span_of(session.article, "five million pounds"), "Net?")
    session.annotate(None, "On the whole.")
    taken = brought(other, session.export("json"))
    assert taken.states == {"orphaned": 1, "whole": 1}
    assert "its text was not found" in taken.remarks[0]
    assert "reader https://example.org/harbour" in taken.remarks[0]
    waiting = other.note(note.id)
    assert waiting
    assert waiting.placement
    assert waiting.placement.state == "orphaned"
    later = Session(story(), Places(other.path, other.path.parent, other.path.parent))
    assert str(later.enter()) == "1 in place"
    assert later.article_id == session.article_id
    assert later.note(note.id).text == "Net?"


def test_a_file_with_another_text_is_not_taken_for_the_article(tmp_path: Path, other: Library) -> None:
    source = tmp_path / "passwords.txt"
    source.write_text("Something else entirely, and none of anybody's business.")
    mine = Session(story(str(source)), places_in(tmp_path / "mine"))
    mine.enter()
    mine.annotate(span_of(mine.article, "five million pounds"), "Net?")
    taken = brought(other, mine.export("json"))
    assert taken.states == {"orphaned": 1}
    (record,) = other.articles()
    assert record.texts == (mine.article.sha256,)
    assert other.kept_text(record.texts[0]) is None


def test_words_that_changed_since_are_said_to_be(tmp_path: Path, other: Library, session: Session) -> None:
    session.annotate(span_of(session.article, "The sale brings in five million pounds, net of tax."), "Net?")
    session.annotate(span_of(session.article, "Voters decide in May"), "When?")
    session.annotate(span_of(session.article, "The council of Leith voted on Friday."), "Who?")
    changed = STORY.replace("five million", "six million").replace("Voters decide in May, and", "So")
    theirs = Session(read_plain(changed, "https://example.org/harbour"), Places(other.path, tmp_path, tmp_path))
    theirs.enter()
    taken = brought(other, session.export("json"))
    assert taken.states == {"exact": 1, "changed": 1, "orphaned": 1}
    assert taken.articles == 0


def test_corrections_come_along(session: Session, other: Library) -> None:
    from reader.annotations.corrections import Rename, describe_change

    session.correct(Rename(("Maria Ortiz", "Ortiz"), "Councillor Ortiz"))
    taken = brought(other, session.export("json"))
    assert (taken.corrections, taken.articles) == (1, 1)
    (made,) = other.corrections(session.article_id)
    assert describe_change(made.change) == "Maria Ortiz renamed to Councillor Ortiz"
    assert brought(other, session.export("json")).corrections == 0


def test_an_article_that_was_removed_is_back_with_its_notes(session: Session) -> None:
    session.library.put_on("removed", session.article_id)
    brought(session.library, annotation())
    (record,) = session.library.articles()
    assert record.shelf == ""


# ---------------------------------------------------------------------- our JSON


def test_both_sides_of_a_history_are_kept(session: Session, other: Library) -> None:
    note = session.annotate(span_of(session.article, "five million pounds"), "Net?")
    brought(other, session.export("json"))
    theirs = other.note(note.id)
    assert theirs
    other.save(theirs.revised(text="Gross!"))
    session.edit(note.id, "Net, surely.", ())
    taken = brought(other, session.export("json"))
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = other.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Gross!", "Net, surely."}


def test_a_text_that_was_changed_by_hand_in_the_json_is_an_edit(session: Session) -> None:
    note = session.annotate(None, "Before.")
    made = json.loads(session.export("json"))
    made["notes"][0]["text"] = "By hand."
    taken = brought(session.library, json.dumps(made))
    assert taken.edited == (note.id,)
    changed = session.library.note(note.id)
    assert changed
    assert [revision.text for revision in changed.revisions] == ["Before.", "By hand."]


def test_an_imported_edit_can_be_undone(session: Session) -> None:
    note = session.annotate(None, "Before.")
    brought(session.library, session.export().replace("Before.", "After."))
    later = Session(story(), session.places)
    later.look()
    assert later.note(note.id).text == "After."
    assert later.undo() == "the note's text is as it was"
    assert later.note(note.id).text == "Before."


def test_a_deleted_note_stays_deleted(session: Session) -> None:
    session.annotate(None, "Gone.")
    made = [session.export("json"), session.export("w3c")]
    session.delete(session.notes[0].id)
    for text in made:
        taken = brought(session.library, text)
        assert (taken.new, taken.edited, taken.known) == ((), (), 1)
    assert session.library.notes() == []


# ---------------------------------------------------------------------- Web Annotations of others


def test_the_examples_of_the_model_are_understood(other: Library) -> None:
    brought(other, json.dumps(list(EXAMPLES.values())))
    by_text = {note.text: note for note in other.notes()}
    assert {"<p>j'adore !</p>", "Comment text", "http://example.org/note1"} <= set(by_text)
    read_me = by_text["A good description of the topic that bears further investigation"]
    assert read_me.tags == ("readme",)
    exact = {note.anchor.exact: note.anchor for note in other.notes() if note.anchor}
    assert set(exact) == {"anotation", "Selected Text"}
    assert (exact["anotation"].prefix, exact["anotation"].suffix) == ("this is an ", " that has some")
    assert by_text["http://example.net/review1"].created == "2015-01-28T12:00:00.000000Z"
    assert by_text["http://example.net/review1"].updated == "2015-01-29T09:00:00.000000Z"
    assert len(other.notes()) == 12  # two of the examples have one id
    assert {record.sources for record in other.articles()} >= {("http://example.com/book/chapter1",)}


def annotation(**more: object) -> str:
    """A Web Annotation of another tool on the story."""
    made = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example/7",
        "type": "Annotation",
        "created": "2026-01-02T03:04:05Z",
        "body": [
            {"type": "TextualBody", "value": "Net or gross? #money"},
            {"type": "TextualBody", "value": "city hall", "purpose": "tagging"},
        ],
        "target": {
            "source": "http://www.example.org/harbour#part",
            "selector": {"type": "TextQuoteSelector", "exact": "five million pounds", "prefix": "brings in "},
        },
    }
    return json.dumps({**made, **more})


def test_an_annotation_of_another_tool_is_a_note_on_its_words(session: Session) -> None:
    taken = brought(session.library, annotation())
    assert taken.states == {"exact": 1}
    (note,) = session.library.notes(session.article_id)
    assert (note.text, note.tags) == ("Net or gross? #money", ("city-hall", "money"))
    assert note.anchor == describe(STORY, span_of(session.article, "five million pounds"))
    assert note.created == "2026-01-02T03:04:05.000000Z"
    assert brought(session.library, annotation()).known == 1


def test_what_was_changed_elsewhere_is_an_edit_and_what_was_changed_here_stays(session: Session) -> None:
    brought(session.library, annotation())
    (note,) = session.library.notes()
    brought(session.library, annotation(bodyValue="Second thought."))
    changed = session.library.note(note.id)
    assert changed
    assert (changed.text, changed.conflict) == ("Net or gross? #money\n\nSecond thought.", ())
    session.library.save(changed.revised(text="Mine."))
    taken = brought(session.library, annotation(bodyValue="Third thought."))
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = session.library.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Mine.", "Net or gross? #money\n\nThird thought."}
    for body in (None, "Second thought.", "Third thought."):
        assert brought(session.library, annotation(**({"bodyValue": body} if body else {}))).known == 1


def test_words_that_are_not_there_are_orphaned_with_their_words(session: Session) -> None:
    selector = {"type": "TextQuoteSelector", "exact": "The mayor had resigned."}
    taken = brought(session.library, annotation(target={"source": "https://example.org/harbour", "selector": selector}))
    assert taken.states == {"orphaned": 1}
    (note,) = session.library.notes()
    assert note.anchor
    assert note.anchor.exact == "The mayor had resigned."


def test_a_position_alone_is_not_believed(session: Session) -> None:
    selector = {"type": "TextPositionSelector", "start": 3, "end": 9}
    taken = brought(session.library, annotation(target={"source": "https://example.org/harbour", "selector": selector}))
    assert taken.states == {"whole": 1}


# ---------------------------------------------------------------------- Hypothesis


def row(own: str, **more: object) -> dict[str, object]:
    """An annotation as the API of Hypothesis answers it."""
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3, "endContainer": "/p[1]", "endOffset": 9},
        {"type": "TextPositionSelector", "start": 1017, "end": 1036},
        {
            "type": "TextQuoteSelector",
            "exact": "five million pounds",
            "prefix": "sale brings in ",
            "suffix": ", net of",
        },
    ]
    return {
        "id": own,
        "created": "2026-03-02T08:00:00.123456+00:00",
        "updated": "2026-03-02T09:00:00.123456+00:00",
        "user": "acct:ann@hypothes.is",
        "uri": "https://example.org/harbour",
        "text": "Net or gross?",
        "tags": ["money", "to check"],
        "target": [{"source": "https://example.org/harbour", "selector": selectors}],
        "document": {"title": ["The Harbour Vote"]},
        **more,
    }


@pytest.mark.parametrize("shape", ["rows", "annotations", "list", "one"])
def test_annotations_of_hypothesis_are_notes_on_their_words(shape: str, session: Session) -> None:
    rows = [row("Aa1")]
    value: object = {"rows": {"total": 1, "rows": rows}, "annotations": {"annotations": rows}, "list": rows}.get(
        shape, rows[0]
    )
    taken = brought(session.library, json.dumps(value))
    assert taken.states == {"exact": 1}
    (note,) = session.library.notes(session.article_id)
    assert (note.text, note.tags) == ("Net or gross?", ("money", "to-check"))
    assert note.anchor
    assert note.anchor.start == STORY.index("five million pounds")
    assert (note.created[:19], note.updated[:19]) == ("2026-03-02T08:00:00", "2026-03-02T09:00:00")
    assert brought(session.library, json.dumps(value)).known == 1


def test_page_notes_replies_and_several_people_are_told_apart(session: Session) -> None:
    rows = [
        row("Aa1"),
        row("Bb2", target=[{"source": "https://example.org/harbour"}], text="On the page.", tags=[]),
        row("Cc3", target=[{}], references=["Aa1"], user="acct:bob@hypothes.is", text="Gross.", tags=[]),
    ]
    taken = brought(session.library, json.dumps({"rows": rows}))
    assert taken.states == {"exact": 2, "whole": 1}
    by_text = {note.text: note for note in session.library.notes()}
    assert by_text["On the page."].anchor is None
    assert by_text["Gross."].anchor == by_text["Net or gross?"].anchor
    assert by_text["Gross."].tags == ("by/bob",)
    assert by_text["On the page."].tags == ("by/ann",)


def test_one_file_may_be_about_several_pages(session: Session) -> None:
    elsewhere = row("Bb2", uri="https://example.org/other", document={"title": ["Another"]})
    pdf = row("Cc3", uri="urn:x-pdf:0123abcd", document={"title": ["A paper"]})
    taken = brought(session.library, json.dumps([row("Aa1"), elsewhere, pdf]))
    assert taken.states == {"exact": 1, "orphaned": 2}
    assert taken.articles == 2
    assert {record.title for record in session.library.articles()} == {"The Harbour Vote", "Another", "A paper"}
    again = brought(session.library, json.dumps([row("Aa1"), elsewhere, pdf]))
    assert (again.known, again.articles) == (3, 0)


# ---------------------------------------------------------------------- edited Markdown


def test_text_and_tags_that_were_edited_come_back(session: Session) -> None:
    note = session.annotate(span_of(session.article, "five million pounds"), "Net?\n\n# Why?", ("todo",))
    made = session.export()
    edited = made.replace("Net?", "Net, I think. #sure").replace("#todo · ", "#done #city/housing · ")
    assert brought(session.library, edited).edited == (note.id,)
    changed = session.library.note(note.id)
    assert changed
    assert (changed.text, changed.tags) == ("Net, I think. #sure\n\n# Why?", ("done", "city/housing", "sure"))


def test_after_its_edits_were_taken_back_a_file_can_be_exported_again(session: Session, tmp_path: Path) -> None:
    session.annotate(span_of(session.article, "five million pounds"), "Net?", ("todo",))
    session.annotate(None, "On the whole.")
    target = tmp_path / "notes.md"
    session.export_to(target)
    target.write_text(target.read_text().replace("Net?", "Gross?").replace("#todo · ", "#todo #new · "))
    apply_import(session.library, read_import_file(target, session.library))
    session.look()
    session.export_to(target)
    region = find_region(target.read_text())
    assert region
    assert not region.edited
    assert "Gross?" in region.text


def test_free_text_in_the_region_still_keeps_an_export_from_it(session: Session, tmp_path: Path) -> None:
    session.annotate(None, "On the whole.")
    target = tmp_path / "notes.md"
    session.export_to(target)
    target.write_text(target.read_text().replace("<!-- reader:end", "My own.\n<!-- reader:end"))
    apply_import(session.library, read_import_file(target, session.library))
    with pytest.raises(Exception, match="--force"):
        session.export_to(target)


def test_a_note_that_was_taken_out_of_the_file_is_told_and_kept(session: Session) -> None:
    kept = session.annotate(span_of(session.article, "Nobody was told."), "Kept.")
    gone = session.annotate(span_of(session.article, "five million pounds"), "Gone.")
    made = session.export()
    start, end = (
        made.index("> five million pounds"),
        made.index("## ") if "## " in made else made.index("<!-- reader:end"),
    )
    cut = made[:start] + made[end:]
    later = session.annotate(span_of(session.article, "Voters decide"), "Written since.")
    taken = brought(session.library, cut)
    assert taken.edited == ()
    assert [remark for remark in taken.remarks if gone.id in remark]
    assert not [remark for remark in taken.remarks if kept.id in remark or later.id in remark]
    assert len(session.library.notes()) == 3


def test_a_file_that_is_older_than_the_library_makes_a_conflict_and_loses_nothing(session: Session) -> None:
    note = session.annotate(None, "First.")
    made = session.export()
    session.edit(note.id, "Second, here.", ())
    assert brought(session.library, made.replace("<!-- reader:end", "x\n<!-- reader:end")).edited == ()
    taken = brought(session.library, made.replace("First.", "Second, there."))
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = session.library.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Second, here.", "Second, there."}


def test_a_file_from_a_windows_editor_that_trims_lines_is_not_edited(session: Session) -> None:
    session.annotate(span_of(session.article, "five million pounds"), "hard  \nbreak  \n\nend")
    made = session.export().replace("  \n", "\n").replace("\n", "\r\n")
    taken = brought(session.library, made)
    assert (taken.edited, taken.known) == ((), 1)


def test_what_is_unclear_in_the_file_is_told_and_left_alone(session: Session) -> None:
    one = session.annotate(span_of(session.article, "five million pounds"), "One.")
    two = session.annotate(span_of(session.article, "Voters decide"), "Two.")
    made = session.export()
    date = one.created[:10]
    broken = made.replace(f" · {date}", "", 1).replace(
        f"\n^rd-{two.id}\n", f"\n^rd-{two.id}\n\nx · {date}\n\n^rd-{two.id}\n"
    )
    broken = broken.replace("<!-- reader:end", "> x\n\n^rd-nobody\n\nx\n\n<!-- reader:end")
    taken = brought(session.library, broken.replace("One.", "Edited.").replace("Two.", "Edited."))
    assert taken.edited == ()
    assert len(taken.remarks) == 3
    assert any("nobody" in remark for remark in taken.remarks)


def test_markdown_of_an_article_that_is_not_known_is_refused(session: Session, other: Library) -> None:
    session.annotate(None, "On the whole.")
    with pytest.raises(NoteImportError, match="--format json"):
        brought(other, session.export().replace("whole", "other"))


@pytest.mark.parametrize(
    ("text", "was", "made"),
    [
        ("### Why?\nmore", "# Why?", "# Why?\nmore"),
        ("more\n\n### Why?", "# Why?\n\nold", "more\n\n# Why?"),
        ("\\^rd-x\nmore", "^rd-x", "^rd-x\nmore"),
        ("```\nopen\n```\nmore", "```\nopen", "```\nopen\n```\nmore"),
    ],
)
def test_lines_of_a_note_that_were_not_edited_stay_as_you_wrote_them(text: str, was: str, made: str) -> None:
    assert restore_lines(text, was) == made


# ---------------------------------------------------------------------- hostile, damaged, huge


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just a letter.",
        "{",
        "[1, 2]",
        "{}",
        "null" + " " * 10,
        '{"rows": [1]}',
        '{"format": "reader"}',
        '{"format": "reader", "version": 99, "article": {"id": "aaaaaaaaaa"}}',
        '{"format": "reader", "version": "1", "article": {"id": "aaaaaaaaaa"}}',
        '{"format": "reader", "version": 1, "article": {"id": "../../etc"}}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": 5}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": [5]}',
        '{"format": "reader", "version": 1, "article": {"id": "aaaaaaaaaa"}, "notes": [{"id": "b", "revisions": []}]}',
        '{"format": "reader", "version": 1, "article": {"id": "a"}, "corrections": [{"id": "b", "change": "explode"}]}',
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "bodyValue": "x"}',
        "[" * 100_000,
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": ' * 900,
        "<!-- reader:begin x -->\n",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_nothing_is_written(text: str, other: Library, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_text(text)
    with pytest.raises(NoteImportError, match=r"damaged\.json: ") as caught:
        apply_import(other, read_import_file(damaged, other))
    assert "\n" not in str(caught.value)
    assert not other.path.exists()


@pytest.mark.parametrize("made", ["missing", "folder", "bytes", "large", "nul"])
def test_a_file_that_cannot_be_read_is_told(
    made: str, other: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "LIMIT", 100)
    path = tmp_path / ("a\0b" if made == "nul" else "notes.json")
    if made == "folder":
        path.mkdir()
    elif made in ("bytes", "large"):
        path.write_bytes(b"\xff\xfe{" if made == "bytes" else b"[" + b" " * 200 + b"]")
    with pytest.raises(NoteImportError, match="nothing was imported"):
        read_import_file(path, other)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def odd(good: Any, data: st.DataObject) -> Any:
    """A good value with something odd in one place."""
    if isinstance(good, dict) and good and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(good)))
        return {**good, key: odd(good[key], data)}
    if isinstance(good, list) and good and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(good) - 1))
        return [*good[:at], odd(good[at], data), *good[at + 1 :]]
    return data.draw(JSON)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(["reader", "w3c", "hypothesis"]), st.data())
def test_whatever_stands_in_a_file_it_is_taken_or_refused(form: str, data: st.DataObject) -> None:
    with new_session() as session:
        session.annotate(span_of(session.article, "five million pounds"), "Net?", ("todo",))
        good = {
            "reader": json.loads(session.export("json")),
            "w3c": json.loads(annotation()),
            "hypothesis": {"rows": [row("Aa1"), row("Bb2", references=["Aa1"], target=[])]},
        }[form]
        text = json.dumps(odd(good, data))
        try:
            taken = brought(session.library, text)
        except NoteImportError:
            return
        assert brought(session.library, text).new == ()
        for own in (*taken.new, *taken.edited):
            note = session.library.note(own)
            assert note
            assert note.text == clean(note.text)


def test_foreign_words_are_harmless(session: Session) -> None:
    hostile = "\x1b]52;c;aGk=\x07\u202e"
    brought(
        session.library,
        annotation(
            body=[
                {"type": "TextualBody", "value": hostile},
                {"type": "TextualBody", "value": hostile, "purpose": "tagging"},
            ],
            target={
                "source": f"https://x.example/{hostile}",
                "selector": {"type": "TextQuoteSelector", "exact": hostile},
            },
        ),
    )
    written = session.library.path.read_text(encoding="utf-8")
    assert [sign for sign in ("\x1b", "\\u001b", "\u202e", "\\u202e") if sign in written] == []
    assert len(session.library.notes()) == 1


def test_ten_thousand_tags_are_not_believed() -> None:
    assert len(coerce.to_tags([f"t{number}" for number in range(10_000)], "")) == coerce.MOST_TAGS
    assert coerce.to_tags(["x" * 1000], "") == ("x" * coerce.LONGEST_TAG,)


def test_one_file_is_one_write_all_or_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.library.storage import SafeStorage

    saved: list[int] = []
    commit = SafeStorage._commit  # noqa: SLF001 - how often it is called is what is asked

    def counted(self: SafeStorage, *rest: Any) -> None:
        saved.append(1)
        commit(self, *rest)

    monkeypatch.setattr(SafeStorage, "_commit", counted)
    brought(session.library, json.dumps([row("Aa1"), row("Bb2", uri="https://example.org/other")]))
    assert saved == [1]


def test_an_empty_parcel_is_nothing(session: Session) -> None:
    before = session.library.path.read_bytes()
    assert apply_import(session.library, []) == ImportResult()
    assert brought(session.library, session.export("json")).known == 0
    assert session.library.path.read_bytes() == before


# ---------------------------------------------------------------------- the command


def test_the_command_says_what_became_of_each_file(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.cli import main

    note = session.annotate(span_of(session.article, "five million pounds"), "Net?")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(session.export("json"))
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


def test_ctrl_c_takes_nothing_in_and_says_so(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.cli import main
    from reader.importers import apply

    session.annotate(span_of(session.article, "five million pounds"), "Net?")
    file, library = tmp_path / "notes.json", tmp_path / "third" / "library.json"
    file.write_text(session.export("json"))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(apply, "place", interrupted)
    monkeypatch.setattr(apply, "place_notes", interrupted)
    assert main(["--library", str(library), "import", str(file)]) == 130
    assert capsys.readouterr().err == f"reader: stopped: {file} was imported completely or not at all\n"
    assert Library(library).notes() == []
