"""Sanitize foreign text: make control and bidi characters visible, one character for one.

Everything that did not come from this program (article, title, file name, note, tag, a library edited by hand) may hold
escape sequences that write to the clipboard, rename the window or reverse text. `clean` replaces each such character by
a visible sign, *one character for one character*, so that every offset stays true.

Pitfall: widgets also read `[...]` as markup. That is not handled here, since brackets are ordinary text; foreign text
reaches a widget only as `Content(text)` or with `markup=False`.
"""

import re

PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
"""C0 controls and their control pictures: ESC becomes ␛."""

BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates that reorder text; the marks (U+200E, U+200F) are legitimate in Arabic."""

SIGNS = {
    **PICTURES,
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),  # C1: without pictures of their own
    **dict.fromkeys(BIDI, 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029), 0x2424),  # line separators: terminals may break the line there
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),  # lone surrogates: no encoding can write them
}

HOSTILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""The keys of `SIGNS` as ranges: a set of two thousand characters would cost every start 7 ms."""


def clean(text: str) -> str:
    """Return `text` with control and bidi characters made visible; same length, newlines and tabs kept."""
    return text.translate(SIGNS) if HOSTILE.search(text) else text


def clean_line(text: str) -> str:
    """Like `clean`, but newlines and tabs become spaces too, for places that hold one line."""
    return clean(text).replace("\n", " ").replace("\t", " ")
