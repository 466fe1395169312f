"""The themes: contrast, few colours, no colours."""

from itertools import combinations, product
from math import dist

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Input, OptionList

from reader.analysis.engine import analyze
from reader.annotations import COLOURS
from reader.session.state import APPEARANCE_FILE, Appearance, save_appearance
from reader.system.paths import UserPaths
from reader.tui.app import ReaderApp
from reader.tui.palette import Themes
from reader.tui.themes import THEMES, Colours, OwnTheme, colours_in, themes_for, variables_for
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.text_layers import ORDER
from tests.page_object import Desk, opened, plain

WORDS = (
    *("foreground", "primary", "secondary", "accent", "warning", "error", "success"),
    *(f"reader-{kind}" for kind in ("person", "organisation", "place", "other", "quote", "dim", "link")),
)
"""Text colours."""

GROUNDS = (
    *("background", "surface", "panel"),
    *(f"reader-{kind}" for kind in ("note", "highlight", *COLOURS, "changed", "chosen", "selection", "code")),
)
"""Background colours on which all text colours stand."""

MARKERS = ("reader-hit", "reader-overlap")
"""Background colours that bring the colour of their words."""

MARKS = ("note", "highlight", *COLOURS, "overlap", "changed", "chosen", "hit")
"""The grounds of what is marked, which must not be taken for each other."""

APART_BY = 14
"""The least distance between two colours in the CIELAB space; 2 can just be seen side by side."""

AA = 4.5
"""The least contrast of text in the Web Content Accessibility Guidelines 2, level AA."""


KINDS = {name for theme in themes_for("many") for name in theme.variables if name.startswith("reader-")}
"""The colours that the style sheets have besides Textual's."""


