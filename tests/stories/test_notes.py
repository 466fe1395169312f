"""Notes, highlights, tags, undo, drafts, and the side pane that lists them."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, TextArea

from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.dialogs.help import HelpDialog
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.review import ChooseNoteDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.note_rows import NoteRow
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.rows import HeadingRow, NameRow, OutlineRow
from tests.page_object import Desk, kept_drafts, only_note, opened, plain
from tests.waiting import until_async

TEXT = "One stands here. Two stands there.\n\nThree is last."


def box_of(desk: Desk) -> NoteDialog:
    box = desk.pilot.app.screen
    assert isinstance(box, NoteDialog)
    return box


# ---------------------------------------------------------------------- writing


async def test_a_note_is_made_on_the_sentence_at_the_caret(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("right_parenthesis", "a")
        await desk.write("mine")
        note = only_note(desk.session)
        assert note.anchor is not None
        assert note.anchor.exact == "Two stands there."
        assert desk.lit("note") == ["Two stands there."]


async def test_a_note_on_the_article_has_no_passage(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("A")
        await desk.write("all of it", "whole")
        note = only_note(desk.session)
        assert (note.anchor, note.tags) == (None, ("whole",))
        await desk.press("3")
        assert [type(row) for row in desk.rows] == [NoteRow]


async def test_an_empty_note_on_the_article_is_not_saved(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("A", "ctrl+s")
        assert box_of(desk)
        await desk.press("escape")
        assert desk.session.notes == ()


async def test_an_invalid_tag_is_reported_and_nothing_is_lost(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.write("my words", "12")
        assert "cannot be a tag" in str(box_of(desk).query_one("#hint").render())
        box_of(desk).query_one("#tags", Input).value = "twelve"
        await desk.press("ctrl+s")
        assert only_note(desk.session).tags == ("twelve",)


async def test_a_highlight_is_a_note_without_text_and_is_made_once(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("H", "H")
        assert desk.lit("highlight") == ["One stands here."]
        assert desk.said == "highlight: green"


async def overlapping(desk: Desk) -> None:
    """A note on a paragraph, one on its first word, one on its first sentence; the caret on that word."""
    await desk.press("V", "a")
    await desk.write("paragraph")
    await desk.press("v", "l", "l", "a")
    await desk.write("word")
    await desk.press("g", "right_parenthesis", "left_parenthesis", "v", "right_parenthesis", "a")
    await desk.write("sentence")
    await desk.press("g")


async def test_overlapping_notes_are_offered_shortest_first(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await overlapping(desk)
        assert desk.lit("note") == ["One", "One stands here.", "One stands here. Two stands there."]
        await desk.press("e")
        assert isinstance(desk.pilot.app.screen, ChooseNoteDialog)
        assert desk.lit("current") == ["One"]
        await desk.press("j")
        assert desk.lit("current") == ["One stands here."]
        await desk.press("enter")
        assert box_of(desk).text == "sentence"
        assert desk.lit("current") == []
        await desk.press("escape", "x", "3")
        assert {note.text for note in desk.session.notes} == {"sentence", "word"}
        await desk.press("escape", "e", "escape")
        assert [type(screen) for screen in desk.pilot.app.screen_stack] == [ReadingScreen]


async def test_brackets_visit_overlapping_notes_and_keys_apply_to_the_visited_one(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await overlapping(desk)
        await desk.press("G")
        for words, said in (
            ("One stands here. Two stands there.", "note 1/3  paragraph"),
            ("One stands here.", "note 2/3  sentence"),
            ("One", "note 3/3  word"),
            ("One stands here. Two stands there.", "note 1/3  paragraph"),
        ):
            await desk.press("right_square_bracket")
            assert (desk.lit("current"), desk.said) == ([words], said)
        await desk.press("left_square_bracket", "left_square_bracket", "e")
        assert box_of(desk).text == "sentence"
        await desk.press("escape", "G")
        assert desk.lit("current") == []


async def test_editing_changes_text_and_tags(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.write("first #old", "kept")
        await desk.press("e")
        assert (box_of(desk).text, box_of(desk).tags) == ("first #old", ["kept"])
        await desk.write("second #new", "kept")
        assert only_note(desk.session).tags == ("kept", "new")


async def test_t_tags_the_note_or_the_selection(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("t")
        await desk.type("one/two")
        await desk.press("enter")
        assert only_note(desk.session).tags == ("one/two",)
        await desk.press("t")
        await desk.type(" more")
        await desk.press("enter")
        assert only_note(desk.session).tags == ("one/two", "more")


async def test_known_tags_are_offered_most_used_first(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        for tags in ("budget", "budget", "boats"):
            await desk.press("a")
            await desk.write(f"note {tags}", tags)
        await desk.press("a")
        assert "#budget  #boats" in str(box_of(desk).query_one("#offered").render())
        await desk.type("see #bu")
        await desk.press("tab")
        assert box_of(desk).text == "see #budget "


async def test_deleting_undoing_and_redoing(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.write("mine")
        await desk.press("x")
        assert (desk.session.notes, desk.lit("note")) == ((), [])
        await desk.press("U")
        assert only_note(desk.session).text == "mine"
        await desk.press("ctrl+y")
        assert desk.session.notes == ()
        await desk.press("ctrl+z", "ctrl+z")
        assert desk.session.notes == ()
        await desk.press("U")
        assert desk.said == "nothing to undo"


async def test_undo_works_across_sessions(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.write("mine")
        await desk.press("x", "q")
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("U")
        assert only_note(desk.session).text == "mine"


async def test_brackets_go_from_note_to_note(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("right_square_bracket")
        assert desk.said.startswith("no notes")
        await desk.press("H", "G", "H", "g")
        await desk.press("right_square_bracket")
        assert desk.under_caret.startswith("Three")
        await desk.press("right_square_bracket")
        assert desk.under_caret.startswith("One")
        await desk.press("left_square_bracket")
        assert desk.under_caret.startswith("Three")


# ---------------------------------------------------------------------- drafts


async def test_escape_keeps_the_draft_for_the_same_passage(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("half")
        await desk.press("escape", "q")
    async with opened(plain(TEXT, paths)) as desk:
        assert "draft" in desk.said
        await desk.press("a")
        assert box_of(desk).text == "half"
        await desk.write("whole")
        assert (only_note(desk.session).text, desk.screen.drafts.all) == ("whole", ())


async def test_a_draft_is_offered_at_the_top_of_the_notes(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("A")
        await desk.type("one")
        await desk.press("escape", "a")
        await desk.type("two")
        await desk.press("escape", "3", "g", "enter")
        assert box_of(desk).text == "one"


async def test_a_draft_follows_its_words_when_the_article_changes(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    async with opened(Session(open_source(str(path)), paths)) as desk:
        await desk.press("right_curly_bracket", "a")
        await desk.type("half")
        await desk.press("escape", "left_curly_bracket", "a")
        await desk.type("gone")
        await desk.press("escape", "q")
    path.write_text("Something new.\n\nTwo stands there, changed. But still. Three is last.\n\nThree is last.")
    async with opened(Session(open_source(str(path)), paths)) as desk:
        text = desk.session.article.text
        placed = {draft.text: draft.span and draft.span.of(text) for draft in desk.screen.drafts.all}
        assert placed == {"half": "Three is last.", "gone": None}


async def test_a_pause_in_typing_keeps_the_draft(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("unsaved words")
        await until_async(lambda: [draft.text for draft in kept_drafts(desk.session)] == ["unsaved words"])


async def test_a_box_knows_its_words_when_it_is_gone(paths: UserPaths) -> None:
    """A program that ends takes the box away before its draft is known to be kept."""
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("unsaved #words")
        box = desk.pilot.app.screen
        assert isinstance(box, NoteDialog)
        await desk.press("escape")
        await until_async(lambda: not box.is_attached)
        assert box.text == "unsaved #words"
        assert box.tags == []


# ---------------------------------------------------------------------- the side pane


SAID = "# Vote\n\nAnn Lee spoke to Port Authority in Leith.\n\n## After\n\n“We go,” said Ann Lee. Bob Ray left Leith."


async def test_names_quotes_and_outline_are_listed(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        await desk.press("1")
        assert "Ann Lee" in [row.named.name for row in desk.rows if isinstance(row, NameRow)]
        await desk.press("2")
        assert [(row.speaker, row.said) for row in desk.rows if isinstance(row, QuoteRow)] == [("Ann Lee", "“We go,”")]
        await desk.press("o")
        assert [row.title for row in desk.rows if isinstance(row, OutlineRow)] == ["After"]
        await desk.press("enter")
        assert desk.under_caret.startswith("After")


async def test_choosing_a_name_steps_through_its_mentions(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        await desk.press("1")
        desk.screen.side.list.select_row(
            next(row for row in desk.rows if isinstance(row, NameRow) and row.named.name == "Ann Lee")
        )
        await desk.press("enter")
        assert desk.said == "Ann Lee  1/2"
        assert desk.lit("chosen") == ["Ann Lee", "Ann Lee"]
        await desk.press("n")
        assert desk.under_caret.startswith("Ann Lee. Bob")
        await desk.press("enter")
        assert desk.said == "Ann Lee  1/2"


async def test_a_note_from_the_side_pane_is_on_the_chosen_quote(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        await desk.press("2", "enter", "a")
        await desk.write("really?")
        assert desk.lit("note") == ["“We go,”"]
        note = only_note(desk.session)
        assert note.placement is not None


async def test_in_a_narrow_terminal_a_chosen_quote_is_noted_too(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths), (70, 24)) as desk:
        assert not desk.screen.panes.side_shown
        await desk.press("2")
        assert desk.screen.panes.side_shown
        await desk.press("enter")
        assert not desk.screen.panes.side_shown
        await desk.press("a")
        await desk.write("really?")
        assert desk.lit("note") == ["“We go,”"]


async def test_the_row_for_the_caret_is_marked(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        side = desk.screen.side
        await desk.press("1", "escape", "j")
        assert side.list.current is not None
        row = side.list.rows[side.list.current]
        assert isinstance(row, NameRow)
        assert row.named.name == "Ann Lee"


async def test_enter_in_the_text_opens_what_is_at_the_caret(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        await desk.press("2", "escape", "j", "enter")
        assert desk.screen.side.tab == "names"
        assert desk.said == "Ann Lee  1/2"
        await desk.press("G", "a")
        await desk.write("here")
        await desk.press("h", "enter")
        assert box_of(desk).text == "here"


async def test_the_filter_narrows_the_rows_and_escape_clears_it(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(SAID), paths)) as desk:
        await desk.press("1", "ampersand")
        await desk.type("leith")
        assert [row.named.name for row in desk.rows if isinstance(row, NameRow)] == ["Leith"]
        assert [row.title for row in desk.screen.side.list.rows if isinstance(row, HeadingRow)] == ["Places"]
        await desk.press("escape")
        assert len(desk.rows) > 1


async def test_tab_switches_panes_and_z_hides_the_side(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("tab")
        assert desk.screen.panes.in_side
        await desk.press("tab")
        assert not desk.screen.panes.in_side
        await desk.press("z")
        assert not desk.screen.panes.side_shown
        await desk.press("z")
        assert desk.screen.panes.side_shown


async def test_shift_tab_switches_between_text_and_tags(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("words")
        await desk.press("shift+tab")
        await desk.type("tag")
        await desk.press("shift+tab")
        await desk.type(" more")
        assert (box_of(desk).text, box_of(desk).tags) == ("words more", ["tag"])


async def test_shift_tab_goes_up_in_the_choice_of_notes(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await overlapping(desk)
        await desk.press("e", "j", "j")
        assert desk.lit("current") == ["One stands here. Two stands there."]
        await desk.press("shift+tab", "enter")
        assert box_of(desk).text == "sentence"


# ---------------------------------------------------------------------- a changed article


async def test_reading_again_places_the_notes_in_what_the_file_says_now(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("A first line stands here. It goes on for some words.\n\nThree is last of all the lines here.")
    async with opened(Session(open_source(str(path)), paths)) as desk:
        await desk.press("a")
        await desk.write("on the first")
        await desk.press("right_curly_bracket", "a")
        await desk.write("on three")
        path.write_text("A new start.\n\nA first line stands here. It goes on for some words.\n\nNothing like it was.")
        await desk.press("r")
        assert "1 in place, 1 orphaned" in desk.said
        assert desk.lit("note") == ["A first line stands here."]
        await desk.press("3")
        first = desk.rows[0]
        assert isinstance(first, NoteRow)
        assert (first.state, first.passage) == ("orphaned", "Three is last of all the lines here.")
        await desk.press("r")
        assert desk.said == "the article has not changed"


# ---------------------------------------------------------------------- help, palette, themes


async def test_help_and_palette_know_every_action(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("question_mark")
        assert [type(screen) for screen in desk.pilot.app.screen_stack] == [ReadingScreen, HelpDialog]
        await desk.press("j", "space", "k", "b", "q")
        assert [type(screen) for screen in desk.pilot.app.screen_stack] == [ReadingScreen]
        await desk.choose("highlight without")
        assert desk.lit("highlight") == ["One stands here."]


async def test_ctrl_p_opens_the_palette_too(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReaderApp, "COMMAND_PALETTE_BINDING", "f24")  # Textual's own would hide that ours is missing
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("ctrl+p")
        assert isinstance(desk.pilot.app.screen, CommandPalette)
        await desk.type("highlight without")
        await desk.gather()
        await desk.press("enter")
        await desk.settle()
        assert desk.lit("highlight") == ["One stands here."]


async def test_ctrl_q_quits_and_keeps_the_draft_and_the_place(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("right_parenthesis", "a")
        await desk.type("half")
        await desk.press("escape")
        await desk.press("right_curly_bracket", "ctrl+q")
        assert not desk.pilot.app.is_running
        assert desk.pilot.app.return_code == 0
    async with opened(plain(TEXT, paths)) as desk:
        assert desk.under_caret.startswith("Three")
        assert [(draft.text, draft.anchor and draft.anchor.exact) for draft in desk.screen.drafts.all] == [
            ("half", "Two stands there.")
        ]


async def test_changing_the_theme_redraws_the_text(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        dark = desk.screen.article.render_line(0)
        await desk.screen.action_run("theme")
        await desk.settle()
        assert desk.pilot.app.theme == "paper"
        assert desk.screen.article.render_line(0) != dark
    async with opened(plain(TEXT, paths)) as desk:
        assert desk.pilot.app.theme == "paper"


async def test_escape_never_quits(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("escape", "escape", "escape")
        assert desk.pilot.app.is_running


async def test_the_note_box_accepts_letters_that_are_keys_elsewhere(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("a")
        await desk.type("quit x U")
        assert box_of(desk).query_one(TextArea).text == "quit x U"
