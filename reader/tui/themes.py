"""The themes: *paper* (light) and *ink* (dark), the only place where colours are defined.

Each is a row of `THEMES` and exists twice: in exact colours, with a contrast of at least 4.5 to 1 between any text and
any background (WCAG AA), and in the sixteen colours of a terminal. Style sheets name colours by theme variables, so the
themes of Textual work too; the variables they lack have defaults here. Pitfall: with sixteen colours the contrast of a
name on the background of a note is unknown, so there each background sets the text colour too (the `:ansi` rules of the
styles). Without colours, bold, underline and reverse distinguish everything (`:nocolor`).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Literal, NamedTuple

from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES, Theme

from reader.config import Config
from reader.config.keymap import did_you_mean, quoted

PAPER = Theme(
    name="paper",
    dark=False,
    primary="#6d4c1d",
    secondary="#4a5c66",
    accent="#93391f",
    foreground="#2b2622",
    background="#faf6ee",
    surface="#f4eee2",
    panel="#eae2d2",
    warning="#7a5200",
    error="#9c1f28",
    success="#34602f",
    variables={
        "reader-person": "#85380f",
        "reader-organisation": "#1a5370",
        "reader-place": "#355e22",
        "reader-other": "#63407f",
        "reader-quote": "#54389a",
        "reader-link": "#0b50c0",
        "reader-note": "#ffd6ac",
        "reader-highlight": "#f2ec91",
        "reader-green": "#b5edb9",
        "reader-pink": "#ffcce0",
        "reader-violet": "#e6d2fa",
        "reader-overlap": "#e8b75c",
        "reader-changed": "#fec8bd",
        "reader-chosen": "#bfe1fe",
        "reader-hit": "#6fdcdc",
        "reader-selection": "#d8dde6",
        "reader-code": "#f2ebdb",
        "reader-dim": "#615a4f",
        "reader-line": "#cdc3af",
        "reader-on-mark": "#2b2622",
        "reader-on-selection": "#2b2622",
        "scrollbar": "#cdc3af",
        "scrollbar-hover": "#a89c84",
        "scrollbar-active": "#a89c84",
        "scrollbar-background": "#f4eee2",
        "scrollbar-background-hover": "#f4eee2",
        "scrollbar-background-active": "#f4eee2",
        "scrollbar-corner-color": "#f4eee2",
        "input-cursor-background": "#2b2622",
        "input-cursor-foreground": "#faf6ee",
    },
)

INK = Theme(
    name="ink",
    dark=True,
    primary="#d6b06a",
    secondary="#a3b8c4",
    accent="#eba48a",
    foreground="#ddd6c8",
    background="#15171b",
    surface="#1b1e23",
    panel="#262a31",
    warning="#e4b657",
    error="#f59a9a",
    success="#9ccb8c",
    variables={
        "reader-person": "#f2b083",
        "reader-organisation": "#86c9e4",
        "reader-place": "#a8d090",
        "reader-other": "#ceb0ea",
        "reader-quote": "#c2b1f6",
        "reader-link": "#8ab4ff",
        "reader-note": "#5a3205",
        "reader-highlight": "#403d01",
        "reader-green": "#00431f",
        "reader-pink": "#671d3c",
        "reader-violet": "#482d62",
        "reader-overlap": "#74550f",
        "reader-changed": "#692017",
        "reader-chosen": "#013f61",
        "reader-hit": "#156365",
        "reader-selection": "#2e3a49",
        "reader-code": "#20242b",
        "reader-dim": "#aca69a",
        "reader-line": "#4a4f59",
        "reader-on-mark": "#ddd6c8",
        "reader-on-selection": "#ddd6c8",
        "scrollbar": "#4a4f59",
        "scrollbar-hover": "#6a707c",
        "scrollbar-active": "#6a707c",
        "scrollbar-background": "#1b1e23",
        "scrollbar-background-hover": "#1b1e23",
        "scrollbar-background-active": "#1b1e23",
        "scrollbar-corner-color": "#1b1e23",
        "input-cursor-background": "#ddd6c8",
        "input-cursor-foreground": "#15171b",
    },
)

PLAIN_PAPER = Theme(
    name="paper",
    ansi=True,
    dark=False,
    primary="ansi_blue",
    secondary="ansi_magenta",
    accent="ansi_blue",
    foreground="ansi_black",
    background="ansi_bright_white",
    surface="ansi_bright_white",
    panel="ansi_bright_white",
    warning="ansi_red",
    error="ansi_red",
    success="ansi_blue",
    variables={
        **BUILTIN_THEMES["ansi-light"].variables,
        "surface": "ansi_bright_white",
        "panel": "ansi_bright_white",
        "reader-person": "ansi_red",
        "reader-organisation": "ansi_blue",
        "reader-place": "ansi_magenta",
        "reader-other": "ansi_black",
        "reader-quote": "ansi_blue",
        "reader-link": "ansi_blue",
        "reader-note": "ansi_yellow",
        "reader-highlight": "ansi_bright_yellow",
        "reader-green": "ansi_green",
        "reader-pink": "ansi_bright_magenta",
        "reader-violet": "ansi_magenta",
        "reader-overlap": "ansi_yellow",
        "reader-changed": "ansi_red",
        "reader-chosen": "ansi_bright_cyan",
        "reader-hit": "ansi_cyan",
        "reader-selection": "ansi_blue",
        "reader-code": "ansi_bright_white",
        "reader-dim": "ansi_black",
        "reader-line": "ansi_black",
        "reader-on-mark": "ansi_black",
        "reader-on-selection": "ansi_bright_white",
        "input-cursor-background": "ansi_black",
        "input-cursor-foreground": "ansi_bright_white",
        "input-cursor-text-style": "none",
    },
)

PLAIN_INK = Theme(
    name="ink",
    ansi=True,
    dark=True,
    primary="ansi_yellow",
    secondary="ansi_yellow",
    accent="ansi_bright_cyan",
    foreground="ansi_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "surface": "ansi_black",
        "panel": "ansi_black",
        "reader-person": "ansi_bright_yellow",
        "reader-organisation": "ansi_bright_cyan",
        "reader-place": "ansi_bright_green",
        "reader-other": "ansi_bright_magenta",
        "reader-quote": "ansi_bright_white",
        "reader-link": "ansi_bright_blue",
        "reader-note": "ansi_yellow",
        "reader-highlight": "ansi_bright_yellow",
        "reader-green": "ansi_green",
        "reader-pink": "ansi_bright_magenta",
        "reader-violet": "ansi_magenta",
        "reader-overlap": "ansi_yellow",
        "reader-changed": "ansi_red",
        "reader-chosen": "ansi_bright_cyan",
        "reader-hit": "ansi_cyan",
        "reader-selection": "ansi_white",
        "reader-code": "ansi_black",
        "reader-dim": "ansi_white",
        "reader-line": "ansi_white",
        "reader-on-mark": "ansi_black",
        "reader-on-selection": "ansi_black",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
    },
)


class OwnTheme(NamedTuple):
    """A theme of ours."""

    exact: Theme
    plain: Theme
    """The same in the sixteen colours of a terminal."""


THEMES = (OwnTheme(PAPER, PLAIN_PAPER), OwnTheme(INK, PLAIN_INK))

DEFAULT_COLOURS = dict.fromkeys(("reader-dim", "reader-line", "reader-other", "reader-code"), "ansi_default")
"""Instead of these colours in ANSI themes of Textual, whose background is unknown."""

Colours = Literal["many", "sixteen", "none"]

MANY_COLOUR_TERMS = ("256color", "kitty", "direct")
"""Endings of $TERM of terminals with exact colours, or near enough."""

COLOURLESS_TERMS = re.compile(r"vt\d.*|dumb|.*-m(ono)?")
"""$TERM of terminals without colours."""


def themes_for(colours: Colours) -> tuple[Theme, ...]:
    """Return our themes for a terminal."""
    return tuple(own.exact if colours == "many" else own.plain for own in THEMES)


def own_theme(*, dark: bool) -> OwnTheme:
    """Return the first of our themes that is dark, or light."""
    return next(own for own in THEMES if own.exact.dark == dark)


def variables_for(theme: Theme) -> dict[str, str]:
    """Return defaults of our variables, for a theme that may lack them."""
    own = own_theme(dark=theme.dark)
    return {**own.plain.variables, **DEFAULT_COLOURS} if theme.ansi else own.exact.variables


def read_sheets(stylesheet: Stylesheet, sheets: Iterable[PurePath]) -> None:
    """Read the style sheets that have not been read before; they are parsed when a style is needed."""
    for sheet in sheets:
        if not stylesheet.has_source(str(sheet)):
            stylesheet.read(sheet)


def colours_in(environ: Mapping[str, str]) -> Colours:
    """Return how many colours the terminal has and its user wants, from the environment."""
    term = environ.get("TERM", "")
    if "NO_COLOR" in environ:
        return "none"
    wanted = environ.get("TEXTUAL_COLOR_SYSTEM") or environ.get("COLORTERM", "").lower()
    if wanted in ("truecolor", "24bit", "256") or term.endswith(MANY_COLOUR_TERMS):
        return "many"
    return "none" if COLOURLESS_TERMS.fullmatch(term) else "sixteen"


def theme_complaint(config: Config) -> str:
    """Return an error message if the configured theme does not exist, else an empty string."""
    known = {**{own.exact.name: own.exact for own in THEMES}, **BUILTIN_THEMES}
    if not config.theme or config.theme in known:
        return ""
    return f"{config.at('theme')}: theme: unknown theme {quoted(config.theme)}{did_you_mean(config.theme, known)}"
