"""Correct the analysis: in a session, on the screen with its two dialogs, and in the next session."""

from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Input, OptionList, Static

from reader.analysis import RULES
from reader.anchoring import describe
from reader.annotations.corrections import Attribute, Dismiss, Merge, Rename, Retype, names_of
from reader.errors import NoteError
from reader.library.library import Library
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.dialogs.correction import AdditionDialog, CorrectionDialog, EntityDialog, SpeakerDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.rows import NameRow
from tests.annotations.test_corrections import (
    FRIENDS,
    LEITH,
    MADE,
    MOSCOW,
    NOBODY,
    PUTIN,
    SHORT,
    TEXT,
    TRUE,
    XI,
    at,
    entity,
    speakers,
)
from tests.page_object import Desk, opened
from tests.waiting import until_async

FOUND = replace(MADE, engine=RULES)
"""The result of the current engine, so that it does not run again."""

SAME = Merge(names_of(SHORT), names_of(XI))


def sitting(paths: UserPaths) -> Session:
    return Session(read_plain(TEXT, "/articles/visit.txt"), paths)


@pytest.fixture
def visit(paths: UserPaths) -> Session:
    """A sitting with the article, which is in the library, and with its analysis."""
    session = sitting(paths)
    session.analysis_state.set_analysis(FOUND)
    session.record_opening()
    return session


# ---------------------------------------------------------------------- a sitting


def test_the_analysis_is_returned_corrected_and_cached_uncorrected(visit: Session, paths: UserPaths) -> None:
    visit.analysis_state.correct(SAME)
    for analysis in (visit.analysis_state.analysis, visit.analysis_state.known_analysis()):
        assert analysis is not None
        assert speakers(analysis)[0] == "Xi Jinping"
    assert visit.analysis_state.raw_analysis == FOUND
    assert visit.analysis_state.analysis is visit.analysis_state.analysis, (
        "it is not made anew each time it is asked for"
    )


def test_corrections_apply_in_the_next_session_and_to_a_new_analysis(visit: Session, paths: UserPaths) -> None:
    (made,) = visit.analysis_state.correct(SAME)
    visit.analysis_state.correct(Attribute(describe(TEXT, NOBODY.span), names_of(PUTIN)))
    again = sitting(paths)
    again.load_notes()
    again.analysis_state.set_analysis(FOUND)
    assert again.analysis_state.corrections[0].id == made.id
    assert again.analysis_state.analysis == visit.analysis_state.analysis
    again.analysis_state.set_analysis(replace(FOUND, engine="rules 9"))
    assert again.analysis_state.analysis == replace(visit.analysis_state.analysis, engine="rules 9")


def test_corrections_apply_to_a_changed_article(visit: Session, paths: UserPaths) -> None:
    visit.analysis_state.correct(SAME, Attribute(describe(TEXT, TRUE.span), names_of(XI)))
    text = TEXT.replace("President Putin nodded.", "After a long silence President Putin nodded, and smiled.")
    edited = Session(read_plain(text, "/articles/visit.txt"), paths)
    edited.record_opening()
    shift = len(text) - len(TEXT)
    correction = edited.analysis_state.corrections[1]
    assert correction.placement is not None
    assert correction.placement.span == at("“True friends,”", 0, text)
    assert correction.placement.span.start == TRUE.span.start + shift


def test_undo_and_redo_cover_notes_and_corrections_across_sessions(visit: Session, paths: UserPaths) -> None:
    visit.article_notes.annotate(None, "first")
    visit.analysis_state.correct(SAME)
    visit.article_notes.annotate(None, "last")
    again = sitting(paths)
    again.record_opening()
    again.analysis_state.set_analysis(FOUND)
    assert again.article_notes.undo() == "the note is gone"
    assert again.article_notes.undo() == "Xi and Xi Jinping merged"
    assert (again.analysis_state.analysis, again.analysis_state.corrections) == (FOUND, ())
    third = sitting(paths)
    third.record_opening()
    third.analysis_state.set_analysis(FOUND)
    assert third.article_notes.redo() == "Xi and Xi Jinping merged"
    assert third.analysis_state.analysis == visit.analysis_state.analysis
    assert third.article_notes.redo() == "the note is back"
    assert third.article_notes.redo() is None
    assert [third.article_notes.undo() for _ in range(4)][2:] == ["the note is gone", None]


