"""The lists beside the text show places in it, follow the reading, and are stepped through from the text."""

import pytest

from reader.analysis import RULES, Analysis, Entity
from reader.session.session import Session
from reader.session.state import load_appearance, save_appearance
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.widgets.note_rows import NoteRow
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow, StyledText
from tests.page_object import Desk, opened, plain

FILLER = "\n\n".join(f"Paragraph {number} tells a little more of the town and its harbour." for number in range(30))

STORY = (
    "The harbour vote\n\n"
    "“We were not told until Friday,” Maria Ortiz said.\n\n"
    f"{FILLER}\n\n"
    "“The budget was clear to everybody,” Bob Hale said.\n\n"
    f"{FILLER}\n\n"
    "“Then we will come again,” Maria Ortiz said. She left the hall."
)
FRIDAY, BUDGET, AGAIN = (
    "“We were not told until Friday,”",
    "“The budget was clear to everybody,”",
    "“Then we will come again,”",
)


def top(desk: Desk) -> int:
    return desk.screen.article.view.top


def caret(desk: Desk) -> int:
    return desk.screen.article.caret.offset


def at_cursor(desk: Desk) -> ListRow:
    row = desk.screen.side.list.row
    assert row is not None
    return row


def current(desk: Desk) -> list[ListRow]:
    rows = desk.screen.side.list
    return [] if rows.current is None else [rows.rows[rows.current]]


def quoted(row: ListRow) -> str:
    assert isinstance(row, QuoteRow)
    return row.said


def visible_text(desk: Desk) -> str:
    pane = desk.screen.article
    return "\n".join(pane.render_line(y).text for y in range(pane.size.height))


# ---------------------------------------------------------------------- moving in a list


