"""One sitting with an article, as the screen and the command line use it."""

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis.engine import analyze
from reader.anchoring import describe
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.errors import ExportError, NoteError, SessionError, SourceError
from reader.library.library import Library
from reader.session.note_editing import (
    edit_note,
    find_notes,
    rename_tag,
    require_note,
    set_deleted,
    sort_by_count,
)
from reader.session.notes import as_seen
from reader.session.session import PlacementReport, Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.fixtures.note_edits import rewrite

STORY = """The Harbour Vote

The council met on Friday evening to decide about the harbour. "We were not told until Friday," Ortiz said.

After four hours of debate the members voted for the new quay. The port authority welcomed the vote.

Residents of Leith had asked for a delay. The mayor said that the vote could not wait any longer.
"""


def sitting(text: str, paths: UserPaths, source: str = "/articles/harbour.txt") -> Session:
    return Session(read_plain(text, source), paths)


@pytest.fixture
def harbour(paths: UserPaths) -> Session:
    """A sitting with a short article that is in the library."""
    session = sitting(STORY, paths)
    session.record_opening()
    return session


def span_of(words: str, session: Session) -> Span:
    start = session.article.text.index(words)
    return Span(start, start + len(words))


def note_on(words: str, session: Session, text: str = "") -> Note:
    return session.article_notes.annotate(span_of(words, session), text)


# ---------------------------------------------------------------------- opening


