"""The styles of the first frame as the style sheets make them: `python -m tests.tools.splash_styles` writes the table.

A test fails while the table of the splash is out of date.
"""

import asyncio
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.color import ColorSystem
from rich.style import Style
from textual.widget import Widget

from reader.config import MARK_STYLES
from reader.session.session import Session
from reader.session.state import Appearance, save_appearance
from reader.sources.markdown import read_markdown
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.chrome.backdrop import BACKDROP_STYLES, HeadLine
from reader.tui.chrome.footer import Footer
from reader.tui.splash.terminal import TABLES
from reader.tui.splash.terminal import Style as TableStyle
from reader.tui.themes import THEMES
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.text_layers import ORDER, UNSTYLED

COLOURS = {"exact": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}

FIRST = ORDER[: ORDER.index("person")]
"""The kinds that the article itself has, before anything is found in it."""

ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "blink": "5", "reverse": "7", "strike": "9"}


async def made_tables(folder: Path) -> dict[str, dict[str, TableStyle]]:
    """Return all tables, from the screen with each theme; its files are put into `folder`."""
    tables = {}
    for theme, marks in product(sorted(own.exact.name for own in THEMES), MARK_STYLES):
        paths = UserPaths(folder / "library.json", folder / "state", folder / "cache")
        save_appearance(Appearance(theme=theme, marks=marks), paths.state)
        app = ReaderApp(Session(read_markdown("# Title\n\nWords.\n"), paths))
        async with app.run_test(size=(120, 40)):
            found = styles_of(app)
        for colours, system in COLOURS.items():
            tables[f"{theme} {marks} {colours}"] = {name: table_style(style, system) for name, style in found.items()}
    return tables


def styles_of(app: ReaderApp) -> Mapping[str, Style]:
    """Return the styles by name: those of grounds, and what component classes add to them."""
    screen, pane, footer = app.screen, app.screen.query_one(ArticlePane), app.screen.query_one(Footer)
    head = screen.query_one("#page-head")
    kinds = [kind for kind in FIRST if kind not in UNSTYLED] + ["caret", "thumb"]
    return {
        "screen": screen.rich_style,
        **added(screen, BACKDROP_STYLES),
        "article--base": pane.get_component_rich_style("article--base"),
        **added(pane, {f"article--{kind}" for kind in kinds}),
        "head": head.rich_style,
        **added(head, HeadLine.COMPONENT_CLASSES),
        "footer": footer.rich_style,
        **added(footer, Footer.COMPONENT_CLASSES),
    }


def added(widget: Widget, names: "set[str] | frozenset[str]") -> dict[str, Style]:
    return {name: widget.get_component_rich_style(name, partial=True) for name in sorted(names)}


def table_style(style: Style, system: ColorSystem) -> TableStyle:
    """Return a style as parameters of SGR."""
    attributes = ";".join(code for name, code in ATTRIBUTES.items() if getattr(style, name))
    colours = ((style.color, True), (style.bgcolor, False))
    fore, back = (
        ";".join(colour.downgrade(system).get_ansi_codes(foreground)) if colour is not None else ""
        for colour, foreground in colours
    )
    return attributes, fore, back


def format_tables(tables: Mapping[str, Mapping[str, TableStyle]]) -> str:
    return "\n".join(
        "".join([f"[{look}]\n", *(f"{'|'.join((name, *style))}\n" for name, style in table.items())])
        for look, table in tables.items()
    )


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        TABLES.write_text(format_tables(asyncio.run(made_tables(Path(folder)))), encoding="ascii")
