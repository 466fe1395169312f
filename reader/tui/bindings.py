"""Textual's bindings and the palette's commands, made from `reader.keys`."""

from textual.binding import Binding, BindingType

from reader.keys import ACTIONS, shown


def bindings_of(where: str) -> list[BindingType]:
    """The bindings of one room of the screen."""
    return [
        Binding(key, action.name, action.words, key_display=shown(key), show=False)
        for action in ACTIONS
        if where in action.where
        for key in action.keys
    ]