def test_a_redone_correction_keeps_its_place_in_the_order(visit: Session) -> None:
    """Later corrections were made on its result."""
    visit.analysis_state.correct(Rename(names_of(XI), "The Guest"))
    visit.analysis_state.correct(Rename(("The Guest", "Xi Jinping"), "The Host"))
    visit.article_notes.undo()
    visit.article_notes.undo()
    visit.article_notes.redo()
    assert entity("The Guest", visit.analysis_state.analysis)
    visit.article_notes.redo()
    assert entity("The Host", visit.analysis_state.analysis)


def test_removing_a_correction_can_be_undone(visit: Session) -> None:
    first, _ = visit.analysis_state.correct(SAME, Dismiss(names_of(MOSCOW)))
    assert visit.analysis_state.remove_correction(first.id).change == SAME
    assert [correction.change for correction in visit.analysis_state.corrections] == [Dismiss(names_of(MOSCOW))]
    with pytest.raises(NoteError, match="has no correction"):
        visit.analysis_state.remove_correction(first.id)
    assert visit.article_notes.undo() == "Xi and Xi Jinping merged"
    assert len(visit.analysis_state.corrections) == 2


def test_several_corrections_are_stored_all_or_none(visit: Session, paths: UserPaths) -> None:
    with pytest.raises(NoteError, match="nothing to correct"):
        visit.analysis_state.correct(SAME, Retype(names_of(XI), "person"))
    assert visit.analysis_state.corrections == ()
    assert Library(paths.library, paths.state).corrections(visit.article_id) == []


def test_corrections_of_another_window_appear_with_the_next_correction(visit: Session, paths: UserPaths) -> None:
    other = sitting(paths)
    other.analysis_state.set_analysis(FOUND)
    other.record_opening()
    other.analysis_state.correct(SAME)
    visit.analysis_state.correct(Dismiss(names_of(MOSCOW)))
    assert len(visit.analysis_state.corrections) == 2
    assert speakers(visit.analysis_state.analysis)[0] == "Xi Jinping"


def test_an_article_can_be_corrected_before_it_is_in_the_library(paths: UserPaths) -> None:
    session = sitting(paths)
    session.analysis_state.set_analysis(FOUND)
    session.analysis_state.correct(SAME)
    assert speakers(session.analysis_state.analysis)[0] == "Xi Jinping"
    later = sitting(paths)
    later.record_opening()
    assert len(later.analysis_state.corrections) == 1


def test_exports_and_quotations_are_corrected(visit: Session) -> None:
    visit.analysis_state.correct(SAME, Dismiss(names_of(MOSCOW)), Attribute(describe(TEXT, NOBODY.span), ("Bob Hale",)))
    markdown = visit.exports.render().decode()
    assert 'people: ["[[Xi Jinping]]", "[[Putin]]", "[[Leith]]"]' in markdown
    assert "### Bob Hale" in markdown
    assert "Moscow\n" not in markdown.partition("## Names")[2]
    assert "**Xi Jinping**" in visit.exports.quotation(FRIENDS.span)


# ---------------------------------------------------------------------- on the screen


def box_of(desk: Desk) -> CorrectionDialog:
    box = desk.pilot.app.screen
    assert isinstance(box, CorrectionDialog)
    return box


def choices(desk: Desk) -> list[str]:
    listed = box_of(desk).query_one(OptionList)
    return [" ".join(str(option.prompt).split()) for option in listed.options]


def hint(desk: Desk) -> str:
    return str(box_of(desk).query_one("#hint", Static).content)


def name_rows(desk: Desk) -> list[str]:
    return [row.named.name for row in desk.rows if isinstance(row, NameRow)]


async def on_name(desk: Desk, name: str) -> None:
    """Point at a name in the side pane and ask to correct it."""
    await desk.press("1")
    row = next(row for row in desk.rows if isinstance(row, NameRow) and row.named.name == name)
    desk.screen.side.list.select_row(row)
    await desk.press("c")


