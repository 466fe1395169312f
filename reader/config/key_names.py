"""The names of keys: Textual's ("ctrl+d", "left_square_bracket"), and what is written on a keyboard (Ctrl-D, [).

`shown` turns the first into the second, `key_named` whatever a user may write into the first.
"""

import unicodedata
from contextlib import suppress
from itertools import product

SIGNS = {
    "ampersand": "&",
    "apostrophe": "'",
    "backspace": "Backspace",
    "colon": ":",
    "delete": "Del",
    "dollar_sign": "$",
    "down": "↓",
    "end": "End",
    "enter": "Enter",
    "equals_sign": "=",
    "escape": "Esc",
    "greater_than_sign": ">",
    "home": "Home",
    "left": "←",
    "left_curly_bracket": "{",
    "left_parenthesis": "(",
    "left_square_bracket": "[",
    "less_than_sign": "<",
    "minus": "-",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "plus": "+",
    "question_mark": "?",
    "right": "→",
    "right_curly_bracket": "}",
    "right_parenthesis": ")",
    "right_square_bracket": "]",
    "slash": "/",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
}


MODIFIERS = ("ctrl", "alt", "shift")

ALIKE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""What a terminal cannot tell apart."""

RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that Textual calls otherwise than Unicode does."""

NAMED = {
    *("backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left", "pagedown", "pageup", "right"),
    *("space", "tab", "up", *(f"f{number}" for number in range(1, 25))),
}
"""Keys that write nothing, and Space."""

SPELLED = {"del": "delete", "esc": "escape", "ins": "insert", "pgdn": "pagedown", "pgup": "pageup", "return": "enter"}
"""What is written on keyboards, or by those who type names of keys."""


MOST_GAPS = 6
"""Between the words of a sign's name, for signs that are on keyboards."""


def shown(key: str) -> str:
    """A key as it is written on a keyboard: "ctrl+d" is Ctrl-D, "left_curly_bracket" is {."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last) or (sign_of(last) or last)
    if name == last and (modifiers or last[1:].isdigit()):
        name = last.upper()
    return "-".join([*(word.capitalize() for word in modifiers), name])


def sign_of(name: str) -> str | None:
    """The sign that a key writes, for one that is named by its sign."""
    first, *words = {renamed: name for name, renamed in RENAMED.items()}.get(name, name).split("_")
    if len(words) > MOST_GAPS:
        return None
    for gaps in product(" -", repeat=len(words)):  # which of the two a name had is not told any more
        with suppress(KeyError):
            return unicodedata.lookup(first + "".join(map("".join, zip(gaps, words, strict=True))))
    return None


def name_of(sign: str) -> str | None:
    """The name of the key that writes a sign; None for what is no sign."""
    if not sign.isprintable() or sign.isspace():
        return None
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return RENAMED.get(name, name) or None


def key_named(words: str) -> str | None:
    """The key that is meant by "Ctrl-D", "ctrl+d", "{", "left_curly_bracket" or "PgDn"; None where no key is."""
    modifiers: list[str] = []
    rest = words.strip()
    while len(rest) > 1:
        first = next((word for word in MODIFIERS if rest.lower().startswith((f"{word}-", f"{word}+"))), None)
        if first is None:
            break
        modifiers.append(first)
        rest = rest[len(first) + 1 :]
    last = _last_named(rest, bool(modifiers))
    if last is None:
        return None
    if modifiers == ["shift"] and len(last) == 1:
        return last.upper()  # what a terminal sends of it is the capital alone
    key = "+".join([*(word for word in ("alt", "ctrl", "shift") if word in modifiers), last])
    return ALIKE.get(key, key)


def _last_named(word: str, modified: bool) -> str | None:
    """The key in `word` without what is held beside it."""
    by_sign = {sign.lower(): name for name, sign in SIGNS.items()}
    low = word.lower()
    if len(word) == 1 and word.isalnum():
        return low if modified else word
    if found := SPELLED.get(low) or by_sign.get(low):
        return found
    if low in NAMED or low in SIGNS:
        return low
    name = name_of(word) if len(word) == 1 else low
    sign = sign_of(name) if name else None
    return name if sign and name_of(sign) == name else None  # Unicode knows other names too, which are no keys
