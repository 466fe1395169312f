"""Where the parts of the screens lie in a terminal of any size.

The reading screen has two forms. *Paged*: the text or the side pane fills it. *Desk*: the page, and beside it the side
pane or the margin, which share one place and one width; in a wide terminal the side pane stands at the left, the page
in the middle, the margin at the right. Each part has a head, a row of words above a thin rule. The text keeps its
columns whatever stands beside it. No Textual. Pitfall: a terminal may have one row and one column, so every part may be
missing.
"""

from typing import Literal, NamedTuple

from reader.view.margin import TIE_WIDTH
from reader.view.viewport import GUTTER, MEASURE, SCROLL_BAR

DESK_FROM, ROOMY_FROM, WIDE_FROM = 72, 110, 160
"""Columns from which something stands beside the page, there is air around it, and all three parts are shown."""

LEAST_TITLED_ROWS, LEAST_RULED_ROWS, LEAST_AIRY_ROWS, LEAST_ROOMY_ROWS = 4, 8, 12, 29
"""Rows above the footer from which there are heads, rules under them, an empty row below, one above and at the end."""

SIDE_WIDTH = 36  # columns of the side pane of a wide terminal

LEAST_BESIDE, MOST_BESIDE = 33, 42
"""Columns after the text in a terminal with little room: all titles of the tabs fit into 33."""

LEAST_MARGIN, MOST_MARGIN, LEAST_WIDE_MARGIN = 38, 48, 26
"""Columns of the words in the margin; fewer beside a text that the user wants wide."""

LEAST_TEXT, MOST_TEXT, MOST_WIDE_TEXT = 26, 72, 76
"""Columns of the text beside something, and in a wide terminal, unless the user wants others."""

LEAST_PASSAGE_ROWS = 4  # rows of a frame and two lines in it

PASSAGE_PAD = 2
"""Columns of the frame around a passage and the space within it: its words begin where those of the text do."""

LIST_PAD, LIST_MARK = 5, 2
"""Columns beside the words of a list that lies between other parts, and those for the mark of its row."""

LEAST_PREVIEW = 7  # rows that a list leaves, from which they show what its row is about

Form = Literal["paged", "desk"]

BESIDE = ("side pane", "margin", "nothing")
"""What may stand beside the text, where there is room; in a wide terminal side pane and margin do, or nothing."""


class Rect(NamedTuple):
    x: int
    y: int
    width: int
    height: int


class Wishes(NamedTuple):
    beside: str = "side pane"
    """One of `BESIDE`."""
    turned: bool = False
    """The side pane instead of the text, where there is no room for both."""
    measure: int | None = None
    """Columns of the text; None for what suits the terminal."""
    passage: int = 0
    """Rows for the passage of a source below the text."""


class Arrangement(NamedTuple):
    """The places of the parts; None for a part that is not shown."""

    width: int
    height: int
    form: Form
    columns: int
    """Of the text."""
    article: Rect | None = None
    """The text with its gutter and scroll bar; the margin lies over it."""
    reserved: int = 0
    """The columns at the right of it that are not for the text."""
    page_head: Rect | None = None
    side: Rect | None = None
    side_ground: Rect | None = None
    """The part of the screen that the side pane belongs to, with its head and its foot."""
    side_head: Rect | None = None
    side_foot: Rect | None = None
    margin: Rect | None = None
    margin_head: Rect | None = None
    passage: Rect | None = None
    footer: Rect | None = None
    is_ruled: bool = False
    """Whether there is a rule in the row under the heads."""


class Rows(NamedTuple):
    """The rows of the parts above the footer."""

    rows: int
    head: int
    """Empty rows above the head."""
    is_titled: bool
    is_ruled: bool
    top: int
    """The first row below the heads."""
    end: int
    """The row after the text."""


def plan_rows(height: int) -> Rows:
    count = height - 1 if height > 1 else height
    least = (LEAST_TITLED_ROWS, LEAST_RULED_ROWS, LEAST_AIRY_ROWS, LEAST_ROOMY_ROWS)
    titled, ruled, airy, roomy = (count >= rows for rows in least)
    return Rows(count, int(roomy), titled, ruled, roomy + titled + ruled + airy, count - roomy)


def arrange(width: int, height: int, wishes: Wishes) -> Arrangement:
    """Return the places of all parts in a terminal of `width` columns and `height` rows."""
    return with_passage(arrange_panes(width, height, wishes), wishes.passage)


