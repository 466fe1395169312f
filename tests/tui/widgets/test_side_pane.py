"""The side pane: the rows of the caret, the labels of tabs, the keys."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Entity
from reader.config import with_keys
from reader.config.contexts import SIDE_TABS, Tab
from reader.session.dossiers import put_in_dossier
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.system.paths import UserPaths
from reader.text.span import Span, Spans
from reader.text.width import cells_of
from reader.tui.chrome.footer_plan import footer_keys
from reader.tui.chrome.title_line import tab_labels
from reader.tui.widgets.note_rows import DraftRow, NoteRow
from reader.tui.widgets.rows import (
    HeadingRow,
    ListRow,
    NameRow,
    OutlineRow,
    StyledText,
    justify,
    truncate_pieces,
)
from reader.tui.widgets.tab_rows import ORDERS, RowIndex
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

SPANS = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
NAMES = st.lists(SPANS, max_size=6).map(lambda spans: NameRow(Entity("A", "person", (), tuple(sorted(spans)))))
DRAFTS = st.one_of(st.none(), SPANS).map(lambda place: DraftRow("", "draft", place))
ROWS = st.lists(st.one_of(NAMES, DRAFTS, st.just(HeadingRow("People"))), max_size=8)


@given(ROWS, st.integers(0, 40))
def test_the_row_index_agrees_with_a_linear_search(rows: list[ListRow], offset: int) -> None:
    places = [(span.start, span.end, index) for index, row in enumerate(rows) for span in row.spans]
    found = sorted(place for place in places if place[0] <= offset < place[1])
    assert RowIndex(rows).at(offset) == next((index for _, _, index in found[-1:]), None)


@given(st.lists(st.integers(0, 40), unique=True).map(sorted), st.integers(0, 40))
def test_the_heading_of_a_place_is_the_last_one_before_it(starts: list[int], offset: int) -> None:
    before = [index for index, start in enumerate(starts) if start <= offset]
    assert RowIndex([DraftRow("", str(0), Span(at, at + 1)) for at in starts]).before(offset) == next(
        iter(before[-1:]), None
    )


@given(st.lists(st.tuples(st.text("ab 漢", max_size=12), st.just(""))), st.text("¶ 12", max_size=6), st.integers(0, 40))
def test_a_line_of_pieces_has_its_width_and_marks_what_is_cut(left: list[StyledText], right: str, room: int) -> None:
    line = "".join(words for words, _ in justify(left, (right, ""), room))
    assert cells_of(line) == room
    shown = "".join(words for words, _ in truncate_pieces(left, room))
    whole = "".join(words for words, _ in left)
    assert cells_of(shown) <= room
    assert shown == whole or "…" in shown or not room


# ---------------------------------------------------------------------- its keys

HEADINGS = "\n\n".join(f"## Part {n}\n\nWords of part {n}." for n in range(1, 61))


def at_cursor(desk: Desk) -> str:
    row = desk.screen.side.list.row
    assert isinstance(row, OutlineRow)
    return row.title


async def test_keys_in_the_list_do_not_move_the_text(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(HEADINGS), paths), (120, 24)) as desk:
        await desk.press("4")
        rows = desk.screen.side.list.size.height
        for key, row in (
            ("down", 2),
            ("up", 1),
            ("pagedown", rows),
            ("ctrl+d", rows + rows // 2),
            ("ctrl+u", rows),
            ("pageup", 1),
            ("end", 60),
            ("pageup", 61 - rows),
            ("ctrl+u", 61 - rows - rows // 2),
            ("home", 1),
        ):
            await desk.press(key)
            assert at_cursor(desk) == f"Part {row}", key
        assert desk.screen.article.caret.offset == 0
        await desk.press("end", "enter")
        assert desk.under_caret.startswith("Part 60")


async def test_each_tab_keeps_its_entry(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(HEADINGS), paths), (120, 24)) as desk:
        await desk.press("4", "down", "down", "3", "4")
        assert at_cursor(desk) == "Part 3"


async def test_shift_tab_switches_between_the_panes(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(HEADINGS), paths)) as desk:
        await desk.press("shift+tab", "down")
        assert desk.screen.panes.in_side
        assert desk.screen.article.caret.offset == 0
        await desk.press("shift+tab", "down")
        assert not desk.screen.panes.in_side
        assert desk.screen.article.caret.offset > 0


async def test_del_deletes_the_selected_note_or_the_one_under_the_caret(paths: UserPaths) -> None:
    async with opened(plain("One stands here. Two stands there.\n\nThree is last.", paths)) as desk:
        for text in ("first", "second"):
            await desk.press("a")
            await desk.write(text)
            await desk.press("right_curly_bracket")
        await desk.press("3", "end", "delete")
        assert [note.text for note in desk.session.notes] == ["first"]
        assert [row.note.text for row in desk.rows if isinstance(row, NoteRow)] == ["first"]
        assert desk.said.startswith("deleted")
        await desk.press("escape", "delete")
        assert desk.lit("note") == ["One stands here."]
        assert desk.said == "no note here to delete"
        await desk.press("home", "delete")
        assert (desk.session.notes, desk.rows) == ((), [])
        await desk.press("U", "U")
        assert [note.text for note in desk.session.notes] == ["first", "second"]


@given(st.lists(SPANS, min_size=1, max_size=6), st.integers(0, 40), st.sampled_from([1, -1]))
def test_steps_from_entry_to_entry_visit_each_once_around(spans: list[Span], offset: int, way: int) -> None:
    rows = [DraftRow("", str(number), span) for number, span in enumerate(spans)]
    index = RowIndex(rows)
    first = index.next(None, offset, way, lambda _: True)
    assert first is not None
    ahead = [span.start for span in spans if (span.start - offset) * way > 0]
    nearest = (min if way > 0 else max)(ahead) if ahead else (min if way > 0 else max)(span.start for span in spans)
    assert spans[first].start == nearest
    seen, here = [first], first
    for _ in spans[1:]:
        following = index.next(rows[here].key, offset, way, lambda _: True)
        assert following is not None
        seen.append(here := following)
    assert sorted(seen) == list(range(len(spans)))
    assert index.next(rows[here].key, offset, way, lambda _: True) == first
    assert index.next(None, offset, way, lambda entry: entry == 0) == 0
    assert index.next(None, offset, way, lambda _: False) is None


def test_there_is_no_step_in_an_empty_list() -> None:
    assert RowIndex(()).next(None, 0, 1, lambda _: True) is None


def test_the_places_of_many_mentions_are_few_objects() -> None:
    row = NameRow(Entity("Ann Lee", "person", (), Spans(Span(at, at + 7) for at in range(0, 20_000, 10))))
    gc.collect()
    before = len(gc.get_objects())
    index = RowIndex([row])
    gc.collect()
    assert index.at(10_003) == 0
    assert len(gc.get_objects()) - before < 50


# ---------------------------------------------------------------------- every tab

EVERY_TAB = pytest.mark.parametrize("tab", SIDE_TABS, ids=lambda tab: tab.id)

EVERYTHING = """\
# Harbour

