"""The names of keys: Textual's ("ctrl+d", "left_square_bracket"), and what is written on a keyboard (Ctrl-D, [).

`key_label` turns the first into the second, `parse_key` whatever a user may write into the first.
"""

import unicodedata
from contextlib import suppress
from itertools import product

ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}

SIGNS = ARROWS | {
    **{name: name.capitalize() for name in ("backspace", "end", "enter", "home", "space", "tab")},
    **{"delete": "Del", "escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp"},
}
"""Of keys that type nothing, and Space."""

MODIFIERS = ("ctrl", "alt", "shift")

ALIKE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Keys that a terminal cannot tell apart."""

RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that have another name in Textual than in Unicode."""

NAMED = {*SIGNS, "insert", *(f"f{number}" for number in range(1, 25))}
"""The same, and those that have no other sign than their name."""

SPELLED = {"del": "delete", "esc": "escape", "ins": "insert", "pgdn": "pagedown", "pgup": "pageup", "return": "enter"}
"""Other spellings, from keyboards and from people."""

MOST_GAPS = 6  # between the words of a character's name, for characters that are on keyboards


def key_label(key: str) -> str:
    """Return a key as it is written on a keyboard: "ctrl+d" is Ctrl-D, "left_curly_bracket" is {."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last) or (key_character(last) or last)
    if name == last and (modifiers or last[1:].isdigit()):
        name = last.upper()
    return "-".join([*(word.capitalize() for word in modifiers), name])


def key_character(name: str) -> str | None:
    """Return the character that a key types, for one that is named by it."""
    first, *words = {renamed: name for name, renamed in RENAMED.items()}.get(name, name).split("_")
    if len(words) > MOST_GAPS:
        return None
    for gaps in product(" -", repeat=len(words)):  # which of the two a name had is not told any more
        with suppress(KeyError):
            return unicodedata.lookup(first + "".join(map("".join, zip(gaps, words, strict=True))))
    return None


def character_key(sign: str) -> str | None:
    """Return the name of the key that types a character; None where there is none."""
    if not sign.isprintable() or sign.isspace():
        return None
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return RENAMED.get(name, name) or None


def parse_key(words: str) -> str | None:
    """Return the key for "Ctrl-D", "ctrl+d", "{", "left_curly_bracket" or "PgDn"; None for what is no key."""
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
    """Return the key that `word` names, without modifiers."""
    by_sign = {sign.lower(): name for name, sign in SIGNS.items()}
    low = word.lower()
    if len(word) == 1 and word.isalnum():
        return low if modified else word
    if found := SPELLED.get(low) or by_sign.get(low):
        return found
    if low in NAMED:
        return low
    name = character_key(word) if len(word) == 1 else low
    sign = key_character(name) if name else None
    return name if sign and character_key(sign) == name else None  # Unicode knows other names too, which are no keys
