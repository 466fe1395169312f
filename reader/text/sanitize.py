"""Sanitize foreign text: make control and bidi characters visible, one character for one.

Everything that did not come from this program (article, title, file name, note, tag, a library edited by hand) may hold
escape sequences that write the clipboard, rename the window or turn the text around. `clean` turns each such character
into a visible sign, *one character for one character*, so that every offset stays true.

The trap: widgets also read `[...]` as markup. That is not mended here, since brackets are ordinary words; foreign text
reaches a widget only as `Content(text)` or with `markup=False`.
"""

import re

PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
"""C0 controls to their control pictures: ESC becomes ␛."""

BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Embeddings, overrides and isolates that reorder what is shown; the marks (U+200E, U+200F) are honest Arabic."""

SIGNS = {
    **PICTURES,
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),  # C1: no pictures of their own
    **dict.fromkeys(BIDI, 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029), 0x2424),  # line separators: a terminal may break the line, our offsets would not
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),  # lone surrogates: no encoding can write them
}

HOSTILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""The same characters as the keys of `SIGNS`, as ranges: a set of two thousand would cost every start 7 ms."""


def clean(text: str) -> str:
    """`text` with every control and bidi character made visible; the same length, newlines and tabs kept."""
    return text.translate(SIGNS) if HOSTILE.search(text) else text


def clean_line(text: str) -> str:
    """`text` cleaned for a place that holds one line: newlines and tabs become spaces too; the same length."""
    return clean(text).replace("\n", " ").replace("\t", " ")
