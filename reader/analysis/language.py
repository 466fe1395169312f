"""Detect whether an article is in English, the only language in which names and speakers are found.

Running text in any language is full of its function words ("the", "und", "que"); their share of the first lower-case
words decides. A text of few words, or of names and numbers, is taken for English.
"""

import re
from collections import Counter

from reader.analysis import ENGLISH
from reader.analysis.lexicon import read_sections
from reader.document.article import Article

LOOKED_AT = 20_000  # characters examined; the first pages are enough for a book
FEWEST = 12  # minimum lower-case words needed for a decision
MANY = 100  # from this many lower-case words on, words that are in none of the lists count as evidence too
PLAIN_SHARE = 0.15  # the minimum share of function words in running text; in English it is about a third
UNKNOWN_SHARE = 0.06  # below this share a text is not English: even tables and lists in English have a tenth
CLEARLY = 1.3  # how many times the English share another language must reach, since several share "in", "a", "is"
OTHER = "another language"  # the name for languages without a word list

WORD = re.compile(r"[^\W\d_]+")
LATIN_ENDS = "\u024f"  # the last letter of the European Latin alphabets; nearly all other scripts come after it
LATIN_ADDITIONS = ("\u1e00", "\u1eff")

COMMON_WORDS = {name: frozenset(words) for name, words in read_sections("languages").items()}


def language_of(article: Article, *, shortest: int = 1) -> str:
    """Return the English name of the language of the article's running text; `OTHER` if it is unknown.

    Only function words of at least the `shortest` letters count: in code, `a`, `do` and `os` are names.
    """
    counts = Counter(WORD.findall(_running_text(article)))
    foreign = (w for w in counts if w[0] > LATIN_ENDS and not LATIN_ADDITIONS[0] <= w[0] <= LATIN_ADDITIONS[1])
    if sum(map(counts.__getitem__, foreign)) > counts.total() / 2:
        return OTHER
    small = sum(count for word, count in counts.items() if word.islower())
    if small < FEWEST:
        return ENGLISH
    counts = Counter({word: count for word, count in counts.items() if len(word) >= shortest})
    shares = {name: sum(map(counts.__getitem__, words & counts.keys())) / small for name, words in COMMON_WORDS.items()}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] > CLEARLY * shares[ENGLISH] and shares[best] >= PLAIN_SHARE:
        return best
    return OTHER if shares[ENGLISH] < UNKNOWN_SHARE and small >= MANY and shortest == 1 else ENGLISH


def _running_text(article: Article) -> str:
    """Return the beginning of the article's paragraphs."""
    parts: list[str] = []
    length = 0
    for block in article.blocks:
        if block.role == "body" and block.kind not in ("code", "rule"):
            parts.append(article.text[block.span.start : min(block.span.end, block.span.start + LOOKED_AT - length)])
            length += len(parts[-1])
        if length >= LOOKED_AT:
            break
    return "\n".join(parts)
