"""Web Annotations, ours and those of other tools."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

from reader.anchoring import describe
from reader.library.library import Library
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.harbour import span_of
from tests.importers.story import (
    STORY,
    WRITTEN,
    annotation,
    everything,
    import_text,
    new_session,
    story,
    values,
    write,
)

URL = "https://example.org/harbour"

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "samples" / "w3c" / "examples.json").read_text(encoding="utf-8")
)


@at_most(20)
@given(WRITTEN)
def test_w3c_round_trip_is_the_identity(written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    with new_session() as session, TemporaryDirectory() as folder:
        write(session, written)
        fresh = Library(Path(folder) / "library.json")
        made = session.exports.render("w3c").decode()
        import_text(fresh, made)
        kept = everything(session.library, session.article_id)
        assert values(everything(fresh, session.article_id)) == values(kept)
        again = import_text(fresh, made)
        assert (again.new, again.edited, again.known) == ((), (), len(written))
        home = import_text(session.library, made)
        assert (home.new, home.edited, home.known) == ((), (), len(written))
        assert everything(session.library, session.article_id) == kept


def test_examples_of_the_specification_are_imported(other: Library) -> None:
    import_text(other, json.dumps(list(EXAMPLES.values())))
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


def test_annotation_becomes_a_note_on_its_passage(session: Session) -> None:
    taken = import_text(session.library, annotation())
    assert taken.states == {"exact": 1}
    (note,) = session.library.notes(session.article_id)
    assert (note.text, note.tags) == ("Net or gross? #money", ("city-hall", "money"))
    assert note.anchor == describe(STORY, span_of(session.article, "five million pounds"))
    assert note.created == "2026-01-02T03:04:05.000000Z"
    assert import_text(session.library, annotation()).known == 1


@pytest.mark.parametrize("words", ["Leith", "Ortiz", "sale", "Harbour"])
def test_trimmed_context_takes_in_no_neighbour(session: Session, words: str) -> None:
    span = span_of(session.article, words)
    prefix, suffix = STORY[max(0, span.start - 32) : span.start].strip(), STORY[span.end : span.end + 32].strip()
    selector = {"type": "TextQuoteSelector", "exact": words, "prefix": prefix, "suffix": suffix}
    taken = import_text(
        session.library, annotation(target={"source": "https://example.org/harbour", "selector": selector})
    )
    assert taken.states == {"exact": 1}
    (note,) = session.library.notes()
    assert note.anchor == describe(STORY, span)


def test_remote_change_is_an_edit_and_local_change_is_kept(session: Session) -> None:
    import_text(session.library, annotation())
    (note,) = session.library.notes()
    import_text(session.library, annotation(bodyValue="Second thought."))
    changed = session.library.note(note.id)
    assert changed
    assert (changed.text, changed.conflict) == ("Net or gross? #money\n\nSecond thought.", ())
    session.library.save(changed.revised(text="Mine."))
    taken = import_text(session.library, annotation(bodyValue="Third thought."))
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = session.library.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Mine.", "Net or gross? #money\n\nThird thought."}
    for body in (None, "Second thought.", "Third thought."):
        assert import_text(session.library, annotation(**({"bodyValue": body} if body else {}))).known == 1


def test_missing_passage_is_orphaned(session: Session) -> None:
    selector = {"type": "TextQuoteSelector", "exact": "The mayor had resigned."}
    taken = import_text(
        session.library, annotation(target={"source": "https://example.org/harbour", "selector": selector})
    )
    assert taken.states == {"orphaned": 1}
    (note,) = session.library.notes()
    assert note.anchor
    assert note.anchor.exact == "The mayor had resigned."


def test_position_without_words_is_ignored(session: Session) -> None:
    selector = {"type": "TextPositionSelector", "start": 3, "end": 9}
    taken = import_text(
        session.library, annotation(target={"source": "https://example.org/harbour", "selector": selector})
    )
    assert taken.states == {"whole": 1}


# ---------------------------------------------------------------------- comments of the shared page


def page_comment(text: str, words: str, nth: int = 0, **more: object) -> dict[str, Any]:
    """An annotation as the shared page writes it: the words with single spaces, and their place in the text."""
    span = span_of(story(), words, nth)
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:uuid:8f1c1f0a-3c3e-4a8e-9d1c-1b2c3d4e5f60",
        "type": "Annotation",
        "created": "2026-03-05T09:15:02.123Z",
        "modified": "2026-03-05T09:15:02.123Z",
        "creator": {"type": "Person", "name": "Ben Ray"},
        "body": [{"type": "TextualBody", "value": text, "format": "text/plain", "purpose": "commenting"}],
        "target": {
            "source": f"urn:x-reader:article:{story().text_id}",
            "selector": [
                {"type": "TextQuoteSelector", "exact": " ".join(words.split()), "prefix": "", "suffix": ""},
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
        "schema:isBasedOn": {"schema:name": "The Harbour Vote", "schema:sha256": story().sha256},
        **more,
    }


def test_a_comment_is_placed_where_it_was_made_with_its_author(session: Session) -> None:
    """Its words occur twice without context, but the file names the text that its place is in."""
    made = json.dumps(page_comment("Which Friday?", "Friday", 1))
    assert import_text(session.library, made).states == {"exact": 1}
    (note,) = session.library.notes()
    assert note.span == span_of(story(), "Friday", 1)
    assert (note.author.name, note.made_on) == ("Ben Ray", story().sha256)
    again = import_text(session.library, made)
    assert (again.new, again.edited, again.known) == ((), (), 1)


def test_a_comment_on_an_older_text_follows_its_words(session: Session) -> None:
    newer = STORY.replace("The council of Leith voted on Friday.", "On Friday, late, the council of Leith voted.")
    later = Session(replace(story(), text=newer, blocks=read_plain(newer).blocks), session.paths)
    later.record_opening()
    assert later.article_id == session.article_id
    import_text(session.library, json.dumps(page_comment("Which Friday?", "Friday", 1)))
    (note,) = session.library.notes()
    assert note.made_on == story().sha256
    assert note.placement
    assert note.placement.state == "exact"
    assert note.span == Span(newer.index("Friday,”"), newer.index("Friday,”") + 6)


def test_an_edited_comment_is_one_more_revision_by_its_author(session: Session) -> None:
    import_text(session.library, json.dumps(page_comment("Which?", "Friday", 1)))
    later = page_comment("Which Friday?", "Friday", 1, modified="2026-03-06T10:00:00.000Z")
    assert len(import_text(session.library, json.dumps(later)).edited) == 1
    (note,) = session.library.notes()
    assert [(revision.text, revision.by.name) for revision in note.revisions] == [
        ("Which?", "Ben Ray"),
        ("Which Friday?", "Ben Ray"),
    ]


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "Ann\x1b]52;c;aGk=\x07 \u202eLee\n"}, "Ann␛]52;c;aGk=␇ �Lee"),
        ([{"type": "Software"}, {"name": "Ann"}], "Ann"),
        ({"nickname": "ann"}, "ann"),
        ({"name": "x" * 500}, "x" * 100),
        ("https://example.org/ann", ""),
        ({"name": ["Ann"]}, ""),
        ({"name": {"a": 1}}, ""),
        (5, ""),
        (None, ""),
        ([], ""),
    ],
)  # fmt: skip
def test_names_of_authors_are_harmless(session: Session, creator: object, name: str) -> None:
    import_text(session.library, json.dumps(page_comment("?", "Friday", creator=creator)))
    assert [note.author.name for note in session.library.notes()] == [name]


@pytest.mark.parametrize(
    ("start", "end", "sha256"),
    [(0, 6, None), (10**9, 10**9 + 6, None), (-4, 2, None), ("5", [], None), (0, 6, "0" * 64), (0, 6, 5)],
)
def test_a_false_place_moves_nothing(session: Session, start: object, end: object, sha256: object) -> None:
    """The words decide: at another place, or in a text that nobody has, a position counts for nothing."""
    comment = page_comment("Who?", "Maria Ortiz")
    comment["target"]["selector"][1] |= {"start": start, "end": end}
    if sha256 is not None:
        comment["schema:isBasedOn"]["schema:sha256"] = sha256
    import_text(session.library, json.dumps(comment))
    (note,) = session.library.notes()
    assert note.span == span_of(story(), "Maria Ortiz")


def test_authors_come_back_from_our_own_exports(session: Session, other: Library) -> None:
    import_text(session.library, json.dumps(page_comment("Which?", "Friday", 1)))
    session.load_notes()
    for form in ("w3c", "json"):
        assert import_text(other, session.exports.render(form).decode()).known == (form == "json")
        assert [note.author.name for note in other.notes()] == ["Ben Ray"]
