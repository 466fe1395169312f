"""Where the parts of the reading screen lie in a terminal of any size.

There are three forms. *Framed*: the text and the side pane stand side by side, each in a frame with titles in it.
*Lined*: side by side with a thin line between and a row of titles above. *Paged*: one of the two fills the screen. In a
wide terminal the side pane stands at the left, the text in the middle, the margin at the right; in others the margin
can take the place of the side pane, and the text stays where it is. No Textual. Pitfall: a terminal may have one row
and one column, so every part may be missing.
"""

from typing import Literal, NamedTuple

from reader.view.viewport import GUTTER, MEASURE, SCROLL_BAR

LINED_FROM, FRAMED_FROM, CARDS_FROM = 72, 110, 160
"""Columns from which both panes are shown, have frames, and have the margin between text and edge."""

LEAST_ARTICLE = 40
"""Columns that the side pane leaves to the text."""

LEAST_FRAMED_ROWS, LEAST_TITLED_ROWS = 8, 4
"""Rows above the footer from which there are frames, and a row of titles."""

LEAST_AIRY_ROWS, LEAST_ROOMY_ROWS = 12, 30
"""Rows above the footer from which an empty row separates the text from its title, and from its lower edge."""

FRAMED_MEASURE, CARDS_MEASURE, WIDEST_MEASURE = 74, 76, 84
"""Columns of the text by default within frames, with cards, and at most."""

NARROWEST_CARD, WIDEST_CARD = 26, 48
"""Columns of a card in the margin."""

Form = Literal["paged", "lined", "framed"]


class Rect(NamedTuple):
    x: int
    y: int
    width: int
    height: int


class Wishes(NamedTuple):
    side: bool = True
    """The side pane beside the text, where there is room for both; in a wide terminal the margin, too."""
    margin: bool = False
    """The margin without the side pane."""
    turned: bool = False
    """The side pane instead of the text, where there is not."""
    measure: int | None = None
    """Columns of the text; None for what suits the terminal."""


class Arrangement(NamedTuple):
    """The places of the parts; None for a part that is not shown."""

    width: int
    height: int
    form: Form
    measure: int
    """Columns of the text, if there is room for them."""
    article: Rect | None = None
    side: Rect | None = None
    footer: Rect | None = None
    article_frame: Rect | None = None
    """Also the part of the screen that a row of titles belongs to."""
    side_frame: Rect | None = None
    article_edge: Rect | None = None
    """The row that tells the place in the text: the lower edge of its frame, or its title."""
    side_edge: Rect | None = None
    cards: Rect | None = None
    divider: int | None = None
    airy: bool = False
    """True if an empty row separates titles from what is below."""

    @property
    def has_track(self) -> bool:
        """True if the last column of the article's pane lies over a line: of its frame, or between the panes."""
        return self.form == "framed" or self.divider is not None

    @property
    def columns(self) -> int:
        if self.article is None:
            return 0
        return max(1, min(self.measure, self.article.width - self.has_track - GUTTER - SCROLL_BAR))

    @property
    def reserved(self) -> int:
        """The columns at the right of the article's pane that are not for the text."""
        if self.cards is None or self.article is None or self.cards.x >= self.article.x + self.article.width:
            return int(self.has_track)
        return self.article.x + self.article.width - self.cards.x


def arrange(width: int, height: int, wishes: Wishes) -> Arrangement:
    """Return the places of all parts in a terminal of `width` columns and `height` rows."""
    rows = height - 1 if height > 1 else height
    footer = Rect(0, rows, width, 1) if height > 1 else None
    if width < LINED_FROM:
        whole = Rect(0, 0, width, rows)
        measure = wishes.measure or MEASURE
        if wishes.turned:
            return Arrangement(width, height, "paged", measure, side=whole, footer=footer, airy=rows >= LEAST_AIRY_ROWS)
        return Arrangement(width, height, "paged", measure, article=whole, footer=footer)
    if width < FRAMED_FROM or rows < LEAST_FRAMED_ROWS:
        return arrange_lined(width, height, rows, footer, wishes)
    return arrange_framed(width, height, rows, footer, wishes)