def arrange_panes(width: int, height: int, wishes: Wishes) -> Arrangement:
    footer = Rect(0, height - 1, width, 1) if height > 1 else None
    rows = plan_rows(height)
    if width < DESK_FROM:
        columns = max(1, min(wishes.measure or MEASURE, width - GUTTER - SCROLL_BAR))
        if not wishes.turned:
            return Arrangement(width, height, "paged", columns, Rect(0, 0, width, rows.rows), footer=footer)
        plan = with_side(Arrangement(width, height, "paged", columns, footer=footer), Rect(0, 0, width, rows.rows))
        return plan._replace(is_ruled=rows.is_ruled)
    bare = Arrangement(width, height, "desk", 0, footer=footer, is_ruled=rows.is_ruled)
    if width >= WIDE_FROM:
        return arrange_wide(bare, rows, wishes)
    if wishes.beside == "nothing":
        return with_page_alone(bare, rows, wishes.measure or MEASURE)
    is_roomy = width >= ROOMY_FROM
    x, (columns, beside) = 2 * is_roomy, columns_beside(width, wishes.measure)
    after = x + GUTTER + columns
    if wishes.beside == "margin":
        words = min(beside - 1 - TIE_WIDTH - SCROLL_BAR - 3 * is_roomy, MOST_MARGIN)
        return with_margin(with_page(bare, rows, x, columns, width), rows, after + 1, words)
    ground = Rect(after + SCROLL_BAR, 0, width - after - SCROLL_BAR, rows.rows)
    return with_side(with_page(bare, rows, x, columns, ground.x), ground)


