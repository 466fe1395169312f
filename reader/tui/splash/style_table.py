"""The styles of the first frame by name, for each way of marking, and their colours.

Made by `python -m tests.tools.splash_styles` from the style sheets and themes; do not edit.
"""

from collections.abc import Mapping

PALETTES: Mapping[str, tuple[str, ...]] = {
    "ink exact": (
        *("", "38;2;221;214;200", "48;2;21;23;27", "38;2;213;176;106", "38;2;74;79;89"),
        *("48;2;27;30;35", "48;2;32;36;43", "38;2;172;166;154", "38;2;163;184;196", "38;2;138;180;255"),
        *("48;2;38;42;49", "38;2;244;154;154"),
    ),
    "ink 256": (
        *("", "38;5;188", "48;5;233", "38;5;179", "38;5;239"),
        *("48;5;234", "48;5;235", "38;5;247", "38;5;146", "38;5;111"),
        *("48;5;235", "38;5;210"),
    ),
    "paper exact": (
        *("", "38;2;43;38;34", "48;2;250;246;238", "38;2;108;76;29", "38;2;205;195;175"),
        *("48;2;244;238;226", "48;2;242;235;219", "38;2;97;90;79", "38;2;74;92;102", "38;2;11;80;192"),
        *("48;2;234;226;210", "38;2;155;31;40"),
    ),
    "paper 256": (
        *("", "38;5;235", "48;5;231", "38;5;58", "38;5;187"),
        *("48;5;230", "48;5;224", "38;5;240", "38;5;59", "38;5;25"),
        *("48;5;188", "38;5;88"),
    ),
}
"""The colours of a theme on a terminal with so many, as parameters of SGR; the first is none."""

PLAIN: Mapping[str, tuple[str, int, int]] = {
    "screen": ("", 1, 2),
    "backdrop--lit": ("", 3, 0),
    "backdrop--quiet": ("", 4, 0),
    "backdrop--side": ("", 0, 5),
    "backdrop--text": ("", 0, 2),
    "article--base": ("", 1, 2),
    "article--bar": ("", 4, 0),
    "article--caret": ("7", 0, 0),
    "article--code": ("", 0, 6),
    "article--emphasis": ("3", 0, 0),
    "article--furniture": ("", 7, 0),
    "article--heading": ("1", 3, 0),
    "article--inline-code": ("", 8, 6),
    "article--link": ("4", 9, 0),
    "article--minor": ("", 3, 0),
    "article--rule": ("", 7, 0),
    "article--sign": ("", 7, 0),
    "article--standfirst": ("3", 0, 0),
    "article--strike": ("9", 0, 0),
    "article--strong": ("1", 0, 0),
    "article--subheading": ("1", 3, 0),
    "article--thumb": ("", 7, 0),
    "article--title": ("1", 3, 0),
    "head": ("", 1, 2),
    "head--dim": ("", 7, 0),
    "head--title": ("1", 3, 0),
    "footer": ("", 1, 10),
    "footer--alarm": ("1", 11, 0),
    "footer--key": ("1", 3, 0),
    "footer--label": ("", 7, 0),
    "footer--lead": ("1", 0, 0),
    "footer--message": ("1", 0, 0),
}
"""Attributes as parameters of SGR, and the numbers of foreground and background in a palette."""

STYLES: Mapping[str, Mapping[str, tuple[str, int, int]]] = {
    "plain": PLAIN,
    "decorated": {
        **PLAIN,
        "article--minor": ("3", 3, 0),
        "article--subheading": ("1;3", 3, 0),
    },
}
