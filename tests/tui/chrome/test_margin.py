"""The margin beside the text: notes as cards, speakers, footnotes, where links lead."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region

from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.chrome.margin import CHOSEN, Margin
from tests.page_object import Desk, opened
from tests.stories.test_review import desk_with_conflict
from tests.waiting import until_async

TEXT = "\n\n".join(f"Paragraph {number} has some words of its own." for number in range(1, 61))

WIDE = (170, 40)


@pytest.fixture
def session(paths: UserPaths) -> Session:
    session = Session(replace(read_plain(TEXT), source="/somewhere/words.txt", genre="prose"), paths)
    session.record_opening()
    session.article_notes.annotate(
        session.article_notes.find_passage("Paragraph 2 has"), "What are these words?", ["check"]
    )
    session.article_notes.annotate(session.article_notes.find_passage("Paragraph 40 has"), "Far below. " * 12)
    session.article_notes.annotate(session.article_notes.find_passage("Paragraph 3 has"))
    return session


def card_rows(desk: Desk) -> list[str]:
    margin = desk.screen.query_one(Margin)
    return [margin.render_line(y).text.rstrip() for y in range(margin.size.height)]


def frame_styles(cards: Margin) -> set[object]:
    lines = [cards.render_line(y) for y in range(cards.size.height)]
    return {segment.style for line in lines for segment in line if "╭" in segment.text}


async def test_a_note_stands_beside_its_line_with_words_tags_and_day(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        rows = card_rows(desk)
        top = next(index for index, row in enumerate(rows) if "╭" in row)
        assert "What are these words?" in rows[top + 1]
        assert "#check" in rows[top + 2]
        assert "─╯" in rows[top + 3]
        article = desk.screen.article
        line = article.view.layout.line_of(session.article.text.index("Paragraph 2 has"))
        assert top == line - article.view.top
        assert sum("╭" in row for row in rows) == 1, "a highlight has no card, and the other note is not in sight"


async def test_the_wheel_over_a_card_scrolls_the_text(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        cards, view = desk.screen.query_one(Margin), desk.screen.article.view
        for kind, top in ((MouseScrollDown, 3), (MouseScrollDown, 6), (MouseScrollUp, 3)):
            cards.post_message(kind(cards, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False))
            await desk.settle()
            assert view.top == top


async def test_cards_scroll_with_the_text_and_the_one_at_the_caret_is_lit(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        cards = desk.screen.query_one(Margin)
        desk.screen.article.go(session.article.text.index("Paragraph 40"), jump=True)
        await desk.settle()
        assert "Far below." in "".join(card_rows(desk))
        assert "What are these" not in "".join(card_rows(desk))
        lit = frame_styles(cards)
        desk.screen.article.go(session.article.text.index("Paragraph 41"))
        await desk.settle()
        assert len(lit) == len(frame_styles(cards)) == 1
        assert lit != frame_styles(cards)


async def test_a_click_on_a_card_goes_to_its_note(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        row = next(index for index, row in enumerate(card_rows(desk)) if "What are" in row)
        await desk.pilot.click(Margin, offset=(4, row))
        await desk.settle()
        assert desk.under_caret.startswith("Paragraph 2 has")


async def test_a_click_beside_the_cards_goes_nowhere(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        rows = card_rows(desk)
        below = next(index for index, row in enumerate(rows) if "╰" in row) + 2
        await desk.pilot.click(Margin, offset=(4, below))
        await desk.settle()
        assert desk.screen.article.caret.offset == 0


async def test_a_note_on_the_article_stands_at_its_beginning_only(session: Session) -> None:
    session.article_notes.annotate(None, "Read it all again")
    async with opened(session, WIDE) as desk:
        rows = card_rows(desk)
        assert "on the article" in rows[1]
        assert "Read it all again" in rows[2]
        desk.screen.article.go(session.article.text.index("Paragraph 40"), jump=True)
        await desk.settle()
        assert "Read it all again" not in "".join(card_rows(desk))


async def test_a_part_of_the_cards_is_drawn_as_in_the_whole(session: Session) -> None:
    async with opened(session, WIDE) as desk:
        cards, rows = desk.screen.query_one(Margin), card_rows(desk)
        at = next(index for index, row in enumerate(rows) if "What are" in row)
        (strip,) = cards.render_lines(Region(2, at, 14, 1))
        assert strip.text == rows[at][2:16]


async def test_a_note_with_two_texts_says_so_and_shows_both(paths: UserPaths, tmp_path: Path) -> None:
    async with desk_with_conflict(paths, tmp_path, WIDE) as desk:
        words = "\n".join(card_rows(desk))
        for told in ("two texts: Enter chooses one", "the other text", "the changed text"):
            assert told in words


async def test_changed_and_orphaned_notes_are_marked(session: Session, paths: UserPaths) -> None:
    text = TEXT.replace("Paragraph 2 has some", "Paragraph 2 had some").replace("Paragraph 40 has some", "Gone are")
    changed = Session(replace(read_plain(text), source=session.article.source), paths)
    async with opened(changed, WIDE) as desk:
        words = "\n".join(card_rows(desk))
        states = {note.placement.state for note in desk.session.notes if note.placement}
        assert ("orphaned" in states) == ("✕ orphaned" in words)
        assert ("changed" in states) == ("◐ its words have changed" in words)
        assert states - {"exact"}


async def test_many_notes_in_sight_are_shortened_and_counted(paths: UserPaths) -> None:
    session = Session(replace(read_plain(TEXT), genre="prose"), paths)
    session.record_opening()
    for number in range(1, 16):
        session.article_notes.annotate(
            session.article_notes.find_passage(f"Paragraph {number} has"), f"Note {number}. " * 20
        )
    async with opened(session, (170, 24)) as desk:
        rows = card_rows(desk)
        assert sum("● Note" in row for row in rows) > 5
        assert all("╮" in row or "╰" in row or "─" in row or "│" in row for row in rows if "Note" in row)


async def test_a_narrow_screen_shows_the_note_at_the_caret_in_the_footer(session: Session) -> None:
    async with opened(session, (100, 30)) as desk:
        assert desk.screen.query_one(Margin).region.width == 0
        desk.screen.article.go(session.article.text.index("Paragraph 2 has"))
        await desk.settle()
        assert "● What are these words?" in desk.screen.status.render_line(0).text
        await desk.press("3")
        assert "● What" not in desk.screen.status.render_line(0).text


SPOKEN = (
    "The council met on Friday.\n\n“We were not told,” Ann Lee said.\n\nNobody spoke of the boats.\n\n"
    "“It was late,” said Maria Ortiz.\n\n" + TEXT
)


async def test_speakers_stand_beside_their_words(paths: UserPaths) -> None:
    session = Session(replace(read_plain(SPOKEN), genre="prose"), paths)
    session.record_opening()
    async with opened(session, WIDE) as desk:
        await until_async(lambda: any("Ann Lee" in row for row in card_rows(desk)))
        view = desk.screen.article.view
        row = view.layout.line_of(session.article.text.index("“It was late")) - view.top
        assert card_rows(desk)[row] == "── Maria Ortiz"
        await desk.press("M", "M")
        assert not any("Lee" in row or "Ortiz" in row for row in card_rows(desk)), "quotes are not marked"
        await desk.press("M")
        assert any("Ann Lee" in row for row in card_rows(desk))
        await desk.press("G")
        assert not any("Lee" in row for row in card_rows(desk))


async def test_a_note_and_the_speaker_stand_beside_one_line(paths: UserPaths) -> None:
    session = Session(replace(read_plain(SPOKEN), genre="prose"), paths)
    session.record_opening()
    session.article_notes.annotate(session.article_notes.find_passage("We were not told"), "By whom?")
    async with opened(session, WIDE) as desk:
        await until_async(lambda: any("Maria Ortiz" in row for row in card_rows(desk)))
        rows = card_rows(desk)
        at = next(index for index, row in enumerate(rows) if "By whom?" in row)
        assert any("Ann Lee" in row for row in rows[at - 2 : at + 4]), "both are beside the line, one below the other"


async def test_a_text_with_neither_notes_nor_quotes_tells_what_the_margin_is_for(paths: UserPaths) -> None:
    session = Session(replace(read_plain(TEXT), genre="prose"), paths)
    session.record_opening()
    async with opened(session, WIDE) as desk:
        await until_async(lambda: "Notes stand here" in card_rows(desk)[0])
        await desk.pilot.click(Margin, offset=(6, 0))
        await desk.press("j", "escape")
        assert desk.screen.article.caret.offset == 0, "it is no entry to go to"
        await desk.press("G")
        assert not any(card_rows(desk))


NOTED = """# A Manual

