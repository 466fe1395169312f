"""The themes: *paper* (light) and *ink* (dark), the only place where colours are defined.

Each has its columns in `COLOURS` and exists twice: in exact colours, with a contrast of at least 4.5 to 1 between any
text and any background (WCAG AA), and in the sixteen colours of a terminal. Style sheets name colours by theme
variables, so the themes of Textual work too; the variables they lack have defaults here. Pitfall: with sixteen colours
the contrast of a name on the background of a note is unknown, so there each background sets the text colour too (the
`:ansi` rules of the styles). Without colours, bold, underline and reverse distinguish everything (`:nocolor`).
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Literal, NamedTuple

from textual.css.stylesheet import Stylesheet
from textual.theme import BUILTIN_THEMES, Theme

from reader.config import Config
from reader.config.keymap import did_you_mean, quoted

BASE = ("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "warning", "error", "success")
"""The colours that a theme of Textual has as its attributes; the others are its variables."""


class OwnTheme(NamedTuple):
    exact: Theme
    plain: Theme
    """The same in the sixteen colours of a terminal."""


def make_theme(name: str, *, dark: bool, grip: str) -> OwnTheme:
    """Return a theme in its `COLOURS`; `grip` is the scroll bar under the mouse."""
    exact = {colour: row[2 if dark else 0] for colour, row in COLOURS.items()}
    plain = {colour: f"ansi_{row[3 if dark else 1]}" for colour, row in COLOURS.items()}
    scroll_bar = {"scrollbar": exact["reader-line"], "scrollbar-hover": grip, "scrollbar-active": grip}
    for ground in ("background", "background-hover", "background-active", "corner-color"):
        scroll_bar[f"scrollbar-{ground}"] = exact["surface"]
    ansi = BUILTIN_THEMES["ansi-dark" if dark else "ansi-light"].variables
    opaque = {"surface": plain["surface"], "panel": plain["panel"], "input-cursor-text-style": "none"}
    return OwnTheme(
        _textual_theme(name, exact, scroll_bar, dark=dark, ansi=False),
        _textual_theme(name, plain, {**ansi, **opaque}, dark=dark, ansi=True),
    )


def _textual_theme(
    name: str, colours: Mapping[str, str], variables: Mapping[str, str], *, dark: bool, ansi: bool
) -> Theme:
    ours = {colour: value for colour, value in colours.items() if colour not in BASE}
    cursor = {"input-cursor-background": colours["foreground"], "input-cursor-foreground": colours["background"]}
    base = {colour: colours[colour] for colour in BASE}
    return Theme(name=name, dark=dark, ansi=ansi, variables={**variables, **ours, **cursor}, **base)  # type: ignore[arg-type]


COLOURS = {
    "primary": ("#6d4c1d", "blue", "#d6b06a", "yellow"),
    "secondary": ("#4a5c66", "magenta", "#a3b8c4", "yellow"),
    "accent": ("#93391f", "blue", "#eba48a", "bright_cyan"),
    "foreground": ("#2b2622", "black", "#ddd6c8", "white"),
    "background": ("#faf6ee", "bright_white", "#15171b", "black"),
    "surface": ("#f4eee2", "bright_white", "#1b1e23", "black"),
    "panel": ("#eae2d2", "bright_white", "#262a31", "black"),
    "warning": ("#7a5200", "red", "#e4b657", "bright_yellow"),
    "error": ("#9c1f28", "red", "#f59a9a", "bright_red"),
    "success": ("#34602f", "blue", "#9ccb8c", "bright_green"),
    "reader-person": ("#85380f", "red", "#f2b083", "bright_yellow"),
    "reader-organisation": ("#1a5370", "blue", "#86c9e4", "bright_cyan"),
    "reader-place": ("#355e22", "magenta", "#a8d090", "bright_green"),
    "reader-other": ("#63407f", "black", "#ceb0ea", "bright_magenta"),
    "reader-quote": ("#54389a", "blue", "#c2b1f6", "bright_white"),
    "reader-link": ("#0b50c0", "blue", "#8ab4ff", "bright_blue"),
    "reader-note": ("#ffd6ac", "yellow", "#5a3205", "yellow"),
    "reader-highlight": ("#f2ec91", "bright_yellow", "#403d01", "bright_yellow"),
    "reader-green": ("#b5edb9", "green", "#00431f", "green"),
    "reader-pink": ("#ffcce0", "bright_magenta", "#671d3c", "bright_magenta"),
    "reader-violet": ("#e6d2fa", "magenta", "#482d62", "magenta"),
    "reader-overlap": ("#e8b75c", "yellow", "#74550f", "yellow"),
    "reader-changed": ("#fec8bd", "red", "#692017", "red"),
    "reader-chosen": ("#bfe1fe", "bright_cyan", "#013f61", "bright_cyan"),
    "reader-hit": ("#6fdcdc", "cyan", "#156365", "cyan"),
    "reader-selection": ("#d8dde6", "blue", "#2e3a49", "white"),
    "reader-code": ("#f2ebdb", "bright_white", "#20242b", "black"),
    "reader-dim": ("#615a4f", "black", "#aca69a", "white"),
    "reader-line": ("#cdc3af", "black", "#4a4f59", "white"),
    "reader-on-mark": ("#2b2622", "black", "#ddd6c8", "black"),
    "reader-on-selection": ("#2b2622", "bright_white", "#ddd6c8", "black"),
}
"""Each in paper and in ink: exact, and one of the sixteen of a terminal."""

THEMES = (
    make_theme("paper", dark=False, grip="#a89c84"),
    make_theme("ink", dark=True, grip="#6a707c"),
)

DEFAULT_COLOURS = dict.fromkeys(("reader-dim", "reader-line", "reader-other", "reader-code"), "ansi_default")
"""Instead of these colours in ANSI themes of Textual, whose background is unknown."""

Colours = Literal["many", "sixteen", "none"]

MANY_COLOUR_TERMS = ("256color", "kitty", "direct")  # endings of $TERM of terminals with exact colours, or near enough
COLOURLESS_TERMS = re.compile(r"vt\d.*|dumb|.*-m(ono)?")  # $TERM of terminals without colours


def themes_for(colours: Colours) -> tuple[Theme, ...]:
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
