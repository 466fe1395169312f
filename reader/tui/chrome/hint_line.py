"""The last line of a box: its keys, drawn as in the footer, or what is wrong."""

from textual.content import Content
from textual.widgets import Static

KEY = "$primary bold"

SEPARATOR = " · "


class HintLine(Static):
    """The keys of a box: "Enter: save · Esc: cancel"."""

    def __init__(self, keys: str) -> None:
        super().__init__(hint_content(keys), id="hint")

    def show(self, keys: str) -> None:
        """Show the keys."""
        self.remove_class("-complaint")
        self.update(hint_content(keys))

    def complain(self, complaint: str) -> None:
        """Show an error message instead."""
        self.add_class("-complaint")
        self.update(Content(complaint))


def hint_content(keys: str) -> Content:
    """Return hints with their keys emphasized; words without a key stay as they are."""
    parts: list[str | tuple[str, str]] = []
    for number, each in enumerate(keys.split(SEPARATOR)):
        key, colon, words = each.partition(": ")
        parts += [SEPARATOR if number else "", *([(key, KEY), f" {words}"] if colon else [each])]
    return Content.assemble(*parts)
