"""The last line of a box: its keys, drawn as in the footer, or what is wrong.

Where a box is narrow, lines end between two hints: Textual alone would break between a key and its words.
"""

from collections.abc import Iterator

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from reader.text.width import cells_of

KEY = "$primary bold"

SEPARATOR = " · "


class Hints(Visual):
    """Hints that are broken into lines for the width they are shown in."""

    def __init__(self, keys: str) -> None:
        self._keys = keys

    def __str__(self) -> str:
        return hint_content(self._keys).plain

    def fitted(self, width: int) -> Content:
        """Return the hints on lines of `width` cells; only a hint that is wider goes on in the next line."""
        return Content("\n").join(map(hint_content, hint_lines(self._keys, width)))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return hint_content(self._keys).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.fitted(width).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self.fitted(width).render_strips(width, height, style, options)


class HintLine(Static):
    """The keys of a box: "Enter: save · Esc: cancel"."""

    def __init__(self, keys: str) -> None:
        super().__init__(Hints(keys), id="hint")

    def show(self, keys: str) -> None:
        self.remove_class("-complaint")
        self.update(Hints(keys))

    def complain(self, complaint: str) -> None:
        self.add_class("-complaint")
        self.update(Content(complaint))


def hint_lines(keys: str, width: int) -> Iterator[str]:
    """Yield hints in lines that fit into `width` cells, as many in each as there is room for."""
    line = ""
    for hint in keys.split(SEPARATOR):
        longer = f"{line}{SEPARATOR}{hint}" if line else hint
        if line and cells_of(hint_content(longer).plain) > width:
            yield line
            line = hint
        else:
            line = longer
    yield line


def hint_content(keys: str) -> Content:
    """Return hints with their keys emphasized; words without a key stay as they are."""
    parts: list[str | tuple[str, str]] = []
    for number, each in enumerate(keys.split(SEPARATOR)):
        key, colon, words = each.partition(": ")
        parts += [SEPARATOR if number else "", *([(key, KEY), f" {words}"] if colon else [each])]
    return Content.assemble(*parts)