async def test_moving_in_a_list_shows_the_place_and_esc_returns(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        desk.screen.article.go(STORY.index("Paragraph 20"))
        await desk.settle()
        before = top(desk), caret(desk)
        await desk.press("2", "G")
        assert quoted(at_cursor(desk)) == BUDGET
        assert desk.lit("current") == [BUDGET]
        assert "The budget was clear" in visible_text(desk)
        assert caret(desk) == before[1], "the caret stays"
        await desk.press("k")
        assert desk.lit("current") == [AGAIN]
        assert "we will come again" in visible_text(desk)
        await desk.press("escape")
        assert (top(desk), caret(desk)) == before
        assert not desk.screen.panes.in_side
        assert desk.lit("current") == []


@pytest.mark.parametrize("leave", ["tab", "shift+tab", "z", "escape"])
async def test_every_way_back_to_the_text_shows_where_you_were(paths: UserPaths, leave: str) -> None:
    async with opened(plain(STORY, paths)) as desk:
        before = top(desk), caret(desk)
        await desk.press("2", "G", leave)
        assert (top(desk), caret(desk)) == before
        assert not desk.screen.panes.in_side


async def test_enter_goes_to_what_is_shown_and_esc_stays_there(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "G", "enter")
        assert desk.under_caret.startswith(BUDGET)
        there = top(desk)
        assert "The budget was clear" in visible_text(desk)
        await desk.press("escape")
        assert desk.under_caret.startswith(BUDGET)
        assert top(desk) == there
        await desk.press("ctrl+o")
        assert caret(desk) == 0


async def test_hits_of_a_search_are_lit_again_after_a_list_was_looked_through(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("slash")
        await desk.type("Friday")
        await desk.press("enter")
        assert desk.lit("hit") == ["Friday"]
        await desk.press("2", "G")
        assert desk.lit("hit") == []
        await desk.press("escape")
        assert desk.lit("hit") == ["Friday"]


async def test_moving_in_names_lights_all_mentions(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("1", "j", "k")
        row = at_cursor(desk)
        assert isinstance(row, NameRow)
        assert desk.lit("chosen") == [span.of(STORY) for span in row.named.mentions]
        assert len(desk.lit("current")) == 1
        await desk.press("escape")
        assert desk.lit("chosen") == []


async def test_a_click_in_the_text_stays_where_it_was_made(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "G")
        shown = top(desk)
        await desk.pilot.click(desk.screen.article, offset=(20, 12))
        await desk.settle()
        assert top(desk) == shown
        assert caret(desk) > 0
        assert desk.lit("current") == []


async def test_an_orphaned_note_and_a_message_show_nothing(paths: UserPaths) -> None:
    async with opened(plain("Words.", paths), analysis=Analysis(RULES, (), ())) as desk:
        await desk.press("2", "j", "k", "escape")
        assert (top(desk), caret(desk), desk.screen.panes.in_side) == (0, 0, False)


async def test_esc_closes_the_filter_before_it_returns(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "G", "ampersand")
        await desk.type("Hale")
        await desk.press("enter", "g")
        assert desk.lit("current") == [BUDGET]
        await desk.press("escape")
        assert desk.screen.panes.in_side
        await desk.press("escape")
        assert (desk.screen.panes.in_side, top(desk)) == (False, 0)


# ---------------------------------------------------------------------- reading follows back


async def test_the_list_follows_the_reading(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths), (120, 12)) as desk:
        desk.screen.side.open("quotes")
        desk.screen.article.go(STORY.index("budget was"))
        await desk.settle()
        assert [quoted(row) for row in current(desk)] == [BUDGET]
        assert quoted(at_cursor(desk)) == BUDGET


async def test_in_text_order_the_list_shows_the_last_entry_before_the_caret(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "2", "escape")
        assert desk.screen.side.order == "in text order"
        desk.screen.article.go(STORY.rindex("Paragraph 3 "))
        await desk.settle()
        assert current(desk) == []
        assert quoted(at_cursor(desk)) == BUDGET


# ---------------------------------------------------------------------- from the text


async def test_j_and_k_step_through_the_quotes_of_the_text(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "escape")
        for key, words, said in (
            ("J", FRIDAY, "quotes 1/3  Maria Ortiz"),
            ("J", BUDGET, "quotes 2/3  Bob Hale"),
            ("J", AGAIN, "quotes 3/3  Maria Ortiz"),
            ("J", FRIDAY, "quotes 1/3  Maria Ortiz"),
            ("K", AGAIN, "quotes 3/3  Maria Ortiz"),
        ):
            await desk.press(key)
            assert desk.under_caret.startswith(words), key
            assert desk.said == said
            assert desk.lit("chosen") == [words]
            assert [quoted(row) for row in current(desk)] == [words]
        await desk.press("j", "J")
        assert desk.under_caret.startswith(FRIDAY), "around the end"
        await desk.press("k", "K")
        assert desk.under_caret.startswith(AGAIN)
        await desk.press("k", "K")
        assert desk.under_caret.startswith(BUDGET)


async def test_j_steps_only_through_what_the_filter_lists(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "ampersand")
        await desk.type("Ortiz")
        await desk.press("enter", "J")
        assert desk.under_caret.startswith(AGAIN)
        await desk.press("J")
        assert desk.under_caret.startswith(FRIDAY)


async def test_j_steps_from_the_row_of_the_cursor_while_the_list_has_the_keys(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "g", "j", "K")
        assert desk.under_caret.startswith(BUDGET)
        assert quoted(at_cursor(desk)) == BUDGET
        assert desk.screen.panes.in_side
        await desk.press("escape")
        assert desk.under_caret.startswith(BUDGET)


async def test_j_steps_through_the_mentions_of_the_name_of_the_cursor(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("1", "escape")
        names = [row for row in desk.rows if isinstance(row, NameRow)]
        desk.screen.side.list.select_row(next(row for row in names if row.named.name == "Maria Ortiz"))
        await desk.press("J")
        assert desk.under_caret.startswith("Maria Ortiz said.\n\n")
        assert desk.said == "Maria Ortiz  1/2"
        await desk.press("J")
        assert desk.under_caret.startswith("Maria Ortiz said. She")
        await desk.press("n")
        assert desk.said == "Maria Ortiz  1/2"


async def test_j_steps_through_notes_on_the_same_words(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.\n\nThree is last.", paths)) as desk:
        await desk.press("V", "a")
        await desk.write("paragraph")
        await desk.press("g", "v", "l", "l", "a")
        await desk.write("word")
        await desk.press("G", "a")
        await desk.write("last")
        await desk.press("3", "escape", "g")
        seen = []
        for _ in range(4):
            await desk.press("J")
            seen.append(desk.said.split()[-1])
            (row,) = current(desk)
            assert isinstance(row, NoteRow)
            assert row.note.text == seen[-1]
            assert desk.screen.targets.notes == [row.note], "keys apply to this note"
        assert sorted(seen[:3]) == ["last", "paragraph", "word"]
        assert seen[3] == seen[0]


async def test_j_steps_through_headings_and_says_if_there_is_nothing(paths: UserPaths) -> None:
    text = "\n\n".join(f"## Part {number}\n\nWords of part {number}." for number in (1, 2, 3))
    async with opened(Session(read_markdown(text), paths)) as desk:
        await desk.press("4", "escape", "J")
        assert desk.under_caret.startswith("Part 2")
        assert desk.said == "outline 2/3  Part 2"
        await desk.press("3", "escape", "J")
        assert desk.said.startswith("nothing to step through in this list")


# ---------------------------------------------------------------------- orders


async def test_the_number_of_a_tab_again_changes_its_order_for_good(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        side = desk.screen.side
        told: list[str] = []
        await desk.press("2")
        assert [type(row) for row in side.list.rows[:2]] == [HeadingRow, QuoteRow]
        assert side.head[0] == "Quotes  by speaker"
        await desk.press("j", "2")
        assert side.head[0] == "Quotes  in text order"
        assert desk.said == "quotes in text order"
        assert [quoted(row) for row in desk.rows] == [FRIDAY, BUDGET, AGAIN]
        assert quoted(at_cursor(desk)) == AGAIN, "the cursor stays on its quote"
        await desk.press("1")
        assert side.head[0] == "Names  by count"
        for expected in ("by appearance", "A–Z", "by count", "by appearance"):
            await desk.press("1")
            told.append(side.order)
            assert side.order == expected
        names = [row.named for row in desk.rows if isinstance(row, NameRow)]
        assert [entity.mentions[0] for entity in names] == sorted(entity.mentions[0] for entity in names)
        await desk.press("4", "4")
        assert side.head[0] == "Outline"
    async with opened(plain(STORY, paths)) as desk:
        assert desk.screen.side.orders["names"] == "by appearance"
        assert desk.screen.side.orders["quotes"] == "in text order"
        await desk.press("1")
        assert [type(row) for row in desk.rows] == [NameRow] * len(desk.rows)


async def test_names_from_a_to_z(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("1", "1", "1")
        names = [row.named.name for row in desk.rows if isinstance(row, NameRow)]
        assert names == sorted(names)
        assert len(names) > 1


async def test_the_first_press_from_the_text_only_opens_the_tab(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2", "escape", "2")
        assert desk.screen.side.order == "by speaker"


async def test_notes_newest_first(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.\n\nThree is last.", paths)) as desk:
        for text, move in (("first", "G"), ("second", "g")):
            await desk.press(move, "a")
            await desk.write(text)
        await desk.press("3")
        assert [row.note.text for row in desk.rows if isinstance(row, NoteRow)] == ["second", "first"]
        desk.screen.side.next_order()
        newest = [row.note.created for row in desk.rows if isinstance(row, NoteRow)]
        assert newest == sorted(newest, reverse=True)


async def test_an_unknown_order_is_ignored(paths: UserPaths) -> None:
    session = plain(STORY, paths)
    save_appearance(
        load_appearance(session.paths.state)._replace(orders={"quotes": "by the moon", "names": "A–Z"}), paths.state
    )
    async with opened(session) as desk:
        assert desk.screen.side.orders["quotes"] == "by speaker"
        assert desk.screen.side.orders["names"] == "A–Z"


async def test_the_head_of_the_side_pane_tells_the_order(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths), (130, 30)) as desk:
        for key, told in (("2", "by speaker"), ("2", "in text order"), ("2", "1 of ")):
            await desk.press(key)
            assert told in desk.screen.query_one("#side-head").render_line(0).text


# ---------------------------------------------------------------------- counts and the footer


async def test_the_tab_counts_the_notes_that_the_footer_counts(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.", paths)) as desk:
        await desk.press("a")
        await desk.write("saved")
        await desk.press("right_parenthesis", "a")
        await desk.type("draft")
        await desk.press("escape", "3")
        assert len(desk.rows) == 2, "the note and the draft"
        assert desk.screen.side.counts["notes"] == len(desk.session.notes) == 1


async def test_the_first_line_of_the_note_here_is_for_the_footer_unless_its_tab_is_open(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.", paths)) as desk:
        await desk.press("a")
        await desk.write("The first line.\nThe second line.")
        await desk.press("2", "escape")
        desk.screen.status.say("")
        assert "● The first line." in desk.screen.status.render_line(0).text
        await desk.press("right_parenthesis")
        assert "The first line" not in desk.screen.status.render_line(0).text
        await desk.press("left_parenthesis", "3")
        assert "The first line" not in desk.screen.status.render_line(0).text


# ---------------------------------------------------------------------- many rows


async def test_ten_thousand_names_are_measured_only_where_they_are_seen(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Ann was here."
    entities = tuple(Entity(f"Name {number}", "person", (), (Span(0, 3),)) for number in range(10_000))
    measured = []

    def lines(row: NameRow, width: int) -> list[list[StyledText]]:
        measured.append(row)
        return [[(row.about.words, "")]]

    monkeypatch.setattr(NameRow, "lines", lines)
    async with opened(Session(read_plain(text), paths), analysis=Analysis(RULES, entities, ())) as desk:
        await desk.press("1", "G", "g", "space")
        assert len(measured) < 400
        assert desk.screen.side.counts["names"] == 10_000


async def test_a_heading_is_never_under_the_cursor(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2")
        for key in ("g", "j", "j", "j", "k", "k", "G"):
            await desk.press(key)
            assert not isinstance(at_cursor(desk), HeadingRow)
