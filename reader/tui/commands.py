"""Textual's bindings, made from `reader.config.commands` with the keys that the user has for them."""

from textual.binding import Binding, BindingType

from reader.config import user_config
from reader.config.commands import shown, sign_of


def bindings_of(where: str) -> list[BindingType]:
    """The bindings of one room of the screen."""
    return [
        Binding(key, action.name, action.words, key_display=shown(key), show=False)
        for action in user_config().actions
        if where in action.where
        for key in action.keys
    ]


def help_bindings() -> list[BindingType]:
    """The keys of the help that write nothing, for wherever letters are typed."""
    return [
        Binding(key, action.name, action.words, show=False, priority=True)
        for action in user_config().actions
        if action.name == "help"
        for key in action.keys
        if len(key) > 1 and key != "space" and sign_of(key) is None
    ]
