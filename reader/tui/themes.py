"""The two themes of the program: *paper* for a light room, *ink* for a dark one. The only colours there are.

Styles name colours by theme variables, so any of Textual's own themes works too; the variables of ours that those lack
have their defaults in `DEFAULTS`.
"""

from textual.theme import Theme

PAPER = Theme(
    name="paper",
    dark=False,
    primary="#7a5c2e",
    secondary="#5b6f7a",
    accent="#a3472f",
    foreground="#2b2723",
    background="#f7f3ea",
    surface="#efe9dc",
    panel="#e6dfcf",
    warning="#9a6700",
    error="#a4262c",
    success="#3d6b3a",
    variables={
        "reader-person": "#8a3b12",
        "reader-organisation": "#1d5a75",
        "reader-place": "#3f6b2a",
        "reader-other": "#6b4a86",
        "reader-quote": "#5a3e9b",
        "reader-note": "#fbe7a1",
        "reader-changed": "#f6cfae",
        "reader-chosen": "#d6e4ef",
        "reader-hit": "#f3c64b",
        "reader-selection": "#bcd4ea",
        "reader-dim": "#8b8478",
        "input-cursor-background": "#2b2723",
        "input-cursor-foreground": "#f7f3ea",
    },
)

INK = Theme(
    name="ink",
    dark=True,
    primary="#d0a85c",
    secondary="#8aa2b0",
    accent="#e08b6d",
    foreground="#ddd6c8",
    background="#16181c",
    surface="#1d2025",
    panel="#282c33",
    warning="#e0b04c",
    error="#ef7f7f",
    success="#8fbf7f",
    variables={
        "reader-person": "#f0a875",
        "reader-organisation": "#7cc4e0",
        "reader-place": "#a3cc8a",
        "reader-other": "#c7a4e4",
        "reader-quote": "#b9a6f2",
        "reader-note": "#4b4220",
        "reader-changed": "#593a26",
        "reader-chosen": "#2c4358",
        "reader-hit": "#8a6a14",
        "reader-selection": "#36506e",
        "reader-dim": "#7d7a73",
    },
)

DEFAULTS = INK.variables
"""For Textual's own themes, which do not know ours."""

LIGHT_DEFAULTS = PAPER.variables
