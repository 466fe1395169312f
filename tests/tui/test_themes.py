"""The themes: contrast, few colours, no colours."""

from itertools import product

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from reader.analysis.engine import analyze
from reader.session.state import APPEARANCE_FILE, Appearance, save_appearance
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.palette import Themes
from reader.tui.themes import INK, PAPER, PLAIN_INK, PLAIN_PAPER, colours_in, variables_for
from reader.tui.widgets.article_painter import ORDER
from reader.tui.widgets.article_pane import ArticlePane
from tests.page_object import Desk, opened, plain

WORDS = (
    *("foreground", "primary", "secondary", "accent", "warning", "error", "success"),
    *(f"reader-{kind}" for kind in ("person", "organisation", "place", "other", "quote", "dim")),
)
"""Text colours."""

GROUNDS = (
    *("background", "surface", "panel"),
    *(f"reader-{kind}" for kind in ("note", "overlap", "changed", "chosen", "hit", "selection")),
)
"""Background colours."""

AA = 4.5
"""The least contrast of text in the Web Content Accessibility Guidelines 2, level AA."""


def luminance(colour: Color) -> float:
    """Relative luminance, as the guidelines define it."""
    parts = (channel / 255 for channel in colour.rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(luminance(Color.parse(name)) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def variables_of(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


@pytest.mark.parametrize("theme", [PAPER, INK], ids=lambda theme: theme.name)
def test_every_text_colour_has_enough_contrast_on_every_background(theme: Theme) -> None:
    colours = variables_of(theme)
    pairs = {(word, ground): contrast(colours[word], colours[ground]) for word, ground in product(WORDS, GROUNDS)}
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < AA} == {}


@pytest.mark.parametrize("theme", [PLAIN_PAPER, PLAIN_INK], ids=lambda theme: theme.name)
def test_sixteen_colour_themes_use_ansi_colours_only(theme: Theme) -> None:
    ours = {name: value for name, value in theme.variables.items() if name.startswith("reader-")}
    assert set(ours) == {name for name in PAPER.variables if name.startswith("reader-")}
    assert all(value.startswith("ansi_") for value in ours.values())


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_every_theme_of_textual_has_all_variables_of_the_styles(theme: Theme) -> None:
    assert set(variables_for(theme)) >= {name for name in INK.variables if name.startswith("reader-")}


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, "many"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "many"),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "truecolor"}, "many"),
        ({"TERM": "xterm-kitty"}, "many"),
        ({"TERM": "xterm"}, "sixteen"),
        ({"TERM": "linux"}, "sixteen"),
        ({"TERM": "screen"}, "sixteen"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "xterm-mono"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    ],
)
def test_the_environment_tells_the_number_of_colours(environ: dict[str, str], colours: str) -> None:
    assert colours_in(environ) == colours


# ---------------------------------------------------------------------- told apart without colour

APART = (
    *("person", "organisation", "place", "other", "quote", "highlight", "note", "changed", "chosen", "current"),
    *("selection", "heading", "subheading", "minor", "emphasis", "strong"),
)
"""Kinds that must differ from each other and from plain text without colours."""


def attributes(pane: ArticlePane, *kinds: str) -> tuple[bool | None, ...]:
    style = pane.painter.style(tuple(sorted(kinds, key=ORDER.index)))
    return style.bold, style.italic, style.underline, style.underline2, style.reverse, style.strike


async def test_without_colours_all_kinds_look_different(monkeypatch: pytest.MonkeyPatch, paths: UserPaths) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(plain("Some words.", paths)) as desk:
        pane = desk.screen.article
        appearance: dict[tuple[bool | None, ...], str] = {attributes(pane): "plain"}
        alike = [("quote", "minor"), ("quote", "emphasis"), ("strong", "heading"), ("minor", "emphasis")]
        for kind in APART:
            other = appearance.setdefault(attributes(pane, kind), kind)
            assert other == kind or (other, kind) in alike or (kind, other) in alike, (kind, other)
        strip = pane.render_line(0)
        assert {segment.style.color.name for segment in strip if segment.style and segment.style.color} == {"default"}


async def test_emphasis_within_italics_is_upright(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        pane = desk.screen.article
        for kind in ("place", "other", "emphasis"):
            assert pane.painter.style((kind,)).italic
            assert not pane.painter.style((kind, "quote")).italic
        assert pane.painter.style(("person", "quote")).italic
        assert pane.painter.style(("quote",)).italic


@pytest.mark.parametrize("colours", ["sixteen", "none"])
async def test_a_terminal_with_few_colours_gets_ansi_themes(colours: str, paths: UserPaths) -> None:
    session = plain("Some words.", paths)
    session.set_analysis(analyze(session.article))
    app = ReaderApp(session, colours=colours)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await Desk(pilot).settle()
        assert (app.theme, app.current_theme.ansi) == ("ink", True)
        style = app.screen_stack[0].query_one(ArticlePane).painter.style(("title", "person", "note"))
        assert style.underline
        assert not style.bold  # bold black is grey in many terminals


# ---------------------------------------------------------------------- choosing


async def test_the_palette_offers_every_theme_and_the_choice_is_saved(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        found = Themes(desk.screen)
        assert found.names()[:2] == ["paper", "ink"]
        assert set(found.names()) == {"paper", "ink", *BUILTIN_THEMES}
        await desk.choose("theme nord")
        assert desk.pilot.app.theme == "nord"
        await desk.press("q")
    async with opened(plain("Some words.", paths)) as desk:
        assert desk.pilot.app.theme == "nord"


async def test_starting_saves_no_theme(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)):
        assert not (paths.state / APPEARANCE_FILE).exists()


async def test_an_ansi_theme_can_be_chosen_while_running(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        pane = desk.screen.article
        assert pane.painter.style(("person", "note")).color != pane.painter.style(("note",)).color
        desk.pilot.app.theme = "ansi-dark"
        await desk.settle()
        assert pane.painter.style(("person", "note")).color == pane.painter.style(("note",)).color
        desk.pilot.app.theme = "ink"
        await desk.settle()
        assert pane.painter.style(("person", "note")).color != pane.painter.style(("note",)).color


async def test_an_ansi_theme_is_applied_from_the_first_frame(paths: UserPaths) -> None:
    save_appearance(Appearance("ansi-dark"), paths.state)
    async with opened(plain("Some words.", paths)) as desk:
        colour = desk.screen.article.painter.style(("note",)).bgcolor
        assert colour is not None
        assert colour.is_system_defined