def arrange_lined(width: int, height: int, rows: int, footer: Rect | None, wishes: Wishes) -> Arrangement:
    side = min(side_width(width, wishes, chrome=GUTTER + SCROLL_BAR + 1), width - 1 - LEAST_ARTICLE)
    is_beside = wishes.side or wishes.margin
    article = width - 1 - side if is_beside else width
    titled, airy = rows >= LEAST_TITLED_ROWS, rows >= LEAST_AIRY_ROWS
    top = titled + airy
    return Arrangement(
        width,
        height,
        "lined",
        wishes.measure or MEASURE,
        article=Rect(0, top, article + is_beside, rows - top),
        side=Rect(article + 1, 0, side, rows) if wishes.side else None,
        footer=footer,
        article_frame=Rect(0, 0, article, rows),
        side_frame=Rect(article + 1, 0, side, rows) if wishes.side else None,
        article_edge=Rect(0, 0, article, 1) if titled else None,
        cards=Rect(article + 2, top, side - 2, rows - top) if is_beside and not wishes.side else None,
        divider=article if is_beside else None,
        airy=airy,
    )


def arrange_framed(width: int, height: int, rows: int, footer: Rect | None, wishes: Wishes) -> Arrangement:
    wide = width >= CARDS_FROM
    shares = wishes.side or (wishes.margin and not wide)
    side = side_width(width, wishes, chrome=GUTTER + SCROLL_BAR + 2) if shares else 0
    left = side if wide else 0
    frame = width - side
    airy, roomy = rows >= LEAST_AIRY_ROWS, rows >= LEAST_ROOMY_ROWS
    article = Rect(left + 1, 1 + airy, frame - 2, rows - 2 - airy - roomy)
    measure = wishes.measure or default_measure(width)
    if wide:
        cards = card_margin(article, measure) if wishes.side or wishes.margin else None
    else:
        cards = Rect(frame + 1, article.y, side - 2, article.height) if shares and not wishes.side else None
    beside = Rect(0 if wide else frame, 0, side, rows) if wishes.side else None
    return Arrangement(
        width,
        height,
        "framed",
        measure,
        article=article._replace(width=article.width + 1),
        side=Rect(beside.x + 1, 0, side - 2, rows - 1) if beside else None,
        footer=footer,
        article_frame=Rect(left, 0, frame, rows),
        side_frame=beside,
        article_edge=Rect(left, rows - 1, frame, 1),
        side_edge=Rect(beside.x, rows - 1, side, 1) if beside else None,
        cards=cards,
        airy=airy,
    )


def default_measure(width: int) -> int:
    """Return the columns of the text that suit a terminal of `width` columns with frames."""
    return FRAMED_MEASURE if width < CARDS_FROM else min(WIDEST_MEASURE, CARDS_MEASURE + (width - CARDS_FROM) // 5)


def side_width(width: int, wishes: Wishes, chrome: int) -> int:
    """Return the columns of the side pane: a share of the terminal's, fewer where the user wants a wide text."""
    if width < FRAMED_FROM:
        share, least, most = 42, 30, 36
    elif width < CARDS_FROM:
        share, least, most = 39, 40, 56
    else:
        share, least, most = 21, 36, 40
    wanted = min(most, (width * share + 50) // 100)
    if wishes.measure is not None:
        wanted = min(wanted, width - chrome - wishes.measure)
    return max(least, wanted)


def card_margin(article: Rect, measure: int) -> Rect | None:
    """Return the place of the cards at the right of a text of `measure` columns; None if there is not enough room."""
    room = article.width - GUTTER - measure - SCROLL_BAR - 2
    if room < NARROWEST_CARD:
        return None
    spare = max(0, room - WIDEST_CARD)
    width = min(WIDEST_CARD, room)
    return Rect(article.x + article.width - SCROLL_BAR - width - spare // 2, article.y, width, article.height)


class ListArrangement(NamedTuple):
    heading: Rect
    field: Rect | None
    rows: Rect | None
    footer: Rect | None
    frame: Rect | None = None
    columns: Rect | None = None
    """For the names of columns, in the row that is empty otherwise."""


def arrange_list(width: int, height: int) -> ListArrangement:
    """Return the places of a list with a heading and a text field."""
    rows = height - 1 if height > 1 else height
    footer = Rect(0, rows, width, 1) if height > 1 else None
    if width < FRAMED_FROM or rows < LEAST_FRAMED_ROWS:
        return ListArrangement(
            heading=Rect(0, 0, width, 1),
            field=Rect(0, 1, width, 1) if rows > 1 else None,
            rows=Rect(0, 2, width, rows - 2) if rows > 2 else None,
            footer=footer,
        )
    air = rows >= LEAST_AIRY_ROWS
    return ListArrangement(
        heading=Rect(1, 0, width - 2, 1),
        field=Rect(2, 1, width - 4, 1),
        rows=Rect(1, 2 + air, width - 2, rows - 3 - air),
        footer=footer,
        frame=Rect(0, 0, width, rows),
        columns=Rect(1, 2, width - 2, 1) if air else None,
    )
