"""Writing without spaces between words, set apart so that each part of it is found.

The index finds whole words. Chinese, Japanese, Thai and the like have no spaces between theirs, and Korean puts
several together, so that whole clauses would be one word. Here each of their letters becomes a word of its own; several
in a row that are asked for are a phrase, found wherever they stand in a row. The trap: what is between them is a
control character that no text of ours has; whoever reads words out of the index takes it out, so that offsets hold.
"""

import re

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
"""What belongs to the letter before it."""

ANY = re.compile(f"[{LETTERS}]")

EDGE = re.compile(f"(?<=[\\w{MARKS}])(?=[{LETTERS}])|(?<=[{LETTERS}{MARKS}])(?=[^\\W{MARKS}])")
"""Between two letters, one of which is of such a writing."""


def split_cjk(text: str) -> str:
    """`text` as the index gets it."""
    return text if text.isascii() or ANY.search(text) is None else EDGE.sub(BETWEEN, text)


def join_cjk(text: str) -> str:
    """`text` as it was, of what the index gives back."""
    return text.replace(BETWEEN, "")
