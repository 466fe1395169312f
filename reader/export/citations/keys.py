"""Citation keys from author, year and title: `lee2026-harbour-vote`.

A key depends on its article alone, so it is the same in every export; of several articles that would have the same key,
all but the one that the library had first get the beginning of their id too, so that adding an article changes no key.
Letters with accents lose them; a pandoc or BibTeX key has letters and digits of any script, and hyphens.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.analysis.lexicon import FUNCTION_WORDS
from reader.export.citations.authors import parse_author
from reader.text.normalize import without_accents

TITLE_WORDS = 3
"""Words of the title: enough to tell articles of one author and year."""

LONGEST_WORD = 20
"""Characters of a word of the title; scripts without spaces have long ones."""

ID_CHARACTERS = 4
"""Of an article's id: a million pairs that would have the same key before two of them clash again."""

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)

WORD = re.compile(r"[^\W_]+")

SPELLED = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d"})
"""Letters that have no accent to lose."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a key is made from."""

    article_id: str
    author: tuple[str, ...]
    published: str
    title: str


def citation_keys(works: Iterable[Work]) -> dict[str, str]:
    """Return the keys of works by article id; `works` in the order in which the library got them."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for work in works:
        key = citation_key(work)
        if key.casefold() in taken:
            key = f"{key}-{work.article_id[:ID_CHARACTERS]}"
        taken.add(key.casefold())
        keys[work.article_id] = key
    return keys


def citation_key(work: Work) -> str:
    """Return the key of a work, unless another has it."""
    family = "".join(plain_words(parse_author(work.author[0]).family)) if work.author else ""
    words = plain_words(work.title)
    telling = [word for word in words if word not in FUNCTION_WORDS] or words
    title = "-".join(word[:LONGEST_WORD] for word in telling[:TITLE_WORDS])
    key = "-".join(filter(None, [f"{family}{published_year(work.published)}", title]))
    return key or work.article_id


def published_year(published: str) -> str:
    """Return the year in a date in any notation; "" if there is none."""
    found = YEAR.search(published)
    return found[0] if found else ""


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and apostrophes."""
    return WORD.findall(without_accents(re.sub(r"['’]", "", text).translate(SPELLED)).lower())
