"""JSON exports of reader, imported."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given

from reader.library.library import Library
from reader.session.session import Session
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.harbour import span_of
from tests.fixtures.note_edits import rewrite
from tests.importers.story import (
    WRITTEN,
    everything,
    import_text,
    new_session,
    write,
)


@at_most(20)
@given(WRITTEN)
def test_json_round_trip_is_the_identity(written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    with new_session() as session, TemporaryDirectory() as folder:
        write(session, written)
        fresh = Library(Path(folder) / "library.json")
        made = session.exports.render("json").decode()
        taken = import_text(fresh, made)
        assert everything(fresh, session.article_id) == everything(session.library, session.article_id)
        assert (len(taken.new), taken.known) == (len(written), 0)
        before = fresh.path.read_bytes() if written else b""
        again = import_text(fresh, made)
        assert (again.new, again.edited, again.known) == ((), (), len(written))
        assert not written or fresh.path.read_bytes() == before


def test_both_branches_of_a_history_are_kept(session: Session, other: Library) -> None:
    note = session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?")
    import_text(other, session.exports.render("json").decode())
    theirs = other.note(note.id)
    assert theirs
    other.save(theirs.revised(text="Gross!"))
    rewrite(session, note.id, "Net, surely.", ())
    taken = import_text(other, session.exports.render("json").decode())
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = other.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Gross!", "Net, surely."}


def test_text_changed_in_the_json_is_an_edit(session: Session) -> None:
    note = session.article_notes.annotate(None, "Before.")
    made = json.loads(session.exports.render("json").decode())
    made["notes"][0]["text"] = "By hand."
    taken = import_text(session.library, json.dumps(made))
    assert taken.edited == (note.id,)
    changed = session.library.note(note.id)
    assert changed
    assert [revision.text for revision in changed.revisions] == ["Before.", "By hand."]
