"""Accents that a font draws as letters of their own, before the letter they belong to, put onto it.

TeX and old fonts set `naïve` as `na¨ıve`. Both signs are in the text of the page; together they are one letter only if
Unicode has it.
"""

import re
import unicodedata

COMBINING = {
    "\u00a8": "\u0308",  # diaeresis
    "\u00af": "\u0304",  # macron
    "\u00b4": "\u0301",  # acute
    "\u00b8": "\u0327",  # cedilla
    "\u0060": "\u0300",  # grave
    "\u02c6": "\u0302",  # circumflex
    "\u02c7": "\u030c",  # caron
    "\u02d8": "\u0306",  # breve
    "\u02d9": "\u0307",  # dot
    "\u02da": "\u030a",  # ring
    "\u02db": "\u0328",  # ogonek
    "\u02dc": "\u0303",  # tilde
    "\u02dd": "\u030b",  # double acute
}

SPACED = re.compile(rf"(?<![^\W\d_])([{''.join(sorted(set(COMBINING) - set('`´')))}])([^\W\d_])")
"""One that begins a word. Acute and grave are not among them: there they are quotation marks."""

WITHIN = re.compile(rf"(?<=[^\W\d_])([{''.join(COMBINING)}])([^\W\d_])")

DOTLESS = str.maketrans("ıȷ", "ij")


def compose_accents(word: str) -> str:
    """Return `word` with its separate accents on the letters that follow them."""
    if word.isascii() and "`" not in word:
        return word
    return SPACED.sub(_compose, WITHIN.sub(_compose, word))


def _compose(found: re.Match[str]) -> str:
    """Return one letter if there is such a letter, else what was found."""
    letter = unicodedata.normalize("NFC", found[2].translate(DOTLESS) + COMBINING[found[1]])
    return letter if len(letter) == 1 else found[0]