## Friday

Maria Ortiz spoke on [Friday](https://example.org) in Leith.[^1]

“We will stay,” Maria Ortiz said.

| Day | Ships |
|---|---|
| Friday | 12 |

![The harbour](https://example.org/harbour.png)

[^1]: The mayor said so.
"""
"""An article with something for every tab, once a note is written and its quotations are checked."""


@EVERY_TAB
async def test_a_tab_opens_without_entries(tab: Tab, paths: UserPaths) -> None:
    async with opened(plain("words\n", paths)) as desk:
        await desk.press(tab.keys.split()[0])
        assert desk.screen.place == tab.id
        assert desk.rows == []
        shown = " ".join(words for row in desk.screen.side.list.rows for line in row.lines(1000) for words, _ in line)
        assert shown == with_keys(tab.empty)
        assert tab.title in desk.screen.side.tabs.render_line(0).text
        assert f" {tab.keys.split()[0]} {tab.title} " in next(tab_labels(tab.id, [*desk.screen.side.counts]))
        assert any(key.command == "library" for key in footer_keys(tab.context))


@EVERY_TAB
async def test_a_tab_opens_with_entries_in_each_of_its_orders(tab: Tab, paths: UserPaths) -> None:
    session = Session(read_markdown(EVERYTHING), paths)
    session.record_opening()
    put_in_dossier(session.library, "The harbour", {session.article_id: "source"})
    async with opened(session) as desk:
        await desk.press("H", "C")
        await until_async(lambda: desk.screen.side.counts.get("checks"))
        await until_async(lambda: desk.screen.side.counts.get("dossier"))
        number = tab.keys.split()[0]
        await desk.press(number)
        for order in (*tab.orders, tab.orders[0]):
            assert desk.screen.side.order == order
            assert desk.rows, f"list the entries of {tab.id}, as `LISTED_FROM_ARTICLE` or a controller does"
            await desk.press(number)


def test_every_order_of_a_tab_is_one_of_the_table() -> None:
    named = {order for tab in SIDE_TABS for order in tab.orders}
    assert named == ORDERS.keys(), "give each order of a tab a function in `ORDERS`"
