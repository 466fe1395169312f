"""The layout of a screen whose widgets have computed places."""

from collections.abc import Callable

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from reader.view.arrangement import Rect


class PaneLayout(Layout):
    """Puts each widget where its id has a place; what has no place is not shown."""

    name = "panes"

    def __init__(self, places: Callable[[Size], dict[str, Rect | None]]) -> None:
        self._places = places

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Return the placements; a later widget lies over an earlier one."""
        places = self._places(size)
        return [
            WidgetPlacement(Region(*rect), NULL_OFFSET, NULL_SPACING, child, order)
            for order, child in enumerate(children)
            if child.id is not None and (rect := places.get(child.id)) is not None
        ]
