"""Scripts that are written without spaces between words: Chinese and Japanese; and Korean, which has them.

A line break in such a text is no space. Pitfall: Korean has spaces between words, and lines may end within a word. The
patterns are compiled when they are used: one takes milliseconds, and few texts need it.
"""

import re

UNSPACED = (
    "[\u2e80-\u2fdf\u3001-\u303f\u3041-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003fffd]"
)
"""Han, Kana and Bopomofo, with their punctuation and full-width forms; not the ideographic space."""

HANGUL = "[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]"


def is_unspaced(character: str) -> bool:
    """Return whether words of this character's script are written without spaces between them."""
    return re.match(UNSPACED, character) is not None


def is_hangul(character: str) -> bool:
    return re.match(HANGUL, character) is not None
