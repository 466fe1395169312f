"""Imported notes in the library: new, edited, known, placed or waiting for their text."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from reader.anchoring import Anchor, describe
from reader.annotations.corrections import AddName, AddQuote, Change, MoveAlias, MoveMention
from reader.errors import NoteImportError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportResult
from reader.importers.apply import apply_import
from reader.library.library import Library
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from tests.fixtures.harbour import span_of
from tests.importers.story import (
    STORY,
    annotation,
    import_text,
    places_in,
    row,
    story,
)


def test_file_of_an_unknown_article_is_opened_and_its_notes_are_placed(tmp_path: Path, other: Library) -> None:
    source = tmp_path / "harbour.txt"
    source.write_text(STORY)
    mine = Session(story(str(source)), places_in(tmp_path / "mine"))
    mine.record_opening()
    mine.article_notes.annotate(span_of(mine.article, "five million pounds"), "Net?")
    taken = import_text(other, mine.exports.render("json").decode())
    assert (taken.states, taken.remarks) == ({"exact": 1}, ())
    (record,) = other.articles()
    assert (record.id, record.title, record.sources) == (mine.article_id, "The Harbour Vote", (str(source),))
    assert other.kept_text(record.texts[-1]) == STORY


def test_notes_without_a_text_are_placed_when_it_is_opened(session: Session, other: Library) -> None:
    note = session.article_notes.annotate(span_of(session.article, "five million pounds"), "Net?")
    session.article_notes.annotate(None, "On the whole.")
    taken = import_text(other, session.exports.render("json").decode())
    assert taken.states == {"orphaned": 1, "whole": 1}
    assert "its text was not found" in taken.remarks[0]
    assert "reader https://example.org/harbour" in taken.remarks[0]
    waiting = other.note(note.id)
    assert waiting
    assert waiting.placement
    assert waiting.placement.state == "orphaned"
    later = Session(story(), UserPaths(other.path, other.path.parent, other.path.parent))
    assert str(later.record_opening()) == "1 in place"
    assert later.article_id == session.article_id
    assert later.article_notes.note(note.id).text == "Net?"


def test_file_with_another_text_is_not_the_article(tmp_path: Path, other: Library) -> None:
    source = tmp_path / "passwords.txt"
    source.write_text("Something else entirely, and none of anybody's business.")
    mine = Session(story(str(source)), places_in(tmp_path / "mine"))
    mine.record_opening()
    mine.article_notes.annotate(span_of(mine.article, "five million pounds"), "Net?")
    taken = import_text(other, mine.exports.render("json").decode())
    assert taken.states == {"orphaned": 1}
    (record,) = other.articles()
    assert record.texts == (mine.article.sha256,)
    assert other.kept_text(record.texts[0]) is None


def test_changed_passages_are_counted(tmp_path: Path, other: Library, session: Session) -> None:
    session.article_notes.annotate(
        span_of(session.article, "The sale brings in five million pounds, net of tax."), "Net?"
    )
    session.article_notes.annotate(span_of(session.article, "Voters decide in May"), "When?")
    session.article_notes.annotate(span_of(session.article, "The council of Leith voted on Friday."), "Who?")
    changed = STORY.replace("five million", "six million").replace("Voters decide in May, and", "So")
    theirs = Session(read_plain(changed, "https://example.org/harbour"), UserPaths(other.path, tmp_path, tmp_path))
    theirs.record_opening()
    taken = import_text(other, session.exports.render("json").decode())
    assert taken.states == {"exact": 1, "changed": 1, "orphaned": 1}
    assert len(other.articles()) == 1


def test_corrections_are_imported(session: Session, other: Library) -> None:
    from reader.annotations.corrections import Rename, describe_change

    session.analysis_state.correct(Rename(("Maria Ortiz", "Ortiz"), "Councillor Ortiz"))
    taken = import_text(other, session.exports.render("json").decode())
    assert (taken.corrections, len(other.articles())) == (1, 1)
    (made,) = other.corrections(session.article_id)
    assert describe_change(made.change) == "Maria Ortiz renamed to Councillor Ortiz"
    assert import_text(other, session.exports.render("json").decode()).corrections == 0


def corrected_story(session: Session) -> list[Change]:
    """Make a correction of each newer kind, and return them."""
    text = session.article.text

    def passage(words: str) -> Anchor:
        return describe(text, span_of(session.article, words))

    changes: list[Change] = [
        AddQuote(passage("Nobody was told."), ("Maria Ortiz",)),
        AddName(passage("pension fund"), ("pension fund",), "organisation"),
        MoveMention(passage("Leith"), ("Leith Council",)),
        MoveAlias(("Maria Ortiz", "Ortiz"), "Maria Ortiz", ("Mary Ortiz",)),
    ]
    session.analysis_state.correct(*changes)
    return changes


def test_each_newer_kind_of_correction_is_exported_and_imported(session: Session, other: Library) -> None:
    changes = corrected_story(session)
    exported = session.exports.render("json").decode()
    assert import_text(other, exported).corrections == 4
    assert {made.change for made in other.corrections(session.article_id)} == set(changes)
    assert import_text(other, exported).corrections == 0
    theirs = Session(session.article, places_in(other.path.parent))
    theirs.load_notes()
    assert json.loads(theirs.exports.render("json").decode()) == json.loads(exported)
    (first, *_) = session.analysis_state.corrections
    session.analysis_state.remove_correction(first.id)
    import_text(other, session.exports.render("json").decode())
    assert not any(made.deleted for made in other.corrections(session.article_id)), "an export has those in force"


def test_newer_kinds_of_corrections_show_in_every_form(session: Session) -> None:
    corrected_story(session)
    page, markdown = session.exports.render("html").decode(), session.exports.render().decode()
    assert 'title="Mary Ortiz">Nobody was told.' in page, "the speaker has the other name, too"
    assert '<span class="name organisation" title="pension fund">pension fund</span>' in page
    assert 'title="Leith Council">Leith</span>' in page
    assert '<span class="name person" title="Mary Ortiz">Maria Ortiz</span>' in page
    assert "**Mary Ortiz**" in markdown
    assert "**pension fund**" in markdown
    assert "Nobody was told." in markdown.partition("## Quotes")[2].partition("## Names")[0]


def test_a_kind_of_correction_that_is_not_known_is_refused_in_one_line(session: Session, other: Library) -> None:
    corrected_story(session)
    newer = session.exports.render("json").decode().replace('"add-quote"', '"split-quote"')
    with pytest.raises(NoteImportError, match="number 1 of its corrections cannot be read: its kind of change is unk"):
        import_text(other, newer)
    assert other.articles() == []


def test_removed_article_returns_with_its_notes(session: Session) -> None:
    session.library.shelve("removed", session.article_id)
    import_text(session.library, annotation())
    (record,) = session.library.articles()
    assert record.shelf == ""


def test_imported_edit_can_be_undone(session: Session) -> None:
    note = session.article_notes.annotate(None, "Before.")
    import_text(session.library, session.exports.render().decode().replace("Before.", "After."))
    later = Session(story(), session.paths)
    later.load_notes()
    assert later.article_notes.note(note.id).text == "After."
    assert later.article_notes.undo() == "the note's text is as it was"
    assert later.article_notes.note(note.id).text == "Before."


@pytest.mark.parametrize("moment", ["2001-01-01T00:00:00.000000Z", "2099-01-01T00:00:00.000000Z"])
def test_an_imported_edit_is_the_newest_text_whatever_its_clock_said(moment: str, session: Session) -> None:
    note = session.article_notes.annotate(None, "Before.")
    said = ImportedNote(note.id, "After.", (), None, updated=moment)
    info = ArticleInfo(id=session.article_id, sha256=session.article.sha256)
    apply_import(session.library, [ImportedArticle(info, (said,))])
    (found,) = session.library.notes()
    assert found.text == "After."
    times = [revision.at for revision in found.revisions]
    assert times == sorted(times)
    assert times[-1] > max(moment, times[0])


def test_deleted_note_stays_deleted(session: Session) -> None:
    session.article_notes.annotate(None, "Gone.")
    made = [session.exports.render("json").decode(), session.exports.render("w3c").decode()]
    session.article_notes.delete(session.notes[0].id)
    for text in made:
        taken = import_text(session.library, text)
        assert (taken.new, taken.edited, taken.known) == ((), (), 1)
    assert session.library.notes() == []


def test_file_is_imported_in_one_write(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.library.storage import SafeStorage

    saved: list[int] = []
    commit = SafeStorage._commit  # noqa: SLF001 - how often it is called is what is asked

    def counted(self: SafeStorage, *rest: Any) -> None:
        saved.append(1)
        commit(self, *rest)

    monkeypatch.setattr(SafeStorage, "_commit", counted)
    import_text(session.library, json.dumps([row("Aa1"), row("Bb2", uri="https://example.org/other")]))
    assert saved == [1]


def test_a_note_that_is_twice_in_a_file_is_there_once_as_it_was_changed_last(other: Library) -> None:
    texts = ("Why?", "Why?", "Who?")
    notes = tuple(ImportedNote("bbbbbbbbb2", text, (), None) for text in texts)
    taken = apply_import(other, [ImportedArticle(ArticleInfo("https://example.org/2", "The harbour votes"), notes)])
    assert (len(taken.new), taken.edited, taken.known) == (1, (), 1)
    assert [note.text for note in other.notes()] == ["Who?"]


def test_empty_import_changes_nothing(session: Session) -> None:
    before = session.library.path.read_bytes()
    assert apply_import(session.library, []) == ImportResult()
    assert import_text(session.library, session.exports.render("json").decode()).known == 0
    assert session.library.path.read_bytes() == before


def test_library_is_listed_once_for_all_articles_of_a_file(other: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    books = [
        ImportedArticle(
            ArticleInfo(f"https://example.org/{number}", f"The harbour votes, part {number}"),
            (ImportedNote(f"bbbbbbbbb{number}", "Why?", (), None),),
        )
        for number in range(2, 7)
    ]
    apply_import(other, books[:2])
    assert len(other.articles()) == 2
    listed = Mock(wraps=other.articles)
    monkeypatch.setattr(other, "articles", listed)
    apply_import(other, books)
    listed.assert_called_once()
    assert len(other.articles()) == 5
