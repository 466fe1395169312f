"""The layout: nothing is lost or too wide, and every offset has a line."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document.article import Article, Block
from reader.sources.builder import BlockText
from reader.sources.markdown import read_markdown
from reader.sources.table import TableRow, format_table
from reader.text.span import Span
from reader.text.width import cells_of, clusters, drawn, next_cluster, previous_cluster
from reader.view.layout import (
    BLANK,
    DisplayLine,
    Layout,
    blank_lines_between,
    column_of,
    offset_at,
)
from reader.view.line_breaks import BREAK_SPACES, NO_BREAK_BEFORE, wrap_clusters
from reader.view.table_layout import BoxLine, fit_columns
from reader.view.viewport import Viewport
from tests.fixtures.golden import check_golden

ODD = st.sampled_from([*"ab .,—-\t", "é", "e\u0301", "漢", "字", "。", "😀", "👩‍🚀", "🇨🇭", "ﷺ", "\u200b", "“", "’"])
WORDS = st.lists(ODD, min_size=1, max_size=120).map("".join)
WIDTHS = st.integers(1, 60)


RICH = """# A title that is longer than a narrow page is wide, so that it wraps

First paragraph with a [link](https://example.org/a), *emphasis* and `code`, 漢字かな交じり文は語の間に空白がない, and
supercalifragilisticexpialidociously-hyphenated-and-unbreakable_words.

## Lists

- one item that is long enough to need more than a single line of a page
  - an inner item, which is long enough as well to need more lines than one
    - deeper
- [x] done
- [ ] not done

9. nine
10. ten, which is also long enough to need more than a single line of a page

> A quotation that is long enough to need more than a single line of a page.
>
> > Another one within it, which is long enough as well to need more lines.
>
> - an item within it

### Code

```python
def moor(boats, quay="north"):  # a line of code that is longer than the page is wide
    return [boat for boat in boats]
```

---

| Party        | For | Against | Remarks                                                    |
|:-------------|----:|:-------:|------------------------------------------------------------|
| Labour       |   7 |    2    | would rather have dredged the channel than filled the basin |
| Liberal      |   3 |    1    |                                                            |
| 自由民主党   |  10 |    6    | 賛成                                                       |

| One | Two |
|-----|-----|
| a   | b   |

Last words.[^1]

[^1]: A footnote that is long enough to need more than a single line of a narrow page.
"""


def article_of(*paragraphs: str, **shape: object) -> Article:
    """Return an article of paragraphs with empty lines between them."""
    blocks, at = [], 0
    for words in paragraphs:
        blocks.append(Block(Span(at, at + len(words)), **shape))  # type: ignore[arg-type]
        at += len(words) + 2
    return Article("\n\n".join(paragraphs), tuple(blocks))


def laid_out(article: Article, width: int) -> Layout:
    layout = Layout(article, width)
    layout.extend_to_offset(len(article.text))
    return layout


def shown(layout: Layout) -> list[str]:
    """Return the lines as they are drawn."""
    text = layout.article.text
    return [
        line.prefix + (drawn(text[line.start : line.end]) if line.box is None else boxed(text, line.box))
        for line in lines_of(layout)
    ]


def boxed(text: str, line: BoxLine) -> str:
    """Return a line of a box as it is drawn."""
    parts: list[str] = []
    at = 0
    for piece in line.pieces:
        words = text[piece.start : piece.end]
        parts += (line.frame[at : piece.column], words)
        at = piece.column + cells_of(words)
    return "".join((*parts, line.frame[at:]))


def lines_of(layout: Layout) -> list[DisplayLine]:
    return [layout.line(y) for y in range(layout.first, layout.end)]


def test_lines_break_at_spaces() -> None:
    assert shown(laid_out(article_of("one two three four"), 9)) == ["one two", "three", "four"]


def test_paragraphs_are_separated_by_an_empty_line() -> None:
    layout = laid_out(article_of("one", "two"), 10)
    assert shown(layout) == ["one", "", "two"]
    assert layout.line(1).block == BLANK


def test_a_word_longer_than_the_line_is_split_without_loss() -> None:
    assert shown(laid_out(article_of("abcdefghij"), 4)) == ["abcd", "efgh", "ij"]


def test_a_hard_wrapped_file_is_reflowed_and_another_keeps_its_lines() -> None:
    assert shown(laid_out(article_of("one\ntwo three", reflow=True), 20)) == ["one two three"]
    assert shown(laid_out(article_of("one\ntwo three"), 20)) == ["one", "two three"]


def test_wide_characters_break_anywhere_but_not_before_a_full_stop() -> None:
    assert shown(laid_out(article_of("漢字漢字。漢"), 8)) == ["漢字漢", "字。漢"]


def test_a_list_item_hangs_under_its_bullet() -> None:
    assert shown(laid_out(article_of("one two three", prefix="• ", hang="  "), 8)) == ["• one", "  two", "  three"]


def test_a_tight_list_has_no_empty_lines() -> None:
    text = "a\nb"
    items = tuple(Block(Span(at, at + 1), "item", prefix="• ", hang="  ") for at in (0, 2))
    assert shown(laid_out(Article(text, items), 10)) == ["• a", "• b"]


def test_a_section_has_two_empty_lines_above_it() -> None:
    article = read_markdown("# One\n\nTwo.\n\n## Three\n\n### Four\n\nFive.\n\n### Six")
    assert shown(laid_out(article, 20)) == [
        *("One", "───", "", "Two.", "", "", "Three", "", "Four", "", "Five.", "", "Six")
    ]


def test_the_rule_under_a_heading_is_as_long_as_its_longest_line() -> None:
    article = read_markdown("Before.\n\n# One two three\n\n# Four\n\nFive.")
    lines = ["Before.", "", "One two", "three", "───────", "", "Four", "────", "", "Five."]
    assert shown(laid_out(article, 10)) == lines
    upwards = Layout(article, 10, len(article.text))
    upwards.extend_to_offset(0)
    assert shown(upwards) == lines


def test_the_bar_of_a_quotation_continues_through_empty_lines() -> None:
    article = read_markdown("One.\n\n> Two.\n>\n> > Three.\n>\n> Four.\n\nFive.")
    lines = ["One.", "", "▌ Two.", "▌", "▌ ▌ Three.", "▌", "▌ Four.", "", "Five."]
    assert shown(laid_out(article, 20)) == lines


def test_a_rule_is_centred() -> None:
    assert shown(laid_out(read_markdown("a\n\n---\n\nb"), 11)) == ["a", "", "     ⁂", "", "b"]


def test_a_continued_line_of_code_is_marked() -> None:
    article = read_markdown("```\none two three\nfour\n```")
    assert shown(laid_out(article, 11)) == ["  one two", "↪ three", "  four"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("+    moor(boat, quay)", ["+    moor(boat,", "+  ↪ quay)"]),
        ("-moor the boat here", ["-moor the boat", "-↪ here"]),
        ("     moor(boat, quay)", ["     moor(boat,", "   ↪ quay)"]),
        ("@@@ -1 -1 +1 @@@\n+-  moor the boat", ["@@@ -1 -1 +1", "↪ @@@", "+-  moor the", "+-↪ boat"]),
        ("+++ b/the/old quay.py", ["+++ b/the/old", "↪ quay.py"]),
    ],
    ids=["added", "removed", "kept", "of two parents", "name"],
)
def test_a_wrapped_line_of_a_diff_keeps_its_sign_and_indentation(text: str, lines: list[str]) -> None:
    article = article_of(text, kind="code", language="diff")
    assert shown(laid_out(article, 15)) == lines


@given(WORDS, WIDTHS, st.integers(0, 9), st.integers(0, 9))
def test_no_line_is_too_wide_below_a_term(words: str, width: int, prefix: int, more: int) -> None:
    article = article_of(words, prefix=" " * prefix, hang=" " * (prefix + more))
    for drawn_line in shown(laid_out(article, width)):
        assert cell_len(drawn_line) <= max(width, 2 + width // 2)


TABLE = read_markdown("""
| Quay | Length (m) | Sold to |
|------|-----------:|---------|
| North, the old one | 420 | Port Authority of Leith and all its neighbours |
| South | | nobody |
""")


def test_a_table_that_fits_is_in_a_box() -> None:
    assert shown(laid_out(TABLE, 100)) == [
        "╭────────────────────┬────────────┬────────────────────────────────────────────────╮",
        "│ Quay               │ Length (m) │ Sold to                                        │",
        "├────────────────────┼────────────┼────────────────────────────────────────────────┤",
        "│ North, the old one │        420 │ Port Authority of Leith and all its neighbours │",
        "│ South              │            │ nobody                                         │",
        "╰────────────────────┴────────────┴────────────────────────────────────────────────╯",
    ]


def test_a_wider_table_has_its_cells_wrapped_and_its_rows_separated() -> None:
    assert shown(laid_out(TABLE, 36)) == [
        "╭──────────┬──────────┬────────────╮",
        "│ Quay     │ Length   │ Sold to    │",
        "│          │ (m)      │            │",
        "├──────────┼──────────┼────────────┤",
        "│ North,   │      420 │ Port       │",
        "│ the old  │          │ Authority  │",
        "│ one      │          │ of Leith   │",
        "│          │          │ and all    │",
        "│          │          │ its        │",
        "│          │          │ neighbours │",
        "├──────────┼──────────┼────────────┤",
        "│ South    │          │ nobody     │",
        "╰──────────┴──────────┴────────────╯",
    ]


WIDE = read_markdown("| 漢字 | Words |\n|---|:-:|\n| 漢字漢字漢字漢字 | one two three |\n| é | x |")


def test_a_box_counts_cells_and_centres_what_is_centred() -> None:
    assert shown(laid_out(WIDE, 40)) == [
        "╭──────────────────┬───────────────╮",
        "│ 漢字             │     Words     │",
        "├──────────────────┼───────────────┤",
        "│ 漢字漢字漢字漢字 │ one two three │",
        "│ é                │       x       │",
        "╰──────────────────┴───────────────╯",
    ]
    narrow = laid_out(WIDE, 26)
    assert max(cells_of(line) for line in shown(narrow)) <= 26
    assert all(line.box for line in lines_of(narrow))
    text = WIDE.text
    at = text.index("漢字漢字") + 2
    line = narrow.line(narrow.line_of(at))
    assert offset_at(text, line, column_of(text, line, at)) == at
    assert offset_at(text, line, column_of(text, line, at) + 1) == at


def test_a_table_of_one_column_and_one_without_a_heading() -> None:
    words = format_table([TableRow([BlockText("one")], ["left"]), TableRow([BlockText("two")], ["left"])])
    single = Article(words.text, (Block(Span(0, len(words.text)), "table"),))
    assert shown(laid_out(single, 20)) == ["one", "two"]
    cells = (("a", "b"), ("c", ""))
    words = format_table([TableRow([*map(BlockText, row)], ["left"] * 2) for row in cells])
    headless = Article(words.text, (Block(Span(0, len(words.text)), "table"),))
    assert shown(laid_out(headless, 20)) == ["╭───┬───╮", "│ a │ b │", "│ c │   │", "╰───┴───╯"]


@pytest.mark.parametrize(
    ("widths", "longest", "room", "fitted"),
    [
        ([5, 5], [5, 5], 10, [5, 5]),
        ([20, 5], [6, 5], 15, [10, 5]),
        ([20, 30], [6, 6], 30, [15, 15]),
        ([20, 30], [6, 15], 30, [11, 19]),
        ([20, 40], [19, 19], 38, [19, 19]),
        ([20, 40], [30, 30], 18, [9, 9]),
        ([20, 40], [6, 6], 16, [8, 8]),
        ([20, 40], [6, 6], 15, None),
        ([3, 40], [3, 6], 11, [3, 8]),
        ([3, 40], [3, 6], 10, None),
    ],
)
def test_columns_share_the_room_and_none_is_too_narrow(
    widths: list[int], longest: list[int], room: int, fitted: list[int] | None
) -> None:
    assert fit_columns(widths, longest, room) == fitted


def test_a_caret_that_goes_down_through_a_box_stays_in_its_column() -> None:
    view = Viewport(TABLE)
    view.fit(36 + 5, 40)
    text = TABLE.text
    at, goal, seen = text.index("Sold"), view.column_of(text.index("Sold")), []
    for _ in range(8):
        seen.append(text[at:].split()[0])
        at = view.step(at, 1, goal)
    assert seen == ["Sold", "│", "Port", "Authority", "of", "and", "its", "neighbours"]
    assert text[view.step(text.index("nobody"), -1, goal) :].startswith("neighbours")
    start, end = view.line_ends(text.index("the old"))
    assert (text[start:].split()[0], text[:end].split()[-1]) == ("the", "Authority")


def test_all_lines_of_a_row_show_what_is_selected_in_it() -> None:
    layout = laid_out(TABLE, 36)
    at = TABLE.text.index("420")
    assert layout.lines_of(Span(at, at + 3)) == range(4, 11)
    assert layout.line_of(TABLE.text.index("neighbours")) == 9
    assert layout.line_of(TABLE.text.index("─")) == 3


def test_a_click_on_a_cell_of_a_box_finds_the_character() -> None:
    layout = laid_out(TABLE, 36)
    text = TABLE.text
    for words in ("Authority", "the", "420", "nobody"):
        at = text.index(words)
        line = layout.line(layout.line_of(at))
        assert offset_at(text, line, column_of(text, line, at)) == at
    empty = layout.line(layout.line_of(text.index("nobody")))
    assert offset_at(text, empty, 15) == text.index("South") + len("South")  # an empty cell
    edge = layout.line(0)
    assert (edge.is_empty, offset_at(text, edge, 5)) == (True, 0)


def test_a_wider_table_becomes_records_with_column_names() -> None:
    assert shown(laid_out(TABLE, 30)) == [
        "Quay",
        "  Length (m)",
        "  Sold to",
        "─" * 19 + "┼" + "─" * 10,
        "North, the old one",
        "  Length (m) │ 420",
        "  Sold to    │ Port Authority",
        "             │ of Leith and",
        "             │ all its",
        "             │ neighbours",
        "South",
        "  Sold to    │ nobody",
    ]


@pytest.mark.parametrize(
    ("width", "records"),
    [
        (15, ["North, the old", "one │ 420 │", "Port Authority", "of Leith", "South", "│     │ nobody"]),
        (
            16,
            ["North, the old", "  one", "  │ 420", "  │ Port", "  │ Authority of", "  │ Leith", "South", "  │ nobody"],
        ),
        (20, ["North, the old one", "  │ 420", "  │ Port Authority", "  │ of Leith", "South", "  │ nobody"]),
    ],
)
def test_a_wider_table_without_a_heading_becomes_records_unless_they_have_no_room(
    width: int, records: list[str]
) -> None:
    cells = (("North, the old one", "420", "Port Authority of Leith"), ("South", "", "nobody"))
    words = format_table([TableRow([*map(BlockText, row)], ["left"] * 3) for row in cells])
    table = Article(words.text, (Block(Span(0, len(words.text)), "table"),))
    assert shown(laid_out(table, width)) == records


CELLS = st.lists(ODD, max_size=30).map(lambda signs: "".join(signs).replace("\t", " ").strip(" \u200b"))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), WIDTHS, st.booleans())
def test_a_table_shows_every_word_at_any_width(rows: list[tuple[str, ...]], width: int, headed: bool) -> None:
    words = format_table(
        [TableRow([BlockText(cell) for cell in row], ["left"] * 3, headed and not n) for n, row in enumerate(rows)]
    )
    if not words.text.strip():
        return
    article = Article(words.text, (Block(Span(0, len(words.text)), "table"),))
    layout = laid_out(article, width)
    lines = lines_of(layout)
    if any(line.box for line in lines):
        check_box(layout, width)
        return
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        assert cells_of(line.prefix + drawn(article.text[line.start : line.end])) <= max(width, 4)
        skipped = article.text[line.end : after.start if after else len(article.text)]
        assert set(skipped) <= set(" \n\u200b│─┼")
        assert layout.line(layout.line_of(line.start)) == line


def check_box(layout: Layout, width: int) -> None:
    """Check that a box shows every character once, at the place where it is looked for, and is not too wide."""
    text, seen = layout.article.text, list[int]()
    for y, (line, words) in enumerate(zip(lines_of(layout), shown(layout), strict=True)):
        assert cells_of(words) <= width
        assert line.box
        for piece in line.box.pieces:
            assert {layout.line_of(offset) for offset in range(piece.start, piece.end)} <= {y}
            assert layout.line_of(piece.last) == y
            seen += range(piece.start, piece.end)
    assert len(seen) == len(set(seen))
    assert {text[offset] for offset in set(range(len(text))) - set(seen)} <= set(" \n\u200b│─┼")
    assert all(0 <= layout.line_of(offset) < len(layout) for offset in range(len(text) + 1))


def test_a_repeated_title_is_hidden_and_its_offsets_map_to_the_line_before() -> None:
    text = "Title\n\nTitle\n\nBody"
    blocks = (Block(Span(0, 5), "heading", 1, "title"), Block(Span(7, 12), role="repeat"), Block(Span(14, 18)))
    layout = laid_out(Article(text, blocks), 20)
    assert shown(layout) == ["Title", "─────", "", "Body"]
    assert layout.line_of(9) == 0


def test_deep_nesting_leaves_half_of_the_line_to_the_text() -> None:
    layout = laid_out(article_of("some words", prefix="▌ " * 40, hang="▌ " * 40), 20)
    assert max(map(len, shown(layout))) <= 20
    assert "".join(line[10:] for line in shown(layout)).replace(" ", "") == "somewords"


def test_only_requested_lines_are_laid_out() -> None:
    layout = Layout(article_of(*["word " * 30] * 1000), 40)
    layout.extend_to_line(20)
    assert len(layout) < 40


@pytest.mark.slow
@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["body", "body", "repeat"])), min_size=1, max_size=6),
    WIDTHS,
    st.data(),
)
def test_a_layout_has_the_same_lines_wherever_it_begins(
    parts: list[tuple[str, str]], width: int, data: st.DataObject
) -> None:
    """The order of requests does not matter either."""
    article = article_of(*(words for words, _ in parts))
    shapes = zip(article.blocks, parts, strict=True)
    article = replace(article, blocks=tuple(replace(block, role=role) for block, (_, role) in shapes))  # type: ignore[arg-type]
    offsets = st.integers(0, len(article.text))
    whole, layout = laid_out(article, width), Layout(article, width, data.draw(offsets))
    for offset in data.draw(st.lists(offsets, max_size=4)):
        y, same = layout.line_of(offset), whole.line_of(offset)
        assert len(whole) == 0 or layout.line(y) == whole.line(same)
    layout.extend_to_offset(len(article.text))
    layout.extend_to_offset(0)
    assert lines_of(layout) == lines_of(whole)
    assert layout.extent == Span(0, len(article.text))


BOOK = article_of(*["word " * 29 + "word"] * 1000)
"""Lines are counted, since milliseconds cannot be compared on a busy machine."""


def test_the_first_screen_of_a_book_lays_out_one_screen() -> None:
    view = Viewport(BOOK)
    view.fit(80, 40)
    assert len(view.layout) < 40 + 5


def test_a_jump_or_a_new_width_lays_out_one_screen() -> None:
    view = Viewport(BOOK)
    view.fit(80, 40)
    for offset in (len(BOOK.text), len(BOOK.text) // 2, 0):
        view.reveal(offset, row=13)
        assert view.visible_range()[0] <= offset <= view.visible_range()[1]
        view.fit(60, 40)
        view.fit(80, 40)
        assert len(view.layout) < 2 * 40 + 10


def test_a_jump_back_reuses_the_previous_layout() -> None:
    view = Viewport(BOOK)
    view.fit(80, 40)
    first = view.layout
    view.reveal(len(BOOK.text), row=13)
    last = view.layout
    assert last is not first
    view.reveal(0, row=13)
    assert view.layout is first
    view.reveal(len(BOOK.text), row=13)
    assert view.layout is last


def test_the_top_words_stay_at_the_top_at_another_width() -> None:
    view = Viewport(BOOK)
    view.fit(80, 40)
    view.reveal(len(BOOK.text) // 2, row=13)
    top = view.visible_range()[0]
    for width in (40, 100, 33, 80):
        view.fit(width, 40)
        assert view.layout.line(view.top).start <= top < view.layout.line(view.top + 1).start
    assert view.visible_range()[0] == top


def test_the_last_page_stays_full_when_widened() -> None:
    view = Viewport(BOOK)
    view.fit(40, 20)
    view.reveal(len(BOOK.text))
    view.fit(100, 20)
    assert view.layout.end - view.top == 20


def test_an_article_without_blocks_has_no_lines() -> None:
    layout = laid_out(Article("", ()), 20)
    assert len(layout) == 0
    assert layout.line_of(0) == 0


@given(st.lists(WORDS, min_size=1, max_size=4), WIDTHS, st.booleans())
@example(["\u200baa"], 1, False)
def test_no_line_is_too_wide_and_no_character_is_lost(paragraphs: list[str], width: int, reflow: bool) -> None:
    article = article_of(*paragraphs, reflow=reflow)
    layout = laid_out(article, width)
    lines = [layout.line(y) for y in range(len(layout))]
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        words = article.text[line.start : line.end]
        assert cell_len(drawn(words)) <= width or next_cluster(words, 0) >= len(words)
        until = after.start if after else len(article.text)
        assert article.text[line.end : until].strip(" \n\t\u200b") == ""


def wrapped_one_by_one(words: str, room: int) -> list[tuple[int, int]]:
    """The rule of `wrap_clusters`, applied to every cluster."""
    lines, line, cut, used, used_at_cut = [], 0, 0, 0, 0
    for start, end, cells in clusters(words):
        space = not words[start:end].strip(BREAK_SPACES)
        while used + cells > room and not space and start > line:
            if cut <= line:
                cut, used_at_cut = start, used
            lines.append((line, line + len(words[line:cut].rstrip(BREAK_SPACES))))
            line, used, used_at_cut = cut, used - used_at_cut, 0
        used += cells
        if space or (cells == 2 and words[end : end + 1] not in NO_BREAK_BEFORE):
            cut, used_at_cut = end, used
    return [*lines, (line, max(line, line + len(words[line:].rstrip(BREAK_SPACES))))]


JOINED = st.lists(
    st.sampled_from([*"ab cd  .\t\n#", "\u0301", "\u200b", "\u200d", "\ufe0f", "漢", "。", "👩‍🚀", "☺", "é"])
)


@given(st.one_of(WORDS, JOINED.map("".join)), st.integers(1, 20))
def test_breaks_agree_with_a_walk_through_all_clusters(words: str, room: int) -> None:
    assert list(wrap_clusters(words, 0, room)) == wrapped_one_by_one(words, room)


@given(st.lists(WORDS, min_size=1, max_size=3), WIDTHS)
def test_every_offset_is_in_the_line_found_for_it(paragraphs: list[str], width: int) -> None:
    article = article_of(*paragraphs)
    layout = laid_out(article, width)
    for offset in range(len(article.text)):
        y = layout.line_of(offset)
        line = layout.line(y)
        assert line.start <= offset
        assert y + 1 == len(layout) or offset < layout.line(y + 1).start or layout.line(y + 1).block == BLANK


@pytest.mark.slow
@given(WORDS, st.integers(10, 60))
def test_a_cell_maps_to_the_character_drawn_there(words: str, width: int) -> None:
    article = article_of(words)
    layout = laid_out(article, width)
    for y in range(len(layout)):
        line = layout.line(y)
        at = line.start
        while at < line.end:
            end = next_cluster(article.text, at)
            if cells_of(article.text[at:end]) and end <= line.end:
                assert offset_at(article.text, line, column_of(article.text, line, at)) == at
            at = end


@given(WORDS)
def test_steps_never_split_a_cluster(words: str) -> None:
    at, forth = 0, [0]
    while at < len(words):
        at = next_cluster(words, at)
        forth.append(at)
    assert at == len(words)
    back = [len(words)]
    while back[-1] > 0:
        back.append(previous_cluster(words, back[-1]))
    assert set(back) <= set(forth) or not words.isascii()


@pytest.mark.parametrize(
    ("words", "cells"), [("abc", 3), ("漢字", 4), ("👩‍🚀", 2), ("e\u0301", 1), ("\t", 4), ("a\nb", 3)]
)
def test_widths_match_the_terminal(words: str, cells: int) -> None:
    assert cells_of(words) == cells


@pytest.mark.parametrize("width", [20, 34, 72])
def test_the_pages_of_a_rich_text_are_as_they_were_read(width: int) -> None:
    article = read_markdown(RICH)
    check_golden(f"pages-{width}.txt", "\n".join(line.rstrip() for line in shown(laid_out(article, width))) + "\n")


@pytest.mark.parametrize(
    ("before", "gap", "after", "lines"),
    [
        (("paragraph", 0), "\n\n", ("paragraph", 0), 1),
        (("paragraph", 0), "\n\n", ("heading", 2), 2),
        (("paragraph", 0), "\n\n", ("heading", 3), 1),
        (("heading", 2), "\n\n", ("heading", 2), 1),
        (("heading", 1), "\n\n", ("heading", 2), 2),
        (("heading", 1), "\n", ("paragraph", 0), 2),
        (("heading", 2), "\n", ("paragraph", 0), 1),
        (("item", 0), "\n", ("item", 0), 0),
        (("item", 0), "\n\n", ("item", 0), 1),
        (("item", 0), "\n", ("paragraph", 0), 1),
    ],
)
def test_how_far_blocks_stand_apart(before: tuple[str, int], gap: str, after: tuple[str, int], lines: int) -> None:
    above, below = (Block(Span(0, 1), kind, level) for kind, level in (before, after))  # type: ignore[arg-type]
    assert blank_lines_between(gap, above, below) == lines


@pytest.mark.parametrize(("rule", "column"), [("---", 2), (":-:", 5), ("--:", 9)])
def test_cells_of_the_first_column_stand_where_its_rule_says(rule: str, column: int) -> None:
    table = read_markdown(f"| a long cell | b |\n|{rule}|---|\n| word | c |\n")
    row = shown(laid_out(table, 40))[3]
    assert row.index("word") == column
