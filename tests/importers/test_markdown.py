"""Markdown exports that were edited by hand."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.annotations.notes import inline_tags
from reader.errors import NoteImportError
from reader.export.collection import GROUPINGS, Collection, Grouping
from reader.export.markdown.region import find_region, to_markdown
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.importers.markdown import restore_lines
from reader.library.library import Library
from reader.session.session import Session
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.harbour import span_of
from tests.fixtures.note_edits import rewrite
from tests.importers.story import WRITTEN, everything, import_text, new_session, write


@at_most(25)
@given(WRITTEN, st.data())
@example([(None, "# High\n\n```\nopen", ["a"], False), (Span(20, 30), "<script>\n- a", [], True)], None)
def test_markdown_round_trip_changes_only_what_was_edited(
    written: list[tuple[Span | None, str, list[str], bool]], data: st.DataObject | None
) -> None:
    with new_session() as session:
        write(session, written)
        made = session.exports.render().decode()
        kept = everything(session.library, session.article_id)
        taken = import_text(session.library, made)
        assert (taken.new, taken.edited) == ((), ())
        touched = "My own remark.\n\n<!-- reader:end sha256=".join(made.rsplit("<!-- reader:end sha256=", 1))
        taken = import_text(session.library, touched)
        assert (taken.new, taken.edited, taken.known, taken.remarks) == ((), (), len(written), ())
        assert everything(session.library, session.article_id) == kept
        if written and data is not None:
            own = data.draw(st.sampled_from(sorted(kept)))
            edit_one(session, touched, own)


@at_most(25)
@given(WRITTEN, st.sampled_from(GROUPINGS), st.data())
@example([(None, "# High\n\n```\nopen", ["a"], False), (None, "<!-- reader:note -->\nx", [], True)], "tag", None)
def test_round_trip_of_several_articles_changes_only_what_was_edited(
    written: list[tuple[Span | None, str, list[str], bool]], grouping: Grouping, data: st.DataObject | None
) -> None:
    with new_session() as session:
        write(session, written)
        exported = session.exports.data()
        made = to_markdown(Collection((exported.without_findings(),), "story", grouping=grouping))
        kept = everything(session.library, session.article_id)
        touched = "My own remark.\n\n<!-- reader:end sha256=".join(made.rsplit("<!-- reader:end sha256=", 1))
        for text in (made, touched):
            taken = import_text(session.library, text)
            assert (taken.new, taken.edited, taken.remarks) == ((), (), ())
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
    taken = import_text(session.library, edited)
    assert taken.edited == (own,)
    after = everything(session.library, session.article_id)
    assert {key: note for key, note in after.items() if key != own} == {
        key: note for key, note in before.items() if key != own
    }
    assert "By hand. #hand" in after[own].text
    assert set(inline_tags(after[own].text)) <= set(after[own].tags)
    assert set(before[own].tags) - set(inline_tags(before[own].text)) <= set(after[own].tags)
    assert (after[own].anchor, after[own].revisions[:-1]) == (before[own].anchor, before[own].revisions)
    assert import_text(session.library, edited).edited == ()


def test_edited_text_and_tags_are_imported(session: Session) -> None:
    note = session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?\n\n# Why?", ("todo",))
    made = session.exports.render().decode()
    edited = made.replace("Net?", "Net, I think. #sure").replace("#todo · ", "#done #city/housing · ")
    assert import_text(session.library, edited).edited == (note.id,)
    changed = session.library.note(note.id)
    assert changed
    assert (changed.text, changed.tags) == ("Net, I think. #sure\n\n# Why?", ("done", "city/housing", "sure"))


ACTIVE = "```dataviewjs\ndv.pages()\n```\n\n<% x %> and `$= y` and <img src=z> ![p](http://x)\n\n- <iframe src=z>"


def test_active_content_comes_back_as_it_was(session: Session) -> None:
    note = session.article_notes.annotate(span_of(session.article, "five million pounds"), ACTIVE)
    made = session.exports.render().decode()
    assert "<%" not in made
    taken = import_text(session.library, made.replace("<!-- reader:end", "Mine.\n\n<!-- reader:end"))
    assert (taken.edited, taken.known) == ((), 1)
    assert import_text(session.library, made.replace("dv.pages()", "dv.pages(1)")).edited == (note.id,)
    changed = session.library.note(note.id)
    assert changed
    assert changed.text == ACTIVE.replace("dv.pages()", "dv.pages(1)")


def test_file_can_be_exported_again_after_import(session: Session, tmp_path: Path) -> None:
    session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?", ("todo",))
    session.article_notes.annotate(None, "On the whole.")
    target = tmp_path / "notes.md"
    session.exports.write(target)
    target.write_text(target.read_text().replace("Net?", "Gross?").replace("#todo · ", "#todo #new · "))
    apply_import(session.library, read_import_file(target, session.library))
    session.load_notes()
    session.exports.write(target)
    region = find_region(target.read_text())
    assert region
    assert not region.edited
    assert "Gross?" in region.text


def test_free_text_in_the_region_still_blocks_an_export(session: Session, tmp_path: Path) -> None:
    session.article_notes.annotate(None, "On the whole.")
    target = tmp_path / "notes.md"
    session.exports.write(target)
    target.write_text(target.read_text().replace("<!-- reader:end", "My own.\n<!-- reader:end"))
    apply_import(session.library, read_import_file(target, session.library))
    with pytest.raises(Exception, match="--force"):
        session.exports.write(target)


def test_note_removed_from_the_file_is_reported_and_kept(session: Session) -> None:
    kept = session.article_notes.annotate(span_of(session.article, "Nobody was told."), "Kept.")
    gone = session.article_notes.annotate(span_of(session.article, "five million pounds"), "Gone.")
    made = session.exports.render().decode()
    start, end = (
        made.index("> five million pounds"),
        made.index("## ") if "## " in made else made.index("<!-- reader:end"),
    )
    cut = made[:start] + made[end:]
    later = session.article_notes.annotate(span_of(session.article, "Voters decide"), "Written since.")
    taken = import_text(session.library, cut)
    assert taken.edited == ()
    assert [remark for remark in taken.remarks if gone.id in remark]
    assert not [remark for remark in taken.remarks if kept.id in remark or later.id in remark]
    assert len(session.library.notes()) == 3


def test_file_older_than_the_library_makes_a_conflict(session: Session) -> None:
    note = session.article_notes.annotate(None, "First.")
    made = session.exports.render().decode()
    rewrite(session, note.id, "Second, here.", ())
    assert import_text(session.library, made.replace("<!-- reader:end", "x\n<!-- reader:end")).edited == ()
    taken = import_text(session.library, made.replace("First.", "Second, there."))
    assert (taken.edited, taken.conflicts) == ((note.id,), 1)
    both = session.library.note(note.id)
    assert both
    assert {head.text for head in both.conflict} == {"Second, here.", "Second, there."}


def test_crlf_and_trimmed_lines_are_not_edits(session: Session) -> None:
    session.article_notes.annotate(span_of(session.article, "five million pounds"), "hard  \nbreak  \n\nend")
    made = session.exports.render().decode().replace("  \n", "\n").replace("\n", "\r\n")
    taken = import_text(session.library, made)
    assert (taken.edited, taken.known) == ((), 1)


def test_ambiguous_notes_are_reported_and_not_changed(session: Session) -> None:
    one = session.article_notes.annotate(span_of(session.article, "five million pounds"), "One.")
    two = session.article_notes.annotate(span_of(session.article, "Voters decide"), "Two.")
    made = session.exports.render().decode()
    date = one.created[:10]
    broken = made.replace(f" · {date}", "", 1).replace(
        f"\n^rd-{two.id}\n", f"\n^rd-{two.id}\n\nx · {date}\n\n^rd-{two.id}\n"
    )
    broken = broken.replace("<!-- reader:end", "> x\n\n^rd-nobody\n\nx\n\n<!-- reader:end")
    taken = import_text(session.library, broken.replace("One.", "Edited.").replace("Two.", "Edited."))
    assert taken.edited == ()
    assert len(taken.remarks) == 3
    assert any("nobody" in remark for remark in taken.remarks)


def test_markdown_of_an_unknown_article_is_refused(session: Session, other: Library) -> None:
    session.article_notes.annotate(None, "On the whole.")
    with pytest.raises(NoteImportError, match="--format json"):
        import_text(other, session.exports.render().decode().replace("whole", "other"))


@pytest.mark.parametrize(
    ("text", "was", "made"),
    [
        ("### Why?\nmore", "# Why?", "# Why?\nmore"),
        ("more\n\n### Why?", "# Why?\n\nold", "more\n\n# Why?"),
        ("\\^rd-x\nmore", "^rd-x", "^rd-x\nmore"),
        ("```\nopen\n```\nmore", "```\nopen", "```\nopen\n```\nmore"),
    ],
)
def test_unedited_lines_are_restored_as_written(text: str, was: str, made: str) -> None:
    assert restore_lines(text, was) == made
