"""Detect whether an article is English, the language whose names and speakers are found.

Running text in any language is full of its small words ("the", "und", "que"); their share among the first words that
are written small tells. A text of few words, or of names and numbers, is taken for English.
"""

import re
from collections import Counter
from functools import cache

from reader.analysis import ENGLISH
from reader.analysis.lexicon import read_sections
from reader.document.article import Article

LOOKED_AT = 20_000
"""Characters that are looked at; a book says in its first pages what it is written in."""

FEWEST = 12
"""With fewer words that are written small there is too little to tell by."""

MANY = 100
"""With that many, small words that are in no list are telling too."""

PLAIN_SHARE = 0.15
"""Running text has at least so large a share of its language's small words; of English ones a third."""

UNKNOWN_SHARE = 0.06
"""Less than this is no English: even tables and lists in English have a tenth."""

CLEARLY = 1.3
"""So many times the English share another language has at least: several share "in", "a", "is"."""

OTHER = "another language"
"""The name of a language that is not known here."""

WORD = re.compile(r"[^\W\d_]+")
LATIN_ENDS = "\u024f"
"""The last letter of the Latin alphabets of Europe; nearly all other scripts stand after it."""
LATIN_ADDITIONS = ("\u1e00", "\u1eff")


@cache
def common_words() -> dict[str, frozenset[str]]:
    """The commonest small words of each language."""
    return {name: frozenset(words) for name, words in read_sections("languages").items()}


def language_of(article: Article) -> str:
    """The language of the article's running text, as English names it; `OTHER` for one that is not known."""
    words = WORD.findall(_running_text(article))
    small = [word for word in words if word.islower()]
    if sum(_is_foreign(word) for word in words) > len(words) / 2:
        return OTHER
    if len(small) < FEWEST:
        return ENGLISH
    counts = Counter(small)
    shares = {name: sum(counts[word] for word in known) / len(small) for name, known in common_words().items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > CLEARLY * shares[ENGLISH] and shares[best] >= PLAIN_SHARE:
        return best
    return OTHER if shares[ENGLISH] < UNKNOWN_SHARE and len(small) >= MANY else ENGLISH


def _running_text(article: Article) -> str:
    """The beginning of the article's paragraphs."""
    parts: list[str] = []
    length = 0
    for block in article.blocks:
        if block.role == "body" and block.kind not in ("code", "rule"):
            parts.append(article.text[block.span.start : min(block.span.end, block.span.start + LOOKED_AT - length)])
            length += len(parts[-1])
        if length >= LOOKED_AT:
            break
    return "\n".join(parts)


def _is_foreign(word: str) -> bool:
    """Return whether a word is written in another script than ours."""
    return word[0] > LATIN_ENDS and not LATIN_ADDITIONS[0] <= word[0] <= LATIN_ADDITIONS[1]