async def test_a_name_can_be_merged_into_another(visit: Session, paths: UserPaths) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Xi")
        assert isinstance(box_of(desk), EntityDialog)
        assert choices(desk)[0] == "Xi Jinping person 1", "one that shares a word with it comes first"
        await desk.press("down", "down")
        await desk.type("jin")
        assert choices(desk) == ["Xi Jinping person 1"]
        await desk.press("enter")
        assert desk.said == "Xi and Xi Jinping merged · U to undo"
        assert "Xi" not in name_rows(desk)
        row = desk.screen.side.list.row
        assert isinstance(row, NameRow)
        assert (row.named.name, len(row.named.mentions)) == ("Xi Jinping", 3)
        assert desk.lit("person").count("Xi") == 2
        assert desk.screen.panes.in_side

        await desk.press("U")
        assert desk.said == "undone: Xi and Xi Jinping merged"
        assert "Xi" in name_rows(desk)
        assert "Xi" in desk.lit("other")
        await desk.press("ctrl+y")
        assert desk.said == "redone: Xi and Xi Jinping merged"
    async with opened(sitting(paths), analysis=FOUND) as desk:
        await desk.press("1", "escape")
        assert "Xi" not in name_rows(desk)
        await desk.press("U")
        assert "Xi" in name_rows(desk)


