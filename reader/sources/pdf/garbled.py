"""Whether the words of a PDF are what is seen on its pages.

A font draws shapes; which letters they are stands in a table that may be missing or wrong. Then words have no vowels,
symbols within, or letters that nobody knows.
"""

import re

GARBLED = "the words may be wrong: the file does not say which letters its fonts draw"

GARBLED_SAMPLE = 50_000
"""Characters that are looked at: some twenty pages."""

FEWEST_CHARACTERS = 60
"""Characters below which nothing can be told."""

UNKNOWN = re.compile("[\ufffd\u2400-\u2421\ue000-\uf0a6\uf0a8-\uf0b6\uf0b8-\uf8ff\x80-\x9f]")
"""Letters of which a font does not say what they are, and controls; \uf0a7 and \uf0b7 are bullets."""

UNKNOWN_SHARE = 0.04
"""Share of them above which words are affected; formulas alone have some."""

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
VOWEL = re.compile(r"(?i)[aeiouyà-æè-ïò-öø-ýœ]")

FEWEST_LETTERS, FEWEST_VOWELS = 400, 0.2
"""Letters in words from which their vowels are counted, and the share of these; languages have 30 to 55 percent."""

MIXED = re.compile(
    r"[A-Za-z\u00c0-\u024f][^\w\s'’.,/&@:;()\-–—_·+*=\[\]“”\"%$€|<>#\\{}~^\u00ad\ufffe]+[A-Za-z\u00c0-\u024f]"
)
"""A symbol within a word."""

FEWEST_MIXED, MIXED_SHARE = 8, 0.08
"""Words with a symbol within, and their share of all words."""


def is_garbled(text: str) -> bool:
    """Return whether the words of `text` are probably not those that are seen on the page."""
    text = text[:GARBLED_SAMPLE]
    length = sum(not char.isspace() for char in text)
    if length < FEWEST_CHARACTERS:
        return False
    if len(UNKNOWN.findall(text)) > UNKNOWN_SHARE * length:
        return True
    letters = "".join(WORD.findall(text))
    if len(letters) >= FEWEST_LETTERS and len(VOWEL.findall(letters)) < FEWEST_VOWELS * len(letters):
        return True
    words = [word for word in text.split() if len(word) > 2]
    mixed = sum(MIXED.search(word) is not None for word in words)
    return mixed >= FEWEST_MIXED and mixed > MIXED_SHARE * len(words)
