"""Scripts that are written without spaces between words: Chinese, Japanese, Thai; and Korean, which joins some.

A line break in such a text is no space. Pitfall: Korean has spaces between words, and lines may end within a word. The
patterns are compiled when they are used: one takes milliseconds, and few texts need it.

The search index finds whole words, so whole clauses would be one word: there each letter of these scripts becomes a
word (`split_cjk`), and several in a query become a phrase. Pitfall: the separator is a control character that sanitized
text never contains; text read from the index must go through `join_cjk`, or its offsets are wrong.
"""

import re

UNSPACED = (
    "[\u2e80-\u2fdf\u3001-\u303f\u3041-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003fffd]"
)
"""Han, Kana and Bopomofo, with their punctuation and full-width forms; not the ideographic space."""

HANGUL = "[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]"

FIRST = "\u1100"
"""The first letter of any of them: most letters are before it, and a comparison takes a tenth of the time."""


def is_unspaced(character: str) -> bool:
    """Return whether words of this character's script are written without spaces between them."""
    return character >= FIRST and re.match(UNSPACED, character) is not None


def is_hangul(character: str) -> bool:
    return character >= FIRST and re.match(HANGUL, character) is not None


BETWEEN = "\x03"

LETTERS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"  # Thai, without the signs that stand above and below others
    "\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u102a\u103f\u1050-\u1055"  # Myanmar
    "\u1780-\u17b3"  # Khmer
    "\u3005-\u3007\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"  # Hangul
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Han
)

MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u3099\u309a"
)
"""Combining signs, which belong to the letter before them."""

ANY = f"[{LETTERS}]"

EDGE = f"(?<=[\\w{MARKS}])(?=[{LETTERS}])|(?<=[{LETTERS}{MARKS}])(?=[^\\W{MARKS}])"
"""The border between two letters, at least one of them of such a script."""


def split_cjk(text: str) -> str:
    """Return `text` as it is put into the index."""
    return text if text.isascii() or re.search(ANY, text) is None else re.sub(EDGE, BETWEEN, text)


def join_cjk(text: str) -> str:
    """Return the original of a text read from the index."""
    return text.replace(BETWEEN, "")
