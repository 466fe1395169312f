"""Web Annotations, ours and those of other tools."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given

from reader.anchoring import describe
from reader.library.library import Library
from reader.session.session import Session
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
        made = session.export("w3c")
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