def test_look_writes_nothing(session: Session, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert session.load_notes() == PlacementReport()
    assert session.notes == ()
    assert sorted(tmp_path.rglob("*")) == before


def test_look_at_an_article_with_notes_writes_nothing(harbour: Session, paths: UserPaths) -> None:
    note_on("the new quay", harbour)
    before = {path: path.stat().st_mtime_ns for path in paths.library.parent.rglob("*") if path.suffix != ".lock"}
    edited = sitting(STORY.replace("four hours", "five long hours"), paths)
    assert edited.load_notes() == PlacementReport(exact=1)
    assert {
        path: path.stat().st_mtime_ns for path in paths.library.parent.rglob("*") if path.suffix != ".lock"
    } == before


def test_a_note_is_there_in_the_next_session(harbour: Session, paths: UserPaths) -> None:
    note = harbour.article_notes.annotate(span_of("the new quay", harbour), "who pays? #budget", ["city/housing"])
    again = sitting(STORY, paths)
    assert again.load_notes() == PlacementReport(exact=1)
    assert again.notes == (note,)
    assert note.tags == ("city/housing", "budget")


def test_a_report_leaves_out_zeros() -> None:
    assert str(PlacementReport(exact=11, changed=1, orphaned=1)) == "11 in place, 1 changed, 1 orphaned"
    assert str(PlacementReport(orphaned=2)) == "2 orphaned"
    assert str(PlacementReport()) == ""


def test_the_former_text_is_known_if_it_was_another(harbour: Session, paths: UserPaths) -> None:
    harbour.record_opening()
    for text, former in ((STORY, ""), (f"{STORY} More.", harbour.article.sha256)):
        session = sitting(text, paths)
        session.record_opening()
        assert session.former_text == former


def test_notes_are_in_text_order(harbour: Session, paths: UserPaths) -> None:
    later = note_on("Residents of Leith", harbour)
    earlier = note_on("The council met", harbour)
    gone = note_on("The mayor said that the vote could not wait any longer.", harbour)
    whole = harbour.article_notes.annotate(None, "on the whole of it")
    shorter = sitting(STORY.partition(" The mayor")[0], paths)
    assert shorter.record_opening() == PlacementReport(exact=2, orphaned=1)
    assert [note.id for note in shorter.notes] == [whole.id, earlier.id, later.id, gone.id]


def test_a_note_on_words_that_changed_meanwhile_is_made_on_the_text_that_its_author_saw(
    harbour: Session, paths: UserPaths
) -> None:
    draft = replace(harbour.article_notes.draft_on(span_of("Residents of Leith", harbour)), text="who?")
    changed = sitting(STORY.replace("Residents of Leith had", "The people had"), paths)
    changed.record_opening()
    note = changed.article_notes.save_draft(draft, displaced=True).note
    assert (note.made_on, note.anchor and note.anchor.exact) == (harbour.article.sha256, "Residents of Leith")
    assert note.placement is not None
    assert note.placement.state != "exact"


def test_a_new_text_of_a_note_that_is_gone_is_a_new_note(harbour: Session, paths: UserPaths) -> None:
    notes = harbour.article_notes
    assert notes.save_draft(replace(notes.draft_on(None), text="who?")).remark == "saved"
    saved = notes.save_draft(replace(notes.draft_on(None), text="who?", note="gone"))
    assert saved.remark == "saved as a new note: the old one is gone"
    assert saved.note.id != "gone"


def test_a_note_as_it_was_seen_lacks_later_revisions(harbour: Session) -> None:
    first = harbour.article_notes.annotate(None, "one")
    later = rewrite(harbour, first.id, "two", ())
    assert as_seen(later, [first.head.id]) == first
    assert as_seen(later, [later.head.id]) == later
    assert as_seen(later, []) is None
    assert as_seen(later, [first.head.id, "unknown"]) is None


def test_a_draft_that_does_not_say_what_its_author_saw_is_a_new_text(harbour: Session) -> None:
    notes = harbour.article_notes
    first = notes.annotate(None, "one")
    saved = notes.save_draft(replace(notes.draft_of(first), text="two", base=()))
    assert (saved.remark, saved.note.text, saved.note.conflict) == ("saved", "two", ())


def test_what_stands_before_the_first_words_is_shown_whole_beside_a_note(harbour: Session, paths: UserPaths) -> None:
    note_on("council", harbour)
    changed = sitting(STORY.replace("The council", "A council"), paths)
    changed.record_opening()
    (note,) = changed.notes
    shown = changed.article_notes.review(note.id).now
    assert shown is not None
    assert changed.article.text.startswith(shown.before)


def test_a_note_stays_on_its_words_and_keeps_the_anchor_it_was_made_with(harbour: Session, paths: UserPaths) -> None:
    note = note_on("Residents of Leith", harbour)
    moved = sitting(STORY.replace("The council met", "Yesterday, as announced, the council met"), paths)
    moved.record_opening()
    placed = moved.article_notes.note(note.id)
    assert placed.placement is not None
    assert placed.placement.span == span_of("Residents of Leith", moved)
    assert placed.anchor == note.anchor
    assert Library(paths.library, paths.state).notes() == [placed]


def test_a_relinked_note_is_placed_by_its_new_text(harbour: Session, paths: UserPaths) -> None:
    note = note_on("The port authority welcomed the vote.", harbour)
    second = sitting(STORY.replace("After four hours of debate t", "T"), paths)
    second.record_opening()
    second.article_notes.relink(note.id, span_of("Residents of Leith", second))
    third = sitting(STORY.replace("four hours of", "a short"), paths)
    assert third.record_opening() == PlacementReport(exact=1)
    assert (
        third.article_notes.note(note.id).placement
        == replace(second.article_notes.note(note.id), placement=third.article_notes.note(note.id).placement).placement
    )
    placement = third.article_notes.note(note.id).placement
    assert placement is not None
    assert placement.span == span_of("Residents of Leith", third)


# ---------------------------------------------------------------------- notes


def test_a_note_can_have_an_empty_passage(harbour: Session) -> None:
    note = harbour.article_notes.annotate(Span(0, 0), "at the very top")
    assert note.anchor is not None
    assert note.placement is not None


def test_note_text_is_sanitized_and_stripped(harbour: Session) -> None:
    note = harbour.article_notes.annotate(None, "one\r\ntwo \x1b]52;c;AAAA\x07 \n\n")
    assert note.text == "one\ntwo ␛]52;c;AAAA␇"


def test_an_invalid_tag_is_refused_and_nothing_stored(harbour: Session) -> None:
    with pytest.raises(NoteError, match="“two words” cannot be a tag"):
        harbour.article_notes.annotate(None, "text", ["two words"])
    assert harbour.library.notes() == []


def test_an_edit_without_changes_adds_no_revision(harbour: Session) -> None:
    note = harbour.article_notes.annotate(None, "text #inside", ["beside"])
    assert rewrite(harbour, note.id, "text #inside", ["beside"]) == note
    assert len(rewrite(harbour, note.id, "text", ["beside"]).revisions) == 2


def test_a_note_of_another_article_is_an_error(harbour: Session) -> None:
    with pytest.raises(SessionError, match="this article has no note zzz�"):
        harbour.article_notes.note("zzz\x9b")


def test_undo_and_redo_describe_the_result(harbour: Session) -> None:
    note = note_on("the new quay", harbour, "first")
    rewrite(harbour, note.id, "second", [])
    rewrite(harbour, note.id, "second", ["tag"])
    harbour.article_notes.relink(note.id, span_of("Leith", harbour))
    harbour.article_notes.delete(note.id)
    said = [harbour.article_notes.undo() for _ in range(6)]
    assert said == [
        "the note is back",
        "the note is on its former passage",
        "the note's tags are as they were",
        "the note's text is as it was",
        "the note is gone",
        None,
    ]
    assert harbour.notes == ()
    assert harbour.article_notes.redo() == "the note is back"
    assert harbour.article_notes.note(note.id).text == "first"


def test_undo_continues_in_the_next_session(harbour: Session, paths: UserPaths) -> None:
    note = note_on("the new quay", harbour, "first")
    harbour.article_notes.delete(note.id)
    again = sitting(STORY, paths)
    again.load_notes()
    assert again.article_notes.undo() == "the note is back"
    assert [note.text for note in Library(paths.library, paths.state).notes()] == ["first"]


def test_a_deletion_follows_what_another_window_has_done_and_taken_back(
    harbour: Session, paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a clock that was set back, both windows would make their changes at the same microsecond."""
    note = harbour.article_notes.annotate(None, "why?")
    other = Session(harbour.article, paths)
    other.load_notes()
    monkeypatch.setattr("reader.annotations.revisions.now", lambda: "2000-01-01T00:00:00.000000Z")
    other.article_notes.delete(note.id)
    other.article_notes.undo()
    assert harbour.article_notes.delete(note.id).deleted
    assert Session(harbour.article, paths).library.notes() == []
    assert harbour.article_notes.undo() == "the note is back"


def test_undoing_a_relink_restores_the_passage(harbour: Session) -> None:
    note = note_on("the new quay", harbour)
    harbour.article_notes.relink(note.id, span_of("Leith", harbour))
    harbour.article_notes.undo()
    placement = harbour.article_notes.note(note.id).placement
    assert placement is not None
    assert placement.span == span_of("the new quay", harbour)


# ---------------------------------------------------------------------- finding a passage


@pytest.mark.parametrize(
    "words", ["the new quay", "THE  NEW\nQUAY", "  the new quay ", "“We were not told until Friday,”", "debate the"]
)
def test_a_passage_is_found_by_its_words_folded(words: str, harbour: Session) -> None:
    found = harbour.article_notes.find_passage(words).of(harbour.article.text)
    assert found.casefold() == re.sub(r"\s+", " ", words.strip()).translate({0x201C: '"', 0x201D: '"'}).casefold()


@pytest.mark.parametrize("words", ["the old quay", "quay the", "…"])
def test_missing_words_are_refused(words: str, harbour: Session) -> None:
    with pytest.raises(SessionError, match=f"the article does not have “{words}”"):
        harbour.article_notes.find_passage(words)


@pytest.mark.parametrize("words", ["", "  \n", "\u200b"])
def test_a_quote_needs_words(words: str, harbour: Session) -> None:
    with pytest.raises(SessionError, match="the quote is empty"):
        harbour.article_notes.find_passage(words)


def test_an_error_says_how_many_places_it_does_not_list(paths: UserPaths) -> None:
    session = Session(read_plain("\n\n".join("The vote was held." for _ in range(11))), paths)
    with pytest.raises(SessionError, match=r"occurs in 11 places \(¶ 1, .*, ¶ 10 and 1 more\)"):
        session.article_notes.find_passage("The vote")


def test_context_decides_between_several_places(harbour: Session) -> None:
    text = harbour.article.text
    with pytest.raises(SessionError, match=r"“the vote” occurs in 2 places \(¶ 2, ¶ 3\)"):
        harbour.article_notes.find_passage("the vote")
    first, second = (found.start() for found in re.finditer("the vote(?!d)", text))
    assert harbour.article_notes.find_passage("the vote", before="WELCOMED").start == first
    assert harbour.article_notes.find_passage("the vote", after="could  not").start == second
    assert harbour.article_notes.find_passage("the vote", before="that", after="could").start == second
    with pytest.raises(SessionError, match="with those words beside it"):
        harbour.article_notes.find_passage("the vote", before="authority")


# ---------------------------------------------------------------------- analysis, export


def test_an_analysis_is_cached_for_the_next_session(harbour: Session, paths: UserPaths) -> None:
    assert harbour.analysis_state.known_analysis() is None
    made = harbour.analysis_state.analysis
    assert sitting(STORY, paths).analysis_state.known_analysis() == made
    assert sitting(f"{STORY} More.", paths).analysis_state.known_analysis() is None


def test_exporting_again_keeps_text_around_the_export(harbour: Session, tmp_path: Path) -> None:
    note_on("the new quay", harbour, "first note")
    target = harbour.exports.write(tmp_path / "harbour.md").path
    target.write_text(target.read_text() + "\nMy own words.\n")
    target.chmod(0o640)
    note_on("Leith", harbour, "second note")
    harbour.exports.write(target)
    written = target.read_text()
    assert "first note" in written
    assert "second note" in written
    assert written.endswith("My own words.\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_an_export_edited_by_hand_is_not_overwritten(harbour: Session, tmp_path: Path) -> None:
    note_on("the new quay", harbour, "first note")
    target = harbour.exports.write(tmp_path / "harbour.md").path
    target.write_text(edited := target.read_text().replace("first note", "first note, improved"))
    with pytest.raises(ExportError, match="edited by hand"):
        harbour.exports.write(target)
    assert target.read_text() == edited
    harbour.exports.write(target, force=True)
    assert "improved" not in target.read_text()


def test_a_new_export_has_the_permissions_of_any_new_file(harbour: Session, tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        target = harbour.exports.write(tmp_path / "harbour.md").path
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(mask)


def test_two_articles_with_one_title_are_two_files(harbour: Session, paths: UserPaths, tmp_path: Path) -> None:
    other = sitting(STORY.replace("Leith", "Newhaven").replace("Friday", "Monday"), paths, "/articles/other.txt")
    for form, name in (("markdown", "The Harbour Vote.md"), ("json", "The Harbour Vote.json")):
        files = [session.exports.write(tmp_path, form).path for session in (harbour, other, harbour, other)]
        assert files[:2] == files[2:]
        assert files[0].name == name
        assert other.article_id in files[1].name


@pytest.mark.parametrize("content", [b"{}", b"not JSON", b'{"article": {"id": "other"}}', b"[1]", b'{"article": 1}'])
def test_a_file_that_is_not_an_export_is_not_overwritten(content: bytes, harbour: Session, tmp_path: Path) -> None:
    for form, name in (("json", "mine.json"), ("markdown", "mine.md")):
        target = tmp_path / name
        target.write_bytes(content)
        with pytest.raises(ExportError, match="not an export of this article"):
            harbour.exports.write(target, form)
        assert target.read_bytes() == content


@pytest.mark.parametrize("kind", ["latin", "fifo", "no folder"])
def test_an_unwritable_path_is_named(kind: str, harbour: Session, tmp_path: Path) -> None:
    target = tmp_path / ("nowhere/export.md" if kind == "no folder" else "export.md")
    if kind == "latin":
        target.write_bytes(b"caf\xe9")
    if kind == "fifo":
        os.mkfifo(target)
    with pytest.raises(ExportError, match=r"export\.md"):
        harbour.exports.write(target)


def test_a_passage_is_copied_with_its_speaker_and_source(harbour: Session) -> None:
    span = span_of("We were not told until Friday", harbour)
    assert "Ortiz" not in harbour.exports.quotation(span)
    assert harbour.analysis_state.analysis
    quotation = harbour.exports.quotation(span)
    assert "We were not told until Friday" in quotation
    assert "Ortiz" in quotation
    assert "¶ 1" in quotation


# ---------------------------------------------------------------------- reading again


def test_reading_again_places_the_notes_in_what_the_file_says_now(paths: UserPaths, tmp_path: Path) -> None:
    file = tmp_path / "harbour.txt"
    file.write_text(STORY)
    session = sitting(STORY, paths, str(file))
    session.record_opening()
    note_on("the new quay", session)
    file.write_text(f"A correction has been made to this article.\n\n{STORY}")
    fresh = session.fetch()
    fresh.record_opening()
    assert fresh.report == PlacementReport(exact=1)
    assert fresh.article_id == session.article_id
    file.unlink()
    with pytest.raises(SourceError, match="no such file"):
        session.fetch()


def test_standard_input_cannot_be_read_again(paths: UserPaths) -> None:
    with pytest.raises(SourceError, match="standard input"):
        sitting(STORY, paths, "-").fetch()


# ---------------------------------------------------------------------- notes of any article


def test_an_unknown_note_is_an_error(harbour: Session) -> None:
    with pytest.raises(NoteError, match="no note zzz"):
        require_note(harbour.library, "zzz")


def test_editing_changes_only_what_is_given(harbour: Session) -> None:
    note = harbour.article_notes.annotate(None, "text #inside", ["one", "two"])
    assert edit_note(harbour.library, note.id, tag=["three"], untag=["one"]).tags == ("two", "three", "inside")
    changed = edit_note(harbour.library, note.id, text="no tag here")
    assert (changed.text, changed.tags) == ("no tag here", ("two", "three"))
    assert edit_note(harbour.library, note.id, text="no tag here").head == changed.head
    assert require_note(harbour.library, note.id) == changed


def test_a_tag_in_the_text_cannot_be_removed_beside_it(harbour: Session) -> None:
    note = harbour.article_notes.annotate(None, "text #inside")
    with pytest.raises(NoteError, match="#inside is written in the note's text"):
        edit_note(harbour.library, note.id, untag=["inside"])


def test_deleting_is_all_or_nothing_and_can_be_undone(harbour: Session) -> None:
    one, two = harbour.article_notes.annotate(None, "one"), harbour.article_notes.annotate(None, "two")
    with pytest.raises(NoteError):
        set_deleted(harbour.library, [one.id, "zzz", two.id], True)
    assert len(harbour.library.notes()) == 2
    set_deleted(harbour.library, [one.id, two.id], True)
    assert harbour.library.notes() == []
    set_deleted(harbour.library, [two.id, two.id], False)
    assert [note.text for note in harbour.library.notes()] == ["two"]


def test_a_note_that_comes_back_on_another_passage_is_not_placed_on_the_former_one(harbour: Session) -> None:
    """It was moved while it was deleted elsewhere, and the move was undone."""
    note = harbour.article_notes.annotate(span_of("the new quay", harbour), "Who pays?")
    gone = note.settled(deleted=True)
    moved = note.revised(anchor=describe(harbour.article.text, Span(0, 9)))
    both = replace(note, revisions=tuple(dict.fromkeys((*gone.revisions, *moved.revisions))))
    harbour.library.save(both.without(moved.head.id))
    set_deleted(harbour.library, [note.id], False)
    back = harbour.library.note(note.id)
    assert back is not None
    assert not back.deleted
    assert back.anchor == moved.head.anchor
    assert back.span in (None, Span(0, 9))


def test_notes_are_searched_in_text_quote_and_tags(harbour: Session) -> None:
    first = harbour.article_notes.annotate(span_of("the new quay", harbour), "Who pays?", ["city/housing"])
    second = harbour.article_notes.annotate(None, "pays off", ["city"])
    third = harbour.article_notes.annotate(None, "nothing", ["cityscape"])
    notes = [first, second, third]
    assert find_notes(notes, "PAYS") == [first, second]
    assert find_notes(notes, "quay pays") == [first]
    assert find_notes(notes, tag="city") == [first, second]
    assert find_notes(notes, state="exact") == [first]
    assert find_notes(notes, "housing", tag="city", state="changed") == []
    assert find_notes(notes) == notes


def test_tags_are_counted_most_used_first(harbour: Session) -> None:
    for tags in (["b"], ["b", "a"], ["c", "b"]):
        harbour.article_notes.annotate(None, "text", tags)
    assert sort_by_count(harbour.library.storage.tag_counts()) == [("b", 3), ("a", 1), ("c", 1)]
    assert harbour.article_notes.tags_in_use == ("b", "a", "c")
    harbour.article_notes.delete(harbour.notes[-1].id)
    assert dict(harbour.library.storage.tag_counts()) == {"b": 2, "a": 1}


def test_renaming_a_tag_renames_nested_ones_and_those_in_texts(harbour: Session) -> None:
    inside = harbour.article_notes.annotate(None, "about #city/housing and #cityscape", ["city"])
    beside = harbour.article_notes.annotate(None, "other", ["town", "city"])
    harbour.article_notes.annotate(None, "untouched", ["cityscape"])
    assert rename_tag(harbour.library, "#city", "town") == 2
    changed = require_note(harbour.library, inside.id)
    assert changed.text == "about #town/housing and #cityscape"
    assert changed.tags == ("town", "town/housing", "cityscape")
    assert require_note(harbour.library, beside.id).tags == ("town",)


@pytest.mark.parametrize(("old", "new"), [("nobody", "other"), ("a b", "other"), ("city", "12")])
def test_an_impossible_rename_is_an_error(old: str, new: str, harbour: Session) -> None:
    harbour.article_notes.annotate(None, "text", ["city"])
    with pytest.raises(NoteError):
        rename_tag(harbour.library, old, new)
    assert harbour.article_notes.tags_in_use == ("city",)


def test_the_reading_state_is_saved(session: Session, sample: Article) -> None:
    state = session.load_state()._replace(caret=42)
    session.save_state(state)
    assert Session(sample, session.paths).load_state() == state


def test_a_window_that_does_not_know_where_a_note_was_moved_does_not_place_it(
    session: Session, sample: Article, paths: UserPaths
) -> None:
    session.record_opening()
    note = session.article_notes.annotate(Span(0, 20), "words")
    other = Session(sample, paths)
    other.record_opening()
    other.article_notes.relink(note.id, Span(200, 240))
    session.article_notes.delete(note.id)
    (stored,) = Library(paths.library, paths.state).notes()
    assert stored.conflict
    assert stored.anchor is not None
    assert stored.anchor.start == 200
    assert stored.placement is None
    assert session.notes[0].span == Span(200, 240)


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ((), ""),
        (("attachment a.pdf", "attachment b.pdf"), "left out: attachment a.pdf; attachment b.pdf"),
        (
            tuple(f"attachment report-{number}.pdf" for number in range(9)),
            "left out: attachment report-0.pdf and 8 more",
        ),
    ],
)
def test_what_was_left_out_is_told_in_few_words(
    sample: Article, paths: UserPaths, left_out: tuple[str, ...], told: str
) -> None:
    assert Session(replace(sample, left_out=left_out), paths).opening_remark == told


# ---------------------------------------------------------------------- genre


def test_an_analysis_that_was_begun_for_a_former_genre_is_neither_shown_nor_cached(harbour: Session) -> None:
    harbour.record_opening()
    state = harbour.analysis_state
    before = analyze(harbour.article, "rules")
    harbour.set_genre("fiction")
    for take in (state.take_part, state.set_analysis):
        take(before)
        assert state.known_analysis() is None
    assert state.analysis.genre.genre == "fiction"
    late = state.raw_analysis
    harbour.set_genre(None)
    for take in (state.take_part, state.set_analysis):
        take(late)
        assert state.known_analysis() is None
    state.set_analysis(before)
    assert state.known_analysis() == before