It runs on Linux.[^1] See [the plan](https://example.org/plan) and [below](#how-it-ends).

Nothing is [here](#gone).

## How it ends

`reader` ends.

[^1]: Not tested by us elsewhere, since nobody of us has another machine, and nobody else has told us of theirs yet.
"""


async def test_footnotes_and_the_targets_of_links_stand_beside_their_lines(paths: UserPaths) -> None:
    session = Session(read_markdown(NOTED), paths)
    session.record_opening()
    session.set_genre("manual")
    async with opened(session, WIDE) as desk:
        await until_async(lambda: any("Not tested" in row for row in card_rows(desk)))
        rows = [row.strip() for row in card_rows(desk) if row.strip()]
        assert any("[^1] Not tested by us elsewhere" in row for row in rows)
        words = " ".join(rows)
        assert all(told in words for told in ("→ example.org/plan", "↓ How it ends", "✗ no heading #gone"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_the_margin_takes_the_place_of_the_lists_and_stays(size: tuple[int, int], paths: UserPaths) -> None:
    async with opened(Session(replace(read_plain(SPOKEN), genre="prose"), paths), size) as desk:
        assert desk.screen.panes.arrangement.margin is None
        await desk.press("Z")
        await until_async(lambda: any("Ann Lee" in row for row in card_rows(desk)))
        assert not desk.screen.panes.side_shown
    async with opened(Session(replace(read_plain(SPOKEN), genre="prose"), paths), size) as desk:
        await until_async(lambda: desk.screen.panes.wishes.beside == "margin")
        await desk.press("Z")
        assert desk.screen.panes.wishes.beside == "nothing"
        await desk.press("2")
        assert desk.screen.panes.wishes.beside == "side pane"


async def test_the_keys_go_from_entry_to_entry_and_round_the_parts(paths: UserPaths) -> None:
    session = Session(replace(read_plain(SPOKEN), genre="prose"), paths)
    session.record_opening()
    for words in ("By whom?", "On Friday?"):
        session.article_notes.annotate(session.article_notes.find_passage("“We were not told"), words)
    async with opened(session, WIDE) as desk:
        panes = desk.screen.panes
        await until_async(lambda: any("Maria Ortiz" in row for row in card_rows(desk)))
        before = desk.screen.article.caret.offset
        desk.screen.article.go(session.article.text.index("“We were not told"))
        assert panes.margin.chosen is not None
        assert panes.margin.chosen.short(60)[0][0] == "Ann Lee", "the first of those that begin here"
        desk.screen.article.go(before)
        await desk.press("tab")
        assert (panes.part, desk.screen.place) == ("margin", "margin")
        assert desk.under_caret.startswith("“We were not told"), "the entry in sight that is nearest"
        told = []
        for key in ("g", "j", "j", "j", "j"):
            chosen = panes.margin.chosen
            told.append("" if chosen is None else "".join(words for words, _ in chosen.short(60)))
            marked = [row[2:] for row in card_rows(desk) if row[2:3] == CHOSEN]
            assert (chosen is None) == (not marked)
            await desk.press(key)
        await desk.press("escape")
        assert panes.part == "article"
        await desk.press("tab", "tab")
        assert panes.part == "side"
        await desk.press("tab", "shift+tab", "shift+tab")
        assert panes.part == "margin"
        await desk.pilot.resize_terminal(60, 40)
        await desk.press("tab")
        assert panes.part == "side", "the margin has no place, so the text had the keys"
        undated = [each.rsplit(" ", 2)[0] if "●" in each else each for each in told]
        assert undated == ["Ann Lee", "", "Ann Lee", "● By whom?", "● On Friday?"]


@pytest.mark.parametrize("size", [(80, 24), (170, 40)], ids=str)
async def test_enter_on_an_entry_does_what_it_tells_of(size: tuple[int, int], paths: UserPaths) -> None:
    session = Session(read_markdown(NOTED), paths)
    session.record_opening()
    session.set_genre("manual")
    async with opened(session, size) as desk:
        panes = desk.screen.panes
        if size[0] < 160:
            await desk.press("Z")
        await until_async(lambda: panes.margin.has_entries)
        await desk.press("tab", "j", "j", "enter")
        assert desk.under_caret.startswith("How it ends")
        assert panes.part == "article"