def luminance(colour: Color) -> float:
    """Relative luminance, as the guidelines define it."""
    parts = (channel / 255 for channel in colour.rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(luminance(Color.parse(name)) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: str) -> tuple[float, float, float]:
    """Return a colour in the CIELAB space, in which distances are what people see."""
    parts = (channel / 255 for channel in Color.parse(colour).rgb)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def variables_of(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


@pytest.mark.parametrize("theme", themes_for("many"), ids=lambda theme: theme.name)
def test_every_text_colour_has_enough_contrast_on_every_background(theme: Theme) -> None:
    colours = variables_of(theme)
    pairs = {(word, ground): contrast(colours[word], colours[ground]) for word, ground in product(WORDS, GROUNDS)}
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < AA} == {}
    markers = {ground: contrast(colours["reader-on-mark"], colours[ground]) for ground in MARKERS}
    assert {ground: ratio for ground, ratio in markers.items() if ratio < AA} == {}
    assert contrast(colours["background"], colours["accent"]) >= AA  # the current hit


@pytest.mark.parametrize("theme", themes_for("many"), ids=lambda theme: theme.name)
def test_the_grounds_of_highlights_notes_and_hits_are_clearly_different(theme: Theme) -> None:
    colours = variables_of(theme)
    grounds = {kind: lab(colours[f"reader-{kind}"]) for kind in MARKS} | {"paper": lab(colours["background"])}
    distances = {(one, other): dist(grounds[one], grounds[other]) for one, other in combinations(grounds, 2)}
    assert {pair: round(apart, 1) for pair, apart in distances.items() if apart < APART_BY} == {}


@pytest.mark.parametrize("theme", themes_for("many"), ids=lambda theme: theme.name)
def test_links_are_unlike_names_and_quotes(theme: Theme) -> None:
    colours = variables_of(theme)
    kinds = ("person", "organisation", "place", "other", "quote")
    apart = {kind: dist(lab(colours["reader-link"]), lab(colours[f"reader-{kind}"])) for kind in kinds}
    assert {kind: round(distance, 1) for kind, distance in apart.items() if distance < APART_BY} == {}


@pytest.mark.parametrize("theme", themes_for("sixteen"), ids=lambda theme: theme.name)
def test_sixteen_colour_themes_use_ansi_colours_only(theme: Theme) -> None:
    ours = {name: value for name, value in theme.variables.items() if name.startswith("reader-")}
    assert ours.keys() == KINDS
    assert all(value.startswith("ansi_") for value in ours.values())


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_every_theme_of_textual_has_all_variables_of_the_styles(theme: Theme) -> None:
    assert set(variables_for(theme)) >= KINDS


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


async def test_with_colours_underline_and_italics_are_for_links_and_emphasis(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        pane = desk.screen.article
        for kind in ("person", "organisation", "place", "other", "quote", "highlight", "note", "hit", "selection"):
            style = pane.painter.style((kind,))
            assert not any((style.italic, style.underline, style.underline2)), kind
            assert bool(style.bold) == (kind == "person"), kind
        assert pane.painter.style(("link",)).underline
        assert pane.painter.style(("emphasis", "quote")).italic
        assert not pane.painter.style(("standfirst", "emphasis")).italic
        assert pane.painter.style(("heading",)).bold
        assert pane.painter.style(("subheading",)).bold
        assert not pane.painter.style(("minor",)).bold


@pytest.mark.parametrize("own", THEMES, ids=lambda own: own.exact.name)
@pytest.mark.parametrize("colours", ["many", "sixteen", "none"])
async def test_every_theme_loads(own: OwnTheme, colours: Colours, paths: UserPaths) -> None:
    assert (own.exact.name, own.exact.dark) == (own.plain.name, own.plain.dark), "two forms of one theme"
    save_appearance(Appearance(own.exact.name), paths.state)
    app = ReaderApp(plain("Some words.", paths), colours=colours)
    async with app.run_test(size=(80, 24)):
        assert app.current_theme is (own.exact if colours == "many" else own.plain)
        assert app.screen_stack[0].query_one(ArticlePane).painter.style(("person", "note")) is not None


@pytest.mark.parametrize("own", THEMES, ids=lambda own: own.exact.name)
async def test_a_selected_search_hit_can_be_read(own: OwnTheme, paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        desk.pilot.app.theme = own.exact.name
        await desk.settle()
        style = desk.screen.article.painter.style(("hit", "current", "selection"))
        assert style.color
        assert style.bgcolor
        assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 4.5


async def test_emphasis_within_italics_is_upright(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        await desk.choose("decorate")
        pane = desk.screen.article
        for kind in ("place", "other", "emphasis"):
            assert pane.painter.style((kind,)).italic
            assert not pane.painter.style((kind, "quote")).italic
        assert pane.painter.style(("person", "quote")).italic
        assert pane.painter.style(("quote",)).italic


@pytest.mark.parametrize("colours", ["sixteen", "none"])
async def test_a_terminal_with_few_colours_gets_ansi_themes(colours: Colours, paths: UserPaths) -> None:
    session = plain("Some words.", paths)
    session.analysis_state.set_analysis(analyze(session.article))
    app = ReaderApp(session, colours=colours)
    async with app.run_test(size=(80, 24)) as pilot:
        await Desk(pilot).settle()
        assert (app.theme, app.current_theme.ansi) == ("ink", True)
        assert any(str(path).endswith("themes.tcss") for path in app.css_path)
        style = app.screen_stack[0].query_one(ArticlePane).painter.style(("title", "person", "note"))
        assert not style.bold  # bold black is grey in many terminals


async def test_the_chosen_row_has_one_ground_in_sixteen_colours(paths: UserPaths) -> None:
    session = plain("“We left,” said Ada Lovelace.", paths)
    session.analysis_state.set_analysis(analyze(session.article))
    async with ReaderApp(session, colours="sixteen").run_test(size=(80, 24)) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        await desk.press("1")
        rows = desk.screen.side.list
        drawn = [rows.render_line(y) for y in range(rows.size.height)]
        (chosen,) = [strip for strip in drawn if "Ada Lovelace" in strip.text]
        styles = [segment.style for segment in chosen if segment.style and segment.text.strip()]
        assert {(style.reverse, style.color) for style in styles} == {(True, styles[0].color)}
        assert len(styles) > 1


async def test_the_cursor_of_an_input_is_visible_without_colours(
    monkeypatch: pytest.MonkeyPatch, paths: UserPaths
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(plain("Some words.", paths)) as desk:
        await desk.press("E")
        field = desk.pilot.app.screen.query_one(Input)
        field.focus()
        await desk.pilot.pause()
        assert field.get_component_rich_style("input--cursor").reverse


async def test_the_chosen_row_of_the_palette_is_visible_without_colours(
    monkeypatch: pytest.MonkeyPatch, paths: UserPaths
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(plain("Some words.", paths)) as desk:
        await desk.press("colon")
        await desk.gather()
        rows = desk.pilot.app.screen.query_one(OptionList)
        styles = ["option-list--option-highlighted", "option-list--option"]
        assert [bool(rows.get_component_rich_style(style).underline) for style in styles] == [True, False]


# ---------------------------------------------------------------------- choosing


async def test_the_palette_offers_every_theme_and_the_choice_is_saved(paths: UserPaths) -> None:
    async with opened(plain("Some words.", paths)) as desk:
        found = Themes(desk.screen)
        ours = [own.exact.name for own in THEMES]
        names = [name for _, name, _ in found.choices()]
        assert names[: len(ours)] == ours
        assert set(names) == {*ours, *BUILTIN_THEMES}
        await desk.choose("choose theme")
        await desk.type("nord")
        await desk.gather()
        await desk.press("enter")
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