def columns_beside(width: int, measure: int | None) -> tuple[int, int]:
    """Return the columns of the text, and those after it, where it shares the terminal with something."""
    if width < ROOMY_FROM:
        room, least = width - GUTTER, LEAST_BESIDE
        beside = max(LEAST_BESIDE, min((435 * width + 500) // 1000, MOST_BESIDE))
    else:
        room, least = width - 2 - GUTTER, LEAST_MARGIN + TIE_WIDTH + 3
        beside = max(LEAST_MARGIN, min(width // 3, MOST_MARGIN)) + TIE_WIDTH + 6
    columns = min(measure or min(room - beside, MOST_TEXT), room - least)
    return max(columns, LEAST_TEXT), room - columns


def arrange_wide(bare: Arrangement, rows: Rows, wishes: Wishes) -> Arrangement:
    width = bare.width
    usual = min(MOST_WIDE_TEXT, 68 + (width - WIDE_FROM) // 3)
    if wishes.beside == "nothing":
        return with_page_alone(bare, rows, wishes.measure or usual)
    room = width - SIDE_WIDTH - GUTTER - 1 - TIE_WIDTH - SCROLL_BAR
    columns = min(wishes.measure or usual, room - LEAST_WIDE_MARGIN)
    words = min(MOST_MARGIN, 44 + (width - WIDE_FROM) // 6, room - columns)
    x = SIDE_WIDTH + (room - columns - words) // 2
    plan = with_side(with_page(bare, rows, x, columns, width), Rect(0, 0, SIDE_WIDTH, rows.rows))
    return with_margin(plan, rows, x + GUTTER + columns + 1, words)


def with_page(plan: Arrangement, rows: Rows, x: int, columns: int, end: int) -> Arrangement:
    return plan._replace(
        columns=columns,
        article=Rect(x, rows.top, end - x, max(1, rows.end - rows.top)),
        reserved=end - x - GUTTER - SCROLL_BAR - columns,
        page_head=Rect(x + GUTTER, rows.head, columns, 1) if rows.is_titled else None,
    )


def with_page_alone(plan: Arrangement, rows: Rows, measure: int) -> Arrangement:
    room = plan.width - GUTTER - SCROLL_BAR
    columns = min(measure, room)
    alone = with_page(plan, rows, 0, columns, plan.width)
    head = alone.page_head and alone.page_head._replace(x=(room - columns) // 2 + GUTTER)
    return alone._replace(reserved=0, page_head=head)


def with_side(plan: Arrangement, ground: Rect) -> Arrangement:
    rows = plan_rows(plan.height)
    pad = int(plan.form == "desk" and ground.width >= SIDE_WIDTH)
    head = rows.head if plan.form == "desk" else 0
    top = rows.top - rows.head + head
    has_foot = rows.is_ruled and plan.form == "desk"
    return plan._replace(
        side_ground=ground,
        side_head=Rect(ground.x + pad, head, ground.width - 2 * pad, 1) if rows.is_titled else None,
        side=Rect(ground.x, top, ground.width, max(1, rows.rows - has_foot - top)),
        side_foot=Rect(ground.x + 1, rows.rows - 1, ground.width - 2, 1) if has_foot else None,
    )


def with_margin(plan: Arrangement, rows: Rows, x: int, words: int) -> Arrangement:
    """Return a plan with the margin at column `x`, with so many columns of words."""
    return plan._replace(
        margin=Rect(x, rows.top, TIE_WIDTH + words, max(1, rows.end - rows.top)),
        margin_head=Rect(x + TIE_WIDTH, rows.head, words, 1) if rows.is_titled else None,
    )


def with_passage(plan: Arrangement, wanted: int) -> Arrangement:
    """Return a plan with so many rows for the passage of a source, at most half of those of the text and the margin."""
    article, margin, head = plan.article, plan.margin, plan.page_head
    rows = min(wanted, article.height // 2) if article is not None else 0
    if article is None or head is None or rows < LEAST_PASSAGE_ROWS:
        return plan
    end = margin.x + margin.width if margin is not None else head.x + head.width + PASSAGE_PAD
    x, height = head.x - PASSAGE_PAD, article.height - rows
    return plan._replace(
        article=article._replace(height=height),
        margin=margin and margin._replace(height=height),
        passage=Rect(x, article.y + height, end - x, rows),
    )


class ListArrangement(NamedTuple):
    """The places of the parts of a list; None for a part that is not shown."""

    footer: Rect | None
    rows: Rect | None
    find: Rect | None = None
    heading: Rect | None = None
    """Above a list that has all of the screen."""
    page_head: Rect | None = None
    """Above one with a side pane."""
    side: Rect | None = None
    side_head: Rect | None = None
    preview: Rect | None = None
    """For what the chosen row is about: beside the list, or below it, where it leaves room."""
    preview_head: Rect | None = None
    is_ruled: bool = False
    """Whether there is a rule in the row under the heads."""


def arrange_list(width: int, height: int) -> ListArrangement:
    """Return the places of a list with a heading and a text field."""
    rows = plan_rows(height)
    pad = 2 * (width >= ROOMY_FROM)
    ruled = rows.rows >= LEAST_AIRY_ROWS
    field = rows.head + 1 + ruled
    top = field + 1 + (ruled and pad > 0)
    return ListArrangement(
        heading=Rect(pad, rows.head, width - 2 * pad, 1),
        find=Rect(pad, field, width - 2 * pad, 1) if rows.rows > field else None,
        rows=Rect(max(0, pad - 2), top, width - 2 * max(0, pad - 2), rows.rows - top) if rows.rows > top else None,
        footer=Rect(0, height - 1, width, 1) if height > 1 else None,
        is_ruled=ruled,
    )


def arrange_library(width: int, height: int, used: int) -> ListArrangement:
    """Return the places of the library, whose list needs `used` rows: beside it a side pane, where there is room."""
    rows = plan_rows(height)
    if width < ROOMY_FROM or rows.rows < LEAST_AIRY_ROWS:
        return arrange_list(width, height)
    desk = arrange(width, height, Wishes())
    x, words = LIST_PAD + SIDE_WIDTH, width - SIDE_WIDTH - 2 * LIST_PAD
    if width >= WIDE_FROM and desk.page_head is not None:
        x, words = desk.page_head.x, desk.columns
    room = rows.end - rows.top
    plan = ListArrangement(
        footer=desk.footer,
        rows=Rect(x - LIST_MARK, rows.top, words + LIST_MARK + 1, min(used, room)),
        find=Rect(x - 1, rows.top - 1, words + 2, 1),
        page_head=Rect(x, rows.head, words, 1),
        side=Rect(0, rows.top, SIDE_WIDTH, rows.rows - rows.top),
        side_head=Rect(1, rows.head, SIDE_WIDTH - 2, 1),
        is_ruled=True,
    )
    if width >= WIDE_FROM and (head := desk.margin_head) is not None:
        beside = Rect(head.x - LIST_MARK, rows.top, head.width + LIST_MARK + 1, room)
        return plan._replace(preview=beside, preview_head=head)
    if room - used <= LEAST_PREVIEW:
        return plan
    below = Rect(x - LIST_MARK, rows.top + used + 3, words + LIST_MARK + 1, room - used - 3)
    return plan._replace(preview=below, preview_head=Rect(x, below.y - 2, words, 1))