async def test_the_name_at_the_caret_can_be_renamed(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await desk.press("1", "escape")
        desk.screen.article.go(PUTIN.mentions[0].start)
        await desk.press("c")
        await desk.press("home")
        await desk.type("Vladimir ")
        await desk.press("enter")
        assert desk.said == "Putin renamed to Vladimir Putin · U to undo"
        assert "Vladimir Putin" in name_rows(desk)
        assert desk.lit("person").count("Putin") == 1, "the text stays as it is"


async def test_kind_and_name_can_be_changed_together(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Leith")
        await desk.type(" harbour")
        await desk.press("tab", "right", "right", "right", "left")
        assert box_of(desk).query_one("#kind", Selector).word == "place"
        await desk.press("enter")
        assert desk.said == "Leith renamed to Leith harbour; Leith made a place · U to undo, one by one"
        assert desk.lit("place") == ["Moscow", "Leith"]
        row = desk.screen.side.list.row
        assert isinstance(row, NameRow)
        assert row.named.name == "Leith harbour"


async def test_a_dismissed_name_disappears(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Moscow")
        await desk.press("ctrl+d")
        assert desk.said == "Moscow dismissed as no name · U to undo"
        assert "Moscow" not in name_rows(desk)
        assert desk.lit("place") == []


async def test_keys_typed_ahead_arrive_in_order(visit: Session) -> None:
    """All at once, as from a paste or on a machine that is busy."""
    async with opened(visit, analysis=FOUND) as desk:
        desk.screen.article.go(at("Nobody").start)
        await desk.press("c")
        for key in [*"putin", "enter"]:
            desk.pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await desk.settle()
        assert desk.said == "“Nobody asked us,” said by Putin · U to undo"
        await on_name(desk, "Leith")
        for key in ["down", "right", "right", "enter"]:
            desk.pilot.app.post_message(events.Key(key, None))
        await desk.settle()
        assert desk.said == "Leith made a place · U to undo"


async def test_arrows_move_through_fields_and_list(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Xi")
        box = box_of(desk)
        listed = box.query_one(OptionList)
        await desk.press("down", "down")
        assert box.focused is box.query_one("#narrow")
        assert listed.highlighted is None, "nothing is chosen unless one chooses"
        await desk.press("down", "down", "up")
        assert listed.highlighted == 0
        await desk.press("up")
        assert listed.highlighted is None
        assert box.focused is box.query_one("#kind")
        await desk.press("up")
        assert box.focused is box.query_one("#name")
        await desk.press("enter")
        assert "nothing has changed yet" in hint(desk)
        await desk.press("escape")
        assert desk.session.analysis_state.corrections == ()


async def select(desk: Desk, words: str, nth: int = 0) -> None:
    desk.screen.article.select_from(at(words, nth))
    await desk.settle()


async def test_a_missed_quote_is_added_and_undone(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await select(desk, "Putin nodded. “True friends")
        await desk.press("c", "enter")
        assert desk.selected == ""
        assert desk.said.startswith("“Putin nodded. “True friends” added, said by ")
        await desk.press("U")
        assert desk.session.analysis_state.corrections == ()
        await select(desk, "smiled at the Kremlin gate")
        await desk.press("c")
        assert isinstance(box_of(desk), AdditionDialog)
        assert choices(desk)[-1].startswith("nobody")
        await desk.type("Xi Jinping")
        await desk.press("enter")
        assert "said by Xi Jinping" in desk.said
        assert "smiled at the Kremlin gate" in desk.lit("quote")
        await desk.press("U")
        assert "smiled at the Kremlin gate" not in desk.lit("quote")


async def test_a_missed_name_is_added_as_new_or_as_one_of_the_list(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await desk.press("1", "escape")
        await select(desk, "gate")
        await desk.press("c", "shift+tab", "right", "right", "enter")
        assert desk.said.startswith("gate added as a place")
        assert "gate" in name_rows(desk)
        await select(desk, "a man")
        await desk.press("c", *"puti", "enter")
        assert desk.said.startswith("Putin added as a person")
        row = next(row.named for row in desk.rows if isinstance(row, NameRow) and row.named.name == "Putin")
        assert at("a man") in row.mentions


async def test_one_mention_or_one_spelling_is_given_to_another_name(visit: Session) -> None:
    visit.analysis_state.correct(SAME)
    async with opened(visit, analysis=FOUND) as desk:
        await desk.press("1", "escape")
        desk.screen.article.go(at("Xi", 1).start)
        await desk.press("c")
        scope = box_of(desk).query_one("#scope", Selector)
        scope.focus()
        await desk.press("left", "tab")
        assert choices(desk) == [
            "Moscow place 1",
            "Putin person 1",
            "Kremlin organisation 1",
            "Leith person 1",
        ] or choices(desk)
        await desk.type("Xi Zhongxun")
        await desk.press("enter")
        assert desk.said == "“Xi” here is Xi Zhongxun · U to undo"
        assert "Xi Zhongxun" in name_rows(desk)
        assert speakers(desk.session.analysis_state.analysis)[0] == "Xi Zhongxun"
        await desk.press("U")
        assert "Xi Zhongxun" not in name_rows(desk)
        await desk.press("c")
        box_of(desk).query_one("#scope", Selector).focus()
        await desk.press("right", "tab", *"put", "enter")
        assert desk.said == "“Xi” is Putin, not Xi Jinping · U to undo"
        assert speakers(desk.session.analysis_state.analysis)[0] == "Putin"


async def test_nothing_is_moved_without_a_name(visit: Session) -> None:
    visit.analysis_state.correct(SAME)
    async with opened(visit, analysis=FOUND) as desk:
        desk.screen.article.go(at("Xi", 1).start)
        await desk.press("c")
        box_of(desk).query_one("#scope", Selector).focus()
        await desk.press("right", "enter")
        assert "nothing has changed yet" in hint(desk)


async def test_an_invalid_name_is_reported_in_the_dialog(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Xi")
        box_of(desk).query_one("#name", Input).value = ""
        await desk.press("enter")
        assert "the name is empty" in hint(desk)
        await desk.type("Mr Xi")
        await desk.press("enter")
        assert "Mr Xi" in name_rows(desk)


async def test_the_speaker_of_the_chosen_quote_can_be_changed(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await desk.press("2", "j", "j", "c")
        assert isinstance(box_of(desk), SpeakerDialog)
        first, *names, last = choices(desk)
        assert (first, last) == ("a man in Leith now", "nobody leave the quote unattributed")
        assert {"Kremlin ¶ 1", "Putin ¶ 1", "Xi Jinping ¶ 1", "Leith ¶ 1", "Moscow ¶ 1"} <= set(names)
        assert box_of(desk).query_one(OptionList).highlighted == 1, "not the one that it is already"
        await desk.type("puti")
        await desk.press("enter")
        assert desk.said == "“Nobody asked us,” said by Putin · U to undo"
        row = desk.screen.side.list.row
        assert isinstance(row, QuoteRow)
        assert (row.speaker, row.quoted.span, row.quoted.confidence) == ("Putin", NOBODY.span, 1.0)
        await desk.press("U")
        assert speakers(desk.session.analysis_state.analysis) == speakers(FOUND)


async def test_a_speaker_can_be_any_name_or_nobody(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        desk.screen.article.go(at("friends,”").start)
        await desk.press("c")
        await desk.type("Bob Hale")
        assert choices(desk)[0] == "Bob Hale as typed"
        await desk.press("enter")
        assert speakers(desk.session.analysis_state.analysis)[0] == "Bob Hale"
        await desk.press("c", "up", "up")
        await desk.type("nobody here is called so")
        await desk.press("down", "enter")
        assert desk.said == "“We are friends,” said by nobody · U to undo"
        assert speakers(desk.session.analysis_state.analysis)[0] is None
        await desk.press("c")
        assert not any(choice.startswith("nobody") for choice in choices(desk))


async def test_an_uncertain_speaker_can_be_confirmed(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await desk.press("2")
        desk.screen.side.list.select_row(desk.rows[1])
        assert "uncertain" in str(desk.rows[1].lines(40))
        await desk.press("c", "enter")
        assert desk.said == "“True friends,” said by Putin · U to undo"
        assert "uncertain" not in str(desk.rows[1].lines(40))
        assert desk.session.analysis_state.analysis.quotes[1].speaker == TRUE.speaker


async def test_why_names_the_user_as_the_reason(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        desk.screen.article.go(at("friends,”").start)
        await desk.press("c", "enter")
        await until_async(lambda: desk.pilot.app.screen is desk.screen)
        await desk.press("w")
        words = "\n".join(str(part.content) for part in desk.pilot.app.screen.query(Static))
        assert "You set this speaker." in words


async def test_stepping_follows_a_corrected_name(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Xi")
        await desk.press("escape", "enter")
        assert desk.said == "Xi  1/2"
        await desk.press("c", "down", "down", "down", "enter")
        await until_async(lambda: "merged" in desk.said)
        await desk.press("n")
        await until_async(lambda: desk.said == "Xi Jinping  3/3")
        assert len(desk.lit("chosen")) == 3
        await desk.press("1", "c", "ctrl+d", "n")
        assert desk.said.startswith("nothing to step through")


async def test_hostile_names_are_drawn_literally(paths: UserPaths) -> None:
    text = "[/oops] [bold]Ann Lee[/bold] said “hello”."
    session = Session(read_plain(text), paths)
    session.record_opening()
    async with opened(session, analysis=FOUND) as desk:
        await desk.press("c")
        assert isinstance(box_of(desk), EntityDialog)
        box_of(desk).query_one("#name", Input).value = "[/oops] \x1b[31m[red]x"
        await desk.press("enter")
        assert desk.said == "Xi Jinping renamed to [/oops] ␛[31m[red]x · U to undo"
        await desk.press("c", "escape", "1", "c")
        assert isinstance(box_of(desk), EntityDialog)


async def test_nothing_to_correct_is_reported(visit: Session) -> None:
    async with opened(visit, analysis=FOUND) as desk:
        desk.screen.article.go(at("came").start)
        await desk.press("c")
        assert desk.said == "no name or quote here to correct; select words with v to add one"


async def test_a_correction_that_cannot_be_saved_keeps_the_dialog_open(
    visit: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    async with opened(visit, analysis=FOUND) as desk:
        await on_name(desk, "Leith")
        await desk.type("!")
        with monkeypatch.context() as patch:
            patch.setattr("reader.system.atomic_file.replace_file", full)
            await desk.press("enter")
            assert "No space left" in hint(desk)
        await desk.press("enter")
        assert "Leith!" in name_rows(desk)
        assert visit.analysis_state.analysis.entities[-1].aliases == (LEITH.name,)


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
async def test_both_dialogs_fit_a_small_terminal(visit: Session, size: tuple[int, int]) -> None:
    async with opened(visit, size, analysis=FOUND) as desk:
        await desk.press("c")
        for _ in range(2):
            region = box_of(desk).query_one("#correction-box").region
            assert desk.pilot.app.screen.region.contains_region(region)
            assert region.contains_region(box_of(desk).query_one("#hint").region)
            await desk.press("escape")
            desk.screen.article.go(at("friends").start)
            await desk.press("c")
