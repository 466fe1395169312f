"""Pieces of text as escape sequences, by a table of styles."""

from collections.abc import Iterator, Mapping

from reader.tui.widgets.text_layers import EMPHASIZED, ITALIC_GROUND

Style = tuple[str, str, str]
"""Attributes, foreground and background, as parameters of SGR; empty for what a style leaves as it is."""

StyleTable = Mapping[str, Style]
"""Styles by name: of a ground, such as "footer", or of a component class, such as "footer--key"."""

ITALIC = "3"


def frame_sequence(rows: list[list[tuple[str, tuple[str, ...]]]], table: StyleTable) -> str:
    """Return what draws `rows` from the top left corner of the terminal."""
    return "".join(row_sequences(rows, table)) + "\x1b[0m"


def row_sequences(rows: list[list[tuple[str, tuple[str, ...]]]], table: StyleTable) -> Iterator[str]:
    """Yield what draws each row; equal styles are made once, and written only where they change."""
    known: dict[tuple[str, ...], str] = {}
    last = ""
    for y, row in enumerate(rows, 1):
        yield f"\x1b[{y};1H"
        for words, names in row:
            if (style := known.get(names)) is None:
                style = known[names] = style_sequence(names, table)
            if words:
                yield words if style == last else style + words
                last = style


def style_sequence(names: tuple[str, ...], table: StyleTable) -> str:
    """Return the escape sequence of styles one over another; emphasis within italics is upright, as in print."""
    attributes: list[str] = []
    foreground = background = ""
    for name in names:
        more, fore, back = table.get(name, ("", "", ""))
        attributes += more.split(";") if more else []
        foreground, background = fore or foreground, back or background
    kinds = {name.partition("--")[2] for name in names if ITALIC in table.get(name, ("", "", ""))[0].split(";")}
    if kinds & EMPHASIZED and kinds & ITALIC_GROUND:
        attributes = [attribute for attribute in attributes if attribute != ITALIC]
    return f"\x1b[{';'.join(filter(None, ('0', *dict.fromkeys(attributes), foreground, background)))}m"
